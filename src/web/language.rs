//! The language a person chose at the foot of a page.

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use http::header;
use serde::Deserialize;

use super::cookies::{self, Cookie};
use super::form::Form;
use super::lang::Lang;
use super::page::see_other;

#[derive(Debug, Deserialize)]
struct Choice {
    lang: String,
    back: String,
}

/// `POST /language`.
pub(super) fn router(secure: bool) -> Router {
    Router::new().route("/language", post(async move |Form(choice): Form<Choice>| choose(&choice, secure)))
}

fn choose(choice: &Choice, secure: bool) -> Response {
    let mut response = see_other(if is_ours(&choice.back) { &choice.back } else { "/" });
    let cookie = Lang::from_tag(&choice.lang).and_then(|lang| cookies::set(Cookie::Language, lang.tag(), secure));
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// S2: no open redirector. A path of ours, not `//elsewhere`, not `/\elsewhere`.
fn is_ours(back: &str) -> bool {
    back.starts_with('/') && !back.starts_with("//") && back.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S2: no open redirector at any path.
    #[test]
    fn the_way_back_stays_with_us() {
        assert!(is_ours("/login?attempt=att_1&x=https://a.example"));
        for back in ["", "//a.example", "/\\a.example", "https://a.example", "/\t/a.example", "javascript:alert(1)"] {
            assert!(!is_ours(back), "{back}");
        }
    }
}
