//! RP-initiated logout: S26 and the eleven modules of the certification plan.

use super::desk::{Answer, Desk, POST_LOGOUT, Signed, WEB, field, form, query};
use crate::support::both_engines;

async fn logout(desk: &Desk, cookies: &str, pairs: &[(&str, &str)]) -> Answer {
    desk.visit(&format!("/logout?{}", form(pairs)), cookies).await
}

async fn is_out(desk: &Desk, signed: &Signed) -> bool {
    let answer = desk.visit(&format!("/authorize?{}", query(&[("prompt", "none")])), &signed.cookies).await;
    answer.back("error").as_deref() == Some("login_required")
}

/// The value of a hidden field of a page.
fn hidden(page: &str, name: &str) -> String {
    let html = scraper::Html::parse_document(page);
    let selector = scraper::Selector::parse(&format!("form[action='/logout'] input[name={name}]")).unwrap();
    html.select(&selector).next().unwrap().attr("value").unwrap().to_owned()
}

#[tokio::test]
async fn hint_of_ours_signs_out_at_once_and_returns() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        let signed = desk.sign_in("17").await;
        let tokens = desk.tokens(&signed).await;
        desk.ground.clock.advance(chrono::TimeDelta::hours(2));
        let (hint, state) = (field(&tokens, "id_token"), "y".repeat(128));
        let pairs = [("id_token_hint", hint.as_str()), ("post_logout_redirect_uri", POST_LOGOUT), ("state", &state)];
        let answer = logout(&desk, &signed.cookies, &pairs).await;
        assert_eq!(answer.location().as_deref(), Some(format!("{POST_LOGOUT}?state={state}").as_str()));
        let cookie = answer.headers["set-cookie"].to_str().unwrap();
        assert!(cookie.starts_with("__Host-koppel-session=;") && cookie.contains("Max-Age=0"), "{cookie}");
        assert!(is_out(&desk, &signed).await);
        assert_eq!(desk.refresh(WEB, &field(&tokens, "refresh_token")).await.error(), "invalid_grant");
        let again = logout(&desk, "", &[("id_token_hint", &hint), ("post_logout_redirect_uri", POST_LOGOUT)]).await;
        assert_eq!(again.location().as_deref(), Some(POST_LOGOUT));
    })
    .await;
}

/// S26: an address that is not registered, byte for byte, is an error page; nobody is signed out.
#[tokio::test]
async fn unregistered_address_is_a_page() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let hint = field(&desk.tokens(&signed).await, "id_token");
    for uri in [
        "https://evil.example/",
        "https://opiq.example/bye?x=1",
        "https://opiq.example/bye/",
        "https://opiq.example/BYE",
        "HTTPS://opiq.example/bye",
    ] {
        for pairs in [
            [("id_token_hint", hint.as_str()), ("post_logout_redirect_uri", uri)],
            [("client_id", WEB), ("post_logout_redirect_uri", uri)],
        ] {
            let answer = logout(&desk, &signed.cookies, &pairs).await;
            assert_eq!((answer.status, answer.location()), (400, None), "{uri}");
        }
    }
    assert!(!is_out(&desk, &signed).await);
}

/// Without a hint the person is asked; without their answer nothing happens.
#[tokio::test]
async fn without_a_hint_the_person_is_asked() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        let signed = desk.sign_in("17").await;
        let pairs = [("client_id", WEB), ("post_logout_redirect_uri", POST_LOGOUT), ("state", "s")];
        let page = logout(&desk, &signed.cookies, &pairs).await;
        assert!(page.status == 200 && page.body.contains("id=\"logout-confirm\""), "{}", page.body);
        assert!(!is_out(&desk, &signed).await);
        let (csrf, value) = (hidden(&page.body, "csrf"), hidden(&page.body, "logout"));
        let cookies = [("cookie", signed.cookies.as_str())];
        let stranger = desk.post("/logout", &cookies, form(&[("logout", &value), ("csrf", "wrong")])).await;
        assert!(stranger.status == 400 && !is_out(&desk, &signed).await);
        let answer = desk.post("/logout", &cookies, form(&[("logout", &value), ("csrf", &csrf)])).await;
        let target = format!("{POST_LOGOUT}?state=s");
        assert_eq!((answer.status, answer.location().as_deref()), (303, Some(target.as_str())));
        assert!(is_out(&desk, &signed).await);
        let again = desk.post("/logout", &cookies, form(&[("logout", &value), ("csrf", &csrf)])).await;
        assert_eq!((again.status, again.location()), (200, None), "the value is good once");
    })
    .await;
}

/// The address alone, without anybody who vouches for it, leads nowhere.
#[tokio::test]
async fn address_without_hint_and_client_leads_nowhere() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let cases = [vec![("post_logout_redirect_uri", POST_LOGOUT)], vec![("state", "s")], vec![]];
    for (index, pairs) in cases.iter().enumerate() {
        let page = logout(&desk, &signed.cookies, pairs).await;
        let (csrf, value) = (hidden(&page.body, "csrf"), hidden(&page.body, "logout"));
        assert_eq!((page.status, value.as_str()), (200, ""));
        let someone = desk.sign_in(&format!("s{index}")).await;
        let page = logout(&desk, &someone.cookies, pairs).await;
        assert_ne!(hidden(&page.body, "csrf"), csrf);
        let body = form(&[("logout", ""), ("csrf", &hidden(&page.body, "csrf"))]);
        let answer = desk.post("/logout", &[("cookie", &someone.cookies)], body).await;
        assert_eq!((answer.status, answer.location()), (200, None));
        assert!(is_out(&desk, &someone).await);
    }
    assert!(!is_out(&desk, &signed).await);
}

/// The Chromebook: a hint of the child before signs the child before out, not the one who sits there now.
#[tokio::test]
async fn hint_of_another_person_leaves_the_present_one_alone() {
    let desk = Desk::sqlite().await;
    let (before, now) = (desk.sign_in("17").await, desk.sign_in("18").await);
    let hint = field(&desk.tokens(&before).await, "id_token");
    let answer =
        logout(&desk, &now.cookies, &[("id_token_hint", &hint), ("post_logout_redirect_uri", POST_LOGOUT)]).await;
    assert_eq!(answer.location().as_deref(), Some(POST_LOGOUT));
    assert!(is_out(&desk, &before).await && !is_out(&desk, &now).await);
}

/// The same person's newer session in this browser ends too: they pressed "sign out".
#[tokio::test]
async fn hint_ends_the_same_persons_present_session() {
    let desk = Desk::sqlite().await;
    let older = desk.sign_in("17").await;
    let hint = field(&desk.tokens(&older).await, "id_token");
    let newer = desk.sign_in_as(&older.account, "17", desk.ground.now()).await;
    logout(&desk, &newer.cookies, &[("id_token_hint", &hint)]).await;
    assert!(is_out(&desk, &older).await && is_out(&desk, &newer).await);
}

/// POST of a platform's page: sent on as a GET, so that the cookies come along.
#[tokio::test]
async fn posted_logout_goes_on_as_get() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let hint = field(&desk.tokens(&signed).await, "id_token");
    let body = form(&[("id_token_hint", &hint), ("post_logout_redirect_uri", POST_LOGOUT)]);
    let answer = desk.post("/logout", &[("sec-fetch-site", "cross-site")], body).await;
    let onward = desk.visit(&answer.location().unwrap(), &signed.cookies).await;
    assert_eq!(onward.location().as_deref(), Some(POST_LOGOUT));
    assert!(is_out(&desk, &signed).await);
}

#[tokio::test]
async fn hint_and_client_must_agree() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    desk.client("other", |_| {}).await;
    let hint = field(&desk.tokens(&signed).await, "id_token");
    let answer = logout(&desk, &signed.cookies, &[("id_token_hint", &hint), ("client_id", "other")]).await;
    assert_eq!(answer.status, 400);
    assert!(!is_out(&desk, &signed).await);
    let twice = desk.visit("/logout?state=a&state=b", &signed.cookies).await;
    assert_eq!(twice.status, 400);
}
