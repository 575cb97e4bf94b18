//! The misbehaviours of the wire, seen from a client.

use std::time::Duration;

use koppel::demo::sim::control::Mode;
use koppel::demo::sim::{EXPIRED_AUTHORITY, Simulator};
use serde_json::{Value, json};

use super::Stage;

async fn ask(stage: &Stage) -> reqwest::Result<reqwest::Response> {
    stage.http.get(stage.at("/.well-known/openid-configuration")).timeout(Duration::from_secs(2)).send().await
}

async fn body(stage: &Stage, mode: Mode) -> Result<Vec<u8>, reqwest::Error> {
    stage.sim.simulator.order(mode);
    Ok(ask(stage).await?.bytes().await?.to_vec())
}

#[tokio::test]
async fn refusals_carry_their_status() {
    let stage = Stage::start(Simulator::harid).await;
    for (mode, status) in [
        (Mode::Unauthorized, 401),
        (Mode::Forbidden, 403),
        (Mode::TooMany, 429),
        (Mode::ServerError, 500),
        (Mode::Unavailable, 503),
        (Mode::RedirectLoopback, 302),
        (Mode::Empty, 200),
    ] {
        stage.sim.simulator.order(mode);
        assert_eq!(ask(&stage).await.unwrap().status().as_u16(), status, "{mode}");
    }
}

#[tokio::test]
async fn broken_bodies_are_broken() {
    let stage = Stage::start(Simulator::harid).await;
    for mode in [Mode::WrongLength, Mode::Reset, Mode::Trickle, Mode::Silence] {
        assert!(body(&stage, mode).await.is_err(), "{mode} looked fine");
    }
    for mode in [Mode::TruncatedJson, Mode::Html, Mode::Empty] {
        let bytes = body(&stage, mode).await.unwrap();
        assert!(serde_json::from_slice::<Value>(&bytes).is_err(), "{mode} is JSON");
    }
}

#[tokio::test]
async fn lists_repeat_and_lose_items() {
    let stage = Stage::start(Simulator::harid).await;
    let scopes = |bytes: &[u8]| {
        let json: Value = serde_json::from_slice(bytes).unwrap();
        json["scopes_supported"].as_array().unwrap().len()
    };
    assert_eq!(scopes(&body(&stage, Mode::PageRepeated).await.unwrap()), 16);
    assert_eq!(scopes(&body(&stage, Mode::PageSkipped).await.unwrap()), 4);
    let next: Value = serde_json::from_slice(&body(&stage, Mode::NextElsewhere).await.unwrap()).unwrap();
    assert_eq!(next["next"], stage.at("/trap"));
}

#[tokio::test]
async fn bomb_is_small_on_the_wire_and_big_inside() {
    let stage = Stage::start(Simulator::harid).await;
    stage.sim.simulator.order(Mode::GzipBomb);
    let unpacking = reqwest::Client::builder().gzip(true).no_proxy().build().unwrap();
    let mut answer = unpacking.get(stage.at("/jwks.json")).send().await.unwrap();
    let mut seen = 0;
    while seen < 8 * 1024 * 1024 {
        seen += answer.chunk().await.unwrap().expect("there is more").len();
    }
    let packed = reqwest::Client::builder().gzip(false).no_proxy().build().unwrap();
    let bytes = packed.get(stage.at("/jwks.json")).send().await.unwrap().bytes().await.unwrap();
    assert!(bytes.len() < 2 * 1024 * 1024, "{} bytes on the wire", bytes.len());
}

#[tokio::test]
async fn certificate_has_run_out() {
    let stage = Stage::start(Simulator::harid).await;
    let authority = reqwest::Certificate::from_pem(EXPIRED_AUTHORITY.as_bytes()).unwrap();
    let trusting = reqwest::Client::builder().tls_certs_only([authority]).no_proxy().build().unwrap();
    let tls = stage.at("/jwks.json").replace("http:", "https:");
    let error = trusting.get(tls).send().await.unwrap_err();
    assert!(format!("{error:?}").contains("Expired"), "{error:?}");
}

#[tokio::test]
async fn control_endpoint_orders_counts_and_ends_by_itself() {
    let stage = Stage::start(Simulator::harid).await;
    let order = json!({"mode": "429", "retry_after": "86400", "endpoint": "discovery", "times": 1});
    stage.http.post(stage.at("/control")).json(&order).send().await.unwrap();
    assert_eq!(stage.http.get(stage.at("/jwks.json")).send().await.unwrap().status().as_u16(), 200);
    let refused = ask(&stage).await.unwrap();
    assert_eq!((refused.status().as_u16(), refused.headers()["retry-after"].to_str().unwrap()), (429, "86400"));
    assert_eq!(ask(&stage).await.unwrap().status().as_u16(), 200);
    let report = stage.json(stage.http.get(stage.at("/control"))).await.1;
    assert_eq!(report["seen"], json!({"discovery": 2, "jwks": 1}));
}

#[tokio::test]
async fn unknown_mode_is_refused() {
    let stage = Stage::start(Simulator::harid).await;
    let answer = stage.json(stage.http.post(stage.at("/control")).json(&json!({"mode": "nice"}))).await;
    assert_eq!(answer.0, 422);
}
