//! Who sits where: seats that live, and seats that ended lately.

use super::super::{Arg, StorageError, Tx};
use super::{Part, Wanted, by_person, here, known, moved, same_key, served, shown, total};
use crate::domain::{AccountId, JournalId, Presence, RosterPersonId, SchoolId, SeatRole, Time};
use crate::{args, row};

row! {
    /// A seat, as it is told.
    pub struct SeatRow {
        /// In which class.
        pub journal_id: JournalId,
        /// Whose.
        pub person_id: RosterPersonId,
        /// What for.
        pub role: SeatRole,
        /// Of which school the class is.
        pub school_id: SchoolId,
        /// The account, where there is one.
        pub account_id: Option<AccountId>,
        /// Its stored `sub`.
        pub sub: Option<String>,
        /// What the platform knows the person by while there is none.
        pub alias: Option<String>,
        /// Whether it is there.
        pub state: Presence,
        /// When anything of it last changed.
        pub modified_at: Time,
    }
}

/// The place of a seat in the order of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct SeatPlace {
    /// Class.
    pub journal: String,
    /// Person.
    pub person: String,
    /// Role.
    pub role: String,
}

/// `seat s` in `journal j`: `p` its person, `i` the identity with the person's key, `l` the live link that is theirs, `h`
/// its account, `a` the account that stands for that one, `d` what they are without one.
macro_rules! sitting {
    () => {
        concat!(
            "JOIN roster_person p ON p.id = s.person_id \
             LEFT JOIN identity i ON ",
            same_key!("p", "i"),
            "LEFT JOIN standing d ON d.platform_id = j.platform_id AND d.person_id = p.id \
             LEFT JOIN link l ON l.platform_id = j.platform_id AND ",
            same_key!("p", "l"),
            "AND l.ended_at IS NULL AND (d.reason IS NULL OR d.reason <> 'subject_differs') \
             LEFT JOIN account h ON h.id = l.account_id \
             LEFT JOIN account a ON a.id = COALESCE(h.merged_into, h.id) "
        )
    };
}

/// The account is open and the seat's alone: of two people of one class who were merged, the one who came along is told to
/// nobody. The order of the joins is the order of the words, on SQLite.
macro_rules! is_linked {
    () => {
        concat!(
            "a.id IS NOT NULL AND a.disabled_at IS NULL AND a.merged_into IS NULL AND h.disabled_at IS NULL \
             AND i.quarantined_at IS NULL AND NOT ((l.via_merge OR h.id <> a.id) AND EXISTS (SELECT 1 FROM account g \
             CROSS JOIN link m CROSS JOIN roster_person q CROSS JOIN seat t WHERE (g.id = a.id OR g.merged_into = a.id) \
             AND m.account_id = g.id AND m.ended_at IS NULL AND m.id <> l.id AND ",
            same_key!("m", "q"),
            "AND t.person_id = q.id AND t.ended_at IS NULL AND t.journal_id = j.id AND (g.id = a.id OR m.id < l.id))) "
        )
    };
}
macro_rules! is_waiting {
    () => {
        "a.id IS NULL AND i.quarantined_at IS NULL AND d.state <> 'blocked' "
    };
}

/// Nobody of the seat is withheld or forgotten.
macro_rules! may_be_told {
    () => {
        concat!("AND a.erased_at IS NULL AND ", known!(), "AND ", shown!("h"), "AND ", shown!("a"))
    };
}

/// It was told before it was blocked.
macro_rules! was_told {
    () => {
        concat!(
            "(a.id IS NOT NULL AND a.updated_at > $2 AND s.since < a.updated_at) \
             OR (h.id IS NOT NULL AND h.updated_at > $2 AND s.since < h.updated_at) \
             OR (a.id IS NOT NULL AND l.via_merge AND l.created_at > $2 AND s.since < l.created_at) \
             OR (i.quarantined_at > $2 AND s.since < i.quarantined_at) \
             OR (a.id IS NULL AND d.state = 'blocked' AND d.since > $2 AND s.since < d.since) \
             OR EXISTS (SELECT 1 FROM account_merge x WHERE x.account_id = h.id AND ",
            by_person!(),
            "AND x.merged_at > $2 AND s.since < x.merged_at) "
        )
    };
}

macro_rules! seated {
    ($from:literal, $where:literal) => {
        concat!(
            "SELECT j.id AS journal_id, s.person_id, s.role, j.school_id, a.id AS account_id, a.sub, d.alias, \
             CASE WHEN (",
            is_linked!(),
            ") OR (",
            is_waiting!(),
            ") THEN CASE WHEN ",
            here!(),
            "THEN 'active' ELSE 'gone' END WHEN ",
            was_told!(),
            "THEN 'gone' ELSE 'never' END AS state, ",
            "(SELECT MAX(v) FROM (SELECT s.since AS v UNION ALL SELECT l.created_at UNION ALL SELECT a.updated_at \
             UNION ALL SELECT i.quarantined_at UNION ALL SELECT d.since UNION ALL SELECT e.ended_at FROM link e \
             WHERE e.identity_id = i.id AND e.platform_id = j.platform_id \
             UNION ALL SELECT h.updated_at UNION ALL SELECT COALESCE(x.undone_at, x.merged_at) FROM account_merge x \
             WHERE x.account_id = h.id AND ",
            by_person!(),
            "UNION ALL SELECT j.changed_at WHERE s.role = 'teacher') AS times) AS modified_at FROM ",
            $from,
            served!(),
            sitting!(),
            "WHERE j.platform_id = $1 AND ($3 = '' OR s.role = $3) AND ($6 = '' OR j.school_id = $6) \
             AND ($7 = '' OR j.id = $7) ",
            may_be_told!(),
            $where
        )
    };
}
/// The same, from the people who moved to their seats: the order of the joins is the order of the words.
macro_rules! seated_of_moved {
    () => {
        seated!(
            "moved CROSS JOIN seat s CROSS JOIN journal j ",
            "AND s.person_id = moved.person_id AND s.ended_at IS NULL AND j.id = s.journal_id "
        )
    };
}
macro_rules! columns {
    () => {
        "SELECT x.journal_id, x.person_id, x.role, x.school_id, x.account_id, x.sub, x.alias, x.state, \
         x.modified_at FROM "
    };
}
macro_rules! in_order {
    () => {
        "(x.journal_id, x.person_id, x.role) > ($8, $9, $10) \
         ORDER BY x.journal_id, x.person_id, x.role LIMIT $11 OFFSET $12"
    };
}

const LIST: &str = concat!(
    columns!(),
    "(",
    seated!("journal j JOIN seat s ON s.journal_id = j.id AND s.ended_at IS NULL ", "AND j.id >= $8 "),
    ") AS x WHERE x.state IN ($4, $5) AND ",
    in_order!()
);
const COUNT: &str = concat!(
    "SELECT COUNT(*) AS n FROM (",
    seated!("journal j JOIN seat s ON s.journal_id = j.id AND s.ended_at IS NULL ", ""),
    ") AS x WHERE x.state IN ($4, $5)"
);
const LIST_NEW: &str = concat!(
    columns!(),
    "(WITH moved AS (",
    moved!("$13"),
    ") ",
    seated_of_moved!(),
    ") AS x WHERE x.state IN ($4, $5) AND x.modified_at > $13 AND ",
    in_order!()
);
const COUNT_NEW: &str = concat!(
    "SELECT COUNT(*) AS n FROM (WITH moved AS (",
    moved!("$8"),
    ") ",
    seated_of_moved!(),
    ") AS x WHERE x.state IN ($4, $5) AND x.modified_at > $8"
);

fn about(wanted: &Wanted<'_>) -> Vec<Arg> {
    args![
        wanted.platform,
        wanted.kept_from,
        wanted.role(),
        wanted.states().0,
        wanted.states().1,
        wanted.school(),
        wanted.class(),
    ]
}

fn in_part(wanted: &Wanted<'_>, after: &SeatPlace, part: Part) -> Vec<Arg> {
    let place = args![&after.journal, &after.person, &after.role, part.limit, part.offset];
    about(wanted).into_iter().chain(place).collect()
}

/// Live seats in the order of class, person and role, after that place.
///
/// # Errors
/// The engine's.
pub async fn list_seated(
    tx: &Tx,
    wanted: &Wanted<'_>,
    after: &SeatPlace,
    part: Part,
) -> Result<Vec<SeatRow>, StorageError> {
    let mut args = in_part(wanted, after, part);
    args.extend(wanted.since.map(Arg::from));
    tx.list_bulk(if wanted.since.is_some() { LIST_NEW } else { LIST }, args).await
}

/// How many that are in all.
///
/// # Errors
/// The engine's.
pub async fn count_seated(tx: &Tx, wanted: &Wanted<'_>) -> Result<i64, StorageError> {
    let mut args = about(wanted);
    args.extend(wanted.since.map(Arg::from));
    total(tx, if wanted.since.is_some() { COUNT_NEW } else { COUNT }, args).await
}

/// The last seat of its person and role, and no other has taken its place.
macro_rules! left {
    () => {
        concat!(
            "SELECT j.id AS journal_id, s.person_id, s.role, j.school_id, a.id AS account_id, a.sub, d.alias, \
             'gone' AS state, s.ended_at AS modified_at FROM journal j \
             JOIN seat s ON s.journal_id = j.id AND s.ended_at > $2 ",
            served!(),
            sitting!(),
            "WHERE j.platform_id = $1 AND ($3 = '' OR s.role = $3) AND ($6 = '' OR j.school_id = $6) \
             AND ($7 = '' OR j.id = $7) AND (a.id IS NOT NULL OR d.alias IS NOT NULL) ",
            may_be_told!(),
            "AND NOT EXISTS (SELECT 1 FROM seat n WHERE n.journal_id = s.journal_id AND n.person_id = s.person_id \
             AND n.role = s.role AND n.ended_at IS NULL) \
             AND NOT EXISTS (SELECT 1 FROM seat n WHERE n.journal_id = s.journal_id AND n.person_id = s.person_id \
             AND n.role = s.role AND (n.ended_at > s.ended_at OR (n.ended_at = s.ended_at AND n.since > s.since))) "
        )
    };
}

const LIST_LEFT: &str = concat!(columns!(), "(", left!(), ") AS x WHERE x.state IN ($4, $5) AND ", in_order!());
const COUNT_LEFT: &str = concat!("SELECT COUNT(*) AS n FROM (", left!(), ") AS x WHERE x.state IN ($4, $5)");

/// What is asked for of seats that ended: they changed when they did.
fn over<'a>(wanted: &Wanted<'a>) -> Wanted<'a> {
    let kept_from = wanted.since.map_or(wanted.kept_from, |since| since.max(wanted.kept_from));
    Wanted { kept_from, ..wanted.clone() }
}

/// Seats that ended after `kept_from`, in the same order.
///
/// # Errors
/// The engine's.
pub async fn list_left(
    tx: &Tx,
    wanted: &Wanted<'_>,
    after: &SeatPlace,
    part: Part,
) -> Result<Vec<SeatRow>, StorageError> {
    tx.list_bulk(LIST_LEFT, in_part(&over(wanted), after, part)).await
}

/// How many that are in all.
///
/// # Errors
/// The engine's.
pub async fn count_left(tx: &Tx, wanted: &Wanted<'_>) -> Result<i64, StorageError> {
    total(tx, COUNT_LEFT, about(&over(wanted))).await
}
