//! A fast OpenID issuer that signs in whoever its cookie `user` names. It remembers nothing: the code says it all.

use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, StatusCode, header};
use koppel::domain::Clock;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// The id of its one client.
pub const CLIENT: &str = "koppel";

/// It answers until the process ends.
pub struct Upstream {
    pub issuer: String,
}

struct Inner {
    issuer: String,
    pair: EcdsaKeyPair,
}

#[derive(Deserialize)]
struct Asked {
    redirect_uri: String,
    state: String,
    nonce: String,
}

#[derive(Deserialize)]
struct Offered {
    code: String,
}

impl Upstream {
    /// On a free port of this machine.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        let inner = Arc::new(Inner { issuer: issuer.clone(), pair });
        let app = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/jwks", get(jwks))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .with_state(inner);
        let listener = axum::serve::ListenerExt::tap_io(listener, |stream| drop(stream.set_nodelay(true)));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { issuer }
    }
}

async fn metadata(State(inner): State<Arc<Inner>>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", inner.issuer);
    Json(json!({
        "issuer": inner.issuer, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
        "jwks_uri": at("/jwks"), "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"], "code_challenge_methods_supported": ["S256"],
    }))
}

async fn jwks(State(inner): State<Arc<Inner>>) -> Json<Value> {
    let point = inner.pair.public_key().as_ref();
    let part = |from: usize| URL_SAFE_NO_PAD.encode(point.get(from..from + 32).unwrap_or_default());
    Json(json!({"keys": [{
        "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "one", "x": part(1), "y": part(33),
    }]}))
}

async fn authorize(Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let cookies = headers.get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let Some(user) = cookies.split("; ").find_map(|pair| pair.strip_prefix("user=")) else {
        return StatusCode::FORBIDDEN.into_response();
    };
    let code = URL_SAFE_NO_PAD.encode(format!("{user} {}", asked.nonce));
    let back = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("code", &code)
        .append_pair("state", &asked.state)
        .finish();
    (StatusCode::FOUND, [(header::LOCATION, format!("{}?{back}", asked.redirect_uri))]).into_response()
}

async fn token(State(inner): State<Arc<Inner>>, Form(offered): Form<Offered>) -> Response {
    let clear = URL_SAFE_NO_PAD.decode(&offered.code).unwrap_or_default();
    let clear = String::from_utf8(clear).unwrap_or_default();
    let Some((user, nonce)) = clear.split_once(' ') else { return StatusCode::BAD_REQUEST.into_response() };
    let now = Clock::system().now().timestamp();
    // A name that begins with "t" is a teacher's: their session outlives the code.
    let role = if user.starts_with('t') { "teacher" } else { "student" };
    let claims = json!({
        "iss": inner.issuer, "sub": user, "aud": CLIENT, "exp": now + 600, "iat": now, "auth_time": now, "nonce": nonce,
        "given_name": "Mari", "family_name": user, "roles": [{"role": role, "school": "1", "class": "5B"}],
    });
    let head = URL_SAFE_NO_PAD.encode(r#"{"alg":"ES256","kid":"one","typ":"JWT"}"#);
    let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let signature = inner.pair.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
    let id_token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()));
    let answer =
        json!({"access_token": "of-the-upstream", "token_type": "Bearer", "expires_in": 600, "id_token": id_token});
    ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}
