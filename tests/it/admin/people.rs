//! The people of a school: who is found by whom, and what is done to them.

use koppel::args;
use koppel::domain::{AccountId, ConsoleRole, LinkId, RoleId};
use koppel::storage::Arg;

use super::desk::{Browser, Console, OTHER, SCHOOL, at};
use crate::issuer::desk::Answer;
use crate::support::{TestGround, both_engines, seed};

const NAME: &str = "UPDATE account SET given_name = $2, family_name = $3, name_folded = $4, username = $5, \
    username_folded = $5 WHERE id = $1";
const ROLE: &str = "INSERT INTO account_role (id, account_id, school_id, role, class_name, source, since) \
    VALUES ($1, $2, $3, $4, $5, 'import', $6)";

pub async fn person(console: &Console, name: (&str, &str), school: &str, role: &str, class: Option<&str>) -> AccountId {
    let account = seed::account(&console.ground, &console.ground.random.secret()).await;
    let (given, family) = name;
    let folded = koppel::domain::fold_name(&koppel::domain::PersonName {
        given: Some(given.to_owned()),
        family: Some(family.to_owned()),
    });
    let username = format!("{given}.{}", &account.as_str()[20..]).to_lowercase();
    console.change(NAME, args![&account, given, family, &folded, &username]).await;
    give(console, &account, school, role, class).await;
    account
}

pub(super) async fn give(console: &Console, account: &AccountId, school: &str, role: &str, class: Option<&str>) {
    let id = RoleId::random(&console.ground.random);
    console.change(ROLE, args![&id, account, school, role, class, console.ground.now()]).await;
}

pub(super) async fn admin(console: &Console) -> Browser {
    console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await
}

pub(super) fn page_of(account: &AccountId, tail: &str) -> String {
    at(SCHOOL, &format!("/people/{account}{tail}"))
}

async fn finds(browser: &Browser, query: &str, account: &AccountId) -> bool {
    let page = browser.get(&at(SCHOOL, &format!("/people?{query}"))).await;
    assert_eq!(page.status, 200, "{query}: {}", page.body);
    page.body.contains(&format!("id=\"person-{account}\""))
}

pub(super) async fn count(console: &Console, sql: &'static str, values: Vec<Arg>) -> i64 {
    console.ground.db.count(sql, values).await.unwrap()
}

/// A page without what is new in every answer, and without the id.
fn said(answer: &Answer, id: &str) -> String {
    let (before, rest) = answer.body.split_once("<strong>").expect("the page has a reference");
    let (_, after) = rest.split_once("</strong>").unwrap();
    format!("{before}{after}").replace(id, "")
}

#[tokio::test]
async fn people_are_found_by_parts_of_the_name_and_by_what_they_are() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let browser = admin(&console).await;
        let mari = person(&console, ("Mari-Liis", "Õunapuu"), SCHOOL, "pupil", Some("5B")).await;
        let jaan = person(&console, ("Jaan", "Tamm"), SCHOOL, "teacher", None).await;
        seed::link(&console.ground, &jaan, "j1").await;
        let username = format!("q=mari-liis.{}", &mari.as_str()[20..]);
        for query in ["", "q=ounap", "q=%C3%95una+liis", "class=5B", "role=pupil", "state=unlinked", &username] {
            assert!(finds(&browser, query, &mari).await, "{query}");
        }
        for query in ["q=tamm", "class=5A", "role=teacher", "system=ekool", "state=disabled", "q=%3F%3F"] {
            assert!(!finds(&browser, query, &mari).await, "{query}");
        }
        for query in ["role=teacher", "system=ekool", "state=open", "q=jaan+tamm"] {
            assert!(finds(&browser, query, &jaan).await, "{query}");
        }
    })
    .await;
}

/// The way from the names, which a school of more than 5,000 takes, finds the same: a pupil's role is in every page of
/// it.
#[tokio::test]
async fn a_large_school_is_searched_by_its_names() {
    both_engines(async |ground: TestGround| {
        const CROWD: &str = "INSERT INTO account_role (id, account_id, school_id, role, source, since) \
            WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 5100) \
            SELECT 'rol_' || substr('00000000000000000000000000' || CAST(i AS TEXT), length(CAST(i AS TEXT)) + 1), \
            $1, 'ehis:123', 'pupil', 'upstream:x' || CAST(i AS TEXT), $2 FROM n";
        let console = Console::open(ground).await;
        let browser = admin(&console).await;
        let mari = person(&console, ("Mari-Liis", "Õunapuu"), SCHOOL, "pupil", Some("5B")).await;
        let jaan = person(&console, ("Jaan", "Tamm"), SCHOOL, "teacher", None).await;
        let other = person(&console, ("Mari", "Õun"), OTHER, "pupil", None).await;
        console.change(CROWD, args![&jaan, console.ground.now()]).await;
        for query in ["", "q=ounap", "class=5B", "role=pupil"] {
            assert!(finds(&browser, query, &mari).await, "{query}");
            assert!(!finds(&browser, query, &other).await, "{query}");
        }
        assert!(finds(&browser, "q=tamm", &jaan).await);
        assert!(!finds(&browser, "q=tamm", &mari).await);
    })
    .await;
}

#[tokio::test]
async fn a_long_list_goes_on_where_the_page_ended() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let browser = admin(&console).await;
        let mut all = Vec::new();
        for number in 0..60 {
            // Most of them share one name, so that a page ends among equals.
            let family = if number < 55 { "Kask".to_owned() } else { format!("Kask{number}") };
            all.push(person(&console, ("Mari", &family), SCHOOL, "pupil", Some("5B")).await);
        }
        let first = browser.get(&at(SCHOOL, "/people?q=kask")).await;
        let (_, rest) = first.body.split_once("id=\"people-next\" href=\"").expect("there is more");
        let next = rest.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        let second = browser.get(&next).await;
        for account in &all {
            let link = format!("id=\"person-{account}\"");
            let shown = [&first, &second].iter().filter(|page| page.body.contains(&link)).count();
            assert_eq!(shown, 1, "{account}");
        }
        assert!(!second.body.contains("people-next"), "{}", second.body);
    })
    .await;
}

#[tokio::test]
async fn another_schools_person_answers_like_nobody() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let browser = admin(&console).await;
        let foreign = person(&console, ("Mari", "Tamm"), OTHER, "pupil", Some("5B")).await;
        let missing = AccountId::random(&console.ground.random);
        assert!(!finds(&browser, "q=tamm", &foreign).await);
        for tail in ["", "/sign-out", "/disable", "/password", "/code", "/end-link?link=x", "/role?role=pupil"] {
            let one = browser.get(&page_of(&foreign, tail)).await;
            let other = browser.get(&page_of(&missing, tail)).await;
            assert_eq!((one.status, other.status), (404, 404), "{tail}");
            assert_eq!(said(&one, foreign.as_str()), said(&other, missing.as_str()), "{tail}");
        }
        let posted = browser.post(&page_of(&foreign, "/disable"), &[("choice", "off"), ("reason", "x")]).await;
        assert_eq!(posted.status, 404, "{}", posted.body);
        assert_eq!(
            count(&console, "SELECT COUNT(*) AS n FROM account WHERE disabled_at IS NOT NULL", args![]).await,
            0
        );
    })
    .await;
}

#[tokio::test]
async fn whoever_is_withheld_or_erased_is_on_no_page() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let browser = admin(&console).await;
        let mari = person(&console, ("Mari", "Tamm"), SCHOOL, "pupil", Some("5B")).await;
        let jaan = person(&console, ("Jaan", "Tamm"), SCHOOL, "pupil", Some("5B")).await;
        assert!(finds(&browser, "q=tamm", &mari).await && finds(&browser, "class=5B", &jaan).await);
        let key = format!("account:{mari}");
        let now = console.ground.now();
        console.change("INSERT INTO withheld (key, since) VALUES ($1, $2)", args![&key, now]).await;
        console.change("UPDATE account SET erased_at = $2 WHERE id = $1", args![&jaan, now]).await;
        for account in [&mari, &jaan] {
            for query in ["q=tamm", "class=5B", "role=pupil"] {
                assert!(!finds(&browser, query, account).await, "{query}");
            }
            assert_eq!(browser.get(&page_of(account, "")).await.status, 404);
        }
    })
    .await;
}

#[tokio::test]
async fn only_those_with_the_right_see_people() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let mari = person(&console, ("Mari", "Tamm"), SCHOOL, "pupil", Some("5B")).await;
        for (role, expected) in
            [(ConsoleRole::Support, 200), (ConsoleRole::Coordinator, 404), (ConsoleRole::Teacher, 404)]
        {
            let browser = console.steward(role, SCHOOL).await;
            for path in
                [at(SCHOOL, "/people"), page_of(&mari, ""), page_of(&mari, "/sign-out"), at(SCHOOL, "/requests")]
            {
                assert_eq!(browser.get(&path).await.status, expected, "{role} {path}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_page_says_why_each_link_is_there() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let browser = admin(&console).await;
        let mari = person(&console, ("Mari", "Tamm"), SCHOOL, "pupil", Some("5B")).await;
        let link = seed::link(&console.ground, &mari, "m1").await;
        let evidence = "{\"proof\":{\"kind\":\"password\",\"freshness\":\"proven\"}}";
        console.change("UPDATE link SET evidence = $2 WHERE id = $1", args![&link, evidence]).await;
        let page = browser.get(&page_of(&mari, "")).await;
        assert!(page.body.contains("with eKool and the old password. Assurance: high."), "{}", page.body);
        assert!(page.body.contains("link.created"), "the log is there: {}", page.body);
    })
    .await;
}

struct Trace {
    action: &'static str,
    notice: &'static str,
}

async fn left(console: &Console, account: &AccountId, trace: &Trace) {
    const AUDIT: &str = "SELECT COUNT(*) AS n FROM audit a JOIN audit_detail d ON d.audit_id = a.id WHERE a.action = $1 \
        AND a.account_id = $2 AND a.school_id = 'ehis:123' AND d.detail LIKE '%Parents asked%'";
    const NOTICE: &str = "SELECT COUNT(*) AS n FROM notice WHERE account_id = $1 AND kind = $2";
    assert_eq!(count(console, AUDIT, args![trace.action, account]).await, 1, "{}", trace.action);
    assert_eq!(count(console, NOTICE, args![account, trace.notice]).await, 1, "{}", trace.action);
}

/// A24: what an administrator does leaves a notice, always.
#[tokio::test]
async fn each_act_wants_a_reason_and_leaves_an_audit_row_and_a_notice() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let browser = admin(&console).await;
        for (tail, field, sql, trace) in [
            (
                "/sign-out",
                ("choice", "x"),
                "SELECT COUNT(*) AS n FROM session x JOIN session_account a ON a.session_id = x.id \
                 WHERE a.account_id = $1 AND x.ended_at IS NOT NULL",
                Trace { action: "person.signed_out", notice: "admin_acted" },
            ),
            (
                "/disable",
                ("choice", "off"),
                "SELECT COUNT(*) AS n FROM account WHERE id = $1 AND disabled_at IS NOT NULL",
                Trace { action: "account.disabled", notice: "admin_acted" },
            ),
            (
                "/role",
                ("role", "pupil"),
                "SELECT COUNT(*) AS n FROM account_role WHERE account_id = $1 AND ended_at IS NOT NULL",
                Trace { action: "account.role_ended", notice: "admin_acted" },
            ),
            (
                "/password",
                ("choice", "x"),
                "SELECT COUNT(*) AS n FROM account WHERE id = $1 AND password_source = 'reset' AND password_must_change",
                Trace { action: "person.password_printed", notice: "password_changed" },
            ),
        ] {
            let mari = person(&console, ("Mari", "Tamm"), SCHOOL, "pupil", Some("5B")).await;
            console.enter(&mari, koppel::domain::SessionKind::Browser).await;
            let path = page_of(&mari, tail);
            let without = browser.post(&path, &[field, ("reason", " ")]).await;
            assert_eq!(without.status, 422, "{tail}: {}", without.body);
            assert_eq!(count(&console, sql, args![&mari]).await, 0, "{tail}: nothing was done");
            let done = browser.post(&path, &[field, ("reason", "Parents asked")]).await;
            assert!(done.status == 303 || (tail == "/password" && done.status == 200), "{tail}: {}", done.body);
            assert_eq!(count(&console, sql, args![&mari]).await, 1, "{tail}");
            left(&console, &mari, &trace).await;
        }
    })
    .await;
}

async fn is_live(console: &Console, link: &LinkId) -> bool {
    count(console, "SELECT COUNT(*) AS n FROM link WHERE id = $1 AND ended_at IS NULL", args![link]).await == 1
}

#[tokio::test]
async fn ending_a_link_wants_a_fresh_second_factor_and_the_persons_own_link() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let browser = admin(&console).await;
        let mari = person(&console, ("Mari", "Tamm"), SCHOOL, "pupil", Some("5B")).await;
        let jaan = person(&console, ("Jaan", "Tamm"), SCHOOL, "pupil", Some("5B")).await;
        let link = seed::link(&console.ground, &mari, "m1").await;
        let path = page_of(&mari, "/end-link");
        let fields = [("link", link.as_str()), ("reason", "Parents asked")];
        let foreign = browser.post(&page_of(&jaan, "/end-link"), &fields).await;
        assert_eq!(foreign.status, 400, "{}", foreign.body);
        assert!(is_live(&console, &link).await);
        console.ground.clock.advance(chrono::TimeDelta::minutes(6));
        let stale = browser.post(&path, &fields).await;
        assert_eq!(stale.status, 303, "{}", stale.body);
        assert!(stale.location().unwrap().starts_with("/admin/opiq/step-up?"), "{stale:?}");
        assert!(is_live(&console, &link).await);
        console.show_factor(&browser).await;
        let done = browser.post(&path, &fields).await;
        assert_eq!(done.location().unwrap(), format!("{}?done=link-ended", page_of(&mari, "")));
        assert!(!is_live(&console, &link).await);
        left(&console, &mari, &Trace { action: "person.link_ended", notice: "link_ended" }).await;
    })
    .await;
}

#[tokio::test]
async fn nobody_is_locked_out_elsewhere_and_no_administrator_of_another_school_is_taken_over() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let browser = admin(&console).await;
        let both = person(&console, ("Mari", "Tamm"), SCHOOL, "pupil", Some("5B")).await;
        give(&console, &both, OTHER, "pupil", None).await;
        let head = person(&console, ("Jaan", "Kask"), SCHOOL, "teacher", None).await;
        console.grant(&head, ConsoleRole::SchoolAdmin, OTHER).await;
        let off = [("choice", "off"), ("reason", "Parents asked")];
        for (account, tail) in [(&both, "/disable"), (&head, "/disable"), (&head, "/password")] {
            let asked = browser.get(&page_of(account, tail)).await;
            assert!(asked.status == 200 && !asked.body.contains("id=\"do-it\""), "{tail}: {}", asked.body);
            assert_eq!(browser.post(&page_of(account, tail), &off).await.status, 400, "{tail}");
        }
        let untouched = "SELECT COUNT(*) AS n FROM account WHERE disabled_at IS NOT NULL OR password_hash IS NOT NULL";
        assert_eq!(count(&console, untouched, args![]).await, 0);
        let printed = browser.post(&page_of(&both, "/password"), &off).await;
        assert_eq!(printed.status, 200, "a pupil of two schools may have a password: {}", printed.body);
    })
    .await;
}

#[tokio::test]
async fn an_account_that_went_into_another_is_shown_and_left_alone() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let browser = admin(&console).await;
        let stays = person(&console, ("Mari", "Tamm"), SCHOOL, "pupil", Some("5B")).await;
        let gone = person(&console, ("Mari", "Tamm"), SCHOOL, "pupil", Some("5B")).await;
        console.change("UPDATE account SET merged_into = $2 WHERE id = $1", args![&gone, &stays]).await;
        let page = browser.get(&page_of(&gone, "")).await;
        assert!(page.body.contains("id=\"went-into\"") && page.body.contains(stays.as_str()), "{}", page.body);
        assert!(!page.body.contains("id=\"sign-out-person\""), "{}", page.body);
        for tail in ["/sign-out", "/disable", "/password", "/code"] {
            let acted = browser.post(&page_of(&gone, tail), &[("choice", "off"), ("reason", "x")]).await;
            assert_eq!(acted.status, 400, "{tail}: {}", acted.body);
        }
    })
    .await;
}
