//! The audit log as a file that a table program opens.

use crate::storage::audit_search::Seen;

/// The first line. Nobody is named: accounts are ids here.
pub(crate) const HEAD: &str = "number,at,action,actor,account,object,chain_hash\r\n";

/// One row, as RFC 4180 writes it.
pub(crate) fn line(row: &Seen) -> String {
    let account = row.account_id.as_ref().map_or("", |id| id.as_str());
    let (number, at) = (row.number.to_string(), row.at.to_rfc3339());
    let object = row.object.as_deref().unwrap_or_default();
    let hash = row.chain_hash.as_deref().unwrap_or_default();
    let cells = [number.as_str(), &at, &row.action, &row.actor, account, object, hash].map(cell);
    format!("{}\r\n", cells.join(","))
}

/// A cell that no table program takes for a formula.
fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(cell(text), format!("\"'{text}\""));
        }
        assert_eq!(cell("link.created"), "\"link.created\"");
        assert_eq!(cell("a \"b\", c"), "\"a \"\"b\"\", c\"");
    }
}
