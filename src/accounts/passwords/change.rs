//! Changing passwords: by the person, by the school (a printed one-time password), at the command line.

use serde_json::json;

use super::desk::{Busy, PasswordDesk};
use super::policy::{Weakness, weakness};
use super::proof::Proof;
use super::throttle::Caller;
use crate::accounts::{AccountsError, sessions};
use crate::domain::{AccountId, Actor, NoticeKind, PasswordSource, Random, SessionId};
use crate::ground::Ground;
use crate::storage::accounts::{self, Account, StoredPassword};
use crate::storage::audit::{self, Entry};
use crate::storage::events::{self, Announcement};
use crate::storage::notices::{self, Notice};
use crate::storage::{Durability, Tx};

/// A password that is to replace another.
#[derive(Clone, Copy)]
pub struct NewPassword<'a> {
    /// Whose.
    pub account: &'a AccountId,
    /// The text.
    pub password: &'a str,
    /// Who chose it. [`PasswordSource::Reset`] must be changed at the next sign-in.
    pub source: PasswordSource,
    /// Who did it, for the audit log.
    pub actor: &'a Actor,
    /// The session that goes on; all others of the account end.
    pub keep: Option<&'a SessionId>,
}

impl std::fmt::Debug for NewPassword<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewPassword for {} ({})", self.account, self.source)
    }
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It stands; every other session of the account has ended.
    Done,
    /// The current password is another one, or there is no such account.
    Wrong,
    /// The new password may not be used.
    Weak(Weakness),
    /// Too many tries.
    Locked {
        /// Seconds to wait, for `Retry-After`.
        retry_after_seconds: u64,
    },
    /// Too many people at once.
    Busy(Busy),
}

impl PasswordDesk {
    /// Changes a password for somebody who types the current one.
    ///
    /// # Errors
    /// The database's, or hashing failed.
    pub async fn change(
        &self,
        ground: &Ground,
        new: &NewPassword<'_>,
        current: &str,
        caller: Caller<'_>,
    ) -> Result<Change, AccountsError> {
        match self.prove_account(ground, new.account, current, caller).await? {
            Proof::Right(account) => self.replace(ground, new, Some(&account)).await,
            Proof::Wrong | Proof::Disabled(_) => Ok(Change::Wrong),
            Proof::Locked { retry_after_seconds } => Ok(Change::Locked { retry_after_seconds }),
            Proof::Busy(busy) => Ok(Change::Busy(busy)),
        }
    }

    /// Sets a password without the current one: for a sign-in that just proved it, a school, the command line.
    ///
    /// # Errors
    /// The database's, or hashing failed.
    pub async fn set(&self, ground: &Ground, new: &NewPassword<'_>) -> Result<Change, AccountsError> {
        self.replace(ground, new, None).await
    }

    /// As [`PasswordDesk::set`], if the account's password is still the one of `proven`; [`Change::Wrong`] if it is another.
    ///
    /// # Errors
    /// The database's, or hashing failed.
    pub async fn set_in_place_of(
        &self,
        ground: &Ground,
        new: &NewPassword<'_>,
        proven: &Account,
    ) -> Result<Change, AccountsError> {
        self.replace(ground, new, Some(proven)).await
    }

    /// Sets a random password that opens the account once, and answers it: to be printed and handed over.
    ///
    /// # Errors
    /// The database's, or hashing failed.
    pub async fn set_one_time(
        &self,
        ground: &Ground,
        account: &AccountId,
        actor: &Actor,
    ) -> Result<(Change, String), AccountsError> {
        let password = one_time_password(&ground.random);
        let new = NewPassword { account, password: &password, source: PasswordSource::Reset, actor, keep: None };
        Ok((self.set(ground, &new).await?, password))
    }

    async fn replace(
        &self,
        ground: &Ground,
        new: &NewPassword<'_>,
        proven: Option<&Account>,
    ) -> Result<Change, AccountsError> {
        let id = new.account;
        let Some(account) = ground.db.read(|tx| async move { accounts::find(&tx, id).await }).await? else {
            return Ok(Change::Wrong);
        };
        if let Some(weakness) = weakness_for(&account, new) {
            return Ok(Change::Weak(weakness));
        }
        let hash = match self.hash(new.password).await? {
            Ok(hash) => hash,
            Err(busy) => return Ok(Change::Busy(busy)),
        };
        let must_change = new.source == PasswordSource::Reset;
        let stored = &StoredPassword { hash, source: new.source, must_change };
        let expected = proven.map(|account| &account.password_hash);
        let write = |tx| async move { write(&tx, ground, new, stored, expected).await };
        ground.db.write(Durability::Durable, write).await
    }
}

fn weakness_for(account: &Account, new: &NewPassword<'_>) -> Option<Weakness> {
    let personal = [&account.username, &account.given_name, &account.family_name, &account.email];
    let personal: Vec<&str> = personal.into_iter().flatten().map(String::as_str).collect();
    weakness(new.password, &personal)
}

async fn write(
    tx: &Tx,
    ground: &Ground,
    new: &NewPassword<'_>,
    stored: &StoredPassword,
    expected: Option<&Option<String>>,
) -> Result<Change, AccountsError> {
    let now = ground.now();
    let Some(account) = accounts::find(tx, new.account).await? else { return Ok(Change::Wrong) };
    // Somebody else changed it between the proof and now: the proof was of another password.
    if expected.is_some_and(|expected| *expected != account.password_hash) {
        return Ok(Change::Wrong);
    }
    accounts::set_password(tx, &account.id, stored, now).await?;
    sessions::end_others(tx, &account.id, new.keep, sessions::EndReason::PasswordChanged, now).await?;
    record(tx, ground, &account, new).await?;
    let notice = Notice::to(&account, NoticeKind::PasswordChanged, now, &ground.config, &ground.random);
    notices::insert(tx, &notice).await?;
    Ok(Change::Done)
}

async fn record(tx: &Tx, ground: &Ground, account: &Account, new: &NewPassword<'_>) -> Result<(), AccountsError> {
    let now = ground.now();
    let entry = Entry {
        platform: Some(&account.platform_id),
        account: Some(&account.id),
        detail: json!({ "source": new.source }),
        ..Entry::new(now, "account.password_changed", new.actor)
    };
    let audit = &audit::record(tx, &ground.random, &entry).await?;
    let said = Announcement {
        at: now,
        platform: &account.platform_id,
        kind: "account.password_changed",
        sub: &account.sub,
        audit,
        payload: json!({ "source": new.source }),
    };
    events::announce(tx, &ground.random, &said).await?;
    Ok(())
}

/// Twelve letters and digits in groups of four, without those that look alike: 60 random bits.
fn one_time_password(random: &Random) -> String {
    let text: Vec<char> = random.id_text().chars().take(12).collect();
    let groups: Vec<String> = text.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}
