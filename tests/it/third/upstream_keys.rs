//! npm oidc-provider replaces its signing key.

use chrono::TimeDelta;
use koppel::demo::browser::Browser;
use koppel::domain::{Assertion, Clock, UpstreamKind};
use koppel::ground::Ground;
use koppel::storage::upstreams::{self, secret_place};
use koppel::upstream::{Registry, Return, UpstreamError};

use super::authority::Authority;
use super::broker::Way;
use super::upstream::{SHARED, Upstream, answer_pages};
use crate::support::TestGround;
use crate::upstream::{fresh, row};

const CALLBACK: &str = "http://127.0.0.1:9/third/callback";

/// Signs in at the upstream in a new browser; the clock of the ground is ours.
async fn identify(
    registry: &Registry,
    row: &upstreams::Upstream,
    ground: &Ground,
    pem: &[u8],
) -> Result<Assertion, UpstreamError> {
    let client = registry.client(row).await.unwrap();
    let mut request = fresh();
    request.redirect_uri = CALLBACK.parse().unwrap();
    let departure = client.depart(&request).await?;
    let mut browser = Browser::trusting("en", pem).unwrap();
    browser.stop_before = Some("/third".to_owned());
    browser.open(departure.url.as_str()).await.unwrap();
    answer_pages(&mut browser, "oliver").await;
    let back = browser.held.take().unwrap_or_else(|| panic!("{}", browser.page().html));
    let params = back.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    let redirect_uri = CALLBACK.parse().unwrap();
    client.identify(Return { params, redirect_uri, secrets: departure.secrets, now: ground.now() }).await
}

/// B10, S15: an unknown kid fetches the keys again, though not within 30 seconds of the last time.
#[tokio::test(flavor = "multi_thread")]
async fn new_key_of_a_certified_upstream_is_fetched() {
    let authority = Authority::new();
    let upstream = Upstream::start(Way::Tls, &authority, CALLBACK);
    let files = TestGround::sqlite().await;
    let files = files.configured(|config| config.outgoing.extra_ca_file = Some(authority.ca()));
    let ground = Ground { clock: Clock::system(), ..files.ground() };
    let registry = Registry::new(ground.clone()).unwrap();
    let mut row = row(&ground, UpstreamKind::Oidc, &upstream.issuer);
    row.client_secret = ground.vault.seal(&secret_place(&row.id), SHARED.as_bytes()).unwrap();
    let pem = authority.pem();
    let first = identify(&registry, &row, &ground, &pem).await.unwrap();
    assert!(first.auth_time.is_some(), "{first:?}");
    upstream.running.signal("-USR2");
    tokio::time::sleep(std::time::Duration::from_secs(1)).await; // it makes an RSA key
    let soon = identify(&registry, &row, &ground, &pem).await;
    assert!(matches!(soon, Err(UpstreamError::Misbehaved(_))), "{soon:?}");
    ground.clock.advance(TimeDelta::seconds(31));
    let later = identify(&registry, &row, &ground, &pem).await.unwrap();
    assert_eq!(later.key, first.key);
}
