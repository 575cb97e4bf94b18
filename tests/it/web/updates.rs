//! Sample data for the pages of updates of a journal.

use axum::response::Response;
use koppel::domain::{JournalOutcome, RunCause, RunProblem, RunState};
use koppel::web::Visit;
use koppel::web::pages::journals::PlatformChoice;
use koppel::web::pages::runs::{Counts, Ending, Pupils, Run, RunOver, RunRow, Runs, Step};
use koppel::web::pages::seats::Without;
use koppel::web::pages::updates::{Changes, LicenceNeed, Move, Mover, Movers, Now, Subject, Update, UpdateWhere};

use super::gallery::{Sample, ok};
use super::journals::groups;
use super::samples::{frame, id, time};

fn about() -> Subject {
    Subject {
        platform: id("opiq"),
        journal: id("jrn_00000000000000000000000001"),
        name: "5A matemaatika".to_owned(),
        upstream: "eKool".to_owned(),
    }
}

fn update(visit: &Visit, now: Now) -> Response {
    let read_at = Some(time("2026-11-28T06:10:00Z"));
    ok(visit, &Update { frame: frame(visit), about: about(), read_at, now })
}

fn changes() -> Changes {
    let mover = |name: &str, before: Option<&str>| Mover { name: name.to_owned(), before: before.map(str::to_owned) };
    let people = || vec![mover("Karl Mägi", None), mover("Elsa Lindqvist", None)];
    let movers = |of: Move| match of {
        Move::Told => Movers { of, people: vec![mover("Mari-Liis Õunapuu", Some("Mari-Liis Tamm")), mover("", None)] },
        _ => Movers { of, people: people() },
    };
    let kit = "Matemaatika 5. klassile".to_owned();
    Changes {
        plan: "a-hash".to_owned(),
        renamed: Some("5A geomeetria".to_owned()),
        groups: groups("state-new-what"),
        movers: Move::ALL.into_iter().map(movers).collect(),
        licences: vec![LicenceNeed { kit, wanted: 3, free: 1 }],
        is_held: true,
        is_paused: true,
    }
}

fn run(visit: &Visit, step: Step, pupils: Pupils) -> Response {
    // As an ordinary page: nobody answers the script here.
    ok(visit, &Run { frame: frame(visit), about: about(), run: id("run_00000000000000000000000001"), step, pupils })
}

fn counts() -> Counts {
    Counts { joined: 3, departed: 1, missing: 2, changed: 4 }
}

fn over(
    visit: &Visit,
    state: RunState,
    problem: Option<RunProblem>,
    outcome: Option<JournalOutcome>,
    counts: Counts,
) -> Response {
    let ending = Ending { state, problem, outcome };
    let has_joined = outcome == Some(JournalOutcome::Applied) && counts.joined > 0;
    let without = Without { names: has_joined.then(|| "Karl Mägi".to_owned()).into_iter().collect() };
    let at = time("2026-11-30T09:12:00Z");
    ok(visit, &RunOver { frame: frame(visit), about: about(), at, ending, counts, without })
}

fn done(visit: &Visit, outcome: JournalOutcome) -> Response {
    over(visit, RunState::Done, None, Some(outcome), Counts::default())
}

fn failed(visit: &Visit, problem: RunProblem) -> Response {
    over(visit, RunState::Failed, Some(problem), None, Counts::default())
}

/// Every outcome and everybody who may ask.
pub fn rows() -> Vec<RunRow> {
    let rows = JournalOutcome::ALL.iter().zip(RunCause::ALL.iter().cycle()).enumerate();
    let row = |(n, (outcome, cause)): (usize, (&JournalOutcome, &RunCause))| RunRow {
        at: time("2026-11-30T05:12:00Z") - chrono::TimeDelta::days(i64::try_from(n).unwrap()),
        cause: *cause,
        outcome: *outcome,
        is_new_year: *outcome == JournalOutcome::Applied,
        counts: if *outcome == JournalOutcome::Applied { counts() } else { Counts::default() },
    };
    rows.map(row).collect()
}

fn runs(visit: &Visit, rows: Vec<RunRow>) -> Response {
    ok(visit, &Runs { frame: frame(visit), about: about(), rows })
}

fn endings() -> Vec<Sample> {
    let sample = |name, make| Sample { name, make };
    vec![
        sample("run-applied", |visit| over(visit, RunState::Done, None, Some(JournalOutcome::Applied), counts())),
        sample("run-unchanged", |visit| done(visit, JournalOutcome::Unchanged)),
        sample("run-additions", |visit| done(visit, JournalOutcome::Additions)),
        sample("run-withdrawn", |visit| done(visit, JournalOutcome::ConsentWithdrawn)),
        sample("run-gone", |visit| done(visit, JournalOutcome::Gone)),
        sample("run-year-over", |visit| done(visit, JournalOutcome::YearOver)),
        sample("run-busy", |visit| done(visit, JournalOutcome::Busy)),
        sample("run-held", |visit| over(visit, RunState::Held, None, Some(JournalOutcome::Held), Counts::default())),
        sample("run-held-additions", |visit| {
            over(visit, RunState::Held, None, Some(JournalOutcome::Additions), counts())
        }),
        sample("run-partial", |visit| {
            over(visit, RunState::Held, None, Some(JournalOutcome::Partial), Counts::default())
        }),
        sample("run-unreachable", |visit| failed(visit, RunProblem::Unreachable)),
        sample("run-off", |visit| failed(visit, RunProblem::SwitchedOff)),
        sample("run-paused", |visit| failed(visit, RunProblem::Paused)),
        sample("run-changed", |visit| failed(visit, RunProblem::Changed)),
        sample("run-gave-up", |visit| failed(visit, RunProblem::GaveUp)),
    ]
}

/// Every page of updates.
pub fn all() -> Vec<Sample> {
    let sample = |name, make| Sample { name, make };
    let mut all = vec![
        sample("update", |visit| update(visit, Now::Changed(Box::new(changes())))),
        sample("update-readable-again", |visit| {
            update(visit, Now::Changed(Box::new(Changes { plan: "a-hash".to_owned(), ..Changes::default() })))
        }),
        sample("update-same", |visit| update(visit, Now::Same)),
        sample("update-first", |visit| {
            ok(visit, &Update { frame: frame(visit), about: about(), read_at: None, now: Now::Same })
        }),
        sample("update-withdrawn", |visit| update(visit, Now::Withdrawn)),
        sample("update-gone", |visit| update(visit, Now::Gone)),
        sample("update-partial", |visit| update(visit, Now::Partial)),
        sample("update-silent", |visit| update(visit, Now::Silent)),
        sample("update-off", |visit| update(visit, Now::Off)),
        sample("run-waiting", |visit| run(visit, Step::Waiting, Pupils::default())),
        sample("run-later", |visit| run(visit, Step::Later, Pupils::default())),
        sample("run-reading", |visit| run(visit, Step::Reading, Pupils { done: 412, of: None })),
        sample("run-writing", |visit| run(visit, Step::Writing, Pupils { done: 412, of: Some(2_000) })),
        sample("runs", |visit| runs(visit, rows())),
        sample("runs-none", |visit| runs(visit, vec![])),
        sample("update-where", |visit| {
            let platform = |slug: &str, name: &str| PlatformChoice { id: id(slug), name: name.to_owned() };
            let platforms = vec![platform("opiq", "Opiq"), platform("lugemispesa", "Lugemispesa")];
            let query = "upstream=ekool&journal=20000481001".to_owned();
            ok(visit, &UpdateWhere { frame: frame(visit), upstream: "eKool".to_owned(), query, platforms })
        }),
    ];
    all.extend(endings());
    all
}
