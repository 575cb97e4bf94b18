//! A client asks for itself (RFC 6749, 4.4): a short-lived token that opens what platforms' servers read. Nobody signed in,
//! so there is nothing to refresh and no ID token.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::TokenAnswer;
use crate::domain::{ApiScope, AuthMethod};
use crate::issuer::OAuthError;
use crate::issuer::params::Params;
use crate::issuer::refusal::Refusal;
use crate::issuer::service::Issuer;
use crate::storage::client_tokens::{self, ClientToken};
use crate::storage::clients::Client;
use crate::storage::{Durability, Tx};
use crate::vault::sha256;

pub(super) async fn issue(issuer: &Issuer, client: &Client, params: &Params) -> Result<TokenAnswer, Refusal> {
    // A public client says who it is and proves nothing.
    if client.auth_method == AuthMethod::None {
        return Err(Refusal::new(OAuthError::UnauthorizedClient, "a public client gets no token for itself"));
    }
    let scope = granted(&client.scopes, params.find("scope", 1_000)?)?;
    let (ground, now) = (issuer.ground(), issuer.ground().now());
    let (token, expires_in) = (ground.random.secret(), ground.config.tokens.access_seconds);
    let row = &ClientToken {
        hash: sha256(&token),
        client_id: client.id.clone(),
        platform_id: client.platform_id.clone(),
        scope: scope.clone(),
        created_at: now,
        expires_at: now + TimeDelta::seconds(expires_in),
        ended_at: None,
    };
    ground.db.write(Durability::Relaxed, |tx: Tx| async move { client_tokens::insert(&tx, row).await }).await?;
    Ok(TokenAnswer::access_only(token, expires_in, scope))
}

/// All that was asked for, which must be allowed and be no scope of people; all that is allowed when nothing was asked for.
fn granted(allowed: &str, asked: Option<&str>) -> Result<String, Refusal> {
    let allowed: BTreeSet<ApiScope> = allowed.split(' ').filter_map(|word| word.parse().ok()).collect();
    if allowed.is_empty() {
        return Err(Refusal::new(OAuthError::UnauthorizedClient, "the client has no scope for itself"));
    }
    let Some(asked) = asked else { return Ok(join(&allowed)) };
    let words = asked.split(' ').filter(|word| !word.is_empty());
    let wanted: Option<BTreeSet<ApiScope>> =
        words.map(|word| word.parse().ok().filter(|scope| allowed.contains(scope))).collect();
    let wanted = wanted.filter(|wanted| !wanted.is_empty());
    wanted.map(|wanted| join(&wanted)).ok_or_else(|| {
        Refusal::new(OAuthError::InvalidScope, "scope asks for something that the client may not have for itself")
    })
}

fn join(scopes: &BTreeSet<ApiScope>) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CORE: &str = ApiScope::RosterCore.as_str();
    const ALL: &str = ApiScope::Roster.as_str();

    fn error(allowed: &str, asked: Option<&str>) -> OAuthError {
        granted(allowed, asked).unwrap_err().error
    }

    #[test]
    fn a_client_gets_what_it_is_allowed_for_itself_and_nothing_of_people() {
        let both = format!("openid profile {ALL} {CORE}");
        assert_eq!(granted(&both, None).unwrap(), format!("{CORE} {ALL}"));
        assert_eq!(granted(&both, Some(ALL)).unwrap(), ALL);
        assert_eq!(granted(&both, Some(&format!("{CORE}  {CORE}"))).unwrap(), CORE);
        for asked in ["openid", "profile", "email", "unknown", "roster-core.readonly", " "] {
            assert_eq!(error(&both, Some(asked)), OAuthError::InvalidScope, "{asked}");
            assert_eq!(error(&both, Some(&format!("{CORE} {asked}x"))), OAuthError::InvalidScope, "{asked}");
        }
        assert_eq!(error(&format!("openid {CORE}"), Some(ALL)), OAuthError::InvalidScope);
        for allowed in ["", "openid profile email"] {
            assert_eq!(error(allowed, None), OAuthError::UnauthorizedClient);
            assert_eq!(error(allowed, Some(CORE)), OAuthError::UnauthorizedClient);
        }
    }
}
