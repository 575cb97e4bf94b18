//! The ways in that would work today: reads over `link`, `account` and what is enabled where.

use super::joined::together;
use super::links::Link;
use super::{StorageError, Tx};
use crate::args;
use crate::domain::{AccountId, LinkId};

/// The ways in to an account that would work today.
#[derive(Debug, Clone, PartialEq)]
pub struct WaysIn {
    /// A password that we verify, other than a one-time one; or the platform's own sign-in.
    pub password: bool,
    /// Live links whose upstream is on and enabled at a school of the account; oldest first. Those of the accounts that went
    /// into it too; their passwords open nothing.
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

/// The ways in to an account that would work today. Nobody may lock themselves out: read it in the transaction that ends one.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, account: &AccountId) -> Result<WaysIn, StorageError> {
    let password = has_usable_password(tx, account).await?;
    Ok(WaysIn { password, links: list_usable_links(tx, account).await? })
}

/// Live links of identities out of quarantine whose upstream is on and somebody can be sent to, and enabled at a live school
/// of the account; for an account without a school, at any live school of its platform. A system that opens us signs people
/// in to platforms, and lets nobody into their settings: nobody shall have to rely on it.
const LIST_USABLE_LINKS: &str = concat!(
    "SELECT l.* FROM link l \
     JOIN upstream u ON u.id = l.upstream_id AND u.disabled_at IS NULL AND u.kind <> 'lti' \
     JOIN identity i ON i.id = l.identity_id AND i.quarantined_at IS NULL \
     JOIN account h ON h.id = l.account_id AND (h.id = $1 OR h.disabled_at IS NULL) WHERE l.account_id IN ",
    together!("$1"),
    " AND l.ended_at IS NULL AND EXISTS ( \
         SELECT 1 FROM school_upstream e \
         JOIN platform_school p ON p.platform_id = e.platform_id AND p.school_id = e.school_id AND p.disabled_at IS NULL \
         JOIN school s ON s.id = e.school_id AND s.disabled_at IS NULL \
         WHERE e.platform_id = l.platform_id AND e.upstream_id = l.upstream_id AND e.ended_at IS NULL AND ( \
             EXISTS (SELECT 1 FROM account_role r \
                     WHERE r.school_id = e.school_id AND r.ended_at IS NULL AND r.account_id IN ",
    together!("$1"),
    ") OR NOT EXISTS (SELECT 1 FROM account_role r WHERE r.ended_at IS NULL AND r.account_id IN ",
    together!("$1"),
    "))) ORDER BY l.created_at, l.id"
);

/// The links that sign in to an account today, its own and those of the accounts that went into it; oldest first.
///
/// # Errors
/// The engine's.
pub async fn list_usable_links(tx: &Tx, account: &AccountId) -> Result<Vec<Link>, StorageError> {
    tx.list(LIST_USABLE_LINKS, args![account]).await
}

/// A one-time password does not count: it was handed out by somebody else and is gone after one use. Where the platform
/// keeps the passwords, an account that it told us about has its sign-in there.
const COUNT_USABLE_PASSWORDS: &str = "SELECT COUNT(*) AS n FROM account a JOIN platform p ON p.id = a.platform_id \
     WHERE a.id = $1 AND ((p.password_owner = 'broker' AND a.password_hash IS NOT NULL \
     AND a.username_folded IS NOT NULL AND a.password_must_change = FALSE) \
     OR (p.password_owner = 'platform' AND a.external_id IS NOT NULL))";

async fn has_usable_password(tx: &Tx, account: &AccountId) -> Result<bool, StorageError> {
    Ok(tx.count(COUNT_USABLE_PASSWORDS, args![account]).await? > 0)
}
