//! The writer's door of SQLite: who waits there together is committed together.
//!
//! There is one writing connection. Callers are let in one after the other, each inside a savepoint of one open transaction
//! (the first needs none: with it, everything is undone), and whoever leaves hands the connection to the next; when nobody fitting waits any more the last one has it committed once,
//! and all are answered. One fsync serves many. What is inside belongs to the door and not to a caller, so a caller that is
//! dropped, panics, or is never heard of again loses its own savepoint and nobody else's answer.

use std::collections::VecDeque;
use std::mem;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::StorageError;
use super::way::Way;
use super::writer::{Within, Writer};
use crate::storage::engine::counters::Counters;
use crate::storage::engine::db::Durability;
use crate::storage::engine::tx::Tx;

/// How long one caller may hold the door; it is looked at as often. Its own statements never take that long; a nested `write`
/// would hang forever.
const LONGEST_HOLD: Duration = Duration::from_mins(1);

/// What a caller is told in the end.
pub(super) type Answer = oneshot::Sender<Result<(), StorageError>>;

/// What a caller says when it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Keep,
    Undo,
}

/// A caller who wants in.
#[derive(Debug)]
pub(super) struct Ask {
    pub(super) durability: Durability,
    pub(super) enter: oneshot::Sender<Result<Place, StorageError>>,
}

/// One transaction, and who is to be answered when it is committed.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) writer: Writer,
    pub(super) durability: Durability,
    pub(super) members: Vec<Answer>,
}

/// A caller who is inside, and everything it would take along if it were not the door's.
#[derive(Debug)]
pub(super) struct Visit {
    number: u64,
    pub(super) tx: Tx,
    /// What is undone with its changes.
    pub(super) within: Within,
    pub(super) answer: Answer,
    pub(super) batch: Batch,
}

/// Where the connection is.
#[derive(Debug)]
enum Stands {
    /// Here: nobody is inside, and nobody waits.
    Free(Writer),
    /// With a caller.
    Inside(Visit),
    /// On its way from one to the next, or at a commit.
    Moving,
}

#[derive(Debug)]
struct Desk {
    stands: Stands,
    queue: VecDeque<Ask>,
    /// Callers let in so far.
    visits: u64,
}

impl Desk {
    /// How strong a commit the first in the queue wants; those who have gone away are forgotten.
    fn first(&mut self) -> Option<Durability> {
        while self.queue.front().is_some_and(|ask| ask.enter.is_closed()) {
            self.queue.pop_front();
        }
        self.queue.front().map(|ask| ask.durability)
    }

    /// The connection, if nobody has it.
    fn take_rest(&mut self) -> Option<Writer> {
        match mem::replace(&mut self.stands, Stands::Moving) {
            Stands::Free(writer) => Some(writer),
            other => {
                self.stands = other;
                None
            }
        }
    }

    /// The visit of this number, if it has not ended.
    fn take_visit(&mut self, number: u64) -> Option<Visit> {
        match mem::replace(&mut self.stands, Stands::Moving) {
            Stands::Inside(visit) if visit.number == number => Some(visit),
            other => {
                self.stands = other;
                None
            }
        }
    }
}

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) path: PathBuf,
    pub(super) counters: Arc<Counters>,
    desk: Mutex<Desk>,
}

/// The door as callers see it. Cheap to clone; the connection is closed when the last clone is dropped.
#[derive(Debug, Clone)]
pub(in crate::storage::engine) struct Door(Arc<Shared>);

impl Door {
    /// Opens the writing connection.
    pub(in crate::storage::engine) async fn open(path: PathBuf, counters: Arc<Counters>) -> Result<Self, StorageError> {
        Self::open_for(path, counters, LONGEST_HOLD).await
    }

    async fn open_for(path: PathBuf, counters: Arc<Counters>, hold: Duration) -> Result<Self, StorageError> {
        let file = path.clone();
        let writer =
            tokio::task::spawn_blocking(move || Writer::open(file)).await.map_err(|_| StorageError::Closed)??;
        let desk = Desk { stands: Stands::Free(writer), queue: VecDeque::new(), visits: 0 };
        let shared = Arc::new(Shared { path, counters, desk: Mutex::new(desk) });
        tokio::spawn(watch(Arc::downgrade(&shared), hold));
        Ok(Self(shared))
    }

    /// Waits for a place inside.
    pub(in crate::storage::engine) async fn enter(&self, durability: Durability) -> Result<Place, StorageError> {
        let (enter, entered) = oneshot::channel();
        if let Some(writer) = self.0.queue(Ask { durability, enter }) {
            Way::at(&self.0).rest_or_begin(writer);
        }
        entered.await.map_err(|_| StorageError::Closed)?
    }

    /// Looks at the database through the writing connection while nobody wants to write: it has its pages at hand, and a reader
    /// drops its own whenever something was written. Nothing when somebody has it. `look` is short and reads.
    pub(in crate::storage::engine) fn look<T>(&self, look: impl FnOnce(&Connection) -> Option<T>) -> Option<T> {
        let writer = self.0.take_rest()?;
        let way = Way::at(&self.0);
        let seen = writer.look(look);
        // Whoever has come meanwhile is let in.
        way.rest_or_begin(writer);
        seen
    }
}

impl Shared {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a caller last in the queue. The connection, if nobody has it: then it is for the caller to get things going.
    fn queue(&self, ask: Ask) -> Option<Writer> {
        let mut desk = self.desk();
        desk.queue.push_back(ask);
        desk.take_rest()
    }

    /// The connection, if nobody has it.
    fn take_rest(&self) -> Option<Writer> {
        self.desk().take_rest()
    }

    /// How strong a commit whoever is next wants. When nobody is, the connection rests.
    pub(super) fn next_or_rest(&self, writer: Writer) -> Option<(Writer, Durability)> {
        let mut desk = self.desk();
        let Some(durability) = desk.first() else {
            desk.stands = Stands::Free(writer);
            return None;
        };
        Some((writer, durability))
    }

    /// The first in the queue, if that is for this batch: the strength of a commit cannot be raised inside a transaction, and
    /// nobody overtakes.
    pub(super) fn next_of(&self, durability: Durability) -> Option<Ask> {
        let mut desk = self.desk();
        let fits = desk.first().is_some_and(|wanted| wanted <= durability);
        if fits { desk.queue.pop_front() } else { None }
    }

    /// Everybody in the queue; the connection rests.
    pub(super) fn all_and_rest(&self, writer: Writer) -> VecDeque<Ask> {
        let mut desk = self.desk();
        desk.stands = Stands::Free(writer);
        mem::take(&mut desk.queue)
    }

    /// Lets somebody in.
    pub(super) fn let_in(self: &Arc<Self>, tx: Tx, within: Within, batch: Batch) -> Place {
        let (answer, outcome) = oneshot::channel();
        let mut desk = self.desk();
        desk.visits += 1;
        let number = desk.visits;
        desk.stands = Stands::Inside(Visit { number, tx: tx.clone(), within, answer, batch });
        Place { tx, number, outcome: Some(outcome), door: Arc::clone(self) }
    }

    /// Ends a visit, unless it has ended: with the verdict of its caller, or without any where there is no caller any more.
    fn part(self: &Arc<Self>, number: u64, verdict: Option<Verdict>) {
        let visit = self.desk().take_visit(number);
        if let Some(visit) = visit {
            Way::at(self).parted(visit, verdict);
        }
    }

    fn inside(&self) -> Option<u64> {
        match &self.desk().stands {
            Stands::Inside(visit) => Some(visit.number),
            Stands::Free(_) | Stands::Moving => None,
        }
    }
}

/// A caller's place inside: its savepoint is open.
#[derive(Debug)]
pub(in crate::storage::engine) struct Place {
    pub(in crate::storage::engine) tx: Tx,
    number: u64,
    /// Until it leaves.
    outcome: Option<oneshot::Receiver<Result<(), StorageError>>>,
    door: Arc<Shared>,
}

impl Place {
    /// Says whether the savepoint is kept, and waits for the commit of the whole batch: also a refusal may rest on what
    /// the others in the batch wrote.
    pub(in crate::storage::engine) async fn leave(mut self, keep: bool) -> Result<(), StorageError> {
        let outcome = self.outcome.take().ok_or(StorageError::Over)?;
        // Nothing happens when the hold was too long; then the outcome says so.
        self.door.part(self.number, Some(if keep { Verdict::Keep } else { Verdict::Undo }));
        outcome.await.map_err(|_| StorageError::Closed)?
    }
}

impl Drop for Place {
    /// The request was cancelled, its client is gone, or its work panicked.
    fn drop(&mut self) {
        if self.outcome.is_some() {
            self.door.part(self.number, None);
        }
    }
}

/// Takes the place from whoever holds it for too long, also from those whom nobody polls any more.
async fn watch(door: Weak<Shared>, hold: Duration) {
    let mut seen = None;
    loop {
        tokio::time::sleep(hold).await;
        let Some(door) = door.upgrade() else { return };
        let inside = door.inside();
        if let Some(number) = inside.filter(|_| inside == seen) {
            tracing::error!("a write held the door for too long");
            door.part(number, None);
        }
        seen = inside;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Also without being polled: a stream that nobody reads may be asleep with the connection in its arms.
    #[tokio::test]
    async fn the_place_is_taken_from_whoever_holds_it_for_too_long() {
        let dir = tempfile::tempdir().unwrap();
        let (path, hold) = (dir.path().join("koppel.db"), Duration::from_millis(30));
        let door = Door::open_for(path, Arc::default(), hold).await.unwrap();
        let asleep = door.enter(Durability::Durable).await.unwrap();
        let next = tokio::time::timeout(20 * hold, door.enter(Durability::Durable)).await.unwrap().unwrap();
        assert!(matches!(asleep.tx.execute("SELECT 1", vec![]).await, Err(StorageError::Over)));
        assert!(matches!(asleep.leave(true).await, Err(StorageError::Closed)));
        next.leave(true).await.unwrap();
    }

    /// It was handed to somebody who went away before looking.
    #[tokio::test]
    async fn a_place_that_nobody_takes_is_the_next_ones() {
        let dir = tempfile::tempdir().unwrap();
        let door = Door::open(dir.path().join("koppel.db"), Arc::default()).await.unwrap();
        let first = door.enter(Durability::Relaxed).await.unwrap();
        let mut waiting = [door.enter(Durability::Relaxed), door.enter(Durability::Relaxed)].map(Box::pin);
        for one in &mut waiting {
            assert!(futures_util::poll!(one.as_mut()).is_pending());
        }
        let [second, third] = waiting;
        let third = async { third.await.unwrap().leave(true).await };
        // Both are answered together, and not before the second is gone.
        let (first, (), third) = tokio::join!(biased; first.leave(true), async { drop(second) }, third);
        assert!(first.is_ok() && third.is_ok());
    }
}
