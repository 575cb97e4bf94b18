//! Taking somebody's second factor away, so that they set up a new one: by another administrator, or by support where a second
//! person agrees. Theirs who administer the school, and its teachers'.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::super::door::{May, Steward};
use super::second::Second;
use super::{Asked, name_of, propose};
use crate::accounts::invitation::{self, Invitation};
use crate::accounts::{AccountsError, second_factor};
use crate::domain::{AccountId, ConsoleRole, ProposalKind};
use crate::login::{Login, LoginError, Turned};
use crate::storage::accounts::{self, Account};
use crate::storage::{Durability, StorageError, Tx, console_grants, proposals, second_factors, taught};
use crate::vault::sha256;
use crate::web::pages::entry::{FactorReset, FactorRow, Handed, ResetMet};
use crate::web::{self, Form, Frame, Trouble, Visit};

/// For so many days a new one can be set up.
const SET_UP_DAYS: i64 = 1;

/// What the page sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    account: String,
    reason: String,
}

/// The page.
pub(super) async fn show(State(login): State<Login>, visit: Visit, may: May<Second>) -> Result<Response, Turned> {
    is_entitled(&may.0)?;
    page(&login, &visit, &may.0, ResetMet::Nothing).await
}

/// Whoever only agrees or refuses does not begin this.
fn is_entitled(steward: &Steward) -> Result<(), Trouble> {
    match steward.role {
        ConsoleRole::SchoolAdmin | ConsoleRole::Support => Ok(()),
        ConsoleRole::Coordinator | ConsoleRole::Teacher => Err(Trouble::NotFound),
    }
}

async fn page(login: &Login, visit: &Visit, steward: &Steward, met: ResetMet) -> Result<Response, Turned> {
    let (platform, school, now) = (steward.platform(), steward.school(), login.ground.now());
    let read = |tx: Tx| async move {
        let mut rows: Vec<FactorRow> = Vec::new();
        for grant in console_grants::list_of_school(&tx, platform, school).await? {
            let is_live = grant.ended_at.is_none() && grant.expires_at.is_none_or(|until| until > now);
            let is_new = rows.iter().all(|row| row.account != grant.account_id);
            if is_live && is_new && grant.account_id != *steward.owner.id() {
                let account = accounts::find(&tx, &grant.account_id).await?;
                let name = account.as_ref().map(name_of).unwrap_or_default();
                rows.push(FactorRow { account: grant.account_id, name, role: grant.role });
            }
        }
        for account in taught::list_enrolled(&tx, platform, school).await? {
            let is_new = rows.iter().all(|row| row.account != account.id) && account.id != *steward.owner.id();
            if is_new && taught::teaches_at(&tx, &account.id, platform, school).await? {
                rows.push(FactorRow { name: name_of(&account), account: account.id, role: ConsoleRole::Teacher });
            }
        }
        Ok::<_, StorageError>(rows)
    };
    let rows = login.ground.db.read(read).await?;
    let refused = matches!(met, ResetMet::NoReason | ResetMet::Elsewhere);
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let frame = Frame::new(visit).in_zone(&steward.school.time_zone);
    let template = FactorReset { frame, place: steward.nav("con-grants"), rows, met };
    Ok(web::page(visit, status, &template))
}

/// Whose, and what is known of it.
struct Target {
    account: Account,
    /// They administer another school too, or teach there.
    elsewhere: bool,
    /// Of their present second factor.
    hash: String,
}

/// Takes it away; for support, asks a second person first.
pub(super) async fn answer(
    State(login): State<Login>,
    visit: Visit,
    may: May<Second>,
    Form(typed): Form<Typed>,
) -> Result<Response, Turned> {
    let steward = &may.0;
    is_entitled(steward)?;
    let account: AccountId = typed.account.parse().map_err(|_| Trouble::NotFound)?;
    let (at, id) = (&login, &account);
    let read = |tx: Tx| async move { target(&tx, at, steward, id).await };
    let target = login.ground.db.read(read).await?.ok_or(Trouble::NotFound)?;
    let reason = typed.reason.trim();
    let met = if reason.is_empty() {
        ResetMet::NoReason
    } else if target.elsewhere {
        ResetMet::Elsewhere
    } else if let Some(url) = reset(&login, steward, &target).await? {
        ResetMet::Done(Handed { name: name_of(&target.account), url })
    } else {
        let (object, hash) = (object(&target), target.hash.clone());
        let payload = json!({ "account": target.account.id });
        propose(&login, steward, &Asked { kind: ProposalKind::FactorReset, object, hash, payload, reason }).await?;
        ResetMet::Asked
    };
    page(&login, &visit, steward, met).await
}

fn object(target: &Target) -> String {
    format!("account:{}", target.account.id)
}

/// Somebody else who administers this school, or teaches there and has a second factor.
async fn target(tx: &Tx, login: &Login, steward: &Steward, id: &AccountId) -> Result<Option<Target>, StorageError> {
    let live = console_grants::list_live(tx, id, login.ground.now()).await?;
    let is_here = |grant: &console_grants::Grant| {
        grant.platform_id == *steward.platform() && grant.school_id == *steward.school()
    };
    if id == steward.owner.id() {
        return Ok(None);
    }
    let Some(account) = accounts::find(tx, id).await? else { return Ok(None) };
    let factor = second_factors::find_live(tx, id).await?.map(|factor| factor.id.to_string());
    let (platform, school) = (steward.platform(), steward.school());
    let teaches = factor.is_some() && taught::teaches_at(tx, id, platform, school).await?;
    if !teaches && !live.iter().any(is_here) {
        return Ok(None);
    }
    let elsewhere = !live.iter().all(is_here) || taught::teaches_elsewhere(tx, id, platform, school).await?;
    let hash = sha256(&format!("factor_reset|{id}|{}", factor.unwrap_or_default()));
    Ok(Some(Target { account, elsewhere, hash }))
}

/// The link by which a new one is set up; nothing where a second person must agree first.
async fn reset(login: &Login, steward: &Steward, target: &Target) -> Result<Option<String>, Turned> {
    let (ground, actor) = (&login.ground, &steward.actor());
    let invitation = &Invitation {
        platform: steward.platform().clone(),
        account: target.account.id.clone(),
        school: steward.school().clone(),
        role: None,
        sets_password: false,
    };
    let write = |tx: Tx| async move {
        if !is_agreed(&tx, login, steward, target).await? {
            return Ok(None);
        }
        second_factor::reset(&tx, ground, &invitation.account, actor).await?;
        invitation::invite(&tx, ground, invitation, SET_UP_DAYS, actor).await.map(Some)
    };
    let value: Result<Option<String>, AccountsError> = ground.db.write(Durability::Durable, write).await;
    Ok(value.map_err(LoginError::from)?.map(|value| invitation::address(ground, &value)))
}

/// Whether it may be done now; what a second person agreed to is used up by that.
async fn is_agreed(tx: &Tx, login: &Login, steward: &Steward, target: &Target) -> Result<bool, StorageError> {
    if steward.role == ConsoleRole::SchoolAdmin {
        return Ok(true);
    }
    let (kind, now) = (ProposalKind::FactorReset, login.ground.now());
    let agreed = proposals::find_agreed(tx, kind, steward.platform(), &object(target), &target.hash, now).await?;
    let Some(agreed) = agreed.filter(|agreed| agreed.school_id == *steward.school()) else { return Ok(false) };
    proposals::spend(tx, &agreed.id, now).await?;
    Ok(true)
}
