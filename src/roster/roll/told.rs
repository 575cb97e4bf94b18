//! How far a roster is brought, for whoever looks on.

use super::Listed;

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// What is being done.
    pub doing: &'static str,
    /// So many journals of so many.
    pub journals: (usize, usize),
    /// So many people of so many, each once, in however many of these journals.
    pub people: (usize, usize),
}

/// Journals that something is done to in their order.
#[derive(Debug)]
pub(super) struct Course {
    doing: &'static str,
    /// How many people the first journals tell of: a number for each journal.
    people: Vec<usize>,
}

impl Course {
    /// `of`: how many people there are in the whole roster.
    pub(super) fn new<'a>(doing: &'static str, journals: impl Iterator<Item = &'a Listed>, of: usize) -> Self {
        let (mut met, mut count) = (vec![false; of], 0);
        let people = journals.map(|listed| {
            for place in &listed.members {
                let person = usize::try_from(*place).ok().and_then(|place| met.get_mut(place));
                if let Some(is_met) = person.filter(|is_met| !**is_met) {
                    *is_met = true;
                    count += 1;
                }
            }
            count
        });
        Self { doing, people: people.collect() }
    }

    /// So many journals are done.
    pub(super) fn at(&self, done: usize) -> Told {
        let people = |journals: usize| journals.checked_sub(1).and_then(|last| self.people.get(last)).copied();
        let all = self.people.len();
        Told {
            doing: self.doing,
            journals: (done, all),
            people: (people(done).unwrap_or_default(), people(all).unwrap_or_default()),
        }
    }
}
