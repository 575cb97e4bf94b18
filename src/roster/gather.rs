//! Reads what we hold about the people of a reading: a handful of statements, however many people there are.

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::candidates;
use super::{
    Facts, Filtered, Held, HeldJournal, HeldLink, HeldPerson, HeldSeat, HeldStanding, Hidden, RosterError, Row,
    SeatTerms,
};
use crate::domain::{PersonName, PlatformId, RosterSubject, SchoolId};
use crate::ground::Ground;
use crate::linking::facts::BIRTH;
use crate::storage::identities::Identity;
use crate::storage::journals::{self, Journal};
use crate::storage::roster_people::{self, RosterPerson};
use crate::storage::{StorageError, Tx, listed, not_same, seats, standings};
use crate::vault::{NATIONAL_NUMBER, Vault};

/// Where a journal is brought to.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Which platform.
    pub platform: &'a PlatformId,
    /// Which school there.
    pub school: &'a SchoolId,
    /// What school and source have said beforehand.
    pub terms: SeatTerms,
}

/// What we hold about a journal and its people. Whoever is hidden is not among them.
///
/// # Errors
/// [`RosterError::OtherSchool`] when the journal is linked at another school; the database's.
pub async fn gather(
    tx: &Tx,
    ground: &Ground,
    place: Place<'_>,
    said: &Filtered,
    hidden: &Hidden,
) -> Result<Held, RosterError> {
    let mut held = Held::nothing(place.terms);
    if let Some(journal) = journals::find_live(tx, place.platform, &said.journal.key).await? {
        if journal.school_id != *place.school {
            return Err(RosterError::OtherSchool(journal.school_id));
        }
        sitting(tx, &journal, hidden, &mut held).await?;
        held.journal = Some(known(journal));
    }
    people(tx, ground, place, said, &mut held).await?;
    links(tx, ground, place, said, &mut held).await?;
    suggested(tx, ground, place, said, &mut held).await?;
    Ok(held)
}

fn known(journal: Journal) -> HeldJournal {
    HeldJournal {
        id: journal.id,
        school: journal.school_id,
        name: journal.name,
        school_year: journal.school_year,
        landing_url: journal.landing_url,
        read_at: journal.read_at,
    }
}

async fn sitting(tx: &Tx, journal: &Journal, hidden: &Hidden, held: &mut Held) -> Result<(), StorageError> {
    for seat in seats::list_live(tx, &journal.id).await? {
        if !hidden.0.contains(&seat.subject) {
            let name = PersonName { given: seat.given_name, family: seat.family_name };
            held.names.insert(seat.subject.clone(), name);
            held.seats.insert((seat.subject, seat.role), HeldSeat { absent_since: seat.absent_since });
        }
    }
    Ok(())
}

/// Everybody with an id.
fn subjects(said: &Filtered) -> Vec<&str> {
    said.rows.iter().map(|row| row.subject.as_str()).filter(|subject| !subject.is_empty()).collect()
}

async fn people(
    tx: &Tx,
    ground: &Ground,
    place: Place<'_>,
    said: &Filtered,
    held: &mut Held,
) -> Result<(), StorageError> {
    let key = &said.journal.key;
    let known = roster_people::list_by_subject(tx, &key.upstream, &key.scope, &subjects(said)).await?;
    let told: BTreeMap<&str, &Facts> = said.rows.iter().map(|row| (row.subject.as_str(), &row.facts)).collect();
    let mut subject_of = BTreeMap::new();
    for person in &known {
        subject_of.insert(person.id.clone(), person.subject.clone());
        let differs = told.get(person.subject.as_str()).is_some_and(|facts| is_another(&ground.vault, person, facts));
        if differs {
            held.another.insert(person.subject.clone());
        }
        let name = PersonName { given: person.given_name.clone(), family: person.family_name.clone() };
        held.names.insert(person.subject.clone(), name);
        let digest = person.digest.clone();
        held.people.insert(person.subject.clone(), HeldPerson { id: person.id.clone(), digest });
    }
    let ids: Vec<_> = known.iter().map(|person| &person.id).collect();
    for standing in standings::list(tx, place.platform, &ids).await? {
        let Some(subject) = subject_of.get(&standing.person_id) else { continue };
        let (state, reason, decided_by) = (standing.state, standing.reason, standing.decided_by);
        held.standings.insert(subject.clone(), HeldStanding { state, reason, decided_by });
    }
    Ok(())
}

async fn links(
    tx: &Tx,
    ground: &Ground,
    place: Place<'_>,
    said: &Filtered,
    held: &mut Held,
) -> Result<(), StorageError> {
    let (key, all) = ((&said.journal.key.upstream, said.journal.key.scope.as_str()), subjects(said));
    for link in listed::list_links(tx, place.platform, key, &all).await? {
        if link.is_live {
            let (account, is_open, via_merge) = (link.account_id, link.is_open, link.via_merge);
            held.links.insert(link.subject, HeldLink { account, is_open, via_merge });
        } else {
            held.ended.insert(link.subject);
        }
    }
    let told: BTreeMap<&str, &Facts> = said.rows.iter().map(|row| (row.subject.as_str(), &row.facts)).collect();
    for identity in listed::list_identities(tx, key, &all).await? {
        if identity.quarantined_at.is_some() {
            held.quarantined.insert(identity.subject.clone());
        }
        if told.get(identity.subject.as_str()).is_some_and(|facts| came_as_another(&ground.vault, &identity, facts)) {
            held.another.insert(identity.subject);
        }
    }
    Ok(())
}

/// Candidates of those for whom they can decide anything.
async fn suggested(
    tx: &Tx,
    ground: &Ground,
    place: Place<'_>,
    said: &Filtered,
    held: &mut Held,
) -> Result<(), StorageError> {
    if place.terms.roster_subject != RosterSubject::SameAsLogin {
        return Ok(());
    }
    let open = said.rows.iter().filter(|row| is_open(row, held));
    let open: Vec<&Row> = open.collect();
    let mut found = candidates(tx, ground, (place.platform, place.school), &open).await?;
    let ids: BTreeMap<_, _> = held.people.iter().map(|(subject, person)| (&person.id, subject)).collect();
    for two in not_same::list(tx, place.platform, &ids.keys().copied().collect::<Vec<_>>()).await? {
        if let Some(accounts) = ids.get(&two.person_id).and_then(|subject| found.get_mut(*subject)) {
            accounts.remove(&two.account_id);
        }
    }
    found.retain(|_, accounts| !accounts.is_empty());
    let accounts: BTreeSet<_> = found.values().flatten().collect();
    let accounts: Vec<_> = accounts.into_iter().collect();
    for taken in listed::list_taken(tx, &said.journal.key.upstream, &accounts).await? {
        held.taken.entry(taken.account_id).or_default().insert(taken.subject);
    }
    held.candidates = found;
    Ok(())
}

fn is_open(row: &Row, held: &Held) -> bool {
    let subject = &row.subject;
    !row.roles.is_empty()
        && !held.links.contains_key(subject)
        && !held.ended.contains(subject)
        && !held.another.contains(subject)
        && !held.quarantined.contains(subject)
}

/// The roster tells another birth date or national number than it told before.
fn is_another(vault: &Vault, person: &RosterPerson, facts: &Facts) -> bool {
    let birth = facts.birth_date.map(|date| date.to_string());
    differs(vault, &person.hash_key, BIRTH, person.birth_hash.as_deref(), birth.as_deref())
        || differs(vault, &person.hash_key, NATIONAL_NUMBER, person.national_hash.as_deref(), facts.national.as_deref())
}

/// Whoever has signed in with this id has another birth date or national number.
fn came_as_another(vault: &Vault, identity: &Identity, facts: &Facts) -> bool {
    let birth = facts.birth_date.map(|date| date.to_string());
    let (key, national) = (&identity.hash_key, identity.national_hash.as_deref());
    differs(vault, key, BIRTH, identity.birth_hash.as_deref(), birth.as_deref())
        || differs(vault, key, NATIONAL_NUMBER, national, facts.national.as_deref())
}

/// Both are known, their key too, and they are not the same.
fn differs(vault: &Vault, key: &str, purpose: &str, stored: Option<&str>, today: Option<&str>) -> bool {
    let (Some(stored), Some(today)) = (stored, today) else { return false };
    let hashes = vault.keyed_hashes(purpose, today);
    hashes.into_iter().find(|hash| hash.key_id == key).is_some_and(|hash| hash.hash != stored)
}
