//! docs/architecture.md names files and functions, so that it can be followed; they must be there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{GROUND, ROOMS, files, root};

const PAGE: &str = "docs/architecture.md";

/// A backticked piece of the page.
#[derive(Debug, PartialEq, Eq)]
enum Named {
    /// `src/login/resolve.rs`, or a folder.
    Path(String),
    /// `walk()`, in the file that was named last before it.
    Function(String, String),
}

fn spans(page: &str) -> impl Iterator<Item = &str> {
    page.split('`').skip(1).step_by(2)
}

fn named(page: &str) -> Vec<Named> {
    let folders = ["src/", "tests/", "docs/", "config/", "migrations/", "templates/", "texts/", "benches/"];
    let mut last = String::new();
    let mut found = Vec::new();
    for span in spans(page) {
        if folders.iter().any(|folder| span.starts_with(folder)) {
            span.clone_into(&mut last);
            found.push(Named::Path(span.to_owned()));
        } else if let Some(function) = span.strip_suffix("()") {
            found.push(Named::Function(last.clone(), function.to_owned()));
        }
    }
    found
}

fn is_there(named: &Named) -> bool {
    match named {
        Named::Path(path) => root().join(path).exists(),
        Named::Function(path, function) => {
            let code = fs::read_to_string(root().join(path)).unwrap_or_default();
            [format!("fn {function}("), format!("fn {function}<")].iter().any(|head| code.contains(head))
        }
    }
}

fn page() -> String {
    fs::read_to_string(root().join(PAGE)).unwrap()
}

#[test]
fn every_file_and_function_the_guide_names_is_there() {
    let all = named(&page());
    let functions = all.iter().filter(|one| matches!(one, Named::Function(..))).count();
    assert!(all.len() > 120 && functions > 50, "{} names, {functions} of functions", all.len());
    let gone: Vec<_> = all.iter().filter(|one| !is_there(one)).collect();
    assert!(gone.is_empty(), "{PAGE} names what is not there: {gone:#?}");
}

#[test]
fn reader_of_the_guide_sees_what_is_gone() {
    let seen = named("`src/login/resolve.rs` `walk()` and `nobody()`, `src/nothing.rs` `walk()`, `account`");
    let there: Vec<bool> = seen.iter().map(is_there).collect();
    assert_eq!(there, [true, true, false, false, false], "{seen:?}");
}

/// The table of rooms on the page is the one that the arrows are checked by.
#[test]
fn the_guide_tells_the_arrows_as_they_are() {
    let page = page();
    let rows = page.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let room = cells.get(1)?.strip_prefix('`')?.strip_suffix('`')?;
        ROOMS.iter().any(|(name, _)| *name == room).then(|| (room.to_owned(), uses(cells[3])))
    });
    let told: BTreeSet<(String, BTreeSet<String>)> = rows.collect();
    let real = ROOMS.iter().map(|(room, allowed)| {
        let allowed = allowed.iter().map(|name| if *name == GROUND { "ground" } else { name }.to_owned());
        ((*room).to_owned(), allowed.collect())
    });
    assert_eq!(told, real.collect());
}

fn uses(cell: &str) -> BTreeSet<String> {
    cell.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// A test that is named as the place of a guard is one that runs.
#[test]
fn every_test_file_the_guide_names_holds_tests() {
    let tests: BTreeSet<String> = files("tests/it", "rs")
        .into_iter()
        .chain(files("src", "rs"))
        .filter(|(_, text)| ["#[test]", "#[tokio::test", "proptest!"].iter().any(|mark| text.contains(mark)))
        .map(|(file, _)| file)
        .collect();
    let is_test = |path: &str| {
        let file = Path::new(path).extension().is_some_and(|ending| ending == "rs");
        file && (path.starts_with("tests/it/") || path.contains("/tests")) && !path.ends_with("web/samples.rs")
    };
    let page = page();
    let idle: Vec<_> = spans(&page).filter(|span| is_test(span) && !tests.contains(*span)).collect();
    assert!(idle.is_empty(), "{idle:?}");
}
