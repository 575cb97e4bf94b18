//! Section `[sessions]`: lifetimes of browser sessions and logins.

use super::ConfigError;
use super::values::Values;

/// Lifetimes of browser sessions and logins.
#[derive(Debug, Clone)]
pub struct Sessions {
    /// Minutes without use after which a browser session ends.
    pub idle_minutes: i64,
    /// Hours after which it ends in any case.
    pub absolute_hours: i64,
    /// Minutes a settings session lasts.
    pub settings_minutes: i64,
    /// Minutes one login may take.
    pub attempt_minutes: i64,
    /// How old a sign-in may be when an integration is added, in minutes.
    pub add_integration_minutes: i64,
    /// Minutes for "this was not me" right after linking.
    pub undo_minutes: i64,
    /// Days for the notice at an older way in.
    pub notice_days: i64,
    /// Days a printed claim code is good.
    pub claim_code_days: i64,
}

pub(super) const KEYS: &[&str] = &[
    "sessions.idle_minutes",
    "sessions.absolute_hours",
    "sessions.settings_minutes",
    "sessions.attempt_minutes",
    "sessions.add_integration_minutes",
    "sessions.undo_minutes",
    "sessions.notice_days",
    "sessions.claim_code_days",
];

impl Sessions {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let sessions = Self {
            idle_minutes: values.number("sessions.idle_minutes", 1..=43_200)?,
            absolute_hours: values.number("sessions.absolute_hours", 1..=720)?,
            settings_minutes: values.number("sessions.settings_minutes", 1..=240)?,
            attempt_minutes: values.number("sessions.attempt_minutes", 1..=240)?,
            add_integration_minutes: values.number("sessions.add_integration_minutes", 1..=60)?,
            undo_minutes: values.number("sessions.undo_minutes", 1..=1_440)?,
            notice_days: values.number("sessions.notice_days", 1..=365)?,
            claim_code_days: values.number("sessions.claim_code_days", 1..=90)?,
        };
        if sessions.idle_minutes > sessions.absolute_hours * 60 {
            let problem = "is longer than sessions.absolute_hours";
            return Err(ConfigError::new("sessions.idle_minutes", problem, "make it at most as long"));
        }
        Ok(sessions)
    }
}
