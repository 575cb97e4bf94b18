//! axe-core: the rules of WCAG 2.2 AA that a program can check.

use serde_json::Value;

use super::chrome::Chrome;

const RUN: &str = "
const done = arguments[arguments.length - 1];
axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
   .then(found => done(found.violations.map(one => `${one.id}: ${one.help}: ${one.nodes.map(node => node.html).join(' | ')}`)))
   .catch(error => done([String(error)]));";

/// The rules, from `tests/node_modules`.
///
/// # Panics
/// They are not installed.
pub fn source() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(path).unwrap_or_else(|error| {
        panic!("axe-core is missing: {error}; hint: npm install --prefix tests, or tests/run.sh")
    })
}

/// What axe finds wrong with the page that is open.
pub async fn violations(chrome: &Chrome, axe: &str) -> Vec<String> {
    if chrome.ask("return typeof axe === 'undefined'").await == true {
        chrome.execute(axe, Vec::new()).await.unwrap();
    }
    let found = chrome.execute_async(RUN, Vec::new()).await.unwrap().json().clone();
    let lines = found.as_array().expect("axe gave no list");
    lines.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
