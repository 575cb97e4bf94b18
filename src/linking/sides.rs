//! Both sides of a proven account that went into another one.

use super::LinkingError;
use super::gather::Proven;
use crate::domain::AccountId;
use crate::storage::accounts::{self, Account};
use crate::storage::links::{self, Link};
use crate::storage::{Tx, joined};

/// A proven account: the one whose way in proved it, and the one that this went into.
#[derive(Debug, Clone)]
pub(super) struct Sides {
    /// The link that the proof came through, live or ended.
    pub(super) link: Option<Link>,
    /// Whose way in it was.
    pub(super) home: Account,
    /// The account that stands for that one, where it went into another.
    pub(super) into: Option<Account>,
}

impl Sides {
    /// The account that stands for what was proven.
    pub(super) fn account(&self) -> &Account {
        self.into.as_ref().unwrap_or(&self.home)
    }
}

/// The link of a proof, and whose way in it was. A session names the account that stands for it: the link says more.
async fn way_in(tx: &Tx, proven: &Proven) -> Result<(Option<Link>, AccountId), LinkingError> {
    let link = match &proven.link {
        Some(id) => links::find(tx, id).await?,
        None => None,
    };
    let home = link.as_ref().map_or(&proven.account, |link| &link.account_id).clone();
    Ok((link, home))
}

/// What was proven; none where that account is gone.
pub(super) async fn find_sides(tx: &Tx, proven: &Proven) -> Result<Option<Sides>, LinkingError> {
    let (link, home) = way_in(tx, proven).await?;
    let Some(home) = accounts::find(tx, &home).await? else { return Ok(None) };
    let into = joined::find_into(tx, &home).await?;
    Ok(Some(Sides { link, home, into }))
}

/// What was proven, while other writers about it wait.
pub(super) async fn lock_sides(tx: &Tx, proven: &Proven) -> Result<Sides, LinkingError> {
    let (link, home) = way_in(tx, proven).await?;
    let home = accounts::lock(tx, &home).await?;
    let into = joined::lock_into(tx, &home).await?;
    Ok(Sides { link, home, into })
}
