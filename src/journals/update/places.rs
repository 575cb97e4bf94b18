//! The places of those who look on: so many in one process, shared out among people, and given back whatever becomes of
//! the browser.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::AccountId;

/// Places of one process.
const MOST: usize = 200;
/// Places of one person, in however many tabs, browsers and sessions.
const MOST_EACH: usize = 3;

/// Who has places.
#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by_person: HashMap<AccountId, usize>,
}

/// All places of this process. Clones are the same places.
#[derive(Debug, Clone, Default)]
pub(super) struct Places(Arc<Mutex<Taken>>);

/// A place that somebody has, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Places,
    person: AccountId,
}

impl Places {
    /// A place, if one is free and this person has not enough of them.
    pub(super) fn take(&self, person: &AccountId) -> Option<Place> {
        let mut taken = self.taken();
        let theirs = taken.by_person.get(person).copied().unwrap_or_default();
        if taken.all >= MOST || theirs >= MOST_EACH {
            return None;
        }
        taken.all += 1;
        taken.by_person.insert(person.clone(), theirs + 1);
        drop(taken);
        Some(Place { places: self.clone(), person: person.clone() })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        taken.all = taken.all.saturating_sub(1);
        match taken.by_person.get_mut(&self.person) {
            Some(theirs) if *theirs > 1 => *theirs -= 1,
            _ => {
                taken.by_person.remove(&self.person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Random;

    fn people(count: usize) -> Vec<AccountId> {
        let random = Random::counter(1);
        (0..count).map(|_| AccountId::random(&random)).collect()
    }

    #[test]
    fn nobody_takes_more_than_their_share_and_what_is_left_is_free() {
        let (places, people) = (Places::default(), people(2));
        let mut hers: Vec<Place> = (0..MOST_EACH).filter_map(|_| places.take(&people[0])).collect();
        assert_eq!(hers.len(), MOST_EACH);
        assert!(places.take(&people[0]).is_none());
        let his = places.take(&people[1]);
        assert!(his.is_some());
        hers.pop();
        assert!(places.take(&people[0]).is_some());
        drop((hers, his));
        let taken = places.taken();
        assert_eq!((taken.all, taken.by_person.len()), (0, 0), "nobody is remembered");
    }

    #[test]
    fn a_process_has_only_so_many() {
        let (places, people) = (Places::default(), people(MOST + 1));
        let taken: Vec<Place> = people.iter().filter_map(|person| places.take(person)).collect();
        assert_eq!(taken.len(), MOST);
        drop(taken);
        assert!(places.take(&people[MOST]).is_some());
    }
}
