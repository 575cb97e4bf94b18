//! Making keys and letting them follow each other. Every moment of a key's life is decided when its successor is made,
//! so that all processes change over by the clock alone and nothing has to run at that moment.

use chrono::TimeDelta;
use serde_json::json;

use super::jwk::published;
use super::pair::{Pair, generate};
use super::ring::place;
use crate::domain::{Actor, SigningAlg, Time};
use crate::ground::Ground;
use crate::issuer::IssuerError;
use crate::storage::audit::{self, Entry};
use crate::storage::signing_keys::{self, SigningKey};
use crate::storage::{Durability, Tx};

/// How long a new key is published before it signs: longer than any platform keeps our JWK set by its headers.
pub const DEFAULT_LEAD: TimeDelta = TimeDelta::minutes(10);

/// A retired key stays published this much longer than the last token it signed can live.
const MARGIN: TimeDelta = TimeDelta::hours(1);

/// Makes the first key of every algorithm that has none; it signs at once.
///
/// # Errors
/// The database's, the vault's, or no key could be made.
pub async fn ensure(ground: &Ground) -> Result<(), IssuerError> {
    let keys = ground.db.read(async |tx| list(&tx, ground.now()).await).await?;
    for alg in SigningAlg::ALL.iter().copied().filter(|alg| !keys.iter().any(|key| key.alg == *alg)) {
        let key = make(ground, alg, TimeDelta::zero()).await?;
        let key = &key;
        let write = |tx: Tx| async move {
            if list(&tx, key.created_at).await?.iter().all(|other| other.alg != key.alg) {
                signing_keys::insert(&tx, key).await?;
            }
            Ok::<_, IssuerError>(())
        };
        ground.db.write(Durability::Durable, write).await?;
    }
    Ok(())
}

/// Makes a successor for every algorithm: published now, signing after `lead`; all of them, and the audit row, or none.
/// Answers the new keys.
///
/// # Errors
/// The database's, the vault's, or no key could be made.
pub async fn rotate(ground: &Ground, lead: TimeDelta, actor: &Actor) -> Result<Vec<SigningKey>, IssuerError> {
    let mut made = Vec::new();
    for alg in SigningAlg::ALL {
        made.push(make(ground, *alg, lead).await?);
    }
    let (new, kids) = (&made, made.iter().map(|key| key.kid.as_str()).collect::<Vec<_>>());
    let entry = &Entry { detail: json!({ "kids": kids }), ..Entry::new(ground.now(), "keys.rotated", actor) };
    let write = |tx: Tx| async move {
        for key in new {
            follow(&tx, ground, key, None).await?;
        }
        audit::record(&tx, &ground.random, entry).await?;
        Ok::<_, IssuerError>(())
    };
    ground.db.write(Durability::Durable, write).await?;
    Ok(made)
}

/// Makes a successor for every algorithm whose newest key is older than the configured number of days. Several
/// processes may do this at once; one of them succeeds. Answers how many keys were made.
///
/// # Errors
/// As [`rotate`].
pub async fn rotate_if_due(ground: &Ground) -> Result<usize, IssuerError> {
    let days = ground.config.tokens.key_rotation_days;
    if days <= 0 {
        return Ok(0);
    }
    let due = ground.now() - TimeDelta::days(days);
    let mut made = 0;
    for alg in SigningAlg::ALL {
        let keys = ground.db.read(async |tx| list(&tx, ground.now()).await).await?;
        if is_due(&keys, *alg, due) {
            let new = &make(ground, *alg, DEFAULT_LEAD).await?;
            let write = |tx: Tx| async move { follow(&tx, ground, new, Some(due)).await };
            made += usize::from(ground.db.write(Durability::Durable, write).await?);
        }
    }
    Ok(made)
}

fn is_due(keys: &[SigningKey], alg: SigningAlg, due: Time) -> bool {
    !keys.iter().any(|key| key.alg == alg && key.created_at > due)
}

/// Lets `new` follow the published keys of its algorithm. With `due`, only if no other process was first; answers
/// whether it was done.
async fn follow(tx: &Tx, ground: &Ground, new: &SigningKey, due: Option<Time>) -> Result<bool, IssuerError> {
    let keys = list(tx, new.created_at).await?;
    if due.is_some_and(|due| !is_due(&keys, new.alg, due)) {
        return Ok(false);
    }
    for old in keys.iter().filter(|old| old.alg == new.alg) {
        signing_keys::retire(tx, &old.kid, new.active_from, new.active_from + kept_after(ground)).await?;
    }
    signing_keys::insert(tx, new).await?;
    Ok(true)
}

/// A platform may still check a token of a session that is as old as sessions get, and bring it back as a hint.
fn kept_after(ground: &Ground) -> TimeDelta {
    let token = TimeDelta::seconds(ground.config.tokens.id_token_seconds);
    token.max(TimeDelta::hours(ground.config.sessions.absolute_hours)) + MARGIN
}

async fn list(tx: &Tx, now: Time) -> Result<Vec<SigningKey>, IssuerError> {
    Ok(signing_keys::list_published(tx, now).await?)
}

async fn make(ground: &Ground, alg: SigningAlg, lead: TimeDelta) -> Result<SigningKey, IssuerError> {
    let pkcs8 = tokio::task::spawn_blocking(move || generate(alg)).await;
    let pkcs8 = pkcs8.map_err(|_| IssuerError::Key("it could not be made"))??;
    let (kid, public_jwk) = published(alg, &Pair::parse(alg, &pkcs8)?.public_members()?)?;
    let now = ground.now();
    Ok(SigningKey {
        private_key: ground.vault.seal(&place(&kid), &pkcs8)?,
        kid,
        alg,
        public_jwk,
        created_at: now,
        active_from: now + lead,
        retired_at: None,
        removed_at: None,
    })
}
