//! The audit log: a row per change in the transaction of the change; the sealer numbers and chains it later.

use serde_json::Value;

use super::{StorageError, Tx};
use crate::domain::{AccountId, Actor, AuditId, LinkId, PlatformId, Random, SchoolId, Time};
use crate::vault;
use crate::{args, row};

row! {
    /// One audit row. Personal detail stands beside it in `audit_detail`, which may be erased.
    pub struct Audit {
        /// Its id.
        pub id: AuditId,
        /// When it happened.
        pub at: Time,
        /// What happened, such as `link.created`.
        pub action: String,
        /// Who did it; see [`Actor`].
        pub actor: String,
        /// Where.
        pub platform_id: Option<PlatformId>,
        /// At which school.
        pub school_id: Option<SchoolId>,
        /// To whose account.
        pub account_id: Option<AccountId>,
        /// To which link.
        pub link_id: Option<LinkId>,
        /// `kind:id` of anything else.
        pub object: Option<String>,
        /// Random text that makes the commitment unguessable.
        pub salt: String,
        /// See [`commitment`].
        pub commitment: String,
        /// Place in the chain, given by the sealer.
        pub number: Option<i64>,
        /// Hash of the chain up to here.
        pub chain_hash: Option<String>,
    }
}

/// What is to be recorded.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// When.
    pub at: Time,
    /// What, such as `link.created`.
    pub action: &'static str,
    /// Who.
    pub actor: &'a Actor,
    /// Where.
    pub platform: Option<&'a PlatformId>,
    /// At which school.
    pub school: Option<&'a SchoolId>,
    /// To whose account.
    pub account: Option<&'a AccountId>,
    /// To which link.
    pub link: Option<&'a LinkId>,
    /// `kind:id` of anything else.
    pub object: Option<String>,
    /// JSON detail for the erasable side table.
    pub detail: Value,
}

impl<'a> Entry<'a> {
    /// An entry about nothing in particular yet; fill the rest with `..`.
    #[must_use]
    pub fn new(at: Time, action: &'static str, actor: &'a Actor) -> Self {
        let (platform, school, account, link, object) = (None, None, None, None, None);
        Self { at, action, actor, platform, school, account, link, object, detail: Value::Null }
    }
}

/// What the chained row says about a detail without telling it: SHA-256 over salt, a dot and the detail.
#[must_use]
pub fn commitment(salt: &str, detail: &str) -> String {
    vault::sha256(&format!("{salt}.{detail}"))
}

const INSERT: &str = "INSERT INTO audit (id, at, action, actor, platform_id, school_id, account_id, link_id, object, \
    salt, commitment) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const INSERT_DETAIL: &str = "INSERT INTO audit_detail (audit_id, detail) VALUES ($1, $2)";

/// Records what this transaction does. Durable.
///
/// # Errors
/// The engine's.
pub async fn record(tx: &Tx, random: &Random, entry: &Entry<'_>) -> Result<AuditId, StorageError> {
    let id = AuditId::at(entry.at, random);
    let (salt, detail) = (random.secret(), entry.detail.to_string());
    let args = args![
        &id,
        entry.at,
        entry.action,
        entry.actor.to_string(),
        entry.platform,
        entry.school,
        entry.account,
        entry.link,
        &entry.object,
        &salt,
        commitment(&salt, &detail),
    ];
    tx.execute(INSERT, args).await?;
    tx.execute(INSERT_DETAIL, args![&id, detail]).await?;
    Ok(id)
}

const LIST_OF_LINK: &str = "SELECT * FROM audit WHERE link_id = $1 ORDER BY at, id";

/// What happened to a link, oldest first.
///
/// # Errors
/// The engine's.
pub async fn list_of_link(tx: &Tx, link: &LinkId) -> Result<Vec<Audit>, StorageError> {
    tx.list(LIST_OF_LINK, args![link]).await
}

const LIST_OF_ACCOUNT: &str = "SELECT * FROM audit WHERE account_id = $1 ORDER BY at, id";

/// What happened to an account, oldest first.
///
/// # Errors
/// The engine's.
pub async fn list_of_account(tx: &Tx, account: &AccountId) -> Result<Vec<Audit>, StorageError> {
    tx.list(LIST_OF_ACCOUNT, args![account]).await
}
