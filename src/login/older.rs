//! In on a provisional account: once a week the pupil is asked whether the older one is at hand now.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;

use super::attempt::Step;
use super::entered::{Answered, Entered, Which};
use super::{Login, LoginError};
use crate::linking::{self, Answer};
use crate::storage::Durability;
use crate::web::pages::older::Older;
use crate::web::{self, Form, Frame, Trouble, Visit};

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Response, web::Error> {
    let entered = login.enter_at(&visit, &which.attempt, Step::Older).await?;
    let assertion = entered.running.memory.assertion()?;
    let upstream = login.upstream_name(&assertion.key.upstream).await?;
    let template = Older {
        frame: Frame::new(&visit),
        attempt: entered.running.id.clone(),
        person: login.identity_card(&entered, &upstream, assertion).await?,
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// "Bring it", or "not now". Either way nobody asks again for a week.
pub(super) async fn answer(
    State(login): State<Login>,
    visit: Visit,
    Form(answered): Form<Answered>,
) -> Result<Response, web::Error> {
    let mut entered = login.enter_at(&visit, &answered.attempt, Step::Older).await?;
    entered.running.memory.answer = Some(match answered.answer.as_str() {
        "bring" => Answer::Yes,
        "later" => Answer::Later,
        _ => return Err(Trouble::BadForm.into()),
    });
    remember(&login, &visit, &entered).await?;
    super::resolve::walk(&login, &visit, &mut entered).await
}

async fn remember(login: &Login, visit: &Visit, entered: &Entered) -> Result<(), LoginError> {
    let evidence = super::resolve::gather(login, visit, entered).await?;
    // Brought along in another window meanwhile.
    let Some(link) = evidence.link.filter(|link| link.provisional.is_some()) else { return Ok(()) };
    let (ground, account) = (&login.ground, &link.account);
    let write = |tx| async move { linking::remember_asked(&tx, ground, account).await };
    Ok(ground.db.write(Durability::Relaxed, write).await?)
}
