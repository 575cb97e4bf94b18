//! Which of a school's accounts may be one person's. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::super::candidates::{Known, Listed, Strength, Suggested, suggest};
use crate::domain::{AccountId, JournalId};
use crate::storage::suspects::{Apart, Seated};

/// Everybody of a school, and what is known beside their cards.
#[derive(Debug, Default)]
pub(super) struct Class {
    /// The accounts that can be used, without those that wait for an older one.
    pub(super) known: Vec<Known>,
    /// Those with finished work.
    pub(super) worked: BTreeSet<AccountId>,
    /// Who sits in which journal.
    pub(super) seated: Vec<Seated>,
    /// Of whom somebody said that they are two.
    pub(super) apart: Vec<Apart>,
    /// Of whom nothing is shown.
    pub(super) withheld: BTreeSet<AccountId>,
}

/// Two accounts, the smaller id first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) one: AccountId,
    pub(super) other: AccountId,
    pub(super) score: i64,
    pub(super) why: String,
}

/// The pairs worth a person's look, by id.
pub(super) fn pairs(class: &Class) -> Vec<Pair> {
    let shown = |known: &&Known| !class.withheld.contains(&known.account);
    let known: Vec<Known> = class.known.iter().filter(shown).cloned().collect();
    let places = Places::of(class);
    let listed: Vec<Listed> = known.iter().map(|known| places.listed(known)).collect();
    let mut found: BTreeMap<(AccountId, AccountId), Suggested> = BTreeMap::new();
    for (person, suggested) in known.iter().zip(suggest(&known, &listed)) {
        for each in suggested.into_iter().filter(is_worth_it) {
            if places.in_one_journal(&person.account, &each.account) {
                continue;
            }
            let (one, other) = in_order(&person.account, &each.account);
            keep(found.entry((one, other)), each);
        }
    }
    let pair = |((one, other), found): ((AccountId, AccountId), Suggested)| {
        let has_history = class.worked.contains(&one) != class.worked.contains(&other);
        let why: Vec<&str> = found.why.iter().map(|why| why.as_str()).collect();
        Pair { score: score(&found, has_history), why: why.join(" "), one, other }
    };
    found.into_iter().map(pair).collect()
}

fn in_order(one: &AccountId, other: &AccountId) -> (AccountId, AccountId) {
    (one.min(other).clone(), one.max(other).clone())
}

/// Each pair is met from both sides: the stronger word counts, and a doubt of either.
fn keep(entry: std::collections::btree_map::Entry<'_, (AccountId, AccountId), Suggested>, each: Suggested) {
    entry
        .and_modify(|known| {
            let shared = known.shared || each.shared;
            if (each.strength, known.why.len()) < (known.strength, each.why.len()) {
                known.clone_from(&each);
            }
            known.shared = shared;
        })
        .or_insert(each);
}

/// A name alone is many people's.
fn is_worth_it(found: &Suggested) -> bool {
    found.strength == Strength::Strong || found.why.len() >= 2
}

/// 0 to 100: what speaks for it, and whether one of the two is the empty one that a person makes who forgot the other.
fn score(found: &Suggested, one_has_history: bool) -> i64 {
    let base = match found.strength {
        Strength::Strong => 70,
        Strength::Weak => 30,
    };
    let words = 5 * i64::try_from(found.why.len()).unwrap_or(0);
    let history = if one_has_history { 10 } else { 0 };
    let shared = if found.shared { 30 } else { 0 };
    (base + words + history - shared).clamp(0, 100)
}

/// Where people sit, and of whom it was said that they are two.
struct Places {
    numbers: BTreeMap<JournalId, usize>,
    journals: BTreeMap<AccountId, BTreeSet<usize>>,
    apart: BTreeMap<AccountId, BTreeSet<AccountId>>,
}

impl Places {
    fn of(class: &Class) -> Self {
        let mut places = Self { numbers: BTreeMap::new(), journals: BTreeMap::new(), apart: BTreeMap::new() };
        for Seated { account_id, journal_id } in &class.seated {
            let next = places.numbers.len();
            let number = *places.numbers.entry(journal_id.clone()).or_insert(next);
            places.journals.entry(account_id.clone()).or_default().insert(number);
        }
        for Apart { account_id, other_id } in &class.apart {
            places.apart.entry(account_id.clone()).or_default().insert(other_id.clone());
            places.apart.entry(other_id.clone()).or_default().insert(account_id.clone());
        }
        places
    }

    /// An account as somebody for whom others are looked for: never itself.
    fn listed(&self, known: &Known) -> Listed {
        let mut not_same = self.apart.get(&known.account).cloned().unwrap_or_default();
        not_same.insert(known.account.clone());
        let journals = self.journals.get(&known.account).cloned().unwrap_or_default();
        Listed { card: known.card.clone(), journals, not_same }
    }

    /// Two rows of one journal are never one person.
    fn in_one_journal(&self, one: &AccountId, other: &AccountId) -> bool {
        match (self.journals.get(one), self.journals.get(other)) {
            (Some(one), Some(other)) => !one.is_disjoint(other),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::super::super::candidates::{Card, Why};
    use super::super::super::same_person::Birth;
    use super::*;
    use crate::domain::{PersonName, Random, Role};

    fn account(number: u64) -> AccountId {
        AccountId::random(&Random::counter(number))
    }

    fn known(number: u64, given: &str, day: u32, class: &str) -> Known {
        let card = Card {
            name: PersonName { given: Some(given.to_owned()), family: Some("Tamm".to_owned()) },
            roles: vec![Role::Pupil],
            birth: NaiveDate::from_ymd_opt(2014, 3, day).map(Birth::Date).into_iter().collect(),
            classes: vec![class.to_owned()],
            ..Card::default()
        };
        Known { account: account(number), card }
    }

    fn class(known: Vec<Known>) -> Class {
        Class { known, ..Class::default() }
    }

    fn none() -> Vec<Pair> {
        Vec::new()
    }

    fn seat(number: u64, journal: u64) -> Seated {
        Seated { account_id: account(number), journal_id: JournalId::random(&Random::counter(journal)) }
    }

    /// Mari twice, and her class mate Kati.
    fn two_maris() -> Class {
        class(vec![known(1, "Mari", 1, "5B"), known(2, "Mari", 1, "5B"), known(3, "Kati", 1, "5B")])
    }

    #[test]
    fn two_accounts_of_one_name_and_birth_date_are_found_once() {
        let found = pairs(&two_maris());
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((&found[0].one, &found[0].other), (&account(1).min(account(2)), &account(1).max(account(2))));
        assert_eq!(found[0].why, "name birth_date class");
        assert_eq!(found[0].score, 85);
    }

    #[test]
    fn an_empty_account_beside_one_with_work_is_likelier() {
        let one = Class { worked: [account(1)].into(), ..two_maris() };
        assert_eq!(pairs(&one)[0].score, 95);
        let both = Class { worked: [account(1), account(2)].into(), ..two_maris() };
        assert_eq!(pairs(&both)[0].score, 85);
    }

    #[test]
    fn two_rows_of_one_journal_are_two_people() {
        let apart = Class { seated: vec![seat(1, 100), seat(2, 200)], ..two_maris() };
        assert_eq!(pairs(&apart).len(), 1);
        let together = Class { seated: vec![seat(1, 100), seat(2, 100)], ..two_maris() };
        assert_eq!(pairs(&together), none());
    }

    #[test]
    fn what_somebody_said_about_the_two_counts_in_either_order() {
        for (one, other) in [(1, 2), (2, 1)] {
            let said = vec![Apart { account_id: account(one), other_id: account(other) }];
            assert_eq!(pairs(&Class { apart: said, ..two_maris() }), none());
        }
    }

    #[test]
    fn whoever_is_withheld_is_nobodys_other_account() {
        for hidden in [1, 2] {
            assert_eq!(pairs(&Class { withheld: [account(hidden)].into(), ..two_maris() }), none());
        }
    }

    #[test]
    fn twins_are_two_people_and_so_are_namesakes() {
        let twins = class(vec![known(1, "Mari", 1, "5B"), known(2, "Kati", 1, "5B")]);
        assert_eq!(pairs(&twins), none());
        let namesakes = class(vec![known(1, "Mari", 1, "5B"), known(2, "Mari", 2, "5B")]);
        assert_eq!(pairs(&namesakes), none(), "two birth dates");
    }

    #[test]
    fn a_name_alone_is_not_enough() {
        let mut both = vec![known(1, "Mari", 1, "5B"), known(2, "Mari", 1, "6A")];
        for known in &mut both {
            known.card.birth.clear();
        }
        assert_eq!(pairs(&class(both)), none());
    }

    #[test]
    fn a_doubt_takes_more_away_than_a_word_gives() {
        let found =
            |shared| Suggested { account: account(1), strength: Strength::Strong, why: vec![Why::Name], shared };
        assert_eq!((score(&found(false), false), score(&found(true), false)), (75, 45));
        let many = Suggested { why: Why::ALL.to_vec(), ..found(false) };
        assert_eq!(score(&many, true), 100);
    }
}
