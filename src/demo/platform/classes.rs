//! The classes of whoever is signed in: a teacher sees everybody in them, a pupil whose class it is.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use http::StatusCode;

use super::roster::{Roster, User};
use super::{Inner, Shared, pages};

#[derive(Template)]
#[template(path = "demo/platform_classes.html")]
struct ClassesPage {
    platform: &'static str,
    classes: Vec<Shown>,
    /// Why it could not be read just now.
    problem: Option<String>,
}

/// A class of the person.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    title: String,
    kits: Vec<String>,
    teachers: Vec<String>,
    /// Only teachers see who is in it.
    pupils: Option<Vec<Pupil>>,
}

#[derive(Debug, PartialEq, Eq)]
struct Pupil {
    name: String,
    /// May have an account here; which one is not known yet.
    waits: bool,
    /// Has finished a task here.
    has_work: bool,
}

impl Shown {
    fn waiting(&self) -> usize {
        self.pupils.iter().flatten().filter(|pupil| pupil.waits).count()
    }
}

/// `GET /classes`.
pub(super) async fn show(State(platform): State<Shared>, jar: CookieJar) -> Response {
    let Some(session) = platform.session(&jar) else { return Redirect::to("/login").into_response() };
    let is_known = platform.memory().roster.is_known();
    let read = if is_known { Ok(()) } else { platform.read_roster().await };
    let problem = read.err().map(|error| error.to_string());
    let classes = platform.classes_of(&session.sub);
    pages::page(StatusCode::OK, &ClassesPage { platform: platform.options.kind.name, classes, problem })
}

/// `POST /classes`: "read again".
pub(super) async fn read_again(State(platform): State<Shared>, jar: CookieJar) -> Response {
    let Some(session) = platform.session(&jar) else { return Redirect::to("/login").into_response() };
    match platform.read_roster().await {
        Ok(()) => Redirect::to("/classes").into_response(),
        Err(error) => {
            let (classes, problem) = (platform.classes_of(&session.sub), Some(error.to_string()));
            let page = ClassesPage { platform: platform.options.kind.name, classes, problem };
            pages::page(StatusCode::BAD_GATEWAY, &page)
        }
    }
}

impl Inner {
    fn classes_of(&self, sub: &str) -> Vec<Shown> {
        let roster = self.memory().roster.clone();
        let mine = roster.enrollments.values().filter(|seat| seat.about.user.id == sub);
        let mut shown: Vec<Shown> =
            mine.filter_map(|seat| self.shown(&roster, &seat.about.class.id, seat.about.role == "teacher")).collect();
        shown.sort_by(|one, other| one.title.cmp(&other.title));
        shown
    }

    fn shown(&self, roster: &Roster, class: &str, teaches: bool) -> Option<Shown> {
        let about = &roster.classes.get(class)?.about;
        let seats = || roster.enrollments.values().map(|seat| &seat.about).filter(move |seat| seat.class.id == class);
        let people = |role: &'static str| {
            let there = seats().filter(move |seat| seat.role == role);
            there.filter_map(move |seat| Some((seat.user.id.as_str(), &roster.users.get(&seat.user.id)?.about)))
        };
        let mut pupils: Vec<Pupil> = people("student").map(|(id, user)| self.pupil(id, user)).collect();
        pupils.sort_by(|one, other| one.name.cmp(&other.name));
        Some(Shown {
            title: about.title.clone(),
            kits: about.metadata.kits.iter().map(|kit| kit.name.clone()).collect(),
            teachers: people("teacher").map(|(_, user)| name(user)).collect(),
            pupils: teaches.then_some(pupils),
        })
    }

    fn pupil(&self, id: &str, user: &User) -> Pupil {
        Pupil { name: name(user), waits: !user.is_enabled, has_work: !self.tasks(id).is_empty() }
    }
}

fn name(user: &User) -> String {
    let names = [&user.given_name, &user.family_name];
    names.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
}
