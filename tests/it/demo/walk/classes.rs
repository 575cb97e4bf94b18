//! The sample platform has the class: a teacher sees everybody in it, who waits and who never was there; a pupil sees whose
//! class it is.

use koppel::demo::once::{PUPIL, first_time};
use koppel::demo::run::Demo;
use koppel::domain::{
    Actor, Completeness, JournalFacts, JournalKey, KitId, Member, NewAccounts, PersonName, PlatformId, Reading, Role,
    RosterSubject, SchoolId,
};
use koppel::roster::{self, Choice, FilterTerms, Place, SeatTerms, Work, filter};
use koppel::storage::kits::{self, Kit};
use koppel::storage::{Durability, StorageError};

use super::{on_both_engines, person};

const TEACHER: &str = "anu-kallas";

fn member(demo: &Demo, key: &str, role: Role) -> Member {
    let person = demo.world.person(key).unwrap();
    let name = PersonName { given: Some(person.given_name.clone()), family: Some(person.family_name.clone()) };
    Member {
        name,
        birth_date: Some(person.birth_date),
        class_name: Some("5A".into()),
        ..Member::new(&*person.ekool, role)
    }
}

async fn kit(demo: &Demo, platform: &PlatformId) -> KitId {
    let ground = demo.ground();
    let row = &Kit {
        id: KitId::random(&ground.random),
        platform_id: platform.clone(),
        external_id: "mets".into(),
        name: "Mets ja meri".into(),
        product_id: None,
        created_at: ground.now(),
        ended_at: None,
    };
    let put = |tx| async move { Ok::<_, StorageError>(kits::put(&tx, row).await?.id) };
    ground.db.write(Durability::Durable, put).await.unwrap()
}

/// The teacher's journal, with these pupils, comes to Õpihoov.
async fn import(demo: &Demo, pupils: &[&str]) {
    let ground = demo.ground();
    let (platform, school): (PlatformId, SchoolId) = ("opihoov".parse().unwrap(), "ehis:990001".parse().unwrap());
    let key = JournalKey { upstream: "ekool".parse().unwrap(), scope: String::new(), external_id: "1".into() };
    let pupils = pupils.iter().map(|key| member(demo, key, Role::Pupil));
    let reading = Reading {
        read_at: ground.now(),
        completeness: Completeness::Complete,
        journal: JournalFacts {
            key,
            school: None,
            name: "5A matemaatika".into(),
            school_year: None,
            landing_url: None,
        },
        members: pupils.chain([member(demo, TEACHER, Role::Teacher)]).collect(),
        deleted: vec![],
        cursor: None,
    };
    let terms = FilterTerms {
        school: &[school.clone()].into(),
        country: Some("EE"),
        today: ground.now().date_naive(),
        slack_days: 14,
        unmarked_is_protected: false,
        vault: &ground.vault,
    };
    let (said, hidden) = &filter(&reading, &terms);
    let terms = SeatTerms { roster_subject: RosterSubject::SameAsLogin, new_accounts: NewAccounts::Create };
    let choice = Choice { kits: vec![kit(demo, &platform).await], group: None };
    let place = Place { platform: &platform, school: &school, terms };
    let actor = &Actor::Job("test");
    let work = Work { place, said, hidden, choice: Some(&choice), agreed: None, actor, run: "run1" };
    roster::apply(ground, &work).await.unwrap();
}

/// Signed in at Õpihoov through eKool, at their classes.
async fn at_classes(demo: &Demo, key: &str) -> String {
    let mut walk = person(demo, key);
    walk.log_in().await.unwrap();
    walk.sign_in_at("ekool").await.unwrap();
    walk.browser.press("classes").await.unwrap().html.clone()
}

#[tokio::test]
async fn the_class_is_at_the_platform_at_once_with_who_waits_and_who_never_came() {
    on_both_engines(async |demo: &Demo| {
        first_time(&demo.world, TEACHER, |_| {}).await.unwrap();
        first_time(&demo.world, PUPIL, |_| {}).await.unwrap();
        import(demo, &[PUPIL, "karl-magi", "oliver-teder"]).await;
        let html = at_classes(demo, TEACHER).await;
        for words in ["5A matemaatika", "Mets ja meri", "3 pupils, 1 of them waiting", "Anu Kallas"] {
            assert!(html.contains(words), "{words}: {html}");
        }
        let of = |name: &str| html.split("<li").find(|item| item.contains(name)).unwrap().to_owned();
        assert!(of("Mari Tamm").contains("has finished tasks"), "{html}");
        assert!(of("Karl Mägi").contains("waiting"), "{html}");
        assert!(of("Oliver Teder").contains("has not been here yet"), "{html}");
        let pupils = at_classes(demo, PUPIL).await;
        assert!(pupils.contains("5A matemaatika") && pupils.contains("Anu Kallas"), "{pupils}");
        assert!(!pupils.contains("Karl") && !pupils.contains("waiting"), "a pupil sees no list: {pupils}");
    })
    .await;
}

#[tokio::test]
async fn who_waited_is_on_the_old_account_after_the_claim_and_the_class_says_so() {
    on_both_engines(async |demo: &Demo| {
        first_time(&demo.world, TEACHER, |_| {}).await.unwrap();
        let mut walk = person(demo, TEACHER);
        walk.log_in().await.unwrap();
        walk.sign_in_at("ekool").await.unwrap();
        assert!(walk.browser.press("classes").await.unwrap().has("#no-class"));
        import(demo, &["karl-magi"]).await;
        assert!(walk.browser.press("read-again").await.unwrap().html.contains("1 pupil, 1 of them waiting"));
        first_time(&demo.world, "karl-magi", |_| {}).await.unwrap();
        let html = walk.browser.press("read-again").await.unwrap().html.clone();
        assert!(html.contains("has finished tasks") && !html.contains("waiting"), "{html}");
    })
    .await;
}
