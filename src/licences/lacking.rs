//! Who goes without.

use std::collections::BTreeSet;

use super::settle::by_product;
use crate::domain::{AccountId, JournalId, SchoolId};
use crate::storage::{StorageError, Tx, licence_pools, licences};

/// The accounts of a journal that should hold a licence of one of its kits' products and hold none, for whatever reason: each
/// as the one that stands for it.
///
/// # Errors
/// The database's.
pub async fn lacking(tx: &Tx, journal: &JournalId, school: &SchoolId) -> Result<BTreeSet<AccountId>, StorageError> {
    let entitled = licences::list_entitled(tx, journal).await?;
    let mut without = BTreeSet::new();
    for (product, people) in by_product(&entitled) {
        let holders: BTreeSet<AccountId> = match licence_pools::find(tx, product, school).await? {
            Some(pool) => licences::list_holders(tx, &pool.id).await?.into_iter().collect(),
            None => BTreeSet::new(),
        };
        let lacks = people.iter().map(|person| &person.holder_id).filter(|account| !holders.contains(*account));
        without.extend(lacks.cloned());
    }
    Ok(without)
}
