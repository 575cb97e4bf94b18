//! What people asked the school, settled at the console.

use koppel::args;
use koppel::domain::{CaseId, ConsoleRole, SchoolId};
use koppel::linking::{Answer, Block, Decision};
use koppel::storage::{Arg, Tx, cases};

use super::desk::{Browser, Console, OTHER, SCHOOL, at};
use crate::linking::world::{World, assertion};
use crate::support::{TestGround, both_engines};

const BORN: &str = "SELECT COUNT(*) AS n FROM link l JOIN event e ON e.kind = 'account.created' \
    JOIN account a ON a.sub = e.sub AND a.id = l.account_id \
    WHERE l.account_id = $1 AND l.rule = 'born.administrator' AND l.assurance = 'school'";
const RESET: &str = "SELECT COUNT(*) AS n FROM account WHERE id = $1 AND password_source = 'reset'";
const LIVE: &str = "SELECT COUNT(*) AS n FROM link WHERE id = $1 AND ended_at IS NULL";
const OPEN: &str = "SELECT COUNT(*) AS n FROM school_case WHERE closed_at IS NULL";

/// The one open case of the school.
async fn case(console: &Console) -> CaseId {
    let school: &SchoolId = &SCHOOL.parse().unwrap();
    let read = |tx: Tx| async move { cases::list_open(&tx, Some(school)).await };
    let mut open = console.ground.db.read::<_, koppel::storage::StorageError, _, _>(read).await.unwrap();
    assert_eq!(open.len(), 1, "one case waits");
    open.remove(0).id
}

fn page_of(case: &CaseId) -> String {
    at(SCHOOL, &format!("/requests/{case}"))
}

async fn admin(console: &Console) -> Browser {
    console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await
}

async fn count(console: &Console, sql: &'static str, values: Vec<Arg>) -> i64 {
    console.ground.db.count(sql, values).await.unwrap()
}

/// Presses the button; the request must be settled by that.
async fn settle(console: &Console, browser: &Browser, fields: &[(&str, &str)]) -> String {
    const CLOSED: &str = "SELECT COUNT(*) AS n FROM audit a JOIN audit_detail d ON d.audit_id = a.id \
        WHERE a.action = 'case.closed' AND a.school_id = 'ehis:123' AND d.detail LIKE '%Talked to them%'";
    let case = case(console).await;
    let listed = browser.get(&at(SCHOOL, "/requests")).await;
    assert!(listed.body.contains(&format!("id=\"case-{case}\"")), "{}", listed.body);
    let without = browser.post(&page_of(&case), &fields[..1]).await;
    assert_eq!(without.status, 422, "a reason is missing: {}", without.body);
    assert_eq!(count(console, OPEN, args![]).await, 1);
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("reason", "Talked to them")]).collect();
    let done = browser.post(&page_of(&case), &fields).await;
    assert!(matches!(done.status, 200 | 303), "{}", done.body);
    assert_eq!(count(console, OPEN, args![]).await, 0, "settled");
    assert_eq!(count(console, CLOSED, args![]).await, 1, "recorded");
    let again = browser.post(&page_of(&case), &fields).await;
    assert_eq!(again.status, 400, "once only: {}", again.body);
    done.body
}

#[tokio::test]
async fn an_account_that_the_school_allows_opens_at_the_next_sign_in() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let world = World::settle(&console.ground).await;
        console.change("UPDATE platform_school SET new_accounts = 'ask_school'", args![]).await;
        let mari = assertion("ekool", "m1", "Mari", 2014);
        assert!(world.arrive(&mari).await.answer(Answer::No).ask_school().await.unwrap());
        let browser = admin(&console).await;
        settle(&console, &browser, &[("outcome", "account_made")]).await;
        let entered = world.arrive(&mari).await.admit().await.unwrap();
        assert_eq!(count(&console, BORN, args![&entered.account]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn who_cannot_sign_in_gets_a_password_for_the_account_that_the_school_names() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let world = World::settle(&console.ground).await;
        let account = world.pupil("17", "Mari", 2014).await;
        let mari = assertion("ekool", "m1", "Mari", 2014);
        assert!(world.arrive(&mari).await.answer(Answer::CannotSignIn).ask_school().await.unwrap());
        let browser = admin(&console).await;
        let page = browser.get(&page_of(&case(&console).await)).await;
        assert!(page.body.contains(&format!("id=\"account-{account}\"")), "a candidate: {}", page.body);
        let nobody = [("outcome", "password_printed"), ("reason", "Talked to them")];
        let nobody = browser.post(&page_of(&case(&console).await), &nobody).await;
        assert_eq!(nobody.status, 422, "no account was chosen: {}", nobody.body);
        let fields = [("outcome", "password_printed"), ("account", account.as_str()), ("reason", "Talked to them")];
        console.ground.clock.advance(chrono::TimeDelta::seconds(301));
        let stale = browser.post(&page_of(&case(&console).await), &fields).await;
        assert_eq!(stale.status, 303, "{}", stale.body);
        assert!(stale.location().unwrap().starts_with("/admin/opiq/step-up?back="), "{stale:?}");
        assert_eq!(count(&console, RESET, args![&account]).await, 0);
        console.show_factor(&browser).await;
        let fields = [("outcome", "password_printed"), ("account", account.as_str())];
        let sheet = settle(&console, &browser, &fields).await;
        assert!(sheet.contains("strip-code"), "{sheet}");
        assert_eq!(count(&console, RESET, args![&account]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_link_that_stands_in_the_way_is_ended() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let world = World::settle(&console.ground).await;
        let account = world.pupil("17", "Mari", 2014).await;
        let link = world.claim(&assertion("ekool", "m1", "Mari", 2014), &account).await;
        let second = assertion("ekool", "m2", "Mari", 2014);
        let visit = world.arrive(&second).await.proven(world.password(&account));
        assert!(visit.ask_school().await.unwrap());
        let browser = admin(&console).await;
        settle(&console, &browser, &[("outcome", "link_ended")]).await;
        assert_eq!(count(&console, LIVE, args![&link.id]).await, 0);
        assert!(matches!(visit.decide().await, Decision::Confirm(_)), "the person can try again");
    })
    .await;
}

/// A19: only a person lets a recycled subject in again, or ends what it opened.
#[tokio::test]
async fn a_recycled_subject_is_let_in_again_or_kept_out() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let world = World::settle(&console.ground).await;
        let account = world.pupil("17", "Mari", 2014).await;
        let link = world.claim(&assertion("ekool", "m1", "Mari", 2014), &account).await;
        let stranger = assertion("ekool", "m1", "Kevin", 2011);
        let browser = admin(&console).await;
        assert_eq!(world.arrive(&stranger).await.decide().await, Decision::Blocked(Block::Recycled));
        settle(&console, &browser, &[("outcome", "same_person")]).await;
        let mari = assertion("ekool", "m1", "Mari", 2014);
        assert_eq!(world.arrive(&mari).await.admit().await.unwrap().account, account);
        assert_eq!(world.arrive(&stranger).await.decide().await, Decision::Blocked(Block::Recycled), "again");
        console.change("DELETE FROM audit_detail", args![]).await;
        settle(&console, &browser, &[("outcome", "kept_out")]).await;
        assert_eq!(count(&console, LIVE, args![&link.id]).await, 0);
        assert_eq!(world.arrive(&mari).await.decide().await, Decision::Blocked(Block::Recycled), "still shut out");
    })
    .await;
}

#[tokio::test]
async fn a_request_is_the_schools_own_and_ends_only_as_its_kind_can() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let world = World::settle(&console.ground).await;
        console.change("UPDATE platform_school SET new_accounts = 'ask_school'", args![]).await;
        let mari = assertion("ekool", "m1", "Mari", 2014);
        assert!(world.arrive(&mari).await.answer(Answer::No).ask_school().await.unwrap());
        let case = case(&console).await;
        let stranger = console.steward(ConsoleRole::SchoolAdmin, OTHER).await;
        let foreign = at(OTHER, &format!("/requests/{case}"));
        let missing = at(OTHER, &format!("/requests/{}", CaseId::random(&console.ground.random)));
        let fields = [("outcome", "account_made"), ("reason", "x")];
        for path in [&foreign, &missing] {
            assert_eq!(stranger.get(path).await.status, 404, "{path}");
            assert_eq!(stranger.post(path, &fields).await.status, 404, "{path}");
        }
        let browser = admin(&console).await;
        for outcome in ["same_person", "link_ended", "merged", ""] {
            let answer = browser.post(&page_of(&case), &[("outcome", outcome), ("reason", "x")]).await;
            assert_eq!(answer.status, 422, "{outcome}: {}", answer.body);
        }
        assert_eq!(count(&console, OPEN, args![]).await, 1);
        assert_eq!(count(&console, "SELECT COUNT(*) AS n FROM link", args![]).await, 0);
    })
    .await;
}
