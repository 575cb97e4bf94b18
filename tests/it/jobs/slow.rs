//! The loop that works on refreshes: an upstream that never answers keeps nobody else waiting.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use koppel::demo::sim::Simulator;
use koppel::demo::sim::control::{Mode, Order};
use koppel::domain::{RunCause, RunState, UpstreamId, UpstreamKind};
use koppel::jobs;
use koppel::roster::refresh::{Scope, Wish, ask};
use koppel::storage::refresh_runs::{self, RefreshRun};
use koppel::storage::upstreams::{self, Upstream, secret_place};
use koppel::storage::{Durability, leases};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::demo::sim::Stage;
use crate::roster::live::{KLASS, Live};
use crate::roster::runs::{class, root};
use crate::support::{TestGround, both_engines, counted, figure};
use crate::upstream;

/// As many as one process works on at the same time.
const SLOW: usize = 6;
/// A dead holder's lease lasts 20 of the 30 seconds.
const TAKEN_OVER: Duration = Duration::from_secs(10);

/// An upstream at this address, enabled at the school, with one linked journal.
async fn join(live: &Live<'_>, stage: &Stage, name: &str) -> Scope {
    let (school, ground) = (&live.school, live.school.world.ground);
    let id: UpstreamId = name.parse().unwrap();
    let client_secret = ground.vault.seal(&secret_place(&id), b"sim-secret").unwrap();
    let row = &Upstream { id: id.clone(), client_secret, ..upstream::row(ground, UpstreamKind::Ekool, &stage.sim.url) };
    school.world.storage(|tx| async move { upstreams::insert(&tx, row).await }).await;
    school.world.enable(name).await;
    let mut reading = school.reading("j0", class(0, 0..3));
    reading.journal.key.upstream = id.clone();
    school.apply(&reading).await;
    Scope { upstream: id, ..school.scope() }
}

/// Asks for the night's refresh of a school.
async fn ask_for_tonight(live: &Live<'_>, scope: &Scope) -> RefreshRun {
    let (ground, actor) = (live.school.world.ground, root());
    let wish = Wish { day: Some(ground.now().date_naive()), ..Wish::plain(RunCause::Daily, &actor) };
    ask(ground, scope, wish).await.unwrap().unwrap()
}

/// Waits until a refresh is done; false when it is not within this time.
async fn is_done(live: &Live<'_>, run: &RefreshRun, within: Duration) -> bool {
    let began = Instant::now();
    while began.elapsed() < within {
        if live.find(run).await.state == RunState::Done {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    false
}

fn asked(stage: &Stage) -> u64 {
    stage.sim.simulator.report().seen.get("journal").copied().unwrap_or_default()
}

/// A refresh that a process began, which died 20 seconds ago with the lease in its hands.
async fn left_behind(live: &Live<'_>) -> RefreshRun {
    let (ground, scope) = (live.school.world.ground, live.school.scope());
    let (name, now) = (&refresh_runs::lease_name(&scope.school, &scope.upstream), ground.now());
    let (then, until) = (now - TimeDelta::seconds(21), now - TimeDelta::seconds(1));
    live.school.world.storage(|tx| async move { leases::take(&tx, name, "dead", then, until).await }).await;
    let run = ask_for_tonight(live, &scope).await;
    let id = &run.id;
    let begin = |tx| async move { refresh_runs::start(&tx, id, now).await };
    ground.db.write(Durability::Relaxed, begin).await.unwrap().unwrap();
    run
}

/// C5 through the loop of a server.
#[tokio::test(flavor = "multi_thread")]
async fn slow_runs_in_hand_keep_neither_a_dead_holder_s_run_nor_a_teacher_waiting() {
    both_engines(async |ground: TestGround| {
        let ground = ground.configured(|config| config.outgoing.total_ms = 300_000);
        let live = Live::open(&ground).await;
        let silent = Stage::start(Simulator::ekool).await;
        silent.sim.simulator.order(Order { endpoint: Some("journal".to_owned()), ..Order::from(Mode::Silence) });
        for n in 0..SLOW {
            let scope = join(&live, &silent, &format!("slow{n}")).await;
            ask_for_tonight(&live, &scope).await;
        }
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        let work = jobs::all().into_iter().filter(|job| job.name() == "refresh").collect();
        jobs::start(&ground, work, &stop, &tasks);
        while asked(&silent) < SLOW as u64 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        // In a full run for longer than the loop once went on taking work.
        tokio::time::sleep(Duration::from_secs(figure(65, 0) as u64)).await;
        let left = left_behind(&live).await;
        assert!(is_done(&live, &left, TAKEN_OVER).await, "what a dead holder left: {:?}", live.find(&left).await);
        let journal = Scope::of_journal(&live.school.journal(KLASS).await);
        let actor = root();
        let wanted = ask(&ground, &journal, Wish::plain(RunCause::Teacher, &actor)).await.unwrap().unwrap();
        assert!(is_done(&live, &wanted, TAKEN_OVER).await, "a teacher's: {:?}", live.find(&wanted).await);
        assert_eq!((asked(&silent), live.find(&left).await.tries), (SLOW as u64, 2), "the slow ones are in hand");
        stop.cancel();
        tokio::time::sleep(Duration::from_secs(2)).await;
        let late = ask(&ground, &journal, Wish::plain(RunCause::Teacher, &actor)).await.unwrap().unwrap();
        assert!(!is_done(&live, &late, Duration::from_secs(3)).await, "nothing more is begun after the stop");
    })
    .await;
    counted("C5", "6 slow runs in hand of the loop, 1 dead holder, 1 teacher: neither waits");
}
