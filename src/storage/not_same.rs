//! Table `not_same`: "this is not the same person", remembered.

use super::bulk::{among, json, pick};
use super::{StorageError, Tx};
use crate::domain::{AccountId, PlatformId, RosterPersonId, Time};
use crate::{args, row};

row! {
    /// Somebody of a roster and an account that are two people.
    pub struct NotSame {
        /// At which platform.
        pub platform_id: PlatformId,
        /// Who of the roster.
        pub person_id: RosterPersonId,
        /// Which account.
        pub account_id: AccountId,
        /// When somebody said so.
        pub said_at: Time,
        /// Who; see [`Actor`](crate::domain::Actor).
        pub said_by: String,
    }
}

const PUT: &str = "INSERT INTO not_same (platform_id, person_id, account_id, said_at, said_by) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (platform_id, person_id, account_id) DO NOTHING";

/// Remembers that two are two; true when nobody had said so. Durable.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &Tx, row: &NotSame) -> Result<bool, StorageError> {
    let args = args![&row.platform_id, &row.person_id, &row.account_id, row.said_at, &row.said_by];
    Ok(tx.execute(PUT, args).await? == 1)
}

/// What was said about these people.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx, platform: &PlatformId, people: &[&RosterPersonId]) -> Result<Vec<NotSame>, StorageError> {
    const SQL: (&str, &str) =
        among!("SELECT * FROM not_same WHERE platform_id = $1 AND person_id", "$2", "ORDER BY person_id, account_id");
    tx.list_bulk(pick(tx, SQL).await, args![platform, json(people)?]).await
}
