//! The merges that a school may look at and take back.

use super::{StorageError, Tx};
use crate::domain::{AccountId, EventId, MergeId, PlatformId, SchoolId, Time};
use crate::{args, row};

row! {
    /// A merge by a person, with what the two accounts are called.
    pub struct Merged {
        /// Its id.
        pub id: MergeId,
        /// The account that went.
        pub account_id: AccountId,
        /// The account that stays.
        pub into_id: AccountId,
        /// When.
        pub merged_at: Time,
        /// By whom; see [`Actor`](crate::domain::Actor).
        pub merged_by: String,
        /// Until when it can be taken back, exclusive.
        pub undo_until: Time,
        /// When it was taken back.
        pub undone_at: Option<Time>,
        /// What its platform is told.
        pub event_id: Option<EventId>,
        /// What it is told of the way back.
        pub undone_event_id: Option<EventId>,
        /// Given name of the account that went.
        pub from_given: Option<String>,
        /// Its family name.
        pub from_family: Option<String>,
        /// Its user name.
        pub from_username: Option<String>,
        /// Given name of the account that stays.
        pub into_given: Option<String>,
        /// Its family name.
        pub into_family: Option<String>,
        /// Its user name.
        pub into_username: Option<String>,
    }
}

macro_rules! select {
    ($($rest:literal),*) => {
        concat!(
            "SELECT m.id, m.account_id, m.into_id, m.merged_at, m.merged_by, m.undo_until, m.undone_at, m.event_id, ",
            "m.undone_event_id, a.given_name AS from_given, a.family_name AS from_family, a.username AS from_username, ",
            "k.given_name AS into_given, k.family_name AS into_family, k.username AS into_username ",
            "FROM account_merge m JOIN account a ON a.id = m.account_id JOIN account k ON k.id = m.into_id ",
            "WHERE m.platform_id = $1 AND m.cause = 'school' ",
            "AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.key = 'account:' || a.id OR w.key = 'account:' || k.id) ",
            $($rest),*
        )
    };
}

// Whoever was at the school, also where another school or the command line merged.
const LIST: &str = select!(
    "AND (m.school_id = $2 OR EXISTS (SELECT 1 FROM account_role r WHERE r.school_id = $2 ",
    "AND r.account_id IN (m.account_id, m.into_id))) ",
    "AND (m.merged_at, m.id) < ($3, $4) ORDER BY m.merged_at DESC, m.id DESC LIMIT $5"
);
const FIND: &str = select!(
    "AND (m.school_id = $2 OR EXISTS (SELECT 1 FROM account_role r WHERE r.school_id = $2 ",
    "AND r.account_id IN (m.account_id, m.into_id))) AND m.id = $3"
);
const LIST_OF_PLATFORM: &str =
    select!("AND (m.merged_at, m.id) < ($2, $3) ORDER BY m.merged_at DESC, m.id DESC LIMIT $4");

/// A page of the merges that a school may look at, the latest first. `after`: time and id of the last line of the page before;
/// of the first page a time to come, and an empty text.
///
/// # Errors
/// The engine's.
pub async fn list(
    tx: &Tx,
    (platform, school): (&PlatformId, &SchoolId),
    after: (Time, &str),
    limit: i64,
) -> Result<Vec<Merged>, StorageError> {
    tx.list(LIST, args![platform, school, after.0, after.1, limit]).await
}

/// One of them.
///
/// # Errors
/// The engine's.
pub async fn find(
    tx: &Tx,
    platform: &PlatformId,
    school: &SchoolId,
    id: &MergeId,
) -> Result<Option<Merged>, StorageError> {
    tx.find(FIND, args![platform, school, id]).await
}

/// A page of those of a platform, of every school; as [`list`].
///
/// # Errors
/// The engine's.
pub async fn list_of_platform(
    tx: &Tx,
    platform: &PlatformId,
    after: (Time, &str),
    limit: i64,
) -> Result<Vec<Merged>, StorageError> {
    tx.list(LIST_OF_PLATFORM, args![platform, after.0, after.1, limit]).await
}
