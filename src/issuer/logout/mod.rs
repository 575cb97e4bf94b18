//! `/logout`: a platform, or the person, ends a session. With a hint of ours at once, otherwise after a question.

mod request;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, Request, State};
use axum::response::{IntoResponse as _, Response};
use chrono::TimeDelta;
use http::{StatusCode, Uri};
use serde::Deserialize;

use self::request::LogoutRequest;
use super::authorize::resend;
use super::form::{self, MAX_FORM};
use super::hint::Known;
use super::params::Params;
use super::service::Issuer;
use super::sub_at;
use crate::domain::{ClientId, OneTimePurpose, SessionId};
use crate::ground::Ground;
use crate::storage::one_time::{self, Offer, OneTime};
use crate::storage::sessions::Session;
use crate::storage::{Durability, StorageError, Tx, accounts, clients, platforms, sessions, sign_out};
use crate::vault::sha256;
use crate::web::pages::login::{ConfirmLogout, SignedOut};
use crate::web::{self, Form, Frame, Trouble, Visit, page, see_other};

/// Why a session ended, in its row.
const REASON: &str = "signed_out";

/// How long the question may stand, in minutes.
const QUESTION_MINUTES: i64 = 15;

/// `GET /logout`.
pub(super) async fn ask(State(issuer): State<Issuer>, visit: Visit, uri: Uri) -> Result<Response, web::Error> {
    let params = Params::parse(uri.query().unwrap_or_default().as_bytes());
    let request = request::read(&issuer, &visit, &params).await?;
    let present = present(issuer.ground(), &visit).await?;
    if let Some(hint) = &request.hint
        && end_hinted(issuer.ground(), &visit, hint, present.as_ref()).await?
    {
        return Ok(leave(&visit, request.target));
    }
    if present.is_none() {
        return Ok(page(&visit, StatusCode::OK, &SignedOut { frame: Frame::new(&visit) }));
    }
    question(issuer.ground(), &visit, request).await
}

/// The answer to our question.
#[derive(Debug, Deserialize)]
struct Answer {
    logout: String,
}

/// `POST /logout`: our own question answered; or a platform's request, sent on as a GET so that the browser adds its
/// cookies (`SameSite=Lax`).
pub(super) async fn answer(
    State(issuer): State<Issuer>,
    visit: Visit,
    request: Request,
) -> Result<Response, web::Error> {
    let (parts, body) = request.into_parts();
    if !form::is_form(&parts.headers) {
        return Err(Trouble::BadForm.into());
    }
    let body: Bytes = axum::body::to_bytes(body, MAX_FORM).await.map_err(|_| Trouble::TooLarge)?;
    if !Params::parse(&body).has("logout") {
        return Ok(see_other(&format!("/logout?{}", resend(&body))));
    }
    let request = Request::from_parts(parts, Body::from(body));
    let Form(answer) = Form::<Answer>::from_request(request, &()).await?;
    let ground = issuer.ground();
    let target = remembered(ground, &visit, &answer.logout).await?;
    if let Some(session) = present(ground, &visit).await? {
        end(ground, &session.id).await?;
    }
    visit.end_session();
    Ok(leave(&visit, target))
}

fn leave(visit: &Visit, target: Option<String>) -> Response {
    match target {
        Some(uri) => see_other(&uri),
        None => page(visit, StatusCode::OK, &SignedOut { frame: Frame::new(visit) }).into_response(),
    }
}

/// The session whose cookie this browser sent, unless it was ended. One that has run out is ended all the same.
async fn present(ground: &Ground, visit: &Visit) -> Result<Option<Session>, StorageError> {
    let Some(hash) = visit.session_hash() else { return Ok(None) };
    let found = ground.db.read(async |tx: Tx| sessions::find_by_hash(&tx, hash).await).await?;
    Ok(found.filter(|session| session.browser_hash == visit.browser_hash()))
}

/// Ends what a hint speaks of: the session it names, and the one in this browser if it is the same person's. Another
/// person who sits here by now stays signed in. False when it speaks of nothing we know.
async fn end_hinted(
    ground: &Ground,
    visit: &Visit,
    hint: &Known,
    present: Option<&Session>,
) -> Result<bool, StorageError> {
    let named = hinted(ground, hint).await?;
    if let Some(session) = &named {
        end(ground, session).await?;
    }
    let Some(session) = present else { return Ok(true) };
    let same = named.as_ref() == Some(&session.id) || is_of(ground, session, hint).await?;
    if same {
        end(ground, &session.id).await?;
        visit.end_session();
    }
    Ok(named.is_some() || same)
}

/// True when the person in this session has the hint's `sub` at the hint's client.
async fn is_of(ground: &Ground, session: &Session, hint: &Known) -> Result<bool, StorageError> {
    let Ok(client) = hint.aud.parse::<ClientId>() else { return Ok(false) };
    let read = async |tx: Tx| {
        let Some(client) = clients::find(&tx, &client).await? else { return Ok(false) };
        let Some(platform) = platforms::find(&tx, &client.platform_id).await? else { return Ok(false) };
        let here = sessions::list_accounts(&tx, &session.id).await?;
        let Some(row) = here.into_iter().find(|row| row.platform_id == platform.id) else { return Ok(false) };
        let account = accounts::find(&tx, &row.account_id).await?;
        Ok(account.is_some_and(|account| sub_at(platform.sub_mode, &account) == hint.sub))
    };
    ground.db.read(read).await
}

/// The session that a hint names by its `sid`, if this client knows it by that.
async fn hinted(ground: &Ground, hint: &Known) -> Result<Option<SessionId>, StorageError> {
    let Some(sid) = &hint.sid else { return Ok(None) };
    let found = ground.db.read(async |tx: Tx| sessions::find_by_sid(&tx, sid).await).await?;
    Ok(found.filter(|row| row.client_id.as_str() == hint.aud).map(|row| row.session_id))
}

async fn end(ground: &Ground, session: &SessionId) -> Result<(), StorageError> {
    let now = ground.now();
    let write = |tx: Tx| async move { sign_out::end(&tx, session, REASON, now).await };
    ground.db.write(Durability::Durable, write).await.map(drop)
}

async fn question(ground: &Ground, visit: &Visit, request: LogoutRequest) -> Result<Response, web::Error> {
    let logout = match request.target {
        Some(target) => remember(ground, visit, &target).await?,
        None => String::new(),
    };
    Ok(page(visit, StatusCode::OK, &ConfirmLogout { frame: Frame::new(visit), logout }))
}

fn place(hash: &str) -> String {
    format!("one_time|{hash}|payload")
}

/// Keeps where to go while the person is asked; the page carries a one-time value, never the address.
async fn remember(ground: &Ground, visit: &Visit, target: &str) -> Result<String, web::Error> {
    let value = ground.random.secret();
    let (hash, now) = (sha256(&value), ground.now());
    let expires_at = now + TimeDelta::minutes(QUESTION_MINUTES);
    let row = OneTime {
        payload: ground.vault.seal(&place(&hash), target.as_bytes()).map_err(web::Error::internal)?,
        browser_hash: Some(visit.browser_hash().to_owned()),
        ..OneTime::new(hash, OneTimePurpose::Logout, now, expires_at)
    };
    let row = &row;
    let write = |tx: Tx| async move { one_time::insert(&tx, row).await };
    ground.db.write::<_, StorageError, _, _>(Durability::Relaxed, write).await?;
    Ok(value)
}

/// Where to go; nothing when nothing was asked for, or the question stood too long.
async fn remembered(ground: &Ground, visit: &Visit, value: &str) -> Result<Option<String>, web::Error> {
    if value.is_empty() {
        return Ok(None);
    }
    let (hash, now) = (&sha256(value), ground.now());
    let write = |tx: Tx| async move {
        let browser_hash = Some(visit.browser_hash());
        one_time::consume(&tx, &Offer { hash, purpose: OneTimePurpose::Logout, browser_hash, now }).await
    };
    let found = ground.db.write::<_, StorageError, _, _>(Durability::Relaxed, write).await?;
    let Some(row) = found else { return Ok(None) };
    let target = ground.vault.open(&place(hash), &row.payload).map_err(web::Error::internal)?;
    Ok(String::from_utf8(target.to_vec()).ok())
}
