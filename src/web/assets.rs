//! Style sheets, icon and the one script: compiled in, named by their content, kept by browsers for ever.

use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{HeaderMap, HeaderName, StatusCode, header};

use super::colour::Colour;
use super::error::Error;
use super::trouble::Trouble;
use crate::vault::sha256;

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// One compiled-in file.
#[derive(Debug)]
struct Asset {
    name: String,
    kind: &'static str,
    etag: String,
    body: &'static [u8],
}

/// All of them.
#[derive(Debug)]
pub(super) struct Assets {
    style: Asset,
    sheet: Asset,
    icon: Asset,
    script: Asset,
}

impl Asset {
    fn new(stem: &str, ending: &str, kind: &'static str, body: &'static str) -> Self {
        let hash: String = sha256(body).chars().filter(char::is_ascii_alphanumeric).take(12).collect();
        Self { name: format!("{stem}-{hash}.{ending}"), kind, etag: format!("\"{hash}\""), body: body.as_bytes() }
    }
}

impl Assets {
    pub(super) fn load() -> Self {
        Self {
            style: Asset::new("koppel", "css", CSS, STYLE),
            sheet: Asset::new("sheet", "css", CSS, include_str!("../../templates/assets/sheet.css")),
            icon: Asset::new("koppel", "svg", "image/svg+xml", include_str!("../../templates/assets/koppel.svg")),
            script: Asset::new("koppel", "js", "text/javascript; charset=utf-8", SCRIPT),
        }
    }

    /// Address of the style sheet.
    pub(super) fn style(&self) -> String {
        format!("/assets/{}", self.style.name)
    }

    /// Address of the style sheet of what is printed.
    pub(super) fn sheet(&self) -> String {
        format!("/assets/{}", self.sheet.name)
    }

    /// Address of the icon.
    pub(super) fn icon(&self) -> String {
        format!("/assets/{}", self.icon.name)
    }

    /// Address of the script that watches a refresh. Only [`watching_page`](super::watching_page) lets it run.
    pub(super) fn script(&self) -> String {
        format!("/assets/{}", self.script.name)
    }

    fn find(&self, name: &str) -> Option<&Asset> {
        [&self.style, &self.sheet, &self.icon, &self.script].into_iter().find(|asset| asset.name == name)
    }
}

const SCRIPT: &str = include_str!("../../templates/assets/watch.js");
const CSS: &str = "text/css; charset=utf-8";
const STYLE: &str = concat!(
    include_str!("../../templates/assets/tokens.css"),
    include_str!("../../templates/assets/page.css"),
    include_str!("../../templates/assets/components.css"),
);

/// `/assets/{name}` and `/assets/brand/{colour}`.
pub(super) fn router() -> Router {
    let assets = std::sync::Arc::new(Assets::load());
    Router::new()
        .route(
            "/assets/{name}",
            get(move |Path(name): Path<String>, headers: HeaderMap| async move { send(&assets, &name, &headers) }),
        )
        .route("/assets/brand/{name}", get(async |Path(name): Path<String>| brand(&name)))
}

fn send(assets: &Assets, name: &str, headers: &HeaderMap) -> Response {
    let Some(asset) = assets.find(name) else { return Error::from(Trouble::NotFound).into_response() };
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|etag| etag == asset.etag.as_str());
    if known {
        return (StatusCode::NOT_MODIFIED, kept(&asset.etag, asset.kind)).into_response();
    }
    (kept(&asset.etag, asset.kind), asset.body).into_response()
}

fn kept(etag: &str, kind: &'static str) -> [(HeaderName, String); 3] {
    [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CACHE_CONTROL, FOR_EVER.to_owned()),
        (header::ETAG, etag.to_owned()),
    ]
}

/// A platform's colour as a style sheet, because the content policy allows no inline styles.
fn brand(name: &str) -> Response {
    let Some(colour) = name.strip_suffix(".css").and_then(Colour::parse) else {
        return Error::from(Trouble::NotFound).into_response();
    };
    (kept(&format!("\"{}\"", colour.hex()), CSS), colour.style_sheet()).into_response()
}
