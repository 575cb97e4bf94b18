//! What upstreams are told, and when.

use std::time::Duration;

use chrono::TimeDelta;
use koppel::demo::sim::control::{Mode, Order};
use koppel::domain::{Actor, MessageState};
use koppel::jobs;
use koppel::roster;
use koppel::storage::outbox::{self, Message};
use koppel::upstream::Registry;

use super::{KLASS, TEACHER, at_preview, close, launch, link, linked, the_journal};
use crate::attacks::Scene;

/// Runs the job once, beside the server's own.
async fn run(scene: &Scene) {
    let job = jobs::all().into_iter().find(|job| job.name() == "outbox").unwrap();
    job.run_once(scene.demo.ground()).await.unwrap();
}

async fn latest(scene: &Scene) -> Message {
    let journal = &the_journal(scene).await.id;
    let find = |tx| async move { outbox::find_latest(&tx, journal).await };
    scene.demo.ground().db.read(find).await.unwrap().unwrap()
}

/// The last message, once it is settled: the server's own job may have it in hand.
async fn outcome(scene: &Scene) -> Message {
    for _ in 0..200 {
        let message = latest(scene).await;
        if message.state != MessageState::Queued {
            return message;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the message is not settled")
}

fn told(scene: &Scene, endpoint: &str) -> u64 {
    scene.demo.simulators.ekool.report().seen.get(endpoint).copied().unwrap_or_default()
}

fn order(scene: &Scene, endpoint: &str, mode: Mode) {
    scene.demo.simulators.ekool.order(Order { endpoint: Some(endpoint.to_owned()), ..Order::from(mode) });
}

#[tokio::test]
async fn the_upstream_is_told_at_once_and_the_token_is_erased() {
    let scene = Scene::open().await;
    let walk = linked(&scene, TEACHER, KLASS).await;
    assert!(walk.browser.page().html.contains("eKool knows about the link"), "{}", walk.browser.page().html);
    let message = latest(&scene).await;
    assert_eq!((message.state, message.tries, message.payload.as_str()), (MessageState::Told, 1, ""));
    run(&scene).await;
    assert_eq!(told(&scene, "journal_link"), 1);
    close(scene).await;
}

/// Down for a while: the journal is linked, the teacher is told, and the job brings it. The token is sealed meanwhile.
#[tokio::test]
async fn an_upstream_that_is_down_is_told_later() {
    let scene = Scene::open().await;
    let mut walk = at_preview(&scene, TEACHER, KLASS).await;
    order(&scene, "journal_link", Mode::Unavailable);
    let page = link(&mut walk).await;
    assert!(page.has("#show-journal") && page.html.contains("eKool does not know yet"), "{}", page.html);
    let message = latest(&scene).await;
    assert_eq!((message.state, message.tries), (MessageState::Queued, 1));
    assert!(message.payload.starts_with("v1."), "sealed");
    run(&scene).await;
    assert_eq!(latest(&scene).await.tries, 1, "not before its time");
    order(&scene, "journal_link", Mode::Ok);
    scene.clock.advance(TimeDelta::minutes(1));
    run(&scene).await;
    let message = outcome(&scene).await;
    assert_eq!((message.state, message.payload.as_str()), (MessageState::Told, ""));
    close(scene).await;
}

/// The upstream knows the launch no more: the journal stays, the teacher reads what to do, and does it.
#[tokio::test]
async fn a_launch_that_is_over_leaves_the_journal_linked_and_another_one_tells() {
    let scene = Scene::open().await;
    let mut walk = at_preview(&scene, TEACHER, KLASS).await;
    order(&scene, "journal_link", Mode::Unavailable);
    link(&mut walk).await;
    order(&scene, "journal_link", Mode::Ok);
    scene.clock.advance(TimeDelta::minutes(61));
    run(&scene).await;
    assert_eq!(outcome(&scene).await.state, MessageState::LaunchOver);
    launch(&mut walk, KLASS).await;
    let page = walk.browser.press("tell").await.unwrap();
    assert_eq!(page.text("h1").as_deref(), Some("5A matemaatika"), "{}", page.html);
    assert_eq!(outcome(&scene).await.state, MessageState::Told);
    close(scene).await;
}

/// The answer to the first try was lost on its way: the launch is over because it was heard.
#[tokio::test]
async fn an_answer_that_was_lost_does_not_make_the_upstream_forget() {
    let scene = Scene::open().await;
    let mut walk = at_preview(&scene, TEACHER, KLASS).await;
    order(&scene, "journal_link", Mode::TruncatedJson);
    link(&mut walk).await;
    assert_eq!(latest(&scene).await.state, MessageState::Queued);
    order(&scene, "journal_link", Mode::Ok);
    scene.clock.advance(TimeDelta::minutes(1));
    run(&scene).await;
    assert_eq!(outcome(&scene).await.state, MessageState::Told);
    close(scene).await;
}

/// Two processes with the same message in sight: one of them tells.
#[tokio::test(flavor = "multi_thread")]
async fn two_processes_tell_once() {
    let scene = Scene::open().await;
    let mut walk = at_preview(&scene, TEACHER, KLASS).await;
    order(&scene, "journal_link", Mode::Unavailable);
    link(&mut walk).await;
    order(&scene, "journal_link", Mode::Ok);
    scene.clock.advance(TimeDelta::minutes(1));
    let before = told(&scene, "journal_link");
    let ground = scene.demo.ground();
    let upstreams = Registry::new(ground.clone()).unwrap();
    let id = latest(&scene).await.id;
    let tries = (0..8).map(|_| roster::tell(ground, &upstreams, &id));
    let done = futures_util::future::join_all(tries).await;
    let settled = done.into_iter().filter(|told| *told.as_ref().unwrap() != roster::Told::Elsewhere).count();
    // The server's own job may have been the one.
    assert!(settled <= 1, "{settled}");
    assert_eq!(outcome(&scene).await.state, MessageState::Told);
    assert_eq!(told(&scene, "journal_link") - before, 1);
    close(scene).await;
}

/// Unlinked by the command line or the school: seats end, and the upstream forgets where it led.
#[tokio::test]
async fn the_end_is_told_and_everything_it_gave_is_free() {
    let scene = Scene::open().await;
    let mut walk = linked(&scene, TEACHER, KLASS).await;
    let (ground, journal) = (scene.demo.ground(), &the_journal(&scene).await.id);
    let accounts = scene.count("SELECT COUNT(*) AS n FROM account").await;
    let ended = roster::end(ground, journal, "the class is over", &Actor::Cli("root".into())).await.unwrap();
    assert_eq!(ended.seats, 15);
    run(&scene).await;
    assert_eq!(outcome(&scene).await.state, MessageState::Told);
    assert_eq!(told(&scene, "journal_unlink"), 1);
    assert_eq!(scene.count("SELECT COUNT(*) AS n FROM seat WHERE ended_at IS NULL").await, 0);
    assert_eq!(scene.count("SELECT COUNT(*) AS n FROM account").await, accounts);
    assert!(roster::end(ground, journal, "twice", &Actor::Cli("root".into())).await.is_err());
    let page = walk.browser.press("show-journal").await.unwrap();
    assert_eq!(page.status, 404, "nobody teaches it any more");
    close(scene).await;
}

/// It ended while the upstream did not know yet: what is told then is the end, and not before a try under way is over.
#[tokio::test]
async fn the_end_overtakes_what_was_not_told_yet() {
    let scene = Scene::open().await;
    let mut walk = at_preview(&scene, TEACHER, KLASS).await;
    order(&scene, "journal_link", Mode::Unavailable);
    link(&mut walk).await;
    let (linked, journal) = (latest(&scene).await, &the_journal(&scene).await.id);
    let ended = roster::end(scene.demo.ground(), journal, "a mistake", &Actor::Cli("root".into())).await.unwrap();
    let message = latest(&scene).await;
    assert_eq!((Some(&message.id), message.next_at), (ended.message.as_ref(), linked.next_at));
    order(&scene, "journal_link", Mode::Ok);
    scene.clock.advance(TimeDelta::minutes(2));
    run(&scene).await;
    assert_eq!((outcome(&scene).await.state, told(&scene, "journal_unlink")), (MessageState::Told, 1));
    assert_eq!(scene.count("SELECT COUNT(*) AS n FROM outbox WHERE state = 'overtaken' AND payload = ''").await, 1);
    close(scene).await;
}

/// Linked at two platforms: the upstream knows one link, and it is over when the last one is.
#[tokio::test]
async fn the_end_at_one_of_two_platforms_is_not_told() {
    let scene = Scene::open().await;
    drop(linked(&scene, TEACHER, KLASS).await);
    let first = the_journal(&scene).await.id;
    let twin =
        "INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, state, linked_at,
        linked_by, has_absences, held) SELECT 'jrn_00000000000000000000000001', 'lugemispesa', upstream_id, scope,
        external_id, school_id, name, state, linked_at, linked_by, has_absences, held FROM journal";
    scene.change(twin).await;
    let by = Actor::Cli("root".into());
    assert_eq!(roster::end(scene.demo.ground(), &first, "one", &by).await.unwrap().message, None);
    let second = "jrn_00000000000000000000000001".parse().unwrap();
    assert!(roster::end(scene.demo.ground(), &second, "two", &by).await.unwrap().message.is_some());
    scene.demo.stop().await;
}
