//! Section `[mail]`: notices to verified addresses.

use std::borrow::Cow;

use lettre::message::Mailbox;
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret as _, SecretString};
use url::{Host, Url};

use super::ConfigError;
use super::values::Values;
use crate::domain::is_loopback;

/// Mail.
#[derive(Debug, Clone)]
pub struct Mail {
    /// The server that takes our letters: a name, an IPv4 address, or an IPv6 address in brackets.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is protected.
    pub tls: MailTls,
    /// User and password, where the server wants them.
    pub sign_in: Option<MailSignIn>,
    /// The From address.
    pub from: Mailbox,
    /// Time for one letter from connecting to the server's last word, in milliseconds.
    pub total_ms: u64,
}

/// How the way to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailTls {
    /// TLS from the first byte (`smtps://`, RFC 8314).
    Implicit,
    /// STARTTLS, and nothing is said without it (`smtp://`, RFC 3207).
    StartTls,
    /// Not at all (`smtp://…?tls=none`).
    Plain,
}

/// Who we are at the mail server.
#[derive(Debug, Clone)]
pub struct MailSignIn {
    /// User name.
    pub user: String,
    /// Password.
    pub password: SecretString,
}

pub(super) const KEYS: &[&str] = &["mail.smtp_url", "mail.smtp_url_file", "mail.from", "mail.total_ms"];

/// Less than the default of `server.shutdown_seconds`: a stop waits for letters under way.
const TOTAL_MS: u64 = 15_000;

impl Mail {
    pub(super) fn read(values: &Values) -> Result<Option<Self>, ConfigError> {
        if !values.has_section("mail") {
            return Ok(None);
        }
        let address = values.secret("mail.smtp_url", "mail.smtp_url_file")?.ok_or_else(|| {
            ConfigError::new("mail.smtp_url", "is missing", "set it, or leave the whole section [mail] out")
        })?;
        let total_ms = if values.is_given("mail.total_ms") {
            values.number("mail.total_ms", 100..=60_000)?.unsigned_abs()
        } else {
            TOTAL_MS
        };
        let from = sender(&values.required("mail.from")?)?;
        Self::at(address.expose_secret(), from, total_ms).map(Some)
    }

    /// The server at an address such as `smtps://USER:PASSWORD@HOST` or `smtp://HOST:PORT?tls=none`.
    ///
    /// # Errors
    /// The address is none, asks for a protection we do not know, or would send a password in the clear.
    pub fn at(address: &str, from: Mailbox, total_ms: u64) -> Result<Self, ConfigError> {
        let none = || wrong("is not an SMTP address", "write it like smtps://USER:PASSWORD@mail.example.org");
        let url: Url = address.parse().map_err(|_| none())?;
        let host = url.host_str().filter(|host| !host.is_empty() && matches!(url.path(), "" | "/"));
        let host = host.ok_or_else(none)?.to_owned();
        let (tls, usual_port) = protection(&url)?;
        let sign_in = sign_in(&url)?;
        if sign_in.is_some() && tls == MailTls::Plain && !is_here(&url) {
            let problem = "would send the password in the clear";
            return Err(wrong(problem, "leave tls=none out, or use a server that asks for no password"));
        }
        Ok(Self { host, port: url.port().unwrap_or(usual_port), tls, sign_in, from, total_ms })
    }
}

fn wrong(problem: &str, hint: &str) -> ConfigError {
    ConfigError::new("mail.smtp_url", problem, hint)
}

fn sender(text: &str) -> Result<Mailbox, ConfigError> {
    let hint = "write it like Koppel <koppel@example.org>";
    text.parse().map_err(|_| ConfigError::new("mail.from", format!("{text:?} is not a sender"), hint))
}

/// The protection an address asks for, and the port that goes with it (RFC 8314, RFC 6409, RFC 5321).
fn protection(url: &Url) -> Result<(MailTls, u16), ConfigError> {
    let hint = "use smtps://HOST, smtp://HOST (STARTTLS, required), or smtp://HOST?tls=none";
    match (url.scheme(), url.query()) {
        ("smtps", None) => Ok((MailTls::Implicit, 465)),
        ("smtp", None | Some("tls=required")) => Ok((MailTls::StartTls, 587)),
        ("smtp", Some("tls=none")) => Ok((MailTls::Plain, 25)),
        ("smtp" | "smtps", Some(_)) => Err(wrong("has an ending we do not know", hint)),
        _ => Err(wrong("is not an SMTP address", hint)),
    }
}

fn sign_in(url: &Url) -> Result<Option<MailSignIn>, ConfigError> {
    let clear = |text: &str| percent_decode_str(text).decode_utf8().map(Cow::into_owned);
    let hint = "write signs other than letters and digits as %XX";
    match (clear(url.username()), url.password().map(clear).transpose()) {
        (Ok(user), Ok(Some(password))) if !user.is_empty() => {
            Ok(Some(MailSignIn { user, password: SecretString::from(password) }))
        }
        (Ok(user), Ok(None)) if user.is_empty() => Ok(None),
        _ => Err(wrong("has a user without a password, or one that cannot be read", hint)),
    }
}

/// Hosts of schemes other than http are not told apart by the parser: addresses are names to it.
fn is_here(url: &Url) -> bool {
    url.host_str().and_then(|host| Host::parse(host).ok()).is_some_and(|host| is_loopback(&host))
}
