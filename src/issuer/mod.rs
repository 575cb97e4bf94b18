//! Us as OpenID Provider towards platforms: discovery, keys, codes, tokens, userinfo, logout.

mod code;
mod error;
pub mod keys;

pub use code::{error_redirect, issue_code};
pub use error::{IssuerError, OAuthError};
