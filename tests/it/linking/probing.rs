//! One identity that tries several accounts at a claim.

use chrono::TimeDelta;
use futures_util::future::join_all;
use koppel::domain::IdentityId;
use koppel::ground::Ground;
use koppel::linking::{self, Claimant, LinkingError};
use koppel::storage::Durability;

use super::world::{World, assertion};
use crate::support::both_engines;

const CASES: &str = "SELECT COUNT(*) AS n FROM school_case WHERE kind = 'claim_probing' AND school_id = 'ehis:123'";
const AUDITED: &str = "SELECT COUNT(*) AS n FROM audit WHERE action = 'case.opened'";

async fn try_name(world: &World<'_>, ground: &Ground, identity: &IdentityId, name: &str) -> Result<bool, LinkingError> {
    let who = &Claimant { identity, platform: &world.platform, school: Some(&world.school) };
    let write = |tx| async move { linking::try_name(&tx, ground, who, name).await };
    ground.db.write(Durability::Durable, write).await
}

async fn class_of(world: &World<'_>, pupils: usize) {
    for n in 0..pupils {
        world.pupil(&format!("p{n}"), "Kati", 2014).await;
    }
}

#[tokio::test]
async fn third_account_tells_the_school_and_ends_the_day() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        class_of(&world, 4).await;
        let (mari, jaan) = (assertion("ekool", "m1", "Mari", 2014), assertion("ekool", "j1", "Jaan", 2014));
        let (mari, jaan) = (world.identify(&mari).await.id, world.identify(&jaan).await.id);
        let ground = &world.ground.ground();
        // The own name in many spellings, and one account again and again.
        for name in ["mari", "mari.tamm", "maritamm", "tamm", "p0", "P0", " p0 ", "p1"] {
            assert!(try_name(&world, ground, &mari, name).await.unwrap(), "{name}");
        }
        assert_eq!(world.count(CASES).await, 0);
        assert!(try_name(&world, ground, &mari, "p2").await.unwrap());
        assert_eq!((world.count(CASES).await, world.count(AUDITED).await), (1, 1));
        for name in ["p3", "p0", "mari"] {
            assert!(!try_name(&world, ground, &mari, name).await.unwrap(), "{name}");
        }
        assert!(try_name(&world, ground, &jaan, "p3").await.unwrap(), "somebody else is not meant");
        assert_eq!((world.count(CASES).await, world.count(AUDITED).await), (1, 1));
        world.ground.clock.advance(TimeDelta::hours(25));
        assert!(try_name(&world, ground, &mari, "p3").await.unwrap());
    })
    .await;
}

/// Counted in the database: two processes see each other's tries, however fast they come.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_names_at_once_in_two_processes_are_three_accounts_and_one_case() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        class_of(&world, 24).await;
        let mari = world.identify(&assertion("ekool", "m1", "Mari", 2014)).await.id;
        let processes = [ground.ground(), ground.another_process().await];
        let tries = (0..24).map(|n| {
            let (world, mari, process) = (&world, &mari, &processes[n % 2]);
            async move { try_name(world, process, mari, &format!("p{n}")).await }
        });
        let let_through = join_all(tries).await.into_iter().filter(|tried| matches!(tried, Ok(true))).count();
        println!("24 accounts tried at once by one identity: {let_through} let through");
        assert!(let_through <= 3, "{let_through}");
        // Those that the engine could not put in an order were told to come back; now they do.
        let mut later = let_through;
        for n in 0..24 {
            let name = format!("p{n}");
            later += usize::from(try_name(&world, &processes[n % 2], &mari, &name).await.unwrap());
        }
        assert_eq!((later, world.count(CASES).await), (3, 1));
    })
    .await;
}

#[tokio::test]
async fn proofs_of_two_other_people_tell_the_school() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let said = assertion("ekool", "m1", "Mari", 2014);
        let identity = &world.identify(&said).await.id;
        let who = &Claimant { identity, platform: &world.platform, school: Some(&world.school) };
        let stands = &world.ground.ground();
        for (other, probing) in [("Jaan", false), ("Kati", true)] {
            let account = world.pupil(other, other, 2009).await;
            let visit = world.arrive(&said).await.proven(world.password(&account));
            assert!(visit.ask_school().await.unwrap());
            let read = |tx| async move { linking::is_probing(&tx, stands, who).await };
            assert_eq!(stands.db.read(read).await.unwrap(), probing, "{other}");
        }
        assert_eq!(world.count(CASES).await, 1);
    })
    .await;
}
