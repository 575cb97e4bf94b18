//! The doors of the database: what a transaction promises.

use koppel::args;
use koppel::storage::{Durability, StorageError};

use crate::support::{TestGround, both_engines, seed};

const COUNT_ACCOUNTS: &str = "SELECT COUNT(*) AS n FROM account";
const RENAME: &str = "UPDATE platform SET name = $1";

#[tokio::test]
async fn a_written_row_is_there() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        seed::account(&ground, "17").await;
        let count = async |tx: koppel::storage::Tx| tx.count(COUNT_ACCOUNTS, args![]).await;
        assert_eq!(ground.db.read(count).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn read_door_refuses_a_write() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        let rename = async |tx: koppel::storage::Tx| tx.execute(RENAME, args!["Sneaked"]).await;
        assert!(ground.db.read(rename).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn failed_closure_leaves_nothing() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        let result: Result<(), StorageError> = ground
            .db
            .write(Durability::Durable, |tx| async move {
                tx.execute(RENAME, args!["Half"]).await?;
                Err(StorageError::Changed)
            })
            .await;
        assert!(matches!(result, Err(StorageError::Changed)));
        let left = "SELECT COUNT(*) AS n FROM platform WHERE name = 'Half'";
        assert_eq!(ground.db.read(async |tx: koppel::storage::Tx| tx.count(left, args![]).await).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn another_process_sees_what_was_written() {
    both_engines(async |ground: TestGround| {
        let other = ground.another_process().await;
        seed::basics(&ground).await;
        seed::account(&ground, "17").await;
        assert_eq!(
            other.db.read(async |tx: koppel::storage::Tx| tx.count(COUNT_ACCOUNTS, args![]).await).await.unwrap(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn both_engines_means_both() {
    let seen = std::sync::Mutex::new(vec![]);
    both_engines(async |ground: TestGround| seen.lock().unwrap().push((ground.is_postgres(), ground.ground().now())))
        .await;
    let engines: Vec<bool> = seen.lock().unwrap().iter().map(|(postgres, _)| *postgres).collect();
    assert_eq!(engines, [false, true]);
}
