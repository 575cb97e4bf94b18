//! `/users`, `/students`, `/teachers`: of the whole platform, of a school, of a class.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;

use super::ask::Ask;
use super::fault::Fault;
use super::page::{self, Page, cut};
use super::people::{self, User, Users, Who};
use super::reader::Reader;
use super::records::{self, Base, Kind};
use super::{classes, orgs};
use crate::domain::{JournalId, Presence, SchoolId, SeatRole};
use crate::storage::delivered::{self, Part, SeatPlace, Wanted};
use crate::storage::{StorageError, Tx};

/// `GET /users`.
pub(super) async fn list(reader: Reader) -> Result<Response, Fault> {
    of_platform(&reader, None).await
}

/// `GET /students`.
pub(super) async fn list_students(reader: Reader) -> Result<Response, Fault> {
    of_platform(&reader, Some(SeatRole::Pupil)).await
}

/// `GET /teachers`.
pub(super) async fn list_teachers(reader: Reader) -> Result<Response, Fault> {
    of_platform(&reader, Some(SeatRole::Teacher)).await
}

async fn of_platform(reader: &Reader, role: Option<SeatRole>) -> Result<Response, Fault> {
    let ask = &if reader.has_own_subs() { reader.ask(Kind::User)? } else { reader.ask_unsorted(Kind::User)? };
    let cursor = &reader.cursor(ask)?;
    let read = |tx: Tx| async move {
        let listing = Users(Wanted { role, ..reader.wanted(ask) });
        let Page { rows, total, next } = page::read(&tx, &listing, ask, cursor.clone()).await?;
        Ok::<_, Fault>(Page { rows: people::load(&tx, reader, &rows).await?, total, next })
    };
    let page = reader.ground.db.read(read).await?;
    Ok(answer(reader, ask, page))
}

fn answer(reader: &Reader, ask: &Ask, page: Page<User>) -> Response {
    let base = reader.base();
    let rows = page.rows.iter().map(|user| records::user(Base(&base), user)).collect();
    reader.page(Kind::User, ask, Page { rows, total: page.total, next: page.next })
}

/// `GET /users/{id}`.
pub(super) async fn show(reader: Reader, Path(id): Path<String>) -> Result<Response, Fault> {
    one(&reader, &id, None).await
}

/// `GET /students/{id}`.
pub(super) async fn show_student(reader: Reader, Path(id): Path<String>) -> Result<Response, Fault> {
    one(&reader, &id, Some(SeatRole::Pupil)).await
}

/// `GET /teachers/{id}`.
pub(super) async fn show_teacher(reader: Reader, Path(id): Path<String>) -> Result<Response, Fault> {
    one(&reader, &id, Some(SeatRole::Teacher)).await
}

async fn one(reader: &Reader, id: &str, role: Option<SeatRole>) -> Result<Response, Fault> {
    let ask = reader.ask(Kind::User)?;
    let wanted = &Wanted { role, ..reader.everything() };
    let read = |tx: Tx| async move {
        let found = people::find(&tx, wanted, reader, id).await?;
        people::load(&tx, reader, found.as_slice()).await
    };
    let user = reader.ground.db.read(read).await?.pop().ok_or(Fault::Unknown)?;
    Ok(Reader::one(Kind::User, &ask, records::user(Base(&reader.base()), &user)))
}

/// `GET /schools/{id}/students`.
pub(super) async fn list_students_of_school(reader: Reader, Path(id): Path<String>) -> Result<Response, Fault> {
    within(&reader, Within::School(&id), SeatRole::Pupil).await
}

/// `GET /schools/{id}/teachers`.
pub(super) async fn list_teachers_of_school(reader: Reader, Path(id): Path<String>) -> Result<Response, Fault> {
    within(&reader, Within::School(&id), SeatRole::Teacher).await
}

/// `GET /classes/{id}/students`.
pub(super) async fn list_students_of_class(reader: Reader, Path(id): Path<String>) -> Result<Response, Fault> {
    within(&reader, Within::Class(&id), SeatRole::Pupil).await
}

/// `GET /classes/{id}/teachers`.
pub(super) async fn list_teachers_of_class(reader: Reader, Path(id): Path<String>) -> Result<Response, Fault> {
    within(&reader, Within::Class(&id), SeatRole::Teacher).await
}

/// A list that is small enough to be in memory, and where it is.
#[derive(Clone, Copy)]
enum Within<'a> {
    School(&'a str),
    Class(&'a str),
}

impl Within<'_> {
    async fn find(self, tx: &Tx, reader: &Reader) -> Result<(Option<SchoolId>, Option<JournalId>), Fault> {
        match self {
            Self::School(id) => Ok((Some(orgs::served(tx, reader, id).await?), None)),
            Self::Class(id) => Ok((None, Some(classes::find(tx, reader, id).await?.id))),
        }
    }
}

/// Who sits there now, in the order of their ids.
async fn within(reader: &Reader, place: Within<'_>, role: SeatRole) -> Result<Response, Fault> {
    let ask = &reader.ask(Kind::User)?;
    let read = |tx: Tx| async move {
        let (school, class) = place.find(&tx, reader).await?;
        let wanted = Wanted {
            role: Some(role),
            presence: Some(Presence::Active),
            school: school.as_ref(),
            class: class.as_ref(),
            ..reader.everything()
        };
        let seats = delivered::list_seated(&tx, &wanted, &SeatPlace::default(), Part::ALL).await?;
        let sitting: BTreeMap<String, Who> = seats.iter().filter_map(|seat| Who::of_seat(reader, seat)).collect();
        Ok::<_, Fault>(cut_users(&tx, reader, ask, sitting.into_values().collect()).await?)
    };
    let page = reader.ground.db.read(read).await?;
    Ok(answer(reader, ask, page))
}

/// When somebody changed is known only once they are read.
async fn cut_users(tx: &Tx, reader: &Reader, ask: &Ask, sitting: Vec<Who>) -> Result<Page<User>, StorageError> {
    let sitting = if ask.filter.presence == Some(Presence::Gone) { Vec::new() } else { sitting };
    let Some(since) = ask.filter.since else {
        let Page { rows, total, next } = cut(sitting, ask.part);
        return Ok(Page { rows: people::load(tx, reader, &rows).await?, total, next });
    };
    let mut users = people::load(tx, reader, &sitting).await?;
    users.retain(|user| user.modified_at > since);
    Ok(cut(users, ask.part))
}
