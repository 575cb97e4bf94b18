//! Proving an account by user name and password.

use super::desk::{Busy, Finding, PasswordDesk};
use super::throttle::{Caller, Counters};
use crate::accounts::AccountsError;
use crate::domain::{AccountId, PasswordOwner, PlatformId, fold_username};
use crate::ground::Ground;
use crate::storage::accounts::{self, Account};
use crate::storage::{Durability, Tx, platforms};

/// Longest user name we look up, in bytes; nobody has a longer one.
const MAX_USERNAME_BYTES: usize = 320;

/// A user name and password as they were typed.
#[derive(Clone, Copy)]
pub struct Attempt<'a> {
    /// At which platform.
    pub platform: &'a PlatformId,
    /// As typed.
    pub username: &'a str,
    /// As typed.
    pub password: &'a str,
    /// From where.
    pub caller: Caller<'a>,
}

impl std::fmt::Debug for Attempt<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Attempt at {}", self.platform)
    }
}

/// What a user name and password proved.
#[derive(Debug, Clone, PartialEq)]
pub enum Proof {
    /// The account, live, as it was read. Look at `password_must_change`.
    Right(Box<Account>),
    /// The account, but nobody may sign in to it. Only somebody who knows the password learns this.
    Disabled(Box<Account>),
    /// No such user name, no password, or another one: never which.
    Wrong,
    /// Too many tries. Ways in through an upstream stay open.
    Locked {
        /// Seconds to wait, for `Retry-After`.
        retry_after_seconds: u64,
    },
    /// Too many people at once.
    Busy(Busy),
}

impl PasswordDesk {
    /// Proves an account. Takes as long and answers the same whether or not somebody has the user name.
    ///
    /// A name nobody has is compared with the hash of the next name in the index, so that its cost is one that accounts
    /// of this platform really have: what was imported costs otherwise than what was hashed here.
    ///
    /// # Errors
    /// The database's, or hashing failed.
    pub async fn prove(&self, ground: &Ground, attempt: &Attempt<'_>) -> Result<Proof, AccountsError> {
        let folded = fold_username(attempt.username);
        let folded = if folded.len() <= MAX_USERNAME_BYTES { folded } else { String::new() };
        // Before anything is counted: a class that meets a full queue must not use up its tries by asking again.
        if let Some(busy) = self.full() {
            return Ok(Proof::Busy(busy));
        }
        let counters = Counters::of(attempt.platform, &folded, attempt.caller);
        let verdict = counters.count(&ground.cache).await;
        if !verdict.allowed {
            return Ok(Proof::Locked { retry_after_seconds: verdict.retry_after_seconds });
        }
        let (platform, name) = (attempt.platform, folded.as_str());
        let nearest = ground.db.read(|tx| async move { find_nearest(&tx, platform, name).await }).await?;
        let stored = nearest.as_ref().and_then(|account| account.password_hash.as_deref());
        let finding = match self.verify(stored, attempt.password).await? {
            Ok(finding) => finding,
            Err(busy) => return Ok(Proof::Busy(busy)),
        };
        let mine = nearest.filter(|account| !folded.is_empty() && account.username_folded.as_ref() == Some(&folded));
        let (Finding::Right { rehashed }, Some(mut account)) = (finding, mine) else { return Ok(Proof::Wrong) };
        counters.forgive(&ground.cache).await;
        rehash(ground, &mut account, rehashed).await?;
        let account = Box::new(account);
        Ok(if account.disabled_at.is_some() { Proof::Disabled(account) } else { Proof::Right(account) })
    }

    /// Proves that whoever is signed in to an account knows its password.
    ///
    /// # Errors
    /// As [`PasswordDesk::prove`].
    pub async fn prove_account(
        &self,
        ground: &Ground,
        account: &AccountId,
        password: &str,
        caller: Caller<'_>,
    ) -> Result<Proof, AccountsError> {
        let found = ground.db.read(|tx| async move { accounts::find(&tx, account).await }).await?;
        let Some((platform, username)) = found.and_then(|row| Some((row.platform_id, row.username?))) else {
            return Ok(Proof::Wrong);
        };
        let attempt = Attempt { platform: &platform, username: &username, password, caller };
        self.prove(ground, &attempt).await
    }
}

async fn find_nearest(tx: &Tx, platform: &PlatformId, folded: &str) -> Result<Option<Account>, AccountsError> {
    let row = platforms::find(tx, platform).await?;
    if !row.is_some_and(|row| row.password_owner == PasswordOwner::Broker && row.disabled_at.is_none()) {
        return Ok(None);
    }
    Ok(accounts::find_password_at_or_after(tx, platform, folded).await?)
}

/// Relaxed: losing it costs one more rehash.
async fn rehash(ground: &Ground, account: &mut Account, rehashed: Option<String>) -> Result<(), AccountsError> {
    let (Some(new_hash), Some(old_hash)) = (rehashed, account.password_hash.clone()) else { return Ok(()) };
    let (id, old, new) = (&account.id, old_hash.as_str(), new_hash.as_str());
    let write = |tx| async move { Ok::<_, AccountsError>(accounts::rehash_password(&tx, id, old, new).await?) };
    if ground.db.write(Durability::Relaxed, write).await? {
        account.password_hash = Some(new_hash);
    }
    Ok(())
}
