//! Merging and taking that back over HTTP.

use koppel::args;
use koppel::domain::{AccountId, ConsoleRole};

use super::authenticator::between;
use super::desk::{Browser, Console, OTHER, SCHOOL, at};
use super::duplicates::pupil;
use crate::issuer::desk::Answer;
use crate::support::{TestGround, both_engines, seed};

const LIVE: &str = "SELECT COUNT(*) AS n FROM account_merge WHERE undone_at IS NULL";

async fn maris(console: &Console) -> (AccountId, AccountId) {
    (pupil(console, "Mari", "maritamm", (SCHOOL, 12)).await, pupil(console, "Mari", "maritamm2", (SCHOOL, 0)).await)
}

pub(super) fn check(one: &AccountId, other: &AccountId) -> String {
    at(SCHOOL, &format!("/merge?one={one}&other={other}"))
}

/// A hidden field of a page.
pub(super) fn hidden(page: &Answer, name: &str) -> String {
    let (_, rest) =
        page.body.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{}", page.body));
    rest.split('"').next().unwrap().to_owned()
}

/// Sends the form of the page as it stands.
pub(super) async fn send(admin: &Browser, page: &Answer, reason: &str) -> Answer {
    press(admin, page, "merge", reason).await
}

async fn press(admin: &Browser, page: &Answer, act: &str, reason: &str) -> Answer {
    let fields = ["one", "other", "survivor", "hash"].map(|name| (name, hidden(page, name)));
    let mut sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    sent.extend([("act", act), ("reason", reason)]);
    admin.post(&at(SCHOOL, "/merge"), &sent).await
}

#[tokio::test]
async fn a_merge_is_shown_done_and_taken_back() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (one, other) = maris(&console).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let page = admin.get(&check(&one, &other)).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert_eq!(hidden(&page, "survivor"), one.to_string(), "the one with history stays");
        assert!(page.body.contains("id=\"no-history\""), "the platform moves none: {}", page.body);
        assert_eq!(send(&admin, &page, " ").await.status, 422, "without a reason");
        assert_eq!(console.ground.db.count(LIVE, args![]).await.unwrap(), 0);
        let done = send(&admin, &page, "one child").await;
        let merge = done.location().unwrap_or_else(|| panic!("{}", done.body));
        let shown = admin.get(&merge).await;
        assert!(shown.body.contains("Opiq cannot move history"), "{}", shown.body);
        assert!(admin.get(&at(SCHOOL, "/merges")).await.body.contains(&merge));
        assert_eq!(admin.post(&merge, &[("reason", "")]).await.status, 422);
        assert_eq!(console.ground.db.count(LIVE, args![]).await.unwrap(), 1, "looking at it takes nothing back");
        assert_eq!(admin.post(&merge, &[("reason", "two children")]).await.location().as_deref(), Some(merge.as_str()));
        assert_eq!(console.ground.db.count(LIVE, args![]).await.unwrap(), 0);
        assert!(!admin.get(&merge).await.body.contains("id=\"unmerge\""));
    })
    .await;
}

#[tokio::test]
async fn what_has_changed_since_the_page_is_not_merged() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (one, other) = maris(&console).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let page = admin.get(&check(&one, &other)).await;
        console.change("UPDATE account_role SET class_name = '6A' WHERE account_id = $1", args![&other]).await;
        let met = send(&admin, &page, "one child").await;
        assert!(met.status == 422 && met.body.contains("Something has changed"), "{}", met.body);
        assert_eq!(console.ground.db.count(LIVE, args![]).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn where_something_stands_against_it_there_is_no_button() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (one, other) = maris(&console).await;
        console.change("UPDATE account SET disabled_at = $2 WHERE id = $1", args![&other, console.ground.now()]).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let page = admin.get(&check(&one, &other)).await;
        assert!(page.body.contains("id=\"refused\"") && !page.body.contains("id=\"merge\""), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn whoever_may_not_merge_or_is_of_another_school_meets_a_missing_page() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (one, other) = maris(&console).await;
        let foreign = pupil(&console, "Mari", "maritamm3", (OTHER, 0)).await;
        let coordinator = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        assert_eq!(coordinator.get(&check(&one, &other)).await.status, 404);
        assert_eq!(admin.get(&check(&one, &foreign)).await.status, 404);
        assert_eq!(admin.get(&check(&one, &other)).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn a_merge_asks_for_the_second_factor_once_more() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (one, other) = maris(&console).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let page = admin.get(&check(&one, &other)).await;
        console.ground.clock.advance(chrono::TimeDelta::minutes(6));
        let led = send(&admin, &page, "one child").await;
        assert!(led.location().unwrap().starts_with("/admin/opiq/step-up"), "{led:?}");
        assert_eq!(console.ground.db.count(LIVE, args![]).await.unwrap(), 0);
    })
    .await;
}

/// Moving a link is for platforms alone that cannot be told of a merge.
#[tokio::test]
async fn where_the_platform_moves_history_no_link_is_moved_instead() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (one, other) = maris(&console).await;
        let link = seed::link(&console.ground, &other, "m1").await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let page = admin.get(&at(SCHOOL, &format!("/merge/move?link={link}&to={one}"))).await;
        let hash = hidden(&page, "hash");
        let fields = [("link", link.as_str()), ("to", one.as_str()), ("hash", hash.as_str()), ("reason", "one child")];
        console.change("UPDATE platform SET moves_history_since = $1", args![console.ground.now()]).await;
        assert_eq!(admin.post(&at(SCHOOL, "/merge/move"), &fields).await.status, 400);
        console.change("UPDATE platform SET moves_history_since = NULL", args![]).await;
        assert_eq!(admin.post(&at(SCHOOL, "/merge/move"), &fields).await.status, 303);
    })
    .await;
}

const USED: &str = "UPDATE account SET used_at = $2 WHERE id = $1";
const AGREED: &str = "SELECT COUNT(*) AS n FROM proposal WHERE agreed = TRUE";

/// Both were used lately, and somebody asks a second person; the address where that one answers.
async fn asked(console: &Console, admin: &Browser, (one, other): (&AccountId, &AccountId)) -> String {
    for account in [one, other] {
        console.change(USED, args![account, console.ground.now()]).await;
    }
    let page = admin.get(&check(one, other)).await;
    let asked = press(admin, &page, "ask", "one child").await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    let list = admin.get(&at(SCHOOL, "/second")).await;
    at(SCHOOL, &format!("/second/{}", between(&list.body, "id=\"proposal-", "\"")))
}

/// Whoever agrees has seen what they agree to.
#[tokio::test]
async fn the_second_person_sees_what_whoever_proposed_it_saw() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (one, other) = maris(&console).await;
        seed::link(&console.ground, &other, "m1").await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let waits = asked(&console, &admin, (&one, &other)).await;
        let teacher = console.steward(ConsoleRole::Teacher, SCHOOL).await;
        let seen = teacher.get(&waits).await;
        for words in ["card-goes", "card-stays", "maritamm2", "12 finished tasks", "counts for the account that stays"]
        {
            assert!(seen.body.contains(words), "{words}: {}", seen.body);
        }
        assert_eq!(teacher.post(&waits, &[("answer", "agree")]).await.status, 303);
        let page = admin.get(&check(&one, &other)).await;
        assert_eq!(send(&admin, &page, "one child").await.status, 303);
        assert_eq!(console.ground.db.count(LIVE, args![]).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn nobody_agrees_to_a_merge_that_would_be_another_by_now() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (one, other) = maris(&console).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let waits = asked(&console, &admin, (&one, &other)).await;
        let teacher = console.steward(ConsoleRole::Teacher, SCHOOL).await;
        assert!(teacher.get(&waits).await.body.contains("id=\"agree\""));
        console.change("UPDATE account_role SET class_name = '6A' WHERE account_id = $1", args![&other]).await;
        let met = teacher.post(&waits, &[("answer", "agree")]).await;
        assert!(met.status == 409 && met.body.contains("id=\"void\""), "{}", met.body);
        assert_eq!(console.ground.db.count(AGREED, args![]).await.unwrap(), 0);
        assert_eq!(teacher.get(&waits).await.status, 404, "it has to be proposed anew");
        let page = admin.get(&check(&one, &other)).await;
        assert!(page.body.contains("id=\"ask-second\""), "{}", page.body);
        let again = asked(&console, &admin, (&one, &other)).await;
        console.change("UPDATE account_role SET class_name = '6B' WHERE account_id = $1", args![&other]).await;
        let seen = teacher.get(&again).await;
        assert!(seen.body.contains("id=\"void\"") && !seen.body.contains("id=\"agree\""), "{}", seen.body);
    })
    .await;
}

/// Two accounts that are both in use may be two children's: nobody moves a door between them alone.
#[tokio::test]
async fn a_link_between_two_active_accounts_wants_a_second_person() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (one, other) = maris(&console).await;
        let link = seed::link(&console.ground, &other, "m1").await;
        for account in [&one, &other] {
            console.change(USED, args![account, console.ground.now()]).await;
        }
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let page = at(SCHOOL, &format!("/merge/move?link={link}&to={one}"));
        let hash = hidden(&admin.get(&page).await, "hash");
        let press = async |act: &str| {
            let fields =
                [("link", link.as_str()), ("to", one.as_str()), ("hash", hash.as_str()), ("reason", "one child")];
            let fields: Vec<(&str, &str)> = fields.into_iter().chain([("act", act)]).collect();
            admin.post(&at(SCHOOL, "/merge/move"), &fields).await.status
        };
        let moved = "SELECT COUNT(*) AS n FROM link WHERE end_reason = 'moved'";
        assert_eq!(press("move").await, 400);
        assert_eq!(console.ground.db.count(moved, args![]).await.unwrap(), 0);
        assert_eq!(press("ask").await, 303);
        let teacher = console.steward(ConsoleRole::Teacher, SCHOOL).await;
        let list = teacher.get(&at(SCHOOL, "/second")).await;
        let waits = at(SCHOOL, &format!("/second/{}", between(&list.body, "id=\"proposal-", "\"")));
        let seen = teacher.get(&waits).await;
        assert!(seen.body.contains("card-from") && seen.body.contains("maritamm2"), "{}", seen.body);
        assert_eq!(teacher.post(&waits, &[("answer", "agree")]).await.status, 303);
        assert_eq!(press("move").await, 303);
        assert_eq!(console.ground.db.count(moved, args![]).await.unwrap(), 1);
    })
    .await;
}

/// As a merge: twenty within an hour are enough.
#[tokio::test]
async fn nobody_moves_more_than_twenty_links_within_an_hour() {
    const MOVED: &str = "UPDATE link SET ended_at = $2, ended_by = $3, end_reason = 'moved' WHERE id = $1";
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (one, other) = maris(&console).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let by = format!("account:{}", admin.account);
        for number in 0..20 {
            let account = seed::account(&console.ground, &format!("e{number}")).await;
            let link = seed::link(&console.ground, &account, &format!("e{number}")).await;
            console.change(MOVED, args![link.as_str(), console.ground.now(), by.as_str()]).await;
        }
        let link = seed::link(&console.ground, &other, "m1").await;
        let page = admin.get(&at(SCHOOL, &format!("/merge/move?link={link}&to={one}"))).await;
        let hash = hidden(&page, "hash");
        let fields = [("link", link.as_str()), ("to", one.as_str()), ("hash", hash.as_str()), ("reason", "one child")];
        assert_eq!(admin.post(&at(SCHOOL, "/merge/move"), &fields).await.status, 429);
        console.change("UPDATE link SET end_reason = 'administrator' WHERE subject = 'e0'", args![]).await;
        assert_eq!(admin.post(&at(SCHOOL, "/merge/move"), &fields).await.status, 303);
    })
    .await;
}

/// Nothing of another school's account is shown before somebody there who may merge has agreed.
#[tokio::test]
async fn another_school_is_asked_by_user_name_and_shows_nothing_until_it_agrees() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let ours = pupil(&console, "Mari", "maritamm", (SCHOOL, 12)).await;
        let theirs = pupil(&console, "Mari", "maritamm3", (OTHER, 0)).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let list = admin.get(&at(SCHOOL, "/merges")).await;
        assert!(list.body.contains("id=\"ask-across\""), "{}", list.body);
        let ask = async |name: &str| {
            let fields = [("act", "across"), ("one", "maritamm"), ("other", name), ("reason", "one child")];
            admin.post(&at(SCHOOL, "/merge"), &fields).await
        };
        let (nobody, somebody) = (ask("nobody").await, ask("maritamm3").await);
        assert_eq!((nobody.status, nobody.location()), (somebody.status, somebody.location()));
        let page = at(SCHOOL, &format!("/merge?one={theirs}&other={ours}&survivor={ours}"));
        assert_eq!(admin.get(&page).await.status, 404);
        let teacher = console.steward(ConsoleRole::Teacher, OTHER).await;
        assert!(!teacher.get(&at(OTHER, "/second")).await.body.contains("id=\"proposal-"), "a teacher merges nobody");
        let other = console.steward(ConsoleRole::SchoolAdmin, OTHER).await;
        let waiting = other.get(&at(OTHER, "/second")).await;
        let waits = at(OTHER, &format!("/second/{}", between(&waiting.body, "id=\"proposal-", "\"")));
        assert_eq!(teacher.get(&waits).await.status, 404);
        let seen = other.get(&waits).await;
        assert!(seen.body.contains("maritamm3") && seen.body.contains("12 finished tasks"), "{}", seen.body);
        assert_eq!(other.post(&waits, &[("answer", "agree")]).await.status, 303);
        assert!(admin.get(&at(SCHOOL, "/merges")).await.body.contains("The other school has agreed"));
        let shown = admin.get(&page).await;
        assert_eq!(shown.status, 200, "{}", shown.body);
        assert_eq!(send(&admin, &shown, "one child").await.status, 303);
        assert_eq!(console.ground.db.count(LIVE, args![]).await.unwrap(), 1);
    })
    .await;
}
