//! The doors of the database: what a transaction promises.

use std::time::Duration;

use futures_util::future::join_all;
use koppel::args;
use koppel::storage::{Durability, StorageError, Tx};

use crate::support::{TestGround, both_engines, seed};

pub const COUNT_ACCOUNTS: &str = "SELECT COUNT(*) AS n FROM account";
const COUNT_ENABLED: &str = "SELECT COUNT(*) AS n FROM account WHERE disabled_at IS NULL";
const DISABLE: &str = "UPDATE account SET disabled_at = $1 WHERE sub = $2";
const RENAME: &str = "UPDATE platform SET name = $1";
const COUNT_NAMED: &str = "SELECT COUNT(*) AS n FROM platform WHERE name = $1";
const ADD_SCHOOL: &str =
    "INSERT INTO school (id, name, country, time_zone, created_at) VALUES ($1, 'X', 'EE', 'UTC', $2)";

#[tokio::test]
async fn a_written_row_is_there_for_every_process() {
    both_engines(async |ground: TestGround| {
        let other = ground.another_process().await;
        seed::basics(&ground).await;
        seed::account(&ground, "17").await;
        assert_eq!(ground.db.count(COUNT_ACCOUNTS, args![]).await.unwrap(), 1);
        assert_eq!(other.db.read(async |tx: Tx| tx.count(COUNT_ACCOUNTS, args![]).await).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn read_door_refuses_a_write() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        let rename = async |tx: Tx| tx.execute(RENAME, args!["Sneaked"]).await;
        assert!(ground.db.read(rename).await.is_err());
        assert_eq!(ground.db.count(COUNT_NAMED, args!["Sneaked"]).await.unwrap(), 0);
    })
    .await;
}

/// It may go through the connection that writes.
#[tokio::test]
async fn single_read_refuses_a_write() {
    let ground = TestGround::sqlite().await;
    seed::basics(&ground).await;
    for _ in 0..2 {
        assert!(ground.db.count(RENAME, args!["Sneaked"]).await.is_err());
    }
    assert_eq!(ground.db.count(COUNT_NAMED, args!["Sneaked"]).await.unwrap(), 0);
}

/// What another process has written is seen, through whichever connection.
#[tokio::test]
async fn single_reads_see_what_other_processes_wrote() {
    both_engines(async |ground: TestGround| {
        let other = ground.another_process().await;
        seed::basics(&ground).await;
        for name in ["One", "Two", "Three"] {
            assert_eq!(other.db.count(COUNT_NAMED, args![name]).await.unwrap(), 0);
            let rename = |tx: Tx| async move { tx.execute(RENAME, args![name]).await };
            ground.db.write::<_, StorageError, _, _>(Durability::Relaxed, rename).await.unwrap();
            assert_eq!(other.db.count(COUNT_NAMED, args![name]).await.unwrap(), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn refused_closure_leaves_nothing() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        let work = |tx: Tx| async move {
            tx.execute(RENAME, args!["Half"]).await?;
            Err::<(), _>(StorageError::Changed)
        };
        assert!(matches!(ground.db.write(Durability::Durable, work).await, Err(StorageError::Changed)));
        assert_eq!(ground.db.count(COUNT_NAMED, args!["Half"]).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn second_row_of_a_key_is_taken() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        let now = ground.now();
        let work = |tx: Tx| async move { tx.execute(ADD_SCHOOL, args!["ehis:123", now]).await };
        assert!(matches!(ground.db.write(Durability::Durable, work).await, Err(StorageError::Taken)));
    })
    .await;
}

/// A closure that swallows an error must not have half of its work committed.
#[tokio::test]
async fn nothing_counts_after_a_swallowed_error() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        let now = ground.now();
        let work = |tx: Tx| async move {
            tx.execute(RENAME, args!["Half"]).await?;
            let _ = tx.execute(ADD_SCHOOL, args!["ehis:123", now]).await;
            let _ = tx.execute(ADD_SCHOOL, args!["ehis:124", now]).await;
            Ok::<_, StorageError>(())
        };
        assert!(matches!(ground.db.write(Durability::Durable, work).await, Err(StorageError::Failed)));
        assert_eq!(ground.db.count(COUNT_NAMED, args!["Half"]).await.unwrap(), 0);
        assert_eq!(ground.db.count("SELECT COUNT(*) AS n FROM school", args![]).await.unwrap(), 1);
    })
    .await;
}

/// "Never the last way in": two who each see the other's account enabled may not both disable theirs.
#[tokio::test]
async fn write_skew_is_refused() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        seed::account(&ground, "1").await;
        seed::account(&ground, "2").await;
        let now = ground.now();
        let disable = async |sub: &'static str| {
            let work = |tx: Tx| async move {
                if tx.count(COUNT_ENABLED, args![]).await? < 2 {
                    return Err(StorageError::Changed);
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
                tx.execute(DISABLE, args![now, sub]).await
            };
            ground.db.write(Durability::Durable, work).await
        };
        let (one, two) = tokio::join!(disable("1"), disable("2"));
        assert_eq!([&one, &two].iter().filter(|result| result.is_ok()).count(), 1, "{one:?} {two:?}");
        assert_eq!(ground.db.count(COUNT_ENABLED, args![]).await.unwrap(), 1);
        assert_eq!(ground.db.write_counts().reruns > 0, ground.is_postgres());
    })
    .await;
}

/// A forgotten value would be NULL to SQLite, and `$2, $1` would be numbered by where they stand.
#[tokio::test]
async fn values_go_where_their_numbers_say_and_all_of_them_must_fit() {
    both_engines(async |ground: TestGround| {
        const SWAPPED: &str =
            "SELECT CAST(1 AS BIGINT) AS n WHERE CAST($2 AS TEXT) = 'two' AND CAST($1 AS TEXT) = 'one'";
        let count = async |args| ground.db.count(SWAPPED, args).await;
        assert_eq!(count(args!["one", "two"]).await.unwrap(), 1);
        assert!(count(args!["one"]).await.is_err());
        // PostgreSQL may take a value that nothing asks for; every statement is tested on SQLite too.
        assert!(ground.is_postgres() || count(args!["one", "two", "three"]).await.is_err());
    })
    .await;
}

/// Two processes and one row: whoever meets others takes turns with all of them, so nobody is told to come back.
#[tokio::test]
async fn writers_of_two_processes_take_turns() {
    const STEPS: i64 = 120;
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        seed::account(&ground, "1").await;
        let other = ground.another_process().await;
        let step = |n: i64| {
            let db = if n % 2 == 0 { &ground.db } else { &other.db };
            db.write(Durability::Relaxed, |tx: Tx| async move {
                let n = tx.count("SELECT history_count AS n FROM account", args![]).await?;
                tx.execute("UPDATE account SET history_count = $1", args![n + 1]).await
            })
        };
        let results = join_all((0..STEPS).map(step)).await;
        let refused: Vec<_> = results.iter().filter_map(|result| result.as_ref().err()).collect();
        assert!(refused.is_empty(), "{} of {STEPS} refused: {:?}", refused.len(), refused[0]);
        assert_eq!(ground.db.count("SELECT history_count AS n FROM account", args![]).await.unwrap(), STEPS);
    })
    .await;
}

#[tokio::test]
async fn counting_together_loses_no_step() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        seed::account(&ground, "1").await;
        let step = || {
            ground.db.write(Durability::Relaxed, |tx: Tx| async move {
                let n = tx.count("SELECT history_count AS n FROM account", args![]).await?;
                tx.execute("UPDATE account SET history_count = $1", args![n + 1]).await
            })
        };
        let results = join_all((0..20).map(|_| step())).await;
        let done = i64::try_from(results.iter().filter(|result| result.is_ok()).count()).unwrap();
        assert_eq!(ground.db.count("SELECT history_count AS n FROM account", args![]).await.unwrap(), done);
        assert!(done > 0);
    })
    .await;
}

/// A browser that goes away in the middle of a page leaves no open transaction on a lent connection.
#[tokio::test]
async fn cancelled_reads_leave_no_old_snapshot() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        for _ in 0..20 {
            let hang = ground.db.read(async |tx: Tx| {
                tx.count(COUNT_ACCOUNTS, args![]).await?;
                std::future::pending::<Result<(), StorageError>>().await
            });
            assert!(tokio::time::timeout(Duration::from_millis(20), hang).await.is_err());
        }
        seed::account(&ground, "1").await;
        let counts =
            join_all((0..8).map(|_| ground.db.read(async |tx: Tx| tx.count(COUNT_ACCOUNTS, args![]).await))).await;
        assert!(counts.iter().all(|count| matches!(count, Ok(1))), "{counts:?}");
    })
    .await;
}

#[tokio::test]
async fn handle_is_over_after_its_transaction() {
    both_engines(async |ground: TestGround| {
        let kept =
            ground.db.write(Durability::Relaxed, |tx: Tx| async move { Ok::<_, StorageError>(tx) }).await.unwrap();
        assert!(matches!(kept.count(COUNT_ACCOUNTS, args![]).await, Err(StorageError::Over)));
    })
    .await;
}

#[tokio::test]
async fn both_engines_means_both() {
    let seen = std::sync::Mutex::new(vec![]);
    both_engines(async |ground: TestGround| seen.lock().unwrap().push(ground.ground().db.is_postgres())).await;
    assert_eq!(*seen.lock().unwrap(), [false, true]);
}
