//! Nobody may lock themselves out: the last way in that really works stays.

use super::AccountsError;
use crate::domain::{AccountId, LinkId};
use crate::storage::links::Link;
use crate::storage::{Tx, ways_in};

/// The ways in to an account that would work today.
#[derive(Debug, Clone, PartialEq)]
pub struct WaysIn {
    /// A password that we verify, other than a one-time one; or the platform's own sign-in.
    pub password: bool,
    /// Live links whose upstream is on and enabled at a school of the account.
    pub links: Vec<Link>,
}

impl WaysIn {
    /// True when something is left without this link. Ending a link that does not work takes nothing away, save where
    /// nothing else works either: it may be enabled again.
    #[must_use]
    pub fn remain_without(&self, link: &LinkId) -> bool {
        self.password || self.links.iter().any(|other| other.id != *link)
    }
}

/// The ways in to an account that would work today. Read it in the transaction that ends one.
///
/// # Errors
/// The database's.
pub async fn usable_ways_in(tx: &Tx, account: &AccountId) -> Result<WaysIn, AccountsError> {
    let password = ways_in::has_usable_password(tx, account).await?;
    let links = ways_in::list_usable_links(tx, account).await?;
    Ok(WaysIn { password, links })
}
