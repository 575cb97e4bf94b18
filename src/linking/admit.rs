//! The last look before a session: inside the transaction that starts it.

use crate::domain::{AccountId, ClientId, PlatformId, Time};
use crate::ground::Ground;
use crate::storage::identities::Identity;
use crate::storage::{Tx, account_roles, accounts, identities, links};

use super::LinkingError;
use super::bear::{granted, put_roles};
use super::decide::{Block, Decision, SignIn, decide};
use super::evidence::Place;
use super::gather::{Situation, gather, is_open, platform_doors};

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
    let identity = identities::find(tx, situation.identity).await?.ok_or(LinkingError::Gone)?;
    links::mark_used(tx, &sign_in.link, ground.now()).await?;
    accounts::mark_used(tx, &sign_in.account, ground.now()).await?;
    // An assertion without any school says nothing about roles.
    if !evidence.person.places.is_empty() {
        let places = granted(situation, &evidence.person.places);
        refresh_roles(tx, ground, &sign_in.account, &identity, places).await?;
    }
    Ok(sign_in)
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
    let (platform, client) = platform_doors(tx, entry.platform, entry.client).await?;
    let account = accounts::find(tx, entry.account).await?;
    let open = account.as_ref().is_some_and(|account| is_open(account, entry.platform));
    let changed_at = account.and_then(|account| account.password_changed_at);
    let shut = [(!platform, Block::Platform), (!client, Block::Client), (!open, Block::Account)];
    if let Some((_, block)) = shut.into_iter().find(|(is_shut, _)| *is_shut) {
        return Err(LinkingError::Changed(Box::new(Decision::Blocked(block))));
    }
    if changed_at.is_some_and(|changed| changed > entry.proven_at) {
        return Err(LinkingError::Changed(Box::new(Decision::Prove)));
    }
    accounts::mark_used(tx, entry.account, ground.now()).await?;
    Ok(())
}

/// Roles follow their upstream at each sign-in: new ones are written, and those it says no longer are ended.
async fn refresh_roles(
    tx: &Tx,
    ground: &Ground,
    account: &AccountId,
    identity: &Identity,
    places: &[Place],
) -> Result<(), LinkingError> {
    let source = format!("upstream:{}", identity.upstream_id);
    for role in account_roles::list_live(tx, account).await? {
        let still = places.iter().any(|place| place.school == role.school_id && place.role == role.role);
        if role.source == source && !still {
            account_roles::end_one(tx, &role.id, ground.now()).await?;
        }
    }
    put_roles(tx, ground, account, identity, places).await
}
