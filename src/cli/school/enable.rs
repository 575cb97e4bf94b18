//! `koppel school enable` and `disable`.

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::word::Named;
use super::super::{output, platform, upstream};
use super::find;
use crate::domain::{EnablingId, PlatformId, SchoolId, UpstreamId};
use crate::storage::audit::Entry;
use crate::storage::schools::{self, PlatformSchool, SchoolUpstream};
use crate::storage::{Durability, StorageError, Tx};

/// Which upstream at which school of which platform.
#[derive(Debug, Args)]
pub struct Enabling {
    #[command(flatten)]
    named: Named<SchoolId>,
    /// Which upstream.
    #[arg(long)]
    upstream: UpstreamId,
    /// At which platform.
    #[arg(long)]
    platform: PlatformId,
}

/// Enables it; the school comes to the platform where it was not there yet.
pub async fn enable(desk: &Desk, enabling: Enabling) -> Result<()> {
    let school = find(desk, enabling.named.id()?).await?;
    platform::find(desk, &enabling.platform).await?;
    upstream::find(desk, &enabling.upstream).await?;
    let row = &SchoolUpstream {
        id: EnablingId::random(&desk.ground.random),
        platform_id: enabling.platform,
        school_id: school.id,
        upstream_id: enabling.upstream,
        enabled_at: desk.now,
        enabled_by: desk.actor.to_string(),
        ended_at: None,
        ended_by: None,
    };
    let entry = &entry(desk, "school.upstream_enabled", row);
    let write = |tx| async move {
        if !come_to_platform(&tx, desk, row).await? {
            return Ok(Enabled::SwitchedOff);
        }
        if !schools::enable_upstream(&tx, row).await? {
            return Ok(Enabled::Before);
        }
        desk.record(&tx, entry).await?;
        Ok::<_, StorageError>(Enabled::Now)
    };
    match desk.ground.db.write(Durability::Durable, write).await? {
        Enabled::Now => {}
        Enabled::Before => output::note("it was enabled already"),
        Enabled::SwitchedOff => {
            return Err(failure(
                format!("{} is switched off at {}", row.school_id, row.platform_id),
                format!("koppel school change --id {} --platform {} --enable", row.school_id, row.platform_id),
            ));
        }
    }
    Ok(output::json(&answer(row, true))?)
}

/// What came of it.
enum Enabled {
    Now,
    Before,
    /// Somebody switched the whole school off at the platform, and only they switch it on again.
    SwitchedOff,
}

/// False when the school was there and is switched off.
async fn come_to_platform(tx: &Tx, desk: &Desk, row: &SchoolUpstream) -> Result<bool, StorageError> {
    let fresh = PlatformSchool::fresh(&row.platform_id, &row.school_id, desk.now);
    schools::join(tx, &fresh).await?;
    let place = schools::find_at_platform(tx, &row.platform_id, &row.school_id).await?;
    Ok(place.is_none_or(|place| place.disabled_at.is_none()))
}

/// Ends it.
pub async fn disable(desk: &Desk, enabling: Enabling) -> Result<()> {
    let school = find(desk, enabling.named.id()?).await?;
    let row = &SchoolUpstream {
        id: EnablingId::random(&desk.ground.random),
        platform_id: enabling.platform,
        school_id: school.id,
        upstream_id: enabling.upstream,
        enabled_at: desk.now,
        enabled_by: String::new(),
        ended_at: None,
        ended_by: None,
    };
    let (entry, by) = (&entry(desk, "school.upstream_disabled", row), &desk.actor.to_string());
    let write = |tx| async move {
        let key = (&row.platform_id, &row.school_id, &row.upstream_id);
        let was_live = schools::disable_upstream(&tx, key, desk.now, by).await?;
        if was_live {
            desk.record(&tx, entry).await?;
        }
        Ok::<_, StorageError>(was_live)
    };
    let was_live = desk.ground.db.write(Durability::Durable, write).await?;
    if !was_live {
        output::note("it was not enabled");
    }
    Ok(output::json(&answer(row, false))?)
}

fn entry<'a>(desk: &'a Desk, action: &'static str, row: &'a SchoolUpstream) -> Entry<'a> {
    Entry {
        platform: Some(&row.platform_id),
        school: Some(&row.school_id),
        object: Some(format!("upstream:{}", row.upstream_id)),
        ..desk.entry(action)
    }
}

fn answer(row: &SchoolUpstream, enabled: bool) -> Value {
    json!({ "id": row.school_id, "platform": row.platform_id, "upstream": row.upstream_id, "enabled": enabled })
}

/// One enabling with its history.
pub fn shown(row: &SchoolUpstream) -> Value {
    json!({
        "platform": row.platform_id,
        "upstream": row.upstream_id,
        "enabled_at": row.enabled_at,
        "enabled_by": row.enabled_by,
        "ended_at": row.ended_at,
        "ended_by": row.ended_by,
    })
}
