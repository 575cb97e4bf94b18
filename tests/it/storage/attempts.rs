//! Attempts: opened by their own browser, and ended together when somebody signs in.

use chrono::TimeDelta;
use koppel::args;
use koppel::domain::{AttemptId, ClientUriKind, Purpose, Time};
use koppel::storage::attempts::{self, LoginAttempt};
use koppel::storage::client_uris::{self, ClientUri};
use koppel::storage::{Durability, StorageError, Tx};

use crate::support::{TestGround, both_engines, seed};

const LIVE: &str = "SELECT COUNT(*) AS n FROM login_attempt WHERE id = $1 AND ended_at IS NULL";

fn attempt(ground: &TestGround, browser: &str, state: &str, purpose: Purpose) -> LoginAttempt {
    LoginAttempt {
        id: AttemptId::at(ground.now(), &ground.random),
        browser_hash: browser.to_owned(),
        platform_id: "opiq".parse().unwrap(),
        client_id: Some("opiq-web".parse().unwrap()),
        purpose,
        request: "{}".to_owned(),
        state: state.to_owned(),
        memory: "sealed".to_owned(),
        session_id: None,
        created_at: ground.now(),
        expires_at: ground.now() + TimeDelta::minutes(15),
        ended_at: None,
    }
}

async fn stored<const N: usize>(ground: &TestGround, rows: [LoginAttempt; N]) -> [LoginAttempt; N] {
    let all = &rows;
    let write = |tx: Tx| async move {
        for row in all {
            attempts::insert(&tx, row).await?;
        }
        Ok::<_, StorageError>(())
    };
    ground.db.write(Durability::Relaxed, write).await.unwrap();
    rows
}

async fn end_all(ground: &TestGround, row: &LoginAttempt, state: &str, now: Time) -> Result<(), StorageError> {
    let write = |tx: Tx| async move { attempts::end_all_knowing(&tx, &row.id, &row.browser_hash, state, now).await };
    ground.db.write(Durability::Relaxed, write).await
}

async fn is_live(ground: &TestGround, row: &LoginAttempt) -> bool {
    ground.db.count(LIVE, args![&row.id]).await.unwrap() == 1
}

/// Whoever left a login half done at this computer is not who signs in; a chooser in another tab knows nobody yet.
#[tokio::test]
async fn signing_in_ends_what_the_browser_knows_of_others_and_nothing_else() {
    both_engines(async |ground| {
        seed::basics(&ground).await;
        let of = |browser, state, purpose| attempt(&ground, browser, state, purpose);
        let all = stored(
            &ground,
            [
                of("b", "choose", Purpose::SignIn),
                of("b", "claim", Purpose::SignIn),
                of("b", "choose", Purpose::Add),
                of("b", "choose", Purpose::SignIn),
                of("other", "claim", Purpose::SignIn),
            ],
        )
        .await;
        let now = ground.now();
        for (state, at) in [("question", now), ("choose", now + TimeDelta::minutes(15))] {
            assert!(matches!(end_all(&ground, &all[0], state, at).await, Err(StorageError::Changed)), "{state}");
        }
        end_all(&ground, &all[0], "choose", now).await.unwrap();
        let mut live = Vec::new();
        for row in &all {
            live.push(is_live(&ground, row).await);
        }
        assert_eq!(live, [false, false, false, true, true], "and a refused step ended none");
        assert!(matches!(end_all(&ground, &all[0], "choose", now).await, Err(StorageError::Changed)), "twice");
    })
    .await;
}

async fn register(ground: &TestGround, kind: ClientUriKind, uri: &str) {
    let row = &ClientUri { client_id: "opiq-web".parse().unwrap(), kind, uri: uri.to_owned() };
    let write = |tx: Tx| async move { client_uris::insert(&tx, row).await };
    ground.db.write(Durability::Relaxed, write).await.unwrap();
}

/// One statement opens an attempt, for its own browser and in its time only, and knows where it may lead.
#[tokio::test]
async fn attempt_opens_for_its_browser_with_platform_and_addresses() {
    both_engines(async |ground| {
        seed::basics(&ground).await;
        register(&ground, ClientUriKind::Redirect, "https://opiq.example/b").await;
        register(&ground, ClientUriKind::Link, "https://opiq.example/a").await;
        register(&ground, ClientUriKind::PostLogout, "https://opiq.example/bye").await;
        let ours = Purpose::Settings;
        let ours = LoginAttempt { client_id: None, ..attempt(&ground, "b", "choose", ours) };
        let [row, ours] = stored(&ground, [attempt(&ground, "b", "choose", Purpose::SignIn), ours]).await;
        let now = ground.now();
        let opened = attempts::open_alone(&ground.db, &row.id, "b", now).await.unwrap().unwrap();
        assert_eq!((opened.platform.name.as_str(), &opened.attempt), ("Opiq", &row));
        assert_eq!(opened.uris, ["https://opiq.example/a", "https://opiq.example/b"]);
        let (id, browser) = (&row.id, "b");
        let again = ground.db.read(|tx| async move { attempts::open(&tx, id, browser, now).await }).await.unwrap();
        assert_eq!(again, Some(opened));
        let ours = attempts::open_alone(&ground.db, &ours.id, "b", now).await.unwrap().unwrap();
        assert!(ours.uris.is_empty(), "nobody asked");
        for (browser, at) in [("other", now), ("b", row.expires_at)] {
            assert_eq!(attempts::open_alone(&ground.db, &row.id, browser, at).await.unwrap(), None, "{browser}");
        }
    })
    .await;
}
