//! `koppel kit …`, `koppel product …`, `koppel group …`: what a platform has that journals are tied to.

mod pool;

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::desk::Desk;
use super::failure::failure;
use super::output::{self, Format};
use super::{platform, school};
use crate::domain::{GroupId, KitId, PlatformId, ProductId, SchoolId};
use crate::storage::audit::Entry;
use crate::storage::kits::{self, Kit};
use crate::storage::platform_groups::{self, PlatformGroup};
use crate::storage::products::{self, Product};
use crate::storage::{Durability, StorageError};

/// What can be done with kits.
#[derive(Debug, Subcommand)]
pub enum KitCommand {
    /// Add a kit, or give the one with this id its new name and product.
    Add(AddKit),
    /// List the kits of a platform.
    List(List),
}

/// What can be done with products.
#[derive(Debug, Subcommand)]
pub enum ProductCommand {
    /// Add a product, or give the one with this id its new name.
    Add(Offer),
    /// List the products of a platform.
    List(List),
    /// How many licences of a product a school has.
    #[command(subcommand)]
    Pool(pool::Command),
}

/// What can be done with groups.
#[derive(Debug, Subcommand)]
pub enum GroupCommand {
    /// Add a group, or give the one with this id its new name.
    Add(AddGroup),
    /// List the groups of a platform.
    List(List),
}

/// Something of a platform.
#[derive(Debug, Args)]
pub struct Offer {
    /// Of which platform.
    #[arg(long)]
    platform: PlatformId,
    /// The platform's own id.
    #[arg(long)]
    external_id: String,
    /// For people to read.
    #[arg(long)]
    name: String,
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

/// A group.
#[derive(Debug, Args)]
pub struct AddGroup {
    #[command(flatten)]
    offer: Offer,
    /// Of which school.
    #[arg(long)]
    school: SchoolId,
}

/// Of which platform.
#[derive(Debug, Args)]
pub struct List {
    /// Of which platform.
    #[arg(long)]
    platform: PlatformId,
    #[command(flatten)]
    format: Format,
}

/// Kits.
pub async fn run_kit(file: Option<&Path>, command: KitCommand) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        KitCommand::Add(add) => add_kit(&desk, add).await,
        KitCommand::List(list) => {
            platform::find(&desk, &list.platform).await?;
            let platform = &list.platform;
            let rows = desk.ground.db.read(|tx| async move { kits::list(&tx, platform).await }).await?;
            let rows: Vec<Value> = rows.iter().map(shown_kit).collect();
            Ok(output::table(list.format, &rows, &["external_id", "name", "product", "ended_at"])?)
        }
    }
}

async fn add_kit(desk: &Desk, add: AddKit) -> Result<()> {
    platform::find(desk, &add.offer.platform).await?;
    let product = match &add.product {
        Some(id) => Some(find_product(desk, &add.offer.platform, id).await?.id),
        None => None,
    };
    let row = &Kit {
        id: KitId::random(&desk.ground.random),
        platform_id: add.offer.platform,
        external_id: add.offer.external_id,
        name: add.offer.name,
        product_id: product,
        created_at: desk.now,
        ended_at: None,
    };
    let write = |tx| async move {
        let row = kits::put(&tx, row).await?;
        let entry = Entry { platform: Some(&row.platform_id), detail: shown_kit(&row), ..desk.entry("kit.put") };
        desk.record(&tx, &entry).await?;
        Ok::<_, StorageError>(row)
    };
    let row = desk.ground.db.write(Durability::Durable, write).await?;
    let mut value = shown_kit(&row);
    output::put(&mut value, "product", json!(add.product));
    Ok(output::json(&value)?)
}

/// Products.
pub async fn run_product(file: Option<&Path>, command: ProductCommand) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        ProductCommand::Add(add) => add_product(&desk, add).await,
        ProductCommand::Pool(command) => pool::run(&desk, command).await,
        ProductCommand::List(list) => {
            platform::find(&desk, &list.platform).await?;
            let platform = &list.platform;
            let rows = desk.ground.db.read(|tx| async move { products::list(&tx, platform).await }).await?;
            let rows: Vec<Value> = rows.iter().map(shown_product).collect();
            Ok(output::table(list.format, &rows, &["external_id", "name", "ended_at"])?)
        }
    }
}

async fn add_product(desk: &Desk, add: Offer) -> Result<()> {
    platform::find(desk, &add.platform).await?;
    let row = &Product {
        id: ProductId::random(&desk.ground.random),
        platform_id: add.platform,
        external_id: add.external_id,
        name: add.name,
        created_at: desk.now,
        ended_at: None,
    };
    let write = |tx| async move {
        let row = products::put(&tx, row).await?;
        let entry =
            Entry { platform: Some(&row.platform_id), detail: shown_product(&row), ..desk.entry("product.put") };
        desk.record(&tx, &entry).await?;
        Ok::<_, StorageError>(row)
    };
    let row = desk.ground.db.write(Durability::Durable, write).await?;
    Ok(output::json(&shown_product(&row))?)
}

async fn find_product(desk: &Desk, platform: &PlatformId, id: &str) -> Result<Product> {
    let found = desk.ground.db.read(|tx| async move { products::find(&tx, platform, id).await }).await?;
    let hint = format!("`koppel product list --platform {platform}` shows what there is");
    found.ok_or_else(|| failure(format!("{platform} has no product {id}"), hint))
}

/// Groups.
pub async fn run_group(file: Option<&Path>, command: GroupCommand) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        GroupCommand::Add(add) => add_group(&desk, add).await,
        GroupCommand::List(list) => {
            platform::find(&desk, &list.platform).await?;
            let platform = &list.platform;
            let rows = desk.ground.db.read(|tx| async move { platform_groups::list(&tx, platform).await }).await?;
            let rows: Vec<Value> = rows.iter().map(shown_group).collect();
            Ok(output::table(list.format, &rows, &["external_id", "school", "name", "ended_at"])?)
        }
    }
}

async fn add_group(desk: &Desk, add: AddGroup) -> Result<()> {
    platform::find(desk, &add.offer.platform).await?;
    let school = school::find(desk, &add.school).await?;
    let row = &PlatformGroup {
        id: GroupId::random(&desk.ground.random),
        platform_id: add.offer.platform,
        school_id: school.id,
        external_id: add.offer.external_id,
        name: add.offer.name,
        created_at: desk.now,
        ended_at: None,
    };
    let write = |tx| async move {
        let row = platform_groups::put(&tx, row).await?;
        let entry = Entry {
            platform: Some(&row.platform_id),
            school: Some(&row.school_id),
            detail: shown_group(&row),
            ..desk.entry("group.put")
        };
        desk.record(&tx, &entry).await?;
        Ok::<_, StorageError>(row)
    };
    let row = desk.ground.db.write(Durability::Durable, write).await?;
    Ok(output::json(&shown_group(&row))?)
}

fn shown_kit(row: &Kit) -> Value {
    json!({
        "id": row.id, "platform": row.platform_id, "external_id": row.external_id, "name": row.name,
        "product": row.product_id, "created_at": row.created_at, "ended_at": row.ended_at,
    })
}

fn shown_product(row: &Product) -> Value {
    json!({
        "id": row.id, "platform": row.platform_id, "external_id": row.external_id, "name": row.name,
        "created_at": row.created_at, "ended_at": row.ended_at,
    })
}

fn shown_group(row: &PlatformGroup) -> Value {
    json!({
        "id": row.id, "platform": row.platform_id, "school": row.school_id, "external_id": row.external_id,
        "name": row.name, "created_at": row.created_at, "ended_at": row.ended_at,
    })
}
