//! Which addresses a client may register, and for what.

crate::terms!(
    /// What a registered URI of a client is for.
    ClientUriKind {
        /// Where codes are sent.
        Redirect = "redirect",
        /// Where a browser may go after signing out.
        PostLogout = "post_logout",
        /// Where the platform proves whose account a browser is signed in to there.
        Link = "link",
        /// Where a browser may go after a link session.
        LinkReturn = "link_return",
    }
);

/// Why a URI cannot be registered for a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnfitUri {
    /// Not an absolute URL of printable ASCII within 2,000 characters.
    #[error("it is not an absolute URL of at most 2000 printable ASCII characters")]
    NotAbsolute,
    /// http is for loopback only; other schemes are not taken.
    #[error("it must begin with https:// (http:// only for 127.0.0.1, [::1] and localhost)")]
    Scheme,
    /// User name or password in it.
    #[error("it must not carry a user name or password")]
    UserInfo,
    /// A fragment in it.
    #[error("it must not carry a fragment (#)")]
    Fragment,
    /// Its query uses a name that belongs to our answer.
    #[error("its query must not use code, state, iss, error or session_state")]
    ReservedQuery,
    /// Dot segments, backslashes or encoded slashes in its path.
    #[error("its path must not contain . or .. segments, backslashes or encoded slashes")]
    Path,
}

const RESERVED: [&str; 6] = ["code", "state", "iss", "error", "error_description", "session_state"];

/// True when a host is this machine's loopback: `localhost` and what ends in it (RFC 6761, 6.3), `127.0.0.0/8`, `[::1]`.
#[must_use]
pub fn is_loopback<S: AsRef<str>>(host: &url::Host<S>) -> bool {
    match host {
        url::Host::Domain(name) => name.as_ref() == "localhost" || name.as_ref().ends_with(".localhost"),
        url::Host::Ipv4(address) => address.is_loopback(),
        url::Host::Ipv6(address) => address.is_loopback(),
    }
}

/// Says whether a URI may be registered as a redirect or post-logout URI. What is registered is compared byte by byte.
///
/// # Errors
/// [`UnfitUri`], for the operator to read.
pub fn check_client_uri(text: &str) -> Result<(), UnfitUri> {
    if text.is_empty() || text.len() > 2000 || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(UnfitUri::NotAbsolute);
    }
    let url = url::Url::parse(text).map_err(|_| UnfitUri::NotAbsolute)?;
    let here = url.host().is_some_and(|host| is_loopback(&host));
    if !(text.starts_with("https://") || text.starts_with("http://") && here) {
        return Err(UnfitUri::Scheme);
    }
    let authority = text.split("://").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    if authority.contains('@') {
        return Err(UnfitUri::UserInfo);
    }
    if text.contains('#') {
        return Err(UnfitUri::Fragment);
    }
    if url.query_pairs().any(|(name, _)| RESERVED.contains(&name.as_ref())) {
        return Err(UnfitUri::ReservedQuery);
    }
    if has_odd_path(text) { Err(UnfitUri::Path) } else { Ok(()) }
}

fn has_odd_path(text: &str) -> bool {
    let path = text.split('?').next().unwrap_or_default().to_ascii_lowercase();
    let odd = ["\\", "%2f", "%5c", "%2e", "..;"].iter().any(|part| path.contains(part));
    odd || path.split('/').skip(3).any(|segment| segment == "." || segment == "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfit_redirect_uris_are_refused_at_registration() {
        let cases = [
            ("", UnfitUri::NotAbsolute),
            ("/callback", UnfitUri::NotAbsolute),
            ("https://opiq.test/call back", UnfitUri::NotAbsolute),
            ("http://opiq.test/callback", UnfitUri::Scheme),
            ("javascript://localhost/%0aalert(1)", UnfitUri::Scheme),
            ("JavaScript:alert(1)", UnfitUri::Scheme),
            ("com.example.app:/callback", UnfitUri::Scheme),
            ("https://user@opiq.test/callback", UnfitUri::UserInfo),
            ("https://@opiq.test/callback", UnfitUri::UserInfo),
            ("https://opiq.test/callback#here", UnfitUri::Fragment),
            ("https://opiq.test/callback?code=1", UnfitUri::ReservedQuery),
            ("https://opiq.test/callback?a=b&state=1", UnfitUri::ReservedQuery),
            ("https://opiq.test/a/../callback", UnfitUri::Path),
            ("https://opiq.test/a/..;/callback", UnfitUri::Path),
            ("https://opiq.test/a%2f..%2fcallback", UnfitUri::Path),
            ("https://opiq.test\\@evil.test/", UnfitUri::UserInfo),
        ];
        for (uri, why) in cases {
            assert_eq!(check_client_uri(uri), Err(why), "{uri}");
        }
    }

    #[test]
    fn fit_redirect_uris_are_taken() {
        for uri in [
            "https://opiq.test/callback",
            "https://opiq.test/callback?dummy1=lorem&dummy2=ipsum",
            "http://127.0.0.5:8084/callback",
            "http://[::1]:9/cb",
            "http://localhost:3000/cb",
        ] {
            assert_eq!(check_client_uri(uri), Ok(()), "{uri}");
        }
    }
}
