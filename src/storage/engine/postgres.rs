//! Writing on PostgreSQL: SERIALIZABLE, run again when the engine could not put it in an order.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::future::BoxFuture;
use sqlx::{PgPool, Postgres, SqlStr, Transaction};
use tokio::runtime::Handle;

use super::counters::Counters;
use super::tx::{Closed, Failure, Line, Tx};
use super::work::Change;
use super::{Durability, StorageError};

/// How often a closure is run before its caller is told to come back later.
const MOST_RUNS: u32 = 20;
/// Whoever has the turn holds this row against all processes of the database, and never commits it. A row and no advisory
/// lock: engines that speak PostgreSQL's language have rows.
const TAKE_TURN: &str = "INSERT INTO lease (name, holder, until) VALUES ('turn', '', TIMESTAMPTZ 'epoch') \
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder";
const BEGIN_TURN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

/// Everything that is asked here has an index. Without this a table that has just been filled is read from one end to the other
/// for each batch of a roster, as nobody has counted its rows yet; and whoever reads a whole table in a serializable
/// transaction stands in the way of everybody who writes to it. What has to be read whole still is, and is not compiled first.
macro_rules! by_index {
    ($begin:literal) => {
        concat!($begin, "; SET LOCAL enable_seqscan = off; SET LOCAL jit = off")
    };
}

// One message each: what they set costs no round trip of its own.
const BEGIN_DURABLE: &str = by_index!("BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL synchronous_commit = on");
const BEGIN_RELAXED: &str = by_index!("BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL synchronous_commit = off");
const BEGIN_SNAPSHOT: &str = by_index!("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");

/// A snapshot to read from.
pub(super) async fn snapshot(pool: &PgPool) -> Result<Line, StorageError> {
    Ok(Line::Postgres(begin(pool, BEGIN_SNAPSHOT).await?))
}

/// Begins a transaction. The driver counts one only when the answer to its `BEGIN` has come: were a request dropped before,
/// its connection would go back to the pool inside of a transaction that nobody ends, and whoever gets it next would read
/// an old snapshot, or be refused. So who is dropped there leaves the rest to a task.
async fn begin(pool: &PgPool, sql: &'static str) -> Result<Transaction<'static, Postgres>, StorageError> {
    let connection = pool.acquire().await?;
    Ok(ToItsEnd(Some(Box::pin(Transaction::begin(connection, Some(SqlStr::from_static(sql)))))).await?)
}

/// A `BEGIN` that is waited for even when its caller is gone; the transaction is then rolled back.
struct ToItsEnd(Option<BoxFuture<'static, Result<Transaction<'static, Postgres>, sqlx::Error>>>);

impl Future for ToItsEnd {
    type Output = Result<Transaction<'static, Postgres>, sqlx::Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(beginning) = &mut self.0 else { return Poll::Ready(Err(sqlx::Error::WorkerCrashed)) };
        let begun = std::task::ready!(beginning.as_mut().poll(context));
        self.0 = None;
        Poll::Ready(begun)
    }
}

impl Drop for ToItsEnd {
    fn drop(&mut self) {
        // Outside of a runtime nobody can wait, and no connection lives on.
        if let (Some(beginning), Ok(runtime)) = (self.0.take(), Handle::try_current()) {
            runtime.spawn(beginning);
        }
    }
}

/// Runs `work` until it is committed, refuses, or has been run too often. `Ok`: its own answer is the answer.
pub(super) async fn write(
    pool: &PgPool,
    counters: &Arc<Counters>,
    durability: Durability,
    work: &Change<'_>,
) -> Result<(), StorageError> {
    let mut run = 1;
    let mut turn = None;
    loop {
        let again = match once(pool, counters, durability, work).await? {
            Run::Committed => {
                counters.committed(1, durability);
                return Ok(());
            }
            Run::Refused => return Ok(()),
            Run::Again(again) => again,
        };
        if run >= MOST_RUNS {
            return again;
        }
        counters.rerun();
        if turn.is_none() {
            turn = Some(Turn::take(pool, counters).await?);
        }
        run += 1;
    }
}

/// One closure is run again at a time, within a process first come first served: when a whole class meets at one row, each
/// run together lets one of them through, and somebody would always be last. Given back when it is dropped.
struct Turn<'a> {
    /// Before the other processes: who waits here needs no connection.
    _here: tokio::sync::MutexGuard<'a, ()>,
    _everywhere: Transaction<'static, Postgres>,
}

impl<'a> Turn<'a> {
    async fn take(pool: &PgPool, counters: &'a Counters) -> Result<Self, StorageError> {
        let here = counters.turn.lock().await;
        let mut everywhere = begin(pool, BEGIN_TURN).await?;
        sqlx::query(TAKE_TURN).execute(everywhere.as_mut()).await?;
        Ok(Self { _here: here, _everywhere: everywhere })
    }
}

enum Run {
    Committed,
    /// The work itself does not want it.
    Refused,
    /// It could not be put in an order with others; the answer if that was the last time.
    Again(Result<(), StorageError>),
}

async fn once(
    pool: &PgPool,
    counters: &Arc<Counters>,
    durability: Durability,
    work: &Change<'_>,
) -> Result<Run, StorageError> {
    let how = match durability {
        Durability::Durable => BEGIN_DURABLE,
        Durability::Relaxed => BEGIN_RELAXED,
    };
    let tx = Tx::open(Line::Postgres(begin(pool, how).await?), counters);
    let kept = work(tx.clone()).await;
    let Closed { line, failure } = tx.close().await;
    // Dropping the transaction rolls it back before its connection is lent again.
    let Some(Line::Postgres(transaction)) = line else { return Err(StorageError::Over) };
    match (kept, failure) {
        // What the work made of the refusal of its statement.
        (false, Some(Failure::Retryable)) => Ok(Run::Again(Ok(()))),
        (true, Some(Failure::Retryable)) => Ok(Run::Again(Err(disordered()))),
        (true, Some(Failure::Final)) => Err(StorageError::Failed),
        (false, _) => Ok(Run::Refused),
        (true, None) => match transaction.commit().await.map_err(StorageError::from) {
            Ok(()) => Ok(Run::Committed),
            Err(error) if error.is_retryable() => Ok(Run::Again(Err(error))),
            Err(error) => Err(StorageError::NotCommitted(error.to_string())),
        },
    }
}

fn disordered() -> StorageError {
    StorageError::NotCommitted("it could not be put in an order".to_owned())
}
