//! Everything sealed with the key ring: signing keys, secrets of upstreams.

use super::Finding;
use crate::ground::Ground;
use crate::issuer::keys::place;
use crate::storage::signing_keys::{self, SigningKey};
use crate::storage::upstreams::{self, Upstream, secret_place};
use crate::storage::{StorageError, Tx};

/// Opens everything.
pub async fn look(ground: &Ground) -> Vec<Finding> {
    let now = ground.now();
    let read = |tx: Tx| async move {
        Ok::<_, StorageError>((signing_keys::list_published(&tx, now).await?, upstreams::list(&tx).await?))
    };
    match ground.db.read(read).await {
        Ok((keys, upstreams)) => {
            vec![signing_keys(ground, &keys), secrets(ground, &upstreams), stale(ground, &upstreams)]
        }
        Err(error) => vec![Finding::failing("keys", error.to_string(), "look at the database first")],
    }
}

const PUT_BACK: &str = "put the key that sealed it back into the ring";

fn signing_keys(ground: &Ground, keys: &[SigningKey]) -> Finding {
    if keys.is_empty() {
        return Finding::warning("signing keys", "there is none yet", "`koppel serve` makes them at its first start");
    }
    let broken = keys.iter().find_map(|key| ground.vault.open(&place(&key.kid), &key.private_key).err());
    match broken {
        Some(error) => Finding::failing("signing keys", error.to_string(), PUT_BACK),
        None => Finding::well("signing keys", format!("{} published", keys.len())),
    }
}

fn secrets(ground: &Ground, upstreams: &[Upstream]) -> Finding {
    let opens = |row: &Upstream| {
        let opened = ground.vault.open(&secret_place(&row.id), &row.client_secret);
        opened.err().map(|error| format!("upstream {}: {error}", row.id))
    };
    match upstreams.iter().filter(|row| row.disabled_at.is_none()).find_map(opens) {
        Some(problem) => Finding::failing("key ring", problem, PUT_BACK),
        None => Finding::well("key ring", "opens every secret"),
    }
}

fn stale(ground: &Ground, upstreams: &[Upstream]) -> Finding {
    let count = upstreams.iter().filter(|row| ground.vault.is_stale(&row.client_secret)).count();
    if count == 0 {
        return Finding::well("rekey", "everything is sealed with the first key");
    }
    let seen = format!("{count} secrets are sealed with an older key of the ring");
    Finding::warning("rekey", seen, "`koppel keys rekey` seals them anew")
}
