//! A25: nobody locks themselves out.

use koppel::args;
use koppel::domain::{AccountId, IdentityId, LinkId, RoleId};
use koppel::storage::ways_in::{self, WaysIn};
use koppel::storage::{Durability, StorageError, Tx};

use super::school;
use crate::support::{TestGround, both_engines, seed};

async fn ways(ground: &TestGround, account: &AccountId) -> WaysIn {
    ground.db.read(|tx| async move { ways_in::find(&tx, account).await }).await.unwrap()
}

async fn link(ground: &TestGround, account: &AccountId, upstream: &str) -> LinkId {
    let now = ground.now();
    let (id, identity) = (LinkId::at(now, &ground.random), IdentityId::at(now, &ground.random));
    let (link, identity) = (&id, &identity);
    let write = |tx: Tx| async move {
        tx.execute(
            "INSERT INTO identity (id, upstream_id, scope, subject, hash_key, first_seen_at, last_seen_at)
             VALUES ($1, $2, '', $1, 'test1', $3, $3)",
            args![identity, upstream, now],
        )
        .await?;
        tx.execute(
            "INSERT INTO link (id, platform_id, upstream_id, scope, subject, identity_id, account_id, origin, rule,
             assurance, evidence, via_merge, created_at, created_by, since)
             VALUES ($1, 'opiq', $2, '', $3, $3, $4, 'claim', 'r', 'high', '{}', FALSE, $5, 'cli:test', $5)",
            args![link, upstream, identity, account, now],
        )
        .await?;
        Ok::<_, StorageError>(())
    };
    ground.db.write(Durability::Durable, write).await.unwrap();
    id
}

async fn change(ground: &TestGround, sql: &'static str) {
    ground.db.write(Durability::Durable, |tx: Tx| async move { tx.execute(sql, vec![]).await }).await.unwrap();
}

/// A25. Each row: what is changed, and whether the eKool link then is a way in.
#[tokio::test]
async fn only_a_way_in_that_works_today_counts() {
    both_engines(async |ground: TestGround| {
        school(&ground).await;
        let account = seed::account(&ground, "1").await;
        let ekool = link(&ground, &account, "ekool").await;
        link(&ground, &account, "stuudium").await; // enabled nowhere
        let (id, role, now) = (&account, RoleId::random(&ground.random), ground.now());
        let role = &role;
        let pupil = |tx: Tx| async move {
            let sql = "INSERT INTO account_role (id, account_id, school_id, role, source, since)
                VALUES ($1, $2, 'ehis:123', 'pupil', 'import', $3)";
            tx.execute(sql, args![role, id, now]).await
        };
        ground.db.write(Durability::Durable, pupil).await.unwrap();
        for (change_to, usable) in [
            ("UPDATE school SET name = name", true),
            ("UPDATE upstream SET disabled_at = created_at WHERE id = 'ekool'", false),
            ("UPDATE upstream SET disabled_at = NULL", true),
            ("UPDATE school SET disabled_at = created_at WHERE id = 'ehis:123'", false),
            ("UPDATE school SET disabled_at = NULL", true),
            ("UPDATE platform_school SET disabled_at = created_at", false),
            ("UPDATE platform_school SET disabled_at = NULL", true),
            ("UPDATE account_role SET school_id = 'ehis:999'", false),
            ("UPDATE account_role SET ended_at = since", true),
            ("UPDATE school_upstream SET ended_at = enabled_at", false),
        ] {
            change(&ground, change_to).await;
            let found = ways(&ground, &account).await;
            assert_eq!(found.links.iter().any(|link| link.id == ekool), usable, "{change_to}");
            assert!(!found.remain_without(&ekool), "{change_to}");
        }
    })
    .await;
}

/// A25.
#[tokio::test]
async fn a_password_counts_when_we_verify_it_and_it_may_be_used_again() {
    both_engines(async |ground: TestGround| {
        school(&ground).await;
        let account = seed::account(&ground, "1").await;
        let ekool = link(&ground, &account, "ekool").await;
        for (change_to, usable) in [
            ("UPDATE account SET password_hash = '$argon2id$x', username = 'm', username_folded = 'm'", true),
            ("UPDATE account SET password_must_change = TRUE", false),
            ("UPDATE account SET password_must_change = FALSE", true),
            ("UPDATE platform SET password_owner = 'platform'", false),
            ("UPDATE platform SET password_owner = 'broker'", true),
            ("UPDATE account SET username_folded = NULL", false),
        ] {
            change(&ground, change_to).await;
            assert_eq!(ways(&ground, &account).await.remain_without(&ekool), usable, "{change_to}");
        }
    })
    .await;
}
