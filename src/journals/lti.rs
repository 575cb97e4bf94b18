//! Launches of systems that open us as a tool (LTI 1.3), up to the word of such a system for who came.
//!
//! The ID token comes by a form of another site, and with it no cookie of ours (`SameSite=Lax`). So it is put away, sealed,
//! for a few minutes, if somebody waits for it at all; the browser goes on to an address of ours, where its cookie says
//! whether it is the one that asked. Nothing is verified for any other, and nobody is signed in by any of it.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts as _, Path, RawQuery, Request, State};
use axum::response::Response;
use chrono::TimeDelta;

use super::launched::{keep, path};
use super::pupil;
use crate::domain::{OneTimePurpose, UpstreamId};
use crate::login::{Login as Rooms, brought, upstream_trouble};
use crate::storage::journal_launches::JournalLaunch;
use crate::storage::one_time::{self, Offer, OneTime};
use crate::storage::upstreams::{self, Upstream};
use crate::storage::{Durability, StorageError, Tx};
use crate::upstream::{LaunchError, Lti, Outset, Wrong};
use crate::vault::sha256;
use crate::web::{self, Fault, Trouble, Visit, see_other};

/// How long a launch may take on its way to the system and back, in minutes.
const WAY_MINUTES: i64 = 10;
/// How long a token waits for its browser, in minutes.
const TOKEN_MINUTES: i64 = 2;
/// How long the system's word for who launched is good for a sign-in, in minutes.
const SIGN_IN_MINUTES: i64 = 10;
/// Longest ID token.
const LONGEST_TOKEN: usize = 32 * 1024;

type Params = Vec<(String, String)>;

/// The one address of ours where launches of an upstream arrive.
pub(super) fn launch_url(issuer: &str, upstream: &UpstreamId) -> String {
    format!("{issuer}/upstream/{upstream}/lti/launch")
}

/// An upstream that opens us, and is switched on.
pub(super) async fn opened(login: &Rooms, id: &str) -> Result<(Upstream, std::sync::Arc<Lti>), web::Error> {
    let id: UpstreamId = id.parse().map_err(|_| Trouble::NotFound)?;
    let row = upstreams::find_alone(&login.ground.db, &id).await?.ok_or(Trouble::NotFound)?;
    if row.disabled_at.is_some() {
        return Err(Trouble::UpstreamOff { upstream: row.name }.into());
    }
    match login.upstreams.lti(&row) {
        Ok(Some(client)) => Ok((row, client)),
        Ok(None) => Err(Trouble::NotFound.into()),
        Err(error) => Err(upstream_trouble(error, &row.name, false)),
    }
}

fn read(text: &[u8]) -> Params {
    url::form_urlencoded::parse(text).into_owned().collect()
}

/// A form that such a system's page sends. It comes without our cookies, and carries nothing that proves itself.
pub(super) struct ForeignForm {
    upstream: Upstream,
    params: Params,
}

impl FromRequest<Rooms> for ForeignForm {
    type Rejection = web::Error;

    async fn from_request(request: Request, login: &Rooms) -> Result<Self, web::Error> {
        let (mut parts, body) = request.into_parts();
        let Path(id) = Path::<String>::from_request_parts(&mut parts, login).await.map_err(|_| Trouble::NotFound)?;
        let (upstream, _) = opened(login, &id).await?;
        let body = Bytes::from_request(Request::from_parts(parts, body), login).await.map_err(|_| Trouble::TooLarge)?;
        Ok(Self { upstream, params: read(&body) })
    }
}

/// The one value of a parameter.
fn one<'p>(params: &'p [(String, String)], name: &str) -> Option<&'p str> {
    let mut values = params.iter().filter(|(found, _)| found == name).map(|(_, value)| value.as_str());
    values.next().filter(|value| !value.is_empty() && values.next().is_none())
}

/// `POST /upstream/{id}/lti/login`: the same as the GET, which comes with the browser's cookie.
pub(super) async fn login_by_form(ForeignForm { upstream, params }: ForeignForm) -> Response {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(Lti::known(&params)).finish();
    see_other(&format!("/upstream/{}/lti/login?{query}", upstream.id))
}

/// `GET /upstream/{id}/lti/login`: the system wants to launch something in this browser, and is asked for it.
pub(super) async fn login(
    State(login): State<Rooms>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, web::Error> {
    let (upstream, client) = opened(&login, &id).await?;
    let (state, nonce) = (login.ground.random.secret(), login.ground.random.secret());
    let launch_url = launch_url(login.ground.issuer(), &upstream.id);
    let outset = Outset { launch_url: &launch_url, state: &state, nonce: &nonce };
    let params = read(query.unwrap_or_default().as_bytes());
    let url = client.depart(&params, outset).map_err(|wrong| at_fault(wrong, &upstream))?;
    let asked = (sha256(&state), OneTimePurpose::LtiLogin, WAY_MINUTES);
    store(&login, &of_browser(&visit, waiting(&login, &upstream, asked, &nonce)?)).await?;
    Ok(see_other(url.as_str()))
}

fn at_fault(wrong: Wrong, upstream: &Upstream) -> web::Error {
    if wrong.is_deployment() {
        return Trouble::NotDeployed { upstream: upstream.name.clone() }.into();
    }
    let fault = if wrong.missing { Fault::Missing } else { Fault::NotRegistered };
    Trouble::BadRequest { parameter: wrong.parameter.to_owned(), fault }.into()
}

/// A value that waits, with something sealed in it.
fn waiting(
    login: &Rooms,
    upstream: &Upstream,
    (hash, purpose, minutes): (String, OneTimePurpose, i64),
    sealed: &str,
) -> Result<OneTime, web::Error> {
    let now = login.ground.now();
    let payload = login.ground.vault.seal(&place(&hash), sealed.as_bytes()).map_err(web::Error::internal)?;
    let upstream_id = Some(upstream.id.clone());
    Ok(OneTime { upstream_id, payload, ..OneTime::new(hash, purpose, now, now + TimeDelta::minutes(minutes)) })
}

/// The same, bound to the browser that asks.
fn of_browser(visit: &Visit, row: OneTime) -> OneTime {
    OneTime { browser_hash: Some(visit.browser_hash().to_owned()), ..row }
}

fn place(hash: &str) -> String {
    format!("one_time|{hash}|payload")
}

async fn store(login: &Rooms, row: &OneTime) -> Result<(), StorageError> {
    login.ground.db.write(Durability::Relaxed, |tx| async move { one_time::insert(&tx, row).await }).await
}

/// `POST /upstream/{id}/lti/launch`: puts the token away for the browser that waits for it.
pub(super) async fn launch(
    State(login): State<Rooms>,
    ForeignForm { upstream, params }: ForeignForm,
) -> Result<Response, web::Error> {
    let state = one(&params, "state").ok_or(Trouble::LaunchGone)?;
    let (hash, id, now) = (&sha256(state), &upstream.id, login.ground.now());
    let find = |tx: Tx| async move { one_time::is_waiting(&tx, hash, OneTimePurpose::LtiLogin, id, now).await };
    if !login.ground.db.read(find).await? {
        return Err(Trouble::LaunchGone.into());
    }
    let Some(token) = one(&params, "id_token").filter(|token| token.len() <= LONGEST_TOKEN) else {
        return Err(Trouble::Denied { upstream: upstream.name }.into());
    };
    let row = waiting(&login, &upstream, (token_hash(state), OneTimePurpose::LtiToken, TOKEN_MINUTES), token)?;
    match store(&login, &row).await {
        Ok(()) => {}
        // A second answer to one question.
        Err(StorageError::Taken) => return Err(Trouble::LaunchGone.into()),
        Err(error) => return Err(error.into()),
    }
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("state", state).finish();
    Ok(see_other(&format!("/upstream/{}/lti/continue?{query}", upstream.id)))
}

/// Where the token that answers a state waits.
fn token_hash(state: &str) -> String {
    sha256(&format!("lti_token|{state}"))
}

/// `GET /upstream/{id}/lti/continue`: the browser shows that it is the one that asked. Nonce and token are used up, the token
/// is verified, and whoever came goes on from there.
pub(super) async fn go_on(
    State(login): State<Rooms>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, web::Error> {
    let (upstream, client) = opened(&login, &id).await?;
    let params = read(query.unwrap_or_default().as_bytes());
    let state = one(&params, "state").ok_or(Trouble::LaunchGone)?;
    let (nonce, id_token) = redeem(&login, &visit, &upstream, state).await?;
    let launch_url = launch_url(login.ground.issuer(), &upstream.id);
    let arrived = Box::pin(client.arrive(&id_token, &nonce, &launch_url, login.ground.now())).await;
    let arrived = arrived.map_err(|error| stopped(error, &upstream.name))?;
    // Somebody without a name could not be asked whether it is them.
    let may_sign_in = arrived.is_link && !arrived.person.name.display().is_empty();
    if may_sign_in && let Some(page) = brought(&login, &visit, &upstream.id, &arrived.person).await? {
        return Ok(page);
    }
    match arrived.journal {
        Some(token) => to_journal(&login, &visit, &upstream, &token).await,
        None => pupil::keep(&login, &visit, &upstream, &arrived.person).await,
    }
}

fn stopped(error: LaunchError, name: &str) -> web::Error {
    let upstream = name.to_owned();
    match error {
        LaunchError::NotTeacher => Trouble::NotTeacher { upstream }.into(),
        LaunchError::Nameless => Trouble::NamelessPupil { upstream }.into(),
        LaunchError::NotDeployed => Trouble::NotDeployed { upstream }.into(),
        LaunchError::Upstream(error) => upstream_trouble(error, name, false),
    }
}

/// A teacher's launch: from here it is one as from any other upstream.
async fn to_journal(login: &Rooms, visit: &Visit, upstream: &Upstream, token: &str) -> Result<Response, web::Error> {
    let launch = keep(login, visit, upstream, token).await?;
    let sign_in = (sign_in_hash(launch.as_str()), OneTimePurpose::LtiSignIn, SIGN_IN_MINUTES);
    store(login, &of_browser(visit, waiting(login, upstream, sign_in, "")?)).await?;
    Ok(see_other(&path(&launch)))
}

/// Nonce and ID token, both used up. Whatever is wrong with the state or the browser, the answer is the same page.
async fn redeem(
    login: &Rooms,
    visit: &Visit,
    upstream: &Upstream,
    state: &str,
) -> Result<(String, String), web::Error> {
    let (hash, token_hash, now) = (&sha256(state), &token_hash(state), login.ground.now());
    let asked = &Offer { hash, purpose: OneTimePurpose::LtiLogin, browser_hash: Some(visit.browser_hash()), now };
    let brought = &Offer { hash: token_hash, purpose: OneTimePurpose::LtiToken, browser_hash: None, now };
    let write = |tx: Tx| async move {
        let Some(asked) = one_time::consume(&tx, asked).await? else { return Ok(None) };
        let brought = one_time::consume(&tx, brought).await?;
        Ok::<_, StorageError>(brought.map(|brought| (asked, brought)))
    };
    let found = login.ground.db.write(Durability::Relaxed, write).await?;
    let of_upstream = |row: &OneTime| row.upstream_id.as_ref() == Some(&upstream.id);
    let found = found.filter(|(asked, brought)| of_upstream(asked) && of_upstream(brought));
    let (asked, brought) = found.ok_or(Trouble::LaunchGone)?;
    Ok((unsealed(login, &asked)?, unsealed(login, &brought)?))
}

fn unsealed(login: &Rooms, row: &OneTime) -> Result<String, web::Error> {
    let clear = login.ground.vault.open(&place(&row.hash), &row.payload).map_err(|_| Trouble::LaunchGone)?;
    Ok(String::from_utf8(clear.to_vec()).map_err(|_| Trouble::LaunchGone)?)
}

fn sign_in_hash(launch: &str) -> String {
    sha256(&format!("lti_sign_in|{launch}"))
}

/// Uses up the one sign-in of a launch; false when it was used, or is too old.
pub(super) async fn use_sign_in(login: &Rooms, visit: &Visit, launch: &JournalLaunch) -> Result<bool, StorageError> {
    let (hash, now) = (&sign_in_hash(launch.id.as_str()), login.ground.now());
    let offer = &Offer { hash, purpose: OneTimePurpose::LtiSignIn, browser_hash: Some(visit.browser_hash()), now };
    let write = |tx: Tx| async move { one_time::consume(&tx, offer).await };
    Ok(login.ground.db.write(Durability::Relaxed, write).await?.is_some())
}
