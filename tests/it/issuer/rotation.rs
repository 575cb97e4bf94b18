//! Keys follow each other under use, and no verifier ever meets a signature it cannot check.

use std::collections::{BTreeSet, VecDeque};
use std::time::Instant;

use chrono::TimeDelta;
use futures_util::future::join_all;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use koppel::domain::{Actor, SigningAlg};
use koppel::issuer::keys::{DEFAULT_LEAD, ensure, rotate, rotate_if_due};
use koppel::storage::{Tx, signing_keys};
use serde_json::Value;

use super::desk::{Desk, WEB, field};
use super::jwt::header_of;
use crate::support::{TestGround, both_engines, counted, figure};

/// Verifies with another library, with the keys at hand and nothing else.
fn verify(token: &str, keys: &JwkSet) -> Result<Value, String> {
    let header = decode_header(token).map_err(|error| error.to_string())?;
    let jwk = header.kid.as_deref().and_then(|kid| keys.find(kid)).ok_or("no key of that kid")?;
    let mut validation = Validation::new(header.alg);
    validation.set_audience(&[WEB]);
    validation.set_issuer(&["https://koppel.test"]);
    validation.validate_exp = false;
    let key = DecodingKey::from_jwk(jwk).map_err(|error| error.to_string())?;
    decode::<Value>(token, &key, &validation).map(|token| token.claims).map_err(|error| error.to_string())
}

async fn fetch(desk: &Desk) -> JwkSet {
    serde_json::from_str(&desk.visit("/jwks", "").await.body).unwrap()
}

const BY: Actor = Actor::Job("test");

/// A platform that keeps our keys for as long as our headers allow.
struct Platform {
    keys: JwkSet,
    age_minutes: i64,
}

/// Refreshes some times; answers the last refresh token, and every ID token after it was verified.
async fn refreshes(desk: &Desk, times: usize, mut refresh: String, keys: &JwkSet) -> (String, Vec<String>) {
    let mut tokens = Vec::new();
    for _ in 0..times {
        let json = desk.refresh(WEB, &refresh).await.json();
        refresh = field(&json, "refresh_token");
        let token = field(&json, "id_token");
        assert!(verify(&token, keys).is_ok(), "{:?}", verify(&token, keys));
        tokens.push(token);
    }
    (refresh, tokens)
}

/// B9: four hours, three rotations by another process; tokens verify at once with kept keys, and until they expire. In
/// full, as many of them as 500 a second are in a minute, and the rotations come in the middle.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_verification_fails_while_keys_rotate() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let other = desk.ground.another_process().await;
    let mut platform = Platform { keys: fetch(&desk).await, age_minutes: 0 };
    let (lanes, times) = (figure(16, 2), figure(8, 1));
    let mut families = Vec::new();
    for _ in 0..lanes {
        families.push(field(&desk.tokens(&signed).await, "refresh_token"));
    }
    let (mut recent, mut kids) = (VecDeque::new(), BTreeSet::new());
    let (mut verified, began) = (0, Instant::now());
    for minute in 0..240 {
        desk.ground.clock.advance(TimeDelta::minutes(1));
        platform.age_minutes += 1;
        if platform.age_minutes > 5 {
            platform = Platform { keys: fetch(&desk).await, age_minutes: 0 };
        }
        let rotation = async {
            if [20, 24, 150].contains(&minute) {
                rotate(&other, DEFAULT_LEAD, &BY).await.unwrap();
            }
        };
        let all = families.drain(..).map(|refresh| refreshes(&desk, times, refresh, &platform.keys));
        let (all, ()) = tokio::join!(join_all(all), rotation);
        for (refresh, tokens) in all {
            families.push(refresh);
            verified += tokens.len();
            kids.extend(tokens.iter().map(|token| header_of(token)["kid"].to_string()));
            recent.extend(tokens.into_iter().last());
        }
        recent.drain(..recent.len().saturating_sub(10));
        assert!(recent.iter().all(|token| verify(token, &platform.keys).is_ok()), "minute {minute}: an older token");
    }
    let seconds = began.elapsed().as_secs();
    counted("B9", &format!("{verified} tokens verified in {seconds} s over 3 rotations, 0 failed"));
    assert_eq!(kids.len(), 4);
}

/// All three algorithms, verified by another library.
#[tokio::test]
async fn every_algorithm_verifies_elsewhere() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let keys = fetch(&desk).await;
    for alg in SigningAlg::ALL {
        desk.change("UPDATE client SET id_token_alg = $1 WHERE id = 'web'", koppel::args![*alg]).await;
        let token = field(&desk.tokens(&signed).await, "id_token");
        assert_eq!(header_of(&token)["alg"], alg.as_str());
        assert_eq!(verify(&token, &keys).unwrap()["nonce"], "n1");
    }
}

const ROTATED: &str = "SELECT COUNT(*) AS n FROM audit WHERE action = 'keys.rotated'";

/// Keys change and the audit log says so, or neither.
#[tokio::test]
async fn keys_and_their_audit_row_come_together() {
    both_engines(async |ground| {
        ensure(&ground).await.unwrap();
        ground.damage(&["ALTER TABLE audit_detail RENAME TO audit_away"]).await;
        assert!(rotate(&ground, DEFAULT_LEAD, &BY).await.is_err());
        assert_eq!(published(&ground).await, 3, "not even one of them");
        ground.damage(&["ALTER TABLE audit_away RENAME TO audit_detail"]).await;
        assert_eq!(rotate(&ground, DEFAULT_LEAD, &BY).await.unwrap().len(), 3);
        let rows = ground.db.count(ROTATED, koppel::args![]).await.unwrap();
        assert_eq!((published(&ground).await, rows), (6, 1));
    })
    .await;
}

async fn published(ground: &TestGround) -> usize {
    let now = ground.now();
    ground.db.read(async |tx: Tx| signing_keys::list_published(&tx, now).await).await.unwrap().len()
}

/// A retired key goes when nothing it signed can still be alive, and not before.
#[tokio::test]
async fn retired_keys_leave_the_set_in_the_end() {
    both_engines(async |ground| {
        ensure(&ground).await.unwrap();
        ensure(&ground).await.unwrap();
        assert_eq!(published(&ground).await, 3);
        rotate(&ground, DEFAULT_LEAD, &BY).await.unwrap();
        assert_eq!(published(&ground).await, 6);
        ground.clock.advance(TimeDelta::hours(13));
        assert_eq!(published(&ground).await, 6, "sessions live 12 hours, and a margin of one");
        ground.clock.advance(TimeDelta::minutes(10));
        assert_eq!(published(&ground).await, 3);
    })
    .await;
}

/// Several processes, one schedule: one successor each.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn schedule_makes_one_successor_whoever_runs_it() {
    both_engines(async |ground| {
        ensure(&ground).await.unwrap();
        assert_eq!(rotate_if_due(&ground).await.unwrap(), 0);
        ground.clock.advance(TimeDelta::days(91));
        let other = ground.another_process().await;
        let (one, two) = tokio::join!(rotate_if_due(&ground), rotate_if_due(&other));
        assert_eq!(one.unwrap() + two.unwrap(), 3);
        assert_eq!(rotate_if_due(&ground).await.unwrap(), 0);
        assert_eq!(published(&ground).await, 6);
    })
    .await;
}

/// The private half is sealed for its own place, and never in clear.
#[tokio::test]
async fn private_keys_are_sealed() {
    let ground = TestGround::sqlite().await;
    ensure(&ground).await.unwrap();
    let now = ground.now();
    for key in ground.db.read(async |tx: Tx| signing_keys::list_published(&tx, now).await).await.unwrap() {
        assert!(key.private_key.starts_with("v1.test1."));
        assert!(ground.vault.open(&format!("signing_key|{}|private_key", key.kid), &key.private_key).is_ok());
        assert!(ground.vault.open("signing_key|other|private_key", &key.private_key).is_err());
    }
}
