//! Table `kit`: sets of learning material that a journal can be tied to.

use super::{StorageError, Tx};
use crate::domain::{KitId, PlatformId, ProductId, Time};
use crate::{args, row};

row! {
    /// A set of learning material.
    pub struct Kit {
        /// Its id.
        pub id: KitId,
        /// Of which platform.
        pub platform_id: PlatformId,
        /// The platform's own id.
        pub external_id: String,
        /// For people to read.
        pub name: String,
        /// What it needs a licence of, if anything.
        pub product_id: Option<ProductId>,
        /// When we learned of it.
        pub created_at: Time,
        /// Since when it is no longer offered.
        pub ended_at: Option<Time>,
    }
}

const PUT: &str = "INSERT INTO kit (id, platform_id, external_id, name, product_id, created_at, ended_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (platform_id, external_id) \
    DO UPDATE SET name = excluded.name, product_id = excluded.product_id, ended_at = excluded.ended_at RETURNING *";
const FIND: &str = "SELECT * FROM kit WHERE platform_id = $1 AND external_id = $2";
const LIST: &str = "SELECT * FROM kit WHERE platform_id = $1 ORDER BY external_id";
const LIST_OFFERED: &str = "SELECT k.* FROM kit k LEFT JOIN product p ON p.id = k.product_id \
    WHERE k.platform_id = $1 AND k.ended_at IS NULL AND p.ended_at IS NULL ORDER BY k.external_id";

/// Adds a kit, or gives the one with this external id its new name, product and end; answers the row as it stands.
///
/// # Errors
/// The engine's, also when there is no such platform or product.
pub async fn put(tx: &Tx, row: &Kit) -> Result<Kit, StorageError> {
    let (name, product) = (&row.name, &row.product_id);
    let args = args![&row.id, &row.platform_id, &row.external_id, name, product, row.created_at, row.ended_at];
    tx.find(PUT, args).await?.ok_or(StorageError::Changed)
}

/// The kit with the platform's own id.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, platform: &PlatformId, external_id: &str) -> Result<Option<Kit>, StorageError> {
    tx.find(FIND, args![platform, external_id]).await
}

/// Every kit of a platform, ended ones too.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx, platform: &PlatformId) -> Result<Vec<Kit>, StorageError> {
    tx.list(LIST, args![platform]).await
}

/// The kits of a platform that a journal can be tied to now: neither they nor the products they need have ended.
///
/// # Errors
/// The engine's.
pub async fn list_offered(tx: &Tx, platform: &PlatformId) -> Result<Vec<Kit>, StorageError> {
    tx.list(LIST_OFFERED, args![platform]).await
}
