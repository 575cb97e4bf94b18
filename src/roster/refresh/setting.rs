//! The school, its upstream and its wishes, as a refresh needs them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::super::{FilterTerms, Place, SeatTerms, schedule};
use super::Scope;
use crate::domain::{NewAccounts, RosterSubject, SchoolId, Time};
use crate::storage::school_refreshes::{self, Pause, SchoolRefresh};
use crate::storage::schools::{self, School};
use crate::storage::upstreams::{self, Upstream};
use crate::storage::{StorageError, Tx, platforms};
use crate::vault::Vault;

/// Days around the first and the last day on which somebody still counts (`guides.md`, EduCloud: 14 by default).
const SLACK_DAYS: i64 = 14;
/// Whether a person of whom an upstream does not say it counts as protected.
pub(super) const UNMARKED_IS_PROTECTED: bool = false;

/// A live school at a live platform where a live upstream is enabled.
#[derive(Debug)]
pub(in crate::roster) struct Setting {
    pub(in crate::roster) school: School,
    pub(in crate::roster) upstream: Upstream,
    pub(in crate::roster) wishes: SchoolRefresh,
    numbers: BTreeSet<SchoolId>,
    new_accounts: NewAccounts,
    pauses: Vec<Pause>,
}

impl Setting {
    /// Nothing when any of them is switched off.
    pub(in crate::roster) async fn find(tx: &Tx, scope: &Scope) -> Result<Option<Self>, StorageError> {
        let (platform, school_id, upstream_id) = scope.place();
        let enabled = schools::find_enabling(tx, platform, school_id, upstream_id).await?.is_some();
        let platform_is_live = platforms::find(tx, platform).await?.is_some_and(|row| row.disabled_at.is_none());
        let at = schools::find_at_platform(tx, platform, school_id).await?.filter(|at| at.disabled_at.is_none());
        let school = schools::find(tx, school_id).await?.filter(School::is_live);
        let upstream = upstreams::find(tx, upstream_id).await?.filter(|row| row.disabled_at.is_none());
        let (Some(at), Some(school), Some(upstream), true) = (at, school, upstream, enabled && platform_is_live) else {
            return Ok(None);
        };
        let numbers = schools::list_numbers(tx, school_id).await?;
        Ok(Some(Self {
            numbers: numbers.into_iter().map(|row| row.number).collect(),
            new_accounts: at.new_accounts,
            wishes: school_refreshes::find(tx, platform, school_id).await?,
            pauses: school_refreshes::list_pauses(tx, platform, school_id).await?,
            school,
            upstream,
        }))
    }

    /// The day at the school.
    pub(in crate::roster) fn today(&self, now: Time) -> NaiveDate {
        now.with_timezone(&self.school.time_zone.parse().unwrap_or(Tz::UTC)).date_naive()
    }

    /// Whether it has holidays.
    pub(in crate::roster) fn is_paused(&self, now: Time) -> bool {
        schedule::is_paused(self.today(now), &self.pauses)
    }

    /// The year in which the school year begins that turns around now.
    pub(in crate::roster) fn turning_year(&self, now: Time) -> Option<i32> {
        schedule::turning_year(self.today(now), self.wishes.year_begins)
    }

    /// Whether a number is one of its own.
    pub(in crate::roster) fn is_known_by(&self, number: &SchoolId) -> bool {
        self.numbers.contains(number)
    }

    /// What its readings are filtered by.
    pub(in crate::roster) fn terms<'a>(&'a self, vault: &'a Vault, now: Time) -> FilterTerms<'a> {
        FilterTerms {
            school: &self.numbers,
            country: Some(&self.school.country),
            today: self.today(now),
            slack_days: SLACK_DAYS,
            unmarked_is_protected: UNMARKED_IS_PROTECTED,
            vault,
        }
    }

    /// Where its journals are brought to.
    pub(in crate::roster) fn place<'a>(&self, scope: &'a Scope, roster_subject: RosterSubject) -> Place<'a> {
        let terms = SeatTerms { roster_subject, new_accounts: self.new_accounts };
        Place { platform: &scope.platform, school: &scope.school, terms }
    }
}
