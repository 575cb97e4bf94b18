//! An authorization code becomes tokens, once. Whoever offers it, rightly or wrongly, uses it up.

use super::pkce::{self, Proof};
use super::{Outcome, mint};
use crate::domain::Time;
use crate::ground::Ground;
use crate::issuer::IssuerError;
use crate::issuer::params::Params;
use crate::issuer::refusal::Refusal;
use crate::issuer::service::Issuer;
use crate::storage::authorization_codes::{self, AuthorizationCode};
use crate::storage::clients::Client;
use crate::storage::{Durability, Tx, token_families};
use crate::vault::sha256;

/// What came with the code.
struct Offer<'a> {
    hash: String,
    redirect_uri: Option<&'a str>,
    verifier: Option<&'a str>,
    client: &'a Client,
}

pub(super) async fn redeem(issuer: &Issuer, client: &Client, params: &Params) -> Result<Outcome, Refusal> {
    let code = params.find("code", 512)?.ok_or_else(|| Refusal::invalid_request("code is missing"))?;
    let offer = Offer {
        hash: sha256(code),
        redirect_uri: params.find("redirect_uri", 2_000)?,
        verifier: params.find("code_verifier", 512)?,
        client,
    };
    let (ground, offer) = (issuer.ground(), &offer);
    let write = |tx: Tx| async move { consume(&tx, ground, offer).await };
    Ok(ground.db.write(Durability::Relaxed, write).await?)
}

async fn consume(tx: &Tx, ground: &Ground, offer: &Offer<'_>) -> Result<Outcome, IssuerError> {
    let now = ground.now();
    let Some(code) = authorization_codes::consume(tx, &offer.hash, now).await? else {
        let used = authorization_codes::find(tx, &offer.hash).await?;
        return Ok(used.map_or(Outcome::Refused("the code is unknown"), |code| Outcome::Reused(code.family_id)));
    };
    if let Some(why) = objection(&code, offer, now) {
        return Ok(Outcome::Refused(why));
    }
    match token_families::find_alive(tx, &code.family_id, now).await? {
        Some(family) => {
            let scope = family.scope.clone();
            mint(tx, ground, family, scope, code.nonce).await
        }
        None => Ok(Outcome::Refused("what the code stands for has ended")),
    }
}

fn objection(code: &AuthorizationCode, offer: &Offer<'_>, now: Time) -> Option<&'static str> {
    if code.client_id != offer.client.id {
        return Some("the code is unknown");
    }
    if code.expires_at <= now {
        return Some("the code has expired");
    }
    if offer.redirect_uri != Some(code.redirect_uri.as_str()) {
        return Some("redirect_uri is not that of the authorization request");
    }
    match pkce::check(code.code_challenge.as_deref(), offer.verifier) {
        Proof::Good => None,
        Proof::Bad(why) => Some(why),
    }
}
