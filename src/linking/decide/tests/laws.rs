//! What holds for every evidence there may be.

use proptest::prelude::*;

use super::*;

fn any_facts() -> impl Strategy<Value = Facts> {
    (prop::sample::select(vec!["Mari", "Kati"]), 2013..2015, any::<bool>()).prop_map(|(given, year, pupil)| Facts {
        role_class: Some(if pupil { RoleClass::Pupil } else { RoleClass::Adult }),
        ..facts(given, year)
    })
}

fn any_link() -> impl Strategy<Value = Option<FoundLink>> {
    let held = any::<[bool; 2]>().prop_map(|[is_due, is_alone]| Provisional { is_due, is_alone });
    let link = (1..4_u64, any::<[bool; 2]>(), prop::sample::select(LinkOrigin::ALL), prop::option::of(held)).prop_map(
        |(n, [account_open, used], origin, provisional)| FoundLink {
            account_open,
            origin,
            used,
            provisional,
            ..found(n)
        },
    );
    prop::option::of(link)
}

fn any_proof() -> impl Strategy<Value = Option<Proof>> {
    let proof =
        (1..4_u64, any::<[bool; 6]>(), prop::collection::vec(any_facts(), 0..3)).prop_map(|(n, flags, facts)| {
            let [fresh, account_open, upstream_taken, at_platform, is_provisional, is_apart] = flags;
            let kind = if at_platform { ProofKind::Platform } else { ProofKind::Session };
            Proof { kind, fresh, account_open, upstream_taken, is_provisional, is_apart, facts, ..proof(n) }
        });
    prop::option::of(proof)
}

fn any_person() -> impl Strategy<Value = Person> {
    (any::<[bool; 2]>(), any_facts(), 0..3_usize).prop_map(|([quarantined, guardian_only], facts, places)| {
        let all = [place("ehis:1"), place("ehis:2")];
        let places = all.into_iter().take(places).collect();
        Person { quarantined, guardian_only, facts, places, ..newcomer().person }
    })
}

fn any_doors() -> impl Strategy<Value = Doors> {
    // Mostly open: otherwise nearly every case would be a blocked one.
    prop_oneof![
        4 => Just(Doors::OPEN),
        1 => any::<[bool; 4]>().prop_map(|[platform, client, upstream, school]| Doors { platform, client, upstream, school }),
    ]
}

prop_compose! {
    fn any_evidence()(
        purpose in prop::sample::select(Purpose::ALL),
        doors in any_doors(),
        person in any_person(),
        link in any_link(),
        answer in prop::option::of(prop::sample::select(vec![
            Answer::Yes, Answer::No, Answer::CannotSignIn, Answer::Later,
        ])),
        proof in any_proof(),
        signed_in in prop::option::of((1..4_u64).prop_map(account)),
        flags in any::<[bool; 4]>(),
        new_accounts in prop::sample::select(NewAccounts::ALL),
    ) -> Evidence {
        let [confirmed, waiting_seat, skip_question, lets_in] = flags;
        Evidence {
            purpose, doors, person, link, answer, proof, signed_in, confirmed, new_accounts, waiting_seat, skip_question,
            lets_in,
        }
    }
}

/// Signs somebody in or writes something that can.
fn lets_in(decision: &Decision) -> bool {
    matches!(decision, Decision::SignIn(_) | Decision::Attach(_) | Decision::Bear | Decision::LetIn)
}

fn named(decision: &Decision) -> Option<&AccountId> {
    match decision {
        Decision::SignIn(sign_in) => Some(&sign_in.account),
        Decision::Confirm(join) | Decision::Attach(join) => Some(&join.account),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn nobody_gets_in_through_a_shut_door(evidence in any_evidence()) {
        let decision = decide(&evidence);
        if evidence.doors != Doors::OPEN || evidence.person.quarantined || evidence.person.guardian_only {
            prop_assert!(!lets_in(&decision), "{decision:?}");
        }
        if let Decision::SignIn(sign_in) = &decision {
            let link = evidence.link.as_ref().unwrap();
            prop_assert!(link.account_open && link.account == sign_in.account && link.link == sign_in.link);
        }
    }

    #[test]
    fn only_a_proven_or_linked_account_is_named(evidence in any_evidence()) {
        let decision = decide(&evidence);
        let linked = evidence.link.as_ref().map(|link| &link.account);
        let proven = evidence.proof.as_ref().map(|proof| &proof.account);
        prop_assert!(named(&decision).is_none_or(|account| Some(account) == linked || Some(account) == proven));
        if let Decision::Confirm(join) | Decision::Attach(join) = &decision {
            prop_assert_eq!(Some(&join.account), proven);
        }
    }

    #[test]
    fn different_people_are_never_offered_the_button(evidence in any_evidence()) {
        if let Decision::Confirm(join) | Decision::Attach(join) = decide(&evidence) {
            let proof = evidence.proof.clone().unwrap();
            prop_assert!(join.sameness != SamePerson::Different);
            prop_assert!(proof.facts.iter().all(|f| same_person(&evidence.person.facts, f) != SamePerson::Different));
            prop_assert!(proof.fresh && proof.account_open && !proof.upstream_taken);
            prop_assert!(evidence.link.as_ref().is_none_or(FoundLink::gives_way));
        }
    }

    /// S36: not in a link, not on a page, not in a school's queue.
    #[test]
    fn whoever_is_apart_meets_nowhere(evidence in any_evidence()) {
        if let Some(proof) = evidence.proof.clone().filter(|proof| proof.is_apart) {
            let meets = match decide(&evidence) {
                Decision::Confirm(_) | Decision::Attach(_) | Decision::AskSchool(_) | Decision::Refused(_) => true,
                decision => named(&decision) == Some(&proof.account),
            };
            prop_assert!(!meets || evidence.link.is_some_and(|link| link.account == proof.account));
        }
    }

    #[test]
    fn nothing_is_joined_before_the_button(evidence in any_evidence()) {
        let joined = matches!(decide(&evidence), Decision::Attach(_));
        prop_assert!(!joined || (evidence.confirmed && evidence.proof.is_some()));
    }

    #[test]
    fn adding_joins_only_the_person_who_is_signed_in_here_or_at_the_platform(evidence in any_evidence()) {
        if let (Purpose::Add, decision) = (evidence.purpose, decide(&evidence)) {
            prop_assert!(!matches!(decision, Decision::Bear | Decision::Ask | Decision::LetIn | Decision::Remind));
            if let Decision::Attach(join) | Decision::Confirm(join) = decision {
                let at_platform = evidence.proof.is_some_and(|proof| proof.kind == ProofKind::Platform);
                let nobody_here = at_platform && evidence.signed_in.is_none();
                prop_assert!(nobody_here || Some(join.account) == evidence.signed_in);
            }
        }
    }

    #[test]
    fn an_account_is_never_made_for_somebody_who_may_have_one(evidence in any_evidence()) {
        if decide(&evidence) == Decision::Bear {
            prop_assert!(evidence.link.is_none() && evidence.proof.is_none());
            prop_assert!(evidence.answer == Some(Answer::No) || (evidence.skip_question && !evidence.waiting_seat));
        }
    }

    #[test]
    fn only_pupils_who_say_that_they_have_an_account_are_let_in(evidence in any_evidence()) {
        if decide(&evidence) == Decision::LetIn {
            prop_assert!(evidence.lets_in && evidence.answer == Some(Answer::Later) && evidence.proof.is_none());
            prop_assert!(evidence.person.facts.role_class == Some(RoleClass::Pupil));
            prop_assert!(evidence.link.as_ref().is_none_or(|link| link.is_unclaimed() && link.account_open));
        }
    }

    /// Only a provisional account goes anywhere, only by its own link alone, and into an account that waits for none itself.
    #[test]
    fn only_a_provisional_account_is_absorbed(evidence in any_evidence()) {
        if let Decision::Confirm(join) | Decision::Attach(join) = decide(&evidence) {
            let proof = evidence.proof.clone().unwrap();
            prop_assert!(!proof.is_provisional);
            let held = evidence.link.as_ref().filter(|link| link.provisional.is_some());
            prop_assert_eq!(&join.absorbs, &held.map(|link| link.account.clone()));
            if let Some(gone) = &join.absorbs {
                prop_assert!(*gone != join.account && held.unwrap().account_open);
                prop_assert!(held.unwrap().provisional.unwrap().is_alone);
                prop_assert_eq!(&join.replaces, &held.map(|link| link.link.clone()));
            }
        }
    }
}
