//! Clients that were given more freedom than is usual.

use super::Finding;
use crate::domain::Pkce;
use crate::ground::Ground;
use crate::storage::clients::{self, Client};

/// One line per client that may leave PKCE out.
pub async fn look(ground: &Ground) -> Vec<Finding> {
    match ground.db.read(|tx| async move { clients::list(&tx).await }).await {
        Ok(clients) => clients.iter().filter(|client| client.disabled_at.is_none()).filter_map(without_pkce).collect(),
        Err(error) => vec![Finding::failing("clients", error.to_string(), "look at the database first")],
    }
}

fn without_pkce(client: &Client) -> Option<Finding> {
    let hint = format!("when the platform can: `koppel client change --id {} --pkce required`", client.id);
    (client.pkce == Pkce::Optional).then(|| Finding::warning(format!("client {}", client.id), "PKCE is optional", hint))
}
