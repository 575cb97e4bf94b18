//! Cleanup on both engines: what has served its time goes, what counts stays.

use chrono::TimeDelta;
use koppel::args;
use koppel::storage::{Durability, StorageError, Tx, cleanup};

use crate::support::{TestGround, both_engines, seed};

const ROWS: &[(&str, &str)] = &[
    ("one_time", "INSERT INTO one_time (hash, purpose, payload, created_at, expires_at) VALUES ($1, 'state', '', $2, $3)"),
    ("client_assertion", "INSERT INTO client_assertion (client_id, jti_hash, expires_at) VALUES ($1, CAST($2 AS TEXT), $3)"),
    ("upstream_nonce", "INSERT INTO upstream_nonce (upstream_id, nonce_hash, expires_at) VALUES ($1, CAST($2 AS TEXT), $3)"),
    (
        "client_token",
        "INSERT INTO client_token (hash, client_id, platform_id, scope, created_at, expires_at)
         VALUES ($1, 'opiq-web', 'opiq', '', $2, $3)",
    ),
    (
        "login_attempt",
        "INSERT INTO login_attempt (id, browser_hash, platform_id, purpose, request, state, memory, created_at, expires_at)
         VALUES ($1, '', 'opiq', 'sign_in', '{}', 'begun', '', $2, $3)",
    ),
    (
        "journal_launch",
        "INSERT INTO journal_launch (id, upstream_id, token_hash, token, browser_hash, created_at, expires_at)
         VALUES ($1, 'ekool', $1, '', '', $2, $3)",
    ),
    (
        "authorization_code",
        "INSERT INTO authorization_code (hash, family_id, client_id, redirect_uri, created_at, expires_at)
         VALUES ($1, 'f', 'opiq-web', '', $2, $3)",
    ),
    (
        "token_family",
        "INSERT INTO token_family (id, client_id, platform_id, account_id, sid, scope, requested_claims, auth_time,
         created_at, expires_at) SELECT $1, 'opiq-web', 'opiq', id, '', '', '', $2, $2, $3 FROM account",
    ),
    (
        "notice",
        "INSERT INTO notice (id, account_id, kind, created_at, expires_at, mail_state, mail_attempts)
         SELECT $1, id, 'linked', $2, $3, 'none', 0 FROM account",
    ),
    ("refresh_token", "INSERT INTO refresh_token (hash, family_id, created_at, expires_at) VALUES ($1, $1, $2, $3)"),
    ("access_token", "INSERT INTO access_token (hash, family_id, scope, created_at, expires_at) VALUES ($1, $1, '', $2, $3)"),
    (
        "session",
        "INSERT INTO session (id, hash, kind, browser_hash, created_at, seen_at, idle_seconds, expires_at)
         VALUES ($1, $1, 'browser', '', $2, $2, 60, $3)",
    ),
    (
        "session_account",
        "INSERT INTO session_account (session_id, platform_id, account_id, auth_time)
         SELECT $1, 'opiq', id, $2 FROM account WHERE created_at < $3",
    ),
    (
        "session_client",
        "INSERT INTO session_client (session_id, client_id, sid, created_at) SELECT $1, 'opiq-web', $1, $2
         FROM account WHERE created_at < $3",
    ),
];

/// One row of every kind, all with this name and this end.
async fn plant(ground: &TestGround, name: &str, ends_in: TimeDelta) {
    let (now, end) = (ground.now(), ground.now() + ends_in);
    let work = |tx: Tx| async move {
        for (_, sql) in ROWS {
            tx.execute(sql, args![name, now, end]).await?;
        }
        Ok::<_, StorageError>(())
    };
    ground.db.write(Durability::Relaxed, work).await.unwrap();
}

async fn counts(ground: &TestGround) -> Vec<i64> {
    let sql = [
        "SELECT COUNT(*) AS n FROM one_time",
        "SELECT COUNT(*) AS n FROM client_assertion",
        "SELECT COUNT(*) AS n FROM client_token",
        "SELECT COUNT(*) AS n FROM upstream_nonce",
        "SELECT COUNT(*) AS n FROM login_attempt",
        "SELECT COUNT(*) AS n FROM journal_launch",
        "SELECT COUNT(*) AS n FROM authorization_code",
        "SELECT COUNT(*) AS n FROM token_family",
        "SELECT COUNT(*) AS n FROM refresh_token",
        "SELECT COUNT(*) AS n FROM access_token",
        "SELECT COUNT(*) AS n FROM session",
        "SELECT COUNT(*) AS n FROM session_account",
        "SELECT COUNT(*) AS n FROM session_client",
        "SELECT COUNT(*) AS n FROM notice WHERE id IN ('old', 'new')",
        "SELECT COUNT(*) AS n FROM account",
        "SELECT COUNT(*) AS n FROM link",
        "SELECT COUNT(*) AS n FROM audit",
        "SELECT COUNT(*) AS n FROM event",
    ];
    futures_util::future::join_all(sql.map(|sql| async move { ground.db.count(sql, args![]).await.unwrap() })).await
}

#[tokio::test]
async fn what_has_served_its_time_goes_and_accounts_links_and_audit_stay() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        let account = seed::account(&ground, "17").await;
        seed::link(&ground, &account, "s").await;
        plant(&ground, "old", TimeDelta::hours(1)).await;
        plant(&ground, "new", TimeDelta::days(40)).await;
        assert_eq!(counts(&ground).await, [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1]);
        assert_eq!(cleanup::run(&ground.db, ground.now()).await.unwrap(), 0, "nothing has ended yet");
        cleanup::run(&ground.db, ground.now() + TimeDelta::minutes(71)).await.unwrap();
        assert_eq!(counts(&ground).await, [1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1]);
        // A used refresh token is known as used until its family goes.
        cleanup::run(&ground.db, ground.now() + TimeDelta::hours(26)).await.unwrap();
        assert_eq!(counts(&ground).await, [1, 1, 1, 1, 1, 1, 1, 2, 2, 1, 2, 2, 2, 2, 1, 1, 1, 1]);
        cleanup::run(&ground.db, ground.now() + TimeDelta::days(31)).await.unwrap();
        assert_eq!(counts(&ground).await, [1; 18]);
    })
    .await;
}

#[tokio::test]
async fn more_than_one_batch_goes_in_one_run() {
    both_engines(async |ground: TestGround| {
        let now = ground.now();
        let work = |tx: Tx| async move {
            for n in 0..1201 {
                tx.execute(ROWS[0].1, args![n.to_string(), now, now]).await?;
            }
            Ok::<_, StorageError>(())
        };
        ground.db.write(Durability::Relaxed, work).await.unwrap();
        assert_eq!(cleanup::run(&ground.db, now + TimeDelta::hours(1)).await.unwrap(), 1201);
    })
    .await;
}

/// Whom refreshes told of otherwise counts along for twenty hours, and is forgotten after a day.
#[tokio::test]
async fn who_moved_lately_is_forgotten_after_a_day() {
    both_engines(async |ground: TestGround| {
        let now = ground.now();
        let insert = "INSERT INTO refresh_moved (platform_id, school_id, upstream_id, journal_id, person_hash, at) \
            VALUES ('opiq', 'ehis:1', 'ekool', 'jrn', 'hash', $1)";
        let write = |tx: Tx| async move { tx.execute(insert, args![now]).await };
        ground.db.write(Durability::Relaxed, write).await.unwrap();
        for (hours, left) in [(21, 1), (25, 0)] {
            cleanup::run(&ground.db, now + TimeDelta::hours(hours)).await.unwrap();
            let count = "SELECT COUNT(*) AS n FROM refresh_moved";
            assert_eq!(ground.db.count(count, args![]).await.unwrap(), left, "{hours} hours");
        }
    })
    .await;
}

/// Codes that did not fit go after a day, printed codes 90 days after their time: a link that rests on one is past undoing.
#[tokio::test]
async fn codes_and_tries_go_when_nobody_asks_for_them_any_more() {
    both_engines(async |ground: TestGround| {
        let class = crate::linking::class::Class::new(&ground, 2, 0).await;
        let made = class.code(0).await;
        class.type_code(&class.arrive(1).await, &made).await;
        let (now, db) = (ground.now(), &ground.db);
        let rows = async || {
            let codes = db.count("SELECT COUNT(*) AS n FROM claim_code", args![]).await.unwrap();
            (codes, db.count("SELECT COUNT(*) AS n FROM code_try", args![]).await.unwrap())
        };
        for (hours, wanted) in [(23, (1, 1)), (25, (1, 0)), (24 * 103, (1, 0)), (24 * 105, (0, 0))] {
            cleanup::run(db, now + TimeDelta::hours(hours)).await.unwrap();
            assert_eq!(rows().await, wanted, "{hours} hours");
        }
    })
    .await;
}
