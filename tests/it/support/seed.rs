//! Rows that most tests need before they can begin: a platform, a client, an upstream, a school, accounts.

use koppel::args;
use koppel::domain::{AccountId, Time};
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
