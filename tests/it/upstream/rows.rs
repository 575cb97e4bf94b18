//! Rows of `upstream` on both engines, and clients that follow them.

use chrono::TimeDelta;
use koppel::domain::{FreshLogin, UpstreamKind};
use koppel::storage::upstreams::{self, Upstream};
use koppel::storage::{Durability, StorageError};
use koppel::upstream::{Registry, UpstreamError};

use super::{Scene, plain, row};
use crate::support::{TestGround, both_engines};

async fn insert(ground: &TestGround, row: &Upstream) -> Result<(), StorageError> {
    ground.db.write(Durability::Durable, |tx| async move { upstreams::insert(&tx, row).await }).await
}

async fn find(ground: &TestGround, row: &Upstream) -> Option<Upstream> {
    let id = &row.id;
    ground.db.read(|tx| async move { upstreams::find(&tx, id).await }).await.unwrap()
}

#[tokio::test]
async fn an_upstream_is_kept_listed_changed_and_disabled() {
    both_engines(async |ground: TestGround| {
        let mut ekool = row(&ground, UpstreamKind::Ekool, "https://login.ekool.test");
        let harid = row(&ground, UpstreamKind::Harid, "https://harid.test");
        insert(&ground, &ekool).await.unwrap();
        insert(&ground, &harid).await.unwrap();
        assert!(matches!(insert(&ground, &ekool).await, Err(StorageError::Taken)));
        assert_eq!(find(&ground, &ekool).await, Some(ekool.clone()));
        let list = ground.db.read(|tx| async move { upstreams::list(&tx).await }).await.unwrap();
        assert_eq!(list, [ekool.clone(), harid.clone()]);
        ekool.name = "eKool (proov)".to_owned();
        ekool.updated_at += TimeDelta::seconds(1);
        let changed = &ekool;
        ground.db.write(Durability::Durable, |tx| async move { upstreams::update(&tx, changed).await }).await.unwrap();
        assert_eq!(find(&ground, &ekool).await, Some(ekool.clone()));
        let (id, at) = (&harid.id, ground.now() + TimeDelta::seconds(2));
        let disable =
            || ground.db.write(Durability::Durable, |tx| async move { upstreams::disable(&tx, id, at).await });
        disable().await.unwrap();
        assert!(matches!(disable().await, Err(StorageError::Changed)));
        let off = find(&ground, &harid).await.unwrap();
        assert_eq!((off.disabled_at, off.updated_at), (Some(at), at));
    })
    .await;
}

#[tokio::test]
async fn a_change_of_the_row_is_seen_on_the_next_call() {
    let mut scene = Scene::ekool().await;
    assert_eq!(scene.client().await.fresh_login(), FreshLogin::Requested);
    scene.row.settings = r#"{"fresh_login": "impossible"}"#.to_owned();
    scene.change();
    assert_eq!(scene.client().await.fresh_login(), FreshLogin::Impossible);
}

/// R7, A21: a disabled upstream signs nobody in, not even one who is on the way.
#[tokio::test]
async fn a_disabled_upstream_gives_no_client() {
    let mut scene = Scene::ekool().await;
    let back = scene.walk(&plain(), "mari-tamm").await;
    assert!(!back.params.is_empty());
    scene.row.disabled_at = Some(scene.ground.now());
    let refused = scene.registry.client(&scene.row).await.map(|client| client.fresh_login());
    assert_eq!(refused, Err(UpstreamError::Misconfigured("the upstream is disabled".to_owned())));
}

type Mutation = fn(&mut Upstream);

/// D16: what cannot work is named, with its key.
#[tokio::test]
async fn a_row_that_cannot_work_is_named() {
    let ground = TestGround::sqlite().await;
    let registry = Registry::new(ground.ground()).unwrap();
    let table: [(UpstreamKind, Mutation, &str); 13] = [
        (UpstreamKind::Ekool, |row| row.settings = "[]".into(), "settings: "),
        (UpstreamKind::Ekool, |row| row.settings = "{".into(), "settings: "),
        (UpstreamKind::Ekool, |row| row.settings = r#"{"pkcs": true}"#.into(), "settings: unknown field `pkcs`"),
        (
            UpstreamKind::Ekool,
            |row| row.settings = r#"{"profile": {"idCode": "/x"}}"#.into(),
            "settings: unknown field",
        ),
        (UpstreamKind::Ekool, |row| row.settings = r#"{"client_auth": "none"}"#.into(), "settings: unknown variant"),
        (UpstreamKind::Ekool, |row| row.preset = Some("ekool-v9".into()), "preset: \"ekool-v9\" is unknown"),
        (UpstreamKind::Ekool, |row| row.login_url = Some("login.ekool.test".into()), "login_url: "),
        (UpstreamKind::Ekool, |row| row.api_url = Some("ftp://ekool.test".into()), "api_url: "),
        (UpstreamKind::Harid, |row| row.issuer = None, "issuer: it is missing"),
        (UpstreamKind::Harid, |row| row.issuer = Some("harid.ee".into()), "issuer: "),
        (UpstreamKind::Oidc, |row| row.settings = r#"{"id_token_alg": "HS256"}"#.into(), "settings: id_token_alg"),
        (UpstreamKind::Stuudium, |row| row.settings = r#"{"schools": {"a": "b"}}"#.into(), "settings: "),
        (UpstreamKind::Oidc, |row| row.client_secret = "v1.gone.AAAA".into(), "client_secret: "),
    ];
    for (kind, break_it, expected) in table {
        let mut row = row(&ground, kind, "https://upstream.test");
        break_it(&mut row);
        let error = registry.client(&row).await.map(|client| client.fresh_login()).unwrap_err();
        let UpstreamError::Misconfigured(text) = &error else { panic!("{expected}: {error}") };
        assert!(text.starts_with(expected), "{text} does not start with {expected}");
    }
}

/// A secret that was sealed for another upstream opens nowhere else.
#[tokio::test]
async fn a_secret_of_another_upstream_is_not_used() {
    let ground = TestGround::sqlite().await;
    let registry = Registry::new(ground.ground()).unwrap();
    let mut ekool = row(&ground, UpstreamKind::Ekool, "https://upstream.test");
    ekool.client_secret = row(&ground, UpstreamKind::Harid, "https://upstream.test").client_secret;
    let refused = registry.client(&ekool).await.map(|client| client.fresh_login());
    assert!(matches!(refused, Err(UpstreamError::Misconfigured(text)) if text.starts_with("client_secret: ")));
}

/// An upstream on a private address needs an exception in `[outgoing]`.
#[tokio::test]
async fn a_private_address_needs_an_exception() {
    let ground = TestGround::sqlite().await;
    let registry = Registry::new(ground.ground()).unwrap();
    for (kind, base) in [
        (UpstreamKind::Ekool, "https://10.0.0.7"),
        (UpstreamKind::Stuudium, "http://stuudium.test"),
        (UpstreamKind::Oidc, "https://169.254.169.254"),
        (UpstreamKind::Harid, "https://[::1]:8443"),
    ] {
        let refused = registry.client(&row(&ground, kind, base)).await.map(|client| client.fresh_login());
        assert!(refused.is_err(), "{base}");
    }
}
