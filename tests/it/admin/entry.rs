//! Invitations, and the second factor that is set up with one.

use koppel::args;
use koppel::domain::{AccountId, ConsoleRole, SessionKind};
use koppel::storage::{console_grants, second_factors};

use super::authenticator::{FACTOR, enrol, invite};
use super::desk::{Browser, Console, SCHOOL, at};
use crate::support::{TestGround, both_engines, seed};

/// Somebody who has accepted an invitation in their browser.
pub(super) async fn invited(console: &Console) -> Browser {
    let account = seed::account(&console.ground, &console.ground.random.secret()).await;
    let path = invite(console, &account, Some(ConsoleRole::SchoolAdmin)).await;
    let browser = console.enter(&account, SessionKind::Console).await;
    browser.get(&path).await;
    assert_eq!(browser.post(&path, &[]).await.status, 303);
    browser
}

async fn grants(console: &Console, account: &AccountId) -> usize {
    let now = console.ground.now();
    let read = |tx| async move { console_grants::list_live(&tx, account, now).await };
    console.ground.db.read(read).await.unwrap().len()
}

pub(super) async fn shows(browser: &Browser, code: &str) -> u16 {
    browser.post(FACTOR, &[("code", code), ("back", &at(SCHOOL, ""))]).await.status
}

#[tokio::test]
async fn an_invitation_is_good_once_and_looking_at_it_uses_nothing_up() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let account = seed::account(&console.ground, "kadri").await;
        let path = invite(&console, &account, Some(ConsoleRole::SchoolAdmin)).await;
        let browser = console.enter(&account, SessionKind::Console).await;
        for _ in 0..2 {
            let page = browser.get(&path).await;
            assert_eq!(page.status, 200, "{}", page.body);
            assert!(page.body.contains("Tamme Kool") && page.body.contains("ehis:123"), "{}", page.body);
        }
        assert_eq!(grants(&console, &account).await, 0);
        let taken = browser.post(&path, &[]).await;
        assert_eq!(taken.status, 303, "{}", taken.body);
        assert!(taken.location().unwrap().starts_with("/login?attempt="));
        assert_eq!(grants(&console, &account).await, 1);
        let late = invite(&console, &account, Some(ConsoleRole::Coordinator)).await;
        console.ground.clock.advance(chrono::TimeDelta::days(14));
        let browser = console.enter(&account, SessionKind::Console).await;
        for path in [path.as_str(), late.as_str(), "/admin/invite/x"] {
            assert_eq!(browser.get(path).await.status, 400, "{path}");
            assert_eq!(browser.post(path, &[("x", "")]).await.status, 400, "{path}");
        }
        assert_eq!(grants(&console, &account).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_pupil_is_given_nothing() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let account = seed::account(&console.ground, "juku").await;
        let path = invite(&console, &account, Some(ConsoleRole::SchoolAdmin)).await;
        let role = "INSERT INTO account_role (id, account_id, school_id, role, source, since) \
            VALUES ('rol_00000000000000000000000001', $1, $2, 'pupil', 'import', $3)";
        console.change(role, args![&account, SCHOOL, console.ground.now()]).await;
        let browser = console.enter(&account, SessionKind::Console).await;
        assert_eq!(browser.get(&path).await.status, 400);
        browser.get(FACTOR).await;
        assert_eq!(browser.post(&path, &[]).await.status, 400);
        assert_eq!(grants(&console, &account).await, 0);
    })
    .await;
}

#[tokio::test]
async fn whoever_accepted_an_invitation_sets_up_a_second_factor_and_gets_in() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let browser = invited(&console).await;
        assert_eq!(browser.get(&at(SCHOOL, "")).await.status, 303);
        let (_, codes) = enrol(&console, &browser).await;
        assert_eq!(codes.len(), 10);
        assert_eq!(browser.get(&at(SCHOOL, "")).await.status, 200);
        assert_eq!(browser.post(FACTOR, &[("act", "begin")]).await.status, 400, "there is one already");
    })
    .await;
}

/// Whoever knows the password only, and is quicker, gets nowhere.
#[tokio::test]
async fn a_second_factor_is_set_up_in_the_browser_of_the_invitation_only() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let owner = invited(&console).await;
        let thief = console.enter(&owner.account, SessionKind::Console).await;
        let page = thief.get(FACTOR).await;
        assert_eq!(page.status, 200);
        assert!(!page.body.contains("id=\"factor-begin\""), "{}", page.body);
        thief.get("/login").await;
        assert_ne!(thief.post(FACTOR, &[("act", "begin")]).await.status, 200);
        enrol(&console, &owner).await;
    })
    .await;
}

#[tokio::test]
async fn a_first_grant_takes_away_whatever_was_set_up_before_it() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let teacher = console.steward(ConsoleRole::Teacher, SCHOOL).await;
        teacher.get(FACTOR).await;
        enrol(&console, &teacher).await;
        let path = invite(&console, &teacher.account, Some(ConsoleRole::SchoolAdmin)).await;
        let owner = console.enter(&teacher.account, SessionKind::Console).await;
        owner.get(&path).await;
        assert_eq!(owner.post(&path, &[]).await.status, 303);
        let account = &teacher.account;
        let read = |tx| async move { second_factors::find_live(&tx, account).await };
        assert_eq!(console.ground.db.read(read).await.unwrap(), None);
        assert_eq!(teacher.get(&at(SCHOOL, "")).await.status, 303, "what was shown counts no more");
        enrol(&console, &owner).await;
        assert_eq!(owner.get(&at(SCHOOL, "")).await.status, 200);
    })
    .await;
}

/// RFC 6238, 5.2 (S30).
#[tokio::test]
async fn no_code_counts_twice() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let browser = invited(&console).await;
        let (app, _) = enrol(&console, &browser).await;
        assert_eq!(shows(&browser, &app.code(&console, 0)).await, 422, "it was used to set it up");
        console.ground.clock.advance(chrono::TimeDelta::seconds(30));
        let code = app.code(&console, 0);
        assert_eq!(shows(&browser, &code).await, 303);
        assert_eq!(shows(&browser, &code).await, 422);
        assert_eq!(shows(&browser, &app.code(&console, -1)).await, 422, "an older one neither");
        assert_eq!(shows(&browser, &app.code(&console, 2)).await, 422);
        assert_eq!(shows(&browser, &app.code(&console, 1)).await, 303);
    })
    .await;
}

/// S30, F9.
#[tokio::test]
async fn the_sixth_wrong_code_waits_and_so_does_a_right_one() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let browser = invited(&console).await;
        let (app, codes) = enrol(&console, &browser).await;
        console.ground.clock.advance(chrono::TimeDelta::seconds(60));
        for _ in 0..5 {
            assert_eq!(shows(&browser, &app.code(&console, 9)).await, 422);
        }
        assert_eq!(shows(&browser, &app.code(&console, 0)).await, 429);
        assert_eq!(shows(&browser, &codes[0]).await, 429);
        console.ground.clock.advance(chrono::TimeDelta::minutes(15));
        assert_eq!(shows(&browser, &app.code(&console, 0)).await, 303);
    })
    .await;
}

#[tokio::test]
async fn a_recovery_code_opens_once_and_nobody_elses_account() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let browser = invited(&console).await;
        let (_, codes) = enrol(&console, &browser).await;
        let other = invited(&console).await;
        enrol(&console, &other).await;
        assert_eq!(shows(&other, &codes[0]).await, 422);
        assert_eq!(shows(&browser, &codes[0].to_uppercase()).await, 303);
        assert_eq!(shows(&browser, &codes[0]).await, 422);
        assert_eq!(shows(&browser, &codes[1]).await, 303);
    })
    .await;
}

/// A thief of a password could be the one who sets it up: the owner hears of it.
#[tokio::test]
async fn the_owner_is_told_that_a_second_factor_was_set_up() {
    both_engines(async |ground: TestGround| {
        const TOLD: &str = "SELECT COUNT(*) AS n FROM notice WHERE account_id = $1 AND kind = 'factor_added'";
        let console = Console::open(ground).await;
        let teacher = console.steward(ConsoleRole::Teacher, SCHOOL).await;
        teacher.get(FACTOR).await;
        let told = async || console.ground.db.count(TOLD, args![&teacher.account]).await.unwrap();
        assert_eq!(told().await, 0);
        enrol(&console, &teacher).await;
        assert_eq!(told().await, 1);
    })
    .await;
}
