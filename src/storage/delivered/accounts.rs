//! The accounts of a platform that sit in its journals, or did lately.

use super::super::bulk::{among, json as rows_json, pick};
use super::super::{StorageError, Tx};
use super::{People, RoleRow, by_person, counted, here, listed, moved, people, same_key, served, shown};
use crate::domain::{AccountId, Time};
use crate::{args, row};

row! {
    /// An account, as it may be told.
    pub struct AccountRow {
        /// Its id; never told.
        pub id: AccountId,
        /// Its stored `sub`; the one that it had, where it was forgotten.
        pub sub: String,
        /// User name.
        pub username: Option<String>,
        /// Given names.
        pub given_name: Option<String>,
        /// Family name.
        pub family_name: Option<String>,
        /// The account's own address.
        pub email: Option<String>,
        /// When anything of it last changed, seats and links too.
        pub modified_at: Time,
        /// The account it went into.
        pub into_id: Option<AccountId>,
        /// That one's stored `sub`.
        pub into_sub: Option<String>,
    }
}

/// `link l` of `account a`, or of `account h` that went into it.
macro_rules! links {
    () => {
        "account h JOIN link l ON l.account_id = h.id AND (h.id = a.id OR h.merged_into = a.id) "
    };
}

/// From `link l` of an account to `seat s` of its person in `journal j` of the same platform, at a served school.
macro_rules! to_seat {
    ($which:literal) => {
        concat!(
            "JOIN roster_person p ON ",
            same_key!("l", "p"),
            "JOIN seat s ON s.person_id = p.id AND ",
            $which,
            " JOIN journal j ON j.id = s.journal_id AND j.platform_id = l.platform_id ",
            served!()
        )
    };
}
/// The roster's ids are those of the sign-in, so the link says something about the person.
macro_rules! same_ids {
    () => {
        "NOT EXISTS (SELECT 1 FROM standing d WHERE d.platform_id = l.platform_id AND d.person_id = p.id \
         AND d.reason = 'subject_differs') "
    };
}

/// `account a` is open and sits somewhere in this role.
macro_rules! is_there {
    ($role:literal) => {
        concat!(
            "a.disabled_at IS NULL AND a.merged_into IS NULL AND EXISTS (SELECT 1 FROM ",
            links!(),
            "JOIN identity i ON i.id = l.identity_id AND i.quarantined_at IS NULL ",
            to_seat!("s.ended_at IS NULL"),
            "WHERE h.disabled_at IS NULL AND l.ended_at IS NULL AND ",
            here!(),
            "AND ",
            $role,
            "AND ",
            same_ids!(),
            ") "
        )
    };
}

/// It was told, and is not there any more: by what happened to itself, its links and its seats, because it went into another
/// account, or because an account that had come with its seats is on its own again.
macro_rules! was_there {
    () => {
        concat!(
            "EXISTS (SELECT 1 FROM ", links!(), "JOIN identity i ON i.id = l.identity_id ",
            to_seat!("s.ended_at IS NULL"),
            "WHERE ($3 = '' OR s.role = $3) \
             AND ((l.ended_at > $2 AND s.since < l.ended_at) OR (l.ended_at IS NULL AND (s.absent_since IS NOT NULL \
             OR (a.updated_at > $2 AND s.since < a.updated_at) OR (h.updated_at > $2 AND s.since < h.updated_at) \
             OR (i.quarantined_at > $2 AND s.since < i.quarantined_at) \
             OR EXISTS (SELECT 1 FROM account_merge x WHERE x.account_id = a.id AND ", by_person!(),
            "AND x.merged_at > $2 AND s.since < x.merged_at)))) AND ", same_ids!(), ") \
             OR EXISTS (SELECT 1 FROM ", links!(), to_seat!("s.ended_at > $2"),
            "WHERE ($3 = '' OR s.role = $3) AND l.created_at < s.ended_at \
             AND (l.ended_at IS NULL OR l.ended_at > $2) AND ", same_ids!(), ") \
             OR EXISTS (SELECT 1 FROM account_merge x JOIN link l ON l.account_id = x.account_id ",
            to_seat!("s.ended_at IS NULL"),
            "WHERE x.into_id = a.id AND ", by_person!(), "AND x.undone_at > $2 AND s.since < x.undone_at \
             AND l.created_at < x.undone_at AND ($3 = '' OR s.role = $3) AND ", same_ids!(), ") "
        )
    };
}

/// Of `account a`: itself, its links, the seats that it has or had by those that live, and what went into what.
macro_rules! modified_at {
    () => {
        concat!(
            "(SELECT MAX(v) FROM (SELECT a.updated_at AS v \
             UNION ALL SELECT l.created_at FROM ",
            links!(),
            "UNION ALL SELECT l.ended_at FROM ",
            links!(),
            "UNION ALL SELECT i.quarantined_at FROM ",
            links!(),
            "JOIN identity i ON i.id = l.identity_id \
             UNION ALL SELECT CASE WHEN s.role = 'teacher' THEN j.changed_at ELSE s.since END FROM ",
            links!(),
            to_seat!("s.ended_at IS NULL"),
            "WHERE l.ended_at IS NULL UNION ALL SELECT s.ended_at FROM ",
            links!(),
            to_seat!("s.ended_at IS NOT NULL"),
            "WHERE l.ended_at IS NULL \
             UNION ALL SELECT h.updated_at FROM account h WHERE h.merged_into = a.id \
             UNION ALL SELECT COALESCE(x.undone_at, x.merged_at) FROM account_merge x WHERE x.account_id = a.id AND ",
            by_person!(),
            "UNION ALL SELECT COALESCE(x.undone_at, x.merged_at) FROM account_merge x WHERE x.into_id = a.id AND ",
            by_person!(),
            ") AS times) "
        )
    };
}

macro_rules! keys {
    ($from:expr) => {
        concat!(
            "SELECT a.id, a.sub AS place, CASE WHEN ",
            is_there!("($3 = '' OR s.role = $3) "),
            "THEN 'active' WHEN ",
            is_there!("TRUE "),
            "THEN 'elsewhere' WHEN ",
            was_there!(),
            "THEN 'gone' ELSE 'never' END AS state FROM ",
            $from,
            "a.platform_id = $1 AND a.erased_at IS NULL AND ",
            shown!("a")
        )
    };
}
/// The accounts of which something changed, from the few that may be: the order of the joins is the order of the words.
macro_rules! new {
    ($since:literal) => {
        concat!(
            "(SELECT id FROM account WHERE platform_id = $1 AND updated_at > ",
            $since,
            " UNION SELECT merged_into FROM account WHERE platform_id = $1 AND merged_into IS NOT NULL AND updated_at > ",
            $since,
            " UNION SELECT k.id FROM account_merge x CROSS JOIN account k WHERE x.platform_id = $1 AND ",
            by_person!(),
            "AND (x.merged_at > ",
            $since,
            " OR x.undone_at > ",
            $since,
            ") AND k.id IN (x.account_id, x.into_id) UNION SELECT k.id FROM (",
            moved!($since),
            ") AS moved CROSS JOIN roster_person p \
             CROSS JOIN identity i CROSS JOIN link l CROSS JOIN account h CROSS JOIN account k \
             WHERE p.id = moved.person_id AND ",
            same_key!("p", "i"),
            "AND l.identity_id = i.id AND l.platform_id = $1 AND h.id = l.account_id \
             AND k.id IN (h.id, h.merged_into)) AS fresh CROSS JOIN account a WHERE a.id = fresh.id AND ",
            modified_at!(),
            "> ",
            $since,
            " AND "
        )
    };
}

/// `event e` that told the platform to forget `account a`: the `sub` that it had stands nowhere else.
macro_rules! forgotten_as {
    () => {
        "audit u JOIN event e ON e.audit_id = u.id AND e.kind = 'account.erased' \
         WHERE u.account_id = a.id AND u.action = 'account.erased' "
    };
}

/// And those who were forgotten lately, as gone, by the `sub` that the platform knows them by. Of what they were, the role is
/// left. A `sub` that the platform has given to somebody since is theirs.
macro_rules! forgotten {
    ($where:literal) => {
        concat!(
            "UNION ALL SELECT a.id, e.sub AS place, 'gone' AS state FROM account a CROSS JOIN ",
            forgotten_as!(),
            "AND a.platform_id = $1 AND a.erased_at > $2 AND ($3 = '' OR EXISTS (SELECT 1 FROM account_role r \
             WHERE r.account_id = a.id AND r.ended_at IS NOT NULL AND r.role = $3)) AND NOT EXISTS (SELECT 1 FROM account n \
             WHERE n.platform_id = $1 AND n.sub = e.sub) AND ",
            shown!("a"),
            $where
        )
    };
}

/// Accounts that sit somewhere, in the order of their stored `sub`.
pub const ACCOUNTS: People = people!(
    "a.sub",
    keys!("account a WHERE "),
    keys!(new!("$9")),
    keys!(new!("$6")),
    forgotten!(""),
    forgotten!("AND e.sub > $6 "),
    forgotten!("AND e.sub > $6 AND a.erased_at > $9 "),
    forgotten!("AND a.erased_at > $6 "),
    forgotten!("AND e.sub = $6 ")
);

/// What may be told of these accounts, by id.
///
/// # Errors
/// The engine's.
pub async fn load_accounts(tx: &Tx, ids: &[&str]) -> Result<Vec<AccountRow>, StorageError> {
    const SQL: (&str, &str) = among!(
        concat!(
            "SELECT a.id, COALESCE((SELECT MAX(e.sub) FROM ",
            forgotten_as!(),
            "AND a.erased_at IS NOT NULL), a.sub) AS sub, a.username, a.given_name, a.family_name, a.email, ",
            modified_at!(),
            "AS modified_at, k.id AS into_id, k.sub AS into_sub FROM account a \
             LEFT JOIN account k ON k.id = a.merged_into AND k.erased_at IS NULL WHERE a.id"
        ),
        "$1",
        "ORDER BY a.id"
    );
    tx.list_bulk(pick(tx, SQL).await, args![rows_json(ids)?]).await
}

/// What these accounts are at which schools, by the journals that they and those that went into them sit in.
///
/// # Errors
/// The engine's.
pub async fn roles_of_accounts(tx: &Tx, ids: &[&str]) -> Result<Vec<RoleRow>, StorageError> {
    // The order of the joins is the order of the words, on SQLite.
    const SQL: (&str, &str) = among!(
        concat!(
            "SELECT DISTINCT a.id, j.school_id, s.role FROM account a CROSS JOIN ",
            links!(),
            "JOIN identity i ON i.id = l.identity_id AND i.quarantined_at IS NULL ",
            to_seat!("s.ended_at IS NULL"),
            "WHERE h.disabled_at IS NULL AND l.ended_at IS NULL AND ",
            here!(),
            "AND ",
            same_ids!(),
            "AND a.id"
        ),
        "$1",
        "ORDER BY 1, 3, 2"
    );
    tx.list_bulk(pick(tx, SQL).await, args![rows_json(ids)?]).await
}
