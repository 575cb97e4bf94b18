//! Several journals in one transaction. None of them is ever split.

use std::collections::BTreeMap;

use super::super::evidence::{Asked, Depth, Evidence};
use super::decide::{self, Decided};
use super::{Applied, Part, RosterError, Work, write};
use crate::domain::JournalId;
use crate::ground::Ground;
use crate::licences::Settled;
use crate::roster::Plan;
use crate::storage::{Durability, Tx, journals_bulk};

/// What became of one journal.
pub(in crate::roster) type Outcome = Result<Applied, RosterError>;

/// Whether the plan of now, of the work at this place, may be written.
pub(in crate::roster) type May<'a> = dyn Fn(usize, &Plan) -> bool + Sync + 'a;

/// Journals that are applied together: of one place, one upstream, one scope, and by one actor.
#[derive(Clone, Copy)]
pub(in crate::roster) struct Batch<'a> {
    pub(in crate::roster) works: &'a [Work<'a>],
    pub(in crate::roster) part: Part,
    pub(in crate::roster) depth: Depth<'a>,
    pub(in crate::roster) may: &'a May<'a>,
}

/// Applies journals in one transaction, as if one after the other in their order, and answers what became of the first of
/// them; those after a birth are for the next transaction. At least one is done.
///
/// # Errors
/// Linking's and the database's; then nothing was written.
pub(in crate::roster) async fn apply_many(ground: &Ground, batch: &Batch<'_>) -> Result<Vec<Outcome>, RosterError> {
    ground.db.write(Durability::Durable, |tx| async move { apply_in(&tx, ground, batch).await }).await
}

/// The same within a transaction of the caller's.
pub(super) async fn apply_in(tx: &Tx, ground: &Ground, batch: &Batch<'_>) -> Result<Vec<Outcome>, RosterError> {
    let Some(first) = batch.works.first() else { return Ok(Vec::new()) };
    let (place, key) = (first.place, &first.said.journal.key);
    let ids: Vec<&str> = batch.works.iter().map(|work| work.said.journal.key.external_id.as_str()).collect();
    // Before anything is read: who comes second sees what the first has done.
    let journals = journals_bulk::lock_among(tx, place.platform, (&key.upstream, &key.scope), &ids).await?;
    let asked: Vec<Asked<'_>> = batch.works.iter().map(|work| (work.said, work.hidden)).collect();
    let mut evidence = Evidence::of(tx, ground, (place, batch.depth), journals, &asked).await?;
    let decisions = decide::all(ground, &mut evidence, batch);
    let decided: Vec<&Decided<'_>> = decisions.iter().filter_map(|decision| decision.as_ref().ok()).collect();
    let mut licences = write::all(tx, ground, &evidence, (batch.part, &decided)).await?;
    Ok(decisions.into_iter().map(|decision| decision.map(|decided| applied(decided, &mut licences))).collect())
}

fn applied(decided: Decided<'_>, licences: &mut BTreeMap<JournalId, Settled>) -> Applied {
    let Decided { journal, plan, .. } = decided;
    Applied { licences: licences.remove(&journal.id).unwrap_or_default(), journal: journal.id, plan }
}
