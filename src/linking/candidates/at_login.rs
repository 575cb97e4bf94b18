//! Who might be the same person as a newcomer. Only ever used to tell a school of a suspected duplicate; never joins.

use std::collections::BTreeMap;

use crate::domain::{AccountId, Assertion, PersonName, PlatformId, fold_name};
use crate::ground::Ground;
use crate::storage::accounts::{self, Account};
use crate::storage::{Tx, account_roles, not_same};

use super::super::evidence::{Person, Place};
use super::super::facts::{self, Clear, NATIONAL};
use super::super::{Facts, LinkingError, SamePerson, same_person};

/// The accounts of a platform that may well be the same person: same by a strong fact, or of the same name at the same
/// school with nothing against it. None of whom somebody said that they are two.
///
/// # Errors
/// The database's.
pub async fn candidates(
    tx: &Tx,
    ground: &Ground,
    platform: &PlatformId,
    person: &Person,
    assertion: &Assertion,
) -> Result<Vec<AccountId>, LinkingError> {
    let mut strong = Vec::new();
    let others = not_same::list_accounts(tx, platform, &assertion.key).await?;
    for account in near(tx, ground, platform, person, assertion).await? {
        if others.contains(&account.id) {
            continue;
        }
        let roles = account_roles::list_live(tx, &account.id).await?;
        let kinds: Vec<_> = roles.iter().map(|role| role.role).collect();
        let at_school = roles.iter().any(|role| person.places.iter().any(|place| place.school == role.school_id));
        if is_strong(&person.facts, &facts::of_account(&account, &kinds), at_school) {
            strong.push(account.id);
        }
    }
    Ok(strong)
}

fn is_strong(person: &Facts, known: &Facts, at_school: bool) -> bool {
    match same_person(person, known) {
        SamePerson::Same => true,
        SamePerson::Plausible => at_school,
        SamePerson::Different => false,
    }
}

/// Everybody one of the indexes finds: by national number, by name, by birth date at one of the person's schools.
async fn near(
    tx: &Tx,
    ground: &Ground,
    platform: &PlatformId,
    person: &Person,
    assertion: &Assertion,
) -> Result<Vec<Account>, LinkingError> {
    let mut found = Vec::new();
    if let Some(number) = Clear::of(assertion).national {
        for hash in ground.vault.keyed_hashes(NATIONAL, &number) {
            found.extend(accounts::list_by_national(tx, platform, &hash.hash).await?);
        }
    }
    for folded in folds(&assertion.name) {
        found.extend(accounts::list_by_name(tx, platform, &folded).await?);
    }
    if let Some(date) = assertion.birth_date {
        for Place { school, .. } in &person.places {
            found.extend(accounts::list_by_birth(tx, platform, date, school).await?);
        }
    }
    let each: BTreeMap<AccountId, Account> = found.into_iter().map(|account| (account.id.clone(), account)).collect();
    Ok(each.into_values().collect())
}

/// The name as it stands, and with its parts swapped. An empty name finds everybody without one, so it finds nobody.
fn folds(name: &PersonName) -> Vec<String> {
    let swapped = PersonName { given: name.family.clone(), family: name.given.clone() };
    let mut folds = vec![fold_name(name), fold_name(&swapped)];
    folds.retain(|fold| !fold.is_empty());
    folds.dedup();
    folds
}
