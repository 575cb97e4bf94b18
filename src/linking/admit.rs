//! The last look before a session: inside the transaction that starts it.

use crate::domain::{AccountId, ClientId, PlatformId, Time};
use crate::ground::Ground;
use crate::storage::account_roles::AccountRole;
use crate::storage::{Tx, account_roles, accounts, links, switches};

use super::LinkingError;
use super::bear::{granted, put_roles};
use super::decide::{Block, Decision, SignIn, decide};
use super::evidence::Place;
use super::gather::{Situation, gather, is_open};

/// Reads and decides once more, and marks link and account as used. Start the session in the same transaction: what was
/// disabled or ended a moment ago lets nobody in. Relaxed.
///
/// # Errors
/// [`LinkingError::Changed`] with what holds now when this is not a sign-in, or not any more.
pub async fn admit(tx: &Tx, ground: &Ground, situation: &Situation<'_>) -> Result<SignIn, LinkingError> {
    let evidence = gather(tx, ground, situation, false).await?;
    let sign_in = match decide(&evidence) {
        Decision::SignIn(sign_in) => sign_in,
        decision => return Err(LinkingError::Changed(Box::new(decision))),
    };
    accounts::mark_used(tx, &sign_in.home, ground.now()).await?;
    let_in(tx, ground, situation, &evidence.person.places, &sign_in).await?;
    Ok(sign_in)
}

/// What every sign-in writes about link and roles, after the same transaction has decided on it; `places` are those of the
/// evidence. The link's own account was used before. Relaxed.
///
/// # Errors
/// The database's; [`StorageError::Changed`](crate::storage::StorageError::Changed) when the link has ended.
pub async fn let_in(
    tx: &Tx,
    ground: &Ground,
    situation: &Situation<'_>,
    places: &[Place],
    sign_in: &SignIn,
) -> Result<(), LinkingError> {
    links::mark_used(tx, &sign_in.link, ground.now()).await?;
    // An assertion without any school says nothing about roles.
    if places.is_empty() {
        return Ok(());
    }
    refresh_roles(tx, ground, &sign_in.home, situation, granted(situation, places)).await
}

/// A sign-in by user name and password, which no identity stands behind.
#[derive(Debug, Clone, Copy)]
pub struct PasswordEntry<'a> {
    /// Where the person wants to go.
    pub platform: &'a PlatformId,
    /// The client that asked, if one did.
    pub client: Option<&'a ClientId>,
    /// Whose password was right.
    pub account: &'a AccountId,
    /// When it was.
    pub proven_at: Time,
}

/// As [`admit`], for a password: platform, client and account are looked at once more, and the password must be the one
/// that was right. Relaxed.
///
/// # Errors
/// [`LinkingError::Changed`] with the block when one of them is switched off, or with [`Decision::Prove`] when the password
/// was replaced since.
pub async fn admit_password(tx: &Tx, ground: &Ground, entry: &PasswordEntry<'_>) -> Result<(), LinkingError> {
    let on = switches::find(tx, entry.platform, entry.client, None).await?;
    let account = accounts::find(tx, entry.account).await?;
    let open = account.as_ref().is_some_and(|account| is_open(account, entry.platform));
    let changed_at = account.and_then(|account| account.password_changed_at);
    let shut = [(!on.platform, Block::Platform), (!on.client, Block::Client), (!open, Block::Account)];
    if let Some((_, block)) = shut.into_iter().find(|(is_shut, _)| *is_shut) {
        return Err(LinkingError::Changed(Box::new(Decision::Blocked(block))));
    }
    if changed_at.is_some_and(|changed| changed > entry.proven_at) {
        return Err(LinkingError::Changed(Box::new(Decision::Prove)));
    }
    accounts::mark_used(tx, entry.account, ground.now()).await?;
    Ok(())
}

/// Roles follow their upstream at each sign-in: new ones are written, and those it says no longer are ended, where it speaks
/// of all of them. Mostly they are what they were.
async fn refresh_roles(
    tx: &Tx,
    ground: &Ground,
    account: &AccountId,
    situation: &Situation<'_>,
    places: &[Place],
) -> Result<(), LinkingError> {
    let upstream = &situation.assertion.key.upstream;
    let source = format!("upstream:{upstream}");
    let mut held = account_roles::list_live(tx, account).await?;
    held.retain(|role| role.source == source);
    let is_at = |role: &AccountRole, place: &Place| place.school == role.school_id && place.role == role.role;
    let is_over =
        |role: &&AccountRole| situation.assertion.roles_complete && !places.iter().any(|place| is_at(role, place));
    for role in held.iter().filter(is_over) {
        account_roles::end_one(tx, &role.id, ground.now()).await?;
    }
    let is_held = |place: &Place| held.iter().any(|role| is_at(role, place) && role.class_name == place.class_name);
    let news: Vec<Place> = places.iter().filter(|place| !is_held(place)).cloned().collect();
    put_roles(tx, ground, account, upstream, &news).await
}
