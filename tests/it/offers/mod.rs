//! What a platform has for journals: files of it, its end, and whom a group lists.

use koppel::domain::{Actor, GroupId};
use koppel::files::{Format, Options, Report};
use koppel::offers::{self, By, Needs, Noun, OfferError, Outcome, Teaching, Told};
use koppel::storage::platform_groups::{self, PlatformGroup};
use koppel::storage::{Durability, Tx, kits};

use crate::linking::world::World;
use crate::roster::school::{School, pupil};
use crate::support::{TestGround, both_engines, seed};

const ALL: &str = "SELECT (SELECT COUNT(*) FROM kit) + (SELECT COUNT(*) FROM product) \
    + (SELECT COUNT(*) FROM platform_group) AS n";
const AUDITED: &str = "SELECT COUNT(*) AS n FROM audit a JOIN event e ON e.audit_id = a.id AND e.kind = a.action \
    WHERE a.actor = 'cli:root'";

async fn bring(world: &World<'_>, noun: Noun, text: &str, dry_run: bool) -> Result<Report, OfferError> {
    let (platform, actor) = (world.platform.clone(), Actor::Cli("root".into()));
    let options = Options { platform, format: Format::Csv, dry_run, actor };
    offers::bring(&world.ground.ground(), noun, text.as_bytes(), &options, |_| {}).await
}

async fn put(world: &World<'_>, noun: Noun, told: &Told) -> Result<Outcome, OfferError> {
    let (ground, actor) = (&world.ground.ground(), &Actor::Cli("root".into()));
    let by = By { platform: &world.platform, actor };
    let write = |tx: Tx| async move { offers::put(&tx, ground, by, (noun, told)).await };
    ground.db.write(Durability::Durable, write).await
}

async fn offered(world: &World<'_>) -> Vec<String> {
    let platform = &world.platform;
    let kits = world.storage(|tx| async move { kits::list_offered(&tx, platform).await }).await;
    kits.into_iter().map(|kit| kit.external_id).collect()
}

fn numbers(report: &Report) -> [u64; 4] {
    [report.created, report.updated, report.unchanged, report.bad]
}

/// Every bad row is named with its line, and not one of the good ones is written.
#[tokio::test]
async fn a_file_with_a_bad_row_writes_nothing() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let good = (0..250).map(|n| format!("p{n},Product {n},\n")).collect::<Vec<_>>().concat();
        let text = format!("external_id,name,ended\n{good}p251,,\np1,Again,\np252,Soon,perhaps\np253,Gone,yes\n");
        let report = bring(&world, Noun::Product, &text, false).await.unwrap();
        assert_eq!((numbers(&report), report.dry_run), ([250, 0, 0, 4], true));
        let named: Vec<_> = report.bad_rows.iter().map(|bad| (bad.row, bad.field.as_deref().unwrap())).collect();
        assert_eq!(named, [(252, "name"), (253, "external_id"), (254, "ended"), (255, "ended")]);
        assert_eq!((world.count(ALL).await, world.count(AUDITED).await), (0, 0));
        let dry = bring(&world, Noun::Product, &format!("external_id,name\n{}", good.replace(",\n", "\n")), true).await;
        assert_eq!((numbers(&dry.unwrap()), world.count(ALL).await), ([250, 0, 0, 0], 0));
        assert!(matches!(bring(&world, Noun::Kit, "name\nx\n", false).await, Err(OfferError::File(_))));
    })
    .await;
}

/// A second time nothing is new; what a file leaves out stays; what it ends is kept, and offered no more.
#[tokio::test]
async fn a_file_adds_changes_and_ends() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        world.pupil("18", "Jaan", 1980).await;
        let products = "external_id,name\nmaths,Mathematics\nhistory,History\n";
        let kits = "external_id,name,product\nm5,Maths 5,maths\nh5,History 5,history\nfree,Riddles,\n";
        let groups = "external_id,name,school,teachers\ng1,5A,ehis:123,18\ng2,5B,ehis:123,\n";
        for (noun, text, rows) in [(Noun::Product, products, 2), (Noun::Kit, kits, 3), (Noun::Group, groups, 2)] {
            assert_eq!(numbers(&bring(&world, noun, text, false).await.unwrap()), [rows, 0, 0, 0]);
            assert_eq!(numbers(&bring(&world, noun, text, false).await.unwrap()), [0, 0, rows, 0]);
        }
        assert_eq!((world.count(ALL).await, world.count(AUDITED).await), (7, 7));
        assert_eq!(offered(&world).await, ["free", "h5", "m5"]);
        let changes = "external_id;name;ended\nm5;Mathematics 5;\nfree;;yes\n";
        assert_eq!(numbers(&bring(&world, Noun::Kit, changes, false).await.unwrap()), [0, 2, 0, 0]);
        let over = "external_id,ended\nhistory,yes\n";
        assert_eq!(numbers(&bring(&world, Noun::Product, over, false).await.unwrap()), [0, 1, 0, 0]);
        assert_eq!(offered(&world).await, ["m5"], "a kit of a product that has ended is offered no more");
        let needs = "SELECT COUNT(*) AS n FROM kit WHERE external_id = 'm5' AND name = 'Mathematics 5' AND product_id IS NOT NULL";
        assert_eq!((world.count(needs).await, world.count(ALL).await), (1, 7));
        let new = "external_id,name,product\nh6,History 6,history\n";
        assert_eq!(numbers(&bring(&world, Noun::Kit, new, false).await.unwrap()), [0, 0, 0, 1]);
    })
    .await;
}

/// Whoever has chosen it keeps it, with the licences; a platform that asks for what is new hears of it.
#[tokio::test]
async fn what_ends_stays_with_the_journals_that_have_it() {
    both_engines(async |ground: TestGround| {
        let mut school = School::new(&ground).await;
        school.kit_with(9).await;
        school.apply(&school.reading("j1", vec![pupil(0)])).await;
        let world = &school.world;
        ground.clock.advance(chrono::TimeDelta::hours(1));
        let ended = Told { external_id: "maths-5".into(), ended: Some(true), ..Told::default() };
        assert_eq!(put(world, Noun::Kit, &ended).await.unwrap(), Outcome::Updated);
        assert_eq!(put(world, Noun::Kit, &ended).await.unwrap(), Outcome::Unchanged);
        let touched = "SELECT COUNT(*) AS n FROM journal WHERE changed_at > linked_at";
        let kept = "SELECT COUNT(*) AS n FROM journal_kit WHERE ended_at IS NULL";
        assert_eq!((offered(world).await.len(), world.count(touched).await, world.count(kept).await), (0, 1, 1));
        school.apply(&school.reading("j1", vec![pupil(0), pupil(1)])).await;
        let live = "SELECT COUNT(*) AS n FROM licence WHERE ended_at IS NULL";
        assert_eq!(world.count(live).await, 2);
        let back = Told { ended: Some(false), needs: Needs::Nothing, ..ended };
        assert_eq!(put(world, Noun::Kit, &back).await.unwrap(), Outcome::Updated);
        assert_eq!(offered(world).await, ["maths-5"]);
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_group_is_offered_to_the_teachers_it_lists_and_to_no_other() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let teacher = world.pupil("18", "Jaan", 1980).await;
        let told = Told {
            external_id: "g1".into(),
            name: Some("5A".into()),
            school: Some(world.school.clone()),
            ..Told::default()
        };
        put(&world, Noun::Group, &told).await.unwrap();
        let (platform, school, account) = (&world.platform, &world.school, &teacher);
        let group = world.storage(|tx| async move { platform_groups::find(&tx, platform, "g1").await }).await.unwrap();
        let (ground, actor) = (&world.ground.ground(), &Actor::Cli("root".into()));
        let teach = async |group: &PlatformGroup, wanted| {
            let by = By { platform, actor };
            let write = |tx: Tx| async move { offers::teach(&tx, ground, by, (group, account), wanted).await };
            ground.db.write(Durability::Durable, write).await
        };
        for (wanted, changed, groups) in [
            (Teaching::Listed, true, 1),
            (Teaching::Listed, false, 1),
            (Teaching::Unlisted, true, 0),
            (Teaching::Unlisted, false, 0),
        ] {
            assert_eq!(teach(&group, wanted).await.unwrap(), changed);
            let list = |tx| async move { platform_groups::list_of_teacher(&tx, account, school).await };
            assert_eq!(world.storage(list).await.len(), groups);
        }
        assert_eq!(world.count(AUDITED).await, 3);
        world.sql("UPDATE account SET disabled_at = created_at").await;
        assert!(matches!(teach(&group, Teaching::Listed).await, Err(OfferError::Wrong("account", _))));
        world.sql("UPDATE account SET disabled_at = NULL").await;
        let foreign =
            PlatformGroup { platform_id: "other".parse().unwrap(), id: GroupId::random(&ground.random), ..group };
        assert!(matches!(teach(&foreign, Teaching::Listed).await, Err(OfferError::Wrong("account", _))));
    })
    .await;
}

/// A group never moves to another school, and lists nobody of another platform.
#[tokio::test]
async fn a_group_is_of_one_school_and_platform() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let told = Told { external_id: "g1".into(), name: Some("5A".into()), ..Told::default() };
        let at = |school: &str| Told { school: Some(school.parse().unwrap()), ..told.clone() };
        assert!(matches!(put(&world, Noun::Group, &told).await, Err(OfferError::Wrong("school", _))));
        assert!(matches!(put(&world, Noun::Group, &at("ehis:404")).await, Err(OfferError::Wrong("school", _))));
        put(&world, Noun::Group, &at("ehis:123")).await.unwrap();
        world.sql("INSERT INTO school (id, name, country, time_zone, created_at) SELECT 'ehis:7', 'Kuu', country, time_zone, created_at FROM school").await;
        world.sql("INSERT INTO school_number (number, school_id) VALUES ('ehis:7', 'ehis:7')").await;
        assert!(matches!(put(&world, Noun::Group, &at("ehis:7")).await, Err(OfferError::Wrong("school", _))), "not here");
        world.sql("INSERT INTO platform_school (platform_id, school_id, pupils_keep_session, new_accounts, created_at) \
            SELECT platform_id, 'ehis:7', pupils_keep_session, new_accounts, created_at FROM platform_school").await;
        assert!(matches!(put(&world, Noun::Group, &at("ehis:7")).await, Err(OfferError::Wrong("school", _))), "moved");
        seed::account(&ground, "99").await;
        let nobody = Told { teachers: Some(vec!["99".into()]), ..told.clone() };
        assert!(matches!(put(&world, Noun::Group, &nobody).await, Err(OfferError::Wrong("teachers", _))));
        assert_eq!(world.count(AUDITED).await, 1);
    })
    .await;
}
