//! What holds for any school: the index answers as trying every pair would, and no order of anything changes an answer.

use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::linking::candidates::judge::{Side, judge};

/// Parts that meet each other in every way there is.
const GIVEN: &[&str] = &[
    "",
    "Mari",
    "Maria",
    "Mari-Liis",
    "Mariliis",
    "Liis",
    "M.",
    "M-L",
    "Karl Erik",
    "Karl",
    "Th.",
    "Thomas",
    "Toomas",
    "Kati",
    "Katrin",
    "Saša",
    "Aleksandr",
    "Alexander",
    "Jan",
    "Jaan",
    "Märt",
    "Mart",
    "Bram de",
    "Tamm",
    "Дарья",
    "Darja",
    "Peeter jr",
    "Peeter",
    "J.",
    "Jekaterina",
    "Ekaterina",
];
const FAMILY: &[&str] = &[
    "",
    "Tamm",
    "Mari",
    "Tamm-Kask",
    "Kask",
    "T.",
    "van der Berg",
    "Berg",
    "vd Berg",
    "ter Berg",
    "vanderBerg",
    "Groot",
    "de Groot",
    "Kuningas",
    "Kunnigas",
    "Jänes",
    "Janes",
    "Ivanov",
    "Ivanova",
    "Žukov",
    "Zhukov",
    "Erik Kask",
    "Mari Tamm",
    "Tamm Mari",
    "Berg, van der",
];

prop_compose! {
    fn any_card()(
        given in select(GIVEN),
        family in select(FAMILY),
        roles in subsequence(vec![Role::Pupil, Role::Teacher, Role::Guardian], 0..=2),
        year in option::weighted(0.5, 2012..2014_i32),
        number in option::weighted(0.2, select(vec!["a", "b", "c"])),
        username in option::weighted(0.2, select(vec!["mari", "tamm"])),
        mail in option::weighted(0.3, (select(vec!["m@example.org", "t@example.org"]), any::<bool>())),
        classes in subsequence(vec!["5A", "5 a", "6B"], 0..=2),
    ) -> Card {
        let mut card = Card { roles, classes: classes.into_iter().map(str::to_owned).collect(), ..card(given, family) };
        card.username = username.map(str::to_owned);
        card.mail = mail.map(|(address, verified)| Mail { address: address.to_owned(), verified });
        card.birth = year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1)).map(Birth::Date).into_iter().collect();
        card.national = number.map(|number| hash("k", number)).into_iter().collect();
        card
    }
}

fn any_known() -> impl Strategy<Value = Vec<Known>> {
    vec(any_card(), 0..14).prop_map(|cards| cards.into_iter().enumerate().map(|(at, card)| known(at, card)).collect())
}

fn any_listed() -> impl Strategy<Value = Vec<Listed>> {
    let one = (any_card(), btree_set(0..3_usize, 0..3), btree_set(0..14_usize, 0..3));
    let person = one.prop_map(|(card, journals, not_same)| Listed {
        card,
        journals,
        not_same: not_same.into_iter().map(account).collect(),
    });
    vec(person, 0..14)
}

/// Every pair tried, every pair of rows compared.
fn every_pair(known: &[Known], listed: &[Listed]) -> Vec<Vec<Suggested>> {
    let sides: Vec<_> = known.iter().map(|each| (&each.account, Side::of(&each.card))).collect();
    let of = |person: &Listed| -> Vec<Suggested> {
        let mine = Side::of(&person.card);
        let others = sides.iter().filter(|(account, _)| !person.not_same.contains(*account));
        let fits = others.filter_map(|(account, side)| {
            let (strength, why) = judge(mine.as_ref()?, side.as_ref()?)?;
            Some(Suggested { account: (*account).clone(), strength, why, shared: false })
        });
        fits.collect()
    };
    let plain: Vec<Vec<Suggested>> = listed.iter().map(of).collect();
    let mut answer = plain.clone();
    for (at, person) in listed.iter().enumerate() {
        for each in &mut answer[at] {
            each.shared = listed.iter().enumerate().any(|(rival, other)| {
                rival != at
                    && !other.journals.is_disjoint(&person.journals)
                    && plain[rival].iter().any(|theirs| theirs.account == each.account)
            });
        }
        answer[at].sort_by(|a, b| (a.strength, &a.account).cmp(&(b.strength, &b.account)));
    }
    answer
}

proptest! {
    #[test]
    fn the_index_answers_as_trying_every_pair_would(known in any_known(), listed in any_listed()) {
        prop_assert_eq!(suggest(&known, &listed), every_pair(&known, &listed));
    }

    #[test]
    fn no_order_changes_an_answer(known in any_known(), listed in any_listed(), turn in 0..14_usize) {
        let mut turned_known = known.clone();
        let mut turned: Vec<(usize, Listed)> = listed.iter().cloned().enumerate().collect();
        turned_known.reverse();
        turned_known.rotate_left(turn.min(known.len()));
        turned.rotate_left(turn.min(listed.len()));
        turned.reverse();
        let people: Vec<Listed> = turned.iter().map(|(_, person)| person.clone()).collect();
        let found = suggest(&turned_known, &people);
        let answer = suggest(&known, &listed);
        for ((at, _), found) in turned.iter().zip(found) {
            prop_assert_eq!(&answer[*at], &found);
        }
    }

    #[test]
    fn what_fits_fits_the_other_way_round(one in any_card(), other in any_card()) {
        prop_assert_eq!(judged_pair(&one, &other), judged_pair(&other, &one));
    }
}

fn judged_pair(one: &Card, other: &Card) -> Option<(Strength, Vec<Why>)> {
    judge(&Side::of(one)?, &Side::of(other)?)
}

/// A school of 1,200: every person is looked at beside few others. Names repeat as in a school: 40 given names, 200
/// families.
#[test]
fn a_school_is_not_compared_pair_by_pair() {
    const PEOPLE: usize = 1_200;
    let syllables = ["ka", "le", "mi", "to", "ru", "sa", "pe", "no", "vi", "ju"];
    let word = |number: usize| [number / 100, number / 10, number].map(|digit| syllables[digit % 10]).concat() + "l";
    let person = |at: usize| card(&word(at * 7 % 40), &word(300 + (at * at + 3 * at) % 200));
    let accounts: Vec<Known> = (0..PEOPLE).map(|at| known(at, person(at))).collect();
    let people: Vec<Listed> = (0..PEOPLE).map(|at| listed(person(at))).collect();
    let (answer, compared) = search(&accounts, &people);
    let fits: usize = answer.iter().map(Vec::len).sum();
    assert!(answer.iter().enumerate().all(|(at, found)| found.iter().any(|each| each.account == account(at))));
    assert!(fits >= PEOPLE && compared <= fits + PEOPLE, "n = {PEOPLE}: {compared} comparisons, {fits} fits");
}
