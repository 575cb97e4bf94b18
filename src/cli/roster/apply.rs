//! `koppel roster apply`: brings a file of journals to a platform.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Args;
use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::import;
use super::super::output::{self, Format};
use super::super::progress::Bar;
use super::target::Target;
use crate::files;
use crate::jobs::while_alone;
use crate::roster::file::{self, Source};
use crate::roster::refresh::Scope;
use crate::roster::roll::{self, Bringing, Brought, Roll, Stop, Told};
use crate::storage::refresh_runs;

/// Which file, and where it goes.
#[derive(Debug, Args)]
pub struct Options {
    /// CSV (with a header), JSON lines, or one JSON document, by the end of its name.
    file: PathBuf,
    #[command(flatten)]
    target: Target,
    /// Read and compare everything, write nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    format: Format,
}

/// Reads the file, brings it in and prints what came of it.
pub async fn run(config: Option<&Path>, options: Options) -> Result<()> {
    let desk = Desk::open(config).await?;
    let (school, source) = options.target.find(&desk).await?;
    let roll = read(&options.file, &source)?;
    import::note_bad(roll.bad_rows());
    let Target { platform, upstream, school: _, roster_subject } = options.target;
    let scope = &Scope { platform, school: school.id, upstream, journal: None };
    let how = Bringing { scope, roster_subject, actor: &desk.actor, dry_run: options.dry_run };
    let brought = watched(&desk, &roll, how).await?.map_err(|stop| stopped(stop, scope))?;
    say(options.format, (&roll, &brought), options.dry_run)
}

/// One JSON document, and not a file of rows.
pub(super) fn is_document(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("json"))
}

/// The file as one roster.
pub(super) fn read(path: &Path, source: &Source) -> Result<Roll> {
    let name = path.display().to_string();
    let none = Roll::new(source.upstream.clone(), source.scope.clone(), source.read_at);
    let advised = |error: anyhow::Error| failure(format!("{name}: {error}"), "docs/rosters.md tells what is read");
    if is_document(path) {
        let document = fs::read(path).with_context(|| name.clone())?;
        return roll::read(&document, none).map_err(|error| advised(error.into()));
    }
    let opened = File::open(path).with_context(|| name.clone())?;
    let told = file::read(opened, files::Format::of_name(&name), source).map_err(|error| advised(error.into()))?;
    Ok(none.with(told.journals).without(told.bad_rows))
}

/// Brings it in behind a bar, while nobody else reads or brings journals of that school: two guards that judge one school
/// at the same time would each let a part pass.
pub(super) async fn watched(desk: &Desk, roll: &Roll, how: Bringing<'_>) -> Result<Result<Brought, Stop>> {
    let bar = Bar::of();
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let told = |at: Told| {
        let ((people, of), (journals, all)) = (at.people, at.journals);
        bar.done(count(people), count(of), format!("people, {} {journals} of {all} journals", at.doing));
    };
    let bringing = Box::pin(roll::bring(&desk.ground, roll, how, &told));
    let brought = if how.dry_run {
        bringing.await.map(Some)
    } else {
        let lease = refresh_runs::lease_name(&how.scope.school, &how.scope.upstream);
        while_alone(&desk.ground, &lease, bringing).await
    };
    bar.finish();
    brought?.ok_or_else(|| {
        let hint = "run the command again when it is over; what was killed is in the way for 20 seconds";
        failure(format!("journals of {} are being refreshed, or brought in by somebody else", how.scope.school), hint)
    })
}

fn stopped(stop: Stop, scope: &Scope) -> anyhow::Error {
    let Scope { platform, school, upstream, journal: _ } = scope;
    let hint = match stop {
        Stop::SwitchedOff => {
            format!("`koppel school enable {school} --platform {platform} --upstream {upstream}` switches it on")
        }
        Stop::Waits => "`koppel hold list` shows it; approve or discard it first".to_owned(),
    };
    failure(stop.to_string(), hint)
}

/// The report, for a person or a script. What the guard holds is an error.
fn say(format: Format, (roll, brought): (&Roll, &Brought), dry_run: bool) -> Result<()> {
    if format.json {
        output::json(&report((roll, brought), dry_run))?;
    } else if !brought.held {
        output::line(&sentence(brought, dry_run))?;
    }
    for (journal, left) in &brought.left {
        output::note(&format!("{journal}: {}", json!(left).as_str().unwrap_or_default()));
    }
    note_reasons(brought);
    if brought.held { Err(held(brought, dry_run)) } else { Ok(()) }
}

/// What is held, and what to do about it.
fn held(brought: &Brought, dry_run: bool) -> anyhow::Error {
    let done = match brought.applied {
        _ if dry_run => "it would be held",
        0 => "nothing was applied",
        _ => "only who joined has a seat",
    };
    let message = format!("it would change too much, or was not read to its end: {done}");
    let compare = "compare the file with what it was made from";
    let hint = match &brought.hold {
        Some(hold) if brought.reasons.iter().all(|(reason, _)| reason.limit.can_be_approved()) => format!(
            "{compare}. If it is right, have {hold} approved (`koppel hold show {hold}`) and apply the same file again; if \
             not, mend it"
        ),
        _ => format!("{compare}, and mend it: what is not known whole, or is another school's, nobody can approve"),
    };
    failure(message, hint)
}

fn sentence(brought: &Brought, dry_run: bool) -> String {
    let (verb, counts) = (if dry_run { "would be applied" } else { "applied" }, &brought.counts);
    format!(
        "{} journals: {verb} {}, unchanged {}, partial {}, left {}; people joined {}, left {}, missing {}, back {}, \
         new {}, told anew {}",
        brought.journals,
        brought.applied,
        brought.unchanged,
        brought.partial,
        brought.left.len(),
        counts.joined,
        counts.left,
        counts.missing,
        counts.back,
        counts.born,
        counts.told,
    )
}

/// Why the guard holds it, or all of it but who is new.
pub(super) fn reasons(brought: &Brought) -> Vec<Value> {
    let shown = brought.reasons.iter().map(|(reason, journal)| {
        json!({ "limit": reason.limit, "journal": journal, "people": reason.people, "of": reason.of })
    });
    shown.collect()
}

/// The same in words, for a person.
pub(super) fn note_reasons(brought: &Brought) {
    for (reason, journal) in &brought.reasons {
        let journal = journal.as_deref().unwrap_or("the school");
        output::note(&format!("{journal}: {}, {} of {}", reason.limit, reason.people, reason.of));
    }
}

fn report((roll, brought): (&Roll, &Brought), dry_run: bool) -> Value {
    let left = brought.left.iter().map(|(journal, left)| json!({ "journal": journal, "why": left }));
    json!({
        "dry_run": dry_run,
        "journals": brought.journals,
        "applied": brought.applied,
        "unchanged": brought.unchanged,
        "partial": brought.partial,
        "left": left.collect::<Vec<_>>(),
        "counts": brought.counts,
        "held": brought.held,
        "hold": brought.hold,
        "reasons": reasons(brought),
        "bad_rows": roll.bad_rows(),
    })
}
