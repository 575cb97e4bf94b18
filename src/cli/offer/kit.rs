//! `koppel kit …`.

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::import::Given;
use super::super::output;
use super::super::platform;
use super::{End, List, Offer, bring, find_product, missing, put};
use crate::domain::PlatformId;
use crate::offers::{Needs, Noun, Told};
use crate::storage::kits::{self, Kit};
use crate::storage::products::{self, Product};
use crate::storage::{StorageError, Tx};

/// What can be done with kits.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add a kit, or give the one with this id its new name and product.
    Add(AddKit),
    /// List the kits of a platform.
    List(List),
    /// Bring in a file of kits: `external_id`, name, product, ended. With a bad row nothing is written.
    Import(Given),
    /// Offer a kit no more: no journal can choose it. Journals that have it keep it, with their licences.
    End(End),
}

/// A kit.
#[derive(Debug, Args)]
pub struct AddKit {
    #[command(flatten)]
    offer: Offer,
    /// The product it needs a licence of, by the platform's own id.
    #[arg(long)]
    product: Option<String>,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::Add(add) => run_add(&desk, &add).await,
        Command::Import(given) => bring(&desk, Noun::Kit, given).await,
        Command::End(end) => {
            find(&desk, &end.platform, &end.external_id).await?;
            put(&desk, &end.platform, Noun::Kit, &end.told()).await?;
            say(&desk, &end.platform, &end.external_id).await
        }
        Command::List(list) => {
            platform::find(&desk, &list.platform).await?;
            let platform = &list.platform;
            let read = |tx: Tx| async move {
                Ok::<_, StorageError>((kits::list(&tx, platform).await?, products::list(&tx, platform).await?))
            };
            let (rows, products) = desk.ground.db.read(read).await?;
            let rows: Vec<Value> = rows.iter().map(|row| shown(row, &products)).collect();
            Ok(output::table(list.format, &rows, &["external_id", "name", "product", "ended_at"])?)
        }
    }
}

/// Without a product it needs no licence.
async fn run_add(desk: &Desk, add: &AddKit) -> Result<()> {
    let platform = &add.offer.platform;
    platform::find(desk, platform).await?;
    if let Some(product) = &add.product {
        find_product(desk, platform, product).await?;
    }
    let needs = add.product.clone().map_or(Needs::Nothing, Needs::Product);
    put(desk, platform, Noun::Kit, &Told { needs, ..add.offer.told() }).await?;
    say(desk, platform, &add.offer.external_id).await
}

async fn find(desk: &Desk, platform: &PlatformId, id: &str) -> Result<Kit> {
    let found = desk.ground.db.read(|tx| async move { kits::find(&tx, platform, id).await }).await?;
    found.ok_or_else(|| missing("kit", platform, id))
}

async fn say(desk: &Desk, platform: &PlatformId, id: &str) -> Result<()> {
    let kit = find(desk, platform, id).await?;
    let products = desk.ground.db.read(|tx| async move { products::list(&tx, platform).await }).await?;
    Ok(output::json(&shown(&kit, &products))?)
}

/// The product stands by the platform's own id, as it is told.
fn shown(row: &Kit, products: &[Product]) -> Value {
    let product = row.product_id.as_ref().and_then(|id| products.iter().find(|product| product.id == *id));
    json!({
        "id": row.id, "platform": row.platform_id, "external_id": row.external_id, "name": row.name,
        "product": product.map(|product| &product.external_id), "created_at": row.created_at, "ended_at": row.ended_at,
    })
}
