//! Each strength and each contradiction.

mod laws;

use chrono::NaiveDate;

use super::*;
use crate::domain::{PersonName, Role};
use crate::linking::Birth;
use crate::linking::candidates::{Card, Mail, Strength, Why};
use crate::vault::KeyedHash;

fn account(number: usize) -> AccountId {
    format!("acc_{number:026}").parse().unwrap()
}

fn card(given: &str, family: &str) -> Card {
    let name = PersonName { given: Some(given.to_owned()), family: Some(family.to_owned()) };
    Card { name, roles: vec![Role::Pupil], ..Card::default() }
}

fn known(number: usize, card: Card) -> Known {
    Known { account: account(number), card }
}

fn listed(card: Card) -> Listed {
    Listed { card, journals: BTreeSet::from([1]), ..Listed::default() }
}

fn born(card: Card, year: i32) -> Card {
    Card { birth: NaiveDate::from_ymd_opt(year, 3, 14).map(Birth::Date).into_iter().collect(), ..card }
}

fn hash(key: &str, text: &str) -> KeyedHash {
    KeyedHash { hash: text.to_owned(), key_id: key.to_owned() }
}

fn numbered(card: Card, key: &str, number: &str) -> Card {
    Card { national: vec![hash(key, number)], ..card }
}

fn in_class(card: Card, class: &str) -> Card {
    Card { classes: vec![class.to_owned()], ..card }
}

fn mailed(card: Card, address: &str, verified: bool) -> Card {
    Card { mail: Some(Mail { address: address.to_owned(), verified }), ..card }
}

fn named(card: Card, username: &str) -> Card {
    Card { username: Some(username.to_owned()), ..card }
}

/// What is suggested of one account to one person.
fn one(known_card: Card, listed_card: Card) -> Option<(Strength, Vec<Why>)> {
    let found = suggest(&[known(1, known_card)], &[listed(listed_card)]).remove(0);
    assert!(found.len() <= 1);
    found.into_iter().next().map(|found| (found.strength, found.why))
}

fn mari() -> Card {
    card("Mari", "Õun")
}

fn other() -> Card {
    card("Kati", "Sepp")
}

#[test]
fn each_strong_fact_is_strong_and_its_half_is_not() {
    let strong = |why: &[Why]| Some((Strength::Strong, why.to_vec()));
    let weak = |why: &[Why]| Some((Strength::Weak, why.to_vec()));
    let mail = |card, verified| mailed(card, "M@example.org", verified);
    let maria = || card("M.", "Õun");
    for (known, listed, wanted) in [
        (numbered(mari(), "k", "a"), numbered(other(), "k", "a"), strong(&[Why::NationalNumber])),
        (numbered(mari(), "k", "a"), numbered(other(), "l", "a"), None),
        (mail(mari(), true), mailed(maria(), "m@example.org ", true), strong(&[Why::VerifiedMail, Why::Initials])),
        (mail(mari(), false), mail(mari(), true), weak(&[Why::Mail, Why::Name])),
        (mail(mari(), true), mail(mari(), false), weak(&[Why::Mail, Why::Name])),
        (mail(mari(), true), mail(other(), true), None),
        (in_class(mari(), "5.B"), in_class(card("MARI", "Oun"), "5b"), strong(&[Why::Name, Why::Class])),
        (in_class(mari(), "5B"), in_class(mari(), "6B"), weak(&[Why::Name])),
        (in_class(mari(), "5B"), in_class(maria(), "5B"), weak(&[Why::Initials, Why::Class])),
        (in_class(mari(), "5B"), in_class(other(), "5B"), None),
        (born(mari(), 2014), born(mari(), 2014), strong(&[Why::Name, Why::BirthDate])),
        (born(mari(), 2014), mari(), weak(&[Why::Name])),
        (born(mari(), 2014), born(maria(), 2014), weak(&[Why::Initials, Why::BirthDate])),
        (born(mari(), 2014), born(other(), 2014), None),
    ] {
        assert_eq!(one(known.clone(), listed.clone()), wanted, "{known:?}\n{listed:?}");
    }
}

#[test]
fn each_weak_fact_is_worth_a_question() {
    let weak = |why: &[Why]| Some((Strength::Weak, why.to_vec()));
    let unnamed = || Card { roles: vec![Role::Pupil], ..Card::default() };
    let table = [
        (mari(), card("Oun", "Mari"), weak(&[Why::Name])),
        (card("Aleksei", "Žukov"), card("Alexey", "Zhukov"), weak(&[Why::Spelling])),
        (card("Saša", "Fomin"), card("Aleksandr", "Fomin"), weak(&[Why::CallName])),
        (card("Kaarel", "Kuningas"), card("Kaarel", "Kunnigas"), weak(&[Why::Slip])),
        (named(mari(), "mari.oun"), named(unnamed(), "mari.oun"), weak(&[Why::UserName])),
        (named(mari(), "mari.oun"), named(mari(), "mari.oun"), weak(&[Why::UserName, Why::Name])),
        (named(mari(), "mari"), named(card("Mari", "Sepp"), "mari"), None),
        (born(mari(), 2014), born(card("Mari", "Sepp"), 2014), weak(&[Why::GivenName, Why::BirthDate])),
        (mari(), card("Mari", "Sepp"), None),
        (mari(), card("Maria", "Õun"), None),
        (unnamed(), unnamed(), None),
    ];
    for (known, listed, wanted) in table {
        assert_eq!(one(known.clone(), listed.clone()), wanted, "{known:?}\n{listed:?}");
        assert_eq!(one(listed, known), wanted, "the other way round");
    }
}

#[test]
fn another_birth_date_rules_out_even_the_national_number() {
    let with = |year| born(numbered(mari(), "k", "a"), year);
    assert!(one(with(2014), with(2014)).is_some());
    assert_eq!(one(with(2014), with(2015)), None);
}

#[test]
fn a_birth_date_is_compared_as_a_hash_where_the_roster_kept_no_more() {
    let hashed = |text: &str| Card { birth: vec![Birth::Hash(hash("k", text))], ..mari() };
    let both = Card { birth: [born(mari(), 2014).birth, hashed("a").birth].concat(), ..mari() };
    assert_eq!(one(both.clone(), hashed("a")), Some((Strength::Strong, vec![Why::Name, Why::BirthDate])));
    assert_eq!(one(both, hashed("b")), None);
}

#[test]
fn another_national_number_rules_out_the_same_name() {
    assert!(one(numbered(mari(), "k", "a"), mari()).is_some());
    assert_eq!(one(numbered(mari(), "k", "a"), numbered(mari(), "k", "b")), None);
}

#[test]
fn a_pupil_is_no_candidate_for_a_teacher() {
    let teacher = Card { roles: vec![Role::Teacher], ..mari() };
    assert!(one(teacher.clone(), Card { roles: vec![Role::Staff], ..mari() }).is_some());
    assert_eq!(one(teacher, mari()), None);
}

#[test]
fn a_guardian_is_nobody() {
    let guardian = Card { roles: vec![Role::Guardian], ..numbered(mari(), "k", "a") };
    assert_eq!(one(guardian.clone(), numbered(mari(), "k", "a")), None);
    assert_eq!(one(numbered(mari(), "k", "a"), guardian.clone()), None);
    let teacher = Card { roles: vec![Role::Guardian, Role::Teacher], ..guardian };
    assert!(one(teacher.clone(), Card { roles: vec![Role::Teacher], ..mari() }).is_some());
}

#[test]
fn not_the_same_person_is_remembered() {
    let pair = [known(1, mari()), known(2, mari())];
    let mut person = listed(mari());
    person.not_same.insert(account(1));
    let found = suggest(&pair, &[person.clone()]).remove(0);
    assert_eq!(found.iter().map(|each| &each.account).collect::<Vec<_>>(), [&account(2)]);
    // Nobody else's claim is weaker for it, and the account is not shared any more.
    let found = suggest(&pair[..1], &[person, listed(mari())]);
    assert_eq!((found[0].len(), found[1].len(), found[1][0].shared), (0, 1, false));
}

/// Twins rule: two rows of one journal are never one person.
#[test]
fn an_account_that_two_rows_of_a_journal_would_get_is_shared_on_both() {
    let account = [known(1, in_class(mari(), "5B"))];
    let twins = [listed(in_class(mari(), "5B")), listed(card("M.", "Õun")), listed(other())];
    let found = suggest(&account, &twins);
    assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 0]);
    assert!(found[0][0].shared && found[1][0].shared);
    let elsewhere = Listed { journals: BTreeSet::from([2]), ..twins[1].clone() };
    let found = suggest(&account, &[twins[0].clone(), elsewhere]);
    assert!(!found[0][0].shared && !found[1][0].shared, "rows of two journals may be one person or two");
}

#[test]
fn two_accounts_of_one_name_are_both_named_the_surest_first() {
    let pair = [known(1, mari()), known(2, in_class(mari(), "5B"))];
    let found = suggest(&pair, &[listed(in_class(mari(), "5B"))]).remove(0);
    assert_eq!(found.iter().map(|each| &each.account).collect::<Vec<_>>(), [&account(2), &account(1)]);
}
