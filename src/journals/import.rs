//! The pages of a launch: choose a platform, sign in as yourself, look at what happens, link, done.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::launch::{Launch, Ready, Stand, Told};
use super::launched::{find, path};
use super::{commit, handing, linked, preview, teacher};
use crate::domain::{MessageState, PlatformId};
use crate::login::{Login, Turned};
use crate::storage::platforms::Platform;
use crate::storage::{Durability, journal_launches};
use crate::web::pages::journals::{
    LaunchAgain, LaunchArrived, LaunchKnown, LaunchSomebody, PlaceChoice, PlatformChoice,
};
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// What a page of a launch sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    /// `platform`, `sign-in`, `link` or `tell`.
    act: String,
    /// The platform that was chosen.
    platform: String,
    /// The plan that was agreed to.
    pub(super) plan: String,
    /// The kits that were ticked.
    pub(super) kit: Vec<String>,
    /// The group that was chosen; empty for a new one.
    pub(super) group: String,
}

/// `GET /journals/launch/{launch}`: whatever comes next.
pub(super) async fn show(
    State(login): State<Login>,
    Path(launch): Path<String>,
    visit: Visit,
) -> Result<Response, Turned> {
    let row = find(&login, &visit, &launch).await?;
    if let (Some(platform), Some(journal)) = (&row.platform_id, &row.journal_id) {
        return linked::page(&login, &visit, platform, journal).await;
    }
    let launch = Launch::read(&login, row).await?;
    match launch.stand(&login, &visit).await? {
        Stand::Places(platforms) => Ok(places(&visit, &launch, platforms)),
        Stand::Somebody(_) => Ok(somebody(&visit, &launch)),
        Stand::Arrived(_) => Ok(arrived(&visit, &launch)),
        Stand::Known(platform) => Ok(known(&visit, &launch, &platform)),
        Stand::Linked(_, Some(MessageState::LaunchOver | MessageState::GivenUp)) => Ok(again(&visit, &launch)),
        Stand::Linked(journal, _) => {
            let here = teacher::path(&journal.platform_id, &journal.id);
            Ok(handing::page(&login, &visit, &launch, &here).await.unwrap_or_else(|| see_other(&here)))
        }
        Stand::Ready(ready) => preview::page(&login, &visit, &launch, &ready, preview::Shown::default()).await,
    }
}

fn places(visit: &Visit, launch: &Launch, platforms: Vec<Platform>) -> Response {
    let Told { launch, journal, upstream, .. } = launch.told();
    let choice = |platform: Platform| PlatformChoice { id: platform.id, name: platform.name };
    let platforms = platforms.into_iter().map(choice).collect();
    let template = PlaceChoice { frame: Frame::new(visit), launch, journal, upstream, platforms };
    web::page(visit, StatusCode::OK, &template)
}

fn somebody(visit: &Visit, launch: &Launch) -> Response {
    let Told { launch, journal, upstream, teacher } = launch.told();
    let template = LaunchSomebody { frame: Frame::new(visit), launch, journal, upstream, teacher };
    web::page(visit, StatusCode::OK, &template)
}

fn arrived(visit: &Visit, launch: &Launch) -> Response {
    let Told { launch, journal, upstream, teacher } = launch.told();
    let template = LaunchArrived { frame: Frame::new(visit), launch, journal, upstream, teacher };
    web::page(visit, StatusCode::OK, &template)
}

fn known(visit: &Visit, launch: &Launch, platform: &Platform) -> Response {
    let (platform, journal) = (platform.id.clone(), launch.journal_name().to_owned());
    web::page(visit, StatusCode::OK, &LaunchKnown { frame: Frame::new(visit), platform, journal })
}

fn again(visit: &Visit, launch: &Launch) -> Response {
    let Told { launch, journal, upstream, .. } = launch.told();
    web::page(visit, StatusCode::OK, &LaunchAgain { frame: Frame::new(visit), launch, journal, upstream })
}

/// `POST /journals/launch/{launch}`. What the page before has shown is looked at again.
pub(super) async fn answer(
    State(login): State<Login>,
    Path(launch): Path<String>,
    visit: Visit,
    Form(answer): Form<Answer>,
) -> Result<Response, Turned> {
    let row = find(&login, &visit, &launch).await?;
    let here = path(&row.id);
    if row.used_at.is_some() {
        return Ok(see_other(&here));
    }
    let launch = Launch::read(&login, row).await?;
    match (answer.act.as_str(), launch.stand(&login, &visit).await?) {
        ("platform", Stand::Places(platforms)) => choose(&login, &launch, &platforms, &answer.platform).await,
        ("sign-in", Stand::Somebody(platform) | Stand::Arrived(platform)) => {
            launch.sign_in(&login, &visit, &platform.id).await
        }
        ("link", Stand::Ready(ready)) => link(&login, &visit, &launch, &ready, &answer).await,
        ("tell", Stand::Linked(journal, _)) => commit::tell_again(&login, &launch, &journal).await,
        // Something happened since the page was drawn: it says what is next.
        ("platform" | "sign-in" | "link" | "tell", _) => Ok(see_other(&here)),
        _ => Err(Trouble::BadForm.into()),
    }
}

async fn choose(login: &Login, launch: &Launch, offered: &[Platform], chosen: &str) -> Result<Response, Turned> {
    let id: PlatformId = chosen.parse().map_err(|_| Trouble::NotFound)?;
    let platform = offered.iter().find(|platform| platform.id == id).ok_or(Trouble::NotFound)?;
    let (row, id, now) = (&launch.row, &platform.id, login.ground.now());
    let write = |tx| async move { journal_launches::choose(&tx, row, id, now).await };
    login.ground.db.write(Durability::Relaxed, write).await?;
    Ok(see_other(&path(&row.id)))
}

async fn link(
    login: &Login,
    visit: &Visit,
    launch: &Launch,
    ready: &Ready,
    answer: &Answer,
) -> Result<Response, Turned> {
    let offer = preview::Offer::read(login, ready).await?;
    let choice = offer.chosen(answer)?;
    if choice.kits.is_empty() && !offer.kits.is_empty() {
        let shown = preview::Shown { choice, kit_missing: true, changed: false };
        return preview::page(login, visit, launch, ready, shown).await;
    }
    commit::link(login, visit, launch, ready, choice, &answer.plan).await
}
