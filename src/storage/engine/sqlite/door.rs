//! The writer's door of SQLite: who waits there together is committed together.
//!
//! One task keeps the one writing connection. It lets the callers in one after the other, each inside a savepoint of
//! one open transaction; when nobody fitting waits any more it commits once and answers them all. One fsync serves many.
//! The task is nobody's request, so a caller that is dropped loses its own savepoint and nobody else's answer.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::{StorageError, WAIT_FOR_OTHERS, is_busy, open, run, wal};
use crate::storage::engine::counters::Counters;
use crate::storage::engine::db::Durability;
use crate::storage::engine::tx::{Line, Tx};

/// Most savepoints in one commit: bounds what a failed commit takes with it, and how long the first one waits.
const LARGEST_BATCH: usize = 256;
/// Callers in the queue; more wait before it.
const QUEUE: usize = 4096;
/// Another process that writes is met without waiting first, and the checkpoints are ours.
/// The writer keeps its pages from one transaction to the next, and a batch that does not fit is written to the log in pieces,
/// some of its pages twice: 16 MiB instead of two, taken only when they are used.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA busy_timeout = 0; \
    PRAGMA cache_size = -16384;";
const BEGIN: &str = "BEGIN IMMEDIATE";
/// How long one caller may hold the door. Its own statements never take that long; a nested `write` would hang forever.
const LONGEST_HOLD: Duration = Duration::from_mins(1);

/// A caller who wants in.
struct Ask {
    durability: Durability,
    enter: oneshot::Sender<Result<Place, StorageError>>,
}

/// A caller's place inside: its savepoint is open.
pub(in crate::storage::engine) struct Place {
    pub(in crate::storage::engine) tx: Tx,
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
    pub(in crate::storage::engine) async fn leave(self, keep: bool) -> Result<(), StorageError> {
        // Nobody listens when the hold was too long; then the outcome says so.
        let _ = self.verdict.send(if keep { Verdict::Keep } else { Verdict::Undo });
        self.outcome.await.map_err(|_| StorageError::Closed)?
    }
}

/// The door as callers see it. Cheap to clone; the keeper goes home when the last clone is dropped.
#[derive(Debug, Clone)]
pub(in crate::storage::engine) struct Door {
    asks: mpsc::Sender<Ask>,
}

impl Door {
    /// Opens the writing connection and starts its keeper.
    pub(in crate::storage::engine) async fn open(path: PathBuf, counters: Arc<Counters>) -> Result<Self, StorageError> {
        let file = path.clone();
        let line = apart(move || open_writer(&file)).await?;
        let (asks, queue) = mpsc::channel(QUEUE);
        let keeper = Keeper { path, line: Some(line), set: None, checkpoint: wal::Due::default(), queue, counters };
        tokio::spawn(keeper.keep());
        Ok(Self { asks })
    }

    /// Waits for a place inside.
    pub(in crate::storage::engine) async fn enter(&self, durability: Durability) -> Result<Place, StorageError> {
        let (enter, entered) = oneshot::channel();
        self.asks.send(Ask { durability, enter }).await.map_err(|_| StorageError::Closed)?;
        entered.await.map_err(|_| StorageError::Closed)?
    }
}

type Answer = oneshot::Sender<Result<(), StorageError>>;

struct Keeper {
    path: PathBuf,
    /// Absent after an error that left the connection in doubt.
    line: Option<Connection>,
    /// What `synchronous` is set to on this connection.
    set: Option<Durability>,
    /// When the log is to be written back into the database.
    checkpoint: wal::Due,
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
        match self.commit(durability).await {
            Ok(pages) => {
                self.answer(members, durability);
                self.write_back(pages).await;
            }
            Err(error) => self.lose(members, &error),
        }
        spilled
    }

    async fn begin(&mut self, durability: Durability) -> Result<(), StorageError> {
        if self.line.is_none() {
            let path = self.path.clone();
            self.line = Some(apart(move || open_writer(&path)).await?);
            self.set = None;
        }
        if self.set != Some(durability) {
            self.run(match durability {
                Durability::Durable => "PRAGMA synchronous = FULL",
                Durability::Relaxed => "PRAGMA synchronous = NORMAL",
            })?;
            self.set = Some(durability);
        }
        match self.run(BEGIN) {
            Err(error) if is_busy(&error) => self.apart(begin_patiently).await,
            other => other,
        }
    }

    /// One caller, inside a savepoint. An error means that the whole batch is lost.
    async fn admit(&mut self, ask: Ask, members: &mut Vec<Answer>) -> Result<(), StorageError> {
        if ask.enter.is_closed() {
            return Ok(());
        }
        self.run("SAVEPOINT caller")?;
        let line = self.line.take().ok_or(StorageError::Closed)?;
        let tx = Tx::open(Line::Writer(line), &self.counters);
        let (verdict, heard) = oneshot::channel();
        let (answer, outcome) = oneshot::channel();
        let entered = ask.enter.send(Ok(Place { tx: tx.clone(), verdict, outcome }));
        // Dropped: the request was cancelled, or its client is gone. Silent for too long: the place is taken away.
        let verdict = match entered {
            Ok(()) => tokio::time::timeout(LONGEST_HOLD, heard).await.ok().and_then(Result::ok),
            Err(_) => None,
        };
        let failed = tx.failure().await.is_some();
        if let Line::Writer(line) = tx.close().await? {
            self.line = Some(line);
        }
        if verdict == Some(Verdict::Keep) && !failed {
            self.run("RELEASE caller")?;
            members.push(answer);
        } else {
            // After a full disk or an I/O error SQLite may have rolled back everything: then there is no such savepoint.
            self.run("ROLLBACK TO caller")?;
            self.run("RELEASE caller")?;
            members.extend(verdict.is_some().then_some(answer));
        }
        Ok(())
    }

    /// A durable commit waits for the disk, and while it does, others may have this thread.
    async fn commit(&mut self, durability: Durability) -> Result<wal::Pages, StorageError> {
        match durability {
            Durability::Durable => self.apart(commit).await,
            Durability::Relaxed => commit(self.line.as_ref().ok_or(StorageError::Closed)?),
        }
    }

    /// Writes the log back into the database when it has grown enough. Failing is no harm: the next commit tries again.
    async fn write_back(&mut self, pages: wal::Pages) {
        let Some(how) = self.checkpoint.after(pages) else { return };
        if let Err(error) = self.apart(move |line| wal::write_back(line, how)).await {
            tracing::warn!(%error, "the log of the database could not be written back");
        }
    }

    fn run(&self, sql: &'static str) -> Result<(), StorageError> {
        run(self.line.as_ref().ok_or(StorageError::Closed)?, sql)
    }

    /// Lets a thread of its own do what may take long.
    async fn apart<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, StorageError> {
        let line = self.line.take().ok_or(StorageError::Closed)?;
        let (line, done) = apart(move || {
            let done = work(&line);
            Ok((line, done))
        })
        .await?;
        self.line = Some(line);
        done
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

fn open_writer(path: &Path) -> Result<Connection, StorageError> {
    let line = open(path, PRAGMAS)?;
    wal::watch(&line);
    Ok(line)
}

fn begin_patiently(line: &Connection) -> Result<(), StorageError> {
    line.busy_timeout(WAIT_FOR_OTHERS)?;
    let begun = run(line, BEGIN);
    line.busy_timeout(Duration::ZERO)?;
    begun
}

fn commit(line: &Connection) -> Result<wal::Pages, StorageError> {
    wal::counting(|| run(line, "COMMIT"))
}

async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StorageError> + Send + 'static,
) -> Result<T, StorageError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| StorageError::Closed)?
}
