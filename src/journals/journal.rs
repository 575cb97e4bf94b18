//! One journal: what it is, who sits in it, and what has to be known about it.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::pupils::{self, Pupil, SignsOf};
use super::teacher::{enter, path};
use super::{class, people, runs};
use crate::domain::{JournalId, JournalState, MessageKind, MessageState, Time};
use crate::licences;
use crate::login::{Login, Turned};
use crate::storage::journals::Journal;
use crate::storage::outbox::Message;
use crate::storage::seats::{self, ShownSeat};
use crate::storage::{
    StorageError, Tx, journal_kits, journal_runs, links, outbox, platform_groups, schools, upstreams,
};
use crate::web::pages::journals::{Helps, JournalFacts, JournalNote, JournalPage};
use crate::web::pages::runs::RunRow;
use crate::web::pages::seats::Without;
use crate::web::{self, Frame, Visit};

/// A journal with its people, as it is shown.
pub(super) struct Shown {
    pub(super) facts: JournalFacts,
    pub(super) notes: Vec<JournalNote>,
    /// The last time that somebody wanted it updated.
    pub(super) last: Option<RunRow>,
    pub(super) seats: Vec<ShownSeat>,
    pub(super) signs: SignsOf,
    /// Who has no licence.
    pub(super) without: Without,
    /// Whether a teacher's word for the class can be given, or taken back.
    pub(super) takes_word: bool,
    /// Somebody has an account that was made because a teacher said that there is no other.
    pub(super) has_made: bool,
    /// The upstream knows of the link.
    pub(super) told: bool,
    /// Time zone of the school.
    pub(super) zone: String,
}

/// Reads a journal from one snapshot, without asking the upstream.
pub(super) async fn read(login: &Login, journal: &Journal) -> Result<Shown, StorageError> {
    let now = login.ground.now();
    login.ground.db.read(|tx| async move { gather(&tx, journal, now).await }).await
}

async fn gather(tx: &Tx, journal: &Journal, now: Time) -> Result<Shown, StorageError> {
    let school = schools::find(tx, &journal.school_id).await?;
    let upstream = upstreams::find(tx, &journal.upstream_id).await?;
    let group = match &journal.group_id {
        Some(group) => platform_groups::find_by_id(tx, group).await?,
        None => None,
    };
    let message = outbox::find_latest(tx, &journal.id).await?;
    let facts = JournalFacts {
        id: journal.id.clone(),
        name: journal.name.clone(),
        school_year: journal.school_year.clone(),
        school: school.as_ref().map_or_else(|| journal.school_id.to_string(), |school| school.name.clone()),
        upstream: upstream.map_or_else(|| journal.upstream_id.to_string(), |upstream| upstream.name),
        landing_url: journal.landing_url.clone(),
        kits: journal_kits::list_live(tx, &journal.id).await?.into_iter().map(|kit| kit.name).collect(),
        group: group.map(|group| group.name),
        read_at: journal.read_at,
    };
    let seats = seats::list_shown(tx, &journal.id).await?;
    Ok(Shown {
        facts,
        notes: notes(journal, message.as_ref()),
        last: journal_runs::list_of_journal(tx, &journal.id).await?.first().map(runs::row),
        signs: pupils::signs(tx, &journal.id, now).await?,
        takes_word: class::takes_word(tx, journal, &seats).await?,
        without: without(tx, &journal.id, &seats).await?,
        has_made: !links::list_said_new(tx, &journal.id).await?.is_empty(),
        seats,
        told: message.is_some_and(|message| message.state == MessageState::Told),
        zone: school.map(|school| school.time_zone).unwrap_or_default(),
    })
}

/// Who of those who sit in a journal should hold a licence and has none, by name.
pub(super) async fn without(tx: &Tx, journal: &JournalId, seats: &[ShownSeat]) -> Result<Without, StorageError> {
    let accounts = licences::lacking(tx, journal).await?;
    let lacks = |seat: &&ShownSeat| seat.account_id.as_ref().is_some_and(|account| accounts.contains(account));
    let mut names: Vec<String> = seats.iter().filter(lacks).map(pupils::name).collect();
    names.dedup();
    Ok(Without { names })
}

/// What a teacher has to know, the gravest first.
fn notes(journal: &Journal, message: Option<&Message>) -> Vec<JournalNote> {
    let unread = match journal.state {
        JournalState::ConsentWithdrawn => Some(JournalNote::Withdrawn),
        JournalState::Gone => Some(JournalNote::Gone),
        JournalState::Linked | JournalState::Ended => None,
    };
    let held = journal.held.then_some(JournalNote::Held);
    let told = message.filter(|message| message.kind == MessageKind::Linked).and_then(|message| match message.state {
        MessageState::Queued => Some(JournalNote::Untold),
        MessageState::LaunchOver | MessageState::GivenUp => Some(JournalNote::UntoldOver),
        MessageState::Told | MessageState::Overtaken => None,
    });
    [unread, held, told].into_iter().flatten().collect()
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    Path((platform, journal)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Turned> {
    let (teacher, journal) = enter(&login, &visit, &platform, &journal).await?;
    let shown = read(&login, &journal).await?;
    let pupils = pupils::pupils(&shown.seats, &shown.signs);
    let template = JournalPage {
        frame: Frame::new(&visit).in_zone(&shown.zone),
        platform: teacher.platform().clone(),
        journal: shown.facts,
        notes: shown.notes,
        last: shown.last,
        without: shown.without,
        counts: pupils::counts(&pupils),
        helps: helps(&pupils, shown.takes_word, shown.has_made),
        groups: people::seated(shown.seats, &shown.signs, &path(teacher.platform(), &journal.id)),
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// Codes that are still good are of pupils who wait.
fn helps(pupils: &[Pupil], class: bool, has_made: bool) -> Helps {
    Helps {
        codes: pupils.iter().any(Pupil::waits),
        word: has_made || pupils.iter().any(|pupil| pupil.has_candidate() || pupil.is_said_new()),
        class,
    }
}
