//! People with two accounts at a school: who is found, who is not, and what is remembered.

use koppel::args;
use koppel::domain::{AccountId, Actor, CaseKind, DuplicateState, JournalId, NoticeKind, RosterPersonId};
use koppel::jobs;
use koppel::linking::duplicates::{ask_pupil, look, prove_other, say_not_same, sweep};
use koppel::linking::{CaseAbout, open_case};
use koppel::storage::duplicates::{self, Duplicate, Queued};
use koppel::storage::notices;

use super::world::World;
use crate::support::{TestGround, both_engines, seed};

const HIDE: &str = "INSERT INTO withheld (key, since) VALUES ($1, $2)";
const OPEN_CASES: &str =
    "SELECT COUNT(*) AS n FROM school_case WHERE kind = 'suspected_duplicate' AND closed_at IS NULL";

/// Mari twice, and Kati, who is born on the same day.
async fn maris(world: &World<'_>) -> [AccountId; 3] {
    [
        world.pupil("mari", "Mari", 2014).await,
        world.pupil("mari2", "Mari", 2014).await,
        world.pupil("kati", "Kati", 2014).await,
    ]
}

async fn queue(world: &World<'_>) -> Vec<Queued> {
    let place = (&world.platform, &world.school);
    world.storage(|tx| async move { duplicates::list_queue(&tx, place, None, 50).await }).await
}

async fn swept(world: &World<'_>) -> (u64, u64) {
    let swept = sweep(&world.ground.ground(), &world.platform, &world.school).await.unwrap();
    (swept.found, swept.gone)
}

async fn pair(world: &World<'_>, one: &AccountId, other: &AccountId) -> Duplicate {
    let platform = &world.platform;
    world.storage(|tx| async move { duplicates::find_pair(&tx, platform, one, other).await }).await.unwrap()
}

async fn not_same(world: &World<'_>, pair: &Duplicate) {
    let (ground, actor) = (&world.ground.ground(), &Actor::Cli("test".into()));
    world.write(|tx| async move { say_not_same(&tx, ground, pair, actor, "twins").await }).await.unwrap();
}

#[tokio::test]
async fn a_pair_is_found_once_and_two_people_remain_two() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let [one, other, _] = maris(&world).await;
        assert_eq!(look(&ground.ground(), &world.platform, &world.school).await.unwrap().len(), 1);
        assert_eq!(queue(&world).await.len(), 0, "who only looks writes nothing");
        assert_eq!(swept(&world).await, (1, 0));
        assert_eq!(swept(&world).await, (1, 0));
        let found = queue(&world).await;
        assert_eq!((found.len(), found[0].why.as_str(), found[0].score), (1, "name birth_date class", 85));
        not_same(&world, &pair(&world, &one, &other).await).await;
        assert_eq!(swept(&world).await, (0, 0), "it is not asked again");
        assert_eq!(queue(&world).await.len(), 0);
        assert_eq!(pair(&world, &other, &one).await.state, DuplicateState::NotSame);
    })
    .await;
}

#[tokio::test]
async fn what_nothing_speaks_for_any_more_is_gone_and_may_come_back() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let [one, other, _] = maris(&world).await;
        swept(&world).await;
        world.sql("UPDATE account SET given_name = 'Laura' WHERE sub = 'mari2'").await;
        ground.clock.advance(chrono::TimeDelta::hours(1));
        assert_eq!(swept(&world).await, (0, 1));
        assert_eq!(pair(&world, &one, &other).await.state, DuplicateState::Gone);
        world.sql("UPDATE account SET given_name = 'Mari' WHERE sub = 'mari2'").await;
        assert_eq!(swept(&world).await, (1, 0));
        assert_eq!(pair(&world, &one, &other).await.state, DuplicateState::Open);
    })
    .await;
}

/// The one sits there first, then both.
#[tokio::test]
async fn two_rows_of_one_journal_are_not_suspected() {
    const PERSON: &str = "INSERT INTO roster_person (id, upstream_id, scope, subject, hash_key, digest, created_at, \
        updated_at) VALUES ($1, 'ekool', '', $2, 'test1', '', $3, $3)";
    const JOURNAL: &str = "INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, \
        state, linked_at, linked_by, has_absences, held) \
        VALUES ($1, 'opiq', 'ekool', '', $1, 'ehis:123', '5B', 'linked', $2, 'test', FALSE, FALSE)";
    const SEAT: &str = "INSERT INTO seat (journal_id, person_id, role, since) VALUES ($1, $2, 'pupil', $3)";
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let [one, other, _] = maris(&world).await;
        let (now, journal) = (ground.now(), &JournalId::random(&ground.random));
        world.storage(|tx| async move { tx.execute(JOURNAL, args![journal, now]).await }).await;
        for (account, subject, expected) in [(&one, "s1", 1), (&other, "s2", 0)] {
            seed::link(&ground, account, subject).await;
            let person = &RosterPersonId::random(&ground.random);
            world
                .storage(|tx| async move {
                    tx.execute(PERSON, args![person, subject, now]).await?;
                    tx.execute(SEAT, args![journal, person, now]).await
                })
                .await;
            let found = look(&ground.ground(), &world.platform, &world.school).await.unwrap();
            assert_eq!(found.len(), expected, "{subject}");
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_is_suspected_whose_identity_is_protected() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let [one, ..] = maris(&world).await;
        swept(&world).await;
        let (key, now) = (&format!("account:{one}"), ground.now());
        world.storage(|tx| async move { tx.execute(HIDE, args![key, now]).await }).await;
        assert_eq!(queue(&world).await.len(), 0, "an older find is not shown either");
        assert!(look(&ground.ground(), &world.platform, &world.school).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_job_comes_when_a_sign_in_met_one_and_a_decision_answers_it() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let [one, other, _] = maris(&world).await;
        swept(&world).await;
        world.sql("DELETE FROM duplicate").await;
        ground.clock.advance(chrono::TimeDelta::minutes(5));
        let job = jobs::all().into_iter().find(|job| job.name() == "duplicates").unwrap();
        job.run_once(&ground).await.unwrap();
        assert_eq!(queue(&world).await.len(), 0, "nobody has asked, and the day is not over");
        let (link, on) = (&seed::link(&ground, &other, "s2").await, &ground.ground());
        let about = &CaseAbout {
            kind: CaseKind::SuspectedDuplicate,
            platform: &world.platform,
            school: Some(&world.school),
            identity: None,
            account: Some(&one),
            link: Some(link),
        };
        world.write(|tx| async move { open_case(&tx, on, &Actor::Job("test"), about).await }).await.unwrap();
        job.run_once(&ground).await.unwrap();
        assert_eq!((queue(&world).await.len(), world.count(OPEN_CASES).await), (1, 1));
        not_same(&world, &pair(&world, &one, &other).await).await;
        assert_eq!(world.count(OPEN_CASES).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_pupil_proves_only_what_the_school_asked_about() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let [one, other, kati] = maris(&world).await;
        swept(&world).await;
        let (on, actor) = (&ground.ground(), &Actor::Cli("test".into()));
        let prove = async |mine: &AccountId, theirs: &AccountId| {
            world.write(|tx| async move { prove_other(&tx, on, mine, theirs).await }).await.unwrap()
        };
        assert!(!prove(&one, &other).await, "nobody asked");
        let asked = &pair(&world, &one, &other).await;
        world.write(|tx| async move { ask_pupil(&tx, on, asked, actor).await }).await.unwrap();
        for id in [&one, &other] {
            let told = world.storage(|tx| async move { notices::list_of_account(&tx, id).await }).await;
            assert_eq!(told.iter().filter(|notice| notice.kind == NoticeKind::MaybeOther).count(), 1);
        }
        assert!(!prove(&one, &kati).await && !prove(&kati, &one).await && !prove(&one, &one).await);
        assert!(prove(&other, &one).await);
        let proven = pair(&world, &one, &other).await;
        assert_eq!((proven.state, proven.score), (DuplicateState::Proven, 100));
        world.sql("UPDATE account SET given_name = 'Laura' WHERE sub = 'mari2'").await;
        ground.clock.advance(chrono::TimeDelta::hours(1));
        swept(&world).await;
        assert_eq!(queue(&world).await.len(), 1, "what the pupil has shown stays until the school decides");
    })
    .await;
}
