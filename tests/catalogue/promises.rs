//! The tests that name ids of the catalogue in their doc comments, read from the text of the code.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where a test is compiled to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// `cargo test --lib`
    Lib,
    /// `cargo test --test it`
    It,
}

/// One test and what it says it covers.
#[derive(Debug)]
pub struct Promise {
    pub target: Target,
    /// As `--exact` wants it.
    pub name: String,
    /// Each of its own: "A1-A4" is four.
    pub ids: BTreeSet<String>,
}

/// All of `src/` and `tests/it/`, in the order of their names.
pub fn read() -> Vec<Promise> {
    let mut found = Vec::new();
    for (target, folder) in [(Target::Lib, "src"), (Target::It, "tests/it")] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for file in files(&folder) {
            let text = fs::read_to_string(&file).unwrap();
            found.extend(of_file(target, &module(file.strip_prefix(&folder).unwrap()), &text));
        }
    }
    found.sort_by(|one, other| (one.target, &one.name).cmp(&(other.target, &other.name)));
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let mut files: Vec<_> = files.into_iter().filter(|file| file.extension().is_some_and(|end| end == "rs")).collect();
    files.extend(folders.iter().flat_map(|folder| self::files(folder)));
    files
}

/// `contest/links.rs` → `contest::links`, `web/mod.rs` → `web`.
fn module(file: &Path) -> String {
    let path = file.with_extension("").display().to_string().replace('/', "::");
    path.strip_suffix("::mod").map_or(path.clone(), str::to_owned)
}

/// The tests of one file, also those of a `mod tests { … }` in it. What names no id has those of the file's own words.
fn of_file(target: Target, module: &str, text: &str) -> Vec<Promise> {
    let (mut found, mut doc, mut is_test, mut inner) = (Vec::new(), String::new(), false, String::new());
    let heading: String = text.lines().filter_map(|line| line.strip_prefix("//!")).collect();
    for line in text.lines() {
        let code = line.trim();
        if let Some(words) = code.strip_prefix("///") {
            doc.push_str(words);
        } else if code.starts_with("#[") {
            is_test |= code.starts_with("#[test]") || code.starts_with("#[tokio::test");
        } else {
            if line == "}" {
                inner.clear();
            } else if let Some(name) = line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(" {")) {
                inner = format!("{name}::");
            }
            let name = code.split("fn ").nth(1).and_then(|rest| rest.split('(').next());
            let own = ids(&doc);
            let ids = if own.is_empty() { ids(&heading) } else { own };
            if let (true, Some(name), false) = (is_test, name, ids.is_empty()) {
                found.push(Promise { target, name: format!("{module}::{inner}{name}"), ids });
            }
            (doc, is_test) = (String::new(), false);
        }
    }
    found
}

/// The ids in a text; "A1-A4" and "B3–B6" are ranges.
pub fn ids(text: &str) -> BTreeSet<String> {
    let text = text.replace('–', "-");
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_');
    words.flat_map(|word| one_or_range(word).unwrap_or_default()).collect()
}

fn one_or_range(word: &str) -> Option<Vec<String>> {
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    let ((group, from), (same, to)) = (id(first)?, id(last)?);
    (group == same).then(|| (from..=to).map(|n| format!("{group}{n}")).collect())
}

/// Group and number. Standards' statements (S) and root causes (R) are no tests of the catalogue.
fn id(word: &str) -> Option<(char, u8)> {
    let group = word.chars().next().filter(|group| "ABCDEFGPW".contains(*group))?;
    let number = word.get(1..).filter(|number| number.chars().all(|c| c.is_ascii_digit()) && number.len() < 3)?;
    Some((group, number.parse().ok()?))
}
