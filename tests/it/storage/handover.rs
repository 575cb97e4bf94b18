//! The writer's door: the connection goes from caller to caller, whatever becomes of each of them.

use std::sync::Mutex;
use std::time::Duration;

use futures_util::future::join_all;
use koppel::args;
use koppel::storage::{Database, Durability, StorageError, Tx};

use crate::support::{TestGround, both_engines, seed};

const ADD: &str = "INSERT INTO school_number (number, school_id) VALUES ($1, 'ehis:123')";
const COUNT: &str = "SELECT COUNT(*) AS n FROM school_number";
const COUNT_OF: &str = "SELECT COUNT(*) AS n FROM school_number WHERE number = $1";
const COUNT_BROKEN: &str = "SELECT COUNT(*) AS n FROM school_number WHERE number LIKE 'brin:%'";

async fn add(db: &Database, durability: Durability, number: &str) -> Result<u64, StorageError> {
    db.write(durability, |tx: Tx| async move { tx.execute(ADD, args![number]).await }).await
}

/// Writes a row and breaks off, in a task of its own as requests are.
async fn break_off(db: &Database, number: String) -> bool {
    let db = db.clone();
    let request = tokio::spawn(async move {
        let number = &number;
        let work = |tx: Tx| async move {
            tx.execute(ADD, args![number]).await?;
            tokio::task::yield_now().await;
            assert!(number.is_empty(), "as a bug would");
            Ok::<_, StorageError>(())
        };
        db.write(Durability::Durable, work).await
    });
    request.await.is_err_and(|error| error.is_panic())
}

#[tokio::test]
async fn panicking_request_takes_only_its_own_rows() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        let db = &ground.db;
        let (before, broken, after) = tokio::join!(
            biased;
            add(db, Durability::Durable, "ehis:1"),
            break_off(db, "ehis:2".to_owned()),
            add(db, Durability::Durable, "ehis:3"),
        );
        assert!(before.is_ok() && broken && after.is_ok());
        assert_eq!(db.count(COUNT, args![]).await.unwrap(), 2);
        assert!(add(db, Durability::Durable, "ehis:2").await.is_ok());
    })
    .await;
}

/// Also those who could have joined the batch that somebody stronger waits behind.
#[tokio::test]
async fn callers_are_let_in_in_the_order_they_came() {
    let ground = TestGround::sqlite().await;
    let came = Mutex::new(Vec::new());
    let enter = async |n: usize| {
        let durability = if n % 3 == 1 { Durability::Durable } else { Durability::Relaxed };
        let work = |_: Tx| {
            came.lock().unwrap().push(n);
            async { Ok::<_, StorageError>(()) }
        };
        ground.db.write(durability, work).await
    };
    let results = join_all((0..30).map(enter)).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(*came.lock().unwrap(), (0..30).collect::<Vec<_>>());
}

/// Requests that end well, break off, and are cancelled wherever they happen to be.
async fn live_through(db: Database, writer: u64) -> Vec<String> {
    let mut answered = Vec::new();
    for step in 0..24 {
        let number = format!("ehis:{writer}-{step}");
        let strength = if step % 2 == 0 { Durability::Durable } else { Durability::Relaxed };
        let patience = Duration::from_micros(if step % 3 == 0 { 150 * writer } else { 60_000_000 });
        if step % 8 == 5 {
            assert!(break_off(&db, format!("brin:{writer}-{step}")).await);
        }
        if let Ok(done) = tokio::time::timeout(patience, add(&db, strength, &number)).await {
            assert_eq!(done.unwrap(), 1);
            answered.push(number);
        }
    }
    answered
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_is_there_whatever_became_of_the_others() {
    let ground = TestGround::sqlite().await;
    seed::basics(&ground).await;
    let db = &ground.db;
    let lives = join_all((0..16).map(|writer| tokio::spawn(live_through(db.clone(), writer)))).await;
    let answered: Vec<String> = lives.into_iter().flat_map(Result::unwrap).collect();
    assert!(answered.len() >= 16 * 16);
    for number in &answered {
        assert_eq!(db.count(COUNT_OF, args![number]).await.unwrap(), 1, "{number}");
    }
    assert_eq!(db.count(COUNT_BROKEN, args![]).await.unwrap(), 0);
    assert!(add(db, Durability::Durable, "ehis:last").await.is_ok());
}
