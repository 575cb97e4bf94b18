//! Somebody who administers the school, in a browser, and the console on a socket.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use chrono::TimeDelta;
use koppel::accounts::passwords::PasswordDesk;
use koppel::domain::{ConsoleRole, GrantId, SessionId, SessionKind};
use koppel::ground::Ground;
use koppel::issuer::keys::KeyRing;
use koppel::login::{self, Login};
use koppel::storage::console_grants::{self, Grant};
use koppel::storage::sessions::{self, Session, SessionAccount};
use koppel::storage::{Durability, StorageError, Tx, console_sessions};
use koppel::upstream::Registry;
use koppel::vault::sha256;
use koppel::{admin, web};

use crate::crowd::Crowd;

/// A browser at the console.
pub struct Visitor {
    address: SocketAddr,
    cookies: String,
    http: reqwest::Client,
}

impl Visitor {
    /// Signed in for the console, with a second factor that was shown just now.
    pub async fn enter(ground: Ground, crowd: &Crowd) -> Self {
        let cookies = sign_in(&ground, crowd).await;
        let (upstreams, keys) = (Registry::new(ground.clone()).unwrap(), Arc::new(KeyRing::new(ground.clone())));
        let passwords = PasswordDesk::with_places(&ground.random, 1, 1);
        let rooms = Login::new(ground.clone(), upstreams, passwords, keys);
        let pages = Router::new().merge(login::routes(rooms.clone())).merge(admin::routes(rooms));
        let service = web::shell(pages, &ground).unwrap().into_make_service_with_connect_info::<SocketAddr>();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, service).await });
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        Self { address, cookies, http }
    }

    /// Opens a page: its status, and how long the whole answer took.
    pub async fn open(&self, path: &str) -> (u16, Duration) {
        let begun = Instant::now();
        let (status, _) = self.read(path).await;
        (status, begun.elapsed())
    }

    /// Where the second page of all people is.
    pub async fn next_page(&self, school: &str) -> String {
        let (_, body) = self.read(&format!("{school}/people")).await;
        let next = body.split_once("id=\"people-next\" href=\"").and_then(|(_, rest)| rest.split('"').next());
        next.map_or_else(|| format!("{school}/people"), |next| next.replace("&#38;", "&"))
    }

    async fn read(&self, path: &str) -> (u16, String) {
        let request = self.http.get(format!("http://{}{path}", self.address)).header("cookie", &self.cookies);
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

async fn sign_in(ground: &Ground, crowd: &Crowd) -> String {
    let (token, browser, now) = (ground.random.secret(), ground.random.secret(), ground.now());
    let session = &Session {
        id: SessionId::at(now, &ground.random),
        hash: sha256(&token),
        kind: SessionKind::Console,
        browser_hash: sha256(&browser),
        created_at: now,
        seen_at: now,
        idle_seconds: 30 * 60,
        expires_at: now + TimeDelta::hours(12),
        ended_at: None,
        end_reason: None,
    };
    let at = &SessionAccount {
        session_id: session.id.clone(),
        platform_id: "opiq".parse().unwrap(),
        account_id: crowd.admin.clone(),
        link_id: None,
        upstream_id: None,
        school_id: None,
        role: None,
        auth_time: now,
    };
    let grant = &Grant {
        id: GrantId::random(&ground.random),
        platform_id: "opiq".parse().unwrap(),
        school_id: "ehis:1".parse().unwrap(),
        account_id: crowd.admin.clone(),
        role: ConsoleRole::SchoolAdmin,
        reason: None,
        since: now,
        given_by: "cli:bench".to_owned(),
        expires_at: None,
        ended_at: None,
        ended_by: None,
    };
    let write = |tx: Tx| async move {
        sessions::insert(&tx, session).await?;
        sessions::put_account(&tx, at).await?;
        console_grants::insert(&tx, grant).await?;
        console_sessions::show_factor(&tx, &session.id, &at.account_id, now).await
    };
    ground.db.write::<_, StorageError, _, _>(Durability::Durable, write).await.unwrap();
    format!("__Host-koppel-browser={browser}; __Host-koppel-session={token}")
}
