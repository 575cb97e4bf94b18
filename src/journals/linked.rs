//! The journal is linked: what there is now, who has no licence, and the way to the platform.

use axum::response::Response;
use http::StatusCode;

use super::{journal, people, teacher};
use crate::domain::{JournalId, PlatformId};
use crate::login::{Login, Turned};
use crate::storage::upstreams;
use crate::web::pages::journals::JournalLinked;
use crate::web::{self, Frame, Visit};

/// The page, for a teacher of the journal.
pub(super) async fn page(
    login: &Login,
    visit: &Visit,
    platform: &PlatformId,
    id: &JournalId,
) -> Result<Response, Turned> {
    let (_, row) = teacher::enter(login, visit, platform.as_str(), id.as_str()).await?;
    let shown = journal::read(login, &row).await?;
    let usable = upstreams::list_usable(&login.ground.db, platform, Some(&row.school_id)).await?;
    let groups = people::seated(shown.seats, &shown.signs, &teacher::path(platform, id));
    let template = JournalLinked {
        frame: Frame::new(visit).in_zone(&shown.zone),
        platform: platform.clone(),
        journal: shown.facts,
        told: shown.told,
        signs_in: usable.iter().any(|upstream| upstream.id == row.upstream_id),
        notes: shown.notes,
        counts: groups.iter().map(|group| (group.state, group.people.len() as u64)).collect(),
        without: shown.without,
    };
    Ok(web::page(visit, StatusCode::OK, &template))
}
