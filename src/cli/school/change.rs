//! `koppel school change` and `remove`.

use anyhow::Result;
use clap::{ArgAction, Args};
use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::word::{Named, word};
use super::super::{output, platform};
use super::calendar::{self, Wishes};
use super::{find, place, shown};
use crate::domain::{NewAccounts, PlatformId, SchoolId, Time};
use crate::storage::audit::Entry;
use crate::storage::schools::{self, PlatformSchool, School, SchoolNumber};
use crate::storage::{Durability, StorageError};

/// What to change; what is not named stays.
#[derive(Debug, Args)]
pub struct Change {
    #[command(flatten)]
    named: Named<SchoolId>,
    /// Its name.
    #[arg(long)]
    name: Option<String>,
    /// Its country, two letters.
    #[arg(long, value_parser = place::country)]
    country: Option<String>,
    /// Its time zone, such as Europe/Tallinn.
    #[arg(long, value_parser = place::time_zone)]
    time_zone: Option<String>,
    /// One more number it is known by.
    #[arg(long)]
    add_number: Vec<SchoolId>,
    /// The platform that what follows is about.
    #[arg(long)]
    platform: Option<PlatformId>,
    /// Let a pupil's browser session outlive the sign-in; leave it off where computers are shared.
    #[arg(long, requires = "platform", action = ArgAction::Set, value_name = "true|false")]
    pupils_keep_session: Option<bool>,
    /// What happens to people without an account.
    #[arg(long, requires = "platform", value_parser = word!(NewAccounts))]
    new_accounts: Option<NewAccounts>,
    /// Let a teacher's word link pupils who cannot prove an account: of these year groups and classes, such as `1 2 3B`; with
    /// nothing after it, of every class.
    #[arg(long, requires = "platform", num_args = 0.., value_name = "CLASS", conflicts_with = "no_teacher_confirms")]
    teacher_confirms: Option<Vec<String>>,
    /// End that again. Links that were made stay.
    #[arg(long, requires = "platform")]
    no_teacher_confirms: bool,
    /// Let pupils of a journal who cannot prove their account yet work on a provisional one, which a later claim brings along;
    /// for platforms that move history.
    #[arg(long, requires = "platform", action = ArgAction::Set, value_name = "true|false")]
    let_in_now: Option<bool>,
    #[command(flatten)]
    wishes: Wishes,
    /// Bring a removed school back; with --platform, there only.
    #[arg(long)]
    enable: bool,
}

/// What to disable.
#[derive(Debug, Args)]
pub struct Remove {
    #[command(flatten)]
    named: Named<SchoolId>,
    /// Only at this platform.
    #[arg(long)]
    platform: Option<PlatformId>,
}

/// Changes the school and, where a platform is named, what it decided there.
pub async fn run(desk: &Desk, change: Change) -> Result<()> {
    let old = find(desk, change.named.id()?).await?;
    let mut place = match &change.platform {
        Some(platform) => Some(find_at_platform(desk, platform, &old.id).await?),
        None => None,
    };
    if let Some(place) = &mut place {
        place.pupils_keep_session = change.pupils_keep_session.unwrap_or(place.pupils_keep_session);
        place.new_accounts = change.new_accounts.unwrap_or(place.new_accounts);
        if let Some(classes) = &change.teacher_confirms {
            place.teacher_confirms = Some(classes.join(" "));
        }
        place.teacher_confirms = place.teacher_confirms.take().filter(|_| !change.no_teacher_confirms);
        place.lets_in_since = lets_in(desk, place, change.let_in_now).await?;
        place.disabled_at = place.disabled_at.filter(|_| !change.enable);
    }
    let new = School {
        name: change.name.unwrap_or(old.name),
        country: change.country.unwrap_or(old.country),
        time_zone: change.time_zone.unwrap_or(old.time_zone),
        disabled_at: old.disabled_at.filter(|_| !change.enable || place.is_some()),
        ..old
    };
    store(desk, "school.changed", &new, (place.as_ref(), Some(&change.wishes)), &change.add_number).await
}

/// Since when pupils are let in, after the wish. What they do would be lost where the platform cannot follow.
async fn lets_in(desk: &Desk, place: &PlatformSchool, wish: Option<bool>) -> Result<Option<Time>> {
    match wish {
        None => Ok(place.lets_in_since),
        Some(false) => Ok(None),
        Some(true) => {
            let platform = platform::find(desk, &place.platform_id).await?;
            if platform.moves_history_since.is_some() {
                return Ok(place.lets_in_since.or(Some(desk.now)));
            }
            Err(failure(
                format!(
                    "{} cannot move history, so what pupils do on a provisional account would be lost",
                    platform.id
                ),
                format!(
                    "`koppel platform change {} --moves-history true` once it follows koppel:former_subs (docs/platform-developers.md)",
                    platform.id
                ),
            ))
        }
    }
}

/// Disables the school, or its place at one platform.
pub async fn remove(desk: &Desk, remove: Remove) -> Result<()> {
    let mut school = find(desk, remove.named.id()?).await?;
    let mut place = None;
    if let Some(platform) = &remove.platform {
        let old = find_at_platform(desk, platform, &school.id).await?;
        place = Some(PlatformSchool { disabled_at: old.disabled_at.or(Some(desk.now)), ..old });
    } else {
        school.disabled_at = school.disabled_at.or(Some(desk.now));
    }
    store(desk, "school.disabled", &school, (place.as_ref(), None), &[]).await?;
    output::note("disabled, because roles and history hang on it; `koppel school change --enable` brings it back");
    Ok(())
}

async fn find_at_platform(desk: &Desk, platform: &PlatformId, school: &SchoolId) -> Result<PlatformSchool> {
    let find = |tx| async move { schools::find_at_platform(&tx, platform, school).await };
    desk.ground.db.read(find).await?.ok_or_else(|| {
        failure(format!("{school} is not at {platform}"), "`koppel school enable` with an upstream brings it there")
    })
}

async fn store(
    desk: &Desk,
    action: &'static str,
    school: &School,
    (place, wishes): (Option<&PlatformSchool>, Option<&Wishes>),
    numbers: &[SchoolId],
) -> Result<()> {
    let mut value = shown(school);
    if let Some(place) = place {
        output::put(&mut value, "platform", shown_at_platform(place));
    }
    let wanted = match (place, wishes.filter(|wishes| !wishes.is_empty())) {
        (Some(place), Some(wishes)) => {
            let (old, _) = calendar::find(desk, &place.platform_id, &school.id).await?;
            Some((wishes, wishes.over(old)))
        }
        _ => None,
    };
    let wanted = wanted.as_ref();
    if let Some((wishes, new)) = wanted {
        output::put(&mut value, "refresh", wishes.told(new));
    }
    let platform = place.map(|place| &place.platform_id);
    let entry = &Entry { platform, school: Some(&school.id), detail: value.clone(), ..desk.entry(action) };
    let update = |tx| async move {
        schools::update(&tx, school).await?;
        for number in numbers {
            let row = SchoolNumber { number: number.clone(), school_id: school.id.clone() };
            schools::insert_number(&tx, &row).await?;
        }
        if let Some(place) = place {
            schools::update_at_platform(&tx, place).await?;
        }
        if let Some((wishes, new)) = wanted {
            wishes.store(&tx, new, desk.now).await?;
        }
        desk.record(&tx, entry).await
    };
    desk.ground.db.write::<_, StorageError, _, _>(Durability::Durable, update).await?;
    Ok(output::json(&value)?)
}

/// A school's place at a platform under the names of its options.
pub fn shown_at_platform(place: &PlatformSchool) -> Value {
    json!({
        "platform": place.platform_id,
        "pupils_keep_session": place.pupils_keep_session,
        "new_accounts": place.new_accounts,
        "teacher_confirms": place.teacher_confirms,
        "let_in_now": place.lets_in_since.is_some(),
        "disabled_at": place.disabled_at,
    })
}

/// The same with what it wants of refreshes there.
pub async fn shown_whole(desk: &Desk, place: &PlatformSchool) -> Result<Value> {
    let (wishes, pauses) = calendar::find(desk, &place.platform_id, &place.school_id).await?;
    let mut value = shown_at_platform(place);
    output::put(&mut value, "refresh", calendar::shown(&wishes, &pauses));
    Ok(value)
}
