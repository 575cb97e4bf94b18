//! Sealing on both engines: every committed row gets one number, in one chain, whoever seals.

use futures_util::future::join_all;
use koppel::args;
use koppel::ground::Ground;
use koppel::storage::check::check;
use koppel::storage::seal::{self, Stream};
use koppel::storage::{Durability, StorageError, Tx};

use crate::support::{TestGround, both_engines, seed};

const NUMBERS: &str = "SELECT COUNT(DISTINCT number) AS n FROM audit WHERE number BETWEEN $1 AND $2";

pub async fn seal(ground: &Ground, stream: Stream, most: i64) -> Result<usize, StorageError> {
    let (vault, now) = (&ground.vault, ground.now());
    let work = |tx: Tx| async move { seal::seal(&tx, vault, stream, now, most).await };
    ground.db.write(Durability::Durable, work).await
}

async fn links(ground: &TestGround, first: usize, many: usize) {
    for n in first..first + many {
        let account = seed::account(ground, &n.to_string()).await;
        seed::link(ground, &account, &format!("s{n}")).await;
    }
}

#[tokio::test]
async fn rows_are_numbered_without_gaps_over_many_batches() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        links(&ground, 0, 7).await;
        for expected in [3, 3, 1, 0] {
            assert_eq!(seal(&ground, Stream::Audit, 3).await.unwrap(), expected);
        }
        links(&ground, 7, 2).await;
        assert_eq!(seal(&ground, Stream::Audit, 100).await.unwrap(), 2);
        assert_eq!(ground.db.count(NUMBERS, args![1_i64, 9_i64]).await.unwrap(), 9);
        assert_eq!(check(&ground.db, &ground.vault, ground.now()).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn two_processes_sealing_at_once_make_one_chain() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        links(&ground, 0, 12).await;
        let other = ground.another_process().await;
        for _ in 0..12 {
            let sealed = join_all([seal(&ground, Stream::Audit, 2), seal(&other, Stream::Audit, 2)]).await;
            assert!(sealed.iter().any(Result::is_ok), "{sealed:?}");
        }
        assert_eq!(ground.db.count(NUMBERS, args![1_i64, 12_i64]).await.unwrap(), 12);
        assert_eq!(check(&ground.db, &ground.vault, ground.now()).await.unwrap(), []);
    })
    .await;
}
