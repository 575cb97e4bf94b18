//! The answer to an authorization request: a code, or an error, back at the platform.

use chrono::TimeDelta;

use super::{IssuerError, OAuthError};
use crate::domain::{AuthorizeRequest, FamilyId, Scope, SignedIn, Time};
use crate::ground::Ground;
use crate::storage::authorization_codes::AuthorizationCode;
use crate::storage::token_families::TokenFamily;
use crate::storage::{Tx, authorization_codes, sessions, token_families};
use crate::vault::sha256;

/// Makes a code for somebody who signed in, and the URL that takes it to the platform (`code`, `state`, `iss`).
/// Belongs into a relaxed write; the statement that writes it checks that everything it stands on may still be used.
///
/// # Errors
/// [`IssuerError::Blocked`] when it may not; the database's.
pub async fn issue_code(
    tx: &Tx,
    ground: &Ground,
    request: &AuthorizeRequest,
    signed_in: &SignedIn,
) -> Result<String, IssuerError> {
    let now = ground.now();
    let offered = ground.random.secret();
    let joined = sessions::join_client(tx, &signed_in.session, &request.client_id, &offered, now).await?;
    let family = family(ground, request, signed_in, joined.sid, now);
    if !token_families::insert_alive(tx, &family).await? {
        return Err(IssuerError::Blocked);
    }
    let code = ground.random.secret();
    let row = AuthorizationCode {
        hash: sha256(&code),
        family_id: family.id,
        client_id: request.client_id.clone(),
        redirect_uri: request.redirect_uri.clone(),
        code_challenge: request.code_challenge.clone(),
        nonce: request.nonce.clone(),
        created_at: now,
        expires_at: now + TimeDelta::seconds(ground.config.tokens.code_seconds.clamp(1, 60)),
        used_at: None,
    };
    authorization_codes::insert(tx, &row).await?;
    Ok(answer(ground, request, &[("code", &code)]))
}

fn family(ground: &Ground, request: &AuthorizeRequest, signed_in: &SignedIn, sid: String, now: Time) -> TokenFamily {
    let tokens = &ground.config.tokens;
    let seconds = if request.scope.contains(&Scope::OfflineAccess) {
        tokens.refresh_absolute_seconds
    } else {
        tokens.code_seconds.saturating_add(tokens.access_seconds)
    };
    TokenFamily {
        id: FamilyId::at(now, &ground.random),
        client_id: request.client_id.clone(),
        platform_id: request.platform.clone(),
        account_id: signed_in.account.clone(),
        session_id: Some(signed_in.session.clone()),
        link_id: signed_in.link.clone(),
        school_id: signed_in.school.clone(),
        sid,
        scope: request.scope_text(),
        requested_claims: request.claims_text(),
        acr: Some(signed_in.acr()),
        auth_time: signed_in.auth_time,
        created_at: now,
        expires_at: now + TimeDelta::seconds(seconds),
        ended_at: None,
        end_reason: None,
    }
}

/// The URL that takes an error to the platform (`error`, `state`, `iss`). Only for requests whose redirect URI is
/// registered, which every [`AuthorizeRequest`] is.
#[must_use]
pub fn error_redirect(ground: &Ground, request: &AuthorizeRequest, error: OAuthError) -> String {
    answer(ground, request, &[("error", error.as_str())])
}

fn answer(ground: &Ground, request: &AuthorizeRequest, params: &[(&str, &str)]) -> String {
    redirect_with(ground, &request.redirect_uri, request.state.as_deref(), params)
}

/// A registered URI with our answer added to its own query: the answer, `state`, `iss` (RFC 9207).
pub(super) fn redirect_with(ground: &Ground, uri: &str, state: Option<&str>, params: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(params);
    if let Some(state) = state {
        query.append_pair("state", state);
    }
    query.append_pair("iss", ground.issuer());
    let joint = if uri.contains('?') { "&" } else { "?" };
    format!("{uri}{joint}{}", query.finish())
}
