//! What `koppel demo` has at the console of a school, and the way of its administrator that `--once` walks.

use std::time::Duration;

use koppel::accounts::second_factor::code_of;
use koppel::demo::console::administer;
use koppel::demo::run::{Demo, Settings};
use koppel::storage::check::check;

use crate::support::ground::fresh_postgres;

const HELD: &str = "SELECT COUNT(*) AS n FROM refresh_hold WHERE state = 'open' AND school_id = 'ehis:990002'";
const ASKED: &str = "SELECT COUNT(*) AS n FROM school_case WHERE closed_at IS NULL AND kind = 'cannot_sign_in' \
    AND school_id = 'ehis:990002'";
const SUSPECTED: &str = "SELECT COUNT(*) AS n FROM duplicate WHERE state = 'open' AND school_id = 'ehis:990002'";
const TAKEN_BACK: &str = "SELECT COUNT(*) AS n FROM account_merge WHERE cause = 'school' AND undone_at IS NOT NULL";
const GRANTS: &str =
    "SELECT COUNT(*) AS n FROM console_grant WHERE school_id = 'ehis:990002' AND role = 'school_admin'";

async fn count(demo: &Demo, sql: &'static str) -> i64 {
    demo.ground().db.count(sql, vec![]).await.unwrap()
}

async fn is_there(database_url: Option<String>) {
    let demo = Demo::start(Settings { database_url, with_class: true, ..Settings::default() }).await.unwrap();
    for _ in 0..200 {
        if count(&demo, HELD).await > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let counts = (count(&demo, HELD).await, count(&demo, ASKED).await, count(&demo, SUSPECTED).await);
    assert_eq!(counts, (1, 1, 1), "an update, a request, a pair");
    assert_eq!(count(&demo, GRANTS).await, 0, "an invitation only");
    let ground = demo.ground();
    let secret = administer(&demo.world, ground.now(), |_| {}).await.unwrap();
    assert_eq!(code_of(&secret, ground.now()).map(|code| code.len()), Some(6), "good for whoever comes afterwards");
    assert_eq!((count(&demo, GRANTS).await, count(&demo, TAKEN_BACK).await), (1, 1));
    let violations = check(&ground.db, &ground.vault, ground.now()).await.unwrap();
    assert!(violations.is_empty(), "{violations:?}");
    demo.stop().await;
}

#[tokio::test]
async fn the_console_of_the_demo_has_something_of_each_kind() {
    is_there(None).await;
    is_there(Some(fresh_postgres().await)).await;
}

/// Without a class nobody is invited, and an invitation that was accepted is not made again.
#[tokio::test]
async fn an_invitation_is_there_until_somebody_took_it() {
    let bare = Demo::start(Settings::default()).await.unwrap();
    assert_eq!(bare.world.console, None);
    bare.stop().await;
    let dir = tempfile::tempdir().unwrap();
    let settings = Settings { data: Some(dir.path().to_owned()), with_class: true, ..Settings::default() };
    let demo = Demo::start(settings.clone()).await.unwrap();
    administer(&demo.world, demo.ground().now(), |_| {}).await.unwrap();
    demo.stop().await;
    let demo = Demo::start(settings).await.unwrap();
    assert_eq!(demo.world.console.as_ref().unwrap().invitation, None);
    demo.stop().await;
}
