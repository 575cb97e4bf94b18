//! Which accounts of the school may be somebody of a journal. They only suggest: whoever has one waits.

use std::collections::BTreeSet;

use super::Row;
use crate::domain::{AccountId, PlatformId, Role, SchoolId, SeatRole, fold_username};
use crate::ground::Ground;
use crate::linking::facts::BIRTH;
use crate::linking::{Birth, Card, Listed, Mail, known_at, suggest};
use crate::storage::{StorageError, Tx};
use crate::vault::{NATIONAL_NUMBER, Vault};

/// Who may be each of these people, in their order. Only accounts with a live role at the same school of the same platform
/// are looked at.
///
/// # Errors
/// The database's.
pub(super) async fn candidates(
    tx: &Tx,
    ground: &Ground,
    (platform, school): (&PlatformId, &SchoolId),
    people: &[&Row],
) -> Result<Vec<BTreeSet<AccountId>>, StorageError> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let known = known_at(tx, ground, platform, school).await?;
    if known.is_empty() {
        return Ok(vec![BTreeSet::new(); people.len()]);
    }
    let asked: Vec<Listed> = people.iter().map(|person| told(&ground.vault, person)).collect();
    let found = suggest(&known, &asked).into_iter();
    Ok(found.map(|suggested| suggested.into_iter().map(|one| one.account).collect()).collect())
}

fn told(vault: &Vault, person: &Row) -> Listed {
    let facts = &person.facts;
    let birth = facts.birth_date.iter().flat_map(|date| {
        let hashes = vault.keyed_hashes(BIRTH, &date.to_string()).into_iter().map(Birth::Hash);
        [Birth::Date(*date)].into_iter().chain(hashes)
    });
    let national = facts.national.as_deref();
    let card = Card {
        name: facts.name(),
        roles: person.roles.iter().map(|role| role_of(*role)).collect(),
        birth: birth.collect(),
        national: national.map(|number| vault.keyed_hashes(NATIONAL_NUMBER, number)).unwrap_or_default(),
        username: facts.username.as_deref().map(fold_username),
        // No roster says that somebody has proven to read an address.
        mail: facts.email.clone().map(|address| Mail { address, verified: false }),
        classes: facts.class_name.iter().cloned().collect(),
    };
    Listed { card, journals: BTreeSet::from([0]), not_same: BTreeSet::new() }
}

/// What somebody with such a seat is at the school.
pub(super) fn role_of(role: SeatRole) -> Role {
    match role {
        SeatRole::Pupil => Role::Pupil,
        SeatRole::Teacher => Role::Teacher,
    }
}
