//! Reading journals again and applying the difference, with the guard in between.
//!
//! A refresh is a row that anybody may ask for ([`ask`]) and one process works on at a time, under a lease. [`run`] reads all
//! journals that it is about, then [`settle`] plans each, lets the guard judge all of them together, and applies one
//! transaction per journal. Whoever begins it again after a crash goes on where it stopped: what was settled is passed
//! over, and what was taken counts along in the guard.

mod ask;
pub(super) mod before;
mod carry;
pub(super) mod hold;
mod look;
pub(super) mod measure;
pub(super) mod moved;
mod read;
pub(super) mod record;
pub(super) mod setting;
mod settle;
mod tally;
mod wait;
mod wanted;

pub use ask::{Scope, Wish, ask};
pub use hold::{Decision, approve, discard};
pub use look::{Difference, Look, Looked, Seen, look};
pub use read::Heard;
pub use settle::settle;
pub use wait::waits_with_school;
pub use wanted::{ask_as_teacher, take_notice};

use self::setting::Setting;
use super::RosterError;
use super::evidence::rules;
use crate::domain::{RosterSubject, RunId, RunProblem, RunState};
use crate::ground::Ground;
use crate::storage::journals::Journal;
use crate::storage::refresh_runs::{self, RefreshRun};
use crate::storage::{Durability, journal_runs};
use crate::upstream::{Registry, RosterSource};

/// How often a refresh is begun before it is given up.
const MOST_TRIES: i64 = 8;

/// Begins a refresh, or begins it again, and brings it to its end or puts it off. The caller holds its lease, see
/// [`refresh_runs::lease_name`]; what is over already is left alone.
///
/// # Errors
/// The database's; then the refresh is begun again later.
pub async fn run(ground: &Ground, upstreams: &Registry, id: &RunId) -> Result<(), RosterError> {
    let now = ground.now();
    let start = |tx| async move { refresh_runs::start(&tx, id, now).await };
    let Some(run) = ground.db.write(Durability::Relaxed, start).await? else { return Ok(()) };
    if run.tries > MOST_TRIES {
        return record::finish(ground, &run, RunState::Failed, Some(RunProblem::GaveUp)).await;
    }
    let scope = Scope::of(&run);
    let opened = match open(ground, upstreams, &scope).await? {
        Ok(opened) => opened,
        Err(problem) => return record::finish(ground, &run, RunState::Failed, Some(problem)).await,
    };
    let journals = still_to_do(ground, &run, opened.journals).await?;
    let heard = read::all(ground, &opened.source, &run, (journals, &opened.rules)).await?;
    settle(ground, &run, opened.roster_subject, heard).await
}

/// What a refresh needs of its upstream.
struct Opened {
    source: RosterSource,
    roster_subject: RosterSubject,
    /// By which rules its journals are planned now.
    rules: String,
    journals: Vec<Journal>,
}

/// Finds school, upstream and journals as they stand now.
async fn open(ground: &Ground, upstreams: &Registry, scope: &Scope) -> Result<Result<Opened, RunProblem>, RosterError> {
    let read = |tx| async move {
        let setting = Setting::find(&tx, scope).await?;
        Ok::<_, RosterError>((setting, scope.journals(&tx).await?))
    };
    let (setting, journals) = ground.db.read(read).await?;
    let Some(setting) = setting.filter(|_| !journals.is_empty()) else { return Ok(Err(RunProblem::SwitchedOff)) };
    let Ok(Some(source)) = upstreams.source(&setting.upstream) else { return Ok(Err(RunProblem::SetUp)) };
    let roster_subject = source.roster_subject();
    let rules = rules(setting.place(scope, roster_subject).terms);
    Ok(Ok(Opened { source, roster_subject, rules, journals }))
}

/// The journals that no earlier try has settled.
async fn still_to_do(ground: &Ground, run: &RefreshRun, journals: Vec<Journal>) -> Result<Vec<Journal>, RosterError> {
    let done = ground.db.read(|tx| async move { journal_runs::list_of_run(&tx, &run.id).await }).await?;
    Ok(journals.into_iter().filter(|journal| !done.iter().any(|row| row.journal_id == journal.id)).collect())
}
