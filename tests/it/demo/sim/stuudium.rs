//! Stuudium: the signature, its window and its nonces.

use koppel::demo::sim::Simulator;
use koppel::demo::sim::stuudium::signature;
use serde_json::Value;

use super::{Stage, parameter, sign_in};

async fn token(stage: &Stage, person: &str) -> String {
    let back = sign_in(stage, "/v1.1/authenticate?client_id=koppel&state=s1", person).await;
    assert_eq!(parameter(&back, "state").as_deref(), Some("s1"));
    parameter(&back, "token").unwrap()
}

fn signed(time: i64, nonce: &str, secret: &str) -> String {
    format!("Data v2 koppel {time} {nonce} {}", signature(secret, &format!("{time} {nonce}")))
}

async fn verify(stage: &Stage, token: &str, header: String) -> (u16, Value) {
    let url = stage.at(&format!("/v1.1/authenticate/verify?token={token}"));
    stage.json(stage.http.get(url).header("authorization", header)).await
}

#[tokio::test]
async fn right_signature_tells_the_person() {
    let stage = Stage::start(Simulator::stuudium).await;
    let token = token(&stage, "johan-sandberg").await;
    let now = stage.clock.now().timestamp();
    let (status, user) = verify(&stage, &token, signed(now, "nonce-0000001", "sim-secret")).await;
    assert_eq!((status, &user["client"], &user["name_last"]), (200, &"merekalda".into(), &"Sandberg".into()));
}

#[tokio::test]
async fn wrong_secret_old_clock_and_short_nonce_are_refused() {
    let stage = Stage::start(Simulator::stuudium).await;
    let token = token(&stage, "johan-sandberg").await;
    let now = stage.clock.now().timestamp();
    for header in [
        signed(now, "nonce-0000001", "wrong"),
        signed(now - 901, "nonce-0000002", "sim-secret"),
        signed(now + 901, "nonce-0000003", "sim-secret"),
        signed(now, "short", "sim-secret"),
    ] {
        assert_eq!(verify(&stage, &token, header.clone()).await.0, 401, "{header}");
    }
    assert_eq!(verify(&stage, &token, signed(now - 899, "nonce-0000004", "sim-secret")).await.0, 200);
}

#[tokio::test]
async fn nonce_works_once() {
    let stage = Stage::start(Simulator::stuudium).await;
    let (one, two) = (token(&stage, "johan-sandberg").await, token(&stage, "johan-sandberg").await);
    let header = signed(stage.clock.now().timestamp(), "nonce-0000001", "sim-secret");
    assert_eq!(verify(&stage, &one, header.clone()).await.0, 200);
    assert_eq!(verify(&stage, &two, header).await.0, 401);
}

#[tokio::test]
async fn token_works_once() {
    let stage = Stage::start(Simulator::stuudium).await;
    let token = token(&stage, "johan-sandberg").await;
    let now = stage.clock.now().timestamp();
    assert_eq!(verify(&stage, &token, signed(now, "nonce-0000001", "sim-secret")).await.0, 200);
    assert_eq!(verify(&stage, &token, signed(now, "nonce-0000002", "sim-secret")).await.0, 404);
}

#[tokio::test]
async fn older_form_takes_its_own_signature() {
    let stage = Stage::start(Simulator::stuudium).await;
    let token = token(&stage, "johan-sandberg").await;
    let path =
        |signature: &str| format!("/v1/authenticate/verify?token={token}&client_id=koppel&signature={signature}");
    assert_eq!(stage.json(stage.http.get(stage.at(&path("00")))).await.0, 401);
    let right = stage.json(stage.http.get(stage.at(&path(&signature("sim-secret", &token))))).await;
    assert_eq!((right.0, &right.1["name_first"]), (200, &"Johan".into()));
}
