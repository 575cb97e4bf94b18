//! `/academicSessions`: the school years in which a platform has classes. There are no others.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;

use super::fault::Fault;
use super::page::{Page, cut};
use super::reader::Reader;
use super::records::{self, Kind, Session};
use super::year::SchoolYear;
use crate::domain::Presence;
use crate::storage::delivered;
use crate::storage::{StorageError, Tx};

/// Every school year, in the order of the ids. It came with its first class, and goes with the last.
async fn all(reader: &Reader) -> Result<Vec<Session>, StorageError> {
    let wanted = &reader.everything();
    let read = |tx: Tx| async move { delivered::list_years(&tx, wanted.platform, wanted.kept_from).await };
    let mut sessions: BTreeMap<String, Session> = BTreeMap::new();
    for row in reader.ground.db.read(read).await? {
        let year = SchoolYear::of(&row.school_id, row.school_year.as_deref(), row.linked_at, row.year_begins);
        let of_row = Session { ended_at: row.ended_at, linked_at: row.linked_at, year };
        match sessions.get_mut(&of_row.year.id()) {
            Some(session) => session.join(&of_row),
            None => drop(sessions.insert(of_row.year.id(), of_row)),
        }
    }
    Ok(sessions.into_values().collect())
}

/// `GET /academicSessions`.
pub(super) async fn list(reader: Reader) -> Result<Response, Fault> {
    let ask = reader.ask(Kind::Session)?;
    let filter = &ask.filter;
    let mut sessions = all(&reader).await?;
    sessions.retain(|session| {
        filter.since.is_none_or(|since| session.changed_at() > since)
            && filter.presence.is_none_or(|presence: Presence| session.presence() == presence)
    });
    let Page { rows, total, next } = cut(sessions, ask.part);
    let page = Page { rows: rows.iter().map(records::session).collect(), total, next };
    Ok(reader.page(Kind::Session, &ask, page))
}

/// `GET /academicSessions/{id}`.
pub(super) async fn show(reader: Reader, Path(id): Path<String>) -> Result<Response, Fault> {
    let ask = reader.ask(Kind::Session)?;
    let session = all(&reader).await?.into_iter().find(|session| session.year.id() == id).ok_or(Fault::Unknown)?;
    Ok(Reader::one(Kind::Session, &ask, records::session(&session)))
}
