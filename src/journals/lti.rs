//! Launches of systems that open us as a tool (LTI 1.3).
//!
//! The ID token comes by a form of another site, and with it no cookie of ours (`SameSite=Lax`). So it is put away, sealed,
//! for a few minutes, if somebody waits for it at all; the browser goes on to an address of ours, where its cookie says
//! whether it is the one that asked. Nothing is verified for any other, and nobody is signed in by any of it.

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use chrono::TimeDelta;

use super::launched::{keep, path};
use crate::domain::{OneTimePurpose, UpstreamId};
use crate::login::{Login as Rooms, upstream_trouble};
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
async fn opened(login: &Rooms, id: &str) -> Result<(Upstream, std::sync::Arc<Lti>), web::Error> {
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

/// The one value of a parameter.
fn one<'p>(params: &'p [(String, String)], name: &str) -> Option<&'p str> {
    let mut values = params.iter().filter(|(found, _)| found == name).map(|(_, value)| value.as_str());
    values.next().filter(|value| !value.is_empty() && values.next().is_none())
}

/// `POST /upstream/{id}/lti/login`: the same as the GET, which comes with the browser's cookie.
pub(super) async fn login_by_form(
    State(login): State<Rooms>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, web::Error> {
    let (upstream, _) = opened(&login, &id).await?;
    let params = read(&body);
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(Lti::known(&params)).finish();
    Ok(see_other(&format!("/upstream/{}/lti/login?{query}", upstream.id)))
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
    let url = client.depart(&read(query.unwrap_or_default().as_bytes()), outset).map_err(at_fault)?;
    let hash = sha256(&state);
    let row = OneTime {
        browser_hash: Some(visit.browser_hash().to_owned()),
        ..waiting(&login, &upstream, (hash, OneTimePurpose::LtiLogin, WAY_MINUTES), &nonce)?
    };
    store(&login, &row).await?;
    Ok(see_other(url.as_str()))
}

fn at_fault(wrong: Wrong) -> web::Error {
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

fn place(hash: &str) -> String {
    format!("one_time|{hash}|payload")
}

async fn store(login: &Rooms, row: &OneTime) -> Result<(), StorageError> {
    login.ground.db.write(Durability::Relaxed, |tx| async move { one_time::insert(&tx, row).await }).await
}

/// `POST /upstream/{id}/lti/launch`: puts the token away for the browser that waits for it.
pub(super) async fn launch(
    State(login): State<Rooms>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, web::Error> {
    let (upstream, _) = opened(&login, &id).await?;
    let params = read(&body);
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
/// is verified, and there is a launch as from any other upstream.
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
    let token = arrived.map_err(|error| match error {
        LaunchError::NotTeacher => Trouble::NotTeacher { upstream: upstream.name.clone() }.into(),
        LaunchError::Upstream(error) => upstream_trouble(error, &upstream.name, false),
    })?;
    let launch = keep(&login, &visit, &upstream, &token).await?;
    let sign_in = (sign_in_hash(launch.as_str()), OneTimePurpose::LtiSignIn, SIGN_IN_MINUTES);
    let row =
        OneTime { browser_hash: Some(visit.browser_hash().to_owned()), ..waiting(&login, &upstream, sign_in, "")? };
    store(&login, &row).await?;
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
