//! From the press of a button to the letter.

use std::time::Duration;

use koppel::args;
use koppel::demo::once::{PUPIL, first_time};
use koppel::demo::run::{Demo, Settings};
use koppel::storage::Durability;

use crate::support::ground::fresh_postgres;
use crate::support::smtp::{MailServer, Taken};

const ADDRESS: &str = "UPDATE account SET email = 'pupil@kodu.example', email_verified = TRUE, locale = 'et' \
     WHERE sub = $1 AND platform_id = 'opihoov'";

/// A pupil links eKool in a browser; the running server's own job writes one letter to the address of the account.
#[tokio::test]
async fn link_made_in_a_browser_is_told_by_one_mail() {
    for database_url in [None, Some(fresh_postgres().await)] {
        let server = MailServer::start().await;
        let settings = Settings { mail: Some(server.settings()), database_url, ..Settings::default() };
        let demo = Demo::start(settings).await.unwrap();
        let sub = &demo.world.person(PUPIL).unwrap().account.clone().unwrap().sub;
        let verify = |tx: koppel::storage::Tx| async move { tx.execute(ADDRESS, args![sub]).await };
        assert_eq!(demo.ground().db.write(Durability::Durable, verify).await.unwrap(), 1);
        first_time(&demo.world, PUPIL, |step| eprintln!("  {step}")).await.unwrap();
        let letter = one_letter(&server).await;
        assert_eq!(letter.to, "pupil@kodu.example");
        let settings = format!("/settings/{}/integrations", demo.world.platform.id);
        assert!(letter.text.replace("=\r\n", "").contains(&settings), "{}", letter.text);
        let waiting = async |tx: koppel::storage::Tx| {
            tx.count("SELECT COUNT(*) AS n FROM notice WHERE mail_state <> 'sent'", vec![]).await
        };
        assert_eq!(demo.ground().db.read(waiting).await.unwrap(), 0);
        demo.stop().await;
        assert_eq!(server.taken().len(), 1);
    }
}

async fn one_letter(server: &MailServer) -> Taken {
    for _ in 0..600 {
        if let [letter, ..] = server.taken().as_slice() {
            // The job's last word to the database, and its next run.
            tokio::time::sleep(Duration::from_secs(3)).await;
            return letter.clone();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no letter came: {:?}", server.heard());
}
