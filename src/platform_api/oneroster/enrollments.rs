//! `/enrollments`: who sits in which class.

use axum::extract::Path;
use axum::response::Response;
use serde_json::{Map, Value};

use super::fault::Fault;
use super::orgs;
use super::page::{self, Listing, Page};
use super::people::user_of;
use super::reader::Reader;
use super::records::{self, Base, Kind};
use crate::domain::JournalId;
use crate::storage::delivered::{self, Part, SeatPlace, SeatRow, Wanted};
use crate::storage::{StorageError, Tx};

/// Seats that live, then those that ended lately.
struct Seats<'a>(Wanted<'a>);

impl Listing for Seats<'_> {
    type Row = SeatRow;
    const SECTIONS: usize = 2;

    async fn count(&self, tx: &Tx, section: usize) -> Result<i64, StorageError> {
        if section == 0 { delivered::count_seated(tx, &self.0).await } else { delivered::count_left(tx, &self.0).await }
    }

    async fn list(&self, tx: &Tx, section: usize, after: &str, part: Part) -> Result<Vec<SeatRow>, StorageError> {
        let after = read_place(after);
        if section == 0 {
            delivered::list_seated(tx, &self.0, &after, part).await
        } else {
            delivered::list_left(tx, &self.0, &after, part).await
        }
    }

    fn place(row: &SeatRow) -> String {
        format!("{} {} {}", row.journal_id, row.person_id, row.role)
    }
}

fn read_place(text: &str) -> SeatPlace {
    let mut words = text.split(' ').map(str::to_owned);
    let mut next = || words.next().unwrap_or_default();
    SeatPlace { journal: next(), person: next(), role: next() }
}

/// `GET /enrollments`.
pub(super) async fn list(reader: Reader) -> Result<Response, Fault> {
    listed(&reader, None).await
}

/// `GET /schools/{id}/enrollments`.
pub(super) async fn list_of_school(reader: Reader, Path(id): Path<String>) -> Result<Response, Fault> {
    listed(&reader, Some(&id)).await
}

async fn listed(reader: &Reader, school: Option<&str>) -> Result<Response, Fault> {
    let ask = &reader.ask_unsorted(Kind::Enrollment)?;
    let cursor = &reader.cursor(ask)?;
    let read = |tx: Tx| async move {
        let school = orgs::narrowed(&tx, reader, ask, school).await?;
        let wanted = Wanted { school: school.as_ref(), ..reader.wanted(ask) };
        Ok::<_, Fault>(page::read(&tx, &Seats(wanted), ask, cursor.clone()).await?)
    };
    let Page { rows, total, next } = reader.ground.db.read(read).await?;
    let base = reader.base();
    let rows = rows.iter().filter_map(|seat| record(reader, Base(&base), seat)).collect();
    Ok(reader.page(Kind::Enrollment, ask, Page { rows, total, next }))
}

fn record(reader: &Reader, base: Base<'_>, seat: &SeatRow) -> Option<Map<String, Value>> {
    user_of(reader, seat).map(|user| records::enrollment(base, seat, &user))
}

/// `GET /enrollments/{id}`: the id begins with its class, which is looked through.
pub(super) async fn show(reader: Reader, Path(id): Path<String>) -> Result<Response, Fault> {
    let (reader, ask) = (&reader, &reader.ask(Kind::Enrollment)?);
    let class: JournalId = id.split('-').next().unwrap_or_default().parse().map_err(|_| Fault::Unknown)?;
    let wanted = &Wanted { class: Some(&class), ..reader.everything() };
    let read = |tx: Tx| async move {
        let mut seats = delivered::list_seated(&tx, wanted, &SeatPlace::default(), Part::ALL).await?;
        seats.extend(delivered::list_left(&tx, wanted, &SeatPlace::default(), Part::ALL).await?);
        Ok::<_, StorageError>(seats)
    };
    let seats = reader.ground.db.read(read).await?;
    let found = seats.iter().find(|seat| records::enrollment_id(seat) == id);
    let base = reader.base();
    let record = found.and_then(|seat| record(reader, Base(&base), seat)).ok_or(Fault::Unknown)?;
    Ok(Reader::one(Kind::Enrollment, ask, record))
}
