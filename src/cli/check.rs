//! `koppel check`.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

use super::desk::Desk;
use super::output;
use crate::storage::check::check;

/// Proves on the live database what must always be true: one line per violation, exit 1 when there is one.
pub async fn run(file: Option<&Path>) -> Result<ExitCode> {
    let desk = Desk::open(file).await?;
    let violations = check(&desk.ground.db, &desk.ground.vault, desk.now).await?;
    for violation in &violations {
        output::line(&violation.to_string())?;
    }
    if violations.is_empty() {
        output::note("every invariant holds");
        return Ok(ExitCode::SUCCESS);
    }
    output::note("hint: stop nothing, change nothing by hand; keep this output and a backup, and ask for help");
    Ok(ExitCode::FAILURE)
}
