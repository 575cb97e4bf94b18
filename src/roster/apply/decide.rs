//! Decides about the journals of one transaction, one after the other: each plan knows what those before it write.

use std::collections::BTreeSet;

use super::super::evidence::Evidence;
use super::super::{HeldStanding, PLAN, Planned, plan};
use super::batch::Batch;
use super::{RosterError, Work};
use crate::domain::{JournalId, JournalState, RosterPersonId};
use crate::ground::Ground;
use crate::linking::facts::BIRTH;
use crate::roster::{Held, Plan};
use crate::storage::journals::Journal;
use crate::storage::roster_people::RosterPerson;

/// What is written about one journal.
#[derive(Debug)]
pub(super) struct Decided<'a> {
    pub(super) work: &'a Work<'a>,
    /// As it stands, or as it is linked now.
    pub(super) journal: Journal,
    /// It is linked now.
    pub(super) is_new: bool,
    pub(super) plan: Plan,
    pub(super) held: Held,
    /// New people, and those of whom something new is told.
    pub(super) people: Vec<RosterPerson>,
}

impl Decided<'_> {
    /// Whether anything is done that its platform is told.
    pub(super) fn is_moved(&self) -> bool {
        self.is_new || !self.plan.is_empty()
    }
}

/// The decisions of one transaction, in the order of its works: those after the last were not come to.
pub(super) fn all<'a>(
    ground: &Ground,
    evidence: &mut Evidence,
    batch: &Batch<'a>,
) -> Vec<Result<Decided<'a>, RosterError>> {
    let mut decisions = Vec::with_capacity(batch.works.len());
    let mut seen = BTreeSet::new();
    for (place, work) in batch.works.iter().enumerate() {
        if !seen.insert(&work.said.journal.key.external_id) {
            break;
        }
        let decided = one(ground, evidence, batch, (place, work));
        let births = decided.as_ref().is_ok_and(|decided| !decided.plan.steps.births.is_empty());
        // Whoever is born may be a candidate of the people of the next journal: that one is read after the birth.
        if births && place > 0 {
            break;
        }
        if let Ok(decided) = &decided {
            evidence.note(&decided.people, standings(&decided.plan));
        }
        decisions.push(decided);
        if births {
            break;
        }
    }
    decisions
}

fn standings(plan: &Plan) -> impl Iterator<Item = (String, HeldStanding)> {
    plan.steps.standings.iter().map(|(subject, (state, reason))| {
        (subject.clone(), HeldStanding { state: *state, reason: *reason, decided_by: PLAN.to_owned() })
    })
}

fn one<'a>(
    ground: &Ground,
    evidence: &Evidence,
    batch: &Batch<'a>,
    (place, work): (usize, &'a Work<'a>),
) -> Result<Decided<'a>, RosterError> {
    let said = work.said;
    let known = evidence.journal(&said.journal.key.external_id);
    if known.and_then(|journal| journal.read_at).is_some_and(|read_at| read_at > said.read_at) {
        return Err(RosterError::Stale);
    }
    let held = evidence.held(&ground.vault, work.place.school, (said, work.hidden))?;
    let made = plan(said, &held);
    if work.agreed.is_some_and(|agreed| agreed != made.hash()) || !(batch.may)(place, &made) {
        return Err(RosterError::Changed(Box::new(made)));
    }
    let made = batch.part.of(made);
    let (journal, is_new) = match known {
        Some(journal) => (journal.clone(), false),
        None if !batch.part.links() => return Err(RosterError::NotLinked),
        None => (linked(ground, work)?, true),
    };
    let told = made.people.iter().filter(|person| made.steps.people.contains(&person.subject));
    let people = told.map(|person| row(ground, work, person, evidence.person(&person.subject))).collect();
    Ok(Decided { work, journal, is_new, plan: made, held, people })
}

/// The journal as it is linked now.
fn linked(ground: &Ground, work: &Work<'_>) -> Result<Journal, RosterError> {
    let choice = work.choice.ok_or(RosterError::NotLinked)?;
    let facts = &work.said.journal;
    Ok(Journal {
        id: JournalId::random(&ground.random),
        platform_id: work.place.platform.clone(),
        upstream_id: facts.key.upstream.clone(),
        scope: facts.key.scope.clone(),
        external_id: facts.key.external_id.clone(),
        school_id: work.place.school.clone(),
        name: facts.name.clone(),
        school_year: facts.school_year.clone(),
        landing_url: facts.landing_url.clone(),
        group_id: choice.group.clone(),
        state: JournalState::Linked,
        linked_at: ground.now(),
        linked_by: work.actor.to_string(),
        applied_digest: None,
        applied_rules: None,
        read_at: None,
        has_absences: false,
        held: false,
        cursor: None,
        ended_at: None,
        ended_by: None,
    })
}

fn row(ground: &Ground, work: &Work<'_>, person: &Planned, known: Option<&RosterPersonId>) -> RosterPerson {
    let (key, facts, now) = (&work.said.journal.key, &person.facts, ground.now());
    let birth = facts.birth_date.map(|date| ground.vault.keyed_hash(BIRTH, &date.to_string()));
    RosterPerson {
        id: known.cloned().unwrap_or_else(|| RosterPersonId::random(&ground.random)),
        upstream_id: key.upstream.clone(),
        scope: key.scope.clone(),
        subject: person.subject.clone(),
        given_name: facts.given.clone(),
        family_name: facts.family.clone(),
        class_name: facts.class_name.clone(),
        email: facts.email.clone(),
        username: facts.username.clone(),
        birth_hash: birth.map(|hash| hash.hash),
        national_hash: facts.national_hash(&ground.vault).map(|hash| hash.hash),
        hash_key: ground.vault.keyed_hash(BIRTH, "").key_id,
        digest: person.digest.clone(),
        created_at: now,
        updated_at: now,
    }
}
