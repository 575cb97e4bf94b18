//! axe-core: the rules of WCAG 2.2 AA that a program can check.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::chrome::{Chrome, Look};

const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// Rules that weigh colours, sizes, or what a window is wide enough for (axe-core 4.14, doc/rule-descriptions.md). What the
/// others look at is the same in every look of one width, or of one colour scheme.
const OF_LOOKS: [&str; 5] =
    ["avoid-inline-spacing", "color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"];

/// Says what was found, which rules ran, and in which look: the one that is wanted, as soon as the page has it.
const RUN: &str = "
const [only, wanted, done] = arguments;
const look = () => [document.documentElement.clientWidth, matchMedia('(prefers-color-scheme: dark)').matches];
const line = one => `${one.id}: ${one.help}: ${one.nodes.map(node => node.html).join(' | ')}`;
const check = () => axe.run(document, { runOnly: only, resultTypes: ['violations'] })
   .then(found => {
     const all = [...found.violations, ...found.passes, ...found.incomplete, ...found.inapplicable];
     done({ look: look(), ran: all.map(one => one.id), violations: found.violations.map(line) });
   })
   .catch(error => done({ look: look(), ran: [], violations: [String(error)] }));
const wait = left => left && wanted && String(look()) !== String(wanted) ? setTimeout(wait, 20, left - 1) : check();
wait(100);";

/// The rules of these tags that are neither experimental nor given up.
const RULES: &str = "
const left = ['experimental', 'deprecated'];
return axe.getRules(arguments[0]).filter(rule => !rule.tags.some(tag => left.includes(tag))).map(rule => rule.ruleId);";

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

/// What axe finds wrong with the page that is open, by all rules.
pub async fn violations(chrome: &Chrome, axe: &str) -> Vec<String> {
    inject(chrome, axe).await;
    texts(&run(chrome, every_rule(), Value::Null).await["violations"])
}

/// Pages in looks, by all rules or by those that weigh the look.
#[derive(Debug, Default)]
pub struct Checks {
    /// What was wrong.
    pub wrong: Vec<String>,
    /// Looks of pages that went through all rules.
    pub full: usize,
    /// Looks of pages that went through [`OF_LOOKS`].
    pub of_looks: usize,
    every: BTreeSet<String>,
}

impl Checks {
    /// Checks the page that is open in the look it has.
    ///
    /// # Panics
    /// A rule did not run, or the page has another look.
    pub async fn add(&mut self, chrome: &Chrome, axe: &str, (page, look): (&str, Look)) {
        inject(chrome, axe).await;
        if self.every.is_empty() {
            self.every = every(chrome).await;
        }
        let only = if look.is_full() { every_rule() } else { json!({ "type": "rule", "values": OF_LOOKS }) };
        let wanted = json!([look.width, look.dark]);
        let done = run(chrome, only, wanted.clone()).await;
        self.wrong.extend(texts(&done["violations"]).iter().map(|line| format!("{page} {}: {line}", look.name())));
        assert_eq!(done["look"], wanted, "{page} {}", look.name());
        let ran: BTreeSet<String> = texts(&done["ran"]).into_iter().collect();
        let rules = if look.is_full() { self.every.clone() } else { OF_LOOKS.map(str::to_owned).into() };
        let missing: Vec<_> = rules.difference(&ran).collect();
        assert!(missing.is_empty(), "{page} {}: {missing:?} did not run: {done}", look.name());
        *(if look.is_full() { &mut self.full } else { &mut self.of_looks }) += 1;
    }

    /// In how many looks a page was checked, by how many rules.
    pub fn tell(&self, pages: usize) {
        let (every, some) = (self.every.len(), OF_LOOKS.len());
        println!(
            "axe: {pages} pages in {} looks: {} by {every} rules, {} by {some}; {} checks",
            Look::ALL.len(),
            self.full,
            self.of_looks,
            self.full * every + self.of_looks * some
        );
    }
}

async fn inject(chrome: &Chrome, axe: &str) {
    if chrome.ask("return typeof axe === 'undefined'").await == true {
        chrome.execute(axe, Vec::new()).await.unwrap();
    }
}

fn every_rule() -> Value {
    json!({ "type": "tag", "values": TAGS })
}

async fn run(chrome: &Chrome, only: Value, look: Value) -> Value {
    chrome.execute_async(RUN, vec![only, look]).await.unwrap().json().clone()
}

/// All rules that a look by all rules has to run.
async fn every(chrome: &Chrome) -> BTreeSet<String> {
    let found = chrome.execute(RULES, vec![json!(TAGS)]).await.unwrap().json().clone();
    let rules: BTreeSet<String> = texts(&found).into_iter().collect();
    assert!(rules.len() > 60 && OF_LOOKS.iter().all(|rule| rules.contains(*rule)), "{rules:?}");
    rules
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().expect("axe gave no list").iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
