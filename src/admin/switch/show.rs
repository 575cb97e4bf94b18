//! One of them: pairs are collected, looked through, applied and taken back.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::super::door::{May, Steward};
use super::super::entry::{Asked, how_far, propose};
use super::super::journals::names;
use super::super::merging::reason;
use super::list::path;
use super::{Switches, stopped};
use crate::domain::{Actor, PersonName, ProposalKind, SwitchId, SwitchState, UpstreamId};
use crate::ground::Ground;
use crate::linking::LinkingError;
use crate::linking::switch::{self, Dry, Fate};
use crate::login::{Login, Turned};
use crate::storage::proposals::Proposal;
use crate::storage::upstream_switches::{self as switches, PairCount, Switch};
use crate::storage::{Durability, StorageError, Tx};
use crate::web::pages::merging::Second;
use crate::web::pages::switch::{Brought, ExampleRow, Plan, SwitchEffect, SwitchPage, pair_key, switch_key};
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// So many times fifty links move while somebody waits; the page says how many are left, and goes on.
const ROUNDS: usize = 8;

/// What was pressed, and what goes with it.
#[derive(Debug, Deserialize)]
pub(super) struct Pressed {
    #[serde(default)]
    act: String,
    #[serde(default)]
    pairs: String,
    #[serde(default)]
    agreed: String,
    #[serde(default)]
    reason: String,
}

/// What the form met.
#[derive(Debug, Default)]
struct Met {
    brought: Option<Brought>,
    lacks_reason: bool,
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    Path((_, _, named)): Path<(String, String, String)>,
    visit: Visit,
    may: May<Switches>,
) -> Result<Response, Turned> {
    let row = find(&login, &may.0, &named).await?;
    page(&login, &visit, &may.0, (row, Met::default())).await
}

/// Does what was pressed.
pub(super) async fn act(
    State(login): State<Login>,
    Path((_, _, named)): Path<(String, String, String)>,
    visit: Visit,
    may: May<Switches>,
    Form(pressed): Form<Pressed>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let row = find(&login, &steward, &named).await?;
    let actor = steward.actor();
    if pressed.act == "pairs" {
        let brought = bring(&login, &row.id, &pressed.pairs, &actor).await?;
        return page(&login, &visit, &steward, (row, Met { brought: Some(brought), ..Met::default() })).await;
    }
    if pressed.act == "ask" {
        let Some(reason) = reason(&pressed.reason) else {
            return page(&login, &visit, &steward, (row, Met { lacks_reason: true, ..Met::default() })).await;
        };
        ask(&login, &steward, &row, (pressed.agreed.as_str(), reason.as_str())).await?;
        return Ok(see_other(&path(&steward, &row)));
    }
    match pressed.act.as_str() {
        "learn" => learn(&login, &row.id, &actor).await,
        "apply" => apply(&login, &row.id, &pressed.agreed, &actor).await,
        "undo" => undo(&login, &row.id, &actor).await,
        "drop" => give_up(&login, &row.id, &actor).await,
        _ => return Err(Trouble::BadForm.into()),
    }
    .map_err(stopped)?;
    Ok(see_other(&path(&steward, &row)))
}

/// One of the school's; another one's answers like one that does not exist.
async fn find(login: &Login, steward: &Steward, named: &str) -> Result<Switch, Turned> {
    let id: SwitchId = named.parse().map_err(|_| Trouble::NotFound)?;
    let id = &id;
    let found = login.ground.db.read(|tx| async move { switches::find(&tx, id).await }).await?;
    let here = |row: &Switch| row.platform_id == *steward.platform() && row.school_id == *steward.school();
    Ok(found.filter(here).ok_or(Trouble::NotFound)?)
}

/// Collects what was pasted.
async fn bring(login: &Login, id: &SwitchId, text: &str, actor: &Actor) -> Result<Brought, Turned> {
    let Some((rows, bad)) = switch::read_text(text) else {
        return Ok(Brought { is_unread: true, ..Brought::default() });
    };
    let (ground, rows) = (&login.ground, &rows);
    let write = |tx: Tx| async move { switch::load(&tx, ground, id, rows, actor).await };
    let loaded = ground.db.write(Durability::Durable, write).await.map_err(stopped)?;
    let wrong = bad.iter().chain(&loaded.conflicts).map(|bad| bad.row).collect();
    Ok(Brought { is_unread: false, added: loaded.added, known: loaded.known, wrong })
}

/// Puts exactly the pairs that were shown before a second person.
async fn ask(login: &Login, steward: &Steward, row: &Switch, (hash, reason): (&str, &str)) -> Result<(), Turned> {
    let (ground, id) = (&login.ground, &row.id);
    let dry = ground.db.read(|tx: Tx| async move { switch::dry_run(&tx, ground, id).await }).await.map_err(stopped)?;
    if dry.hash != hash || row.state != SwitchState::Learning {
        return Err(Trouble::Stale.into());
    }
    let (object, payload) = (switch::object(id), json!({ "switch": id }));
    propose(login, steward, &Asked { kind: ProposalKind::Switch, object, hash: dry.hash, payload, reason }).await?;
    Ok(())
}

/// What waits for a second person, as it would be done now; nothing when that is not what was proposed.
pub(in crate::admin) async fn effect(
    tx: &Tx,
    ground: &Ground,
    proposal: &Proposal,
) -> Result<Option<SwitchEffect>, StorageError> {
    let id = proposal.object.strip_prefix("switch:").and_then(|id| id.parse::<SwitchId>().ok());
    let Some(id) = id else { return Ok(None) };
    let row = switches::find(tx, &id).await?.filter(|row| row.state == SwitchState::Learning);
    let here = |row: &Switch| row.platform_id == proposal.platform_id && row.school_id == proposal.school_id;
    let Some(row) = row.filter(here) else { return Ok(None) };
    let dry = match switch::dry_run(tx, ground, &id).await {
        Ok(dry) => dry,
        Err(LinkingError::Storage(error)) => return Err(error),
        Err(_) => return Ok(None),
    };
    if dry.hash != proposal.hash {
        return Ok(None);
    }
    let names = names(tx).await?;
    let name_of = |id: &UpstreamId| names.get(id).cloned().unwrap_or_default();
    Ok(Some(SwitchEffect { from: name_of(&row.from_id), to: name_of(&row.to_id), plan: plan(&dry) }))
}

async fn learn(login: &Login, id: &SwitchId, actor: &Actor) -> Result<(), LinkingError> {
    let ground = &login.ground;
    let write = |tx: Tx| async move { switch::learn(&tx, ground, id, actor).await };
    ground.db.write(Durability::Durable, write).await.map(drop)
}

async fn apply(login: &Login, id: &SwitchId, agreed: &str, actor: &Actor) -> Result<(), LinkingError> {
    let ground = &login.ground;
    let write = |tx: Tx| async move { switch::agree(&tx, ground, id, agreed, actor).await };
    ground.db.write(Durability::Durable, write).await?;
    for _ in 0..ROUNDS {
        if switch::go_on(ground, id, actor).await?.is_none() {
            break;
        }
    }
    Ok(())
}

async fn undo(login: &Login, id: &SwitchId, actor: &Actor) -> Result<(), LinkingError> {
    let ground = &login.ground;
    let write = |tx: Tx| async move { switch::take_back(&tx, ground, id, actor).await };
    ground.db.write(Durability::Durable, write).await?;
    for _ in 0..ROUNDS {
        if switch::go_back(ground, id, actor).await?.is_none() {
            break;
        }
    }
    Ok(())
}

async fn give_up(login: &Login, id: &SwitchId, actor: &Actor) -> Result<(), LinkingError> {
    let ground = &login.ground;
    let write = |tx: Tx| async move { switch::give_up(&tx, ground, id, actor).await };
    ground.db.write(Durability::Durable, write).await
}

async fn page(login: &Login, visit: &Visit, steward: &Steward, (row, met): (Switch, Met)) -> Result<Response, Turned> {
    let (ground, id, now, is_collecting) =
        (&login.ground, &row.id, login.ground.now(), row.state == SwitchState::Learning);
    let read = |tx: Tx| async move {
        let counts = switches::count_pairs(&tx, id).await?;
        let dry = switch::dry_run(&tx, ground, id).await?;
        let second = if is_collecting && dry.unproven > 0 {
            let object = switch::object(id);
            how_far(&tx, steward, now, (ProposalKind::Switch, object.as_str(), dry.hash.as_str())).await?
        } else {
            Second::NotNeeded
        };
        Ok::<_, LinkingError>((counts, dry, names(&tx).await?, second))
    };
    let (counts, dry, names, second) = ground.db.read(read).await.map_err(stopped)?;
    let name_of = |id: &UpstreamId| names.get(id).cloned().unwrap_or_default();
    let template = SwitchPage {
        frame: Frame::new(visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-switch"),
        path: path(steward, &row),
        from: name_of(&row.from_id),
        to: name_of(&row.to_id),
        is_renewal: row.is_renewal(),
        state_key: switch_key(row.state),
        counts: counts.iter().map(counted).collect(),
        is_collecting,
        is_moving: row.is_applied(),
        is_going_back: row.state == SwitchState::Undone,
        undo_until: row.undo_until.filter(|until| row.is_applied() && now < *until),
        plan: plan(&dry),
        second,
        lacks_reason: met.lacks_reason,
        brought: met.brought,
    };
    let is_bad = template.lacks_reason || template.brought.as_ref().is_some_and(|brought| brought.is_unread);
    Ok(web::page(visit, if is_bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &template))
}

fn counted(row: &PairCount) -> (&'static str, u64) {
    (pair_key(row.state), u64::try_from(row.pairs).unwrap_or_default())
}

fn plan(dry: &Dry) -> Plan {
    let example = |example: &switch::Example| ExampleRow {
        key: fate_key(example.fate),
        old: example.old.clone(),
        new: example.new.clone(),
        name: example.name.as_ref().map(PersonName::display),
    };
    Plan {
        moves: dry.moves,
        seats: dry.seats,
        unproven: dry.unproven,
        taken: dry.taken,
        unknown: dry.unknown,
        left: dry.left,
        examples: dry.examples.iter().map(example).collect(),
        hash: dry.hash.clone(),
    }
}

fn fate_key(fate: Fate) -> &'static str {
    match fate {
        Fate::Moves => "swi-fate-moves",
        Fate::Joined => "swi-fate-joined",
        Fate::Seat => "swi-fate-seat",
        Fate::Taken => "swi-fate-taken",
        Fate::Unknown => "swi-fate-unknown",
    }
}
