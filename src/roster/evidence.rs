//! What we hold about the people of many journals of one upstream: a handful of statements, however many there are.

mod applied;
mod load;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

pub(super) use applied::text as applied_text;

use super::{Facts, Filtered, Held, HeldJournal, HeldLink, HeldPerson, HeldSeat, HeldStanding, Hidden, Row, SeatTerms};
use crate::domain::{
    AccountId, JournalId, JournalState, PersonName, RosterPersonId, RosterSubject, SchoolId, SeatRole,
};
use crate::linking::facts::BIRTH;
use crate::roster::{RULES, RosterError};
use crate::storage::identities::Identity;
use crate::storage::journals::Journal;
use crate::storage::roster_people::RosterPerson;
use crate::storage::seats::SeatIn;
use crate::vault::{NATIONAL_NUMBER, Vault};

/// A reading whose people are asked about.
pub(super) type Asked<'a> = (&'a Filtered, &'a Hidden);

/// About whom.
#[derive(Debug, Clone, Copy)]
pub(super) enum Depth<'a> {
    /// Everybody who is told of or has a seat.
    Everybody,
    /// Without those of whom nothing moved; see [`Held::settled`].
    Moved,
    /// The same, where it was seen before who that is, in the order of what is asked.
    Again(&'a [Option<&'a Seen>]),
}

/// Whom a plan of before passed over in one journal. It holds as long as nothing was applied to the journal since.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    digest: Option<String>,
    settled: Arc<BTreeSet<String>>,
    /// Who has a seat and is not told of.
    untold: Vec<String>,
}

/// The version of the rules a journal is applied by, with everything that a plan goes by and no reading tells.
pub(super) fn rules(terms: SeatTerms) -> String {
    format!("{RULES} {} {}", terms.roster_subject, terms.new_accounts)
}

/// Everything that plans of these journals may know about us.
#[derive(Debug)]
pub(super) struct Evidence {
    terms: SeatTerms,
    rules: String,
    journals: HashMap<String, Journal>,
    seats: HashMap<JournalId, Vec<SeatIn>>,
    settled: HashMap<JournalId, Arc<BTreeSet<String>>>,
    people: HashMap<String, RosterPerson>,
    standings: HashMap<String, HeldStanding>,
    links: HashMap<String, HeldLink>,
    ended: HashSet<String>,
    identities: HashMap<String, Identity>,
    candidates: HashMap<Sought, BTreeSet<AccountId>>,
    taken: BTreeMap<AccountId, BTreeSet<String>>,
}

/// Somebody for whom an account is looked for: subject, digest of the facts, pupil, teacher.
type Sought = (String, String, [bool; 2]);

fn sought(row: &Row) -> Sought {
    (row.subject.clone(), row.digest.clone(), roles(&row.roles))
}

fn roles(roles: &BTreeSet<SeatRole>) -> [bool; 2] {
    [roles.contains(&SeatRole::Pupil), roles.contains(&SeatRole::Teacher)]
}

impl Evidence {
    /// The live journal with this id of the upstream.
    pub(super) fn journal(&self, external_id: &str) -> Option<&Journal> {
        self.journals.get(external_id)
    }

    /// Our id of somebody who is told of or has a seat.
    pub(super) fn person(&self, subject: &str) -> Option<&RosterPersonId> {
        self.people.get(subject).map(|person| &person.id)
    }

    /// What a plan of one of the journals may know. Whoever is hidden is not there.
    ///
    /// # Errors
    /// [`RosterError::OtherSchool`] when the journal is linked at another school.
    pub(super) fn held(
        &self,
        vault: &Vault,
        school: &SchoolId,
        (said, hidden): Asked<'_>,
    ) -> Result<Held, RosterError> {
        let mut held = Held::nothing(self.terms);
        if let Some(journal) = self.journal(&said.journal.key.external_id) {
            if journal.school_id != *school {
                return Err(RosterError::OtherSchool(journal.school_id.clone()));
            }
            self.sitting(journal, hidden, &mut held);
            held.journal = Some(known(journal));
        }
        let settled = Arc::clone(&held.settled);
        for row in said.rows.iter().filter(|row| !row.subject.is_empty() && !settled.contains(&row.subject)) {
            self.about(vault, row, &mut held);
        }
        if self.terms.roster_subject == RosterSubject::SameAsLogin {
            said.rows.iter().for_each(|row| self.suggested(row, &mut held));
        }
        Ok(held)
    }

    /// What was written about people and where they stand, for the plans that follow in the same transaction.
    pub(super) fn note(&mut self, people: &[RosterPerson], standings: impl Iterator<Item = (String, HeldStanding)>) {
        self.people.extend(people.iter().map(|person| (person.subject.clone(), person.clone())));
        self.standings.extend(standings);
    }

    fn sitting(&self, journal: &Journal, hidden: &Hidden, held: &mut Held) {
        if let Some(settled) = self.settled.get(&journal.id) {
            held.settled = Arc::clone(settled);
        }
        let seats = self.seats.get(&journal.id).into_iter().flatten();
        for seat in seats.filter(|seat| !hidden.0.contains(&seat.subject)) {
            if let Some(person) = self.people.get(&seat.subject) {
                held.names.insert(seat.subject.clone(), name(person));
            }
            held.seats.insert((seat.subject.clone(), seat.role), HeldSeat { absent_since: seat.absent_since });
        }
    }

    fn about(&self, vault: &Vault, row: &Row, held: &mut Held) {
        let subject = &row.subject;
        if let Some(person) = self.people.get(subject) {
            if is_another(vault, person, &row.facts) {
                held.another.insert(subject.clone());
            }
            held.names.insert(subject.clone(), name(person));
            let digest = person.digest.clone();
            held.people.insert(subject.clone(), HeldPerson { id: person.id.clone(), digest });
        }
        if let Some(standing) = self.standings.get(subject) {
            held.standings.insert(subject.clone(), standing.clone());
        }
        if let Some(link) = self.links.get(subject) {
            held.links.insert(subject.clone(), link.clone());
        }
        if self.ended.contains(subject) {
            held.ended.insert(subject.clone());
        }
        if let Some(identity) = self.identities.get(subject) {
            if identity.quarantined_at.is_some() {
                held.quarantined.insert(subject.clone());
            }
            if came_as_another(vault, identity, &row.facts) {
                held.another.insert(subject.clone());
            }
        }
    }

    fn suggested(&self, row: &Row, held: &mut Held) {
        if self.candidates.is_empty() || !self.is_open(row) || held.another.contains(&row.subject) {
            return;
        }
        let Some(accounts) = self.candidates.get(&sought(row)) else { return };
        for account in accounts {
            if let Some(subjects) = self.taken.get(account) {
                held.taken.insert(account.clone(), subjects.clone());
            }
        }
        held.candidates.insert(row.subject.clone(), accounts.clone());
    }

    /// Whether an account of theirs could decide anything.
    fn is_open(&self, row: &Row) -> bool {
        let subject = &row.subject;
        let is_quarantined = |identity: &Identity| identity.quarantined_at.is_some();
        !row.roles.is_empty()
            && !self.links.contains_key(subject)
            && !self.ended.contains(subject)
            && !self.identities.get(subject).is_some_and(is_quarantined)
    }

    /// Who is passed over in a journal, for the transaction that applies it.
    pub(super) fn seen(&self, said: &Filtered) -> Option<Seen> {
        let journal = self.journal(&said.journal.key.external_id)?;
        let settled = Arc::clone(self.settled.get(&journal.id)?);
        let told: HashSet<&str> = said.rows.iter().map(|row| row.subject.as_str()).collect();
        let untold = self.seats.get(&journal.id).into_iter().flatten().filter(|seat| !told.contains(&*seat.subject));
        let untold = untold.map(|seat| seat.subject.clone()).collect();
        Some(Seen { digest: journal.applied_digest.clone(), settled, untold })
    }

    /// Finds out of whom nothing moved, where that is not known.
    fn settle(&mut self, asked: &[Asked<'_>]) {
        for (said, _) in asked.iter().filter(|(said, _)| said.is_complete) {
            let journal = self.journals.get(&said.journal.key.external_id);
            let is_asked = |journal: &&Journal| self.is_settled(journal) && !self.settled.contains_key(&journal.id);
            let Some(journal) = journal.filter(is_asked) else { continue };
            let seats = self.seats.get(&journal.id).map(Vec::as_slice).unwrap_or_default();
            self.settled.insert(journal.id.clone(), Arc::new(unmoved(said, seats)));
        }
    }

    /// Where a clock runs, somebody has to decide or the rules are others, everybody is looked at.
    fn is_settled(&self, journal: &Journal) -> bool {
        journal.applied_rules.as_ref() == Some(&self.rules)
            && journal.applied_digest.is_some()
            && journal.state == JournalState::Linked
            && !journal.has_absences
            && !journal.held
    }
}

/// Who sits where the reading says, told of as they were.
fn unmoved(said: &Filtered, seats: &[SeatIn]) -> BTreeSet<String> {
    let mut sitting: HashMap<&str, (&str, [bool; 2], bool)> = HashMap::with_capacity(seats.len());
    for seat in seats {
        let (_, [pupil, teacher], is_missed) =
            sitting.entry(&seat.subject).or_insert((seat.digest.as_str(), [false; 2], false));
        *(if seat.role == SeatRole::Pupil { pupil } else { teacher }) = true;
        *is_missed |= seat.absent_since.is_some();
    }
    let stays = |row: &&Arc<Row>| {
        let sits = sitting.get(row.subject.as_str());
        !row.roles.is_empty() && sits == Some(&(row.digest.as_str(), roles(&row.roles), false))
    };
    said.rows.iter().filter(stays).map(|row| row.subject.clone()).collect()
}

fn known(journal: &Journal) -> HeldJournal {
    HeldJournal {
        id: journal.id.clone(),
        school: journal.school_id.clone(),
        name: journal.name.clone(),
        school_year: journal.school_year.clone(),
        landing_url: journal.landing_url.clone(),
        read_at: journal.read_at,
    }
}

fn name(person: &RosterPerson) -> PersonName {
    PersonName { given: person.given_name.clone(), family: person.family_name.clone() }
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
