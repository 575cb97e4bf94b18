//! Hidden commands for packagers: completions and man pages.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Cli;

/// For which shell.
#[derive(Debug, Args)]
pub struct Completions {
    /// Which one.
    shell: Shell,
}

/// Where man pages go.
#[derive(Debug, Args)]
pub struct Man {
    /// A directory; it is made.
    directory: PathBuf,
}

/// Prints a completion script.
pub fn completions(wanted: &Completions) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(wanted.shell, &mut Cli::command(), "koppel", &mut script);
    Ok(super::output::line(String::from_utf8_lossy(&script).trim_end())?)
}

/// Writes a man page for every command.
pub fn man(wanted: &Man) -> Result<()> {
    let directory = &wanted.directory;
    std::fs::create_dir_all(directory).with_context(|| directory.display().to_string())?;
    clap_mangen::generate_to(Cli::command(), directory).with_context(|| directory.display().to_string())
}
