use koppel::domain::{Assurance, Freshness, LinkOrigin};
use koppel::linking::{Decision, LinkingError, Refusal, SamePerson};
use koppel::storage::{audit, events, links, notices};

use super::world::{World, assertion};
use crate::support::cost::{Cost, cost};
use crate::support::{both_engines, counted};

/// Of changed claims, and of strangers.
const ROUNDS: usize = 100;
const AUDITS: &str = "SELECT COUNT(*) AS n FROM audit WHERE action = 'link.created'";
const LINKS: &str = "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL";

#[tokio::test]
async fn a_claim_lands_on_the_old_account() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let said = assertion("ekool", "m1", "Mari", 2014);
        let visit = world.arrive(&said).await;
        assert_eq!(visit.decide().await, Decision::Ask);
        let visit = visit.proven(world.password(&mari));
        assert_eq!(visit.join().await.sameness, SamePerson::Same);
        let link = visit.attach(&visit.offer().await).await.unwrap();
        assert_eq!((&link.account_id, link.origin, link.assurance), (&mari, LinkOrigin::Claim, Assurance::High));
        let again = world.arrive(&said).await.admit().await.unwrap();
        assert_eq!((again.account, again.link, again.place.unwrap().school), (mari, link.id, world.school.clone()));
    })
    .await;
}

/// A24: 100 % of links leave an audit row, an event and a notice, in the transaction that made them.
#[tokio::test]
async fn every_link_leaves_audit_event_and_notice() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        for n in 0..20 {
            let account = world.pupil(&format!("p{n}"), "Mari", 2014).await;
            let link = &world.claim(&assertion("ekool", &format!("s{n}"), "Mari", 2014), &account).await;
            world
                .storage(|tx| async move {
                    let rows = audit::list_of_link(&tx, &link.id).await?;
                    assert_eq!(rows.len(), 1);
                    assert_eq!((rows[0].action.as_str(), rows[0].number), ("link.created", None));
                    let said = events::list_of_audit(&tx, &rows[0].id).await?;
                    assert_eq!(said.len(), 1);
                    let told = notices::list_of_account(&tx, &link.account_id).await?;
                    assert_eq!(told.len(), 1);
                    assert_eq!(
                        (told[0].link_id.as_ref(), (told[0].expires_at - told[0].created_at).num_days()),
                        (Some(&link.id), 30)
                    );
                    Ok(())
                })
                .await;
        }
    })
    .await;
}

/// Checks, link, audit, event, notice, and whoever else is signed out: what is read for the decision is read once.
#[tokio::test]
async fn a_join_asks_the_database_as_often_as_it_must_and_no_more() {
    const BOUND: Cost = Cost::of(22, 0, 1);
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let visit = world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await.proven(world.password(&mari));
        let value = visit.offer().await;
        let (link, spent) = cost(&ground.db, visit.attach(&value)).await;
        assert_eq!(link.unwrap().account_id, mari);
        assert!(spent.is_within(&BOUND), "{spent:?}");
    })
    .await;
}

#[tokio::test]
async fn a_refused_join_leaves_nothing() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let visit = world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await.proven(world.password(&mari));
        visit.offer().await;
        assert!(matches!(visit.attach("something else").await, Err(LinkingError::NotOffered)));
        let rows = [LINKS, AUDITS, "SELECT COUNT(*) AS n FROM event", "SELECT COUNT(*) AS n FROM notice"];
        for sql in rows {
            assert_eq!(world.count(sql).await, 0, "{sql}");
        }
    })
    .await;
}

/// A14: the identity is linked elsewhere: refused, nothing moves, nothing is told of whose it is.
#[tokio::test]
async fn an_identity_of_another_account_stays_where_it_is() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let (mari, other) = (world.pupil("17", "Mari", 2014).await, world.pupil("18", "Mari", 2014).await);
        let said = assertion("ekool", "m1", "Mari", 2014);
        let before = world.claim(&said, &mari).await;
        let claiming = world.arrive(&said).await.proven(world.password(&other));
        assert_eq!(claiming.decide().await, Decision::Refused(Refusal::IdentityTaken));
        let adding = world.arrive(&said).await.adding(world.password(&other));
        assert_eq!(adding.decide().await, Decision::Refused(Refusal::IdentityTaken));
        assert!(adding.ask_school().await.unwrap());
        assert!(!adding.ask_school().await.unwrap(), "the same case is opened once");
        let (platform, key) = (&world.platform, &said.key);
        let after = world.storage(|tx| async move { links::find_live(&tx, platform, key).await }).await.unwrap();
        assert_eq!((after.id, after.account_id), (before.id, mari));
        assert_eq!(world.count(LINKS).await, 1);
    })
    .await;
}

/// A14: taken between the page and the button.
#[tokio::test]
async fn an_identity_that_is_taken_meanwhile_is_refused() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let (mari, other) = (world.pupil("17", "Mari", 2014).await, world.pupil("18", "Mari", 2014).await);
        let said = assertion("ekool", "m1", "Mari", 2014);
        let visit = world.arrive(&said).await.proven(world.password(&other));
        let join = visit.join().await;
        world.claim(&said, &mari).await;
        let value = visit.offer_for(&join).await;
        assert!(matches!(visit.attach(&value).await, Err(LinkingError::IdentityTaken)));
        assert_eq!(world.count(LINKS).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_second_live_link_of_one_upstream_is_refused() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let second = world.arrive(&assertion("ekool", "m2", "Mari", 2014)).await.proven(world.password(&mari));
        let join = second.join().await;
        world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        let value = second.offer_for(&join).await;
        assert!(matches!(second.attach(&value).await, Err(LinkingError::AccountTaken)));
        assert!(second.ask_school().await.unwrap());
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM school_case WHERE kind = 'account_taken'").await, 1);
        assert_eq!(world.count(LINKS).await, 1);
    })
    .await;
}

/// R3: a link takes back every pending confirmation of its two sides.
#[tokio::test]
async fn a_link_takes_back_pending_buttons() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let pending = world.arrive(&assertion("stuudium", "m9", "Mari", 2014)).await.proven(world.password(&mari));
        let value = pending.offer().await;
        world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        assert!(matches!(pending.attach(&value).await, Err(LinkingError::NotOffered)));
    })
    .await;
}

#[tokio::test]
async fn different_people_get_no_button_and_the_school_a_case() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let kati = world.pupil("18", "Kati", 2014).await;
        let visit = world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await.proven(world.password(&kati));
        assert_eq!(visit.decide().await, Decision::AskSchool(koppel::domain::CaseKind::PeopleDiffer));
        let forged = koppel::linking::Join {
            account: kati.clone(),
            home: kati,
            sameness: SamePerson::Same,
            origin: LinkOrigin::Claim,
            replaces: None,
            absorbs: None,
        };
        let value = visit.offer_for(&forged).await;
        assert!(matches!(visit.attach(&value).await, Err(LinkingError::Changed(_))));
        assert!(visit.ask_school().await.unwrap());
        assert_eq!(world.count(LINKS).await, 0);
    })
    .await;
}

/// A5: 100 rounds: name, address or number change one at a time, and the subject stays on its account; the same address
/// under another subject joins nothing.
#[tokio::test]
async fn nothing_but_the_subject_finds_an_account() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        for n in 0..ROUNDS {
            let mut said = assertion("ekool", "m1", "Mari", 2014);
            said.email = Some(format!("new{n}@kodu.example"));
            if n % 2 == 0 {
                said.name.family = Some(format!("Kask{n}"));
            } else {
                said.national_number = Some(format!("EE:6140314{n:04}"));
            }
            let found = world.arrive(&said).await.admit().await.unwrap();
            assert_eq!(found.account, mari);
            let stranger = world.arrive(&assertion("ekool", &format!("x{n}"), "Mari", 2014)).await;
            assert_eq!(stranger.decide().await, Decision::Ask);
        }
        assert_eq!(world.count(LINKS).await, 1);
        counted(
            "A5",
            &format!("{ROUNDS} changed claims, {ROUNDS} strangers with the same address, {}", ground.engine()),
        );
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_that_was_not_fresh_makes_a_weaker_link() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        for (n, freshness) in [Freshness::Requested, Freshness::Unknown].into_iter().enumerate() {
            let account = world.pupil(&format!("p{n}"), "Mari", 2014).await;
            let said = koppel::domain::Assertion { freshness, ..assertion("ekool", &format!("s{n}"), "Mari", 2014) };
            assert_eq!(world.claim(&said, &account).await.assurance, Assurance::Substantial);
        }
    })
    .await;
}
