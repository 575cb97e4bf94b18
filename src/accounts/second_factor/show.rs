//! A code is typed: one of the app, or a recovery code.

use std::time::Duration;

use super::{record, recovery, totp};
use crate::accounts::AccountsError;
use crate::cache::{Cache, Limit, Verdict};
use crate::domain::{AccountId, Actor, SessionId};
use crate::ground::Ground;
use crate::storage::second_factors::{self, SecondFactor, secret_place};
use crate::storage::{Durability, Tx, console_sessions, recovery_codes};

/// Five tries at once, then one every three minutes. Whoever gets here has signed in as the account, so strangers lock nobody
/// out.
const TRIES: Limit = Limit::new(5, Duration::from_mins(15));

/// What came of a code that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// It is right, and the session knows.
    Right,
    /// It is not, or it was used before.
    Wrong,
    /// Too many tries.
    Locked {
        /// Seconds to wait, for `Retry-After`.
        retry_after_seconds: u64,
    },
    /// The account has no second factor.
    NotEnrolled,
}

/// Counts a try, before anything is compared.
pub(super) async fn count(cache: &Cache, account: &AccountId) -> Verdict {
    cache.hit(&counter(account), TRIES).await
}

/// The code was right: the tries so far are forgotten.
pub(super) async fn forgive(cache: &Cache, account: &AccountId) {
    cache.reset(&counter(account)).await;
}

fn counter(account: &AccountId) -> String {
    format!("factor:{account}")
}

/// Somebody who is signed in shows their second factor; the session remembers when.
///
/// # Errors
/// The database's, or the secret cannot be opened.
pub async fn show(
    ground: &Ground,
    account: &AccountId,
    session: &SessionId,
    code: &str,
) -> Result<Shown, AccountsError> {
    let verdict = count(&ground.cache, account).await;
    if !verdict.allowed {
        return Ok(Shown::Locked { retry_after_seconds: verdict.retry_after_seconds });
    }
    let write = |tx: Tx| async move { compare(&tx, ground, account, session, code).await };
    let shown = ground.db.write(Durability::Durable, write).await?;
    if shown == Shown::Right {
        forgive(&ground.cache, account).await;
    }
    Ok(shown)
}

async fn compare(
    tx: &Tx,
    ground: &Ground,
    account: &AccountId,
    session: &SessionId,
    code: &str,
) -> Result<Shown, AccountsError> {
    let Some(factor) = second_factors::find_live(tx, account).await? else { return Ok(Shown::NotEnrolled) };
    let actor = Actor::Account(account.clone());
    let is_right = uses_step(tx, ground, &factor, code).await? || uses_recovery(tx, ground, account, code).await?;
    if !is_right {
        record(tx, ground, account, &actor, "console.factor_failed").await?;
        return Ok(Shown::Wrong);
    }
    console_sessions::show_factor(tx, session, account, ground.now()).await?;
    record(tx, ground, account, &actor, "console.factor_shown").await?;
    Ok(Shown::Right)
}

async fn uses_step(tx: &Tx, ground: &Ground, factor: &SecondFactor, code: &str) -> Result<bool, AccountsError> {
    let secret = ground.vault.open(&secret_place(&factor.id), &factor.secret)?;
    match totp::matching(&secret, &digits(code), ground.now()) {
        Some(step) => Ok(second_factors::use_step(tx, &factor.id, step).await?),
        None => Ok(false),
    }
}

/// Apps show the digits in two groups, and people type what they see.
pub(super) fn digits(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace()).take(totp::DIGITS + 1).collect()
}

async fn uses_recovery(tx: &Tx, ground: &Ground, account: &AccountId, code: &str) -> Result<bool, AccountsError> {
    let Some(code) = recovery::folded(code) else { return Ok(false) };
    for hash in recovery::hashes(&ground.vault, account, &code) {
        if recovery_codes::use_up(tx, account, &hash, ground.now()).await? {
            return Ok(true);
        }
    }
    Ok(false)
}
