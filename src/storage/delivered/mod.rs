//! What a platform is told of its journals: schools, classes, who sits where, and who that is. Read from the tables as they
//! are at this moment; nothing is kept beside them.
//!
//! Whoever is blocked is not there, and what ended stands there as over for a while, so that a platform which asks for what
//! is new hears of it. Whoever was forgotten stands there so, too, by their id alone. Whoever is withheld is never told of, not
//! even as somebody who is gone.

mod accounts;
mod classes;
mod orgs;
mod people;
mod seats;
mod waiting;

pub use accounts::{ACCOUNTS, AccountRow, load_accounts, roles_of_accounts};
pub use classes::{ClassRow, KitRow, YearRow, count_classes, find_class, list_classes, list_kits, list_years};
pub use orgs::{OrgRow, list_orgs};
pub use people::{Key, People};
pub use seats::{SeatPlace, SeatRow, count_left, count_seated, list_left, list_seated};
pub use waiting::{WAITING, WaitingRow, load_waiting, roles_of_people};

use super::{Arg, StorageError, Tx};
use crate::domain::{JournalId, PlatformId, Presence, SchoolId, SeatRole, Time};
use crate::row;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Of which platform.
    pub platform: &'a PlatformId,
    /// What ended before is told no more.
    pub kept_from: Time,
    /// Only what changed after this moment.
    pub since: Option<Time>,
    /// Only what is there, or only what is over.
    pub presence: Option<Presence>,
    /// Only this role.
    pub role: Option<SeatRole>,
    /// Only at this school.
    pub school: Option<&'a SchoolId>,
    /// Only in this class.
    pub class: Option<&'a JournalId>,
}

impl<'a> Wanted<'a> {
    /// Everything of a platform.
    #[must_use]
    pub fn all(platform: &'a PlatformId, kept_from: Time) -> Self {
        Self { platform, kept_from, since: None, presence: None, role: None, school: None, class: None }
    }

    fn presence(&self) -> &'static str {
        self.presence.map_or("", Presence::as_str)
    }

    /// The one or the two words that are asked for.
    fn states(&self) -> (Presence, Presence) {
        self.presence.map_or((Presence::Active, Presence::Gone), |presence| (presence, presence))
    }

    fn role(&self) -> &'static str {
        self.role.map_or("", SeatRole::as_str)
    }

    fn school(&self) -> &str {
        self.school.map_or("", SchoolId::as_str)
    }

    fn class(&self) -> &str {
        self.class.map_or("", JournalId::as_str)
    }
}

/// A part of a list: so many rows, after so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Rows at most.
    pub limit: i64,
    /// Rows left out before.
    pub offset: i64,
}

impl Part {
    /// All of it.
    pub const ALL: Self = Self { limit: i64::MAX, offset: 0 };
}

row! {
    /// What somebody is at a school, by the journals they sit in.
    pub struct RoleRow {
        /// Whose: an account's id, or a person's.
        pub id: String,
        /// Where.
        pub school_id: SchoolId,
        /// What.
        pub role: SeatRole,
    }
}

row! {
    /// How many rows there are.
    pub struct Total {
        /// So many.
        pub n: i64,
    }
}

async fn total(tx: &Tx, sql: &'static str, args: Vec<Arg>) -> Result<i64, StorageError> {
    Ok(tx.list_bulk::<Total>(sql, args).await?.first().map_or(0, |total| total.n))
}

/// The school of `journal j` is served at its platform: `c` is the school. What belongs to one that is not is not told.
macro_rules! served {
    () => {
        "JOIN platform_school b ON b.platform_id = j.platform_id AND b.school_id = j.school_id \
             AND b.disabled_at IS NULL \
         JOIN school c ON c.id = j.school_id AND c.disabled_at IS NULL "
    };
}

/// `$two` is the one that `$one` tells of, by the key that both have.
macro_rules! same_key {
    ($one:literal, $two:literal) => {
        concat!(
            $two,
            ".upstream_id = ",
            $one,
            ".upstream_id AND ",
            $two,
            ".scope = ",
            $one,
            ".scope AND ",
            $two,
            ".subject = ",
            $one,
            ".subject "
        )
    };
}

/// `account $a` is nobody who is withheld, and did not go into one who is.
macro_rules! shown {
    ($a:literal) => {
        concat!(
            "NOT EXISTS (SELECT 1 FROM withheld w WHERE w.key IN ('account:' || ",
            $a,
            ".id, 'account:' || ",
            $a,
            ".merged_into)) "
        )
    };
}

/// `identity i`, where there is one, is of nobody of whom nothing may be known.
macro_rules! known {
    () => {
        "COALESCE(i.hash_key, '-') <> '' "
    };
}

/// A teacher has no access any more from the first complete read without them.
macro_rules! here {
    () => {
        "(s.role = 'pupil' OR s.absent_since IS NULL) "
    };
}

/// `account_merge x` is one by a person: the account keeps its links and seats, and another one is told in its place. What
/// was provisional has handed its link over, and is told by that.
macro_rules! by_person {
    () => {
        "x.cause = 'school' "
    };
}

/// People of whom something may have changed at a platform after the time: in the journals that changed, by the links that
/// began or ended, by accounts that changed, by accounts that went into another or came back, by identities that went into
/// quarantine. More than they are is no harm.
macro_rules! moved {
    ($since:literal) => {
        concat!(
            "SELECT s.person_id FROM journal j JOIN seat s ON s.journal_id = j.id AND s.ended_at IS NULL \
             WHERE j.platform_id = $1 AND j.changed_at > ",
            $since,
            " UNION SELECT s.person_id FROM journal j JOIN seat s ON s.journal_id = j.id AND s.ended_at > ",
            $since,
            " WHERE j.platform_id = $1 AND j.changed_at > ",
            $since,
            " UNION SELECT p.id FROM link l JOIN roster_person p ON ",
            same_key!("l", "p"),
            " WHERE l.platform_id = $1 AND l.created_at > ",
            $since,
            " UNION SELECT p.id FROM link l JOIN roster_person p ON ",
            same_key!("l", "p"),
            " WHERE l.platform_id = $1 AND l.ended_at > ",
            $since,
            " UNION SELECT p.id FROM account a JOIN link l ON l.account_id = a.id JOIN roster_person p ON ",
            same_key!("l", "p"),
            " WHERE a.platform_id = $1 AND a.updated_at > ",
            $since,
            " UNION SELECT p.id FROM account a JOIN account h ON h.merged_into = a.id JOIN link l ON l.account_id = h.id \
             JOIN roster_person p ON ",
            same_key!("l", "p"),
            " WHERE a.platform_id = $1 AND a.updated_at > ",
            $since,
            " UNION SELECT p.id FROM account_merge x JOIN link l ON l.account_id = x.account_id JOIN roster_person p ON ",
            same_key!("l", "p"),
            " WHERE x.platform_id = $1 AND ",
            by_person!(),
            "AND (x.merged_at > ",
            $since,
            " OR x.undone_at > ",
            $since,
            ") UNION SELECT p.id FROM identity i JOIN roster_person p ON ",
            same_key!("i", "p"),
            " WHERE i.quarantined_at > ",
            $since
        )
    };
}

use people::{counted, listed, people};
use {by_person, here, known, moved, same_key, served, shown};
