//! Starting and stopping the whole demo.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use secrecy::ExposeSecret as _;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::block::Block;
use super::class::{self, ClassError};
use super::office;
use super::people::{Person, people};
use super::platform::{self, LUGEMISPESA, OPIHOOV, Platform, PlatformKind};
use super::seed::{SeedError, seed};
use super::sim::{Options, SimClient, Simulator};
use super::world::{World, WorldPlatform};
use crate::config::{Config, ConfigError, Mail, new_ring_key};
use crate::domain::{Clock, Random};
use crate::ground::Ground;
use crate::serve::{self, ServeError, Surroundings};

/// Where and how the demo runs.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The one port of all its addresses; none takes a free one.
    pub port: Option<u16>,
    /// Where database, `koppel.toml` and `demo.json` are kept; none uses a directory that goes with the demo.
    pub data: Option<PathBuf>,
    /// Another database than the directory's own SQLite file.
    pub database_url: Option<String>,
    /// A Redis instead of this process's memory as the cache.
    pub cache_url: Option<String>,
    /// A mail server; none sends no mail.
    pub mail: Option<Mail>,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// More people than those of the list, for tests.
    pub more_people: Vec<Person>,
    /// Bring a class at the first start, see [`class`], and give the console something to show, see [`office`]. Without
    /// it nobody is linked to anything.
    pub with_class: bool,
}

/// Why the demo does not run.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A file cannot be written.
    #[error("{path}: {cause}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// An address cannot be listened on.
    #[error("cannot listen on {address}: {cause}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// What the system says.
        cause: std::io::Error,
    },
    /// No block of addresses is free.
    #[error("no free port: {0}")]
    NoPort(std::io::Error),
    /// The configuration that the demo wrote does not fit.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The broker does not start.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// The database cannot be filled.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The class cannot be brought.
    #[error("the class is not there: {0}")]
    Class(#[from] ClassError),
    /// The platform has no HTTP client.
    #[error("the platform does not start: {0}")]
    Platform(#[from] reqwest::Error),
}

/// The simulators of a running demo.
#[derive(Debug, Clone)]
pub struct Simulators {
    /// eKool.
    pub ekool: Simulator,
    /// Stuudium.
    pub stuudium: Simulator,
    /// HarID.
    pub harid: Simulator,
}

/// A running demo.
#[derive(Debug)]
pub struct Demo {
    /// Every address, person, password and secret.
    pub world: World,
    /// The simulators, to give orders.
    pub simulators: Simulators,
    /// Where its files are.
    pub dir: PathBuf,
    broker: serve::Running,
    stop: CancellationToken,
    tasks: TaskTracker,
    scratch: Option<Scratch>,
}

/// A directory that goes when this is dropped.
#[derive(Debug)]
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left of it is in the system's temporary directory.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Demo {
    /// Starts everything and fills an empty database.
    ///
    /// # Errors
    /// An address is in use, a file cannot be written, or the broker does not start.
    pub async fn start(settings: Settings) -> Result<Self, DemoError> {
        let block = match settings.port {
            Some(port) => Block { port },
            None => Block::free().await.map_err(DemoError::NoPort)?,
        };
        let (dir, scratch) = directory(&settings)?;
        let own = format!("sqlite:{}", dir.join("koppel.db").display());
        let database_url = settings.database_url.clone().unwrap_or(own);
        let everybody = everybody(&settings);
        let mut world = World::new(block, database_url, &everybody, &settings.random);
        if let Some(earlier) = World::read(&dir.join("demo.json")) {
            world.keep_secrets(&earlier);
        }
        write_files(&dir, block, &world, &settings)?;
        let mut config = Config::load(Some(&dir.join("koppel.toml")), [])?;
        config.mail.clone_from(&settings.mail);
        let ground = Ground::open(config.clone(), settings.clock.clone(), settings.random.clone()).await;
        let ground = ground.map_err(ServeError::from)?;
        ground.db.migrate().await.map_err(SeedError::from)?;
        let is_new = seed(&ground, &world, &everybody).await?;
        drop(ground);
        let surroundings =
            Surroundings { clock: settings.clock.clone(), random: settings.random.clone(), ..Surroundings::default() };
        let broker = serve::serve(config, surroundings).await?;
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        let simulators = Simulators::new(&settings, &world, &everybody);
        let doors = [
            (&simulators.ekool, block.ekool()),
            (&simulators.stuudium, block.stuudium()),
            (&simulators.harid, block.harid()),
        ];
        for (simulator, address) in doors {
            tasks.spawn(simulator.clone().serve(listen(address).await?, stop.clone()));
        }
        let platforms = [(OPIHOOV, &world.platform, block.platform()), (LUGEMISPESA, &world.library, block.library())];
        for (kind, told, address) in platforms {
            let platform = Platform::new(everybody.clone(), platform_options(&settings, &world, kind, told))?;
            tasks.spawn(platform.serve(listen(address).await?, stop.clone()));
        }
        tasks.close();
        let mut demo = Self { world, simulators, dir, broker, stop, tasks, scratch };
        if settings.with_class {
            demo.open_class(is_new).await?;
        }
        Ok(demo)
    }

    /// Brings the class and what there is at the console if the demo is new, and says in `demo.json` where both are.
    async fn open_class(&mut self, is_new: bool) -> Result<(), DemoError> {
        if is_new {
            class::bring(self.ground(), &self.world).await?;
            office::prepare(self.ground(), &self.world).await?;
        } else {
            office::take_out(&self.world).await?;
        }
        self.world.console = Some(office::find(self.ground(), &self.world).await?);
        self.world.class = class::find(self.ground(), &self.world).await?;
        put(&self.dir, "demo.json", &world_text(&self.world))
    }

    /// True when its directory stays.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.scratch.is_none()
    }

    /// What the broker stands on.
    #[must_use]
    pub fn ground(&self) -> &Ground {
        &self.broker.ground
    }

    /// Stops everything.
    pub async fn stop(self) {
        self.stop.cancel();
        self.broker.shutdown().await;
        // A browser may hold a connection open; nothing of the demo is worth waiting for.
        let _ = tokio::time::timeout(std::time::Duration::from_secs(2), self.tasks.wait()).await;
    }
}

impl Simulators {
    fn new(settings: &Settings, world: &World, everybody: &[Person]) -> Self {
        let options = |id: &str| {
            let upstream = world.upstream(id);
            let client = upstream.map(|upstream| SimClient {
                id: upstream.client_id.clone(),
                secret: upstream.client_secret.clone(),
                redirect_uris: vec![upstream.callback.clone()],
                journal_uri: upstream.callback.replace("/callback", "/journal"),
            });
            Options {
                clients: client.into_iter().collect(),
                clock: settings.clock.clone(),
                random: settings.random.clone(),
                base_url: upstream.map(|upstream| upstream.url.clone()),
                ..Options::default()
            }
        };
        Self {
            ekool: Simulator::ekool(everybody.to_vec(), options("ekool")),
            stuudium: Simulator::stuudium(everybody.to_vec(), options("stuudium")),
            harid: Simulator::harid(everybody.to_vec(), options("harid")),
        }
    }
}

fn everybody(settings: &Settings) -> Vec<Person> {
    let class = if settings.with_class { class::pupils() } else { Vec::new() };
    people().into_iter().chain(class).chain(settings.more_people.clone()).collect()
}

fn platform_options(settings: &Settings, world: &World, kind: PlatformKind, told: &WorldPlatform) -> platform::Options {
    platform::Options {
        kind,
        password: world.password.clone(),
        issuer: world.issuer.clone(),
        base_url: told.url.clone(),
        client_id: told.client_id.clone(),
        client_secret: told.client_secret.clone(),
        clock: settings.clock.clone(),
        random: settings.random.clone(),
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, DemoError> {
    TcpListener::bind(address).await.map_err(|cause| DemoError::Listen { address, cause })
}

fn file_error(path: &Path) -> impl FnOnce(std::io::Error) -> DemoError {
    move |cause| DemoError::File { path: path.to_owned(), cause }
}

/// The directory of the demo, made if needed.
fn directory(settings: &Settings) -> Result<(PathBuf, Option<Scratch>), DemoError> {
    let kept = settings.data.clone();
    let dir =
        kept.clone().unwrap_or_else(|| std::env::temp_dir().join(format!("koppel-demo-{}", settings.random.id_text())));
    std::fs::create_dir_all(&dir).map_err(file_error(&dir))?;
    let dir = dir.canonicalize().map_err(file_error(&dir))?;
    let scratch = kept.is_none().then(|| Scratch(dir.clone()));
    Ok((dir, scratch))
}

/// Writes `koppel.toml`, `demo.json` and, once, the ring key.
fn write_files(dir: &Path, block: Block, world: &World, settings: &Settings) -> Result<(), DemoError> {
    let ring = dir.join("ring-key");
    if !ring.exists() {
        put(dir, "ring-key", new_ring_key(&settings.random).expose_secret())?;
    }
    let cache = settings.cache_url.as_deref().unwrap_or("memory:");
    put(dir, "koppel.toml", &config_text(&ring, block, world, cache))?;
    put(dir, "demo.json", &world_text(world))
}

fn world_text(world: &World) -> String {
    serde_json::to_string_pretty(world).unwrap_or_default()
}

fn put(dir: &Path, name: &str, text: &str) -> Result<(), DemoError> {
    let path = dir.join(name);
    std::fs::write(&path, text).map_err(file_error(&path))
}

fn config_text(ring: &Path, block: Block, world: &World, cache: &str) -> String {
    let allowed = [block.ekool(), block.stuudium(), block.harid(), block.platform(), block.library()];
    let allowed = allowed.map(|address| format!("{:?}", address.ip().to_string())).join(", ");
    format!(
        "# Written by `koppel demo`. Other commands work on the same database with `--config` and this file.\n\
         [server]\nbind = \"{}\"\npublic_url = \"{}\"\nshutdown_seconds = 2\n\n\
         [database]\nurl = {:?}\n\n\
         [cache]\nurl = {cache:?}\n\n\
         [[keys]]\nid = \"demo\"\nfile = {:?}\n\n\
         [outgoing]\nallow_private = [{allowed}]\n\n\
         [log]\nlevel = \"warn\"\n",
        block.broker(),
        world.issuer,
        world.database_url,
        ring.display().to_string(),
    )
}
