//! People of a platform's journals who wait: they may have an account, and are known by an alias until that is clear.

use super::super::bulk::{among, json as rows_json, pick};
use super::super::{StorageError, Tx};
use super::{People, RoleRow, by_person, counted, here, known, listed, moved, people, same_key, served};
use crate::domain::{PlatformId, RosterPersonId, Time};
use crate::{args, row};

row! {
    /// Somebody who waits, as they may be told.
    pub struct WaitingRow {
        /// Who; never told.
        pub id: RosterPersonId,
        /// What the platform knows them by.
        pub alias: String,
        /// Given names, as the roster tells.
        pub given_name: Option<String>,
        /// Family name, as the roster tells.
        pub family_name: Option<String>,
        /// When anything of them last changed, seats and links too.
        pub modified_at: Time,
    }
}

/// `standing d` of `roster_person p`: `l` the live link that is theirs, `i` the identity with their key.
macro_rules! from {
    ($standing:expr) => {
        concat!(
            "FROM ",
            $standing,
            "JOIN roster_person p ON p.id = d.person_id LEFT JOIN identity i ON ",
            same_key!("p", "i"),
            "LEFT JOIN link l ON l.platform_id = d.platform_id AND ",
            same_key!("p", "l"),
            "AND l.ended_at IS NULL AND (d.reason IS NULL OR d.reason <> 'subject_differs') "
        )
    };
}
macro_rules! sits {
    ($which:literal) => {
        concat!(
            "SELECT 1 FROM seat s JOIN journal j ON j.id = s.journal_id AND j.platform_id = d.platform_id ",
            served!(),
            "WHERE s.person_id = p.id AND ",
            $which,
            " "
        )
    };
}
macro_rules! waits {
    () => {
        "l.id IS NULL AND i.quarantined_at IS NULL AND d.state <> 'blocked' "
    };
}
macro_rules! is_there {
    ($role:literal) => {
        concat!(waits!(), "AND EXISTS (", sits!("s.ended_at IS NULL"), "AND ", here!(), "AND ", $role, ") ")
    };
}

/// They waited, and have an account now, are blocked, or have left.
macro_rules! was_there {
    () => {
        concat!(
            "EXISTS (",
            sits!("s.ended_at IS NULL"),
            "AND ($3 = '' OR s.role = $3) AND ((l.id IS NOT NULL AND l.created_at > $2 AND s.since < l.created_at) \
             OR (l.id IS NULL AND ((d.state = 'blocked' AND d.since > $2 AND s.since < d.since) \
             OR (i.quarantined_at > $2 AND s.since < i.quarantined_at) \
             OR (s.absent_since IS NOT NULL AND d.state <> 'blocked'))))) OR (",
            waits!(),
            "AND EXISTS (",
            sits!("s.ended_at > $2"),
            "AND ($3 = '' OR s.role = $3))) "
        )
    };
}
macro_rules! modified_at {
    () => {
        concat!(
            "(SELECT MAX(v) FROM (SELECT d.since AS v UNION ALL SELECT p.updated_at UNION ALL SELECT l.created_at \
             UNION ALL SELECT i.quarantined_at UNION ALL SELECT e.ended_at FROM link e \
             WHERE e.identity_id = i.id AND e.platform_id = d.platform_id \
             UNION ALL SELECT CASE WHEN s.role = 'teacher' THEN j.changed_at ELSE s.since END FROM seat s \
             JOIN journal j ON j.id = s.journal_id AND j.platform_id = d.platform_id \
             WHERE s.person_id = p.id AND s.ended_at IS NULL \
             UNION ALL SELECT s.ended_at FROM seat s JOIN journal j ON j.id = s.journal_id \
             AND j.platform_id = d.platform_id WHERE s.person_id = p.id AND s.ended_at IS NOT NULL) AS times) "
        )
    };
}
macro_rules! keys {
    ($standing:expr, $where:expr) => {
        concat!(
            "SELECT p.id, d.alias AS place, CASE WHEN ",
            is_there!("($3 = '' OR s.role = $3) "),
            "THEN 'active' WHEN ",
            is_there!("TRUE "),
            "THEN 'elsewhere' WHEN ",
            was_there!(),
            "THEN 'gone' ELSE 'never' END AS state ",
            from!($standing),
            "WHERE ",
            $where,
            known!(),
            "AND d.platform_id = $1 "
        )
    };
}
/// The people of whom something changed, from the few that may be: the order of the joins is the order of the words.
macro_rules! new {
    ($since:literal) => {
        keys!(
            concat!("(", moved!($since), ") AS fresh CROSS JOIN standing d "),
            concat!("d.person_id = fresh.person_id AND ", modified_at!(), "> ", $since, " AND ")
        )
    };
}

/// People who wait somewhere, in the order of their aliases.
pub const WAITING: People = people!("d.alias", keys!("standing d ", ""), new!("$9"), new!("$6"), "");

/// What may be told of these people at a platform, by id.
///
/// # Errors
/// The engine's.
pub async fn load_waiting(tx: &Tx, platform: &PlatformId, ids: &[&str]) -> Result<Vec<WaitingRow>, StorageError> {
    const SQL: (&str, &str) = among!(
        concat!(
            "SELECT p.id, d.alias, p.given_name, p.family_name, ",
            modified_at!(),
            "AS modified_at ",
            from!("standing d "),
            "WHERE d.platform_id = $1 AND d.person_id"
        ),
        "$2",
        "ORDER BY p.id"
    );
    tx.list_bulk(pick(tx, SQL).await, args![platform, rows_json(ids)?]).await
}

/// What these people are at which schools, by the journals of a platform that they sit in.
///
/// # Errors
/// The engine's.
pub async fn roles_of_people(tx: &Tx, platform: &PlatformId, ids: &[&str]) -> Result<Vec<RoleRow>, StorageError> {
    const SQL: (&str, &str) = among!(
        concat!(
            "SELECT DISTINCT s.person_id AS id, j.school_id, s.role FROM seat s \
             JOIN journal j ON j.id = s.journal_id AND j.platform_id = $1 ",
            served!(),
            "WHERE s.ended_at IS NULL AND ",
            here!(),
            "AND s.person_id"
        ),
        "$2",
        "ORDER BY 1, 3, 2"
    );
    tx.list_bulk(pick(tx, SQL).await, args![platform, rows_json(ids)?]).await
}
