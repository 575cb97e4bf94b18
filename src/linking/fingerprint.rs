//! The fingerprint of an identity: keyed hashes of what its upstream first said about the person. Pure.

use crate::domain::Assertion;
use crate::storage::identities::Identity;
use crate::vault::{KeyedHash, Vault};

use super::facts::{BIRTH, Clear, NAME, NATIONAL};

/// How many of name, birth date and national number have changed, and the identity with what can be brought up to date.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Seen {
    /// Name, birth date and national number that are known from then and now, and are not the same.
    pub(super) changed: usize,
    /// The identity, its gaps filled and its hashes under today's key where that is safe.
    pub(super) identity: Identity,
}

/// Two of the three make another person. One alone is a marriage or a correction.
pub(super) const ANOTHER_PERSON: usize = 2;

/// Compares what is said today with the fingerprint. Nothing is learned from an assertion that differs in anything.
pub(super) fn compare(known: &Identity, assertion: &Assertion, vault: &Vault) -> Seen {
    let clear = Clear::of(assertion);
    let pairs = [
        (NAME, &known.name_hash, &clear.name),
        (BIRTH, &known.birth_hash, &clear.birth),
        (NATIONAL, &known.national_hash, &clear.national),
    ];
    let same = pairs
        .map(|(purpose, stored, today)| is_same(vault, &known.hash_key, purpose, stored.as_deref(), today.as_deref()));
    let changed = same.iter().filter(|same| **same == Some(false)).count();
    let mut identity = known.clone();
    if changed == 0 {
        renew(&mut identity, &clear, vault);
    }
    Seen { changed, identity }
}

/// The fingerprint of a person who comes for the first time.
pub(super) fn first(identity: &mut Identity, assertion: &Assertion, vault: &Vault) {
    let clear = Clear::of(assertion);
    let hash = |purpose, value: &Option<String>| value.as_deref().map(|value| vault.keyed_hash(purpose, value).hash);
    identity.name_hash = hash(NAME, &clear.name);
    identity.birth_hash = hash(BIRTH, &clear.birth);
    identity.national_hash = hash(NATIONAL, &clear.national);
    identity.hash_key = vault.keyed_hash(NAME, "").key_id;
}

/// Whether a stored hash is that of today's value; nothing when one is missing or the key is gone.
fn is_same(vault: &Vault, key: &str, purpose: &str, stored: Option<&str>, today: Option<&str>) -> Option<bool> {
    let (stored, today) = (stored?, today?);
    Some(with_key(vault, key, purpose, today)?.hash == stored)
}

fn with_key(vault: &Vault, key: &str, purpose: &str, value: &str) -> Option<KeyedHash> {
    vault.keyed_hashes(purpose, value).into_iter().find(|hash| hash.key_id == key)
}

/// Fills gaps, and moves all hashes to the writing key when every stored value is known in clear today.
fn renew(identity: &mut Identity, clear: &Clear, vault: &Vault) {
    let today = vault.keyed_hash(NAME, "").key_id;
    let known = [
        (&identity.name_hash, &clear.name),
        (&identity.birth_hash, &clear.birth),
        (&identity.national_hash, &clear.national),
    ];
    let all_clear = known.iter().all(|(stored, clear)| stored.is_none() || clear.is_some());
    let key = if all_clear { today } else { identity.hash_key.clone() };
    let hash = |purpose, value: &Option<String>, old: &Option<String>| {
        let new = value.as_deref().and_then(|value| with_key(vault, &key, purpose, value));
        new.map(|new| new.hash).or_else(|| old.clone())
    };
    identity.name_hash = hash(NAME, &clear.name, &identity.name_hash);
    identity.birth_hash = hash(BIRTH, &clear.birth, &identity.birth_hash);
    identity.national_hash = hash(NATIONAL, &clear.national, &identity.national_hash);
    identity.hash_key = key;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Clock, Freshness, IdentityId, PersonName, Random, SubjectKey};
    use crate::vault::VaultKey;

    fn vault(ids: &[&str]) -> Vault {
        let key = |id: &&str| VaultKey::new((*id).to_owned(), [id.as_bytes()[0]; 32]);
        Vault::new(ids.iter().map(key).collect(), Random::counter(1)).unwrap()
    }

    fn mari() -> Assertion {
        let key = SubjectKey { upstream: "ekool".parse().unwrap(), scope: String::new(), subject: "17".into() };
        Assertion {
            key,
            name: PersonName { given: Some("Mari".into()), family: Some("Tamm".into()) },
            birth_date: chrono::NaiveDate::from_ymd_opt(2014, 3, 14),
            national_number: Some("EE:61403140017".into()),
            email: None,
            roles: vec![],
            roles_vouched: true,
            roles_complete: true,
            auth_time: None,
            freshness: Freshness::Unknown,
            upstream_sid: None,
        }
    }

    fn known(assertion: &Assertion, vault: &Vault) -> Identity {
        let now = Clock::fixed(chrono::DateTime::UNIX_EPOCH).now();
        let mut identity = Identity {
            id: IdentityId::at(now, &Random::counter(1)),
            upstream_id: assertion.key.upstream.clone(),
            scope: String::new(),
            subject: assertion.key.subject.clone(),
            given_name: None,
            family_name: None,
            name_hash: None,
            birth_hash: None,
            national_hash: None,
            hash_key: String::new(),
            first_seen_at: now,
            last_seen_at: now,
            quarantined_at: None,
        };
        first(&mut identity, assertion, vault);
        identity
    }

    #[test]
    fn one_change_is_life_and_two_are_another_person() {
        let vault = vault(&["a"]);
        let known = known(&mari(), &vault);
        let name = Some(PersonName { given: Some("Mari".into()), family: Some("Kask".into()) });
        let birth = chrono::NaiveDate::from_ymd_opt(2015, 1, 1);
        let number = Some("EE:61501010017".to_owned());
        for flags in 0..8_u8 {
            let mut said = mari();
            if flags & 1 > 0 {
                said.name = name.clone().unwrap();
            }
            if flags & 2 > 0 {
                said.birth_date = birth;
            }
            if flags & 4 > 0 {
                said.national_number.clone_from(&number);
            }
            let seen = compare(&known, &said, &vault);
            assert_eq!(seen.changed, flags.count_ones() as usize, "{flags:03b}");
            assert_eq!(seen.identity, known, "nothing is learned from {flags:03b}");
        }
    }

    #[test]
    fn what_is_missing_on_a_side_is_no_change() {
        let vault = vault(&["a"]);
        let known = known(&mari(), &vault);
        let bare = Assertion { birth_date: None, national_number: None, ..mari() };
        assert_eq!(compare(&known, &bare, &vault), Seen { changed: 0, identity: known });
    }

    #[test]
    fn hashes_move_to_the_new_key_when_the_values_are_seen() {
        let (old, both) = (vault(&["a"]), vault(&["bb", "a"]));
        let stored = known(&mari(), &old);
        let seen = compare(&stored, &mari(), &both);
        assert_eq!(seen.identity, known(&mari(), &both));
        let partly = compare(&stored, &Assertion { national_number: None, ..mari() }, &both);
        assert_eq!(partly.identity, stored, "an unseen number cannot move, so nothing moves");
    }

    #[test]
    fn a_gap_is_filled_when_nothing_else_changed() {
        let vault = vault(&["a"]);
        let stored = known(&Assertion { birth_date: None, ..mari() }, &vault);
        assert_eq!(compare(&stored, &mari(), &vault).identity, known(&mari(), &vault));
    }
}
