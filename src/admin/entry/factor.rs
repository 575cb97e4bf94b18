//! The second factor: at the door, and again before something that weighs more.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use http::{StatusCode, Uri};
use serde::Deserialize;

use super::super::door;
use crate::domain::PlatformId;
use crate::login::{Login, Turned};
use crate::web::pages::console::StepUp;
use crate::web::{self, Form, Frame, Trouble, Visit};

/// Where to go on afterwards.
#[derive(Debug, Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    back: String,
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    uri: Uri,
    Path(platform): Path<String>,
    visit: Visit,
    Query(to): Query<Back>,
) -> Result<Response, Turned> {
    let platform: PlatformId = platform.parse().map_err(|_| Trouble::NotFound)?;
    door::at_console(&login, &visit, &platform, &to.back).await?;
    let template = StepUp {
        frame: Frame::new(&visit),
        action: uri.path().to_owned(),
        back: door::back(&platform, &to.back),
        is_wrong: false,
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// Nobody can enrol a second factor yet, so no code is right.
pub(super) async fn answer(
    State(login): State<Login>,
    uri: Uri,
    Path(platform): Path<String>,
    visit: Visit,
    Form(to): Form<Back>,
) -> Result<Response, Turned> {
    let platform: PlatformId = platform.parse().map_err(|_| Trouble::NotFound)?;
    door::at_console(&login, &visit, &platform, &to.back).await?;
    let template = StepUp {
        frame: Frame::new(&visit),
        action: uri.path().to_owned(),
        back: door::back(&platform, &to.back),
        is_wrong: true,
    };
    Ok(web::page(&visit, StatusCode::UNPROCESSABLE_ENTITY, &template))
}
