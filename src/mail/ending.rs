//! The letter about journals that end by themselves: to the school's named contact, two weeks before, with their names and
//! nobody's.

use chrono_tz::Tz;
use fluent_bundle::FluentArgs;
use lettre::message::Mailbox;
use lettre::message::Message;

use super::MailError;
use super::letter::{Envelope, address, one_line};
use crate::domain::{EndNoticeId, Time};
use crate::ground::Ground;
use crate::storage::end_notices::EndNotice;
use crate::storage::{StorageError, Tx, gone_journals, platforms, school_refreshes, schools, upstreams};
use crate::web::{Lang, Say, Texts, moment};

/// Journals that are named; the rest is counted.
const NAMED: usize = 100;

/// Everything the letter says, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndLetter {
    /// Which letter; becomes the Message-ID.
    pub notice: EndNoticeId,
    /// In which language.
    pub lang: Lang,
    /// The school's named contact.
    pub to: String,
    /// The school's name.
    pub school: String,
    /// The platform's name.
    pub platform: String,
    /// The upstream's name.
    pub upstream: String,
    /// What the journals are called.
    pub journals: Vec<String>,
    /// When they end, as the reader writes it.
    pub when: String,
    /// They are so many that none of them ends by itself.
    pub is_held: bool,
    /// When the letter is written.
    pub written_at: Time,
}

/// The letter as things stand now; none when all of the journals are there again, or the school names nobody.
///
/// # Errors
/// The engine's.
pub async fn gather_end(tx: &Tx, ground: &Ground, notice: &EndNotice) -> Result<Option<EndLetter>, StorageError> {
    let wishes = school_refreshes::find(tx, &notice.platform_id, &notice.school_id).await?;
    let journals = gone_journals::list_told(tx, &notice.id).await?;
    let Some(to) = wishes.hold_contact.filter(|_| !journals.is_empty()) else { return Ok(None) };
    let school = schools::find(tx, &notice.school_id).await?;
    let platform = platforms::find(tx, &notice.platform_id).await?;
    let upstream = upstreams::find(tx, &notice.upstream_id).await?;
    let (Some(school), Some(platform), Some(upstream)) = (school, platform, upstream) else { return Ok(None) };
    let lang = Lang::of_country(&school.country).unwrap_or(Lang::En);
    let zone = school.time_zone.parse().unwrap_or(Tz::UTC);
    Ok(Some(EndLetter {
        notice: notice.id.clone(),
        lang,
        to,
        school: school.name,
        platform: platform.name,
        upstream: upstream.name,
        journals: journals.into_iter().map(|journal| journal.name).collect(),
        when: moment(lang, notice.ends_at, ground.now(), zone),
        is_held: notice.held,
        written_at: ground.now(),
    }))
}

/// Writes the letter. `host` is ours, for the Message-ID.
///
/// # Errors
/// [`MailError::Address`] when nothing can be sent to its address.
pub fn compose_end(texts: &Texts, from: &Mailbox, host: &str, letter: &EndLetter) -> Result<Message, MailError> {
    Envelope {
        from,
        to: address(&letter.to)?,
        message_id: format!("{}@{host}", letter.notice),
        subject: said(texts, letter, "mail-end-subject"),
        written_at: letter.written_at,
    }
    .seal(body(texts, letter))
}

fn body(texts: &Texts, letter: &EndLetter) -> String {
    let named = letter.journals.iter().take(NAMED).map(|name| format!("- {}", one_line(name)));
    let rest = (letter.journals.len() > NAMED).then(|| said(texts, letter, "mail-end-more"));
    let lines: Vec<String> = named.chain(rest).collect();
    let next = if letter.is_held { "mail-end-held" } else { "mail-end-next" };
    let parts = [
        said(texts, letter, "mail-end-what"),
        lines.join("\n"),
        said(texts, letter, next),
        said(texts, letter, "mail-hold-why"),
    ];
    format!("{}\n", parts.join("\n\n"))
}

fn said(texts: &Texts, letter: &EndLetter, key: &str) -> String {
    let more = letter.journals.len().saturating_sub(NAMED).to_string();
    let named = [
        ("school", letter.school.as_str()),
        ("platform", &letter.platform),
        ("upstream", &letter.upstream),
        ("when", &letter.when),
        ("more", &more),
    ];
    let named = named.map(|(key, name)| (key, one_line(name)));
    let args: FluentArgs<'_> = named.iter().map(|(key, name)| (*key, name.say())).collect();
    texts.say(letter.lang, key, Some(&args))
}
