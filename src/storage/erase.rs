//! Erasing a person: what names them, in every table. Rows that the history rests on stay, with nothing personal in them; the
//! chain of the audit log holds commitments only, so it stays whole.

use super::identities::Identity;
use super::{StorageError, Tx};
use crate::domain::{AccountId, IdentityId, SchoolId, SubjectKey, Time};
use crate::{args, row};

row! {
    /// An account that is one person's, with all that went into it.
    pub struct Whole {
        /// Its id.
        pub id: AccountId,
        /// It went into the first of them.
        pub is_joined: bool,
    }
}

const LIST_WHOLE: &str = "SELECT k.id, k.merged_into IS NOT NULL AS is_joined FROM account a \
    JOIN account k ON k.id = COALESCE(a.merged_into, a.id) OR k.merged_into = COALESCE(a.merged_into, a.id) \
    WHERE a.id = $1 AND k.erased_at IS NULL ORDER BY k.merged_into IS NOT NULL, k.id";

/// All accounts of whoever an account belongs to, the one that stands for the others first. None where it is erased.
///
/// # Errors
/// The engine's.
pub async fn list_whole(tx: &Tx, account: &AccountId) -> Result<Vec<Whole>, StorageError> {
    tx.list(LIST_WHOLE, args![account]).await
}

const COUNT_ELSEWHERE: &str = "SELECT COUNT(*) AS n FROM account_role r JOIN account k ON k.id = r.account_id \
    WHERE (k.id = $1 OR k.merged_into = $1) AND r.school_id <> $2 AND r.ended_at IS NULL";

/// Whether somebody has a role at another school than this one.
///
/// # Errors
/// The engine's.
pub async fn is_elsewhere(tx: &Tx, account: &AccountId, school: &SchoolId) -> Result<bool, StorageError> {
    Ok(tx.count(COUNT_ELSEWHERE, args![account, school]).await? > 0)
}

/// The audit rows in which somebody asked a second person about the account in `$1`: their reason is in their own words.
macro_rules! asked_about {
    () => {
        "(SELECT a.id FROM proposal p CROSS JOIN audit a WHERE (p.object = 'account:' || $1 OR p.object LIKE $1 || ',%' \
         OR p.object LIKE '%,' || $1) AND a.school_id = p.school_id AND a.at = p.made_at AND a.object = 'proposal:' || p.id)"
    };
}

/// The audit rows about requests of whoever has the identity in `$1`, also where they name no account.
macro_rules! requested_by {
    () => {
        "(SELECT a.id FROM school_case c CROSS JOIN audit a WHERE c.identity_id = $1 AND a.school_id = c.school_id \
         AND a.at >= c.opened_at AND a.object = 'case:' || c.id)"
    };
}

/// What goes, or is emptied, with the account in `$1`. The salt of an audit row goes with its detail: without it nobody can
/// try out what the detail said.
const OF_ACCOUNT: &[&str] = &[
    concat!("UPDATE audit SET salt = '' WHERE id IN ", asked_about!()),
    concat!("DELETE FROM audit_detail WHERE audit_id IN ", asked_about!()),
    "UPDATE audit SET salt = '' WHERE account_id = $1 OR link_id IN (SELECT id FROM link WHERE account_id = $1)",
    "DELETE FROM audit_detail WHERE audit_id IN (SELECT id FROM audit WHERE account_id = $1 \
     OR link_id IN (SELECT id FROM link WHERE account_id = $1))",
    "DELETE FROM login_attempt WHERE browser_hash IN (SELECT s.browser_hash FROM session_account x \
     JOIN session s ON s.id = x.session_id WHERE x.account_id = $1)",
    "DELETE FROM one_time WHERE account_id = $1",
    "DELETE FROM notice WHERE account_id = $1",
    "DELETE FROM recovery_code WHERE account_id = $1",
    "DELETE FROM claim_try WHERE account_id = $1",
    "DELETE FROM claim_code WHERE account_id = $1",
    "DELETE FROM not_same WHERE account_id = $1",
    "DELETE FROM platform_group_teacher WHERE account_id = $1",
    "UPDATE school_case SET detail = '{}' WHERE account_id = $1",
    "UPDATE account_merge SET reason = NULL WHERE account_id = $1 OR into_id = $1",
    "UPDATE merge_item SET digest = '' WHERE merge_id IN \
     (SELECT id FROM account_merge WHERE account_id = $1 OR into_id = $1)",
    "UPDATE account_role SET class_name = NULL WHERE account_id = $1",
    "UPDATE duplicate SET state = 'gone', why = '' WHERE one_id = $1 OR other_id = $1",
];

/// What ends with the account in `$1`, at `$2`. A merge that is not undone by then stays.
const ENDS: &[&str] = &[
    "UPDATE account_role SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL",
    "UPDATE licence SET ended_at = $2, end_reason = 'taken_back' WHERE account_id = $1 AND ended_at IS NULL",
    "UPDATE second_factor SET secret = '', ended_at = COALESCE(ended_at, $2) WHERE account_id = $1",
    "UPDATE school_case SET closed_at = $2, closed_by = 'job:erase', outcome = 'erased' \
     WHERE account_id = $1 AND closed_at IS NULL",
    "UPDATE account_merge SET undo_until = $2 WHERE (account_id = $1 OR into_id = $1) AND undone_at IS NULL \
     AND undo_until > $2",
    "UPDATE console_grant SET ended_at = COALESCE(ended_at, $2), ended_by = COALESCE(ended_by, 'job:erase'), \
     reason = NULL WHERE account_id = $1",
    "UPDATE proposal SET payload = '', reason = '', decided_at = COALESCE(decided_at, $2), \
     agreed = COALESCE(agreed, FALSE) WHERE object = 'account:' || $1 OR object LIKE $1 || ',%' OR object LIKE '%,' || $1",
    "UPDATE account SET sub = 'erased:' || id, username = NULL, username_folded = NULL, given_name = NULL, \
     family_name = NULL, name_folded = '', email = NULL, email_verified = FALSE, birth_date = NULL, national_hash = NULL, \
     national_key = NULL, external_id = NULL, history_count = 0, last_activity_at = NULL, password_hash = NULL, \
     password_source = NULL, password_changed_at = NULL, password_must_change = FALSE, locale = NULL, updated_at = $2, \
     disabled_at = COALESCE(disabled_at, $2), erased_at = $2 WHERE id = $1 AND erased_at IS NULL",
];

/// Empties an account, and everything that hangs on it alone. Its links have ended before. Durable.
///
/// # Errors
/// The engine's.
pub async fn account(tx: &Tx, id: &AccountId, now: Time) -> Result<(), StorageError> {
    for sql in OF_ACCOUNT {
        tx.execute_bulk(sql, args![id]).await?;
    }
    for sql in ENDS {
        tx.execute_bulk(sql, args![id, now]).await?;
    }
    Ok(())
}

const LIST_LEFT: &str = "SELECT * FROM identity WHERE id IN (SELECT identity_id FROM link WHERE account_id = $1) \
    AND NOT EXISTS (SELECT 1 FROM link o WHERE o.identity_id = identity.id AND o.ended_at IS NULL) \
    AND subject <> 'erased:' || id ORDER BY id";

/// The identities that opened an account and open nothing any more, at any platform.
///
/// # Errors
/// The engine's.
pub async fn list_left(tx: &Tx, account: &AccountId) -> Result<Vec<Identity>, StorageError> {
    tx.list(LIST_LEFT, args![account]).await
}

/// What goes with the identity in `$1`.
const OF_IDENTITY: &[&str] = &[
    concat!("UPDATE audit SET salt = '' WHERE id IN ", requested_by!()),
    concat!("DELETE FROM audit_detail WHERE audit_id IN ", requested_by!()),
    "DELETE FROM claim_try WHERE identity_id = $1",
    "DELETE FROM code_try WHERE identity_id = $1",
    "DELETE FROM one_time WHERE identity_id = $1",
    "UPDATE school_case SET detail = '{}' WHERE identity_id = $1",
    "UPDATE identity SET subject = 'erased:' || id, given_name = NULL, family_name = NULL, name_hash = NULL, \
     birth_hash = NULL, national_hash = NULL, hash_key = '' WHERE id = $1",
    "UPDATE link SET subject = 'erased:' || identity_id WHERE identity_id = $1",
];
const CLOSE_CASES: &str = "UPDATE school_case SET closed_at = $2, closed_by = 'job:erase', outcome = 'erased' \
    WHERE identity_id = $1 AND closed_at IS NULL";
const PAIRS: &str = "DELETE FROM switch_pair WHERE (from_scope = $2 AND from_subject = $3 AND switch_id IN \
    (SELECT id FROM upstream_switch WHERE from_id = $1)) OR (to_scope = $2 AND to_subject = $3 AND switch_id IN \
    (SELECT id FROM upstream_switch WHERE to_id = $1))";

/// Empties an identity: who comes with its subject again is somebody who was never here. Durable.
///
/// # Errors
/// The engine's.
pub async fn identity(tx: &Tx, id: &IdentityId, key: &SubjectKey, now: Time) -> Result<(), StorageError> {
    for sql in OF_IDENTITY {
        tx.execute(sql, args![id]).await?;
    }
    tx.execute(CLOSE_CASES, args![id, now]).await?;
    tx.execute(PAIRS, args![&key.upstream, &key.scope, &key.subject]).await.map(drop)
}
