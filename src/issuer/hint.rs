//! `id_token_hint`: one of our own ID tokens, come back. It may have expired; its signature must be ours.

use serde::Deserialize;

use super::IssuerError;
use super::keys::{JwtError, verify};
use super::service::Issuer;

/// What a hint is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Hint {
    /// Ours.
    Known(Known),
    /// It names a key that is not published any more: too old to say anything, and no reason to refuse anybody.
    Forgotten,
    /// Not ours, or changed.
    Bad,
}

/// What a hint of ours says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Known {
    pub(super) iss: String,
    pub(super) sub: String,
    pub(super) aud: String,
    /// Never missing in what we sign; expired is fine.
    pub(super) exp: i64,
    pub(super) iat: i64,
    pub(super) sid: Option<String>,
}

/// Longest hint that is read.
pub(super) const MAX_HINT: usize = 8_192;

/// Checks a hint.
///
/// # Errors
/// Our keys cannot be read.
pub(super) async fn read(issuer: &Issuer, token: &str) -> Result<Hint, IssuerError> {
    let keys = issuer.keys().current().await?.public_keys();
    let of_ours = |kid: &Option<String>| kid.is_some() && keys.0.iter().any(|key| key.kid == *kid);
    Ok(match verify::<Known>(token, &keys) {
        Ok((header, known)) => {
            let typed = header.typ.as_deref() == Some("JWT") && of_ours(&header.kid);
            let ours = typed && known.iss == issuer.ground().issuer() && known.iat <= known.exp;
            if ours { Hint::Known(known) } else { Hint::Bad }
        }
        Err(JwtError::NoKey) => Hint::Forgotten,
        Err(_) => Hint::Bad,
    })
}
