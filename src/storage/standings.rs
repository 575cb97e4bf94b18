//! Table `standing`: what somebody of a roster who has no live link is at a platform.

use serde_json::json;

use super::bulk::{among, json as rows_json, over_rows, pick, time};
use super::{StorageError, Tx};
use crate::domain::{PlatformId, RosterPersonId, SeatReason, StandingState, SubjectKey, Time};
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

const UNDECIDED: &str = "SELECT p.id FROM roster_person p WHERE p.upstream_id = $1 AND p.scope = $2 AND p.subject = $3 \
    AND EXISTS (SELECT 1 FROM seat s JOIN journal j ON j.id = s.journal_id AND j.platform_id = $4 \
        WHERE s.person_id = p.id AND s.ended_at IS NULL) \
    AND NOT EXISTS (SELECT 1 FROM standing d WHERE d.platform_id = $4 AND d.person_id = p.id AND d.decided_by <> 'plan')";

row! {
    /// Somebody of a roster.
    pub struct Somebody {
        /// Who.
        pub id: RosterPersonId,
    }
}

/// Lets whoever sits at a platform with this key wait because their link has ended: what the next plan would say, said at
/// once, so that a class never lacks them. What a person decided stays. Durable.
///
/// # Errors
/// The engine's.
pub async fn wait_unlinked(tx: &Tx, platform: &PlatformId, key: &SubjectKey, at: Time) -> Result<(), StorageError> {
    let args = args![&key.upstream, &key.scope, &key.subject, platform];
    let Some(person) = tx.find::<Somebody>(UNDECIDED, args).await? else { return Ok(()) };
    let row = Standing {
        platform_id: platform.clone(),
        person_id: person.id,
        state: StandingState::Waiting,
        reason: Some(SeatReason::LinkEnded),
        since: at,
        decided_by: "plan".to_owned(),
    };
    put(tx, &[row]).await.map(drop)
}
