//! `kill -9`: what was answered is there afterwards.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use koppel::args;
use koppel::storage::{Database, Durability, StorageError, Tx};

const PATH: &str = "KOPPEL_TEST_CRASH_URL";
const TABLE: &str = "CREATE TABLE IF NOT EXISTS acknowledged (n BIGINT PRIMARY KEY)";
const ADD: &str = "INSERT INTO acknowledged (n) VALUES ($1)";

koppel::row! {
    /// A number that was answered.
    pub struct Number {
        /// It.
        pub n: i64,
    }
}

/// Not a test of its own: the process that `killed_process_loses_nothing_it_answered` kills.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started and killed by killed_process_loses_nothing_it_answered"]
async fn victim() {
    let db = Database::connect(&std::env::var(PATH).unwrap()).await.unwrap();
    let writers = (0..8_i64).map(|writer| {
        let db = db.clone();
        tokio::spawn(async move {
            for step in 0.. {
                let n = step * 8 + writer;
                let strength = if n % 3 == 0 { Durability::Relaxed } else { Durability::Durable };
                db.write(strength, |tx: Tx| async move { tx.execute(ADD, args![n]).await }).await.unwrap();
                println!("answered {n}");
            }
        })
    });
    futures_util::future::join_all(writers).await;
    unreachable!("the writers go on until they are killed");
}

fn answered_before_the_kill(url: &str, answers: usize) -> BTreeSet<i64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "storage::crash::victim", "--ignored", "--nocapture"])
        .env(PATH, url)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let number = |line: String| line.rsplit_once("answered ").and_then(|(_, n)| n.parse().ok());
    let mut answered: BTreeSet<i64> = lines.by_ref().filter_map(number).take(answers).collect();
    child.kill().unwrap(); // SIGKILL
    child.wait().unwrap();
    // What it printed before it died counts as well; the very last line may be cut.
    let rest: Vec<String> = lines.collect();
    let whole = rest.len().saturating_sub(1);
    answered.extend(rest.into_iter().take(whole).filter_map(number));
    answered
}

/// D4, D2 for the doors: 5 kills, every answered write of either strength is there, and the file is sound.
#[tokio::test]
async fn killed_process_loses_nothing_it_answered() {
    for round in 1..=5 {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}/koppel.db", dir.path().display());
        let db = Database::connect(&url).await.unwrap();
        db.write(Durability::Durable, |tx: Tx| async move { tx.execute(TABLE, args![]).await }).await.unwrap();
        drop(db);
        let answered = answered_before_the_kill(&url, 40 * round);
        let db = Database::connect(&url).await.unwrap();
        let kept: BTreeSet<i64> =
            db.list::<Number>("SELECT n FROM acknowledged", args![]).await.unwrap().iter().map(|row| row.n).collect();
        let lost: Vec<_> = answered.difference(&kept).collect();
        assert!(answered.len() >= 40 * round && lost.is_empty(), "{} answered, lost {lost:?}", answered.len());
        let sound = "SELECT COUNT(*) AS n FROM pragma_integrity_check WHERE integrity_check <> 'ok'";
        assert_eq!(db.count(sound, args![]).await.unwrap(), 0);
        let again = db.write(Durability::Durable, |tx: Tx| async move { tx.execute(ADD, args![-1]).await }).await;
        assert!(matches!(again, Ok(1) | Err(StorageError::Taken)));
    }
}
