//! Who reads: a client with a token of its own. Without one there is nothing to read with.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde_json::{Map, Value};

use super::super::Calls;
use super::ask::Ask;
use super::fault::Fault;
use super::page::{Cursor, Next, Page};
use super::people::allowed;
use super::records::{Kind, narrow};
use crate::domain::{Claim, SubMode};
use crate::ground::Ground;
use crate::issuer::ONEROSTER;
use crate::storage::client_tokens::ClientBearer;
use crate::storage::delivered::Wanted;

/// How long it is told that something is over.
const KEPT: TimeDelta = TimeDelta::days(30);

/// A client that may read the journals of its platform, and what it asks for.
#[derive(Debug)]
pub(super) struct Reader {
    pub ground: Ground,
    pub bearer: ClientBearer,
    /// What it may be told of people.
    pub claims: BTreeSet<Claim>,
    path: String,
    query: String,
}

impl FromRequestParts<Calls> for Reader {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, calls: &Calls) -> Result<Self, Fault> {
        let bearer = calls.issuer.authenticate_reader(&parts.headers).await?;
        Ok(Self {
            ground: calls.login.ground.clone(),
            claims: allowed(&bearer.allowed_claims, &bearer.allowed_scopes),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            bearer,
        })
    }
}

impl Reader {
    /// Whether `sub` is the platform's own, and can be looked up.
    pub(super) fn has_own_subs(&self) -> bool {
        self.bearer.sub_mode == SubMode::Account
    }

    /// Where all records are.
    pub(super) fn base(&self) -> String {
        format!("{}{ONEROSTER}", self.ground.issuer())
    }

    /// What the query asks of a list of `kind`.
    pub(super) fn ask(&self, kind: Kind) -> Result<Ask, Fault> {
        Ask::read(&self.query, kind)
    }

    /// The same of a list that is in an order which is not that of `sourcedId`.
    pub(super) fn ask_unsorted(&self, kind: Kind) -> Result<Ask, Fault> {
        let ask = self.ask(kind)?;
        if ask.sorted { Err(Fault::unsorted()) } else { Ok(ask) }
    }

    /// Everything that the query's filter leaves of the client's platform.
    pub(super) fn wanted<'a>(&'a self, ask: &'a Ask) -> Wanted<'a> {
        let filter = &ask.filter;
        Wanted {
            since: filter.since,
            presence: filter.presence,
            role: filter.role,
            school: filter.school.as_ref(),
            class: filter.class.as_ref(),
            ..self.everything()
        }
    }

    /// Everything of the client's platform.
    pub(super) fn everything(&self) -> Wanted<'_> {
        Wanted::all(&self.bearer.platform_id, self.ground.now() - KEPT)
    }

    /// Where the page before ended.
    pub(super) fn cursor(&self, ask: &Ask) -> Result<Option<Cursor>, Fault> {
        let Some(sealed) = &ask.cursor else { return Ok(None) };
        let cursor = Cursor::open(&self.ground.vault, &self.bearer.platform_id, sealed);
        cursor.map(Some).ok_or_else(|| Fault::data("cursor is not one of ours"))
    }

    /// A page of records.
    pub(super) fn page(&self, kind: Kind, ask: &Ask, page: Page<Map<String, Value>>) -> Response {
        let mut headers = HeaderMap::from_iter([
            (HeaderName::from_static("x-total-count"), HeaderValue::from(page.total)),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ]);
        if let Some(link) = self.link(ask, &page.next).and_then(|link| HeaderValue::try_from(link).ok()) {
            headers.insert(header::LINK, link);
        }
        let records = page.rows.into_iter().map(|record| Value::Object(narrow(record, ask.fields.as_deref())));
        let body = Map::from_iter([(kind.keys().1.to_owned(), records.collect())]);
        (headers, Json(body)).into_response()
    }

    /// RFC 8288.
    fn link(&self, ask: &Ask, next: &Next) -> Option<String> {
        let cursor = match next {
            Next::Over => return None,
            Next::Offset => None,
            Next::After(cursor) => Some(cursor.seal(&self.ground.vault, &self.bearer.platform_id)?),
        };
        let query = ask.next(ask.part.offset.saturating_add(ask.part.limit), cursor.as_deref());
        Some(format!("<{}{}?{query}>; rel=\"next\"", self.ground.issuer(), self.path))
    }

    /// One record.
    pub(super) fn one(kind: Kind, ask: &Ask, record: Map<String, Value>) -> Response {
        let record = Value::Object(narrow(record, ask.fields.as_deref()));
        let body = Map::from_iter([(kind.keys().0.to_owned(), record)]);
        ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
    }
}
