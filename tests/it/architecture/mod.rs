//! The shape of the code, read from its text: which room may use which, where SQL may stand, how long things may be.

mod guide;
mod length;
mod supply;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What each room of `src/` may use of the others. Everybody may use [`GROUND`], save those that it stands on.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("vault", &["domain"]),
    ("config", &["domain", "vault"]),
    ("storage", &["domain", "vault", "config"]),
    ("cache", &["domain", "config"]),
    ("ground", &["domain", "storage", "cache", "config", "vault"]),
    ("files", &["domain"]),
    ("outgoing", &["domain", "config"]),
    ("upstream", &["domain", "storage", "outgoing", "issuer", GROUND]),
    ("linking", &["domain", "storage", "files", "licences", GROUND]),
    ("accounts", &["domain", "storage", "cache", "files", GROUND]),
    ("licences", &["domain", "storage", GROUND]),
    ("offers", &["domain", "storage", "files", GROUND]),
    ("roster", &["domain", "storage", "files", "linking", "licences", "upstream", GROUND]),
    ("web", &["domain", "storage", "cache", GROUND]),
    ("issuer", &["domain", "storage", "cache", "web", "outgoing", GROUND]),
    ("login", &["domain", "storage", "cache", "linking", "accounts", "upstream", "issuer", "web", GROUND]),
    ("settings", &["domain", "storage", "cache", "linking", "accounts", "upstream", "issuer", "login", "web", GROUND]),
    (
        "journals",
        &[
            "domain", "storage", "cache", "accounts", "linking", "licences", "roster", "upstream", "login", "web",
            GROUND,
        ],
    ),
    (
        "admin",
        &[
            "domain", "storage", "cache", "linking", "accounts", "licences", "roster", "upstream", "issuer", "login",
            "web", GROUND,
        ],
    ),
    ("mail", &["domain", "storage", "web", GROUND]),
    (
        "jobs",
        &[
            "domain", "storage", "cache", "linking", "accounts", "upstream", "roster", "issuer", "outgoing", "mail",
            "web", GROUND,
        ],
    ),
    ("platform_api", &["domain", "storage", "accounts", "offers", "issuer", "login", "web", GROUND]),
    ("serve", &[EVERYTHING]),
    ("demo", &[EVERYTHING]),
    ("cli", &[EVERYTHING]),
    ("main", &[EVERYTHING]),
    ("lib", &[EVERYTHING]),
];
/// What every room stands on.
const GROUND: &str = "ground, vault, config";
const EVERYTHING: &str = "everything";

/// Words that begin a statement, as they stand in a string.
const SQL: &[&str] =
    &["\"SELECT ", "\"INSERT INTO ", "\"DELETE FROM ", "\"CREATE ", "\"ALTER ", "\"DROP ", "\"PRAGMA ", "\"BEGIN"];

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder with this ending, and its text.
pub fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "node_modules") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                found.push((name(&path), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no .{ending} below {folder}");
    found
}

fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string()
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// `src/login/begin.rs` and `src/ground.rs` stand in the rooms `login` and `ground`.
fn room(file: &str) -> &str {
    let inside = file.strip_prefix("src/").unwrap();
    inside.split_once('/').map_or_else(|| inside.trim_end_matches(".rs"), |(room, _)| room)
}

/// The rooms that a line of code names: `crate::login::…`, `crate::{args, linking::decide}`.
fn named(code: &str) -> BTreeSet<String> {
    let first = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    code.match_indices("crate::")
        .flat_map(|(at, found)| {
            let rest = &code[at + found.len()..];
            match rest.strip_prefix('{') {
                Some(group) => group.split('}').next().unwrap().split(',').map(first).collect::<Vec<_>>(),
                None => vec![first(rest)],
            }
        })
        .filter_map(|name| match name.as_str() {
            "args" | "row" => Some("storage".to_owned()),
            "terms" => Some("domain".to_owned()),
            name => ROOMS.iter().any(|(room, _)| *room == name).then(|| name.to_owned()),
        })
        .collect()
}

fn may_use(room: &str, other: &str) -> bool {
    let allowed = ROOMS.iter().find(|(name, _)| *name == room).map_or(&[][..], |(_, allowed)| allowed);
    room == other
        || allowed.contains(&other)
        || allowed.contains(&EVERYTHING)
        || (allowed.contains(&GROUND) && GROUND.split(", ").any(|name| name == other))
}

#[test]
fn rooms_use_only_what_they_may() {
    let mut wrong = Vec::new();
    for (file, text) in files("src", "rs") {
        let code: String = text.lines().filter(|line| !is_comment(line)).collect::<Vec<_>>().join("\n");
        let room = room(&file);
        wrong.extend(
            named(&code).iter().filter(|other| !may_use(room, other)).map(|other| format!("{file} uses {other}")),
        );
    }
    assert_eq!(wrong, Vec::<String>::new(), "the table of rooms does not allow this");
}

#[test]
fn every_room_stands_in_the_table() {
    let files = files("src", "rs");
    let rooms: BTreeSet<&str> = files.iter().map(|(file, _)| room(file)).collect();
    let unknown: Vec<_> = rooms.iter().filter(|room| !ROOMS.iter().any(|(name, _)| name == *room)).collect();
    assert_eq!(unknown, Vec::<&&str>::new());
}

#[test]
fn reader_of_arrows_sees_them() {
    let seen = named("use crate::{args, linking::decide}; let x = crate::login::begin(); crate::nothing::x");
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["linking", "login", "storage"]);
    assert!(may_use("login", "linking") && may_use("login", "vault") && may_use("cli", "jobs"));
    assert!(!may_use("linking", "login") && !may_use("domain", "config") && !may_use("storage", "ground"));
}

#[test]
fn sql_stands_in_storage_only() {
    let offends =
        |line: &&str| !is_comment(line) && (line.contains("sqlx::") || SQL.iter().any(|word| line.contains(word)));
    let wrong: Vec<String> = files("src", "rs")
        .iter()
        .filter(|(file, _)| room(file) != "storage")
        .flat_map(|(file, text)| text.lines().filter(offends).map(move |line| format!("{file}: {}", line.trim())))
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

/// It would mean two opposite things. Names of crates and of fields on the wire are not ours to choose.
#[test]
fn nothing_is_called_provider() {
    const NOT_OURS: &[&str] = &[
        "ProviderMetadata",
        "default_provider",
        "builder_with_provider",
        "CryptoProvider",
        "\"provider_",
        "provider_ehis_id",
        "provider_name",
        "provider_reg_nr",
    ];
    let ours = |line: &str| {
        let rest = NOT_OURS.iter().fold(line.to_owned(), |rest, word| rest.replace(word, ""));
        rest.to_lowercase().contains("provider") && !line.contains("\"provider\"")
    };
    let wrong: Vec<String> = files("src", "rs")
        .iter()
        .flat_map(|(file, text)| {
            text.lines().filter(|line| ours(line)).map(move |line| format!("{file}: {}", line.trim()))
        })
        .collect();
    assert_eq!(wrong, Vec::<String>::new(), "say upstream, platform or issuer");
}

#[test]
fn no_template_prints_unescaped() {
    let wrong: Vec<String> = files("templates", "html")
        .iter()
        .filter(|(_, text)| text.replace(' ', "").contains("|safe"))
        .map(|(file, _)| file.clone())
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}
