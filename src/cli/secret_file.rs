//! Secrets come from files or standard input (`-`), never from the command line, which every process can read.

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::failure::failure;

/// The first line of a file, or of standard input for `-`; an empty one is refused.
pub fn read(option: &str, file: &Path) -> Result<String> {
    let text = if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).with_context(|| format!("{option} -"))?;
        text
    } else {
        std::fs::read_to_string(file).with_context(|| format!("{option} {}", file.display()))?
    };
    let secret = text.lines().next().unwrap_or_default();
    if secret.is_empty() {
        return Err(failure(format!("{option} names an empty file"), "write the secret into its first line"));
    }
    Ok(secret.to_owned())
}
