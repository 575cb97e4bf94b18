//! Searching the people of a school.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::find::{name_of, person_path};
use super::{See, next_page, place_after};
use crate::domain::{PersonName, Right, UpstreamId, fold_name, fold_username};
use crate::login::{Login, Turned};
use crate::storage::people::{self, PersonRow, PersonState, Wanted};
use crate::storage::{StorageError, Tx, upstreams};
use crate::web::pages::parts::{UpstreamChoice, role_key};
use crate::web::pages::people::{Asked, People, PersonLine};
use crate::web::{self, Frame, Visit};

/// Most of one page.
const PAGE: usize = 50;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Search {
    q: String,
    class: String,
    role: String,
    system: String,
    state: String,
    after: String,
}

/// `GET …/people`.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    may: May<See>,
    Query(asked): Query<Search>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let found = look(&login, &steward, &asked).await?;
    let next = match &found.last {
        Some(last) => Some(next_page(&login, &steward, "people", last, &said(&asked))?),
        None => None,
    };
    let prints = steward.may(Right::ActOnPeople) && !asked.class.trim().is_empty();
    let template = People {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-people"),
        systems: found.systems,
        rows: found.rows.into_iter().map(|row| line(&steward, row)).collect(),
        next,
        passwords: prints.then(|| class_path(&steward, asked.class.trim())),
        asked: Asked { q: asked.q, class: asked.class, role: asked.role, system: asked.system, state: asked.state },
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

fn said(asked: &Search) -> [(&str, &str); 5] {
    [
        ("q", asked.q.as_str()),
        ("class", asked.class.as_str()),
        ("role", asked.role.as_str()),
        ("system", asked.system.as_str()),
        ("state", asked.state.as_str()),
    ]
}

/// Where passwords for a class are printed.
pub(super) fn class_path(steward: &Steward, class: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("class", class).finish();
    format!("{}?{query}", steward.path("/people/passwords"))
}

/// The pupils whose accounts can be used: where passwords are printed from, class by class.
pub(in crate::admin) fn pupils_path(steward: &Steward) -> String {
    steward.path("/people?role=pupil&state=open")
}

struct Found {
    rows: Vec<PersonRow>,
    systems: Vec<UpstreamChoice>,
    /// Where the next page begins: folded name and id.
    last: Option<(String, String)>,
}

async fn look(login: &Login, steward: &Steward, asked: &Search) -> Result<Found, Turned> {
    let after: Option<(String, String)> = place_after(login, steward, "people", &asked.after);
    let typed = asked.q.trim();
    let folded = &fold_name(&PersonName { given: None, family: Some(typed.to_owned()) });
    let upstream: Option<UpstreamId> = asked.system.parse().ok();
    let wanted = &Wanted {
        platform: steward.platform(),
        school: steward.school(),
        name: Some(folded.as_str()).filter(|name| !name.is_empty()),
        class: Some(asked.class.trim()).filter(|class| !class.is_empty()),
        role: asked.role.parse().ok(),
        upstream: upstream.as_ref(),
        state: PersonState::read(&asked.state),
        after: after.as_ref().map(|(name, id)| (name.as_str(), id.as_str())),
        limit: 51,
    };
    // Signs alone are no name: whoever types them looks for an id.
    let by_name = typed.is_empty() || !folded.is_empty();
    let read = |tx: Tx| async move {
        let first = wanted.after.is_none() && !typed.is_empty();
        let exact = if first { exactly(&tx, wanted, typed).await? } else { Vec::new() };
        let found = if by_name { people::search(&tx, wanted).await? } else { Vec::new() };
        Ok::<_, StorageError>((exact, found))
    };
    let (mut rows, mut found) = login.ground.db.read(read).await?;
    let systems = upstreams::list_enabled(&login.ground.db, steward.platform(), Some(steward.school())).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found.last().filter(|_| more).map(|row| (row.name_folded.clone(), row.id.to_string()));
    found.retain(|row| rows.iter().all(|known| known.id != row.id));
    rows.extend(found);
    let systems = systems.into_iter().map(|row| UpstreamChoice { id: row.id, name: row.name }).collect();
    Ok(Found { rows, systems, last })
}

/// Whoever has exactly this user name or id, before those whose names hold it.
async fn exactly(tx: &Tx, wanted: &Wanted<'_>, typed: &str) -> Result<Vec<PersonRow>, StorageError> {
    people::list_by_word(tx, (wanted.platform, wanted.school), &fold_username(typed), typed).await
}

fn line(steward: &Steward, row: PersonRow) -> PersonLine {
    PersonLine {
        name: name_of(row.given_name.as_deref(), row.family_name.as_deref(), row.username.as_deref()),
        path: person_path(steward, &row.id),
        role_key: row.role.map(role_key),
        state_key: match (&row.merged_into, row.disabled_at) {
            (Some(_), _) => Some("ppl-is-joined"),
            (None, Some(_)) => Some("ppl-is-disabled"),
            (None, None) => None,
        },
        links: u64::try_from(row.links).unwrap_or(0),
        id: row.id,
        username: row.username,
        class_name: row.class_name,
    }
}
