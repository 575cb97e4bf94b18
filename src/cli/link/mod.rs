//! `koppel link …`: who is joined to which account.

mod end;
mod export;
mod not_same;

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::desk::Desk;
use super::import;
use super::output::{self, Format};
use super::platform;
use super::word::word;
use crate::domain::{AccountId, Assurance, PlatformId, UpstreamId};
use crate::linking::import as links_import;
use crate::storage::links::{self, Link};

/// What can be done with links.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the live links of a platform.
    List(List),
    /// End a link and every session it opened. It stays in the history.
    End(end::End),
    /// Write the live links of a platform to stdout, in the form that `link import` reads.
    Export(export::Export),
    /// Bring in the links a platform already knows, from a file that `link export` could have written.
    Import(import::Given),
    /// Remember that a person and an account are two: they are never suggested to each other. Ends no link.
    NotSame(Box<not_same::NotSame>),
}

/// Which links to list.
#[derive(Debug, Args)]
pub struct List {
    /// Of which platform.
    #[arg(long)]
    platform: PlatformId,
    /// Only those of this upstream.
    #[arg(long)]
    upstream: Option<UpstreamId>,
    /// Only those of this account.
    #[arg(long)]
    account: Option<AccountId>,
    /// Only those that rest on this, such as a teacher's word.
    #[arg(long, value_parser = word!(Assurance))]
    assurance: Option<Assurance>,
    /// Ended ones, too.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    format: Format,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::List(list) => run_list(&desk, list).await,
        Command::End(end) => end::run(&desk, end).await,
        Command::Export(export) => export::run(&desk, export).await,
        Command::Import(given) => run_import(&desk, given).await,
        Command::NotSame(wanted) => not_same::run(&desk, &wanted).await,
    }
}

async fn run_import(desk: &Desk, given: import::Given) -> Result<()> {
    let bring =
        async |job: import::Job<'_>| links_import::run(&desk.ground, job.reader, job.options, job.progress).await;
    import::run(desk, given, bring).await.map(drop)
}

async fn run_list(desk: &Desk, list: List) -> Result<()> {
    platform::find(desk, &list.platform).await?;
    let (mut rows, mut pages) = (Vec::new(), Pages::of(list.platform));
    while let Some(page) = pages.next(desk).await? {
        let wanted = page.iter().filter(|link| {
            (list.all || link.ended_at.is_none())
                && list.upstream.as_ref().is_none_or(|upstream| *upstream == link.upstream_id)
                && list.account.as_ref().is_none_or(|account| *account == link.account_id)
                && list.assurance.is_none_or(|assurance| assurance == link.assurance)
        });
        rows.extend(wanted.map(shown));
    }
    let columns = ["id", "upstream", "account", "origin", "assurance", "since", "last_used_at", "ended_at"];
    Ok(output::table(list.format, &rows, &columns)?)
}

/// All links of a platform, a thousand at a time.
struct Pages {
    platform: PlatformId,
    after: String,
}

impl Pages {
    fn of(platform: PlatformId) -> Self {
        Self { platform, after: String::new() }
    }

    async fn next(&mut self, desk: &Desk) -> Result<Option<Vec<Link>>> {
        let (platform, after) = (&self.platform, self.after.as_str());
        let read = |tx| async move { links::list_of_platform(&tx, platform, after, 1_000).await };
        let page = desk.ground.db.read(read).await?;
        let Some(newest) = page.last() else { return Ok(None) };
        self.after = newest.id.to_string();
        Ok(Some(page))
    }
}

/// A link without the person's id at the upstream: `export` prints that.
fn shown(link: &Link) -> Value {
    json!({
        "id": link.id,
        "platform": link.platform_id,
        "upstream": link.upstream_id,
        "account": link.account_id,
        "origin": link.origin,
        "rule": link.rule,
        "assurance": link.assurance,
        "since": link.since,
        "created_at": link.created_at,
        "created_by": link.created_by,
        "last_used_at": link.last_used_at,
        "ended_at": link.ended_at,
        "ended_by": link.ended_by,
        "end_reason": link.end_reason,
    })
}
