//! Discovery (OpenID Connect Discovery 1.0): what the issuer says about itself, believed only when it names itself.

use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType,
    CoreSubjectIdentifierType,
};
use openidconnect::{AdditionalProviderMetadata, ProviderMetadata};
use serde::{Deserialize, Serialize};
use url::Url;

use super::super::UpstreamError;
use super::super::line::{Line, get};

/// Largest metadata we read, in bytes (S14).
const METADATA_CAP: usize = 256 * 1024;

/// What the library's metadata type does not know.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Extra {
    /// RFC 9207, 3.
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
    /// OpenID Connect RP-Initiated Logout 1.0, 2.1.
    end_session_endpoint: Option<Url>,
}

impl AdditionalProviderMetadata for Extra {}

type Document = ProviderMetadata<
    Extra,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// The parts of an issuer's metadata that we use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Metadata {
    pub(super) authorize: Url,
    pub(super) token: Url,
    pub(super) userinfo: Option<Url>,
    pub(super) jwks: Url,
    pub(super) end_session: Option<Url>,
    /// The issuer promises `iss` in every authorization response.
    pub(super) promises_iss: bool,
}

/// Where the metadata of an issuer stands (Discovery 4.1: the path is laid on after any trailing slash is removed).
pub(super) fn address(issuer: &str) -> Result<Url, UpstreamError> {
    let text = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let wrong = || UpstreamError::Misconfigured(format!("issuer: {issuer:?} is not an http or https address"));
    let url = Url::parse(&text).map_err(|_| wrong())?;
    if url.query().is_some() || url.fragment().is_some() || !url.has_host() { Err(wrong()) } else { Ok(url) }
}

/// Asks the issuer for its metadata.
pub(super) async fn fetch(line: &Line, issuer: &str) -> Result<Metadata, UpstreamError> {
    let answer = line.ask(get(&address(issuer)?, None)?, METADATA_CAP).await?;
    if !answer.status.is_success() {
        return Err(UpstreamError::Misconfigured("issuer: there is no metadata at this address".to_owned()));
    }
    let document = answer.json().ok_or(UpstreamError::Misbehaved("the metadata is incomplete"))?;
    believed(line, issuer, &document)
}

/// S13: the document must name exactly the issuer that was asked; every address in it must be one we would call.
fn believed(line: &Line, issuer: &str, document: &Document) -> Result<Metadata, UpstreamError> {
    if document.issuer().as_str() != issuer {
        return Err(UpstreamError::Misbehaved("the metadata belongs to another issuer"));
    }
    let extra = document.additional_metadata();
    let token = document.token_endpoint().ok_or(UpstreamError::Misbehaved("the metadata is incomplete"))?;
    let metadata = Metadata {
        authorize: document.authorization_endpoint().url().clone(),
        token: token.url().clone(),
        userinfo: document.userinfo_endpoint().map(|endpoint| endpoint.url().clone()),
        jwks: document.jwks_uri().url().clone(),
        end_session: extra.end_session_endpoint.clone(),
        promises_iss: extra.authorization_response_iss_parameter_supported,
    };
    let required = [&metadata.authorize, &metadata.token, &metadata.jwks];
    for url in required.into_iter().chain(&metadata.userinfo).chain(&metadata.end_session) {
        line.check(url)?;
    }
    Ok(metadata)
}
