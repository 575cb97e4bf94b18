//! Identities over time: another name is the same person, another person is not.

use koppel::demo::sim::control::Mode;

use super::{Scene, up_to_confirm};

/// A19: the subject of somebody who left comes back with another person: nobody gets in, the school is asked.
#[tokio::test]
async fn recycled_subject_opens_nothing() {
    let scene = Scene::open().await;
    let mut first = scene.person("rasmus-kask");
    up_to_confirm(&scene, &mut first, "ekool").await;
    first.browser.press("confirm-link").await.unwrap();
    first.browser.press("continue").await.unwrap();
    first.expect_old_account(&scene.account("rasmus-kask")).await.unwrap();
    scene.demo.simulators.ekool.order(Mode::RecycledSubject);
    let mut second = scene.person("liis-ojala");
    second.log_in().await.unwrap();
    let page = second.sign_in_at("ekool").await.unwrap().clone();
    assert_eq!(page.status, 403, "{}", page.html);
    for word in ["Rasmus", "Kask", "birth", "name differs"] {
        assert!(!page.html.contains(word), "{word}");
    }
    assert!(second.me().await.is_err());
    assert_eq!(scene.live_sessions().await, 0, "the sessions of the old account end too");
    assert_eq!(scene.open_cases().await, 1);
    scene.close().await;
}

/// A5 at the page: a new family name is the same person.
#[tokio::test]
async fn changed_name_is_the_same_person() {
    let scene = Scene::open().await;
    let mut first = scene.person("hanna-raud");
    up_to_confirm(&scene, &mut first, "ekool").await;
    first.browser.press("confirm-link").await.unwrap();
    first.browser.press("continue").await.unwrap();
    scene.demo.simulators.ekool.order(Mode::ChangedName);
    let mut again = scene.person("hanna-raud");
    again.log_in().await.unwrap();
    again.sign_in_at("ekool").await.unwrap();
    again.expect_old_account(&scene.account("hanna-raud")).await.unwrap();
    scene.close().await;
}

/// Whoever is at two schools chooses once per session.
#[tokio::test]
async fn person_at_two_schools_chooses_where() {
    let scene = Scene::open().await;
    let mut walk = scene.person("hanna-raud");
    up_to_confirm(&scene, &mut walk, "ekool").await;
    walk.browser.press("confirm-link").await.unwrap();
    walk.browser.press("continue").await.unwrap();
    scene.demo.simulators.ekool.order(Mode::TwoSchools);
    let mut again = scene.person("hanna-raud");
    again.log_in().await.unwrap();
    let page = again.sign_in_at("ekool").await.unwrap();
    assert!(page.has("#school-1") && page.has("#school-2"), "{}", page.html);
    again.browser.press("school-2").await.unwrap();
    again.expect_old_account(&scene.account("hanna-raud")).await.unwrap();
    scene.close().await;
}

/// `koppel_school` names the school: nothing is asked, and only its systems are offered.
#[tokio::test]
async fn school_that_the_platform_names_is_not_asked_for() {
    let scene = Scene::open().await;
    let mut walk = scene.person("hanna-raud");
    up_to_confirm(&scene, &mut walk, "ekool").await;
    walk.browser.press("confirm-link").await.unwrap();
    walk.browser.press("continue").await.unwrap();
    scene.demo.simulators.ekool.order(Mode::TwoSchools);
    let mut again = scene.person("hanna-raud");
    again.browser.stop_before = Some("/authorize".to_owned());
    again.log_in().await.unwrap();
    let mut url = again.browser.held.take().unwrap();
    let school = &scene.demo.world.schools[0];
    url.query_pairs_mut().append_pair("koppel_school", &school.id);
    let page = again.browser.open(url.as_str()).await.unwrap();
    assert_eq!(page.has("#upstream-stuudium"), school.upstreams.contains(&"stuudium".to_owned()));
    again.sign_in_at("ekool").await.unwrap();
    again.expect_old_account(&scene.account("hanna-raud")).await.unwrap();
    scene.close().await;
}
