//! What a refresh would do. Nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt as _, stream};

use super::super::guard::{Change, Verdict, judge};
use super::super::launch::is_launched;
use super::super::{Filtered, Held, Hidden, Place, Plan, RosterError, filter, gather, plan};
use super::before::Before;
use super::measure::{self, About};
use super::read::{self, Heard, Said};
use super::setting::Setting;
use super::{Opened, Scope, open};
use crate::domain::{PersonName, ReadingFault, RosterSubject, RunProblem, SeatRole};
use crate::ground::Ground;
use crate::storage::Tx;
use crate::storage::journals::Journal;
use crate::upstream::{JournalError, Registry};

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

impl Looked {
    /// How many pupils of it can be written.
    pub(super) fn pupils(&self) -> i64 {
        let Seen::Read(difference) = &self.seen else { return 0 };
        let pupils = difference.said.rows.iter().filter(|row| row.roles.contains(&SeatRole::Pupil)).count();
        i64::try_from(pupils).unwrap_or(i64::MAX)
    }
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
    /// Whether the journal moves to the school year that begins around now.
    pub turns: bool,
    /// What those who sit there were called before.
    pub names: BTreeMap<String, PersonName>,
    /// Who sits there.
    pub sitting: BTreeSet<String>,
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

/// Reads and plans everything that a refresh would, and judges it.
///
/// # Errors
/// The database's; a problem where nothing can be read at all.
pub async fn look(
    ground: &Ground,
    upstreams: &Registry,
    scope: &Scope,
) -> Result<Result<Look, RunProblem>, RosterError> {
    let Opened { source, roster_subject, rules, journals } = match open(ground, upstreams, scope).await? {
        Ok(opened) => opened,
        Err(problem) => return Ok(Err(problem)),
    };
    let asking = stream::iter(journals).map(|journal| {
        let (source, rules) = (source.clone(), &rules);
        async move { read::one(&source, journal, rules, &|_, _| ()).await }
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
    let read = |tx: Tx| async move { Before::read(&tx, scope, now).await };
    let Some(before) = ground.db.read(read).await? else { return Ok(None) };
    let (is_paused, is_turn_of_year) = (before.setting.is_paused(now), before.setting.turning_year(now).is_some());
    let mut journals = Vec::new();
    for (journal, said) in heard {
        let mut seen = see(ground, (scope, &before), roster_subject, (&journal, said)).await?;
        if let Seen::Read(difference) = &mut seen
            && is_paused
        {
            // In holidays nobody is taken out, so there is nothing to be afraid of.
            difference.change.removed.clear();
        }
        journals.push(Looked { journal, seen });
    }
    let changes: Vec<Change> = journals
        .iter()
        .filter_map(|looked| match &looked.seen {
            Seen::Read(difference) => Some(difference.change.clone()),
            Seen::Unread => Some(unread(&looked.journal)),
            Seen::Withdrawn | Seen::Gone | Seen::Unchanged => None,
        })
        .collect();
    let verdict = judge(&before.whole(), &changes);
    Ok(Some((Look { journals, verdict, is_paused, is_turn_of_year }, before.setting)))
}

async fn see(
    ground: &Ground,
    (scope, before): (&Scope, &Before),
    roster_subject: RosterSubject,
    (journal, said): (&Journal, Said),
) -> Result<Seen, RosterError> {
    let school = &before.setting;
    let reading = match said {
        Ok(reading) => reading,
        Err(JournalError::ConsentWithdrawn) => return Ok(Seen::Withdrawn),
        Err(JournalError::Gone) => return Ok(Seen::Gone),
        Err(JournalError::Unchanged) => return Ok(Seen::Unchanged),
        Err(JournalError::LaunchOver | JournalError::Upstream(_)) => return Ok(Seen::Unread),
    };
    let (said, hidden) = filter(&reading, &school.terms(&ground.vault, ground.now()));
    let (made, held) = planned(ground, school.place(scope, roster_subject), &said, &hidden).await?;
    let lacks_school = said.journal.school.is_none() && is_launched(journal);
    let about = About { lacks_school, ..before.about((&journal.id, journal.linked_at), &said) };
    let change = measure::change(&ground.vault, about, (&said, &held), &made);
    let turns = measure::turns(school.turning_year(ground.now()), &said, &held);
    let (plan, names) = (made, held.names);
    let sitting = held.seats.into_keys().map(|(subject, _)| subject).collect();
    Ok(Seen::Read(Box::new(Difference { said, hidden, plan, change, turns, names, sitting })))
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
        doubt: Some(ReadingFault::Unread),
        is_young: false,
        is_new_year: false,
        members: 0,
        removed: nobody(),
        deleted: nobody(),
        lately: nobody(),
        added: nobody(),
        added_lately: nobody(),
        rekeyed: nobody(),
        flipped: nobody(),
        moved_lately: nobody(),
    }
}
