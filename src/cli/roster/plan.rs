//! `koppel roster plan`: what a file of journals would do.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use chrono::TimeZone as _;
use clap::Args;
use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::import;
use super::super::output::{self, Format};
use super::target::Target;
use crate::domain::{PlatformId, Reading, SchoolId, SeatState};
use crate::files;
use crate::roster::file;
use crate::roster::{FilterTerms, Place, Plan, Planned, RosterError, SeatTerms, filter, gather, plan};
use crate::storage::schools::{self, PlatformSchool, School};

/// Which file, and where it would go.
#[derive(Debug, Args)]
pub struct Options {
    /// CSV (with a header) or JSON lines, by the end of its name; one row per person and journal.
    file: PathBuf,
    #[command(flatten)]
    target: Target,
    /// Days before the first and after the last day on which somebody still counts.
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(i64).range(0..=366))]
    slack_days: i64,
    #[command(flatten)]
    format: Format,
}

/// Reads the file and prints the plan of each of its journals.
pub async fn run(config: Option<&Path>, options: Options) -> Result<()> {
    let desk = Desk::open(config).await?;
    let (school, source) = options.target.find(&desk).await?;
    let at = at_platform(&desk, &options.target.platform, &school).await?;
    let opened = File::open(&options.file).with_context(|| options.file.display().to_string())?;
    let format = files::Format::of_name(&options.file.to_string_lossy());
    let told = file::read(opened, format, &source)?;
    import::note_bad(&told.bad_rows);
    let mut plans = Vec::new();
    for reading in &told.journals {
        plans.push((reading, planned(&desk, &options, (&school, &at), reading).await?));
    }
    say(options.format, &plans)
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

fn say(format: Format, plans: &[(&Reading, Plan)]) -> Result<()> {
    if format.json {
        let all = plans.iter().map(|(reading, plan)| journal(reading, plan));
        return Ok(output::json(&all.collect())?);
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
