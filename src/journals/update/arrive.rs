//! The upstream's own button "update journal data": it knows its journal's id and nothing of ours. Whether the journal is
//! linked, and where, only its teacher learns; everybody else is led the same way.

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use http::StatusCode;

use super::super::launched::usable;
use super::super::teacher::{self, signed_in};
use crate::domain::{JournalKey, UpstreamId};
use crate::login::{Login, Turned};
use crate::storage::platforms::{self, Platform};
use crate::storage::upstreams::{self, Upstream};
use crate::storage::{StorageError, taught};
use crate::upstream::RosterSource;
use crate::web::pages::journals::PlatformChoice;
use crate::web::pages::updates::UpdateWhere;
use crate::web::{self, Frame, Trouble, Visit, see_other};

/// `GET /upstream/{id}/journal/update?journal=…`: to the platform that uses this upstream, or a choice of several.
pub(in crate::journals) async fn arrive(
    State(login): State<Login>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Turned> {
    let id: UpstreamId = id.parse().map_err(|_| Trouble::NotFound)?;
    let journal = only(&params(query.as_deref()), "journal").ok_or(Trouble::BadForm)?;
    let (upstream, key) = named(&login, &id, &journal).await?;
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("upstream", id.as_str())
        .append_pair("journal", &key.external_id)
        .finish();
    let platforms = using(&login, &id).await?;
    match platforms.as_slice() {
        [] => Err(Trouble::NotFound.into()),
        [only] => Ok(see_other(&format!("/journals/{}/update?{query}", only.id))),
        _ => {
            let choice = |platform: Platform| PlatformChoice { id: platform.id, name: platform.name };
            let platforms = platforms.into_iter().map(choice).collect();
            let template = UpdateWhere { frame: Frame::new(&visit), upstream: upstream.name, query, platforms };
            Ok(web::page(&visit, StatusCode::OK, &template))
        }
    }
}

/// `GET /journals/{platform}/update?upstream=…&journal=…`: to the page of that journal, for its teacher.
pub(in crate::journals) async fn find(
    State(login): State<Login>,
    Path(platform): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Turned> {
    let owner = signed_in(&login, &visit, &platform, "/").await?;
    let params = params(query.as_deref());
    let id = only(&params, "upstream").and_then(|id| id.parse::<UpstreamId>().ok()).ok_or(Trouble::NotFound)?;
    let journal = only(&params, "journal").ok_or(Trouble::NotFound)?;
    let (_, key) = named(&login, &id, &journal).await?;
    let (key, account, platform) = (&key, owner.id(), &owner.platform.id);
    let find = |tx| async move { taught::find_by_key(&tx, account, platform, key).await };
    let journal = login.ground.db.read(find).await?.ok_or(Trouble::NotFound)?;
    Ok(see_other(&format!("{}/update", teacher::path(platform, &journal.id))))
}

fn params(query: Option<&str>) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect()
}

/// A parameter that stands there once.
fn only(params: &[(String, String)], name: &str) -> Option<String> {
    let mut values = params.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone());
    let value = values.next()?;
    values.next().is_none().then_some(value)
}

/// An upstream that is switched on, and the key of what it would know by this id.
async fn named(login: &Login, id: &UpstreamId, journal: &str) -> Result<(Upstream, JournalKey), web::Error> {
    let upstream = usable(login, id).await?;
    let source: Option<RosterSource> = login.upstreams.source(&upstream).map_err(web::Error::internal)?;
    let key = source.and_then(|source| source.named(journal)).ok_or(Trouble::NotFound)?;
    Ok((upstream, key))
}

/// The live platforms where any school uses an upstream.
async fn using(login: &Login, id: &UpstreamId) -> Result<Vec<Platform>, StorageError> {
    let db = &login.ground.db;
    let mut found = Vec::new();
    for platform in db.read(|tx| async move { platforms::list(&tx).await }).await?.into_iter().filter(Platform::is_live)
    {
        if upstreams::list_usable(db, &platform.id, None).await?.iter().any(|upstream| upstream.id == *id) {
            found.push(platform);
        }
    }
    Ok(found)
}
