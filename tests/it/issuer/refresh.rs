//! Refresh tokens: rotation, reuse, narrowing, and the clock. B3–B6, C4, S7.

use chrono::TimeDelta;
use serde_json::Value;

use super::desk::{Desk, WEB, field};
use super::jwt::claims_of;
use crate::support::{both_engines, counted, figure};

fn refresh_token(json: &Value) -> String {
    field(json, "refresh_token")
}

#[tokio::test]
async fn each_refresh_token_is_replaced() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        let signed = desk.sign_in("17").await;
        let first = desk.tokens(&signed).await;
        desk.ground.clock.advance(TimeDelta::minutes(5));
        let answer = desk.refresh(WEB, &refresh_token(&first)).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.headers["cache-control"], "no-store");
        let second = answer.json();
        assert_ne!(second["refresh_token"], first["refresh_token"]);
        let (old, new) = (claims_of(&field(&first, "id_token")), claims_of(&field(&second, "id_token")));
        for claim in ["iss", "sub", "aud", "auth_time", "sid", "acr"] {
            assert_eq!(old[claim], new[claim], "{claim}");
        }
        assert!(new["iat"].as_i64() > old["iat"].as_i64() && new.get("nonce").is_none());
        assert!(desk.is_active(&field(&second, "access_token")).await);
    })
    .await;
}

/// S7: a token that comes back is a stolen one; thief and owner both lose.
#[tokio::test]
async fn refresh_token_used_twice_ends_the_family() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        let signed = desk.sign_in("17").await;
        let first = desk.tokens(&signed).await;
        let second = desk.refresh(WEB, &refresh_token(&first)).await.json();
        assert_eq!(desk.refresh(WEB, &refresh_token(&first)).await.error(), "invalid_grant");
        assert_eq!(desk.refresh(WEB, &refresh_token(&second)).await.error(), "invalid_grant");
        for json in [&first, &second] {
            assert!(!desk.is_active(&field(json, "access_token")).await);
        }
        assert_eq!(desk.count("SELECT COUNT(*) AS n FROM token_family WHERE end_reason = 'reused'").await, 1);
    })
    .await;
}

/// C4: never two live families, never two live tokens of one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parallel_refreshes_never_leave_two_live_tokens() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        let signed = desk.sign_in("17").await;
        let rounds = figure(500, 10);
        for round in 0..rounds {
            let token = refresh_token(&desk.tokens(&signed).await);
            let all = futures_util::future::join_all((0..50).map(|_| desk.refresh(WEB, &token))).await;
            assert!(all.iter().all(|answer| [200, 400].contains(&answer.status)), "round {round}: {all:?}");
            let mut live = 0;
            for answer in all.iter().filter(|answer| answer.status == 200) {
                live += usize::from(desk.is_active(&refresh_token(&answer.json())).await);
            }
            assert!(live <= 1, "round {round}: {live}");
        }
        counted("C4", &format!("{rounds} refresh tokens × 50 uses at once, {}", desk.ground.engine()));
    })
    .await;
}

/// B3: bound to its client; trying it elsewhere does the owner no harm.
#[tokio::test]
async fn refresh_token_of_another_client_is_unknown_there() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    desk.client("other", |_| {}).await;
    let token = refresh_token(&desk.tokens(&signed).await);
    assert_eq!(desk.refresh("other", &token).await.error(), "invalid_grant");
    assert_eq!(desk.refresh(WEB, &token).await.status, 200);
}

#[tokio::test]
async fn scope_can_shrink_and_never_grow() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let token = refresh_token(&desk.tokens(&signed).await);
    let with = async |token: &str, scope| {
        desk.call("/token", WEB, &[("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)]).await
    };
    assert_eq!(with(&token, "openid admin").await.error(), "invalid_scope");
    let narrow = with(&token, "openid email").await.json();
    assert_eq!(narrow["scope"], "openid email");
    let info = desk.bearer("/userinfo", &field(&narrow, "access_token")).await.json();
    assert!(info.get("koppel:link").is_none(), "{info}");
}

#[tokio::test]
async fn without_offline_access_there_is_no_refresh_token() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let code = desk.code(&signed, &[("scope", "openid")]).await;
    assert!(desk.redeem(WEB, &code, &[]).await.json().get("refresh_token").is_none());
    desk.client("plain", |client| client.scopes = "openid".to_owned()).await;
    let code = desk.code(&signed, &[("client_id", "plain")]).await;
    let json = desk.redeem("plain", &code, &[]).await.json();
    assert_eq!((json["scope"].as_str(), json.get("refresh_token")), (Some("openid"), None));
}

/// ASVS 10.4.8: idle for two weeks, or a month in all, is the end, however often it was used.
#[tokio::test]
async fn refresh_tokens_end_idle_and_in_any_case() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let idle = refresh_token(&desk.tokens(&signed).await);
    let mut used = refresh_token(&desk.tokens(&signed).await);
    for _ in 0..2 {
        desk.ground.clock.advance(TimeDelta::days(13));
        used = refresh_token(&desk.refresh(WEB, &used).await.json());
    }
    assert_eq!(desk.refresh(WEB, &idle).await.error(), "invalid_grant");
    desk.ground.clock.advance(TimeDelta::days(4));
    assert_eq!(desk.refresh(WEB, &used).await.error(), "invalid_grant");
}
