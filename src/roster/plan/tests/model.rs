//! Made-up readings, and a model of what applying a plan does.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::super::super::{
    FilterTerms, Filtered, Held, HeldJournal, HeldLink, HeldPerson, HeldSeat, HeldStanding, Hidden, PLAN, Plan,
    SeatTerms, filter,
};
use crate::domain::{
    AccountId, Completeness, JournalFacts, JournalId, JournalKey, Member, NewAccounts, PersonName, Random, Reading,
    Role, RosterPersonId, RosterSubject, SchoolId, SeatRole, StandingState,
};
use crate::vault::{Vault, VaultKey};

pub fn account(n: u64) -> AccountId {
    AccountId::random(&Random::counter(1_000 + n * 100))
}

pub fn member(subject: &str, role: Role) -> Member {
    let name = PersonName { given: Some(format!("Mari {subject}")), family: Some("Tamm".into()) };
    Member { name, class_name: Some("5B".into()), ..Member::new(subject, role) }
}

pub fn reading(members: Vec<Member>) -> Reading {
    let key = JournalKey { upstream: "ekool".parse().unwrap(), scope: String::new(), external_id: "j1".into() };
    Reading {
        read_at: "2026-09-07T08:00:00Z".parse().unwrap(),
        completeness: Completeness::Complete,
        journal: JournalFacts {
            key,
            school: None,
            name: "Matemaatika 5B".into(),
            school_year: None,
            landing_url: None,
        },
        members,
        deleted: vec![],
        cursor: None,
    }
}

pub fn vault() -> Vault {
    Vault::new(vec![VaultKey::new("a".into(), [7; 32])], Random::counter(1)).unwrap()
}

pub fn sifted(reading: &Reading) -> (Filtered, Hidden) {
    let school: BTreeSet<SchoolId> = ["ehis:123".parse().unwrap()].into();
    let today = NaiveDate::from_ymd_opt(2026, 9, 7).unwrap();
    let vault = &vault();
    let terms = FilterTerms {
        school: &school,
        country: Some("EE"),
        today,
        slack_days: 14,
        unmarked_is_protected: false,
        vault,
    };
    filter(reading, &terms)
}

pub fn said(reading: &Reading) -> Filtered {
    sifted(reading).0
}

pub fn held() -> Held {
    let new_accounts = NewAccounts::Create;
    Held::nothing(SeatTerms { roster_subject: RosterSubject::SameAsLogin, new_accounts })
}

pub fn link(account: &AccountId) -> HeldLink {
    HeldLink { account: account.clone(), is_open: true, via_merge: false }
}

pub fn decided(state: StandingState) -> HeldStanding {
    HeldStanding { state, reason: None, decided_by: "account:acc_teacher".into() }
}

pub fn sit(held: &mut Held, subject: &str, role: SeatRole) {
    held.seats.insert((subject.into(), role), HeldSeat { absent_since: None });
}

/// What stands when a plan was applied.
pub fn applied(plan: &Plan, said: &Filtered, mut held: Held) -> Held {
    let random = Random::counter(5_000_000);
    let journal = held.journal.take();
    let id = journal.as_ref().map_or_else(|| JournalId::random(&random), |journal| journal.id.clone());
    let school = "ehis:123".parse().unwrap();
    let facts = said.journal.clone();
    held.journal = Some(HeldJournal {
        id,
        school,
        name: facts.name,
        school_year: facts.school_year,
        landing_url: facts.landing_url,
        read_at: Some(said.read_at),
    });
    for person in plan.people.iter().filter(|person| plan.steps.people.contains(&person.subject)) {
        let known = held.people.get(&person.subject).map(|known| known.id.clone());
        let id = known.unwrap_or_else(|| RosterPersonId::random(&random));
        held.people.insert(person.subject.clone(), HeldPerson { id, digest: person.digest.clone() });
    }
    for place in plan.steps.sit.iter().chain(&plan.steps.come_back) {
        held.seats.insert(place.clone(), HeldSeat { absent_since: None });
    }
    for place in &plan.steps.miss {
        held.seats.insert(place.clone(), HeldSeat { absent_since: Some(said.read_at) });
    }
    for place in plan.steps.leave.keys() {
        held.seats.remove(place);
    }
    for (subject, (state, reason)) in &plan.steps.standings {
        let decided_by = PLAN.to_owned();
        held.standings.insert(subject.clone(), HeldStanding { state: *state, reason: *reason, decided_by });
    }
    for subject in &plan.steps.births {
        let born = AccountId::random(&random);
        held.taken.insert(born.clone(), [subject.clone()].into());
        held.links.insert(subject.clone(), link(&born));
    }
    held
}
