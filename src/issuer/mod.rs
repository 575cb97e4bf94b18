//! Us as the OpenID Connect issuer of platforms: discovery, keys, codes, tokens, userinfo, logout.

mod authorize;
mod bearer;
mod call;
mod claims;
mod client_auth;
mod code;
mod discovery;
mod error;
mod form;
mod hint;
mod introspect;
pub mod keys;
mod logout;
mod params;
mod refusal;
mod revoke;
mod service;
mod subject;
mod token;
mod userinfo;
mod wire;

pub use call::around_calls;
pub use code::{error_redirect, issue_code};
pub use error::{IssuerError, OAuthError};
pub use refusal::Refusal;
pub use service::Issuer;
pub use subject::{sub_at, subject};

/// Where platforms' servers are told of events, with a client's own token.
pub const EVENTS: &str = "/events";

/// Where platforms' servers read journals, with a client's own token.
pub const ONEROSTER: &str = "/ims/oneroster/rostering/v1p2";
