//! What is switched on for a sign-in, on both engines.

use koppel::args;
use koppel::domain::{ClientId, UpstreamId};
use koppel::storage::switches::{self, Switches};
use koppel::storage::{Durability, StorageError, Tx};

use crate::support::{TestGround, both_engines, seed};

async fn at(ground: &TestGround, platform: &str, client: Option<&str>, upstream: Option<&str>) -> (bool, bool, bool) {
    let platform = &platform.parse().unwrap();
    let client: Option<ClientId> = client.map(|id| id.parse().unwrap());
    let upstream: Option<UpstreamId> = upstream.map(|id| id.parse().unwrap());
    let (client, upstream) = (client.as_ref(), upstream.as_ref());
    let find = |tx: Tx| async move { switches::find(&tx, platform, client, upstream).await };
    let Switches { platform, client, upstream } = ground.db.read(find).await.unwrap();
    (platform, client, upstream)
}

#[tokio::test]
async fn each_switch_is_told_apart() {
    const OFF: [&str; 3] = [
        "UPDATE upstream SET disabled_at = $1 WHERE id = 'ekool'",
        "UPDATE client SET disabled_at = $1",
        "UPDATE platform SET disabled_at = $1",
    ];
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        let ours = async || at(&ground, "opiq", Some("opiq-web"), Some("ekool")).await;
        assert_eq!(ours().await, (true, true, true));
        assert_eq!(at(&ground, "opiq", None, None).await, (true, true, true), "nobody asked for them");
        assert_eq!(at(&ground, "opiq", Some("nobody"), Some("nobody")).await, (true, false, false));
        assert_eq!(at(&ground, "other", Some("opiq-web"), None).await, (false, false, true), "another platform's");
        let now = ground.now();
        for (sql, left) in OFF.into_iter().zip([(true, true, false), (true, false, false), (false, false, false)]) {
            let write = |tx: Tx| async move { tx.execute(sql, args![now]).await };
            ground.db.write::<_, StorageError, _, _>(Durability::Durable, write).await.unwrap();
            assert_eq!(ours().await, left, "{sql}");
        }
        assert_eq!(at(&ground, "opiq", None, Some("stuudium")).await, (false, true, true));
    })
    .await;
}
