//! What can be said about a client, at its beginning and later.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Args;
use clap::builder::PossibleValuesParser;
use serde_json::Value;

use super::super::failure::failure;
use super::super::word::word;
use super::client_uri;
use crate::domain::{ApiScope, AuthMethod, Claim, Pkce, Scope, SigningAlg};
use crate::storage::clients::Client;

/// Settings of a client; what is not named stays.
#[derive(Debug, Clone, Args)]
pub struct Settings {
    /// Its name, for operators.
    #[arg(long)]
    name: Option<String>,
    /// How it proves itself at the token endpoint [new clients: `client_secret_basic`].
    #[arg(long, value_parser = word!(AuthMethod))]
    auth_method: Option<AuthMethod>,
    /// Whether it must use PKCE; only a confidential client may leave it out [new clients: required].
    #[arg(long, value_parser = word!(Pkce))]
    pkce: Option<Pkce>,
    /// How its ID tokens are signed [new clients: RS256].
    #[arg(long, value_parser = word!(SigningAlg))]
    id_token_alg: Option<SigningAlg>,
    /// Scopes it may ask for; addresses and `koppel.events` are for the client itself (`client_credentials`).
    #[arg(long, value_name = "SCOPE", num_args = 1.., value_delimiter = ' ', value_parser = scope_words())]
    scopes: Vec<String>,
    /// Claims it may be given.
    #[arg(long, value_name = "CLAIM", num_args = 1.., value_delimiter = ' ', value_parser = word!(Claim))]
    claims: Vec<Claim>,
    /// File with its own public keys, a JWK set (`private_key_jwt`).
    #[arg(long, value_name = "FILE", conflicts_with = "jwks_uri")]
    pub jwks_file: Option<PathBuf>,
    /// Address of its own public keys (`private_key_jwt`).
    #[arg(long, value_name = "URL", value_parser = client_uri)]
    jwks_uri: Option<String>,
    /// Where we tell it that a session ended.
    #[arg(long, value_name = "URL", value_parser = client_uri)]
    backchannel_logout_uri: Option<String>,
}

impl Settings {
    /// Lays these over a client and checks the whole.
    pub fn apply(self, client: &mut Client) -> Result<()> {
        client.name = self.name.unwrap_or(std::mem::take(&mut client.name));
        client.auth_method = self.auth_method.unwrap_or(client.auth_method);
        client.pkce = self.pkce.unwrap_or(client.pkce);
        client.id_token_alg = self.id_token_alg.unwrap_or(client.id_token_alg);
        if !self.scopes.is_empty() {
            client.scopes =
                words(std::iter::once(Scope::OpenId.as_str()).chain(self.scopes.iter().map(String::as_str)));
        }
        if !self.claims.is_empty() {
            client.claims = words(self.claims.into_iter().map(Claim::as_str));
        }
        if let Some(file) = self.jwks_file {
            (client.jwks, client.jwks_uri) = (Some(jwk_set(&file)?), None);
        }
        if let Some(address) = self.jwks_uri {
            (client.jwks, client.jwks_uri) = (None, Some(address));
        }
        client.backchannel_logout_uri = self.backchannel_logout_uri.or(client.backchannel_logout_uri.take());
        check(client)
    }
}

/// Those of people and those of clients, in the help as one list.
fn scope_words() -> PossibleValuesParser {
    let people = Scope::ALL.iter().map(|scope| scope.as_str());
    PossibleValuesParser::new(people.chain(ApiScope::ALL.iter().map(|scope| scope.as_str())))
}

/// True when the client may get a token for itself.
pub fn serves_itself(client: &Client) -> bool {
    client.scopes.split(' ').any(|word| word.parse::<ApiScope>().is_ok())
}

fn words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for word in words {
        if !seen.contains(&word) {
            seen.push(word);
        }
    }
    seen.join(" ")
}

fn check(client: &Client) -> Result<()> {
    if client.auth_method == AuthMethod::None && client.pkce == Pkce::Optional {
        let hint = "a public client has nothing but PKCE: leave --pkce out";
        return Err(failure("--pkce optional does not go with --auth-method none", hint));
    }
    if client.auth_method == AuthMethod::None && serves_itself(client) {
        let hint = "a public client proves nothing about itself: leave the scopes of OneRoster out";
        return Err(failure("--scopes names one that does not go with --auth-method none", hint));
    }
    if client.auth_method == AuthMethod::PrivateKeyJwt && client.jwks.is_none() && client.jwks_uri.is_none() {
        return Err(failure("--auth-method private_key_jwt needs the client's keys", "add --jwks-file or --jwks-uri"));
    }
    Ok(())
}

/// A JWK set with public keys only.
fn jwk_set(file: &Path) -> Result<String> {
    let text = std::fs::read_to_string(file).with_context(|| format!("--jwks-file {}", file.display()))?;
    let set: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
    let keys = set.get("keys").and_then(Value::as_array).filter(|keys| !keys.is_empty());
    let Some(keys) = keys else {
        return Err(failure("--jwks-file is not a JWK set", "the file looks like {\"keys\":[{\"kty\":\"EC\",…}]}"));
    };
    let is_private = |key: &Value| ["d", "k", "p", "q"].iter().any(|member| key.get(member).is_some());
    if keys.iter().any(is_private) {
        return Err(failure("--jwks-file holds a private key", "give the public half only, and make a new pair"));
    }
    Ok(set.to_string())
}
