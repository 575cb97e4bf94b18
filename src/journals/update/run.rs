//! One refresh of a journal: how far it is, and what came of it.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::super::journal;
use super::super::teacher::{self, enter};
use super::about;
use crate::domain::{RunId, RunState, Time};
use crate::login::{Login, Turned};
use crate::storage::journal_runs::{self, JournalRun};
use crate::storage::journals::Journal;
use crate::storage::refresh_runs::{self, RefreshRun};
use crate::storage::{StorageError, Tx, seats};
use crate::web::pages::runs::{Counts, Ending, Pupils, Run, RunOver, Step};
use crate::web::pages::seats::Without;
use crate::web::pages::updates::Subject;
use crate::web::{self, Frame, Trouble, Visit};

/// The address of a refresh's page.
pub(super) fn path(journal: &Journal, run: &RunId) -> String {
    format!("{}/update/{run}", teacher::path(&journal.platform_id, &journal.id))
}

/// The page.
pub(in crate::journals) async fn show(
    State(login): State<Login>,
    Path((platform, journal, run)): Path<(String, String, String)>,
    visit: Visit,
) -> Result<Response, Turned> {
    let (teacher, journal) = enter(&login, &visit, &platform, &journal).await?;
    let (run, row) = find(&login, &journal, &run).await?;
    let (about, zone) = about(&login, teacher.platform(), &journal).await?;
    let frame = Frame::new(&visit).in_zone(&zone);
    if run.state.is_over() {
        let without = without(&login, &journal).await?;
        return Ok(web::page(&visit, StatusCode::OK, &over(frame, about, (&run, row.as_ref()), without)));
    }
    let step = step(&run, login.ground.now());
    let pupils = pupils(&run, step);
    Ok(web::watching_page(&visit, &Run { frame, about, run: run.id, step, pupils }))
}

/// Who has no licence, now that it is over.
async fn without(login: &Login, journal: &Journal) -> Result<Without, StorageError> {
    let id = &journal.id;
    let read = |tx: Tx| async move {
        let seats = seats::list_shown(&tx, id).await?;
        journal::without(&tx, id, &seats).await
    };
    login.ground.db.read(read).await
}

fn over(frame: Frame, about: Subject, (run, row): (&RefreshRun, Option<&JournalRun>), without: Without) -> RunOver {
    RunOver {
        frame,
        about,
        at: run.ended_at.unwrap_or(run.asked_at),
        ending: Ending { state: run.state, problem: run.problem, outcome: row.map(|row| row.outcome) },
        counts: row.map(counts).unwrap_or_default(),
        without,
    }
}

/// What a refresh did to a journal, as pages count it.
pub(in crate::journals) fn counts(row: &JournalRun) -> Counts {
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    Counts {
        joined: count(row.joined),
        departed: count(row.departed),
        missing: count(row.missing),
        changed: count(row.changed),
    }
}

/// A refresh of this one journal, and what it did to it so far. One of another journal, or of a whole school, answers like
/// one that does not exist.
pub(super) async fn find(
    login: &Login,
    journal: &Journal,
    run: &str,
) -> Result<(RefreshRun, Option<JournalRun>), web::Error> {
    let id: RunId = run.parse().map_err(|_| Trouble::NotFound)?;
    let (id, journal) = (&id, &journal.id);
    let find = |tx: Tx| async move {
        let run = refresh_runs::find(&tx, id).await?.filter(|run| run.journal_id.as_ref() == Some(journal));
        let done = journal_runs::list_of_run(&tx, id).await?;
        Ok::<_, StorageError>(run.map(|run| (run, done.into_iter().find(|row| row.journal_id == *journal))))
    };
    Ok(login.ground.db.read(find).await?.ok_or(Trouble::NotFound)?)
}

/// How far it is.
pub(super) fn step(run: &RefreshRun, now: Time) -> Step {
    match run.state {
        RunState::Queued => Step::Waiting,
        _ if run.due_at > now => Step::Later,
        _ if run.journals > 0 && run.heard >= run.journals => Step::Writing,
        _ => Step::Reading,
    }
}

/// How many pupils that step has seen so far.
pub(super) fn pupils(run: &RefreshRun, step: Step) -> Pupils {
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    match step {
        Step::Waiting | Step::Later => Pupils::default(),
        Step::Reading | Step::Writing => Pupils { done: count(run.pupils), of: run.pupils_of.map(count) },
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::domain::{Random, RunCause};

    fn run(state: RunState, (due_in, journals, heard): (i64, i64, i64)) -> RefreshRun {
        let now = Time::UNIX_EPOCH;
        RefreshRun {
            id: RunId::random(&Random::counter(1)),
            platform_id: "opiq".parse().unwrap(),
            school_id: "ehis:1".parse().unwrap(),
            upstream_id: "ekool".parse().unwrap(),
            journal_id: None,
            cause: RunCause::Teacher,
            asked_by: String::new(),
            day: None,
            hold_id: None,
            agreed: None,
            state,
            problem: None,
            tries: 1,
            asked_at: now,
            due_at: now + TimeDelta::seconds(due_in),
            started_at: None,
            ended_at: None,
            journals,
            heard,
            settled: 0,
            pupils: 412,
            pupils_of: Some(2_000),
        }
    }

    #[test]
    fn a_row_says_how_far_it_is() {
        let now = Time::UNIX_EPOCH;
        for (state, numbers, expected) in [
            (RunState::Queued, (0, 0, 0), Step::Waiting),
            (RunState::Queued, (60, 0, 0), Step::Waiting),
            (RunState::Running, (0, 0, 0), Step::Reading),
            (RunState::Running, (0, 1, 0), Step::Reading),
            (RunState::Running, (0, 1, 1), Step::Writing),
            (RunState::Running, (600, 1, 1), Step::Later),
        ] {
            assert_eq!(step(&run(state, numbers), now), expected, "{state} {numbers:?}");
            let counts = matches!(expected, Step::Reading | Step::Writing);
            assert_eq!(pupils(&run(state, numbers), expected) != Pupils::default(), counts, "{expected:?}");
        }
    }
}
