//! From what a look has seen to what a teacher reads: people as on the page of the journal, and nothing else of them.

use std::collections::BTreeSet;

use super::super::people;
use crate::domain::{JournalState, PersonName, ProductId, RunProblem, SeatEnd, SeatState};
use crate::login::Login;
use crate::roster::refresh::{Difference, Look, Scope, Seen, waits_with_school};
use crate::roster::{Plan, Planned};
use crate::storage::journals::Journal;
use crate::storage::{StorageError, Tx, journal_kits, licence_pools};
use crate::web::pages::updates::{Changes, LicenceNeed, Move, Mover, Movers, Now};

/// What the upstream says now.
pub(super) async fn now(login: &Login, journal: &Journal, seen: Result<Look, RunProblem>) -> Result<Now, StorageError> {
    let Ok(look) = seen else { return Ok(Now::Off) };
    let difference = match look.journals.first().map(|looked| &looked.seen) {
        None => return Ok(Now::Off),
        Some(Seen::Withdrawn) => return Ok(Now::Withdrawn),
        Some(Seen::Gone) => return Ok(Now::Gone),
        Some(Seen::Unchanged) => return Ok(Now::Same),
        Some(Seen::Unread) => return Ok(Now::Silent),
        Some(Seen::Read(difference)) if difference.change.is_partial() => return Ok(Now::Partial),
        Some(Seen::Read(difference)) => difference,
    };
    // Also where nobody moves: a journal that can be read again, or about which a person was to decide.
    let stands = journal.state == JournalState::Linked && !journal.held;
    if difference.plan.is_empty() && stands {
        return Ok(Now::Same);
    }
    let scope = &Scope::of_journal(journal);
    let read = |tx: Tx| async move {
        let needs = licences(&tx, journal, wanting(&difference.plan)).await?;
        Ok::<_, StorageError>((needs, waits_with_school(&tx, scope, &difference.plan).await?))
    };
    let (licences, waits) = login.ground.db.read(read).await?;
    let is_held = waits || !look.verdict.reasons().is_empty();
    let is_paused = look.is_paused;
    Ok(Now::Changed(Box::new(Changes { licences, is_held, is_paused, ..changes(journal, difference) })))
}

fn changes(journal: &Journal, difference: &Difference) -> Changes {
    let plan = &difference.plan;
    let name = &difference.said.journal.name;
    Changes {
        plan: plan.hash(),
        renamed: (*name != journal.name).then(|| name.clone()),
        groups: people::chosen(plan, |person| stands_anew(difference, person)),
        movers: Move::ALL.into_iter().filter_map(|of| movers(difference, of)).collect(),
        ..Changes::default()
    }
}

/// Whoever gets a seat, whose seat becomes something else, or who is left out of it.
fn stands_anew(difference: &Difference, person: &Planned) -> bool {
    let (steps, subject) = (&difference.plan.steps, &person.subject);
    let is_left_out = person.roles.is_empty() && !difference.sitting.contains(subject);
    let is_other = steps.births.contains(subject) || steps.standings.contains_key(subject);
    is_left_out || is_other || joins(&difference.plan, subject)
}

fn joins(plan: &Plan, subject: &str) -> bool {
    plan.steps.sit.iter().any(|(who, _)| who == subject)
}

fn movers(difference: &Difference, of: Move) -> Option<Movers> {
    let subjects = who(difference, of);
    let mut people: Vec<Mover> = subjects.into_iter().map(|subject| mover(difference, subject)).collect();
    people.sort();
    (!people.is_empty()).then_some(Movers { of, people })
}

fn who(difference: &Difference, of: Move) -> BTreeSet<&str> {
    let (plan, steps) = (&difference.plan, &difference.plan.steps);
    let leave =
        |end: SeatEnd| steps.leave.iter().filter(move |(_, why)| **why == end).map(|((who, _), _)| who.as_str());
    match of {
        Move::Back => steps.come_back.iter().map(|(who, _)| who.as_str()).collect(),
        Move::Missing => steps.miss.iter().map(|(who, _)| who.as_str()).collect(),
        Move::Left => leave(SeatEnd::Left).collect(),
        Move::Deleted => leave(SeatEnd::Deleted).collect(),
        Move::Told => steps.people.iter().map(String::as_str).filter(|who| !joins(plan, who)).collect(),
    }
}

fn mover(difference: &Difference, subject: &str) -> Mover {
    let told = difference.plan.people.iter().find(|person| person.subject == subject);
    let now = told.map(|person| person.facts.name());
    let before = difference.names.get(subject);
    let shown = |name: &PersonName| Some(name.display()).filter(|name| !name.is_empty());
    match (now.as_ref().and_then(shown), before.and_then(shown)) {
        (Some(now), Some(before)) if now != before => Mover { name: now, before: Some(before) },
        (now, before) => Mover { name: now.or(before).unwrap_or_default(), before: None },
    }
}

/// How many people join on an account, which is what a licence is held by.
fn wanting(plan: &Plan) -> u64 {
    let holds = |person: &&Planned| matches!(person.state.word(), SeatState::Linked | SeatState::New);
    plan.people.iter().filter(holds).filter(|person| joins(plan, &person.subject)).count() as u64
}

async fn licences(tx: &Tx, journal: &Journal, wanted: u64) -> Result<Vec<LicenceNeed>, StorageError> {
    let mut needs = Vec::new();
    if wanted == 0 {
        return Ok(needs);
    }
    for kit in journal_kits::list_live(tx, &journal.id).await? {
        if let Some(product) = &kit.product_id {
            needs.push(LicenceNeed { kit: kit.name.clone(), wanted, free: free(tx, journal, product).await? });
        }
    }
    Ok(needs)
}

async fn free(tx: &Tx, journal: &Journal, product: &ProductId) -> Result<u64, StorageError> {
    let pools = licence_pools::list_use(tx, &journal.platform_id).await?;
    let pool = pools.into_iter().find(|pool| pool.product_id == *product && pool.school_id == journal.school_id);
    Ok(pool.map_or(0, |pool| u64::try_from(pool.seats - pool.used).unwrap_or(0)))
}
