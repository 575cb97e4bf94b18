//! What a refresh is measured by: the school, what it wants, and what happened in the last hours and counts along.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::super::Filtered;
use super::super::guard::{Whole, YOUNG};
use super::Scope;
use super::measure::About;
use super::setting::Setting;
use crate::domain::{JournalId, Time};
use crate::storage::journal_runs::{self, Turned};
use crate::storage::members::{self, Added, Removed};
use crate::storage::refresh_moved::{self, Moved};
use crate::storage::{StorageError, Tx, holds};

/// What counts along in the guard: whom refreshes of so many hours took, added and told otherwise of. As long as two complete
/// reads without somebody must lie apart, so that a day's reads do not add up.
const LATELY: TimeDelta = TimeDelta::hours(20);
/// For so long after a journal moved to the school year that begins those of the old one may leave it: they are missed by two
/// reads, and a weekend may lie between.
const TURNING: TimeDelta = TimeDelta::days(7);

/// Rows by the journal that they are about: a roster asks for each of thousands.
type ByJournal<T> = BTreeMap<JournalId, Vec<T>>;

fn by_journal<T>(rows: Vec<T>, journal: fn(&T) -> &JournalId) -> ByJournal<T> {
    let mut all = ByJournal::new();
    for row in rows {
        all.entry(journal(&row).clone()).or_default().push(row);
    }
    all
}

/// A school at a moment.
#[derive(Debug)]
pub(in crate::roster) struct Before {
    pub(in crate::roster) setting: Setting,
    now: Time,
    members: i64,
    removed: ByJournal<Removed>,
    added: ByJournal<Added>,
    moved: ByJournal<Moved>,
    turned: Vec<Turned>,
}

impl Before {
    /// Nothing when school, platform or upstream are switched off.
    pub(in crate::roster) async fn read(tx: &Tx, scope: &Scope, now: Time) -> Result<Option<Self>, StorageError> {
        let Some(setting) = Setting::find(tx, scope).await? else { return Ok(None) };
        let spent = holds::find_last_spent(tx, scope.place()).await?.and_then(|hold| hold.spent_at);
        // What a person approved is not held against the next refresh.
        let since = spent.unwrap_or(now - LATELY).max(now - LATELY);
        let removed = members::list_removed(tx, scope.place(), since).await?;
        let added = members::list_added(tx, scope.place(), (since, now - YOUNG)).await?;
        let moved = refresh_moved::list(tx, scope.place(), since).await?;
        Ok(Some(Self {
            setting,
            now,
            members: members::count(tx, scope.place(), since).await?,
            removed: by_journal(removed, |removed| &removed.journal_id),
            added: by_journal(added, |added| &added.journal_id),
            moved: by_journal(moved, |moved| &moved.journal_id),
            turned: journal_runs::list_turned(tx, scope.place(), now - TURNING).await?,
        }))
    }

    /// The school as a whole.
    pub(in crate::roster) fn whole(&self) -> Whole {
        let added = self.added.iter().filter(|(journal, _)| !self.is_turning(journal));
        let added: Vec<&Added> = added.flat_map(|(_, added)| added).collect();
        let new: BTreeSet<&String> = added.iter().filter(|added| added.is_new).map(|added| &added.subject).collect();
        Whole {
            members: usize::try_from(self.members).unwrap_or_default(),
            newcomers: new.len(),
            lately: self.removed.values().flatten().map(|removed| removed.subject.clone()).collect(),
            added_lately: added.iter().map(|added| added.subject.clone()).collect(),
            moved_lately: self.moved.values().flatten().map(|moved| moved.person_hash.clone()).collect(),
            additions_flow: self.setting.wishes.additions_flow,
        }
    }

    /// What is known of a journal beside its plan.
    pub(in crate::roster) fn about(&self, (journal, linked_at): (&JournalId, Time), said: &Filtered) -> About {
        let school = said.journal.school.as_ref();
        let lately = self.removed.get(journal).into_iter().flatten();
        let added = self.added.get(journal).into_iter().flatten();
        let moved = self.moved.get(journal).into_iter().flatten();
        About {
            journal: journal.clone(),
            linked_at,
            is_elsewhere: school.is_some_and(|number| !self.setting.is_known_by(number)),
            // A file of journals need not tell a number: its school is named beside it.
            lacks_school: false,
            turning_year: self.setting.turning_year(self.now),
            turned_lately: self.turned.iter().any(|turned| turned.journal_id == *journal),
            lately: lately.map(|removed| removed.subject.clone()).collect(),
            added_lately: added.map(|added| added.subject.clone()).collect(),
            moved_lately: moved.map(|moved| moved.person_hash.clone()).collect(),
        }
    }

    /// Whether whom a journal gained is not held against anybody, because its school year turns.
    fn is_turning(&self, journal: &JournalId) -> bool {
        self.setting.turning_year(self.now).is_some() && self.turned.iter().any(|turned| turned.journal_id == *journal)
    }
}
