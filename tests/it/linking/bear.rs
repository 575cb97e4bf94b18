use koppel::domain::{CaseKind, LinkOrigin, Role};
use koppel::linking::{Answer, Block, Decision, LinkingError};
use koppel::storage::{account_roles, accounts};

use super::world::{World, assertion};
use crate::support::both_engines;

const ACCOUNTS: &str = "SELECT COUNT(*) AS n FROM account";
const LIVE_ROLES: &str = "SELECT COUNT(*) AS n FROM account_role WHERE ended_at IS NULL";
const DUPLICATES: &str = "SELECT COUNT(*) AS n FROM school_case WHERE kind = 'suspected_duplicate'";

#[tokio::test]
async fn a_newcomer_gets_an_account_a_role_and_a_link() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let said = assertion("ekool", "n1", "Nora", 2014);
        let visit = world.arrive(&said).await.answer(Answer::No);
        let link = &visit.bear().await.unwrap();
        assert_eq!(link.origin, LinkOrigin::Born);
        world
            .storage(|tx| async move {
                let account = accounts::find(&tx, &link.account_id).await?.unwrap();
                assert_eq!((account.given_name.as_deref(), account.email), (Some("Nora"), None));
                assert_eq!((account.sub.len(), account.used_at.is_some()), (26, true));
                let roles = account_roles::list_live(&tx, &account.id).await?;
                assert_eq!(roles.len(), 1);
                assert_eq!((roles[0].role, roles[0].source.as_str()), (Role::Pupil, "upstream:ekool"));
                Ok(())
            })
            .await;
        assert_eq!(world.arrive(&said).await.admit().await.unwrap().account, link.account_id);
        assert!(visit.bear().await.is_err(), "never twice");
        assert_eq!(world.count(ACCOUNTS).await, 1);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM event WHERE kind = 'account.created'").await, 1);
    })
    .await;
}

#[tokio::test]
async fn somebody_who_says_no_and_looks_known_is_a_suspected_duplicate() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        world.pupil("17", "Mari", 2014).await;
        world.pupil("18", "Kati", 2014).await;
        world.pupil("19", "Mari", 2011).await;
        world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await.answer(Answer::No).bear().await.unwrap();
        assert_eq!(world.count(DUPLICATES).await, 1, "neither the twin nor the namesake of another age");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM link").await, 1, "and nothing is joined");
        world.arrive(&assertion("ekool", "n1", "Nora", 2013)).await.answer(Answer::No).bear().await.unwrap();
        assert_eq!(world.count(DUPLICATES).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_school_that_wants_to_see_first_gets_a_case_and_no_account() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        world.sql("UPDATE platform_school SET new_accounts = 'ask_school'").await;
        let visit = world.arrive(&assertion("ekool", "n1", "Nora", 2014)).await.answer(Answer::No);
        assert_eq!(visit.decide().await, Decision::AskSchool(CaseKind::NewAccount));
        assert!(matches!(visit.bear().await, Err(LinkingError::Changed(_))));
        assert!(visit.ask_school().await.unwrap());
        assert!(!visit.ask_school().await.unwrap());
        assert_eq!((world.count(ACCOUNTS).await, world.count("SELECT COUNT(*) AS n FROM school_case").await), (0, 1));
    })
    .await;
}

#[tokio::test]
async fn i_cannot_sign_in_to_it_makes_no_second_account() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        world.pupil("17", "Mari", 2014).await;
        let visit = world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await.answer(Answer::CannotSignIn);
        assert!(visit.ask_school().await.unwrap());
        assert!(matches!(visit.bear().await, Err(LinkingError::Changed(_))));
        assert_eq!((world.count(ACCOUNTS).await, world.count("SELECT COUNT(*) AS n FROM link").await), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn a_guardian_gets_neither_account_nor_link() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let mut said = assertion("ekool", "g1", "Mari", 2014);
        said.roles[0].role = Role::Guardian;
        for visit in [
            world.arrive(&said).await,
            world.arrive(&said).await.answer(Answer::No),
            world.arrive(&said).await.proven(world.password(&mari)),
            world.arrive(&said).await.adding(world.password(&mari)),
        ] {
            assert_eq!(visit.decide().await, Decision::GuardianOnly);
            assert!(visit.bear().await.is_err());
        }
        assert_eq!((world.count(ACCOUNTS).await, world.count("SELECT COUNT(*) AS n FROM link").await), (1, 0));
    })
    .await;
}

/// HarID lists roles and vouches for none of them: nobody becomes a teacher by that, and what such a list gave before it was
/// known not to be vouched for is taken back.
#[tokio::test]
async fn roles_nobody_vouches_for_are_given_to_nobody() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mut said = assertion("ekool", "n1", "Nora", 2014);
        said.roles_vouched = false;
        world.arrive(&said).await.answer(Answer::No).bear().await.unwrap();
        world.arrive(&said).await.admit().await.unwrap();
        assert_eq!(world.count(LIVE_ROLES).await, 0);
        let vouched = assertion("ekool", "n1", "Nora", 2014);
        world.arrive(&vouched).await.admit().await.unwrap();
        assert_eq!(world.count(LIVE_ROLES).await, 1);
        world.arrive(&said).await.admit().await.unwrap();
        assert_eq!(world.count(LIVE_ROLES).await, 0);
        said.roles[0].school = Some("ehis:9".parse().unwrap());
        let decision = world.arrive(&said).await.decide().await;
        assert_eq!(decision, Decision::Blocked(Block::School), "a hint opens no school that is not there");
    })
    .await;
}

#[tokio::test]
async fn roles_follow_the_upstream() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let said = assertion("ekool", "n1", "Nora", 2014);
        let link = &world.arrive(&said).await.answer(Answer::No).bear().await.unwrap();
        let mut promoted = said.clone();
        promoted.roles[0].role = Role::Teacher;
        world.arrive(&promoted).await.admit().await.unwrap();
        let roles = world.storage(|tx| async move { account_roles::list_live(&tx, &link.account_id).await }).await;
        assert_eq!(roles.iter().map(|role| role.role).collect::<Vec<_>>(), [Role::Teacher]);
        // The launch of one course says nothing of the others, and what it says nobody vouches for.
        let mut launched = said.clone();
        (launched.roles_complete, launched.roles_vouched) = (false, false);
        world.arrive(&launched).await.admit().await.unwrap();
        let kept = world.storage(|tx| async move { account_roles::list_live(&tx, &link.account_id).await }).await;
        assert_eq!(kept, roles, "nothing is given or taken by a part");
        let mut crowned = said;
        crowned.roles[0].role = Role::Admin;
        assert!(
            world.arrive(&crowned).await.evidence().await.person.places.is_empty(),
            "a feed makes no administrator"
        );
    })
    .await;
}
