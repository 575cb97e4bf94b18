//! One upstream, ready to be used.

use url::Url;

use super::{DepartRequest, Departure, Return, UpstreamError};
use crate::domain::{Assertion, FreshLogin};

/// A client of one upstream, by the system's kind. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Client {
    /// Any OpenID provider.
    Oidc,
    /// eKool.
    Ekool,
    /// Stuudium.
    Stuudium,
    /// HarID.
    Harid,
}

impl Client {
    /// Where to send the browser, and what to keep until it comes back.
    ///
    /// # Errors
    /// The system does not answer when its addresses are asked for, or the row cannot work.
    pub async fn depart(&self, request: &DepartRequest) -> Result<Departure, UpstreamError> {
        let _ = (self, request);
        std::future::ready(Err(UpstreamError::Misconfigured("this kind is not built yet".to_owned()))).await
    }

    /// Who came back.
    ///
    /// # Errors
    /// Each variant of [`UpstreamError`]; in all of them nobody is signed in.
    pub async fn identify(&self, back: Return) -> Result<Assertion, UpstreamError> {
        drop(back);
        std::future::ready(Err(UpstreamError::Misconfigured("this kind is not built yet".to_owned()))).await
    }

    /// How far a fresh sign-in can be asked for and shown.
    #[must_use]
    pub fn fresh_login(&self) -> FreshLogin {
        match self {
            Self::Oidc => FreshLogin::Proven,
            Self::Harid | Self::Ekool => FreshLogin::Requested,
            Self::Stuudium => FreshLogin::Impossible,
        }
    }

    /// False when the system is known to drop our `state`: then the browser's own cookie must find the login.
    #[must_use]
    pub fn echoes_state(&self) -> bool {
        true
    }

    /// True when the system vouches for roles and schools; false when they are only hints (HarID).
    #[must_use]
    pub fn vouches_for_roles(&self) -> bool {
        !matches!(self, Self::Harid)
    }

    /// Where a person signs out of that system, if it is known.
    #[must_use]
    pub fn sign_out_url(&self) -> Option<Url> {
        None
    }
}
