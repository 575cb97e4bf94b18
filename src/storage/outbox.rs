//! Table `outbox`: what an upstream is to be told of a journal. Written with the change it tells, told until it was heard.

use super::{StorageError, Tx};
use crate::domain::{JournalId, JournalKey, MessageId, MessageKind, MessageState, PlatformId, Time};
use crate::{args, row};

row! {
    /// Something an upstream is to be told.
    pub struct Message {
        /// Its id.
        pub id: MessageId,
        /// About which journal.
        pub journal_id: JournalId,
        /// What.
        pub kind: MessageKind,
        /// Sealed JSON; empty where the journal says it all, and once it was told or given up.
        pub payload: String,
        /// How far it got.
        pub state: MessageState,
        /// How often it was tried.
        pub tries: i64,
        /// When it is due; also how long a try under way keeps others away.
        pub next_at: Time,
        /// When it was written.
        pub created_at: Time,
        /// When it was told, given up or overtaken.
        pub settled_at: Option<Time>,
    }
}

impl Message {
    /// The place its payload is sealed for.
    #[must_use]
    pub fn place(id: &MessageId) -> String {
        format!("outbox|{id}|payload")
    }
}

const INSERT: &str = "INSERT INTO outbox (id, journal_id, kind, payload, state, tries, next_at, created_at, settled_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Stores a message. Durable, in the transaction of what it tells; see [`overtake`].
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, row: &Message) -> Result<(), StorageError> {
    let args = args![
        &row.id,
        &row.journal_id,
        row.kind,
        &row.payload,
        row.state,
        row.tries,
        row.next_at,
        row.created_at,
        row.settled_at,
    ];
    tx.execute(INSERT, args).await.map(|_| ())
}

const OVERTAKE: &str = "UPDATE outbox SET state = 'overtaken', payload = '', settled_at = $5 \
    WHERE state = 'queued' AND journal_id IN (SELECT j.id FROM journal j WHERE j.upstream_id = $2 AND j.scope = $3 \
    AND j.external_id = $4 AND (j.platform_id = $1 OR outbox.kind = 'ended')) RETURNING *";

/// Takes back what was not told yet of a journal of the upstream, whichever of our rows stands for it, and that it ended at
/// any platform: the upstream knows one link of it. Answers what was taken back: a try of it may be under way until its `next_at`, and nothing that says otherwise may be told before.
///
/// # Errors
/// The engine's.
pub async fn overtake(
    tx: &Tx,
    platform: &PlatformId,
    key: &JournalKey,
    now: Time,
) -> Result<Vec<Message>, StorageError> {
    tx.list(OVERTAKE, args![platform, &key.upstream, &key.scope, &key.external_id, now]).await
}

const FIND: &str = "SELECT * FROM outbox WHERE id = $1";
const FIND_LATEST: &str = "SELECT * FROM outbox WHERE journal_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1";
const LIST_DUE: &str = "SELECT * FROM outbox WHERE state = 'queued' AND next_at <= $1 ORDER BY next_at, id LIMIT $2";

/// A message by its id.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &MessageId) -> Result<Option<Message>, StorageError> {
    tx.find(FIND, args![id]).await
}

/// The last message about a journal.
///
/// # Errors
/// The engine's.
pub async fn find_latest(tx: &Tx, journal: &JournalId) -> Result<Option<Message>, StorageError> {
    tx.find(FIND_LATEST, args![journal]).await
}

/// Messages that are due, the longest waiting first.
///
/// # Errors
/// The engine's.
pub async fn list_due(tx: &Tx, now: Time, limit: i64) -> Result<Vec<Message>, StorageError> {
    tx.list(LIST_DUE, args![now, limit]).await
}

const CLAIM: &str = "UPDATE outbox SET tries = tries + 1, next_at = $3 \
    WHERE id = $1 AND state = 'queued' AND tries = $2 AND next_at <= $4";

/// Takes a message in hand: the try is counted, and nobody else tries before `next_at`.
///
/// # Errors
/// [`StorageError::Changed`] when another process has taken it, or it is not due.
pub async fn claim(tx: &Tx, message: &Message, next_at: Time, now: Time) -> Result<(), StorageError> {
    tx.execute_one(CLAIM, args![&message.id, message.tries, next_at, now]).await
}

const SETTLE: &str = "UPDATE outbox SET state = $3, payload = '', settled_at = $4 \
    WHERE id = $1 AND state = 'queued' AND tries = $2";

/// Remembers how a message ended, and forgets what it said. `tries` is the count after this try.
///
/// # Errors
/// [`StorageError::Changed`] when it was overtaken or taken by another process meanwhile.
pub async fn settle(tx: &Tx, id: &MessageId, tries: i64, state: MessageState, now: Time) -> Result<(), StorageError> {
    tx.execute_one(SETTLE, args![id, tries, state, now]).await
}
