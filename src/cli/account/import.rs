//! `koppel account import`.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Args;
use serde_json::json;

use super::super::desk::Desk;
use super::super::output::{self, Format};
use super::super::progress::Bar;
use crate::accounts::import::{self, Options, Report};
use crate::domain::PlatformId;

/// What to bring in.
#[derive(Debug, Args)]
pub struct Import {
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

/// Brings them in and says what was done.
pub async fn run(desk: &Desk, wanted: Import) -> Result<()> {
    let options = Options {
        platform: wanted.platform,
        format: import::Format::of_name(&wanted.file.to_string_lossy()),
        dry_run: wanted.dry_run,
        actor: desk.actor.clone(),
    };
    let (reader, bytes) = opened(&wanted.file)?;
    let bar = Bar::over(bytes);
    let report = import::run(&desk.ground, reader, &options, |at| bar.at(at.bytes, at.rows)).await?;
    bar.finish();
    say(wanted.format, &report)
}

/// The file and its length, or standard input.
pub fn opened(file: &Path) -> Result<(Box<dyn Read>, Option<u64>)> {
    if file == Path::new("-") {
        return Ok((Box::new(std::io::stdin()), None));
    }
    let opened = File::open(file).with_context(|| file.display().to_string())?;
    let bytes = opened.metadata().map(|about| about.len()).ok();
    Ok((Box::new(opened), bytes))
}

/// The report, for a person or a script.
pub fn say(format: Format, report: &Report) -> Result<()> {
    if format.json {
        return Ok(output::json(&json!(report))?);
    }
    for bad in &report.bad_rows {
        let field = bad.field.as_ref().map_or(String::new(), |field| format!("{field}: "));
        output::note(&format!("row {}: {field}{}", bad.row, bad.reason));
    }
    let verb = if report.dry_run { "would be " } else { "" };
    output::line(&format!(
        "{} rows: {verb}created {}, {verb}updated {}, unchanged {}, bad {}",
        report.rows, report.created, report.updated, report.unchanged, report.bad
    ))?;
    Ok(())
}
