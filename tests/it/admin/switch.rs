//! The console's pages by which a school goes from one upstream to another, over HTTP.

use chrono::TimeDelta;
use koppel::args;
use koppel::domain::ConsoleRole;

use super::authenticator::between;
use super::desk::{Browser, Console, OTHER, SCHOOL, at};
use crate::linking::world::World;
use crate::support::{TestGround, both_engines, seed};

const MOVED: &str =
    "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL AND upstream_id = 'stuudium' AND subject = 's1'";
const STAYED: &str =
    "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL AND upstream_id = 'ekool' AND subject = 'm1'";

/// A pupil of the school whom eKool calls `m1`.
async fn pupil(console: &Console) {
    let world = World::settle(&console.ground).await;
    let mari = world.pupil("17", "Mari", 2014).await;
    seed::link(&console.ground, &mari, "m1").await;
}

async fn begin(browser: &Browser) -> String {
    let list = at(SCHOOL, "/switch");
    assert_eq!(browser.get(&list).await.status, 200);
    let led = browser.post(&list, &[("from", "ekool"), ("to", "stuudium")]).await;
    assert_eq!(led.status, 303, "{}", led.body);
    led.location().unwrap()
}

/// The hash of the pairs that a page shows.
fn hash(body: &str) -> String {
    let (_, rest) = body.split_once("name=\"agreed\" value=\"").expect("something could be applied");
    rest.split('"').next().unwrap().to_owned()
}

/// Asks, and a teacher of the school agrees.
async fn seconded(console: &Console, coordinator: &Browser, page: &str) {
    let agreed = hash(&coordinator.get(page).await.body);
    let asked = coordinator.post(page, &[("act", "ask"), ("agreed", &agreed), ("reason", "The new system")]).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    let teacher = console.steward(ConsoleRole::Teacher, SCHOOL).await;
    let list = teacher.get(&at(SCHOOL, "/second")).await;
    let waits = at(SCHOOL, &format!("/second/{}", between(&list.body, "id=\"proposal-", "\"")));
    let seen = teacher.get(&waits).await;
    assert!(seen.body.contains("Mari Tamm") && seen.body.contains("s1"), "{}", seen.body);
    assert_eq!(teacher.post(&waits, &[("answer", "agree")]).await.status, 303);
}

async fn count(console: &Console, sql: &'static str) -> i64 {
    console.ground.db.count(sql, args![]).await.unwrap()
}

#[tokio::test]
async fn pairs_are_pasted_looked_through_applied_and_taken_back() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        pupil(&console).await;
        let coordinator = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        let page = begin(&coordinator).await;
        let unread = coordinator.post(&page, &[("act", "pairs"), ("pairs", "m1;s1")]).await;
        assert_eq!(unread.status, 422, "{}", unread.body);
        let shown = coordinator.post(&page, &[("act", "pairs"), ("pairs", "old;new\nm1;s1\nm1;s2\n")]).await;
        assert!(shown.body.contains("Mari Tamm"), "{}", shown.body);
        let early = hash(&shown.body);
        coordinator.post(&page, &[("act", "pairs"), ("pairs", "old;new\nnobody;n1\n")]).await;
        assert_ne!(coordinator.post(&page, &[("act", "apply"), ("agreed", &early)]).await.status, 303);
        assert_eq!((count(&console, STAYED).await, count(&console, MOVED).await), (1, 0), "others were looked through");
        seconded(&console, &coordinator, &page).await;
        let now = hash(&coordinator.get(&page).await.body);
        assert_eq!(coordinator.post(&page, &[("act", "apply"), ("agreed", &now)]).await.status, 303);
        assert_eq!((count(&console, STAYED).await, count(&console, MOVED).await), (0, 1));
        assert!(coordinator.get(&page).await.body.contains("id=\"undo\""));
        assert_eq!(coordinator.post(&page, &[("act", "undo")]).await.status, 303);
        assert_eq!((count(&console, STAYED).await, count(&console, MOVED).await), (1, 0));
    })
    .await;
}

/// S29: what weighs most asks for a second factor of the last five minutes.
#[tokio::test]
async fn nothing_moves_by_an_old_second_factor() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        pupil(&console).await;
        let coordinator = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        let page = begin(&coordinator).await;
        let shown = coordinator.post(&page, &[("act", "pairs"), ("pairs", "old;new\nm1;s1\n")]).await;
        console.ground.clock.advance(TimeDelta::minutes(6));
        let led = coordinator.post(&page, &[("act", "apply"), ("agreed", &hash(&shown.body))]).await;
        assert!(led.location().unwrap().starts_with("/admin/opiq/step-up?back="), "{led:?}");
        assert_eq!((count(&console, STAYED).await, count(&console, MOVED).await), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn another_school_and_support_move_nothing() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        pupil(&console).await;
        let coordinator = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        let page = begin(&coordinator).await;
        let other = console.steward(ConsoleRole::SchoolAdmin, OTHER).await;
        let through = page.replace(&at(SCHOOL, ""), &at(OTHER, ""));
        for path in [&page, &through] {
            assert_eq!(other.get(path).await.status, 404, "{path}");
            assert_eq!(other.post(path, &[("act", "drop")]).await.status, 404, "{path}");
        }
        let support = console.steward(ConsoleRole::Support, SCHOOL).await;
        assert_eq!(support.get(&at(SCHOOL, "/switch")).await.status, 404);
        let open = "SELECT COUNT(*) AS n FROM upstream_switch WHERE ended_at IS NULL";
        assert_eq!(count(&console, open).await, 1);
        assert_eq!(coordinator.post(&page, &[("act", "drop")]).await.status, 303);
        assert_eq!(count(&console, open).await, 0);
    })
    .await;
}

/// A new subject that nobody has come with could be anybody's: whoever brings the pairs does not move its link alone.
#[tokio::test]
async fn pairs_that_nothing_speaks_for_want_a_second_person() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        pupil(&console).await;
        let coordinator = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        let page = begin(&coordinator).await;
        let shown = coordinator.post(&page, &[("act", "pairs"), ("pairs", "old;new\nm1;s1\n")]).await;
        assert!(shown.body.contains("id=\"ask-second\"") && !shown.body.contains("id=\"apply\""), "{}", shown.body);
        let agreed = hash(&shown.body);
        let alone = coordinator.post(&page, &[("act", "apply"), ("agreed", &agreed)]).await;
        assert_ne!(alone.status, 303, "{}", alone.body);
        let no_reason = coordinator.post(&page, &[("act", "ask"), ("agreed", &agreed), ("reason", " ")]).await;
        assert_eq!(no_reason.status, 422);
        assert_eq!((count(&console, STAYED).await, count(&console, MOVED).await), (1, 0));
        seconded(&console, &coordinator, &page).await;
        coordinator.post(&page, &[("act", "pairs"), ("pairs", "old;new\nnobody;n1\n")]).await;
        let others = hash(&coordinator.get(&page).await.body);
        assert_ne!(coordinator.post(&page, &[("act", "apply"), ("agreed", &others)]).await.status, 303);
        assert_eq!((count(&console, STAYED).await, count(&console, MOVED).await), (1, 0), "nobody agreed to these");
    })
    .await;
}
