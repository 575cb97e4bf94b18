use koppel::domain::{Actor, Assurance, LinkOrigin, SubjectKey};
use koppel::linking::{self, Decision, EndReason, LinkingError, Outcome, Vouched};

use super::absorb::{MERGES, bring, links_of};
use super::provisional::{let_in, open_class};
use super::world::{World, assertion};
use crate::roster::school::given;
use crate::support::{TestGround, both_engines};

pub async fn vouch(
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

const WORDS: [LinkOrigin; 3] = [LinkOrigin::Import, LinkOrigin::Administrator, LinkOrigin::Teacher];

/// Whose work it is nobody says for somebody else: a provisional account goes home with proof of both sides or not at all, and
/// is nobody's older one.
#[tokio::test]
async fn no_word_moves_or_opens_a_provisional_account() {
    both_engines(async |ground: TestGround| {
        let class = open_class(&ground, 1, 0).await;
        let (world, gone) = (class.world(), let_in(&class, 0).await);
        let its = assertion("ekool", "p0000", &given(0), 2014).key;
        let others = assertion("stuudium", "s0", &given(0), 2014).key;
        for origin in WORDS {
            let over = vouch(world, &its, &class.accounts[0], origin).await;
            assert!(matches!(over, Err(LinkingError::IdentityTaken)), "{origin}: {over:?}");
            let onto = vouch(world, &others, &gone, origin).await;
            assert!(matches!(onto, Err(LinkingError::AccountTaken)), "{origin}: {onto:?}");
        }
        assert_eq!((links_of(&class, &gone).await.len(), world.count(MERGES).await), (1, 0));
        bring(&class).await;
        // What the platform knew it by stands for the account that it went into.
        let after = vouch(world, &others, &gone, WORDS[0]).await;
        assert!(matches!(&after, Ok(Outcome::Linked(link)) if link.account_id == class.accounts[0]), "{after:?}");
        class.school.sound().await;
    })
    .await;
}

/// Its own identity is no stranger: the school mends what it ended, the older account is still to be brought, and codes for
/// that one stay good.
#[tokio::test]
async fn the_schools_word_brings_a_pupil_back_to_the_own_provisional_account() {
    both_engines(async |ground: TestGround| {
        let class = open_class(&ground, 1, 0).await;
        let (world, gone) = (class.world(), &let_in(&class, 0).await);
        let made = class.code(0).await;
        let (stands, actor) = (&ground.ground(), &Actor::Cli("root".into()));
        let link = &links_of(&class, gone).await.remove(0);
        let end = |tx| async move { linking::end(&tx, stands, &link.id, EndReason::Administrator, actor).await };
        world.write(end).await.unwrap();
        let its = assertion("ekool", "p0000", &given(0), 2014).key;
        vouch(world, &its, gone, LinkOrigin::Administrator).await.unwrap();
        assert_eq!(class.arrive(0).await.admit().await.unwrap().account, *gone);
        assert!(matches!(class.type_code(&class.arrive(0).await, &made).await, linking::Typed::Right(_)));
        bring(&class).await;
        assert_eq!(world.count(MERGES).await, 1);
        class.school.sound().await;
    })
    .await;
}
