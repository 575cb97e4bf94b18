//! What a role at a school carries: the licences that are free once it is taken away, and who waits for one of them.

use std::collections::BTreeSet;

use crate::domain::{AccountId, LicenceId, ProductId, RoleId, SchoolId};
use crate::storage::person_page::{self, HeldLicence};
use crate::storage::{StorageError, Tx};

/// A licence that would be free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freed {
    /// Which.
    pub id: LicenceId,
    /// Its product's name.
    pub product: String,
    /// How many places of the pool are free then.
    pub free: u64,
    /// How many people of the school should hold one and hold none.
    pub lacking: u64,
}

/// What taking a role away does to the licences of its person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Removal {
    /// What is free then.
    pub frees: Vec<Freed>,
    /// Products of which the person keeps a licence, because a journal gives it to whoever sits there.
    pub keeps: Vec<String>,
}

/// What becomes free when these roles end: with the last role at the school every licence that a person gave by hand.
/// What a journal gives stays with the seat.
///
/// # Errors
/// The database's.
pub async fn removal(
    tx: &Tx,
    account: &AccountId,
    school: &SchoolId,
    ending: &[&RoleId],
) -> Result<Removal, StorageError> {
    let roles = person_page::list_roles(tx, account, school).await?;
    let stays = roles.iter().any(|role| role.ended_at.is_none() && !ending.contains(&&role.id));
    let held = person_page::list_licences(tx, account, school).await?;
    let (by_hand, by_journal): (Vec<_>, Vec<_>) = held.into_iter().partition(|one| one.source == "manual" && !stays);
    let kept: BTreeSet<&ProductId> = by_journal.iter().map(|one| &one.product_id).collect();
    let mut removal = Removal::default();
    for one in by_hand {
        let lacking = person_page::count_lacking(tx, school, &one.product_id).await?;
        removal.frees.push(freed(one, &kept, lacking));
    }
    let given = by_journal.into_iter().filter(|one| one.source != "manual");
    removal.keeps = given.map(|one| one.product).collect();
    removal.keeps.sort();
    removal.keeps.dedup();
    Ok(removal)
}

/// Whoever keeps another licence of the pool still fills one place of it.
fn freed(one: HeldLicence, kept: &BTreeSet<&ProductId>, lacking: i64) -> Freed {
    let place = i64::from(!kept.contains(&one.product_id));
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    Freed { free: count(one.seats - one.used + place), lacking: count(lacking), id: one.id, product: one.product }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Random;

    #[test]
    fn a_place_is_free_only_when_no_other_licence_of_the_pool_stays() {
        let random = Random::counter(1);
        let held = HeldLicence {
            id: LicenceId::random(&random),
            product_id: ProductId::random(&random),
            product: "Opiq".to_owned(),
            source: "manual".to_owned(),
            journal: None,
            since: "2026-09-07T08:00:00Z".parse().unwrap(),
            seats: 10,
            used: 10,
        };
        assert_eq!(freed(held.clone(), &BTreeSet::new(), 3).free, 1);
        assert_eq!(freed(held.clone(), &BTreeSet::from([&held.product_id]), 3).free, 0);
        assert_eq!(freed(held.clone(), &BTreeSet::new(), 3).lacking, 3);
    }
}
