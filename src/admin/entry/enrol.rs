//! Setting a second factor up, in the browser in which an invitation was accepted.

use axum::response::Response;
use http::StatusCode;

use super::factor::Here;
use crate::accounts::second_factor::{self, Enrolling, Enrolment};
use crate::domain::FactorId;
use crate::login::{LoginError, Turned};
use crate::storage::{StorageError, Tx, console_grants, taught};
use crate::web::pages::entry::{Enrol, RecoveryCodes, SetUp};
use crate::web::{self, Frame, Qr, Trouble};

/// The page that begins.
pub(super) async fn show(here: &Here<'_>) -> Result<Response, Turned> {
    Ok(set_up(here, is_allowed(here).await?, StatusCode::OK))
}

/// The same for a code that was typed where there is no second factor to compare it with.
pub(super) async fn refuse(here: &Here<'_>) -> Result<Response, Turned> {
    Ok(set_up(here, is_allowed(here).await?, StatusCode::UNPROCESSABLE_ENTITY))
}

fn set_up(here: &Here<'_>, allowed: bool, status: StatusCode) -> Response {
    let template = SetUp {
        frame: Frame::new(here.visit),
        platform: here.owner.platform.id.clone(),
        action: here.action.to_owned(),
        back: here.back.to_owned(),
        allowed,
    };
    web::page(here.visit, status, &template)
}

/// Whether this person may set one up in this browser. A teacher without anything to administer only agrees or refuses, and
/// needs no invitation; whatever they set up does not outlive the first invitation that they accept.
async fn is_allowed(here: &Here<'_>) -> Result<bool, StorageError> {
    let (owner, browser, now) = (here.owner, here.visit.browser_hash(), here.login.ground.now());
    let read = |tx: Tx| async move {
        if second_factor::is_enrolled(&tx, owner.id()).await? {
            return Ok(false);
        }
        if second_factor::is_allowed(&tx, owner.id(), browser, now).await? {
            return Ok(true);
        }
        let administers = !console_grants::list_live(&tx, owner.id(), now).await?.is_empty();
        Ok::<_, StorageError>(!administers && !taught::list(&tx, owner.id(), &owner.platform.id).await?.is_empty())
    };
    here.login.ground.db.read(read).await
}

/// Makes a secret and shows it.
pub(super) async fn begin(here: &Here<'_>) -> Result<Response, Turned> {
    if !is_allowed(here).await? {
        return Err(Trouble::Stale.into());
    }
    let enrolment = second_factor::begin(&here.login.ground, here.owner.id()).await.map_err(LoginError::from)?;
    Ok(secret(here, enrolment, false))
}

fn secret(here: &Here<'_>, enrolment: Enrolment, is_wrong: bool) -> Response {
    let letters: Vec<char> = enrolment.secret_text.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    let template = Enrol {
        frame: Frame::new(here.visit),
        platform: here.owner.platform.id.clone(),
        action: here.action.to_owned(),
        back: here.back.to_owned(),
        factor: enrolment.id,
        qr: Qr::of(&enrolment.uri),
        uri: enrolment.uri,
        secret: groups.join(" "),
        is_wrong,
    };
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    web::page(here.visit, status, &template)
}

/// The first code; with it, the recovery codes.
pub(super) async fn confirm(here: &Here<'_>, factor: &str, code: &str) -> Result<Response, Turned> {
    let factor: FactorId = factor.parse().map_err(|_| Trouble::Stale)?;
    if !is_allowed(here).await? {
        return Err(Trouble::Stale.into());
    }
    let (ground, account) = (&here.login.ground, here.owner.id());
    let session = &here.owner.live.session.id;
    let enrolling = Enrolling { account, factor: &factor, session, browser_hash: here.visit.browser_hash() };
    let confirmed = second_factor::confirm(ground, &enrolling, code).await.map_err(LoginError::from)?;
    if let Some(codes) = confirmed {
        let template = RecoveryCodes {
            frame: Frame::new(here.visit),
            platform: here.owner.platform.id.clone(),
            back: here.back.to_owned(),
            codes,
        };
        return Ok(web::page(here.visit, StatusCode::OK, &template));
    }
    let begun = second_factor::resume(ground, account, &factor).await.map_err(LoginError::from)?;
    Ok(secret(here, begun.ok_or(Trouble::Stale)?, true))
}
