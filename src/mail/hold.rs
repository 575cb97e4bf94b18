//! The letter about a refresh that is held: to the school's named contact, with counts and without names.

use chrono_tz::Tz;
use fluent_bundle::FluentArgs;
use lettre::message::Mailbox;
use lettre::message::Message;

use super::MailError;
use super::letter::{Envelope, address, one_line};
use crate::domain::{HoldId, HoldReason, HoldState, JournalId, LimitPassed, ReadingFault, Time};
use crate::ground::Ground;
use crate::storage::holds::Hold;
use crate::storage::{StorageError, Tx, journals, platforms, school_refreshes, schools, upstreams};
use crate::web::{Lang, Say, Texts, limit_passed, moment, reading_fault};

/// So many journals that did not come whole are named; of the others it is told how many they are.
const NAMED: usize = 10;

/// Everything the letter says, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldLetter {
    /// Which hold; becomes the Message-ID.
    pub hold: HoldId,
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
    /// The one journal it is about.
    pub journal: Option<String>,
    /// When it was held, as the reader writes it.
    pub when: String,
    /// Which limits would be passed.
    pub reasons: Vec<LimitPassed>,
    /// Journals whose reading is in doubt, the first of them: nobody can approve those.
    pub doubtful: Vec<Doubtful>,
    /// When the letter is written.
    pub written_at: Time,
}

/// A journal whose reading is in doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubtful {
    /// Which.
    pub journal: JournalId,
    /// Its name.
    pub name: String,
    /// What is wrong.
    pub fault: ReadingFault,
}

/// The letter of a hold as things stand now; none when it is decided, or the school names nobody.
///
/// # Errors
/// The engine's.
pub async fn gather_hold(tx: &Tx, ground: &Ground, hold: &Hold) -> Result<Option<HoldLetter>, StorageError> {
    let wishes = school_refreshes::find(tx, &hold.platform_id, &hold.school_id).await?;
    let Some(to) = wishes.hold_contact.filter(|_| hold.state == HoldState::Open) else { return Ok(None) };
    let school = schools::find(tx, &hold.school_id).await?;
    let platform = platforms::find(tx, &hold.platform_id).await?;
    let upstream = upstreams::find(tx, &hold.upstream_id).await?;
    let (Some(school), Some(platform), Some(upstream)) = (school, platform, upstream) else { return Ok(None) };
    let journal = match &hold.journal_id {
        Some(id) => journals::find(tx, id).await?.map(|journal| journal.name),
        None => None,
    };
    let reasons: Vec<LimitPassed> = serde_json::from_str(&hold.reasons).unwrap_or_default();
    let doubtful = doubtful(tx, &reasons).await?;
    let lang = Lang::of_country(&school.country).unwrap_or(Lang::En);
    let zone = school.time_zone.parse().unwrap_or(Tz::UTC);
    Ok(Some(HoldLetter {
        hold: hold.id.clone(),
        lang,
        to,
        school: school.name,
        platform: platform.name,
        upstream: upstream.name,
        journal,
        when: moment(lang, hold.held_at, ground.now(), zone),
        reasons,
        doubtful,
        written_at: ground.now(),
    }))
}

async fn doubtful(tx: &Tx, reasons: &[LimitPassed]) -> Result<Vec<Doubtful>, StorageError> {
    let mut named = Vec::new();
    let faults = reasons.iter().filter_map(|reason| Some((reason.journal.as_ref()?, reason.fault?)));
    for (id, fault) in faults.take(NAMED) {
        if let Some(journal) = journals::find(tx, id).await? {
            named.push(Doubtful { journal: journal.id, name: journal.name, fault });
        }
    }
    Ok(named)
}

/// Writes the letter. `host` is ours, for the Message-ID.
///
/// # Errors
/// [`MailError::Address`] when nothing can be sent to its address.
pub fn compose_hold(texts: &Texts, from: &Mailbox, host: &str, letter: &HoldLetter) -> Result<Message, MailError> {
    Envelope {
        from,
        to: address(&letter.to)?,
        message_id: format!("{}@{host}", letter.hold),
        subject: said(texts, letter, "mail-hold-subject"),
        written_at: letter.written_at,
    }
    .seal(body(texts, letter))
}

fn body(texts: &Texts, letter: &HoldLetter) -> String {
    let what = if letter.journal.is_some() { "mail-hold-what-journal" } else { "mail-hold-what" };
    let limits: Vec<String> = HoldReason::ALL.iter().filter_map(|limit| passed(texts, letter, *limit)).collect();
    let mut parts = vec![
        format!("{}\n{}", said(texts, letter, what), said(texts, letter, "mail-when")),
        limits.join("\n"),
        said(texts, letter, "mail-hold-next"),
    ];
    parts.extend(faults(texts, letter));
    parts.push(said(texts, letter, "mail-hold-why"));
    format!("{}\n", parts.join("\n\n"))
}

/// One line for a limit, however many journals pass it; the largest of them is told.
fn passed(texts: &Texts, letter: &HoldLetter, limit: HoldReason) -> Option<String> {
    let here = letter.reasons.iter().filter(|reason| reason.limit == limit);
    let most = here.clone().max_by_key(|reason| reason.people)?;
    let [people, of, journals] = [most.people, most.of, here.count()].map(|count| count as u64);
    let args = FluentArgs::from_iter([("people", people.say()), ("of", of.say()), ("journals", journals.say())]);
    Some(format!("- {}", texts.say(letter.lang, limit_passed(limit), Some(&args))))
}

/// Which journals nobody can approve, what is wrong with each, and how it is ended.
fn faults(texts: &Texts, letter: &HoldLetter) -> Vec<String> {
    if letter.doubtful.is_empty() {
        return Vec::new();
    }
    let fault = |one: &Doubtful| texts.say(letter.lang, reading_fault(one.fault), None);
    let mut lines: Vec<_> =
        letter.doubtful.iter().map(|one| format!("- {}: {}", one_line(&one.name), fault(one))).collect();
    let more = letter.reasons.iter().filter(|reason| reason.fault.is_some()).count().saturating_sub(lines.len()) as u64;
    if more > 0 {
        let args = FluentArgs::from_iter([("more", more.say())]);
        lines.push(format!("- {}", texts.say(letter.lang, "mail-hold-more", Some(&args))));
    }
    let ends = letter.doubtful.iter().map(|one| end_of(&one.journal));
    vec![lines.join("\n"), said(texts, letter, "mail-hold-doubtful"), ends.collect::<Vec<_>>().join("\n")]
}

/// The command that unlinks a journal.
#[must_use]
pub fn end_of(journal: &JournalId) -> String {
    format!("koppel journal end {journal} --reason \"the class is over\"")
}

fn said(texts: &Texts, letter: &HoldLetter, key: &str) -> String {
    let named = [
        ("school", letter.school.as_str()),
        ("platform", &letter.platform),
        ("upstream", &letter.upstream),
        ("journal", letter.journal.as_deref().unwrap_or_default()),
        ("when", &letter.when),
        ("hold", letter.hold.as_str()),
    ];
    let named = named.map(|(key, name)| (key, one_line(name)));
    let args: FluentArgs<'_> = named.iter().map(|(key, name)| (*key, name.say())).collect();
    texts.say(letter.lang, key, Some(&args))
}
