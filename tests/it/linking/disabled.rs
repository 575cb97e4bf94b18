use koppel::linking::{Answer, Block, Decision, LinkingError};

use super::world::{World, assertion};
use crate::support::both_engines;

const SHUT: &[(&str, Block)] = &[
    ("UPDATE upstream SET disabled_at = created_at WHERE id = 'ekool'", Block::Upstream),
    ("UPDATE school_upstream SET ended_at = enabled_at WHERE upstream_id = 'ekool'", Block::School),
    ("UPDATE platform_school SET disabled_at = created_at", Block::School),
    ("UPDATE school SET disabled_at = created_at", Block::School),
    ("UPDATE platform SET disabled_at = created_at", Block::Platform),
    ("UPDATE client SET disabled_at = created_at", Block::Client),
];
const OPEN: &[&str] = &[
    "UPDATE upstream SET disabled_at = NULL",
    "UPDATE school_upstream SET ended_at = NULL",
    "UPDATE platform_school SET disabled_at = NULL",
    "UPDATE school SET disabled_at = NULL",
    "UPDATE platform SET disabled_at = NULL",
    "UPDATE client SET disabled_at = NULL",
];
const WRITTEN: &str = "SELECT COUNT(*) AS n FROM link";

fn blocked_by<T: std::fmt::Debug>(outcome: Result<T, LinkingError>) -> Block {
    match outcome {
        Err(LinkingError::Changed(decision)) => match *decision {
            Decision::Blocked(block) => block,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

/// A21, R7: whatever is switched off between the page and the button stops the join.
#[tokio::test]
async fn a_join_stops_at_whatever_is_switched_off_meanwhile() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let visit = world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await.proven(world.password(&mari));
        for (shut, block) in SHUT {
            let value = visit.offer().await;
            world.sql(shut).await;
            assert_eq!(blocked_by(visit.attach(&value).await), *block, "{shut}");
            for open in OPEN {
                world.sql(open).await;
            }
        }
        for shut in ["UPDATE account SET disabled_at = created_at", "UPDATE account SET merged_into = id"] {
            let value = visit.offer().await;
            world.sql(shut).await;
            assert_eq!(blocked_by(visit.attach(&value).await), Block::Account, "{shut}");
            world.sql("UPDATE account SET disabled_at = NULL, merged_into = NULL").await;
        }
        assert_eq!(world.count(WRITTEN).await, 0);
        visit.attach(&visit.offer().await).await.unwrap();
    })
    .await;
}

/// A21, R7: and the birth of an account, and every sign-in.
#[tokio::test]
async fn nobody_is_born_or_admitted_through_a_shut_door() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let newcomer = world.arrive(&assertion("ekool", "n1", "Nora", 2014)).await.answer(Answer::No);
        let mari = world.pupil("17", "Mari", 2014).await;
        let said = assertion("ekool", "m1", "Mari", 2014);
        world.claim(&said, &mari).await;
        let linked = world.arrive(&said).await;
        for (shut, block) in SHUT {
            world.sql(shut).await;
            assert_eq!(blocked_by(newcomer.bear().await), *block, "{shut}");
            assert_eq!(blocked_by(linked.admit().await), *block, "{shut}");
            for open in OPEN {
                world.sql(open).await;
            }
        }
        world.sql("UPDATE account SET disabled_at = created_at").await;
        assert_eq!(blocked_by(linked.admit().await), Block::Account);
        world.sql("UPDATE account SET disabled_at = NULL").await;
        linked.admit().await.unwrap();
        world.sql("UPDATE link SET ended_at = created_at").await;
        assert!(matches!(linked.admit().await, Err(LinkingError::Changed(decision)) if *decision == Decision::Ask));
    })
    .await;
}

/// An upstream's word counts only at schools where it is enabled: elsewhere it gives no role and opens nothing.
#[tokio::test]
async fn a_school_that_did_not_enable_the_upstream_does_not_count() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mut said = assertion("ekool", "m1", "Mari", 2014);
        said.roles[0].school = Some("ehis:999".parse().unwrap());
        assert_eq!(world.arrive(&said).await.decide().await, Decision::Blocked(Block::School));
        said.roles.push(assertion("ekool", "m1", "Mari", 2014).roles[0].clone());
        let evidence = world.arrive(&said).await.evidence().await;
        let schools: Vec<_> = evidence.person.places.iter().map(|place| place.school.as_str()).collect();
        assert_eq!(schools, ["ehis:123"]);
    })
    .await;
}

/// A proof through a linked upstream is worth nothing once that link is ended.
#[tokio::test]
async fn a_proof_dies_with_the_link_it_came_through() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let old = assertion("stuudium", "t1", "Mari", 2014);
        let link = world.claim(&old, &mari).await;
        let mut proven = world.password(&mari);
        proven.kind = koppel::linking::ProofKind::Upstream;
        proven.link = Some(link.id.clone());
        proven.assertion = Some(old);
        let visit = world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await.proven(proven);
        let value = visit.offer().await;
        world.sql("UPDATE link SET ended_at = created_at").await;
        assert!(
            matches!(visit.attach(&value).await, Err(LinkingError::Changed(decision)) if *decision == Decision::Prove)
        );
    })
    .await;
}

/// A21, R7: a password opens nothing when platform, client or account were switched off a moment ago.
#[tokio::test]
async fn a_password_is_looked_at_once_more() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = &world.pupil("17", "Mari", 2014).await;
        let g = &ground.ground();
        let entry = &koppel::linking::PasswordEntry {
            platform: &world.platform,
            client: Some(&world.client),
            account: mari,
            proven_at: world.ground.now(),
        };
        let enter = || world.write(|tx| async move { koppel::linking::admit_password(&tx, g, entry).await });
        for (shut, open, block) in [
            (SHUT[4].0, OPEN[4], Block::Platform),
            (SHUT[5].0, OPEN[5], Block::Client),
            ("UPDATE account SET disabled_at = created_at", "UPDATE account SET disabled_at = NULL", Block::Account),
        ] {
            world.sql(shut).await;
            assert_eq!(blocked_by(enter().await), block, "{shut}");
            world.sql(open).await;
        }
        enter().await.unwrap();
    })
    .await;
}
