//! The class that `koppel demo` brings at its start.

use koppel::demo::class::{LINKED, TEACHER, WAITING};
use koppel::demo::once::{Walk, next_time};
use koppel::demo::run::{Demo, Settings};
use koppel::demo::world::World;
use koppel::storage::check::check;

use crate::support::ground::fresh_postgres;

/// One linked, one waiting, one new, one blocked; and the code is good for who waits.
async fn is_there(database_url: Option<String>) {
    let demo = Demo::start(Settings { database_url, with_class: true, ..Settings::default() }).await.unwrap();
    let class = demo.world.class.clone().unwrap();
    let mut teacher = Walk::of(&demo.world, TEACHER, |_| {}).unwrap();
    teacher.browser.open(&class.journal).await.unwrap();
    let page = teacher.sign_in_at("ekool").await.unwrap();
    let counts = "1 linked 1 waiting 1 new 1 left out 1 signed in here in the last seven days";
    assert_eq!(page.text("#counts").as_deref(), Some(counts), "{}", page.html);
    assert!(page.has("#class") && page.has("#codes"), "{}", page.html);
    next_time(&demo.world, LINKED, |_| {}).await.unwrap();
    let mut pupil = Walk::of(&demo.world, WAITING, |_| {}).unwrap();
    pupil.log_in().await.unwrap();
    pupil.sign_in_at("ekool").await.unwrap();
    for button in ["question-yes", "claim-code"] {
        pupil.browser.press(button).await.unwrap();
    }
    pupil.browser.fill("code", class.code.as_ref().unwrap());
    for button in ["code-submit", "confirm-link", "continue"] {
        pupil.browser.press(button).await.unwrap();
    }
    pupil.expect_old_account(pupil.person.account.as_ref().unwrap()).await.unwrap();
    let ground = demo.ground();
    let violations = check(&ground.db, &ground.vault, ground.now()).await.unwrap();
    assert!(violations.is_empty(), "{violations:?}");
    demo.stop().await;
}

#[tokio::test]
async fn the_class_of_the_demo_is_one_of_each_kind() {
    is_there(None).await;
    is_there(Some(fresh_postgres().await)).await;
}

/// Started again with the same directory it is the same class, and there is another code, for the first is known to nobody.
#[tokio::test]
async fn a_kept_demo_brings_no_second_class() {
    let dir = tempfile::tempdir().unwrap();
    let settings = Settings { data: Some(dir.path().to_owned()), with_class: true, ..Settings::default() };
    let mut codes = Vec::new();
    for _ in 0..2 {
        let demo = Demo::start(settings.clone()).await.unwrap();
        let journals = demo.ground().db.count("SELECT COUNT(*) AS n FROM journal", vec![]).await.unwrap();
        let written = World::read(&dir.path().join("demo.json")).unwrap();
        assert_eq!((journals, &written.class), (2, &demo.world.class), "this one and that of the held update");
        codes.push(demo.world.class.clone().unwrap().code.unwrap());
        demo.stop().await;
    }
    assert_ne!(codes[0], codes[1]);
}
