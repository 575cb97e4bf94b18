//! Linking the journal that a teacher launched: the right to it, the plan, the end of the launch and the message to the
//! upstream are one transaction. Nobody can press twice, and nothing is linked that its upstream is not told of.

use super::apply::{Part, apply_in};
use super::tell::{self, About};
use super::{Applied, Choice, RosterError, Work, forget};
use crate::domain::{AccountId, Actor, GroupId, MessageId, PlatformId, SubjectKey};
use crate::ground::Ground;
use crate::storage::journal_launches::{self, JournalLaunch};
use crate::storage::journals::Journal;
use crate::storage::{Durability, StorageError, Tx, accounts, identities, kits, links, platform_groups, schools};

/// A launch, and who commits it.
#[derive(Debug, Clone, Copy)]
pub struct Launching<'a> {
    /// Its row.
    pub launch: &'a JournalLaunch,
    /// The upstream's token.
    pub token: &'a str,
    /// The account that is signed in.
    pub account: &'a AccountId,
    /// The teacher who launched, as the upstream knows them.
    pub teacher: &'a SubjectKey,
}

/// What was done, and what the upstream is to be told now.
#[derive(Debug)]
pub struct Linked {
    /// The journal and its plan.
    pub applied: Applied,
    /// The message; see [`tell`](super::tell).
    pub message: MessageId,
}

/// Links a journal as its teacher agreed to. Durable; all of it or nothing.
///
/// # Errors
/// Those of [`apply`](super::apply); [`RosterError::Refused`] when the teacher may not do this any more or has chosen what
/// is not theirs to choose; the database's `Changed` when the launch was used or ran out.
pub async fn link(ground: &Ground, work: &Work<'_>, by: Launching<'_>) -> Result<Linked, RosterError> {
    forget(ground, work.said, work.hidden).await?;
    if !work.said.is_complete {
        return Err(RosterError::Partial);
    }
    ground.db.write(Durability::Durable, |tx| async move { link_in(&tx, ground, work, by).await }).await
}

async fn link_in(tx: &Tx, ground: &Ground, work: &Work<'_>, by: Launching<'_>) -> Result<Linked, RosterError> {
    may_link(tx, work, by).await?;
    let applied = apply_in(tx, ground, work, Part::Everything).await?;
    let platform = work.place.platform;
    journal_launches::use_up(tx, by.launch, platform, &applied.journal, ground.now()).await?;
    let about = About { platform, key: &work.said.journal.key, journal: &applied.journal };
    let message = tell::say_linked(tx, ground, about, by.token).await?;
    Ok(Linked { applied, message })
}

/// Tells the upstream of a journal that is linked already by the token of another launch, which that uses up. Durable.
///
/// # Errors
/// The database's, `Changed` when the launch was used or ran out.
pub async fn tell_again(
    ground: &Ground,
    launch: &JournalLaunch,
    token: &str,
    journal: &Journal,
) -> Result<MessageId, RosterError> {
    let key = &journal.key();
    let write = |tx: Tx| async move {
        journal_launches::use_up(&tx, launch, &journal.platform_id, &journal.id, ground.now()).await?;
        let about = About { platform: &journal.platform_id, key, journal: &journal.id };
        tell::say_linked(&tx, ground, about, token).await
    };
    ground.db.write(Durability::Durable, write).await
}

/// Whether a journal was linked by a teacher's launch: nothing else is done to one in the name of an account. A launch is of a
/// school only by the number that its upstream tells, so a reading without one says less than what the link rests on.
pub(super) fn is_launched(journal: &Journal) -> bool {
    matches!(Actor::read(&journal.linked_by), Some(Actor::Account(_)))
}

/// Everything that the pages before have looked at, once more: school and upstream on, account open, linked to the teacher
/// who launched, and the choice one that this teacher has.
async fn may_link(tx: &Tx, work: &Work<'_>, by: Launching<'_>) -> Result<(), RosterError> {
    let (platform, school) = (work.place.platform, work.place.school);
    let open = schools::find_open(tx, platform, &by.teacher.upstream, school).await?;
    let account = accounts::find(tx, by.account).await?;
    let account = account.filter(|row| row.disabled_at.is_none() && row.merged_into.is_none());
    if open.is_none() || account.is_none() || !is_teacher(tx, platform, by).await? {
        return Err(RosterError::Refused);
    }
    match work.choice {
        Some(choice) => chosen(tx, work, by.account, choice).await,
        None => Err(RosterError::Refused),
    }
}

async fn is_teacher(tx: &Tx, platform: &PlatformId, by: Launching<'_>) -> Result<bool, StorageError> {
    let link = links::find_live(tx, platform, by.teacher).await?.filter(|link| link.account_id == *by.account);
    let Some(link) = link else { return Ok(false) };
    let identity = identities::find(tx, &link.identity_id).await?;
    Ok(identity.is_some_and(|identity| identity.quarantined_at.is_none()))
}

async fn chosen(tx: &Tx, work: &Work<'_>, account: &AccountId, choice: &Choice) -> Result<(), RosterError> {
    let (platform, school) = (work.place.platform, work.place.school);
    let offered = kits::list_offered(tx, platform).await?;
    let fits = choice.kits.iter().all(|id| offered.iter().any(|kit| kit.id == *id));
    let groups = match &choice.group {
        Some(_) => platform_groups::list_of_teacher(tx, account, school).await?,
        None => Vec::new(),
    };
    let theirs = |id: &GroupId| groups.iter().any(|group| group.id == *id && group.platform_id == *platform);
    let fits = fits && choice.group.as_ref().is_none_or(theirs);
    if fits { Ok(()) } else { Err(RosterError::Refused) }
}
