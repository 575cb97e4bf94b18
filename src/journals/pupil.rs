//! A pupil opened us from a course: nobody is signed in by that, and there is no journal to see. The system's word waits for
//! the pupil's next sign-in in this browser, and a page says where that is.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::launch::serving;
use super::lti::opened;
use crate::domain::Assertion;
use crate::login::{Login, keep_word, word_of};
use crate::storage::Tx;
use crate::storage::platforms::Platform;
use crate::storage::upstreams::Upstream;
use crate::web::pages::journals::{PlatformPlace, PupilArrived};
use crate::web::{self, Frame, Trouble, Visit, see_other};

/// Keeps the word, if there is anywhere to go with it.
pub(super) async fn keep(
    login: &Login,
    visit: &Visit,
    upstream: &Upstream,
    pupil: &Assertion,
) -> Result<Response, web::Error> {
    places(login, upstream, pupil).await?;
    keep_word(login, visit, &upstream.id, pupil).await?;
    Ok(see_other(&format!("/upstream/{}/lti/opened", upstream.id)))
}

/// `GET /upstream/{id}/lti/opened`.
pub(super) async fn show(
    State(login): State<Login>,
    Path(id): Path<String>,
    visit: Visit,
) -> Result<Response, web::Error> {
    let (upstream, _) = opened(&login, &id).await?;
    let pupil = word_of(&login, &visit, &upstream.id).await?.ok_or(Trouble::LaunchGone)?;
    let platforms = places(&login, &upstream, &pupil).await?.into_iter().map(place).collect();
    let (frame, pupil) = (Frame::new(&visit), pupil.name.display());
    Ok(web::page(&visit, StatusCode::OK, &PupilArrived { frame, upstream: upstream.name, pupil, platforms }))
}

fn place(platform: Platform) -> PlatformPlace {
    PlatformPlace { id: platform.id, name: platform.name, home_url: platform.home_url }
}

/// The platforms that use the upstream at the course's school.
async fn places(login: &Login, upstream: &Upstream, pupil: &Assertion) -> Result<Vec<Platform>, web::Error> {
    let name = || upstream.name.clone();
    let school = pupil.roles.iter().find_map(|role| role.school.as_ref());
    let school = school.ok_or_else(|| Trouble::SchoolNumberMissing { upstream: name() })?;
    let id = &upstream.id;
    let found = login.ground.db.read(|tx: Tx| async move { serving(&tx, id, school).await }).await?;
    if found.is_empty() {
        let number = school.to_string();
        return Err(Trouble::SchoolNotEnabled { upstream: name(), school: number.clone(), number }.into());
    }
    Ok(found.into_iter().map(|(platform, _)| platform).collect())
}
