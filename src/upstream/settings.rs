//! Settings of an upstream: a preset from `config/upstreams/`, overridden by the row's `settings`.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use url::Url;

use super::UpstreamError;
use crate::domain::UpstreamKind;
use crate::storage::upstreams::Upstream;

/// How we prove ourselves to a token endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ClientAuth {
    /// HTTP Basic.
    Basic,
    /// Id and secret in the form.
    Post,
}

fn presets(kind: UpstreamKind) -> (&'static str, &'static str) {
    match kind {
        UpstreamKind::Oidc => ("oidc", include_str!("../../config/upstreams/oidc.toml")),
        UpstreamKind::Ekool => ("ekool-v2", include_str!("../../config/upstreams/ekool.toml")),
        UpstreamKind::Stuudium => ("stuudium", include_str!("../../config/upstreams/stuudium.toml")),
        UpstreamKind::Harid => ("harid", include_str!("../../config/upstreams/harid.toml")),
        UpstreamKind::Lti => ("lti", include_str!("../../config/upstreams/lti.toml")),
    }
}

fn wrong(key: &str, problem: impl std::fmt::Display) -> UpstreamError {
    UpstreamError::Misconfigured(format!("{key}: {problem}"))
}

/// The settings of a row: its preset with the row's JSON laid over it, key by key.
///
/// # Errors
/// [`UpstreamError::Misconfigured`] names the preset or the key.
pub(super) fn read<T: DeserializeOwned>(row: &Upstream) -> Result<T, UpstreamError> {
    let (first, text) = presets(row.kind);
    let file: Map<String, Value> = toml::from_str(text).map_err(|error| wrong("preset", error))?;
    let name = row.preset.as_deref().unwrap_or(first);
    let mut settings = file.get(name).cloned().ok_or_else(|| {
        let known: Vec<&str> = file.keys().map(String::as_str).collect();
        wrong("preset", format!("{name:?} is unknown; use one of {}", known.join(" ")))
    })?;
    let over: Map<String, Value> =
        serde_json::from_str(&row.settings).map_err(|error| wrong("settings", format!("no JSON object: {error}")))?;
    lay_over(&mut settings, Value::Object(over));
    serde_json::from_value(settings).map_err(|error| wrong("settings", error))
}

/// Lays one JSON value over another; objects are laid key by key, everything else is replaced.
fn lay_over(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                lay_over(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over,
    }
}

/// The row's address where it has one, else the preset's, with a path laid on.
///
/// # Errors
/// [`UpstreamError::Misconfigured`] names the key.
pub(super) fn address(key: &str, own: Option<&str>, preset: &str, path: &str) -> Result<Url, UpstreamError> {
    let base = own.unwrap_or(preset).trim_end_matches('/');
    let url = Url::parse(&format!("{base}{path}")).map_err(|error| wrong(key, error))?;
    if url.cannot_be_a_base() || !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() {
        return Err(wrong(key, "not an http or https address"));
    }
    Ok(url)
}

/// An optional address of the settings: empty means none.
///
/// # Errors
/// [`UpstreamError::Misconfigured`] names the key.
pub(super) fn optional_address(key: &str, text: &str) -> Result<Option<Url>, UpstreamError> {
    if text.is_empty() { Ok(None) } else { address(key, Some(text), "", "").map(Some) }
}
