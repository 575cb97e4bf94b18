//! Writes a plan: one short transaction per journal. What was agreed on is planned again inside it, so nothing that
//! happened meanwhile is written over, and a journal that was applied before is passed over when a run is repeated.

mod record;
mod write;

use super::gather::{Place, gather};
use super::{Filtered, Hidden, Plan, RosterError, plan};
use crate::domain::{Actor, GroupId, JournalId, JournalState, KitId};
use crate::ground::Ground;
use crate::licences::{self, About, Settled};
use crate::storage::journals::{self, Journal};
use crate::storage::{Durability, Tx, journal_kits};

/// What a teacher chose for a journal that is linked now.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Which kits.
    pub kits: Vec<KitId>,
    /// The group of the platform it is attached to.
    pub group: Option<GroupId>,
}

/// One journal to apply.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// Where.
    pub place: Place<'a>,
    /// What the upstream says.
    pub said: &'a Filtered,
    /// Who is not to be seen.
    pub hidden: &'a Hidden,
    /// Link the journal where it is not yet. Without it a journal that is not linked is an error.
    pub choice: Option<&'a Choice>,
    /// The hash of the plan that somebody agreed to; none for a refresh, which asks nobody.
    pub agreed: Option<&'a str>,
    /// Who does it.
    pub actor: &'a Actor,
    /// Names the run in audit rows and evidence.
    pub run: &'a str,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Which journal.
    pub journal: JournalId,
    /// What was planned, and is so now.
    pub plan: Plan,
    /// What became of the licences.
    pub licences: Settled,
}

/// Applies one journal. Durable; nothing is left half-way, and a second time nothing is written.
///
/// # Errors
/// [`RosterError::Changed`] with the plan of now when it is not the one that was agreed to; [`RosterError::Partial`],
/// [`RosterError::Stale`], [`RosterError::OtherSchool`], [`RosterError::NotLinked`]; linking's and the database's.
pub async fn apply(ground: &Ground, work: &Work<'_>) -> Result<Applied, RosterError> {
    write(ground, work, Part::Everything).await
}

/// As [`apply`], but only for those who have no seat yet: nobody is missed, nobody leaves, nothing else is told anew, and
/// the journal stands as if it had not been read. For a refresh that is held.
///
/// # Errors
/// As [`apply`].
pub async fn apply_additions(ground: &Ground, work: &Work<'_>) -> Result<Applied, RosterError> {
    write(ground, work, Part::Additions).await
}

/// How much of a plan is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Everything,
    Additions,
}

async fn write(ground: &Ground, work: &Work<'_>, part: Part) -> Result<Applied, RosterError> {
    forget(ground, work.said, work.hidden).await?;
    if !work.said.is_complete {
        return Err(RosterError::Partial);
    }
    ground.db.write(Durability::Durable, |tx| async move { apply_in(&tx, ground, work, part).await }).await
}

/// Erases what rosters told of people who are protected now, whatever becomes of the rest of the reading, and without a
/// row anywhere that says so. [`apply`] begins with it. Durable.
///
/// # Errors
/// The database's.
pub async fn forget(ground: &Ground, said: &Filtered, hidden: &Hidden) -> Result<(), RosterError> {
    if hidden.0.is_empty() {
        return Ok(());
    }
    Ok(ground.db.write(Durability::Durable, |tx| async move { write::forget(&tx, said, hidden).await }).await?)
}

/// The same within a transaction of the caller's; what is protected was erased before.
pub(super) async fn apply_in(tx: &Tx, ground: &Ground, work: &Work<'_>, part: Part) -> Result<Applied, RosterError> {
    // Before anything is read: who comes second sees what the first has done.
    let journal = journals::lock(tx, work.place.platform, &work.said.journal.key).await?;
    if journal.as_ref().and_then(|journal| journal.read_at).is_some_and(|read_at| read_at > work.said.read_at) {
        return Err(RosterError::Stale);
    }
    let held = gather(tx, ground, work.place, work.said, work.hidden).await?;
    let made = plan(work.said, &held);
    if work.agreed.is_some_and(|agreed| agreed != made.hash()) {
        return Err(RosterError::Changed(Box::new(made)));
    }
    let made = if part == Part::Additions { made.additions() } else { made };
    let (journal, chose) = match journal {
        Some(journal) => (journal, false),
        None => (link(tx, ground, work).await?, true),
    };
    if !made.is_empty() || chose {
        let audit = record::journal(tx, ground, work, &journal, &made).await?;
        write::steps(tx, ground, work, (&journal, &audit), (&made, &held)).await?;
    }
    if part == Part::Everything {
        write::progress(tx, work, &journal, &made, &held).await?;
    }
    let about =
        About { journal: &journal.id, platform: work.place.platform, school: work.place.school, actor: work.actor };
    let licences = licences::settle(tx, ground, about).await?;
    if !made.is_empty() || chose {
        journals::touch(tx, &journal.id, ground.now()).await?;
    }
    Ok(Applied { journal: journal.id, plan: made, licences })
}

/// Links the journal with its kits and group.
async fn link(tx: &Tx, ground: &Ground, work: &Work<'_>) -> Result<Journal, RosterError> {
    let choice = work.choice.ok_or(RosterError::NotLinked)?;
    let (facts, now, by) = (&work.said.journal, ground.now(), work.actor.to_string());
    let journal = Journal {
        id: JournalId::random(&ground.random),
        platform_id: work.place.platform.clone(),
        upstream_id: facts.key.upstream.clone(),
        scope: facts.key.scope.clone(),
        external_id: facts.key.external_id.clone(),
        school_id: work.place.school.clone(),
        name: facts.name.clone(),
        school_year: facts.school_year.clone(),
        landing_url: facts.landing_url.clone(),
        group_id: choice.group.clone(),
        state: JournalState::Linked,
        linked_at: now,
        linked_by: by.clone(),
        applied_digest: None,
        applied_rules: None,
        read_at: None,
        has_absences: false,
        held: false,
        cursor: work.said.cursor.clone(),
        ended_at: None,
        ended_by: None,
    };
    if !journals::insert(tx, &journal).await? {
        return Err(crate::storage::StorageError::Changed.into());
    }
    for kit in &choice.kits {
        journal_kits::choose(tx, &journal.id, kit, now, &by).await?;
    }
    Ok(journal)
}
