//! Every page in every language.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use koppel::web::{Lang, source};
use scraper::{Html, Selector};

use super::gallery::gallery;
use super::{load, samples, text};
use crate::support::TestGround;

fn keys() -> BTreeSet<&'static str> {
    source(Lang::En).lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key).collect()
}

/// What a reader reads: headings, text, labels, buttons, one line each.
fn read(html: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    let body = Selector::parse("title, main").unwrap();
    document
        .select(&body)
        .flat_map(|element| element.text())
        .map(|piece| piece.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|piece| !piece.is_empty())
        .collect()
}

async fn whole(lang: Lang) -> String {
    let app = gallery(&*TestGround::sqlite().await);
    let mut all = String::new();
    for sample in samples::all() {
        let html = text(load(&app, &format!("/gallery/{}?ui_locales={}", sample.name, lang.tag())).await).await;
        assert!(html.contains(&format!("<html lang=\"{}\">", lang.tag())), "{}", sample.name);
        let lines = read(&html);
        for line in &lines {
            assert!(!keys().contains(line.as_str()), "{lang:?} {}: {line:?} has no text", sample.name);
            assert!(!line.contains("{$") && !line.contains("{ $"), "{lang:?} {}: {line:?}", sample.name);
        }
        // The reference is random.
        let lines = lines.join("\n").replace(reference(&html).as_str(), "[reference]");
        writeln!(all, "## {}\n{lines}\n", sample.name).unwrap();
    }
    all
}

fn reference(html: &str) -> String {
    let place = Selector::parse(".case strong").unwrap();
    Html::parse_document(html).select(&place).next().map_or("[none]".to_owned(), |found| found.text().collect())
}

#[tokio::test]
async fn every_page_reads_well_in_estonian() {
    insta::assert_snapshot!(whole(Lang::Et).await);
}

#[tokio::test]
async fn every_page_reads_well_in_dutch() {
    insta::assert_snapshot!(whole(Lang::Nl).await);
}

#[tokio::test]
async fn every_page_reads_well_in_swedish() {
    insta::assert_snapshot!(whole(Lang::Sv).await);
}

#[tokio::test]
async fn every_page_reads_well_in_english() {
    insta::assert_snapshot!(whole(Lang::En).await);
}

/// Names and values come from outside: they must never become markup.
#[tokio::test]
async fn names_are_escaped() {
    let app = axum::Router::new().route(
        "/x",
        axum::routing::get(async |visit: koppel::web::Visit| {
            let upstream = "<img src=x onerror=alert(1)>\"'".to_owned();
            samples::trouble(koppel::web::Trouble::Guardian { upstream: format!("{upstream}{}", visit.reference()) })
        }),
    );
    let app = koppel::web::shell(app, &*TestGround::sqlite().await).unwrap();
    let html = text(load(&app, "/x").await).await;
    assert!(!html.contains("<img"), "{html}");
    assert!(html.contains("&#60;img"));
}

#[tokio::test]
async fn every_button_has_an_id_and_every_form_its_token() {
    let app = gallery(&*TestGround::sqlite().await);
    let (button, form) = (Selector::parse("main button, main a.button").unwrap(), Selector::parse("form").unwrap());
    let token = Selector::parse("input[name=csrf]").unwrap();
    for sample in samples::all() {
        let html = Html::parse_document(&text(load(&app, &format!("/gallery/{}", sample.name)).await).await);
        for element in html.select(&button) {
            assert!(element.value().id().is_some(), "{}: {}", sample.name, element.html());
        }
        for element in html.select(&form) {
            if element.attr("method") == Some("get") {
                // A search changes nothing, and its address may be kept: nothing secret stands in it.
                assert_eq!(element.select(&token).count(), 0, "{}: {}", sample.name, element.html());
                continue;
            }
            // What leads to another site carries nothing that is good here.
            let tokens = usize::from(element.attr("action").is_none_or(|action| action.starts_with('/')));
            assert_eq!(element.select(&token).count(), tokens, "{}: {}", sample.name, element.html());
            assert_eq!(element.attr("method"), Some("post"), "{}", sample.name);
        }
    }
}

/// design.md: who is different gets no confirm button.
#[tokio::test]
async fn people_who_differ_get_no_confirm_button() {
    let app = gallery(&*TestGround::sqlite().await);
    let html = text(load(&app, "/gallery/different-people").await).await;
    assert!(!html.contains("confirm-link"));
    assert!(text(load(&app, "/gallery/confirm").await).await.contains("confirm-link"));
}

#[tokio::test]
async fn the_language_follows_choice_then_platform_then_browser() {
    let app = gallery(&*TestGround::sqlite().await);
    let lang = async |path: &str, headers: &[(&str, &str)]| {
        let mut request = http::Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let html = text(super::send(&app, request.body(axum::body::Body::empty()).unwrap()).await).await;
        html.split("<html lang=\"").nth(1).and_then(|rest| rest.get(..2)).unwrap_or_default().to_owned()
    };
    let accept = ("accept-language", "nl-NL,nl;q=0.9");
    assert_eq!(lang("/gallery/chooser", &[]).await, "en");
    assert_eq!(lang("/gallery/chooser", &[accept]).await, "nl");
    assert_eq!(lang("/gallery/chooser?ui_locales=sv+en", &[accept]).await, "sv");
    let chosen = ("cookie", "__Host-koppel-language=et");
    assert_eq!(lang("/gallery/chooser?ui_locales=sv", &[accept, chosen]).await, "et");
}
