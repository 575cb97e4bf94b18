//! The people of a school, as whoever administers it searches them: accounts with a role there, never anybody who is
//! withheld or was erased.
//!
//! Two ways lead to a page of them. From the roles of the school, where those are few; else from the names of the
//! platform, which lie in the order of the list, so that a page of a hundred thousand is found without reading them
//! all.

use super::accounts::{self, Account};
use super::{StorageError, Tx};
use crate::domain::{AccountId, PlatformId, Role, SchoolId, Time, UpstreamId};
use crate::{args, row};

/// Up to so many live roles are read one by one.
const FEW: i64 = 5_000;
/// Words of a name that are looked for; who types more means the first ones.
const WORDS: usize = 3;

/// How the account of somebody in the list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonState {
    /// It can be used.
    Open,
    /// It is switched off.
    Disabled,
    /// It went into another one.
    Joined,
    /// It can be used, and nobody comes in by another system.
    Unlinked,
}

impl PersonState {
    /// Every word, in the order of a list to choose from.
    pub const ALL: &'static [Self] = &[Self::Open, Self::Unlinked, Self::Disabled, Self::Joined];

    /// The word in an address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Disabled => "disabled",
            Self::Joined => "joined",
            Self::Unlinked => "unlinked",
        }
    }

    /// Reads a word.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.as_str() == text)
    }
}

/// Whom to look for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// At which platform.
    pub platform: &'a PlatformId,
    /// At which school.
    pub school: &'a SchoolId,
    /// Parts of the name, folded by [`fold_name`](crate::domain::fold_name).
    pub name: Option<&'a str>,
    /// In which class, as it is written.
    pub class: Option<&'a str>,
    /// As what.
    pub role: Option<Role>,
    /// Who comes in by this system.
    pub upstream: Option<&'a UpstreamId>,
    /// How the account stands.
    pub state: Option<PersonState>,
    /// Folded name and id of the last one of the page before.
    pub after: Option<(&'a str, &'a str)>,
    /// Most of one page.
    pub limit: i64,
}

row! {
    /// Somebody in the list.
    pub struct PersonRow {
        /// Their account.
        pub id: AccountId,
        /// Given names.
        pub given_name: Option<String>,
        /// Family name.
        pub family_name: Option<String>,
        /// User name.
        pub username: Option<String>,
        /// The name as the list is ordered.
        pub name_folded: String,
        /// Since when nobody can sign in to it.
        pub disabled_at: Option<Time>,
        /// The account that it went into.
        pub merged_into: Option<AccountId>,
        /// One of their roles at the school.
        pub role: Option<Role>,
        /// One of their classes there.
        pub class_name: Option<String>,
        /// How many systems they come in by.
        pub links: i64,
    }
}

/// The columns of a [`PersonRow`] and who is never among them, around the words that say where to look.
macro_rules! people {
    ($from:expr, $rest:expr) => {
        concat!(
            "SELECT a.id, a.given_name, a.family_name, a.username, a.name_folded, a.disabled_at, a.merged_into, \
             (SELECT MIN(n.role) FROM account_role n WHERE n.account_id = a.id AND n.school_id = $2 \
             AND n.ended_at IS NULL) AS role, \
             (SELECT MIN(n.class_name) FROM account_role n WHERE n.account_id = a.id AND n.school_id = $2 \
             AND n.ended_at IS NULL) AS class_name, \
             (SELECT COUNT(*) FROM link l WHERE l.account_id = a.id AND l.ended_at IS NULL) AS links FROM ",
            $from,
            " a.platform_id = $1 AND a.erased_at IS NULL \
             AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.key = 'account:' || a.id) ",
            $rest
        )
    };
}

/// Which roles count.
macro_rules! of_school {
    () => {
        "r.school_id = $2 AND r.ended_at IS NULL AND (CAST($8 AS TEXT) IS NULL OR r.class_name = $8) \
         AND (CAST($9 AS TEXT) IS NULL OR r.role = $9)"
    };
}

/// What else is asked of an account, and the page.
macro_rules! asked {
    () => {
        "AND a.name_folded >= $3 AND (a.name_folded > $3 OR a.id > $4) \
         AND (CAST($5 AS TEXT) IS NULL OR a.name_folded LIKE '%' || $5 || '%') \
         AND (CAST($6 AS TEXT) IS NULL OR a.name_folded LIKE '%' || $6 || '%') \
         AND (CAST($7 AS TEXT) IS NULL OR a.name_folded LIKE '%' || $7 || '%') \
         AND (CAST($11 AS TEXT) IS NULL \
            OR ($11 = 'joined' AND a.merged_into IS NOT NULL) \
            OR ($11 = 'disabled' AND a.merged_into IS NULL AND a.disabled_at IS NOT NULL) \
            OR ($11 = 'open' AND a.merged_into IS NULL AND a.disabled_at IS NULL) \
            OR ($11 = 'unlinked' AND a.merged_into IS NULL AND a.disabled_at IS NULL AND NOT EXISTS \
                (SELECT 1 FROM link u WHERE u.account_id = a.id AND u.ended_at IS NULL))) \
         AND (CAST($10 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM link u WHERE u.account_id = a.id \
            AND u.upstream_id = $10 AND u.ended_at IS NULL)) "
    };
}

// CROSS JOIN: SQLite begins with the roles then, whatever it thinks of them.
const BY_ROLE: &str = people!(
    concat!(
        "(SELECT DISTINCT r.account_id FROM account_role r WHERE ",
        of_school!(),
        ") AS few CROSS JOIN account a WHERE a.id = few.account_id AND"
    ),
    concat!(asked!(), "ORDER BY a.name_folded, a.id LIMIT $12")
);
const BY_NAME: &str = people!(
    "account a WHERE",
    concat!(
        asked!(),
        "AND EXISTS (SELECT 1 FROM account_role r WHERE r.account_id = a.id AND ",
        of_school!(),
        ") ORDER BY a.name_folded, a.id LIMIT $12"
    )
);
const COUNT_FEW: &str = "SELECT COUNT(*) AS n FROM (SELECT 1 FROM account_role \
    WHERE school_id = $1 AND ended_at IS NULL LIMIT $2) AS few";

/// A page of the people of a school, by name.
///
/// # Errors
/// The engine's.
pub async fn search(tx: &Tx, wanted: &Wanted<'_>) -> Result<Vec<PersonRow>, StorageError> {
    let mut words = wanted.name.unwrap_or_default().split_whitespace().take(WORDS);
    let [first, second, third] = [words.next(), words.next(), words.next()];
    let (name, id) = wanted.after.unwrap_or_default();
    let state = wanted.state.map(PersonState::as_str);
    let values = args![
        wanted.platform,
        wanted.school,
        name,
        id,
        first,
        second,
        third,
        wanted.class,
        wanted.role,
        wanted.upstream,
        state,
        wanted.limit,
    ];
    tx.list_bulk(if are_few(tx, wanted).await? { BY_ROLE } else { BY_NAME }, values).await
}

/// Whether the way from the roles is the shorter one. Pupils are most of a school, so that word leaves many.
async fn are_few(tx: &Tx, wanted: &Wanted<'_>) -> Result<bool, StorageError> {
    if wanted.class.is_some() || wanted.role.is_some_and(|role| role != Role::Pupil) {
        return Ok(true);
    }
    Ok(tx.count(COUNT_FEW, args![wanted.school, FEW + 1]).await? <= FEW)
}

const BY_WORD: &str = people!(
    "account a WHERE (a.username_folded = $3 OR a.external_id = $4) AND",
    "AND EXISTS (SELECT 1 FROM account_role r WHERE r.account_id = a.id AND r.school_id = $2 AND r.ended_at IS NULL) \
     ORDER BY a.name_folded, a.id LIMIT 10"
);

/// The people of a school with this user name, folded by [`fold_username`](crate::domain::fold_username), or this id of
/// the platform's own; whole, never a part of one.
///
/// # Errors
/// The engine's.
pub async fn list_by_word(
    tx: &Tx,
    (platform, school): (&PlatformId, &SchoolId),
    username: &str,
    external_id: &str,
) -> Result<Vec<PersonRow>, StorageError> {
    tx.list(BY_WORD, args![platform, school, username, external_id]).await
}

/// Somebody's own roles there, those of an account that went into theirs, and those that have ended, unless the person is at
/// another school of the platform now: whom they left has no say over them any more.
const COUNT_HERE: &str = "SELECT COUNT(*) AS n FROM account a WHERE a.id = $3 AND a.platform_id = $1 \
    AND a.erased_at IS NULL AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.key = 'account:' || a.id) \
    AND (EXISTS (SELECT 1 FROM account_role r WHERE r.account_id = a.id AND r.school_id = $2 AND r.ended_at IS NULL) \
        OR (EXISTS (SELECT 1 FROM account_role r WHERE r.account_id = a.id AND r.school_id = $2 \
            AND r.ended_at IS NOT NULL) \
            AND NOT EXISTS (SELECT 1 FROM account_role o JOIN platform_school p ON p.school_id = o.school_id \
            AND p.platform_id = $1 AND p.disabled_at IS NULL WHERE o.school_id <> $2 AND o.ended_at IS NULL \
            AND o.account_id IN (SELECT h.id FROM account h WHERE h.id = a.id OR h.merged_into = a.id))) \
        OR EXISTS (SELECT 1 FROM account k JOIN account_role r ON r.account_id = k.id AND r.school_id = $2 \
            AND r.ended_at IS NULL WHERE k.merged_into = a.id))";

/// An account, if it is one of this school's people, or was and is at no other school since. Anybody else's, one that is
/// withheld, one that was erased and one that does not exist are all nothing.
///
/// # Errors
/// The engine's.
pub async fn find_here(
    tx: &Tx,
    platform: &PlatformId,
    school: &SchoolId,
    account: &AccountId,
) -> Result<Option<Account>, StorageError> {
    if tx.count(COUNT_HERE, args![platform, school, account]).await? == 0 {
        return Ok(None);
    }
    accounts::find(tx, account).await
}

const COUNT_ELSEWHERE: &str = "SELECT COUNT(*) AS n FROM account_role r JOIN platform_school p ON p.school_id = r.school_id \
    AND p.platform_id = $1 AND p.disabled_at IS NULL WHERE r.school_id <> $2 AND r.ended_at IS NULL \
    AND r.account_id IN (SELECT k.id FROM account k WHERE k.id = $3 OR k.merged_into = $3)";

/// Whether somebody is at another school of the platform, too.
///
/// # Errors
/// The engine's.
pub async fn is_elsewhere(
    tx: &Tx,
    platform: &PlatformId,
    school: &SchoolId,
    account: &AccountId,
) -> Result<bool, StorageError> {
    Ok(tx.count(COUNT_ELSEWHERE, args![platform, school, account]).await? > 0)
}
