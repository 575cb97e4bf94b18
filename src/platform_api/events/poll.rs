//! `POST /events/poll` (RFC 8936, 2): what is new, and what is taken of what was told before.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, header};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::super::refused::Refused;
use super::super::{Calls, body};
use super::set;
use crate::domain::EventId;
use crate::issuer::{IssuerError, Refusal};
use crate::storage::client_tokens::ClientBearer;
use crate::storage::event_acks::{self, Ack};
use crate::storage::{Durability, StorageError, Tx};

/// Most events of one answer.
const MOST: i64 = 100;
/// Most words on events of one call.
const MOST_ACKS: usize = 500;
/// How often is looked while somebody waits.
const LOOK: Duration = Duration::from_secs(1);
/// How long a call waits for something to tell: short enough that a server which stops does not wait for longer.
const PATIENCE: Duration = Duration::from_secs(15);
/// Longest problem that is kept, in characters.
const LONGEST_PROBLEM: usize = 500;

/// The body. Other members are for others (RFC 8936, 2.4).
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Asked {
    /// None: as many as we give at once; 0: only acknowledges.
    max_events: Option<u32>,
    /// Otherwise the call waits for something to tell.
    return_immediately: bool,
    /// `jti` of tokens that were taken.
    ack: Vec<String>,
    /// `jti` of tokens that could not be read, and why.
    set_errs: BTreeMap<String, Problem>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Problem {
    err: String,
    description: String,
}

impl Asked {
    fn read(members: serde_json::Map<String, Value>) -> Result<Self, Refused> {
        let asked: Self = serde_json::from_value(Value::Object(members))
            .map_err(|error| Refused::bad_request(format!("the body is not as in RFC 8936: {error}")))?;
        if asked.ack.len() + asked.set_errs.len() > MOST_ACKS {
            return Err(Refused::bad_request(format!("acknowledge at most {MOST_ACKS} at once")));
        }
        Ok(asked)
    }

    fn most(&self) -> i64 {
        self.max_events.map_or(MOST, |most| i64::from(most).min(MOST))
    }

    /// What was said of which event. An id that is none of ours is no event.
    fn acks(&self) -> Vec<Ack> {
        let taken = self.ack.iter().map(|jti| (jti, None));
        let failed = self.set_errs.iter().map(|(jti, problem)| (jti, Some(problem.told())));
        let told = taken.chain(failed);
        told.filter_map(|(jti, problem)| Some(Ack { event: jti.parse::<EventId>().ok()?, problem })).collect()
    }
}

impl Problem {
    fn told(&self) -> String {
        let told = format!("{}: {}", self.err, self.description);
        told.chars().filter(|c| !c.is_control()).take(LONGEST_PROBLEM).collect()
    }
}

/// The answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Polled {
    sets: Sets,
    more_available: bool,
    /// The members of `sets` in their order, for those whose JSON knows none.
    #[serde(rename = "koppel:order")]
    order: Vec<EventId>,
}

/// Tokens by their `jti`, written in the order of the seals.
#[derive(Debug)]
struct Sets(Vec<(EventId, String)>);

impl Serialize for Sets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(id, token)| (id.as_str(), token)))
    }
}

/// Takes the acknowledgements first, so that they count whatever becomes of the answer.
pub(super) async fn poll(
    State(calls): State<Calls>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Refused> {
    let bearer = &calls.issuer.authenticate_listener(&headers).await?;
    let asked = Asked::read(body::object(&headers, bytes)?)?;
    take(&calls, bearer, &asked.acks()).await?;
    let began = Instant::now();
    loop {
        let polled = look(&calls, bearer, asked.most()).await?;
        let over = asked.return_immediately || asked.most() == 0 || began.elapsed() >= PATIENCE;
        if over || !polled.order.is_empty() {
            return Ok(([(header::CACHE_CONTROL, "no-store")], Json(polled)).into_response());
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn take(calls: &Calls, bearer: &ClientBearer, acks: &[Ack]) -> Result<(), StorageError> {
    let (ground, platform) = (&calls.login.ground, &bearer.platform_id);
    // What is taken is never told again. That somebody asked may be lost.
    let durability = if acks.is_empty() { Durability::Relaxed } else { Durability::Durable };
    let now = ground.now();
    ground.db.write(durability, |tx: Tx| async move { event_acks::take(&tx, platform, acks, now).await }).await
}

async fn look(calls: &Calls, bearer: &ClientBearer, most: i64) -> Result<Polled, Refused> {
    let ground = &calls.login.ground;
    let read = |tx: Tx| async move { set::list(&tx, ground, bearer, most + 1).await };
    let (alg, mut sets) = ground.db.read(read).await?;
    let fit = usize::try_from(most).unwrap_or_default();
    let more_available = sets.len() > fit;
    sets.truncate(fit);
    let keys = calls.issuer.keys().current().await.map_err(Refusal::from)?;
    let sign = |(id, claims): (EventId, Value)| {
        let token = keys.sign_typed(alg, set::TYP, &claims, ground.now())?;
        Ok::<_, IssuerError>((id, token))
    };
    let signed = sets.into_iter().map(sign).collect::<Result<Vec<_>, _>>().map_err(Refusal::from)?;
    let order = signed.iter().map(|(id, _)| id.clone()).collect();
    Ok(Polled { sets: Sets(signed), more_available, order })
}
