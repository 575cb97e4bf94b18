//! Several schools or roles at this platform: chosen once per session. It never says who somebody is.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::about::About;
use super::attempt::{Chosen, Step};
use super::entered::{Entered, Which};
use super::{Login, LoginError};
use crate::storage::schools;
use crate::web::pages::login::SchoolChoice;
use crate::web::pages::parts::SchoolRole;
use crate::web::{self, Form, Frame, Trouble, Visit};

/// What was chosen: `school|role`.
#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    attempt: String,
    #[serde(default)]
    choice: String,
}

/// One place with the class there.
type Place = (Chosen, Option<String>);

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Response, web::Error> {
    let entered = login.enter_at(&visit, &which.attempt, Step::School).await?;
    let mut roles = Vec::new();
    for (place, class_name) in places(&login, &visit, &entered).await? {
        let id = &place.school;
        let school = login.ground.db.read(|tx| async move { schools::find(&tx, id).await }).await?;
        roles.push(SchoolRole {
            value: value(&place),
            school: school.map_or_else(|| place.school.to_string(), |school| school.name),
            role: place.role,
            class_name,
        });
    }
    let template = SchoolChoice { frame: Frame::new(&visit), attempt: entered.running.id.clone(), roles };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

fn value(place: &Chosen) -> String {
    format!("{}|{}", place.school, place.role)
}

/// The places there are today: of the assertion when an upstream sent the person, of the account when the password did.
async fn places(login: &Login, visit: &Visit, entered: &Entered) -> Result<Vec<Place>, LoginError> {
    if let Some(way_in) = &entered.running.memory.way_in {
        let about = About::read(login, entered, way_in).await?;
        return Ok(about.places().into_iter().map(|place| (about.class_at(&place), place)).map(swap).collect());
    }
    let evidence = super::resolve::gather(login, visit, entered).await?;
    let places = evidence.person.places.into_iter();
    Ok(places.map(|place| (Chosen { school: place.school, role: place.role }, place.class_name)).collect())
}

fn swap((class_name, place): (Option<String>, Chosen)) -> Place {
    (place, class_name)
}

/// The choice, which must be one of the places there are.
pub(super) async fn choose(
    State(login): State<Login>,
    visit: Visit,
    Form(choice): Form<Choice>,
) -> Result<Response, web::Error> {
    let mut entered = login.enter_at(&visit, &choice.attempt, Step::School).await?;
    let places = places(&login, &visit, &entered).await?;
    let chosen = places.into_iter().map(|(place, _)| place).find(|place| value(place) == choice.choice);
    entered.running.memory.chosen = Some(chosen.ok_or(Trouble::BadForm)?);
    if entered.running.memory.way_in.is_some() {
        return super::finish::go_in(&login, &visit, &mut entered).await;
    }
    super::resolve::walk(&login, &visit, &mut entered).await
}
