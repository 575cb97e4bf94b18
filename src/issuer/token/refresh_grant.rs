//! A refresh token becomes the next one, once. The second use ends all of them.

use super::{Outcome, mint};
use crate::domain::{Scope, Time};
use crate::ground::Ground;
use crate::issuer::IssuerError;
use crate::issuer::params::Params;
use crate::issuer::refusal::Refusal;
use crate::issuer::service::Issuer;
use crate::storage::clients::Client;
use crate::storage::refresh_tokens::{self, OwnedRefreshToken};
use crate::storage::{Durability, Tx};
use crate::vault::sha256;

pub(super) async fn renew(issuer: &Issuer, client: &Client, params: &Params) -> Result<Outcome, Refusal> {
    let token =
        params.find("refresh_token", 512)?.ok_or_else(|| Refusal::invalid_request("refresh_token is missing"))?;
    let (hash, wanted) = (&sha256(token), params.find("scope", 1_000)?);
    let ground = issuer.ground();
    let write = |tx: Tx| async move { rotate(&tx, ground, client, hash, wanted).await };
    Ok(ground.db.write(Durability::Relaxed, write).await?)
}

async fn rotate(
    tx: &Tx,
    ground: &Ground,
    client: &Client,
    hash: &str,
    wanted: Option<&str>,
) -> Result<Outcome, IssuerError> {
    let now = ground.now();
    let Some(family) = refresh_tokens::find_alive(tx, hash, &client.id, now).await? else {
        return Ok(refusal(refresh_tokens::find(tx, hash).await?, client, now));
    };
    let Some(scope) = narrow(&family.scope, wanted) else { return Ok(Outcome::TooWide) };
    if !refresh_tokens::consume(tx, hash, now).await? {
        return Ok(Outcome::Reused(family.id));
    }
    mint(tx, ground, family, scope, None).await
}

/// What is wrong with a token that opens nothing. Somebody else's answers exactly like an unknown one, and stays good for its
/// owner.
fn refusal(found: Option<OwnedRefreshToken>, client: &Client, now: Time) -> Outcome {
    match found.filter(|token| token.client_id == client.id) {
        None => Outcome::Refused("the refresh token is unknown"),
        Some(token) if token.used_at.is_some() => Outcome::Reused(token.family_id),
        Some(token) if token.expires_at <= now => Outcome::Refused("the refresh token has expired"),
        Some(_) => Outcome::Refused("what the refresh token stands for has ended"),
    }
}

/// The granted scope, or the part of it that was asked for. `openid` always stays.
fn narrow(granted: &str, wanted: Option<&str>) -> Option<String> {
    let Some(wanted) = wanted else { return Some(granted.to_owned()) };
    let all_granted =
        wanted.split(' ').filter(|word| !word.is_empty()).all(|word| granted.split(' ').any(|g| g == word));
    let kept = |word: &&str| *word == Scope::OpenId.as_str() || wanted.split(' ').any(|w| w == *word);
    all_granted.then(|| granted.split(' ').filter(kept).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::narrow;

    #[test]
    fn a_refreshed_scope_never_grows() {
        let granted = "openid profile offline_access";
        assert_eq!(narrow(granted, None).as_deref(), Some(granted));
        assert_eq!(narrow(granted, Some("profile")).as_deref(), Some("openid profile"));
        assert_eq!(narrow(granted, Some("openid email")), None);
        assert_eq!(narrow(granted, Some("prof")), None);
    }
}
