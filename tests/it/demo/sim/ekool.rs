//! eKool: codes, tokens, profile.

use koppel::demo::sim::Simulator;
use koppel::demo::sim::control::Mode;
use serde_json::Value;

use super::{CALLBACK, Stage, parameter, sign_in};

fn start(extra: &str) -> String {
    format!("/oauth/authorize?client_id=koppel&redirect_uri={CALLBACK}&response_type=code&state=s1{extra}")
}

async fn redeem(stage: &Stage, code: &str) -> (u16, Value) {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("client_id", "koppel"),
        ("client_secret", "sim-secret"),
    ];
    stage.json(stage.http.post(stage.at("/oauth/token")).form(&form)).await
}

async fn code_for(stage: &Stage, person: &str) -> String {
    parameter(&sign_in(stage, &start(""), person).await, "code").unwrap()
}

async fn profile(stage: &Stage, person: &str) -> Value {
    let token = redeem(stage, &code_for(stage, person).await).await.1;
    let token = token["access_token"].as_str().unwrap().to_owned();
    stage.json(stage.http.get(stage.at("/user/me/basic")).bearer_auth(token)).await.1
}

#[tokio::test]
async fn code_works_once() {
    let stage = Stage::start(Simulator::ekool).await;
    let code = code_for(&stage, "mari-tamm").await;
    assert_eq!(redeem(&stage, &code).await.0, 200);
    assert_eq!(redeem(&stage, &code).await, (400, serde_json::json!({"error": "invalid_grant"})));
}

#[tokio::test]
async fn code_runs_out_after_a_minute() {
    let stage = Stage::start(Simulator::ekool).await;
    let code = code_for(&stage, "mari-tamm").await;
    stage.advance(60);
    assert_eq!(redeem(&stage, &code).await.0, 400);
}

#[tokio::test]
async fn client_may_use_basic_but_not_a_wrong_secret() {
    let stage = Stage::start(Simulator::ekool).await;
    let code = code_for(&stage, "mari-tamm").await;
    let form = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", CALLBACK)];
    let post = || stage.http.post(stage.at("/auth/oauth/token")).form(&form);
    assert_eq!(stage.json(post().basic_auth("koppel", Some("wrong"))).await.0, 401);
    assert_eq!(stage.json(post().basic_auth("koppel", Some("sim-secret"))).await.0, 200);
}

#[tokio::test]
async fn refresh_token_is_rotated() {
    let stage = Stage::start(Simulator::ekool).await;
    let tokens = redeem(&stage, &code_for(&stage, "mari-tamm").await).await.1;
    let form = [("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"].as_str().unwrap())];
    let refresh = || stage.http.post(stage.at("/oauth/token")).form(&form).basic_auth("koppel", Some("sim-secret"));
    assert_eq!(stage.json(refresh()).await.0, 200);
    assert_eq!(stage.json(refresh()).await.0, 400);
}

#[tokio::test]
async fn unregistered_address_gets_no_browser() {
    let stage = Stage::start(Simulator::ekool).await;
    let url = stage.at("/oauth/authorize?client_id=koppel&response_type=code&redirect_uri=http://127.0.0.1:9/other");
    assert_eq!(stage.json(stage.http.get(url)).await.0, 400);
}

#[tokio::test]
async fn profile_has_person_roles_and_school() {
    let stage = Stage::start(Simulator::ekool).await;
    let profile = profile(&stage, "mari-tamm").await;
    insta::assert_json_snapshot!(profile);
}

#[tokio::test]
async fn person_without_personal_code_has_none() {
    let stage = Stage::start(Simulator::ekool).await;
    assert_eq!(profile(&stage, "mattias-lepp").await["data"]["idCode"], Value::Null);
}

#[tokio::test]
async fn guardian_is_told_apart_from_the_child_that_is_viewed() {
    let stage = Stage::start(Simulator::ekool).await;
    let data = profile(&stage, "helle-tamm").await["data"].clone();
    assert_eq!(data["roles"][0]["role"], "parent");
    assert_ne!(data["viewedPersonId"], data["id"]);
}

#[tokio::test]
async fn modes_change_the_person() {
    let stage = Stage::start(Simulator::ekool).await;
    let before = profile(&stage, "liis-ojala").await["data"].clone();
    stage.sim.simulator.order(Mode::ChangedName);
    assert_eq!(profile(&stage, "liis-ojala").await["data"]["lastName"], "Uusnimi");
    stage.sim.simulator.order(Mode::MissingPersonalCode);
    assert_eq!(profile(&stage, "liis-ojala").await["data"]["idCode"], Value::Null);
    stage.sim.simulator.order(Mode::Guardian);
    assert_eq!(profile(&stage, "liis-ojala").await["data"]["roles"][0]["role"], "parent");
    stage.sim.simulator.order(Mode::TwoSchools);
    assert_eq!(profile(&stage, "liis-ojala").await["data"]["schools"][1]["ehisCode"], "990002");
    stage.sim.simulator.order(Mode::OtherSchool);
    assert_eq!(profile(&stage, "liis-ojala").await["data"]["schools"][0]["ehisCode"], "990009");
    stage.sim.simulator.order(Mode::RecycledSubject);
    let recycled = profile(&stage, "liis-ojala").await["data"].clone();
    assert_ne!(recycled["id"], before["id"]);
    assert_eq!(recycled["idCode"], before["idCode"]);
}

#[tokio::test]
async fn state_comes_back_unless_it_is_dropped() {
    let stage = Stage::start(Simulator::ekool).await;
    assert_eq!(parameter(&sign_in(&stage, &start(""), "mari-tamm").await, "state").as_deref(), Some("s1"));
    stage.sim.simulator.order(Mode::DropState);
    assert_eq!(parameter(&sign_in(&stage, &start(""), "mari-tamm").await, "state"), None);
}
