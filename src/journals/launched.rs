//! The way in: the upstream sends a browser with the token of a launch. The token is stored at once and leaves the address.

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use chrono::TimeDelta;
use http::StatusCode;

use crate::domain::{LaunchId, UpstreamId, UpstreamKind};
use crate::login::{Login, Turned, upstream_trouble};
use crate::storage::journal_launches::{self, JournalLaunch};
use crate::storage::upstreams::{self, Upstream};
use crate::storage::{Durability, StorageError, Tx};
use crate::vault::sha256;
use crate::web::pages::journals::WindowBlocked;
use crate::web::{self, Frame, Trouble, Visit, see_other};

/// How long a launch may take, in minutes.
const LIFE: i64 = 60;
/// Longest token.
const LONGEST_TOKEN: usize = 1024;

/// `GET /upstream/{id}/journal?token=…`. Nobody is signed in by it, and nothing is read yet. `window=blocked` says that the
/// upstream could not open a window and this is the one it was pressed in.
pub(super) async fn arrive(
    State(login): State<Login>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Turned> {
    let id: UpstreamId = id.parse().map_err(|_| Trouble::NotFound)?;
    let upstream = usable(&login, &id).await?;
    // Its launches are verified before they are kept, and come another way: what stands in an address is nobody's word.
    if upstream.kind == UpstreamKind::Lti {
        return Err(Trouble::NotFound.into());
    }
    let params: Vec<(String, String)> =
        url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
    let token = token(&params).ok_or(Trouble::BadForm)?;
    let launch = keep(&login, &visit, &upstream, token).await?;
    let blocked = params.iter().any(|(name, value)| name == "window" && value == "blocked");
    Ok(see_other(&format!("{}{}", path(&launch), if blocked { "/window" } else { "" })))
}

/// Its one token, if there is one that could be kept.
fn token(params: &[(String, String)]) -> Option<&str> {
    let mut tokens = params.iter().filter(|(name, _)| name == "token").map(|(_, value)| value.as_str());
    let token = tokens.next()?;
    let fits = tokens.next().is_none() && (1..=LONGEST_TOKEN).contains(&token.len());
    (fits && token.bytes().all(|b| b.is_ascii_graphic())).then_some(token)
}

/// An upstream that has journals and is switched on.
pub(super) async fn usable(login: &Login, id: &UpstreamId) -> Result<Upstream, web::Error> {
    let row = upstreams::find_alone(&login.ground.db, id).await?.ok_or(Trouble::NotFound)?;
    if row.disabled_at.is_some() {
        return Err(Trouble::UpstreamOff { upstream: row.name }.into());
    }
    match login.upstreams.source(&row) {
        Ok(Some(_)) => Ok(row),
        Ok(None) => Err(Trouble::NotFound.into()),
        Err(error) => Err(upstream_trouble(error, &row.name, false)),
    }
}

/// Stores the launch; a page that is loaded again in the same browser finds the one it had. In another browser the token is
/// worth nothing any more.
pub(super) async fn keep(
    login: &Login,
    visit: &Visit,
    upstream: &Upstream,
    token: &str,
) -> Result<LaunchId, web::Error> {
    let (ground, now) = (&login.ground, login.ground.now());
    let id = LaunchId::random(&ground.random);
    let sealed = ground.vault.seal(&place(&id), token.as_bytes()).map_err(web::Error::internal)?;
    let row = &JournalLaunch {
        id,
        upstream_id: upstream.id.clone(),
        token_hash: sha256(token),
        token: sealed,
        browser_hash: visit.browser_hash().to_owned(),
        platform_id: None,
        journal_id: None,
        created_at: now,
        expires_at: now + TimeDelta::minutes(LIFE),
        used_at: None,
    };
    let write = |tx: Tx| async move {
        if journal_launches::insert(&tx, row).await? {
            return Ok(Some(row.id.clone()));
        }
        let (upstream, hash, browser) = (&row.upstream_id, &row.token_hash, &row.browser_hash);
        let before = journal_launches::find_by_token(&tx, upstream, hash, browser, now).await?;
        Ok::<_, StorageError>(before.map(|launch| launch.id))
    };
    let kept = ground.db.write(Durability::Relaxed, write).await?;
    kept.ok_or_else(|| Trouble::LaunchGone.into())
}

/// The place a launch's token is sealed for.
pub(super) fn place(id: &LaunchId) -> String {
    format!("journal_launch|{id}|token")
}

/// The address of a launch's pages.
pub(super) fn path(id: &LaunchId) -> String {
    format!("/journals/launch/{id}")
}

/// The launch of this browser. A foreign one answers like one that does not exist.
pub(super) async fn find(login: &Login, visit: &Visit, id: &str) -> Result<JournalLaunch, web::Error> {
    let id: LaunchId = id.parse().map_err(|_| Trouble::LaunchGone)?;
    let (id, browser, now) = (&id, visit.browser_hash(), login.ground.now());
    let found = login.ground.db.read(|tx| async move { journal_launches::find(&tx, id, browser, now).await }).await?;
    found.ok_or_else(|| Trouble::LaunchGone.into())
}

/// `GET /journals/launch/{launch}/window`: how browsers are told to let windows open, and the way on.
pub(super) async fn window(
    State(login): State<Login>,
    Path(launch): Path<String>,
    visit: Visit,
) -> Result<Response, web::Error> {
    let row = find(&login, &visit, &launch).await?;
    Ok(web::page(&visit, StatusCode::OK, &WindowBlocked { frame: Frame::new(&visit), launch: row.id }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: &str) -> Option<String> {
        let params: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        token(&params).map(str::to_owned)
    }

    #[test]
    fn a_launch_has_one_token_that_can_be_kept() {
        assert_eq!(of("token=abc&x=1").as_deref(), Some("abc"));
        for query in ["", "token=", "token=a&token=b", "token=a%20b", "token=%C3%B5"] {
            assert_eq!(of(query), None, "{query}");
        }
        assert_eq!(of(&format!("token={}", "a".repeat(LONGEST_TOKEN + 1))), None);
    }
}
