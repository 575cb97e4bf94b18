//! Where a broker keeps what it knows: a file, or PostgreSQL with Redis, both on the servers' core.

use sqlx::{Connection as _, PgConnection};

use super::process::cpu_of_tree;

/// What `benches/run.sh` starts: `KOPPEL_TEST_POSTGRES`, `KOPPEL_TEST_REDIS`, and `KOPPEL_BENCH_STORE` with the ids of
/// their processes.
pub struct Store {
    /// `[database] url`.
    pub database: String,
    /// `[cache] url`.
    pub cache: String,
    processes: Vec<u32>,
    _dir: tempfile::TempDir,
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| String::new())
}

impl Store {
    /// A file in the build directory, on the disk that the project is on.
    pub fn sqlite() -> Self {
        let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let database = format!("sqlite:{}/koppel.db", dir.path().display());
        Self { database, cache: "memory:".to_owned(), processes: vec![], _dir: dir }
    }

    /// An empty database of its own; none where no server was named.
    pub async fn postgres() -> Option<Self> {
        let server = variable("KOPPEL_TEST_POSTGRES");
        if server.is_empty() {
            return None;
        }
        let mut line = PgConnection::connect(&server).await.unwrap();
        for sql in ["DROP DATABASE IF EXISTS koppel_bench", "CREATE DATABASE koppel_bench"] {
            sqlx::query(sql).execute(&mut line).await.unwrap();
        }
        let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
        let processes = variable("KOPPEL_BENCH_STORE").split_whitespace().filter_map(|id| id.parse().ok()).collect();
        Some(Self {
            database: format!("{base}/koppel_bench"),
            cache: format!("{}/0", variable("KOPPEL_TEST_REDIS")),
            processes,
            _dir: tempfile::tempdir().unwrap(),
        })
    }

    /// CPU that its processes have used so far, in seconds.
    pub fn cpu(&self) -> f64 {
        self.processes.iter().map(|id| cpu_of_tree(*id)).sum()
    }
}
