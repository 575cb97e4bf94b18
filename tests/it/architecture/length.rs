//! How long files and functions may be.

use super::files;

const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 50;
const LONGEST_TEST: usize = 55;

/// Name and lines of every function, by the indentation that rustfmt gives its braces.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let words = code.split_whitespace().take_while(|word| {
            matches!(*word, "pub" | "async" | "const")
                || word.starts_with("pub(")
                || *word == "fn"
                || word.ends_with(')')
        });
        if !words.clone().any(|word| word == "fn") || line.trim_end().ends_with(['}', ';']) {
            continue;
        }
        let indent = line.len() - code.len();
        let end = format!("{}}}", &line[..indent]);
        let length = lines[at..].iter().position(|line| *line == end).map_or(1, |length| length + 1);
        let name = code.split("fn ").nth(1).unwrap_or_default().split(['(', '<']).next().unwrap_or_default();
        found.push((name.to_owned(), length));
    }
    found
}

#[test]
fn files_and_functions_end_before_one_is_lost_in_them() {
    let mut wrong = Vec::new();
    for (folder, longest) in [("src", LONGEST_FUNCTION), ("tests/it", LONGEST_TEST)] {
        for (file, text) in files(folder, "rs") {
            let lines = text.lines().count();
            if lines > LONGEST_FILE {
                wrong.push(format!("{file} has {lines} lines (stop at {LONGEST_FILE})"));
            }
            let long = functions(&text).into_iter().filter(|(_, lines)| *lines > longest);
            wrong.extend(long.map(|(name, lines)| format!("{file}: fn {name} has {lines} lines (stop at {longest})")));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn reader_of_lengths_sees_functions() {
    let text = "pub fn one() {\n    two();\n}\n\nimpl X {\n    pub(super) async fn two<T>(\n        a: T,\n    ) -> T {\n        a\n    }\n}\n";
    assert_eq!(functions(text), [("one".to_owned(), 3), ("two".to_owned(), 5)]);
}
