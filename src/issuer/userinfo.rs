//! `GET` and `POST /userinfo`: what a platform may know about the person, as things are now.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, header};

use super::refusal::Refusal;
use super::service::Issuer;
use super::{bearer, claims, form};
use crate::storage::{access_tokens, account_roles};
use crate::vault::sha256;

/// `GET /userinfo`.
pub(super) async fn show(State(issuer): State<Issuer>, headers: HeaderMap) -> Result<Response, Refusal> {
    answer(&issuer, &bearer::read(&headers, None)?).await
}

/// `POST /userinfo`: the token in the header or in the form.
pub(super) async fn show_posted(
    State(issuer): State<Issuer>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let params = if form::is_form(&headers) { Some(form::read(&headers, body)?) } else { None };
    answer(&issuer, &bearer::read(&headers, params.as_ref())?).await
}

async fn answer(issuer: &Issuer, token: &str) -> Result<Response, Refusal> {
    let (ground, hash) = (issuer.ground(), sha256(token));
    let bearer = access_tokens::find_bearer(&ground.db, &hash, ground.now()).await?;
    let bearer = bearer.ok_or_else(bearer::invalid_token)?;
    let wanted = claims::wanted(&bearer);
    let roles = if claims::needs_roles(&wanted) {
        account_roles::list_shown(&ground.db, &bearer.account_id, &bearer.platform_id).await?
    } else {
        Vec::new()
    };
    let claims = claims::of(&bearer, &wanted, &roles);
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(claims)).into_response())
}
