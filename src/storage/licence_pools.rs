//! Table `licence_pool`: how many licences of a product a school has.

use super::{StorageError, Tx};
use crate::domain::{PoolId, ProductId, SchoolId, Time};
use crate::{args, row};

row! {
    /// The licences a school has of a product.
    pub struct LicencePool {
        /// Its id.
        pub id: PoolId,
        /// Of which product.
        pub product_id: ProductId,
        /// Which school's.
        pub school_id: SchoolId,
        /// How many accounts may hold one.
        pub seats: i64,
        /// When it was made.
        pub created_at: Time,
        /// When it last changed.
        pub updated_at: Time,
    }
}

row! {
    /// A pool and how full it is.
    pub struct PoolUse {
        /// Which pool.
        pub id: PoolId,
        /// Of which product.
        pub product_id: ProductId,
        /// Which school's.
        pub school_id: SchoolId,
        /// How many accounts may hold a licence.
        pub seats: i64,
        /// How many do; those that went into one another are one.
        pub used: i64,
    }
}

const PUT: &str = "INSERT INTO licence_pool (id, product_id, school_id, seats, created_at, updated_at) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (product_id, school_id) \
    DO UPDATE SET seats = excluded.seats, updated_at = excluded.updated_at RETURNING *";
const LOCK: &str = "UPDATE licence_pool SET seats = seats WHERE product_id = $1 AND school_id = $2 RETURNING *";
const LIST_USE: &str = "SELECT p.id, p.product_id, p.school_id, p.seats, \
    (SELECT COUNT(DISTINCT COALESCE(a.merged_into, a.id)) FROM licence l JOIN account a ON a.id = l.account_id \
        WHERE l.pool_id = p.id AND l.ended_at IS NULL) AS used \
    FROM licence_pool p JOIN product d ON d.id = p.product_id WHERE d.platform_id = $1 ORDER BY p.product_id, p.school_id";

/// Makes a pool, or gives the one of this product and school its new size; answers the row as it stands. Durable.
/// A smaller size takes nothing from anybody.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &Tx, row: &LicencePool) -> Result<LicencePool, StorageError> {
    let args = args![&row.id, &row.product_id, &row.school_id, row.seats, row.created_at, row.updated_at];
    tx.find(PUT, args).await?.ok_or(StorageError::Changed)
}

/// The pool of a product at a school, while other writers about it wait: whoever gives a licence counts first.
///
/// # Errors
/// The engine's.
pub async fn lock(tx: &Tx, product: &ProductId, school: &SchoolId) -> Result<Option<LicencePool>, StorageError> {
    tx.find(LOCK, args![product, school]).await
}

/// Every pool of a platform and how full it is.
///
/// # Errors
/// The engine's.
pub async fn list_use(tx: &Tx, platform: &crate::domain::PlatformId) -> Result<Vec<PoolUse>, StorageError> {
    tx.list(LIST_USE, args![platform]).await
}
