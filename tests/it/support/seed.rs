//! Rows that most tests need before they can begin: a platform, a client, an upstream, a school, accounts.

use koppel::args;
use koppel::domain::{AccountId, Actor, IdentityId, LinkId, Time};
use koppel::storage::audit::{self, Entry};
use koppel::storage::events::{self, Announcement};
use koppel::storage::{Durability, StorageError};

use super::TestGround;

const PLATFORM: &str = "INSERT INTO platform (id, name, sub_mode, password_owner, created_at)
    VALUES ($1, $2, 'account', 'broker', $3)";
const CLIENT: &str =
    "INSERT INTO client (id, platform_id, name, auth_method, pkce, id_token_alg, scopes, claims, created_at)
    VALUES ($1, $2, $3, 'client_secret_basic', 'required', 'ES256', 'openid profile', '', $4)";
const UPSTREAM: &str =
    "INSERT INTO upstream (id, kind, name, client_id, client_secret, scopes, settings, created_at, updated_at)
    VALUES ($1, $2, $3, 'koppel', '', 'openid', '{}', $4, $4)";
const SCHOOL: &str = "INSERT INTO school (id, name, country, time_zone, created_at)
    VALUES ($1, $2, 'EE', 'Europe/Tallinn', $3)";
const ACCOUNT: &str = "INSERT INTO account (id, platform_id, sub, name_folded, email_verified, history_count,
    password_must_change, origin, created_at, updated_at) VALUES ($1, $2, $3, $4, FALSE, 0, FALSE, 'import', $5, $5)";

/// Platform `opiq` with client `opiq-web`, upstreams `ekool` and `stuudium`, school `ehis:123`.
pub async fn basics(ground: &TestGround) {
    let now = ground.now();
    ground
        .db
        .write(Durability::Relaxed, |tx| async move {
            tx.execute(PLATFORM, args!["opiq", "Opiq", now]).await?;
            tx.execute(CLIENT, args!["opiq-web", "opiq", "Opiq web", now]).await?;
            tx.execute(UPSTREAM, args!["ekool", "ekool", "eKool", now]).await?;
            tx.execute(UPSTREAM, args!["stuudium", "stuudium", "Stuudium", now]).await?;
            tx.execute(SCHOOL, args!["ehis:123", "Tamme Kool", now]).await?;
            Ok::<_, StorageError>(())
        })
        .await
        .unwrap();
}

/// An imported account of `opiq` with this sub. Needs [`basics`].
pub async fn account(ground: &TestGround, sub: &str) -> AccountId {
    let id = AccountId::random(&ground.random);
    insert_account(ground, &id, sub, ground.now()).await;
    id
}

async fn insert_account(ground: &TestGround, id: &AccountId, sub: &str, now: Time) {
    let insert = |tx: koppel::storage::Tx| async move {
        tx.execute(ACCOUNT, args![id, "opiq", sub, sub, now]).await?;
        Ok::<_, StorageError>(())
    };
    ground.db.write(Durability::Relaxed, insert).await.unwrap();
}

const IDENTITY: &str = "INSERT INTO identity (id, upstream_id, scope, subject, hash_key, first_seen_at, last_seen_at)
    VALUES ($1, 'ekool', '', $2, 'test1', $3, $3)";
const LINK: &str =
    "INSERT INTO link (id, platform_id, upstream_id, scope, subject, identity_id, account_id, origin, rule,
    assurance, evidence, via_merge, created_at, created_by, since)
    VALUES ($1, 'opiq', 'ekool', '', $2, $3, $4, 'claim', 'test', 'high', '{}', FALSE, $5, 'job:test', $5)";

/// A live link of the eKool subject `subject` to an account, with its audit and event rows. Needs [`basics`].
pub async fn link(ground: &TestGround, account: &AccountId, subject: &str) -> LinkId {
    let now = ground.now();
    let (identity, id) = (IdentityId::at(now, &ground.random), LinkId::at(now, &ground.random));
    let (identity, link, random) = (&identity, &id, &ground.random);
    let insert = |tx: koppel::storage::Tx| async move {
        tx.execute(IDENTITY, args![identity, subject, now]).await?;
        tx.execute(LINK, args![link, subject, identity, account, now]).await?;
        let actor = Actor::Job("test");
        let entry = Entry { account: Some(account), link: Some(link), ..Entry::new(now, "link.created", &actor) };
        let audit = audit::record(&tx, random, &entry).await?;
        let platform = "opiq".parse().unwrap();
        let payload = serde_json::json!({});
        let said =
            Announcement { at: now, platform: &platform, kind: "link.created", sub: subject, audit: &audit, payload };
        events::announce(&tx, random, &said).await
    };
    ground.db.write(Durability::Durable, insert).await.unwrap();
    id
}
