//! A school at a platform, with everything that a reading of its journals is filtered and planned by.

use std::collections::BTreeSet;

use chrono::TimeZone as _;

use super::{FilterTerms, Filtered, Hidden, Place, SeatTerms, filter};
use crate::domain::{PlatformId, Reading, RosterSubject, SchoolId, UpstreamId};
use crate::ground::Ground;
use crate::storage::schools::{self, PlatformSchool, School};
use crate::storage::{StorageError, Tx};

/// Days before the first and after the last day on which somebody still counts.
pub const SLACK_DAYS: i64 = 14;

/// A school at a platform where an upstream's word counts.
#[derive(Debug, Clone)]
pub struct AtSchool {
    /// The school.
    pub school: School,
    /// What it decided at the platform.
    pub membership: PlatformSchool,
    /// Every number it is known by.
    pub numbers: BTreeSet<SchoolId>,
}

impl AtSchool {
    /// The school known by this number at a platform; nothing where it, or the upstream there, is not switched on.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(
        tx: &Tx,
        platform: &PlatformId,
        upstream: &UpstreamId,
        number: &SchoolId,
    ) -> Result<Option<Self>, StorageError> {
        let Some(membership) = schools::find_open(tx, platform, upstream, number).await? else { return Ok(None) };
        let Some(school) = schools::find(tx, &membership.school_id).await? else { return Ok(None) };
        let numbers = schools::list_numbers(tx, &school.id).await?;
        let numbers = numbers.into_iter().map(|row| row.number).collect();
        Ok(Some(Self { school, membership, numbers }))
    }

    /// A reading without those who are not to be seen, by the school's day and numbers.
    #[must_use]
    pub fn filter(&self, ground: &Ground, reading: &Reading) -> (Filtered, Hidden) {
        let zone: chrono_tz::Tz = self.school.time_zone.parse().unwrap_or(chrono_tz::UTC);
        let terms = FilterTerms {
            school: &self.numbers,
            country: Some(&self.school.country),
            today: zone.from_utc_datetime(&ground.now().naive_utc()).date_naive(),
            slack_days: SLACK_DAYS,
            unmarked_is_protected: false,
            vault: &ground.vault,
        };
        filter(reading, &terms)
    }

    /// Where its journals are brought to.
    #[must_use]
    pub fn place(&self, roster_subject: RosterSubject) -> Place<'_> {
        let terms = SeatTerms { roster_subject, new_accounts: self.membership.new_accounts };
        Place { platform: &self.membership.platform_id, school: &self.school.id, terms }
    }
}
