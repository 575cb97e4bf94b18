//! The second factor of whoever administers a school: set up once, shown at the door and again before what weighs more.
//!
//! Whoever knows a password only must not set one up in its owner's place. So it is set up in the browser in which an
//! invitation was accepted (see [`super::invitation`]), and a first grant takes away whatever was set up before it.

mod base32;
mod enrol;
mod recovery;
mod show;
mod totp;

use crate::accounts::AccountsError;
use crate::domain::{AccountId, Actor, NoticeKind};
use crate::ground::Ground;
use crate::storage::audit::{self, Entry};
use crate::storage::notices::{self, Notice};
use crate::storage::{StorageError, Tx, accounts, console_sessions, recovery_codes, second_factors};

pub use enrol::{Enrolling, Enrolment, allow, begin, confirm, is_allowed, resume};
pub use show::{Shown, show};
pub use totp::code_of;

/// Whether an account has a second factor.
///
/// # Errors
/// The database's.
pub async fn is_enrolled(tx: &Tx, account: &AccountId) -> Result<bool, StorageError> {
    Ok(second_factors::find_live(tx, account).await?.is_some())
}

/// Takes the second factor of an account away, with its recovery codes and wherever it was shown. Durable.
///
/// # Errors
/// The database's.
pub async fn reset(tx: &Tx, ground: &Ground, account: &AccountId, actor: &Actor) -> Result<(), AccountsError> {
    let ended = second_factors::end_all(tx, account, ground.now(), &actor.to_string()).await?;
    recovery_codes::delete(tx, account).await?;
    console_sessions::forget(tx, account).await?;
    if ended > 0 {
        record(tx, ground, account, actor, "console.factor_reset").await?;
        if *actor != Actor::Account(account.clone()) {
            tell(tx, ground, account, NoticeKind::AdminActed).await?;
        }
    }
    Ok(())
}

/// The owner hears of it, who may not be the one who did it.
async fn tell(tx: &Tx, ground: &Ground, account: &AccountId, kind: NoticeKind) -> Result<(), StorageError> {
    let Some(row) = accounts::find(tx, account).await? else { return Err(StorageError::Changed) };
    let notice = Notice::to(&row, kind, ground.now(), &ground.config, &ground.random);
    notices::insert(tx, &notice).await
}

/// Leaves an audit row about the second factor of an account.
async fn record(
    tx: &Tx,
    ground: &Ground,
    account: &AccountId,
    actor: &Actor,
    action: &'static str,
) -> Result<(), StorageError> {
    let Some(row) = accounts::find(tx, account).await? else { return Err(StorageError::Changed) };
    let entry =
        Entry { platform: Some(&row.platform_id), account: Some(account), ..Entry::new(ground.now(), action, actor) };
    audit::record(tx, &ground.random, &entry).await.map(drop)
}
