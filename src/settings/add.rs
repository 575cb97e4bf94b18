//! One integration is added: sign in there afresh, look at both persons, confirm.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::session::{Owner, Turned, enter, is_fresh, sign_in_first};
use crate::domain::{Freshness, Purpose, UpstreamId};
use crate::linking::{ProofKind, Proven};
use crate::login::{Beginning, Goal, Login, SettingsGoal, confirm};
use crate::web::{self, Form, Trouble, Visit, see_other};

/// Which upstream to add.
#[derive(Debug, Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    upstream: String,
}

/// Leaves for the upstream; after a fresh sign-in here, when the last one is too old.
pub(super) async fn begin(
    State(login): State<Login>,
    Path(platform): Path<String>,
    visit: Visit,
    Form(which): Form<Which>,
) -> Result<Response, Turned> {
    let owner = enter(&login, &visit, &platform).await?;
    let upstream: UpstreamId = which.upstream.parse().map_err(|_| Trouble::NotFound)?;
    if !is_fresh(&owner, &login) {
        return Err(sign_in_first(&login, &visit, &owner.platform.id, Some(&owner), Some(upstream)).await);
    }
    let freshness = login.freshness_of(owner.upstream.as_ref()).await?;
    let attempt = login.begin(&beginning(&visit, &owner, upstream, freshness)).await?;
    Ok(see_other(&format!("/login?attempt={attempt}")))
}

fn beginning<'a>(visit: &'a Visit, owner: &Owner, upstream: UpstreamId, freshness: Freshness) -> Beginning<'a> {
    let proven = Proven {
        account: owner.id().clone(),
        kind: ProofKind::Session,
        proven_at: owner.auth_time,
        freshness,
        link: owner.link.clone(),
        assertion: None,
        code: None,
    };
    Beginning {
        browser_hash: visit.browser_hash(),
        purpose: Purpose::Add,
        goal: Goal::Settings(SettingsGoal::adding(&owner.platform.id, Some(upstream))),
        session: Some(owner.live.session.id.clone()),
        proven: Some(proven),
    }
}

/// The page with both persons; its address carries the platform, its form the login.
pub(super) async fn show(
    State(login): State<Login>,
    Path(_platform): Path<String>,
    visit: Visit,
    Query(which): Query<confirm::Which>,
) -> Result<Response, web::Error> {
    confirm::page(&login, &visit, &which).await
}

/// Confirm or cancel.
pub(super) async fn answer(
    State(login): State<Login>,
    Path(_platform): Path<String>,
    visit: Visit,
    Form(answer): Form<confirm::Answer>,
) -> Result<Response, web::Error> {
    confirm::answered(&login, &visit, &answer).await
}
