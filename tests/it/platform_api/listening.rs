//! Who is told of events, how long they may wait for one, and as whom they know the people in it.

use std::time::{Duration, Instant};

use koppel::args;
use koppel::domain::{AccountId, ApiScope, PlatformId, SubMode};
use koppel::issuer::subject;
use serde_json::{Value, json};

use super::events::{EARS, Ears, Told, announce, happen, ids, number};
use super::house::{BASE, READER, reader, token};
use crate::issuer::desk::{Desk, field};
use crate::support::{TestGround, both_engines, seed};

const ASK: &str = "/events/poll";

/// A token for reading classes, a person's, none at all; and the client's own once its scope is taken away.
#[tokio::test]
async fn only_a_client_with_the_scope_is_told() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let mut ears = Ears::open(&desk).await;
        let signed = desk.sign_in("17").await;
        let (own, person) = (ears.token.clone(), field(&desk.tokens(&signed).await, "access_token"));
        reader(&desk, READER, "openid").await;
        let body = json!({ "returnImmediately": true });
        for (token, status) in [(token(&desk, READER).await, 403), (person, 401), ("nonsense".to_owned(), 401)] {
            ears.token = token;
            for path in [ASK, "/events/replay"] {
                assert_eq!(ears.call(path, &body).await.status, status, "{path}");
            }
        }
        assert_eq!(desk.post(ASK, &[("content-type", "application/json")], body.to_string()).await.status, 401);
        assert_eq!(desk.bearer(&format!("{BASE}/orgs"), &own).await.status, 403, "it opens no class");
        let told = desk.call("/introspect", EARS, &[("token", &own)]).await.json();
        assert_eq!(told["aud"], "https://koppel.test/events");
        ears.token = own;
        assert_eq!(ears.call(ASK, &body).await.status, 200);
        desk.change("UPDATE client SET scopes = $1 WHERE id = 'ears'", args!["openid"]).await;
        assert_eq!(ears.call(ASK, &body).await.status, 403);
        desk.change("UPDATE client SET scopes = $1 WHERE id = 'ears'", args![ApiScope::Events.as_str()]).await;
        desk.change("UPDATE platform SET disabled_at = $1 WHERE id = 'opiq'", args![desk.ground.now()]).await;
        assert_eq!(ears.call(ASK, &body).await.status, 401);
    })
    .await;
}

#[tokio::test]
async fn a_body_that_is_not_as_the_standard_says_is_refused() {
    let desk = Desk::sqlite().await;
    let ears = Ears::open(&desk).await;
    let many: Vec<String> = (0..501).map(|n| format!("evt_{n}")).collect();
    for body in [
        json!({ "maxEvents": -1 }),
        json!({ "ack": "evt_1" }),
        json!({ "setErrs": { "evt_1": "broken" } }),
        json!({ "returnImmediately": "yes" }),
        json!({ "returnImmediately": true, "ack": many }),
    ] {
        let answer = ears.call(ASK, &body).await;
        assert_eq!((answer.status, answer.error()), (400, "invalid_request".to_owned()), "{body}");
    }
    // Ids of nobody and members of others do no harm.
    let body = json!({ "returnImmediately": true, "ack": ["evt_1", "", "acc_1"], "more": 1 });
    assert_eq!(ears.call(ASK, &body).await.status, 200);
    let discovery = desk.visit("/.well-known/openid-configuration", "").await.json();
    assert_eq!(discovery["koppel_events_endpoint"], "https://koppel.test/events/poll");
    assert_eq!(discovery["koppel_events_replay_endpoint"], "https://koppel.test/events/replay");
}

/// RFC 8936, 2.4: without `returnImmediately` the call waits, and answers as soon as there is something.
#[tokio::test]
async fn a_call_waits_until_something_happens() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let ears = Ears::open(&desk).await;
        let began = Instant::now();
        let body = json!({});
        let later = async {
            tokio::time::sleep(Duration::from_millis(1_500)).await;
            happen(&desk, "account.created", "17").await
        };
        let (answer, event) = tokio::join!(ears.call(ASK, &body), later);
        assert_eq!(ids(&ears.told(&answer.json()).await), [event.as_str()]);
        let waited = began.elapsed();
        assert!((Duration::from_millis(1_500)..Duration::from_secs(12)).contains(&waited), "{waited:?}");
        // What waits already is answered at once.
        let began = Instant::now();
        assert_eq!(ears.call(ASK, &body).await.status, 200);
        assert!(began.elapsed() < Duration::from_secs(1));
    })
    .await;
}

fn as_opiq_knows(account: &AccountId) -> String {
    let opiq: PlatformId = "opiq".parse().unwrap();
    subject(SubMode::Pairwise, "", &opiq, account)
}

/// A platform with subs of its own meets the stored ones nowhere, also not inside of what happened.
#[tokio::test]
async fn everybody_is_told_of_as_the_platform_knows_them() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let ears = Ears::open(&desk).await;
        desk.change("UPDATE platform SET sub_mode = 'pairwise'", vec![]).await;
        let (one, other) = (seed::account(&desk.ground, "17").await, seed::account(&desk.ground, "18").await);
        let payload = json!({ "from": "17", "into": "18", "undo_until": "2026-10-07T08:00:00Z" });
        announce(&desk, "opiq", ("account.merged", "17"), payload).await;
        number(&desk).await;
        happen(&desk, "account.erased", "19").await;
        let polled = ears.polled(10, &[]).await;
        let order: Vec<&str> =
            polled["koppel:order"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        let (_, claims) = ears.read(&field(&polled["sets"], order[0])).await;
        let (one, other) = (as_opiq_knows(&one), as_opiq_knows(&other));
        assert_eq!(claims["sub_id"]["sub"], one);
        let told = json!({ "from": one, "into": other, "undo_until": "2026-10-07T08:00:00Z" });
        assert_eq!(claims["events"]["urn:koppel:event:account.merged"], told);
        let (_, claims) = ears.read(&field(&polled["sets"], order[1])).await;
        assert_eq!(claims["sub_id"], Value::Null, "nobody has that one any more: {claims}");
    })
    .await;
}

/// Invariant 11: of somebody whose identity is protected nothing is announced, and nobody else's news waits for that.
#[tokio::test]
async fn nothing_is_told_of_somebody_whose_identity_is_protected() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let ears = Ears::open(&desk).await;
        let account = seed::account(&desk.ground, "17").await;
        let before = happen(&desk, "account.created", "16").await;
        let hidden = happen(&desk, "account.created", "17").await;
        let after = happen(&desk, "account.created", "18").await;
        let key = format!("account:{account}");
        desk.change("INSERT INTO withheld (key, since) VALUES ($1, $2)", args![key, desk.ground.now()]).await;
        let polled = ears.polled(2, &[]).await;
        assert_eq!(
            (ids(&ears.told(&polled).await), &polled["moreAvailable"]),
            (vec![&*before, &*after], &false.into())
        );
        assert_eq!(ears.poll(10, &[&before, &after]).await, Told::new());
        assert_eq!(desk.count("SELECT COUNT(*) AS n FROM event_ack").await, 0);
        assert_eq!(ears.replay(Some(&hidden)).await, 204);
        assert_eq!(ids(&ears.poll(10, &[]).await), [after.as_str()]);
    })
    .await;
}
