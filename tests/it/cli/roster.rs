//! `koppel roster …`.

use std::path::Path;

use sha2::{Digest as _, Sha256};

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/names.csv");

/// Nobody picks what is held aside: `tests/golden/README.md` says the rule.
#[test]
fn the_golden_names_are_held_aside_by_their_hash() {
    let mut reader = csv::Reader::from_path(Path::new(GOLDEN)).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.len() >= 300, "{} pairs", rows.len());
    for row in &rows {
        let names: Vec<&str> = row.iter().skip(2).take(4).collect();
        let hash = Sha256::digest(names.join("|").as_bytes());
        let number = u64::from_be_bytes(hash[..8].try_into().unwrap());
        let set = if number.is_multiple_of(3) { "aside" } else { "tune" };
        assert_eq!(row.get(0), Some(set), "{names:?}");
    }
}
