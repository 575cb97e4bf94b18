//! Authorization requests: who is answered at once, who goes to the login, and which errors go back.

use chrono::TimeDelta;
use koppel::domain::{AuthMethod, AuthorizeRequest, Pkce};
use koppel::storage::Tx;

use super::desk::{CHALLENGE, Desk, REDIRECT, WEB, query};
use crate::support::both_engines;

/// B16, S12, S20, performance lesson 4: a session that fits is a redirect, with everything in it.
#[tokio::test]
async fn somebody_who_is_signed_in_is_answered_at_once() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        let signed = desk.sign_in("17").await;
        let state = "x".repeat(128);
        let answer = desk.authorize(&signed, &[("state", &state), ("extra", "foobar")]).await;
        assert_eq!(answer.status, 303);
        let location = answer.location().unwrap();
        assert!(location.starts_with(&format!("{REDIRECT}&")), "{location}");
        assert_eq!(answer.back("state"), Some(state));
        assert_eq!(answer.back("iss").as_deref(), Some("https://koppel.test"));
        assert!(answer.back("code").unwrap().len() >= 43);
    })
    .await;
}

#[tokio::test]
async fn nobody_signed_in_goes_to_the_login_with_the_request_remembered() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        let answer = desk.visit(&format!("/authorize?{}", query(&[("login_hint", "mari")])), "").await;
        let location = answer.location().unwrap();
        let attempt = location.strip_prefix("/login?attempt=").unwrap();
        assert!(answer.headers.get("set-cookie").unwrap().to_str().unwrap().starts_with("__Host-koppel-browser="));
        let row = desk.ground.db.read(async |tx: Tx| {
            tx.find::<koppel::storage::attempts::LoginAttempt>("SELECT * FROM login_attempt", vec![]).await
        });
        let row = row.await.unwrap().unwrap();
        let request: AuthorizeRequest = serde_json::from_str(&row.request).unwrap();
        assert_eq!((row.id.as_str(), row.memory.as_str()), (attempt, ""));
        assert_eq!(request.login_hint.as_deref(), Some("mari"));
        assert_eq!(request.code_challenge.as_deref(), Some(CHALLENGE));
    })
    .await;
}

/// S3, S8, certification 3: each wrong request and its own error, back at the platform, with `state` and `iss`.
#[tokio::test]
async fn wrong_requests_go_back_with_the_right_error() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let long = "x".repeat(5_000);
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("response_type", "")], "invalid_request"),
        (&[("response_type", "token")], "unsupported_response_type"),
        (&[("response_type", "id_token")], "unsupported_response_type"),
        (&[("response_type", "code id_token")], "unsupported_response_type"),
        (&[("response_mode", "fragment")], "invalid_request"),
        (&[("request", "e30.e30.")], "request_not_supported"),
        (&[("request_uri", "https://opiq.example/request")], "request_uri_not_supported"),
        (&[("registration", "{}")], "registration_not_supported"),
        (&[("scope", "")], "invalid_scope"),
        (&[("scope", "profile")], "invalid_scope"),
        (&[("scope", "OpenID")], "invalid_scope"),
        (&[("code_challenge", "")], "invalid_request"),
        (&[("code_challenge", ""), ("code_challenge_method", "")], "invalid_request"),
        (&[("code_challenge_method", "plain")], "invalid_request"),
        (&[("code_challenge_method", "")], "invalid_request"),
        (&[("code_challenge_method", "s256")], "invalid_request"),
        (&[("code_challenge", "short")], "invalid_request"),
        (&[("code_challenge", &long)], "invalid_request"),
        (&[("prompt", "none login")], "invalid_request"),
        (&[("max_age", "-1")], "invalid_request"),
        (&[("max_age", "+1")], "invalid_request"),
        (&[("max_age", "1.5")], "invalid_request"),
        (&[("max_age", "soon")], "invalid_request"),
        (&[("claims", "[]")], "invalid_request"),
        (&[("claims", "{\"userinfo\": 1}")], "invalid_request"),
        (&[("nonce", &long)], "invalid_request"),
        (&[("id_token_hint", "e30.e30.e30")], "invalid_request"),
    ];
    for (changes, error) in cases {
        let answer = desk.authorize(&signed, changes).await;
        assert!(answer.location().is_some_and(|to| to.starts_with(REDIRECT)), "{changes:?} {answer:?}");
        assert_eq!(answer.back("error").as_deref(), Some(*error), "{changes:?}");
        assert_eq!(answer.back("state").as_deref(), Some("s1"), "{changes:?}");
        assert_eq!(answer.back("iss").as_deref(), Some("https://koppel.test"), "{changes:?}");
        assert_eq!(answer.back("code"), None, "{changes:?}");
    }
    assert_eq!(desk.count("SELECT COUNT(*) AS n FROM authorization_code").await, 0);
}

/// RFC 6749, 3.1: what may be there once is there once, whatever it is.
#[tokio::test]
async fn repeated_parameters_are_refused() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    for name in ["response_type", "scope", "nonce", "code_challenge", "code_challenge_method", "state"] {
        let raw = format!("/authorize?{}&{name}=openid", query(&[]));
        let answer = desk.visit(&raw, &signed.cookies).await;
        assert_eq!(answer.back("error").as_deref(), Some("invalid_request"), "{name}");
        assert_eq!(answer.back("state").as_deref(), (name != "state").then_some("s1"), "{name}");
    }
}

/// S17: `prompt=none` never shows anything.
#[tokio::test]
async fn prompt_none_answers_or_fails() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    assert!(desk.authorize(&signed, &[("prompt", "none")]).await.back("code").is_some());
    let nobody = desk.visit(&format!("/authorize?{}", query(&[("prompt", "none")])), "").await;
    assert_eq!(nobody.back("error").as_deref(), Some("login_required"));
    assert_eq!(desk.count("SELECT COUNT(*) AS n FROM login_attempt").await, 0);
}

/// S17: what asks for a person gets one, although somebody is signed in.
#[tokio::test]
async fn requests_that_want_a_person_go_to_the_login() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    desk.ground.clock.advance(TimeDelta::seconds(100));
    let cases = [
        ("prompt", "login"),
        ("prompt", "select_account"),
        ("prompt", "consent"),
        ("max_age", "0"),
        ("max_age", "99"),
        ("acr_values", "urn:koppel:upstream:stuudium"),
        ("koppel_upstream", "stuudium"),
        ("koppel_school", "ehis:999"),
        ("claims", "{\"id_token\":{\"sub\":{\"value\":\"18\"}}}"),
    ];
    for case in cases {
        let location = desk.authorize(&signed, &[case]).await.location().unwrap();
        assert!(location.starts_with("/login?attempt=att_"), "{case:?} {location}");
    }
}

#[tokio::test]
async fn requests_that_the_session_fits_are_answered() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    desk.ground.clock.advance(TimeDelta::seconds(100));
    let cases = [
        ("max_age", "100"),
        ("max_age", "99999999999999999"),
        ("acr_values", "urn:koppel:upstream:ekool"),
        ("koppel_upstream", "ekool"),
        ("koppel_school", "ehis:123"),
        ("claims", "{\"id_token\":{\"sub\":{\"value\":\"17\"}}}"),
        ("claims", "{\"userinfo\":{\"name\":{\"essential\":true}}}"),
        ("display", "popup"),
        ("ui_locales", "nl sv"),
        ("claims_locales", "et"),
        ("login_hint", "somebody"),
        ("nonce", ""),
        ("state", ""),
    ];
    for case in cases {
        assert!(desk.authorize(&signed, &[case]).await.back("code").is_some(), "{case:?}");
    }
}

/// A session belongs to its browser; a copied cookie in another one is nothing.
#[tokio::test]
async fn session_cookie_without_its_browser_is_nobody() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let session = signed.cookies.split("; ").nth(1).unwrap();
    for cookies in [session.to_owned(), format!("__Host-koppel-browser=another; {session}")] {
        let answer = desk.visit(&format!("/authorize?{}", query(&[])), &cookies).await;
        assert!(answer.location().unwrap().starts_with("/login?"), "{answer:?}");
    }
}

/// S3: a confidential client may be excused from PKCE, a public one never.
#[tokio::test]
async fn only_a_confidential_client_can_be_excused_from_pkce() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    desk.client("loose", |client| client.pkce = Pkce::Optional).await;
    let public = |client: &mut koppel::storage::clients::Client| {
        client.pkce = Pkce::Optional;
        client.auth_method = AuthMethod::None;
    };
    desk.client("app", public).await;
    let without = [("code_challenge", ""), ("code_challenge_method", "")];
    let ask = async |client| desk.authorize(&signed, &[("client_id", client), without[0], without[1]]).await;
    assert!(ask("loose").await.back("code").is_some());
    assert_eq!(ask("app").await.back("error").as_deref(), Some("invalid_request"));
    assert_eq!(ask(WEB).await.back("error").as_deref(), Some("invalid_request"));
}

/// OIDC Core 3.1.2.1: POST works; it goes on as a GET so that the browser adds its cookies.
#[tokio::test]
async fn posted_requests_go_on_as_get_with_every_parameter() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let body = query(&[("state", "õ & +")]);
    let cross_site = [("sec-fetch-site", "cross-site"), ("origin", "https://opiq.example")];
    let answer = desk.post("/authorize", &cross_site, body).await;
    assert_eq!(answer.status, 303);
    let onward = desk.visit(&answer.location().unwrap(), &signed.cookies).await;
    assert_eq!(onward.back("state").as_deref(), Some("õ & +"));
    assert!(onward.back("code").is_some());
    let json = desk.post("/authorize", &[("content-type", "application/json")], "{}".to_owned()).await;
    assert_eq!((json.status, json.location()), (400, None));
}

/// Nothing that the session stands on is trusted from the moment it began: it is looked at again in the transaction.
#[tokio::test]
async fn idle_and_expired_sessions_are_nobody() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    desk.change("UPDATE session SET idle_seconds = 60 WHERE id = $1", koppel::args![&signed.session]).await;
    assert!(desk.authorize(&signed, &[]).await.back("code").is_some());
    desk.ground.clock.advance(TimeDelta::seconds(61));
    assert!(desk.authorize(&signed, &[]).await.location().unwrap().starts_with("/login?"));
}
