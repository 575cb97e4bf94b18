//! Section `[mail]`: notices to verified addresses.

use secrecy::{ExposeSecret as _, SecretString};

use super::ConfigError;
use super::values::Values;

/// Mail.
#[derive(Debug, Clone)]
pub struct Mail {
    /// `smtp://…` or `smtps://…`, with user and password where needed.
    pub smtp_url: SecretString,
    /// The From address.
    pub from: String,
}

pub(super) const KEYS: &[&str] = &["mail.smtp_url", "mail.smtp_url_file", "mail.from"];

impl Mail {
    pub(super) fn read(values: &Values) -> Result<Option<Self>, ConfigError> {
        if !values.has_section("mail") {
            return Ok(None);
        }
        let smtp_url = values.secret("mail.smtp_url", "mail.smtp_url_file")?.ok_or_else(|| {
            ConfigError::new("mail.smtp_url", "is missing", "set it, or leave the whole section [mail] out")
        })?;
        let mail = Self { smtp_url, from: values.required("mail.from")? };
        mail.validate()?;
        Ok(Some(mail))
    }

    fn validate(&self) -> Result<(), ConfigError> {
        if lettre::AsyncSmtpTransport::<lettre::Tokio1Executor>::from_url(self.smtp_url.expose_secret()).is_err() {
            let hint = "write it like smtps://USER:PASSWORD@mail.example.org";
            return Err(ConfigError::new("mail.smtp_url", "is not an SMTP address", hint));
        }
        if self.from.parse::<lettre::message::Mailbox>().is_err() {
            let hint = "write it like Koppel <koppel@example.org>";
            return Err(ConfigError::new("mail.from", format!("{:?} is not a sender", self.from), hint));
        }
        Ok(())
    }
}
