//! Asking a second person: what one person alone must not do waits until another one agrees.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::super::door::Steward;
use crate::domain::{ProposalId, ProposalKind, SchoolId, Time};
use crate::login::Login;
use crate::storage::audit::{self, Entry};
use crate::storage::proposals::{self, PROPOSAL_DAYS, Proposal, payload_place};
use crate::storage::{Durability, StorageError, Tx};
use crate::web;
use crate::web::pages::merging::Second;

/// What a second person is asked.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    /// What is to be done.
    pub kind: ProposalKind,
    /// To what: `kind:id`, or two ids in order with a comma.
    pub object: String,
    /// Of what was shown to whoever asks.
    pub hash: String,
    /// What whoever does it needs. With `other_school`, somebody of that school decides.
    pub payload: Value,
    /// Why.
    pub reason: &'a str,
}

/// Asks; where the same was asked before, that stands. What was asked about the same object when it looked different is taken
/// back.
pub(crate) async fn propose(login: &Login, steward: &Steward, asked: &Asked<'_>) -> Result<ProposalId, web::Error> {
    let row = &row(login, steward, asked)?;
    let (ground, actor) = (&login.ground, &steward.actor());
    let write = |tx: Tx| async move {
        let open = proposals::find_open(&tx, row.kind, &row.platform_id, &row.object).await?;
        match open.filter(|open| open.expires_at > row.made_at) {
            Some(open) if open.hash == row.hash && open.school_id == row.school_id => return Ok(open.id),
            Some(open) => proposals::withdraw(&tx, &open.id, row.made_at).await?,
            None => {}
        }
        proposals::insert(&tx, row).await?;
        let entry = Entry {
            platform: Some(&row.platform_id),
            school: Some(&row.school_id),
            object: Some(format!("proposal:{}", row.id)),
            detail: json!({ "kind": row.kind, "object": row.object, "reason": row.reason }),
            ..Entry::new(row.made_at, "second.asked", actor)
        };
        audit::record(&tx, &ground.random, &entry).await?;
        Ok::<_, StorageError>(row.id.clone())
    };
    Ok(ground.db.write(Durability::Durable, write).await?)
}

/// How far a second person is with what is shown now, where one is needed.
pub(crate) async fn how_far(
    tx: &Tx,
    steward: &Steward,
    now: Time,
    (kind, object, hash): (ProposalKind, &str, &str),
) -> Result<Second, StorageError> {
    let platform = steward.platform();
    if proposals::find_agreed(tx, kind, platform, object, hash, now).await?.is_some() {
        return Ok(Second::Agreed);
    }
    let open = proposals::find_open(tx, kind, platform, object).await?;
    // One that is about something else by now is of no use, and stands in nobody's way once it has run out.
    let waits = open.is_some_and(|open| open.hash == hash && open.expires_at > now);
    Ok(if waits { Second::Waits } else { Second::Needed })
}

fn row(login: &Login, steward: &Steward, asked: &Asked<'_>) -> Result<Proposal, web::Error> {
    let (ground, now) = (&login.ground, login.ground.now());
    let id = ProposalId::random(&ground.random);
    let payload = ground.vault.seal(&payload_place(&id), asked.payload.to_string().as_bytes());
    let other = asked.payload.get("other_school").and_then(Value::as_str);
    let other: Option<SchoolId> = other.and_then(|number| number.parse().ok());
    Ok(Proposal {
        kind: asked.kind,
        platform_id: steward.platform().clone(),
        school_id: other.unwrap_or_else(|| steward.school().clone()),
        object: asked.object.clone(),
        hash: asked.hash.clone(),
        payload: payload.map_err(web::Error::internal)?,
        reason: asked.reason.to_owned(),
        made_by: steward.owner.id().clone(),
        made_at: now,
        expires_at: now + TimeDelta::days(PROPOSAL_DAYS),
        decided_at: None,
        decided_by: None,
        agreed: None,
        spent_at: None,
        id,
    })
}
