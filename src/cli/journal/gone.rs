//! Journals that their upstream has no more: listed, and ended together.

use anyhow::Result;
use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::output;
use super::super::school;
use super::End;
use crate::domain::{PlatformId, SchoolId};
use crate::roster::gone::{self, Facts, due, is_over, is_too_much};
use crate::roster::{RosterError, Said};
use crate::storage::StorageError;
use crate::storage::gone_journals::{GoneJournal, GonePlace};
use crate::storage::school_refreshes;
use crate::storage::schools::School;

/// A gone journal, and what is known of its school.
pub(super) type Found = (GoneJournal, Facts);

/// Those of a school, at one platform or at all.
pub(super) async fn find(desk: &Desk, school: &School, platform: Option<&PlatformId>) -> Result<Vec<Found>> {
    let (id, now) = (&school.id, desk.now);
    let zone = school.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let read = |tx| async move {
        let mut found = Vec::new();
        for journal in gone::list(&tx, id, platform).await? {
            let wishes = school_refreshes::find(&tx, &journal.platform_id, id).await?;
            let share = gone::share(&tx, &gone::scope(place(&journal)), now).await?;
            let (grace_days, year_begins) = (wishes.end_gone_days, wishes.year_begins);
            found.push((journal, Facts { share, grace_days, zone, year_begins }));
        }
        Ok::<_, StorageError>(found)
    };
    Ok(desk.ground.db.read(read).await?)
}

fn place(journal: &GoneJournal) -> GonePlace {
    GonePlace {
        platform_id: journal.platform_id.clone(),
        school_id: journal.school_id.clone(),
        upstream_id: journal.upstream_id.clone(),
    }
}

/// The columns of a list of them.
pub(super) const COLUMNS: [&str; 7] = ["id", "platform", "upstream", "name", "state", "gone_since", "ends_at"];

/// One of them. What ends at no time by itself waits for a person.
pub(super) fn shown((journal, facts): &Found) -> Value {
    let is_held = is_too_much(&facts.share);
    json!({
        "id": journal.id,
        "platform": journal.platform_id,
        "school": journal.school_id,
        "upstream": journal.upstream_id,
        "external_id": journal.external_id,
        "name": journal.name,
        "state": if is_over(facts, journal) { "over" } else { "gone" },
        "gone_since": journal.stood_at,
        "seen_at": journal.seen_at,
        "people": journal.people,
        "told_at": journal.told_at,
        "told": journal.told_mail,
        "held": is_held,
        "ends_at": due(facts, journal).filter(|_| !is_held),
    })
}

/// Ends all of them.
pub(super) async fn end(desk: &Desk, end: &End, number: &SchoolId) -> Result<()> {
    let school = school::find(desk, number).await?;
    let found = find(desk, &school, end.platform.as_ref()).await?;
    if end.dry_run {
        let rows: Vec<Value> = found.iter().map(shown).collect();
        return Ok(output::table(end.format, &rows, &COLUMNS)?);
    }
    let (Some(by), Some(reason)) = (end.by.as_deref(), end.reason.as_deref()) else {
        let hint = "add --by with the name of a person, and --reason; or look first with --dry-run";
        return Err(failure("somebody has to decide that these journals are over", hint));
    };
    agreed(&found, end.count)?;
    let mut rows = Vec::new();
    for (journal, _) in &found {
        match gone::end_gone(&desk.ground, journal, Said { reason, by: Some(by) }, &desk.actor).await {
            Ok(ended) => rows.push(super::ended(&ended)),
            Err(RosterError::NotLinked) => output::note(&format!("{}: it is there again, or was ended", journal.id)),
            Err(error) => return Err(error.into()),
        }
    }
    if !rows.is_empty() {
        output::note("the running server tells the upstream");
    }
    Ok(output::table(end.format, &rows, &["id", "name", "seats_ended", "licences_freed"])?)
}

/// An upstream that says of everything that it is gone empties no school: who means so many says how many.
fn agreed(found: &[Found], count: Option<usize>) -> Result<()> {
    let Some((_, facts)) = found.iter().find(|(_, facts)| is_too_much(&facts.share)) else { return Ok(()) };
    if count == Some(found.len()) {
        return Ok(());
    }
    let message =
        format!("{} of {} people of the school sit in journals that are gone", facts.share.gone, facts.share.people);
    let hint =
        "compare --dry-run with the upstream; if they are really over, say in --count how many journals you mean";
    Err(failure(message, hint))
}
