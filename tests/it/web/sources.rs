//! What templates and sources promise, read from their text.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use koppel::web::routes::ROUTES;
use koppel::web::{Lang, source};

fn files(directory: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(directory)];
    while let Some(directory) = open.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "{directory} has no *.{ending}");
    found
}

fn keys() -> BTreeSet<&'static str> {
    source(Lang::En).lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key).collect()
}

/// The one script there is, from an address of ours.
const SCRIPT: &str = "<script src=\"{{ frame.script() }}\" defer></script>";

#[test]
fn templates_have_no_way_around_escaping_and_no_inline_code() {
    for (path, text) in files("templates", "html") {
        let text = text.replace(SCRIPT, "");
        for word in ["|safe", "| safe", "|escape(\"none\")", "<script", "style=", "<style", "javascript:", " on"] {
            let found = text.match_indices(word).any(|(at, _)| {
                word != " on" || text[at..].split_once('=').is_some_and(|(name, _)| is_event_handler(name))
            });
            assert!(!found, "{}: {word:?}", path.display());
        }
    }
}

fn is_event_handler(name: &str) -> bool {
    name.len() > 3 && name.trim_start().bytes().all(|b| b.is_ascii_lowercase())
}

#[test]
fn every_text_a_template_asks_for_exists() {
    let keys = keys();
    for (path, text) in files("templates", "html") {
        for call in [".t(\"", ".t1(\"", ".t2(\""] {
            for piece in text.split(call).skip(1) {
                let key = piece.split('"').next().unwrap();
                assert!(keys.contains(key), "{}: {key}", path.display());
            }
        }
    }
}

#[test]
fn every_text_is_used() {
    let mut sources = files("templates", "html");
    sources.extend(files("src", "rs"));
    let whole: String = sources.into_iter().map(|(_, text)| text).collect();
    let composed = |key: &str| key.starts_with("trouble-") || key.starts_with("asked-");
    let unused: Vec<_> =
        keys().into_iter().filter(|key| !composed(key) && !whole.contains(&format!("\"{key}\""))).collect();
    assert_eq!(unused, Vec::<&str>::new());
}

/// Tests visit what the registry knows; so the registry must know every route.
#[test]
fn every_route_stands_in_the_registry() {
    // The demo's simulators and the metrics have listeners of their own.
    let elsewhere = ["/src/demo/", "/src/serve/metrics.rs"];
    let public = files("src", "rs")
        .into_iter()
        .filter(|(path, _)| !elsewhere.iter().any(|part| path.to_string_lossy().contains(part)));
    let mut missing = BTreeSet::new();
    for (path, text) in public {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for piece in code.split(".route(").skip(1) {
            let Some(route) = piece.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
                continue;
            };
            if !ROUTES.iter().any(|known| known.path == route) {
                missing.insert(format!("{route} ({})", path.display()));
            }
        }
    }
    assert_eq!(missing, BTreeSet::new(), "add them to src/web/routes.rs");
}
