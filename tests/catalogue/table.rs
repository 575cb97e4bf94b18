//! `docs/catalogue.md`: every line of the catalogue, and what came of it when it was run last.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use koppel::domain::Clock;

use super::rows::{ROWS, Row, State};
use super::run::Came;

const HEAD: &str = "# The test catalogue\n\n\
Every line of the catalogue of tests, the figure it asks for, and what was run last with `tests/run.sh --full [ID…]`, which \
writes this table. Which tests stand behind an id is said by their doc comments (`grep -rn 'B2\\b' tests/it src`). The build \
is the `full` profile of `Cargo.toml`; seconds are of the whole id on the machine it was run on, often beside other \
work, and promise nothing.\n\n\
| id | what | figure asked | n that was run | outcome | seconds | date |\n|---|---|---|---|---|---|---|\n";

fn place() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/catalogue.md")
}

/// The last four cells of every line that is there, by id.
fn known() -> BTreeMap<String, String> {
    let text = fs::read_to_string(place()).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.strip_prefix("| "));
    lines
        .filter_map(|line| {
            let cells: Vec<&str> = line.split(" | ").collect();
            Some(((*cells.first()?).to_owned(), cells.get(3..7)?.join(" | ")))
        })
        .collect()
}

/// Writes the table anew with this line as it came out today; the others stay.
pub fn keep(row: &Row, came: &Came) {
    let counted = if came.counted.is_empty() { "–".to_owned() } else { came.counted.join("; ") };
    let mut known = known();
    let today = Clock::system().now().format("%Y-%m-%d");
    known.insert(row.ids.to_owned(), format!("{counted} | {} | {} | {today} |", came.outcome(), came.seconds));
    let mut text = HEAD.to_owned();
    for row in ROWS {
        let last = match row.state {
            State::Later(when) => format!("– | not yet: {when} | – | – |"),
            State::Here | State::Part(_) => {
                known.remove(row.ids).unwrap_or_else(|| "– | not run with these counts yet | – | – |".to_owned())
            }
        };
        let figure = match row.state {
            State::Part(missing) => format!("{}. Not yet: {missing}", row.figure),
            _ => row.figure.to_owned(),
        };
        writeln!(text, "| {} | {} | {figure} | {last}", row.ids, row.what).unwrap();
    }
    fs::write(place(), text).unwrap();
}
