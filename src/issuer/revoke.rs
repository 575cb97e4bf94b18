//! `POST /revoke` (RFC 7009): a platform gives a token back.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};

use super::client_auth::authenticate;
use super::form;
use super::refusal::Refusal;
use super::service::Issuer;
use crate::storage::{Durability, StorageError, Tx, access_tokens, client_tokens, refresh_tokens, token_families};
use crate::vault::sha256;

/// `POST /revoke`. A refresh token takes everything with it that grew from the same sign-in, an access token only
/// itself. What is unknown, over or somebody else's is answered alike and left alone.
pub(super) async fn revoke(
    State(issuer): State<Issuer>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let params = form::read(&headers, body)?;
    let client = authenticate(&issuer, &headers, &params).await?;
    let token = params.find("token", 512)?.ok_or_else(|| Refusal::invalid_request("token is missing"))?;
    let (hash, client, now) = (&sha256(token), &client.id, issuer.ground().now());
    let write = |tx: Tx| async move {
        if !access_tokens::end(&tx, hash, client, now).await? && !client_tokens::end(&tx, hash, client, now).await? {
            let owned = refresh_tokens::find(&tx, hash).await?.filter(|token| token.client_id == *client);
            if let Some(token) = owned {
                token_families::end(&tx, &token.family_id, now, "revoked").await?;
            }
        }
        Ok::<_, StorageError>(())
    };
    issuer.ground().db.write(Durability::Durable, write).await?;
    Ok((StatusCode::OK, [(header::CACHE_CONTROL, "no-store")]).into_response())
}
