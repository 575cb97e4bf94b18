//! What the two indexes of links allow, on both engines.

use koppel::args;
use koppel::domain::{AccountId, LinkId, Time};
use koppel::storage::{Durability, StorageError, Tx};

use crate::support::{TestGround, both_engines, seed};

/// A link like the one there is.
const ADD: &str = "INSERT INTO link (id, platform_id, upstream_id, scope, subject, identity_id, account_id, origin, rule, \
    assurance, evidence, via_merge, created_at, created_by, since, ended_at) \
    SELECT $1, platform_id, upstream_id, scope, $2, identity_id, $3, origin, rule, assurance, evidence, $4, created_at, \
    created_by, since, $5 FROM link WHERE id = $6 ON CONFLICT DO NOTHING";

struct Wish<'a> {
    subject: &'a str,
    account: &'a AccountId,
    via_merge: bool,
    ended_at: Option<Time>,
}

/// Whether it could be written.
async fn add(ground: &TestGround, like: &LinkId, wish: &Wish<'_>) -> bool {
    let id = &LinkId::at(ground.now(), &ground.random);
    let write = |tx: Tx| async move {
        tx.execute(ADD, args![id, wish.subject, wish.account, wish.via_merge, wish.ended_at, like]).await
    };
    ground.db.write::<_, StorageError, _, _>(Durability::Durable, write).await.unwrap() == 1
}

#[tokio::test]
async fn live_links_are_one_of_a_kind_and_ended_ones_as_many_as_there_were() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        let (one, two) = (&seed::account(&ground, "1").await, &seed::account(&ground, "2").await);
        let link = &seed::link(&ground, one, "s1").await;
        let live = |subject, account| Wish { subject, account, via_merge: false, ended_at: None };
        let ended = |subject, account| Wish { ended_at: Some(ground.now()), ..live(subject, account) };
        let merged = |subject, account| Wish { via_merge: true, ..live(subject, account) };
        for (wish, allowed) in [
            (live("s2", one), false),
            (live("s1", two), false),
            (merged("s1", two), false),
            (merged("s2", one), true),
            (merged("s3", one), true),
            (ended("s1", one), true),
            (ended("s1", one), true),
            (ended("s1", two), true),
            (live("s4", two), true),
            (live("s5", two), false),
        ] {
            let (subject, account) = (wish.subject, wish.account);
            assert_eq!(add(&ground, link, &wish).await, allowed, "{subject} at {account}");
        }
    })
    .await;
}
