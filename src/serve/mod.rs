//! The running server: every room's routes on one listener, metrics on another, and a quiet end.

mod error;
mod health;
mod metrics;
mod preflight;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt as _;
pub use error::ServeError;
pub use health::Readiness;
pub use metrics::install as install_metrics;
use metrics_exporter_prometheus::PrometheusHandle;
pub use preflight::same_issuer;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::accounts::passwords::PasswordDesk;
use crate::config::Config;
use crate::domain::{Clock, Random};
use crate::ground::Ground;
use crate::issuer::Issuer;
use crate::issuer::keys::KeyRing;
use crate::login::{self, Login};
use crate::outgoing::Outgoing;
use crate::upstream::Registry;
use crate::{admin, issuer, jobs, journals, platform_api, settings, web};

/// What a server takes from its surroundings. The default: the system's clock and randomness, no metrics.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// What the metrics listener shows; see [`install_metrics`].
    pub metrics: Option<PrometheusHandle>,
}

/// A server that runs in this process.
#[derive(Debug)]
pub struct Running {
    /// Where the public listener ended up, also when port 0 was asked for.
    pub local_addr: SocketAddr,
    /// Where the metrics listener ended up.
    pub metrics_addr: Option<SocketAddr>,
    /// What it stands on.
    pub ground: Ground,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Running {
    /// Tells it to stop when cancelled: nothing new is accepted, requests in flight may finish.
    #[must_use]
    pub fn stop_token(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Waits until it was told to stop and everything in flight is answered, or `server.shutdown_seconds` passed.
    pub async fn finish(self) {
        self.stop.cancelled().await;
        let patience = Duration::from_secs(self.ground.config.server.shutdown_seconds);
        if tokio::time::timeout(patience, self.tasks.wait()).await.is_err() {
            tracing::warn!(seconds = patience.as_secs(), "requests in flight were cut off");
        }
    }

    /// Stops it and waits.
    pub async fn shutdown(self) {
        self.stop.cancel();
        self.finish().await;
    }
}

/// Opens the ground, brings the schema up to date and starts listening. A `server.public_url` with port 0 takes the
/// port that `server.bind` got.
///
/// # Errors
/// The configuration does not fit, the database does not open, or an address is in use.
pub async fn serve(mut config: Config, surroundings: Surroundings) -> Result<Running, ServeError> {
    let listener = listen("server.bind", config.server.bind).await?;
    let local_addr = address("server.bind", &listener)?;
    if config.server.public_url.port() == Some(0) && config.server.public_url.set_port(Some(local_addr.port())).is_err()
    {
        return Err(ServeError::Room("server.public_url cannot carry a port".to_owned()));
    }
    let ground = Ground::open(config, surroundings.clock, surroundings.random).await?;
    ground.db.migrate().await?;
    let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
    let metrics_addr = start_metrics(&ground, surroundings.metrics, &stop, &tasks).await?;
    let keys = Arc::new(KeyRing::new(ground.clone()));
    preflight::check(&ground, &keys).await?;
    let rooms = Rooms::open(&ground, &keys).await?;
    jobs::start(&ground, jobs::all(), &stop, &tasks);
    run(listener, router(&ground, &keys, &rooms)?, &stop, &tasks);
    tasks.close();
    tracing::info!(address = %local_addr, issuer = ground.issuer(), "ready");
    Ok(Running { local_addr, metrics_addr, ground, stop, tasks })
}

/// The rooms that answer requests.
struct Rooms {
    issuer: Issuer,
    login: Login,
}

impl Rooms {
    async fn open(ground: &Ground, keys: &Arc<KeyRing>) -> Result<Self, ServeError> {
        let outgoing = Outgoing::new(&ground.config.outgoing).map_err(in_room)?;
        let upstreams = Registry::new(ground.clone()).map_err(in_room)?;
        let desk = PasswordDesk::new(&ground.random);
        Ok(Self {
            issuer: Issuer::open(ground.clone(), keys.clone(), outgoing).await.map_err(in_room)?,
            login: Login::new(ground.clone(), upstreams, desk, keys.clone()),
        })
    }
}

fn in_room(error: impl std::fmt::Display) -> ServeError {
    ServeError::Room(error.to_string())
}

/// Every route of the public listener.
fn router(ground: &Ground, keys: &Arc<KeyRing>, rooms: &Rooms) -> Result<Router, ServeError> {
    let pages = Router::new()
        .merge(rooms.issuer.browser_router())
        .merge(login::routes(rooms.login.clone()))
        .merge(settings::routes(rooms.login.clone()))
        .merge(journals::routes(rooms.login.clone()))
        .merge(admin::routes(rooms.login.clone()));
    let pages = web::shell(pages, ground).map_err(in_room)?;
    let calls = rooms.issuer.protocol_router().merge(platform_api::routes(rooms.issuer.clone(), rooms.login.clone()));
    let told = issuer::around_calls(journals::calls(rooms.login.clone()));
    let all = pages.merge(calls).merge(told).merge(health::router(ground.clone(), keys.clone()));
    Ok(web::complete_all(all, ground))
}

async fn start_metrics(
    ground: &Ground,
    handle: Option<PrometheusHandle>,
    stop: &CancellationToken,
    tasks: &TaskTracker,
) -> Result<Option<SocketAddr>, ServeError> {
    let (Some(bind), Some(handle)) = (ground.config.server.metrics_bind, handle) else { return Ok(None) };
    let listener = listen("server.metrics_bind", bind).await?;
    let address = address("server.metrics_bind", &listener)?;
    run(listener, metrics::router(handle.clone()), stop, tasks);
    tasks.spawn(stop.clone().run_until_cancelled_owned(metrics::keep_up(handle)));
    Ok(Some(address))
}

fn run(listener: TcpListener, router: Router, stop: &CancellationToken, tasks: &TaskTracker) {
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps Nagle's delay");
        }
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(stop.clone().cancelled_owned());
    tasks.spawn(async move {
        if let Err(error) = serving.await {
            tracing::error!(%error, "a listener ended");
        }
    });
}

async fn listen(key: &'static str, address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|cause| ServeError::Listen { key, address, cause })
}

fn address(key: &'static str, listener: &TcpListener) -> Result<SocketAddr, ServeError> {
    let unknown = SocketAddr::from(([0, 0, 0, 0], 0));
    listener.local_addr().map_err(|cause| ServeError::Listen { key, address: unknown, cause })
}
