//! A merge that one person alone must not do: asked, agreed to by somebody else, done. And who that may be.

use koppel::args;
use koppel::domain::{AccountId, ConsoleRole, SessionKind};

use super::authenticator::{FACTOR, between, enrol};
use super::desk::{Browser, Console, SCHOOL, at};
use super::duplicates::pupil;
use super::merging::{check, hidden};
use crate::issuer::desk::Answer;
use crate::support::{TestGround, both_engines};

const USED: &str = "UPDATE account SET last_activity_at = $2 WHERE id = $1";
const LIVE: &str = "SELECT COUNT(*) AS n FROM account_merge WHERE undone_at IS NULL";
const SECONDED: &str = "SELECT COUNT(*) AS n FROM account_merge WHERE seconded_by = $1";
const STEP_UP: &str = "/admin/opiq/step-up";

/// Mari twice, both in use: the one with history, and the other.
async fn maris(console: &Console, name: &str) -> (AccountId, AccountId) {
    let one = pupil(console, "Mari", name, (SCHOOL, 12)).await;
    let other = pupil(console, "Mari", &format!("{name}2"), (SCHOOL, 0)).await;
    for account in [&one, &other] {
        console.change(USED, args![account, console.ground.now()]).await;
    }
    (one, other)
}

/// Sends the form of the page as it stands.
async fn press(browser: &Browser, page: &Answer, act: &str) -> Answer {
    let fields = ["one", "other", "survivor", "hash"].map(|name| (name, hidden(page, name)));
    let mut sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    sent.extend([("act", act), ("reason", "one child")]);
    browser.post(&at(SCHOOL, "/merge"), &sent).await
}

/// Opens the page of the merge and asks for a second person; answers the page as it was then.
async fn ask(proposer: &Browser, path: &str) -> Answer {
    let page = proposer.get(path).await;
    assert!(has(&page, "ask-second") && !has(&page, "merge"), "{}", page.body);
    let asked = press(proposer, &page, "ask").await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    page
}

fn has(page: &Answer, id: &str) -> bool {
    page.body.contains(&format!("id=\"{id}\""))
}

/// The address of the only proposal that waits at a school.
async fn waiting(browser: &Browser, school: &str) -> String {
    let list = browser.get(&at(school, "/second")).await;
    assert_eq!(list.body.matches("id=\"proposal-").count(), 1, "{}", list.body);
    at(school, &format!("/second/{}", between(&list.body, "id=\"proposal-", "\"")))
}

async fn says(browser: &Browser, proposal: &str, answer: &str) -> u16 {
    browser.post(proposal, &[("answer", answer)]).await.status
}

async fn merged(console: &Console) -> i64 {
    console.ground.db.count(LIVE, args![]).await.unwrap()
}

#[tokio::test]
async fn two_accounts_in_use_are_merged_once_somebody_else_agrees() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (one, other) = maris(&console, "maritamm").await;
        let path = check(&one, &other);
        let proposer = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let page = ask(&proposer, &path).await;
        assert_eq!(press(&proposer, &page, "merge").await.status, 422, "nobody has agreed");
        let proposal = waiting(&proposer, SCHOOL).await;
        assert!(!has(&proposer.get(&proposal).await, "agree"));
        assert_eq!(says(&proposer, &proposal, "agree").await, 400, "nobody is their own second");
        // Whoever has one of the two accounts, should they ever administer the school.
        console.grant(&one, ConsoleRole::SchoolAdmin, SCHOOL).await;
        let concerned = console.enter(&one, SessionKind::Console).await;
        console.show_factor(&concerned).await;
        let page = concerned.get(&proposal).await;
        assert!(has(&page, "bar") && has(&page, "refuse") && !has(&page, "agree"), "{}", page.body);
        assert_eq!(says(&concerned, &proposal, "agree").await, 400, "nobody agrees to what is about themselves");
        assert!(!has(&proposer.get(&path).await, "merge"));
        let second = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        let page = second.get(&proposal).await;
        assert!(page.body.contains("maritamm2") && page.body.contains("one child"), "{}", page.body);
        assert_eq!((says(&second, &proposal, "agree").await, merged(&console).await), (303, 0));
        assert_eq!(says(&second, &proposal, "agree").await, 404, "it is decided");
        let page = proposer.get(&path).await;
        let done = press(&proposer, &page, "merge").await;
        assert!(done.location().is_some_and(|to| to.contains("/merges/")), "{}", done.body);
        let who = format!("account:{}", second.account);
        assert_eq!(merged(&console).await, 1);
        assert_eq!(console.ground.db.count(SECONDED, args![who]).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_refused_or_has_run_out_merges_nothing() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (one, other) = maris(&console, "maritamm").await;
        let path = check(&one, &other);
        let proposer = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let second = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        ask(&proposer, &path).await;
        assert_eq!(says(&second, &waiting(&second, SCHOOL).await, "refuse").await, 303);
        // Refused: it can be asked again. Nobody looks at it for seven days.
        ask(&proposer, &path).await;
        let proposal = waiting(&second, SCHOOL).await;
        console.ground.clock.advance(chrono::TimeDelta::days(7));
        let second = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        assert_eq!((second.get(&proposal).await.status, says(&second, &proposal, "agree").await), (404, 404));
        // Asked once more and agreed to, and then nobody merges for seven days.
        let proposer = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        ask(&proposer, &path).await;
        assert_eq!(says(&second, &waiting(&second, SCHOOL).await, "agree").await, 303);
        assert!(has(&proposer.get(&path).await, "merge"));
        console.ground.clock.advance(chrono::TimeDelta::days(7));
        let proposer = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let page = proposer.get(&path).await;
        assert!(has(&page, "ask-second") && !has(&page, "merge"), "{}", page.body);
        assert_eq!((press(&proposer, &page, "merge").await.status, merged(&console).await), (422, 0));
    })
    .await;
}

#[tokio::test]
async fn what_has_changed_since_it_was_asked_is_asked_again() {
    const CLASS: &str = "UPDATE account_role SET class_name = $2 WHERE account_id = $1";
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (one, other) = maris(&console, "maritamm").await;
        let path = check(&one, &other);
        let proposer = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let second = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        ask(&proposer, &path).await;
        let was = waiting(&second, SCHOOL).await;
        console.change(CLASS, args![&other, "6A"]).await;
        let page = ask(&proposer, &path).await;
        assert_eq!(says(&second, &was, "agree").await, 404, "what was asked first is taken back");
        assert_eq!(says(&second, &waiting(&second, SCHOOL).await, "agree").await, 303);
        console.change(CLASS, args![&other, "6B"]).await;
        assert_eq!((press(&proposer, &page, "merge").await.status, merged(&console).await), (422, 0));
        ask(&proposer, &path).await;
    })
    .await;
}

/// A school with one administrator has a second person in every teacher, and in the platform's support.
#[tokio::test]
async fn a_school_with_one_administrator_is_never_stuck() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let proposer = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        for (n, role) in [ConsoleRole::Teacher, ConsoleRole::Support].into_iter().enumerate() {
            let (one, other) = maris(&console, &format!("mari{n}x")).await;
            console.show_factor(&proposer).await;
            ask(&proposer, &check(&one, &other)).await;
            let second = console.steward(role, SCHOOL).await;
            let proposal = waiting(&second, SCHOOL).await;
            assert_eq!(says(&second, &proposal, "agree").await, 303, "{role}");
            let page = proposer.get(&check(&one, &other)).await;
            let done = press(&proposer, &page, "merge").await;
            assert!(done.location().is_some_and(|to| to.contains("/merges/")), "{role}: {}", done.body);
        }
        assert_eq!(merged(&console).await, 2);
    })
    .await;
}

/// A teacher needs no grant and no invitation: they set up a second factor, and show it again where it is not fresh.
#[tokio::test]
async fn a_teacher_shows_the_second_factor_again_and_agrees() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (one, other) = maris(&console, "maritamm").await;
        let proposer = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        ask(&proposer, &check(&one, &other)).await;
        let teacher = console.steward(ConsoleRole::Teacher, SCHOOL).await;
        teacher.get(FACTOR).await;
        let (app, _) = enrol(&console, &teacher).await;
        let proposal = waiting(&teacher, SCHOOL).await;
        console.ground.clock.advance(chrono::TimeDelta::seconds(301));
        let led = teacher.post(&proposal, &[("answer", "agree")]).await;
        assert!(led.location().is_some_and(|to| to.starts_with(STEP_UP)), "{led:?}");
        assert!(!has(&proposer.get(&check(&one, &other)).await, "merge"), "nothing was agreed to");
        let code = app.code(&console, 0);
        let back = teacher.post(STEP_UP, &[("code", &code), ("back", &proposal)]).await;
        assert_eq!(back.location().as_deref(), Some(proposal.as_str()), "{}", back.body);
        assert_eq!(says(&teacher, &proposal, "agree").await, 303);
        assert!(has(&proposer.get(&check(&one, &other)).await, "merge"));
    })
    .await;
}
