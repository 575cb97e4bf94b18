//! Every page with sample people on it, at `/gallery/<name>`: for headers, texts, accessibility and screenshots.

use axum::Router;
use axum::extract::Path;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use http::StatusCode;
use koppel::web::{Brand, FormTargets, Journey, Trouble, Visit, page, shell};

use super::samples;
use koppel::ground::Ground;

/// A page of the gallery.
pub struct Sample {
    /// Its place: `/gallery/<name>`.
    pub name: &'static str,
    /// How it is made.
    pub make: fn(&Visit) -> Response,
}

/// The gallery behind the real shell.
pub fn gallery(ground: &Ground) -> Router {
    let rooms =
        Router::new().route("/gallery/{name}", get(show)).route("/panic", get(panicking)).route("/bad", get(bad));
    shell(rooms, ground).unwrap()
}

async fn show(visit: Visit, Path(name): Path<String>) -> Response {
    visit.enter(journey());
    match samples::all().into_iter().find(|sample| sample.name == name) {
        Some(sample) => (sample.make)(&visit),
        None => koppel::web::Error::from(Trouble::NotFound).into_response(),
    }
}

async fn panicking() -> Response {
    panic!("a handler that panics on purpose")
}

async fn bad() -> Html<&'static str> {
    Html(
        "<!doctype html><html><meta name=viewport content=width=device-width><title>Bad</title><main><h1>Bad</h1><font color=#eeeeee>pale</font><input size=1>\
         <pre>a line that is far, far wider than any telephone and cannot be broken anywhere at all</pre></main>",
    )
}

/// A login for a platform with a colour of its own.
pub fn journey() -> Journey {
    let redirect = "https://opiq.example/callback".parse().unwrap();
    Journey {
        brand: Brand {
            id: "opiq".parse().unwrap(),
            name: "Opiq".to_owned(),
            colour: Some("#c2410c".to_owned()),
            home_url: Some("https://opiq.example/".to_owned()),
        },
        ui_locales: None,
        form_targets: FormTargets::to([&redirect]),
    }
}

/// 200 and the page.
pub fn ok(visit: &Visit, template: &impl askama::Template) -> Response {
    page(visit, StatusCode::OK, template)
}
