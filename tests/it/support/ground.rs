//! `TestGround`: what every room stands on, new for each test.

use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use koppel::cache::Cache;
use koppel::config::Config;
use koppel::domain::{Clock, Random};
use koppel::ground::Ground;
use koppel::storage::Database;
use koppel::vault::{Vault, VaultKey};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use super::config::test_config;

/// The one ring key of every test ground, `test1`: the bytes 0 to 31, as a configuration file writes them.
pub const RING_TEXT: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const RING: [u8; 32] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
    31,
];

/// Where a fixed clock stands at the start of a test: a Monday morning in term.
pub const MORNING: &str = "2026-09-07T08:00:00Z";

/// A [`Ground`] of its own. Dereferences to it; its files go when it is dropped.
pub struct TestGround {
    ground: Ground,
    url: String,
    _dir: Option<tempfile::TempDir>,
}

impl std::ops::Deref for TestGround {
    type Target = Ground;

    fn deref(&self) -> &Ground {
        &self.ground
    }
}

impl TestGround {
    /// On SQLite: a file in a directory of its own, opened as in production.
    pub async fn sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}/koppel.db", dir.path().display());
        Self::open(url, Some(dir)).await
    }

    /// On PostgreSQL: a schema of its own.
    pub async fn postgres() -> Self {
        Self::open(fresh_postgres().await, None).await
    }

    async fn open(url: String, dir: Option<tempfile::TempDir>) -> Self {
        let db = Database::connect(&url).await.unwrap();
        db.migrate().await.unwrap();
        let random = Random::counter(1);
        let clock = Clock::fixed(morning());
        let key = VaultKey::new("test1".to_owned(), RING);
        let ground = Ground {
            db,
            cache: Cache::memory().with_clock(clock.clone()),
            clock,
            vault: Vault::new(vec![key], random.clone()).unwrap(),
            random,
            config: Arc::new(test_config(&url)),
        };
        Self { ground, url, _dir: dir }
    }

    /// The same database opened once more, as another process would: the same clock, other randomness.
    pub async fn another_process(&self) -> Ground {
        let db = Database::connect(&self.url).await.unwrap();
        Ground { db, random: Random::counter(1_000_000), ..self.ground.clone() }
    }

    /// The same with another configuration.
    pub fn configured(mut self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::clone(&self.ground.config);
        change(&mut config);
        self.ground.config = Arc::new(config);
        self
    }

    /// The same with another cache.
    pub fn caching(mut self, cache: Cache) -> Self {
        self.ground.cache = cache;
        self
    }

    /// The same database by another address, such as that of somebody who listens in.
    pub async fn through(mut self, url: &str) -> Self {
        self.ground.db = Database::connect(url).await.unwrap();
        self
    }

    /// A copy of the ground to hand to a service.
    pub fn ground(&self) -> Ground {
        self.ground.clone()
    }

    /// Runs statements past every promise of the schema, as a broken disk or a hand with `psql` would.
    pub async fn damage(&self, statements: &[&'static str]) {
        if self.is_postgres() {
            let mut line = PgConnection::connect(&self.url).await.unwrap();
            sqlx::query("SET session_replication_role = replica").execute(&mut line).await.unwrap();
            for sql in statements {
                sqlx::query(*sql).execute(&mut line).await.unwrap();
            }
        } else {
            let options = SqliteConnectOptions::from_str(&self.url).unwrap().foreign_keys(false);
            let mut line = options.connect().await.unwrap();
            for sql in statements {
                sqlx::query(*sql).execute(&mut line).await.unwrap();
            }
        }
    }

    /// The database's address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Moves its clock to the present, for servers that look at the system's.
    pub fn at_present(&self) {
        self.clock.advance(Clock::system().now() - self.now());
    }

    /// The engine's name, for what a test prints.
    pub fn engine(&self) -> &'static str {
        if self.is_postgres() { "PostgreSQL" } else { "SQLite" }
    }

    /// True on PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres")
    }
}

/// [`MORNING`] as a time.
pub fn morning() -> DateTime<Utc> {
    MORNING.parse().unwrap()
}

/// Runs a test on SQLite, then on PostgreSQL. Without a PostgreSQL server the test fails; it is never skipped.
///
/// `both_engines(async |ground: TestGround| { … }).await`
pub async fn both_engines(test: impl AsyncFn(TestGround)) {
    eprintln!("engine: SQLite");
    test(TestGround::sqlite().await).await;
    eprintln!("engine: PostgreSQL");
    test(TestGround::postgres().await).await;
}

/// The address of a server for tests.
///
/// # Panics
/// Nobody started one.
pub fn server(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| {
        panic!("{variable} is not set: run the tests with tests/run.sh, or start servers with `eval \"$(tests/servers.sh start)\"`")
    })
}

/// The address of a new, empty schema.
pub async fn fresh_postgres() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let server = server("KOPPEL_TEST_POSTGRES");
    let schema = format!("t{}_{}_{}", std::process::id(), started_ms(), NEXT.fetch_add(1, Ordering::SeqCst));
    let pool = sqlx::PgPool::connect(&server).await.expect("PostgreSQL for the tests answers; see tests/run.sh");
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}"))).execute(&pool).await.unwrap();
    pool.close().await;
    let joint = if server.contains('?') { '&' } else { '?' };
    format!("{server}{joint}options=-c%20search_path%3D{schema}")
}

/// Process ids come back; a schema left behind must not be met again.
fn started_ms() -> i64 {
    static STARTED: std::sync::OnceLock<i64> = std::sync::OnceLock::new();
    *STARTED.get_or_init(|| Clock::system().now().timestamp_millis())
}
