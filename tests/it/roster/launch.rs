//! The commit of a launch: whoever may not, or not any more, writes nothing, whatever the page before has shown.

use chrono::TimeDelta;
use koppel::domain::{AccountId, Actor, GroupId, KitId, LaunchId, Role, SubjectKey};
use koppel::roster::{self, Choice, Launching, Linked, RosterError, Work};
use koppel::storage::journal_launches::{self, JournalLaunch};
use koppel::storage::platform_groups::{self, PlatformGroup};
use koppel::storage::{StorageError, outbox, taught};
use koppel::vault::sha256;

use super::school::{School, given, member, pupil};
use crate::support::{TestGround, both_engines, seed};

/// A school, a teacher whose eKool opens their account, and a launch of theirs.
struct Launched<'a> {
    school: School<'a>,
    account: AccountId,
    teacher: SubjectKey,
    row: JournalLaunch,
}

impl<'a> Launched<'a> {
    async fn new(ground: &'a TestGround) -> Self {
        let mut school = School::new(ground).await;
        school.kit_with(10).await;
        let account = school.world.pupil("anu", &given(90), 1981).await;
        seed::link(ground, &account, "p0090").await;
        let teacher =
            SubjectKey { upstream: "ekool".parse().unwrap(), scope: String::new(), subject: "p0090".to_owned() };
        let row = launch(ground, "token").await;
        Self { school, account, teacher, row }
    }

    async fn link(&self, by: &AccountId, launch: &JournalLaunch, choice: &Choice) -> Result<Linked, RosterError> {
        let ground = &self.school.world.ground.ground();
        let members = vec![member(90, Role::Teacher), pupil(0), pupil(1)];
        let reading = self.school.reading("j1", members);
        let (said, hidden) = &self.school.filtered(&reading);
        let agreed = self.school.plan(&reading).await.hash();
        let actor = &Actor::Account(by.clone());
        let (place, choice, agreed) = (self.school.place(), Some(choice), Some(agreed.as_str()));
        let work = Work { place, said, hidden, choice, agreed, actor, run: launch.id.as_str() };
        let launching = Launching { launch, token: "token", account: by, teacher: &self.teacher };
        roster::link(ground, &work, launching).await
    }

    async fn own(&self) -> Result<Linked, RosterError> {
        self.link(&self.account, &self.row, &self.school.choice).await
    }

    async fn group(&self, teachers: &[&AccountId]) -> GroupId {
        let world = &self.school.world;
        let group = &PlatformGroup {
            id: GroupId::random(&world.ground.random),
            platform_id: world.platform.clone(),
            school_id: world.school.clone(),
            external_id: format!("group-{}", teachers.len()),
            name: "5B".to_owned(),
            created_at: world.ground.now(),
            ended_at: None,
        };
        world
            .storage(|tx| async move {
                platform_groups::put(&tx, group).await?;
                for teacher in teachers {
                    platform_groups::add_teacher(&tx, &group.id, teacher).await?;
                }
                Ok(())
            })
            .await;
        group.id.clone()
    }
}

async fn launch(ground: &TestGround, token: &str) -> JournalLaunch {
    let row = JournalLaunch {
        id: LaunchId::random(&ground.random),
        upstream_id: "ekool".parse().unwrap(),
        token_hash: sha256(token),
        token: "v1.sealed".to_owned(),
        browser_hash: "browser".to_owned(),
        platform_id: None,
        journal_id: None,
        created_at: ground.now(),
        expires_at: ground.now() + TimeDelta::minutes(60),
        used_at: None,
    };
    let insert = &row;
    let write = |tx| async move { journal_launches::insert(&tx, insert).await };
    assert!(ground.db.write(koppel::storage::Durability::Durable, write).await.unwrap());
    row
}

#[tokio::test]
async fn a_launch_links_its_journal_once_and_leaves_a_message() {
    both_engines(async |ground: TestGround| {
        let launched = Launched::new(&ground).await;
        let done = launched.own().await.unwrap();
        let (id, journal) = (&done.message, &done.applied.journal);
        let (account, platform) = (&launched.account, &launched.school.world.platform);
        let (message, used, taught) = launched
            .school
            .world
            .storage(|tx| async move {
                let used = "SELECT COUNT(*) AS n FROM journal_launch WHERE used_at IS NOT NULL AND token = ''";
                let taught = taught::list(&tx, account, platform).await?;
                Ok((outbox::find(&tx, id).await?, tx.count(used, vec![]).await?, taught))
            })
            .await;
        assert!(message.is_some_and(|message| message.journal_id == *journal && message.payload.starts_with("v1.")));
        assert_eq!((used, taught.len(), taught[0].pupils), (1, 1, 2));
        let before = launched.school.everything().await;
        assert!(matches!(launched.own().await, Err(RosterError::Storage(StorageError::Changed))), "used up");
        let other = launch(&ground, "another").await;
        assert!(
            launched.link(&launched.account, &other, &launched.school.choice).await.is_ok(),
            "nothing new is planned"
        );
        assert_eq!(launched.school.everything().await, before);
        launched.school.sound().await;
    })
    .await;
}

/// Invariant 10: bound to its browser, good for a time, and once.
#[tokio::test]
async fn a_launch_that_is_not_this_one_links_nothing() {
    both_engines(async |ground: TestGround| {
        let launched = Launched::new(&ground).await;
        let before = launched.school.everything().await;
        let elsewhere = JournalLaunch { browser_hash: "other".to_owned(), ..launched.row.clone() };
        let made_up = JournalLaunch { id: LaunchId::random(&ground.random), ..launched.row.clone() };
        for row in [&elsewhere, &made_up] {
            let refused = launched.link(&launched.account, row, &launched.school.choice).await;
            assert!(matches!(refused, Err(RosterError::Storage(StorageError::Changed))), "{refused:?}");
        }
        ground.clock.advance(TimeDelta::minutes(60));
        assert!(matches!(launched.own().await, Err(RosterError::Storage(StorageError::Changed))));
        assert_eq!(launched.school.everything().await, before);
    })
    .await;
}

/// E4 in the transaction: somebody else, and the teacher once something was switched off or ended.
#[tokio::test]
async fn whoever_may_not_links_nothing() {
    both_engines(async |ground: TestGround| {
        let launched = Launched::new(&ground).await;
        let world = &launched.school.world;
        let other = world.pupil("other", &given(91), 1980).await;
        let before = launched.school.everything().await;
        let refused = launched.link(&other, &launched.row, &launched.school.choice).await;
        assert!(matches!(refused, Err(RosterError::Refused)), "{refused:?}");
        for (off, on) in [
            ("UPDATE account SET disabled_at = created_at", "UPDATE account SET disabled_at = NULL"),
            ("UPDATE account SET merged_into = id", "UPDATE account SET merged_into = NULL"),
            ("UPDATE school SET disabled_at = created_at", "UPDATE school SET disabled_at = NULL"),
            ("UPDATE platform_school SET disabled_at = created_at", "UPDATE platform_school SET disabled_at = NULL"),
            (
                "UPDATE school_upstream SET ended_at = enabled_at, ended_by = 'x'",
                "UPDATE school_upstream SET ended_at = NULL, ended_by = NULL",
            ),
            ("UPDATE identity SET quarantined_at = first_seen_at", "UPDATE identity SET quarantined_at = NULL"),
            (
                "UPDATE link SET ended_at = since, ended_by = 'x', end_reason = 'x'",
                "UPDATE link SET ended_at = NULL, ended_by = NULL, end_reason = NULL",
            ),
        ] {
            world.sql(off).await;
            assert!(matches!(launched.own().await, Err(RosterError::Refused)), "{off}");
            world.sql(on).await;
            assert_eq!(launched.school.everything().await, before, "{off}");
        }
        launched.own().await.unwrap();
    })
    .await;
}

/// Kits of the platform and groups that list this teacher, and nothing else.
#[tokio::test]
async fn what_is_not_theirs_to_choose_links_nothing() {
    both_engines(async |ground: TestGround| {
        let launched = Launched::new(&ground).await;
        let theirs = launched.group(&[&launched.account]).await;
        let nobody_s = launched.group(&[]).await;
        let before = launched.school.everything().await;
        let kits = &launched.school.choice.kits;
        let wrong = [
            Choice { kits: kits.clone(), group: Some(nobody_s) },
            Choice { kits: kits.clone(), group: Some(GroupId::random(&ground.random)) },
            Choice { kits: vec![KitId::random(&ground.random)], group: None },
        ];
        for choice in &wrong {
            let refused = launched.link(&launched.account, &launched.row, choice).await;
            assert!(matches!(refused, Err(RosterError::Refused)), "{choice:?}: {refused:?}");
        }
        assert_eq!(launched.school.everything().await, before);
        let right = Choice { kits: kits.clone(), group: Some(theirs) };
        launched.link(&launched.account, &launched.row, &right).await.unwrap();
    })
    .await;
}
