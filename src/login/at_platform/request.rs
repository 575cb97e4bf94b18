//! The question to a platform: "who is signed in in this browser, and since when?"

use axum::extract::State;
use axum::response::Response;
use chrono::TimeDelta;
use http::StatusCode;
use serde::Serialize;
use url::Url;

use super::{Waiting, place};
use crate::domain::{ClientId, ClientUriKind, OneTimePurpose, Purpose, SigningAlg};
use crate::login::attempt::Step;
use crate::login::entered::{Entered, Which};
use crate::login::{Login, LoginError, claim};
use crate::storage::clients::{self, Client};
use crate::storage::one_time::{self, OneTime};
use crate::storage::{Durability, client_uris};
use crate::vault::sha256;
use crate::web::pages::login::Leaving;
use crate::web::{self, Form, Frame, Trouble, Visit};

/// How long a platform has for its own sign-in.
const REQUEST_MINUTES: i64 = 10;

/// Two clocks may differ by this much where a sign-in must be younger than its request.
const LEEWAY: TimeDelta = TimeDelta::seconds(30);

/// A platform's link address and the client it is registered for.
#[derive(Debug, Clone)]
pub(in crate::login) struct LinkAddress {
    pub(in crate::login) client: Client,
    pub(in crate::login) url: Url,
}

/// The claims of a request, a JWT signed as the client's ID tokens are.
#[derive(Debug, Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
    jti: String,
    /// Where it belongs: no other token of ours has this claim.
    koppel_link: Wanted<'a>,
}

#[derive(Debug, Serialize)]
struct Wanted<'a> {
    /// `add` from the platform's settings, `claim` at a first sign-in.
    purpose: &'static str,
    /// Where the platform asks for the link session.
    endpoint: String,
    /// The platform's sign-in must not be older than this, seconds since 1970.
    auth_time_not_before: i64,
    /// `login`: the person must sign in there again, whoever is signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ui_locales: Option<&'a str>,
}

/// "Prove it at *platform*".
pub(in crate::login) async fn ask(
    State(login): State<Login>,
    visit: Visit,
    Form(which): Form<Which>,
) -> Result<Response, web::Error> {
    let mut entered = login.enter_at(&visit, &which.attempt, Step::Claim).await?;
    if let Some(stopped) = claim::stop_probing(&login, &visit, &mut entered).await? {
        return Ok(stopped);
    }
    let address = login.link_address(&entered).await?.ok_or(Trouble::NotFound)?;
    let url = login.request_proof(&entered, &address).await?;
    let name = entered.platform.name.clone();
    let template = Leaving { frame: Frame::new(&visit), upstream: name, url: url.to_string() };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

impl Login {
    /// Where this login's platform proves its people: at the client that asked, else at any client of the platform.
    pub(in crate::login) async fn link_address(&self, entered: &Entered) -> Result<Option<LinkAddress>, LoginError> {
        let (platform, asked) = (&entered.platform.id, entered.running.client.as_ref());
        self.ground
            .db
            .read(|tx| async move {
                let mut all = clients::list_of_platform(&tx, platform).await?;
                all.retain(|client| client.disabled_at.is_none());
                all.sort_by_key(|client| Some(&client.id) != asked);
                for client in all {
                    if let Some(address) = link_address_of(&tx, client).await? {
                        return Ok(Some(address));
                    }
                }
                Ok(None)
            })
            .await
    }

    /// Makes a request for this login and the address to go to with it.
    pub(in crate::login) async fn request_proof(
        &self,
        entered: &Entered,
        address: &LinkAddress,
    ) -> Result<Url, LoginError> {
        let now = self.ground.now();
        let running = &entered.running;
        let expires_at = running.expires_at.min(now + TimeDelta::minutes(REQUEST_MINUTES));
        // At a claim somebody else may still be signed in at the platform: only a sign-in after this moment counts.
        let claims_account = running.purpose != Purpose::Add;
        let young = TimeDelta::minutes(self.ground.config.sessions.add_integration_minutes);
        let not_before = if claims_account { now - LEEWAY } else { now - young };
        let ui_locales = running.ui_locales();
        let claims = Claims {
            iss: self.ground.issuer(),
            aud: address.client.id.as_str(),
            iat: now.timestamp(),
            exp: expires_at.timestamp(),
            jti: self.ground.random.secret(),
            koppel_link: Wanted {
                purpose: if claims_account { "claim" } else { "add" },
                endpoint: format!("{}/api/link-sessions", self.ground.issuer()),
                auth_time_not_before: not_before.timestamp(),
                prompt: claims_account.then_some("login"),
                ui_locales: ui_locales.as_deref(),
            },
        };
        let jwt = self.sign(address.client.id_token_alg, &claims).await?;
        let waiting = Waiting { client: address.client.id.clone(), not_before };
        let row = &self.request_row(entered, &jwt, &waiting, expires_at)?;
        self.ground.db.write(Durability::Relaxed, |tx| async move { one_time::insert(&tx, row).await }).await?;
        let mut url = address.url.clone();
        url.query_pairs_mut().append_pair("request", &jwt);
        Ok(url)
    }

    async fn sign(&self, alg: SigningAlg, claims: &Claims<'_>) -> Result<String, LoginError> {
        Ok(self.keys.current().await?.sign(alg, claims, self.ground.now())?)
    }

    fn request_row(
        &self,
        entered: &Entered,
        jwt: &str,
        waiting: &Waiting,
        expires_at: crate::domain::Time,
    ) -> Result<OneTime, LoginError> {
        let hash = sha256(jwt);
        // Bound to no browser: the platform's server brings it. The login it belongs to is the browser's.
        Ok(OneTime {
            payload: self.seal(&place(&hash), waiting)?,
            attempt_id: Some(entered.running.id.clone()),
            platform_id: Some(entered.platform.id.clone()),
            ..OneTime::new(hash, OneTimePurpose::LinkRequest, self.ground.now(), expires_at)
        })
    }
}

async fn link_address_of(tx: &crate::storage::Tx, client: Client) -> Result<Option<LinkAddress>, LoginError> {
    let uris = client_uris::list_of_kind(tx, &client.id, ClientUriKind::Link).await?;
    let url = uris.first().and_then(|row| row.uri.parse().ok());
    Ok(url.map(|url| LinkAddress { client, url }))
}

impl Login {
    /// The link address of one client.
    pub(super) async fn link_address_at(&self, client: &ClientId) -> Result<Option<LinkAddress>, LoginError> {
        self.ground
            .db
            .read(|tx| async move {
                match clients::find_live(&tx, client).await? {
                    Some(client) => link_address_of(&tx, client).await,
                    None => Ok(None),
                }
            })
            .await
    }
}
