//! What commands that bring in a file have in common: the file, and the report.

use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Args;
use serde_json::json;

use super::desk::Desk;
use super::failure::failure;
use super::output::{self, Format};
use super::platform;
use super::progress::Bar;
use crate::domain::PlatformId;
use crate::files::{self, BadRow, FileError, Options, Progress, Report};

/// What to bring in.
#[derive(Debug, Args)]
pub struct Given {
    /// CSV (with a header) or JSON lines, by the end of its name; `-` for CSV on standard input.
    file: PathBuf,
    /// Whose accounts these are.
    #[arg(long)]
    platform: PlatformId,
    /// Read and compare everything, write nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    format: Format,
}

/// What an import reads, how it is to be done, and whom it tells how far it is.
pub struct Job<'a> {
    /// The file.
    pub reader: Box<dyn Read>,
    /// How.
    pub options: &'a Options,
    /// Called after each batch.
    pub progress: &'a mut dyn FnMut(Progress),
}

impl Given {
    /// Nothing is to be written.
    pub fn is_dry_run(&self) -> bool {
        self.dry_run
    }
}

/// Brings a file in, prints the report and answers it. A bad row is a line of the report, not an error.
///
/// # Errors
/// The file cannot be opened, or the import cannot begin or go on.
pub async fn run<E>(desk: &Desk, given: Given, import: impl AsyncFnOnce(Job<'_>) -> Result<Report, E>) -> Result<Report>
where
    E: Error + Send + Sync + 'static,
{
    platform::find(desk, &given.platform).await?;
    let options = &Options {
        platform: given.platform,
        format: files::Format::of_name(&given.file.to_string_lossy()),
        dry_run: given.dry_run,
        actor: desk.actor.clone(),
    };
    let (reader, bytes) = opened(&given.file)?;
    let bar = Bar::over(bytes);
    let progress = &mut |at: Progress| bar.at(at.bytes, at.rows);
    let report = import(Job { reader, options, progress }).await.map_err(|error| advised(error.into()))?;
    bar.finish();
    say(given.format, &report)?;
    Ok(report)
}

fn advised(error: anyhow::Error) -> anyhow::Error {
    if error.chain().any(<dyn Error>::is::<FileError>) {
        return failure(format!("{error:#}"), "docs/operators-import.md tells which columns and files are read");
    }
    error
}

/// The file and its length, or standard input.
fn opened(file: &Path) -> Result<(Box<dyn Read>, Option<u64>)> {
    if file == Path::new("-") {
        return Ok((Box::new(std::io::stdin()), None));
    }
    let opened = File::open(file).with_context(|| file.display().to_string())?;
    let bytes = opened.metadata().map(|about| about.len()).ok();
    Ok((Box::new(opened), bytes))
}

/// Says which rows of a file could not be read, and why.
pub fn note_bad(rows: &[BadRow]) {
    for bad in rows {
        let field = bad.field.as_ref().map_or(String::new(), |field| format!("{field}: "));
        output::note(&format!("row {}: {field}{}", bad.row, bad.reason));
    }
}

/// The report, for a person or a script.
fn say(format: Format, report: &Report) -> Result<()> {
    if format.json {
        return Ok(output::json(&json!(report))?);
    }
    note_bad(&report.bad_rows);
    let verb = if report.dry_run { "would be " } else { "" };
    output::line(&format!(
        "{} rows: {verb}created {}, {verb}updated {}, unchanged {}, bad {}",
        report.rows, report.created, report.updated, report.unchanged, report.bad
    ))?;
    Ok(())
}
