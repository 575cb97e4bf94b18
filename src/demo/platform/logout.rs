//! Signing out: started here (OIDC RP-Initiated Logout) or by the broker (OIDC Back-Channel Logout).

use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use http::StatusCode;
use serde::Deserialize;

use super::party::{PartyError, SESSION_COOKIE};
use super::token::{self, TokenError};
use super::{Inner, Shared};

/// `POST /logout`: ends the session here, then at the broker.
pub(super) async fn log_out(State(platform): State<Shared>, jar: CookieJar) -> Response {
    let session = jar.get(SESSION_COOKIE).and_then(|cookie| platform.memory().sessions.remove(cookie.value()));
    let jar = jar.remove(Cookie::build(SESSION_COOKIE).path("/"));
    let end = platform.party().await.ok().and_then(|party| party.end_session_endpoint);
    // Who signed in here is signed in nowhere else.
    let (Some(id_token), Some(mut url)) = (session.and_then(|session| session.id_token), end) else {
        return (jar, Redirect::to("/signed-out")).into_response();
    };
    url.query_pairs_mut()
        .append_pair("id_token_hint", &id_token)
        .append_pair("client_id", &platform.options.client_id)
        .append_pair("post_logout_redirect_uri", &platform.options.post_logout_redirect_uri());
    (jar, Redirect::to(url.as_str())).into_response()
}

/// What the broker posts.
#[derive(Debug, Deserialize)]
pub(super) struct LogoutForm {
    logout_token: String,
}

/// `POST /backchannel-logout`: ends every session that the token names.
pub(super) async fn backchannel(State(platform): State<Shared>, Form(form): Form<LogoutForm>) -> StatusCode {
    match end_named(&platform, &form.logout_token).await {
        Ok(()) => StatusCode::OK,
        Err(error) => {
            tracing::warn!(%error, "a logout token was refused");
            StatusCode::BAD_REQUEST
        }
    }
}

async fn end_named(platform: &Inner, logout_token: &str) -> Result<(), PartyError> {
    let keys = platform.keys().await?;
    let now = platform.options.clock.now().timestamp();
    let (issuer, client) = (&platform.options.issuer, &platform.options.client_id);
    let claims = token::read(logout_token, &keys, issuer, client, now)?;
    token::is_logout(&claims)?;
    let jti = claims.jti.clone().ok_or(TokenError::Foreign("jti"))?;
    let mut memory = platform.memory();
    if !memory.logout_tokens.insert(jti) {
        return Err(TokenError::Foreign("jti used before").into());
    }
    memory.sessions.retain(|_, session| match (&claims.sid, &claims.sub) {
        (Some(sid), _) => session.sid.as_ref() != Some(sid),
        (None, sub) => Some(&session.sub) != sub.as_ref(),
    });
    Ok(())
}
