//! `koppel doctor`: looks at everything a server needs, and says what to do about what it finds.

mod clients;
mod database;
mod mail;
mod neighbours;
mod sealed;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use serde_json::json;

use super::output::{self, Format};
use crate::config::{Config, ConfigError};
use crate::domain::{Clock, Random};
use crate::ground::{Ground, GroundError};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at, such as `database` or `upstream ekool`.
    check: String,
    /// How bad it is.
    state: State,
    /// What was seen.
    seen: String,
    /// What to do about it; empty when all is well.
    hint: String,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Well,
    Warning,
    Failing,
}

impl State {
    fn as_str(self) -> &'static str {
        match self {
            Self::Well => "ok",
            Self::Warning => "warning",
            Self::Failing => "failing",
        }
    }
}

impl Finding {
    fn well(check: impl Into<String>, seen: impl Into<String>) -> Self {
        Self { check: check.into(), state: State::Well, seen: seen.into(), hint: String::new() }
    }

    fn warning(check: impl Into<String>, seen: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { check: check.into(), state: State::Warning, seen: seen.into(), hint: hint.into() }
    }

    fn failing(check: impl Into<String>, seen: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { check: check.into(), state: State::Failing, seen: seen.into(), hint: hint.into() }
    }

    fn of_config(error: &ConfigError) -> Self {
        Self::failing("configuration", error.to_string(), error.hint.clone())
    }
}

/// Looks at everything; exit 1 when something fails. One line per failing check on stdout, the rest on stderr.
pub async fn run(file: Option<&Path>, format: Format) -> Result<ExitCode> {
    let findings = findings(file).await;
    if format.json {
        let line = |f: &Finding| json!({ "check": f.check, "state": f.state.as_str(), "seen": f.seen, "hint": f.hint });
        output::json(&findings.iter().map(line).collect())?;
    } else {
        findings.iter().try_for_each(say)?;
    }
    let is_well = findings.iter().all(|finding| finding.state != State::Failing);
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn say(finding: &Finding) -> std::io::Result<()> {
    let Finding { check, state, seen, hint } = finding;
    let state = state.as_str();
    if finding.state == State::Well {
        output::note(&format!("{state} {check}: {seen}"));
        return Ok(());
    }
    output::line(&format!("{state} {check}: {}. hint: {hint}", seen.trim_end_matches('.').replace('\n', " ")))
}

async fn findings(file: Option<&Path>) -> Vec<Finding> {
    let config = match Config::load(file, std::env::vars()) {
        Ok(config) => config,
        Err(error) => return vec![Finding::of_config(&error)],
    };
    let mut found = vec![Finding::well("configuration", "every section fits")];
    let shown = config.database.shown();
    match Ground::open(config, Clock::system(), Random::system()).await {
        Ok(ground) => found.extend(on_ground(&ground).await),
        Err(GroundError::Config(error)) => found.push(Finding::of_config(&error)),
        Err(GroundError::Storage(error)) => {
            let hint = format!("is {shown} there, running and open to this user?");
            found.push(Finding::failing("database", error.to_string(), hint));
        }
    }
    found
}

async fn on_ground(ground: &Ground) -> Vec<Finding> {
    let (mut found, is_usable) = database::look(ground).await;
    found.push(neighbours::cache(ground).await);
    found.push(mail::look(ground).await);
    if is_usable {
        found.extend(sealed::look(ground).await);
        found.extend(clients::look(ground).await);
        found.extend(mail::contacts(ground).await);
        found.extend(neighbours::upstreams(ground).await);
    }
    found.push(neighbours::public_url(ground).await);
    found
}
