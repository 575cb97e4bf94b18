//! Issuers that lie: mix-up, foreign metadata, rotating keys, addresses that lead inside.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use futures_util::StreamExt as _;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use koppel::domain::{Assertion, Clock, UpstreamKind};
use koppel::ground::Ground;
use koppel::storage::upstreams::Upstream;
use koppel::upstream::{Departure, Registry, Return, UpstreamError};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{plain, row};
use crate::demo::sim::CALLBACK;
use crate::support::ground::morning;
use crate::support::{TestGround, counted, figure};

/// What a fake issuer says, to be changed at any time.
struct Script {
    metadata: Value,
    keys: Vec<Value>,
    key: EncodingKey,
    kid: String,
    nonce: String,
    claims: Value,
    token: Value,
    userinfo: Value,
    hits: Vec<&'static str>,
}

type Shared = Arc<Mutex<Script>>;

/// An issuer on a loopback port.
struct Fake {
    url: String,
    script: Shared,
}

fn key(kid: &str) -> (EncodingKey, Value) {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let body = STANDARD.encode(pair.to_pkcs8v1().unwrap().as_ref());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n");
    let key = EncodingKey::from_ec_pem(pem.as_bytes()).unwrap();
    let mut public = serde_json::to_value(Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap()).unwrap();
    public["kid"] = json!(kid);
    (key, public)
}

fn lay_over(base: &mut Value, over: &Value) {
    for (name, value) in over.as_object().unwrap() {
        base[name] = value.clone();
    }
}

fn hit<'a>(script: &'a Shared, name: &'static str) -> std::sync::MutexGuard<'a, Script> {
    let mut script = script.lock().unwrap();
    script.hits.push(name);
    script
}

async fn token(State(script): State<Shared>) -> Json<Value> {
    let script = hit(&script, "token");
    let now = morning().timestamp();
    let mut claims = json!({"iss": script.metadata["issuer"], "sub": "s1", "aud": "koppel", "iat": now, "exp": now + 300,
        "nonce": script.nonce, "auth_time": now});
    lay_over(&mut claims, &script.claims);
    let kid = script.kid.replace("{n}", &script.hits.len().to_string());
    let header = Header { kid: Some(kid), ..Header::new(Algorithm::ES256) };
    let id_token = jsonwebtoken::encode(&header, &claims, &script.key).unwrap();
    let mut answer = json!({"access_token": "a", "token_type": "Bearer", "id_token": id_token});
    lay_over(&mut answer, &script.token);
    Json(answer)
}

impl Fake {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (key, public) = key("k1");
        let script = Script {
            metadata: json!({"issuer": url, "authorization_endpoint": format!("{url}/authorize"),
                "token_endpoint": format!("{url}/token"), "userinfo_endpoint": format!("{url}/userinfo"),
                "jwks_uri": format!("{url}/jwks"), "response_types_supported": ["code"],
                "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["ES256"]}),
            keys: vec![public],
            key,
            kid: "k1".to_owned(),
            nonce: String::new(),
            claims: json!({}),
            token: json!({}),
            userinfo: json!({"sub": "s1"}),
            hits: vec![],
        };
        let script = Arc::new(Mutex::new(script));
        let app = Router::new()
            .route(
                "/.well-known/openid-configuration",
                get(async |State(s): State<Shared>| Json(hit(&s, "discovery").metadata.clone())),
            )
            .route("/jwks", get(async |State(s): State<Shared>| Json(json!({"keys": hit(&s, "jwks").keys}))))
            .route("/token", post(token))
            .route("/userinfo", get(async |State(s): State<Shared>| Json(hit(&s, "userinfo").userinfo.clone())))
            .with_state(script.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, script }
    }

    fn set<T>(&self, change: impl FnOnce(&mut Script) -> T) -> T {
        change(&mut self.script.lock().unwrap())
    }

    fn hits(&self, name: &str) -> usize {
        self.set(|script| script.hits.iter().filter(|hit| **hit == name).count())
    }
}

/// A ground, and a registry that may call 127.0.0.1 and nothing else inside.
struct Scene {
    ground: Ground,
    registry: Registry,
    _files: TestGround,
}

impl Scene {
    async fn open() -> Self {
        let files = TestGround::sqlite().await;
        let mut ground = files.ground();
        let mut config = (*ground.config).clone();
        config.outgoing.allow_private = vec!["127.0.0.1".to_owned()];
        config.outgoing.total_ms = 2_000;
        ground.config = Arc::new(config);
        ground.clock = Clock::fixed(morning());
        Self { registry: Registry::new(ground.clone()).unwrap(), ground, _files: files }
    }

    fn row(&self, id: &str, issuer: &str) -> Upstream {
        let mut row = row(&self.ground, UpstreamKind::Oidc, issuer);
        row.id = id.parse().unwrap();
        row.updated_at = morning();
        let place = koppel::storage::upstreams::secret_place(&row.id);
        row.client_secret = self.ground.vault.seal(&place, b"sim-secret").unwrap();
        row.settings = r#"{"id_token_alg": "ES256"}"#.to_owned();
        row
    }

    async fn depart(&self, row: &Upstream, fake: &Fake) -> Result<Departure, UpstreamError> {
        let departure = self.registry.client(row).await.unwrap().depart(&plain()).await?;
        fake.set(|script| script.nonce.clone_from(&departure.secrets.nonce));
        Ok(departure)
    }

    async fn identify(
        &self,
        row: &Upstream,
        departure: &Departure,
        more: &[(&str, &str)],
    ) -> Result<Assertion, UpstreamError> {
        let params = [("code", "c1"), ("state", "state-1")].iter().chain(more);
        let params = params.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let secrets = departure.secrets.clone();
        let back = Return { params, redirect_uri: CALLBACK.parse().unwrap(), secrets, now: self.ground.now() };
        self.registry.client(row).await.unwrap().identify(back).await
    }

    /// A whole sign-in at one fake issuer.
    async fn sign_in(&self, fake: &Fake) -> Result<Assertion, UpstreamError> {
        let row = self.row("one", &fake.url);
        let departure = self.depart(&row, fake).await?;
        self.identify(&row, &departure, &[]).await
    }
}

/// A9, A10: 24 ways to mix up two issuers; a sign-in that was started at one is finished there and nowhere else.
#[tokio::test]
async fn a_mixed_up_answer_is_refused_before_the_code_is_sent() {
    let scene = Scene::open().await;
    let (honest, hostile) = (Fake::start().await, Fake::start().await);
    let (mut cases, mut accepted) = (0, 0);
    for promises in [false, true] {
        for (start, other) in [(&honest, &hostile), (&hostile, &honest)] {
            for deliver_to_start in [true, false] {
                for iss in ["right", "wrong", "missing"] {
                    for fake in [&honest, &hostile] {
                        fake.set(|script| {
                            script.metadata["authorization_response_iss_parameter_supported"] = json!(promises);
                            script.hits.clear();
                        });
                    }
                    // New rows: nothing is remembered from the round before.
                    let label =
                        format!("{promises}-{deliver_to_start}-{iss}-{}", start.url.rsplit(':').next().unwrap());
                    let (started, delivered) =
                        (scene.row(&format!("{label}-a"), &start.url), scene.row(&format!("{label}-b"), &other.url));
                    let departure = scene.depart(&started, start).await.unwrap();
                    let at = if deliver_to_start { &started } else { &delivered };
                    let (own, foreign) = ([("iss", start.url.as_str())], [("iss", other.url.as_str())]);
                    let more: &[(&str, &str)] = match iss {
                        "right" => &own,
                        "wrong" => &foreign,
                        _ => &[],
                    };
                    let verdict = scene.identify(at, &departure, more).await;
                    let expected = deliver_to_start && (iss == "right" || (iss == "missing" && !promises));
                    assert_eq!(verdict.is_ok(), expected, "{label}: {verdict:?}");
                    (cases, accepted) = (cases + 1, accepted + usize::from(expected));
                    assert_eq!(other.hits("token"), 0, "{label}: the other issuer got the code");
                    assert_eq!(start.hits("token"), usize::from(expected), "{label}");
                }
            }
        }
    }
    counted("A9-A10", &format!("{cases} cases, {accepted} of them honest and accepted"));
}

/// S13: metadata that names another issuer, by a letter or a slash, is not believed.
#[tokio::test]
async fn metadata_of_another_issuer_is_refused() {
    let scene = Scene::open().await;
    let fake = Fake::start().await;
    let slash = format!("{}/", fake.url);
    for issuer in
        [slash.as_str(), "https://harid.ee", &fake.url.replace("127.0.0.1", "localhost"), &fake.url.to_uppercase(), ""]
    {
        fake.set(|script| script.metadata["issuer"] = json!(issuer));
        let verdict = scene.sign_in(&fake).await;
        assert!(matches!(verdict, Err(UpstreamError::Misbehaved(_))), "{issuer}: {verdict:?}");
    }
    assert_eq!(fake.hits("token"), 0);
}

/// B12 through discovery: an issuer cannot send us inside. The listener there is never reached.
#[tokio::test]
async fn metadata_cannot_send_us_inside() {
    let canary = TcpListener::bind("127.0.0.2:0").await.unwrap();
    let SocketAddr::V4(inside) = canary.local_addr().unwrap() else { unreachable!() };
    let port = inside.port();
    let scene = Scene::open().await;
    let hosts = [
        "127.0.0.2",
        "0x7f000002",
        "2130706434",
        "127.2",
        "[::1]",
        "[::ffff:127.0.0.2]",
        "169.254.169.254",
        "10.0.0.1",
        "0",
    ];
    for sink in ["jwks_uri", "token_endpoint", "userinfo_endpoint", "authorization_endpoint", "end_session_endpoint"] {
        for scheme in ["http", "https"] {
            for host in hosts {
                let fake = Fake::start().await;
                fake.set(|script| script.metadata[sink] = json!(format!("{scheme}://{host}:{port}/x")));
                let verdict = scene.sign_in(&fake).await;
                assert!(matches!(verdict, Err(UpstreamError::Misbehaved(_))), "{sink} {scheme}://{host}: {verdict:?}");
            }
        }
    }
    let reached = tokio::time::timeout(std::time::Duration::from_millis(50), canary.accept()).await;
    assert!(reached.is_err(), "somebody called the inside");
}

/// B9, B10: a new key is found at once, by one fetch; unknown names lead to one fetch in 30 seconds.
#[tokio::test]
async fn rotated_keys_are_found_and_unknown_ones_do_not_become_a_storm() {
    let scene = Scene::open().await;
    let fake = Fake::start().await;
    scene.sign_in(&fake).await.unwrap();
    let (second, public) = key("k2");
    fake.set(|script| {
        script.keys.push(public);
        script.key = second;
        script.kid = "k2".to_owned();
    });
    scene.ground.clock.advance(TimeDelta::seconds(30));
    scene.sign_in(&fake).await.unwrap();
    assert_eq!(fake.hits("jwks"), 2);
    fake.set(|script| script.kid = "nobody".to_owned());
    for _ in 0..20 {
        scene.ground.clock.advance(TimeDelta::seconds(1));
        assert!(scene.sign_in(&fake).await.is_err());
    }
    assert_eq!(fake.hits("jwks"), 2, "nothing within 30 seconds of the last fetch");
    scene.ground.clock.advance(TimeDelta::seconds(30));
    assert!(scene.sign_in(&fake).await.is_err());
    assert_eq!(fake.hits("jwks"), 3);
}

/// B10: tokens whose keys nobody has, each of another name, 64 at once for a minute: two fetches.
#[tokio::test]
async fn storm_of_unknown_keys_leads_to_two_fetches_a_minute() {
    let (scene, fake) = (Scene::open().await, Fake::start().await);
    scene.sign_in(&fake).await.unwrap();
    let row = scene.row("one", &fake.url);
    let departure = scene.depart(&row, &fake).await.unwrap();
    fake.set(|script| (script.kid, script.hits) = ("nobody-{n}".to_owned(), vec![]));
    scene.ground.clock.advance(TimeDelta::seconds(30));
    let a_second = figure(10_000, 240) / 60 + 1;
    for _ in 0..60 {
        let tokens = (0..a_second).map(|_| scene.identify(&row, &departure, &[]));
        let came: Vec<_> = futures_util::stream::iter(tokens).buffer_unordered(64).collect().await;
        assert!(came.iter().all(Result::is_err));
        scene.ground.clock.advance(TimeDelta::seconds(1));
    }
    let (tokens, fetched) = (fake.hits("token"), fake.hits("jwks"));
    counted("B10", &format!("{tokens} tokens of unknown keys in a minute, {fetched} fetches"));
    assert_eq!((tokens, fetched), (60 * a_second, 2));
}

/// RFC 6749, 7.1: only Bearer; and what nothing hangs on may be odd.
#[tokio::test]
async fn only_a_bearer_token_is_used() {
    let scene = Scene::open().await;
    let fake = Fake::start().await;
    let table = [
        (json!({"token_type": "Bearer"}), true),
        (json!({"token_type": "bearer"}), true),
        (json!({"token_type": "BEARER"}), true),
        (json!({"token_type": "mac"}), false),
        (json!({"token_type": "DPoP"}), false),
        (json!({"token_type": ""}), false),
        (json!({"token_type": null}), false),
        (json!({"token_type": 7}), false),
        (json!({"access_token": null}), false),
        (json!({"access_token": "a\r\nX-Evil: 1"}), false),
        (json!({"id_token": null}), false),
        (json!({"id_token": 7}), false),
        (json!({"expires_in": "86396", "scope": ["openid"], "refresh_token": 7}), true),
    ];
    for (answer, expected) in table {
        fake.set(|script| script.token = answer.clone());
        let verdict = scene.sign_in(&fake).await;
        assert_eq!(verdict.is_ok(), expected, "{answer}: {verdict:?}");
    }
}

/// OpenID Connect Core 3.1.3.8, over the wire: `at_hash` may be missing, and must be right where it stands.
#[tokio::test]
async fn an_id_token_of_another_answer_is_refused() {
    let scene = Scene::open().await;
    let fake = Fake::start().await;
    // The left half of the SHA-256 of "a", the fake's access token, and of "b".
    for (at_hash, expected) in [("ypeBEsobvcr6wjGzmiPcTQ", true), ("PiPoFgA5WUoziU9lZOGxNA", false), ("", false)] {
        fake.set(|script| script.claims = json!({"at_hash": at_hash}));
        assert_eq!(scene.sign_in(&fake).await.is_ok(), expected, "{at_hash}");
    }
    fake.set(|script| script.claims = json!({}));
    assert!(scene.sign_in(&fake).await.is_ok(), "without");
}

/// S16: userinfo of somebody else is not mixed in.
#[tokio::test]
async fn userinfo_of_another_subject_is_refused() {
    let scene = Scene::open().await;
    let fake = Fake::start().await;
    for userinfo in [json!({"sub": "s2"}), json!({}), json!({"sub": 1}), json!({"sub": ["s1"]}), json!({"sub": "S1"})] {
        fake.set(|script| script.userinfo = userinfo.clone());
        assert_eq!(
            scene.sign_in(&fake).await,
            Err(UpstreamError::Misbehaved("userinfo is about somebody else")),
            "{userinfo}"
        );
    }
    fake.set(|script| script.userinfo = json!({"sub": "s1", "given_name": "Mari"}));
    assert_eq!(scene.sign_in(&fake).await.unwrap().name.display(), "Mari");
}

/// Times come from our own clock, also when it is moved (D13): a token of an issuer five minutes off still fits.
#[tokio::test]
async fn a_clock_that_is_five_minutes_off_locks_nobody_out() {
    for seconds in [-300, 300] {
        let scene = Scene::open().await;
        let fake = Fake::start().await;
        scene.ground.clock.advance(TimeDelta::seconds(seconds));
        assert!(scene.sign_in(&fake).await.is_ok(), "{seconds}");
        scene.ground.clock.advance(TimeDelta::seconds(2 * seconds));
        assert!(scene.sign_in(&fake).await.is_err(), "{}", 3 * seconds);
    }
}
