//! `koppel roster …`: what a roster says, before anything is written.

mod names;
mod plan;
mod score;

use std::path::Path;

use anyhow::Result;
use clap::Subcommand;

/// What can be done with rosters.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Measure on labelled pairs of names how well candidates are found: precision and recall.
    Names(names::Names),
    /// Show what a file of journals would do: who is linked, waiting, new or blocked. Writes nothing.
    Plan(plan::Options),
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    match command {
        Command::Names(names) => names::run(&names),
        Command::Plan(options) => plan::run(file, options).await,
    }
}
