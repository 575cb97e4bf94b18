//! `koppel roster …`: what a roster says, before anything is written.

mod names;
mod score;

use anyhow::Result;
use clap::Subcommand;

/// What can be done with rosters.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Measure on labelled pairs of names how well candidates are found: precision and recall.
    Names(names::Names),
}

/// Runs one of them.
pub fn run(command: Command) -> Result<()> {
    match command {
        Command::Names(names) => names::run(&names),
    }
}
