//! What an upstream is told of a journal: written with the change, tried at once, and again until it was heard.
//!
//! A try is claimed before anything is sent: the claim counts it and keeps others away for longer than a try can last. So
//! two processes never tell the same thing at once, and one that dies gives it back by falling silent.

use std::time::Duration;

use chrono::TimeDelta;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use url::Url;

use super::RosterError;
use crate::domain::{JournalId, JournalKey, MessageId, MessageKind, MessageState, PlatformId, Time};
use crate::ground::Ground;
use crate::storage::journals::{self, Journal};
use crate::storage::outbox::{self, Message};
use crate::storage::upstreams::{self, Upstream};
use crate::storage::{Durability, StorageError, Tx};
use crate::upstream::{JournalError, Registry, RosterSource};

/// Minutes from one try to the next; after the last one comes one more try. Each is longer than a try.
const WAITS: [i64; 9] = [1, 2, 5, 10, 30, 120, 480, 1440, 2880];
/// How often a message is tried.
const MOST_TRIES: i64 = 10;
/// How long one try may last.
const ONE_TRY: Duration = Duration::from_secs(45);

/// Which journal a message is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct About<'a> {
    pub(super) platform: &'a PlatformId,
    pub(super) key: &'a JournalKey,
    pub(super) journal: &'a JournalId,
}

/// What the message of a link carries.
#[derive(Serialize, Deserialize)]
struct LinkNotice {
    token: String,
    here: Url,
}

/// Writes that a journal is linked, and where that leads. In the transaction that links it.
pub(super) async fn say_linked(
    tx: &Tx,
    ground: &Ground,
    about: About<'_>,
    token: &str,
) -> Result<MessageId, RosterError> {
    let here = format!("{}/journals/{}/{}", ground.issuer(), about.platform, about.journal);
    let here = here.parse().map_err(|_| RosterError::Sealing)?;
    let notice = serde_json::to_vec(&LinkNotice { token: token.to_owned(), here });
    let id = MessageId::random(&ground.random);
    let sealed = ground.vault.seal(&Message::place(&id), &notice.map_err(|_| RosterError::Sealing)?);
    write(tx, ground, about, (&id, MessageKind::Linked), sealed.map_err(|_| RosterError::Sealing)?).await?;
    Ok(id)
}

/// Writes that a journal is not linked any more. In the transaction that ends it.
pub(super) async fn say_ended(tx: &Tx, ground: &Ground, about: About<'_>) -> Result<MessageId, RosterError> {
    let id = MessageId::random(&ground.random);
    write(tx, ground, about, (&id, MessageKind::Ended), String::new()).await?;
    Ok(id)
}

/// The newest word about a journal takes the older ones back; it waits for a try of theirs that may be under way, or it
/// would be heard before what it takes back.
async fn write(
    tx: &Tx,
    ground: &Ground,
    about: About<'_>,
    (id, kind): (&MessageId, MessageKind),
    payload: String,
) -> Result<(), StorageError> {
    let now = ground.now();
    let overtaken = outbox::overtake(tx, about.platform, about.key, now).await?;
    let busy = overtaken.iter().filter(|message| message.tries > 0).map(|message| message.next_at);
    let row = Message {
        id: id.clone(),
        journal_id: about.journal.clone(),
        kind,
        payload,
        state: MessageState::Queued,
        tries: 0,
        next_at: busy.fold(now, Time::max),
        created_at: now,
        settled_at: None,
    };
    outbox::insert(tx, &row).await
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The message is settled like this.
    Settled(MessageState),
    /// It is tried again later.
    Later,
    /// Somebody else has it in hand, or it is not due.
    Elsewhere,
}

impl Told {
    fn as_str(self) -> &'static str {
        match self {
            Self::Settled(state) => state.as_str(),
            Self::Later => "later",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// Tries to tell one message, if it is due.
///
/// # Errors
/// The database's. An upstream that does not answer is none: the message is tried again.
pub async fn tell(ground: &Ground, upstreams: &Registry, id: &MessageId) -> Result<Told, RosterError> {
    let found = ground.db.read(|tx| async move { outbox::find(&tx, id).await }).await?;
    let Some(message) = found.filter(|message| message.state == MessageState::Queued) else {
        return Ok(Told::Elsewhere);
    };
    let told = match claim(ground, &message).await {
        Ok(()) => attempt(ground, upstreams, &message).await?,
        Err(StorageError::Changed) => Told::Elsewhere,
        Err(error) => return Err(error.into()),
    };
    if let Told::Settled(state) = told {
        settle(ground, &message, state).await?;
    }
    metrics::counter!("koppel_outbox_total", "outcome" => told.as_str()).increment(1);
    Ok(told)
}

/// Tells what is due, a bounded part of it; the rest comes with the next run.
///
/// # Errors
/// As [`tell`].
pub async fn tell_due(ground: &Ground, upstreams: &Registry, most: i64) -> Result<usize, RosterError> {
    let now = ground.now();
    let due = ground.db.read(|tx| async move { outbox::list_due(&tx, now, most).await }).await?;
    for message in &due {
        tell(ground, upstreams, &message.id).await?;
    }
    Ok(due.len())
}

async fn claim(ground: &Ground, message: &Message) -> Result<(), StorageError> {
    let now = ground.now();
    let next_at = now + TimeDelta::minutes(wait(message.tries));
    ground.db.write(Durability::Durable, |tx| async move { outbox::claim(&tx, message, next_at, now).await }).await
}

/// Minutes until the next try, when `tries` were made before this one.
fn wait(tries: i64) -> i64 {
    let [.., last] = WAITS;
    usize::try_from(tries).ok().and_then(|tries| WAITS.get(tries).copied()).unwrap_or(last)
}

async fn settle(ground: &Ground, message: &Message, state: MessageState) -> Result<(), StorageError> {
    let (id, tries, now) = (&message.id, message.tries + 1, ground.now());
    let write = |tx| async move { outbox::settle(&tx, id, tries, state, now).await };
    match ground.db.write(Durability::Durable, write).await {
        // Something newer is to be told, or we were away for longer than the claim lasts.
        Err(StorageError::Changed) => Ok(()),
        other => other,
    }
}

async fn attempt(ground: &Ground, upstreams: &Registry, message: &Message) -> Result<Told, RosterError> {
    let journal = &message.journal_id;
    let read = |tx: Tx| async move {
        let Some(journal) = journals::find(&tx, journal).await? else { return Ok(None) };
        let upstream = upstreams::find(&tx, &journal.upstream_id).await?;
        Ok::<_, StorageError>(upstream.map(|upstream| (journal, upstream)))
    };
    let Some((journal, upstream)) = ground.db.read(read).await? else {
        return Ok(Told::Settled(MessageState::GivenUp));
    };
    let said = tokio::time::timeout(ONE_TRY, say(ground, upstreams, (&journal, &upstream), message)).await;
    let outcome = said.unwrap_or_else(|_| Err("the upstream takes too long".to_owned()));
    Ok(outcome.map_or_else(|why| not_now(message, &upstream, &why), Told::Settled))
}

/// One call, and what it means. An error is worth another try.
async fn say(
    ground: &Ground,
    upstreams: &Registry,
    (journal, upstream): (&Journal, &Upstream),
    message: &Message,
) -> Result<MessageState, String> {
    let source = upstreams.source(upstream).map_err(|error| error.to_string())?;
    let Some(source) = source else { return Ok(MessageState::GivenUp) };
    let key = journal.key();
    match message.kind {
        MessageKind::Ended => source.end(&key).await.map(|()| MessageState::Told).map_err(|error| error.to_string()),
        MessageKind::Linked => {
            let Some(notice) = opened(ground, message) else { return Ok(MessageState::GivenUp) };
            confirm(&source, &key, &SecretString::from(notice.token), &notice.here).await
        }
    }
}

/// A launch that is over may be so because our own earlier try was heard and its answer lost: then the journal can be read.
async fn confirm(
    source: &RosterSource,
    key: &JournalKey,
    token: &SecretString,
    here: &Url,
) -> Result<MessageState, String> {
    match source.confirm(token.expose_secret(), here).await {
        Ok(confirmed) if confirmed.key == *key => Ok(MessageState::Told),
        Ok(_) => Ok(MessageState::GivenUp),
        Err(JournalError::Upstream(error)) => Err(error.to_string()),
        Err(_) => match source.read(key).await {
            Ok(_) => Ok(MessageState::Told),
            Err(JournalError::Upstream(error)) => Err(error.to_string()),
            Err(_) => Ok(MessageState::LaunchOver),
        },
    }
}

/// What cannot be opened, such as after its key was taken out of the ring, can never be told.
fn opened(ground: &Ground, message: &Message) -> Option<LinkNotice> {
    let clear = ground.vault.open(&Message::place(&message.id), &message.payload).ok()?;
    serde_json::from_slice(&clear).ok()
}

fn not_now(message: &Message, upstream: &Upstream, why: &str) -> Told {
    let (id, tries, system) = (message.id.as_str(), message.tries + 1, upstream.kind.as_str());
    if tries >= MOST_TRIES {
        tracing::error!(message.id = id, upstream.kind = system, why, "telling an upstream of a journal is given up");
        return Told::Settled(MessageState::GivenUp);
    }
    tracing::warn!(
        message.id = id,
        upstream.kind = system,
        tries,
        why,
        "an upstream could not be told of a journal yet"
    );
    Told::Later
}
