//! The platform's classes as the broker tells of them (OneRoster 1.2): read whole once, then asked what is new.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use http::header::LINK;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use super::Inner;
use super::party::PartyError;
use crate::domain::ApiScope;

/// What was written while we read may be older than what we saw; a record that comes twice is no harm.
const OVERLAP: TimeDelta = TimeDelta::minutes(5);
/// Records on a page: few, so that there are pages.
const PAGE: &str = "25";

/// Everything that was read.
#[derive(Debug, Clone, Default)]
pub(super) struct Roster {
    pub classes: BTreeMap<String, Record<Class>>,
    pub users: BTreeMap<String, Record<User>>,
    pub enrollments: BTreeMap<String, Record<Enrollment>>,
    /// The youngest change seen; nothing before the first reading.
    newest: Option<DateTime<Utc>>,
}

/// A record, whatever it is about.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Record<T> {
    sourced_id: String,
    status: String,
    date_last_modified: DateTime<Utc>,
    #[serde(flatten)]
    pub about: T,
}

/// A class.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Class {
    pub title: String,
    #[serde(default)]
    pub metadata: ClassMetadata,
}

/// What the broker says of a class beyond the standard.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct ClassMetadata {
    #[serde(rename = "koppel.kits", default)]
    pub kits: Vec<Kit>,
}

/// A set of learning material.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Kit {
    pub name: String,
}

/// Somebody. Of who is gone there is no name; of who waits there is no account.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct User {
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    #[serde(rename = "enabledUser")]
    pub is_enabled: bool,
    pub metadata: Option<UserMetadata>,
}

/// What the broker says of a user beyond the standard.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct UserMetadata {
    /// The account that this one went into.
    #[serde(rename = "koppel.absorbedInto")]
    pub absorbed_into: Option<String>,
}

impl Record<User> {
    /// Whose account it is, which one stands for it, and as of when.
    fn standing(&self) -> (&str, Option<&str>, i64) {
        let metadata = self.about.metadata.as_ref();
        let into = metadata.and_then(|metadata| metadata.absorbed_into.as_deref());
        (&self.sourced_id, into, self.date_last_modified.timestamp())
    }
}

/// Who sits where.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Enrollment {
    pub user: Reference,
    pub class: Reference,
    pub role: String,
}

/// The id of another record.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Reference {
    #[serde(rename = "sourcedId")]
    pub id: String,
}

impl Roster {
    /// True once it was read.
    pub(super) fn is_known(&self) -> bool {
        self.newest.is_some()
    }
}

/// Puts in what is there, takes out what is over; answers the youngest change.
fn merge<T>(known: &mut BTreeMap<String, Record<T>>, told: Vec<Record<T>>) -> Option<DateTime<Utc>> {
    let newest = told.iter().map(|record| record.date_last_modified).max();
    for record in told {
        if record.status == "active" {
            known.insert(record.sourced_id.clone(), record);
        } else {
            known.remove(&record.sourced_id);
        }
    }
    newest
}

impl Inner {
    /// Reads everything anew. Somebody of whom nothing may be left vanishes without a word, so it is done now and then.
    pub(super) async fn read_roster(&self) -> Result<(), PartyError> {
        let roster = self.read_into(Roster::default()).await?;
        self.memory().roster = roster;
        Ok(())
    }

    /// Asks what is new since the last reading.
    pub(super) async fn poll_roster(&self) -> Result<(), PartyError> {
        let known = self.memory().roster.clone();
        let roster = self.read_into(known).await?;
        self.memory().roster = roster;
        Ok(())
    }

    async fn read_into(&self, mut roster: Roster) -> Result<Roster, PartyError> {
        let token = self.own_token(ApiScope::RosterCore).await?;
        let since = roster.newest.map(|newest| newest - OVERLAP);
        let classes = merge(&mut roster.classes, self.read_all(&token, "classes", since).await?);
        let told: Vec<Record<User>> = self.read_all(&token, "users", since).await?;
        self.follow_all(told.iter().map(Record::standing));
        let users = merge(&mut roster.users, told);
        let enrollments = merge(&mut roster.enrollments, self.read_all(&token, "enrollments", since).await?);
        let now = self.options.clock.now();
        let newest = [classes, users, enrollments, roster.newest].into_iter().flatten().max();
        roster.newest = Some(newest.unwrap_or(now - OVERLAP));
        Ok(roster)
    }

    /// A token for ourselves (RFC 6749, 4.4).
    pub(super) async fn own_token(&self, scope: ApiScope) -> Result<String, PartyError> {
        let form = [("grant_type", "client_credentials"), ("scope", scope.as_str())];
        let party = self.party().await?;
        let answer: Value = self.json(self.proven(self.http.post(party.token_endpoint)).form(&form)).await?;
        let token = answer.get("access_token").and_then(Value::as_str).map(str::to_owned);
        token.ok_or(PartyError::Roster("access_token"))
    }

    /// Every page of a list.
    async fn read_all<T: DeserializeOwned>(
        &self,
        token: &str,
        list: &'static str,
        since: Option<DateTime<Utc>>,
    ) -> Result<Vec<Record<T>>, PartyError> {
        let mut url = self.party().await?.koppel_oneroster_endpoint;
        url.path_segments_mut().map_err(|()| PartyError::Discovery("koppel_oneroster_endpoint"))?.push(list);
        url.query_pairs_mut().append_pair("limit", PAGE);
        if let Some(since) = since {
            let filter = format!("dateLastModified>'{}'", since.to_rfc3339_opts(SecondsFormat::Millis, true));
            url.query_pairs_mut().append_pair("filter", &filter);
        }
        let (mut records, mut next) = (Vec::new(), Some(url));
        while let Some(url) = next {
            let answer = self.http.get(url).bearer_auth(token).send().await?.error_for_status()?;
            next = answer.headers().get(LINK).and_then(|link| next_page(link.to_str().ok()?));
            let mut body: Value = answer.json().await?;
            let page = body.get_mut(list).map(Value::take).ok_or(PartyError::Roster(list))?;
            records.extend(serde_json::from_value::<Vec<_>>(page).map_err(|_| PartyError::Roster(list))?);
        }
        Ok(records)
    }
}

/// The address of `rel="next"` (RFC 8288).
fn next_page(link: &str) -> Option<Url> {
    let (target, rest) = link.strip_prefix('<')?.split_once('>')?;
    rest.contains("rel=\"next\"").then(|| Url::parse(target).ok()).flatten()
}
