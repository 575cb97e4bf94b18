//! Writing on PostgreSQL: SERIALIZABLE, run again when the engine could not put it in an order.

use sqlx::{PgPool, Postgres, Transaction};

use super::counters::Counters;
use super::tx::{Failure, Line, Tx};
use super::{Durability, StorageError};

/// How often a closure is run before its caller is told to come back later.
const MOST_RUNS: u32 = 20;
/// Whoever has the turn holds this row against all processes of the database, and never commits it. A row and no advisory
/// lock: engines that speak PostgreSQL's language have rows.
const TAKE_TURN: &str = "INSERT INTO lease (name, holder, until) VALUES ('turn', '', TIMESTAMPTZ 'epoch') \
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder";
const BEGIN_TURN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

// One message each: the strength of the commit costs no round trip of its own.
const BEGIN_DURABLE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL synchronous_commit = on";
const BEGIN_RELAXED: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL synchronous_commit = off";

/// Runs `work` until it is committed, refuses, or has been run too often.
pub(super) async fn write<T, E, F, Fut>(
    pool: &PgPool,
    counters: &Counters,
    durability: Durability,
    work: F,
) -> Result<T, E>
where
    F: Fn(Tx) -> Fut,
    Fut: Future<Output = Result<T, E>>,
    E: From<StorageError>,
{
    let mut run = 1;
    let mut turn = None;
    loop {
        match once(pool, durability, &work).await {
            Run::Done(result) => {
                if result.is_ok() {
                    counters.committed(1, durability);
                }
                return result;
            }
            Run::Again(error) if run >= MOST_RUNS => return Err(error),
            Run::Again(_) => {
                counters.rerun();
                if turn.is_none() {
                    turn = Some(Turn::take(pool, counters).await?);
                }
                run += 1;
            }
            Run::Failed(error) => return Err(error),
        }
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
        let mut everywhere = pool.begin_with(BEGIN_TURN).await?;
        sqlx::query(TAKE_TURN).execute(everywhere.as_mut()).await?;
        Ok(Self { _here: here, _everywhere: everywhere })
    }
}

enum Run<T, E> {
    /// Committed, or refused by the closure itself.
    Done(Result<T, E>),
    /// Could not be put in an order with others.
    Again(E),
    /// The engine failed.
    Failed(E),
}

async fn once<T, E, F, Fut>(pool: &PgPool, durability: Durability, work: &F) -> Run<T, E>
where
    F: Fn(Tx) -> Fut,
    Fut: Future<Output = Result<T, E>>,
    E: From<StorageError>,
{
    let begin = match durability {
        Durability::Durable => BEGIN_DURABLE,
        Durability::Relaxed => BEGIN_RELAXED,
    };
    let tx = match pool.begin_with(begin).await {
        Ok(transaction) => Tx::open(Line::Postgres(transaction)),
        Err(error) => return Run::Failed(StorageError::from(error).into()),
    };
    let result = work(tx.clone()).await;
    let failure = tx.failure().await;
    // Dropping the transaction rolls it back before its connection is lent again.
    let Ok(Line::Postgres(transaction)) = tx.close().await else {
        return Run::Failed(StorageError::Over.into());
    };
    match (result, failure) {
        (Err(error), Some(Failure::Retryable)) => Run::Again(error),
        (Ok(_), Some(Failure::Retryable)) => {
            Run::Again(StorageError::NotCommitted("it could not be put in an order".to_owned()).into())
        }
        (Ok(_), Some(Failure::Final)) => Run::Failed(StorageError::Failed.into()),
        (Err(error), _) => Run::Done(Err(error)),
        (Ok(value), None) => match transaction.commit().await.map_err(StorageError::from) {
            Ok(()) => Run::Done(Ok(value)),
            Err(error) if error.is_retryable() => Run::Again(error.into()),
            Err(error) => Run::Failed(StorageError::NotCommitted(error.to_string()).into()),
        },
    }
}
