//! The way to the mail server: one connection per letter, step by step, so that it is known which step failed.
//!
//! A 5xx to the recipient or the letter is final. A 5xx before that (AUTH, MAIL FROM) is about us, and an operator can
//! mend it: the letter waits.

use std::path::Path;
use std::time::Duration;

use lettre::message::Message;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use secrecy::ExposeSecret as _;
use url::Host;

use super::{MailError, Stage};
use crate::config::{self, Config, MailTls};

/// How long we wait for the answer to QUIT, when everything is said.
const FAREWELL: Duration = Duration::from_secs(1);

/// A mail server and how to reach it.
pub struct Post {
    mail: config::Mail,
    tls: Option<TlsParameters>,
    hello: ClientId,
}

impl std::fmt::Debug for Post {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Post({}:{})", self.mail.host, self.mail.port)
    }
}

impl Post {
    /// The server of `[mail]`, trusted as `[outgoing]` says, greeted with the name of `server.public_url`.
    ///
    /// # Errors
    /// [`MailError::Setup`]: there is no `[mail]`, or the CA file cannot be read.
    pub fn open(config: &Config) -> Result<Self, MailError> {
        let mail = config.mail.clone().ok_or_else(|| MailError::Setup("there is no [mail]".to_owned()))?;
        let tls = match mail.tls {
            MailTls::Plain => None,
            MailTls::Implicit | MailTls::StartTls => Some(trust(&mail.host, config.outgoing.extra_ca_file.as_deref())?),
        };
        Ok(Self { mail, tls, hello: hello(config) })
    }

    /// Connects, greets and signs in, and goes again.
    ///
    /// # Errors
    /// [`MailError::Failed`] or [`MailError::TooLate`].
    pub async fn greet(&self) -> Result<(), MailError> {
        let mut line = self.in_time(self.connect()).await?;
        farewell(&mut line).await;
        Ok(())
    }

    /// Brings a letter to the server.
    ///
    /// # Errors
    /// Everything but [`MailError::Setup`]. After [`MailError::TooLate`] and a failure at [`Stage::Letter`] the server may
    /// have taken the letter all the same.
    pub async fn send(&self, letter: &Message) -> Result<(), MailError> {
        let mut line = self.in_time(self.deliver(letter)).await?;
        farewell(&mut line).await;
        Ok(())
    }

    async fn in_time<T>(&self, work: impl Future<Output = Result<T, MailError>>) -> Result<T, MailError> {
        let limit = Duration::from_millis(self.mail.total_ms);
        tokio::time::timeout(limit, Box::pin(work)).await.unwrap_or(Err(MailError::TooLate))
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, MailError> {
        let at = |stage: Stage| move |error: lettre::transport::smtp::Error| in_words(stage, &error);
        let host = self.mail.host.trim_matches(['[', ']']);
        let wrapped = self.tls.clone().filter(|_| self.mail.tls == MailTls::Implicit);
        let connecting = AsyncSmtpConnection::connect_tokio1((host, self.mail.port), None, &self.hello, wrapped, None);
        let mut line = connecting.await.map_err(at(Stage::Connect))?;
        if let Some(tls) = self.tls.clone().filter(|_| self.mail.tls == MailTls::StartTls) {
            line.starttls(tls, &self.hello).await.map_err(at(Stage::Connect))?;
        }
        if let Some(sign_in) = &self.mail.sign_in {
            let who = Credentials::new(sign_in.user.clone(), sign_in.password.expose_secret().to_owned());
            line.auth(DEFAULT_MECHANISMS, &who).await.map_err(at(Stage::SignIn))?;
        }
        Ok(line)
    }

    async fn deliver(&self, letter: &Message) -> Result<AsyncSmtpConnection, MailError> {
        let mut line = self.connect().await?;
        let envelope = letter.envelope();
        let to = envelope.to().first().ok_or(MailError::Address)?;
        let mut says = Vec::new();
        if !envelope.from().into_iter().chain([to]).all(|address| AsRef::<str>::as_ref(address).is_ascii()) {
            if !line.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(MailError::Address);
            }
            says.push(MailParameter::SmtpUtfEight);
        }
        line.command(Mail::new(envelope.from().cloned(), says))
            .await
            .map_err(|error| by_code(Stage::Sender, &error))?;
        line.command(Rcpt::new(to.clone(), vec![])).await.map_err(|error| by_code(Stage::Recipient, &error))?;
        line.command(Data).await.map_err(|error| by_code(Stage::Letter, &error))?;
        line.message(&letter.formatted()).await.map_err(|error| by_code(Stage::Letter, &error))?;
        Ok(line)
    }
}

/// The letter is delivered or not by now; a server that does not say goodbye changes nothing.
async fn farewell(line: &mut AsyncSmtpConnection) {
    let _ = tokio::time::timeout(FAREWELL, line.quit()).await;
}

/// Before a person is named, the server's own words may be shown.
fn in_words(stage: Stage, error: &lettre::transport::smtp::Error) -> MailError {
    MailError::Failed { stage, what: error.to_string().replace(['\r', '\n'], " ") }
}

/// Afterwards its words may hold the address: only the code is kept.
fn by_code(stage: Stage, error: &lettre::transport::smtp::Error) -> MailError {
    let code = error.status().map(u16::from);
    match code {
        Some(code) if error.is_permanent() && matches!(stage, Stage::Recipient | Stage::Letter) => {
            MailError::Refused { code }
        }
        Some(code) => MailError::Failed { stage, what: code.to_string() },
        None => MailError::Failed { stage, what: "the connection broke".to_owned() },
    }
}

fn trust(host: &str, extra: Option<&Path>) -> Result<TlsParameters, MailError> {
    let setup = |what: String| MailError::Setup(what);
    let mut builder = TlsParameters::builder(host.trim_matches(['[', ']']).to_owned());
    if let Some(path) = extra {
        let wrong = |what: String| setup(format!("outgoing.extra_ca_file {}: {what}", path.display()));
        let pem = std::fs::read(path).map_err(|error| wrong(error.to_string()))?;
        let certificates = Certificate::from_pem(&pem).map_err(|error| wrong(error.to_string()))?;
        builder = builder.add_root_certificate(certificates);
    }
    builder.build().map_err(|error| setup(error.to_string()))
}

/// EHLO with our public name: what a mail server compares with the DNS.
fn hello(config: &Config) -> ClientId {
    let public = config.server.public_url.host();
    match public.map(|host| host.to_owned()) {
        Some(Host::Domain(name)) => ClientId::Domain(name),
        Some(Host::Ipv4(address)) => ClientId::Ipv4(address),
        Some(Host::Ipv6(address)) => ClientId::Ipv6(address),
        None => ClientId::default(),
    }
}
