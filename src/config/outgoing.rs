//! Section `[outgoing]`: calls we make to others.

use std::path::{Path, PathBuf};

use super::values::Values;
use super::{ConfigError, Network};

/// Calls we make to others.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// PEM file with certificates to trust besides the system's.
    pub extra_ca_file: Option<PathBuf>,
    /// Hosts, addresses or CIDR ranges that may be private or loopback.
    pub allow_private: Vec<String>,
    /// Time to connect, in milliseconds.
    pub connect_ms: u64,
    /// Time for a whole call, in milliseconds.
    pub total_ms: u64,
    /// Largest answer we read, in bytes.
    pub max_body_bytes: u64,
}

pub(super) const KEYS: &[&str] = &[
    "outgoing.extra_ca_file",
    "outgoing.allow_private",
    "outgoing.connect_ms",
    "outgoing.total_ms",
    "outgoing.max_body_bytes",
];

impl Outgoing {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let outgoing = Self {
            extra_ca_file: values.path("outgoing.extra_ca_file")?,
            allow_private: values.list("outgoing.allow_private")?,
            connect_ms: values.number("outgoing.connect_ms", 50..=60_000)?.unsigned_abs(),
            total_ms: values.number("outgoing.total_ms", 100..=120_000)?.unsigned_abs(),
            max_body_bytes: values.number("outgoing.max_body_bytes", 4_096..=67_108_864)?.unsigned_abs(),
        };
        outgoing.validate()?;
        Ok(outgoing)
    }

    fn validate(&self) -> Result<(), ConfigError> {
        self.extra_ca_file.as_deref().map_or(Ok(()), holds_certificates)?;
        if let Some(entry) = self.allow_private.iter().find(|entry| !is_host_or_network(entry)) {
            let problem = format!("{entry:?} is neither a host nor an address range");
            return Err(ConfigError::new(
                "outgoing.allow_private",
                problem,
                "write it like sis.example.org or 10.0.0.0/8",
            ));
        }
        if self.connect_ms > self.total_ms {
            let problem = "is longer than outgoing.total_ms";
            return Err(ConfigError::new("outgoing.connect_ms", problem, "connecting is a part of the whole call"));
        }
        Ok(())
    }
}

fn holds_certificates(path: &Path) -> Result<(), ConfigError> {
    let wrong = |problem: String| {
        ConfigError::new("outgoing.extra_ca_file", problem, "name a PEM file with at least one certificate")
    };
    let text = std::fs::read(path).map_err(|error| wrong(format!("{} cannot be read: {error}", path.display())))?;
    match reqwest::Certificate::from_pem_bundle(&text) {
        Ok(certificates) if !certificates.is_empty() => Ok(()),
        _ => Err(wrong(format!("{} holds no certificate", path.display()))),
    }
}

fn is_host_or_network(entry: &str) -> bool {
    let is_name = |text: &str| {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-');
        !text.is_empty() && text.bytes().all(allowed) && text.bytes().any(|b| b.is_ascii_lowercase())
    };
    entry.parse::<Network>().is_ok() || is_name(entry)
}
