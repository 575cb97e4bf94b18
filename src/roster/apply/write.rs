//! The steps of a plan as rows, many at once.

use std::collections::BTreeMap;

use serde_json::json;

use super::super::candidates::role_of;
use super::super::{Filtered, Held, Hidden, PLAN, Plan, Planned, RULES};
use super::{RosterError, Work};
use crate::domain::{AuditId, JournalState, RosterPersonId, SeatEnd, SeatRole, StandingState};
use crate::ground::Ground;
use crate::linking::facts::BIRTH;
use crate::linking::{Births, Newcomer, bear_listed};
use crate::storage::journals::{self, Journal};
use crate::storage::roster_people::{self, RosterPerson};
use crate::storage::seats::{self, Place};
use crate::storage::standings::{self, Standing};
use crate::storage::{StorageError, Tx};

/// Erases what rosters told of these people.
pub(super) async fn forget(tx: &Tx, said: &Filtered, hidden: &Hidden) -> Result<(), StorageError> {
    let key = &said.journal.key;
    let hidden: Vec<&str> = hidden.0.iter().map(String::as_str).collect();
    let people = roster_people::list_by_subject(tx, &key.upstream, &key.scope, &hidden).await?;
    let ids: Vec<&RosterPersonId> = people.iter().map(|person| &person.id).collect();
    if ids.is_empty() { Ok(()) } else { roster_people::erase(tx, &ids).await.map(drop) }
}

/// Writes everything a plan wants.
pub(super) async fn steps(
    tx: &Tx,
    ground: &Ground,
    work: &Work<'_>,
    (journal, audit): (&Journal, &AuditId),
    (plan, held): (&Plan, &Held),
) -> Result<(), RosterError> {
    let known = people(tx, ground, work, plan, held).await?;
    stand(tx, ground, work, plan, &known).await?;
    births(tx, ground, work, (journal, audit), (plan, held)).await?;
    sit(tx, ground, work, journal, plan, &known).await?;
    Ok(())
}

type Known = BTreeMap<String, RosterPersonId>;

/// Stores new and changed people, and answers the ids of everybody.
async fn people(tx: &Tx, ground: &Ground, work: &Work<'_>, plan: &Plan, held: &Held) -> Result<Known, StorageError> {
    let told = plan.people.iter().filter(|person| plan.steps.people.contains(&person.subject));
    let rows: Vec<RosterPerson> = told.map(|person| row(ground, work, person, held)).collect();
    if !rows.is_empty() {
        roster_people::put(tx, &rows).await?;
    }
    let key = &work.said.journal.key;
    let seated = held.seats.keys().map(|(subject, _)| subject.as_str());
    let mut subjects: Vec<&str> = plan.people.iter().map(|person| person.subject.as_str()).chain(seated).collect();
    subjects.sort_unstable();
    subjects.dedup();
    let known = roster_people::list_by_subject(tx, &key.upstream, &key.scope, &subjects).await?;
    Ok(known.into_iter().map(|person| (person.subject, person.id)).collect())
}

fn row(ground: &Ground, work: &Work<'_>, person: &Planned, held: &Held) -> RosterPerson {
    let (key, facts, now) = (&work.said.journal.key, &person.facts, ground.now());
    let known = held.people.get(&person.subject).map(|known| known.id.clone());
    let birth = facts.birth_date.map(|date| ground.vault.keyed_hash(BIRTH, &date.to_string()));
    RosterPerson {
        id: known.unwrap_or_else(|| RosterPersonId::random(&ground.random)),
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

async fn stand(tx: &Tx, ground: &Ground, work: &Work<'_>, plan: &Plan, known: &Known) -> Result<(), StorageError> {
    let rows = plan.steps.standings.iter().filter_map(|(subject, (state, reason))| {
        Some(Standing {
            platform_id: work.place.platform.clone(),
            person_id: known.get(subject)?.clone(),
            state: *state,
            reason: *reason,
            since: ground.now(),
            decided_by: PLAN.to_owned(),
        })
    });
    let rows: Vec<Standing> = rows.collect();
    if rows.is_empty() { Ok(()) } else { standings::put(tx, &rows).await.map(drop) }
}

async fn births(
    tx: &Tx,
    ground: &Ground,
    work: &Work<'_>,
    (journal, audit): (&Journal, &AuditId),
    (plan, held): (&Plan, &Held),
) -> Result<(), RosterError> {
    let born = plan.people.iter().filter(|person| plan.steps.births.contains(&person.subject));
    let newcomers: Vec<Newcomer> = born.map(|person| newcomer(ground, person, held)).collect();
    let key = &work.said.journal.key;
    let births = Births {
        platform: work.place.platform,
        upstream: &key.upstream,
        scope: &key.scope,
        school: work.place.school,
        newcomers: &newcomers,
        actor: work.actor,
        audit,
        evidence: &json!({ "journal": journal.id, "run": work.run, "read_at": work.said.read_at }),
    };
    bear_listed(tx, ground, &births).await?;
    Ok(())
}

fn newcomer(ground: &Ground, person: &Planned, held: &Held) -> Newcomer {
    let decided = held.standings.get(&person.subject);
    Newcomer {
        subject: person.subject.clone(),
        name: person.facts.name(),
        birth_date: person.facts.birth_date,
        national: person.facts.national_hash(&ground.vault),
        roles: person.roles.iter().map(|role| role_of(*role)).collect(),
        class_name: person.facts.class_name.clone(),
        by_word: decided.is_some_and(|one| one.state == StandingState::New && one.decided_by != PLAN),
    }
}

async fn sit(
    tx: &Tx,
    ground: &Ground,
    work: &Work<'_>,
    journal: &Journal,
    plan: &Plan,
    known: &Known,
) -> Result<(), StorageError> {
    let steps = &plan.steps;
    let (journal, now, read_at) = (&journal.id, ground.now(), work.said.read_at);
    let sit = places(known, steps.sit.iter());
    exactly(seats::sit(tx, journal, &sit, now).await?, &sit)?;
    let miss = places(known, steps.miss.iter());
    exactly(seats::miss(tx, journal, &miss, read_at).await?, &miss)?;
    let back = places(known, steps.come_back.iter());
    exactly(seats::come_back(tx, journal, &back, read_at).await?, &back)?;
    for reason in SeatEnd::ALL {
        let gone = steps.leave.iter().filter(|(_, why)| *why == reason).map(|(place, _)| place);
        let gone = places(known, gone);
        exactly(seats::leave(tx, journal, &gone, now, *reason).await?, &gone)?;
    }
    Ok(())
}

fn places<'a>(known: &Known, steps: impl Iterator<Item = &'a (String, SeatRole)>) -> Vec<Place> {
    steps.filter_map(|(subject, role)| Some(Place { person: known.get(subject)?.clone(), role: *role })).collect()
}

/// The journal's row is locked and the plan was made behind it, so every row must be as it was planned.
fn exactly(changed: u64, wanted: &[Place]) -> Result<(), StorageError> {
    if changed == wanted.len() as u64 { Ok(()) } else { Err(StorageError::Changed) }
}

/// Remembers how far the journal was applied.
pub(super) async fn progress(
    tx: &Tx,
    work: &Work<'_>,
    journal: &Journal,
    plan: &Plan,
    held: &Held,
) -> Result<(), StorageError> {
    let facts = &work.said.journal;
    let running = held.seats.iter().filter(|(_, seat)| seat.absent_since.is_some()).map(|(place, _)| place);
    let stopped =
        |place: &(String, SeatRole)| plan.steps.come_back.contains(place) || plan.steps.leave.contains_key(place);
    let has_absences = !plan.steps.miss.is_empty() || running.filter(|place| !stopped(place)).count() > 0;
    let row = Journal {
        name: facts.name.clone(),
        school_year: facts.school_year.clone(),
        landing_url: facts.landing_url.clone(),
        // It could be read: whatever had been withdrawn is granted again.
        state: JournalState::Linked,
        applied_digest: Some(work.said.digest()),
        applied_rules: Some(RULES.to_owned()),
        read_at: Some(work.said.read_at),
        has_absences,
        held: false,
        cursor: work.said.cursor.clone(),
        ..journal.clone()
    };
    if row == *journal { Ok(()) } else { journals::update(tx, &row).await }
}
