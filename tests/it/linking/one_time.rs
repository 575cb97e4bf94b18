use chrono::TimeDelta;
use koppel::domain::{IdentityId, OneTimePurpose};
use koppel::linking::LinkingError;
use koppel::storage::one_time::{self, Offer, OneTime};
use koppel::vault::sha256;

use super::world::{BROWSER, World, assertion};
use crate::support::{TestGround, both_engines, counted};

fn value(ground: &TestGround, purpose: OneTimePurpose) -> OneTime {
    let (hash, now) = (sha256(&ground.random.secret()), ground.now());
    OneTime { browser_hash: Some(BROWSER.into()), ..OneTime::new(hash, purpose, now, now + TimeDelta::minutes(10)) }
}

async fn accepted(world: &World<'_>, row: &OneTime, offer: Offer<'_>) -> bool {
    let offer = &offer;
    world
        .storage(|tx| async move {
            one_time::insert(&tx, row).await?;
            one_time::consume(&tx, offer).await
        })
        .await
        .is_some()
}

/// A20: every kind of one-time value offered as every other kind: 0 accepted off the diagonal.
#[tokio::test]
async fn a_value_opens_nothing_but_its_own_door() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        for made in OneTimePurpose::ALL {
            for used in OneTimePurpose::ALL {
                let row = value(&ground, *made);
                let offer = Offer { hash: &row.hash, purpose: *used, browser_hash: Some(BROWSER), now: ground.now() };
                assert_eq!(accepted(&world, &row, offer).await, made == used, "{made} as {used}");
            }
        }
        let (kinds, engine) = (OneTimePurpose::ALL.len(), ground.engine());
        counted("A20", &format!("{} kinds of one-time value as each other, {engine}", kinds * kinds));
    })
    .await;
}

/// A20: another browser, no browser, too late, twice.
#[tokio::test]
async fn a_value_is_for_one_browser_one_time_and_not_for_long() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let purpose = OneTimePurpose::Confirm;
        let now = ground.now();
        for (browser_hash, at, wanted) in [
            (Some(BROWSER), now, true),
            (Some("another"), now, false),
            (None, now, false),
            (Some(BROWSER), now + TimeDelta::minutes(10), false),
        ] {
            let row = value(&ground, purpose);
            let offer = Offer { hash: &row.hash, purpose, browser_hash, now: at };
            assert_eq!(accepted(&world, &row, offer).await, wanted, "{browser_hash:?} {at}");
        }
        let row = &value(&ground, purpose);
        let offer = Offer { hash: &row.hash, purpose, browser_hash: Some(BROWSER), now };
        assert!(accepted(&world, row, offer).await);
        let again = world.storage(|tx| async move { one_time::consume(&tx, &offer).await }).await;
        assert_eq!(again, None);
    })
    .await;
}

/// A form of another site comes without cookies: it learns whether some browser waits, and uses up nothing.
#[tokio::test]
async fn a_value_that_waits_is_seen_and_not_used_up() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let (purpose, now) = (OneTimePurpose::LtiLogin, ground.now());
        let (ours, other) = (&"lms".parse().unwrap(), &"other".parse().unwrap());
        let row = &OneTime { upstream_id: Some("lms".parse().unwrap()), ..value(&ground, purpose) };
        world.storage(|tx| async move { one_time::insert(&tx, row).await }).await;
        let hash = row.hash.as_str();
        for (hash, purpose, upstream, at, expected) in [
            (hash, purpose, ours, now, true),
            (hash, purpose, ours, now, true),
            (hash, purpose, other, now, false),
            (hash, OneTimePurpose::State, ours, now, false),
            ("another", purpose, ours, now, false),
            (hash, purpose, ours, now + TimeDelta::minutes(10), false),
        ] {
            let seen = world.storage(|tx| async move { one_time::is_waiting(&tx, hash, purpose, upstream, at).await });
            assert_eq!(seen.await, expected, "{hash} {purpose} {upstream} {at}");
        }
        let offer = Offer { hash, purpose, browser_hash: Some(BROWSER), now };
        assert!(world.storage(|tx| async move { one_time::consume(&tx, &offer).await }).await.is_some());
        let seen = world.storage(|tx| async move { one_time::is_waiting(&tx, hash, purpose, ours, now).await });
        assert!(!seen.await);
    })
    .await;
}

/// A13, A20: a button made for one join joins nothing else.
#[tokio::test]
async fn a_button_joins_only_what_its_page_showed() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let (mari, other) = (world.pupil("17", "Mari", 2014).await, world.pupil("18", "Mari", 2014).await);
        let visit = world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await.proven(world.password(&mari));
        let stranger = world.arrive(&assertion("ekool", "m2", "Mari", 2014)).await;
        let value = visit.offer().await;
        let another_account = visit.clone().proven(world.password(&other));
        let another_identity = stranger.clone().proven(world.password(&mari));
        let another_login = world.visit(&visit.assertion, &visit.identity).proven(world.password(&mari));
        for forged in [another_account, another_identity, another_login] {
            assert!(matches!(forged.attach(&value).await, Err(LinkingError::NotOffered)));
        }
        assert!(matches!(visit.attach_in(&value, "another browser").await, Err(LinkingError::NotOffered)));
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM link").await, 0);
        visit.attach(&value).await.unwrap();
        assert!(matches!(visit.attach(&value).await, Err(LinkingError::NotOffered)), "used up");
    })
    .await;
}

#[tokio::test]
async fn a_page_drawn_again_leaves_one_button() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let visit = world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await.proven(world.password(&mari));
        let (first, second) = (visit.offer().await, visit.offer().await);
        assert!(matches!(visit.attach(&first).await, Err(LinkingError::NotOffered)));
        visit.attach(&second).await.unwrap();
    })
    .await;
}

/// R5: an identity that is not the verified assertion's own is no evidence at all.
#[tokio::test]
async fn an_identity_must_be_the_assertions_own() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let stranger = world.arrive(&assertion("ekool", "m2", "Mari", 2014)).await;
        let mut visit = world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await.proven(world.password(&mari));
        for id in [stranger.identity.id.clone(), IdentityId::at(ground.now(), &ground.random)] {
            visit.identity.id = id;
            assert!(matches!(visit.admit().await, Err(LinkingError::Gone)));
        }
    })
    .await;
}

/// A11: a proof lasts as long as its login, a session's sign-in five minutes.
#[tokio::test]
async fn an_old_proof_is_asked_for_again() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let said = assertion("ekool", "m1", "Mari", 2014);
        let claiming = world.arrive(&said).await.proven(world.password(&mari));
        let adding = world.arrive(&said).await.adding(world.password(&mari));
        let value = adding.offer().await;
        ground.clock.advance(TimeDelta::seconds(5 * 60 + 1));
        assert!(matches!(adding.attach(&value).await, Err(LinkingError::Changed(_))));
        claiming.join().await;
        ground.clock.advance(TimeDelta::minutes(10));
        assert_eq!(claiming.decide().await, koppel::linking::Decision::Prove);
    })
    .await;
}
