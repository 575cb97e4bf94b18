//! The list of integrations.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::session::{Owner, Turned, enter};
use super::{older, other};
use crate::domain::PasswordOwner;
use crate::login::{Login, LoginError};
use crate::storage::links::Link;
use crate::storage::ways_in::{self, WaysIn};
use crate::storage::{links, upstreams};
use crate::web::pages::parts::UpstreamChoice;
use crate::web::pages::settings::{Done, Integrations, LinkRow};
use crate::web::{self, Frame, Visit};

/// What was just done, and with which upstream.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Just {
    #[serde(default)]
    done: String,
    #[serde(default)]
    upstream: String,
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    Path(platform): Path<String>,
    visit: Visit,
    Query(just): Query<Just>,
) -> Result<Response, Turned> {
    let owner = enter(&login, &visit, &platform).await?;
    let rows = rows(&login, &owner).await?;
    let usable = usable(&login, &owner).await?;
    let linked = |choice: &UpstreamChoice| rows.iter().any(|row| row.upstream == choice.id);
    let person = login.card_of(&owner.platform, owner.id()).await?;
    let is_provisional = older::is_provisional(&login, &owner).await?;
    let template = Integrations {
        frame: Frame::new(&visit).in_zone(&person.zone),
        platform: owner.platform.id.clone(),
        person,
        is_provisional,
        is_asked: other::is_asked(&login, &owner).await?,
        // What is added to a provisional account would not come along to the older one.
        addable: usable.into_iter().filter(|choice| !is_provisional && !linked(choice)).collect(),
        links: rows,
        password: owner.platform.password_owner == PasswordOwner::Broker && owner.account.password_hash.is_some(),
        done: done(&login, &just).await?,
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

async fn usable(login: &Login, owner: &Owner) -> Result<Vec<UpstreamChoice>, LoginError> {
    let platform = &owner.platform.id;
    let usable = upstreams::list_usable(&login.ground.db, platform, None).await?;
    Ok(usable.into_iter().map(|row| UpstreamChoice { id: row.id, name: row.name }).collect())
}

/// The live links, each with whether it may be ended.
pub(super) async fn rows(login: &Login, owner: &Owner) -> Result<Vec<LinkRow>, LoginError> {
    let id = owner.id();
    let found = login.ground.db.read(|tx| async move {
        let ways = ways_in::find(&tx, id).await?;
        Ok::<_, LoginError>((links::list_live_joined(&tx, id).await?, ways))
    });
    let (live, ways) = found.await?;
    let mut rows = Vec::with_capacity(live.len());
    for link in live {
        rows.push(row(login, &ways, link).await?);
    }
    Ok(rows)
}

async fn row(login: &Login, ways: &WaysIn, link: Link) -> Result<LinkRow, LoginError> {
    Ok(LinkRow {
        name: login.upstream_name(&link.upstream_id).await?,
        can_end: ways.remain_without(&link.id),
        id: link.id,
        upstream: link.upstream_id,
        origin: link.origin,
        since: link.since,
        last_used: link.last_used_at,
    })
}

async fn done(login: &Login, just: &Just) -> Result<Option<Done>, LoginError> {
    let upstream = match just.upstream.parse() {
        Ok(id) => login.upstream_name(&id).await?,
        Err(_) => String::new(),
    };
    Ok(match just.done.as_str() {
        "added" => Some(Done::Added { upstream }),
        "ended" => Some(Done::Ended { upstream }),
        "password" => Some(Done::PasswordChanged),
        _ => None,
    })
}
