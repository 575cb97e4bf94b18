//! An issuer with one client and one signed-in person, called without a socket.

use axum::Router;
use axum::body::Body;
use base64::Engine as _;
use http::{Request, header};
use http_body_util::BodyExt as _;
use koppel::args;
use koppel::ground::Ground;
use koppel::issuer::Issuer;
use koppel::outgoing::Outgoing;
use koppel::storage::{Durability, StorageError, Tx};
use koppel::vault::sha256;
use serde_json::Value;
use tower::ServiceExt as _;

const REDIRECT: &str = "https://opiq.example/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const COOKIES: &str = "__Host-koppel-browser=browser; __Host-koppel-session=session";

/// See the module.
pub struct Desk {
    app: Router,
    _dir: tempfile::TempDir,
}

impl Desk {
    /// With a client whose ID tokens are signed with `alg`.
    pub async fn open(alg: &str) -> Self {
        let (ground, dir) = super::shared::ground().await;
        furnish(&ground, alg).await;
        let outgoing = Outgoing::new(&ground.config.outgoing).unwrap();
        let issuer = Issuer::open(ground.clone(), outgoing).await.unwrap();
        let app = koppel::web::shell(issuer.browser_router(), &ground).unwrap().merge(issuer.protocol_router());
        Self { app, _dir: dir }
    }

    /// The code flow of somebody who has a session.
    pub async fn sign_in(&self) -> Value {
        let query = form(&[
            ("client_id", "web"),
            ("redirect_uri", REDIRECT),
            ("response_type", "code"),
            ("scope", "openid profile offline_access"),
            ("code_challenge", &sha256(VERIFIER)),
            ("code_challenge_method", "S256"),
        ]);
        let request = Request::get(format!("/authorize?{query}")).header(header::COOKIE, COOKIES);
        let response = self.app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let location = response.headers().get(header::LOCATION).unwrap().to_str().unwrap().to_owned();
        let back = url::Url::parse(&location).unwrap();
        let code = back.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
        let pairs = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", REDIRECT),
            ("code_verifier", VERIFIER),
        ];
        self.post("/token", &pairs).await
    }

    /// A call with an `Authorization` header.
    pub async fn get(&self, path: &str, authorization: &str) -> Value {
        let request = Request::get(path).header(header::AUTHORIZATION, authorization);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// A call of the client.
    pub async fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Value {
        let basic = base64::engine::general_purpose::STANDARD.encode("web:secret");
        let request = Request::post(path)
            .header(header::AUTHORIZATION, format!("Basic {basic}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form(pairs))).unwrap()).await
    }

    async fn send(&self, request: Request<Body>) -> Value {
        let response = self.app.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200);
        serde_json::from_slice(&response.into_body().collect().await.unwrap().to_bytes()).unwrap()
    }
}

fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

const ROWS: [&str; 6] = [
    "INSERT INTO platform (id, name, sub_mode, password_owner, created_at) VALUES ('opiq', 'Opiq', 'account', 'broker', $1)",
    "INSERT INTO client_uri (client_id, kind, uri) SELECT 'web', 'redirect', 'https://opiq.example/callback' WHERE $1 IS NOT NULL",
    "INSERT INTO account (id, platform_id, sub, name_folded, email_verified, history_count, password_must_change, origin, \
     created_at, updated_at) VALUES ('acc_00000000000000000000000001', 'opiq', '17', '', FALSE, 0, FALSE, 'import', $1, $1)",
    "INSERT INTO session (id, hash, kind, browser_hash, created_at, seen_at, idle_seconds, expires_at) VALUES \
     ('ses_00000000000000000000000001', '', 'browser', '', $1, $1, 86400, $1)",
    "UPDATE session SET expires_at = '2999-01-01T00:00:00+00:00' WHERE $1 IS NOT NULL",
    "INSERT INTO session_account (session_id, platform_id, account_id, auth_time) VALUES \
     ('ses_00000000000000000000000001', 'opiq', 'acc_00000000000000000000000001', $1)",
];
const CLIENT: &str = "INSERT INTO client (id, platform_id, name, auth_method, pkce, id_token_alg, scopes, claims, created_at) \
     VALUES ('web', 'opiq', 'web', 'client_secret_basic', 'required', $2, 'openid profile offline_access', 'name', $1)";
const SECRET: &str = "INSERT INTO client_secret (id, client_id, hash, created_at) \
     VALUES ('sec_00000000000000000000000001', 'web', $2, $1)";
const HASHES: &str = "UPDATE session SET hash = $1, browser_hash = $2";

async fn furnish(ground: &Ground, alg: &str) {
    let now = ground.now();
    let write = |tx: Tx| async move {
        for (index, sql) in ROWS.into_iter().enumerate() {
            tx.execute(sql, args![now]).await?;
            if index == 0 {
                tx.execute(CLIENT, args![now, alg]).await?;
                tx.execute(SECRET, args![now, sha256("secret")]).await?;
            }
        }
        tx.execute(HASHES, args![sha256("session"), sha256("browser")]).await
    };
    ground.db.write::<_, StorageError, _, _>(Durability::Durable, write).await.unwrap();
}
