//! Table `product`: what a school pays for at a platform.

use super::{StorageError, Tx};
use crate::domain::{PlatformId, ProductId, Time};
use crate::{args, row};

row! {
    /// Something a school pays for.
    pub struct Product {
        /// Its id.
        pub id: ProductId,
        /// Of which platform.
        pub platform_id: PlatformId,
        /// The platform's own id.
        pub external_id: String,
        /// For people to read.
        pub name: String,
        /// When we learned of it.
        pub created_at: Time,
        /// Since when it is no longer offered.
        pub ended_at: Option<Time>,
    }
}

const PUT: &str = "INSERT INTO product (id, platform_id, external_id, name, created_at, ended_at) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (platform_id, external_id) \
    DO UPDATE SET name = excluded.name, ended_at = excluded.ended_at RETURNING *";
const FIND: &str = "SELECT * FROM product WHERE platform_id = $1 AND external_id = $2";
const LIST: &str = "SELECT * FROM product WHERE platform_id = $1 ORDER BY external_id";

/// Adds a product, or gives the one with this external id its new name and end; answers the row as it stands.
///
/// # Errors
/// The engine's, also when there is no such platform.
pub async fn put(tx: &Tx, row: &Product) -> Result<Product, StorageError> {
    let args = args![&row.id, &row.platform_id, &row.external_id, &row.name, row.created_at, row.ended_at];
    tx.find(PUT, args).await?.ok_or(StorageError::Changed)
}

/// The product with the platform's own id.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, platform: &PlatformId, external_id: &str) -> Result<Option<Product>, StorageError> {
    tx.find(FIND, args![platform, external_id]).await
}

/// Every product of a platform, ended ones too.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx, platform: &PlatformId) -> Result<Vec<Product>, StorageError> {
    tx.list(LIST, args![platform]).await
}
