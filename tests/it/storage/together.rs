//! The writer's door: one commit for many, and nobody pays for another's failure or absence.

use std::time::Duration;

use futures_util::future::join_all;
use koppel::args;
use koppel::storage::{Durability, StorageError, Tx, WriteCounts};

use super::doors::COUNT_ACCOUNTS;
use crate::support::{TestGround, both_engines, seed};

const ADD: &str = "INSERT INTO school_number (number, school_id) VALUES ($1, 'ehis:123')";
const COUNT: &str = "SELECT COUNT(*) AS n FROM school_number";

async fn add(ground: &TestGround, durability: Durability, n: usize, hold_ms: u64) -> Result<u64, StorageError> {
    let work = |tx: Tx| async move {
        let done = tx.execute(ADD, args![format!("ehis:{n}")]).await?;
        tokio::time::sleep(Duration::from_millis(hold_ms)).await;
        Ok(done)
    };
    ground.db.write(durability, work).await
}

fn difference(before: WriteCounts, after: WriteCounts) -> (u64, u64, u64) {
    (after.writes - before.writes, after.commits - before.commits, after.durable_commits - before.durable_commits)
}

/// D of the storage promise: one fsync serves many.
#[tokio::test]
async fn sixty_four_writers_share_few_commits() {
    let ground = TestGround::sqlite().await;
    seed::basics(&ground).await;
    let before = ground.db.write_counts();
    for round in 0..4 {
        let results = join_all((0..64).map(|n| add(&ground, Durability::Durable, round * 64 + n, 0))).await;
        assert!(results.iter().all(Result::is_ok));
    }
    let (writes, commits, durable) = difference(before, ground.db.write_counts());
    assert_eq!((writes, durable), (256, commits));
    assert!(commits < 64, "{commits} commits for {writes} writes");
    assert_eq!(ground.db.count(COUNT, args![]).await.unwrap(), 256);
}

#[tokio::test]
async fn durable_write_never_joins_a_relaxed_batch() {
    let ground = TestGround::sqlite().await;
    seed::basics(&ground).await;
    let before = ground.db.write_counts();
    let (first, second, third) = tokio::join!(
        biased;
        add(&ground, Durability::Relaxed, 1, 50),
        add(&ground, Durability::Durable, 2, 50),
        add(&ground, Durability::Relaxed, 3, 0),
    );
    assert!(first.is_ok() && second.is_ok() && third.is_ok());
    // The first alone; the second with the third, which may join something stronger.
    assert_eq!(difference(before, ground.db.write_counts()), (3, 2, 1));
}

#[tokio::test]
async fn refusal_of_one_leaves_the_others() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        let numbers = [1, 2, 1, 3, 2, 4];
        let results = join_all(numbers.map(|n| add(&ground, Durability::Durable, n, 5))).await;
        let taken = results.iter().filter(|result| matches!(result, Err(StorageError::Taken))).count();
        assert_eq!((taken, results.iter().filter(|result| result.is_ok()).count()), (2, 4), "{results:?}");
        assert_eq!(ground.db.count(COUNT, args![]).await.unwrap(), 4);
    })
    .await;
}

/// A request dropped in its savepoint is rolled back before the next one enters, and the others are answered.
#[tokio::test]
async fn dropped_request_takes_only_its_own_rows() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        let dropped = tokio::time::timeout(Duration::from_millis(80), add(&ground, Durability::Durable, 2, 60_000));
        let (before, dropped, after) =
            tokio::join!(biased; add(&ground, Durability::Durable, 1, 5), dropped, add(&ground, Durability::Durable, 3, 5));
        assert!(before.is_ok() && dropped.is_err() && after.is_ok());
        assert_eq!(ground.db.count(COUNT, args![]).await.unwrap(), 2);
        let again = add(&ground, Durability::Durable, 2, 0).await;
        assert!(again.is_ok(), "{again:?}");
    })
    .await;
}

#[tokio::test]
async fn requests_dropped_in_the_queue_block_nobody() {
    let ground = TestGround::sqlite().await;
    seed::basics(&ground).await;
    let holder = add(&ground, Durability::Durable, 1, 200);
    let impatient = join_all(
        (10..40).map(|n| tokio::time::timeout(Duration::from_millis(50), add(&ground, Durability::Durable, n, 0))),
    );
    let (held, dropped, last) = tokio::join!(biased; holder, impatient, add(&ground, Durability::Durable, 2, 0));
    assert!(held.is_ok() && last.is_ok() && dropped.iter().all(Result::is_err));
    assert_eq!(ground.db.count(COUNT, args![]).await.unwrap(), 2);
}

/// D11 in small: `SQLite` rolls the whole batch back when the disk is full; nobody may be told "saved".
#[tokio::test]
async fn full_disk_fails_every_follower_and_is_survived() {
    let ground = TestGround::sqlite().await;
    seed::basics(&ground).await;
    let filler = |tx: Tx| async move {
        tx.count("SELECT page_count AS n FROM pragma_page_count()", args![]).await?;
        tx.execute("PRAGMA max_page_count = 1", args![]).await?; // the smallest it can be: what is there now
        tx.execute("UPDATE school SET name = $1", args!["x".repeat(2_000_000)]).await
    };
    let full = ground.db.write(Durability::Durable, filler);
    let (leader, full, later) =
        tokio::join!(biased; add(&ground, Durability::Durable, 1, 30), full, add(&ground, Durability::Durable, 2, 0));
    assert!(full.is_err());
    let kept = i64::from(leader.is_ok()) + i64::from(later.is_ok());
    assert_eq!(ground.db.count(COUNT, args![]).await.unwrap(), kept, "{leader:?} {later:?}");
    assert!(add(&ground, Durability::Durable, 3, 0).await.is_ok());
}

/// C8 in small: while another process holds the file, writers wait; when it is gone they go on.
#[tokio::test]
async fn writers_wait_for_another_process() {
    let ground = TestGround::sqlite().await;
    seed::basics(&ground).await;
    let other = ground.another_process().await;
    let hold = other.db.write(Durability::Durable, |tx: Tx| async move {
        tx.execute(ADD, args!["ehis:9"]).await?;
        tokio::time::sleep(Duration::from_millis(600)).await;
        Ok::<_, StorageError>(())
    });
    let (other_wrote, waited) = tokio::join!(biased; hold, async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        join_all((0..8).map(|n| add(&ground, Durability::Durable, n, 0))).await
    });
    assert!(other_wrote.is_ok() && waited.iter().all(Result::is_ok), "{waited:?}");
    assert_eq!(ground.db.count(COUNT, args![]).await.unwrap(), 9);
    assert_eq!(ground.db.count(COUNT_ACCOUNTS, args![]).await.unwrap(), 0);
}

/// Checkpoints are the door's own: without them the log would grow for as long as the process lives. A reader who stays holds
/// it up only for as long as they stay.
#[tokio::test]
async fn log_is_written_back_while_the_process_runs() {
    const WRITES: usize = 2_400;
    const NAME: usize = 20_000; // five pages
    let ground = TestGround::sqlite().await;
    seed::basics(&ground).await;
    add(&ground, Durability::Relaxed, 1, 0).await.unwrap();
    let rename = async |times: usize| {
        for n in 0..times {
            let name = "x".repeat(NAME + n);
            let name = &name;
            let write = |tx: Tx| async move { tx.execute("UPDATE school SET name = $1", args![name]).await };
            ground.db.write::<_, StorageError, _, _>(Durability::Relaxed, write).await.unwrap();
        }
    };
    let log = || std::fs::metadata(format!("{}-wal", ground.url().trim_start_matches("sqlite:"))).unwrap().len();
    rename(WRITES).await;
    let all = WRITES * NAME;
    assert!(log() < u64::try_from(all / 2).unwrap(), "{} bytes of log after {all} written", log());
    let stays = ground.db.read(async |tx: Tx| {
        tx.count(COUNT, args![]).await?;
        rename(WRITES).await;
        Ok::<_, StorageError>(log())
    });
    let held = stays.await.unwrap();
    rename(WRITES).await;
    assert!(held > log() / 2 && log() < held * 3 / 2, "{held} bytes while a reader stayed, {} after", log());
}
