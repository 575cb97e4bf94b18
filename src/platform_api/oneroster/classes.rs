//! `/classes`: the platform's journals, with their kits.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;
use serde_json::{Map, Value};

use super::fault::Fault;
use super::orgs;
use super::page::{self, Listing, Page};
use super::reader::Reader;
use super::records::{self, Base, ClassMore, Kind};
use crate::domain::JournalId;
use crate::issuer::subject;
use crate::storage::delivered::{self, ClassRow, Part, Wanted};
use crate::storage::{StorageError, Tx, licences};

/// The classes that are wanted.
pub(super) struct Classes<'a>(pub Wanted<'a>);

impl Listing for Classes<'_> {
    type Row = ClassRow;
    const SECTIONS: usize = 1;

    async fn count(&self, tx: &Tx, _section: usize) -> Result<i64, StorageError> {
        delivered::count_classes(tx, &self.0).await
    }

    async fn list(&self, tx: &Tx, _section: usize, after: &str, part: Part) -> Result<Vec<ClassRow>, StorageError> {
        delivered::list_classes(tx, &self.0, after, part).await
    }

    fn place(row: &ClassRow) -> String {
        row.id.to_string()
    }
}

/// `GET /classes`.
pub(super) async fn list(reader: Reader) -> Result<Response, Fault> {
    listed(&reader, None).await
}

/// `GET /schools/{id}/classes`.
pub(super) async fn list_of_school(reader: Reader, Path(id): Path<String>) -> Result<Response, Fault> {
    listed(&reader, Some(&id)).await
}

async fn listed(reader: &Reader, school: Option<&str>) -> Result<Response, Fault> {
    let (ask, base) = (&reader.ask(Kind::Class)?, &reader.base());
    let cursor = &reader.cursor(ask)?;
    let read = |tx: Tx| async move {
        let school = orgs::narrowed(&tx, reader, ask, school).await?;
        let wanted = Wanted { school: school.as_ref(), ..reader.wanted(ask) };
        let page = page::read(&tx, &Classes(wanted), ask, cursor.clone()).await?;
        let rows = told(&tx, reader, Base(base), &page.rows).await?;
        Ok::<_, Fault>(Page { rows, total: page.total, next: page.next })
    };
    let page = reader.ground.db.read(read).await?;
    Ok(reader.page(Kind::Class, ask, page))
}

/// Classes with their kits, and with who of them has no licence.
async fn told(
    tx: &Tx,
    reader: &Reader,
    base: Base<'_>,
    classes: &[ClassRow],
) -> Result<Vec<Map<String, Value>>, StorageError> {
    if classes.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<&JournalId> = classes.iter().map(|class| &class.id).collect();
    let mut more: BTreeMap<JournalId, ClassMore> = BTreeMap::new();
    for kit in delivered::list_kits(tx, &ids).await? {
        more.entry(kit.journal_id.clone()).or_default().kits.push(kit);
    }
    for row in licences::list_lacking(tx, &ids).await? {
        let user = subject(reader.bearer.sub_mode, &row.sub, &reader.bearer.platform_id, &row.account_id);
        more.entry(row.journal_id).or_default().without.push((row.product, user));
    }
    let record = |class: &ClassRow| records::class(base, class, &more.remove(&class.id).unwrap_or_default());
    Ok(classes.iter().map(record).collect())
}

/// `GET /classes/{id}`.
pub(super) async fn show(reader: Reader, Path(id): Path<String>) -> Result<Response, Fault> {
    let (reader, ask) = (&reader, &reader.ask(Kind::Class)?);
    let (base, id) = (&reader.base(), &id);
    let read = |tx: Tx| async move {
        let class = find(&tx, reader, id).await?;
        Ok::<_, Fault>(told(&tx, reader, Base(base), &[class]).await?)
    };
    let record = reader.ground.db.read(read).await?.pop().ok_or(Fault::Unknown)?;
    Ok(Reader::one(Kind::Class, ask, record))
}

/// The class with this id, if it is the platform's.
pub(super) async fn find(tx: &Tx, reader: &Reader, id: &str) -> Result<ClassRow, Fault> {
    let id = id.parse().map_err(|_| Fault::Unknown)?;
    let wanted = reader.everything();
    let found = delivered::find_class(tx, wanted.platform, wanted.kept_from, &id).await?;
    found.ok_or(Fault::Unknown)
}
