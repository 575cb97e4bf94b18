//! `/authorize`: a platform asks who is there. Answered at once when that is known, else handed to `login`.

mod known;
mod request;
mod requested_claims;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use chrono::TimeDelta;
use http::{HeaderMap, Uri};

use self::known::{Known, Present};
use self::request::{Objection, check, fault_of};
use super::code::redirect_with;
use super::params::Params;
use super::service::Issuer;
use super::{IssuerError, OAuthError, error_redirect, form, hint, issue_code};
use crate::domain::{AttemptId, AuthorizeRequest, ClientId, Prompt, Purpose, SignedIn, Time};
use crate::storage::attempts::LoginAttempt;
use crate::storage::clients::Asking;
use crate::storage::{Durability, StorageError, Tx, attempts, present, sessions};
use crate::web::{self, Brand, Fault, FormTargets, Journey, Trouble, Visit, see_other};

/// `GET /authorize`.
pub(super) async fn ask(State(issuer): State<Issuer>, visit: Visit, uri: Uri) -> Result<Response, web::Error> {
    let params = Params::parse(uri.query().unwrap_or_default().as_bytes());
    let client: Option<ClientId> = match params.find("client_id", 128) {
        Ok(Some(id)) => id.parse().ok(),
        Ok(None) => return Err(page("client_id", Fault::Missing)),
        Err(error) => return Err(page("client_id", fault_of(error))),
    };
    let client = client.ok_or_else(|| page("client_id", Fault::Unknown))?;
    let known = known::find(issuer.ground(), &visit, &client).await?;
    let known = known.ok_or_else(|| page("client_id", Fault::Unknown))?;
    enter(&visit, &known);
    let hinted = match params.find("id_token_hint", hint::MAX_HINT) {
        Ok(Some(token)) => Some(hint::read(&issuer, token).await.map_err(web::Error::internal)?),
        Ok(None) => None,
        Err(_) => Some(hint::Hint::Bad),
    };
    match check(&params, &known.asking.client, &known.asking.redirect_uris, hinted.as_ref()) {
        Ok(request) => answer(&issuer, &visit, request, known.present).await,
        Err(Objection::Back(back)) => {
            let said = [("error", back.error.as_str()), ("error_description", back.why.as_str())];
            Ok(see_other(&redirect_with(issuer.ground(), &back.redirect_uri, back.state.as_deref(), &said)))
        }
        Err(Objection::Page(parameter, fault)) => Err(page(parameter, fault)),
    }
}

/// `POST /authorize` (OIDC Core 3.1.2.1). A browser sends it from the platform's page without our cookies
/// (`SameSite=Lax`), so it is sent on as a GET, which carries them.
pub(super) async fn ask_posted(
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, web::Error> {
    let body = body.ok().filter(|_| form::is_form(&headers)).ok_or(Trouble::BadForm)?;
    Ok(see_other(&format!("/authorize?{}", resend(&body))))
}

/// The same parameters in the same order, as a query.
pub(super) fn resend(form: &[u8]) -> String {
    let pairs = url::form_urlencoded::parse(form);
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn page(parameter: &str, fault: Fault) -> web::Error {
    Trouble::BadRequest { parameter: parameter.to_owned(), fault }.into()
}

fn enter(visit: &Visit, known: &Known) {
    let Asking { platform, redirect_uris, .. } = &known.asking;
    let targets: Vec<url::Url> = redirect_uris.iter().filter_map(|uri| uri.parse().ok()).collect();
    visit.enter(Journey {
        brand: Brand {
            id: platform.id.clone(),
            name: platform.name.clone(),
            colour: platform.colour.clone(),
            home_url: platform.home_url.clone(),
        },
        ui_locales: None,
        form_targets: FormTargets::to(&targets),
    });
}

async fn answer(
    issuer: &Issuer,
    visit: &Visit,
    request: AuthorizeRequest,
    present: Option<Present>,
) -> Result<Response, web::Error> {
    let ground = issuer.ground();
    if let Some(present) = present.filter(|present| fits(&request, present, ground.now()))
        && let Some(url) = at_once(issuer, &request, &present).await?
    {
        return Ok(see_other(&url));
    }
    if request.prompt.contains(&Prompt::None) {
        return Ok(see_other(&error_redirect(ground, &request, OAuthError::LoginRequired)));
    }
    let attempt = begin(issuer, visit, &request).await?;
    Ok(see_other(&format!("/login?attempt={attempt}")))
}

/// True when the person who is there is the answer, as far as the request says.
fn fits(request: &AuthorizeRequest, present: &Present, now: Time) -> bool {
    let account = &present.account;
    let young = |most: i64| now - account.auth_time <= TimeDelta::seconds(most);
    !request.wants_person()
        && request.max_age.is_none_or(young)
        && request.hinted_sub.as_ref().is_none_or(|sub| *sub == present.sub)
        && request.upstream_wish().is_none_or(|wish| account.upstream_id == Some(wish))
        && request.koppel_school.as_ref().is_none_or(|school| account.school_id.as_ref() == Some(school))
}

/// A code for the person who is there; nothing when that has changed, or something it stands on is disabled.
async fn at_once(issuer: &Issuer, request: &AuthorizeRequest, present: &Present) -> Result<Option<String>, web::Error> {
    let ground = issuer.ground();
    let write = |tx: Tx| async move {
        let now = ground.now();
        let found = present::find_by_id(&tx, &present.session.id, &present.account.platform_id).await?;
        let found = found.filter(|found| found.session.signs_in(&present.session.browser_hash, now));
        if found.is_none_or(|found| found.account != present.account) {
            return Err(IssuerError::Blocked);
        }
        if now - present.session.seen_at >= TimeDelta::minutes(1) {
            sessions::touch(&tx, &present.session.id, now).await?;
        }
        issue_code(&tx, ground, request, &signed_in(present)).await
    };
    match ground.db.write(Durability::Relaxed, write).await {
        Ok(url) => Ok(Some(url)),
        Err(IssuerError::Blocked) => Ok(None),
        Err(IssuerError::Storage(error)) => Err(error.into()),
        Err(error) => Err(web::Error::internal(error)),
    }
}

fn signed_in(present: &Present) -> SignedIn {
    let account = &present.account;
    SignedIn {
        session: present.session.id.clone(),
        account: account.account_id.clone(),
        platform: account.platform_id.clone(),
        link: account.link_id.clone(),
        upstream: account.upstream_id.clone(),
        school: account.school_id.clone(),
        auth_time: account.auth_time,
    }
}

/// Remembers the request for `login`, bound to this browser. The memory is empty: nothing is known yet.
async fn begin(issuer: &Issuer, visit: &Visit, request: &AuthorizeRequest) -> Result<AttemptId, web::Error> {
    let ground = issuer.ground();
    let now = ground.now();
    let row = LoginAttempt {
        id: AttemptId::at(now, &ground.random),
        browser_hash: visit.browser_hash().to_owned(),
        platform_id: request.platform.clone(),
        client_id: Some(request.client_id.clone()),
        purpose: Purpose::SignIn,
        request: serde_json::to_string(request).map_err(web::Error::internal)?,
        state: "choose".to_owned(),
        memory: String::new(),
        session_id: None,
        created_at: now,
        expires_at: now + TimeDelta::minutes(ground.config.sessions.attempt_minutes),
        ended_at: None,
    };
    let attempt = &row;
    let write = |tx: Tx| async move { attempts::insert(&tx, attempt).await };
    ground.db.write::<_, StorageError, _, _>(Durability::Relaxed, write).await?;
    Ok(row.id)
}
