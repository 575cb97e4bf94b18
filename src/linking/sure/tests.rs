use super::super::Birth;
use super::super::candidates::{Known, name_fits};
use super::*;
use crate::domain::Random;
use crate::vault::KeyedHash;

fn account(n: u64) -> AccountId {
    AccountId::random(&Random::counter(n * 1_000))
}

fn person(n: u64) -> RosterPersonId {
    RosterPersonId::random(&Random::counter(n * 1_000))
}

fn card_of(given: &str, family: &str, class: &str) -> Card {
    let part = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Card {
        name: PersonName { given: part(given), family: part(family) },
        roles: vec![Role::Pupil],
        classes: part(class).into_iter().collect(),
        ..Card::default()
    }
}

fn known(cards: &[Card]) -> Vec<Known> {
    (0..).zip(cards).map(|(n, card)| Known { account: account(n), card: card.clone() }).collect()
}

fn pairs(known: &[Known], listed: &[OfRoster]) -> BTreeMap<RosterPersonId, AccountId> {
    sure_pairs(known, listed, &listed.iter().map(|(person, _)| person).collect())
}

/// Whether the first of `listed` surely has the first of `known`.
fn first(known_cards: &[Card], listed: &[Card]) -> bool {
    let listed: Vec<OfRoster> = (0..).zip(listed).map(|(n, card)| (person(n), card.clone())).collect();
    let sure = pairs(&known(known_cards), &listed);
    assert!(sure.get(&person(0)).is_none_or(|one| *one == account(0)), "somebody else's account");
    sure.contains_key(&person(0))
}

fn mari() -> Card {
    card_of("Mari", "Tamm", "5B")
}

#[test]
fn one_name_in_one_class_on_both_sides_is_sure() {
    for (given, family, class) in [
        ("Mari", "Tamm", "5B"),
        ("MARI", "TAMM", "5b"),
        (" Mari ", "Tamm", "5 B"),
        ("Ma\u{301}ri", "Tamm", "5B"),
        ("Mari-Liis", "Õunapuu", "5B"),
        ("Joris", "van der Berg", "Groep 7"),
    ] {
        let one = card_of(given, family, class);
        assert!(first(std::slice::from_ref(&one), std::slice::from_ref(&one)), "{given} {family} {class}");
    }
    assert!(first(&[card_of("MARI", "Tamm", "5.b")], &[mari()]));
    assert!(first(&[card_of("Mari-Liis", "Tamm", "5B")], &[card_of("mari liis", "TAMM", "5B")]));
}

#[test]
fn another_letter_half_a_name_or_another_class_is_not_sure() {
    for (given, family, class) in [
        ("Mary", "Tamm", "5B"),
        ("Märi", "Tamm", "5B"),
        ("M.", "Tamm", "5B"),
        ("Mari", "Tam", "5B"),
        ("Mari-Liis", "Tamm", "5B"),
        ("Tamm", "Mari", "5B"),
        ("Mari", "", "5B"),
        ("", "Tamm", "5B"),
        ("Mari Tamm", "", "5B"),
        ("Mari", "Tamm", "5A"),
        ("Mari", "Tamm", ""),
    ] {
        assert!(!first(&[card_of(given, family, class)], &[mari()]), "{given} {family} {class}");
        assert!(!first(&[mari()], &[card_of(given, family, class)]), "{given} {family} {class}");
    }
    assert!(!first(&[card_of("", "", "5B")], &[card_of("", "", "5B")]));
}

/// Whoever could be taken for somebody stands in the way, on either side, linked or not.
#[test]
fn nobody_else_of_the_school_may_have_such_a_name() {
    for (given, family) in
        [("Mari", "Tamm"), ("Maari", "Tamm"), ("Mari-Liis", "Tamm"), ("M.", "Tamm"), ("Tamm", "Mari"), ("Mári", "Tamm")]
    {
        let other = card_of(given, family, "5B");
        let fits = name_fits(&other.name, &mari().name);
        assert_eq!(first(&[mari(), other.clone()], &[mari()]), !fits, "account {given} {family}");
        assert_eq!(first(&[mari()], &[mari(), other.clone()]), !fits, "pupil {given} {family}");
        let elsewhere = Card { classes: vec!["6A".into()], ..other };
        assert_eq!(first(&[mari(), elsewhere.clone()], &[mari()]), !fits, "account elsewhere {given} {family}");
        assert_eq!(first(&[mari()], &[mari(), elsewhere]), !fits, "pupil elsewhere {given} {family}");
    }
    assert!(!first(&[mari(), mari()], &[mari()]) && !first(&[mari()], &[mari(), mari()]));
    assert!(first(&[mari(), card_of("Kati", "Tamm", "5B")], &[mari(), card_of("Mart", "Tamm", "5B")]));
}

/// Classes grow older, and accounts do not always follow: last year's 4A of one Mari is this year's of the other.
#[test]
fn a_namesake_of_the_next_year_s_class_is_not_given_the_older_one_s_account() {
    let of = |class: &str| card_of("Mari", "Tamm", class);
    assert!(!first(&[of("4A")], &[of("4A"), of("5A")]), "the older one's account still says 4A");
    assert!(!first(&[of("4A"), of("3A")], &[of("4A"), of("5A")]), "nor where the younger one's says 3A");
    let both = Card { classes: vec!["4A".into(), "5A".into()], ..of("4A") };
    assert!(!first(&[both], &[of("4A"), of("5A")]), "nor where one account is of both classes");
}

#[test]
fn what_rules_two_people_out_rules_them_out_here() {
    let hash = |text: &str| Birth::Hash(KeyedHash { hash: text.into(), key_id: "k1".into() });
    let born = |text: &str| Card { birth: vec![hash(text)], ..mari() };
    assert!(first(&[born("a")], &[born("a")]) && first(&[mari()], &[born("a")]));
    assert!(!first(&[born("a")], &[born("b")]));
    let number = |text: &str| Card { national: vec![KeyedHash { hash: text.into(), key_id: "k1".into() }], ..mari() };
    assert!(!first(&[number("a")], &[number("b")]));
    for roles in [vec![Role::Teacher], vec![Role::Guardian], vec![], vec![Role::Pupil, Role::Teacher]] {
        let grown = Card { roles: roles.clone(), ..mari() };
        assert!(!first(std::slice::from_ref(&grown), &[mari()]), "{roles:?}");
    }
}

/// Twice the same question in any order of the people gives the same answer, and nobody gets two.
#[test]
fn the_order_of_people_does_not_matter() {
    let names =
        ["Mari Tamm", "Mart Tamm", "Maris Tamm", "Karl Mägi", "Karl Magi", "Liisa Saar", "Liis Saar", "Jaan Kask"];
    let cards: Vec<Card> = names
        .iter()
        .filter_map(|name| name.split_once(' '))
        .map(|(given, family)| card_of(given, family, "5B"))
        .collect();
    let mut listed: Vec<OfRoster> = (0..).zip(&cards).map(|(n, card)| (person(n), card.clone())).collect();
    let mut accounts = known(&cards);
    let before = pairs(&accounts, &listed);
    listed.reverse();
    accounts.reverse();
    assert_eq!(pairs(&accounts, &listed), before);
    let given: BTreeSet<&AccountId> = before.values().collect();
    assert_eq!(given.len(), before.len());
    assert!(before.contains_key(&person(7)) && !before.contains_key(&person(3)), "{before:?}");
}
