//! From what was heard to the end of a refresh: planned, judged, applied or held.

use super::super::RosterError;
use super::super::guard::Verdict;
use super::carry::{self, Pass};
use super::look::{Look, Looked, Seen, study};
use super::read::Heard;
use super::setting::Setting;
use super::wait::{self, Wait};
use super::{Scope, hold, record};
use crate::domain::{JournalOutcome, RosterSubject, RunCause, RunProblem, RunState};
use crate::ground::Ground;
use crate::storage::Durability;
use crate::storage::refresh_runs::{self, RefreshRun};
use chrono::TimeDelta;

/// How often an upstream that does not answer is asked before what is missing counts as missing.
const PATIENCE: i64 = 3;
/// How long it is left alone in between.
const REST: TimeDelta = TimeDelta::minutes(10);

/// Brings a refresh that was begun to its end with what its upstream said, or puts it off.
///
/// # Errors
/// The database's; then it is begun again later, and goes on where it stopped.
pub async fn settle(
    ground: &Ground,
    run: &RefreshRun,
    roster_subject: RosterSubject,
    heard: Vec<Heard>,
) -> Result<(), RosterError> {
    let scope = &Scope::of(run);
    let Some((look, setting)) = study(ground, scope, roster_subject, heard).await? else {
        return record::finish(ground, run, RunState::Failed, Some(RunProblem::SwitchedOff)).await;
    };
    for (_, difference) in look.read() {
        super::super::forget(ground, &difference.said, &difference.hidden).await?;
    }
    if let Some(next) = in_doubt(run, &look) {
        let place = setting.place(scope, roster_subject);
        for (journal, difference) in look.read() {
            carry::access(ground, (run, place), journal, difference).await?;
        }
        return match next {
            Doubt::Later => put_off(ground, run).await,
            Doubt::Over(problem) => give_up(ground, run, &look, problem).await,
        };
    }
    carry_out(ground, (run, scope), roster_subject, (&look, &setting)).await
}

/// Why nothing is to be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doubt {
    Later,
    Over(RunProblem),
}

/// A journal that did not come at all is asked for again; a person who waits is told instead.
fn in_doubt(run: &RefreshRun, look: &Look) -> Option<Doubt> {
    let is_waited_for = matches!(run.cause, RunCause::Teacher | RunCause::School);
    if look.is_paused && !is_waited_for {
        return Some(Doubt::Over(RunProblem::Paused));
    }
    let unread = look.journals.iter().filter(|looked| matches!(looked.seen, Seen::Unread)).count();
    if unread > 0 {
        if !is_waited_for && run.tries < PATIENCE {
            return Some(Doubt::Later);
        }
        if unread == look.journals.len() {
            return Some(Doubt::Over(RunProblem::Unreachable));
        }
    }
    let is_agreed = |agreed: &str| look.read().all(|(_, difference)| difference.plan.hash() == agreed);
    run.agreed.as_deref().is_some_and(|agreed| !is_agreed(agreed)).then_some(Doubt::Over(RunProblem::Changed))
}

async fn put_off(ground: &Ground, run: &RefreshRun) -> Result<(), RosterError> {
    let until = ground.now() + REST;
    let postpone = |tx| async move { refresh_runs::postpone(&tx, &run.id, until).await };
    Ok(ground.db.write(Durability::Relaxed, postpone).await?)
}

async fn give_up(ground: &Ground, run: &RefreshRun, look: &Look, problem: RunProblem) -> Result<(), RosterError> {
    for looked in &look.journals {
        if matches!(looked.seen, Seen::Unread) {
            record::journal(ground, run, &looked.journal.id, JournalOutcome::Unread, None).await?;
        }
    }
    record::finish(ground, run, RunState::Failed, Some(problem)).await
}

async fn carry_out(
    ground: &Ground,
    (run, scope): (&RefreshRun, &Scope),
    roster_subject: RosterSubject,
    (look, setting): (&Look, &Setting),
) -> Result<(), RosterError> {
    let approved = hold::covers(ground, run, look).await?;
    let wait = ground.db.read(|tx| async move { wait::find(&tx, scope).await }).await?;
    let is_doubtful = !look.verdict.reasons().is_empty();
    let waits = wait.is_some_and(|wait| look.read().any(|(_, difference)| wait.stops(&difference.plan)));
    let is_held = !approved && (waits || is_doubtful);
    let pass = pass(look, approved, wait);
    let work = carry::Work { run, place: setting.place(scope, roster_subject), pass, is_held };
    expect(ground, run, look).await?;
    for looked in &look.journals {
        carry::journal(ground, &work, looked, look.is_turn_of_year).await?;
    }
    match (is_held, is_doubtful) {
        (true, true) => hold::open(ground, run, (look, setting)).await?,
        // The hold of the school is enough.
        (true, false) => {}
        (false, _) => hold::close(ground, run, approved).await?,
    }
    record::finish(ground, run, if is_held { RunState::Held } else { RunState::Done }, None).await
}

/// Writes down how many pupils there are to write, for whoever looks on.
async fn expect(ground: &Ground, run: &RefreshRun, look: &Look) -> Result<(), RosterError> {
    let pupils: i64 = look.journals.iter().map(Looked::pupils).sum();
    let expect = |tx| async move { refresh_runs::expect(&tx, &run.id, pupils).await };
    Ok(ground.db.write(Durability::Relaxed, expect).await?)
}

/// How far it goes. While the whole school waits, one journal does not go where the school may not; whoever approved a hold
/// of that one journal has decided about it.
fn pass(look: &Look, approved: bool, wait: Option<Wait>) -> Pass {
    match (&look.verdict, wait) {
        // Nobody has counted who would leave: in holidays nobody does, whatever a person agreed to.
        _ if approved && look.is_paused => Pass::Additions,
        _ if approved => Pass::Everything,
        (Verdict::Hold(_), _) | (_, Some(Wait::All)) => Pass::Nothing,
        (Verdict::FlowAdditions(_), _) | (Verdict::Flow, Some(Wait::Rest)) => Pass::Additions,
        (Verdict::Flow, None) if look.is_paused => Pass::Additions,
        (Verdict::Flow, None) => Pass::Everything,
    }
}
