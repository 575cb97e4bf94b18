//! What a platform asks for when it signs somebody out (OpenID Connect RP-Initiated Logout 1.0).

use crate::domain::{ClientId, ClientUriKind};
use crate::issuer::hint::{self, Hint, Known};
use crate::issuer::params::{ParamError, Params};
use crate::issuer::service::Issuer;
use crate::storage::{StorageError, Tx, client_uris, clients, platforms};
use crate::web::{self, Brand, Fault, FormTargets, Journey, Trouble, Visit};

/// A request whose URI is registered and whose hint, if it has one, is ours.
#[derive(Debug, Default)]
pub(super) struct LogoutRequest {
    /// The hint, when it is ours.
    pub(super) hint: Option<Known>,
    /// Where the browser goes in the end, `state` included.
    pub(super) target: Option<String>,
}

/// Reads a request. Whose it is comes from the hint, else from `client_id`.
pub(super) async fn read(issuer: &Issuer, visit: &Visit, params: &Params) -> Result<LogoutRequest, web::Error> {
    let hint = match params.text("id_token_hint", hint::MAX_HINT).map_err(odd("id_token_hint"))? {
        Some(token) => hint::read(issuer, &token).await.map_err(web::Error::internal)?,
        None => Hint::Forgotten,
    };
    let (hint, bad) = match hint {
        Hint::Known(known) => (Some(known), false),
        Hint::Forgotten => (None, false),
        Hint::Bad => (None, true),
    };
    let sent = params.text("client_id", 128).map_err(odd("client_id"))?;
    let target = params.text("post_logout_redirect_uri", 2_000).map_err(odd("post_logout_redirect_uri"))?;
    let state = params.text("state", 4_096).map_err(odd("state"))?;
    let named = hint.as_ref().map(|known| known.aud.clone());
    if named.is_some() && sent.is_some() && named != sent {
        return Err(fault("client_id", Fault::Unknown));
    }
    let client: Option<ClientId> = named.or(sent).and_then(|id| id.parse().ok());
    let registered = match &client {
        Some(client) => enter(issuer, visit, client).await?,
        None => Vec::new(),
    };
    let target = match target {
        // Nobody vouches for it: the person is asked, and stays here.
        Some(_) if client.is_none() || bad => None,
        Some(uri) if registered.contains(&uri) => Some(with_state(&uri, state.as_deref())),
        Some(_) => return Err(fault("post_logout_redirect_uri", Fault::NotRegistered)),
        None => None,
    };
    Ok(LogoutRequest { hint, target })
}

fn odd(name: &'static str) -> impl Fn(ParamError) -> web::Error {
    move |error| {
        let repeated = matches!(error, ParamError::Repeated(_));
        fault(name, if repeated { Fault::Repeated } else { Fault::Malformed })
    }
}

fn fault(parameter: &str, fault: Fault) -> web::Error {
    Trouble::BadRequest { parameter: parameter.to_owned(), fault }.into()
}

/// The registered URIs of a client; the visit is told whose it is.
async fn enter(issuer: &Issuer, visit: &Visit, id: &ClientId) -> Result<Vec<String>, StorageError> {
    let read = async |tx: Tx| {
        let Some(client) = clients::find_live(&tx, id).await? else { return Ok(None) };
        let uris = client_uris::list_of_kind(&tx, id, ClientUriKind::PostLogout).await?;
        let platform = platforms::find(&tx, &client.platform_id).await?;
        Ok::<_, StorageError>(platform.map(|platform| (platform, uris)))
    };
    let Some((platform, rows)) = issuer.ground().db.read(read).await? else { return Ok(Vec::new()) };
    let uris: Vec<String> = rows.into_iter().map(|row| row.uri).collect();
    let targets: Vec<url::Url> = uris.iter().filter_map(|uri| uri.parse().ok()).collect();
    let brand = Brand { id: platform.id, name: platform.name, colour: platform.colour, home_url: platform.home_url };
    visit.enter(Journey { brand, ui_locales: None, form_targets: FormTargets::to(&targets) });
    Ok(uris)
}

fn with_state(uri: &str, state: Option<&str>) -> String {
    let Some(state) = state else { return uri.to_owned() };
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("state", state).finish();
    let joint = if uri.contains('?') { "&" } else { "?" };
    format!("{uri}{joint}{query}")
}
