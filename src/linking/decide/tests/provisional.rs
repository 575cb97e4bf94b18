//! Rows of pupils who are let in before they have proven the account they have.

use super::*;

const HELD: Provisional = Provisional { is_due: false, is_alone: true };

/// Account 5 is provisional.
fn held(provisional: Provisional) -> FoundLink {
    let found = FoundLink { origin: LinkOrigin::Born, account_origin: AccountOrigin::SignIn, ..found(5) };
    FoundLink { provisional: Some(provisional), ..found }
}

fn on(provisional: Provisional) -> Evidence {
    Evidence { link: Some(held(provisional)), ..newcomer() }
}

fn said(answer: Answer, evidence: Evidence) -> Evidence {
    Evidence { answer: Some(answer), ..evidence }
}

fn in_as_before() -> Decision {
    let sign_in = SignIn { account: account(5), home: account(5), link: link_id(5), place: Some(place("ehis:1")) };
    Decision::SignIn(sign_in)
}

#[test]
fn let_in_rows() {
    let open = || said(Answer::Later, Evidence { lets_in: true, waiting_seat: true, ..newcomer() });
    let as_role = |role| {
        with_person(open(), |person| {
            person.places.push(Place { role, ..place("ehis:1") });
        })
    };
    let adult = with_person(open(), |person| person.facts.role_class = Some(RoleClass::Adult));
    let unknown = with_person(open(), |person| person.facts.role_class = None);
    let closed = FoundLink { account_open: false, ..unclaimed(1) };
    check(vec![
        ("later", open(), Decision::LetIn),
        ("later, and a journal made an account", Evidence { link: Some(unclaimed(1)), ..open() }, Decision::LetIn),
        ("later, and that is closed", Evidence { link: Some(closed), ..open() }, Decision::Prove),
        ("later, and no school lets in", Evidence { lets_in: false, ..open() }, Decision::Prove),
        ("yes", said(Answer::Yes, open()), Decision::Prove),
        ("no", said(Answer::No, open()), Decision::Bear),
        ("a teacher", as_role(Role::Teacher), Decision::Prove),
        ("other staff", as_role(Role::Staff), Decision::Prove),
        ("an adult elsewhere", adult, Decision::Prove),
        ("of no role at all", unknown, Decision::Prove),
    ]);
}

#[test]
fn provisional_rows() {
    let due = Provisional { is_due: true, ..HELD };
    let closed = FoundLink { account_open: false, ..held(HELD) };
    check(vec![
        ("in", on(HELD), in_as_before()),
        ("in, and a week has passed", on(due), Decision::Remind),
        ("not now", said(Answer::Later, on(due)), in_as_before()),
        ("bring it", said(Answer::Yes, on(due)), Decision::Prove),
        ("bring it, and cannot", said(Answer::CannotSignIn, on(HELD)), { Decision::AskSchool(CaseKind::CannotSignIn) }),
        ("closed", Evidence { link: Some(closed), ..on(HELD) }, Decision::Blocked(Block::Account)),
        ("the provisional account itself is proven", Evidence { proof: Some(proof(5)), ..on(HELD) }, in_as_before()),
    ]);
}

#[test]
fn absorb_rows() {
    let bringing = |provisional| said(Answer::Yes, Evidence { proof: Some(proof(1)), ..on(provisional) });
    let joined =
        |origin| Join { replaces: Some(link_id(5)), absorbs: Some(account(5)), ..join(origin, SamePerson::Same, None) };
    let taken = Decision::AskSchool(CaseKind::AccountTaken);
    let session = Proof { kind: ProofKind::Session, ..proof(1) };
    let from_settings =
        Evidence { purpose: Purpose::Add, signed_in: Some(account(1)), proof: Some(session), ..on(HELD) };
    let other = with_proof(bringing(HELD), |proof| proof.facts = vec![facts("Kati", 2014)]);
    check(vec![
        ("proven", bringing(HELD), Decision::Confirm(joined(LinkOrigin::Claim))),
        ("confirmed", Evidence { confirmed: true, ..bringing(HELD) }, Decision::Attach(joined(LinkOrigin::Claim))),
        ("from the older account's settings", from_settings, Decision::Confirm(joined(LinkOrigin::Settings))),
        ("different people", other, Decision::AskSchool(CaseKind::PeopleDiffer)),
        ("linked already", with_proof(bringing(HELD), |proof| proof.upstream_taken = true), taken.clone()),
        ("into a provisional one", with_proof(bringing(HELD), |proof| proof.is_provisional = true), taken.clone()),
        ("others open it too", bringing(Provisional { is_alone: false, ..HELD }), taken.clone()),
        ("stale proof", with_proof(bringing(HELD), |proof| proof.fresh = false), Decision::Prove),
        ("closed", with_proof(bringing(HELD), |proof| proof.account_open = false), Decision::Blocked(Block::Account)),
        ("a newcomer claims one", with_proof(claiming(), |proof| proof.is_provisional = true), taken),
        ("an integration is added to one", with_proof(adding(), |proof| proof.is_provisional = true), Decision::Prove),
    ]);
}
