//! "Have you used this platform before?": the same page for everybody who comes for the first time.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;

use super::Login;
use super::attempt::Step;
use super::entered::{Answered, Which};
use crate::linking::Answer;
use crate::web::pages::login::Question;
use crate::web::{self, Form, Frame, Trouble, Visit};

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Response, web::Error> {
    let entered = login.enter_at(&visit, &which.attempt, Step::Question).await?;
    let assertion = entered.running.memory.assertion()?;
    let upstream = login.upstream(&assertion.key.upstream).await?;
    let template = Question {
        frame: Frame::new(&visit),
        attempt: entered.running.id.clone(),
        person: login.identity_card(&entered, &upstream.name, assertion).await?,
        upstream: super::begin::choice(&upstream),
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// Yes or no.
pub(super) async fn answer(
    State(login): State<Login>,
    visit: Visit,
    Form(answered): Form<Answered>,
) -> Result<Response, web::Error> {
    let mut entered = login.enter_at(&visit, &answered.attempt, Step::Question).await?;
    entered.running.memory.answer = Some(match answered.answer.as_str() {
        "yes" => Answer::Yes,
        "no" => Answer::No,
        _ => return Err(Trouble::BadForm.into()),
    });
    super::resolve::walk(&login, &visit, &mut entered).await
}
