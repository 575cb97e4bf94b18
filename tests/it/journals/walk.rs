//! The whole way, and what it leaves on the way.

use koppel::demo::once::Walk;
use koppel::demo::people::{KUUSEOJA, Person, PersonRole};
use koppel::demo::run::Demo;
use koppel::domain::Role;
use url::Url;

use super::{KLASS, TEACHER, allow, at_ekool, at_preview, claim, count, launch, link, press};
use crate::attacks::Scene;
use crate::demo::walk::{on_both_engines, person};
use crate::support::logs::Log;

const JOURNALS: &str = "SELECT COUNT(*) AS n FROM journal WHERE ended_at IS NULL";
const SESSIONS: &str = "SELECT COUNT(*) AS n FROM session";

async fn counted(demo: &Demo, sql: &'static str) -> i64 {
    demo.ground().db.count(sql, vec![]).await.unwrap()
}

/// Her own account is not linked yet: she claims it on the way, comes back to the same launch, and the class is there.
#[tokio::test]
async fn a_teacher_claims_her_account_and_comes_back_to_the_same_launch() {
    on_both_engines(async |demo| {
        let mut walk = person(demo, TEACHER);
        at_ekool(&mut walk).await;
        launch(&mut walk, KLASS).await;
        claim(&mut walk).await;
        let page = walk.browser.page();
        assert!(page.path().starts_with("/journals/launch/"), "{} {}", page.path(), page.html);
        // Nine pupils and four other teachers have accounts that nothing opens yet, one pupil was never there, and one is not
        // active; she is the one who is known.
        assert_eq!(["linked", "waiting", "new", "blocked"].map(|state| count(&walk, state)), [1, 13, 1, 1]);
        assert_eq!(counted(demo, JOURNALS).await, 0, "the preview writes nothing");
        let page = link(&mut walk).await;
        assert!(page.has("#show-journal") && page.has("#home"), "{}", page.html);
        assert_eq!((counted(demo, JOURNALS).await, demo.simulators.ekool.report().seen["journal_link"]), (1, 1));
        let page = walk.browser.press("show-journal").await.unwrap();
        assert!(page.html.contains("Mari Tamm") && page.has("#seats-waiting"), "{}", page.html);
        let page = walk.browser.press("journals").await.unwrap();
        assert!(page.html.contains("5A matemaatika") && page.html.contains("10 pupils"), "{}", page.html);
        // From the upstream it leads here, and nobody asks again.
        let url = demo.world.upstream("ekool").unwrap().url.clone();
        walk.browser.open(&format!("{url}/journals")).await.unwrap();
        let page = walk.browser.press(&format!("linked-{KLASS}")).await.unwrap();
        assert_eq!((page.status, page.text("h1").as_deref()), (200, Some("5A matemaatika")));
    })
    .await;
}

/// Stuudium has journals, too, and its ids are other ones.
#[tokio::test]
async fn a_journal_of_stuudium_comes_the_same_way() {
    let scene = Scene::open().await;
    let (mut walk, _) = super::at_stuudium(&scene).await;
    let page = super::link_p1(&mut walk).await;
    assert!(page.has("#show-journal"), "{}", page.html);
    assert_eq!(scene.demo.simulators.stuudium.report().seen["journal_link"], 1);
    scene.close().await;
}

/// A launch says who pressed a button there. It signs nobody in here.
#[tokio::test]
async fn a_launch_makes_no_session() {
    let scene = Scene::open().await;
    let mut walk = scene.person(TEACHER);
    at_ekool(&mut walk).await;
    press(&mut walk, KLASS).await;
    walk.browser.press("platform-opihoov").await.unwrap();
    assert!(walk.browser.page().has("#consent-allow"), "{}", walk.browser.page().html);
    let issuer = scene.demo.world.issuer.parse().unwrap();
    assert_eq!((scene.count(SESSIONS).await, walk.browser.cookie(&issuer, "koppel-session")), (0, None));
    allow(&mut walk).await;
    assert!(walk.browser.page().has("#question-yes"));
    assert_eq!((scene.count(SESSIONS).await, walk.browser.cookie(&issuer, "koppel-session")), (0, None));
    scene.close().await;
}

/// Somebody whom the platform never saw says so, and gets an account for it.
#[tokio::test]
async fn a_teacher_without_an_account_gets_one_and_goes_on() {
    let roles = vec![PersonRole { school: KUUSEOJA, role: Role::Teacher, class_name: None }];
    let newcomer = Person { roles, ..Person::pupil(77, "Uno", "Uustulnuk", "1990-01-31".parse().unwrap()) };
    let scene = super::scene_with(vec![newcomer]).await;
    let mut walk = scene.person("person-77");
    at_ekool(&mut walk).await;
    launch(&mut walk, KLASS).await;
    let page = walk.browser.press("question-no").await.unwrap();
    assert!(page.has("#link-journal"), "{}", page.html);
    link(&mut walk).await;
    assert!(walk.browser.page().has("#show-journal"));
    scene.close().await;
}

/// The token's address, as the simulator sent the browser to it.
async fn held_launch(walk: &mut Walk<'_>, button: &str) -> Url {
    let url = walk.world.upstream("ekool").unwrap().url.clone();
    walk.browser.open(&format!("{url}/journals")).await.unwrap();
    walk.browser.stop_before = Some("/upstream/".to_owned());
    walk.browser.press(&format!("{button}-{KLASS}")).await.unwrap();
    walk.browser.held.take().expect("eKool sends the browser to the broker")
}

/// P4 for launches: the token is nowhere but sealed: in no address, page, log line or clear column.
#[tokio::test]
async fn the_token_leaves_the_address_at_once_and_stands_nowhere() {
    let log = Log::default();
    let _listening = log.listen();
    let scene = Scene::open().await;
    let mut walk = scene.person(TEACHER);
    at_ekool(&mut walk).await;
    let address = held_launch(&mut walk, "launch").await;
    let token = crate::demo::sim::parameter(address.as_str(), "token").unwrap();
    assert!(token.len() > 20);
    walk.browser.open(address.as_str()).await.unwrap();
    let nowhere = |walk: &Walk<'_>| {
        let page = walk.browser.page();
        assert!(!page.html.contains(&token) && !page.url().unwrap().as_str().contains(&token), "{}", page.html);
    };
    nowhere(&walk);
    walk.browser.press("platform-opihoov").await.unwrap();
    allow(&mut walk).await;
    nowhere(&walk);
    claim(&mut walk).await;
    nowhere(&walk);
    let sealed = "SELECT COUNT(*) AS n FROM journal_launch WHERE token LIKE 'v1.%'";
    assert_eq!(scene.count(sealed).await, 1);
    link(&mut walk).await;
    nowhere(&walk);
    let erased = "SELECT COUNT(*) AS n FROM journal_launch l, outbox o WHERE l.token = '' AND o.payload = ''";
    assert_eq!(scene.count(erased).await, 1);
    let text = log.text();
    assert!(text.contains("a journal was linked"), "{text}");
    // What the simulators' and the browser's HTTP library says of its own calls is not ours to write here.
    let ours: Vec<_> = text.lines().filter(|line| line.contains(" koppel::") && line.contains(&token)).collect();
    assert_eq!(ours, Vec::<&str>::new());
    scene.close().await;
}

/// Loaded again, opened a second time, or come to by the page about blocked windows: one launch, and nothing is lost.
#[tokio::test]
async fn reloads_and_a_blocked_window_lose_nothing() {
    let scene = Scene::open().await;
    let mut walk = scene.person(TEACHER);
    at_ekool(&mut walk).await;
    let address = held_launch(&mut walk, "blocked").await;
    let page = walk.browser.open(address.as_str()).await.unwrap();
    assert!(page.path().ends_with("/window") && page.html.contains("Firefox"), "{}", page.html);
    let again = walk.browser.open(address.as_str()).await.unwrap().path().to_owned();
    walk.browser.press("go-on").await.unwrap();
    assert_eq!(walk.browser.page().path(), again.trim_end_matches("/window"));
    walk.browser.press("platform-opihoov").await.unwrap();
    allow(&mut walk).await;
    let launch = format!("{}{}", scene.demo.world.issuer, again.trim_end_matches("/window"));
    for _ in 0..2 {
        walk.browser.open(&launch).await.unwrap();
        allow(&mut walk).await;
        assert!(walk.browser.page().has("#question-yes"), "{}", walk.browser.page().html);
    }
    claim(&mut walk).await;
    for _ in 0..2 {
        assert!(walk.browser.open(&launch).await.unwrap().has("#link-journal"));
    }
    link(&mut walk).await;
    for _ in 0..2 {
        assert!(walk.browser.open(&launch).await.unwrap().has("#show-journal"), "the success page stays");
    }
    assert_eq!(scene.count("SELECT COUNT(*) AS n FROM journal_launch").await, 1);
    scene.close().await;
}

/// Somebody who has to sign in at their journal comes back to it, and to nothing else.
#[tokio::test]
async fn a_sign_in_comes_back_to_the_journal() {
    let scene = Scene::open().await;
    let walk = super::linked(&scene, TEACHER, KLASS).await;
    let path =
        walk.browser.page().html.split("href=\"/journals/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut other = scene.person(TEACHER);
    other.browser.open(&format!("{}/journals/{path}", scene.demo.world.issuer)).await.unwrap();
    other.sign_in_at("ekool").await.unwrap();
    assert_eq!(other.browser.page().path(), format!("/journals/{path}"));
    let preview = at_preview(&scene, "tiit-vaher", "20000481002").await;
    assert!(preview.browser.page().html.contains("5B matemaatika"));
    scene.close().await;
}
