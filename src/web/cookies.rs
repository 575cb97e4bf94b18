//! The three cookies: browser binding, session, chosen language. None outlives the browser's own session.

use http::{HeaderMap, HeaderValue, header};

/// Which cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cookie {
    /// Binds one-time values and forms to this browser.
    Browser,
    /// The session's token.
    Session,
    /// The language a person chose.
    Language,
}

impl Cookie {
    /// The name: with `__Host-` over https; plain http exists on loopback only and browsers refuse the prefix there.
    const fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Browser, true) => "__Host-koppel-browser",
            (Self::Browser, false) => "koppel-browser",
            (Self::Session, true) => "__Host-koppel-session",
            (Self::Session, false) => "koppel-session",
            (Self::Language, true) => "__Host-koppel-language",
            (Self::Language, false) => "koppel-language",
        }
    }
}

/// The cookie's value, when the browser sent exactly one that could be ours.
pub(super) fn find(headers: &HeaderMap, cookie: Cookie, secure: bool) -> Option<&str> {
    let name = cookie.name(secure);
    let mut values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter_map(|(found, value)| (found == name).then_some(value));
    let first = values.next()?;
    // Two of them: somebody else's page planted one beside ours (cookie tossing). Neither counts.
    (values.next().is_none() && (1..=128).contains(&first.len())).then_some(first)
}

/// `Set-Cookie` for a value of the base64url alphabet.
pub(super) fn set(cookie: Cookie, value: &str, secure: bool) -> Option<HeaderValue> {
    line(cookie, value, "", secure)
}

/// `Set-Cookie` that takes the cookie away.
pub(super) fn clear(cookie: Cookie, secure: bool) -> Option<HeaderValue> {
    line(cookie, "", "; Max-Age=0", secure)
}

fn line(cookie: Cookie, value: &str, extra: &str, secure: bool) -> Option<HeaderValue> {
    let name = cookie.name(secure);
    let lock = if secure { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{lock}{extra}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookie: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, cookie.parse().unwrap())])
    }

    /// B11: `__Host-`, `Secure`, `HttpOnly`, `SameSite=Lax`, and no life beyond the browser's session.
    #[test]
    fn cookies_over_https_are_locked_to_this_host() {
        let line = set(Cookie::Session, "abc", true).unwrap();
        assert_eq!(line, "__Host-koppel-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
    }

    #[test]
    fn a_planted_second_cookie_makes_both_count_for_nothing() {
        assert_eq!(find(&headers("a=b; koppel-browser=x"), Cookie::Browser, false), Some("x"));
        assert_eq!(find(&headers("koppel-browser=x; koppel-browser=y"), Cookie::Browser, false), None);
        assert_eq!(find(&headers("koppel-browser="), Cookie::Browser, false), None);
    }

    #[test]
    fn plain_names_do_not_count_over_https() {
        assert_eq!(find(&headers("koppel-session=x"), Cookie::Session, true), None);
    }
}
