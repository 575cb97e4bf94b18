//! What a refresh is measured by: the school, what it wants, and what happened in the last hours and counts along.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::super::Filtered;
use super::super::guard::Whole;
use super::Scope;
use super::measure::About;
use super::setting::Setting;
use crate::domain::{JournalId, Time};
use crate::storage::journal_runs::{self, Turned};
use crate::storage::members::{self, Removed};
use crate::storage::{StorageError, Tx, holds};

/// What counts along in the guard: removals of so many hours.
const LATELY: TimeDelta = TimeDelta::hours(20);
/// For so long after a journal moved to another school year those of the old one may leave it.
const TURNING: TimeDelta = TimeDelta::days(7);

/// A school at a moment.
#[derive(Debug)]
pub(in crate::roster) struct Before {
    pub(in crate::roster) setting: Setting,
    now: Time,
    members: i64,
    removed: Vec<Removed>,
    turned: Vec<Turned>,
}

impl Before {
    /// Nothing when school, platform or upstream are switched off.
    pub(in crate::roster) async fn read(tx: &Tx, scope: &Scope, now: Time) -> Result<Option<Self>, StorageError> {
        let Some(setting) = Setting::find(tx, scope).await? else { return Ok(None) };
        let spent = holds::find_last_spent(tx, scope.place()).await?.and_then(|hold| hold.spent_at);
        // What a person approved is not held against the next refresh.
        let since = spent.unwrap_or(now - LATELY).max(now - LATELY);
        Ok(Some(Self {
            setting,
            now,
            members: members::count(tx, scope.place(), since).await?,
            removed: members::list_removed(tx, scope.place(), since).await?,
            turned: journal_runs::list_turned(tx, scope.place(), now - TURNING).await?,
        }))
    }

    /// The school as a whole.
    pub(in crate::roster) fn whole(&self) -> Whole {
        Whole {
            members: usize::try_from(self.members).unwrap_or_default(),
            lately: self.removed.iter().map(|removed| removed.subject.clone()).collect(),
            additions_flow: self.setting.wishes.additions_flow,
        }
    }

    /// What is known of a journal beside its plan.
    pub(in crate::roster) fn about(&self, (journal, linked_at): (&JournalId, Time), said: &Filtered) -> About {
        let school = said.journal.school.as_ref();
        let lately = self.removed.iter().filter(|removed| removed.journal_id == *journal);
        About {
            journal: journal.clone(),
            linked_at,
            is_elsewhere: school.is_some_and(|number| !self.setting.is_known_by(number)),
            is_turn_of_year: self.setting.is_turn_of_year(self.now),
            turned_lately: self.turned.iter().any(|turned| turned.journal_id == *journal),
            lately: lately.map(|removed| removed.subject.clone()).collect::<BTreeSet<_>>(),
        }
    }
}
