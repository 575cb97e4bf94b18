//! `koppel link import`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::super::account::import::{opened, say};
use super::super::desk::Desk;
use super::super::output::Format;
use super::super::progress::Bar;
use crate::domain::PlatformId;
use crate::files;
use crate::linking::import::{self, Options};

/// What the platform knows.
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

/// Brings the links in and says what was done; a conflict is a reported row.
pub async fn run(desk: &Desk, wanted: Import) -> Result<()> {
    let options = Options {
        platform: wanted.platform,
        format: files::Format::of_name(&wanted.file.to_string_lossy()),
        dry_run: wanted.dry_run,
        actor: desk.actor.clone(),
    };
    let (reader, bytes) = opened(&wanted.file)?;
    let bar = Bar::over(bytes);
    let report = import::run(&desk.ground, reader, &options, |at| bar.at(at.bytes, at.rows)).await?;
    bar.finish();
    say(wanted.format, &report)
}
