//! A code is typed: one of the app, or a recovery code.

use std::time::Duration;

use super::{record, recovery, totp};
use crate::accounts::AccountsError;
use crate::cache::{Cache, Limit, Verdict};
use crate::domain::{AccountId, Actor, SessionId};
use crate::ground::Ground;
use crate::storage::second_factors::{self, SecondFactor, secret_place};
use crate::storage::{Durability, Tx, console_sessions, recovery_codes};

/// Five tries at once, then one every three minutes.
const TRIES: Limit = Limit::new(5, Duration::from_mins(15));
/// How long a browser is known by a right code.
const KNOWN: Duration = Duration::from_hours(30 * 24);

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

/// How often the codes of an account may be tried in a browser. Whoever gets here has signed in as the account, so strangers lock
/// nobody out; and whoever has got hold of the password does not lock its owner out either: a browser in which a code was right
/// within 30 days has a counter of its own, and all others share one.
pub(super) struct Counters {
    others: String,
    known: String,
}

impl Counters {
    pub(super) fn of(account: &AccountId, browser_hash: &str) -> Self {
        Self { others: format!("factor:{account}"), known: format!("factor:{account}:{browser_hash}") }
    }

    /// Counts a try, before anything is compared.
    pub(super) async fn count(&self, cache: &Cache) -> Verdict {
        let is_known = cache.fetch(&self.known).await.is_some();
        cache.hit(if is_known { &self.known } else { &self.others }, TRIES).await
    }

    /// The code was right: the tries of this browser are forgotten, and it is known from now on. Those of others stay, as
    /// somebody else's guesses are among them.
    pub(super) async fn forgive(&self, cache: &Cache) {
        cache.reset(&self.known).await;
        cache.put(&self.known, "1", KNOWN).await;
    }

    /// There is a new secret, about which no guess so far says anything.
    pub(super) async fn begin_anew(&self, cache: &Cache) {
        cache.reset(&self.others).await;
        self.forgive(cache).await;
    }
}

/// Somebody who is signed in in this browser shows their second factor; the session remembers when.
///
/// # Errors
/// The database's, or the secret cannot be opened.
pub async fn show(
    ground: &Ground,
    account: &AccountId,
    (session, browser_hash): (&SessionId, &str),
    code: &str,
) -> Result<Shown, AccountsError> {
    let counters = Counters::of(account, browser_hash);
    let verdict = counters.count(&ground.cache).await;
    if !verdict.allowed {
        return Ok(Shown::Locked { retry_after_seconds: verdict.retry_after_seconds });
    }
    let write = |tx: Tx| async move { compare(&tx, ground, account, session, code).await };
    let shown = ground.db.write(Durability::Durable, write).await?;
    if shown == Shown::Right {
        counters.forgive(&ground.cache).await;
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
