//! Table `standing`: what somebody of a roster who has no live link is at a platform.

use serde_json::json;

use super::bulk::{among, json as rows_json, over_rows, pick, time};
use super::{StorageError, Tx};
use crate::domain::{PlatformId, RosterPersonId, SeatReason, StandingState, Time};
use crate::vault::sha256;
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

/// The id by which a platform knows somebody of whom it is not known yet which account is theirs: always the same, no
/// account's, and another one at every platform. A person's id is 130 random bits that no platform ever sees. It begins
/// with `~`, after nearly everything that platforms call their own people.
#[must_use]
pub fn alias(platform: &PlatformId, person: &RosterPersonId) -> String {
    format!("~{}", sha256(&format!("waiting|{platform}|{person}")))
}

/// Stores standings, in place of those that are there. Durable.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &Tx, rows: &[Standing]) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = over_rows!(
        "INSERT INTO standing (platform_id, person_id, state, reason, since, decided_by, alias) \
         SELECT platform_id, person_id, state, reason, since, decided_by, alias FROM",
        ["platform_id" "TEXT", "person_id" "TEXT", "state" "TEXT", "reason" "TEXT", "since" "TIMESTAMPTZ",
         "decided_by" "TEXT", "alias" "TEXT"],
        "WHERE TRUE ON CONFLICT (platform_id, person_id) DO UPDATE SET state = excluded.state, \
         reason = excluded.reason, since = excluded.since, decided_by = excluded.decided_by"
    );
    let told = rows.iter().map(|row| {
        json!({
            "platform_id": row.platform_id, "person_id": row.person_id, "state": row.state, "reason": row.reason,
            "since": time(row.since), "decided_by": row.decided_by, "alias": alias(&row.platform_id, &row.person_id),
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

const LINKED: &str = "UPDATE standing SET state = 'new', reason = NULL, decided_by = 'plan' \
    WHERE platform_id = $1 AND person_id = $2 AND state = 'waiting' AND reason <> 'subject_differs'";

/// Somebody who waited has a live link now, and that says what they are; the row stays as it is left behind by a birth, for
/// the platform is still to be told that nobody waits under its alias any more. Where the roster does not name people as
/// the sign-in does, the link says nothing about them. Durable.
///
/// # Errors
/// The engine's.
pub async fn linked(tx: &Tx, platform: &PlatformId, person: &RosterPersonId) -> Result<u64, StorageError> {
    tx.execute(LINKED, args![platform, person]).await
}

const UNLINKED: &str = "INSERT INTO standing (platform_id, person_id, state, reason, since, decided_by, alias) \
    SELECT $1, p.id, 'waiting', 'link_ended', $3, 'plan', $4 FROM roster_person p WHERE p.id = $2 AND EXISTS \
    (SELECT 1 FROM seat s JOIN journal j ON j.id = s.journal_id AND j.platform_id = $1 AND j.ended_at IS NULL \
    WHERE s.person_id = p.id AND s.ended_at IS NULL) \
    ON CONFLICT (platform_id, person_id) DO UPDATE SET state = 'waiting', reason = 'link_ended', since = excluded.since \
    WHERE standing.decided_by = 'plan' AND standing.state <> 'blocked' AND standing.reason IS DISTINCT FROM 'subject_differs'";

/// Somebody with a seat has a link no longer, and waits as the next plan would say. What a person decided stays. Durable.
///
/// # Errors
/// The engine's.
pub async fn unlinked(tx: &Tx, platform: &PlatformId, person: &RosterPersonId, at: Time) -> Result<u64, StorageError> {
    tx.execute(UNLINKED, args![platform, person, at, alias(platform, person)]).await
}
