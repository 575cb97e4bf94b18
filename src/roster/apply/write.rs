//! The steps of plans as rows, many at once.

use std::collections::BTreeMap;

use serde_json::json;

use super::super::candidates::role_of;
use super::super::evidence::Evidence;
use super::super::{Held, PLAN, Planned};
use super::decide::Decided;
use super::{Part, RosterError, progress, record};
use crate::domain::{AuditId, JournalId, SeatEnd, SeatRole, StandingState, Time};
use crate::ground::Ground;
use crate::licences::{self, About, Settled};
use crate::linking::{Births, Newcomer, bear_listed};
use crate::storage::roster_people::{self, RosterPerson};
use crate::storage::seats::{self, Place};
use crate::storage::standings::{self, Standing};
use crate::storage::{StorageError, Tx, journal_kits, journals_bulk};

/// Writes everything these plans want, and how far the journals are applied; answers what became of licences.
pub(super) async fn all(
    tx: &Tx,
    ground: &Ground,
    evidence: &Evidence,
    (part, decided): (Part, &[&Decided<'_>]),
) -> Result<BTreeMap<JournalId, Settled>, RosterError> {
    link(tx, ground, decided).await?;
    let moved: Vec<&Decided<'_>> = decided.iter().copied().filter(|one| one.is_moved()).collect();
    if !moved.is_empty() {
        let audits = record::journals(tx, ground, &moved).await?;
        people(tx, &moved).await?;
        stand(tx, ground, evidence, &moved).await?;
        for (one, audit) in moved.iter().zip(&audits) {
            births(tx, ground, one, audit).await?;
        }
        sit(tx, ground, evidence, &moved).await?;
    }
    let licences = settle(tx, ground, decided).await?;
    // Last, or a platform that asks for what is new may miss it.
    progress::journals(tx, ground, (part, decided)).await?;
    Ok(licences)
}

/// Links journals with their kits and groups.
async fn link(tx: &Tx, ground: &Ground, decided: &[&Decided<'_>]) -> Result<(), StorageError> {
    let new: Vec<&Decided<'_>> = decided.iter().copied().filter(|one| one.is_new).collect();
    if new.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = new.iter().map(|one| &one.journal).collect();
    if journals_bulk::insert(tx, &rows).await? != rows.len() as u64 {
        return Err(StorageError::Changed);
    }
    for one in new {
        for kit in one.work.choice.iter().flat_map(|choice| &choice.kits) {
            journal_kits::choose(tx, &one.journal.id, kit, ground.now(), &one.journal.linked_by).await?;
        }
    }
    Ok(())
}

/// Stores new and changed people, each once: as the last journal that tells of them does.
async fn people(tx: &Tx, moved: &[&Decided<'_>]) -> Result<(), StorageError> {
    let told = moved.iter().flat_map(|one| &one.people).map(|person| (person.subject.as_str(), person));
    let told: BTreeMap<&str, &RosterPerson> = told.collect();
    let rows: Vec<RosterPerson> = told.into_values().cloned().collect();
    if rows.is_empty() { Ok(()) } else { roster_people::put(tx, &rows).await.map(drop) }
}

async fn stand(tx: &Tx, ground: &Ground, evidence: &Evidence, moved: &[&Decided<'_>]) -> Result<(), StorageError> {
    let each = moved.iter().flat_map(|one| one.plan.steps.standings.iter().map(move |step| (one.work.place, step)));
    let rows: BTreeMap<&str, Standing> = each
        .filter_map(|(place, (subject, (state, reason)))| {
            let standing = Standing {
                platform_id: place.platform.clone(),
                person_id: evidence.person(subject)?.clone(),
                state: *state,
                reason: *reason,
                since: ground.now(),
                decided_by: PLAN.to_owned(),
            };
            Some((subject.as_str(), standing))
        })
        .collect();
    let rows: Vec<Standing> = rows.into_values().collect();
    if rows.is_empty() { Ok(()) } else { standings::put(tx, &rows).await.map(drop) }
}

async fn births(tx: &Tx, ground: &Ground, one: &Decided<'_>, audit: &AuditId) -> Result<(), RosterError> {
    let (work, plan) = (one.work, &one.plan);
    let born = plan.people.iter().filter(|person| plan.steps.births.contains(&person.subject));
    let newcomers: Vec<Newcomer> = born.map(|person| newcomer(ground, person, &one.held)).collect();
    let key = &work.said.journal.key;
    let births = Births {
        platform: work.place.platform,
        upstream: &key.upstream,
        scope: &key.scope,
        school: work.place.school,
        newcomers: &newcomers,
        actor: work.actor,
        audit,
        evidence: &json!({ "journal": one.journal.id, "run": work.run, "read_at": work.said.read_at }),
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

async fn sit(tx: &Tx, ground: &Ground, evidence: &Evidence, moved: &[&Decided<'_>]) -> Result<(), StorageError> {
    let now = ground.now();
    let mut steps = Seats::default();
    for one in moved {
        let (plan, read_at) = (&one.plan.steps, one.work.said.read_at);
        let at = |at: Time| move |seat: &(String, SeatRole)| place(evidence, one, seat, at);
        steps.sit.extend(plan.sit.iter().filter_map(at(now)));
        steps.miss.extend(plan.miss.iter().filter_map(at(read_at)));
        steps.back.extend(plan.come_back.iter().filter_map(at(read_at)));
        for (seat, reason) in &plan.leave {
            steps.leave.entry(*reason).or_default().extend(at(now)(seat));
        }
    }
    exactly(seats::sit(tx, &steps.sit).await?, &steps.sit)?;
    exactly(seats::miss(tx, &steps.miss).await?, &steps.miss)?;
    exactly(seats::come_back(tx, &steps.back).await?, &steps.back)?;
    for (reason, gone) in &steps.leave {
        exactly(seats::leave(tx, gone, *reason).await?, gone)?;
    }
    Ok(())
}

#[derive(Debug, Default)]
struct Seats {
    sit: Vec<Place>,
    miss: Vec<Place>,
    back: Vec<Place>,
    leave: BTreeMap<SeatEnd, Vec<Place>>,
}

fn place(evidence: &Evidence, one: &Decided<'_>, (subject, role): &(String, SeatRole), at: Time) -> Option<Place> {
    let person = evidence.person(subject)?.clone();
    Some(Place { journal: one.journal.id.clone(), person, role: *role, at })
}

/// The journals' rows are locked and the plans were made behind that, so every row must be as it was planned.
fn exactly(changed: u64, wanted: &[Place]) -> Result<(), StorageError> {
    if changed == wanted.len() as u64 { Ok(()) } else { Err(StorageError::Changed) }
}

/// Settles the licences of those journals that have anything to do with licences.
async fn settle(
    tx: &Tx,
    ground: &Ground,
    decided: &[&Decided<'_>],
) -> Result<BTreeMap<JournalId, Settled>, StorageError> {
    let mut settled = BTreeMap::new();
    let all: BTreeMap<&JournalId, &Decided<'_>> = decided.iter().map(|one| (&one.journal.id, *one)).collect();
    if all.is_empty() {
        return Ok(settled);
    }
    let ids: Vec<&JournalId> = all.keys().copied().collect();
    for journal in crate::storage::licences::list_giving(tx, &ids).await? {
        let Some(one) = all.get(&journal) else { continue };
        let (place, actor) = (one.work.place, one.work.actor);
        let about = About { journal: &journal, platform: place.platform, school: place.school, actor };
        let done = licences::settle(tx, ground, about).await?;
        settled.insert(journal, done);
    }
    Ok(settled)
}
