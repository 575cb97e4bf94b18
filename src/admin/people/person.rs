//! One person: accounts, links and why they are there, journals, licences, sessions, requests, the log.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::See;
use super::acts::frame;
use super::find::{account_name, find_person, name_of, person_path, stopped};
use crate::domain::{PasswordOwner, Right, Role, SeatRole, UpstreamId};
use crate::linking::{self, LinkingError};
use crate::login::{Login, Turned};
use crate::storage::Tx;
use crate::storage::account_roles::AccountRole;
use crate::storage::accounts::Account;
use crate::storage::audit::Audit;
use crate::storage::cases::SchoolCase;
use crate::storage::links::Link;
use crate::storage::people::{self, PersonRow, Wanted};
use crate::storage::person_page::{self, HeldLicence, OpenSession, SeatedIn};
use crate::storage::upstreams::{self, Upstream};
use crate::web::pages::parts::role_key;
use crate::web::pages::person::{
    MayDo, Person, PersonAudit, PersonCase, PersonHead, PersonLicence, PersonLink, PersonOther, PersonRole, PersonSeat,
    PersonSession,
};
use crate::web::pages::requests::case_key;
use crate::web::{self, Visit};

/// Others of the same name to show.
const OTHERS: usize = 6;

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Just {
    done: String,
}

/// Everything about somebody, from one snapshot.
struct Known {
    roles: Vec<AccountRole>,
    links: Vec<Link>,
    seats: Vec<SeatedIn>,
    licences: Vec<HeldLicence>,
    sessions: Vec<OpenSession>,
    audit: Vec<Audit>,
    cases: Vec<SchoolCase>,
    upstreams: Vec<Upstream>,
    others: Vec<PersonRow>,
}

/// `GET …/people/{account}`.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    may: May<See>,
    Path((_, _, account)): Path<(String, String, String)>,
    Query(just): Query<Just>,
) -> Result<Response, Turned> {
    let (steward, desk) = (&may.0, &login);
    let account = &find_person(desk, steward, &account).await?;
    let read = |tx: Tx| async move { know(&tx, desk, steward, account).await };
    let known = login.ground.db.read(read).await.map_err(stopped)?;
    let name = |id: &UpstreamId| {
        known.upstreams.iter().find(|row| row.id == *id).map_or_else(|| id.to_string(), |row| row.name.clone())
    };
    let template = Person {
        frame: frame(&visit, steward),
        place: steward.nav("con-people"),
        head: head(steward, account),
        links: known.links.iter().map(|one| link(account, one, name(&one.upstream_id))).collect(),
        roles: known.roles.iter().map(|one| role(one, &name)).collect(),
        seats: known.seats.iter().map(|one| seat(steward, one, name(&one.upstream_id))).collect(),
        licences: known.licences.iter().map(licence).collect(),
        sessions: known.sessions.iter().map(|one| session(one, &name)).collect(),
        audit: known.audit.into_iter().map(audit).collect(),
        cases: known.cases.iter().map(|one| case(steward, one)).collect(),
        others: known.others.iter().map(|one| other(steward, account, one)).collect(),
        may: may_do(steward, account),
        done: done_key(&just.done),
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

async fn know(tx: &Tx, login: &Login, steward: &Steward, account: &Account) -> Result<Known, LinkingError> {
    let (id, platform, school) = (&account.id, steward.platform(), steward.school());
    Ok(Known {
        roles: person_page::list_roles(tx, id, school).await?,
        links: person_page::list_links(tx, id).await?,
        seats: person_page::list_seats(tx, id, school).await?,
        licences: person_page::list_licences(tx, id, school).await?,
        sessions: person_page::list_sessions(tx, id, login.ground.now()).await?,
        audit: person_page::list_audit(tx, id, school).await?,
        cases: person_page::list_cases(tx, id, (platform, school)).await?,
        upstreams: upstreams::list(tx).await?,
        others: others(tx, steward, account).await?,
    })
}

/// Whoever else of the school has the very same name, for those who may merge.
async fn others(tx: &Tx, steward: &Steward, account: &Account) -> Result<Vec<PersonRow>, LinkingError> {
    if !steward.may(Right::Merge) || account.name_folded.is_empty() || account.merged_into.is_some() {
        return Ok(Vec::new());
    }
    let wanted = Wanted {
        platform: steward.platform(),
        school: steward.school(),
        name: None,
        class: None,
        role: None,
        upstream: None,
        state: None,
        // The list goes by name, so these stand together.
        after: Some((account.name_folded.as_str(), "")),
        limit: 20,
    };
    let found = people::search(tx, &wanted).await?.into_iter();
    let same = found.take_while(|row| row.name_folded == account.name_folded);
    Ok(same.filter(|row| row.id != account.id && row.merged_into.is_none()).take(OTHERS).collect())
}

fn head(steward: &Steward, account: &Account) -> PersonHead {
    PersonHead {
        name: account_name(account),
        path: person_path(steward, &account.id),
        username: account.username.clone(),
        sub: account.sub.clone(),
        history: u64::try_from(account.history_count).unwrap_or(0),
        last_active: account.last_activity_at.or(account.used_at),
        disabled_at: account.disabled_at,
        went_into: account.merged_into.as_ref().map(|into| person_path(steward, into)),
        has_password: account.password_hash.is_some(),
    }
}

fn may_do(steward: &Steward, account: &Account) -> MayDo {
    let is_own = account.merged_into.is_none();
    let act = is_own && steward.may(Right::ActOnPeople);
    MayDo {
        end_links: is_own && steward.may(Right::EndLinks),
        act,
        password: act
            && account.username.is_some()
            && account.disabled_at.is_none()
            && steward.owner.platform.password_owner == PasswordOwner::Broker,
        is_off: account.disabled_at.is_some(),
        export: steward.may(Right::Export),
        erase: steward.may(Right::Erase),
    }
}

fn link(account: &Account, link: &Link, upstream: String) -> PersonLink {
    let why = linking::why(link);
    PersonLink {
        id: link.id.clone(),
        upstream,
        why_key: why.key,
        assurance_key: why.assurance_key,
        at: why.at,
        last_used: link.last_used_at,
        ended: why.ended,
        is_joined: link.account_id != account.id,
    }
}

fn role(role: &AccountRole, name: &dyn Fn(&UpstreamId) -> String) -> PersonRole {
    let upstream: Option<UpstreamId> = role.source.strip_prefix("upstream:").and_then(|id| id.parse().ok());
    PersonRole {
        word: role.role.as_str(),
        key: role_key(role.role),
        class_name: role.class_name.clone(),
        since: role.since,
        ended_at: role.ended_at,
        upstream: upstream.as_ref().map(name),
    }
}

fn seat(steward: &Steward, seat: &SeatedIn, upstream: String) -> PersonSeat {
    PersonSeat {
        name: seat.name.clone(),
        path: steward.may(Right::Journals).then(|| steward.path(&format!("/journals/{}", seat.id))),
        upstream,
        role_key: role_key(match seat.role {
            SeatRole::Pupil => Role::Pupil,
            SeatRole::Teacher => Role::Teacher,
        }),
    }
}

fn licence(one: &HeldLicence) -> PersonLicence {
    PersonLicence { product: one.product.clone(), journal: one.journal.clone(), since: one.since }
}

fn session(one: &OpenSession, name: &dyn Fn(&UpstreamId) -> String) -> PersonSession {
    PersonSession { upstream: one.upstream_id.as_ref().map(name), began: one.created_at, seen: one.seen_at }
}

fn audit(row: Audit) -> PersonAudit {
    PersonAudit { at: row.at, action: row.action, actor: row.actor }
}

fn case(steward: &Steward, case: &SchoolCase) -> PersonCase {
    PersonCase { key: case_key(case.kind), path: steward.path(&format!("/requests/{}", case.id)), at: case.opened_at }
}

fn other(steward: &Steward, account: &Account, row: &PersonRow) -> PersonOther {
    PersonOther {
        name: name_of(row.given_name.as_deref(), row.family_name.as_deref(), row.username.as_deref()),
        username: row.username.clone(),
        class_name: row.class_name.clone(),
        id: row.id.clone(),
        path: person_path(steward, &row.id),
        merge: steward.path(&format!("/merge?one={}&other={}", account.id, row.id)),
    }
}

fn done_key(word: &str) -> Option<&'static str> {
    match word {
        "link-ended" => Some("ppl-done-link-ended"),
        "signed-out" => Some("ppl-done-signed-out"),
        "disabled" => Some("ppl-done-disabled"),
        "enabled" => Some("ppl-done-enabled"),
        "role-ended" => Some("ppl-done-role-ended"),
        _ => None,
    }
}
