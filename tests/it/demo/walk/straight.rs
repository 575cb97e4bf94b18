//! Who was here before and has nothing to be asked goes straight in, and nobody else does.

use koppel::demo::once::{PUPIL, first_time, next_time};
use koppel::demo::run::Demo;
use koppel::storage::{Durability, Tx};

use super::on_both_engines;

async fn sql(demo: &Demo, sql: &'static str) {
    let write = |tx: Tx| async move { tx.execute(sql, vec![]).await };
    assert_ne!(demo.ground().db.write(Durability::Durable, write).await.unwrap(), 0, "{sql}");
}

async fn count(demo: &Demo, sql: &'static str) -> i64 {
    demo.ground().db.count(sql, vec![]).await.unwrap()
}

/// As after an import of links: the account has a history, and nobody has come to it through us.
#[tokio::test]
async fn first_sign_in_through_an_old_link_is_remembered() {
    on_both_engines(async |demo| {
        first_time(&demo.world, PUPIL, |_| {}).await.unwrap();
        sql(demo, "UPDATE account SET used_at = NULL WHERE username = 'mari-tamm'").await;
        next_time(&demo.world, PUPIL, |_| {}).await.unwrap();
        let used = "SELECT COUNT(*) AS n FROM account WHERE username = 'mari-tamm' AND used_at IS NOT NULL";
        assert_eq!(count(demo, used).await, 1);
    })
    .await;
}

/// What a sign-in writes, it writes on the straight way too: identity and link are seen, roles follow their upstream.
#[tokio::test]
async fn straight_way_leaves_the_same_traces() {
    on_both_engines(async |demo| {
        first_time(&demo.world, PUPIL, |_| {}).await.unwrap();
        sql(demo, "UPDATE link SET last_used_at = NULL").await;
        sql(demo, "UPDATE identity SET given_name = 'Somebody', last_seen_at = first_seen_at").await;
        sql(demo, "UPDATE account_role SET class_name = '1X' WHERE source = 'upstream:ekool'").await;
        next_time(&demo.world, PUPIL, |_| {}).await.unwrap();
        for (what, left) in [
            ("link", "SELECT COUNT(*) AS n FROM link WHERE last_used_at IS NULL"),
            ("identity", "SELECT COUNT(*) AS n FROM identity WHERE given_name = 'Somebody'"),
            ("role", "SELECT COUNT(*) AS n FROM account_role WHERE class_name = '1X' AND ended_at IS NULL"),
        ] {
            assert_eq!(count(demo, left).await, 0, "{what}");
        }
    })
    .await;
}
