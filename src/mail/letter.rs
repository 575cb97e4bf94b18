//! The text of a letter, and its headers.

use fluent_bundle::FluentArgs;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::{Address, message};
use url::Host;

use super::MailError;
use crate::domain::{NoticeId, NoticeKind, Time, misleads};
use crate::web::{Lang, Say as _, Texts};

/// Everything a letter says, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The notice it tells; becomes the Message-ID, so that the same letter sent twice can be seen to be one.
    pub notice: NoticeId,
    /// What happened.
    pub kind: NoticeKind,
    /// In which language.
    pub lang: Lang,
    /// The verified address.
    pub to: String,
    /// The platform's name.
    pub platform: String,
    /// Through which system; none where no link is concerned.
    pub upstream: Option<String>,
    /// When it happened, as the reader writes it.
    pub when: String,
    /// Where the person looks at their integrations.
    pub settings: String,
    /// When the letter is written.
    pub written_at: Time,
}

/// RFC 3834, 5: nobody's absence message answers it.
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// What stands outside a letter.
pub(super) struct Envelope<'a> {
    pub(super) from: &'a Mailbox,
    pub(super) to: Address,
    pub(super) message_id: String,
    pub(super) subject: String,
    pub(super) written_at: Time,
}

impl Envelope<'_> {
    /// Puts a plain text into it.
    pub(super) fn seal(self, body: String) -> Result<Message, MailError> {
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, self.to))
            .subject(self.subject)
            .date(self.written_at.into())
            .message_id(Some(format!("<{}>", self.message_id)))
            .header(AutoSubmitted)
            .singlepart(message::SinglePart::builder().header(ContentType::TEXT_PLAIN).body(body))
            .map_err(|_| MailError::Address)
    }
}

/// Writes a letter. `host` is ours, for the Message-ID.
///
/// # Errors
/// [`MailError::Address`] when nothing can be sent to its address.
pub fn compose(texts: &Texts, from: &Mailbox, host: &str, letter: &Letter) -> Result<Message, MailError> {
    Envelope {
        from,
        to: address(&letter.to)?,
        message_id: format!("{}@{host}", letter.notice),
        subject: said(texts, letter, keys(letter.kind).0),
        written_at: letter.written_at,
    }
    .seal(body(texts, letter))
}

fn body(texts: &Texts, letter: &Letter) -> String {
    let say = |key: &str| said(texts, letter, key);
    let what = say(keys(letter.kind).1);
    let parts = [
        format!("{what}\n{}", say("mail-when")),
        format!("{}\n{}", say("mail-not-you"), letter.settings),
        say("mail-help"),
        say("mail-why"),
    ];
    format!("{}\n", parts.join("\n\n"))
}

/// The keys of a kind's subject and of what happened.
fn keys(kind: NoticeKind) -> (&'static str, &'static str) {
    match kind {
        NoticeKind::Linked => ("mail-linked-subject", "mail-linked-what"),
        NoticeKind::LinkEnded => ("mail-link-ended-subject", "mail-link-ended-what"),
        NoticeKind::PasswordChanged => ("mail-password-changed-subject", "mail-password-changed-what"),
        NoticeKind::NotMe => ("mail-not-me-subject", "mail-not-me-what"),
        NoticeKind::Merged => ("mail-merged-subject", "mail-merged-what"),
        NoticeKind::Unmerged => ("mail-unmerged-subject", "mail-unmerged-what"),
        NoticeKind::AdminActed => ("mail-admin-acted-subject", "mail-admin-acted-what"),
        NoticeKind::FactorAdded => ("mail-factor-added-subject", "mail-factor-added-what"),
        NoticeKind::MaybeOther => ("mail-maybe-other-subject", "mail-maybe-other-what"),
    }
}

fn said(texts: &Texts, letter: &Letter, key: &str) -> String {
    let (platform, when) = (one_line(&letter.platform), one_line(&letter.when));
    let upstream = one_line(letter.upstream.as_deref().unwrap_or_default());
    let args =
        FluentArgs::from_iter([("platform", platform.say()), ("upstream", upstream.say()), ("when", when.say())]);
    texts.say(letter.lang, key, Some(&args))
}

/// A name as it may stand in a subject: no line ends, no control characters, nothing that turns the reading direction.
pub(super) fn one_line(name: &str) -> String {
    name.chars().map(|letter| if misleads(letter) { ' ' } else { letter }).take(200).collect()
}

/// A domain with other letters than a-z goes as the DNS knows it.
pub(super) fn address(text: &str) -> Result<Address, MailError> {
    let (user, domain) = text.rsplit_once('@').ok_or(MailError::Address)?;
    let domain = match Host::parse(domain).map_err(|_| MailError::Address)? {
        Host::Domain(name) => name,
        Host::Ipv4(_) | Host::Ipv6(_) => return Err(MailError::Address),
    };
    Address::new(user, domain).map_err(|_| MailError::Address)
}
