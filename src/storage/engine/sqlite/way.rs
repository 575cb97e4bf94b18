//! How the writing connection gets from one caller to the next, to a commit, and to its rest.

use std::sync::Arc;

use tokio::runtime::Handle;

use super::StorageError;
use super::door::{Ask, Batch, Shared, Verdict, Visit};
use super::writer::{Within, Writer};
use crate::storage::engine::db::Durability;
use crate::storage::engine::tx::{Closed, Line, Tx};

/// Most savepoints in one commit: bounds what a failed commit takes with it, and how long the first one waits.
const LARGEST_BATCH: usize = 256;

/// Whoever has this has the connection, and says where it goes. Nothing here awaits, so no request that goes away can stop it
/// half-way; what may wait for the disk or for another process goes on in a thread for such things.
pub(super) struct Way {
    door: Arc<Shared>,
    /// The connection is with somebody again, or rests.
    arrived: bool,
}

impl Drop for Way {
    /// Lost half-way, by a panic or because everything is being shut down: the connection went with what it had left open.
    /// Those who wait are sent away, and whoever comes next opens another.
    fn drop(&mut self) {
        if !self.arrived {
            drop(self.door.all_and_rest(Writer::new(self.door.path.clone())));
        }
    }
}

impl Way {
    /// For whoever has just been given the connection.
    pub(super) fn at(door: &Arc<Shared>) -> Self {
        Self { door: Arc::clone(door), arrived: false }
    }

    /// Outside a transaction: begins one for who has waited longest.
    pub(super) fn rest_or_begin(mut self, writer: Writer) {
        let Some((mut writer, durability)) = self.door.next_or_rest(writer) else {
            self.arrived = true;
            return;
        };
        match writer.begin(durability) {
            Ok(true) => self.go_on(Batch { writer, durability, members: Vec::new() }),
            Ok(false) => elsewhere(move || self.begin_patiently(writer, durability)),
            Err(error) => self.refuse_all(writer, &error),
        }
    }

    fn begin_patiently(self, mut writer: Writer, durability: Durability) {
        match writer.begin_patiently(durability) {
            Ok(()) => self.go_on(Batch { writer, durability, members: Vec::new() }),
            Err(error) => self.refuse_all(writer, &error),
        }
    }

    /// Inside a transaction, between two callers: lets in the next one, or commits.
    fn go_on(self, batch: Batch) {
        match self.next(&batch) {
            Some(ask) => self.admit(ask, batch),
            None if batch.durability == Durability::Durable => elsewhere(move || self.commit(batch)),
            // Whoever is about to write gets a turn first: a commit that is no wait for the disk costs as much as a few callers.
            None if Handle::try_current().is_ok() => later(async move { self.go_on_or_commit(batch) }),
            None => self.commit(batch),
        }
    }

    fn go_on_or_commit(self, batch: Batch) {
        match self.next(&batch) {
            Some(ask) => self.admit(ask, batch),
            None => self.commit(batch),
        }
    }

    /// Who joins the transaction.
    fn next(&self, batch: &Batch) -> Option<Ask> {
        let full = batch.members.len() >= LARGEST_BATCH;
        if full { None } else { self.door.next_of(batch.durability) }
    }

    fn admit(mut self, ask: Ask, mut batch: Batch) {
        let within = if batch.members.is_empty() { Within::Transaction } else { Within::Savepoint };
        match batch.writer.lend(within) {
            Ok(line) => {
                let place = self.door.let_in(Tx::open(Line::Writer(line), &self.door.counters), within, batch);
                self.arrived = true;
                // Gone just now: the place comes back and, being dropped, goes on to the next.
                drop(ask.enter.send(Ok(place)));
            }
            Err(error) => {
                drop(ask.enter.send(Err(StorageError::NotCommitted(error.to_string()))));
                self.lose(batch, &error);
            }
        }
    }

    /// Somebody has left, or is gone: then there is no verdict, and nobody to be answered.
    pub(super) fn parted(self, visit: Visit, verdict: Option<Verdict>) {
        match visit.tx.try_close() {
            Some(closed) => self.settle(visit, closed, verdict),
            // A clone of the handle has got away, and a statement of it is running.
            None => later(async move {
                let closed = visit.tx.close().await;
                self.settle(visit, closed, verdict);
            }),
        }
    }

    fn settle(self, visit: Visit, closed: Closed, verdict: Option<Verdict>) {
        let Visit { within, mut batch, answer, .. } = visit;
        let Closed { line, failure } = closed;
        batch.writer.take_back(line.and_then(Line::writer));
        let kept = verdict == Some(Verdict::Keep) && failure.is_none();
        let ended = if kept { batch.writer.keep(within) } else { batch.writer.undo(within) };
        if verdict == Some(Verdict::Keep) && !kept {
            // A statement has failed since the caller looked.
            let _ = answer.send(Err(StorageError::Failed));
        } else {
            batch.members.extend(verdict.is_some().then_some(answer));
        }
        match ended {
            Ok(()) if kept || within == Within::Savepoint => self.go_on(batch),
            Ok(()) => self.begin_again(batch),
            Err(error) => self.lose(batch, &error),
        }
    }

    /// The transaction was undone with the one who was in it, and what they were told rests on nothing that is not committed.
    fn begin_again(self, batch: Batch) {
        for member in batch.members {
            let _ = member.send(Ok(()));
        }
        self.rest_or_begin(batch.writer);
    }

    fn commit(self, batch: Batch) {
        let pages = match batch.writer.commit() {
            Ok(pages) => pages,
            Err(error) => return self.lose(batch, &error),
        };
        let Batch { mut writer, durability, members } = batch;
        self.door.counters.committed(members.len(), durability);
        for member in members {
            let _ = member.send(Ok(()));
        }
        match writer.due(pages) {
            None => self.rest_or_begin(writer),
            Some(how) => elsewhere(move || {
                writer.write_back(how);
                self.rest_or_begin(writer);
            }),
        }
    }

    /// Nothing of the batch was written. The connection goes, and with it whatever it had left open.
    fn lose(self, batch: Batch, error: &StorageError) {
        let Batch { mut writer, members, .. } = batch;
        tracing::error!(%error, callers = members.len(), "a batch of writes was not committed");
        writer.drop_line();
        for member in members {
            let _ = member.send(Err(StorageError::NotCommitted(error.to_string())));
        }
        self.rest_or_begin(writer);
    }

    /// The database cannot be written to (another process holds it, or it is gone): all who wait have waited long enough.
    fn refuse_all(mut self, mut writer: Writer, error: &StorageError) {
        tracing::error!(%error, "the database cannot be written to");
        writer.drop_line();
        let all = self.door.all_and_rest(writer);
        self.arrived = true;
        for ask in all {
            drop(ask.enter.send(Err(StorageError::NotCommitted(error.to_string()))));
        }
    }
}

/// Does something that may take long on a thread for such things, where there is one.
fn elsewhere(work: impl FnOnce() + Send + 'static) {
    match Handle::try_current() {
        Ok(runtime) => drop(runtime.spawn_blocking(work)),
        Err(_) => work(),
    }
}

/// Goes on when something has happened; where nothing can happen any more, it is dropped.
fn later(work: impl Future<Output = ()> + Send + 'static) {
    if let Ok(runtime) = Handle::try_current() {
        drop(runtime.spawn(work));
    }
}
