//! B7 for our own ID tokens that come back as `id_token_hint`, at both places that take one.

use serde_json::json;

use super::desk::{Desk, POST_LOGOUT, WEB, field, form};
use super::jwt::{Key, bad_headers, claims_of, damaged, header_of, hmac};
use crate::support::counted;

/// More than 300 forgeries of a real ID token.
fn forgeries(token: &str, jwks: &str) -> Vec<String> {
    let attacker = Key::new("c1");
    let (header, claims) = (header_of(token), claims_of(token).to_string());
    let signature = token.rsplit_once('.').unwrap().1;
    let encoded = |text: &str| base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, text);
    let mut all = damaged(token);
    for header in bad_headers(&header, &attacker) {
        all.push(attacker.sign(&header, &claims));
        all.push(hmac(&header, &claims, jwks.as_bytes()));
        all.push(format!("{}.{}.{signature}", encoded(&header), encoded(&claims)));
        all.push(format!("{}.{}.", encoded(&header), encoded(&claims)));
    }
    for (name, value) in
        [("sub", json!("18")), ("aud", json!("other")), ("sid", json!("x")), ("iss", json!("https://evil.example"))]
    {
        let mut changed = claims_of(token);
        changed[name] = value;
        all.push(attacker.sign(&header.to_string(), &changed.to_string()));
        all.push(format!("{}.{}.{signature}", encoded(&header.to_string()), encoded(&changed.to_string())));
    }
    all.retain(|other| other != token);
    all
}

/// A real hint says who must answer; a forged one never does, and signs nobody out.
#[tokio::test]
async fn no_forged_hint_says_anything() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let token = field(&desk.tokens(&signed).await, "id_token");
    let jwks = desk.visit("/jwks", "").await.body;
    let all = forgeries(&token, &jwks);
    assert!(all.len() >= 300, "{}", all.len());
    for hint in &all {
        let query = form(&[("id_token_hint", hint), ("client_id", WEB), ("post_logout_redirect_uri", POST_LOGOUT)]);
        let answer = desk.visit(&format!("/logout?{query}"), &signed.cookies).await;
        assert_eq!((answer.status, answer.location()), (200, None), "{hint}");
        assert!(answer.body.contains("logout-confirm"), "{hint}");
    }
    assert_eq!(desk.count("SELECT COUNT(*) AS n FROM session WHERE ended_at IS NULL").await, 1);
    counted("B7", &format!("{} forged ID token hints, 0 believed", all.len()));
}

/// The same hint names somebody: whoever else is signed in is not the answer.
#[tokio::test]
async fn hint_of_somebody_else_is_not_answered() {
    let desk = Desk::sqlite().await;
    let (one, other) = (desk.sign_in("17").await, desk.sign_in("18").await);
    let token = field(&desk.tokens(&one).await, "id_token");
    let ask = [("prompt", "none"), ("id_token_hint", token.as_str())];
    assert!(desk.authorize(&one, &ask).await.back("code").is_some());
    assert_eq!(desk.authorize(&other, &ask).await.back("error").as_deref(), Some("login_required"));
    desk.ground.clock.advance(chrono::TimeDelta::hours(2));
    assert!(desk.authorize(&one, &ask).await.back("code").is_some(), "an expired hint is still a hint");
}

/// A hint is for the client it was issued to.
#[tokio::test]
async fn hint_of_another_client_is_refused() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    desk.client("other", |_| {}).await;
    let token = field(&desk.tokens(&signed).await, "id_token");
    let answer = desk.authorize(&signed, &[("client_id", "other"), ("id_token_hint", &token)]).await;
    assert_eq!(answer.back("error").as_deref(), Some("invalid_request"));
}
