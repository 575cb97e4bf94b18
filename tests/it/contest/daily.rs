use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::extract::{Query, State};
use axum::routing::get;
use axum::{Json, Router};
use koppel::args;
use koppel::domain::{
    Actor, Completeness, EnablingId, JournalFacts, JournalKey, Member, PersonName, Reading, Role, RosterSubject,
    RunCause, SchoolId, UpstreamKind,
};
use koppel::login::Step;
use koppel::roster::refresh::{Scope, Wish, ask};
use koppel::roster::roll::{self, Bringing, Roll};
use koppel::storage::schools::{self, PlatformSchool, SchoolUpstream};
use koppel::storage::{Tx, upstreams};
use serde_json::{Value, json};

use super::{Arena, Known, Ready};
use crate::cli::desk::Server;
use crate::linking::world::assertion;
use crate::roster::school::given;
use crate::support::ground::RING_TEXT;
use crate::support::{TestGround, counted, figure, in_full};
use crate::upstream;

/// Journals of each school, of twenty pupils each.
const JOURNALS: usize = 20;
const CLASS: usize = 20;
/// Between two sign-ins.
const EVERY: Duration = Duration::from_millis(50);
/// Of what is left over from the day before, as much is new in one journal of ten.
const CHANGED: usize = 10;
const SCHOOL: &str =
    "INSERT INTO school (id, name, country, time_zone, created_at) VALUES ($1, $1, 'EE', 'Europe/Tallinn', $2)";
const NUMBER: &str = "INSERT INTO school_number (number, school_id) VALUES ($1, $1)";
const OPEN: &str = "SELECT COUNT(*) AS n FROM refresh_run WHERE ended_at IS NULL";
const DONE: &str = "SELECT COUNT(*) AS n FROM refresh_run WHERE cause = 'daily' AND state = 'done'";
const SEATS: &str = "SELECT COUNT(*) AS n FROM seat WHERE ended_at IS NULL";

fn school(n: usize) -> SchoolId {
    format!("ehis:{}", 5_000 + n).parse().unwrap()
}

/// A journal by its number: a school's tenth, twentieth … get a pupil more on the second day.
fn pupils(journal: usize, day: u64) -> impl Iterator<Item = usize> {
    let more = usize::from(day > 0 && journal.is_multiple_of(CHANGED));
    (journal * (CLASS + 1)..).take(CLASS + more)
}

fn subject(n: usize) -> String {
    format!("p{n:06}")
}

fn name(n: usize) -> PersonName {
    PersonName { given: Some(given(n % 10_000)), family: Some(format!("Tamm{}", n / 10_000)) }
}

/// An upstream with many schools that speaks "journal-link v1".
struct Upstream {
    url: String,
    day: Arc<AtomicU64>,
}

impl Upstream {
    async fn start() -> Self {
        let day = Arc::new(AtomicU64::new(0));
        let app = Router::new().route("/journal-link/v1/journal", get(page)).with_state(Arc::clone(&day));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, day }
    }
}

async fn page(State(day): State<Arc<AtomicU64>>, Query(asked): Query<BTreeMap<String, String>>) -> Json<Value> {
    let journal: usize = asked["journal"].parse().unwrap();
    let students = pupils(journal, day.load(Ordering::SeqCst)).map(|n| {
        let name = name(n);
        json!({ "id": subject(n), "name_first": name.given, "name_last": name.family, "group": { "name": "5B" } })
    });
    let students: Vec<Value> = students.collect();
    Json(json!({
        "journal": { "id": journal.to_string(), "name": format!("J{journal}") }, "total": students.len(),
        "students": students, "teachers": [], "deleted": [], "next": null,
    }))
}

fn reading(arena: &Arena<'_>, journal: usize) -> Reading {
    let key = JournalKey { upstream: "ekool".parse().unwrap(), scope: String::new(), external_id: journal.to_string() };
    let member =
        |n: usize| Member { name: name(n), class_name: Some("5B".into()), ..Member::new(subject(n), Role::Pupil) };
    let name = format!("J{journal}");
    Reading {
        read_at: arena.world.ground.now(),
        completeness: Completeness::Complete,
        journal: JournalFacts { key, school: None, name, school_year: None, landing_url: None },
        members: pupils(journal, 0).map(member).collect(),
        deleted: vec![],
        cursor: None,
    }
}

/// A school with its journals, as they stood yesterday.
async fn furnish(arena: &Arena<'_>, n: usize) -> Scope {
    let (ground, id) = (arena.world.ground.ground(), school(n));
    let scope =
        Scope { platform: arena.world.platform.clone(), school: id, upstream: "ekool".parse().unwrap(), journal: None };
    let member = &PlatformSchool::fresh(&scope.platform, &scope.school, ground.now());
    let enabled = &SchoolUpstream {
        id: EnablingId::random(&ground.random),
        platform_id: scope.platform.clone(),
        school_id: scope.school.clone(),
        upstream_id: scope.upstream.clone(),
        enabled_at: ground.now(),
        enabled_by: "cli:root".into(),
        ended_at: None,
        ended_by: None,
    };
    let (school, now) = (&scope.school, ground.now());
    let write = |tx: Tx| async move {
        tx.execute(SCHOOL, args![school.as_str(), now]).await?;
        tx.execute(NUMBER, args![school.as_str()]).await?;
        schools::join(&tx, member).await?;
        schools::enable_upstream(&tx, enabled).await
    };
    arena.world.storage(write).await;
    let none = Roll::new(scope.upstream.clone(), String::new(), ground.now());
    let roll = none.with((n * JOURNALS..(n + 1) * JOURNALS).map(|journal| reading(arena, journal)));
    let actor = Actor::Job("test");
    let how = Bringing { scope: &scope, roster_subject: RosterSubject::SameAsLogin, actor: &actor, dry_run: false };
    let brought = roll::bring(&ground, &roll, how, &|_| ()).await.unwrap().unwrap();
    assert_eq!(brought.applied, JOURNALS);
    scope
}

/// The most memory that a process has had, in MiB.
fn peak(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1_024
}

async fn open(arena: &Arena<'_>) -> i64 {
    arena.world.ground.db.count(OPEN, vec![]).await.unwrap()
}

/// People who sign in for the first time, one after the other, until the refreshes are over; how long each of them waited.
async fn sign_ins(arena: &Arena<'_>, server: &Server, forms: Vec<Ready>) -> Vec<Duration> {
    let mut took = Vec::new();
    for form in forms {
        if open(arena).await == 0 {
            break;
        }
        let began = Instant::now();
        let answer = arena.send(&server.base, &form).await.expect("the server answers");
        assert_eq!(answer.status, 303, "{answer:?}");
        took.push(began.elapsed());
        tokio::time::sleep(EVERY.saturating_sub(began.elapsed())).await;
    }
    took.sort_unstable();
    took
}

/// People in front of the question, each with a name and a birth date that few have: who looks like many is slow for another
/// reason.
async fn newcomers(arena: &Arena<'_>) -> Vec<Ready> {
    // Bringing the schools in may have taken longer than a login is good for.
    arena.world.ground.at_present();
    let mut forms = Vec::new();
    for n in 0..figure(12_000, 400) {
        let year = 1_900 + i32::try_from(n % 120).unwrap();
        let said = assertion("stuudium", &format!("new{n}"), &given(n % 10_000), year);
        let identity = arena.world.identify(&said).await.id;
        forms.push(arena.stands_at(Step::Question, &said, Known { identity: &identity, proven: None }).await.says_no());
    }
    forms
}

async fn day(ground: &TestGround, schools: usize) {
    let (arena, upstream) = (Arena::open(ground).await, Upstream::start().await);
    let row = &upstream::row(ground, UpstreamKind::Ekool, &upstream.url);
    arena.world.storage(|tx| async move { upstreams::update(&tx, row).await }).await;
    arena.desk.write("koppel.toml", &settings(ground));
    let mut scopes = Vec::new();
    for n in 0..schools {
        scopes.push(furnish(&arena, n).await);
    }
    let before = arena.world.count(SEATS).await;
    upstream.day.store(1, Ordering::SeqCst);
    let forms = newcomers(&arena).await;
    let actor = Actor::Job("refresh");
    for scope in &scopes {
        ask(ground, scope, Wish::plain(RunCause::Daily, &actor)).await.unwrap().unwrap();
    }
    let (server, began) = (arena.serve(), Instant::now());
    let took = sign_ins(&arena, &server, forms).await;
    while open(&arena).await > 0 {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let (spent, peak) = (began.elapsed(), peak(&server));
    let p99 = took[took.len() * 99 / 100];
    let engine = ground.engine();
    let told = format!("{:.1} s, {peak} MiB, {} sign-ins, p99 {} ms", spent.as_secs_f64(), took.len(), p99.as_millis());
    counted("E8", &format!("{schools} schools × {} pupils, {engine}: {told}", JOURNALS * CLASS));
    assert_eq!(arena.world.count(DONE).await, i64::try_from(schools).unwrap());
    let joined = schools * JOURNALS / CHANGED;
    assert_eq!(arena.world.count(SEATS).await - before, i64::try_from(joined).unwrap());
    assert!(peak < 300, "{peak} MiB");
    if in_full() {
        assert!(spent < Duration::from_mins(10) && p99 < Duration::from_millis(300), "{spent:?} {p99:?}");
    }
    drop(server);
    arena.is_sound().await;
}

fn settings(ground: &TestGround) -> String {
    format!(
        "[server]\nbind = '127.0.0.1:0'\npublic_url = 'https://koppel.test'\n[database]\nurl = '{}'\n\
         [[keys]]\nid = 'test1'\nsecret = '{RING_TEXT}'\n[outgoing]\nallow_private = ['127.0.0.0/8']\n\
         [log]\nformat = 'json'\n",
        ground.url()
    )
}

/// E8: the daily refreshes of 500 schools of 400 pupils, read over HTTP, while people sign in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_daily_run_of_many_schools_keeps_nobody_waiting() {
    day(&TestGround::sqlite().await, figure(500, 3)).await;
    day(&TestGround::postgres().await, figure(100, 2)).await;
}
