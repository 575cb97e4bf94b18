use koppel::domain::{Actor, Assurance, LinkOrigin, SubjectKey};
use koppel::linking::{self, Decision, LinkingError, Outcome, Vouched};

use super::world::{World, assertion};
use crate::support::both_engines;

async fn vouch(
    world: &World<'_>,
    key: &SubjectKey,
    account: &koppel::domain::AccountId,
    origin: LinkOrigin,
) -> Result<Outcome, LinkingError> {
    let ground = &world.ground.ground();
    let actor = &Actor::Cli("root".into());
    let (platform, on) = (&world.platform, serde_json::json!({}));
    let said = &Vouched { platform, key, account, origin, since: None, actor, reason: "list of June", on };
    world.write(|tx| async move { linking::vouch(&tx, ground, said).await }).await
}

#[tokio::test]
async fn what_a_platform_says_is_linked_signs_in_at_once() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let (mari, other) = (world.pupil("17", "Mari", 2014).await, world.pupil("18", "Mari", 2014).await);
        let said = assertion("ekool", "m1", "Mari", 2014);
        let Ok(Outcome::Linked(link)) = vouch(&world, &said.key, &mari, LinkOrigin::Import).await else { panic!() };
        assert_eq!((link.assurance, link.rule.as_str()), (Assurance::Platform, "vouched.platform"));
        assert!(matches!(vouch(&world, &said.key, &mari, LinkOrigin::Import).await, Ok(Outcome::Already(_))));
        assert!(matches!(vouch(&world, &said.key, &other, LinkOrigin::Import).await, Err(LinkingError::IdentityTaken)));
        let second = assertion("ekool", "m2", "Mari", 2014);
        assert!(matches!(vouch(&world, &second.key, &mari, LinkOrigin::Import).await, Err(LinkingError::AccountTaken)));
        assert_eq!(world.arrive(&said).await.admit().await.unwrap().account, mari);
    })
    .await;
}

/// A24: an administrator's link is told to the owner; the platform's own statement is no news.
#[tokio::test]
async fn an_administrators_link_is_told() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        for (n, origin, told) in
            [(1, LinkOrigin::Import, 0), (2, LinkOrigin::Administrator, 1), (3, LinkOrigin::Teacher, 2)]
        {
            let account = world.pupil(&n.to_string(), "Mari", 2014).await;
            let key = assertion("ekool", &n.to_string(), "Mari", 2014).key;
            vouch(&world, &key, &account, origin).await.unwrap();
            assert_eq!(world.count("SELECT COUNT(*) AS n FROM notice").await, told);
            assert_eq!(world.count("SELECT COUNT(*) AS n FROM audit WHERE action = 'link.created'").await, n);
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_vouches_for_what_is_switched_off_or_somewhere_else() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let key = assertion("ekool", "m1", "Mari", 2014).key;
        for (shut, open) in [
            ("UPDATE platform SET disabled_at = created_at", "UPDATE platform SET disabled_at = NULL"),
            ("UPDATE upstream SET disabled_at = created_at", "UPDATE upstream SET disabled_at = NULL"),
            ("UPDATE account SET disabled_at = created_at", "UPDATE account SET disabled_at = NULL"),
        ] {
            world.sql(shut).await;
            let refused = vouch(&world, &key, &mari, LinkOrigin::Administrator).await;
            let blocked = |decision: &Decision| matches!(decision, Decision::Blocked(_));
            assert!(matches!(refused, Err(LinkingError::Changed(decision)) if blocked(&decision)), "{shut}");
            world.sql(open).await;
        }
        let nobody = koppel::domain::AccountId::random(&ground.random);
        assert!(matches!(vouch(&world, &key, &nobody, LinkOrigin::Administrator).await, Err(LinkingError::Gone)));
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM link").await, 0);
    })
    .await;
}
