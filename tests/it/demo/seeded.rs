//! The demo as it stands before anybody clicked.

use koppel::demo::run::{Demo, Settings};
use koppel::demo::world::World;
use koppel::storage::{StorageError, accounts, schools};

use crate::support::ground::fresh_postgres;

async fn counts(demo: &Demo) -> (i64, usize, usize) {
    let counted = async |tx: koppel::storage::Tx| {
        let links = tx.count("SELECT COUNT(*) AS n FROM link", vec![]).await?;
        let accounts = accounts::list(&tx, &"opihoov".parse().unwrap(), "", 1_000).await?.len();
        Ok::<_, StorageError>((links, accounts, schools::list(&tx).await?.len()))
    };
    demo.ground().db.read(counted).await.unwrap()
}

async fn starts_with_accounts_and_no_links(settings: Settings) {
    let demo = Demo::start(settings).await.unwrap();
    assert_eq!(counts(&demo).await, (0, 59, 2));
    demo.stop().await;
}

#[tokio::test]
async fn demo_starts_with_accounts_and_no_links() {
    starts_with_accounts_and_no_links(Settings::default()).await;
    let database_url = Some(fresh_postgres().await);
    starts_with_accounts_and_no_links(Settings { database_url, ..Settings::default() }).await;
}

/// Also on another port: then addresses move, and nothing is written twice.
#[tokio::test]
async fn kept_demo_goes_on_with_the_same_secrets() {
    let dir = tempfile::tempdir().unwrap();
    let settings = Settings { data: Some(dir.path().to_owned()), ..Settings::default() };
    let first = Demo::start(settings.clone()).await.unwrap();
    let before = first.world.clone();
    first.stop().await;
    let second = Demo::start(settings).await.unwrap();
    assert_eq!(counts(&second).await, (0, 59, 2));
    assert_eq!(second.world.platform.client_secret, before.platform.client_secret);
    assert_ne!(second.world.issuer, before.issuer);
    let written = World::read(&dir.path().join("demo.json")).unwrap();
    assert_eq!(written.upstreams[0].callback, second.world.upstreams[0].callback);
    second.stop().await;
}
