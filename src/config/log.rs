//! Section `[log]`.

use tracing_subscriber::EnvFilter;

use super::ConfigError;
use super::values::Values;

/// Logs.
#[derive(Debug, Clone)]
pub struct Log {
    /// For people or for machines.
    pub format: LogFormat,
    /// A filter such as `info` or `koppel=debug`.
    pub level: String,
}

crate::terms!(
    /// How log lines look.
    LogFormat {
        /// Lines for people.
        Human = "human",
        /// One JSON object per line.
        Json = "json",
    }
);

pub(super) const KEYS: &[&str] = &["log.format", "log.level"];

impl Log {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let format = values.parse("log.format", "human or json")?.unwrap_or(LogFormat::Human);
        let level = values.required("log.level")?;
        if EnvFilter::try_new(&level).is_err() {
            let hint = "write it like info or koppel=debug,warn";
            return Err(ConfigError::new("log.level", format!("{level:?} is not a filter"), hint));
        }
        Ok(Self { format, level })
    }
}
