//! `koppel journal refresh`: asks for refreshes, works on them, and waits for their end.

use std::time::Duration;

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::output::{self, Format};
use super::super::progress::Bar;
use super::super::school;
use super::missing;
use crate::domain::{JournalId, PlatformId, RunCause, RunState, SchoolId};
use crate::jobs::work_on;
use crate::roster::refresh::{Look, Scope, Seen, Wish, ask, look};
use crate::storage::journal_runs::{self, JournalRun};
use crate::storage::refresh_runs::{self, RefreshRun};
use crate::storage::{StorageError, holds, journals, school_refreshes};
use crate::upstream::Registry;

/// How often is looked how far a refresh is.
const LOOK: Duration = Duration::from_millis(200);

/// Which journals, and how.
#[derive(Debug, Args)]
pub struct Refresh {
    /// Which journals; or all of them.
    #[arg(value_name = "JOURNAL", required_unless_present_any = ["all", "school"])]
    journals: Vec<JournalId>,
    /// Every live journal; with --school or --platform, those there.
    #[arg(long, conflicts_with = "journals")]
    all: bool,
    /// The journals of this school.
    #[arg(long, conflicts_with = "journals")]
    school: Option<SchoolId>,
    /// The journals at this platform.
    #[arg(long, conflicts_with = "journals")]
    platform: Option<PlatformId>,
    /// Read and compare everything, write nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    format: Format,
}

/// Refreshes them, one school and upstream after the other.
pub async fn run(desk: &Desk, wanted: &Refresh) -> Result<()> {
    let scopes = scopes(desk, wanted).await?;
    if scopes.is_empty() {
        output::note("there is no live journal of an upstream that its school has enabled");
    }
    let upstreams = registry(desk)?;
    let mut told = Vec::new();
    for scope in &scopes {
        told.push(if wanted.dry_run {
            looked(desk, &upstreams, scope).await?
        } else {
            let wish = Wish::plain(RunCause::School, &desk.actor);
            let run = ask(&desk.ground, scope, wish).await?.ok_or(StorageError::Changed)?;
            followed(desk, &upstreams, &run).await?
        });
    }
    say(wanted.format, &told)
}

/// The upstreams as this command reaches them.
pub fn registry(desk: &Desk) -> Result<Registry> {
    Registry::new(desk.ground.clone()).map_err(|error| failure(error.to_string(), "`koppel doctor` looks at upstreams"))
}

async fn scopes(desk: &Desk, wanted: &Refresh) -> Result<Vec<Scope>> {
    let mut scopes = Vec::new();
    for id in &wanted.journals {
        let found = desk.ground.db.read(|tx| async move { journals::find(&tx, id).await }).await?;
        let journal = found.filter(|journal| journal.ended_at.is_none()).ok_or_else(|| missing(id))?;
        scopes.push(Scope::of_journal(&journal));
    }
    if !scopes.is_empty() {
        return Ok(scopes);
    }
    let school = match &wanted.school {
        Some(number) => Some(school::find(desk, number).await?.id),
        None => None,
    };
    let all = desk.ground.db.read(|tx| async move { school_refreshes::list_daily(&tx).await }).await?;
    let here = all.into_iter().filter(|row| {
        school.as_ref().is_none_or(|id| *id == row.school_id)
            && wanted.platform.as_ref().is_none_or(|id| *id == row.platform_id)
    });
    let scope = |row: school_refreshes::Daily| Scope {
        platform: row.platform_id,
        school: row.school_id,
        upstream: row.upstream_id,
        journal: None,
    };
    Ok(here.map(scope).collect())
}

/// Works on a refresh, or looks on while a server does, until it is over; answers what came of it.
pub async fn followed(desk: &Desk, upstreams: &Registry, run: &RefreshRun) -> Result<Value> {
    let bar = Bar::of();
    let now = loop {
        // A server may have it in hand: then this ends at once, and the next look comes a little later.
        worked_on(desk, upstreams, run, &bar).await?;
        let now = find(desk, run).await?;
        show(&bar, &now);
        if now.state.is_over() {
            break now;
        }
        tokio::time::sleep(LOOK).await;
    };
    bar.finish();
    ended(desk, &now).await
}

async fn worked_on(desk: &Desk, upstreams: &Registry, run: &RefreshRun, bar: &Bar) -> Result<()> {
    let mut work = Box::pin(work_on(&desk.ground, upstreams, run));
    loop {
        match tokio::time::timeout(LOOK, &mut work).await {
            Ok(worked) => return Ok(worked.map(drop)?),
            Err(_) => show(bar, &find(desk, run).await?),
        }
    }
}

fn show(bar: &Bar, run: &RefreshRun) {
    let ((done, of), words) = line(run);
    bar.done(done, of, words);
}

/// How far it is: in pupils where every journal has told how many it has, else in journals.
fn line(run: &RefreshRun) -> ((u64, u64), String) {
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    let (journals, what) = if run.heard < run.journals { (run.heard, "read") } else { (run.settled, "done") };
    let in_journals = (count(journals), count(run.journals));
    match run.pupils_of.filter(|of| *of > 0) {
        Some(of) => ((count(run.pupils), count(of)), format!("pupils {what}, {journals} of {} journals", run.journals)),
        None if run.pupils > 0 => (in_journals, format!("journals {what}, {} pupils so far", run.pupils)),
        None => (in_journals, format!("journals {what}")),
    }
}

async fn find(desk: &Desk, run: &RefreshRun) -> Result<RefreshRun> {
    let found = desk.ground.db.read(|tx| async move { refresh_runs::find(&tx, &run.id).await }).await?;
    found.ok_or_else(|| failure("the refresh is gone", "run the command again"))
}

async fn ended(desk: &Desk, run: &RefreshRun) -> Result<Value> {
    let place = (&run.platform_id, &run.school_id, &run.upstream_id);
    let read = |tx| async move {
        let hold = holds::find_open(&tx, place, run.journal_id.as_ref()).await?;
        Ok::<_, StorageError>((hold, journal_runs::list_of_run(&tx, &run.id).await?))
    };
    let (hold, journals) = desk.ground.db.read(read).await?;
    let hold = hold.filter(|_| run.state == RunState::Held).map(|hold| hold.id);
    Ok(json!({
        "run": run.id,
        "platform": run.platform_id,
        "school": run.school_id,
        "upstream": run.upstream_id,
        "state": run.state,
        "problem": run.problem,
        "hold": hold,
        "journals": journals.iter().map(done).collect::<Vec<_>>(),
    }))
}

fn done(row: &JournalRun) -> Value {
    json!({
        "journal": row.journal_id,
        "outcome": row.outcome,
        "joined": row.joined,
        "departed": row.departed,
        "missing": row.missing,
        "changed": row.changed,
        "blocked": row.blocked,
        "waiting": row.waiting,
        "new_year": row.new_year,
    })
}

async fn looked(desk: &Desk, upstreams: &Registry, scope: &Scope) -> Result<Value> {
    let seen = look(&desk.ground, upstreams, scope).await?;
    let (problem, reasons, journals) = match &seen {
        Ok(look) => (None, json!(look.verdict.reasons()), would(look)),
        Err(problem) => (Some(problem), json!([]), Vec::new()),
    };
    Ok(json!({
        "platform": scope.platform,
        "school": scope.school,
        "upstream": scope.upstream,
        "problem": problem,
        "would_be_held": reasons,
        "journals": journals,
    }))
}

fn would(look: &Look) -> Vec<Value> {
    let each = look.journals.iter().map(|looked| {
        let journal = &looked.journal.id;
        match &looked.seen {
            Seen::Read(difference) => {
                let (plan, steps) = (&difference.plan, &difference.plan.steps);
                json!({
                    "journal": journal,
                    "outcome": if plan.is_complete { "read" } else { "partial" },
                    "joined": steps.sit.len(),
                    "departed": steps.leave.len(),
                    "missing": steps.miss.len(),
                    "changed": steps.people.len(),
                    "new_year": difference.turns,
                    "hash": plan.hash(),
                })
            }
            Seen::Withdrawn => json!({ "journal": journal, "outcome": "consent_withdrawn" }),
            Seen::Gone => json!({ "journal": journal, "outcome": "gone" }),
            Seen::Unchanged => json!({ "journal": journal, "outcome": "unchanged" }),
            Seen::Unread => json!({ "journal": journal, "outcome": "unread" }),
        }
    });
    each.collect()
}

/// Prints what came of refreshes, and fails where one came to nothing.
pub fn say(format: Format, told: &[Value]) -> Result<()> {
    if format.json {
        output::json(&Value::Array(told.to_vec()))?;
    } else {
        let rows = told.iter().filter_map(|run| run["journals"].as_array()).flatten().cloned();
        let columns =
            ["journal", "outcome", "joined", "departed", "missing", "changed", "blocked", "waiting", "new_year"];
        output::table(format, &rows.collect::<Vec<_>>(), &columns)?;
    }
    for run in told.iter().filter(|run| !run["hold"].is_null()) {
        let hold = run["hold"].as_str().unwrap_or_default();
        output::note(&format!("{}: held, because too much would change", run["school"].as_str().unwrap_or_default()));
        output::note(&format!("hint: `koppel hold show {hold}` tells why; approve or discard it"));
    }
    let failed = told.iter().find(|run| !run["problem"].is_null());
    failed.map_or(Ok(()), |run| {
        let (school, problem) = (run["school"].as_str(), run["problem"].as_str());
        let message = format!("{}: {}", school.unwrap_or_default(), problem.unwrap_or_default());
        Err(failure(message, "`koppel doctor` looks at upstreams; the daily refresh tries again by itself"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Random, RunId, Time};

    fn run((journals, heard, settled): (i64, i64, i64), (pupils, pupils_of): (i64, Option<i64>)) -> RefreshRun {
        RefreshRun {
            id: RunId::random(&Random::counter(1)),
            platform_id: "opiq".parse().unwrap(),
            school_id: "ehis:1".parse().unwrap(),
            upstream_id: "ekool".parse().unwrap(),
            journal_id: None,
            cause: RunCause::School,
            asked_by: String::new(),
            day: None,
            hold_id: None,
            agreed: None,
            state: RunState::Running,
            problem: None,
            tries: 1,
            asked_at: Time::UNIX_EPOCH,
            due_at: Time::UNIX_EPOCH,
            started_at: None,
            ended_at: None,
            journals,
            heard,
            settled,
            pupils,
            pupils_of,
        }
    }

    #[test]
    fn the_bar_goes_over_pupils_where_their_number_is_known_and_over_journals_elsewhere() {
        for (journals, pupils, numbers, words) in [
            ((0, 0, 0), (0, None), (0, 0), "journals done"),
            ((3, 1, 0), (0, None), (1, 3), "journals read"),
            ((3, 1, 0), (412, None), (1, 3), "journals read, 412 pupils so far"),
            ((3, 1, 0), (412, Some(2_000)), (412, 2_000), "pupils read, 1 of 3 journals"),
            ((3, 3, 2), (1_900, Some(2_000)), (1_900, 2_000), "pupils done, 2 of 3 journals"),
            ((3, 3, 2), (0, Some(0)), (2, 3), "journals done"),
        ] {
            assert_eq!(line(&run(journals, pupils)), (numbers, words.to_owned()));
        }
    }
}
