//! Reading the members of a course: all of them page by page, or first whether anything changed.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use http::{Request, StatusCode};
use serde::{Deserialize, Serialize};
use url::Url;

use super::Lti;
use super::container::{self, Container, Said};
use super::launch::{Context, Ticket};
use crate::domain::{Completeness, JournalKey, Member, PartialRead, Reading, RosterSubject, Time};
use crate::outgoing::Answer;
use crate::upstream::UpstreamError;
use crate::upstream::journal::{Before, Hearer, JournalError, Launched};

/// What the answer is called (names and roles service 2.0, 2.1).
const MEDIA_TYPE: &str = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json";
/// Largest page, in bytes.
const PAGE_CAP: usize = 2 * 1024 * 1024;
/// Most pages of one course.
const MOST_PAGES: usize = 100;
/// Most people of one course.
const MOST_MEMBERS: usize = 5_000;

/// What the next read has to know of this one: where the members are, and where the system tells what changed since.
#[derive(Debug, Serialize, Deserialize)]
struct Cursor {
    deployment: String,
    members: Url,
    differences: Option<Url>,
    read_at: Time,
}

/// Whose members are read.
#[derive(Debug, Clone, Copy)]
struct Course<'a> {
    deployment: &'a str,
    key: &'a JournalKey,
}

/// What the pages have said so far.
#[derive(Debug, Default)]
struct Heap {
    context: Option<Context>,
    members: Vec<Member>,
    deleted: Vec<String>,
    differences: Option<Url>,
    partial: Option<PartialRead>,
}

impl Lti {
    pub(in crate::upstream) async fn open(&self, token: &str) -> Result<Launched, JournalError> {
        if self.settings.roster_subject != RosterSubject::SameAsLogin {
            let what = "settings: roster_subject must be same_as_login before a launch can link anything";
            return Err(UpstreamError::Misconfigured(what.to_owned()).into());
        }
        let ticket = Ticket::read(token)?;
        self.still_allows(&ticket.deployment)?;
        let key = self.key(&ticket.deployment, &ticket.context.id);
        let course = Course { deployment: &ticket.deployment, key: &key };
        let reading = self.whole(course, &ticket.members, &|_, _| ()).await?;
        Ok(Launched { reading, launched_by: ticket.subject.clone(), arrived: Some(Box::new(self.assertion(&ticket))) })
    }

    /// What is said to be linked needs no telling: the browser brings the answer.
    pub(in crate::upstream) fn key_of(&self, token: &str) -> Result<JournalKey, UpstreamError> {
        let ticket = Ticket::read(token)?;
        Ok(self.key(&ticket.deployment, &ticket.context.id))
    }

    /// Asks for changes first, where that will do. Whatever changed, the members are then read as a whole, and who was
    /// taken out in between is told along: a list of changes alone concludes nothing about anybody who is not on it.
    pub(in crate::upstream) async fn read(
        &self,
        key: &JournalKey,
        before: Before<'_>,
        told: Hearer<'_>,
    ) -> Result<Reading, JournalError> {
        let cursor: Option<Cursor> = before.cursor.and_then(|text| serde_json::from_str(text).ok());
        let cursor = cursor.ok_or(UpstreamError::Misbehaved("it is not known where the members are read"))?;
        self.still_allows(&cursor.deployment)?;
        let course = Course { deployment: &cursor.deployment, key };
        let mut deleted = Vec::new();
        if let Some(url) = self.differences(&cursor, before) {
            match self.pages(url, course, &|_, _| ()).await {
                Ok(heap) if heap.says_nothing() => return Err(JournalError::Unchanged),
                Ok(heap) => deleted = heap.deleted,
                Err(JournalError::Upstream(UpstreamError::Unreachable { retry_after_seconds })) => {
                    return Err(UpstreamError::Unreachable { retry_after_seconds }.into());
                }
                // The system has forgotten since when; all of its members say more.
                Err(_) => {}
            }
        }
        let mut reading = self.whole(course, &cursor.members, told).await?;
        reading.deleted.append(&mut deleted);
        Ok(reading)
    }

    /// A deployment that was taken out of the settings is not read any more, whatever was launched or linked before.
    fn still_allows(&self, deployment: &str) -> Result<(), JournalError> {
        if self.settings.allows(deployment) { Ok(()) } else { Err(JournalError::ConsentWithdrawn) }
    }

    /// Where changes are told, if they may be asked for: not while anybody's clock runs, and not for ever.
    fn differences<'c>(&self, cursor: &'c Cursor, before: Before<'_>) -> Option<&'c Url> {
        let lately = self.line.now() - cursor.read_at < TimeDelta::days(self.settings.full_read_days.into());
        cursor.differences.as_ref().filter(|_| before.is_quiet && lately)
    }

    /// Everybody. How many they are, the standard lets no system tell before its last page.
    async fn whole(&self, course: Course<'_>, members: &Url, told: Hearer<'_>) -> Result<Reading, JournalError> {
        let read_at = self.line.now();
        let heap = self.pages(members, course, told).await?;
        let context = heap.context.ok_or(UpstreamError::Misbehaved("the members are of no course"))?;
        let cursor = Cursor {
            deployment: course.deployment.to_owned(),
            members: members.clone(),
            differences: heap.differences,
            read_at,
        };
        Ok(Reading {
            read_at,
            completeness: heap.partial.map_or(Completeness::Complete, Completeness::Partial),
            journal: self.facts(course.deployment, &context),
            members: heap.members,
            deleted: heap.deleted,
            cursor: serde_json::to_string(&cursor).ok(),
        })
    }

    /// All pages. The first one must come; what is missing later makes the reading a partial one.
    async fn pages(&self, first: &Url, course: Course<'_>, told: Hearer<'_>) -> Result<Heap, JournalError> {
        let mut heap = Heap::default();
        let mut seen = BTreeSet::from([first.to_string()]);
        let mut url = first.clone();
        loop {
            let answer = match self.page(&url).await {
                Ok(answer) => answer,
                Err(error) if seen.len() == 1 => return Err(error),
                Err(_) => {
                    heap.part(PartialRead::PageMissing);
                    break;
                }
            };
            self.take(&answer, course, &url, &mut heap)?;
            told(&heap.members, None);
            let Some(next) = container::link(&answer.headers, "next") else { break };
            let next = url.join(&next).map_err(|_| nowhere())?;
            self.check_members(&next).map_err(|_| nowhere())?;
            if seen.len() >= MOST_PAGES || !seen.insert(next.to_string()) {
                return Err(nowhere().into());
            }
            url = next;
        }
        Ok(heap)
    }

    fn take(&self, answer: &Answer, course: Course<'_>, url: &Url, heap: &mut Heap) -> Result<(), JournalError> {
        let page: Container =
            answer.json().ok_or(UpstreamError::Misbehaved("the members of the course cannot be understood"))?;
        // Byte by byte: whose members they are, is not the answer's to say.
        if self.key(course.deployment, &page.context.id) != *course.key {
            return Err(UpstreamError::Misbehaved("the members are of another course").into());
        }
        if let Some(link) = container::link(&answer.headers, "differences") {
            let told = url.join(&link).ok().filter(|told| self.check_members(told).is_ok());
            heap.differences = told.or(heap.differences.take());
        }
        heap.context = heap.context.take().or(Some(page.context));
        for row in &page.members {
            heap.add(container::said(row));
        }
        Ok(())
    }

    /// One page; a token that is refused is replaced once.
    async fn page(&self, url: &Url) -> Result<Answer, JournalError> {
        self.check_members(url)?;
        let mut answer = self.asked(url).await?;
        if answer.status == StatusCode::UNAUTHORIZED {
            self.forget_access().await;
            answer = self.asked(url).await?;
        }
        match answer.status {
            StatusCode::OK => Ok(answer),
            StatusCode::FORBIDDEN => Err(JournalError::ConsentWithdrawn),
            StatusCode::NOT_FOUND | StatusCode::GONE => Err(JournalError::Gone),
            StatusCode::UNAUTHORIZED => {
                Err(UpstreamError::Misconfigured("members_url: the upstream refuses our access token".to_owned())
                    .into())
            }
            _ => Err(UpstreamError::Misbehaved("the members are refused").into()),
        }
    }

    async fn asked(&self, url: &Url) -> Result<Answer, UpstreamError> {
        let request = Request::get(url.as_str())
            .header(http::header::ACCEPT, MEDIA_TYPE)
            .header(http::header::AUTHORIZATION, self.bearer().await?)
            .body(Vec::new())
            .map_err(|_| UpstreamError::Misbehaved("a token that fits no header"))?;
        self.line.ask(request, PAGE_CAP).await
    }
}

fn nowhere() -> UpstreamError {
    UpstreamError::Misbehaved("a next page that leads nowhere new")
}

impl Heap {
    fn add(&mut self, said: Option<Said>) {
        match said {
            Some(Said::There(members)) if self.members.len() < MOST_MEMBERS => self.members.extend(members),
            Some(Said::Deleted(subject)) if self.deleted.len() < MOST_MEMBERS => self.deleted.push(subject),
            Some(_) => self.part(PartialRead::Truncated),
            None => self.part(PartialRead::BadRow),
        }
    }

    /// The first reason stays.
    fn part(&mut self, why: PartialRead) {
        self.partial = self.partial.or(Some(why));
    }

    /// Whether a list of changes was read to its end, and there is nothing on it.
    fn says_nothing(&self) -> bool {
        self.partial.is_none() && self.members.is_empty() && self.deleted.is_empty()
    }
}
