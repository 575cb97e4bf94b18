//! `Console`: the console's pages on a real socket, and people who administer schools.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use koppel::accounts::passwords::PasswordDesk;
use koppel::args;
use koppel::domain::{
    AccountId, ConsoleRole, EnablingId, GrantId, JournalId, RosterPersonId, SchoolId, SessionId, SessionKind,
    UpstreamId,
};
use koppel::issuer::keys::KeyRing;
use koppel::login::{self, Login};
use koppel::storage::console_grants::{self, Grant};
use koppel::storage::schools::{self, PlatformSchool, School, SchoolNumber, SchoolUpstream};
use koppel::storage::sessions::{self, Session, SessionAccount};
use koppel::storage::{Arg, Durability, StorageError, Tx, console_sessions};
use koppel::upstream::Registry;
use koppel::vault::sha256;
use koppel::{admin, journals, settings, web};
use reqwest::header;

use crate::issuer::desk::Answer;
use crate::support::{TestGround, seed};

/// The platform at which everybody here administers schools.
pub const PLATFORM: &str = "opiq";
/// The first school, Tamme Kool.
pub const SCHOOL: &str = "ehis:123";
/// The second one, Kesklinna Kool.
pub const OTHER: &str = "ehis:456";

/// The console on a socket of its own, with platform `opiq` and the schools [`SCHOOL`] and [`OTHER`], which use eKool.
pub struct Console {
    pub ground: TestGround,
    address: SocketAddr,
    http: reqwest::Client,
}

/// Somebody's browser. It keeps their cookies, and the token of the forms on the last page.
pub struct Browser {
    pub account: AccountId,
    pub session: SessionId,
    secret: String,
    cookies: String,
    csrf: Mutex<Option<String>>,
    address: SocketAddr,
    http: reqwest::Client,
}

impl Console {
    /// On a ground of its own; `both_engines(async |ground| { let console = Console::open(ground).await; … })`.
    pub async fn open(ground: TestGround) -> Self {
        seed::basics(&ground).await;
        let (upstreams, keys) = (Registry::new(ground.ground()).unwrap(), Arc::new(KeyRing::new(ground.ground())));
        let passwords = PasswordDesk::with_places(&ground.random, 1, 1);
        let rooms = Login::new(ground.ground(), upstreams, passwords, keys);
        let pages = Router::new()
            .merge(login::routes(rooms.clone()))
            .merge(settings::routes(rooms.clone()))
            .merge(journals::routes(rooms.clone()))
            .merge(admin::routes(rooms));
        let service = web::shell(pages, &ground).unwrap().into_make_service_with_connect_info::<SocketAddr>();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, service).await });
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        let console = Self { ground, address, http };
        console.add_schools().await;
        console
    }

    async fn add_schools(&self) {
        let (ground, now) = (&self.ground, self.ground.now());
        let write = |tx: Tx| async move {
            let first: SchoolId = SCHOOL.parse().unwrap();
            schools::insert_number(&tx, &SchoolNumber { number: first.clone(), school_id: first }).await?;
            let other = School {
                id: OTHER.parse().unwrap(),
                name: "Kesklinna Kool".to_owned(),
                country: "EE".to_owned(),
                time_zone: "Europe/Tallinn".to_owned(),
                created_at: now,
                disabled_at: None,
            };
            schools::insert(&tx, &other).await?;
            for school in [SCHOOL, OTHER] {
                let place = PlatformSchool::fresh(&PLATFORM.parse().unwrap(), &school.parse().unwrap(), now);
                schools::join(&tx, &place).await?;
                schools::enable_upstream(&tx, &enabling(ground, &place)).await?;
            }
            Ok::<_, StorageError>(())
        };
        self.ground.db.write(Durability::Durable, write).await.unwrap();
    }

    /// Somebody who is signed in for the console, has this role at a school and has just shown their second factor.
    pub async fn steward(&self, role: ConsoleRole, school: &str) -> Browser {
        let account = seed::account(&self.ground, &self.ground.random.secret()).await;
        if role == ConsoleRole::Teacher {
            self.seat_teacher(&account, school).await;
        } else {
            self.grant(&account, role, school).await;
        }
        let browser = self.enter(&account, SessionKind::Console).await;
        self.show_factor(&browser).await;
        browser
    }

    /// Gives somebody a role at a school; support for four hours.
    pub async fn grant(&self, account: &AccountId, role: ConsoleRole, school: &str) {
        let now = self.ground.now();
        let support = role == ConsoleRole::Support;
        let grant = &Grant {
            id: GrantId::random(&self.ground.random),
            platform_id: PLATFORM.parse().unwrap(),
            school_id: school.parse().unwrap(),
            account_id: account.clone(),
            role,
            reason: support.then(|| "Ticket 17".to_owned()),
            since: now,
            given_by: "cli:test".to_owned(),
            expires_at: support.then(|| now + chrono::TimeDelta::hours(4)),
            ended_at: None,
            ended_by: None,
        };
        let write = |tx: Tx| async move { console_grants::insert(&tx, grant).await };
        assert!(self.ground.db.write(Durability::Durable, write).await.unwrap());
    }

    /// A journal of eKool at a school, with this account in it as its teacher.
    async fn seat_teacher(&self, account: &AccountId, school: &str) {
        const PERSON: &str = "INSERT INTO roster_person (id, upstream_id, scope, subject, hash_key, digest, created_at, \
            updated_at) VALUES ($1, 'ekool', '', $2, 'test1', '', $3, $3)";
        const JOURNAL: &str = "INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, \
            state, linked_at, linked_by, has_absences, held) \
            VALUES ($1, 'opiq', 'ekool', '', $1, $2, '5A', 'linked', $3, 'test', FALSE, FALSE)";
        const SEAT: &str = "INSERT INTO seat (journal_id, person_id, role, since) VALUES ($1, $2, 'teacher', $3)";
        let (subject, now, random) = (account.as_str(), self.ground.now(), &self.ground.random);
        seed::link(&self.ground, account, subject).await;
        let (person, journal) = (&RosterPersonId::random(random), &JournalId::random(random));
        let write = |tx: Tx| async move {
            tx.execute(PERSON, args![person, subject, now]).await?;
            tx.execute(JOURNAL, args![journal, school, now]).await?;
            tx.execute(SEAT, args![journal, person, now]).await
        };
        self.ground.db.write::<_, StorageError, _, _>(Durability::Durable, write).await.unwrap();
    }

    /// A session of this kind for an account, as if its password had been typed just now.
    pub async fn enter(&self, account: &AccountId, kind: SessionKind) -> Browser {
        self.enter_in(account, kind, self.ground.random.secret()).await
    }

    /// The same person once more, in the same browser.
    pub async fn enter_again(&self, browser: &Browser) -> Browser {
        self.enter_in(&browser.account, SessionKind::Console, browser.secret.clone()).await
    }

    async fn enter_in(&self, account: &AccountId, kind: SessionKind, browser: String) -> Browser {
        let (token, now) = (self.ground.random.secret(), self.ground.now());
        let session = Session {
            id: SessionId::at(now, &self.ground.random),
            hash: sha256(&token),
            kind,
            browser_hash: sha256(&browser),
            created_at: now,
            seen_at: now,
            idle_seconds: 30 * 60,
            expires_at: now + chrono::TimeDelta::hours(12),
            ended_at: None,
            end_reason: None,
        };
        let at = SessionAccount {
            session_id: session.id.clone(),
            platform_id: PLATFORM.parse().unwrap(),
            account_id: account.clone(),
            link_id: None,
            upstream_id: None,
            school_id: None,
            role: None,
            auth_time: now,
        };
        let (row, at) = (&session, &at);
        let write = |tx: Tx| async move {
            sessions::insert(&tx, row).await?;
            sessions::put_account(&tx, at).await
        };
        self.ground.db.write::<_, StorageError, _, _>(Durability::Relaxed, write).await.unwrap();
        Browser {
            account: account.clone(),
            session: session.id,
            cookies: format!("__Host-koppel-browser={browser}; __Host-koppel-session={token}"),
            secret: browser,
            csrf: Mutex::new(None),
            address: self.address,
            http: self.http.clone(),
        }
    }

    /// The second factor was shown in this browser's session just now.
    pub async fn show_factor(&self, browser: &Browser) {
        let (session, account, now) = (&browser.session, &browser.account, self.ground.now());
        let write = |tx: Tx| async move { console_sessions::show_factor(&tx, session, account, now).await };
        self.ground.db.write(Durability::Durable, write).await.unwrap();
    }

    /// A page as somebody sees it who is signed in nowhere.
    pub async fn visit(&self, path: &str) -> Answer {
        answer(self.http.get(format!("http://{}{path}", self.address))).await
    }

    /// A request without a cookie, as anybody or a platform's client makes it.
    pub async fn call(&self, method: reqwest::Method, path: &str, bearer: Option<&str>) -> Answer {
        let request = self.http.request(method, format!("http://{}{path}", self.address));
        let request = request.header("sec-fetch-site", "same-origin");
        let request = if let Some(token) = bearer { request.bearer_auth(token) } else { request };
        answer(request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")).await
    }

    /// Runs one statement, which must change something.
    pub async fn change(&self, sql: &'static str, values: Vec<Arg>) {
        let values = &values;
        let write = |tx: Tx| async move { tx.execute(sql, values.clone()).await };
        let changed: Result<u64, StorageError> = self.ground.db.write(Durability::Durable, write).await;
        assert_ne!(changed.unwrap(), 0, "{sql} changed nothing");
    }
}

impl Browser {
    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        let page = answer(self.http.get(self.url(path)).header(header::COOKIE, &self.cookies)).await;
        if let Some((_, rest)) = page.body.split_once("name=\"csrf\" value=\"") {
            *self.csrf.lock().unwrap() = rest.split('"').next().map(str::to_owned);
        }
        page
    }

    /// Sends a form with the token of the last page; where there was none, that of the page that stands at the same path.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        if self.csrf.lock().unwrap().is_none() {
            self.get(path).await;
        }
        let csrf = self.csrf.lock().unwrap().clone().unwrap_or_default();
        let fields: Vec<(&str, &str)> = [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
        let request = self.http.post(self.url(path)).header(header::COOKIE, &self.cookies);
        answer(request.header("sec-fetch-site", "same-origin").form(&fields)).await
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

fn enabling(ground: &TestGround, place: &PlatformSchool) -> SchoolUpstream {
    SchoolUpstream {
        id: EnablingId::random(&ground.random),
        platform_id: place.platform_id.clone(),
        school_id: place.school_id.clone(),
        upstream_id: "ekool".parse::<UpstreamId>().unwrap(),
        enabled_at: place.created_at,
        enabled_by: "cli:test".to_owned(),
        ended_at: None,
        ended_by: None,
    }
}

/// The address of a page of a school: `at(SCHOOL, "/people")`.
pub fn at(school: &str, tail: &str) -> String {
    format!("/admin/{PLATFORM}/{}{tail}", school.replace(':', "%3A"))
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answer { status, headers, body: response.text().await.unwrap() }
}
