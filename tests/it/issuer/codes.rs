//! Authorization codes at the token endpoint: B3–B6, C3, S4, S19, S20.

use chrono::TimeDelta;
use koppel::domain::Pkce;

use super::desk::{Desk, VERIFIER, WEB, field};
use crate::support::{both_engines, counted, figure};

/// The whole of RFC 6749, 4.1 and OIDC Core 3.1.3.3 in one go.
#[tokio::test]
async fn code_becomes_tokens_once() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        let signed = desk.sign_in("17").await;
        let code = desk.code(&signed, &[]).await;
        let answer = desk.redeem(WEB, &code, &[]).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.headers["cache-control"], "no-store");
        let json = answer.json();
        assert_eq!((json["token_type"].as_str(), json["expires_in"].as_i64()), (Some("Bearer"), Some(600)));
        assert_eq!(json["scope"], "openid profile email koppel offline_access");
        assert!(desk.is_active(&field(&json, "access_token")).await);
        assert!(desk.is_active(&field(&json, "refresh_token")).await);
        assert_ne!(json["access_token"], json["refresh_token"]);
    })
    .await;
}

/// S20: the second use ends what the first one made.
#[tokio::test]
async fn code_used_twice_ends_its_tokens() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        let signed = desk.sign_in("17").await;
        let code = desk.code(&signed, &[]).await;
        let tokens = desk.redeem(WEB, &code, &[]).await.json();
        let again = desk.redeem(WEB, &code, &[]).await;
        assert_eq!((again.status, again.error().as_str()), (400, "invalid_grant"));
        assert!(!desk.is_active(&field(&tokens, "access_token")).await);
        assert_eq!(desk.bearer("/userinfo", &field(&tokens, "access_token")).await.status, 401);
        assert_eq!(desk.refresh(WEB, &field(&tokens, "refresh_token")).await.error(), "invalid_grant");
    })
    .await;
}

/// B3–B6, S4, S19: each wrong try gets nothing, and the right one after it gets nothing either.
#[tokio::test]
async fn wrong_try_burns_the_code() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let (short, long) = ("a".repeat(42), "a".repeat(129));
    let cases = [
        ("code_verifier", ""),
        ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK"),
        ("code_verifier", &short),
        ("code_verifier", &long),
        ("code_verifier", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
        ("redirect_uri", ""),
        ("redirect_uri", "https://opiq.example/oidc/callback"),
    ];
    for case in cases {
        let code = desk.code(&signed, &[]).await;
        let wrong = desk.redeem(WEB, &code, &[case]).await;
        assert_eq!((wrong.status, wrong.error().as_str()), (400, "invalid_grant"), "{case:?}");
        assert_eq!(desk.redeem(WEB, &code, &[]).await.error(), "invalid_grant", "{case:?}");
    }
    assert_eq!(desk.count("SELECT COUNT(*) AS n FROM access_token").await, 0);
}

/// B3: a code works for the client it was made for, and a stolen one is burnt.
#[tokio::test]
async fn code_of_another_client_is_refused_and_burnt() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    desk.client("other", |_| {}).await;
    let code = desk.code(&signed, &[]).await;
    assert_eq!(desk.redeem("other", &code, &[]).await.error(), "invalid_grant");
    assert_eq!(desk.redeem(WEB, &code, &[]).await.error(), "invalid_grant");
    assert_eq!(desk.count("SELECT COUNT(*) AS n FROM access_token").await, 0);
}

/// S4, the downgrade: the challenge was taken out of the request, the client still sends its verifier.
#[tokio::test]
async fn verifier_without_challenge_is_refused() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    desk.client("loose", |client| client.pkce = Pkce::Optional).await;
    let without = [("client_id", "loose"), ("code_challenge", ""), ("code_challenge_method", "")];
    let code = desk.code(&signed, &without).await;
    assert_eq!(desk.redeem("loose", &code, &[("code_verifier", VERIFIER)]).await.error(), "invalid_grant");
    let code = desk.code(&signed, &without).await;
    assert_eq!(desk.redeem("loose", &code, &[("code_verifier", "")]).await.status, 200);
}

#[tokio::test]
async fn code_lives_a_minute() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let (early, late) = (desk.code(&signed, &[]).await, desk.code(&signed, &[]).await);
    desk.ground.clock.advance(TimeDelta::seconds(59));
    assert_eq!(desk.redeem(WEB, &early, &[]).await.status, 200);
    desk.ground.clock.advance(TimeDelta::seconds(1));
    assert_eq!(desk.redeem(WEB, &late, &[]).await.error(), "invalid_grant");
}

/// C3: many at once, one set of tokens at most, and it does not survive the others.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parallel_redemptions_make_one_set_of_tokens_and_end_it() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        let signed = desk.sign_in("17").await;
        let rounds = figure(500, 20);
        for round in 0..rounds {
            let code = desk.code(&signed, &[]).await;
            let all = futures_util::future::join_all((0..20).map(|_| desk.redeem(WEB, &code, &[]))).await;
            let won: Vec<_> = all.iter().filter(|answer| answer.status == 200).collect();
            assert!(won.len() <= 1, "round {round}: {}", won.len());
            assert!(all.iter().all(|answer| [200, 400].contains(&answer.status)), "round {round}: {all:?}");
            for answer in won {
                assert!(!desk.is_active(&field(&answer.json(), "access_token")).await, "round {round}");
            }
        }
        let made = desk.count("SELECT COUNT(*) AS n FROM access_token").await;
        let engine = desk.ground.engine();
        counted("C3", &format!("{rounds} codes × 20 redemptions at once, {engine}: {made} sets of tokens, all ended"));
        assert!(made <= i64::try_from(rounds).unwrap());
        assert_eq!(desk.count("SELECT COUNT(*) AS n FROM token_family WHERE ended_at IS NULL").await, 0);
    })
    .await;
}

/// The token endpoint's own refusals.
#[tokio::test]
async fn other_requests_are_refused_as_the_standard_says() {
    let desk = Desk::sqlite().await;
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[], "invalid_request"),
        (&[("grant_type", "password"), ("username", "a"), ("password", "b")], "unsupported_grant_type"),
        (&[("grant_type", "client_credentials")], "unauthorized_client"),
        (&[("grant_type", "implicit")], "unsupported_grant_type"),
        (&[("grant_type", "authorization_code")], "invalid_request"),
        (&[("grant_type", "refresh_token")], "invalid_request"),
        (&[("grant_type", "authorization_code"), ("code", "unknown")], "invalid_grant"),
        (&[("grant_type", "refresh_token"), ("refresh_token", "unknown")], "invalid_grant"),
        (&[("grant_type", "refresh_token"), ("grant_type", "refresh_token")], "invalid_request"),
    ];
    for (pairs, error) in cases {
        let answer = desk.call("/token", WEB, pairs).await;
        assert_eq!((answer.status, answer.error().as_str()), (400, *error), "{pairs:?}");
        assert_eq!(answer.headers["cache-control"], "no-store");
    }
    let json = desk.post("/token", &[("content-type", "application/json")], "{}".to_owned()).await;
    assert_eq!((json.status, json.error().as_str()), (400, "invalid_request"));
    let huge = desk.post("/token", &[], format!("code={}", "x".repeat(100_000))).await;
    assert_eq!((huge.status, huge.error().as_str()), (400, "invalid_request"));
}
