//! A school at a platform, on an empty database.

use koppel::domain::{Actor, RosterSubject, Time};
use koppel::ground::Ground;
use koppel::roster::refresh::Scope;
use koppel::roster::roll::{self, Bringing, Brought, Roll};

/// See the module.
pub struct School {
    pub ground: Ground,
    pub scope: Scope,
    _dir: Option<tempfile::TempDir>,
}

impl School {
    /// On this engine; nothing when there is no server of it.
    pub async fn open(engine: &str) -> Option<Self> {
        let (ground, dir) = if engine == "SQLite" {
            let (ground, dir) = super::shared::ground().await;
            (ground, Some(dir))
        } else {
            (super::shared::ground_at(&schema().await?).await, None)
        };
        super::shared::furnish(&ground, &[]).await;
        let (platform, school) = ("opiq".parse().unwrap(), "ehis:1".parse().unwrap());
        let scope = Scope { platform, school, upstream: "ekool".parse().unwrap(), journal: None };
        Some(Self { ground, scope, _dir: dir })
    }

    pub fn now(&self) -> Time {
        self.ground.now()
    }

    pub async fn bring(&self, roll: &Roll) -> Brought {
        let (scope, actor) = (&self.scope, &Actor::Cli("bench".to_owned()));
        let roster_subject = RosterSubject::SameAsLogin;
        let how = Bringing { scope, roster_subject, actor, dry_run: false };
        let brought = roll::bring(&self.ground, roll, how, &|_| ()).await.unwrap().unwrap();
        assert!(!brought.held && brought.left.is_empty(), "{:?} {:?}", brought.reasons.first(), brought.left.first());
        brought
    }
}

/// A new, empty schema of the server for tests.
async fn schema() -> Option<String> {
    let server = std::env::var("KOPPEL_TEST_POSTGRES").ok()?;
    let schema = format!("bench_{}_{}", std::process::id(), koppel::domain::Random::system().id_text());
    let pool = sqlx::PgPool::connect(&server).await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}"))).execute(&pool).await.unwrap();
    pool.close().await;
    let joint = if server.contains('?') { '&' } else { '?' };
    Some(format!("{server}{joint}options=-c%20search_path%3D{schema}"))
}
