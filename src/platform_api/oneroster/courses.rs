//! `/courses`: the standard asks each class for its course. Journals know of none, so each has one of its own, of its name.

use axum::extract::Path;
use axum::response::Response;

use super::classes::{self, Classes};
use super::fault::Fault;
use super::page::{self, Page};
use super::reader::Reader;
use super::records::{self, Base, Kind};
use crate::storage::Tx;

/// `GET /courses`.
pub(super) async fn list(reader: Reader) -> Result<Response, Fault> {
    let reader = &reader;
    let (ask, base) = (&reader.ask(Kind::Course)?, &reader.base());
    let cursor = &reader.cursor(ask)?;
    let read = |tx: Tx| async move {
        Ok::<_, Fault>(page::read(&tx, &Classes(reader.wanted(ask)), ask, cursor.clone()).await?)
    };
    let Page { rows, total, next } = reader.ground.db.read(read).await?;
    let rows = rows.iter().map(|class| records::course(Base(base), class)).collect();
    Ok(reader.page(Kind::Course, ask, Page { rows, total, next }))
}

/// `GET /courses/{id}`.
pub(super) async fn show(reader: Reader, Path(id): Path<String>) -> Result<Response, Fault> {
    let (reader, ask) = (&reader, &reader.ask(Kind::Course)?);
    let class = &records::class_of_course(&id).ok_or(Fault::Unknown)?.to_owned();
    let found = reader.ground.db.read(|tx: Tx| async move { classes::find(&tx, reader, class).await }).await?;
    Ok(Reader::one(Kind::Course, ask, records::course(Base(&reader.base()), &found)))
}
