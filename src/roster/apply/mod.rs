//! Writes plans, in short transactions, each with one journal or several small ones. What was agreed on is planned again
//! inside it, so nothing that happened meanwhile is written over, and a journal that was applied before is passed over when
//! a run is repeated.

mod batch;
mod decide;
mod progress;
mod record;
mod write;

pub(super) use batch::{Batch, Outcome, apply_many};

use super::evidence::Depth;
use super::{Filtered, Hidden, Place, Plan, RosterError};
use crate::domain::{Actor, GroupId, JournalId, KitId, UpstreamId};
use crate::ground::Ground;
use crate::licences::Settled;
use crate::linking::privacy::{Protect, protect};
use crate::storage::{Durability, StorageError, Tx, roster_people};

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
    apply_part(ground, work, Part::Everything).await
}

/// How much of a plan is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Everything,
    /// Only for those who have no seat yet: of pupils nobody is missed, nobody leaves, nothing else is told anew. Of this
    /// and the parts below: the journal stands as if it had not been read. For a refresh that is held.
    Additions,
    /// Only who may open the journal.
    Access,
    /// Only who may not open it any more.
    Absences,
}

impl Part {
    /// What is left of a plan.
    pub(super) fn of(self, plan: Plan) -> Plan {
        match self {
            Self::Everything => plan,
            Self::Additions => plan.additions(),
            Self::Access => plan.access(),
            Self::Absences => plan.absences(),
        }
    }

    /// Whether a journal that is not linked may be by it.
    fn links(self) -> bool {
        matches!(self, Self::Everything | Self::Additions)
    }
}

/// As [`apply`], but only a part of the plan.
///
/// # Errors
/// As [`apply`].
pub(super) async fn apply_part(ground: &Ground, work: &Work<'_>, part: Part) -> Result<Applied, RosterError> {
    forget(ground, work.said, work.hidden).await?;
    if !work.said.is_complete {
        return Err(RosterError::Partial);
    }
    ground.db.write(Durability::Durable, |tx| async move { apply_in(&tx, ground, work, part).await }).await
}

/// Erases what rosters told of people who are protected now, and leaves them out of everything else, whatever becomes of the
/// rest of the reading, and without a row anywhere that says so. [`apply`] begins with it. Durable.
///
/// # Errors
/// The database's.
pub async fn forget(ground: &Ground, said: &Filtered, hidden: &Hidden) -> Result<(), RosterError> {
    let key = &said.journal.key;
    let hidden: Vec<&str> = hidden.0.iter().map(String::as_str).collect();
    Ok(forget_all(ground, (&key.upstream, &key.scope), &hidden).await?)
}

/// The same for everybody who is protected in the readings of an upstream.
pub(super) async fn forget_all(ground: &Ground, of: (&UpstreamId, &str), hidden: &[&str]) -> Result<(), StorageError> {
    if hidden.is_empty() {
        return Ok(());
    }
    let erase = |tx: Tx| async move {
        let people = roster_people::list_by_subject(&tx, of.0, of.1, hidden).await?;
        let ids: Vec<_> = people.iter().map(|person| &person.id).collect();
        if !ids.is_empty() {
            roster_people::erase(&tx, &ids).await?;
        }
        protect(&tx, ground, Protect::Subjects(of.0, of.1, hidden)).await
    };
    ground.db.write(Durability::Durable, erase).await
}

/// The same within a transaction of the caller's; what is protected was erased before.
pub(super) async fn apply_in(tx: &Tx, ground: &Ground, work: &Work<'_>, part: Part) -> Result<Applied, RosterError> {
    let works = std::slice::from_ref(work);
    let batch = Batch { works, part, depth: Depth::Everybody, may: &|_, _| true };
    let done = batch::apply_in(tx, ground, &batch).await?.pop();
    done.unwrap_or(Err(RosterError::NotLinked))
}
