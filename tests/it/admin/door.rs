//! Who gets in at the console, over HTTP.

use koppel::args;
use koppel::domain::{ConsoleRole, Right, SessionKind};
use koppel::storage::cleanup;

use super::desk::{Console, OTHER, SCHOOL, at};
use crate::issuer::desk::Answer;
use crate::support::{TestGround, both_engines, seed};

fn home() -> String {
    at(SCHOOL, "")
}

/// A page without what is new in every answer.
fn said(answer: &Answer) -> String {
    let (before, rest) = answer.body.split_once("<strong>").expect("the page has a reference");
    let (_, after) = rest.split_once("</strong>").unwrap();
    format!("{before}{after}")
}

#[tokio::test]
async fn each_role_sees_the_pages_that_it_has_a_right_to() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        for role in [ConsoleRole::SchoolAdmin, ConsoleRole::Coordinator, ConsoleRole::Support] {
            let page = console.steward(role, SCHOOL).await.get(&home()).await;
            assert_eq!(page.status, 200, "{role}: {}", page.body);
            assert!(page.body.contains("Tamme Kool"), "{}", page.body);
            for (right, key) in
                [(Right::SeePeople, "con-people"), (Right::Switch, "con-switch"), (Right::Audit, "con-audit")]
            {
                let shown = page.body.contains(&format!("id=\"{key}\""));
                assert_eq!(shown, right.is_of(role), "{role} {key}");
            }
            assert_eq!(page.body.contains("Ticket 17"), role == ConsoleRole::Support, "{role}");
        }
        let teacher = console.steward(ConsoleRole::Teacher, SCHOOL).await;
        assert_eq!(teacher.get(&home()).await.status, 404, "a teacher only agrees or refuses");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_not_signed_in_for_the_console_signs_in_first() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let nobody = console.visit(&home()).await;
        let account = seed::account(&console.ground, "kadri").await;
        console.grant(&account, ConsoleRole::SchoolAdmin, SCHOOL).await;
        let browser = console.enter(&account, SessionKind::Browser).await;
        console.show_factor(&browser).await;
        for answer in [nobody, browser.get(&home()).await, browser.get("/admin/opiq").await] {
            assert_eq!(answer.status, 303, "{}", answer.body);
            assert!(answer.location().unwrap().starts_with("/login?attempt="), "{answer:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn without_a_second_factor_nobody_gets_further() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let account = seed::account(&console.ground, "kadri").await;
        console.grant(&account, ConsoleRole::SchoolAdmin, SCHOOL).await;
        let browser = console.enter(&account, SessionKind::Console).await;
        let led = browser.get(&home()).await;
        assert_eq!(led.status, 303, "{}", led.body);
        let factor = led.location().unwrap();
        assert_eq!(factor, "/admin/opiq/second-factor?back=%2Fadmin%2Fopiq%2Fehis%253A123");
        assert_eq!(browser.get(&factor).await.status, 200);
        let wrong = browser.post("/admin/opiq/second-factor", &[("code", "000000"), ("back", &home())]).await;
        assert_eq!(wrong.status, 422, "{}", wrong.body);
        assert_eq!(browser.get(&home()).await.status, 303);
        // Shown by somebody else in the same session.
        let other = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        console.change("UPDATE console_session SET account_id = $1", args![&account]).await;
        assert_eq!(other.get(&home()).await.status, 303);
    })
    .await;
}

#[tokio::test]
async fn the_console_of_another_school_answers_like_a_missing_one() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let (foreign, missing) = (admin.get(&at(OTHER, "")).await, admin.get(&at("ehis:999", "")).await);
        assert_eq!((foreign.status, missing.status), (404, 404));
        assert_eq!(said(&foreign).replace("ehis%3A456", "ehis%3A999"), said(&missing));
        assert!(!foreign.body.contains("Kesklinna"), "{}", foreign.body);
    })
    .await;
}

#[tokio::test]
async fn what_was_given_opens_nothing_once_it_has_ended() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let support = console.steward(ConsoleRole::Support, SCHOOL).await;
        console.change("UPDATE console_grant SET expires_at = $1", args![console.ground.now()]).await;
        assert_eq!(support.get(&home()).await.status, 404, "the hours are over");
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        assert_eq!(admin.get(&home()).await.status, 200);
        console
            .change("UPDATE console_grant SET ended_at = $1 WHERE role = 'school_admin'", args![console.ground.now()])
            .await;
        assert_eq!(admin.get(&home()).await.status, 404, "it was taken back");
    })
    .await;
}

#[tokio::test]
async fn a_school_that_is_switched_off_has_no_console() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        for (off, on) in [
            ("UPDATE school SET disabled_at = $1", "UPDATE school SET disabled_at = NULL"),
            ("UPDATE platform_school SET disabled_at = $1", "UPDATE platform_school SET disabled_at = NULL"),
        ] {
            console.change(off, args![console.ground.now()]).await;
            assert_eq!(admin.get(&home()).await.status, 404, "{off}");
            console.change(on, args![]).await;
            assert_eq!(admin.get(&home()).await.status, 200, "{on}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_list_names_every_school_that_somebody_administers() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let coordinator = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        let one = coordinator.get("/admin/opiq").await;
        assert!(one.body.contains("Tamme Kool") && !one.body.contains("Kesklinna Kool"), "{}", one.body);
        console.grant(&coordinator.account, ConsoleRole::Coordinator, OTHER).await;
        let both = coordinator.get("/admin/opiq").await;
        assert!(both.body.contains("Tamme Kool") && both.body.contains("Kesklinna Kool"), "{}", both.body);
        assert!(both.body.contains("href=\"/admin/opiq/ehis%3A456\""), "{}", both.body);
    })
    .await;
}

#[tokio::test]
async fn what_a_console_session_showed_goes_with_it() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let db = &console.ground.db;
        cleanup::run(db, console.ground.now() + chrono::TimeDelta::days(31)).await.unwrap();
        for sql in ["SELECT COUNT(*) AS n FROM console_session", "SELECT COUNT(*) AS n FROM session"] {
            assert_eq!(db.count(sql, args![]).await.unwrap(), 0, "{sql}");
        }
    })
    .await;
}

/// On a shared computer, whoever leaves leaves nothing: not what they may do, and nothing for the back button.
#[tokio::test]
async fn every_page_of_the_console_signs_out_and_leaves_nothing() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let account = seed::account(&console.ground, "mari").await;
        let tails = ["", "/people", "/requests", "/duplicates", "/journals", "/holds", "/switch", "/audit", "/grants"];
        let school =
            tails.into_iter().chain(["/second", "/factor-reset", "/upstreams/ekool"]).map(|tail| at(SCHOOL, tail));
        let outside = ["/admin/opiq", "/admin/opiq/step-up", "/admin/opiq/second-factor"].map(str::to_owned);
        for path in school.chain(outside) {
            let page = admin.get(&path).await;
            assert_eq!(page.status, 200, "{path}: {}", page.body);
            assert!(page.body.contains("action=\"/settings/opiq/sign-out\""), "{path}: {}", page.body);
            assert_eq!(page.headers["cache-control"], "no-store", "{path}");
        }
        let left = admin.post("/settings/opiq/sign-out", &[]).await;
        assert_eq!(left.status, 200, "{}", left.body);
        assert_eq!(left.headers["clear-site-data"], "\"cache\"", "what the browser still holds goes");
        assert_eq!(left.headers["cache-control"], "no-store");
        for path in [home(), at(SCHOOL, "/people"), "/admin/opiq".to_owned()] {
            let again = admin.get(&path).await;
            assert_eq!(again.status, 303, "{path}: {}", again.body);
            assert!(again.location().unwrap().starts_with("/login?attempt="), "{again:?}");
        }
        let fields = [("choice", "off"), ("reason", "x")];
        let path = at(SCHOOL, &format!("/people/{account}/disable"));
        assert_ne!(admin.post(&path, &fields).await.status, 200, "a form that was still open does nothing");
        let ended = "SELECT COUNT(*) AS n FROM session WHERE ended_at IS NOT NULL AND end_reason = 'signed_out'";
        assert_eq!(console.ground.db.count(ended, args![]).await.unwrap(), 1);
        let disabled = "SELECT COUNT(*) AS n FROM account WHERE disabled_at IS NOT NULL";
        assert_eq!(console.ground.db.count(disabled, args![]).await.unwrap(), 0);
    })
    .await;
}
