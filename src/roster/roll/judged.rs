//! What a roster would do, planned from what stands now and judged as a whole. Nothing is written.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher as _, RandomState};

use super::super::evidence::{Asked, Evidence, Seen};
use super::super::gather::gather_many;
use super::super::guard::{Change, Verdict, judge};
use super::super::refresh::before::Before;
use super::super::refresh::measure;
use super::super::{Filtered, Hidden, Place, Plan, RosterError, plan};
use super::Listed;
use super::bring::Counts;
use super::sieve::Sieve;
use super::works::next;
use crate::domain::JournalId;
use crate::ground::Ground;

/// So many people are planned at once.
const AT_ONCE: usize = 4_000;

/// A roster and what the guard says of it.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    /// What journals that are named by a verdict are called at the upstream.
    pub(super) names: BTreeMap<JournalId, String>,
    /// What each of the journals that moved may change, in their order.
    pub(super) allowed: Vec<Allowed>,
    pub(super) counts: Counts,
    /// How many of them move to another school year.
    pub(super) turned: usize,
    /// Who is told of as somebody else, or in another role: journals, and people without names.
    pub(super) moved: Vec<(JournalId, String)>,
    /// Whom the plans would make, each once.
    born: BTreeSet<String>,
}

impl Default for Judged {
    fn default() -> Self {
        Self {
            verdict: Verdict::Flow,
            names: BTreeMap::new(),
            allowed: Vec::new(),
            counts: Counts::default(),
            turned: 0,
            moved: Vec::new(),
            born: BTreeSet::new(),
        }
    }
}

/// What was judged of one journal: hashes that mean nothing outside this process, so that a million seats fit in little.
#[derive(Debug, Default)]
pub(super) struct Allowed {
    prints: Vec<u64>,
    /// Whom the plan passed over.
    pub(super) seen: Option<Seen>,
}

/// Names one thing that a plan changes.
#[derive(Debug, Default)]
pub(super) struct Prints(RandomState);

impl Prints {
    fn of(&self, kind: &str, subject: &str, what: &str) -> u64 {
        self.0.hash_one((kind, subject, what))
    }

    /// What a plan takes and gives. What it tells of people is allowed as the reading tells it.
    fn allowed(&self, said: &Filtered, plan: &Plan) -> Vec<u64> {
        let told = said.rows.iter().map(|row| self.of("told", &row.subject, &row.digest));
        let mut all: Vec<u64> = self.seats(plan).chain(told).collect();
        all.sort_unstable();
        all.shrink_to_fit();
        all
    }

    fn seats<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = u64> + 'a {
        let sit = plan.steps.sit.iter().map(|(subject, role)| self.of("sit", subject, role.as_str()));
        let leave = plan.steps.leave.keys().map(|(subject, role)| self.of("leave", subject, role.as_str()));
        sit.chain(leave)
    }

    /// Whether a plan of now changes nothing that was not judged.
    pub(super) fn is_within(&self, plan: &Plan, allowed: &Allowed) -> bool {
        let told = plan.people.iter().filter(|person| plan.steps.people.contains(&person.subject));
        let told = told.map(|person| self.of("told", &person.subject, &person.digest));
        self.seats(plan).chain(told).all(|print| allowed.prints.binary_search(&print).is_ok())
    }
}

/// A school whose roster is looked at.
#[derive(Clone, Copy)]
pub(super) struct School<'a> {
    pub(super) before: &'a Before,
    pub(super) place: Place<'a>,
}

/// Plans the journals that moved, a part of them at a time, and judges all of them together.
pub(super) async fn study(
    ground: &Ground,
    (sieve, moved, prints): (&Sieve<'_>, &[&Listed], &Prints),
    school: School<'_>,
    told: &(dyn Fn(usize) + Sync),
) -> Result<Judged, RosterError> {
    let (mut judged, mut changes) = (Judged::default(), Vec::with_capacity(moved.len()));
    each(
        ground,
        (sieve, moved),
        school.place,
        &mut |evidence, asked| changes.extend(judged.look(ground, (evidence, prints), school, asked)),
        told,
    )
    .await?;
    judged.verdict = judge(&school.before.whole(), &changes);
    judged.turned = changes.iter().filter(|change| change.is_new_year).count();
    let others = |change: &Change| change.others().map(|who| (change.journal.clone(), who.clone())).collect::<Vec<_>>();
    judged.moved = changes.iter().flat_map(others).collect();
    judged.counts.born = judged.born.len();
    Ok(judged)
}

/// Shows each of the journals that moved, with what is held about it; a part of them is read at a time.
pub(super) async fn each(
    ground: &Ground,
    (sieve, moved): (&Sieve<'_>, &[&Listed]),
    place: Place<'_>,
    see: &mut (dyn FnMut(&Evidence, Asked<'_>) + Send),
    told: &(dyn Fn(usize) + Sync),
) -> Result<(), RosterError> {
    let mut rest = moved;
    while !rest.is_empty() {
        let (now, later) = next(rest, AT_ONCE, |listed| listed.members.len());
        rest = later;
        let said: Vec<(Filtered, Hidden)> = now.iter().map(|listed| sieve.filtered(listed)).collect();
        let asked: Vec<Asked<'_>> = said.iter().map(|(said, hidden)| (said, hidden)).collect();
        let asked = &asked;
        let evidence = ground.db.read(|tx| async move { gather_many(&tx, ground, place, asked).await }).await?;
        for asked in asked {
            see(&evidence, *asked);
        }
        told(moved.len() - rest.len());
    }
    Ok(())
}

impl Judged {
    /// Plans one journal; answers what the guard counts of it.
    fn look(
        &mut self,
        ground: &Ground,
        (evidence, prints): (&Evidence, &Prints),
        school: School<'_>,
        (said, hidden): Asked<'_>,
    ) -> Option<Change> {
        let external_id = &said.journal.key.external_id;
        let known = evidence.journal(external_id).map(|journal| (journal.id.clone(), journal.linked_at));
        // A journal that is not linked yet stands in the verdict by an id of the moment.
        let (id, linked_at) = known.unwrap_or_else(|| (JournalId::random(&ground.random), ground.now()));
        // What is linked at another school is not this one's to change.
        let Ok(held) = evidence.held(&ground.vault, school.place.school, (said, hidden)) else {
            self.allowed.push(Allowed::default());
            return None;
        };
        let made = plan(said, &held);
        self.allowed.push(Allowed { prints: prints.allowed(said, &made), seen: evidence.seen(said) });
        if said.is_complete {
            self.counts.add(&made);
            self.born.extend(made.steps.births.iter().cloned());
        }
        let about = school.before.about((&id, linked_at), said);
        let mut change = measure::change(&ground.vault, about, (said, &held), &made);
        if change.is_young {
            // Nobody counts them, and in a first roster they are everybody.
            change.added.clear();
        }
        if school.before.setting.is_paused(ground.now()) {
            // In holidays nobody is taken out, so there is nothing to be afraid of.
            change.removed.clear();
        }
        self.names.insert(id, external_id.clone());
        Some(change)
    }
}
