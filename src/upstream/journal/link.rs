//! The client of "journal-link v1".
//!
//! Steps as abi.stuudium.com/api, "paevikud", documents them: a launch's token, a signed read, the notice that the link
//! exists and where it leads, and the notice that it ended. The bodies are ours (docs/journal-link.md).

use std::collections::{BTreeMap, BTreeSet};

use http::{Request, StatusCode};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use super::wire::{self, Id, Journal, Page};
use super::{Confirmed, Hearer, JournalError, Launched};
use crate::domain::{
    Completeness, JournalFacts, JournalKey, PartialRead, Random, Reading, Role, RosterSubject, SchoolId, Time,
    UpstreamId,
};
use crate::outgoing::Answer;
use crate::storage::upstreams::Upstream;
use crate::upstream::line::{Line, get};
use crate::upstream::profile::typed_school;
use crate::upstream::{UpstreamError, settings, signed};

/// Largest page, in bytes.
const PAGE_CAP: usize = 2 * 1024 * 1024;
/// Most pages of one journal.
const MOST_PAGES: usize = 100;
/// Most people of one journal.
const MOST_MEMBERS: usize = 5_000;
/// Longest id of a journal.
const LONGEST_ID: usize = 255;

/// What a preset says of journals, and of schools that only it can name.
#[derive(Debug, Deserialize)]
struct Preset {
    api_url: String,
    journal: Settings,
    #[serde(default)]
    schools: BTreeMap<String, SchoolId>,
}

/// The part `journal` of a preset in `config/upstreams/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    read_path: String,
    link_path: String,
    end_path: String,
    roster_subject: RosterSubject,
    /// A list that was cut short and closed well is known by nothing else. Where a system is known to tell how many people
    /// there are, a reading that does not is no complete one.
    total_required: bool,
    national_country: String,
}

/// A client of one upstream's journals.
#[derive(Debug)]
pub struct JournalLink {
    id: UpstreamId,
    line: Line,
    random: Random,
    client_id: String,
    secret: SecretString,
    preset: Preset,
    reads: Url,
    links: Url,
    ends: Url,
}

/// What a call is about: a launch, or a journal that is linked.
#[derive(Debug, Clone, Copy)]
enum About<'a> {
    Launch(&'a str),
    Journal(&'a str),
}

impl JournalLink {
    pub(in crate::upstream) fn new(
        row: &Upstream,
        secret: SecretString,
        line: Line,
        random: Random,
    ) -> Result<Self, UpstreamError> {
        let preset: Preset = settings::read(row)?;
        let at = |path: &str| {
            let url = settings::address("api_url", row.api_url.as_deref(), &preset.api_url, path)?;
            line.check(&url).map(|()| url)
        };
        let paths = &preset.journal;
        let (reads, links, ends) = (at(&paths.read_path)?, at(&paths.link_path)?, at(&paths.end_path)?);
        let (id, client_id) = (row.id.clone(), row.client_id.clone());
        Ok(Self { id, line, random, client_id, secret, preset, reads, links, ends })
    }

    pub(super) fn roster_subject(&self) -> RosterSubject {
        self.preset.journal.roster_subject
    }

    pub(super) fn told_of(&self, body: &[u8]) -> Option<JournalKey> {
        #[derive(Deserialize)]
        struct Notice {
            journal: Id,
        }
        serde_json::from_slice(body).ok().and_then(|Notice { journal }| self.named(&journal.into_text()))
    }

    pub(super) fn named(&self, id: &str) -> Option<JournalKey> {
        let fits = (1..=LONGEST_ID).contains(&id.len()) && !id.chars().any(char::is_control);
        fits.then(|| JournalKey { upstream: self.id.clone(), scope: String::new(), external_id: id.to_owned() })
    }

    pub(super) fn heard(&self, signature: &str) -> Option<String> {
        signed::nonce(&self.client_id, self.secret.expose_secret(), self.line.now(), signature)
    }

    pub(super) async fn open(&self, token: &str) -> Result<Launched, JournalError> {
        let (reading, launched_by) = self.pages(About::Launch(token), &|_, _| ()).await?;
        let launched_by = launched_by.ok_or(UpstreamError::Misbehaved("the journal does not say who launched it"))?;
        Ok(Launched { reading, launched_by: launched_by.into_text(), arrived: None })
    }

    pub(super) async fn read(&self, key: &JournalKey, told: Hearer<'_>) -> Result<Reading, JournalError> {
        let (reading, _) = self.pages(About::Journal(&key.external_id), told).await?;
        // Byte by byte: whose journal it is, is not the answer's to say.
        if reading.journal.key == *key { Ok(reading) } else { Err(other_journal()) }
    }

    pub(super) async fn confirm(&self, token: &str, here: &Url) -> Result<Confirmed, JournalError> {
        #[derive(Deserialize)]
        struct Linked {
            journal: Id,
            #[serde(default)]
            url: Option<Url>,
        }
        let answer = self.post(&self.links, &json!({ "token": token, "url": here })).await?;
        Self::accept(&answer, About::Launch(token))?;
        let linked: Linked = answer.json().ok_or(UpstreamError::Misbehaved("the link notice is answered oddly"))?;
        Ok(Confirmed {
            key: self.key(linked.journal),
            landing_url: linked.url.filter(|url| matches!(url.scheme(), "http" | "https")),
        })
    }

    pub(super) async fn end(&self, key: &JournalKey) -> Result<(), JournalError> {
        let answer = self.post(&self.ends, &json!({ "journal": key.external_id })).await?;
        match Self::accept(&answer, About::Journal(&key.external_id)) {
            // Whoever knows no such link any more has nothing to end.
            Ok(()) | Err(JournalError::Gone | JournalError::ConsentWithdrawn) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// All pages. The first one must come; what is missing later makes the reading a partial one.
    async fn pages(&self, about: About<'_>, told: Hearer<'_>) -> Result<(Reading, Option<Id>), JournalError> {
        let read_at = self.line.now();
        let mut url = self.first(about);
        let mut page = self.page(&url, about).await?;
        let (journal, launched_by) = (page.journal.clone(), page.launched_by.clone());
        let (mut heap, pupils) = (Heap { total: page.total, ..Heap::default() }, page.pupils);
        if heap.total.is_none() && self.preset.journal.total_required {
            heap.part(PartialRead::Truncated);
        }
        let mut seen = BTreeSet::from([url.to_string()]);
        loop {
            let next = page.next.take();
            heap.take(page, &self.preset.journal.national_country);
            told(&heap.members, pupils);
            let Some(next) = next else { break };
            match self.follow(&url, &next).filter(|next| seen.len() < MOST_PAGES && seen.insert(next.to_string())) {
                Some(next) => url = next,
                None => return Err(UpstreamError::Misbehaved("a next page that leads nowhere new").into()),
            }
            page = match self.page(&url, about).await {
                Ok(page) if page.journal == journal => page,
                Ok(_) => return Err(other_journal()),
                Err(_) => {
                    heap.part(PartialRead::PageMissing);
                    break;
                }
            };
        }
        Ok((heap.into_reading(read_at, self.facts(journal)), launched_by))
    }

    fn first(&self, about: About<'_>) -> Url {
        let mut url = self.reads.clone();
        let (name, value) = match about {
            About::Launch(token) => ("token", token),
            About::Journal(id) => ("journal", id),
        };
        url.query_pairs_mut().append_pair(name, value);
        url
    }

    /// The next page, if it is the same call: our signature goes nowhere else.
    fn follow(&self, url: &Url, next: &str) -> Option<Url> {
        let next = url.join(next).ok()?;
        let same =
            next.origin() == self.reads.origin() && next.path() == self.reads.path() && next.username().is_empty();
        same.then_some(next)
    }

    async fn page(&self, url: &Url, about: About<'_>) -> Result<Page, JournalError> {
        let answer = self.line.ask(get(url, Some(&self.signature()?))?, PAGE_CAP).await?;
        Self::accept(&answer, about)?;
        Ok(answer.json().ok_or(UpstreamError::Misbehaved("the journal cannot be understood"))?)
    }

    async fn post(&self, url: &Url, body: &impl Serialize) -> Result<Answer, JournalError> {
        let body = serde_json::to_vec(body).map_err(|_| UpstreamError::Misbehaved("a notice that fits no body"))?;
        let request = Request::post(url.as_str())
            .header(http::header::ACCEPT, "application/json")
            .header(http::header::CONTENT_TYPE, "application/json")
            .header(http::header::AUTHORIZATION, self.signature()?)
            .body(body)
            .map_err(|_| UpstreamError::Misbehaved("a token that fits no header"))?;
        Ok(self.line.ask(request, PAGE_CAP).await?)
    }

    fn signature(&self) -> Result<String, UpstreamError> {
        signed::header(&self.client_id, self.secret.expose_secret(), self.line.now(), &self.random.id_text())
    }

    /// What a no means.
    fn accept(answer: &Answer, about: About<'_>) -> Result<(), JournalError> {
        match (answer.status, about) {
            (StatusCode::OK, _) => Ok(()),
            (StatusCode::UNAUTHORIZED, _) => {
                Err(UpstreamError::Misconfigured("client_secret: the upstream refuses our signature".to_owned()).into())
            }
            (_, About::Launch(_)) => Err(JournalError::LaunchOver),
            (StatusCode::FORBIDDEN, About::Journal(_)) => Err(JournalError::ConsentWithdrawn),
            (StatusCode::NOT_FOUND | StatusCode::GONE, About::Journal(_)) => Err(JournalError::Gone),
            (_, About::Journal(_)) => Err(UpstreamError::Misbehaved("the journal call is refused").into()),
        }
    }

    fn key(&self, id: Id) -> JournalKey {
        JournalKey { upstream: self.id.clone(), scope: String::new(), external_id: id.into_text() }
    }

    fn facts(&self, journal: Journal) -> JournalFacts {
        let listed = journal.client.as_ref().and_then(|client| self.preset.schools.get(client)).cloned();
        JournalFacts {
            school: listed.or_else(|| journal.school.and_then(|school| typed_school(&school.ehis))),
            name: journal.name,
            school_year: journal.year,
            landing_url: journal.url,
            key: self.key(journal.id),
        }
    }
}

fn other_journal() -> JournalError {
    UpstreamError::Misbehaved("the answer is about another journal").into()
}

/// What the pages have said so far.
#[derive(Debug, Default)]
struct Heap {
    members: Vec<crate::domain::Member>,
    deleted: Vec<String>,
    rows: usize,
    total: Option<usize>,
    partial: Option<PartialRead>,
}

impl Heap {
    fn take(&mut self, page: Page, country: &str) {
        if page.unavailable {
            self.part(PartialRead::NoData);
        }
        let teachers = page.teachers.iter().map(|row| (row, Role::Teacher));
        for (row, role) in teachers.chain(page.students.iter().map(|row| (row, Role::Pupil))) {
            self.rows += 1;
            match wire::member(row, role, country) {
                Some(member) if self.members.len() < MOST_MEMBERS => self.members.push(member),
                Some(_) => self.part(PartialRead::Truncated),
                None => self.part(PartialRead::BadRow),
            }
        }
        self.deleted.extend(page.deleted.into_iter().map(Id::into_text));
    }

    /// The first reason stays.
    fn part(&mut self, why: PartialRead) {
        self.partial = self.partial.or(Some(why));
    }

    fn into_reading(mut self, read_at: Time, journal: JournalFacts) -> Reading {
        if self.total.is_some_and(|total| total != self.rows) {
            self.part(PartialRead::Truncated);
        }
        Reading {
            read_at,
            completeness: self.partial.map_or(Completeness::Complete, Completeness::Partial),
            journal,
            members: self.members,
            deleted: self.deleted,
            cursor: None,
        }
    }
}
