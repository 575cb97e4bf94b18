//! `koppel client change` and `remove`.

use std::path::{Path, PathBuf};

use anyhow::Result;
use chrono::TimeDelta;
use clap::Args;
use serde_json::Value;

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::output;
use super::super::word::Named;
use super::settings::{Settings, serves_itself};
use super::{client_uri, find, secret, shown};
use crate::domain::{AuthMethod, ClientId, ClientUriKind, Time, UnfitUri};
use crate::storage::audit::Entry;
use crate::storage::client_secrets::ClientSecret;
use crate::storage::client_uris::{self, ClientUri};
use crate::storage::clients::{self, Client};
use crate::storage::{Durability, StorageError, Tx};

/// What to change; what is not named stays.
#[derive(Debug, Args)]
pub struct Change {
    #[command(flatten)]
    named: Named<ClientId>,
    #[command(flatten)]
    settings: Settings,
    /// One more address where codes may be sent.
    #[arg(long, value_name = "URL", value_parser = client_uri)]
    add_redirect_uri: Vec<String>,
    /// Codes are not sent there any more.
    #[arg(long, value_name = "URL")]
    remove_redirect_uri: Vec<String>,
    /// One more address for after signing out.
    #[arg(long, value_name = "URL", value_parser = client_uri)]
    add_post_logout_redirect_uri: Vec<String>,
    /// Not an address for after signing out any more.
    #[arg(long, value_name = "URL")]
    remove_post_logout_redirect_uri: Vec<String>,
    /// Where the platform proves whose account a browser is signed in to there; `none` takes it away.
    #[arg(long, value_name = "URL|none", value_parser = link_uri)]
    link_uri: Option<String>,
    /// One more address for after a link session.
    #[arg(long, value_name = "URL", value_parser = client_uri)]
    add_link_return_uri: Vec<String>,
    /// Not an address for after a link session any more.
    #[arg(long, value_name = "URL")]
    remove_link_return_uri: Vec<String>,
    /// Make a new secret and print it.
    #[arg(long)]
    new_secret: bool,
    /// Take the new secret from this file, `-` for standard input.
    #[arg(long, value_name = "FILE", requires = "new_secret")]
    client_secret_file: Option<PathBuf>,
    /// How long the old secret works beside the new one, such as 7d or 12h.
    #[arg(long, value_name = "SPAN", requires = "new_secret", default_value = "0s", value_parser = secret::span)]
    keep_old_for: TimeDelta,
    /// Bring a removed client back.
    #[arg(long)]
    enable: bool,
}

/// Says that there is to be no link address.
const NO_URI: &str = "none";

/// One address put in or taken out.
struct UriChange {
    row: ClientUri,
    is_new: bool,
}

struct Work {
    client: Client,
    uris: Vec<UriChange>,
    /// The new link address, or `none`.
    link_uri: Option<String>,
    secret: Option<(ClientSecret, TimeDelta)>,
    disabled_at: Option<Time>,
}

/// Changes it and prints it, with the new secret if there is one.
pub async fn run(desk: &Desk, change: Change) -> Result<()> {
    let mut client = find(desk, change.named.id()?).await?;
    let uris = uri_changes(&client.id, &change);
    change.settings.apply(&mut client)?;
    let clear =
        if change.new_secret { Some(new_secret(desk, &client, change.client_secret_file.as_deref())?) } else { None };
    let secret = clear.as_ref().map(|clear| (secret::row(desk, &client.id, clear), change.keep_old_for));
    client.disabled_at = client.disabled_at.filter(|_| !change.enable);
    let work = Work { disabled_at: client.disabled_at, client, uris, link_uri: change.link_uri, secret };
    let uris = store(desk, "client.changed", &work).await?;
    let mut value = shown(&work.client, &uris);
    if let Some(clear) = clear {
        output::put(&mut value, "client_secret", Value::String(clear));
    }
    Ok(output::json(&value)?)
}

/// Disables it.
pub async fn remove(desk: &Desk, id: &ClientId) -> Result<()> {
    let mut client = find(desk, id).await?;
    client.disabled_at = client.disabled_at.or(Some(desk.now));
    let work = Work { disabled_at: client.disabled_at, client, uris: vec![], link_uri: None, secret: None };
    let uris = store(desk, "client.disabled", &work).await?;
    output::json(&shown(&work.client, &uris))?;
    output::note(&format!(
        "disabled, because tokens and history hang on it; `koppel client change {id} --enable` brings it back"
    ));
    Ok(())
}

fn new_secret(desk: &Desk, client: &Client, file: Option<&Path>) -> Result<String> {
    match client.auth_method {
        AuthMethod::ClientSecretBasic | AuthMethod::ClientSecretPost => secret::chosen(desk, file),
        method => Err(failure(format!("a client with {method} has no secret"), "leave --new-secret out")),
    }
}

fn uri_changes(client: &ClientId, change: &Change) -> Vec<UriChange> {
    let (redirect, post_logout) = (ClientUriKind::Redirect, ClientUriKind::PostLogout);
    let link_return = ClientUriKind::LinkReturn;
    let groups = [
        (&change.add_redirect_uri, redirect, true),
        (&change.remove_redirect_uri, redirect, false),
        (&change.add_post_logout_redirect_uri, post_logout, true),
        (&change.remove_post_logout_redirect_uri, post_logout, false),
        (&change.add_link_return_uri, link_return, true),
        (&change.remove_link_return_uri, link_return, false),
    ];
    let one = |uri: &String, kind, is_new| {
        let row = ClientUri { client_id: client.clone(), kind, uri: uri.clone() };
        UriChange { row, is_new }
    };
    groups.iter().flat_map(|(uris, kind, is_new)| uris.iter().map(|uri| one(uri, *kind, *is_new))).collect()
}

async fn store(desk: &Desk, action: &'static str, work: &Work) -> Result<Vec<ClientUri>> {
    let (client, now) = (&work.client, desk.now);
    let entry = &Entry {
        platform: Some(&client.platform_id),
        object: Some(format!("client:{}", client.id)),
        detail: shown(client, &[]),
        ..desk.entry(action)
    };
    let update = |tx| async move {
        clients::update(&tx, client).await?;
        clients::set_disabled(&tx, &client.id, work.disabled_at).await?;
        for change in &work.uris {
            apply(&tx, change).await?;
        }
        if let Some(uri) = &work.link_uri {
            move_link_uri(&tx, &client.id, uri).await?;
        }
        if let Some((secret, keep)) = &work.secret {
            secret::replace(&tx, secret, *keep, now).await?;
        }
        desk.record(&tx, entry).await?;
        let uris = client_uris::list(&tx, &client.id).await?;
        if uris.iter().all(|uri| uri.kind != ClientUriKind::Redirect) && !serves_itself(client) {
            return Err(failure("the client would have no redirect URI left", "`koppel client remove` disables it"));
        }
        Ok(uris)
    };
    desk.ground.db.write(Durability::Durable, update).await
}

/// There is one link address at most.
async fn move_link_uri(tx: &Tx, client: &ClientId, uri: &str) -> Result<(), StorageError> {
    for old in client_uris::list_of_kind(tx, client, ClientUriKind::Link).await? {
        client_uris::remove(tx, &old).await?;
    }
    if uri == NO_URI {
        return Ok(());
    }
    let row = ClientUri { client_id: client.clone(), kind: ClientUriKind::Link, uri: uri.to_owned() };
    client_uris::insert(tx, &row).await
}

fn link_uri(text: &str) -> Result<String, UnfitUri> {
    if text == NO_URI { Ok(text.to_owned()) } else { client_uri(text) }
}

async fn apply(tx: &Tx, change: &UriChange) -> Result<()> {
    if change.is_new {
        return Ok(client_uris::insert(tx, &change.row).await?);
    }
    match client_uris::remove(tx, &change.row).await {
        Err(StorageError::Changed) => {
            let message = format!("{} is not registered", change.row.uri);
            Err(failure(message, "`koppel client show` lists the addresses; they are compared byte by byte"))
        }
        other => Ok(other?),
    }
}
