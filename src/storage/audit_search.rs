//! The audit log as one school sees it.

use super::{StorageError, Tx};
use crate::domain::{AccountId, PlatformId, SchoolId, Time};
use crate::{args, row};

row! {
    /// A sealed row of the audit log, and of whom it is.
    pub struct Seen {
        /// Its place in the chain.
        pub number: i64,
        /// When it happened.
        pub at: Time,
        /// What happened, such as `link.created`.
        pub action: String,
        /// Who did it; see [`Actor`](crate::domain::Actor).
        pub actor: String,
        /// To whose account.
        pub account_id: Option<AccountId>,
        /// Their given names.
        pub given_name: Option<String>,
        /// Their family name.
        pub family_name: Option<String>,
        /// `kind:id` of anything else.
        pub object: Option<String>,
        /// Hash of the chain up to here.
        pub chain_hash: Option<String>,
    }
}

/// Which rows are wanted. What is empty is not asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// What happened; the beginning of a word is enough.
    pub action: String,
    /// To which account.
    pub account: String,
    /// Not before.
    pub from: Option<Time>,
    /// Before.
    pub until: Option<Time>,
}

// Whoever is withheld did nothing here, and nothing was done to them.
const LIST: &str = "SELECT a.number, a.at, a.action, a.actor, a.account_id, k.given_name, k.family_name, a.object, \
    a.chain_hash FROM audit_place p JOIN audit a ON a.number = p.number LEFT JOIN account k ON k.id = a.account_id \
    WHERE p.school_id = $2 AND p.number < $3 \
    AND (a.platform_id = $1 OR (a.platform_id IS NULL AND (k.id IS NULL OR k.platform_id = $1))) \
    AND ($4 = '' OR a.action LIKE $4 || '%' ESCAPE '!') AND ($5 = '' OR a.account_id = $5) \
    AND (CAST($6 AS TIMESTAMPTZ) IS NULL OR a.at >= $6) \
    AND (CAST($7 AS TIMESTAMPTZ) IS NULL OR a.at < $7) \
    AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.key = 'account:' || a.account_id) \
    AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.key = a.actor) \
    AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.key = a.object) \
    AND NOT EXISTS (SELECT 1 FROM link l JOIN withheld w ON w.key = 'account:' || l.account_id \
        WHERE a.actor LIKE 'identity:%' AND l.identity_id = SUBSTR(a.actor, 10)) \
    ORDER BY p.number DESC LIMIT $8";

/// What happened at a school at a platform, the latest first, before the number `before`.
///
/// # Errors
/// The engine's.
pub async fn list(
    tx: &Tx,
    (platform, school): (&PlatformId, &SchoolId),
    wanted: &Wanted,
    before: i64,
    limit: i64,
) -> Result<Vec<Seen>, StorageError> {
    let action = like(&wanted.action);
    let args = args![platform, school, before, action, &wanted.account, wanted.from, wanted.until, limit];
    tx.list_bulk(LIST, args).await
}

/// A text that means itself where `!` escapes.
fn like(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}
