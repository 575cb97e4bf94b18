//! Passwords for a class: when a system is switched off, or for pupils who come in by none.

use std::collections::BTreeSet;

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::acts::frame;
use super::find::{find_person, name_of};
use super::limit::may_act;
use super::search::{class_path, pupils_path};
use super::{Act, make_password};
use crate::domain::{PasswordOwner, Role};
use crate::login::{Login, Turned};
use crate::storage::people::{self, PersonRow, PersonState, Wanted};
use crate::storage::{StorageError, Tx};
use crate::web::pages::people::{ClassPasswords, ClassPupil, PasswordStrip, Printed};
use crate::web::{self, Form, Trouble, Visit, see_other};

/// Most pupils of one class.
const MOST: i64 = 100;

/// What the address or the form says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    class: String,
    person: Vec<String>,
    reason: String,
}

/// Which class the address names.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    class: String,
}

/// `GET …/people/passwords?class=…`. Without a class, the pupils to choose one from.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    may: May<Act>,
    Query(which): Query<Which>,
) -> Result<Response, Turned> {
    if which.class.trim().is_empty() {
        return Ok(see_other(&pupils_path(&may.0)));
    }
    let answer = Answer { class: which.class, ..Answer::default() };
    page(&login, &visit, &may.0, (&answer, None)).await
}

/// `POST …/people/passwords`. The passwords stand in this answer and nowhere else.
pub(super) async fn print(
    State(login): State<Login>,
    visit: Visit,
    may: May<Act>,
    Form(answer): Form<Answer>,
) -> Result<Response, Turned> {
    let steward = &may.0;
    if answer.reason.trim().is_empty() {
        return page(&login, &visit, steward, (&answer, Some(("ppl-reason-missing", "reason")))).await;
    }
    let ticked: BTreeSet<&str> = answer.person.iter().map(String::as_str).collect();
    let mut chosen = pupils(&login, steward, &answer.class).await?;
    chosen.retain(|row| ticked.contains(row.id.as_str()));
    if chosen.is_empty() {
        return page(&login, &visit, steward, (&answer, Some(("ppl-class-nobody", "pupils")))).await;
    }
    may_act(&login, steward).await?;
    let (mut strips, mut missed) = (Vec::new(), Vec::new());
    for row in chosen {
        let account = find_person(&login, steward, row.id.as_str()).await?;
        // Who cannot have one is no reason to leave the others without theirs: those of them who have one hold it
        // already.
        match make_password(&login, steward, &account, answer.reason.trim()).await {
            Ok(Some(secret)) => strips.push(strip(row, secret)),
            Ok(None) | Err(_) => missed.push(name(&row)),
        }
    }
    let template = Printed {
        frame: frame(&visit, steward),
        place: steward.nav("con-people"),
        back: class_path(steward, &answer.class),
        is_code: false,
        strips,
        missed,
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

fn name(row: &PersonRow) -> String {
    name_of(row.given_name.as_deref(), row.family_name.as_deref(), row.username.as_deref())
}

fn strip(row: PersonRow, secret: String) -> PasswordStrip {
    PasswordStrip { name: name(&row), class_name: row.class_name, username: row.username, secret }
}

/// The pupils of a class who have an open account and a user name.
async fn pupils(login: &Login, steward: &Steward, class: &str) -> Result<Vec<PersonRow>, Turned> {
    let class = class.trim();
    if class.is_empty() || steward.owner.platform.password_owner != PasswordOwner::Broker {
        return Err(Trouble::NotFound.into());
    }
    let wanted = &Wanted {
        platform: steward.platform(),
        school: steward.school(),
        name: None,
        class: Some(class),
        role: Some(Role::Pupil),
        upstream: None,
        state: Some(PersonState::Open),
        after: None,
        limit: MOST,
    };
    let read = |tx: Tx| async move { people::search(&tx, wanted).await };
    let mut found = login.ground.db.read::<_, StorageError, _, _>(read).await?;
    found.retain(|row| row.username.is_some());
    Ok(found)
}

async fn page(
    login: &Login,
    visit: &Visit,
    steward: &Steward,
    (typed, error): (&Answer, Option<(&'static str, &'static str)>),
) -> Result<Response, Turned> {
    let found = pupils(login, steward, &typed.class).await?;
    let pupil = |row: PersonRow| ClassPupil {
        name: name(&row),
        username: row.username.unwrap_or_default(),
        is_linked: row.links > 0,
        id: row.id,
    };
    let template = ClassPasswords {
        frame: frame(visit, steward),
        place: steward.nav("con-people"),
        action: class_path(steward, typed.class.trim()),
        class_name: typed.class.trim().to_owned(),
        pupils: found.into_iter().map(pupil).collect(),
        reason: typed.reason.clone(),
        error,
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(web::page(visit, status, &template))
}
