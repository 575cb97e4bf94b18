//! HarID: a real OpenID provider with its quirks.

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use koppel::demo::sim::Simulator;
use koppel::demo::sim::control::Mode;
use serde_json::Value;

use super::{CALLBACK, Stage, parameter, sign_in};

const SCOPE: &str = "openid+profile+email+personal_code+roles+custodies";

fn start(extra: &str) -> String {
    let request = format!("client_id=koppel&redirect_uri={CALLBACK}&response_type=code&state=s1&nonce=n1");
    format!("/et/authorizations/new?{request}&scope={SCOPE}{extra}")
}

/// Tokens of a new sign-in.
async fn tokens(stage: &Stage, person: &str, extra: &str, verifier: &str) -> (u16, Value) {
    let code = parameter(&sign_in(stage, &start(extra), person).await, "code").unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", verifier),
    ];
    let request = stage.http.post(stage.at("/et/access_tokens")).form(&form);
    stage.json(request.basic_auth("koppel", Some("sim-secret"))).await
}

/// The claims of an ID token that verifies against the published keys.
async fn claims(stage: &Stage, tokens: &Value) -> Result<Value, jsonwebtoken::errors::Error> {
    let token = tokens["id_token"].as_str().unwrap();
    let keys: JwkSet = stage.http.get(stage.at("/jwks.json")).send().await.unwrap().json().await.unwrap();
    let kid = decode_header(token)?.kid.unwrap_or_default();
    let key = keys.find(&kid).expect("the key is published");
    let mut rules = Validation::new(Algorithm::RS256);
    rules.set_audience(&["koppel"]);
    rules.set_issuer(&[&stage.sim.url]);
    rules.validate_exp = false;
    decode::<Value>(token, &DecodingKey::from_jwk(key)?, &rules).map(|token| token.claims)
}

async fn user_info(stage: &Stage, person: &str) -> Value {
    let tokens = tokens(stage, person, "", "").await.1;
    let token = tokens["access_token"].as_str().unwrap().to_owned();
    stage.json(stage.http.get(stage.at("/et/user_info")).bearer_auth(token)).await.1
}

#[tokio::test]
async fn id_token_verifies_and_amr_is_a_string() {
    let stage = Stage::start(Simulator::harid).await;
    let tokens = tokens(&stage, "mari-tamm", "", "").await.1;
    let claims = claims(&stage, &tokens).await.unwrap();
    assert_eq!((&claims["nonce"], &claims["amr"]), (&"n1".into(), &"[\"pop\"]".into()));
    assert_eq!(claims["auth_time"], stage.clock.now().timestamp());
}

#[tokio::test]
async fn user_info_gives_what_the_scopes_ask_for() {
    let stage = Stage::start(Simulator::harid).await;
    insta::assert_json_snapshot!(user_info(&stage, "merle-kuningas").await);
}

#[tokio::test]
async fn person_without_personal_code_has_no_such_claim() {
    let stage = Stage::start(Simulator::harid).await;
    assert_eq!(user_info(&stage, "mattias-lepp").await.get("personal_code"), None);
}

#[tokio::test]
async fn challenge_must_be_met() {
    let stage = Stage::start(Simulator::harid).await;
    // RFC 7636, appendix B.
    let challenge = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    let right = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    assert_eq!(tokens(&stage, "mari-tamm", challenge, right).await.0, 200);
    assert_eq!(tokens(&stage, "mari-tamm", challenge, "something-else").await.0, 400);
}

#[tokio::test]
async fn wrong_id_tokens_are_wrong() {
    let stage = Stage::start(Simulator::harid).await;
    for mode in [Mode::WrongIssuer, Mode::WrongAudience, Mode::WrongKey, Mode::AlgHs256] {
        stage.sim.simulator.order(mode);
        let tokens = tokens(&stage, "mari-tamm", "", "").await.1;
        assert!(claims(&stage, &tokens).await.is_err(), "{mode} verifies");
    }
    stage.sim.simulator.order(Mode::MissingIdToken);
    assert_eq!(tokens(&stage, "mari-tamm", "", "").await.1.get("id_token"), None);
}

/// `prompt=login` and `max_age` bring the sign-in page back although somebody is signed in.
#[tokio::test]
async fn fresh_sign_in_is_asked_for_unless_it_is_ignored() {
    let stage = Stage::start(Simulator::harid).await;
    let answer = stage.http.post(stage.at("/sign-in")).form(&[("person", "mari-tamm")]).send().await.unwrap();
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    stage.advance(120);
    let lands = async |extra: &str| {
        let answer = stage.http.get(stage.at(&start(extra))).header("cookie", &cookie).send().await.unwrap();
        answer.headers()["location"].to_str().unwrap().split('?').next().unwrap().to_owned()
    };
    assert_eq!(lands("").await, "/consent");
    assert_eq!(lands("&max_age=300").await, "/consent");
    assert_eq!(lands("&max_age=60").await, "/sign-in");
    assert_eq!(lands("&prompt=login").await, "/sign-in");
    stage.sim.simulator.order(Mode::IgnorePromptLogin);
    assert_eq!(lands("&prompt=login&max_age=0").await, "/consent");
}
