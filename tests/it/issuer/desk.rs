//! `Desk`: an issuer on a real socket, clients, and people who are signed in.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use koppel::accounts::passwords::PasswordDesk;
use koppel::args;
use koppel::config::Config;
use koppel::domain::{
    AccountId, AuthMethod, ClientId, ClientUriKind, DEFAULT_CLAIMS, DEFAULT_SCOPES, Pkce, SecretId, SessionId,
    SessionKind, SigningAlg, Time,
};
use koppel::ground::Ground;
use koppel::issuer::Issuer;
use koppel::issuer::keys::KeyRing;
use koppel::login::Login;
use koppel::outgoing::Outgoing;
use koppel::platform_api;
use koppel::storage::client_secrets::{self, ClientSecret};
use koppel::storage::client_uris::{self, ClientUri};
use koppel::storage::clients::{self, Client};
use koppel::storage::sessions::{self, Session, SessionAccount};
use koppel::storage::{Arg, Durability, StorageError, Tx};
use koppel::upstream::Registry;
use koppel::vault::sha256;
use reqwest::header;
use serde_json::Value;

use crate::support::{TestGround, seed};

/// The redirect URI of every client here.
pub const REDIRECT: &str = "https://opiq.example/oidc/callback?from=koppel";
/// Where its browsers go after signing out.
pub const POST_LOGOUT: &str = "https://opiq.example/bye";
/// A code verifier and its S256 challenge (RFC 7636, B).
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// See [`VERIFIER`].
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// The client that most tests use: `client_secret_basic`, ES256, PKCE required.
pub const WEB: &str = "web";

/// An issuer on a socket of its own.
pub struct Desk {
    pub ground: TestGround,
    address: SocketAddr,
    http: reqwest::Client,
}

/// Somebody who is signed in.
pub struct Signed {
    pub account: AccountId,
    pub session: SessionId,
    pub cookies: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: header::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    pub fn error(&self) -> String {
        self.json()["error"].as_str().unwrap_or_default().to_owned()
    }

    pub fn location(&self) -> Option<String> {
        self.headers.get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned())
    }

    /// A parameter of the redirect.
    pub fn back(&self, name: &str) -> Option<String> {
        let url = url::Url::parse(&self.location()?).ok()?;
        url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }
}

/// A form or query.
pub fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// An authorization request of [`WEB`] with some parameters replaced, added, or (empty) left out.
pub fn query(changes: &[(&str, &str)]) -> String {
    let mut all = BTreeMap::from([
        ("client_id", WEB),
        ("redirect_uri", REDIRECT),
        ("response_type", "code"),
        ("scope", "openid profile email koppel offline_access"),
        ("state", "s1"),
        ("nonce", "n1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]);
    all.extend(changes.iter().copied());
    let pairs: Vec<(&str, &str)> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    form(&pairs)
}

/// A text member of a JSON answer.
pub fn field(json: &Value, name: &str) -> String {
    json[name].as_str().unwrap_or_else(|| panic!("no {name} in {json}")).to_owned()
}

impl Desk {
    /// With platform `opiq`, upstream `ekool`, school `ehis:123` and the client [`WEB`].
    pub async fn open(ground: TestGround) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let public_url = ground.config.server.public_url.clone();
        Self::open_at(ground, listener, public_url).await
    }

    /// The same, called by the address it listens on, so that foreign programs can use it as it is.
    pub async fn open_on_loopback(ground: TestGround) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let public_url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        Self::open_at(ground, listener, public_url).await
    }

    async fn open_at(ground: TestGround, listener: tokio::net::TcpListener, public_url: url::Url) -> Self {
        seed::basics(&ground).await;
        let mut config = Config::clone(&ground.config);
        config.server.public_url = public_url;
        let stands_on = Ground { config: Arc::new(config), ..ground.ground() };
        let outgoing = Outgoing::new(&ground.config.outgoing).unwrap();
        let keys = Arc::new(KeyRing::new(stands_on.clone()));
        let issuer = Issuer::open(stands_on.clone(), Arc::clone(&keys), outgoing).await.unwrap();
        let upstreams = Registry::new(stands_on.clone()).unwrap();
        let passwords = PasswordDesk::with_places(&stands_on.random, 1, 1);
        let login = Login::new(stands_on.clone(), upstreams, passwords, keys);
        let pages = koppel::web::shell(issuer.browser_router(), &stands_on).unwrap();
        let app = pages.merge(issuer.protocol_router()).merge(platform_api::routes(issuer, login));
        let address = listener.local_addr().unwrap();
        let service = app.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        let desk = Self { ground, address, http };
        desk.client(WEB, |_| {}).await;
        desk
    }

    /// On SQLite.
    pub async fn sqlite() -> Self {
        Self::open(TestGround::sqlite().await).await
    }

    /// Adds a client of `opiq`; its secret is `secret-of-<id>`.
    pub async fn client(&self, id: &str, change: impl Fn(&mut Client)) -> Client {
        let now = self.ground.now();
        let mut client = Client {
            id: id.parse().unwrap(),
            platform_id: "opiq".parse().unwrap(),
            name: id.to_owned(),
            auth_method: AuthMethod::ClientSecretBasic,
            pkce: Pkce::Required,
            id_token_alg: SigningAlg::Es256,
            scopes: DEFAULT_SCOPES.to_owned(),
            claims: DEFAULT_CLAIMS.to_owned(),
            jwks: None,
            jwks_uri: None,
            backchannel_logout_uri: None,
            created_at: now,
            disabled_at: None,
        };
        change(&mut client);
        let (row, ground) = (&client, &self.ground);
        let write = |tx: Tx| async move {
            clients::insert(&tx, row).await?;
            for (kind, uri) in [(ClientUriKind::Redirect, REDIRECT), (ClientUriKind::PostLogout, POST_LOGOUT)] {
                let uri = ClientUri { client_id: row.id.clone(), kind, uri: uri.to_owned() };
                client_uris::insert(&tx, &uri).await?;
            }
            client_secrets::insert(&tx, &secret(ground, &row.id, &format!("secret-of-{}", row.id))).await
        };
        self.ground.db.write(Durability::Relaxed, write).await.unwrap();
        client
    }

    /// Adds one more secret to a client.
    pub async fn add_secret(&self, client: &str, clear: &str) -> SecretId {
        let row = secret(&self.ground, &client.parse().unwrap(), clear);
        let row = &row;
        self.ground
            .db
            .write(Durability::Relaxed, |tx| async move { client_secrets::insert(&tx, row).await })
            .await
            .unwrap();
        row.id.clone()
    }

    /// Runs one statement.
    pub async fn change(&self, sql: &'static str, args: Vec<Arg>) {
        let args = &args;
        let write = |tx: Tx| async move { tx.execute(sql, args.clone()).await };
        let changed: Result<u64, StorageError> = self.ground.db.write(Durability::Durable, write).await;
        assert_ne!(changed.unwrap(), 0, "{sql} changed nothing");
    }

    /// A new account with this `sub`, signed in through eKool at `ehis:123`.
    pub async fn sign_in(&self, sub: &str) -> Signed {
        let account = seed::account(&self.ground, sub).await;
        self.link(&account, sub).await;
        self.sign_in_as(&account, sub, self.ground.now()).await
    }

    async fn link(&self, account: &AccountId, sub: &str) {
        const IDENTITY: &str = "INSERT INTO identity (id, upstream_id, scope, subject, hash_key, first_seen_at,
            last_seen_at) VALUES ($1, 'ekool', '', $2, 'test1', $3, $3)";
        const LINK: &str = "INSERT INTO link (id, platform_id, upstream_id, scope, subject, identity_id, account_id,
            origin, rule, assurance, evidence, via_merge, created_at, created_by, since)
            VALUES ($1, 'opiq', 'ekool', '', $2, $3, $4, 'claim', 'test', 'high', '{}', FALSE, $5, 'test', $5)";
        const AT: &str = "INSERT INTO platform_school (platform_id, school_id, pupils_keep_session, new_accounts,
            created_at) VALUES ('opiq', 'ehis:123', TRUE, 'create', $1) ON CONFLICT (platform_id, school_id) DO NOTHING";
        const ENABLED: &str = "INSERT INTO school_upstream (id, platform_id, school_id, upstream_id, enabled_at,
            enabled_by) VALUES ('enb', 'opiq', 'ehis:123', 'ekool', $1, 'test') ON CONFLICT (id) DO NOTHING";
        let (now, identity) = (self.ground.now(), format!("idn_{:0>26}", sub.to_lowercase()));
        let (link, identity) = (format!("lnk_{:0>26}", sub.to_lowercase()), &identity);
        let write = |tx: Tx| {
            let link = link.clone();
            async move {
                tx.execute(IDENTITY, args![identity, sub, now]).await?;
                tx.execute(LINK, args![link, sub, identity, account, now]).await?;
                tx.execute(AT, args![now]).await?;
                tx.execute(ENABLED, args![now]).await
            }
        };
        self.ground.db.write::<_, StorageError, _, _>(Durability::Relaxed, write).await.unwrap();
    }

    /// One more browser session of an account of [`Desk::sign_in`].
    pub async fn sign_in_as(&self, account: &AccountId, sub: &str, auth_time: Time) -> Signed {
        let (token, browser, now) = (self.ground.random.secret(), self.ground.random.secret(), self.ground.now());
        let session = Session {
            id: SessionId::at(now, &self.ground.random),
            hash: sha256(&token),
            kind: SessionKind::Browser,
            browser_hash: sha256(&browser),
            created_at: now,
            seen_at: now,
            idle_seconds: 365 * 86_400,
            expires_at: now + chrono::TimeDelta::days(365),
            ended_at: None,
            end_reason: None,
        };
        let at = SessionAccount {
            session_id: session.id.clone(),
            platform_id: "opiq".parse().unwrap(),
            account_id: account.clone(),
            link_id: Some(format!("lnk_{:0>26}", sub.to_lowercase()).parse().unwrap()),
            upstream_id: Some("ekool".parse().unwrap()),
            school_id: Some("ehis:123".parse().unwrap()),
            role: None,
            auth_time,
        };
        let (row, at) = (&session, &at);
        let write = |tx: Tx| async move {
            sessions::insert(&tx, row).await?;
            sessions::put_account(&tx, at).await
        };
        self.ground.db.write::<_, StorageError, _, _>(Durability::Relaxed, write).await.unwrap();
        let cookies = format!("__Host-koppel-browser={browser}; __Host-koppel-session={token}");
        Signed { account: account.clone(), session: session.id, cookies }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A browser's question before a cross-origin call.
    pub async fn preflight(&self, path: &str) -> Answer {
        finish(self.http.request(reqwest::Method::OPTIONS, self.url(path)).header("origin", "https://app.example"))
            .await
    }

    /// `GET`, with cookies if they are not empty.
    pub async fn visit(&self, path: &str, cookies: &str) -> Answer {
        let mut request = self.http.get(self.url(path));
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies);
        }
        finish(request).await
    }

    /// `POST` of a form with headers.
    pub async fn post(&self, path: &str, headers: &[(&str, &str)], body: String) -> Answer {
        let mut request = self.http.post(self.url(path)).body(body);
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        finish(request).await
    }

    /// `GET` with a bearer token.
    pub async fn bearer(&self, path: &str, token: &str) -> Answer {
        finish(self.http.get(self.url(path)).bearer_auth(token)).await
    }

    /// `POST` as a client with `client_secret_basic`.
    pub async fn call(&self, path: &str, client: &str, pairs: &[(&str, &str)]) -> Answer {
        let request = self.http.post(self.url(path)).basic_auth(client, Some(format!("secret-of-{client}")));
        finish(request.form(pairs)).await
    }

    pub async fn authorize(&self, signed: &Signed, changes: &[(&str, &str)]) -> Answer {
        self.visit(&format!("/authorize?{}", query(changes)), &signed.cookies).await
    }

    /// A code for [`WEB`].
    pub async fn code(&self, signed: &Signed, changes: &[(&str, &str)]) -> String {
        let answer = self.authorize(signed, changes).await;
        answer.back("code").unwrap_or_else(|| panic!("no code: {answer:?}"))
    }

    pub async fn redeem(&self, client: &str, code: &str, changes: &[(&str, &str)]) -> Answer {
        let mut all = BTreeMap::from([
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", REDIRECT),
            ("code_verifier", VERIFIER),
        ]);
        all.extend(changes.iter().copied());
        let pairs: Vec<(&str, &str)> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        self.call("/token", client, &pairs).await
    }

    /// Tokens of [`WEB`].
    pub async fn tokens(&self, signed: &Signed) -> Value {
        let code = self.code(signed, &[]).await;
        let answer = self.redeem(WEB, &code, &[]).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }

    pub async fn refresh(&self, client: &str, token: &str) -> Answer {
        self.call("/token", client, &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    pub async fn is_active(&self, token: &str) -> bool {
        self.call("/introspect", WEB, &[("token", token)]).await.json()["active"] == true
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        self.ground.db.read(async |tx: Tx| tx.count(sql, vec![]).await).await.unwrap()
    }
}

fn secret(ground: &TestGround, client: &ClientId, clear: &str) -> ClientSecret {
    ClientSecret {
        id: SecretId::random(&ground.random),
        client_id: client.clone(),
        hash: sha256(clear),
        created_at: ground.now(),
        expires_at: None,
        ended_at: None,
    }
}

async fn finish(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answer { status, headers, body: response.text().await.unwrap() }
}
