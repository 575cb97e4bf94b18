//! Who sat in a journal when it was last applied, as one text: a line for each, in the order of their ids. It is good as
//! long as the journal may be passed over where its digest is the same; see `Evidence::is_settled`.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

use super::{Seen, roles};
use crate::roster::{Filtered, Row};
use crate::storage::journals::Journal;

/// So much of a keyed digest: 72 bits of what no upstream can foresee.
const DIGEST: usize = 12;

/// Everybody who has a seat once this was applied. A usable id holds no control character.
pub(in crate::roster) fn text(said: &Filtered) -> String {
    let mut text = String::with_capacity(said.rows.len() * 32);
    for row in said.rows.iter().filter(|row| !row.roles.is_empty()) {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{}\t{}\t{}", row.subject, what_for(row), beginning(row));
    }
    text
}

/// Whom a plan of this reading may pass over, by what sat there before.
pub(super) fn seen(journal: &Journal, text: &str, said: &Filtered) -> Seen {
    let sat: HashSet<&str> = text.lines().collect();
    let line = |row: &Row| format!("{}\t{}\t{}", row.subject, what_for(row), beginning(row));
    let stays = said.rows.iter().filter(|row| !row.roles.is_empty() && sat.contains(line(row).as_str()));
    let settled: BTreeSet<String> = stays.map(|row| row.subject.clone()).collect();
    let told: HashSet<&str> = said.rows.iter().map(|row| row.subject.as_str()).collect();
    let subjects = text.lines().filter_map(|line| line.split('\t').next());
    let untold = subjects.filter(|subject| !told.contains(subject)).map(str::to_owned).collect();
    Seen { digest: journal.applied_digest.clone(), settled: Arc::new(settled), untold }
}

fn what_for(row: &Row) -> &'static str {
    match roles(&row.roles) {
        [true, false] => "p",
        [false, true] => "t",
        [true, true] => "pt",
        [false, false] => "",
    }
}

fn beginning(row: &Row) -> &str {
    row.digest.get(..DIGEST).unwrap_or(&row.digest)
}
