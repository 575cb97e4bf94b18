//! The schools of a morning: at the simulators by rule, at the platform as they were read yesterday.

use std::process::{Command, Stdio};

use koppel::args;
use koppel::demo::people::DemoSchool;
use koppel::demo::sim::{Kind, Many, Options, Running, SimClient, Simulator};
use koppel::domain::{Actor, EnablingId, Reading, SchoolId, UpstreamId};
use koppel::ground::Ground;
use koppel::roster::refresh::Scope;
use koppel::roster::roll::{self, Bringing, Roll};
use koppel::storage::schools::{self, PlatformSchool, School, SchoolUpstream};
use koppel::storage::{Durability, StorageError, Tx, upstreams};
use koppel::upstream::{Registry, RosterSource};

use crate::broker::Broker;
use crate::load::{CLIENT, Line};

/// Journals of each school.
const JOURNALS: u32 = 20;
/// Pupils of each journal, beside a teacher.
const PUPILS: u32 = 20;
/// One journal of so many has a pupil more today.
const CHANGED: u32 = 10;
const SECRET: &str = "secret-of-the-simulators-0123456789";

/// A simulator and the schools that use it.
struct Source {
    kind: Kind,
    sim: Running,
    schools: Vec<DemoSchool>,
}

/// All of them.
pub struct Schools {
    sources: Vec<Source>,
    number: u32,
}

impl Schools {
    /// Linked, as yesterday's reading left them; and the simulators tell already what is new today.
    pub async fn prepare(broker: &Broker, ground: &Ground, number: u32) -> Self {
        let all: Vec<DemoSchool> = (0..number).map(school).collect();
        let many = Many { schools: all.clone(), journals: JOURNALS, pupils: PUPILS };
        let mut sources = Vec::new();
        for (place, kind) in [Kind::Ekool, Kind::Stuudium].into_iter().enumerate() {
            let schools = all.iter().copied().skip(place).step_by(2).collect();
            let source = Source { kind, sim: start(kind, many.clone()).await, schools };
            source.introduce(broker);
            source.bring_all(ground).await;
            source.change(&many).await;
            sources.push(source);
        }
        if ground.db.is_postgres() {
            // What autovacuum would have done since yesterday.
            let analyze = |tx: Tx| async move { tx.execute_bulk("ANALYZE", args![]).await };
            ground.db.write::<_, StorageError, _, _>(Durability::Relaxed, analyze).await.unwrap();
        }
        Self { sources, number }
    }

    /// How many there are.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// How many journals they have.
    pub fn journals(&self) -> u32 {
        self.number * JOURNALS
    }

    /// How many pupils are in them, before the new ones.
    pub fn pupils(&self) -> u32 {
        self.journals() * PUPILS
    }

    /// How many journals have a pupil more today.
    pub fn changed(&self) -> u32 {
        self.number * (JOURNALS / CHANGED)
    }

    /// Seats at the end: pupils, teachers, and who is new.
    pub fn seats(&self) -> u32 {
        self.pupils() + self.journals() + self.changed()
    }

    /// Calls for a journal that the simulators have seen.
    pub fn calls(&self) -> u64 {
        let seen = |source: &Source| source.sim.simulator.report().seen.get("journal").copied().unwrap_or_default();
        self.sources.iter().map(seen).sum()
    }
}

/// The simulators keep texts of their schools for as long as they run.
fn school(n: u32) -> DemoSchool {
    let keep = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    DemoSchool {
        id: keep(format!("ehis:{}", 500_000 + n)),
        name: keep(format!("Kool {n}")),
        subdomain: keep(format!("kool{n}")),
        ekool_institution: 10_000 + i64::from(n),
    }
}

async fn start(kind: Kind, many: Many) -> Running {
    let client = SimClient {
        id: CLIENT.to_owned(),
        secret: SECRET.to_owned(),
        redirect_uris: vec![],
        journal_uri: "http://127.0.0.1:9/journal".to_owned(),
    };
    let options = Options { clients: vec![client], many, ..Options::default() };
    let simulator = match kind {
        Kind::Stuudium => Simulator::stuudium(vec![], options),
        Kind::Ekool | Kind::Harid => Simulator::ekool(vec![], options),
    };
    simulator.start().await.unwrap()
}

impl Source {
    /// What an operator types.
    fn introduce(&self, broker: &Broker) {
        let (directory, slug, url) = (broker.directory.path(), self.kind.slug(), &self.sim.url);
        let secret = directory.join(format!("{slug}-secret"));
        std::fs::write(&secret, SECRET).unwrap();
        let add =
            format!("upstream add --kind {slug} --id {slug} --client-id {CLIENT} --login-url {url} --api-url {url}");
        let mut command = Command::new(env!("CARGO_BIN_EXE_koppel"));
        command.args(add.split(' ')).arg("--client-secret-file").arg(&secret);
        command.env("KOPPEL_CONFIG", directory.join("koppel.toml")).stdout(Stdio::null());
        assert!(command.status().unwrap().success(), "koppel {add}");
    }

    fn ids(&self, school: &DemoSchool) -> Vec<String> {
        (1..=JOURNALS).map(|number| Many::id(self.kind, school, number)).collect()
    }

    async fn bring_all(&self, ground: &Ground) {
        let id: UpstreamId = self.kind.slug().parse().unwrap();
        let row = upstreams::find_alone(&ground.db, &id).await.unwrap().unwrap();
        let reader = Registry::new(ground.clone()).unwrap().source(&row).unwrap().unwrap();
        for school in &self.schools {
            let scope = furnish(ground, school, &id).await;
            let mut readings = Vec::new();
            for journal in self.ids(school) {
                readings.push(reader.read(&reader.named(&journal).unwrap()).await.unwrap());
            }
            Box::pin(bring(ground, &scope, &reader, readings)).await;
        }
        eprintln!("{} schools at {}", self.schools.len(), self.kind.name());
    }

    /// One journal of ten gets a pupil more.
    async fn change(&self, many: &Many) {
        let mut line = Line::to(self.sim.url.trim_start_matches("http://"));
        for school in &self.schools {
            for journal in self.ids(school).into_iter().step_by(usize::try_from(CHANGED).unwrap()) {
                let newcomer = many.newcomer(self.kind, &journal).unwrap();
                let body = serde_json::json!({ "journal": journal, "add": [newcomer] }).to_string();
                let headers = "content-type: application/json\r\n";
                let answer = line.ask("POST", "/control/journal", headers, &body).await.unwrap();
                assert_eq!(answer.status, 200, "{}", answer.text());
            }
        }
    }
}

/// The school at the platform, and its upstream there.
async fn furnish(ground: &Ground, told: &DemoSchool, upstream: &UpstreamId) -> Scope {
    let id: SchoolId = told.id.parse().unwrap();
    let scope =
        Scope { platform: "opiq".parse().unwrap(), school: id.clone(), upstream: upstream.clone(), journal: None };
    let school = &School {
        id,
        name: told.name.to_owned(),
        country: "EE".to_owned(),
        time_zone: "Europe/Tallinn".to_owned(),
        created_at: ground.now(),
        disabled_at: None,
    };
    let member = &PlatformSchool::fresh(&scope.platform, &scope.school, ground.now());
    let enabled = &SchoolUpstream {
        id: EnablingId::random(&ground.random),
        platform_id: scope.platform.clone(),
        school_id: scope.school.clone(),
        upstream_id: upstream.clone(),
        enabled_at: ground.now(),
        enabled_by: "cli:bench".to_owned(),
        ended_at: None,
        ended_by: None,
    };
    let write = |tx: Tx| async move {
        schools::insert(&tx, school).await?;
        schools::join(&tx, member).await?;
        schools::enable_upstream(&tx, enabled).await
    };
    assert!(ground.db.write::<_, StorageError, _, _>(Durability::Relaxed, write).await.unwrap());
    scope
}

async fn bring(ground: &Ground, scope: &Scope, reader: &RosterSource, readings: Vec<Reading>) {
    let roll = Roll::new(scope.upstream.clone(), String::new(), ground.now()).with(readings);
    let (actor, roster_subject) = (&Actor::Cli("bench".to_owned()), reader.roster_subject());
    let how = Bringing { scope, roster_subject, actor, dry_run: false };
    let brought = roll::bring(ground, &roll, how, &|_| ()).await.unwrap().unwrap();
    let all = [JOURNALS, JOURNALS * (PUPILS + 1)].map(|number| usize::try_from(number).unwrap());
    assert_eq!([brought.applied, brought.counts.joined], all, "{:?} {:?}", brought.reasons, brought.left);
}
