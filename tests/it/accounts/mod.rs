//! Accounts: sessions, passwords, ways in, imports.

mod forgotten;
mod import;
mod passwords;
mod poison;
mod sessions;
mod throttle;
mod ways_in;

use koppel::args;
use koppel::domain::{AccountId, Random};
use koppel::storage::accounts::{self, Account};
use koppel::storage::{Durability, StorageError};

use crate::support::TestGround;

/// Platform `opiq` with school `ehis:123` at it, where `ekool` is enabled; school `ehis:999` exists elsewhere.
pub async fn school(ground: &TestGround) {
    crate::support::seed::basics(ground).await;
    let now = ground.now();
    let write = |tx: koppel::storage::Tx| async move {
        tx.execute(
            "INSERT INTO platform_school (platform_id, school_id, pupils_keep_session, new_accounts, created_at)
             VALUES ('opiq', 'ehis:123', FALSE, 'create', $1)",
            args![now],
        )
        .await?;
        tx.execute("INSERT INTO school_number (number, school_id) VALUES ('ehis:123', 'ehis:123')", args![]).await?;
        tx.execute(
            "INSERT INTO school (id, name, country, time_zone, created_at) VALUES ('ehis:999', 'Mujal', 'EE', 'Europe/Tallinn', $1)",
            args![now],
        )
        .await?;
        tx.execute(
            "INSERT INTO school_upstream (id, platform_id, school_id, upstream_id, enabled_at, enabled_by)
             VALUES ($1, 'opiq', 'ehis:123', 'ekool', $2, 'cli:test')",
            args![koppel::domain::EnablingId::random(&Random::counter(77)), now],
        )
        .await?;
        Ok::<_, StorageError>(())
    };
    ground.db.write(Durability::Durable, write).await.unwrap();
}

/// The account with an external id.
pub async fn by_external(ground: &TestGround, external: &str) -> Option<Account> {
    let read = |tx| async move { accounts::find_by_external(&tx, &"opiq".parse().unwrap(), external).await };
    ground.db.read(read).await.unwrap()
}

/// An account by its id.
pub async fn account(ground: &TestGround, id: &AccountId) -> Account {
    ground.db.read(|tx| async move { accounts::find(&tx, id).await }).await.unwrap().unwrap()
}

/// How many rows a statement counts in a column named `n`.
pub async fn count(ground: &TestGround, sql: &'static str) -> i64 {
    ground.db.read(|tx| async move { tx.count(sql, vec![]).await }).await.unwrap()
}
