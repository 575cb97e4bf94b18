//! What can go wrong here, in the words of the standards.

use crate::storage::StorageError;
use crate::vault::VaultError;

crate::terms!(
    /// Error codes of RFC 6749, RFC 6750 and OIDC Core 3.1.2.6, as they are sent.
    OAuthError {
        /// The request misses something, repeats something or contradicts itself.
        InvalidRequest = "invalid_request",
        /// The client did not prove who it is.
        InvalidClient = "invalid_client",
        /// The code or refresh token is not good, not for this client, or used up.
        InvalidGrant = "invalid_grant",
        /// The client may not do this.
        UnauthorizedClient = "unauthorized_client",
        /// Not a grant type we know.
        UnsupportedGrantType = "unsupported_grant_type",
        /// Not a response type we know.
        UnsupportedResponseType = "unsupported_response_type",
        /// Not a scope that is allowed.
        InvalidScope = "invalid_scope",
        /// The access token is not good any more.
        InvalidToken = "invalid_token",
        /// The access token does not cover this.
        InsufficientScope = "insufficient_scope",
        /// The person or the school said no.
        AccessDenied = "access_denied",
        /// `prompt=none`, and nobody is signed in.
        LoginRequired = "login_required",
        /// `prompt=none`, and something has to be asked.
        InteractionRequired = "interaction_required",
        /// `prompt=none`, and the account has to be chosen.
        AccountSelectionRequired = "account_selection_required",
        /// `prompt=none`, and consent has to be asked.
        ConsentRequired = "consent_required",
        /// We do not take request objects.
        RequestNotSupported = "request_not_supported",
        /// We do not fetch request objects.
        RequestUriNotSupported = "request_uri_not_supported",
        /// We do not take metadata of clients in requests.
        RegistrationNotSupported = "registration_not_supported",
        /// Something of ours broke.
        ServerError = "server_error",
        /// Something of ours is not there just now.
        TemporarilyUnavailable = "temporarily_unavailable",
    }
);

/// What went wrong in this room, by what the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// Client, platform, account, link, identity, upstream or school may not be used any more.
    #[error("something this sign-in stands on is disabled or has ended")]
    Blocked,
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A sealed key.
    #[error("signing key: {0}")]
    Vault(#[from] VaultError),
    /// A signing key could not be made, read or used.
    #[error("signing key: {0}")]
    Key(&'static str),
}
