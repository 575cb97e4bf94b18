//! What refreshes did: the last fifty, and one of them.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::super::door::May;
use super::super::journals::names;
use super::Holds;
use crate::domain::{RunId, RunState};
use crate::login::{Login, Turned};
use crate::storage::console_journals::{self, RunJournal};
use crate::storage::refresh_runs::{self, RefreshRun};
use crate::storage::{StorageError, Tx};
use crate::web::pages::console_holds::{RunDone, RunLine, RunList, RunPage, run_key};
use crate::web::pages::runs::{Counts, Ending, RunRow};
use crate::web::{self, Frame, Trouble, Visit};

/// So many are shown.
const MOST: i64 = 50;
/// So many journals of one of them.
const MOST_JOURNALS: i64 = 500;

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// The list.
pub(super) async fn list(State(login): State<Login>, visit: Visit, may: May<Holds>) -> Result<Response, Turned> {
    let steward = may.0;
    let of = &steward;
    let read = |tx: Tx| async move {
        let runs = refresh_runs::list_of_school(&tx, of.platform(), of.school(), MOST).await?;
        let ids: Vec<&RunId> = runs.iter().map(|run| &run.id).collect();
        let sums = console_journals::list_sums(&tx, &ids).await?;
        Ok::<_, StorageError>((runs, sums, names(&tx).await?))
    };
    let (runs, sums, names) = login.ground.db.read(read).await?;
    let sums: HashMap<RunId, (u64, u64)> =
        sums.into_iter().map(|sum| (sum.run_id, (count(sum.joined), count(sum.departed)))).collect();
    let line = |run: RefreshRun| {
        let (joined, departed) = sums.get(&run.id).copied().unwrap_or_default();
        RunLine {
            path: steward.path(&format!("/runs/{}", run.id)),
            at: run.asked_at,
            upstream: names.get(&run.upstream_id).cloned().unwrap_or_default(),
            is_whole: run.journal_id.is_none(),
            state_key: run_key(run.state),
            joined,
            departed,
        }
    };
    let template = RunList {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-holds"),
        rows: runs.into_iter().map(line).collect(),
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// One of them; another school's answers like one that does not exist.
pub(super) async fn show(
    State(login): State<Login>,
    Path((_, _, asked)): Path<(String, String, String)>,
    visit: Visit,
    may: May<Holds>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let id: RunId = asked.parse().map_err(|_| Trouble::NotFound)?;
    let (id, of) = (&id, &steward);
    let read = |tx: Tx| async move {
        let run = refresh_runs::find(&tx, id).await?;
        let here = |run: &RefreshRun| run.platform_id == *of.platform() && run.school_id == *of.school();
        let Some(run) = run.filter(here) else { return Ok(None) };
        let journals = console_journals::list_run(&tx, id, MOST_JOURNALS).await?;
        Ok::<_, StorageError>(Some((run, journals, names(&tx).await?)))
    };
    let (run, journals, names) = login.ground.db.read(read).await?.ok_or(Trouble::NotFound)?;
    let ending = Ending { state: run.state, problem: run.problem, outcome: None };
    let template = RunPage {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-holds"),
        upstream: names.get(&run.upstream_id).cloned().unwrap_or_default(),
        at: run.asked_at,
        ended: run.ended_at,
        state_key: run_key(run.state),
        problem_key: (run.state == RunState::Failed).then(|| ending.key()),
        is_over: run.state.is_over(),
        settled: count(run.settled),
        of: count(run.journals),
        rows: journals.into_iter().map(|journal| done(&run, journal)).collect(),
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

fn done(run: &RefreshRun, journal: RunJournal) -> RunDone {
    let counts = Counts {
        joined: count(journal.joined),
        departed: count(journal.departed),
        missing: count(journal.missing),
        changed: count(journal.changed),
    };
    let row =
        RunRow { at: run.asked_at, cause: run.cause, outcome: journal.outcome, is_new_year: journal.new_year, counts };
    RunDone { name: journal.name, row }
}
