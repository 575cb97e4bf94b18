//! Who is calling: one method per client, two secrets for a change, and assertions that cannot be forged. B7, B8, 1.10.

use chrono::TimeDelta;
use koppel::domain::{AuthMethod, ClientUriKind};
use koppel::storage::client_uris::{self, ClientUri};
use koppel::storage::clients::Client;
use koppel::storage::{Durability, Tx, client_secrets};
use serde_json::{Value, json};

use super::desk::{Desk, POST_LOGOUT, REDIRECT, VERIFIER, WEB, form};
use super::jwt::{Key, WRONG, bad_headers, damaged, hmac};
use crate::support::{both_engines, counted};

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

fn by(method: AuthMethod) -> impl Fn(&mut Client) {
    move |client| client.auth_method = method
}

/// `invalid_grant` says that the client was believed; `invalid_client` that it was not.
const TRY: [(&str, &str); 2] = [("grant_type", "refresh_token"), ("refresh_token", "unknown")];

async fn posted(desk: &Desk, more: &[(&str, &str)]) -> String {
    let pairs: Vec<(&str, &str)> = TRY.iter().chain(more).copied().collect();
    let answer = desk.post("/token", &[], form(&pairs)).await;
    if answer.error() == "invalid_client" {
        assert_eq!(answer.status, 401);
        assert!(answer.headers["www-authenticate"].to_str().unwrap().starts_with("Basic"));
    }
    answer.error()
}

/// Each method works for the client that is registered for it, and no other does.
#[tokio::test]
async fn each_client_has_one_way_to_prove_itself() {
    let desk = Desk::sqlite().await;
    desk.client("post", by(AuthMethod::ClientSecretPost)).await;
    desk.client("app", by(AuthMethod::None)).await;
    let basic = async |client| desk.call("/token", client, &TRY).await.error();
    let post = async |client: &str| {
        posted(&desk, &[("client_id", client), ("client_secret", &format!("secret-of-{client}"))]).await
    };
    let none = async |client| posted(&desk, &[("client_id", client)]).await;
    let found = [basic(WEB).await, basic("post").await, basic("app").await];
    assert_eq!(found, ["invalid_grant", "invalid_client", "invalid_client"]);
    let found = [post(WEB).await, post("post").await, post("app").await];
    assert_eq!(found, ["invalid_client", "invalid_grant", "invalid_client"]);
    let found = [none(WEB).await, none("post").await, none("app").await];
    assert_eq!(found, ["invalid_client", "invalid_client", "invalid_grant"]);
}

/// B13: an unknown client and a wrong secret are one answer.
#[tokio::test]
async fn unknown_client_and_wrong_secret_look_alike() {
    let desk = Desk::sqlite().await;
    let refused = async |id: &str, secret: &str| {
        let value = format!(
            "Basic {}",
            base64::Engine::encode(&base64::engine::general_purpose::STANDARD, format!("{id}:{secret}"))
        );
        desk.post("/token", &[("authorization", &value)], form(&TRY)).await
    };
    let (unknown, wrong) = (refused("nobody", "x").await, refused(WEB, "x").await);
    assert_eq!((unknown.status, &unknown.body), (401, &wrong.body));
    assert_eq!(refused(WEB, "secret-of-web").await.error(), "invalid_grant");
}

/// Two secrets overlap, so that a platform can change over; an ended or expired one opens nothing.
#[tokio::test]
async fn two_secrets_live_side_by_side_until_one_is_ended() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        desk.client("post", by(AuthMethod::ClientSecretPost)).await;
        let second = desk.add_secret("post", "second").await;
        let with = async |secret| posted(&desk, &[("client_id", "post"), ("client_secret", secret)]).await;
        assert_eq!([with("secret-of-post").await, with("second").await], ["invalid_grant", "invalid_grant"]);
        let (id, now) = (&second, desk.ground.now());
        let end = |tx: Tx| async move { client_secrets::end(&tx, id, now).await };
        desk.ground.db.write(Durability::Durable, end).await.unwrap();
        assert_eq!([with("secret-of-post").await, with("second").await], ["invalid_grant", "invalid_client"]);
        desk.change(
            "UPDATE client_secret SET expires_at = $1 WHERE ended_at IS NULL AND client_id = 'post'",
            koppel::args![now],
        )
        .await;
        assert_eq!(with("secret-of-post").await, "invalid_client");
    })
    .await;
}

/// What the CLI changes is seen on the next request.
#[tokio::test]
async fn disabled_client_or_platform_is_nobody_from_the_next_call() {
    let desk = Desk::sqlite().await;
    let now = desk.ground.now();
    desk.change("UPDATE client SET disabled_at = $1 WHERE id = 'web'", koppel::args![now]).await;
    assert_eq!(desk.call("/token", WEB, &TRY).await.error(), "invalid_client");
    desk.change("UPDATE client SET disabled_at = NULL WHERE id = 'web'", vec![]).await;
    assert_eq!(desk.call("/token", WEB, &TRY).await.error(), "invalid_grant");
    desk.change("UPDATE platform SET disabled_at = $1 WHERE id = 'opiq'", koppel::args![now]).await;
    assert_eq!(desk.call("/token", WEB, &TRY).await.error(), "invalid_client");
}

struct Asserting {
    desk: Desk,
    key: Key,
    next: std::cell::Cell<u32>,
}

impl Asserting {
    async fn open() -> Self {
        let (desk, key) = (Desk::sqlite().await, Key::new("c1"));
        let jwks = key.jwks();
        desk.client("signing", |client| {
            client.auth_method = AuthMethod::PrivateKeyJwt;
            client.jwks = Some(jwks.clone());
        })
        .await;
        Self { desk, key, next: std::cell::Cell::new(0) }
    }

    fn claims(&self) -> Value {
        self.next.set(self.next.get() + 1);
        let now = self.desk.ground.now().timestamp();
        json!({"iss": "signing", "sub": "signing", "aud": "https://koppel.test/token", "exp": now + 300, "iat": now,
               "jti": format!("j{}", self.next.get())})
    }

    async fn show(&self, jwt: &str) -> String {
        posted(&self.desk, &[("client_assertion_type", ASSERTION_TYPE), ("client_assertion", jwt)]).await
    }

    async fn show_claims(&self, claims: &Value) -> String {
        self.show(&self.key.sign(&self.key.header().to_string(), &claims.to_string())).await
    }
}

#[tokio::test]
async fn signed_assertion_proves_a_client_once() {
    let desk = Asserting::open().await;
    let claims = desk.claims();
    assert_eq!(desk.show_claims(&claims).await, "invalid_grant");
    assert_eq!(desk.show_claims(&claims).await, "invalid_client", "replay, signed anew");
    for audience in ["https://koppel.test", "https://koppel.test/introspect", "https://koppel.test/revoke"] {
        let mut claims = desk.claims();
        claims["aud"] = json!([audience]);
        assert_eq!(desk.show_claims(&claims).await, "invalid_grant", "{audience}");
    }
}

/// B8 and the claims' own rules: nothing of it is accepted, and nothing panics.
#[tokio::test]
async fn assertions_with_wrong_claims_are_refused() {
    let desk = Asserting::open().await;
    let now = desk.desk.ground.now().timestamp();
    let cases = [
        ("exp", json!(now - 61)),
        ("exp", json!(now + 661)),
        ("exp", json!(0)),
        ("exp", json!(i64::MAX)),
        ("exp", json!((now + 300).to_string())),
        ("iat", json!(now + 61)),
        ("nbf", json!(now + 61)),
        ("aud", json!("https://koppel.test/")),
        ("aud", json!("https://evil.example")),
        ("aud", json!(["https://koppel.test/token", "https://evil.example"])),
        ("aud", json!([])),
        ("iss", json!("web")),
        ("sub", json!("web")),
        ("iss", json!("Signing")),
        ("jti", json!("")),
        ("jti", json!("x".repeat(257))),
    ];
    for (name, value) in cases {
        let mut claims = desk.claims();
        claims[name] = value.clone();
        assert_eq!(desk.show_claims(&claims).await, "invalid_client", "{name} {value}");
    }
    for name in ["exp", "nbf", "iat", "aud", "iss", "sub", "jti"] {
        for value in WRONG {
            let mut claims = desk.claims();
            claims[name] = json!("@");
            let text = claims.to_string().replace("\"@\"", value);
            let harmless = value == "-1" && (name == "iat" || name == "nbf");
            let jwt = desk.key.sign(&desk.key.header().to_string(), &text);
            assert_eq!(desk.show(&jwt).await == "invalid_grant", harmless, "{name} {value}");
        }
        let twice = desk.claims().to_string().replace('}', &format!(",\"{name}\":\"signing\"}}"));
        let jwt = desk.key.sign(&desk.key.header().to_string(), &twice);
        if name != "nbf" {
            assert_eq!(desk.show(&jwt).await, "invalid_client", "{name} twice");
        }
        let mut missing = desk.claims();
        missing.as_object_mut().unwrap().remove(name);
        let optional = name == "iat" || name == "nbf";
        assert_eq!(desk.show_claims(&missing).await == "invalid_grant", optional, "{name} missing");
    }
}

/// B7: more than 300 forged or damaged assertions; none is accepted.
#[tokio::test]
async fn no_mutated_assertion_is_accepted() {
    let desk = Asserting::open().await;
    let attacker = Key::new("c1");
    let (good, claims) = (desk.key.header(), desk.claims().to_string());
    let mut all = damaged(&desk.key.sign(&good.to_string(), &claims));
    for header in bad_headers(&good, &attacker) {
        all.push(desk.key.sign(&header, &claims));
        all.push(attacker.sign(&header, &claims));
        all.push(hmac(&header, &claims, desk.key.jwks().as_bytes()));
        all.push(format!("{}.", desk.key.sign(&header, &claims).rsplit_once('.').unwrap().0));
    }
    all.push(attacker.sign(&good.to_string(), &claims));
    for secret in [desk.key.jwks(), desk.key.jwk().to_string(), "secret-of-signing".to_owned(), String::new()] {
        all.push(hmac(&json!({"alg": "HS256", "kid": "c1"}).to_string(), &claims, secret.as_bytes()));
    }
    assert!(all.len() >= 300, "{}", all.len());
    for jwt in &all {
        let error = desk.show(jwt).await;
        assert!(["invalid_client", "invalid_request"].contains(&error.as_str()), "{error}: {jwt}");
    }
    let spent = desk.desk.count("SELECT COUNT(*) AS n FROM client_assertion").await;
    assert_eq!(spent, 0);
    counted("B7", &format!("{} forged or damaged client assertions, 0 accepted", all.len()));
}

/// Two keys of one name, or none of the name: nobody guesses.
#[tokio::test]
async fn ambiguous_keys_are_no_keys() {
    let (desk, one, other) = (Desk::sqlite().await, Key::new("c1"), Key::new("c1"));
    let jwks = json!({"keys": [one.jwk(), other.jwk()]}).to_string();
    desk.client("signing", |client| {
        client.auth_method = AuthMethod::PrivateKeyJwt;
        client.jwks = Some(jwks.clone());
    })
    .await;
    let now = desk.ground.now().timestamp();
    let claims = json!({"iss": "signing", "sub": "signing", "aud": "https://koppel.test", "exp": now + 60, "jti": "1"});
    let jwt = one.sign(&one.header().to_string(), &claims.to_string());
    let more = [("client_assertion_type", ASSERTION_TYPE), ("client_assertion", jwt.as_str())];
    assert_eq!(posted(&desk, &more).await, "invalid_client");
}

/// A public client has PKCE and nothing else.
#[tokio::test]
async fn public_client_signs_in_with_pkce_alone() {
    let desk = Desk::sqlite().await;
    desk.client("app", by(AuthMethod::None)).await;
    let signed = desk.sign_in("17").await;
    let code = desk.code(&signed, &[("client_id", "app")]).await;
    let redeem = form(&[
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
        ("client_id", "app"),
    ]);
    let answer = desk.post("/token", &[], redeem).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let introspect = desk.post("/introspect", &[], form(&[("client_id", "app"), ("token", "x")])).await;
    assert_eq!((introspect.status, introspect.error().as_str()), (401, "invalid_client"));
}

/// The keys at `jwks_uri` are fetched once, again when one is new, and never more than twice a minute.
#[tokio::test]
async fn keys_of_a_client_are_fetched_seldom() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static FETCHED: AtomicUsize = AtomicUsize::new(0);
    let (desk, key, stranger) = (Desk::sqlite().await, Key::new("c1"), Key::new("c2"));
    let jwks = key.jwks();
    let serve = axum::routing::get(move || {
        FETCHED.fetch_add(1, Ordering::SeqCst);
        std::future::ready(jwks.clone())
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let uri = format!("http://{}/jwks", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, axum::Router::new().route("/jwks", serve)).await });
    desk.client("signing", |client| {
        client.auth_method = AuthMethod::PrivateKeyJwt;
        client.jwks_uri = Some(uri.clone());
    })
    .await;
    let show = async |key: &Key, jti: &str| {
        let exp = desk.ground.now().timestamp() + 60;
        let claims = json!({"iss": "signing", "sub": "signing", "aud": "https://koppel.test", "exp": exp, "jti": jti});
        let jwt = key.sign(&key.header().to_string(), &claims.to_string());
        posted(&desk, &[("client_assertion_type", ASSERTION_TYPE), ("client_assertion", &jwt)]).await
    };
    assert_eq!(show(&key, "1").await, "invalid_grant");
    for jti in ["2", "3", "4"] {
        assert_eq!(show(&stranger, jti).await, "invalid_client");
    }
    assert_eq!(FETCHED.load(Ordering::SeqCst), 1, "a stranger's key does not make us fetch at once");
    desk.ground.clock.advance(TimeDelta::seconds(31));
    assert_eq!(show(&stranger, "5").await, "invalid_client");
    assert_eq!(show(&key, "6").await, "invalid_grant");
    assert_eq!(FETCHED.load(Ordering::SeqCst), 2);
}

/// The rows that the CLI writes come back as they were.
#[tokio::test]
async fn clients_and_their_uris_are_kept_as_written() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        let client = desk.client("a-client", |_| {}).await;
        let id = &client.id;
        let (found, uris, all) = desk
            .ground
            .db
            .read(async |tx: Tx| {
                let found = koppel::storage::clients::find(&tx, id).await?;
                let uris = client_uris::list(&tx, id).await?;
                let all = koppel::storage::clients::list_of_platform(&tx, &client.platform_id).await?;
                Ok::<_, koppel::storage::StorageError>((found, uris, all.len()))
            })
            .await
            .unwrap();
        let uri = |kind, uri: &str| ClientUri { client_id: id.clone(), kind, uri: uri.to_owned() };
        assert_eq!(found.as_ref(), Some(&client));
        assert_eq!(uris, [uri(ClientUriKind::PostLogout, POST_LOGOUT), uri(ClientUriKind::Redirect, REDIRECT)]);
        assert_eq!(all, 3);
    })
    .await;
}
