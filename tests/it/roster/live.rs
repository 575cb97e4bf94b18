//! Refreshes of a real upstream over HTTP, by one process and by two.

use std::time::Duration;

use chrono::TimeDelta;
use koppel::demo::people::KUUSEOJA;
use koppel::demo::sim::Simulator;
use koppel::demo::sim::control::{Mode, Order};
use koppel::domain::{JournalOutcome, JournalState, RunCause, RunProblem, RunState, UpstreamKind};
use koppel::ground::Ground;
use koppel::jobs::work_on;
use koppel::roster::refresh::{Look, Scope, Wish, ask, look};
use koppel::storage::refresh_runs::{self, RefreshRun};
use koppel::storage::schools::{self, SchoolNumber};
use koppel::storage::upstreams;
use koppel::upstream::Registry;
use serde_json::json;

use super::runs::root;
use super::school::School;
use crate::demo::sim::{Stage, parameter};
use crate::support::cost::cost;
use crate::support::{TestGround, both_engines, counted, figure};
use crate::upstream;

/// The third class of Kuuseoja Põhikool at eKool.
pub const KLASS: &str = "20000481003";

/// A school whose eKool is a running simulator, where one of its journals is linked.
pub struct Live<'a> {
    pub school: School<'a>,
    pub stage: Stage,
    pub registry: Registry,
}

impl<'a> Live<'a> {
    pub async fn open(ground: &'a TestGround) -> Self {
        let (school, stage) = (School::new(ground).await, Stage::start(Simulator::ekool).await);
        let row = &upstream::row(ground, UpstreamKind::Ekool, &stage.sim.url);
        let number = &SchoolNumber { number: KUUSEOJA.id.parse().unwrap(), school_id: school.world.school.clone() };
        let write = |tx| async move {
            schools::insert_number(&tx, number).await?;
            upstreams::update(&tx, row).await
        };
        school.world.storage(write).await;
        let registry = Registry::new(ground.ground()).unwrap();
        let live = Self { school, stage, registry };
        live.link().await;
        live.advance(TimeDelta::days(31));
        live
    }

    async fn link(&self) {
        let address = self.stage.launch_journal("anu-kallas", KLASS).await;
        let token = parameter(&address, "token").unwrap();
        let find = |tx| async move { upstreams::find(&tx, &"ekool".parse().unwrap()).await };
        let row = self.school.world.storage(find).await.unwrap();
        let source = self.registry.source(&row).unwrap().unwrap();
        let opened = source.open(&token).await.unwrap().reading;
        source.confirm(&token, &"https://koppel.test/journals/opiq".parse().unwrap()).await.unwrap();
        self.school.apply(&opened).await;
    }

    /// Both clocks.
    pub fn advance(&self, by: TimeDelta) {
        self.school.world.ground.clock.advance(by);
        self.stage.clock.advance(by);
    }

    pub fn seen(&self) -> u64 {
        self.stage.sim.simulator.report().seen.get("journal").copied().unwrap_or_default()
    }

    pub async fn ask(&self, ground: &Ground, scope: &Scope) -> RefreshRun {
        ask(ground, scope, Wish::plain(RunCause::School, &root())).await.unwrap().unwrap()
    }

    pub async fn find(&self, run: &RefreshRun) -> RefreshRun {
        self.school.world.storage(|tx| async move { refresh_runs::find(&tx, &run.id).await }).await.unwrap()
    }

    /// Asked for, worked on, and over.
    pub async fn refresh(&self) -> RefreshRun {
        let ground = self.school.world.ground;
        let run = self.ask(ground, &self.school.scope()).await;
        assert!(work_on(ground, &self.registry, &run).await.unwrap());
        self.find(&run).await
    }

    pub async fn look(&self) -> Look {
        look(self.school.world.ground, &self.registry, &self.school.scope()).await.unwrap().unwrap()
    }

    /// Somebody of the school who is in no journal of it.
    pub async fn adds(&self, key: &str) {
        self.stage.change_journal(&json!({ "journal": KLASS, "add": [key] })).await;
    }
}

#[tokio::test]
async fn who_joined_at_the_upstream_has_a_seat_after_the_refresh_and_a_look_writes_nothing() {
    both_engines(async |ground: TestGround| {
        let live = Live::open(&ground).await;
        let before = live.school.everything().await;
        let (people, asked) = (live.school.live_seats().await, live.seen());
        live.adds("mari-tamm-2").await;
        let shown = live.look().await;
        let joined: usize = shown.read().map(|(_, difference)| difference.plan.steps.sit.len()).sum();
        assert_eq!((shown.verdict.reasons().len(), live.school.everything().await), (0, before));
        let run = live.refresh().await;
        assert_eq!((run.state, run.problem, run.journals, run.heard, run.settled), (RunState::Done, None, 1, 1, 1));
        assert_eq!(live.school.live_seats().await, people + i64::try_from(joined).unwrap());
        assert_eq!(live.seen(), asked + 2 * pages(people), "looked once, read once");
        live.school.sound().await;
    })
    .await;
}

/// The keys of everybody whom the simulators know: several pages.
fn everybody() -> Vec<String> {
    koppel::demo::people::people().into_iter().map(|person| person.key).collect()
}

/// While an upstream is slow, another process sees how many pupils have come, and of how many.
#[tokio::test]
async fn another_process_sees_how_many_pupils_have_come() {
    both_engines(async |ground: TestGround| {
        let live = Live::open(&ground).await;
        live.stage.change_journal(&json!({ "journal": KLASS, "add": everybody() })).await;
        let endpoint = Some("journal".to_owned());
        live.stage.sim.simulator.order(Order { endpoint, delay_ms: 700, ..Order::from(Mode::Ok) });
        let (here, there) = (ground.ground(), ground.another_process().await);
        let run = live.ask(&here, &live.school.scope()).await;
        let (mut work, id) = (Box::pin(work_on(&here, &live.registry, &run)), &run.id);
        let mut seen = Vec::new();
        while tokio::time::timeout(Duration::from_millis(100), &mut work).await.is_err() {
            let find = |tx| async move { refresh_runs::find(&tx, id).await };
            let now = there.db.read(find).await.unwrap().unwrap();
            if now.heard < now.journals {
                seen.extend(now.pupils_of.map(|of| (now.pupils, of)));
            }
        }
        let (Some((_, first)), Some((last, of))) = (seen.first(), seen.last()) else { panic!("nothing was seen") };
        assert!(0 < *last && last < of && first == of && seen.is_sorted(), "{seen:?}");
        let over = live.find(&run).await;
        assert!(over.pupils > 0 && over.pupils_of == Some(over.pupils), "{over:?}");
    })
    .await;
}

/// How far it is, is not written down for every pupil, whatever it takes.
#[tokio::test]
async fn many_pupils_cost_as_many_writes_as_few() {
    both_engines(async |ground: TestGround| {
        let live = Live::open(&ground).await;
        let (_, few) = cost(&ground.db, live.refresh()).await;
        live.stage.change_journal(&json!({ "journal": KLASS, "add": everybody() })).await;
        let (run, many) = cost(&ground.db, live.refresh()).await;
        assert!(run.pupils > 20, "{run:?}");
        assert!(many.writes <= few.writes + 10, "{few:?} {many:?}");
    })
    .await;
}

fn pages(people: i64) -> u64 {
    u64::try_from(people).unwrap().div_ceil(20)
}

/// D8 for refreshes: whatever an upstream does, nobody loses a seat.
#[tokio::test]
async fn whatever_an_upstream_does_nobody_loses_a_seat() {
    let modes = Mode::ALL.iter().copied().take(22);
    for mode in modes {
        let ground = TestGround::sqlite().await.configured(|config| config.outgoing.total_ms = 1_000);
        let live = Live::open(&ground).await;
        let seats = live.school.live_seats().await;
        live.stage.sim.simulator.order(Order { endpoint: Some("journal".to_owned()), ..Order::from(mode) });
        for _ in 0..2 {
            live.refresh().await;
            live.advance(TimeDelta::hours(21));
        }
        assert_eq!(
            live.school.world.count("SELECT COUNT(*) AS n FROM seat WHERE ended_at IS NOT NULL").await,
            0,
            "{mode}"
        );
        assert!(live.school.live_seats().await >= seats, "{mode}");
    }
}

#[tokio::test]
async fn withdrawn_consent_is_seen_at_the_next_refresh() {
    both_engines(async |ground: TestGround| {
        let live = Live::open(&ground).await;
        let seats = live.school.live_seats().await;
        live.stage.change_journal(&json!({ "journal": KLASS, "withdraw": true })).await;
        let run = live.refresh().await;
        assert_eq!(live.school.outcomes(&run).await, [JournalOutcome::ConsentWithdrawn]);
        assert_eq!(live.school.state(KLASS).await, JournalState::ConsentWithdrawn);
        live.stage.change_journal(&json!({ "journal": KLASS, "withdraw": false })).await;
        live.refresh().await;
        assert_eq!((live.school.state(KLASS).await, live.school.live_seats().await), (JournalState::Linked, seats));
    })
    .await;
}

#[tokio::test]
async fn what_is_switched_off_is_not_read() {
    let ground = TestGround::sqlite().await;
    let live = Live::open(&ground).await;
    let asked = live.seen();
    for (off, on) in [
        (
            "UPDATE school_upstream SET ended_at = enabled_at, ended_by = 'x'",
            "UPDATE school_upstream SET ended_at = NULL, ended_by = NULL",
        ),
        ("UPDATE school SET disabled_at = created_at", "UPDATE school SET disabled_at = NULL"),
        ("UPDATE platform SET disabled_at = created_at", "UPDATE platform SET disabled_at = NULL"),
        ("UPDATE upstream SET disabled_at = created_at", "UPDATE upstream SET disabled_at = NULL"),
        ("UPDATE platform_school SET disabled_at = created_at", "UPDATE platform_school SET disabled_at = NULL"),
    ] {
        live.school.world.sql(off).await;
        let run = live.refresh().await;
        assert_eq!((run.state, run.problem), (RunState::Failed, Some(RunProblem::SwitchedOff)), "{off}");
        live.school.world.sql(on).await;
    }
    assert_eq!(live.seen(), asked);
    assert_eq!(live.refresh().await.state, RunState::Done);
}

/// C5: two processes refresh the same journal at the same instant, and a process may die with the work in its hands: it is
/// done once, with one set of pages, and the result is that of one.
#[tokio::test(flavor = "multi_thread")]
async fn two_processes_do_a_refresh_once_and_one_takes_over_from_the_dead() {
    let (rounds, deaths) = (figure(500, 10), figure(50, 5));
    both_engines(async |ground: TestGround| {
        let live = Live::open(&ground).await;
        let (one, other) = (ground.ground(), ground.another_process().await);
        let theirs = Registry::new(other.clone()).unwrap();
        let scope = live.school.scope();
        for round in 0..rounds {
            live.stage.change_journal(&json!({ "journal": KLASS, "rename": format!("5A, {round}") })).await;
            let (asked, applied) = (live.seen(), applied(&live).await);
            let (mine, again) = tokio::join!(live.ask(&one, &scope), live.ask(&other, &scope));
            assert_eq!(mine.id, again.id, "{round}");
            if round % (rounds / deaths) == 0 {
                let dying = work_on(&one, &live.registry, &mine);
                let wait = Duration::from_millis(u64::try_from(round % 7).unwrap());
                let _ = tokio::time::timeout(wait, dying).await;
                live.advance(TimeDelta::seconds(30));
            }
            let (first, second) = tokio::join!(work_on(&one, &live.registry, &mine), work_on(&other, &theirs, &again));
            assert!(first.unwrap() || second.unwrap(), "{round}: nobody did it");
            let run = live.find(&mine).await;
            assert_eq!((run.state, live.school.outcomes(&run).await.len()), (RunState::Done, 1), "{round}");
            let expected = applied + 1;
            assert_eq!(
                (self::applied(&live).await, live.school.journal(KLASS).await.name),
                (expected, format!("5A, {round}"))
            );
            let read = live.seen() - asked;
            assert!(read == 1 || run.tries > 1 && read <= 2, "{round}: read {read} times in {} tries", run.tries);
        }
        live.school.sound().await;
    })
    .await;
    counted("C5", &format!("{rounds} rounds, {deaths} holders that die, 1 execution each"));
}

/// How often something was applied.
async fn applied(live: &Live<'_>) -> i64 {
    live.school.world.count("SELECT COUNT(*) AS n FROM audit WHERE action = 'journal.applied'").await
}

/// What one process has settled is not done again by the next.
#[tokio::test]
async fn a_refresh_goes_on_where_a_dead_process_stopped() {
    both_engines(async |ground: TestGround| {
        let live = Live::open(&ground).await;
        live.adds("mari-tamm-2").await;
        let scope = live.school.scope();
        let run = live.ask(&ground, &scope).await;
        let (id, journal) = (&run.id, &live.school.journal(KLASS).await.id);
        let row = &koppel::storage::journal_runs::JournalRun {
            journal_id: journal.clone(),
            run_id: id.clone(),
            at: ground.now(),
            cause: RunCause::School,
            asked_by: root().to_string(),
            outcome: JournalOutcome::Applied,
            joined: 1,
            departed: 0,
            missing: 0,
            changed: 0,
            blocked: 0,
            waiting: 0,
            new_year: false,
        };
        live.school.world.storage(|tx| async move { koppel::storage::journal_runs::insert(&tx, row).await }).await;
        let asked = live.seen();
        assert!(work_on(&ground, &live.registry, &run).await.unwrap());
        assert_eq!((live.find(&run).await.state, live.seen()), (RunState::Done, asked));
    })
    .await;
}

/// What is begun again and again and never ends is given up and does not block the school.
#[tokio::test]
async fn a_refresh_that_never_ends_is_given_up() {
    let ground = TestGround::sqlite().await;
    let live = Live::open(&ground).await;
    let run = live.ask(&ground, &live.school.scope()).await;
    live.school.world.sql("UPDATE refresh_run SET tries = 8").await;
    assert!(work_on(&ground, &live.registry, &run).await.unwrap());
    let run = live.find(&run).await;
    assert_eq!((run.state, run.problem), (RunState::Failed, Some(RunProblem::GaveUp)));
    assert_eq!(live.refresh().await.state, RunState::Done);
}
