//! `/orgs` and `/schools`: the schools of the platform. There are no other orgs.

use axum::extract::Path;
use axum::response::Response;

use super::ask::Ask;
use super::fault::Fault;
use super::page::{Page, cut};
use super::reader::Reader;
use super::records::{self, Kind};
use crate::domain::{Presence, SchoolId};
use crate::storage::delivered::{self, OrgRow};
use crate::storage::{StorageError, Tx};

async fn all(reader: &Reader) -> Result<Vec<OrgRow>, StorageError> {
    let wanted = &reader.everything();
    let read = |tx: Tx| async move { delivered::list_orgs(&tx, wanted.platform, wanted.kept_from).await };
    reader.ground.db.read(read).await
}

/// `GET /orgs`, `GET /schools`.
pub(super) async fn list(reader: Reader) -> Result<Response, Fault> {
    let ask = reader.ask(Kind::Org)?;
    let filter = &ask.filter;
    let mut orgs = all(&reader).await?;
    orgs.retain(|org| {
        filter.since.is_none_or(|since| records::changed_org(org) > since)
            && filter.presence.is_none_or(|presence| records::presence_of_org(org) == presence)
    });
    let Page { rows, total, next } = cut(orgs, ask.part);
    let page = Page { rows: rows.iter().map(records::org).collect(), total, next };
    Ok(reader.page(Kind::Org, &ask, page))
}

/// `GET /orgs/{id}`, `GET /schools/{id}`.
pub(super) async fn show(reader: Reader, Path(id): Path<String>) -> Result<Response, Fault> {
    let ask = reader.ask(Kind::Org)?;
    let org = all(&reader).await?.into_iter().find(|org| org.id.as_str() == id).ok_or(Fault::Unknown)?;
    Ok(Reader::one(Kind::Org, &ask, records::org(&org)))
}

/// The school with this id, if the platform is served there.
pub(super) async fn served(tx: &Tx, reader: &Reader, id: &str) -> Result<SchoolId, Fault> {
    let wanted = reader.everything();
    let orgs = delivered::list_orgs(tx, wanted.platform, wanted.kept_from).await?;
    let found = orgs.into_iter().find(|org| org.id.as_str() == id);
    let served = found.filter(|org| records::presence_of_org(org) == Presence::Active);
    served.map(|org| org.id).ok_or(Fault::Unknown)
}

/// The school that a list is narrowed to, by its address or by its filter.
pub(super) async fn narrowed(
    tx: &Tx,
    reader: &Reader,
    ask: &Ask,
    in_path: Option<&str>,
) -> Result<Option<SchoolId>, Fault> {
    match (in_path, &ask.filter.school) {
        (None, school) => Ok(school.clone()),
        (Some(id), None) => served(tx, reader, id).await.map(Some),
        (Some(_), Some(_)) => Err(Fault::filter("the address names the school already")),
    }
}
