//! The sample platforms: real OpenID Connect relying parties with their own pupils and their history. *Õpihoov* left its
//! passwords to the broker, *Lugemispesa* keeps them.

mod api;
mod classes;
mod door;
mod events;
mod link;
mod logout;
mod pages;
mod party;
mod roster;
mod token;
mod work;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use http::header::CONTENT_TYPE;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub use self::api::Me;
use self::party::Party;
use self::roster::Roster;
use self::work::Standing;
use super::history::Task;
use super::people::Person;
use crate::domain::{Clock, PasswordOwner, Random};

/// What one sample platform is.
#[derive(Debug, Clone, Copy)]
pub struct PlatformKind {
    /// Its id at the broker.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Who verifies its passwords.
    pub password_owner: PasswordOwner,
}

/// The broker verifies its passwords.
pub const OPIHOOV: PlatformKind =
    PlatformKind { id: "opihoov", name: "Õpihoov", password_owner: PasswordOwner::Broker };
/// It verifies its passwords itself.
pub const LUGEMISPESA: PlatformKind =
    PlatformKind { id: "lugemispesa", name: "Lugemispesa", password_owner: PasswordOwner::Platform };

/// How often the platform asks the broker what is new in its classes.
const BETWEEN_POLLS: Duration = Duration::from_secs(20);
/// How often it asks what happened to its accounts.
const BETWEEN_EVENTS: Duration = Duration::from_secs(5);

/// What the platform is started with.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which one it is.
    pub kind: PlatformKind,
    /// The password of every account, where it keeps them.
    pub password: String,
    /// The broker.
    pub issuer: String,
    /// How browsers reach the platform, without a trailing slash.
    pub base_url: String,
    /// Its client at the broker.
    pub client_id: String,
    /// That client's secret.
    pub client_secret: String,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
}

impl Options {
    /// Where the broker sends the browser after a sign-in.
    #[must_use]
    pub fn redirect_uri(&self) -> String {
        format!("{}/callback", self.base_url)
    }

    /// Where the broker sends the browser after a sign-out.
    #[must_use]
    pub fn post_logout_redirect_uri(&self) -> String {
        format!("{}/signed-out", self.base_url)
    }

    /// Where the broker sends the browser after a link session.
    #[must_use]
    pub fn link_return_uri(&self) -> String {
        format!("{}/linked", self.base_url)
    }

    /// Where the broker posts logout tokens.
    #[must_use]
    pub fn backchannel_logout_uri(&self) -> String {
        format!("{}/backchannel-logout", self.base_url)
    }
}

/// The sample platform. Clones are the same platform.
#[derive(Debug, Clone)]
pub struct Platform(Shared);

type Shared = Arc<Inner>;

#[derive(Debug)]
struct Inner {
    options: Options,
    people: Vec<Person>,
    party: OnceLock<Party>,
    http: reqwest::Client,
    memory: Mutex<Memory>,
}

/// What the platform remembers while it runs.
#[derive(Debug, Default)]
struct Memory {
    /// Logins under way, by the value of the login cookie.
    logins: HashMap<String, Login>,
    /// Signed-in browsers, by the value of the session cookie.
    sessions: HashMap<String, Session>,
    /// `jti` of logout tokens seen.
    logout_tokens: HashSet<String>,
    /// Questions of the broker under way, by the value of the link cookie.
    questions: HashMap<String, link::Question>,
    /// The classes, as they were read last.
    roster: Roster,
    /// What was finished while the platform runs, each under the `sub` it was finished with.
    finished: HashMap<String, Vec<Task>>,
    /// Which `sub` stands for one that was known before, as the broker said last: at a sign-in, in the classes, or in an event.
    stands_for: HashMap<String, Standing>,
    /// `jti` of events that were done.
    events: HashSet<String>,
    /// Whether the broker was asked for all of them since the platform runs.
    knows_all_events: bool,
    /// Whether anybody has signed in.
    is_used: bool,
}

/// A login under way.
#[derive(Debug, Clone)]
struct Login {
    state: String,
    nonce: String,
    verifier: String,
}

/// A signed-in browser.
#[derive(Debug, Clone)]
struct Session {
    sub: String,
    sid: Option<String>,
    name: Option<String>,
    user_info: serde_json::Value,
    /// When the person proved themselves, here or at the broker; seconds since 1970.
    auth_time: i64,
    /// None for a sign-in here.
    id_token: Option<String>,
    refresh_token: Option<String>,
    refreshed: u32,
}

impl Platform {
    /// The platform with these pupils.
    ///
    /// # Errors
    /// No HTTP client can be made.
    pub fn new(people: Vec<Person>, options: Options) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(10))
            .no_proxy()
            .build()?;
        let (party, memory) = (OnceLock::new(), Mutex::default());
        Ok(Self(Arc::new(Inner { options, people, party, http, memory })))
    }

    /// Serves on a listener until `shutdown`.
    ///
    /// # Errors
    /// The listener's own.
    pub async fn serve(self, listener: TcpListener, shutdown: CancellationToken) -> std::io::Result<()> {
        let served = axum::serve(listener, self.routes()).with_graceful_shutdown(shutdown.clone().cancelled_owned());
        let (served, (), ()) = tokio::join!(served.into_future(), self.poll(&shutdown), self.listen(&shutdown));
        served
    }

    /// Asks for what is new in the classes now and then, once they were read.
    async fn poll(&self, shutdown: &CancellationToken) {
        while tokio::time::timeout(BETWEEN_POLLS, shutdown.cancelled()).await.is_err() {
            let is_known = self.0.memory().roster.is_known();
            if is_known && let Err(error) = self.0.poll_roster().await {
                tracing::warn!(%error, "the classes could not be read");
            }
        }
    }

    /// Asks what happened to the accounts now and then, once there is somebody to whom it matters.
    async fn listen(&self, shutdown: &CancellationToken) {
        while tokio::time::timeout(BETWEEN_EVENTS, shutdown.cancelled()).await.is_err() {
            let matters = self.0.memory().matters();
            if matters && let Err(error) = self.0.poll_events().await {
                tracing::warn!(%error, "what happened to the accounts could not be read");
            }
        }
    }

    fn routes(&self) -> Router {
        let style = async || ([(CONTENT_TYPE, "text/css")], include_str!("../../../templates/demo/platform.css"));
        Router::new()
            .route("/", get(pages::start))
            .route("/login", get(party::log_in))
            .route("/callback", get(party::come_back))
            .route("/refresh", post(party::refresh))
            .route("/finish", post(work::finish))
            .route("/logout", post(logout::log_out))
            .route("/sign-in", get(door::show).post(door::sign_in))
            .route("/integrations/add", get(link::add))
            .route("/prove", get(link::asked))
            .route("/prove/answer", get(link::answer))
            .route("/linked", get(link::linked))
            .route("/classes", get(classes::show).post(classes::read_again))
            .route("/signed-out", get(pages::signed_out))
            .route("/backchannel-logout", post(logout::backchannel))
            .route("/api/me", get(api::me))
            .route("/style.css", get(style))
            .with_state(self.0.clone())
    }
}

impl Memory {
    fn matters(&self) -> bool {
        self.is_used || self.roster.is_known()
    }
}

impl Inner {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True when user names and passwords are verified here.
    fn keeps_passwords(&self) -> bool {
        self.options.kind.password_owner == PasswordOwner::Platform
    }
}
