//! Cells of CSV files that a spreadsheet would take for a formula.
//!
//! Source: OWASP, "CSV Injection": a cell that begins with `=`, `+`, `-`, `@`, tab or carriage return is run by Excel
//! and its like. An apostrophe before it makes it text. What we write so, we read back as it was.

use std::borrow::Cow;

const MARK: char = '\'';
const DANGEROUS: &[char] = &['=', '+', '-', '@', '\t', '\r'];

/// The cell as it may stand in a CSV file.
#[must_use]
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) { Cow::Owned(format!("{MARK}{cell}")) } else { Cow::Borrowed(cell) }
}

/// What [`guarded`] was given.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix(MARK).filter(|inner| is_formula(inner)).unwrap_or(cell)
}

/// Marks before it count too: else a cell that begins with `'=` could not be told from a guarded `=`.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches(MARK).starts_with(DANGEROUS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cell_that_begins_a_formula_is_marked_and_no_other() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("+372", "'+372"),
            ("-1", "'-1"),
            ("@sum", "'@sum"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("'=1", "''=1"),
            ("'t Hooft", "'t Hooft"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!((guarded(cell).as_ref(), unguarded(written)), (written, cell), "{cell:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(cell in "['=+@a\t\r-]{0,6}") {
            let written = guarded(&cell);
            prop_assert_eq!(unguarded(&written), cell.as_str());
            prop_assert!(!written.starts_with(DANGEROUS));
        }
    }
}
