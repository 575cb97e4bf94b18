//! One event as a Security Event Token (RFC 8417): what its claims are. It is signed when it is told, so a key that was given
//! up signs nothing that is told later.

use serde_json::{Map, Value, json};

use crate::domain::{EventId, PlatformId, SigningAlg, SubMode};
use crate::ground::Ground;
use crate::issuer::{sub_at, subject};
use crate::storage::client_tokens::ClientBearer;
use crate::storage::event_acks::{self, Delivery};
use crate::storage::{StorageError, Tx, accounts, clients};

/// The type of the token (RFC 8417, 2.3): it can be taken for no ID token and no access token.
pub(super) const TYP: &str = "secevent+jwt";

/// Before the name of what happened.
const KIND: &str = "urn:koppel:event:";

/// Members of a payload that are a stored `sub`.
const SUBS: [&str; 2] = ["from", "into"];

/// What waits for the client's platform, at most `most`, in order: each event's id and claims; and how the client wants them
/// signed.
pub(super) async fn list(
    tx: &Tx,
    ground: &Ground,
    bearer: &ClientBearer,
    most: i64,
) -> Result<(SigningAlg, Vec<(EventId, Value)>), StorageError> {
    let client = clients::find(tx, &bearer.client_id).await?;
    let alg = client.map_or(SigningAlg::Rs256, |client| client.id_token_alg);
    let found = event_acks::list_untaken(tx, &bearer.platform_id, ground.now(), most).await?;
    let mut sets = Vec::with_capacity(found.len());
    for event in found {
        let claims = claims(tx, ground, bearer, &event).await?;
        sets.push((event.id, claims));
    }
    Ok((alg, sets))
}

/// No `sub` and no `exp`, so that nobody takes it for a statement of who signed in (RFC 8417, 4.4 to 4.6).
async fn claims(tx: &Tx, ground: &Ground, bearer: &ClientBearer, event: &Delivery) -> Result<Value, StorageError> {
    let happened = format!("{KIND}{}", event.kind);
    let mut claims = json!({
        "iss": ground.issuer(),
        "iat": ground.now().timestamp(),
        "jti": event.id,
        "aud": bearer.client_id,
        "txn": event.audit_id,
        "toe": event.at.timestamp(),
    });
    let payload = payload(tx, bearer, event).await?;
    if let Some(members) = claims.as_object_mut() {
        members.insert("events".to_owned(), json!({ happened: payload }));
        if let Some(sub) = about(bearer, event) {
            // RFC 9493, 3.2.4.
            let sub_id = json!({ "format": "iss_sub", "iss": ground.issuer(), "sub": sub });
            members.insert("sub_id".to_owned(), sub_id);
        }
    }
    Ok(claims)
}

/// An event about a journal, or about licences in one, has no person.
fn is_of_journal(event: &Delivery) -> bool {
    ["journal.", "licence."].iter().any(|prefix| event.kind.starts_with(prefix))
}

/// Whom it is about, as the platform knows them. At a platform whose subs are made for it alone, an account that is not to be
/// found any more has none.
fn about(bearer: &ClientBearer, event: &Delivery) -> Option<String> {
    if is_of_journal(event) {
        return None;
    }
    match (bearer.sub_mode, &event.account_id) {
        (SubMode::Account, _) => Some(event.sub.clone()),
        (SubMode::Pairwise, account) => {
            account.as_ref().map(|account| subject(SubMode::Pairwise, &event.sub, &bearer.platform_id, account))
        }
    }
}

/// What the platform may know of it, each `sub` in it as the platform knows it.
async fn payload(tx: &Tx, bearer: &ClientBearer, event: &Delivery) -> Result<Map<String, Value>, StorageError> {
    let mut payload: Map<String, Value> = serde_json::from_str(&event.payload).unwrap_or_default();
    if is_of_journal(event) {
        payload.insert("journal".to_owned(), Value::from(event.sub.clone()));
    }
    if bearer.sub_mode == SubMode::Account {
        return Ok(payload);
    }
    for name in SUBS {
        if let Some(Value::String(stored)) = payload.get(name) {
            let known = known(tx, bearer.sub_mode, &bearer.platform_id, stored).await?;
            payload.insert(name.to_owned(), known);
        }
    }
    Ok(payload)
}

async fn known(tx: &Tx, mode: SubMode, platform: &PlatformId, stored: &str) -> Result<Value, StorageError> {
    let account = accounts::find_by_sub(tx, platform, stored).await?;
    Ok(account.map_or(Value::Null, |account| Value::from(sub_at(mode, &account))))
}
