//! `koppel kit …`, `koppel product …`, `koppel group …`: what a platform has that journals are tied to.

mod group;
mod kit;
mod pool;
mod product;

pub use group::{Command as GroupCommand, run as run_group};
pub use kit::{Command as KitCommand, run as run_kit};
pub use product::{Command as ProductCommand, run as run_product};

use anyhow::Result;
use clap::Args;

use super::desk::Desk;
use super::failure::failure;
use super::import;
use super::output::Format;
use super::platform;
use crate::domain::PlatformId;
use crate::offers::{self, By, Noun, OfferError, Outcome, Told};
use crate::storage::products::{self, Product};
use crate::storage::{Durability, Tx};

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

/// Which of them the platform has no more.
#[derive(Debug, Args)]
pub struct End {
    /// Of which platform.
    #[arg(long)]
    platform: PlatformId,
    /// The platform's own id.
    #[arg(long)]
    external_id: String,
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

impl Offer {
    /// What is told of it. It is there, whatever was before.
    fn told(&self) -> Told {
        let (external_id, name) = (self.external_id.clone(), Some(self.name.clone()));
        Told { external_id, name, ended: Some(false), ..Told::default() }
    }
}

impl End {
    fn told(&self) -> Told {
        Told { external_id: self.external_id.clone(), ended: Some(true), ..Told::default() }
    }
}

/// Writes what is told of one of them.
async fn put(desk: &Desk, platform: &PlatformId, noun: Noun, told: &Told) -> Result<Outcome> {
    platform::find(desk, platform).await?;
    let (ground, by) = (&desk.ground, By { platform, actor: &desk.actor });
    let write = |tx: Tx| async move { offers::put(&tx, ground, by, (noun, told)).await };
    ground.db.write(Durability::Durable, write).await.map_err(|error| refused(error, platform))
}

fn refused(error: OfferError, platform: &PlatformId) -> anyhow::Error {
    match error {
        OfferError::Wrong(..) => {
            let hint =
                format!("`list --platform {platform}` of kit, product, group, school or account shows what there is");
            failure(error.to_string(), hint)
        }
        OfferError::Storage(error) => error.into(),
        error @ OfferError::File(_) => error.into(),
    }
}

/// Brings in a file. With a bad row nothing is written.
async fn bring(desk: &Desk, noun: Noun, given: import::Given) -> Result<()> {
    let bring =
        async |job: import::Job<'_>| offers::bring(&desk.ground, noun, job.reader, job.options, job.progress).await;
    let dry_run = given.is_dry_run();
    let report = import::run(desk, given, bring).await?;
    if report.bad > 0 && !dry_run {
        return Err(failure("nothing was written", "mend the bad rows and run it again; --dry-run tries it"));
    }
    Ok(())
}

async fn find_product(desk: &Desk, platform: &PlatformId, id: &str) -> Result<Product> {
    let found = desk.ground.db.read(|tx| async move { products::find(&tx, platform, id).await }).await?;
    found.ok_or_else(|| missing("product", platform, id))
}

fn missing(noun: &str, platform: &PlatformId, id: &str) -> anyhow::Error {
    let hint = format!("`koppel {noun} list --platform {platform}` shows what there is");
    failure(format!("{platform} has no {noun} {id}"), hint)
}
