//! The ID token: who signed in, where, when and how. Personal data is for userinfo.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use serde::Serialize;
use sha2::{Digest as _, Sha256, Sha512};

use super::Grant;
use crate::domain::{ACR_PASSWORD, SigningAlg};
use crate::issuer::IssuerError;
use crate::issuer::service::Issuer;
use crate::issuer::subject::subject;
use crate::storage::clients::Client;

/// OIDC Core 2, and `sid` of Back-Channel Logout 1.0.
#[derive(Debug, Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: String,
    aud: &'a str,
    exp: i64,
    iat: i64,
    auth_time: i64,
    at_hash: String,
    sid: &'a str,
    amr: [&'static str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    acr: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    #[serde(rename = "koppel:former_subs", skip_serializing_if = "Vec::is_empty")]
    former_subs: Vec<String>,
}

pub(super) async fn sign(issuer: &Issuer, client: &Client, grant: &Grant) -> Result<String, IssuerError> {
    let ground = issuer.ground();
    let now = ground.now();
    let family = &grant.family;
    let acr = family.acr.as_deref();
    let claims = Claims {
        iss: ground.issuer(),
        sub: subject(family.sub_mode, &family.sub, &family.platform_id, &family.account_id),
        aud: client.id.as_str(),
        exp: (now + TimeDelta::seconds(ground.config.tokens.id_token_seconds)).timestamp(),
        iat: now.timestamp(),
        auth_time: family.auth_time.timestamp(),
        at_hash: at_hash(client.id_token_alg, &grant.access_token),
        sid: &family.sid,
        amr: [if acr == Some(ACR_PASSWORD) { "pwd" } else { "fed" }],
        acr,
        nonce: grant.nonce.as_deref(),
        former_subs: grant.former_subs.clone(),
    };
    issuer.keys().current().await?.sign(client.id_token_alg, &claims, now)
}

/// OIDC Core 3.1.3.6: the left half of the hash that the signature uses; SHA-512 for Ed25519 (RFC 8032).
fn at_hash(alg: SigningAlg, access_token: &str) -> String {
    let half = |digest: &[u8]| URL_SAFE_NO_PAD.encode(digest.split_at(digest.len() / 2).0);
    match alg {
        SigningAlg::Rs256 | SigningAlg::Es256 => half(&Sha256::digest(access_token)),
        SigningAlg::EdDsa => half(&Sha512::digest(access_token)),
    }
}
