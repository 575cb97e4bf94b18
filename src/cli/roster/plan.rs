//! `koppel roster plan`: what a file of journals would do.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use chrono::TimeZone as _;
use clap::Args;
use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::import;
use super::super::output::{self, Format};
use super::super::progress::Bar;
use super::apply::{self, is_document, note_reasons, reasons, watched};
use super::target::Target;
use crate::domain::{Completeness, PartialRead, PlatformId, Reading, SchoolId, SeatState};
use crate::files;
use crate::roster::file::{self, Source};
use crate::roster::refresh::Scope;
use crate::roster::roll::{Bringing, Brought, Roll, Stop};
use crate::roster::{FilterTerms, Place, Plan, Planned, RosterError, SeatTerms, filter, gather, plan};
use crate::storage::schools::{self, PlatformSchool, School};

/// Which file, and where it would go.
#[derive(Debug, Args)]
pub struct Options {
    /// CSV (with a header), JSON lines, or one JSON document, by the end of its name.
    file: PathBuf,
    #[command(flatten)]
    target: Target,
    /// Days before the first and after the last day on which somebody still counts.
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(i64).range(0..=366))]
    slack_days: i64,
    #[command(flatten)]
    format: Format,
}

/// Reads the file, prints the plan of each of its journals, and what the guard would say of all of them together.
pub async fn run(config: Option<&Path>, options: Options) -> Result<()> {
    let desk = Desk::open(config).await?;
    let (school, source) = options.target.find(&desk).await?;
    let at = at_platform(&desk, &options.target.platform, &school).await?;
    let roll = apply::read(&options.file, &source)?;
    import::note_bad(roll.bad_rows());
    let journals = readings(&options.file, &source, &roll)?;
    let mut plans = Vec::with_capacity(journals.len());
    let (bar, count) = (Bar::of(), |number: usize| u64::try_from(number).unwrap_or(u64::MAX));
    for reading in &journals {
        bar.done(count(plans.len()), count(journals.len()), "planning");
        plans.push((reading, planned(&desk, &options, (&school, &at), reading).await?));
    }
    bar.finish();
    let judged = judged(&desk, &options.target, &school, &roll).await?;
    say(options.format, &plans, (&roll, &judged))
}

/// The same file journal by journal. Whatever cannot be read of it makes all of them partial.
fn readings(path: &Path, source: &Source, roll: &Roll) -> Result<Vec<Reading>> {
    let name = path.display().to_string();
    let mut journals = if is_document(path) {
        file::read_document(&fs::read(path).with_context(|| name.clone())?, source)?
    } else {
        let opened = File::open(path).with_context(|| name.clone())?;
        file::read(opened, files::Format::of_name(&name), source)?.journals
    };
    if !roll.bad_rows().is_empty() {
        for one in &mut journals {
            one.completeness = Completeness::Partial(PartialRead::BadRow);
        }
    }
    Ok(journals)
}

/// What `roster apply --dry-run` would say.
async fn judged(desk: &Desk, target: &Target, school: &School, roll: &Roll) -> Result<Result<Brought, Stop>> {
    let Target { platform, upstream, roster_subject, .. } = target;
    let scope =
        &Scope { platform: platform.clone(), school: school.id.clone(), upstream: upstream.clone(), journal: None };
    let (actor, roster_subject) = (&desk.actor, *roster_subject);
    watched(desk, roll, Bringing { scope, roster_subject, actor, dry_run: true }).await
}

/// In one word, whether it would be applied.
fn verdict(judged: &Result<Brought, Stop>) -> &'static str {
    match judged {
        Err(Stop::SwitchedOff) => "switched_off",
        Err(Stop::Waits) => "waits",
        Ok(brought) if brought.held => "held",
        Ok(brought) if !brought.reasons.is_empty() => "additions",
        Ok(_) => "passes",
    }
}

fn sentence(judged: &Result<Brought, Stop>) -> String {
    match judged {
        Err(stop) => format!("{stop}: nothing would be applied"),
        Ok(brought) if brought.held => "the guard would hold it: nothing would be applied".to_owned(),
        Ok(brought) if !brought.reasons.is_empty() => "the guard would let in who is new, and nothing else".to_owned(),
        Ok(_) => "the guard would let it pass".to_owned(),
    }
}

async fn at_platform(desk: &Desk, platform: &PlatformId, school: &School) -> Result<PlatformSchool> {
    let find = |tx| async move { schools::find_at_platform(&tx, platform, &school.id).await };
    let found = desk.ground.db.read(find).await?;
    let hint = format!("`koppel school enable {} --platform {platform} --upstream …` brings it there", school.id);
    found.ok_or_else(|| failure(format!("the school {} is not at {platform}", school.id), hint))
}

async fn planned(
    desk: &Desk,
    options: &Options,
    (school, at): (&School, &PlatformSchool),
    reading: &Reading,
) -> Result<Plan> {
    let ground = &desk.ground;
    let numbers = ground.db.read(|tx| async move { schools::list_numbers(&tx, &school.id).await }).await?;
    let numbers: BTreeSet<SchoolId> = numbers.into_iter().map(|row| row.number).collect();
    let zone: chrono_tz::Tz = school.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let terms = FilterTerms {
        school: &numbers,
        country: Some(&school.country),
        today: zone.from_utc_datetime(&desk.now.naive_utc()).date_naive(),
        slack_days: options.slack_days,
        unmarked_is_protected: false,
        vault: &ground.vault,
    };
    let (said, hidden) = &filter(reading, &terms);
    let terms = SeatTerms { roster_subject: options.target.roster_subject, new_accounts: at.new_accounts };
    let place = Place { platform: &options.target.platform, school: &school.id, terms };
    let held = ground.db.read(|tx| async move { gather(&tx, ground, place, said, hidden).await });
    let held = held.await.map_err(|error: RosterError| anyhow::Error::from(error))?;
    Ok(plan(said, &held))
}

fn say(format: Format, plans: &[(&Reading, Plan)], (roll, judged): (&Roll, &Result<Brought, Stop>)) -> Result<()> {
    if format.json {
        let journals: Vec<Value> = plans.iter().map(|(reading, plan)| journal(reading, plan)).collect();
        let reasons = judged.as_ref().map(reasons).unwrap_or_default();
        let guard = json!({ "verdict": verdict(judged), "reasons": reasons });
        return Ok(output::json(&json!({ "journals": journals, "guard": guard, "bad_rows": roll.bad_rows() }))?);
    }
    let rows = plans.iter().flat_map(|(reading, plan)| {
        let journal = &reading.journal.key.external_id;
        plan.people.iter().map(move |one| person(journal, one))
    });
    let columns = ["journal", "given_name", "family_name", "class", "role", "state", "reason"];
    output::table(format, &rows.collect::<Vec<_>>(), &columns)?;
    for (reading, plan) in plans {
        let counts = SeatState::ALL.iter().map(|state| format!("{state} {}", plan.count(*state)));
        let counts = counts.collect::<Vec<_>>().join(", ");
        output::note(&format!("{}: {counts}", reading.journal.key.external_id));
    }
    output::note(&sentence(judged));
    judged.iter().for_each(note_reasons);
    Ok(())
}

fn person(journal: &str, person: &Planned) -> Value {
    json!({
        "journal": journal,
        "subject": person.subject,
        "given_name": person.facts.given,
        "family_name": person.facts.family,
        "class": person.facts.class_name,
        "role": person.roles,
        "state": person.state.word(),
        "reason": person.state.reason(),
    })
}

fn journal(reading: &Reading, plan: &Plan) -> Value {
    let (id, steps) = (&reading.journal.key.external_id, &plan.steps);
    let mut counts = json!({});
    for state in SeatState::ALL {
        output::put(&mut counts, state.as_str(), json!(plan.count(*state)));
    }
    json!({
        "journal": id,
        "name": reading.journal.name,
        "complete": plan.is_complete,
        "hash": plan.hash(),
        "counts": counts,
        "joined": steps.sit.len(),
        "missing": steps.miss.len(),
        "back": steps.come_back.len(),
        "left": steps.leave.len(),
        "people": plan.people.iter().map(|one| person(id, one)).collect::<Vec<_>>(),
    })
}
