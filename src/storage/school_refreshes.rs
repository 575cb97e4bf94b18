//! Tables `school_refresh` and `school_pause`: when a school's journals are read again, and what it wants then.

use chrono::NaiveDate;

use super::{StorageError, Tx};
use crate::domain::{PlatformId, SchoolId, Time, UpstreamId};
use crate::{args, row};

row! {
    /// What a school wants of refreshes at a platform.
    pub struct SchoolRefresh {
        /// At which platform.
        pub platform_id: PlatformId,
        /// Which school.
        pub school_id: SchoolId,
        /// Minutes of the school's day at which its journals are read.
        pub daily_at: i64,
        /// Who joined gets a seat also when a refresh is held.
        pub additions_flow: bool,
        /// Whom a hold is told by mail.
        pub hold_contact: Option<String>,
        /// On which day its year turns; every year, so only day and month count.
        pub year_begins: Option<NaiveDate>,
        /// After so many days a journal that its upstream has no more ends by itself; 0: never.
        pub end_gone_days: i64,
    }
}
row! {
    /// Holidays: nothing is read by itself, and nobody leaves.
    pub struct Pause {
        /// The first day.
        pub from_day: NaiveDate,
        /// The last day.
        pub until_day: NaiveDate,
    }
}

impl SchoolRefresh {
    /// What holds for a school that has said nothing: at three in the night.
    #[must_use]
    pub fn usual(platform_id: &PlatformId, school_id: &SchoolId) -> Self {
        Self {
            platform_id: platform_id.clone(),
            school_id: school_id.clone(),
            daily_at: 180,
            additions_flow: false,
            hold_contact: None,
            year_begins: None,
            end_gone_days: 60,
        }
    }
}

const FIND: &str = "SELECT * FROM school_refresh WHERE platform_id = $1 AND school_id = $2";
const PUT: &str = "INSERT INTO school_refresh \
    (platform_id, school_id, daily_at, additions_flow, hold_contact, year_begins, end_gone_days) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) \
    ON CONFLICT (platform_id, school_id) DO UPDATE SET daily_at = excluded.daily_at, \
    additions_flow = excluded.additions_flow, hold_contact = excluded.hold_contact, \
    year_begins = excluded.year_begins, end_gone_days = excluded.end_gone_days";

/// What a school wants; the usual where it has said nothing.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, platform: &PlatformId, school: &SchoolId) -> Result<SchoolRefresh, StorageError> {
    let found = tx.find(FIND, args![platform, school]).await?;
    Ok(found.unwrap_or_else(|| SchoolRefresh::usual(platform, school)))
}

/// Writes what a school wants. Durable.
///
/// # Errors
/// The engine's, also when the school is not at this platform.
pub async fn put(tx: &Tx, row: &SchoolRefresh) -> Result<(), StorageError> {
    let values = args![
        &row.platform_id,
        &row.school_id,
        row.daily_at,
        row.additions_flow,
        &row.hold_contact,
        row.year_begins,
        row.end_gone_days,
    ];
    tx.execute(PUT, values).await.map(drop)
}

const LIST_PAUSES: &str = "SELECT from_day, until_day FROM school_pause WHERE platform_id = $1 AND school_id = $2 \
    ORDER BY from_day";
const ADD_PAUSE: &str = "INSERT INTO school_pause (platform_id, school_id, from_day, until_day) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (platform_id, school_id, from_day) DO UPDATE \
    SET until_day = excluded.until_day";
const REMOVE_PAUSE: &str = "DELETE FROM school_pause WHERE platform_id = $1 AND school_id = $2 AND from_day = $3";

/// A school's holidays, the earliest first.
///
/// # Errors
/// The engine's.
pub async fn list_pauses(tx: &Tx, platform: &PlatformId, school: &SchoolId) -> Result<Vec<Pause>, StorageError> {
    tx.list(LIST_PAUSES, args![platform, school]).await
}

/// Adds holidays, or gives those that begin on the same day another end. Durable.
///
/// # Errors
/// The engine's, also when the school is not at this platform.
pub async fn add_pause(tx: &Tx, platform: &PlatformId, school: &SchoolId, pause: &Pause) -> Result<(), StorageError> {
    tx.execute(ADD_PAUSE, args![platform, school, pause.from_day, pause.until_day]).await.map(drop)
}

/// Takes holidays away. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when none begin on that day.
pub async fn remove_pause(
    tx: &Tx,
    platform: &PlatformId,
    school: &SchoolId,
    from_day: NaiveDate,
) -> Result<(), StorageError> {
    tx.execute_one(REMOVE_PAUSE, args![platform, school, from_day]).await
}

row! {
    /// A school whose journals of an upstream are read every day.
    pub struct Daily {
        /// At which platform.
        pub platform_id: PlatformId,
        /// Which school.
        pub school_id: SchoolId,
        /// Of which upstream.
        pub upstream_id: UpstreamId,
        /// IANA name.
        pub time_zone: String,
        /// Since when it has a journal of that upstream.
        pub since: Time,
        /// The last local date that was asked for.
        pub last_day: Option<NaiveDate>,
    }
}

const LIST_DAILY: &str = "SELECT e.platform_id, e.school_id, e.upstream_id, s.time_zone, \
    (SELECT MIN(j.linked_at) FROM journal j WHERE j.school_id = e.school_id AND j.platform_id = e.platform_id \
        AND j.upstream_id = e.upstream_id AND j.ended_at IS NULL) AS since, \
    (SELECT MAX(r.day) FROM refresh_run r WHERE r.platform_id = e.platform_id AND r.school_id = e.school_id \
        AND r.upstream_id = e.upstream_id AND r.day IS NOT NULL) AS last_day \
    FROM school_upstream e JOIN school s ON s.id = e.school_id AND s.disabled_at IS NULL \
    JOIN platform_school p ON p.platform_id = e.platform_id AND p.school_id = e.school_id AND p.disabled_at IS NULL \
    JOIN platform l ON l.id = e.platform_id AND l.disabled_at IS NULL \
    JOIN upstream u ON u.id = e.upstream_id AND u.disabled_at IS NULL \
    WHERE e.ended_at IS NULL AND EXISTS (SELECT 1 FROM journal j WHERE j.school_id = e.school_id \
        AND j.platform_id = e.platform_id AND j.upstream_id = e.upstream_id AND j.ended_at IS NULL) \
    ORDER BY e.school_id, e.platform_id, e.upstream_id";

/// Every live school with an upstream that it has enabled and a live journal of it.
///
/// # Errors
/// The engine's.
pub async fn list_daily(tx: &Tx) -> Result<Vec<Daily>, StorageError> {
    tx.list_bulk(LIST_DAILY, args![]).await
}

row! {
    /// A local date that was asked for.
    pub struct Asked {
        /// Which.
        pub day: NaiveDate,
    }
}

const LAST_DAY: &str = "SELECT day FROM refresh_run WHERE platform_id = $1 AND school_id = $2 AND upstream_id = $3 \
    AND day <= $4 ORDER BY day DESC LIMIT 1";

/// The last local date up to `until` that was asked for.
///
/// # Errors
/// The engine's.
pub async fn find_last_day(
    tx: &Tx,
    (platform, school, upstream): (&PlatformId, &SchoolId, &UpstreamId),
    until: NaiveDate,
) -> Result<Option<NaiveDate>, StorageError> {
    let found: Option<Asked> = tx.find(LAST_DAY, args![platform, school, upstream, until]).await?;
    Ok(found.map(|asked| asked.day))
}

row! {
    /// A school that names nobody who is told of holds.
    pub struct Untold {
        /// At which platform.
        pub platform_id: PlatformId,
        /// Which school.
        pub school_id: SchoolId,
    }
}

const LIST_UNTOLD: &str = "SELECT DISTINCT e.platform_id, e.school_id FROM school_upstream e \
    JOIN school s ON s.id = e.school_id AND s.disabled_at IS NULL \
    JOIN platform_school p ON p.platform_id = e.platform_id AND p.school_id = e.school_id AND p.disabled_at IS NULL \
    JOIN platform l ON l.id = e.platform_id AND l.disabled_at IS NULL \
    JOIN upstream u ON u.id = e.upstream_id AND u.disabled_at IS NULL \
    LEFT JOIN school_refresh r ON r.platform_id = e.platform_id AND r.school_id = e.school_id \
    WHERE e.ended_at IS NULL AND r.hold_contact IS NULL ORDER BY e.school_id, e.platform_id";

/// Every live school that has an upstream enabled and names nobody.
///
/// # Errors
/// The engine's.
pub async fn list_untold(tx: &Tx) -> Result<Vec<Untold>, StorageError> {
    tx.list_bulk(LIST_UNTOLD, args![]).await
}
