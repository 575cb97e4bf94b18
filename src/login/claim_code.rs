//! "I have a code from my school": it stands in for the old password, after the same fresh sign-in and before the same
//! button. A code is good for its own pupil only; typed by somebody else it is one that was never printed.

use std::time::Duration;

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::attempt::Step;
use super::entered::{Entered, Which};
use super::{Login, LoginError};
use crate::accounts::passwords::network;
use crate::cache::Limit;
use crate::domain::ClaimCode;
use crate::linking::{self, ProofKind, Proven, Typed};
use crate::storage::Durability;
use crate::storage::claim_codes::PrintedCode;
use crate::web::pages::login::{CodeError, CodeForm, TypeCode};
use crate::web::{self, Form, Frame, Trouble, Visit};

const WINDOW: Duration = Duration::from_mins(15);
/// Ten classes behind one address, each pupil with a slip or two.
const PER_NETWORK: Limit = Limit::new(600, WINDOW);
/// All codes of one platform: a thousand people who came in through an upstream, three wrong codes each.
const PER_PLATFORM: Limit = Limit::new(3_000, WINDOW);

/// The form.
#[derive(Deserialize)]
pub(super) struct Sent {
    attempt: String,
    #[serde(default)]
    code: String,
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Response, web::Error> {
    let entered = login.enter_at(&visit, &which.attempt, Step::Claim).await?;
    page(&login, &visit, &entered, CodeForm::default()).await
}

async fn page(login: &Login, visit: &Visit, entered: &Entered, form: CodeForm) -> Result<Response, web::Error> {
    let assertion = entered.running.memory.assertion()?;
    let status = match form.error {
        None => StatusCode::OK,
        Some(CodeError::Wrong) => StatusCode::UNAUTHORIZED,
        Some(CodeError::Missing | CodeError::Slip) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let template = TypeCode {
        frame: Frame::new(visit),
        attempt: entered.running.id.clone(),
        upstream: login.upstream_name(&assertion.key.upstream).await?,
        form,
    };
    Ok(web::page(visit, status, &template))
}

/// A typed code.
pub(super) async fn claim(
    State(login): State<Login>,
    visit: Visit,
    Form(sent): Form<Sent>,
) -> Result<Response, web::Error> {
    let mut entered = login.enter_at(&visit, &sent.attempt, Step::Claim).await?;
    let again = |error| CodeForm { code: sent.code.chars().take(40).collect(), error: Some(error) };
    if sent.code.trim().is_empty() {
        return page(&login, &visit, &entered, again(CodeError::Missing)).await;
    }
    count(&login, &visit, &entered).await?;
    let Ok(code) = sent.code.parse::<ClaimCode>() else {
        return page(&login, &visit, &entered, again(CodeError::Slip)).await;
    };
    match look_up(&login, &visit, &entered, &code).await? {
        Typed::Right(printed) => {
            entered.running.memory.proven = Some(proven(&login, *printed));
            super::resolve::walk(&login, &visit, &mut entered).await
        }
        Typed::Wrong => page(&login, &visit, &entered, again(CodeError::Wrong)).await,
        Typed::Stopped => {
            let school = super::claim::school(&login, &visit, &entered).await?;
            super::resolve::told_school(&login, &mut entered, school).await
        }
    }
}

/// Counts a try before anything is looked at. Tries of one identity are counted in the database.
async fn count(login: &Login, visit: &Visit, entered: &Entered) -> Result<(), Trouble> {
    let cache = &login.ground.cache;
    for (counter, limit) in [
        (format!("code:network:{}", network(visit.address())), PER_NETWORK),
        (format!("code:platform:{}", entered.platform.id), PER_PLATFORM),
    ] {
        let verdict = cache.hit(&counter, limit).await;
        if !verdict.allowed {
            return Err(Trouble::TooManyTries { retry_after_seconds: verdict.retry_after_seconds });
        }
    }
    Ok(())
}

async fn look_up(login: &Login, visit: &Visit, entered: &Entered, code: &ClaimCode) -> Result<Typed, LoginError> {
    let school = super::claim::school(login, visit, entered).await?;
    let key = &entered.running.memory.assertion()?.key;
    let (ground, who) = (&login.ground, &super::claim::claimant(entered, school.as_ref())?);
    let write = |tx| async move { linking::type_code(&tx, ground, who, key, code).await };
    Ok(ground.db.write(Durability::Durable, write).await?)
}

/// What the code proves: the join uses it up, not the typing, so that "cancel" costs nothing.
fn proven(login: &Login, printed: PrintedCode) -> Proven {
    let proven = Proven::fresh(printed.account_id, ProofKind::ClaimCode, login.ground.now());
    Proven { code: Some(printed.id), ..proven }
}
