//! The school asks a pupil whether another account is theirs: at the next sign-in, once.

use koppel::demo::once::{Walk, first_time};
use koppel::domain::{Actor, DuplicateId, PlatformId, SchoolId};
use koppel::linking::LinkingError;
use koppel::linking::duplicates::ask_pupil;
use koppel::storage::duplicates::{self, Suspect};
use koppel::storage::{Durability, Tx, accounts};

use crate::attacks::Scene;

const ONE: &str = "mari-tamm";
const OTHER: &str = "mari-tamm-2";

/// The school has both Maris in its queue, and asks.
async fn ask(scene: &Scene) {
    let (ground, school) = (scene.demo.ground(), &scene.demo.world.schools[0].id);
    let (platform, school): (&PlatformId, &SchoolId) = (&"opihoov".parse().unwrap(), &school.parse().unwrap());
    let (now, id, actor) = (ground.now(), &DuplicateId::random(&ground.random), &Actor::Cli("test".to_owned()));
    let write = |tx: Tx| async move {
        let one = accounts::find_by_username(&tx, platform, ONE).await?.unwrap().id;
        let other = accounts::find_by_username(&tx, platform, OTHER).await?.unwrap().id;
        let (one, other) = (one.clone().min(other.clone()), one.max(other));
        let suspect = Suspect { id: id.clone(), one, other, score: 80, why: "given_name family_name".to_owned() };
        duplicates::store(&tx, (platform, school), &[suspect], now).await?;
        let pair = duplicates::find(&tx, id).await?.unwrap();
        ask_pupil(&tx, ground, &pair, actor).await?;
        Ok::<_, LinkingError>(())
    };
    ground.db.write(Durability::Durable, write).await.unwrap();
}

/// Signs in at the platform through eKool; where that led.
async fn signs_in<'a>(scene: &'a Scene, key: &str) -> Walk<'a> {
    let mut walk = scene.person(key);
    walk.log_in().await.unwrap();
    walk.sign_in_at("ekool").await.unwrap();
    walk
}

fn is_asked(walk: &Walk<'_>) -> bool {
    let page = walk.browser.page();
    let asked = page.path() == "/login/notice" && page.has("#other-account");
    assert!(!asked || !page.html.contains("mari-tamm"), "nothing of the other account: {}", page.html);
    asked
}

#[tokio::test]
async fn the_question_comes_once_at_the_next_sign_in() {
    let scene = Scene::open().await;
    first_time(&scene.demo.world, ONE, |_| {}).await.unwrap();
    assert!(signs_in(&scene, ONE).await.expect_platform().is_ok(), "nobody has asked");
    ask(&scene).await;
    for _ in 0..2 {
        assert!(is_asked(&signs_in(&scene, ONE).await), "until it is answered");
    }
    let mut walk = signs_in(&scene, ONE).await;
    walk.browser.press("continue").await.unwrap();
    walk.expect_platform().unwrap();
    signs_in(&scene, ONE).await.expect_platform().unwrap();
    scene.close().await;
}

/// Who wants to answer is led to where the other account is shown, and signs in for that as for all settings.
#[tokio::test]
async fn the_question_leads_to_the_settings() {
    let scene = Scene::open().await;
    first_time(&scene.demo.world, OTHER, |_| {}).await.unwrap();
    ask(&scene).await;
    let mut walk = signs_in(&scene, OTHER).await;
    assert!(is_asked(&walk));
    walk.browser.press("other-account").await.unwrap();
    assert!(walk.browser.page().path().starts_with("/login"), "{}", walk.browser.page().html);
    walk.browser.fill("username", OTHER);
    walk.browser.fill("password", &walk.world.password);
    walk.browser.press("password-submit").await.unwrap();
    if walk.browser.page().path() == "/login/notice" {
        assert!(!is_asked(&walk), "only her own new link is told to whoever knows the password");
        walk.browser.press("continue").await.unwrap();
    }
    let page = walk.browser.press("other-account").await.unwrap();
    assert_eq!(page.path(), "/settings/opihoov/other-account", "{}", page.html);
    scene.close().await;
}

/// Whoever was not asked for an answer any more is told nothing.
#[tokio::test]
async fn a_question_that_the_school_has_answered_is_not_asked() {
    let scene = Scene::open().await;
    first_time(&scene.demo.world, ONE, |_| {}).await.unwrap();
    ask(&scene).await;
    scene.change("UPDATE duplicate SET state = 'not_same'").await;
    signs_in(&scene, ONE).await.expect_platform().unwrap();
    scene.close().await;
}
