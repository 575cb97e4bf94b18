//! The candidates of all people of a school's rosters at once.

use std::collections::{BTreeMap, BTreeSet};

use super::card::{Known, Listed};
use super::judge::{Side, judge};
use super::keys::Keys;
use super::why::Suggested;
use crate::domain::AccountId;

/// Who among `known` may be each of `listed`, in the order of `listed`; the surest first, then by id.
///
/// All of `known` are accounts of one platform with a live role at one school, and all of `listed` are people of that
/// school: nobody is looked for anywhere else. Every account that fits is named, however many there are.
#[must_use]
pub fn suggest(known: &[Known], listed: &[Listed]) -> Vec<Vec<Suggested>> {
    search(known, listed).0
}

/// The answer, and how many pairs were looked at for it.
pub(super) fn search(known: &[Known], listed: &[Listed]) -> (Vec<Vec<Suggested>>, usize) {
    let index = Index::of(known);
    let (mut answer, mut compared) = (Vec::with_capacity(listed.len()), 0);
    for person in listed {
        let side = Side::of(&person.card);
        let near = side.as_ref().map_or_else(Vec::new, |side| index.near(side));
        compared += near.len();
        answer.push(side.map_or_else(Vec::new, |side| judged(person, &side, near)));
    }
    mark_shared(listed, &mut answer);
    (answer, compared)
}

/// Accounts under their keys, in order.
struct Index<'a> {
    sides: Vec<(&'a AccountId, Side<'a>)>,
    held: Vec<(u64, usize)>,
}

type Near<'a, 'b> = Vec<&'b (&'a AccountId, Side<'a>)>;

impl<'a> Index<'a> {
    fn of(known: &'a [Known]) -> Self {
        let sides = known.iter().filter_map(|known| Some((&known.account, Side::of(&known.card)?)));
        let sides: Vec<(&AccountId, Side<'_>)> = sides.collect();
        let keys = sides.iter().enumerate();
        let mut held: Vec<(u64, usize)> =
            keys.flat_map(|(at, (_, side))| Keys::of(side).held.into_iter().map(move |key| (key, at))).collect();
        held.sort_unstable();
        Self { sides, held }
    }

    /// Every account that has a key of this person, once.
    fn near(&self, side: &Side<'_>) -> Near<'a, '_> {
        let found: BTreeSet<usize> = Keys::of(side).sought.iter().flat_map(|key| self.under(*key)).collect();
        found.into_iter().filter_map(|at| self.sides.get(at)).collect()
    }

    fn under(&self, key: u64) -> impl Iterator<Item = usize> {
        let first = self.held.partition_point(|(held, _)| *held < key);
        self.held.iter().skip(first).take_while(move |(held, _)| *held == key).map(|(_, at)| *at)
    }
}

fn judged(person: &Listed, side: &Side<'_>, near: Near<'_, '_>) -> Vec<Suggested> {
    let others = near.into_iter().filter(|(account, _)| !person.not_same.contains(*account));
    let suggested = others.filter_map(|(account, known)| {
        let (strength, why) = judge(side, known)?;
        Some(Suggested { account: (*account).clone(), strength, why, shared: false })
    });
    let mut suggested: Vec<Suggested> = suggested.collect();
    suggested.sort_by(|one, other| (one.strength, &one.account).cmp(&(other.strength, &other.account)));
    suggested
}

/// Two rows of one journal are never one person: an account that both would get is said to be shared on both.
fn mark_shared(listed: &[Listed], answer: &mut [Vec<Suggested>]) {
    let mut wanted: BTreeMap<(usize, AccountId), usize> = BTreeMap::new();
    for (person, suggested) in listed.iter().zip(&*answer) {
        for (journal, each) in
            person.journals.iter().flat_map(|journal| suggested.iter().map(move |each| (journal, each)))
        {
            *wanted.entry((*journal, each.account.clone())).or_default() += 1;
        }
    }
    for (person, suggested) in listed.iter().zip(answer) {
        for each in suggested {
            let rivals =
                |journal: &usize| wanted.get(&(*journal, each.account.clone())).is_some_and(|count| *count > 1);
            each.shared = person.journals.iter().any(rivals);
        }
    }
}

#[cfg(test)]
mod tests;
