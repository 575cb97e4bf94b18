//! The code exchange (RFC 6749, 4.1.3) by the `oauth2` library, over our own line.

use http::StatusCode;
use oauth2::basic::{
    BasicErrorResponse, BasicErrorResponseType, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
    BasicTokenType,
};
use oauth2::{
    AccessToken, AuthType, AuthorizationCode, ClientId, ClientSecret, HttpRequest, HttpResponse, PkceCodeVerifier,
    RedirectUrl, RefreshToken, RequestTokenError, Scope, StandardRevocableToken, TokenResponse, TokenUrl,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use url::Url;

use super::UpstreamError;
use super::line::Line;
use super::settings::ClientAuth;
use crate::outgoing::Answer;

/// Largest token answer we read, in bytes.
const TOKEN_CAP: usize = 256 * 1024;

type OAuthClient = oauth2::Client<
    BasicErrorResponse,
    Tokens,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
>;

/// A token answer: only what we use, so that no other field can break a login. Used once and never stored.
#[derive(Deserialize, Serialize)]
pub(super) struct Tokens {
    access_token: AccessToken,
    #[serde(default = "unsaid")]
    token_type: BasicTokenType,
    id_token: Option<String>,
}

fn unsaid() -> BasicTokenType {
    BasicTokenType::Extension(String::new())
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens(…)")
    }
}

impl TokenResponse for Tokens {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &BasicTokenType {
        &self.token_type
    }

    fn expires_in(&self) -> Option<std::time::Duration> {
        None
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        None
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

impl Tokens {
    /// The ID token as it was sent.
    pub(super) fn id_token(&self) -> Option<&str> {
        self.id_token.as_deref()
    }

    /// The access token as it was sent.
    pub(super) fn access(&self) -> &str {
        self.access_token.secret()
    }

    /// The `Authorization` header that uses the access token.
    pub(super) fn bearer(&self) -> String {
        format!("Bearer {}", self.access_token.secret())
    }

    /// RFC 6749, 7.1: a client must not use a token of a type it does not know.
    fn check_type(&self, required: bool) -> Result<(), UpstreamError> {
        match self.token_type.as_ref() {
            "" if !required => Ok(()),
            kind if kind.eq_ignore_ascii_case("bearer") => Ok(()),
            _ => Err(UpstreamError::Misbehaved("the token is not of type Bearer")),
        }
    }
}

/// Who we are at a token endpoint.
#[derive(Debug, Clone)]
pub(super) struct Credentials {
    pub(super) client_id: String,
    pub(super) client_secret: SecretString,
    pub(super) auth: ClientAuth,
    /// The answer must say `token_type`.
    pub(super) token_type_required: bool,
}

/// What the browser brought, and where it was sent from.
#[derive(Debug)]
pub(super) struct Grant<'a> {
    pub(super) code: &'a str,
    pub(super) redirect_uri: &'a Url,
    pub(super) pkce_verifier: Option<&'a str>,
}

/// Trades a code for tokens.
pub(super) async fn exchange(
    line: &Line,
    token_url: &Url,
    own: &Credentials,
    grant: &Grant<'_>,
) -> Result<Tokens, UpstreamError> {
    let auth = match own.auth {
        ClientAuth::Basic => AuthType::BasicAuth,
        ClientAuth::Post => AuthType::RequestBody,
    };
    let client = OAuthClient::new(ClientId::new(own.client_id.clone()))
        .set_client_secret(ClientSecret::new(own.client_secret.expose_secret().to_owned()))
        .set_auth_type(auth)
        .set_redirect_uri(RedirectUrl::from_url(grant.redirect_uri.clone()))
        .set_token_uri(TokenUrl::from_url(token_url.clone()));
    let mut request = client.exchange_code(AuthorizationCode::new(grant.code.to_owned()));
    if let Some(verifier) = grant.pkce_verifier {
        request = request.set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()));
    }
    let http = |request: HttpRequest| bridge(line.clone(), request);
    let tokens = request.request_async(&http).await.map_err(meaning)?;
    tokens.check_type(own.token_type_required)?;
    Ok(tokens)
}

/// Carries a request of the library over our line. The content type is dropped: what is JSON was checked, and some
/// systems name it wrongly.
async fn bridge(line: Line, request: HttpRequest) -> Result<HttpResponse, UpstreamError> {
    let Answer { status, body, .. } = line.ask(request, TOKEN_CAP).await?;
    if status.is_client_error() {
        let reason = serde_json::from_slice::<BasicErrorResponse>(&body).ok();
        return Err(refusal(status, reason.as_ref().map(BasicErrorResponse::error)));
    }
    Ok(HttpResponse::new(body))
}

/// What a refusal of the token endpoint means (RFC 6749, 5.2). A code that was used or made up is the person's affair.
fn refusal(status: StatusCode, reason: Option<&BasicErrorResponseType>) -> UpstreamError {
    match (reason, status) {
        (Some(BasicErrorResponseType::InvalidGrant), _) => UpstreamError::Denied,
        (Some(BasicErrorResponseType::InvalidClient | BasicErrorResponseType::UnauthorizedClient), _)
        | (_, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => {
            UpstreamError::Misconfigured("client_id: the upstream refuses our id or secret".to_owned())
        }
        _ => UpstreamError::Misbehaved("the token endpoint refuses our request"),
    }
}

fn meaning(error: RequestTokenError<UpstreamError, BasicErrorResponse>) -> UpstreamError {
    match error {
        RequestTokenError::Request(error) => error,
        _ => UpstreamError::Misbehaved("the token answer makes no sense"),
    }
}
