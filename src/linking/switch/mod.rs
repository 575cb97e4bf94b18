//! A school goes from one upstream to another, or its upstream gives all its people new subjects: old and new subjects are
//! collected in pairs, looked through, applied and, for a while, taken back. The account of each link stays what it is.
//!
//! A pair is the school's word for its own people and for nobody else: an old subject of another school is as unknown as one
//! that nobody has.

mod apply;
mod judge;
mod pairs;
mod seats;
mod undo;

use serde_json::{Value, json};

use super::LinkingError;
use crate::domain::{Actor, PlatformId, SchoolId, SwitchId, SwitchState, UpstreamId};
use crate::ground::Ground;
use crate::storage::upstream_switches::{self as switches, Switch};
use crate::storage::{StorageError, Tx, audit, schools, upstreams};

pub use apply::{Moved, agree, apply, go_on, object};
pub use judge::{Dry, Example, Fate, dry_run};
pub use pairs::{COLUMNS, Loaded, Told, learn, load, read, read_text};
pub use undo::{go_back, take_back, undo};

/// For so many days links that have moved can move back.
pub const UNDO_DAYS: i64 = 30;

/// What is to be begun.
#[derive(Debug, Clone, Copy)]
pub struct NewSwitch<'a> {
    /// At which platform.
    pub platform: &'a PlatformId,
    /// Which school.
    pub school: &'a SchoolId,
    /// From which upstream.
    pub from: &'a UpstreamId,
    /// To which one; the same where only its subjects are new.
    pub to: &'a UpstreamId,
    /// Who.
    pub actor: &'a Actor,
}

/// Begins one: from now on pairs are collected. Durable.
///
/// # Errors
/// [`LinkingError::Gone`] when the school does not use the new upstream, or has never used the old one;
/// [`StorageError::Taken`] while another one from the same upstream is not over.
pub async fn begin(tx: &Tx, ground: &Ground, new: &NewSwitch<'_>) -> Result<SwitchId, LinkingError> {
    usable(tx, new).await?;
    let now = ground.now();
    let row = Switch {
        id: SwitchId::random(&ground.random),
        platform_id: new.platform.clone(),
        school_id: new.school.clone(),
        from_id: new.from.clone(),
        to_id: new.to.clone(),
        state: SwitchState::Learning,
        made_at: now,
        made_by: new.actor.to_string(),
        applied_at: None,
        undo_until: None,
        ended_at: None,
        ended_by: None,
    };
    if !switches::insert(tx, &row).await? {
        return Err(StorageError::Taken.into());
    }
    let detail = json!({ "from": new.from, "to": new.to });
    record(tx, ground, &row, ("switch.begun", detail), new.actor).await?;
    Ok(row.id)
}

async fn usable(tx: &Tx, new: &NewSwitch<'_>) -> Result<(), LinkingError> {
    let all = schools::list_enablings(tx, new.school).await?;
    let mut here = all.iter().filter(|row| row.platform_id == *new.platform);
    let was_used = here.clone().any(|row| row.upstream_id == *new.from);
    let is_used = here.any(|row| row.upstream_id == *new.to && row.ended_at.is_none());
    let is_on = upstreams::find(tx, new.to).await?.is_some_and(|upstream| upstream.disabled_at.is_none());
    if was_used && is_used && is_on { Ok(()) } else { Err(LinkingError::Gone) }
}

/// Gives one up before anything has moved. Durable.
///
/// # Errors
/// [`LinkingError::Gone`] when there is none; [`StorageError::Changed`] when it is not collecting pairs any more.
pub async fn give_up(tx: &Tx, ground: &Ground, id: &SwitchId, actor: &Actor) -> Result<(), LinkingError> {
    let row = switches::lock(tx, id).await?.ok_or(LinkingError::Gone)?;
    switches::give_up(tx, id, ground.now(), &actor.to_string()).await?;
    record(tx, ground, &row, ("switch.dropped", Value::Null), actor).await
}

/// The one that is still collecting pairs, while other writers about it wait.
async fn collecting(tx: &Tx, id: &SwitchId) -> Result<Switch, LinkingError> {
    let row = switches::lock(tx, id).await?.ok_or(LinkingError::Gone)?;
    let is_open = row.state == SwitchState::Learning && row.ended_at.is_none();
    if is_open { Ok(row) } else { Err(StorageError::Changed.into()) }
}

async fn record(
    tx: &Tx,
    ground: &Ground,
    row: &Switch,
    (action, detail): (&'static str, Value),
    actor: &Actor,
) -> Result<(), LinkingError> {
    let entry = audit::Entry {
        platform: Some(&row.platform_id),
        school: Some(&row.school_id),
        object: Some(format!("switch:{}", row.id)),
        detail,
        ..audit::Entry::new(ground.now(), action, actor)
    };
    audit::record(tx, &ground.random, &entry).await?;
    Ok(())
}
