//! What we are built of: no second cryptography, only licences that fit the AGPL and ask nothing of a school.

use std::collections::BTreeMap;
use std::process::Command;

/// Never in the tree: one library of cryptography and TLS is enough, and it is aws-lc-rs.
const BANNED: &[&str] = &["openssl", "openssl-sys", "native-tls", "ring", "boring"];

/// Permissive, or MPL 2.0 (compatible with the AGPL, file by file).
const FINE: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Every package that is compiled here, tests and build scripts included, with its licence.
fn packages() -> BTreeMap<String, String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--prefix", "none", "--edges", "normal,build,dev", "--format", "{p}|{l}"])
        .current_dir(super::root())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "cargo tree: {}", String::from_utf8_lossy(&output.stderr));
    let lines = text.lines().filter_map(|line| line.trim_end_matches(" (*)").split_once('|'));
    lines.map(|(package, licence)| (package.to_owned(), licence.to_owned())).collect()
}

/// An SPDX expression: any branch of an OR, every part of an AND. The old `/` means OR.
fn is_fine(licence: &str) -> bool {
    let text = licence.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = text.split_whitespace().collect();
    !words.is_empty() && any(&words)
}

fn any(words: &[&str]) -> bool {
    split(words, "OR").into_iter().any(all)
}

fn all(words: &[&str]) -> bool {
    split(words, "AND").into_iter().all(|part| match part {
        ["(", inner @ .., ")"] => any(inner),
        [name] | [name, "WITH", _] => FINE.contains(name),
        _ => false,
    })
}

fn split<'a, 'b>(words: &'a [&'b str], joint: &str) -> Vec<&'a [&'b str]> {
    let mut depth = 0;
    let at_joint = |word: &&str| {
        match *word {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        depth == 0 && *word == joint
    };
    words.split(at_joint).collect()
}

#[test]
fn nothing_banned_is_built_in() {
    let packages = packages();
    assert!(packages.len() > 100, "cargo tree names {} packages", packages.len());
    let banned: Vec<_> =
        packages.keys().filter(|package| BANNED.contains(&package.split(' ').next().unwrap())).collect();
    assert_eq!(banned, Vec::<&String>::new());
}

#[test]
fn every_licence_is_known_and_fits() {
    let odd: Vec<_> =
        packages().into_iter().filter(|(name, licence)| !name.starts_with("koppel ") && !is_fine(licence)).collect();
    assert_eq!(odd, Vec::<(String, String)>::new());
}

#[test]
fn reader_of_licences_reads_expressions() {
    for fine in
        ["MIT", "MIT/Apache-2.0", "GPL-2.0 OR MIT", "(MIT OR GPL-2.0) AND ISC", "Apache-2.0 WITH LLVM-exception"]
    {
        assert!(is_fine(fine), "{fine}");
    }
    for odd in ["", "GPL-3.0-only", "MIT AND GPL-2.0", "(MIT OR ISC) AND SSPL-1.0", "custom"] {
        assert!(!is_fine(odd), "{odd}");
    }
}
