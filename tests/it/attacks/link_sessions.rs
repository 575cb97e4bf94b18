//! Link sessions in the wrong hands: another browser, another platform, another child, an old sign-in, a second use.

use chrono::TimeDelta;
use http::StatusCode;
use koppel::demo::once::Walk;
use koppel::demo::world::WorldPlatform;
use serde_json::{Value, json};
use url::Url;

use super::{Scene, open_settings};
use crate::demo::walk::library::{sign_in_there, type_password};

/// One more client of Lugemispesa, with the secret of the first.
const SECOND_CLIENT: [&str; 2] = [
    "INSERT INTO client (id, platform_id, name, auth_method, pkce, id_token_alg, scopes, claims, created_at) \
     SELECT 'lugemispesa-app', platform_id, name, auth_method, pkce, id_token_alg, scopes, claims, created_at \
     FROM client WHERE id = 'lugemispesa-web'",
    "INSERT INTO client_secret (id, client_id, hash, created_at) SELECT substr(id, 1, 6) || substr(id, 17) || substr(id, 7, 10), 'lugemispesa-app', hash, created_at \
     FROM client_secret WHERE client_id = 'lugemispesa-web'",
];

/// A call of a platform's server.
async fn call(scene: &Scene, by: &WorldPlatform, body: &Value) -> (StatusCode, Value) {
    let url = format!("{}/api/link-sessions", scene.demo.world.issuer);
    let request = reqwest::Client::new().post(url).basic_auth(&by.client_id, Some(&by.client_secret)).json(body);
    let answer = request.send().await.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

/// From the platform's settings to the moment before its server is asked: the signed request.
async fn request_to_add(scene: &Scene, walk: &mut Walk<'_>) -> String {
    walk.browser.stop_before = Some("/prove".to_owned());
    let start = format!(
        "{}/link/start?client_id={}&upstream=ekool&return_uri={}",
        scene.demo.world.issuer,
        scene.demo.world.library.client_id,
        scene.demo.world.library.link_return_uri()
    );
    walk.browser.open(&start).await.unwrap();
    request_in(&walk.browser.held.take().expect("the platform is asked"))
}

/// From a first sign-in to the moment before the platform's server is asked.
async fn request_to_claim(scene: &Scene, walk: &mut Walk<'_>) -> String {
    walk.browser.open(&format!("{}/login", scene.demo.world.library.url)).await.unwrap();
    walk.sign_in_at("ekool").await.unwrap();
    walk.browser.press("question-yes").await.unwrap();
    walk.browser.stop_before = Some("/prove".to_owned());
    walk.browser.press("claim-at-platform").await.unwrap();
    request_in(&walk.browser.held.take().expect("the platform is asked"))
}

fn request_in(url: &Url) -> String {
    url.query_pairs().find(|(name, _)| name == "request").unwrap().1.into_owned()
}

fn body(scene: &Scene, request: &str, sub: &str) -> Value {
    json!({ "request": request, "sub": sub, "auth_time": scene.clock.now().timestamp() })
}

fn link_session(answer: &Value) -> String {
    answer["link_session_uri"].as_str().unwrap().to_owned()
}

/// A20: what is wrong with a call is told without using the request up, and the right call still works, once.
#[tokio::test]
async fn a_request_is_answered_once_by_its_own_platform_for_a_fresh_sign_in() {
    let scene = Scene::open().await;
    let world = &scene.demo.world;
    let mut walk = scene.person("mari-tamm");
    let request = request_to_add(&scene, &mut walk).await;
    let now = scene.clock.now().timestamp();
    let with = |changes: Value| {
        let mut all = body(&scene, &request, "1701");
        for (name, value) in changes.as_object().unwrap() {
            all[name] = value.clone();
        }
        all
    };
    let cases = [
        (with(json!({ "auth_time": now - 301 })), 403, "login_required"),
        (with(json!({ "auth_time": now + 120 })), 400, "invalid_request"),
        (with(json!({ "auth_time": "now" })), 400, "invalid_request"),
        (with(json!({ "sub": "nobody" })), 404, "unknown_account"),
        (with(json!({ "sub": null, "external_id": "nobody" })), 404, "unknown_account"),
        (with(json!({ "external_id": "1701" })), 400, "invalid_request"),
        (with(json!({ "sub": null })), 400, "invalid_request"),
        (with(json!({ "surprise": 1 })), 400, "invalid_request"),
        (with(json!({ "request": format!("{request}x") })), 400, "invalid_grant"),
        (with(json!({ "request": "" })), 400, "invalid_grant"),
    ];
    for (body, status, error) in &cases {
        let answer = call(&scene, &world.library, body).await;
        assert_eq!((answer.0.as_u16(), answer.1["error"].as_str()), (*status, Some(*error)), "{body}");
        assert!(answer.1["error_description"].as_str().is_some_and(|why| why.len() > 10));
    }
    // Another platform's client, which has an account with the same sub, and a client with a wrong secret.
    let other = call(&scene, &world.platform, &with(json!({}))).await;
    assert_eq!((other.0.as_u16(), other.1["error"].as_str()), (400, Some("invalid_grant")));
    // Another client of the same platform: what was asked of the one is not answered by the other.
    for sql in SECOND_CLIENT {
        scene.change(sql).await;
    }
    let app = WorldPlatform { client_id: "lugemispesa-app".to_owned(), ..world.library.clone() };
    let other = call(&scene, &app, &with(json!({}))).await;
    assert_eq!((other.0.as_u16(), other.1["error"].as_str()), (400, Some("invalid_grant")));
    let thief = WorldPlatform { client_secret: "wrong".to_owned(), ..world.library.clone() };
    assert_eq!(call(&scene, &thief, &with(json!({}))).await.0, StatusCode::UNAUTHORIZED);
    scene.change("UPDATE account SET disabled_at = created_at WHERE sub = '1702'").await;
    let off = call(&scene, &world.library, &with(json!({ "sub": "1702" }))).await;
    assert_eq!((off.0.as_u16(), off.1["error"].as_str()), (409, Some("account_disabled")));
    let right = call(&scene, &world.library, &with(json!({}))).await;
    assert_eq!(right.0, StatusCode::CREATED, "{}", right.1);
    let again = call(&scene, &world.library, &with(json!({}))).await;
    assert_eq!((again.0.as_u16(), again.1["error"].as_str()), (400, Some("invalid_grant")));
    assert_eq!(scene.live_links().await, 0);
    scene.change("UPDATE account SET disabled_at = NULL WHERE sub = '1702'").await;
    scene.close().await;
}

/// 1.3: an attacker's link session opened in the victim's browser links nothing, and neither does one that ran out.
#[tokio::test]
async fn a_link_session_opens_in_its_own_browser_only_and_once() {
    let scene = Scene::open().await;
    let library = &scene.demo.world.library;
    let mut attacker = scene.person("erik-nystrom");
    let request = request_to_add(&scene, &mut attacker).await;
    let account = scene.account("erik-nystrom");
    let session = link_session(&call(&scene, library, &body(&scene, &request, &account.sub)).await.1);
    let mut victim = scene.person("johan-sandberg");
    for attempt in 0..2 {
        // The second time the victim has a login of its own running.
        let page = victim.browser.open(&session).await.unwrap();
        assert_eq!(page.status, 400, "attempt {attempt}: {}", page.html);
        request_to_add(&scene, &mut victim).await;
    }
    // What is said of one login is worth nothing as anything else, nor is a request as a link session.
    for path in ["/link/continue?session=", "/login?attempt=", "/login/confirm?attempt="] {
        let url = format!("{}{path}{request}", scene.demo.world.issuer);
        assert_eq!(attacker.browser.open(&url).await.unwrap().status, 400, "{path}");
    }
    let page = attacker.browser.open(&session).await.unwrap();
    assert!(page.has("#person-erik-nystrom"), "the browser it belongs to goes on: {}", page.html);
    assert_eq!(attacker.browser.open(&session).await.unwrap().status, 400, "once");
    let mut slow = scene.person("mari-tamm");
    let request = request_to_add(&scene, &mut slow).await;
    let session = link_session(&call(&scene, library, &body(&scene, &request, "1701")).await.1);
    scene.clock.advance(TimeDelta::minutes(3));
    assert_eq!(slow.browser.open(&session).await.unwrap().status, 400, "it ran out");
    assert_eq!(scene.live_links().await, 0);
    scene.close().await;
}

/// 1.5, shared computers: the last child is still signed in at the platform when the next one claims. Only a sign-in
/// after the question counts, and the platform is told so.
#[tokio::test]
async fn at_a_claim_a_standing_sign_in_at_the_platform_proves_nothing() {
    let scene = Scene::open().await;
    let mut walk = scene.person("mari-tamm");
    sign_in_there(&mut walk, "erik-nystrom").await;
    scene.clock.advance(TimeDelta::seconds(45));
    let request = request_to_claim(&scene, &mut walk).await;
    let mut old = body(&scene, &request, &scene.account("erik-nystrom").sub);
    old["auth_time"] = json!(scene.clock.now().timestamp() - 45);
    let refused = call(&scene, &scene.demo.world.library, &old).await;
    assert_eq!((refused.0.as_u16(), refused.1["error"].as_str()), (403, Some("login_required")));
    // The sample platform asks who it is, and another child's account has no confirm button.
    let url = format!("{}/prove?request={request}", scene.demo.world.library.url);
    assert!(walk.browser.open(&url).await.unwrap().has("#asked"));
    type_password(&mut walk, "erik-nystrom").await;
    assert!(!walk.browser.page().has("#confirm-link"), "{}", walk.browser.page().html);
    assert_eq!((scene.live_links().await, scene.open_cases().await), (0, 1));
    scene.close().await;
}

/// 1.5: somebody else is signed in at the broker in this browser: nothing is added, and nothing told.
#[tokio::test]
async fn somebody_else_signed_in_here_stops_a_link_session() {
    let scene = Scene::open().await;
    let mut walk = scene.person("johan-sandberg");
    // The settings of the platform, opened through a link that johan-sandberg made there.
    sign_in_there(&mut walk, "johan-sandberg").await;
    let add = format!("{}/integrations/add?upstream=ekool", scene.demo.world.library.url);
    walk.browser.open(&add).await.unwrap();
    walk.be_somebody().await.unwrap();
    walk.browser.press("confirm-link").await.unwrap();
    walk.browser.press("continue").await.unwrap();
    walk.browser.open(&scene.demo.world.library.settings).await.unwrap();
    walk.sign_in_at("ekool").await.unwrap();
    assert!(walk.browser.page().path().starts_with("/settings/"), "{}", walk.browser.page().html);
    let before = scene.live_links().await;
    sign_in_there(&mut walk, "erik-nystrom").await;
    walk.person = scene.demo.world.person("erik-nystrom").unwrap();
    walk.browser.open(&format!("{}/integrations/add?upstream=ekool", scene.demo.world.library.url)).await.unwrap();
    let page = walk.be_somebody().await.unwrap();
    assert_eq!(page.status, 403, "{}", page.html);
    assert!(!page.html.contains("Sandberg") && !page.has("#confirm-link"), "{}", page.html);
    assert_eq!(scene.live_links().await, before);
    scene.close().await;
}

/// 1.5, shared computers: a child leaves an integration half added; whoever signs in next finds nothing of it with the back
/// button.
#[tokio::test]
async fn a_half_added_integration_is_over_when_somebody_signs_in() {
    let scene = Scene::open().await;
    let mut walk = scene.person("erik-nystrom");
    let request = request_to_add(&scene, &mut walk).await;
    let account = scene.account("erik-nystrom");
    let session = link_session(&call(&scene, &scene.demo.world.library, &body(&scene, &request, &account.sub)).await.1);
    walk.browser.stop_before = Some("/login".to_owned());
    walk.browser.open(&session).await.unwrap();
    let left_behind = walk.browser.held.take().expect("the chooser is next");
    walk.browser.stop_before = None;
    walk.person = scene.demo.world.person("mari-tamm").unwrap();
    walk.log_in().await.unwrap();
    walk.sign_in_at("ekool").await.unwrap();
    walk.browser.press("question-no").await.unwrap();
    let page = walk.browser.open(left_behind.as_str()).await.unwrap();
    assert_eq!(page.status, 400, "{}", page.html);
    scene.close().await;
}

/// 1.9: nobody is sent anywhere that is not registered, and a login is not begun for clients that cannot answer.
#[tokio::test]
async fn a_link_session_begins_for_registered_clients_and_addresses_only() {
    let scene = Scene::open().await;
    let mut walk = scene.person("mari-tamm");
    let (library, platform) = (&scene.demo.world.library, &scene.demo.world.platform);
    let return_uri = library.link_return_uri();
    let queries = [
        String::new(),
        "client_id=nobody".to_owned(),
        // It leaves its passwords to us and has no link address.
        format!("client_id={}", platform.client_id),
        format!("client_id={}&return_uri={return_uri}/", library.client_id),
        format!("client_id={}&return_uri=https://attacker.example/", library.client_id),
        format!("client_id={}&return_uri={return_uri}&return_uri=https://attacker.example/", library.client_id),
        format!("client_id={}&upstream=nothing", library.client_id),
    ];
    for query in &queries {
        let page = walk.browser.open(&format!("{}/link/start?{query}", scene.demo.world.issuer)).await.unwrap();
        assert_eq!(page.status, 400, "{query}: {}", page.html);
        assert!(!page.html.contains("=\"https://attacker.example"), "{query}");
    }
    assert_eq!(scene.count("SELECT COUNT(*) AS n FROM login_attempt").await, 0);
    scene.close().await;
}

/// A password form of ours takes nothing from somebody who adds an integration.
#[tokio::test]
async fn no_password_is_taken_where_an_integration_is_added() {
    let scene = Scene::open().await;
    let mut walk = scene.person("mari-tamm");
    open_settings(&mut walk, "mari-tamm").await;
    walk.browser.stop_before = Some("/oauth/authorize".to_owned());
    walk.browser.press("add-ekool").await.unwrap();
    let attempt = walk.browser.page().url().unwrap().query().unwrap().trim_start_matches("attempt=").to_owned();
    let csrf = super::field(&walk, "csrf");
    let world = &scene.demo.world;
    let fields =
        [("csrf", csrf.as_str()), ("attempt", &attempt), ("username", "mari-tamm"), ("password", &world.password)];
    let page = walk.browser.send(&format!("{}/login", world.issuer), &fields).await.unwrap();
    assert_eq!(page.status, 404, "{}", page.html);
    scene.close().await;
}
