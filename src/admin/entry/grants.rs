//! Who administers the school: invited, and taken back.

use axum::extract::State;
use axum::response::Response;
use chrono::TimeDelta;
use http::StatusCode;
use serde::Deserialize;

use super::super::door::{May, Needs, Steward};
use super::name_of;
use crate::accounts::AccountsError;
use crate::accounts::invitation::{self, Invitation};
use crate::domain::{ConsoleRole, GrantId, Right, Role, Time, fold_username};
use crate::login::{Login, LoginError, Turned};
use crate::storage::accounts::{self, Account};
use crate::storage::audit::{self, Entry};
use crate::storage::console_grants::{self, Grant};
use crate::storage::{Durability, StorageError, Tx, account_roles};
use crate::web::pages::entry::{GrantRow, Grants, Handed};
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// For so many days an invitation is good.
const INVITATION_DAYS: i64 = 14;
/// For so many days the page still tells of what has ended.
const ENDED_DAYS: i64 = 180;

/// Says who else administers the school.
pub(crate) enum Appoint {}

impl Needs for Appoint {
    const RIGHT: Right = Right::Grants;
}

/// What the page sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    /// `invite` or `end`.
    act: String,
    username: String,
    role: String,
    grant: String,
}

/// What the page says besides.
#[derive(Default)]
struct Met {
    username: String,
    is_nobody: bool,
    made: Option<Handed>,
}

/// The page.
pub(super) async fn show(State(login): State<Login>, visit: Visit, may: May<Appoint>) -> Result<Response, Turned> {
    page(&login, &visit, &may.0, Met::default()).await
}

async fn page(login: &Login, visit: &Visit, steward: &Steward, met: Met) -> Result<Response, Turned> {
    let (platform, school, now) = (steward.platform(), steward.school(), login.ground.now());
    let read = |tx: Tx| async move {
        let mut named = Vec::new();
        for grant in console_grants::list_of_school(&tx, platform, school).await? {
            if ended(&grant, now).is_none_or(|at| now - at < TimeDelta::days(ENDED_DAYS)) {
                let account = accounts::find(&tx, &grant.account_id).await?;
                named.push((account.as_ref().map(name_of).unwrap_or_default(), grant));
            }
        }
        Ok::<_, StorageError>(named)
    };
    let named = login.ground.db.read(read).await?;
    let rows = named.into_iter().map(|(name, grant)| GrantRow {
        is_own: grant.account_id == *steward.owner.id(),
        ended_at: ended(&grant, now),
        id: grant.id,
        name,
        role: grant.role,
        reason: grant.reason,
        since: grant.since,
        expires_at: grant.expires_at,
    });
    let (ended, live): (Vec<_>, Vec<_>) = rows.partition(|row| row.ended_at.is_some());
    let status = if met.is_nobody { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let template = Grants {
        frame: Frame::new(visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-grants"),
        live,
        ended,
        username: met.username,
        is_nobody: met.is_nobody,
        made: met.made,
    };
    Ok(web::page(visit, status, &template))
}

/// When a grant ended, or ran out.
fn ended(grant: &Grant, now: Time) -> Option<Time> {
    grant.ended_at.or(grant.expires_at.filter(|until| *until <= now))
}

/// Invites somebody of the staff, or takes back what somebody has.
pub(super) async fn answer(
    State(login): State<Login>,
    visit: Visit,
    may: May<Appoint>,
    Form(typed): Form<Typed>,
) -> Result<Response, Turned> {
    let steward = may.0;
    match typed.act.as_str() {
        "invite" => invite(&login, &visit, &steward, typed).await,
        "end" => {
            end(&login, &steward, &typed.grant).await?;
            Ok(see_other(&steward.path("/grants")))
        }
        _ => Err(Trouble::BadForm.into()),
    }
}

async fn invite(login: &Login, visit: &Visit, steward: &Steward, typed: Typed) -> Result<Response, Turned> {
    let Ok(role @ (ConsoleRole::SchoolAdmin | ConsoleRole::Coordinator)) = typed.role.parse::<ConsoleRole>() else {
        return Err(Trouble::BadForm.into());
    };
    let name = typed.username.as_str();
    let find = |tx: Tx| async move { of_staff(&tx, steward, name).await };
    let Some(account) = login.ground.db.read(find).await? else {
        return page(login, visit, steward, Met { username: typed.username, is_nobody: true, made: None }).await;
    };
    let invitation = &Invitation {
        platform: steward.platform().clone(),
        account: account.id.clone(),
        school: steward.school().clone(),
        role: Some(role),
        sets_password: false,
    };
    let (ground, actor) = (&login.ground, &steward.actor());
    let write = |tx: Tx| async move { invitation::invite(&tx, ground, invitation, INVITATION_DAYS, actor).await };
    let value: Result<String, AccountsError> = ground.db.write(Durability::Durable, write).await;
    let url = invitation::address(ground, &value.map_err(LoginError::from)?);
    let made = Some(Handed { name: name_of(&account), url });
    page(login, visit, steward, Met { made, ..Met::default() }).await
}

/// Somebody who works at the school. Anybody else's user name answers like one that nobody has.
async fn of_staff(tx: &Tx, steward: &Steward, username: &str) -> Result<Option<Account>, StorageError> {
    let found = accounts::find_by_username(tx, steward.platform(), &fold_username(username)).await?;
    let open = found.filter(|account| account.disabled_at.is_none() && account.merged_into.is_none());
    let Some(account) = open else { return Ok(None) };
    let roles = account_roles::list_live(tx, &account.id).await?;
    let works = |role: Role| matches!(role, Role::Teacher | Role::Staff | Role::Admin);
    let works_here = roles.iter().any(|role| role.school_id == *steward.school() && works(role.role));
    let may = works_here && invitation::may_administer(tx, &account.id).await?;
    Ok(may.then_some(account))
}

/// Nobody takes their own back: somebody is always left who can give.
async fn end(login: &Login, steward: &Steward, grant: &str) -> Result<(), Turned> {
    let id: GrantId = grant.parse().map_err(|_| Trouble::NotFound)?;
    let (id, now, actor, ground) = (&id, login.ground.now(), &steward.actor(), &login.ground);
    let write = |tx: Tx| async move {
        let found = console_grants::find(&tx, id).await?;
        let is_here = |grant: &Grant| {
            grant.platform_id == *steward.platform()
                && grant.school_id == *steward.school()
                && grant.account_id != *steward.owner.id()
                && ended(grant, now).is_none()
        };
        let Some(grant) = found.filter(is_here) else { return Ok(false) };
        // Two who end each other at once: whoever comes second has nothing to end it with any more.
        let own = (steward.platform(), steward.school(), steward.owner.id());
        let own = console_grants::find_live(&tx, own.0, own.1, own.2, now).await?;
        if !own.iter().any(|own| Right::Grants.is_of(own.role)) {
            return Ok(false);
        }
        console_grants::end(&tx, id, now, &actor.to_string()).await?;
        let entry = Entry {
            platform: Some(&grant.platform_id),
            school: Some(&grant.school_id),
            account: Some(&grant.account_id),
            object: Some(format!("grant:{id}")),
            ..Entry::new(now, "console.grant_ended", actor)
        };
        audit::record(&tx, &ground.random, &entry).await?;
        Ok::<_, StorageError>(true)
    };
    if ground.db.write(Durability::Durable, write).await? { Ok(()) } else { Err(Trouble::NotFound.into()) }
}
