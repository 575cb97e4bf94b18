//! What waits for a second person: read, agreed to or refused.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::TimeDelta;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::door::{May, Needs, Steward};
use super::super::merging::{AskedMerge, moving_effect};
use super::super::switch;
use super::name_of;
use crate::domain::{AccountId, ProposalId, ProposalKind, Right};
use crate::ground::Ground;
use crate::login::{Login, Turned};
use crate::storage::audit::{self, Entry};
use crate::storage::proposals::{self, Proposal, payload_place};
use crate::storage::{Durability, StorageError, Tx, accounts, console_grants};
use crate::web::pages::entry::{ProposalPage, ProposalRow, Proposals};
use crate::web::pages::merging::{MergeEffect, MoveEffect};
use crate::web::pages::switch::SwitchEffect;
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// For so many days whoever was handed a password, or lost their second factor to somebody, is no second person, and has none.
const HANDED_DAYS: i64 = 14;

/// Agrees to what somebody else proposed, or refuses it.
pub(crate) enum Second {}

impl Needs for Second {
    const RIGHT: Right = Right::Second;
}

/// What the page sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    /// `agree` or `refuse`.
    answer: String,
}

/// What waits at the school.
pub(super) async fn list(State(login): State<Login>, visit: Visit, may: May<Second>) -> Result<Response, Turned> {
    let (steward, at) = (&may.0, &login);
    let now = login.ground.now();
    let read = |tx: Tx| async move {
        let mut rows = Vec::new();
        let waiting = proposals::list_open(&tx, steward.platform(), steward.school(), now).await?;
        for proposal in waiting.into_iter().filter(|proposal| is_theirs(&at.ground, steward, proposal)) {
            rows.push(row(&tx, at, steward, proposal).await?);
        }
        Ok::<_, StorageError>(rows)
    };
    let rows = login.ground.db.read(read).await?;
    let frame = Frame::new(&visit).in_zone(&steward.school.time_zone);
    let template = Proposals { frame, place: steward.nav("con-home"), rows };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

async fn row(tx: &Tx, login: &Login, steward: &Steward, proposal: Proposal) -> Result<ProposalRow, StorageError> {
    let mut about = Vec::new();
    for account in named(&proposal.object) {
        about.extend(name(tx, steward, &account).await?);
    }
    Ok(ProposalRow {
        by: name(tx, steward, &proposal.made_by).await?.unwrap_or_default(),
        is_own: proposal.made_by == *steward.owner.id(),
        bar: bar(tx, login, steward, &proposal).await?,
        id: proposal.id,
        kind: proposal.kind,
        reason: proposal.reason,
        made_at: proposal.made_at,
        expires_at: proposal.expires_at,
        about,
    })
}

/// The accounts that an object names: `account:<id>`, or two ids with a comma.
fn named(object: &str) -> Vec<AccountId> {
    let ids = object.strip_prefix("account:").unwrap_or(object);
    ids.split(',').filter_map(|id| id.parse().ok()).collect()
}

/// Why whoever reads it does not agree to it, as the key of a text: it is about themselves, or an account of another school is
/// to go together with one of theirs, and they may not merge any.
async fn bar(
    tx: &Tx,
    login: &Login,
    steward: &Steward,
    proposal: &Proposal,
) -> Result<Option<&'static str>, StorageError> {
    let (reader, now) = (steward.owner.id(), login.ground.now());
    if named(&proposal.object).contains(reader) {
        return Ok(Some("ent-second-about-you"));
    }
    if proposal.kind != ProposalKind::Merge || !is_of_two_schools(login, proposal) {
        return Ok(None);
    }
    let grants = console_grants::find_live(tx, steward.platform(), steward.school(), reader, now).await?;
    let merges = grants.iter().any(|grant| Right::Merge.is_of(grant.role));
    Ok((!merges).then_some("ent-second-two-schools"))
}

/// Whether another school asks. One that cannot be opened is taken for such.
fn is_of_two_schools(login: &Login, proposal: &Proposal) -> bool {
    let clear = login.ground.vault.open(&payload_place(&proposal.id), &proposal.payload);
    let payload = clear.ok().and_then(|clear| serde_json::from_slice::<Value>(&clear).ok());
    payload.is_none_or(|payload| payload.get("other_school").is_some_and(|school| !school.is_null()))
}

/// Name and user name: two people of one name must not be taken for each other.
async fn name(tx: &Tx, steward: &Steward, account: &AccountId) -> Result<Option<String>, StorageError> {
    let account = accounts::find(tx, account).await?.filter(|account| account.platform_id == *steward.platform());
    Ok(account.map(|account| match &account.username {
        Some(username) if *username != name_of(&account) => format!("{} ({username})", name_of(&account)),
        _ => name_of(&account),
    }))
}

/// A merge with an account of another school is for whoever may merge: nobody else is to see anything of that account.
fn is_theirs(ground: &Ground, steward: &Steward, proposal: &Proposal) -> bool {
    steward.may(Right::Merge) || AskedMerge::of(ground, proposal).is_none_or(|asked| !asked.is_across())
}

/// One of them, while it waits here. Anything else answers like one that does not exist.
async fn find(tx: &Tx, login: &Login, steward: &Steward, id: &str) -> Result<Option<Proposal>, StorageError> {
    let Ok(id) = id.parse::<ProposalId>() else { return Ok(None) };
    let now = login.ground.now();
    let waits_here = |proposal: &Proposal| {
        proposal.platform_id == *steward.platform()
            && proposal.school_id == *steward.school()
            && proposal.decided_at.is_none()
            && proposal.expires_at > now
            && is_theirs(&login.ground, steward, proposal)
    };
    Ok(proposals::find(tx, &id).await?.filter(waits_here))
}

/// A proposal as it stands now.
struct Standing {
    row: ProposalRow,
    merge: Option<MergeEffect>,
    switched: Option<SwitchEffect>,
    moved: Option<MoveEffect>,
    is_void: bool,
}

impl Standing {
    async fn of(tx: &Tx, login: &Login, steward: &Steward, proposal: Proposal) -> Result<Self, StorageError> {
        let merge = match AskedMerge::of(&login.ground, &proposal) {
            Some(asked) => asked.effect(tx, &login.ground, steward, &proposal.hash).await?,
            None => None,
        };
        let switched = match proposal.kind {
            ProposalKind::Switch => switch::effect(tx, &login.ground, &proposal).await?,
            _ => None,
        };
        let moved = match proposal.kind {
            ProposalKind::MoveLink => moving_effect(tx, &login.ground, steward, &proposal).await?,
            _ => None,
        };
        let is_void = match proposal.kind {
            ProposalKind::Merge => merge.is_none(),
            ProposalKind::Switch => switched.is_none(),
            ProposalKind::MoveLink => moved.is_none(),
            ProposalKind::Export | ProposalKind::Erase | ProposalKind::FactorReset => false,
        };
        Ok(Self { row: row(tx, login, steward, proposal).await?, merge, switched, moved, is_void })
    }

    fn page(self, visit: &Visit, steward: &Steward, status: StatusCode) -> Response {
        let frame = Frame::new(visit).in_zone(&steward.school.time_zone);
        let (place, Self { row, merge, switched, moved, is_void }) = (steward.nav("con-home"), self);
        web::page(visit, status, &ProposalPage { frame, place, row, merge, switched, moved, is_void })
    }
}

/// The page of one.
pub(super) async fn show(
    State(login): State<Login>,
    Path((_, _, id)): Path<(String, String, String)>,
    visit: Visit,
    may: May<Second>,
) -> Result<Response, Turned> {
    let steward = &may.0;
    let (id, at) = (id.as_str(), &login);
    let read = |tx: Tx| async move {
        match find(&tx, at, steward, id).await? {
            Some(proposal) => Standing::of(&tx, at, steward, proposal).await.map(Some),
            None => Ok(None),
        }
    };
    let standing = login.ground.db.read(read).await?.ok_or(Trouble::NotFound)?;
    Ok(standing.page(&visit, steward, StatusCode::OK))
}

/// Agrees or refuses. Whoever proposed it decides nothing; nor does anybody agree as whom one person alone could come; see
/// [`bar`] for who else does not agree. What is not what was proposed any more is taken back instead: nobody agrees to what
/// they did not see.
pub(super) async fn answer(
    State(login): State<Login>,
    Path((_, _, id)): Path<(String, String, String)>,
    visit: Visit,
    may: May<Second>,
    Form(answer): Form<Answer>,
) -> Result<Response, Turned> {
    let steward = &may.0;
    let (id, at, now, actor) = (id.as_str(), &login, login.ground.now(), &steward.actor());
    let (agreed, action) = match answer.answer.as_str() {
        "agree" => (true, "second.agreed"),
        "refuse" => (false, "second.refused"),
        _ => {
            let is_here =
                login.ground.db.read(|tx: Tx| async move { find(&tx, at, steward, id).await }).await?.is_some();
            return Err(if is_here { Trouble::BadForm } else { Trouble::NotFound }.into());
        }
    };
    let write = |tx: Tx| async move {
        let Some(proposal) = find(&tx, at, steward, id).await? else { return Ok(None) };
        let (both, since) = ((&proposal.made_by, steward.owner.id()), now - TimeDelta::days(HANDED_DAYS));
        if agreed
            && (proposals::was_handed(&tx, both, since).await? || bar(&tx, at, steward, &proposal).await?.is_some())
        {
            return Err(StorageError::Changed);
        }
        let standing = Standing::of(&tx, at, steward, proposal.clone()).await?;
        let is_void = agreed && standing.is_void;
        if is_void {
            proposals::withdraw(&tx, &proposal.id, now).await?;
        } else {
            proposals::decide(&tx, &proposal.id, steward.owner.id(), agreed, now).await?;
        }
        let action = if is_void { "second.void" } else { action };
        let entry = Entry {
            platform: Some(&proposal.platform_id),
            school: Some(&proposal.school_id),
            object: Some(format!("proposal:{}", proposal.id)),
            detail: json!({ "kind": proposal.kind, "object": proposal.object }),
            ..Entry::new(now, action, actor)
        };
        audit::record(&tx, &at.ground.random, &entry).await?;
        Ok::<_, StorageError>(Some(is_void.then_some(standing)))
    };
    let done = login.ground.db.write(Durability::Durable, write).await?;
    match done.ok_or(Trouble::NotFound)? {
        Some(standing) => Ok(standing.page(&visit, steward, StatusCode::CONFLICT)),
        None => Ok(see_other(&steward.path("/second"))),
    }
}
