//! Table `standing`: what somebody of a roster who has no live link is at a platform.

use serde_json::json;

use super::bulk::{among, json as rows_json, over_rows, pick, time};
use super::{StorageError, Tx};
use crate::domain::{PlatformId, RosterPersonId, SeatReason, StandingState, Time};
use crate::{args, row};

row! {
    /// What somebody is at a platform.
    pub struct Standing {
        /// At which platform.
        pub platform_id: PlatformId,
        /// Who.
        pub person_id: RosterPersonId,
        /// What.
        pub state: StandingState,
        /// Why; null when new.
        pub reason: Option<SeatReason>,
        /// Since when.
        pub since: Time,
        /// `plan`, or who decided it; see [`Actor`](crate::domain::Actor).
        pub decided_by: String,
    }
}

/// Stores standings, in place of those that are there. Durable.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &Tx, rows: &[Standing]) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = over_rows!(
        "INSERT INTO standing (platform_id, person_id, state, reason, since, decided_by) \
         SELECT platform_id, person_id, state, reason, since, decided_by FROM",
        ["platform_id" "TEXT", "person_id" "TEXT", "state" "TEXT", "reason" "TEXT", "since" "TIMESTAMPTZ",
         "decided_by" "TEXT"],
        "WHERE TRUE ON CONFLICT (platform_id, person_id) DO UPDATE SET state = excluded.state, \
         reason = excluded.reason, since = excluded.since, decided_by = excluded.decided_by"
    );
    let told = rows.iter().map(|row| {
        json!({
            "platform_id": row.platform_id, "person_id": row.person_id, "state": row.state, "reason": row.reason,
            "since": time(row.since), "decided_by": row.decided_by,
        })
    });
    let told: Vec<_> = told.collect();
    tx.execute_bulk(pick(tx, SQL).await, args![rows_json(&told)?]).await
}

/// What these people are at a platform.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx, platform: &PlatformId, people: &[&RosterPersonId]) -> Result<Vec<Standing>, StorageError> {
    const SQL: (&str, &str) =
        among!("SELECT * FROM standing WHERE platform_id = $1 AND person_id", "$2", "ORDER BY person_id");
    tx.list_bulk(pick(tx, SQL).await, args![platform, rows_json(people)?]).await
}
