//! What is checked once, before the first request: that the key ring opens what is stored, and that no two upstreams
//! claim to be the same one.

use crate::config::ConfigError;
use crate::ground::Ground;
use crate::issuer::keys::KeyRing;
use crate::issuer::{IssuerError, keys};
use crate::storage::upstreams::{self, Upstream, secret_place};

use super::ServeError;

/// Makes the first signing keys where there are none and opens everything sealed.
///
/// # Errors
/// A secret was sealed with a key that is not in the ring, or two upstreams have one issuer.
pub(super) async fn check(ground: &Ground, ring: &KeyRing) -> Result<(), ServeError> {
    keys::ensure(ground).await.map_err(unfit_ring)?;
    ring.current().await.map_err(unfit_ring)?;
    let upstreams = ground.db.read(|tx| async move { upstreams::list(&tx).await }).await?;
    let live: Vec<&Upstream> = upstreams.iter().filter(|upstream| upstream.disabled_at.is_none()).collect();
    for upstream in &live {
        opens(ground, upstream)?;
    }
    if let Some((one, other)) = same_issuer(&live) {
        let problem = format!("{} and {} have the same issuer", one.id, other.id);
        return Err(ConfigError::new("upstream", problem, "`koppel upstream remove` one of them").into());
    }
    Ok(())
}

fn unfit_ring(error: IssuerError) -> ServeError {
    match error {
        IssuerError::Storage(error) => error.into(),
        other => ConfigError::new("keys", other.to_string(), "put the key that sealed it back into the ring").into(),
    }
}

fn opens(ground: &Ground, upstream: &Upstream) -> Result<(), ServeError> {
    if upstream.client_secret.is_empty() {
        return Ok(());
    }
    ground.vault.open(&secret_place(&upstream.id), &upstream.client_secret).map(drop).map_err(|error| {
        let problem = format!("secret of upstream {}: {error}", upstream.id);
        ConfigError::new("keys", problem, "put the key that sealed it back into the ring").into()
    })
}

/// The first two upstreams that would vouch for the same people under two names.
#[must_use]
pub fn same_issuer<'a>(upstreams: &[&'a Upstream]) -> Option<(&'a Upstream, &'a Upstream)> {
    let issuer = |upstream: &Upstream| upstream.issuer.as_deref().map(|text| text.trim_end_matches('/').to_owned());
    upstreams.iter().enumerate().find_map(|(at, one)| {
        let wanted = issuer(one)?;
        let other = upstreams.iter().skip(at + 1).find(|other| issuer(other).as_ref() == Some(&wanted))?;
        Some((*one, *other))
    })
}
