use chrono::{DateTime, NaiveDate};

use super::super::evidence::{Doors, Person, ProofKind, Provisional};
use super::super::{Birth, Facts, RoleClass};
use super::*;
use crate::domain::{AccountOrigin, Freshness, IdentityId, PersonName, Random, Role};

mod laws;
mod provisional;

fn account(n: u64) -> AccountId {
    AccountId::random(&Random::counter(n * 1_000))
}

fn link_id(n: u64) -> LinkId {
    LinkId::at(DateTime::default(), &Random::counter(n * 1_000))
}

fn facts(given: &str, year: i32) -> Facts {
    Facts {
        name: PersonName { given: Some(given.into()), family: Some("Tamm".into()) },
        birth: NaiveDate::from_ymd_opt(year, 3, 14).map(Birth::Date),
        national: vec![],
        role_class: Some(RoleClass::Pupil),
    }
}

fn place(school: &str) -> Place {
    Place { school: school.parse().unwrap(), role: Role::Pupil, class_name: Some("5B".into()) }
}

/// Mari comes from an upstream for the first time; every door is open.
fn newcomer() -> Evidence {
    let person = Person {
        identity: IdentityId::at(DateTime::default(), &Random::counter(1)),
        quarantined: false,
        guardian_only: false,
        freshness: Freshness::Proven,
        facts: facts("Mari", 2014),
        places: vec![place("ehis:1")],
        chosen: None,
    };
    Evidence {
        purpose: Purpose::SignIn,
        doors: Doors::OPEN,
        person,
        link: None,
        answer: None,
        proof: None,
        signed_in: None,
        confirmed: false,
        new_accounts: NewAccounts::Create,
        waiting_seat: false,
        skip_question: false,
        lets_in: false,
    }
}

fn found(n: u64) -> FoundLink {
    FoundLink {
        link: link_id(n),
        account: account(n),
        home: account(n),
        account_open: true,
        origin: LinkOrigin::Claim,
        account_origin: AccountOrigin::Import,
        used: true,
        entered: true,
        provisional: None,
    }
}

fn unclaimed(n: u64) -> FoundLink {
    FoundLink { origin: LinkOrigin::Born, used: false, ..found(n) }
}

fn linked() -> Evidence {
    Evidence { link: Some(found(1)), ..newcomer() }
}

fn proof(n: u64) -> Proof {
    Proof {
        account: account(n),
        home: account(n),
        kind: ProofKind::Password,
        proven_at: DateTime::UNIX_EPOCH,
        freshness: Freshness::Proven,
        fresh: true,
        account_open: true,
        upstream_taken: false,
        is_provisional: false,
        is_apart: false,
        facts: vec![facts("Mari", 2014)],
    }
}

/// Mari has proven account 1.
fn claiming() -> Evidence {
    Evidence { answer: Some(Answer::Yes), proof: Some(proof(1)), ..newcomer() }
}

/// Mari adds an integration to account 1 from her settings.
fn adding() -> Evidence {
    let session = Proof { kind: ProofKind::Session, ..proof(1) };
    Evidence { purpose: Purpose::Add, signed_in: Some(account(1)), proof: Some(session), ..newcomer() }
}

fn join(origin: LinkOrigin, sameness: SamePerson, replaces: Option<LinkId>) -> Join {
    Join { account: account(1), home: account(1), sameness, origin, replaces, absorbs: None }
}

fn signed_in() -> Decision {
    in_at(Some(place("ehis:1")))
}

fn in_at(place: Option<Place>) -> Decision {
    Decision::SignIn(SignIn { account: account(1), home: account(1), link: link_id(1), place })
}

fn check(rows: Vec<(&str, Evidence, Decision)>) {
    for (name, evidence, decision) in rows {
        assert_eq!(decide(&evidence), decision, "{name}");
    }
}

fn with_doors(evidence: Evidence, doors: Doors) -> Evidence {
    Evidence { doors, ..evidence }
}

fn with_person(evidence: Evidence, change: impl FnOnce(&mut Person)) -> Evidence {
    let mut evidence = evidence;
    change(&mut evidence.person);
    evidence
}

/// Either side is withheld, and they were never together.
fn apart(evidence: Evidence) -> Evidence {
    with_proof(evidence, |proof| proof.is_apart = true)
}

fn with_proof(evidence: Evidence, change: impl FnOnce(&mut Proof)) -> Evidence {
    let mut evidence = evidence;
    if let Some(proof) = evidence.proof.as_mut() {
        change(proof);
    }
    evidence
}

#[test]
fn sign_in_rows() {
    let closed = FoundLink { account_open: false, ..found(1) };
    let elsewhere = place("ehis:2");
    let two = || with_person(linked(), |person| person.places.push(place("ehis:2")));
    let chose = |school: &str| {
        let chosen = Some(place(school));
        with_person(two(), |person| person.chosen = chosen)
    };
    check(vec![
        ("live link", linked(), signed_in()),
        ("live link, another person signed in", Evidence { signed_in: Some(account(2)), ..linked() }, signed_in()),
        (
            "a link the platform stated, to an account unused here",
            {
                let stated = FoundLink { origin: LinkOrigin::Import, used: false, ..found(1) };
                Evidence { link: Some(stated), ..linked() }
            },
            signed_in(),
        ),
        ("account closed", Evidence { link: Some(closed), ..linked() }, Decision::Blocked(Block::Account)),
        ("two places", two(), Decision::ChoosePlace(vec![place("ehis:1"), place("ehis:2")])),
        ("two places, one chosen", chose("ehis:2"), in_at(Some(elsewhere))),
        ("a place that is not theirs", chose("ehis:9"), Decision::ChoosePlace(vec![place("ehis:1"), place("ehis:2")])),
        ("no place at all", with_person(linked(), |person| person.places.clear()), in_at(None)),
        ("live link, another account proven", Evidence { proof: Some(proof(2)), ..linked() }, {
            Decision::Refused(Refusal::IdentityTaken)
        }),
        ("live link, same account proven", Evidence { proof: Some(proof(1)), ..linked() }, signed_in()),
    ]);
}

#[test]
fn newcomer_rows() {
    let answer = |answer| Evidence { answer: Some(answer), ..newcomer() };
    let ask_school = Evidence { new_accounts: NewAccounts::AskSchool, ..answer(Answer::No) };
    let young = Evidence { skip_question: true, ..newcomer() };
    check(vec![
        ("no link", newcomer(), Decision::Ask),
        ("unclaimed link: the same page", Evidence { link: Some(unclaimed(1)), ..newcomer() }, Decision::Ask),
        ("yes", answer(Answer::Yes), Decision::Prove),
        ("yes, but cannot", answer(Answer::CannotSignIn), Decision::AskSchool(CaseKind::CannotSignIn)),
        ("no", answer(Answer::No), Decision::Bear),
        ("no, and the school wants to see", ask_school, Decision::AskSchool(CaseKind::NewAccount)),
        ("no, with an unclaimed link", Evidence { link: Some(unclaimed(1)), ..answer(Answer::No) }, signed_in()),
        ("the youngest are not asked", young.clone(), Decision::Bear),
        ("but are when a seat waits", Evidence { waiting_seat: true, ..young }, Decision::Ask),
    ]);
}

#[test]
fn claim_rows() {
    let different = |evidence| with_proof(evidence, |proof| proof.facts = vec![facts("Kati", 2014)]);
    let plausible = with_proof(claiming(), |proof| proof.facts.push(Facts { birth: None, ..facts("Mari", 2014) }));
    let adult = with_person(claiming(), |person| person.facts.role_class = Some(RoleClass::Adult));
    let moved = Evidence { link: Some(unclaimed(7)), ..claiming() };
    check(vec![
        ("same", claiming(), Decision::Confirm(join(LinkOrigin::Claim, SamePerson::Same, None))),
        ("plausible", plausible, Decision::Confirm(join(LinkOrigin::Claim, SamePerson::Plausible, None))),
        ("confirmed", Evidence { confirmed: true, ..claiming() }, {
            Decision::Attach(join(LinkOrigin::Claim, SamePerson::Same, None))
        }),
        ("claim code", with_proof(claiming(), |proof| proof.kind = ProofKind::ClaimCode), {
            Decision::Confirm(join(LinkOrigin::Code, SamePerson::Same, None))
        }),
        ("the platform's sign-in", with_proof(claiming(), |proof| proof.kind = ProofKind::Platform), {
            Decision::Confirm(join(LinkOrigin::Platform, SamePerson::Same, None))
        }),
        ("different", different(claiming()), Decision::AskSchool(CaseKind::PeopleDiffer)),
        ("different, confirmed", different(Evidence { confirmed: true, ..claiming() }), {
            Decision::AskSchool(CaseKind::PeopleDiffer)
        }),
        ("one of two differs", with_proof(claiming(), |proof| proof.facts.push(facts("Mari", 2013))), {
            Decision::AskSchool(CaseKind::PeopleDiffer)
        }),
        ("adult claims a pupil's account", adult, Decision::AskSchool(CaseKind::PeopleDiffer)),
        ("the account has this upstream", with_proof(claiming(), |proof| proof.upstream_taken = true), {
            Decision::AskSchool(CaseKind::AccountTaken)
        }),
        ("stale proof", with_proof(claiming(), |proof| proof.fresh = false), Decision::Prove),
        (
            "closed account",
            with_proof(claiming(), |proof| proof.account_open = false),
            Decision::Blocked(Block::Account),
        ),
        ("withheld", apart(claiming()), Decision::Blocked(Block::Account)),
        ("withheld, and linked to another", apart(Evidence { link: Some(found(2)), ..claiming() }), {
            Decision::Blocked(Block::Account)
        }),
        ("withheld, and its own", apart(Evidence { link: Some(found(1)), ..claiming() }), signed_in()),
        ("an unclaimed link gives way", moved, {
            Decision::Confirm(join(LinkOrigin::Claim, SamePerson::Same, Some(link_id(7))))
        }),
        ("the unclaimed account itself", Evidence { link: Some(unclaimed(1)), ..claiming() }, signed_in()),
    ]);
}

#[test]
fn add_rows() {
    let stranger = Evidence { link: Some(found(2)), ..adding() };
    check(vec![
        ("add", adding(), Decision::Confirm(join(LinkOrigin::Settings, SamePerson::Same, None))),
        ("confirmed", Evidence { confirmed: true, ..adding() }, {
            Decision::Attach(join(LinkOrigin::Settings, SamePerson::Same, None))
        }),
        ("no proof", Evidence { proof: None, ..adding() }, Decision::Prove),
        ("withheld", apart(adding()), Decision::Blocked(Block::Account)),
        ("stale proof", with_proof(adding(), |proof| proof.fresh = false), Decision::Prove),
        ("the identity is another's", stranger.clone(), Decision::Refused(Refusal::IdentityTaken)),
        ("the identity is another's, confirmed", Evidence { confirmed: true, ..stranger }, {
            Decision::Refused(Refusal::IdentityTaken)
        }),
        ("linked already", Evidence { link: Some(found(1)), ..adding() }, Decision::AlreadyLinked),
        ("another person is signed in", Evidence { signed_in: Some(account(2)), ..adding() }, {
            Decision::Refused(Refusal::OtherPerson)
        }),
        ("nobody is signed in", Evidence { signed_in: None, ..adding() }, Decision::Refused(Refusal::OtherPerson)),
    ]);
}

#[test]
fn link_session_rows() {
    let by_platform = |evidence| with_proof(evidence, |proof| proof.kind = ProofKind::Platform);
    let joined = || Decision::Confirm(join(LinkOrigin::Platform, SamePerson::Same, None));
    check(vec![
        ("nobody is signed in here", by_platform(Evidence { signed_in: None, ..adding() }), joined()),
        ("the same person is signed in here", by_platform(adding()), joined()),
        ("somebody else is signed in here", by_platform(Evidence { signed_in: Some(account(2)), ..adding() }), {
            Decision::Refused(Refusal::OtherPerson)
        }),
        ("the identity is another's", by_platform(Evidence { link: Some(found(2)), ..adding() }), {
            Decision::Refused(Refusal::IdentityTaken)
        }),
        ("at a claim", by_platform(claiming()), joined()),
    ]);
}

#[test]
fn blocked_rows() {
    let shut = [
        (Doors { platform: false, ..Doors::OPEN }, Block::Platform),
        (Doors { client: false, ..Doors::OPEN }, Block::Client),
        (Doors { upstream: false, ..Doors::OPEN }, Block::Upstream),
        (Doors { school: false, ..Doors::OPEN }, Block::School),
    ];
    for evidence in [newcomer(), linked(), claiming(), adding()] {
        for (doors, block) in shut {
            assert_eq!(decide(&with_doors(evidence.clone(), doors)), Decision::Blocked(block));
        }
        let recycled = with_person(evidence.clone(), |person| person.quarantined = true);
        assert_eq!(decide(&recycled), Decision::Blocked(Block::Recycled));
        let guardian = with_person(evidence.clone(), |person| person.guardian_only = true);
        assert_eq!(decide(&guardian), Decision::GuardianOnly);
        let elsewhere = with_doors(guardian, Doors { school: false, ..Doors::OPEN });
        assert_eq!(decide(&elsewhere), Decision::GuardianOnly);
    }
}
