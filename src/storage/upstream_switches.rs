//! Tables `upstream_switch` and `switch_pair`: a school that goes from one upstream to another, or whose upstream gives all
//! its people new subjects, and which old subject is which new one.

use serde_json::{Value, json};

use super::bulk::{Texts, among, json as rows_json, over_rows, pick};
use super::{StorageError, Tx};
use crate::domain::{AccountId, LinkId, PairState, PlatformId, SchoolId, SwitchId, SwitchState, Time, UpstreamId};
use crate::{args, row};

row! {
    /// A school that goes from one upstream to another.
    pub struct Switch {
        /// Its id.
        pub id: SwitchId,
        /// At which platform.
        pub platform_id: PlatformId,
        /// Which school.
        pub school_id: SchoolId,
        /// From which upstream.
        pub from_id: UpstreamId,
        /// To which one; the same where only its subjects are new.
        pub to_id: UpstreamId,
        /// How far it got.
        pub state: SwitchState,
        /// When it was begun.
        pub made_at: Time,
        /// By whom; see [`Actor`](crate::domain::Actor).
        pub made_by: String,
        /// When the links began to move.
        pub applied_at: Option<Time>,
        /// Until when they can move back, exclusive.
        pub undo_until: Option<Time>,
        /// When it was over.
        pub ended_at: Option<Time>,
        /// By whom.
        pub ended_by: Option<String>,
    }
}

impl Switch {
    /// Whether the upstream stays, and only its subjects are new.
    #[must_use]
    pub fn is_renewal(&self) -> bool {
        self.from_id == self.to_id
    }

    /// Whether its links are moving or have moved, and nobody has taken that back.
    #[must_use]
    pub fn is_applied(&self) -> bool {
        self.state == SwitchState::Applied && self.ended_at.is_none()
    }
}

row! {
    /// One person's old subject and their new one.
    pub struct Pair {
        /// Scope of the old subject.
        pub from_scope: String,
        /// The old subject.
        pub from_subject: String,
        /// Scope of the new one.
        pub to_scope: String,
        /// The new one.
        pub to_subject: String,
    }
}

/// Where pairs came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairSource {
    /// Somebody brought them in a file.
    File,
    /// Their people have signed in with both.
    SignIn,
}

impl PairSource {
    /// The word as it is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::SignIn => "sign_in",
        }
    }
}

// One whose way back has run out must not stand in the way of the next.
const END_PAST: &str = "UPDATE upstream_switch SET ended_at = undo_until, ended_by = 'job:expiry' WHERE platform_id = $1 \
    AND school_id = $2 AND state = 'applied' AND ended_at IS NULL AND undo_until <= $3";
const INSERT: &str = "INSERT INTO upstream_switch (id, platform_id, school_id, from_id, to_id, state, made_at, made_by) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
    ON CONFLICT (platform_id, school_id, from_id) WHERE ended_at IS NULL DO NOTHING";

/// Begins one; what comes later in the row is not read. False while another one of this school and upstream is not over.
/// Durable.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, row: &Switch) -> Result<bool, StorageError> {
    tx.execute(END_PAST, args![&row.platform_id, &row.school_id, row.made_at]).await?;
    let (from, to) = (&row.from_id, &row.to_id);
    let values = args![&row.id, &row.platform_id, &row.school_id, from, to, row.state, row.made_at, &row.made_by];
    Ok(tx.execute(INSERT, values).await? == 1)
}

const FIND: &str = "SELECT * FROM upstream_switch WHERE id = $1";
const LOCK: &str = "UPDATE upstream_switch SET state = state WHERE id = $1 RETURNING *";
const LIST_OF_SCHOOL: &str = "SELECT * FROM upstream_switch WHERE platform_id = $1 AND school_id = $2 \
    ORDER BY made_at DESC, id";

/// One of them.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &SwitchId) -> Result<Option<Switch>, StorageError> {
    tx.find(FIND, args![id]).await
}

/// The same, while other writers about it wait.
///
/// # Errors
/// The engine's.
pub async fn lock(tx: &Tx, id: &SwitchId) -> Result<Option<Switch>, StorageError> {
    tx.find(LOCK, args![id]).await
}

/// Those of a school, the latest first.
///
/// # Errors
/// The engine's.
pub async fn list_of_school(tx: &Tx, platform: &PlatformId, school: &SchoolId) -> Result<Vec<Switch>, StorageError> {
    tx.list(LIST_OF_SCHOOL, args![platform, school]).await
}

const APPLY: &str = "UPDATE upstream_switch SET state = 'applied', applied_at = $2, undo_until = $3 \
    WHERE id = $1 AND state = 'learning' AND ended_at IS NULL";
const UNDO: &str = "UPDATE upstream_switch SET state = 'undone', ended_at = $2, ended_by = $3 \
    WHERE id = $1 AND state = 'applied' AND ended_at IS NULL AND undo_until > $2";
const GIVE_UP: &str = "UPDATE upstream_switch SET state = 'dropped', ended_at = $2, ended_by = $3 \
    WHERE id = $1 AND state = 'learning' AND ended_at IS NULL";

/// Its links begin to move. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it is not collecting pairs any more.
pub async fn apply(tx: &Tx, id: &SwitchId, now: Time, undo_until: Time) -> Result<(), StorageError> {
    tx.execute_one(APPLY, args![id, now, undo_until]).await
}

/// Its links begin to move back. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when they have not moved, or when the time for it is over.
pub async fn undo(tx: &Tx, id: &SwitchId, now: Time, by: &str) -> Result<(), StorageError> {
    tx.execute_one(UNDO, args![id, now, by]).await
}

/// Gives it up before anything has moved. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it is not collecting pairs any more.
pub async fn give_up(tx: &Tx, id: &SwitchId, now: Time, by: &str) -> Result<(), StorageError> {
    tx.execute_one(GIVE_UP, args![id, now, by]).await
}

/// Adds pairs that stand there in no other way; answers how many are new. Durable.
///
/// # Errors
/// The engine's.
pub async fn add_pairs(tx: &Tx, id: &SwitchId, rows: &[Pair], source: PairSource) -> Result<u64, StorageError> {
    const SQL: Texts = over_rows!(
        "INSERT INTO switch_pair (switch_id, from_scope, from_subject, to_scope, to_subject, source, state) \
         SELECT $2, from_scope, from_subject, to_scope, to_subject, $3, 'waiting' FROM",
        ["from_scope" "TEXT", "from_subject" "TEXT", "to_scope" "TEXT", "to_subject" "TEXT"],
        "WHERE TRUE ON CONFLICT DO NOTHING"
    );
    if rows.is_empty() {
        return Ok(0);
    }
    let told = rows.iter().map(|row| {
        json!({
            "from_scope": row.from_scope, "from_subject": row.from_subject,
            "to_scope": row.to_scope, "to_subject": row.to_subject,
        })
    });
    let told = rows_json(&told.collect::<Vec<Value>>())?;
    tx.execute_bulk(pick(tx, SQL).await, args![told, id, source.as_str()]).await
}

const LIST_PAIRS: &str = "SELECT from_scope, from_subject, to_scope, to_subject FROM switch_pair WHERE switch_id = $1 \
    ORDER BY from_scope, from_subject";

/// Every pair, in one order.
///
/// # Errors
/// The engine's.
pub async fn list_pairs(tx: &Tx, id: &SwitchId) -> Result<Vec<Pair>, StorageError> {
    tx.list_bulk(LIST_PAIRS, args![id]).await
}

row! {
    /// How many pairs stand alike.
    pub struct PairCount {
        /// How.
        pub state: PairState,
        /// How many.
        pub pairs: i64,
    }
}

const COUNT_PAIRS: &str =
    "SELECT state, COUNT(*) AS pairs FROM switch_pair WHERE switch_id = $1 GROUP BY state ORDER BY state";

/// How its pairs stand.
///
/// # Errors
/// The engine's.
pub async fn count_pairs(tx: &Tx, id: &SwitchId) -> Result<Vec<PairCount>, StorageError> {
    tx.list_bulk(COUNT_PAIRS, args![id]).await
}

row! {
    /// A pair that was applied, and what that did.
    pub struct Applied {
        /// Scope of the old subject.
        pub from_scope: String,
        /// The old subject.
        pub from_subject: String,
        /// Scope of the new one.
        pub to_scope: String,
        /// The new one.
        pub to_subject: String,
        /// The link that was ended.
        pub old_link_id: Option<LinkId>,
        /// The link that was made.
        pub new_link_id: Option<LinkId>,
    }
}

const LIST_APPLIED: &str = "SELECT from_scope, from_subject, to_scope, to_subject, old_link_id, new_link_id \
    FROM switch_pair WHERE switch_id = $1 AND state = 'moved' ORDER BY from_scope, from_subject LIMIT $2";

/// Pairs whose link has moved, in one order.
///
/// # Errors
/// The engine's.
pub async fn list_applied(tx: &Tx, id: &SwitchId, limit: i64) -> Result<Vec<Applied>, StorageError> {
    tx.list_bulk(LIST_APPLIED, args![id, limit]).await
}

const SET_PAIR: &str = "UPDATE switch_pair SET state = $4, old_link_id = $5, new_link_id = $6 \
    WHERE switch_id = $1 AND from_scope = $2 AND from_subject = $3";

/// Writes how a pair stands now, the link that ended for it and the one that was made. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when there is no such pair.
pub async fn set_pair(
    tx: &Tx,
    id: &SwitchId,
    (scope, subject): (&str, &str),
    state: PairState,
    (old, new): (Option<&LinkId>, Option<&LinkId>),
) -> Result<(), StorageError> {
    tx.execute_one(SET_PAIR, args![id, scope, subject, state, old, new]).await
}

row! {
    /// A pair that waits, and everything that decides what becomes of it.
    pub struct Found {
        /// Scope of the old subject.
        pub from_scope: String,
        /// The old subject.
        pub from_subject: String,
        /// Scope of the new one.
        pub to_scope: String,
        /// The new one.
        pub to_subject: String,
        /// The live link of the old subject.
        pub link_id: Option<LinkId>,
        /// Its account.
        pub account_id: Option<AccountId>,
        /// Given names of the account.
        pub given_name: Option<String>,
        /// Family name of the account.
        pub family_name: Option<String>,
        /// The account has a live role at the school.
        pub has_role: bool,
        /// The old subject has a live seat in a live journal of the school.
        pub has_seat: bool,
        /// The account has a live role at another school that uses the old upstream.
        pub is_elsewhere: bool,
        /// The new subject opens an account.
        pub is_taken: bool,
        /// That is the same account, or one that went together with it.
        pub is_same: bool,
        /// The account has another live link of the new upstream.
        pub has_other: bool,
        /// One of both subjects waits until a school has looked whose it is.
        pub is_shut: bool,
        /// Whoever it is, is left out everywhere.
        pub is_withheld: bool,
        /// Key of the hashes of the old identity.
        pub old_key: Option<String>,
        /// Hash of its name.
        pub old_name: Option<String>,
        /// Hash of its birth date.
        pub old_birth: Option<String>,
        /// Hash of its national number.
        pub old_national: Option<String>,
        /// Key of the hashes of the new identity.
        pub new_key: Option<String>,
        /// Hash of its name.
        pub new_name: Option<String>,
        /// Hash of its birth date.
        pub new_birth: Option<String>,
        /// Hash of its national number.
        pub new_national: Option<String>,
    }
}

const LIST_FOUND: &str = "SELECT p.from_scope, p.from_subject, p.to_scope, p.to_subject, l.id AS link_id, l.account_id, \
    a.given_name, a.family_name, \
    EXISTS (SELECT 1 FROM account_role r WHERE (r.account_id = a.id OR r.account_id = a.merged_into) \
        AND r.school_id = w.school_id AND r.ended_at IS NULL) AS has_role, \
    EXISTS (SELECT 1 FROM roster_person q JOIN seat s ON s.person_id = q.id AND s.ended_at IS NULL \
        JOIN journal j ON j.id = s.journal_id AND j.platform_id = w.platform_id AND j.school_id = w.school_id \
        AND j.ended_at IS NULL WHERE q.upstream_id = w.from_id AND q.scope = p.from_scope \
        AND q.subject = p.from_subject) AS has_seat, \
    EXISTS (SELECT 1 FROM account_role r JOIN school_upstream e ON e.school_id = r.school_id \
        AND e.platform_id = w.platform_id AND e.upstream_id = w.from_id AND e.ended_at IS NULL \
        WHERE (r.account_id = a.id OR r.account_id = a.merged_into) AND r.school_id <> w.school_id \
        AND r.ended_at IS NULL) AS is_elsewhere, \
    n.id IS NOT NULL AS is_taken, \
    COALESCE(COALESCE(a.merged_into, a.id) = COALESCE(b.merged_into, b.id), FALSE) AS is_same, \
    EXISTS (SELECT 1 FROM link o WHERE o.account_id = a.id AND o.upstream_id = w.to_id AND o.ended_at IS NULL \
        AND o.id <> l.id) AS has_other, \
    i.quarantined_at IS NOT NULL OR t.quarantined_at IS NOT NULL AS is_shut, \
    COALESCE(i.hash_key = '', FALSE) OR COALESCE(t.hash_key = '', FALSE) OR EXISTS (SELECT 1 FROM withheld h \
        WHERE h.key = 'account:' || a.id OR h.key = 'account:' || a.merged_into) AS is_withheld, \
    i.hash_key AS old_key, i.name_hash AS old_name, i.birth_hash AS old_birth, i.national_hash AS old_national, \
    t.hash_key AS new_key, t.name_hash AS new_name, t.birth_hash AS new_birth, t.national_hash AS new_national \
    FROM switch_pair p JOIN upstream_switch w ON w.id = p.switch_id \
    LEFT JOIN link l ON l.platform_id = w.platform_id AND l.upstream_id = w.from_id AND l.scope = p.from_scope \
        AND l.subject = p.from_subject AND l.ended_at IS NULL \
    LEFT JOIN account a ON a.id = l.account_id LEFT JOIN identity i ON i.id = l.identity_id \
    LEFT JOIN link n ON n.platform_id = w.platform_id AND n.upstream_id = w.to_id AND n.scope = p.to_scope \
        AND n.subject = p.to_subject AND n.ended_at IS NULL \
    LEFT JOIN account b ON b.id = n.account_id \
    LEFT JOIN identity t ON t.upstream_id = w.to_id AND t.scope = p.to_scope AND t.subject = p.to_subject \
    WHERE p.switch_id = $1 AND p.state = 'waiting' ORDER BY p.from_scope, p.from_subject LIMIT $2";

/// Pairs that wait, in one order, with everything that decides what becomes of them.
///
/// # Errors
/// The engine's.
pub async fn list_found(tx: &Tx, id: &SwitchId, limit: i64) -> Result<Vec<Found>, StorageError> {
    tx.list_bulk(LIST_FOUND, args![id, limit]).await
}

const LIST_WITHHELD: Texts = among!("SELECT key FROM withheld WHERE key", "$1", "");

row! {
    /// The key of somebody who is left out everywhere.
    pub struct Withheld {
        /// The key.
        pub key: String,
    }
}

/// Those of these keys that are left out.
///
/// # Errors
/// The engine's.
pub async fn list_withheld(tx: &Tx, keys: &[String]) -> Result<Vec<Withheld>, StorageError> {
    tx.list_bulk(pick(tx, LIST_WITHHELD).await, args![rows_json(keys)?]).await
}
