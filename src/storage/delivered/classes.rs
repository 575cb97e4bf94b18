//! The classes of a platform: its journals, with kits and group.

use chrono::{DateTime, NaiveDate};

use super::super::bulk::{among, json as rows_json, pick};
use super::super::{StorageError, Tx};
use super::{Part, Wanted, served};
use crate::domain::{JournalId, PlatformId, SchoolId, Time};
use crate::{args, row};

row! {
    /// A class, as it is told.
    pub struct ClassRow {
        /// Its id.
        pub id: JournalId,
        /// Its name.
        pub name: String,
        /// School year, as the upstream writes it.
        pub school_year: Option<String>,
        /// Of which school.
        pub school_id: SchoolId,
        /// The platform's own id of the group it is attached to.
        pub group_external_id: Option<String>,
        /// That group's name.
        pub group_name: Option<String>,
        /// When it was linked.
        pub linked_at: Time,
        /// When the school's year begins, where it told; day and month count.
        pub year_begins: Option<NaiveDate>,
        /// When something of it last changed.
        pub modified_at: Time,
        /// When it was unlinked.
        pub ended_at: Option<Time>,
    }
}

row! {
    /// When a class is, as far as that is known.
    pub struct YearRow {
        /// Of which school.
        pub school_id: SchoolId,
        /// School year, as the upstream writes it.
        pub school_year: Option<String>,
        /// When it was linked.
        pub linked_at: Time,
        /// When the school's year begins, where it told; day and month count.
        pub year_begins: Option<NaiveDate>,
        /// When it was unlinked.
        pub ended_at: Option<Time>,
    }
}

row! {
    /// A kit of a class.
    pub struct KitRow {
        /// Of which class.
        pub journal_id: JournalId,
        /// The platform's own id of the kit.
        pub external_id: String,
        /// For people to read.
        pub name: String,
    }
}

macro_rules! select {
    () => {
        concat!(
            "SELECT j.id, j.name, j.school_year, j.school_id, g.external_id AS group_external_id, g.name AS group_name, \
             j.linked_at, y.year_begins, COALESCE(j.changed_at, j.linked_at) AS modified_at, j.ended_at FROM journal j ",
            served!(),
            "LEFT JOIN school_refresh y ON y.platform_id = j.platform_id AND y.school_id = j.school_id ",
            "LEFT JOIN platform_group g ON g.id = j.group_id AND g.ended_at IS NULL "
        )
    };
}
macro_rules! wanted {
    () => {
        "WHERE j.platform_id = $1 AND (j.ended_at IS NULL OR j.ended_at > $2) AND ($3 = '' OR j.school_id = $3) \
         AND ($4 = '' OR ($4 = 'active') = (j.ended_at IS NULL)) AND COALESCE(j.changed_at, j.linked_at) > $5 "
    };
}

const LIST: &str = concat!(select!(), wanted!(), "AND j.id > $6 ORDER BY j.id LIMIT $7 OFFSET $8");
const COUNT: &str = concat!("SELECT COUNT(*) AS n FROM journal j ", served!(), wanted!());
const FIND: &str =
    concat!(select!(), "WHERE j.platform_id = $1 AND (j.ended_at IS NULL OR j.ended_at > $2) AND j.id = $3");

/// Classes by their ids, after the id `after` (empty for the first part).
///
/// # Errors
/// The engine's.
pub async fn list_classes(
    tx: &Tx,
    wanted: &Wanted<'_>,
    after: &str,
    part: Part,
) -> Result<Vec<ClassRow>, StorageError> {
    let since = wanted.since.unwrap_or(DateTime::UNIX_EPOCH);
    let args = args![
        wanted.platform,
        wanted.kept_from,
        wanted.school(),
        wanted.presence(),
        since,
        after,
        part.limit,
        part.offset,
    ];
    tx.list_bulk(LIST, args).await
}

/// How many that are in all.
///
/// # Errors
/// The engine's.
pub async fn count_classes(tx: &Tx, wanted: &Wanted<'_>) -> Result<i64, StorageError> {
    let since = wanted.since.unwrap_or(DateTime::UNIX_EPOCH);
    tx.count(COUNT, args![wanted.platform, wanted.kept_from, wanted.school(), wanted.presence(), since]).await
}

/// One class of a platform.
///
/// # Errors
/// The engine's.
pub async fn find_class(
    tx: &Tx,
    platform: &PlatformId,
    kept_from: Time,
    id: &JournalId,
) -> Result<Option<ClassRow>, StorageError> {
    tx.find(FIND, args![platform, kept_from, id]).await
}

const LIST_YEARS: &str = concat!(
    "SELECT j.school_id, j.school_year, j.linked_at, y.year_begins, j.ended_at FROM journal j ",
    served!(),
    "LEFT JOIN school_refresh y ON y.platform_id = j.platform_id AND y.school_id = j.school_id \
     WHERE j.platform_id = $1 AND (j.ended_at IS NULL OR j.ended_at > $2) ORDER BY j.id"
);

/// When the classes of a platform are, as far as that is known.
///
/// # Errors
/// The engine's.
pub async fn list_years(tx: &Tx, platform: &PlatformId, kept_from: Time) -> Result<Vec<YearRow>, StorageError> {
    tx.list_bulk(LIST_YEARS, args![platform, kept_from]).await
}

/// The kits of these classes. One that nobody can choose any more is still theirs.
///
/// # Errors
/// The engine's.
pub async fn list_kits(tx: &Tx, classes: &[&JournalId]) -> Result<Vec<KitRow>, StorageError> {
    const SQL: (&str, &str) = among!(
        "SELECT t.journal_id, k.external_id, k.name FROM journal_kit t JOIN kit k ON k.id = t.kit_id \
         WHERE t.ended_at IS NULL AND t.journal_id",
        "$1",
        "ORDER BY t.journal_id, k.external_id"
    );
    tx.list_bulk(pick(tx, SQL).await, args![rows_json(classes)?]).await
}
