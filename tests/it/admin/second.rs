//! Who else administers a school, support, and what waits for a second person.

use koppel::args;
use koppel::domain::{ConsoleRole, JournalId, SessionKind};
use koppel::storage::{StorageError, console_grants, second_factors};

use super::authenticator::{FACTOR, between, enrol, invite};
use super::desk::{Browser, Console, OTHER, SCHOOL, at};
use super::people::person;
use crate::support::{TestGround, both_engines, seed};

const ROLE: &str = "INSERT INTO account_role (id, account_id, school_id, role, source, since) \
    VALUES ($1, $2, $3, 'teacher', 'import', $4)";
const NAME: &str = "UPDATE account SET username = $2, username_folded = $2 WHERE id = $1";

async fn count(console: &Console, sql: &'static str) -> i64 {
    console.ground.db.count(sql, args![]).await.unwrap()
}

/// A teacher of a school, with this user name.
async fn teacher(console: &Console, name: &str, school: &str) {
    let account = seed::account(&console.ground, name).await;
    console.change(NAME, args![&account, name]).await;
    let id = format!("rol_{}", console.ground.random.id_text());
    console.change(ROLE, args![id, &account, school, console.ground.now()]).await;
}

async fn invites(admin: &Browser, name: &str) -> crate::issuer::desk::Answer {
    admin.post(&at(SCHOOL, "/grants"), &[("act", "invite"), ("username", name), ("role", "coordinator")]).await
}

#[tokio::test]
async fn an_administrator_invites_staff_and_learns_nothing_of_anybody_else() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        teacher(&console, "mari", SCHOOL).await;
        teacher(&console, "kati", OTHER).await;
        let page = invites(&admin, "Mari").await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(between(&page.body, "id=\"handed\">", "<").contains("/admin/invite/"), "{}", page.body);
        let said = |page: &str, name: &str| page.replace(name, "");
        let (foreign, missing) = (invites(&admin, "kati").await, invites(&admin, "nobody").await);
        assert_eq!((foreign.status, missing.status), (422, 422));
        assert_eq!(said(&foreign.body, "kati"), said(&missing.body, "nobody"));
        for role in ["support", "teacher", ""] {
            let fields = [("act", "invite"), ("username", "mari"), ("role", role)];
            assert_eq!(admin.post(&at(SCHOOL, "/grants"), &fields).await.status, 400, "{role}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_taken_back_ends_at_once_and_nobody_takes_their_own_back() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let other = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        let foreign = console.steward(ConsoleRole::Coordinator, OTHER).await;
        for (account, status) in [(&admin.account, 404), (&foreign.account, 404), (&other.account, 303)] {
            let sql = "SELECT id FROM console_grant WHERE account_id = $1";
            let id: Vec<Id> = console.ground.db.list(sql, args![account]).await.unwrap();
            let fields = [("act", "end"), ("grant", id[0].id.as_str())];
            assert_eq!(admin.post(&at(SCHOOL, "/grants"), &fields).await.status, status);
        }
        assert_eq!(other.get(&at(SCHOOL, "")).await.status, 404);
        assert_eq!(admin.get(&at(SCHOOL, "")).await.status, 200);
        assert_eq!(foreign.get(&at(OTHER, "")).await.status, 200);
    })
    .await;
}

koppel::row! {
    /// The id of a row.
    pub struct Id {
        /// The id.
        pub id: String,
    }
}

/// P9: support sees one school, for some hours, and the school reads that it did.
#[tokio::test]
async fn support_leaves_a_trace_and_sees_no_other_school() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let support = console.steward(ConsoleRole::Support, SCHOOL).await;
        for _ in 0..3 {
            assert_eq!(support.get(&at(SCHOOL, "")).await.status, 200);
        }
        let looked = "SELECT COUNT(*) AS n FROM audit WHERE action = 'support.looked' AND school_id = 'ehis:123'";
        assert_eq!(count(&console, looked).await, 1);
        assert_eq!(support.get(&at(OTHER, "")).await.status, 404);
        for tail in ["/grants", "/upstreams/ekool"] {
            assert_eq!(support.get(&at(SCHOOL, tail)).await.status, 404, "{tail}");
        }
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        assert!(admin.get(&at(SCHOOL, "/grants")).await.body.contains("Ticket 17"));
        console.ground.clock.advance(chrono::TimeDelta::hours(4));
        let again = console.enter(&support.account, SessionKind::Console).await;
        console.show_factor(&again).await;
        assert_eq!(again.get(&at(SCHOOL, "")).await.status, 404);
    })
    .await;
}

/// Somebody who administers the school and has a second factor.
async fn enrolled(console: &Console) -> Browser {
    let account = seed::account(&console.ground, &console.ground.random.secret()).await;
    let path = invite(console, &account, Some(ConsoleRole::SchoolAdmin)).await;
    let browser = console.enter(&account, SessionKind::Console).await;
    browser.get(&path).await;
    assert_eq!(browser.post(&path, &[]).await.status, 303);
    enrol(console, &browser).await;
    browser
}

async fn has_factor(console: &Console, browser: &Browser) -> bool {
    let account = &browser.account;
    let read = |tx| async move { second_factors::find_live(&tx, account).await };
    console.ground.db.read(read).await.unwrap().is_some()
}

#[tokio::test]
async fn support_takes_a_second_factor_away_only_where_somebody_of_the_school_agrees() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let target = enrolled(&console).await;
        let support = console.steward(ConsoleRole::Support, SCHOOL).await;
        let fields = [("account", target.account.as_str()), ("reason", "New telephone")];
        let asked = support.post(&at(SCHOOL, "/factor-reset"), &fields).await;
        assert_eq!(asked.status, 200, "{}", asked.body);
        assert!(has_factor(&console, &target).await);
        let list = support.get(&at(SCHOOL, "/second")).await.body;
        let id = between(&list, "id=\"proposal-", "\"").to_owned();
        let page = at(SCHOOL, &format!("/second/{id}"));
        assert_eq!(support.post(&page, &[("answer", "agree")]).await.status, 400, "nobody is their own second");
        let foreign = console.steward(ConsoleRole::Coordinator, OTHER).await;
        assert_eq!(foreign.get(&at(OTHER, &format!("/second/{id}"))).await.status, 404);
        assert!(!support.post(&at(SCHOOL, "/factor-reset"), &fields).await.body.contains("id=\"handed\""));
        let teacher = console.steward(ConsoleRole::Teacher, SCHOOL).await;
        assert!(teacher.get(&page).await.body.contains("New telephone"));
        assert_eq!(teacher.post(&page, &[("answer", "agree")]).await.status, 303);
        let done = support.post(&at(SCHOOL, "/factor-reset"), &fields).await;
        assert!(done.body.contains("id=\"handed\""), "{}", done.body);
        assert!(!has_factor(&console, &target).await);
        assert_eq!(target.get(&at(SCHOOL, "")).await.status, 303, "what was shown counts no more");
    })
    .await;
}

#[tokio::test]
async fn another_administrator_takes_a_second_factor_away_and_nobody_their_own() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let target = enrolled(&console).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let coordinator = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        let path = at(SCHOOL, "/factor-reset");
        let fields = |account| [("account", account), ("reason", "New telephone")];
        assert_eq!(admin.post(&path, &fields(admin.account.as_str())).await.status, 404);
        coordinator.get(&at(SCHOOL, "/second")).await;
        coordinator.get("/admin/opiq/step-up").await;
        assert_eq!(coordinator.post(&path, &fields(target.account.as_str())).await.status, 404);
        let no_reason = [("account", target.account.as_str()), ("reason", " ")];
        assert_eq!(admin.post(&path, &no_reason).await.status, 422);
        console.grant(&target.account, ConsoleRole::Coordinator, OTHER).await;
        assert_eq!(admin.post(&path, &fields(target.account.as_str())).await.status, 422, "of another school too");
        assert!(has_factor(&console, &target).await);
        let end = "UPDATE console_grant SET ended_at = since WHERE school_id = 'ehis:456'";
        console.change(end, args![]).await;
        assert_eq!(admin.post(&path, &fields(target.account.as_str())).await.status, 200);
        assert!(!has_factor(&console, &target).await);
    })
    .await;
}

/// Whoever prints somebody's password could come as them: nobody agrees as such a person, nor to what such a person asks.
#[tokio::test]
async fn nobody_is_a_second_person_by_a_password_that_was_printed_for_them() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let free = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        let named = person(&console, ("Mari", "Tamm"), SCHOOL, "teacher", None).await;
        console.grant(&named, ConsoleRole::Coordinator, SCHOOL).await;
        let printed = admin.post(&at(SCHOOL, &format!("/people/{named}/password")), &[("reason", "Forgot it")]).await;
        assert_eq!(printed.status, 200, "{}", printed.body);
        let asked = admin.post(&at(SCHOOL, "/audit/export"), &[("reason", "An inspection")]).await;
        assert_eq!(asked.status, 200, "{}", asked.body);
        let handed = console.enter(&named, SessionKind::Console).await;
        console.show_factor(&handed).await;
        let list = handed.get(&at(SCHOOL, "/second")).await.body;
        let page = at(SCHOOL, &format!("/second/{}", between(&list, "id=\"proposal-", "\"")));
        handed.get(&page).await;
        assert_eq!(handed.post(&page, &[("answer", "agree")]).await.status, 400);
        let agreed = "SELECT COUNT(*) AS n FROM proposal WHERE agreed = TRUE";
        assert_eq!(count(&console, agreed).await, 0);
        free.get(&page).await;
        assert_eq!(free.post(&page, &[("answer", "agree")]).await.status, 303);
        assert_eq!(count(&console, agreed).await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_is_worth_nothing_once_whoever_gave_it_administers_nothing() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        teacher(&console, "mari", SCHOOL).await;
        let page = invites(&admin, "mari").await;
        let value = between(&page.body, "/admin/invite/", "<").to_owned();
        let path = format!("/admin/invite/{value}");
        let visitor = console.steward(ConsoleRole::Coordinator, OTHER).await;
        assert_eq!(visitor.get(&path).await.status, 200);
        let end = "UPDATE console_grant SET ended_at = $2 WHERE account_id = $1";
        console.change(end, args![&admin.account, console.ground.now()]).await;
        assert_eq!(visitor.post(&path, &[]).await.status, 400);
        assert_eq!(visitor.get(&path).await.status, 400);
        let given = "SELECT COUNT(*) AS n FROM console_grant WHERE school_id = 'ehis:123' AND ended_at IS NULL";
        assert_eq!(count(&console, given).await, 0);
    })
    .await;
}

/// A teacher is a second person, and loses a telephone like anybody else.
#[tokio::test]
async fn a_teachers_second_factor_is_taken_away_like_an_administrators() {
    both_engines(async |ground: TestGround| {
        const THERE_TOO: &str = "INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, \
            state, linked_at, linked_by, has_absences, held) \
            SELECT $1, platform_id, upstream_id, scope, 'other', 'ehis:456', name, state, linked_at, linked_by, \
            has_absences, held FROM journal";
        const SEAT: &str = "INSERT INTO seat (journal_id, person_id, role, since) \
            SELECT $1, person_id, role, since FROM seat";
        let console = Console::open(ground).await;
        let teacher = console.steward(ConsoleRole::Teacher, SCHOOL).await;
        let journal = &JournalId::random(&console.ground.random);
        console.change(THERE_TOO, args![journal]).await;
        console.change(SEAT, args![journal]).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let path = at(SCHOOL, "/factor-reset");
        let fields = [("account", teacher.account.as_str()), ("reason", "New telephone")];
        let button = format!("id=\"reset-{}\"", teacher.account);
        assert!(!admin.get(&path).await.body.contains(&button), "there is nothing to take away yet");
        assert_eq!(admin.post(&path, &fields).await.status, 404);
        teacher.get(FACTOR).await;
        enrol(&console, &teacher).await;
        assert!(admin.get(&path).await.body.contains(&button));
        assert_eq!(admin.post(&path, &fields).await.status, 422, "they teach at another school, too");
        assert!(has_factor(&console, &teacher).await);
        console.change("UPDATE journal SET ended_at = linked_at WHERE school_id = 'ehis:456'", args![]).await;
        let foreign = console.steward(ConsoleRole::SchoolAdmin, OTHER).await;
        assert!(!foreign.get(&at(OTHER, "/factor-reset")).await.body.contains(&button));
        assert_eq!(foreign.post(&at(OTHER, "/factor-reset"), &fields).await.status, 404);
        assert!(has_factor(&console, &teacher).await);
        let done = admin.post(&path, &fields).await;
        assert_eq!(done.status, 200, "{}", done.body);
        assert!(!has_factor(&console, &teacher).await);
        let link = between(&done.body, "/admin/invite/", "<");
        let again = console.enter(&teacher.account, SessionKind::Console).await;
        let link = format!("/admin/invite/{link}");
        again.get(&link).await;
        assert_eq!(again.post(&link, &[]).await.status, 303);
        enrol(&console, &again).await;
        assert!(has_factor(&console, &teacher).await);
    })
    .await;
}

async fn grant_of(console: &Console, browser: &Browser) -> String {
    let (account, now) = (&browser.account, console.ground.now());
    let read = |tx| async move { console_grants::list_live(&tx, account, now).await };
    console.ground.db.read::<_, StorageError, _, _>(read).await.unwrap()[0].id.to_string()
}

/// However they meet: one of two who end each other is left, or nobody could let anybody in any more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_administrators_never_end_each_other() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let live = "SELECT COUNT(*) AS n FROM console_grant WHERE ended_at IS NULL AND role = 'school_admin'";
        for round in 0..12 {
            let (one, other) = (
                console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await,
                console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await,
            );
            let (ones, others) = (grant_of(&console, &one).await, grant_of(&console, &other).await);
            let end = async |by: &Browser, grant: &str| {
                by.post(&at(SCHOOL, "/grants"), &[("act", "end"), ("grant", grant)]).await
            };
            tokio::join!(end(&one, &others), end(&other, &ones));
            assert_eq!(count(&console, live).await, round + 1, "round {round}");
        }
    })
    .await;
}
