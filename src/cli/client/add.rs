//! `koppel client add`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::{output, platform};
use super::settings::{Settings, serves_itself};
use super::{client_uri, secret, shown};
use crate::domain::{
    AuthMethod, ClientId, ClientUriKind, DEFAULT_CLAIMS, DEFAULT_SCOPES, Pkce, PlatformId, Random, SigningAlg,
};
use crate::storage::audit::Entry;
use crate::storage::client_secrets::{self, ClientSecret};
use crate::storage::client_uris::{self, ClientUri};
use crate::storage::clients::{self, Client};
use crate::storage::{Durability, accounts};

/// A new client.
#[derive(Debug, Args)]
pub struct Add {
    /// Whose client it is.
    #[arg(long)]
    platform: PlatformId,
    /// Where codes may be sent, byte for byte; repeat it for several. Only a client that has scopes for itself may go without.
    #[arg(long, value_name = "URL", num_args = 1.., value_parser = client_uri)]
    redirect_uri: Vec<String>,
    /// Where a browser may go after signing out; repeat it for several.
    #[arg(long, value_name = "URL", num_args = 1.., value_parser = client_uri)]
    post_logout_redirect_uri: Vec<String>,
    /// Where the platform proves whose account a browser is signed in to there (link sessions).
    #[arg(long, value_name = "URL", value_parser = client_uri)]
    link_uri: Option<String>,
    /// Where a browser may go after a link session; repeat it for several.
    #[arg(long, value_name = "URL", num_args = 1.., value_parser = client_uri)]
    link_return_uri: Vec<String>,
    #[command(flatten)]
    settings: Settings,
    /// Its `client_id`; without it Koppel makes one.
    #[arg(long, value_name = "ID")]
    client_id: Option<ClientId>,
    /// File with its secret, `-` for standard input; without it Koppel makes one.
    #[arg(long, value_name = "FILE")]
    client_secret_file: Option<PathBuf>,
}

/// Adds it and prints it with its secret.
pub async fn run(desk: &Desk, add: Add) -> Result<()> {
    let id = add.client_id.map_or_else(|| made_up(&add.platform, &desk.ground.random), Ok)?;
    platform::find(desk, &add.platform).await?;
    let mut client = fresh(desk, add.platform, id);
    let jwks_file = add.settings.jwks_file.clone();
    add.settings.apply(&mut client)?;
    if add.redirect_uri.is_empty() && !serves_itself(&client) {
        return Err(failure(
            "nobody could sign in: there is no --redirect-uri",
            "name the address where codes are sent",
        ));
    }
    let has_secret = matches!(client.auth_method, AuthMethod::ClientSecretBasic | AuthMethod::ClientSecretPost);
    if !has_secret && add.client_secret_file.is_some() {
        let message = format!("--client-secret-file does not go with --auth-method {}", client.auth_method);
        return Err(failure(message, "leave one of the two out"));
    }
    let clear = if has_secret { Some(secret::chosen(desk, add.client_secret_file.as_deref())?) } else { None };
    let row = clear.as_ref().map(|clear| secret::row(desk, &client.id, clear));
    let uris = uris(
        &client.id,
        [
            (ClientUriKind::Redirect, add.redirect_uri),
            (ClientUriKind::PostLogout, add.post_logout_redirect_uri),
            (ClientUriKind::Link, add.link_uri.into_iter().collect()),
            (ClientUriKind::LinkReturn, add.link_return_uri),
        ],
    );
    store(desk, &client, &uris, row.as_ref()).await?;
    let mut value = shown(&client, &uris);
    output::put(&mut value, "client_secret_file", json!(add.client_secret_file));
    output::put(&mut value, "jwks_file", json!(jwks_file));
    output::put(&mut value, "client_secret", clear.map_or(Value::Null, Value::String));
    Ok(output::json(&value)?)
}

fn made_up(platform: &PlatformId, random: &Random) -> Result<ClientId> {
    let tail: String = random.id_text().chars().take(10).collect();
    Ok(format!("{platform}-{tail}").parse()?)
}

fn fresh(desk: &Desk, platform: PlatformId, id: ClientId) -> Client {
    Client {
        name: id.to_string(),
        id,
        platform_id: platform,
        auth_method: AuthMethod::ClientSecretBasic,
        pkce: Pkce::Required,
        id_token_alg: SigningAlg::Rs256,
        scopes: DEFAULT_SCOPES.to_owned(),
        claims: DEFAULT_CLAIMS.to_owned(),
        jwks: None,
        jwks_uri: None,
        backchannel_logout_uri: None,
        created_at: desk.now,
        disabled_at: None,
    }
}

fn uris<const N: usize>(client: &ClientId, groups: [(ClientUriKind, Vec<String>); N]) -> Vec<ClientUri> {
    let row = |kind| move |uri| ClientUri { client_id: client.clone(), kind, uri };
    groups.into_iter().flat_map(|(kind, uris)| uris.into_iter().map(row(kind))).collect()
}

async fn store(desk: &Desk, client: &Client, uris: &[ClientUri], secret: Option<&ClientSecret>) -> Result<()> {
    let entry = &Entry {
        platform: Some(&client.platform_id),
        object: Some(format!("client:{}", client.id)),
        detail: shown(client, uris),
        ..desk.entry("client.added")
    };
    let insert = |tx| async move {
        // A token's `sub` must never be mistaken for a client. Source: RFC 9700, 4.15.
        if accounts::is_sub(&tx, client.id.as_str()).await? {
            return Err(failure(format!("{} is the sub of an account", client.id), "choose another --client-id"));
        }
        clients::insert(&tx, client).await?;
        for uri in uris {
            client_uris::insert(&tx, uri).await?;
        }
        if let Some(secret) = secret {
            client_secrets::insert(&tx, secret).await?;
        }
        Ok(desk.record(&tx, entry).await?)
    };
    desk.ground.db.write(Durability::Durable, insert).await
}
