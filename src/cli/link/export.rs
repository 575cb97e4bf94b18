//! `koppel link export`.

use std::io::Write;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::super::desk::Desk;
use super::super::output::{self, Format};
use super::super::platform;
use super::Pages;
use crate::domain::{PlatformId, UpstreamId};
use crate::files::guarded;
use crate::storage::accounts::{self, Account};
use crate::storage::links::Link;
use crate::storage::{StorageError, Tx};

/// Which links to write.
#[derive(Debug, Args)]
pub struct Export {
    /// Of which platform.
    #[arg(long)]
    platform: PlatformId,
    /// Only those of this upstream.
    #[arg(long)]
    upstream: Option<UpstreamId>,
    /// JSON lines instead of CSV.
    #[command(flatten)]
    format: Format,
}

const COLUMNS: [&str; 7] = ["account", "sub", "external_id", "upstream", "scope", "subject", "since"];

/// Writes them; accounts by our id, by the platform's and by `sub`.
pub async fn run(desk: &Desk, export: Export) -> Result<()> {
    platform::find(desk, &export.platform).await?;
    let mut csv = csv::Writer::from_writer(std::io::stdout());
    if !export.format.json {
        csv.write_record(COLUMNS)?;
    }
    let mut pages = Pages::of(export.platform);
    while let Some(page) = pages.next(desk).await? {
        let is_wanted = |link: &Link| export.upstream.as_ref().is_none_or(|upstream| *upstream == link.upstream_id);
        let live: Vec<Link> = page.into_iter().filter(|link| link.ended_at.is_none() && is_wanted(link)).collect();
        let live = live.as_slice();
        let owners = desk.ground.db.read(|tx| async move { owners(&tx, live).await }).await?;
        for (link, owner) in live.iter().zip(&owners) {
            write(&mut csv, export.format, link, owner.as_ref())?;
        }
    }
    Ok(csv.flush()?)
}

async fn owners(tx: &Tx, links: &[Link]) -> Result<Vec<Option<Account>>, StorageError> {
    let mut owners = Vec::with_capacity(links.len());
    for link in links {
        owners.push(accounts::find(tx, &link.account_id).await?);
    }
    Ok(owners)
}

fn write<W: Write>(csv: &mut csv::Writer<W>, format: Format, link: &Link, owner: Option<&Account>) -> Result<()> {
    let since = link.since.to_rfc3339();
    let sub = owner.map(|owner| owner.sub.as_str()).unwrap_or_default();
    let external_id = owner.and_then(|owner| owner.external_id.as_deref());
    if format.json {
        return Ok(output::json(&json!({
            "account": link.account_id,
            "sub": sub,
            "external_id": external_id,
            "upstream": link.upstream_id,
            "scope": link.scope,
            "subject": link.subject,
            "since": since,
        }))?);
    }
    let (account, upstream) = (link.account_id.as_str(), link.upstream_id.as_str());
    let external_id = external_id.unwrap_or_default();
    let cells = [account, sub, external_id, upstream, &link.scope, &link.subject, &since];
    Ok(csv.write_record(cells.map(guarded).iter().map(|cell| cell.as_bytes()))?)
}
