//! Data to stdout, everything else to stderr.

use std::io::{self, Write as _};

use clap::Args;
use serde_json::Value;

/// Whether a script reads the answer.
#[derive(Debug, Clone, Copy, Args)]
pub struct Format {
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Prints one value as one line of JSON.
///
/// # Errors
/// Nobody reads any more.
pub fn json(value: &Value) -> io::Result<()> {
    line(&value.to_string())
}

/// Puts one more key into an object.
pub fn put(object: &mut Value, key: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

/// Prints one line.
///
/// # Errors
/// Nobody reads any more.
pub fn line(text: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{text}")
}

/// Says something to the person at the terminal.
pub fn note(text: &str) {
    // Nothing can be done about a terminal that is gone.
    let _ = writeln!(io::stderr(), "{text}");
}

/// Prints one object: `key: value` lines, or JSON.
///
/// # Errors
/// Nobody reads any more.
pub fn record(format: Format, value: &Value) -> io::Result<()> {
    let Some(object) = value.as_object().filter(|_| !format.json) else { return json(value) };
    for (key, value) in object {
        line(format!("{key}: {}", plain(value)).trim_end())?;
    }
    Ok(())
}

/// Prints many objects: a table of the chosen keys, or a JSON array of everything.
///
/// # Errors
/// Nobody reads any more.
pub fn table(format: Format, rows: &[Value], columns: &[&str]) -> io::Result<()> {
    if format.json {
        return json(&Value::Array(rows.to_vec()));
    }
    let cell = |row: &Value, column: &str| row.get(column).map_or(String::new(), plain);
    let mut lines = vec![columns.iter().map(|column| (*column).to_owned()).collect::<Vec<_>>()];
    lines.extend(rows.iter().map(|row| columns.iter().map(|column| cell(row, column)).collect()));
    let widths: Vec<usize> = (0..columns.len())
        .map(|at| lines.iter().filter_map(|line| line.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0))
        .collect();
    for cells in lines {
        let padded: Vec<String> = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        line(padded.join("  ").trim_end())?;
    }
    Ok(())
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
