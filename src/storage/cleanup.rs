//! Deleting what has served its time. Accounts, links, audit and events are not here: they are ended, never deleted.

use chrono::TimeDelta;

use super::{Database, Durability, StorageError, Tx};
use crate::args;
use crate::domain::Time;

/// Rows of one statement: the writer's door is not held for long.
const BATCH: i64 = 500;

/// How long something is kept past its end.
struct Rule {
    kept: TimeDelta,
    /// What hangs on the row first, then the row. Each takes the time before which it must have ended, and the batch.
    deletes: &'static [&'static str],
}

/// What an over-late second use needs to be recognized by is kept for a day, what explains a sign-in for thirty.
const RULES: &[Rule] = &[
    Rule { kept: TimeDelta::minutes(10), deletes: &[ONE_TIME] },
    Rule { kept: TimeDelta::minutes(10), deletes: &[CLIENT_ASSERTION] },
    Rule { kept: TimeDelta::minutes(10), deletes: &[CLIENT_TOKEN] },
    Rule { kept: TimeDelta::minutes(10), deletes: &[UPSTREAM_NONCE] },
    Rule { kept: TimeDelta::days(1), deletes: &[LOGIN_ATTEMPT] },
    Rule { kept: TimeDelta::days(1), deletes: &[JOURNAL_LAUNCH] },
    Rule { kept: TimeDelta::days(1), deletes: &[CLAIM_TRY] },
    Rule { kept: TimeDelta::days(1), deletes: &[CODE_TRY] },
    Rule { kept: TimeDelta::days(1), deletes: &[REFRESH_MOVED] },
    // As long as somebody may say "this was not me", and then some.
    Rule { kept: TimeDelta::days(90), deletes: &[CLAIM_CODE] },
    Rule { kept: TimeDelta::days(1), deletes: &[AUTHORIZATION_CODE] },
    Rule { kept: TimeDelta::days(1), deletes: &[ACCESS_TOKEN] },
    Rule { kept: TimeDelta::days(30), deletes: &[NOTICE] },
    Rule { kept: TimeDelta::days(90), deletes: &[REFRESH_RUN] },
    Rule { kept: TimeDelta::days(90), deletes: &[END_NOTICE] },
    Rule { kept: TimeDelta::days(30), deletes: &[FAMILY_ACCESS, FAMILY_REFRESH, FAMILY] },
    Rule { kept: TimeDelta::days(30), deletes: &[SESSION_CLIENT, SESSION_ACCOUNT, CONSOLE_SESSION, SESSION] },
];

const ONE_TIME: &str = "DELETE FROM one_time WHERE hash IN \
    (SELECT hash FROM one_time WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";
const CLIENT_ASSERTION: &str = "DELETE FROM client_assertion WHERE (client_id, jti_hash) IN \
    (SELECT client_id, jti_hash FROM client_assertion WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";
const CLIENT_TOKEN: &str = "DELETE FROM client_token WHERE hash IN \
    (SELECT hash FROM client_token WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";
const UPSTREAM_NONCE: &str = "DELETE FROM upstream_nonce WHERE (upstream_id, nonce_hash) IN \
    (SELECT upstream_id, nonce_hash FROM upstream_nonce WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";
const LOGIN_ATTEMPT: &str = "DELETE FROM login_attempt WHERE id IN \
    (SELECT id FROM login_attempt WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";
const JOURNAL_LAUNCH: &str = "DELETE FROM journal_launch WHERE id IN \
    (SELECT id FROM journal_launch WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";
const CLAIM_TRY: &str = "DELETE FROM claim_try WHERE (identity_id, platform_id, name_hash) IN \
    (SELECT identity_id, platform_id, name_hash FROM claim_try WHERE tried_at < $1 ORDER BY tried_at LIMIT $2)";
const CODE_TRY: &str = "DELETE FROM code_try WHERE (identity_id, platform_id, code_hash) IN \
    (SELECT identity_id, platform_id, code_hash FROM code_try WHERE tried_at < $1 ORDER BY tried_at LIMIT $2)";
const REFRESH_MOVED: &str = "DELETE FROM refresh_moved WHERE (platform_id, school_id, upstream_id, journal_id, person_hash) IN \
    (SELECT platform_id, school_id, upstream_id, journal_id, person_hash FROM refresh_moved WHERE at < $1 ORDER BY at LIMIT $2)";
const CLAIM_CODE: &str = "DELETE FROM claim_code WHERE id IN \
    (SELECT id FROM claim_code WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";
const AUTHORIZATION_CODE: &str = "DELETE FROM authorization_code WHERE hash IN \
    (SELECT hash FROM authorization_code WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";
const ACCESS_TOKEN: &str = "DELETE FROM access_token WHERE hash IN \
    (SELECT hash FROM access_token WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";

const NOTICE: &str = "DELETE FROM notice WHERE id IN \
    (SELECT id FROM notice WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";
// A run is kept while a journal's history or a hold tells of it.
const REFRESH_RUN: &str = "DELETE FROM refresh_run WHERE id IN (SELECT id FROM refresh_run WHERE ended_at < $1 \
    AND NOT EXISTS (SELECT 1 FROM journal_run WHERE journal_run.run_id = refresh_run.id) \
    AND NOT EXISTS (SELECT 1 FROM refresh_hold WHERE refresh_hold.run_id = refresh_run.id) \
    ORDER BY ended_at, id LIMIT $2)";

// The letter about a journal is kept as long as the journal.
const END_NOTICE: &str = "DELETE FROM end_notice WHERE id IN (SELECT id FROM end_notice WHERE created_at < $1 \
    AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.end_notice_id = end_notice.id) ORDER BY created_at, id LIMIT $2)";

// A family goes with its tokens: until then a used refresh token must still be known as used.
const FAMILY_ACCESS: &str = "DELETE FROM access_token WHERE family_id IN \
    (SELECT id FROM token_family WHERE expires_at < $1 ORDER BY expires_at, id LIMIT $2)";
const FAMILY_REFRESH: &str = "DELETE FROM refresh_token WHERE family_id IN \
    (SELECT id FROM token_family WHERE expires_at < $1 ORDER BY expires_at, id LIMIT $2)";
const FAMILY: &str = "DELETE FROM token_family WHERE id IN \
    (SELECT id FROM token_family WHERE expires_at < $1 ORDER BY expires_at, id LIMIT $2)";
const SESSION_CLIENT: &str = "DELETE FROM session_client WHERE session_id IN \
    (SELECT id FROM session WHERE expires_at < $1 ORDER BY expires_at, id LIMIT $2)";
const SESSION_ACCOUNT: &str = "DELETE FROM session_account WHERE session_id IN \
    (SELECT id FROM session WHERE expires_at < $1 ORDER BY expires_at, id LIMIT $2)";
const CONSOLE_SESSION: &str = "DELETE FROM console_session WHERE session_id IN \
    (SELECT id FROM session WHERE expires_at < $1 ORDER BY expires_at, id LIMIT $2)";
const SESSION: &str = "DELETE FROM session WHERE id IN \
    (SELECT id FROM session WHERE expires_at < $1 ORDER BY expires_at, id LIMIT $2)";

/// Deletes everything that has served its time, in small transactions. Answers the number of rows.
///
/// # Errors
/// The engine's; what was deleted before stays deleted.
pub async fn run(db: &Database, now: Time) -> Result<u64, StorageError> {
    let mut deleted = 0;
    for rule in RULES {
        loop {
            let before = now - rule.kept;
            let rows = db.write(Durability::Relaxed, |tx| delete(tx, rule, before)).await?;
            deleted += rows;
            if rows < BATCH.unsigned_abs() {
                break;
            }
        }
    }
    Ok(deleted)
}

/// The rows of the last statement are the ones that had their time; what hung on them goes along.
async fn delete(tx: Tx, rule: &Rule, before: Time) -> Result<u64, StorageError> {
    let mut last = 0;
    for sql in rule.deletes {
        last = tx.execute_bulk(sql, args![before, BATCH]).await?;
    }
    Ok(last)
}
