//! The bundled upstream simulators: eKool, Stuudium and HarID over real HTTP, faithful to what is known of their wire.
//!
//! A simulator is made with [`Simulator::ekool`], [`Simulator::stuudium`] or [`Simulator::harid`] and served on a
//! listener of the caller's. [`Simulator::start`] takes a free loopback port, for tests.

pub mod control;
mod ekool;
mod front;
mod harid;
mod id_token;
mod journal;
mod misbehave;
mod oauth;
mod site;
mod store;
pub mod stuudium;
mod view;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::Router;
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use self::control::{Control, Order, Report};
use self::front::Front;
use self::id_token::Keys;
pub use self::journal::Many;
use self::store::Store;
use super::people::Person;
use crate::domain::{Clock, Random, Time};

/// Which system is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// eKool.
    Ekool,
    /// Stuudium.
    Stuudium,
    /// HarID.
    Harid,
}

impl Kind {
    /// How the system writes itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ekool => "eKool",
            Self::Stuudium => "Stuudium",
            Self::Harid => "HarID",
        }
    }

    /// Short name, also the upstream's id in the demo.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Ekool => "ekool",
            Self::Stuudium => "stuudium",
            Self::Harid => "harid",
        }
    }
}

/// A client that is registered at a simulator.
#[derive(Debug, Clone)]
pub struct SimClient {
    /// `client_id`.
    pub id: String,
    /// Its secret.
    pub secret: String,
    /// Addresses the browser may be sent back to, compared byte by byte.
    pub redirect_uris: Vec<String>,
    /// Where the launch of a class journal leads.
    pub journal_uri: String,
}

/// The authority behind the certificate that [`control::Mode::ExpiredCertificate`] shows at `https://` of the same port,
/// as PEM: who trusts it sees that the certificate ran out.
pub const EXPIRED_AUTHORITY: &str = include_str!("expired/ca.pem");

/// What a simulator is started with.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Who may use it.
    pub clients: Vec<SimClient>,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// How browsers reach it, without a trailing slash; the listener's address when absent.
    pub base_url: Option<String>,
    /// Journals beside those of the people.
    pub many: Many,
}

/// A simulator, not yet or already served. Clones are the same simulator.
#[derive(Debug, Clone)]
pub struct Simulator(Sim);

/// Shared state of one simulator.
type Sim = Arc<Inner>;

#[derive(Debug)]
struct Inner {
    kind: Kind,
    people: Vec<Person>,
    options: Options,
    base: OnceLock<String>,
    control: Control,
    store: Mutex<Store>,
    keys: OnceLock<Option<Keys>>,
}

impl Simulator {
    /// eKool: `/oauth/*` and `/user/me/basic` as today, `/auth/*` as the older API.
    #[must_use]
    pub fn ekool(people: Vec<Person>, options: Options) -> Self {
        Self::new(Kind::Ekool, people, options)
    }

    /// Stuudium: `/v1.1/*` with signed calls, `/v1/*` as the older API. The callback is the client's first redirect URI.
    #[must_use]
    pub fn stuudium(people: Vec<Person>, options: Options) -> Self {
        Self::new(Kind::Stuudium, people, options)
    }

    /// HarID: OpenID Connect, and its issuer is its base URL.
    #[must_use]
    pub fn harid(people: Vec<Person>, options: Options) -> Self {
        Self::new(Kind::Harid, people, options)
    }

    fn new(kind: Kind, people: Vec<Person>, options: Options) -> Self {
        let (base, control, store, keys) = Default::default();
        Self(Arc::new(Inner { kind, people, options, base, control, store, keys }))
    }

    /// Serves on a listener until `shutdown`.
    ///
    /// # Errors
    /// The listener's own.
    pub async fn serve(self, listener: TcpListener, shutdown: CancellationToken) -> std::io::Result<()> {
        let address = listener.local_addr()?;
        self.0.base.get_or_init(|| self.0.options.base_url.clone().unwrap_or_else(|| base_of(address)));
        let routes = routes(&self.0);
        axum::serve(Front::open(listener)?, routes).with_graceful_shutdown(shutdown.cancelled_owned()).await
    }

    /// Serves on a free loopback port in the background; stops when the answer is dropped.
    ///
    /// # Errors
    /// No port is free.
    pub async fn start(self) -> std::io::Result<Running> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = base_of(listener.local_addr()?);
        let shutdown = CancellationToken::new();
        tokio::spawn(self.clone().serve(listener, shutdown.clone()));
        Ok(Running { url, simulator: self, shutdown })
    }

    /// Gives an order, as `POST /control` does.
    pub fn order(&self, order: impl Into<Order>) {
        self.0.control.order(order.into());
    }

    /// What is in force and what was seen, as `GET /control`.
    #[must_use]
    pub fn report(&self) -> Report {
        self.0.control.report()
    }

    /// Which system it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.0.kind
    }
}

/// A simulator that runs in the background of a test.
#[derive(Debug)]
pub struct Running {
    /// Its base URL, without a trailing slash.
    pub url: String,
    /// To give orders and read counters.
    pub simulator: Simulator,
    shutdown: CancellationToken,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

impl Inner {
    fn now(&self) -> Time {
        self.options.clock.now()
    }

    fn secret(&self) -> String {
        self.options.random.secret()
    }

    fn base(&self) -> &str {
        self.base.get().map_or("", String::as_str)
    }

    fn trap(&self) -> String {
        format!("{}/trap", self.base())
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn forget_everything(&self) {
        *self.store() = Store::default();
    }

    fn person(&self, key: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.key == key)
    }

    fn client(&self, id: &str) -> Option<&SimClient> {
        self.options.clients.iter().find(|client| client.id == id)
    }
}

fn base_of(address: SocketAddr) -> String {
    format!("http://{address}")
}

/// A GET endpoint of the API: counted under `name`, subject to misbehaviour.
fn api_get<H, T>(sim: &Sim, name: &'static str, handler: H) -> MethodRouter<Sim>
where
    H: Handler<T, Sim>,
    T: 'static,
{
    get(handler).layer(from_fn_with_state((sim.clone(), name), misbehave::misbehave))
}

/// A POST endpoint of the API: counted under `name`, subject to misbehaviour.
fn api_post<H, T>(sim: &Sim, name: &'static str, handler: H) -> MethodRouter<Sim>
where
    H: Handler<T, Sim>,
    T: 'static,
{
    axum::routing::post(handler).layer(from_fn_with_state((sim.clone(), name), misbehave::misbehave))
}

fn routes(sim: &Sim) -> Router {
    let own = match sim.kind {
        Kind::Ekool => ekool::routes(sim),
        Kind::Stuudium => stuudium::routes(sim),
        Kind::Harid => harid::routes(sim),
    };
    own.merge(site::routes())
        .merge(journal::routes(sim))
        .route("/control", get(control::show).post(control::change))
        .route("/trap", api_get(sim, "trap", async || StatusCode::OK))
        .with_state(sim.clone())
}
