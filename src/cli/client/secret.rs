//! Client secrets: made or read, stored as a hash, changed with an overlap.

use std::path::Path;

use anyhow::Result;
use chrono::TimeDelta;

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::secret_file;
use crate::domain::{ClientId, SecretId, Time};
use crate::storage::client_secrets::{self, ClientSecret};
use crate::storage::{StorageError, Tx};
use crate::vault;

/// 128 bits as base64url; shorter ones could be guessed from their hash.
const SHORTEST: usize = 22;

/// The secret in a file, or a new one.
pub fn chosen(desk: &Desk, file: Option<&Path>) -> Result<String> {
    let Some(file) = file else { return Ok(desk.ground.random.secret()) };
    let secret = secret_file::read("--client-secret-file", file)?;
    if secret.chars().count() < SHORTEST {
        let message = format!("the client secret is shorter than {SHORTEST} characters");
        return Err(failure(message, "leave --client-secret-file out and Koppel makes one"));
    }
    Ok(secret)
}

/// The row of a new secret.
pub fn row(desk: &Desk, client: &ClientId, secret: &str) -> ClientSecret {
    ClientSecret {
        id: SecretId::random(&desk.ground.random),
        client_id: client.clone(),
        hash: vault::sha256(secret),
        created_at: desk.now,
        expires_at: None,
        ended_at: None,
    }
}

/// Puts a new secret in; of the older ones the newest works for `keep` more, the others end now.
pub async fn replace(tx: &Tx, new: &ClientSecret, keep: TimeDelta, now: Time) -> Result<(), StorageError> {
    let old = client_secrets::list_live(tx, &new.client_id, now).await?;
    let newest = old.last().map(|secret| secret.id.clone());
    for secret in old {
        if keep > TimeDelta::zero() && Some(&secret.id) == newest.as_ref() {
            client_secrets::expire(tx, &secret.id, now + keep).await?;
        } else {
            client_secrets::end(tx, &secret.id, now).await?;
        }
    }
    client_secrets::insert(tx, new).await
}

/// A time span such as `7d`, `12h`, `30m` or `90s`, at most a year.
pub fn span(text: &str) -> Result<TimeDelta, String> {
    let wrong = || "write it like 7d, 12h, 30m or 90s, at most a year".to_owned();
    let (digits, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or_else(wrong)?;
    let number: i64 = digits.parse().ok().filter(|number| (0..=31_622_400).contains(number)).ok_or_else(wrong)?;
    let seconds = match unit {
        "d" => number * 86_400,
        "h" => number * 3_600,
        "m" => number * 60,
        "s" => number,
        _ => return Err(wrong()),
    };
    if seconds <= 31_622_400 { Ok(TimeDelta::seconds(seconds)) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn a_span_has_a_unit() {
        for (text, seconds) in [("7d", Some(604_800)), ("0s", Some(0)), ("90s", Some(90)), ("2h", Some(7_200))] {
            assert_eq!(span(text).ok().map(|span| span.num_seconds()), seconds, "{text}");
        }
        for text in ["", "7", "d", "-1d", "9999d", "1w", "٧d", "7ö"] {
            assert!(span(text).is_err(), "{text}");
        }
    }
}
