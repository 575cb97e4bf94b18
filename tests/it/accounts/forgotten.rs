//! What is left of the sign-ins of whoever was forgotten (P6): in sessions and tokens, and in the cache.

use koppel::accounts::passwords::{Attempt, Caller, Proof};
use koppel::domain::{AccountId, Actor};
use koppel::ground::Ground;
use koppel::linking::LinkingError;
use koppel::linking::privacy::{Erasing, erase};
use koppel::storage::{Durability, Tx};

use super::by_external;
use super::passwords::people;
use crate::issuer::desk::{Desk, WEB, field};
use crate::linking::erased::found;
use crate::support::logs::Log;
use crate::support::{TestGround, both_engines, counted};

const ALIVE: &str = "SELECT (SELECT COUNT(*) FROM session WHERE ended_at IS NULL) + \
    (SELECT COUNT(*) FROM token_family WHERE ended_at IS NULL) AS n";

async fn forget(ground: &Ground, account: &AccountId) {
    let actor = &Actor::Cli("test".to_owned());
    let erasing = &Erasing { account, school: None, actor, reason: "They asked for it" };
    let write = |tx: Tx| async move { erase(&tx, ground, erasing).await };
    ground.db.write::<_, LinkingError, _, _>(Durability::Durable, write).await.unwrap();
}

/// Cookies and tokens stand nowhere, before and after; and none of them opens anything afterwards.
#[tokio::test]
async fn no_session_and_no_token_of_theirs_is_left() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let signed = desk.sign_in("k1").await;
        let tokens = desk.tokens(&signed).await;
        let (access, refresh) = (field(&tokens, "access_token"), field(&tokens, "refresh_token"));
        let cookies = signed.cookies.split("; ").map(|cookie| cookie.split_once('=').unwrap().1);
        let secrets: Vec<&str> = cookies.chain([access.as_str(), refresh.as_str()]).collect();
        assert_eq!((secrets.len(), desk.count(ALIVE).await, desk.is_active(&access).await), (4, 2, true));
        assert_eq!(found(&desk.ground, &secrets).await, Vec::<String>::new(), "only hashes are kept");
        let log = Log::default();
        let listening = log.listen();
        forget(&desk.ground, &signed.account).await;
        drop(listening);
        let kept = format!("{}{:?}", log.text(), desk.ground.cache);
        assert!(secrets.iter().all(|secret| !kept.contains(secret)), "{kept}");
        assert_eq!(found(&desk.ground, &secrets).await, Vec::<String>::new());
        assert_eq!((desk.count(ALIVE).await, desk.is_active(&access).await), (0, false));
        assert_eq!(desk.refresh(WEB, &refresh).await.status, 400);
        assert_eq!(desk.authorize(&signed, &[]).await.back("code"), None);
        counted("P6", "4 session and token values: 0 in tables, log and cache; 0 open anything");
    })
    .await;
}

/// What counts tries and knows browsers names nobody, not even while the person is here.
#[tokio::test]
async fn no_key_of_the_cache_names_them() {
    both_engines(async |ground: TestGround| {
        let desk = people(&ground).await;
        let mari = by_external(&ground, "1").await.unwrap();
        let platform = "opiq".parse().unwrap();
        let caller = Caller { address: Some("192.0.2.1".parse().unwrap()), browser_hash: Some("hers") };
        let attempt = Attempt { platform: &platform, username: "mari", password: "U*U", caller };
        assert!(matches!(desk.prove(&ground, &attempt).await.unwrap(), Proof::Right(_)));
        forget(&ground, &mari.id).await;
        let kept = format!("{:?}", ground.cache);
        assert!(kept.contains("password:browser:"), "the browser is known: {kept}");
        for name in ["mari", "Mari", "U*U", mari.id.as_str()] {
            assert!(!kept.contains(name), "{name}: {kept}");
        }
    })
    .await;
}
