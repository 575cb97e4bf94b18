//! B11 and B15 on the running server: every route of the registry, over HTTP.

use std::collections::BTreeSet;

use koppel::demo::once::Walk;
use koppel::demo::run::{Demo, Settings};
use koppel::web::routes::{ROUTES, RouteEntry, RouteKind};
use reqwest::{Client, Method, Response};

use crate::attacks::open_settings;
use crate::support::counted;

/// Routes that take posts from other sites by protocol, and what they answer somebody without a proof of their own. All
/// other routes must refuse such a post before they look at it.
const BY_PROTOCOL: &[(&str, u16)] = &[
    // Sent on as a GET, which begins a login at most.
    ("/authorize", 303),
    ("/token", 401),
    ("/userinfo", 401),
    ("/introspect", 401),
    ("/revoke", 401),
    // Sent on as a GET, which asks the person.
    ("/logout", 303),
    // Servers of platforms, who send JSON and prove their client; no cookie is read.
    ("/api/link-sessions", 400),
    ("/api/accounts/{external_id}", 400),
    ("/api/products/{external_id}", 400),
    ("/api/kits/{external_id}", 400),
    ("/api/groups/{external_id}", 400),
    ("/events/poll", 401),
    ("/events/replay", 401),
    // Upstreams, who sign.
    ("/upstream/{id}/notify", 401),
    // Forms of systems that open us, of which this one is none; what they do with one that is: `third::lti::refusals`.
    ("/upstream/{id}/lti/login", 404),
    ("/upstream/{id}/lti/launch", 404),
];

const STATE: [&str; 6] = [
    "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL",
    "SELECT COUNT(*) AS n FROM session WHERE ended_at IS NULL",
    "SELECT COUNT(*) AS n FROM token_family WHERE ended_at IS NULL",
    "SELECT COUNT(*) AS n FROM login_attempt",
    "SELECT COUNT(*) AS n FROM one_time WHERE used_at IS NULL",
    "SELECT COUNT(*) AS n FROM audit",
];

async fn state(demo: &Demo) -> Vec<i64> {
    let mut counted = Vec::new();
    for sql in STATE {
        counted.push(demo.ground().db.count(sql, vec![]).await.unwrap());
    }
    counted
}

fn path(route: &RouteEntry) -> String {
    route
        .path
        .replace("{platform}", "opihoov")
        .replace("{journal}", "jrn_00000000000000000000000000")
        .replace("{launch}", "jln_00000000000000000000000000")
        .replace("{run}", "run_00000000000000000000000000")
        .replace("{id}", "ekool")
        .replace("{name}", "koppel.css")
        .replace("{external_id}", "new-1")
        .replace("{school}", "ehis%3A123")
        .replace("{upstream}", "ekool")
        .replace("{account}", "acc_00000000000000000000000000")
        .replace("{case}", "cas_00000000000000000000000000")
        .replace("{duplicate}", "dup_00000000000000000000000000")
        .replace("{hold}", "hld_00000000000000000000000000")
        .replace("{invite}", "invite")
        .replace("{merge}", "mrg_00000000000000000000000000")
        .replace("{proposal}", "prp_00000000000000000000000000")
        .replace("{switch}", "swi_00000000000000000000000000")
}

/// The cookies of somebody who is signed in to the settings, and a token of their forms.
async fn signed_in(demo: &Demo) -> (String, String) {
    let mut walk = Walk::of(&demo.world, "johan-sandberg", |_| {}).unwrap();
    open_settings(&mut walk, "johan-sandberg").await;
    let issuer = demo.world.issuer.parse().unwrap();
    let cookie = |name| format!("{name}={}", walk.browser.cookie(&issuer, name).unwrap());
    let cookies = format!("{}; {}", cookie("koppel-browser"), cookie("koppel-session"));
    (cookies, crate::attacks::field(&walk, "csrf"))
}

fn client() -> Client {
    Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap()
}

/// The method of a route that changes something.
fn changing(route: &RouteEntry) -> Option<Method> {
    let method = route.methods.split(' ').find(|method| !matches!(*method, "GET" | "HEAD"))?;
    Some(method.parse().unwrap())
}

/// B11: with the person's cookies and even their token, nothing that changes anything takes a post from elsewhere, be it
/// a form or a script's. Routes come from the registry: a new one that nobody decided about fails here.
#[tokio::test]
async fn no_route_takes_a_post_from_another_site() {
    let demo = Demo::start(Settings::default()).await.unwrap();
    let (cookies, csrf) = signed_in(&demo).await;
    let (before, client) = (state(&demo).await, client());
    let (mut refused, mut by_protocol) = (0, BTreeSet::new());
    for route in ROUTES.iter().filter(|route| changing(route).is_some()) {
        let known = BY_PROTOCOL.iter().find(|(path, _)| *path == route.path);
        for (kind, body) in [
            ("application/x-www-form-urlencoded", format!("csrf={csrf}&answer=confirm&link=x&upstream=ekool")),
            ("text/plain", format!("csrf={csrf}")),
            ("application/json", "{}".to_owned()),
            ("multipart/form-data; boundary=x", "--x--".to_owned()),
        ] {
            for (origin, site) in [
                (Some("https://evil.example"), Some("cross-site")),
                (Some("https://evil.example"), None),
                (Some("null"), Some("cross-site")),
                (None, Some("cross-site")),
                (None, Some("same-site")),
            ] {
                let mut request =
                    client.request(changing(route).unwrap(), format!("{}{}", demo.world.issuer, path(route)));
                request = request.header("cookie", &cookies).header("content-type", kind).body(body.clone());
                for (name, value) in [("origin", origin), ("sec-fetch-site", site)] {
                    request = if let Some(value) = value { request.header(name, value) } else { request };
                }
                let status = request.send().await.unwrap().status().as_u16();
                let place = format!("{} {kind} {origin:?} {site:?}", route.path);
                match known {
                    None => assert_eq!(status, 403, "{place}"),
                    Some((_, expected)) => {
                        let is_form = kind.starts_with("application/x-www");
                        assert!(status == *expected || !is_form && (400..500).contains(&status), "{place}: {status}");
                        by_protocol.insert(route.path);
                    }
                }
                refused += 1;
            }
        }
    }
    assert_eq!(by_protocol.len(), BY_PROTOCOL.len(), "every exception is a route");
    assert_eq!(state(&demo).await, before, "nothing was changed");
    counted("B11", &format!("{refused} posts from elsewhere to {} routes", refused / 20));
    demo.stop().await;
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// B15, S6: 100 % of the routes as they are served, signed in and not, by every method.
#[tokio::test]
async fn every_served_route_carries_the_headers() {
    let demo = Demo::start(Settings::default()).await.unwrap();
    let (cookies, _) = signed_in(&demo).await;
    let (client, mut checked) = (client(), 0);
    for route in ROUTES {
        for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE] {
            for cookies in ["", &cookies] {
                let url = format!("{}{}", demo.world.issuer, path(route));
                let request = client.request(method.clone(), url).header("cookie", cookies);
                let response = request.send().await.unwrap();
                let place = format!("{method} {} {}", route.path, response.status());
                let policy = header(&response, "content-security-policy");
                assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{place}: {policy:?}");
                assert!(policy.contains("default-src 'none'"), "{place}: {policy:?}");
                assert_eq!(header(&response, "x-content-type-options"), "nosniff", "{place}");
                if route.kind == RouteKind::Page {
                    assert_eq!(header(&response, "cache-control"), "no-store", "{place}");
                    assert_eq!(header(&response, "x-frame-options"), "DENY", "{place}");
                }
                for cookie in response.headers().get_all("set-cookie") {
                    let cookie = cookie.to_str().unwrap();
                    assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"), "{place}: {cookie}");
                    assert!(cookie.contains("; Path=/") && !cookie.contains("Domain="), "{place}: {cookie}");
                }
                checked += 1;
            }
        }
    }
    counted("B15", &format!("{checked} answers of {} routes", ROUTES.len()));
    demo.stop().await;
}
