//! Sample data for the console's pages about journals and their refreshes.

use axum::response::Response;
use koppel::domain::{HoldReason, HoldState, JournalOutcome, JournalState, RunCause, RunState, Time};
use koppel::web::Visit;
use koppel::web::pages::console_holds::{
    HoldList, HoldPage, HoldRow, Passed, RefreshAsk, RunDone, RunLine, RunList, RunPage, hold_key, run_key,
};
use koppel::web::pages::console_journals::{
    JournalEnd, JournalList, JournalPage, JournalReopen, JournalRow, state_key,
};
use koppel::web::pages::runs::{Counts, RunRow};

use super::admin_console::place;
use super::gallery::{Sample, ok};
use super::samples::{frame, id, time};
use super::updates::rows;

const PATH: &str = "/admin/opiq/ehis%3A123/journals/jrn_00000000000000000000000000";

fn now() -> Time {
    time("2026-11-30T07:12:00Z")
}

fn journal(name: &str, state: JournalState, held: bool) -> JournalRow {
    let read_at = (state == JournalState::Linked).then(now);
    JournalRow {
        path: PATH.to_owned(),
        name: name.to_owned(),
        upstream: "eKool".to_owned(),
        state,
        held,
        read_at,
        pupils: 28,
    }
}

fn list(visit: &Visit, rows: Vec<JournalRow>, next: Option<String>) -> Response {
    let (asked, state) = ("5B".to_owned(), "linked".to_owned());
    ok(visit, &JournalList { frame: frame(visit), place: place("con-journals"), rows, asked, state, next })
}

fn journals() -> Vec<JournalRow> {
    vec![
        journal("Matemaatika 5B", JournalState::Linked, false),
        journal("Eesti keel ja kirjandus 5B, teine rühm", JournalState::Linked, true),
        journal("Ajalugu 5B", JournalState::ConsentWithdrawn, false),
        journal("Muusika 5B", JournalState::Gone, false),
    ]
}

fn page(visit: &Visit, state: JournalState, rows: Vec<RunRow>) -> Response {
    let is_over = state == JournalState::Ended;
    let page = JournalPage {
        frame: frame(visit),
        place: place("con-journals"),
        path: PATH.to_owned(),
        name: "Matemaatika 5B".to_owned(),
        upstream: "eKool".to_owned(),
        state_key: state_key(state),
        held: !is_over,
        linked_at: time("2026-09-01T09:00:00Z"),
        read_at: Some(now()),
        ended_at: is_over.then(now),
        reopens: is_over.then(|| now() + chrono::TimeDelta::minutes(10)),
        states: vec![("count-linked", 24), ("count-waiting", 3), ("count-blocked", 1)],
        reasons: vec![("reason-candidate", 3), ("reason-other-school", 1)],
        rows,
    };
    ok(visit, &page)
}

fn end(visit: &Visit, is_wrong: bool) -> Response {
    let (path, name) = (PATH.to_owned(), "Matemaatika 5B".to_owned());
    ok(visit, &JournalEnd { frame: frame(visit), place: place("con-journals"), path, name, is_wrong })
}

fn reopen(visit: &Visit, is_told: bool) -> Response {
    let (path, name, until) = (PATH.to_owned(), "Matemaatika 5B".to_owned(), now());
    ok(visit, &JournalReopen { frame: frame(visit), place: place("con-journals"), path, name, until, is_told })
}

fn holds(visit: &Visit, rows: Vec<HoldRow>) -> Response {
    ok(visit, &HoldList { frame: frame(visit), place: place("con-holds"), rows })
}

fn every_hold() -> Vec<HoldRow> {
    let row = |state: &HoldState| HoldRow {
        path: "/admin/opiq/ehis%3A123/holds/hld_00000000000000000000000000".to_owned(),
        upstream: "eKool".to_owned(),
        is_whole: *state != HoldState::Discarded,
        at: now(),
        state_key: hold_key(*state),
    };
    HoldState::ALL.iter().map(row).collect()
}

fn hold(visit: &Visit, state: HoldState, limits: &[HoldReason], is_wrong: bool) -> Response {
    let passed = |limit: &HoldReason| Passed { limit: *limit, people: 98, of: 412, journals: 14 };
    let is_open = state == HoldState::Open;
    let page = HoldPage {
        frame: frame(visit),
        place: place("con-holds"),
        path: "/admin/opiq/ehis%3A123/holds/hld_00000000000000000000000000".to_owned(),
        upstream: "eKool".to_owned(),
        journal: (!is_open).then(|| "Matemaatika 5B".to_owned()),
        cause: Some(RunCause::Daily),
        at: now(),
        state_key: hold_key(state),
        passed: limits.iter().map(passed).collect(),
        is_open,
        can_pass: limits.iter().all(|limit| limit.can_be_approved()),
        decided: (!is_open).then(now),
        reason: (!is_open).then(|| "Compared with the list on paper".to_owned()),
        is_wrong,
    };
    ok(visit, &page)
}

fn runs(visit: &Visit, rows: Vec<RunLine>) -> Response {
    ok(visit, &RunList { frame: frame(visit), place: place("con-holds"), rows })
}

fn every_run() -> Vec<RunLine> {
    let line = |state: &RunState| RunLine {
        path: "/admin/opiq/ehis%3A123/runs/run_00000000000000000000000000".to_owned(),
        at: now(),
        upstream: "eKool".to_owned(),
        is_whole: true,
        state_key: run_key(*state),
        joined: 4,
        departed: 2,
    };
    RunState::ALL.iter().map(line).collect()
}

fn run(visit: &Visit, state: RunState, problem_key: Option<&'static str>) -> Response {
    let (cause, outcome, counts) = (RunCause::Daily, JournalOutcome::Applied, Counts::default());
    let row = RunRow { at: now(), cause, outcome, is_new_year: false, counts };
    let row = RunRow { counts: Counts { joined: 2, departed: 1, ..Counts::default() }, ..row };
    let page = RunPage {
        frame: frame(visit),
        place: place("con-holds"),
        upstream: "eKool".to_owned(),
        at: now(),
        ended: state.is_over().then(now),
        state_key: run_key(state),
        problem_key,
        is_over: state.is_over(),
        settled: 12,
        of: 40,
        rows: vec![RunDone { name: "Matemaatika 5B".to_owned(), row }],
    };
    ok(visit, &page)
}

fn refresh(visit: &Visit, names: &[(&str, &str)]) -> Response {
    let sources = names.iter().map(|(upstream, name)| (id(upstream), (*name).to_owned())).collect();
    ok(visit, &RefreshAsk { frame: frame(visit), place: place("con-holds"), sources })
}

/// Every one of these pages.
pub fn all() -> Vec<Sample> {
    let sample = |name, make| Sample { name, make };
    vec![
        sample("console-journals", |visit| list(visit, journals(), Some(format!("{PATH}?after=x")))),
        sample("console-journals-none", |visit| list(visit, vec![], None)),
        sample("console-journal", |visit| page(visit, JournalState::Linked, rows())),
        sample("console-journal-ended", |visit| page(visit, JournalState::Ended, vec![])),
        sample("console-journal-end", |visit| end(visit, false)),
        sample("console-journal-end-why", |visit| end(visit, true)),
        sample("console-journal-reopen", |visit| reopen(visit, false)),
        sample("console-journal-reopen-told", |visit| reopen(visit, true)),
        sample("console-holds", |visit| holds(visit, every_hold())),
        sample("console-holds-none", |visit| holds(visit, vec![])),
        sample("console-hold", |visit| hold(visit, HoldState::Open, &[HoldReason::RemovedSchool], false)),
        sample("console-hold-why", |visit| hold(visit, HoldState::Open, &[HoldReason::RekeyedSchool], true)),
        sample("console-hold-partial", |visit| hold(visit, HoldState::Open, &[HoldReason::Partial], false)),
        sample("console-hold-decided", |visit| hold(visit, HoldState::Approved, HoldReason::ALL, false)),
        sample("console-runs", |visit| runs(visit, every_run())),
        sample("console-runs-none", |visit| runs(visit, vec![])),
        sample("console-run", |visit| run(visit, RunState::Running, None)),
        sample("console-run-failed", |visit| run(visit, RunState::Failed, Some("ending-unreachable"))),
        sample("console-refresh", |visit| refresh(visit, &[("ekool", "eKool"), ("stuudium", "Stuudium")])),
        sample("console-refresh-none", |visit| refresh(visit, &[])),
    ]
}
