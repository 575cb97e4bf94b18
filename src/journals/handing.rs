//! The page that leads back to an upstream which waits for an answer.

use axum::response::Response;

use super::launch::Launch;
use crate::login::Login;
use crate::web::pages::journals::LaunchHanding;
use crate::web::{self, Frame, Visit};

/// The page; nothing where the upstream waits for none. `here` is the path of the journal's own page.
pub(super) async fn page(login: &Login, visit: &Visit, launch: &Launch, here: &str) -> Option<Response> {
    let handing = launch.handing(login, here).await?;
    let template = LaunchHanding {
        frame: Frame::new(visit),
        journal: launch.journal_name().to_owned(),
        upstream: launch.upstream.name.clone(),
        here: here.to_owned(),
        url: handing.url.to_string(),
        jwt: handing.jwt,
    };
    Some(web::page_to(visit, &handing.url, &template))
}
