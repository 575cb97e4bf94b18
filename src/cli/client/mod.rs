//! `koppel client …`: OIDC clients of platforms.

mod add;
mod change;
mod secret;
mod settings;

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::desk::Desk;
use super::failure::missing;
use super::output::{self, Format};
use super::word::Named;
use crate::domain::{ClientId, ClientUriKind, PlatformId, UnfitUri, check_client_uri};
use crate::storage::client_uris::ClientUri;
use crate::storage::clients::{self, Client};
use crate::storage::{StorageError, client_secrets, client_uris};

/// What can be done with clients.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add an OIDC client of a platform. Prints its secret, once.
    Add(Box<add::Add>),
    /// List the clients.
    List(List),
    /// Show one client.
    Show(Show),
    /// Change a client; with --new-secret the old one may work on for a while.
    Change(Box<change::Change>),
    /// Disable a client: it gets no more codes or tokens. Its history stays.
    Remove(Named<ClientId>),
}

/// Which clients to list.
#[derive(Debug, Args)]
pub struct List {
    /// Only those of this platform.
    #[arg(long)]
    platform: Option<PlatformId>,
    #[command(flatten)]
    format: Format,
}

/// Which client to show.
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    named: Named<ClientId>,
    #[command(flatten)]
    format: Format,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::Add(add) => add::run(&desk, *add).await,
        Command::List(list) => run_list(&desk, list).await,
        Command::Show(show) => run_show(&desk, show).await,
        Command::Change(change) => change::run(&desk, *change).await,
        Command::Remove(named) => change::remove(&desk, named.id()?).await,
    }
}

async fn run_list(desk: &Desk, list: List) -> Result<()> {
    let platform = list.platform.as_ref();
    let rows = desk.ground.db.read(|tx| async move {
        let clients = match platform {
            Some(platform) => clients::list_of_platform(&tx, platform).await?,
            None => clients::list(&tx).await?,
        };
        let mut rows = Vec::new();
        for client in clients {
            rows.push(shown(&client, &client_uris::list(&tx, &client.id).await?));
        }
        Ok::<_, StorageError>(rows)
    });
    let columns = ["client_id", "platform", "name", "auth_method", "pkce", "id_token_alg", "disabled_at"];
    Ok(output::table(list.format, &rows.await?, &columns)?)
}

async fn run_show(desk: &Desk, show: Show) -> Result<()> {
    let id = show.named.id()?;
    let client = find(desk, id).await?;
    let now = desk.now;
    let (uris, secrets) = desk
        .ground
        .db
        .read(|tx| async move {
            let uris = client_uris::list(&tx, id).await?;
            Ok::<_, StorageError>((uris, client_secrets::list_live(&tx, id, now).await?))
        })
        .await?;
    let mut value = shown(&client, &uris);
    let secrets = secrets.iter().map(|secret| json!({ "since": secret.created_at, "until": secret.expires_at }));
    output::put(&mut value, "secrets", secrets.collect());
    Ok(output::record(show.format, &value)?)
}

/// The client, or the failure that says there is none.
pub async fn find(desk: &Desk, id: &ClientId) -> Result<Client> {
    let found = desk.ground.db.read(|tx| async move { clients::find(&tx, id).await }).await?;
    found.ok_or_else(|| missing("client", id))
}

/// A client under the names of its options.
fn shown(client: &Client, uris: &[ClientUri]) -> Value {
    let of_kind =
        |kind| -> Vec<&str> { uris.iter().filter(|uri| uri.kind == kind).map(|uri| uri.uri.as_str()).collect() };
    json!({
        "client_id": client.id,
        "platform": client.platform_id,
        "name": client.name,
        "redirect_uri": of_kind(ClientUriKind::Redirect),
        "post_logout_redirect_uri": of_kind(ClientUriKind::PostLogout),
        "link_uri": of_kind(ClientUriKind::Link).first(),
        "link_return_uri": of_kind(ClientUriKind::LinkReturn),
        "backchannel_logout_uri": client.backchannel_logout_uri,
        "auth_method": client.auth_method,
        "pkce": client.pkce,
        "id_token_alg": client.id_token_alg,
        "scopes": client.scopes,
        "claims": client.claims,
        "jwks": client.jwks,
        "jwks_uri": client.jwks_uri,
        "created_at": client.created_at,
        "disabled_at": client.disabled_at,
    })
}

/// An address that a client may register, unchanged: it is compared byte by byte later.
fn client_uri(text: &str) -> Result<String, UnfitUri> {
    check_client_uri(text).map(|()| text.to_owned())
}
