//! "These are two people": remembered, so that nobody is ever asked about the two again. Neither a sign-in nor a roster
//! suggests them to each other, no teacher's word brings them together, and no code is printed for them. It is never written
//! of an account that somebody could only guess: whoever says it has proven both sides, or has seen them in the school.

use serde_json::json;

use super::LinkingError;
use crate::domain::{Actor, ApartCause, AttemptId, OneTimePurpose};
use crate::ground::Ground;
use crate::storage::audit::{self, Entry};
use crate::storage::not_same::{self, Two};
use crate::storage::one_time::{self, Offer};
use crate::storage::{StorageError, Tx, claim_codes, identities, journals, roster_people};

/// Remembers that a person and an account are two; codes by which one could claim the other are good no longer. False when
/// that was known. Durable.
///
/// # Errors
/// The database's.
pub async fn keep_apart(
    tx: &Tx,
    ground: &Ground,
    two: Two,
    cause: ApartCause,
    actor: &Actor,
) -> Result<bool, StorageError> {
    let now = ground.now();
    if !not_same::put(tx, &two, cause, now, &actor.to_string()).await? {
        return Ok(false);
    }
    if let Some(person) = roster_people::find_by_key(tx, &two.key).await? {
        claim_codes::end_of_pair(tx, &person.id, &two.account, now).await?;
    }
    changed(tx, ground, &two, ("person.kept_apart", Some(cause)), actor).await?;
    Ok(true)
}

/// Takes that back: the two may be suggested to each other again. False when nobody had said so. Durable.
///
/// # Errors
/// The database's.
pub async fn allow_again(tx: &Tx, ground: &Ground, two: Two, actor: &Actor) -> Result<bool, StorageError> {
    let was_said = not_same::end(tx, &two, ground.now(), &actor.to_string()).await?;
    if was_said {
        changed(tx, ground, &two, ("person.apart_undone", None), actor).await?;
    }
    Ok(was_said)
}

/// The next run looks at the person again, and the log says what was said. The upstream's id of the person stands in neither.
async fn changed(
    tx: &Tx,
    ground: &Ground,
    two: &Two,
    (action, cause): (&'static str, Option<ApartCause>),
    actor: &Actor,
) -> Result<(), StorageError> {
    let person = roster_people::find_by_key(tx, &two.key).await?;
    if let Some(person) = &person {
        journals::forget_digest(tx, &two.platform, &person.id).await?;
    }
    let identity = identities::find_by_key(tx, &two.key).await?;
    let entry = Entry {
        platform: Some(&two.platform),
        account: Some(&two.account),
        object: identity.map(|identity| format!("identity:{}", identity.id)),
        detail: json!({ "cause": cause, "upstream": two.key.upstream, "person": person.map(|person| person.id) }),
        ..Entry::new(ground.now(), action, actor)
    };
    audit::record(tx, &ground.random, &entry).await.map(drop)
}

/// A press of "these are two people" on the page that shows both.
#[derive(Debug, Clone, Copy)]
pub struct TwoPeople<'a> {
    /// Of which login.
    pub attempt: &'a AttemptId,
    /// SHA-256 of the form's value, which was made for the two on the page.
    pub value_hash: &'a str,
    /// Hash of the browser that pressed.
    pub browser_hash: &'a str,
}

/// Remembers that the two on the page are two people. Durable.
///
/// # Errors
/// [`LinkingError::NotOffered`] when the value is not good; [`LinkingError::Gone`] when the identity is not there any more.
pub async fn say_two_people(tx: &Tx, ground: &Ground, press: &TwoPeople<'_>) -> Result<(), LinkingError> {
    let offered = Offer {
        hash: press.value_hash,
        purpose: OneTimePurpose::Confirm,
        browser_hash: Some(press.browser_hash),
        now: ground.now(),
    };
    let value = one_time::consume(tx, &offered).await?.filter(|value| value.attempt_id.as_ref() == Some(press.attempt));
    let value = value.ok_or(LinkingError::NotOffered)?;
    let sides = value.identity_id.zip(value.account_id).zip(value.platform_id);
    let ((identity, account), platform) = sides.ok_or(LinkingError::NotOffered)?;
    let key = identities::find(tx, &identity).await?.ok_or(LinkingError::Gone)?.key();
    let two = Two { platform, key, account };
    keep_apart(tx, ground, two, ApartCause::TwoPeople, &Actor::Identity(identity)).await?;
    Ok(())
}
