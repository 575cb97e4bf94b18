//! `koppel product pool …`: how many licences of a product a school has.

use std::collections::BTreeMap;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::output::{self, Format};
use super::super::progress::Bar;
use super::super::{platform, school};
use crate::domain::{PlatformId, ProductId, SchoolId};
use crate::licences::{OfPool, set_pool, settle_pool};
use crate::storage::products::{self, Product};
use crate::storage::schools;
use crate::storage::{Durability, StorageError, licence_pools, licences};

/// What can be done with the licences of a product.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say how many licences a school has. Whoever goes without gets one at once; a smaller number takes nothing from anybody.
    Set(Set),
    /// List how many licences each school has, how many are held, and how many people go without.
    List(List),
}

/// How many, of what, for whom.
#[derive(Debug, Args)]
pub struct Set {
    /// Of which platform.
    #[arg(long)]
    platform: PlatformId,
    /// Of which product, by the platform's own id.
    #[arg(long)]
    product: String,
    /// Of which school.
    #[arg(long)]
    school: SchoolId,
    /// How many accounts may hold one.
    #[arg(long, value_parser = clap::value_parser!(i64).range(0..=100_000_000))]
    seats: i64,
}

/// Whose.
#[derive(Debug, Args)]
pub struct List {
    /// Of which platform.
    #[arg(long)]
    platform: PlatformId,
    /// Only those of this product, by the platform's own id.
    #[arg(long)]
    product: Option<String>,
    /// Only those of this school.
    #[arg(long)]
    school: Option<SchoolId>,
    #[command(flatten)]
    format: Format,
}

/// Runs one of them.
pub async fn run(desk: &Desk, command: Command) -> Result<()> {
    match command {
        Command::Set(set) => run_set(desk, &set).await,
        Command::List(list) => run_list(desk, &list).await,
    }
}

async fn run_set(desk: &Desk, set: &Set) -> Result<()> {
    platform::find(desk, &set.platform).await?;
    let product = &super::find_product(desk, &set.platform, &set.product).await?;
    if product.ended_at.is_some() {
        let hint = "`koppel product add` offers it again";
        return Err(failure(format!("{} is not offered any more", set.product), hint));
    }
    let school = &school::find(desk, &set.school).await?.id;
    at_platform(desk, &set.platform, school).await?;
    let (ground, of) = (&desk.ground, OfPool { product, school, actor: &desk.actor });
    ground.db.write(Durability::Durable, |tx| async move { set_pool(&tx, ground, of, set.seats).await }).await?;
    let bar = Bar::of();
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let settled = settle_pool(ground, of, &|done, all| bar.done(count(done), count(all), "settling")).await;
    bar.finish();
    let settled = settled?;
    let rows = read(desk, &set.platform).await?;
    let row = rows.into_iter().find(|row| row.product.id == product.id && row.school == *school);
    let mut value = row.as_ref().map(shown).unwrap_or_default();
    output::put(&mut value, "given", json!(settled.given));
    Ok(output::json(&value)?)
}

async fn at_platform(desk: &Desk, platform: &PlatformId, school: &SchoolId) -> Result<()> {
    let find = |tx| async move { schools::find_at_platform(&tx, platform, school).await };
    let found = desk.ground.db.read(find).await?;
    let hint = format!("`koppel school enable {school} --platform {platform} --upstream …` brings it there");
    found.map(drop).ok_or_else(|| failure(format!("the school {school} is not at {platform}"), hint))
}

async fn run_list(desk: &Desk, list: &List) -> Result<()> {
    platform::find(desk, &list.platform).await?;
    let product = match &list.product {
        Some(id) => Some(super::find_product(desk, &list.platform, id).await?.id),
        None => None,
    };
    let school = match &list.school {
        Some(number) => Some(school::find(desk, number).await?.id),
        None => None,
    };
    let mut rows = read(desk, &list.platform).await?;
    rows.retain(|row| {
        product.as_ref().is_none_or(|product| row.product.id == *product)
            && school.as_ref().is_none_or(|school| row.school == *school)
    });
    let rows: Vec<Value> = rows.iter().map(shown).collect();
    Ok(output::table(list.format, &rows, &["product", "school", "seats", "used", "lacking"])?)
}

/// A pool, or people who need one that is not there.
struct Row {
    product: Product,
    school: SchoolId,
    counts: Counts,
}

#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    /// Nothing where the school has no pool.
    seats: Option<i64>,
    used: i64,
    lacking: i64,
}

async fn read(desk: &Desk, platform: &PlatformId) -> Result<Vec<Row>, StorageError> {
    let read = |tx| async move {
        let products = products::list(&tx, platform).await?;
        let pools = licence_pools::list_use(&tx, platform).await?;
        Ok::<_, StorageError>((products, pools, licences::count_lacking(&tx, platform).await?))
    };
    let (products, pools, lacking) = desk.ground.db.read(read).await?;
    let mut counts: BTreeMap<(ProductId, SchoolId), Counts> = BTreeMap::new();
    for pool in pools {
        let place = (pool.product_id, pool.school_id);
        counts.insert(place, Counts { seats: Some(pool.seats), used: pool.used, lacking: 0 });
    }
    for row in lacking {
        counts.entry((row.product_id, row.school_id)).or_default().lacking = row.accounts;
    }
    let mut rows = Vec::new();
    for ((id, school), counts) in counts {
        let product = products.iter().find(|product| product.id == id).cloned();
        rows.extend(product.map(|product| Row { product, school, counts }));
    }
    rows.sort_by(|one, other| {
        (&one.product.external_id, &one.school).cmp(&(&other.product.external_id, &other.school))
    });
    Ok(rows)
}

fn shown(row: &Row) -> Value {
    json!({
        "platform": row.product.platform_id, "product": row.product.external_id, "school": row.school,
        "seats": row.counts.seats, "used": row.counts.used, "lacking": row.counts.lacking,
    })
}
