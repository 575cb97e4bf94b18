//! B2: what is not registered byte for byte gets a page, never a redirect.

use std::collections::BTreeSet;

use super::desk::{Desk, REDIRECT, query};
use crate::support::counted;

/// More than 400 near misses of a registered URI.
fn mutations(uri: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for at in 0..=uri.len() {
        let (head, tail) = uri.split_at(at);
        for more in ["/", ".", "%00", "\\", "@", "x", "%2f", "#"] {
            all.insert(format!("{head}{more}{tail}"));
        }
        if let Some(first) = tail.chars().next() {
            let rest = &tail[first.len_utf8()..];
            all.insert(format!("{head}{rest}"));
            all.insert(format!("{head}{}{rest}", first.to_ascii_uppercase()));
            all.insert(format!("{head}%{:02X}{rest}", first as u32));
        }
    }
    all.extend(tricks(uri));
    all.remove(uri);
    all
}

/// Tricks that parsers of addresses have fallen for.
fn tricks(uri: &str) -> Vec<String> {
    let (host, path) = ("opiq.example", "/oidc/callback");
    vec![
        uri.replace("https", "http"),
        uri.replace("https", "HTTPS"),
        uri.replace("https:", "javascript:"),
        uri.replace("https:", "JaVaScRiPt:"),
        uri.replace("https:", "data:"),
        uri.replace("https://", "//"),
        uri.replace("https://", "https:/"),
        uri.replace("https://", "https:\\\\"),
        uri.replace(host, "opiq.example.evil.example"),
        uri.replace(host, "evil.example"),
        uri.replace(host, "opiq.example@evil.example"),
        uri.replace(host, "user@opiq.example"),
        uri.replace(host, "a@b@opiq.example"),
        uri.replace(host, "evil.example\\@opiq.example"),
        uri.replace(host, "opiq.example:443"),
        uri.replace(host, "opiq.example:8443"),
        uri.replace(host, "opiq.example."),
        uri.replace(host, "opiq\u{3002}example"),
        uri.replace(host, "xn--opiq-example"),
        uri.replace(host, "\u{43e}piq.example"),
        uri.replace(host, "127.0.0.1"),
        uri.replace(host, "localhost"),
        uri.replace(host, "[::1]"),
        uri.replace(path, "/oidc/../oidc/callback"),
        uri.replace(path, "/oidc/..;/oidc/callback"),
        uri.replace(path, "/./oidc/callback"),
        uri.replace(path, "//oidc/callback"),
        uri.replace(path, "/oidc%2fcallback"),
        uri.replace(path, "/oidc%252fcallback"),
        uri.replace(path, "/oidc/callback/"),
        uri.replace(path, "/oidc/callback/.."),
        uri.replace(path, "/OIDC/callback"),
        uri.replace("?from=koppel", ""),
        uri.replace("?from=koppel", "?"),
        format!("{uri}&extra=1"),
        format!("{uri}&code=stolen"),
        format!("{uri}#fragment"),
        format!("{uri}\r\nSet-Cookie: a=b"),
        format!("{uri}\t"),
        format!(" {uri}"),
        format!("{uri} "),
        format!("{uri} {uri}"),
        format!("{uri},{uri}"),
    ]
}

/// B2.
#[tokio::test]
async fn no_near_miss_of_a_redirect_uri_is_accepted() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let all = mutations(REDIRECT);
    assert!(all.len() >= 400, "{}", all.len());
    for uri in &all {
        let answer = desk.authorize(&signed, &[("redirect_uri", uri)]).await;
        assert_eq!((answer.status, answer.location()), (400, None), "{uri}");
    }
    assert_eq!(desk.count("SELECT COUNT(*) AS n FROM authorization_code").await, 0);
    counted("B2", &format!("{} near misses, 0 accepted", all.len()));
}

/// B2, a duplicate parameter: neither the first nor the last one counts.
#[tokio::test]
async fn two_redirect_uris_or_two_clients_are_a_page() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    for more in
        ["redirect_uri=https%3A%2F%2Fevil.example%2F", &format!("redirect_uri={}", encoded(REDIRECT)), "client_id=web"]
    {
        let answer = desk.visit(&format!("/authorize?{}&{more}", query(&[])), &signed.cookies).await;
        assert_eq!((answer.status, answer.location()), (400, None), "{more}");
    }
}

/// OIDC Core 3.1.2.1: it is never guessed, even when only one is registered.
#[tokio::test]
async fn missing_redirect_uri_is_a_page() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let answer = desk.authorize(&signed, &[("redirect_uri", "")]).await;
    assert_eq!((answer.status, answer.location()), (400, None));
    assert!(answer.body.contains("redirect_uri"), "{}", answer.body);
}

#[tokio::test]
async fn unknown_and_disabled_clients_are_a_page() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    desk.client("gone", |client| client.disabled_at = Some(client.created_at)).await;
    for client in ["nobody", "gone", "WEB", "web ", "õ", ""] {
        let answer = desk.authorize(&signed, &[("client_id", client)]).await;
        assert_eq!((answer.status, answer.location()), (400, None), "{client}");
    }
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
