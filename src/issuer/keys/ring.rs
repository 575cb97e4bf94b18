//! The keys of this process's memory, kept in step with the database.

use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use chrono::TimeDelta;
use serde::Serialize;
use serde_json::json;
use tokio::sync::Mutex;

use super::jwk::PublicKeys;
use super::pair::Pair;
use crate::domain::{SigningAlg, Time};
use crate::ground::Ground;
use crate::issuer::IssuerError;
use crate::storage::signing_keys::{self, SigningKey};

/// How long another process's change may stay unseen, in seconds.
const RELOAD_SECONDS: i64 = 2;

const NO_KEY: IssuerError = IssuerError::Key("there is none of that algorithm");

/// The signing keys. One per process; reads the table again every two seconds of use.
#[derive(Debug)]
pub struct KeyRing {
    ground: Ground,
    held: RwLock<Arc<KeySet>>,
    reading: Mutex<()>,
}

/// All keys that are published at one moment.
#[derive(Debug, Default)]
pub struct KeySet {
    read_at: Time,
    keys: Vec<Arc<Loaded>>,
    /// The JWK set to publish, as JSON.
    published: Bytes,
}

#[derive(Debug)]
struct Loaded {
    row: SigningKey,
    pair: Pair,
    header: String,
}

impl KeyRing {
    /// An empty ring over the database; reads at first use.
    #[must_use]
    pub fn new(ground: Ground) -> Self {
        Self { ground, held: RwLock::default(), reading: Mutex::new(()) }
    }

    /// The keys as of the last two seconds. While the database is away, the keys that were read last.
    ///
    /// # Errors
    /// None was ever read, and the database or a key does not open.
    pub async fn current(&self) -> Result<Arc<KeySet>, IssuerError> {
        let held = self.held();
        let now = self.ground.now();
        let fresh = |set: &KeySet| (now - set.read_at).abs() < TimeDelta::seconds(RELOAD_SECONDS);
        if !held.keys.is_empty() && fresh(&held) {
            return Ok(held);
        }
        let _turn = match self.reading.try_lock() {
            Ok(turn) => turn,
            Err(_) if !held.keys.is_empty() => return Ok(held),
            Err(_) => self.reading.lock().await,
        };
        let held = self.held();
        if !held.keys.is_empty() && fresh(&held) {
            return Ok(held);
        }
        match self.read(&held, now).await {
            Ok(set) => Ok(self.hold(set)),
            Err(error) if held.keys.is_empty() => Err(error),
            Err(error) => {
                tracing::error!(%error, "signing keys could not be read again; the old ones are used on");
                Ok(self.hold(KeySet::of(held.keys.clone(), now)))
            }
        }
    }

    fn held(&self) -> Arc<KeySet> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hold(&self, set: KeySet) -> Arc<KeySet> {
        let set = Arc::new(set);
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = set.clone();
        set
    }

    async fn read(&self, held: &KeySet, now: Time) -> Result<KeySet, IssuerError> {
        let rows =
            self.ground.db.read(async |tx| Ok::<_, IssuerError>(signing_keys::list_published(&tx, now).await?)).await?;
        let mut keys = Vec::with_capacity(rows.len());
        for row in rows {
            match held.keys.iter().find(|key| key.row == row) {
                Some(key) => keys.push(key.clone()),
                None => keys.push(Arc::new(load(&self.ground, row)?)),
            }
        }
        Ok(KeySet::of(keys, now))
    }
}

/// Where the vault seals the private half of a key.
#[must_use]
pub fn place(kid: &str) -> String {
    format!("signing_key|{kid}|private_key")
}

fn load(ground: &Ground, row: SigningKey) -> Result<Loaded, IssuerError> {
    let pkcs8 = ground.vault.open(&place(&row.kid), &row.private_key)?;
    let pair = Pair::parse(row.alg, &pkcs8)?;
    Ok(Loaded { pair, header: header(&row, "JWT"), row })
}

/// The first part of a token of this type.
fn header(key: &SigningKey, typ: &str) -> String {
    URL_SAFE_NO_PAD.encode(json!({"alg": key.alg.as_str(), "kid": key.kid, "typ": typ}).to_string())
}

impl Loaded {
    /// A compact JWS with this header.
    fn sign<T: Serialize>(&self, header: &str, claims: &T) -> Result<String, IssuerError> {
        let claims = serde_json::to_vec(claims).map_err(|_| IssuerError::Key("the claims are no JSON"))?;
        let signed = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims));
        let signature = self.pair.sign(signed.as_bytes())?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

impl KeySet {
    fn of(keys: Vec<Arc<Loaded>>, now: Time) -> Self {
        let published = keys.iter().filter(|key| key.row.removed_at.is_none_or(|at| at > now));
        let jwks: Vec<&str> = published.map(|key| key.row.public_jwk.as_str()).collect();
        let published = format!("{{\"keys\":[{}]}}", jwks.join(",")).into();
        Self { read_at: now, keys, published }
    }

    /// Signs claims as a compact JWS with the key whose turn it is.
    ///
    /// # Errors
    /// [`IssuerError::Key`] when there is no key of that algorithm.
    pub fn sign<T: Serialize>(&self, alg: SigningAlg, claims: &T, now: Time) -> Result<String, IssuerError> {
        let key = self.signer(alg, now).ok_or(NO_KEY)?;
        key.sign(&key.header, claims)
    }

    /// The same, of a type that can be taken for no other kind of token.
    ///
    /// # Errors
    /// [`IssuerError::Key`] when there is no key of that algorithm.
    pub fn sign_typed<T: Serialize>(
        &self,
        alg: SigningAlg,
        typ: &str,
        claims: &T,
        now: Time,
    ) -> Result<String, IssuerError> {
        let key = self.signer(alg, now).ok_or(NO_KEY)?;
        key.sign(&header(&key.row, typ), claims)
    }

    /// The newest key whose time has come. One that should have retired signs on if nothing followed it.
    fn signer(&self, alg: SigningAlg, now: Time) -> Option<&Loaded> {
        let keys = || self.keys.iter().map(Arc::as_ref).filter(move |key| key.row.alg == alg);
        let in_turn = keys().filter(|key| key.row.active_from <= now && key.row.retired_at.is_none_or(|at| at > now));
        in_turn.max_by_key(|key| key.row.active_from).or_else(|| keys().max_by_key(|key| key.row.active_from))
    }

    /// The JWK set to publish, as JSON.
    #[must_use]
    pub fn jwks(&self) -> Bytes {
        self.published.clone()
    }

    /// The same keys, to verify what comes back to us.
    #[must_use]
    pub fn public_keys(&self) -> PublicKeys {
        std::str::from_utf8(&self.published).ok().and_then(PublicKeys::parse).unwrap_or_default()
    }
}
