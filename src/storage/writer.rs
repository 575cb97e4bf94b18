//! The writer's door of SQLite: who waits there together is committed together.
//!
//! One task keeps the one writing connection. It lets the callers in one after the other, each inside a savepoint of
//! one open transaction; when nobody fitting waits any more it commits once and answers them all. One fsync serves many.
//! The task is nobody's request, so a caller that is dropped loses its own savepoint and nobody else's answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

use super::tx::{Line, Tx};
use super::{Durability, StorageError};

/// Most savepoints in one commit: bounds what a failed commit takes with it, and how long the first one waits.
const LARGEST_BATCH: usize = 256;
/// Callers in the queue; more wait before it.
const QUEUE: usize = 4096;
/// How long one caller may hold the door. Its own statements never take that long; a nested `write` would hang forever.
const LONGEST_HOLD: Duration = Duration::from_mins(1);

/// What the doors have done since the database was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WriteCounts {
    /// Closures that were answered with a commit.
    pub writes: u64,
    /// Commits, of both strengths.
    pub commits: u64,
    /// Commits that waited for the disk.
    pub durable_commits: u64,
    /// Closures that were run again (PostgreSQL).
    pub reruns: u64,
}

#[derive(Debug, Default)]
pub(super) struct Counters {
    writes: AtomicU64,
    commits: AtomicU64,
    durable: AtomicU64,
    reruns: AtomicU64,
    /// Whose turn it is to run a closure again (PostgreSQL).
    pub(super) turn: tokio::sync::Mutex<()>,
}

impl Counters {
    pub(super) fn committed(&self, writes: usize, durability: Durability) {
        self.writes.fetch_add(writes as u64, Ordering::Relaxed);
        self.commits.fetch_add(1, Ordering::Relaxed);
        if durability == Durability::Durable {
            self.durable.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn rerun(&self) {
        self.reruns.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn read(&self) -> WriteCounts {
        WriteCounts {
            writes: self.writes.load(Ordering::Relaxed),
            commits: self.commits.load(Ordering::Relaxed),
            durable_commits: self.durable.load(Ordering::Relaxed),
            reruns: self.reruns.load(Ordering::Relaxed),
        }
    }
}

/// A caller who wants in.
struct Ask {
    durability: Durability,
    enter: oneshot::Sender<Result<Place, StorageError>>,
}

/// A caller's place inside: its savepoint is open.
pub(super) struct Place {
    pub(super) tx: Tx,
    verdict: oneshot::Sender<Verdict>,
    outcome: oneshot::Receiver<Result<(), StorageError>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Keep,
    Undo,
}

impl Place {
    /// Says whether the savepoint is kept, and waits for the commit of the whole batch: also a refusal may rest on what
    /// the others in the batch wrote.
    pub(super) async fn leave(self, keep: bool) -> Result<(), StorageError> {
        // Nobody listens when the hold was too long; then the outcome says so.
        let _ = self.verdict.send(if keep { Verdict::Keep } else { Verdict::Undo });
        self.outcome.await.map_err(|_| StorageError::Closed)?
    }
}

/// The door as callers see it. Cheap to clone; the keeper goes home when the last clone is dropped.
#[derive(Debug, Clone)]
pub(super) struct Door {
    asks: mpsc::Sender<Ask>,
}

impl Door {
    /// Opens the writing connection and starts its keeper.
    pub(super) async fn open(options: SqliteConnectOptions, counters: Arc<Counters>) -> Result<Self, StorageError> {
        let line = options.connect().await?;
        let (asks, queue) = mpsc::channel(QUEUE);
        let keeper = Keeper { options, line: Some(line), set: None, queue, counters };
        tokio::spawn(keeper.keep());
        Ok(Self { asks })
    }

    /// Waits for a place inside.
    pub(super) async fn enter(&self, durability: Durability) -> Result<Place, StorageError> {
        let (enter, entered) = oneshot::channel();
        self.asks.send(Ask { durability, enter }).await.map_err(|_| StorageError::Closed)?;
        entered.await.map_err(|_| StorageError::Closed)?
    }
}

type Answer = oneshot::Sender<Result<(), StorageError>>;

struct Keeper {
    options: SqliteConnectOptions,
    /// Absent after an error that left the connection in doubt.
    line: Option<SqliteConnection>,
    /// What `synchronous` is set to on this connection.
    set: Option<Durability>,
    queue: mpsc::Receiver<Ask>,
    counters: Arc<Counters>,
}

impl Keeper {
    async fn keep(mut self) {
        let mut next = self.queue.recv().await;
        while let Some(ask) = next {
            next = match self.batch(ask).await {
                Some(spilled) => Some(spilled),
                None => self.queue.recv().await,
            };
        }
    }

    /// One transaction. Answers a caller that must not join it, if one was met.
    async fn batch(&mut self, first: Ask) -> Option<Ask> {
        let durability = first.durability;
        if let Err(error) = self.begin(durability).await {
            self.refuse_all(first, &error);
            return None;
        }
        let mut members = Vec::new();
        let mut spilled = None;
        let mut next = Some(first);
        while let Some(ask) = next.take() {
            if let Err(error) = self.admit(ask, &mut members).await {
                self.lose(members, &error);
                return None;
            }
            if members.len() >= LARGEST_BATCH {
                break;
            }
            match self.queue.try_recv() {
                // The strength of a commit cannot be raised inside a transaction.
                Ok(ask) if ask.durability > durability => spilled = Some(ask),
                Ok(ask) => next = Some(ask),
                Err(_) => {}
            }
        }
        match self.run("COMMIT").await {
            Ok(()) => self.answer(members, durability),
            Err(error) => self.lose(members, &error),
        }
        spilled
    }

    async fn begin(&mut self, durability: Durability) -> Result<(), StorageError> {
        if self.line.is_none() {
            self.line = Some(self.options.connect().await?);
            self.set = None;
        }
        if self.set != Some(durability) {
            self.run(match durability {
                Durability::Durable => "PRAGMA synchronous = FULL",
                Durability::Relaxed => "PRAGMA synchronous = NORMAL",
            })
            .await?;
            self.set = Some(durability);
        }
        self.run("BEGIN IMMEDIATE").await
    }

    /// One caller, inside a savepoint. An error means that the whole batch is lost.
    async fn admit(&mut self, ask: Ask, members: &mut Vec<Answer>) -> Result<(), StorageError> {
        if ask.enter.is_closed() {
            return Ok(());
        }
        self.run("SAVEPOINT caller").await?;
        let line = self.line.take().ok_or(StorageError::Closed)?;
        let tx = Tx::open(Line::Writer(Box::new(line)));
        let (verdict, heard) = oneshot::channel();
        let (answer, outcome) = oneshot::channel();
        let entered = ask.enter.send(Ok(Place { tx: tx.clone(), verdict, outcome }));
        // Dropped: the request was cancelled, or its client is gone. Silent for too long: the place is taken away.
        let verdict = match entered {
            Ok(()) => tokio::time::timeout(LONGEST_HOLD, heard).await.ok().and_then(Result::ok),
            Err(_) => None,
        };
        let failed = tx.failure().await.is_some();
        // Waits for a statement that a cancelled caller has left running.
        if let Line::Writer(line) = tx.close().await? {
            self.line = Some(*line);
        }
        if verdict == Some(Verdict::Keep) && !failed {
            self.run("RELEASE caller").await?;
            members.push(answer);
        } else {
            // After a full disk or an I/O error SQLite may have rolled back everything: then there is no such savepoint.
            self.run("ROLLBACK TO caller").await?;
            self.run("RELEASE caller").await?;
            members.extend(verdict.is_some().then_some(answer));
        }
        Ok(())
    }

    async fn run(&mut self, sql: &'static str) -> Result<(), StorageError> {
        let line = self.line.as_mut().ok_or(StorageError::Closed)?;
        sqlx::query(sql).execute(line).await?;
        Ok(())
    }

    fn answer(&self, members: Vec<Answer>, durability: Durability) {
        self.counters.committed(members.len(), durability);
        for member in members {
            let _ = member.send(Ok(()));
        }
    }

    /// Nothing of the batch was written. The connection goes, and with it whatever it had left open.
    fn lose(&mut self, members: Vec<Answer>, error: &StorageError) {
        tracing::error!(%error, callers = members.len(), "a batch of writes was not committed");
        self.line = None;
        for member in members {
            let _ = member.send(Err(StorageError::NotCommitted(error.to_string())));
        }
    }

    /// The database cannot be written to (another process holds it, or it is gone): all who wait have waited long enough.
    fn refuse_all(&mut self, first: Ask, error: &StorageError) {
        tracing::error!(%error, "the database cannot be written to");
        self.line = None;
        let mut next = Some(first);
        while let Some(ask) = next {
            let _ = ask.enter.send(Err(StorageError::NotCommitted(error.to_string())));
            next = self.queue.try_recv().ok();
        }
    }
}
