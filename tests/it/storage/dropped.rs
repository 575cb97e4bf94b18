//! Requests that are dropped half-way, on PostgreSQL: no connection goes back to the pool inside of a transaction.

use koppel::storage::{Durability, StorageError, Tx};

use crate::support::TestGround;

const OPEN: &str = "SELECT COUNT(*) AS n FROM lease";
const TOUCH: &str = "UPDATE lease SET holder = holder WHERE name = 'nobody'";

/// Lets the others run so often.
async fn turns(count: usize) {
    for _ in 0..count {
        tokio::task::yield_now().await;
    }
}

/// Each is dropped a little later than the one before: before, in and after the `BEGIN`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_is_dropped_leaves_no_snapshot_behind() {
    let ground = TestGround::postgres().await;
    let read = || ground.db.read(|tx: Tx| async move { tx.count(OPEN, vec![]).await });
    let mut dropped = 0;
    for count in 0..400 {
        tokio::select! {
            biased;
            read = read() => drop(read.unwrap()),
            () = turns(count / 4) => dropped += 1,
        }
        let touch = |tx: Tx| async move { tx.execute(TOUCH, vec![]).await };
        let written: Result<u64, StorageError> = ground.db.write(Durability::Relaxed, touch).await;
        assert_eq!(written.unwrap(), 0, "after {dropped} dropped readers");
    }
    assert!(dropped >= 20, "{dropped} were dropped on the way");
}
