//! What can be said about an upstream, at its beginning and later.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Args;
use serde_json::Value;

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::secret_file;
use crate::domain::UpstreamId;
use crate::storage::upstreams::{Upstream, secret_place};
use crate::upstream::Registry;

/// Settings of an upstream; what is not named stays.
#[derive(Debug, Clone, Args)]
pub struct Given {
    /// Its name on buttons [new upstreams: the kind's own name].
    #[arg(long)]
    name: Option<String>,
    /// Which shipped field mapping to use, such as ekool-v2 or ekool-legacy.
    #[arg(long)]
    preset: Option<String>,
    /// Its issuer (oidc, harid, lti).
    #[arg(long, value_name = "URL", conflicts_with_all = ["login_url", "api_url"])]
    issuer: Option<String>,
    /// Where browsers sign in, when it is not the preset's (ekool, stuudium).
    #[arg(long, value_name = "URL")]
    login_url: Option<String>,
    /// Where we ask who it was, when it is not the preset's (ekool, stuudium).
    #[arg(long, value_name = "URL")]
    api_url: Option<String>,
    /// What it knows us by.
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// File with the secret it gave us, `-` for standard input (not lti).
    #[arg(long, value_name = "FILE")]
    pub client_secret_file: Option<PathBuf>,
    /// What we ask for, separated by spaces, when it is not the preset's.
    #[arg(long)]
    scopes: Option<String>,
    /// JSON file with keys that differ from the preset.
    #[arg(long, alias = "settings", value_name = "FILE")]
    pub settings_file: Option<PathBuf>,
}

impl Given {
    /// Lays these over an upstream.
    pub fn apply(self, desk: &Desk, row: &mut Upstream) -> Result<()> {
        row.name = self.name.unwrap_or(std::mem::take(&mut row.name));
        row.preset = self.preset.or(row.preset.take());
        row.issuer = self.issuer.or(row.issuer.take());
        row.login_url = self.login_url.or(row.login_url.take());
        row.api_url = self.api_url.or(row.api_url.take());
        row.client_id = self.client_id.unwrap_or(std::mem::take(&mut row.client_id));
        row.scopes = self.scopes.unwrap_or(std::mem::take(&mut row.scopes));
        if let Some(file) = &self.client_secret_file {
            let secret = secret_file::read("--client-secret-file", file)?;
            row.client_secret = desk.ground.vault.seal(&secret_place(&row.id), secret.as_bytes())?;
        }
        if let Some(file) = &self.settings_file {
            let text = std::fs::read_to_string(file).with_context(|| format!("--settings-file {}", file.display()))?;
            let settings: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
            if !settings.is_object() {
                return Err(failure("--settings-file is not a JSON object", "compare with config/upstreams/*.toml"));
            }
            row.settings = settings.to_string();
        }
        Ok(())
    }
}

/// Refuses what could not sign anybody in: two upstreams with one issuer, ourselves, wrong settings.
pub async fn check(desk: &Desk, row: &Upstream, others: &[Upstream]) -> Result<()> {
    let issuer = row.issuer.as_deref().map(|issuer| issuer.trim_end_matches('/'));
    if issuer.is_some() && issuer == Some(desk.ground.issuer()) {
        return Err(failure("--issuer is Koppel itself", "name the system that signs people in"));
    }
    let is_same = |other: &&Upstream| {
        let theirs = other.issuer.as_deref().map(|issuer| issuer.trim_end_matches('/'));
        is_another(other, &row.id) && other.disabled_at.is_none() && issuer.is_some() && theirs == issuer
    };
    if let Some(other) = others.iter().find(is_same) {
        let message = format!("--issuer is that of upstream {}", other.id);
        return Err(failure(message, "one issuer is one upstream: people would get two links for one identity"));
    }
    if row.disabled_at.is_none() {
        let registry = Registry::new(desk.ground.clone())?;
        registry.client(row).await.map_err(|error| {
            failure(
                error.to_string(),
                "config/upstreams/ holds the presets; private addresses need outgoing.allow_private",
            )
        })?;
    }
    Ok(())
}

fn is_another(other: &Upstream, id: &UpstreamId) -> bool {
    other.id != *id
}
