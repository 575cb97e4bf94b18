//! How many licences of a product a school has. Told by a person; whoever goes without gets one at once.

use serde_json::json;

use super::settle::{About, Settled, settle};
use crate::domain::{Actor, JournalId, PoolId, SchoolId};
use crate::ground::Ground;
use crate::storage::audit::{self, Entry};
use crate::storage::events::{self, Announcement};
use crate::storage::licence_pools::{self, LicencePool};
use crate::storage::products::Product;
use crate::storage::{Durability, StorageError, Tx, licences};

/// Journals that are settled in one transaction: few enough that a sign-in beside it does not wait.
const AT_ONCE: usize = 20;

/// Which pool, and who changes it.
#[derive(Debug, Clone, Copy)]
pub struct OfPool<'a> {
    /// Of which product.
    pub product: &'a Product,
    /// Of which school; it is at the product's platform.
    pub school: &'a SchoolId,
    /// Who does it.
    pub actor: &'a Actor,
}

/// Gives a school's pool its size, and makes it where there is none. A smaller size takes nothing from anybody. Durable, and
/// nothing at all when it has this size.
///
/// # Errors
/// The database's.
pub async fn set_pool(tx: &Tx, ground: &Ground, of: OfPool<'_>, seats: i64) -> Result<LicencePool, StorageError> {
    let known = licence_pools::lock(tx, &of.product.id, of.school).await?;
    if let Some(pool) = known.as_ref().filter(|pool| pool.seats == seats) {
        return Ok(pool.clone());
    }
    let now = ground.now();
    let wanted = LicencePool {
        id: PoolId::random(&ground.random),
        product_id: of.product.id.clone(),
        school_id: of.school.clone(),
        seats,
        created_at: now,
        updated_at: now,
    };
    let pool = licence_pools::put(tx, &wanted).await?;
    record(tx, ground, of, (&pool, known.map(|pool| pool.seats))).await?;
    Ok(pool)
}

async fn record(
    tx: &Tx,
    ground: &Ground,
    of: OfPool<'_>,
    (pool, before): (&LicencePool, Option<i64>),
) -> Result<(), StorageError> {
    let (now, product) = (ground.now(), of.product);
    let entry = Entry {
        platform: Some(&product.platform_id),
        school: Some(of.school),
        object: Some(format!("pool:{}", pool.id)),
        detail: json!({ "product": product.external_id, "seats": pool.seats, "before": before }),
        ..Entry::new(now, "pool.set", of.actor)
    };
    let audit = &audit::record(tx, &ground.random, &entry).await?;
    let said = Announcement {
        at: now,
        platform: &product.platform_id,
        kind: "pool.set",
        // An event about a pool has no person: its subject is the pool.
        sub: pool.id.as_str(),
        audit,
        payload: json!({ "product": product.external_id, "school": of.school, "seats": pool.seats }),
    };
    events::announce(tx, &ground.random, &said).await.map(drop)
}

/// Settles every journal of the school that needs licences of the product, some to a transaction. What was settled stays;
/// whoever was interrupted begins again, and what is settled already costs nothing. `told` hears how many are done of how
/// many.
///
/// # Errors
/// The database's.
pub async fn settle_pool(
    ground: &Ground,
    of: OfPool<'_>,
    told: &(dyn Fn(usize, usize) + Sync),
) -> Result<Settled, StorageError> {
    let place = (&of.product.platform_id, of.school);
    let list = |tx: Tx| async move { licences::list_concerned(&tx, place, &of.product.id).await };
    let journals = ground.db.read(list).await?;
    let mut all = Settled::default();
    for (done, some) in (0..).step_by(AT_ONCE).zip(journals.chunks(AT_ONCE)) {
        told(done, journals.len());
        let write = |tx: Tx| async move { settle_some(&tx, ground, of, some).await };
        let settled = ground.db.write(Durability::Durable, write).await?;
        all.given += settled.given;
        all.freed += settled.freed;
        all.without.extend(settled.without);
    }
    Ok(all)
}

async fn settle_some(
    tx: &Tx,
    ground: &Ground,
    of: OfPool<'_>,
    journals: &[JournalId],
) -> Result<Settled, StorageError> {
    let mut all = Settled::default();
    for journal in journals {
        let about = About { journal, platform: &of.product.platform_id, school: of.school, actor: of.actor };
        let settled = settle(tx, ground, about).await?;
        all.given += settled.given;
        all.freed += settled.freed;
        all.without.extend(settled.without);
    }
    Ok(all)
}
