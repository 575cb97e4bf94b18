//! One upstream, ready to be used.

use std::sync::Arc;

use url::Url;

use super::{DepartRequest, Departure, Ekool, Lti, Oidc, Return, Stuudium, UpstreamError};
use crate::domain::{Assertion, FreshLogin};

/// A client of one upstream, by the system's kind. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Client {
    /// Any system that signs people in by OpenID Connect.
    Oidc(Arc<Oidc>),
    /// eKool.
    Ekool(Arc<Ekool>),
    /// Stuudium.
    Stuudium(Arc<Stuudium>),
    /// HarID: OpenID Connect with its own preset.
    Harid(Arc<Oidc>),
    /// A system that opens us as a tool. Nobody is sent to it.
    Lti(Arc<Lti>),
}

/// A sign-in there begins there.
fn begins_there() -> UpstreamError {
    UpstreamError::Misconfigured("kind: nobody can be sent to a system that opens us as a tool".to_owned())
}

impl Client {
    /// Where to send the browser, and what to keep until it comes back.
    ///
    /// # Errors
    /// The system does not answer when its addresses are asked for, or what it answers cannot be believed.
    pub async fn depart(&self, request: &DepartRequest) -> Result<Departure, UpstreamError> {
        match self {
            // Boxed: the HTTP library's futures are large, and callers hold them inside their own.
            Self::Oidc(client) | Self::Harid(client) => Box::pin(client.depart(request)).await,
            Self::Ekool(client) => Ok(client.depart(request)),
            Self::Stuudium(client) => Ok(client.depart(request)),
            Self::Lti(_) => Err(begins_there()),
        }
    }

    /// Who came back. The caller has found the login by `state` and checked the browser.
    ///
    /// # Errors
    /// Each variant of [`UpstreamError`]; in all of them nobody is signed in.
    pub async fn identify(&self, back: Return) -> Result<Assertion, UpstreamError> {
        match self {
            Self::Oidc(client) | Self::Harid(client) => Box::pin(client.identify(&back)).await,
            Self::Ekool(client) => Box::pin(client.identify(&back)).await,
            Self::Stuudium(client) => Box::pin(client.identify(&back)).await,
            Self::Lti(_) => Err(begins_there()),
        }
    }

    /// How far a fresh sign-in can be asked for and shown.
    #[must_use]
    pub fn fresh_login(&self) -> FreshLogin {
        match self {
            Self::Oidc(client) | Self::Harid(client) => client.fresh_login(),
            Self::Ekool(client) => client.fresh_login(),
            Self::Stuudium(_) | Self::Lti(_) => FreshLogin::Impossible,
        }
    }

    /// Where a person signs out of that system, if it is known.
    #[must_use]
    pub fn sign_out_url(&self) -> Option<Url> {
        match self {
            Self::Oidc(client) | Self::Harid(client) => client.sign_out_url(),
            Self::Ekool(client) => client.sign_out_url(),
            Self::Stuudium(client) => client.sign_out_url(),
            Self::Lti(client) => client.sign_out_url(),
        }
    }
}
