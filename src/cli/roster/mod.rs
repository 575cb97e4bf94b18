//! `koppel roster …`: what a roster says, and bringing it in.

mod apply;
mod names;
mod plan;
mod score;
mod target;

use std::path::Path;

use anyhow::Result;
use clap::Subcommand;

/// What can be done with rosters.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring a file of journals to a platform: link and refresh them, as far as the guard lets it pass.
    Apply(apply::Options),
    /// Measure on labelled pairs of names how well candidates are found: precision and recall.
    Names(names::Names),
    /// Show what a file of journals would do: who is linked, waiting, new or blocked. Writes nothing.
    Plan(plan::Options),
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    match command {
        Command::Apply(options) => apply::run(file, options).await,
        Command::Names(names) => names::run(&names),
        Command::Plan(options) => plan::run(file, options).await,
    }
}
