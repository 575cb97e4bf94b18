//! The console's pages about refreshes, over HTTP.

use koppel::args;
use koppel::domain::{ConsoleRole, HoldId, RunId};

use super::desk::{Console, OTHER, SCHOOL, at};
use crate::support::{TestGround, both_engines};

const OPEN: &str = "SELECT COUNT(*) AS n FROM refresh_hold WHERE state = 'open'";
const DECIDED: &str = "SELECT COUNT(*) AS n FROM refresh_hold WHERE state = 'approved' \
    AND decided_by LIKE 'account:%' AND decision_reason = 'Compared with the list'";
const ASKED: &str = "SELECT COUNT(*) AS n FROM refresh_run WHERE cause = 'school' AND asked_by LIKE 'account:%'";

const RUN: &str = "INSERT INTO refresh_run (id, platform_id, school_id, upstream_id, cause, asked_by, state, tries, asked_at, \
    due_at, ended_at, journals, heard, settled, pupils) \
    VALUES ($1, 'opiq', $2, 'ekool', 'daily', 'job:refresh_daily', 'held', 1, $3, $3, $3, 4, 4, 4, 0)";
const HOLD: &str = "INSERT INTO refresh_hold (id, run_id, platform_id, school_id, upstream_id, reasons, turned, difference, state, \
    held_at, mail_state, mail_attempts) VALUES ($1, $2, 'opiq', $3, 'ekool', $4, 0, 'x', 'open', $5, 'none', 0)";
const REMOVED: &str = r#"[{"limit":"removed_school","journal":null,"people":98,"of":412}]"#;
const PARTIAL: &str = r#"[{"limit":"partial","journal":null,"people":0,"of":412}]"#;

/// A held refresh of a school.
async fn held(console: &Console, school: &str, reasons: &str) -> (RunId, HoldId) {
    let (run, hold) = (RunId::random(&console.ground.random), HoldId::random(&console.ground.random));
    let now = console.ground.now();
    console.change(RUN, args![&run, school, now]).await;
    console.change(HOLD, args![&hold, &run, school, reasons, now]).await;
    (run, hold)
}

async fn count(console: &Console, sql: &'static str) -> i64 {
    console.ground.db.count(sql, args![]).await.unwrap()
}

#[tokio::test]
async fn a_hold_is_approved_with_a_reason_by_whoever_answers_for_it() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (_, hold) = held(&console, SCHOOL, REMOVED).await;
        let coordinator = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        let page = at(SCHOOL, &format!("/holds/{hold}"));
        assert!(coordinator.get(&at(SCHOOL, "/holds")).await.body.contains(hold.as_str()));
        let shown = coordinator.get(&page).await;
        assert!(shown.body.contains("98") && shown.body.contains("412"), "{}", shown.body);
        assert_eq!(coordinator.post(&page, &[("act", "approve"), ("reason", " ")]).await.status, 422);
        assert_eq!(count(&console, OPEN).await, 1);
        let said = [("act", "approve"), ("reason", "Compared with the list")];
        let led = coordinator.post(&page, &said).await;
        assert_eq!(led.status, 303, "{}", led.body);
        assert!(led.location().unwrap().contains("/runs/run_"), "{led:?}");
        assert_eq!(coordinator.get(&led.location().unwrap()).await.status, 200);
        assert_eq!(count(&console, DECIDED).await, 1);
        assert_ne!(coordinator.post(&page, &said).await.status, 303, "decided once");
        assert_eq!(count(&console, "SELECT COUNT(*) AS n FROM refresh_run WHERE state = 'queued'").await, 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_not_read_whole_is_only_thrown_away() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (_, hold) = held(&console, SCHOOL, PARTIAL).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let page = at(SCHOOL, &format!("/holds/{hold}"));
        assert!(!admin.get(&page).await.body.contains("id=\"approve\""));
        assert_ne!(admin.post(&page, &[("act", "approve"), ("reason", "Why not")]).await.status, 303);
        assert_eq!(count(&console, "SELECT COUNT(*) AS n FROM refresh_hold WHERE state = 'approved'").await, 0);
        assert_eq!(admin.post(&page, &[("act", "discard"), ("reason", "Broken")]).await.status, 303);
        assert_eq!(count(&console, "SELECT COUNT(*) AS n FROM refresh_hold WHERE state = 'discarded'").await, 1);
    })
    .await;
}

#[tokio::test]
async fn refreshes_of_another_school_answer_like_missing_ones() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (run, hold) = held(&console, OTHER, REMOVED).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        for tail in [format!("/holds/{hold}"), format!("/runs/{run}")] {
            assert_eq!(admin.get(&at(SCHOOL, &tail)).await.status, 404, "{tail}");
        }
        let decided = [("act", "discard"), ("reason", "Not mine")];
        assert_eq!(admin.post(&at(SCHOOL, &format!("/holds/{hold}")), &decided).await.status, 404);
        assert_eq!(count(&console, "SELECT COUNT(*) AS n FROM refresh_hold WHERE state = 'open'").await, 1);
        for tail in ["/holds", "/runs"] {
            let list = admin.get(&at(SCHOOL, tail)).await;
            assert!(!list.body.contains(hold.as_str()) && !list.body.contains(run.as_str()), "{}", list.body);
        }
    })
    .await;
}

#[tokio::test]
async fn a_refresh_is_asked_for_of_a_system_that_the_schools_journals_come_from() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let coordinator = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        let page = at(SCHOOL, "/refresh");
        assert_ne!(coordinator.post(&page, &[("upstream", "ekool")]).await.status, 303, "it has no journals");
        console.steward(ConsoleRole::Teacher, SCHOOL).await;
        assert!(coordinator.get(&page).await.body.contains("id=\"refresh-ekool\""));
        let led = coordinator.post(&page, &[("upstream", "ekool")]).await;
        assert_eq!(led.status, 303, "{}", led.body);
        assert!(coordinator.get(&led.location().unwrap()).await.body.contains("eKool"));
        assert_eq!(count(&console, ASKED).await, 1);
    })
    .await;
}
