//! What a refresh would do. Nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use futures_util::{StreamExt as _, stream};

use super::super::guard::{Change, Verdict, Whole, judge};
use super::super::{Filtered, Held, Hidden, Place, Plan, RosterError, filter, gather, plan};
use super::measure::{self, About};
use super::read::{self, Heard};
use super::setting::Setting;
use super::{Opened, Scope, open};
use crate::domain::{HoldReason, PersonName, Reading, RosterSubject, RunProblem, Time};
use crate::ground::Ground;
use crate::storage::journal_runs::{self, Turned};
use crate::storage::journals::Journal;
use crate::storage::members::{self, Removed};
use crate::storage::{StorageError, holds};
use crate::upstream::{JournalError, Registry};

/// What counts along in the guard: removals of so many hours.
const LATELY: TimeDelta = TimeDelta::hours(20);
/// For so long after a journal moved to another school year those of the old one may leave it.
const TURNING: TimeDelta = TimeDelta::days(7);
/// Journals that are asked for at the same time where nobody keeps a row about it.
const AT_ONCE: usize = 4;

/// A journal and what its upstream said.
#[derive(Debug)]
pub struct Looked {
    /// The journal as it stands.
    pub journal: Journal,
    /// What was seen.
    pub seen: Seen,
}

/// What an upstream said of a journal.
#[derive(Debug)]
pub enum Seen {
    /// Who is in it.
    Read(Box<Difference>),
    /// It lets us read it no longer.
    Withdrawn,
    /// It has it no longer.
    Gone,
    /// That nothing changed since it was read.
    Unchanged,
    /// Nothing that could be understood.
    Unread,
}

/// What would be done to a journal.
#[derive(Debug)]
pub struct Difference {
    /// What was said.
    pub said: Filtered,
    /// Who is not to be seen.
    pub hidden: Hidden,
    /// What becomes of everybody.
    pub plan: Plan,
    /// The same as the guard counts it.
    pub change: Change,
    /// Whether the journal moves to another school year.
    pub turns: bool,
    /// What those who sit there were called before.
    pub names: BTreeMap<String, PersonName>,
}

/// What a refresh would do to all of its journals.
#[derive(Debug)]
pub struct Look {
    /// Each of them.
    pub journals: Vec<Looked>,
    /// What the guard says.
    pub verdict: Verdict,
    /// Whether the school has holidays: then nobody leaves.
    pub is_paused: bool,
    /// Whether the school's year turns around now.
    pub is_turn_of_year: bool,
}

impl Look {
    /// The journals that were read, with what would be done to them.
    pub fn read(&self) -> impl Iterator<Item = (&Journal, &Difference)> {
        self.journals.iter().filter_map(|looked| match &looked.seen {
            Seen::Read(difference) => Some((&looked.journal, &**difference)),
            _ => None,
        })
    }
}

/// What happened before and counts along.
struct Lately {
    removed: Vec<Removed>,
    turned: Vec<Turned>,
}

/// Reads and plans everything that a refresh would, and judges it.
///
/// # Errors
/// The database's; a problem where nothing can be read at all.
pub async fn look(
    ground: &Ground,
    upstreams: &Registry,
    scope: &Scope,
) -> Result<Result<Look, RunProblem>, RosterError> {
    let Opened { source, roster_subject, journals } = match open(ground, upstreams, scope).await? {
        Ok(opened) => opened,
        Err(problem) => return Ok(Err(problem)),
    };
    let asking = stream::iter(journals).map(|journal| {
        let source = source.clone();
        async move { read::one(&source, journal).await }
    });
    let heard: Vec<Heard> = asking.buffered(AT_ONCE).collect().await;
    Ok(study(ground, scope, roster_subject, heard).await?.ok_or(RunProblem::SwitchedOff).map(|(look, _)| look))
}

/// Plans and judges what was heard. Nothing when the school was switched off meanwhile.
pub(super) async fn study(
    ground: &Ground,
    scope: &Scope,
    roster_subject: RosterSubject,
    heard: Vec<Heard>,
) -> Result<Option<(Look, Setting)>, RosterError> {
    let now = ground.now();
    let before = |tx| async move {
        let Some(setting) = Setting::find(&tx, scope).await? else { return Ok(None) };
        let spent = holds::find_last_spent(&tx, scope.place()).await?.and_then(|hold| hold.spent_at);
        // What a person approved is not held against the next refresh.
        let since = spent.unwrap_or(now - LATELY).max(now - LATELY);
        let lately = Lately {
            removed: members::list_removed(&tx, scope.place(), since).await?,
            turned: journal_runs::list_turned(&tx, scope.place(), now - TURNING).await?,
        };
        Ok::<_, StorageError>(Some((setting, members::count(&tx, scope.place(), since).await?, lately)))
    };
    let Some((setting, members, lately)) = ground.db.read(before).await? else { return Ok(None) };
    let (is_paused, is_turn_of_year) = (setting.is_paused(now), setting.is_turn_of_year(now));
    let mut journals = Vec::new();
    for (journal, said) in heard {
        let mut seen = see(ground, (scope, &setting), roster_subject, (&journal, said), &lately).await?;
        if let Seen::Read(difference) = &mut seen
            && is_paused
        {
            // In holidays nobody is taken out, so there is nothing to be afraid of.
            difference.change.removed.clear();
        }
        journals.push(Looked { journal, seen });
    }
    let whole = Whole {
        members: usize::try_from(members).unwrap_or_default(),
        lately: lately.removed.into_iter().map(|removed| removed.subject).collect(),
        additions_flow: setting.wishes.additions_flow,
    };
    let changes: Vec<Change> = journals
        .iter()
        .filter_map(|looked| match &looked.seen {
            Seen::Read(difference) => Some(difference.change.clone()),
            Seen::Unread => Some(unread(&looked.journal)),
            Seen::Withdrawn | Seen::Gone | Seen::Unchanged => None,
        })
        .collect();
    let verdict = judge(&whole, &changes);
    Ok(Some((Look { journals, verdict, is_paused, is_turn_of_year }, setting)))
}

async fn see(
    ground: &Ground,
    (scope, setting): (&Scope, &Setting),
    roster_subject: RosterSubject,
    (journal, said): (&Journal, Result<Reading, JournalError>),
    before: &Lately,
) -> Result<Seen, RosterError> {
    let now: Time = ground.now();
    let reading = match said {
        Ok(reading) => reading,
        Err(JournalError::ConsentWithdrawn) => return Ok(Seen::Withdrawn),
        Err(JournalError::Gone) => return Ok(Seen::Gone),
        Err(JournalError::Unchanged) => return Ok(Seen::Unchanged),
        Err(JournalError::LaunchOver | JournalError::Upstream(_)) => return Ok(Seen::Unread),
    };
    let (said, hidden) = filter(&reading, &setting.terms(&ground.vault, now));
    let (made, held) = planned(ground, setting.place(scope, roster_subject), &said, &hidden).await?;
    let lately = before.removed.iter().filter(|removed| removed.journal_id == journal.id);
    let about = About {
        journal: journal.id.clone(),
        linked_at: journal.linked_at,
        is_elsewhere: said.journal.school.as_ref().is_some_and(|number| !setting.is_known_by(number)),
        is_turn_of_year: setting.is_turn_of_year(now),
        turned_lately: before.turned.iter().any(|turned| turned.journal_id == journal.id),
        lately: lately.map(|removed| removed.subject.clone()).collect::<BTreeSet<_>>(),
    };
    let change = measure::change(about, &said, &held, &made);
    let turns = measure::turned(&said, &held);
    Ok(Seen::Read(Box::new(Difference { said, hidden, plan: made, change, turns, names: held.names })))
}

/// Plans one journal against what is held about it.
async fn planned(
    ground: &Ground,
    place: Place<'_>,
    said: &Filtered,
    hidden: &Hidden,
) -> Result<(Plan, Held), RosterError> {
    let held = ground.db.read(|tx| async move { gather(&tx, ground, place, said, hidden).await }).await?;
    Ok((plan(said, &held), held))
}

/// What is not known at all is not known whole.
fn unread(journal: &Journal) -> Change {
    let nobody = BTreeSet::new;
    Change {
        journal: journal.id.clone(),
        doubt: Some(HoldReason::Partial),
        is_young: false,
        is_new_year: false,
        members: 0,
        removed: nobody(),
        lately: nobody(),
        added: nobody(),
        rekeyed: nobody(),
        flipped: nobody(),
    }
}
