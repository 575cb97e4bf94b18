//! What a durable link costs: `cargo bench --bench link_writes`. People press the confirm button, 64 at a time, through
//! `linking::attach` with its checks, audit, notice and event rows, on the embedded engine with `synchronous=FULL`.
//! Beside it, in turns and in the same run, the least a durable transaction can be: one row, 64 at a time. The ratio is
//! what survives a noisy machine.

#![expect(clippy::unwrap_used, reason = "a bench may fail loudly")]

#[path = "link_writes/class.rs"]
mod class;
#[path = "shared/mod.rs"]
mod shared;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use class::Class;
use futures_util::future::join_all;
use koppel::args;
use koppel::storage::{Durability, StorageError, Tx};

/// People who press in one round.
const PEOPLE: usize = 4_000;
/// How many wait at once.
const AT_ONCE: usize = 64;
const ROUNDS: usize = 5;

#[tokio::main]
async fn main() {
    let (mut links, mut rows) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let class = Arc::new(Class::open(PEOPLE).await);
        let floor = timed(&class, |class, n| async move { one_row(&class, n).await }).await;
        let linked = timed(&class, |class, n| async move { class.press(n).await }).await;
        assert_eq!(class.links().await, i64::try_from(PEOPLE).unwrap());
        println!("round {round}: {:>7.0} links/s   one row {:>7.0}/s", per_second(linked), per_second(floor));
        links.push(linked);
        rows.push(floor);
    }
    let (linked, floor) = (median(links), median(rows));
    let ratio = linked.as_secs_f64() / floor.as_secs_f64();
    println!("median of {ROUNDS} × {PEOPLE}: {:.0} durable links/s with {AT_ONCE} waiting", per_second(linked));
    println!("one row: {:.0}/s; a link costs {ratio:.1} times the least durable transaction", per_second(floor));
}

/// Does something for everybody, [`AT_ONCE`] at a time, each in a task of its own as requests are.
async fn timed<F>(class: &Arc<Class>, work: impl Fn(Arc<Class>, usize) -> F + Copy + Send + 'static) -> Duration
where
    F: Future<Output = ()> + Send,
{
    let next = Arc::new(AtomicUsize::new(0));
    let started = Instant::now();
    let worker = |_| {
        let (class, next) = (Arc::clone(class), Arc::clone(&next));
        tokio::spawn(async move {
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= PEOPLE {
                    break;
                }
                work(Arc::clone(&class), n).await;
            }
        })
    };
    for done in join_all((0..AT_ONCE).map(worker)).await {
        done.unwrap();
    }
    started.elapsed()
}

async fn one_row(class: &Class, n: usize) {
    const SQL: &str = "INSERT INTO school_number (number, school_id) VALUES ($1, 'ehis:1')";
    let number = format!("ehis:{}", n + 10);
    let number = &number;
    let write = |tx: Tx| async move { tx.execute(SQL, args![number]).await };
    class.ground.db.write::<_, StorageError, _, _>(Durability::Durable, write).await.unwrap();
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand")]
fn per_second(took: Duration) -> f64 {
    PEOPLE as f64 / took.as_secs_f64()
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all.get(all.len() / 2).copied().unwrap()
}
