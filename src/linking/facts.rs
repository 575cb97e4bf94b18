//! Where facts come from: a verified assertion, an account.

use crate::domain::{Assertion, PersonName, Role, fold_name, fold_national_number};
use crate::storage::accounts::Account;
use crate::storage::roster_people::RosterPerson;
use crate::vault::{self, KeyedHash, Vault};

use super::{Birth, Facts, RoleClass};

/// Keyed-hash purpose of birth dates.
pub const BIRTH: &str = "birth";
/// Keyed-hash purpose of folded names.
pub(super) const NAME: &str = "name";
/// Keyed-hash purpose of national numbers; accounts and identities share it.
pub(super) const NATIONAL: &str = vault::NATIONAL_NUMBER;

/// The clear values that a fingerprint is made of. Not `Debug`: they stand in no log.
#[derive(Clone)]
pub(super) struct Clear {
    pub(super) name: Option<String>,
    pub(super) birth: Option<String>,
    pub(super) national: Option<String>,
}

impl Clear {
    pub(super) fn of(assertion: &Assertion) -> Self {
        let name = fold_name(&assertion.name);
        Self {
            name: (!name.is_empty()).then_some(name),
            birth: assertion.birth_date.map(|date| date.to_string()),
            national: assertion.national_number.as_deref().and_then(|text| fold_national_number(text, None)),
        }
    }
}

/// The facts of a verified assertion. `roles` are those that count; where none does, all that were asserted.
#[must_use]
pub fn of_assertion(assertion: &Assertion, roles: &[Role], vault: &Vault) -> Facts {
    let asserted: Vec<Role> = assertion.roles.iter().map(|asserted| asserted.role).collect();
    let counted = if roles.is_empty() { asserted } else { roles.to_vec() };
    let national = Clear::of(assertion).national;
    Facts {
        name: assertion.name.clone(),
        birth: assertion.birth_date.map(Birth::Date),
        national: national.map(|number| vault.keyed_hashes(NATIONAL, &number)).unwrap_or_default(),
        role_class: RoleClass::of(counted),
    }
}

/// The facts of an account and its live roles.
#[must_use]
pub fn of_account(account: &Account, roles: &[Role]) -> Facts {
    let national = account.national_hash.clone().zip(account.national_key.clone());
    Facts {
        name: PersonName { given: account.given_name.clone(), family: account.family_name.clone() },
        birth: account.birth_date.map(Birth::Date),
        national: national.map(|(hash, key_id)| KeyedHash { hash, key_id }).into_iter().collect(),
        role_class: RoleClass::of(roles.iter().copied()),
    }
}

/// The facts of a pupil as a roster tells of them: birth date and national number are hashes.
pub(super) fn of_listed(person: &RosterPerson) -> Facts {
    let hashed = |hash: &Option<String>| hash.clone().map(|hash| KeyedHash { hash, key_id: person.hash_key.clone() });
    Facts {
        name: PersonName { given: person.given_name.clone(), family: person.family_name.clone() },
        birth: hashed(&person.birth_hash).map(Birth::Hash),
        national: hashed(&person.national_hash).into_iter().collect(),
        role_class: Some(RoleClass::Pupil),
    }
}

/// As [`of_account`], with the birth date hashed with one key: a clear date and a hash say nothing about each other.
pub(super) fn of_account_hashed(account: &Account, roles: &[Role], vault: &Vault, key: &str) -> Facts {
    let date = account.birth_date.map(|date| vault.keyed_hashes(BIRTH, &date.to_string()));
    let birth = date.and_then(|hashes| hashes.into_iter().find(|hash| hash.key_id == key)).map(Birth::Hash);
    Facts { birth, ..of_account(account, roles) }
}
