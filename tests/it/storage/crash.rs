//! `kill -9`: what was answered is there afterwards.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use koppel::args;
use koppel::storage::{Database, Durability, StorageError, Tx};

/// Address of the database, in the process that is killed.
const VICTIM: &str = "KOPPEL_TEST_VICTIM";
const TABLE: &str = "CREATE TABLE IF NOT EXISTS acknowledged (n BIGINT PRIMARY KEY)";
const ADD: &str = "INSERT INTO acknowledged (n) VALUES ($1)";

koppel::row! {
    /// A number that was answered.
    pub struct Number {
        /// It.
        pub n: i64,
    }
}

/// Eight writers, who tell each answer: 25 each, or without end when this process is there to be killed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_writer_is_answered() {
    let dir = tempfile::tempdir().unwrap();
    let (url, steps) = match std::env::var(VICTIM) {
        Ok(url) => (url, i64::MAX),
        Err(_) => (format!("sqlite:{}/koppel.db", dir.path().display()), 25),
    };
    let db = Database::connect(&url).await.unwrap();
    db.write(Durability::Durable, |tx: Tx| async move { tx.execute(TABLE, args![]).await }).await.unwrap();
    let writers = (0..8_i64).map(|writer| {
        let db = db.clone();
        tokio::spawn(async move {
            for step in 0..steps {
                let n = step * 8 + writer;
                let strength = if n % 3 == 0 { Durability::Relaxed } else { Durability::Durable };
                db.write(strength, |tx: Tx| async move { tx.execute(ADD, args![n]).await }).await.unwrap();
                println!("answered {n}");
            }
        })
    });
    futures_util::future::join_all(writers).await;
    assert_eq!(db.count("SELECT COUNT(*) AS n FROM acknowledged", args![]).await.unwrap(), 200);
}

fn answered_before_the_kill(url: &str, answers: usize) -> BTreeSet<i64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "storage::crash::every_writer_is_answered", "--nocapture"])
        .env(VICTIM, url)
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
