//! An account that a person joined to another one: its ways in open that one, and what comes of them stays its own.

use koppel::args;
use koppel::domain::{AccountId, Actor, CaseKind, MergeId, Time};
use koppel::linking::{self, Decision, EndReason, LinkingError, ProofKind, Proven, Vouched};
use koppel::storage::links::{self, Link};
use koppel::storage::{StorageError, Tx, account_roles, notices, ways_in};

use super::world::{World, assertion};
use crate::support::{TestGround, both_engines};

/// As a person's word writes it: the pointer, and what is recorded of it. Every other row stays as it is.
pub async fn join(ground: &TestGround, joined: &AccountId, survivor: &AccountId) {
    const RECORD: &str = "INSERT INTO account_merge (id, platform_id, account_id, into_id, cause, rule, merged_at, merged_by, \
        undo_until) VALUES ($1, 'opiq', $2, $3, 'school', 'door.1', $4, 'cli:root', $5)";
    const POINT: &str = "UPDATE account SET merged_into = $2 WHERE id = $1 AND merged_into IS NULL";
    let (id, now) = (&MergeId::random(&ground.random), ground.now());
    let until = now + chrono::TimeDelta::days(180);
    let write = |tx: Tx| async move {
        tx.execute_one(RECORD, args![id, joined, survivor, now, until]).await?;
        tx.execute_one(POINT, args![joined, survivor]).await
    };
    ground.db.write::<_, StorageError, _, _>(koppel::storage::Durability::Durable, write).await.unwrap();
}

/// Takes that back.
pub async fn part(ground: &TestGround, joined: &AccountId) {
    const RECORD: &str = "UPDATE account_merge SET undone_at = $2, undone_by = 'cli:root' WHERE account_id = $1";
    const POINT: &str = "UPDATE account SET merged_into = NULL WHERE id = $1";
    let now: Time = ground.now();
    let write = |tx: Tx| async move {
        tx.execute_one(RECORD, args![joined, now]).await?;
        tx.execute_one(POINT, args![joined]).await
    };
    ground.db.write::<_, StorageError, _, _>(koppel::storage::Durability::Durable, write).await.unwrap();
}

/// Mari has two accounts: the one that stands for her is linked to eKool, the joined one to Stuudium.
struct Two<'a> {
    world: World<'a>,
    survivor: AccountId,
    joined: AccountId,
    ekool: Link,
    stuudium: Link,
}

impl<'a> Two<'a> {
    async fn new(ground: &'a TestGround) -> Self {
        let world = World::new(ground).await;
        let (survivor, joined) = (world.pupil("17", "Mari", 2014).await, world.pupil("18", "Mari", 2014).await);
        let ekool = world.claim(&assertion("ekool", "m1", "Mari", 2014), &survivor).await;
        let stuudium = world.claim(&assertion("stuudium", "m9", "Mari", 2014), &joined).await;
        join(ground, &joined, &survivor).await;
        Self { world, survivor, joined, ekool, stuudium }
    }

    /// The session of somebody who came in by a link.
    fn session(&self, link: &Link) -> Proven {
        let proven = self.world.password(&self.survivor);
        Proven { kind: ProofKind::Session, link: Some(link.id.clone()), ..proven }
    }

    async fn end(&self, link: &Link) -> Result<linking::Ended, LinkingError> {
        let (ground, actor) = (&self.world.ground.ground(), &Actor::Account(self.survivor.clone()));
        let write = |tx| async move { linking::end(&tx, ground, &link.id, EndReason::Owner, actor).await };
        self.world.write(write).await
    }

    /// The sources of the live roles that are an account's own.
    async fn sources(&self, account: &AccountId) -> Vec<String> {
        let roles = self.world.storage(|tx| async move { account_roles::list_live(&tx, account).await }).await;
        roles.into_iter().map(|role| role.source).collect()
    }
}

#[tokio::test]
async fn its_way_in_opens_the_account_that_stands_for_it() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let visit = two.world.arrive(&assertion("stuudium", "m9", "Mari", 2014)).await;
        let sign_in = visit.admit().await.unwrap();
        assert_eq!((&sign_in.account, &sign_in.home, &sign_in.link), (&two.survivor, &two.joined, &two.stuudium.id));
        // What the sign-in says of roles is written to the account whose way in it was.
        assert_eq!(two.sources(&two.joined).await, ["import", "upstream:stuudium"]);
        assert_eq!(two.sources(&two.survivor).await, ["import"]);
        two.world.sql("UPDATE account SET disabled_at = created_at WHERE sub = '17'").await;
        assert!(visit.admit().await.is_err(), "whoever stands for it is shut out");
        two.world.sql("UPDATE account SET disabled_at = NULL").await;
        part(&ground, &two.joined).await;
        assert_eq!(visit.admit().await.unwrap().account, two.joined);
    })
    .await;
}

/// A feed that says less of one account ends nothing of the other.
#[tokio::test]
async fn roles_of_the_one_are_not_ended_by_the_other_s_feed() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        two.world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await.admit().await.unwrap();
        two.world.sql("UPDATE account_role SET source = 'upstream:stuudium' WHERE source = 'upstream:ekool'").await;
        let mut said = assertion("stuudium", "m9", "Mari", 2014);
        said.roles[0].role = koppel::domain::Role::Staff;
        two.world.arrive(&said).await.admit().await.unwrap();
        assert_eq!(two.sources(&two.survivor).await, ["import", "upstream:stuudium"]);
    })
    .await;
}

#[tokio::test]
async fn what_is_added_belongs_to_the_account_whose_way_in_was_used() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        for through_joined in [true, false] {
            let names = if through_joined { ["a1", "a2", "s1", "n1"] } else { ["b1", "b2", "s2", "n2"] };
            let (survivor, joined) =
                (world.pupil(names[0], "Mari", 2014).await, world.pupil(names[1], "Mari", 2014).await);
            let door = if through_joined { &joined } else { &survivor };
            let stuudium = world.claim(&assertion("stuudium", names[2], "Mari", 2014), door).await;
            join(&ground, &joined, &survivor).await;
            let session = Proven { link: Some(stuudium.id.clone()), ..world.password(&survivor) };
            let adding = world.arrive(&assertion("ekool", names[3], "Mari", 2014)).await.adding(session);
            let link = adding.attach(&adding.offer().await).await.unwrap();
            assert_eq!(link.account_id, *door, "through the joined one: {through_joined}");
            let owner = &survivor;
            let told = world.storage(|tx| async move { notices::list_of_account(&tx, owner).await }).await;
            assert!(told.iter().any(|notice| notice.link_id.as_ref() == Some(&link.id)), "its owner hears of it");
        }
    })
    .await;
}

#[tokio::test]
async fn an_upstream_that_either_has_is_taken() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let second = assertion("stuudium", "m8", "Mari", 2014);
        let adding = two.world.arrive(&second).await.adding(two.session(&two.ekool));
        assert_eq!(adding.decide().await, Decision::AskSchool(CaseKind::AccountTaken));
        let own = two.world.arrive(&assertion("stuudium", "m9", "Mari", 2014)).await.adding(two.session(&two.ekool));
        assert_eq!(own.decide().await, Decision::AlreadyLinked);
        let (ground, actor) = (&ground.ground(), &Actor::Cli("root".into()));
        let said = &Vouched {
            platform: &two.world.platform,
            key: &second.key,
            account: &two.survivor,
            origin: koppel::domain::LinkOrigin::Administrator,
            since: None,
            actor,
            reason: "test",
            on: serde_json::Value::Null,
        };
        let refused = two.world.write(|tx| async move { linking::vouch(&tx, ground, said).await }).await;
        assert!(matches!(refused, Err(LinkingError::AccountTaken)), "{refused:?}");
    })
    .await;
}

/// Its own user name and password open nothing meanwhile, also where they were typed a moment before.
#[tokio::test]
async fn the_password_of_the_joined_one_proves_nothing() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let newcomer = two.world.arrive(&assertion("ekool", "m2", "Mari", 2014)).await;
        let (joined, survivor) = (two.world.password(&two.joined), two.world.password(&two.survivor));
        assert_eq!(newcomer.clone().proven(joined.clone()).decide().await, Decision::Prove);
        assert_eq!(newcomer.clone().proven(survivor).decide().await, Decision::AskSchool(CaseKind::AccountTaken));
        part(&ground, &two.joined).await;
        assert!(matches!(newcomer.proven(joined).decide().await, Decision::Confirm(_)));
    })
    .await;
}

#[tokio::test]
async fn the_last_way_in_is_that_of_both() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        two.world.sql("UPDATE account SET password_hash = NULL").await;
        let (world, survivor) = (&two.world, &two.survivor);
        let ways = world.storage(|tx| async move { ways_in::find(&tx, survivor).await }).await;
        assert_eq!((ways.password, ways.links.len()), (false, 2));
        let listed = world.storage(|tx| async move { links::list_live_joined(&tx, survivor).await }).await;
        assert_eq!(listed, ways.links);
        two.end(&two.ekool).await.unwrap();
        assert!(matches!(two.end(&two.stuudium).await, Err(LinkingError::LastWayIn)));
    })
    .await;
}
