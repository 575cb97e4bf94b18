//! The licences of one journal: everybody with a linked seat holds one of each product of its kits, nobody else does.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::domain::{
    AccountId, Actor, AuditId, EventId, JournalId, LicenceEnd, LicenceId, PlatformId, PoolId, ProductId, SchoolId,
};
use crate::ground::Ground;
use crate::storage::audit::{self, Entry};
use crate::storage::events::Event;
use crate::storage::licences::{self, Entitled, Licence};
use crate::storage::{StorageError, Tx, accounts_bulk, journals, licence_pools};

/// What was settled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settled {
    /// How many licences were given.
    pub given: usize,
    /// How many were freed.
    pub freed: usize,
    /// Who should hold a licence of which product and has none: the school's pool is full, or it has none.
    pub without: Vec<(AccountId, ProductId)>,
}

/// Why a journal's licences are held.
#[must_use]
pub fn source(journal: &JournalId) -> String {
    format!("journal:{journal}")
}

/// Whose licences are settled.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Which journal.
    pub journal: &'a JournalId,
    /// At which platform.
    pub platform: &'a PlatformId,
    /// Whose pools.
    pub school: &'a SchoolId,
    /// Who does it.
    pub actor: &'a Actor,
}

/// Gives and frees what the journal's people need, pupils first. A licence given for another reason is counted once and
/// never taken; a full pool stops nothing. Durable, and nothing at all when nothing changes.
///
/// # Errors
/// The database's.
pub async fn settle(tx: &Tx, ground: &Ground, about: About<'_>) -> Result<Settled, StorageError> {
    let entitled = licences::list_entitled(tx, about.journal).await?;
    let held = licences::list_of_source(tx, &source(about.journal)).await?;
    let mut settled = Settled::default();
    let mut kept = BTreeSet::new();
    let mut new = Vec::new();
    for (product, people) in by_product(&entitled) {
        let pool = licence_pools::lock(tx, product, about.school).await?;
        let mut holders: BTreeSet<AccountId> = BTreeSet::new();
        if let Some(pool) = &pool {
            holders.extend(licences::list_holders_beside(tx, &pool.id, &source(about.journal)).await?);
            holders.extend(staying(&pool.id, &held, &people));
        }
        for person in people {
            let Some(pool) = &pool else {
                settled.without.push((person.account_id.clone(), product.clone()));
                continue;
            };
            if holders.contains(&person.holder_id) || holders.len() < usize::try_from(pool.seats).unwrap_or(0) {
                holders.insert(person.holder_id.clone());
                kept.insert((pool.id.clone(), person.account_id.clone()));
                new.push((pool.id.clone(), person));
            } else {
                settled.without.push((person.account_id.clone(), product.clone()));
            }
        }
    }
    let freed: Vec<&Licence> =
        held.iter().filter(|licence| !kept.contains(&(licence.pool_id.clone(), licence.account_id.clone()))).collect();
    let known: BTreeSet<(&PoolId, &AccountId)> =
        held.iter().map(|licence| (&licence.pool_id, &licence.account_id)).collect();
    new.retain(|(pool, person)| !known.contains(&(pool, &person.account_id)));
    (settled.given, settled.freed) = (new.len(), freed.len());
    write(tx, ground, about, &new, &freed).await?;
    Ok(settled)
}

fn by_product(entitled: &[Entitled]) -> BTreeMap<&ProductId, Vec<&Entitled>> {
    let mut products: BTreeMap<&ProductId, Vec<&Entitled>> = BTreeMap::new();
    for person in entitled {
        products.entry(&person.product_id).or_default().push(person);
    }
    products
}

/// Who keeps a place that this journal gave. With everybody who holds a licence for another reason, also of those who leave
/// here, they fill the pool once what this journal frees is free.
fn staying(pool: &PoolId, held: &[Licence], people: &[&Entitled]) -> BTreeSet<AccountId> {
    let holding: BTreeSet<&AccountId> =
        held.iter().filter(|one| one.pool_id == *pool).map(|one| &one.account_id).collect();
    let stay = people.iter().filter(|person| holding.contains(&person.account_id));
    stay.map(|person| person.holder_id.clone()).collect()
}

async fn write(
    tx: &Tx,
    ground: &Ground,
    about: About<'_>,
    new: &[(PoolId, &Entitled)],
    freed: &[&Licence],
) -> Result<(), StorageError> {
    if new.is_empty() && freed.is_empty() {
        return Ok(());
    }
    let now = ground.now();
    let rows: Vec<Licence> = new
        .iter()
        .map(|(pool, person)| Licence {
            id: LicenceId::random(&ground.random),
            pool_id: pool.clone(),
            account_id: person.account_id.clone(),
            source: source(about.journal),
            since: now,
            given_by: about.actor.to_string(),
            ended_at: None,
            end_reason: None,
        })
        .collect();
    let ids: Vec<&LicenceId> = freed.iter().map(|licence| &licence.id).collect();
    licences::end(tx, &ids, now, LicenceEnd::Left).await?;
    licences::give(tx, &rows).await?;
    let entry = Entry {
        platform: Some(about.platform),
        school: Some(about.school),
        object: Some(source(about.journal)),
        detail: json!({
            "given": rows.iter().map(|row| &row.id).collect::<Vec<_>>(),
            "freed": ids,
        }),
        ..Entry::new(now, "licence.settled", about.actor)
    };
    let audit = audit::record(tx, &ground.random, &entry).await?;
    accounts_bulk::announce(tx, &[event(ground, about, &audit, rows.len(), ids.len())]).await?;
    journals::touch(tx, about.journal, now).await
}

/// One for the whole journal: the platform reads who holds what.
fn event(ground: &Ground, about: About<'_>, audit: &AuditId, given: usize, freed: usize) -> Event {
    Event {
        id: EventId::at(ground.now(), &ground.random),
        at: ground.now(),
        platform_id: about.platform.clone(),
        kind: "licence.settled".to_owned(),
        sub: about.journal.to_string(),
        audit_id: audit.clone(),
        payload: json!({ "journal": about.journal, "given": given, "freed": freed }).to_string(),
        number: None,
        chain_hash: None,
    }
}
