use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::domain::{JournalFacts, JournalKey, PersonName, Random, Reading, Role};
use crate::vault::{Vault, VaultKey};

const SUBJECTS: [&str; 6] = ["p1", "p2", "p3", "p4", "#5", ""];

fn any_member() -> impl Strategy<Value = Member> {
    let roles = vec![Role::Pupil, Role::Pupil, Role::Teacher, Role::Guardian, Role::Admin];
    (prop::sample::select(&SUBJECTS[..]), prop::sample::select(roles), 0..9_u8).prop_map(|(subject, role, kind)| {
        let name = PersonName { given: Some("Mari".into()), family: Some(subject.to_uppercase()) };
        let mut member = Member { name, ..Member::new(subject, role) };
        match kind {
            0 => member.protected = Some(true),
            1 => member.active = false,
            2 => member.until = NaiveDate::from_ymd_opt(2026, 1, 1),
            3 => member.from = NaiveDate::from_ymd_opt(2027, 1, 1),
            4 => member.school = Some("ehis:404".parse().unwrap()),
            5 => member.birth_date = NaiveDate::from_ymd_opt(2014, 1, 1),
            _ => {}
        }
        member
    })
}

prop_compose! {
    fn any_reading()(
        journal in 0..4_u8,
        members in prop::collection::vec(any_member(), 0..8),
        deleted in prop::collection::vec(prop::sample::select(&SUBJECTS[..4]), 0..2),
    ) -> Reading {
        let key = JournalKey {
            upstream: "ekool".parse().unwrap(), scope: String::new(), external_id: format!("j{journal}"),
        };
        Reading {
            read_at: "2026-09-07T08:00:00Z".parse().unwrap(),
            completeness: Completeness::Complete,
            journal: JournalFacts { key, school: None, name: "5B".into(), school_year: None, landing_url: None },
            members,
            deleted: deleted.into_iter().map(str::to_owned).collect(),
            cursor: None,
        }
    }
}

fn roll(readings: Vec<Reading>) -> Roll {
    Roll::new("ekool".parse().unwrap(), String::new(), "2026-09-07T08:00:00Z".parse().unwrap()).with(readings)
}

proptest! {
    /// The sieve looks at people once, and says of each journal what its reading alone would, but that whoever is protected in
    /// one of them is protected in all.
    #[test]
    fn a_journal_of_a_roster_is_what_it_is_alone(readings in prop::collection::vec(any_reading(), 0..5)) {
        let vault = Vault::new(vec![VaultKey::new("test1".into(), [7; 32])], Random::counter(1)).unwrap();
        let school = BTreeSet::from(["ehis:123".parse().unwrap()]);
        let terms = FilterTerms {
            school: &school,
            country: Some("EE"),
            today: NaiveDate::from_ymd_opt(2026, 9, 7).unwrap(),
            slack_days: 14,
            unmarked_is_protected: false,
            vault: &vault,
        };
        let roll = roll(readings);
        let sieve = Sieve::new(&roll, terms);
        for listed in &roll.journals {
            let mut reading = roll.reading(listed);
            for member in &mut reading.members {
                let same = |one: &&Member| one.subject == member.subject && one.protected == Some(true);
                if is_usable(&member.subject) && roll.members.iter().any(|one| same(&one)) {
                    member.protected = Some(true);
                }
            }
            let alone = filter(&reading, &terms);
            let (filtered, hidden) = sieve.filtered(listed);
            prop_assert_eq!(sieve.digest(listed), alone.0.digest());
            prop_assert_eq!(&filtered, &alone.0);
            prop_assert!(hidden == alone.1, "somebody else is hidden");
        }
    }

    /// Whatever their order and however they come apart.
    #[test]
    fn the_order_of_rows_says_nothing(reading in any_reading(), turn in 0..8_usize, cut in 0..8_usize) {
        let vault = Vault::new(vec![VaultKey::new("test1".into(), [7; 32])], Random::counter(1)).unwrap();
        let school = BTreeSet::new();
        let today = NaiveDate::from_ymd_opt(2026, 9, 7).unwrap();
        let terms = FilterTerms {
            school: &school, country: None, today, slack_days: 14, unmarked_is_protected: false, vault: &vault,
        };
        let digest = |readings: Vec<Reading>| {
            let roll = roll(readings);
            let sieve = Sieve::new(&roll, terms);
            roll.journals.iter().map(|listed| sieve.digest(listed)).collect::<Vec<_>>()
        };
        let (mut first, mut second) = (reading.clone(), reading.clone());
        let most = reading.members.len().max(1);
        first.members.rotate_left(turn % most);
        second.members = first.members.split_off(cut.min(first.members.len()));
        prop_assert_eq!(digest(vec![reading]), digest(vec![first, second]));
    }
}
