//! A21: whatever is disabled, nothing is served from the next request on, and all of it again afterwards.

use koppel::args;
use koppel::storage::{Durability, StorageError, Tx};

use super::desk::{Desk, Signed, WEB, field, query};
use crate::support::{both_engines, counted};

/// What can be switched off: its name, the statement that does it, the one that takes it back.
const KINDS: [(&str, &str, &str); 9] = [
    ("platform", "UPDATE platform SET disabled_at = $1", "UPDATE platform SET disabled_at = NULL"),
    (
        "client",
        "UPDATE client SET disabled_at = $1 WHERE id = 'web'",
        "UPDATE client SET disabled_at = NULL WHERE id = 'web'",
    ),
    ("account", "UPDATE account SET disabled_at = $1", "UPDATE account SET disabled_at = NULL"),
    ("link", "UPDATE link SET ended_at = $1", "UPDATE link SET ended_at = NULL"),
    ("identity", "UPDATE identity SET quarantined_at = $1", "UPDATE identity SET quarantined_at = NULL"),
    ("upstream", "UPDATE upstream SET disabled_at = $1", "UPDATE upstream SET disabled_at = NULL"),
    ("school", "UPDATE school SET disabled_at = $1", "UPDATE school SET disabled_at = NULL"),
    (
        "school at the platform",
        "UPDATE platform_school SET disabled_at = $1",
        "UPDATE platform_school SET disabled_at = NULL",
    ),
    (
        "upstream at the school",
        "UPDATE school_upstream SET ended_at = $1",
        "UPDATE school_upstream SET ended_at = NULL",
    ),
];

async fn switch(desk: &Desk, sql: &'static str, at: bool) {
    let now = desk.ground.now();
    let write = |tx: Tx| async move { tx.execute(sql, if at { args![now] } else { vec![] }).await };
    let changed: Result<u64, StorageError> = desk.ground.db.write(Durability::Durable, write).await;
    assert_ne!(changed.unwrap(), 0, "{sql}");
}

/// Which of the five doors open.
async fn doors(desk: &Desk, signed: &Signed, code: &str, access: &str, refresh: &str) -> [bool; 5] {
    let asked = desk.visit(&format!("/authorize?{}", query(&[("prompt", "none")])), &signed.cookies).await;
    let introspected = desk.call("/introspect", WEB, &[("token", access)]).await;
    [
        asked.back("code").is_some(),
        desk.redeem(WEB, code, &[]).await.status == 200,
        desk.bearer("/userinfo", access).await.status == 200,
        introspected.status == 200 && introspected.json()["active"] == true,
        desk.refresh(WEB, refresh).await.status == 200,
    ]
}

/// A21, 1.11: nine kinds at five doors, on both engines; nothing opens.
#[tokio::test]
async fn nothing_disabled_is_served_at_any_door() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        let signed = desk.sign_in("17").await;
        for (kind, off, on) in KINDS {
            let tokens = desk.tokens(&signed).await;
            let (access, refresh) = (field(&tokens, "access_token"), field(&tokens, "refresh_token"));
            let code = desk.code(&signed, &[]).await;
            switch(&desk, off, true).await;
            assert_eq!(doors(&desk, &signed, &code, &access, &refresh).await, [false; 5], "{kind}");
            switch(&desk, on, false).await;
            let code = desk.code(&signed, &[]).await;
            assert_eq!(doors(&desk, &signed, &code, &access, &refresh).await, [true; 5], "{kind}, switched on again");
        }
        counted("A21", &format!("{} kinds at 5 doors of the issuer, {}", KINDS.len(), desk.ground.engine()));
    })
    .await;
}

/// Invariant 6 and 1.11: an account that was merged away is no account.
#[tokio::test]
async fn merged_account_is_not_served() {
    let desk = Desk::sqlite().await;
    let (signed, other) = (desk.sign_in("17").await, desk.sign_in("18").await);
    let access = field(&desk.tokens(&signed).await, "access_token");
    desk.change("UPDATE account SET merged_into = $1 WHERE id = $2", args![&other.account, &signed.account]).await;
    assert_eq!(desk.bearer("/userinfo", &access).await.status, 401);
    let asked = desk.authorize(&signed, &[("prompt", "none")]).await;
    assert_eq!(asked.back("error").as_deref(), Some("login_required"));
}

/// An ended session signs nobody in, and its cookie stays worthless.
#[tokio::test]
async fn ended_session_is_nobody() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let now = desk.ground.now();
    desk.change("UPDATE session SET ended_at = $1 WHERE id = $2", args![now, &signed.session]).await;
    let asked = desk.authorize(&signed, &[("prompt", "none")]).await;
    assert_eq!(asked.back("error").as_deref(), Some("login_required"));
}
