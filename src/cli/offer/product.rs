//! `koppel product …`.

use std::path::Path;

use anyhow::Result;
use clap::Subcommand;
use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::import::Given;
use super::super::output;
use super::super::platform;
use super::{End, List, Offer, bring, find_product, pool, put};
use crate::offers::Noun;
use crate::storage::products::{self, Product};

/// What can be done with products.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add a product, or give the one with this id its new name.
    Add(Offer),
    /// List the products of a platform.
    List(List),
    /// Bring in a file of products: `external_id`, name, ended. With a bad row nothing is written.
    Import(Given),
    /// Offer a product no more: no journal can choose a kit that needs it. Journals, licences and pools stay as they are.
    End(End),
    /// How many licences of a product a school has.
    #[command(subcommand)]
    Pool(pool::Command),
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::Add(add) => {
            put(&desk, &add.platform, Noun::Product, &add.told()).await?;
            Ok(output::json(&shown(&find_product(&desk, &add.platform, &add.external_id).await?))?)
        }
        Command::End(end) => {
            find_product(&desk, &end.platform, &end.external_id).await?;
            put(&desk, &end.platform, Noun::Product, &end.told()).await?;
            Ok(output::json(&shown(&find_product(&desk, &end.platform, &end.external_id).await?))?)
        }
        Command::Import(given) => bring(&desk, Noun::Product, given).await,
        Command::Pool(command) => pool::run(&desk, command).await,
        Command::List(list) => {
            platform::find(&desk, &list.platform).await?;
            let platform = &list.platform;
            let rows = desk.ground.db.read(|tx| async move { products::list(&tx, platform).await }).await?;
            let rows: Vec<Value> = rows.iter().map(shown).collect();
            Ok(output::table(list.format, &rows, &["external_id", "name", "ended_at"])?)
        }
    }
}

fn shown(row: &Product) -> Value {
    json!({
        "id": row.id, "platform": row.platform_id, "external_id": row.external_id, "name": row.name,
        "created_at": row.created_at, "ended_at": row.ended_at,
    })
}
