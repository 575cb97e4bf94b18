//! Section `[tokens]`: lifetimes of what we issue.

use super::ConfigError;
use super::values::Values;

/// Lifetimes of what we issue, in seconds.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// Authorization code.
    pub code_seconds: i64,
    /// Access token.
    pub access_seconds: i64,
    /// ID token.
    pub id_token_seconds: i64,
    /// Refresh token without use.
    pub refresh_idle_seconds: i64,
    /// All refresh tokens of one sign-in together.
    pub refresh_absolute_seconds: i64,
    /// Days after which a new signing key is made; 0 turns the schedule off.
    pub key_rotation_days: i64,
}

pub(super) const KEYS: &[&str] = &[
    "tokens.code_seconds",
    "tokens.access_seconds",
    "tokens.id_token_seconds",
    "tokens.refresh_idle_seconds",
    "tokens.refresh_absolute_seconds",
    "tokens.key_rotation_days",
];

const YEAR: i64 = 366 * 24 * 3_600;

impl Tokens {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let tokens = Self {
            // At most a minute. Source: OWASP ASVS 5.0, 10.4.3.
            code_seconds: values.number("tokens.code_seconds", 1..=60)?,
            access_seconds: values.number("tokens.access_seconds", 5..=86_400)?,
            id_token_seconds: values.number("tokens.id_token_seconds", 5..=86_400)?,
            refresh_idle_seconds: values.number("tokens.refresh_idle_seconds", 5..=YEAR)?,
            refresh_absolute_seconds: values.number("tokens.refresh_absolute_seconds", 5..=YEAR)?,
            key_rotation_days: values.number("tokens.key_rotation_days", 0..=3_650)?,
        };
        if tokens.refresh_idle_seconds > tokens.refresh_absolute_seconds {
            let problem = "is longer than tokens.refresh_absolute_seconds";
            return Err(ConfigError::new("tokens.refresh_idle_seconds", problem, "make it at most as long"));
        }
        Ok(tokens)
    }
}
