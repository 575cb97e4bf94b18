//! `koppel school …`.

mod calendar;
mod change;
mod enable;
mod grant;
mod invite;
mod place;

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::desk::Desk;
use super::failure::missing;
use super::output::{self, Format};
use super::platform;
use super::word::Named;
use crate::domain::{PlatformId, SchoolId};
use crate::storage::audit::Entry;
use crate::storage::schools::{self, PlatformSchool, School, SchoolNumber};
use crate::storage::{Durability, StorageError};

/// What can be done with schools.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add a school.
    Add(Add),
    /// List the schools.
    List(Format),
    /// Show one school: its numbers, platforms and enabled upstreams with their history.
    Show(Show),
    /// Change a school, or what it decided at one platform.
    Change(change::Change),
    /// Disable a school, everywhere or at one platform. Accounts, roles and history stay.
    Remove(change::Remove),
    /// Let an upstream's word count at a school of a platform.
    Enable(enable::Enabling),
    /// End that again. Links stay; they are of no use there until it is enabled again.
    Disable(enable::Enabling),
    /// Invite somebody to administer a school: prints a link that is good once.
    Invite(Box<invite::Invite>),
    /// Let somebody of support look at a school for some hours. The school sees it.
    Support(grant::Support),
    /// List who administers a school, or did.
    Grants(grant::List),
    /// Take back what somebody administers.
    EndGrant(grant::End),
    /// Take away somebody's second factor, and print a link by which they set up a new one.
    ResetFactor(grant::Reset),
}

/// A new school.
#[derive(Debug, Args)]
pub struct Add {
    /// Its first typed number, such as ehis:123 or brin:99XX-00.
    #[arg(long)]
    id: SchoolId,
    /// Its name.
    #[arg(long)]
    name: String,
    /// Its country, two letters.
    #[arg(long, value_parser = place::country)]
    country: String,
    /// Its time zone, such as Europe/Tallinn [known for EE, FI, LT, LV, NL and SE].
    #[arg(long, value_parser = place::time_zone)]
    time_zone: Option<String>,
    /// Another number it is known by; repeat it for several.
    #[arg(long, num_args = 1..)]
    number: Vec<SchoolId>,
    /// A platform it uses; repeat it for several.
    #[arg(long, num_args = 1..)]
    platform: Vec<PlatformId>,
}

/// Which school to show.
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    named: Named<SchoolId>,
    #[command(flatten)]
    format: Format,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::Add(add) => run_add(&desk, add).await,
        Command::List(format) => {
            let rows = desk.ground.db.read(|tx| async move { schools::list(&tx).await }).await?;
            let rows: Vec<Value> = rows.iter().map(shown).collect();
            Ok(output::table(format, &rows, &["id", "name", "country", "time_zone", "disabled_at"])?)
        }
        Command::Show(show) => run_show(&desk, show).await,
        Command::Change(change) => change::run(&desk, change).await,
        Command::Remove(remove) => change::remove(&desk, remove).await,
        Command::Enable(enabling) => enable::enable(&desk, enabling).await,
        Command::Disable(enabling) => enable::disable(&desk, enabling).await,
        Command::Invite(invite) => invite::run(&desk, *invite).await,
        Command::Support(support) => grant::support(&desk, support).await,
        Command::Grants(list) => grant::list(&desk, list).await,
        Command::EndGrant(end) => grant::end(&desk, end).await,
        Command::ResetFactor(reset) => grant::reset(&desk, reset).await,
    }
}

async fn run_add(desk: &Desk, add: Add) -> Result<()> {
    let time_zone = add.time_zone.map_or_else(|| place::time_zone_of(&add.country), Ok)?;
    for platform in &add.platform {
        platform::find(desk, platform).await?;
    }
    let school =
        School { id: add.id, name: add.name, country: add.country, time_zone, created_at: desk.now, disabled_at: None };
    let mut value = shown(&school);
    output::put(&mut value, "number", json!(add.number));
    output::put(&mut value, "platform", json!(add.platform));
    store(desk, &school, &add.number, &add.platform, value.clone()).await?;
    Ok(output::json(&value)?)
}

async fn store(
    desk: &Desk,
    school: &School,
    numbers: &[SchoolId],
    platforms: &[PlatformId],
    detail: Value,
) -> Result<()> {
    let entry = &Entry { school: Some(&school.id), detail, ..desk.entry("school.added") };
    let insert = |tx| async move {
        schools::insert(&tx, school).await?;
        for number in numbers {
            let row = SchoolNumber { number: number.clone(), school_id: school.id.clone() };
            schools::insert_number(&tx, &row).await?;
        }
        for platform in platforms {
            schools::join(&tx, &PlatformSchool::fresh(platform, &school.id, desk.now)).await?;
        }
        desk.record(&tx, entry).await
    };
    Ok(desk.ground.db.write(Durability::Durable, insert).await?)
}

async fn run_show(desk: &Desk, show: Show) -> Result<()> {
    let school = find(desk, show.named.id()?).await?;
    let id = &school.id;
    let read = |tx| async move {
        let numbers = schools::list_numbers(&tx, id).await?;
        let platforms = schools::list_platforms(&tx, id).await?;
        Ok::<_, StorageError>((numbers, platforms, schools::list_enablings(&tx, id).await?))
    };
    let (numbers, platforms, enablings) = desk.ground.db.read(read).await?;
    let mut value = shown(&school);
    output::put(&mut value, "number", numbers.iter().map(|row| json!(row.number)).collect());
    let mut places = Vec::new();
    for place in &platforms {
        places.push(change::shown_whole(desk, place).await?);
    }
    output::put(&mut value, "platform", Value::Array(places));
    output::put(&mut value, "upstream", enablings.iter().map(enable::shown).collect());
    Ok(output::record(show.format, &value)?)
}

/// The school known by this number, or the failure that says there is none.
pub async fn find(desk: &Desk, number: &SchoolId) -> Result<School> {
    let found = desk.ground.db.read(|tx| async move { schools::find_by_number(&tx, number).await }).await?;
    found.ok_or_else(|| missing("school", number))
}

fn shown(school: &School) -> Value {
    json!({
        "id": school.id,
        "name": school.name,
        "country": school.country,
        "time_zone": school.time_zone,
        "created_at": school.created_at,
        "disabled_at": school.disabled_at,
    })
}
