//! `GET /link/start`: a platform's own settings page sends somebody to add an integration.

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::request::LinkAddress;
use crate::domain::{ClientId, ClientUriKind, Purpose, UpstreamId};
use crate::login::store::{Beginning, Goal, LinkGoal};
use crate::login::{Login, LoginError};
use crate::storage::{client_uris, upstreams};
use crate::web::{self, Fault, Trouble, Visit, see_other};

/// What the platform asks for.
#[derive(Debug, Deserialize)]
pub(in crate::login) struct Wish {
    client_id: Option<String>,
    /// Which upstream to add; without it the person chooses.
    upstream: Option<String>,
    /// Where to go in the end; registered for the client.
    return_uri: Option<String>,
    ui_locales: Option<String>,
}

/// Begins a login that adds an integration, and asks the platform whose account it is. Nothing else happens: whoever
/// sends a browser here has only made it ask.
pub(in crate::login) async fn start(
    State(login): State<Login>,
    visit: Visit,
    query: Result<Query<Wish>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, web::Error> {
    let Query(wish) = query.map_err(|_| Trouble::BadForm)?;
    let address = client(&login, wish.client_id.as_deref()).await?;
    let goal = LinkGoal {
        link_of: address.client.platform_id.clone(),
        upstream: upstream(&login, &address, wish.upstream.as_deref()).await?,
        return_uri: return_uri(&login, &address, wish.return_uri).await?,
        ui_locales: wish.ui_locales.filter(|wish| wish.len() <= 200),
        client: address.client.id.clone(),
    };
    let beginning = Beginning {
        browser_hash: visit.browser_hash(),
        purpose: Purpose::Add,
        goal: Goal::Link(goal),
        session: None,
        proven: None,
    };
    let attempt = login.begin(&beginning).await?;
    let entered = login.enter(&visit, attempt.as_str()).await?;
    Ok(see_other(login.request_proof(&entered, &address).await?.as_str()))
}

fn bad(parameter: &str, fault: Fault) -> Trouble {
    Trouble::BadRequest { parameter: parameter.to_owned(), fault }
}

async fn client(login: &Login, id: Option<&str>) -> Result<LinkAddress, web::Error> {
    let id = id.filter(|id| !id.is_empty()).ok_or_else(|| bad("client_id", Fault::Missing))?;
    let id: ClientId = id.parse().map_err(|_| bad("client_id", Fault::Unknown))?;
    Ok(login.link_address_at(&id).await?.ok_or_else(|| bad("client_id", Fault::Unknown))?)
}

async fn upstream(login: &Login, address: &LinkAddress, wish: Option<&str>) -> Result<Option<UpstreamId>, web::Error> {
    let Some(wish) = wish.filter(|wish| !wish.is_empty()) else { return Ok(None) };
    let platform = &address.client.platform_id;
    let usable = upstreams::list_usable(&login.ground.db, platform, None).await;
    let usable = usable.map_err(LoginError::from)?;
    let found = usable.into_iter().find(|upstream| upstream.id.as_str() == wish);
    Ok(Some(found.ok_or_else(|| bad("upstream", Fault::Unknown))?.id))
}

async fn return_uri(login: &Login, address: &LinkAddress, wish: Option<String>) -> Result<Option<String>, web::Error> {
    let Some(wish) = wish.filter(|wish| !wish.is_empty()) else { return Ok(None) };
    let client = &address.client.id;
    let read = |tx| async move { client_uris::list_of_kind(&tx, client, ClientUriKind::LinkReturn).await };
    let registered = login.ground.db.read(read).await.map_err(LoginError::from)?;
    if registered.iter().any(|row| row.uri == wish) {
        return Ok(Some(wish));
    }
    Err(bad("return_uri", Fault::NotRegistered).into())
}
