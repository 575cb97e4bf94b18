//! B11, B15, S5, S6 and what else surrounds every route.

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use axum::routing::post;
use http::{HeaderMap, Request, StatusCode, header};
use koppel::web::routes::{ROUTES, RouteKind};
use koppel::web::{Form, Visit, see_other, shell};

use super::gallery::gallery;
use super::{load, samples, send, text};
use crate::support::TestGround;

fn value<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn check_headers(place: &str, response: &Response) {
    let headers = response.headers();
    let policy = value(headers, "content-security-policy");
    for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action "] {
        assert!(policy.contains(part), "{place}: {part} is missing in {policy:?}");
    }
    assert!(!policy.contains("unsafe"), "{place}: {policy}");
    assert_eq!(value(headers, "x-content-type-options"), "nosniff", "{place}");
    assert_eq!(value(headers, "referrer-policy"), "same-origin", "{place}");
    assert_eq!(value(headers, "cross-origin-opener-policy"), "same-origin", "{place}");
    assert!(value(headers, "strict-transport-security").starts_with("max-age="), "{place}");
}

/// B15, S6: on 100 % of pages.
#[tokio::test]
async fn every_page_carries_the_headers() {
    let app = gallery(&*TestGround::sqlite().await);
    for sample in samples::all() {
        let response = load(&app, &format!("/gallery/{}", sample.name)).await;
        check_headers(sample.name, &response);
        assert_eq!(value(response.headers(), "cache-control"), "no-store", "{}", sample.name);
    }
}

/// B15: every route that the registry knows, whether it is there, refuses the method or does not exist.
#[tokio::test]
async fn every_route_carries_the_headers() {
    let app = gallery(&*TestGround::sqlite().await);
    for route in ROUTES {
        let path = route.path.replace(['{', '}'], "");
        for method in ["GET", "POST", "PUT"] {
            let request = Request::builder().method(method).uri(&path).body(Body::empty()).unwrap();
            let response = send(&app, request).await;
            check_headers(route.path, &response);
            assert_eq!(value(response.headers(), "cache-control"), "no-store", "{method} {path}");
        }
    }
    assert!(ROUTES.iter().any(|route| route.kind == RouteKind::Page));
}

#[tokio::test]
async fn forms_may_lead_back_to_the_platform_and_nowhere_else() {
    let app = gallery(&*TestGround::sqlite().await);
    let within = load(&app, "/gallery/chooser").await;
    assert!(value(within.headers(), "content-security-policy").contains("form-action 'self' https://opiq.example;"));
    let outside = load(&app, "/nothing").await;
    assert!(value(outside.headers(), "content-security-policy").contains("form-action 'self';"));
}

#[tokio::test]
async fn a_panic_is_a_page_with_a_reference() {
    let app = gallery(&*TestGround::sqlite().await);
    let response = load(&app, "/panic").await;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    check_headers("/panic", &response);
    let html = text(response).await;
    assert!(html.contains("Something went wrong here"));
    assert!(!html.contains("on purpose"));
}

#[tokio::test]
async fn what_is_kept_for_ever_is_named_by_its_content() {
    let app = gallery(&*TestGround::sqlite().await);
    let html = text(load(&app, "/gallery/chooser").await).await;
    let path = html.split('"').find(|piece| piece.starts_with("/assets/koppel-") && piece.contains(".css")).unwrap();
    let response = load(&app, path).await;
    assert_eq!(value(response.headers(), "cache-control"), "public, max-age=31536000, immutable");
    let etag = value(response.headers(), "etag").to_owned();
    let again = Request::get(path).header(header::IF_NONE_MATCH, etag).body(Body::empty()).unwrap();
    assert_eq!(send(&app, again).await.status(), StatusCode::NOT_MODIFIED);
    let brand = load(&app, "/assets/brand/c2410c.css").await;
    assert!(text(brand).await.contains("--brand:#c2410c"));
    assert_eq!(load(&app, "/assets/koppel-000000000000.css").await.status(), StatusCode::NOT_FOUND);
}

#[derive(serde::Deserialize)]
struct Fields {
    word: String,
}

/// A form that counts as taken when it answers 303.
async fn form_app() -> Router {
    let rooms = Router::new()
        .route(
            "/form",
            post(async |Form(fields): Form<Fields>| see_other(&format!("/taken/{}", fields.word)))
                .get(async |visit: Visit| visit.csrf().to_owned()),
        )
        .route("/token", post(async || "spoken by programs"));
    shell(rooms, &*TestGround::sqlite().await).unwrap()
}

/// Loads the form: the cookie pair and the token.
async fn loaded(app: &Router) -> (String, String) {
    let response = load(app, "/form").await;
    let cookie = value(response.headers(), "set-cookie").split(';').next().unwrap_or_default().to_owned();
    (cookie, text(response).await)
}

fn form(cookie: &str) -> http::request::Builder {
    Request::post("/form").header("cookie", cookie).header("content-type", "application/x-www-form-urlencoded")
}

async fn status(app: &Router, cookie: &str, body: &str, extra: &[(&str, &str)]) -> StatusCode {
    let mut request = form(cookie);
    for (name, value) in extra {
        request = request.header(*name, *value);
    }
    send(app, request.body(Body::from(body.to_owned())).unwrap()).await.status()
}

/// B11, B16, S5: a form counts only with the token of this very browser, and answers 303.
#[tokio::test]
async fn a_form_needs_the_token_of_this_browser() {
    let app = form_app().await;
    let (cookie, csrf) = loaded(&app).await;
    let (other_cookie, other_csrf) = loaded(&app).await;
    assert_ne!(csrf, other_csrf);
    for (cookie, body, expected) in [
        (&*cookie, format!("word=a&csrf={csrf}"), StatusCode::SEE_OTHER),
        (&*cookie, "word=a".to_owned(), StatusCode::BAD_REQUEST),
        (&*cookie, "word=a&csrf=".to_owned(), StatusCode::BAD_REQUEST),
        (&*cookie, format!("word=a&csrf={other_csrf}"), StatusCode::BAD_REQUEST),
        (&*other_cookie, format!("word=a&csrf={csrf}"), StatusCode::BAD_REQUEST),
        ("", format!("word=a&csrf={csrf}"), StatusCode::BAD_REQUEST),
        (&*cookie, format!("word=a&csrf={csrf}&csrf={csrf}"), StatusCode::BAD_REQUEST),
        (&*cookie, format!("word=a&word=b&csrf={csrf}"), StatusCode::BAD_REQUEST),
        (&*cookie, format!("csrf={csrf}"), StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(status(&app, cookie, &body, &[]).await, expected, "{cookie} {body}");
    }
}

/// B11: every state-changing route refuses cross-origin form and fetch, before the token is looked at.
#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let app = form_app().await;
    let (cookie, csrf) = loaded(&app).await;
    let body = format!("word=a&csrf={csrf}");
    for (headers, expected) in [
        (&[("origin", "https://koppel.test"), ("sec-fetch-site", "same-origin")][..], StatusCode::SEE_OTHER),
        (&[("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")], StatusCode::FORBIDDEN),
        (&[("sec-fetch-site", "same-site")], StatusCode::FORBIDDEN),
        (&[("origin", "https://evil.example")], StatusCode::FORBIDDEN),
        (&[("origin", "null")], StatusCode::FORBIDDEN),
    ] {
        assert_eq!(status(&app, &cookie, &body, headers).await, expected, "{headers:?}");
    }
}

/// The endpoints that programs and other sites speak to by protocol have proofs of their own.
#[tokio::test]
async fn protocol_endpoints_take_posts_from_other_sites() {
    let app = form_app().await;
    let request =
        Request::post("/token").header("origin", "https://opiq.example").header("sec-fetch-site", "cross-site");
    assert_eq!(send(&app, request.body(Body::empty()).unwrap()).await.status(), StatusCode::OK);
}

/// B11: `__Host-`, `Secure`, `HttpOnly`, `SameSite=Lax`, gone with the browser's session; set once.
#[tokio::test]
async fn the_browser_binding_is_locked_and_set_once() {
    let app = form_app().await;
    let response = load(&app, "/form").await;
    let line = value(response.headers(), "set-cookie").to_owned();
    assert!(line.starts_with("__Host-koppel-browser="), "{line}");
    assert!(line.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{line}");
    let cookie = line.split(';').next().unwrap();
    let again = Request::get("/form").header("cookie", cookie).body(Body::empty()).unwrap();
    assert_eq!(send(&app, again).await.headers().get("set-cookie"), None);
}

/// Another site's form comes without our cookies (`SameSite=Lax`). A new one in its answer would take away the one that the
/// browser has, and with it whatever is bound to it.
#[tokio::test]
async fn an_answer_to_another_site_s_form_takes_no_cookie_away() {
    let app = form_app().await;
    for (name, said, expected) in [
        ("origin", "https://koppel.test", true),
        ("sec-fetch-site", "same-origin", true),
        ("origin", "https://evil.example", false),
        ("origin", "null", false),
        ("sec-fetch-site", "cross-site", false),
        ("sec-fetch-site", "same-site", false),
    ] {
        let request = form("").header(name, said).body(Body::from("word=a")).unwrap();
        let response = send(&app, request).await;
        assert!(response.status().is_client_error(), "{name} {said}");
        assert_eq!(response.headers().contains_key("set-cookie"), expected, "{name} {said}");
    }
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused() {
    let app = form_app().await;
    let (cookie, csrf) = loaded(&app).await;
    let body = format!("csrf={csrf}&word={}", "a".repeat(70_000));
    assert_eq!(status(&app, &cookie, &body, &[]).await, StatusCode::PAYLOAD_TOO_LARGE);
}

/// S2: the language form leads nowhere but to us, and remembers the choice.
#[tokio::test]
async fn choosing_a_language_leads_back_to_the_page() {
    let app = form_app().await;
    let (cookie, csrf) = loaded(&app).await;
    for (back, expected) in [("/form", "/form"), ("https://evil.example", "/"), ("//evil.example", "/")] {
        let body: String = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("csrf", &*csrf), ("lang", "et"), ("back", back)])
            .finish();
        let request = Request::post("/language")
            .header("cookie", &cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let response = send(&app, request).await;
        assert_eq!((response.status(), value(response.headers(), "location")), (StatusCode::SEE_OTHER, expected));
        assert!(value(response.headers(), "set-cookie").starts_with("__Host-koppel-language=et;"));
    }
}
