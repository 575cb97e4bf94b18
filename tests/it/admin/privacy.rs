//! Taking one person's data out, and forgetting them.

use koppel::args;
use koppel::domain::{AccountId, ConsoleRole};

use super::audit::agree;
use super::desk::{Console, OTHER, SCHOOL, at};
use super::objects::person;
use crate::support::{TestGround, both_engines, seed};

const ERASED: &str = "SELECT COUNT(*) AS n FROM account WHERE id = $1 AND erased_at IS NOT NULL";

async fn is_erased(console: &Console, account: &AccountId) -> bool {
    console.ground.db.count(ERASED, args![account]).await.unwrap() == 1
}

#[tokio::test]
async fn somebody_is_forgotten_once_a_second_person_has_agreed() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let account = person(&console, SCHOOL).await;
        seed::link(&console.ground, &account, "m1").await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let path = at(SCHOOL, &format!("/people/{account}/erase"));
        assert!(admin.get(&path).await.body.contains("One school system signs them in no more"));
        assert_eq!(admin.post(&path, &[]).await.status, 422, "a reason is wanted");
        let asked = admin.post(&path, &[("reason", "Their parents ask for it")]).await;
        assert!(asked.status == 200 && asked.body.contains("A second person was asked"), "{}", asked.body);
        assert_eq!(admin.post(&path, &[("reason", "Now")]).await.status, 409, "nobody has answered");
        assert!(!is_erased(&console, &account).await);
        agree(&console).await;
        let done = admin.post(&path, &[]).await;
        assert!(done.status == 200 && done.body.contains("Forgotten"), "{}", done.body);
        assert!(is_erased(&console, &account).await);
        assert_eq!(admin.get(&path).await.status, 404, "as if they had never been here");
    })
    .await;
}

/// What was agreed to is what was shown: a link that came since is not part of it.
#[tokio::test]
async fn what_changed_since_is_agreed_to_anew() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let account = person(&console, SCHOOL).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let path = at(SCHOOL, &format!("/people/{account}/erase"));
        admin.post(&path, &[("reason", "Their parents ask for it")]).await;
        agree(&console).await;
        seed::link(&console.ground, &account, "m1").await;
        assert_eq!(admin.post(&path, &[]).await.status, 422);
        assert!(!is_erased(&console, &account).await);
    })
    .await;
}

#[tokio::test]
async fn one_school_alone_forgets_nobody_who_is_at_another() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let account = person(&console, SCHOOL).await;
        let role = "INSERT INTO account_role (id, account_id, school_id, role, source, since) \
            VALUES ('rol_00000000000000000000000001', $1, $2, 'pupil', 'import', $3)";
        console.change(role, args![&account, OTHER, console.ground.now()]).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let path = at(SCHOOL, &format!("/people/{account}/erase"));
        let page = admin.get(&path).await;
        assert!(page.body.contains("at another school too") && !page.body.contains("erase-ask"), "{}", page.body);
        assert!(!page.body.contains("Kesklinna") && !page.body.contains("ehis:456"), "not which: {}", page.body);
        assert_eq!(admin.post(&path, &[("reason", "Now")]).await.status, 409);
        assert_eq!(console.ground.db.count("SELECT COUNT(*) AS n FROM proposal", args![]).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn one_person_is_taken_out_as_a_file() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let account = person(&console, SCHOOL).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let path = at(SCHOOL, &format!("/people/{account}/export"));
        assert!(admin.get(&path).await.body.contains("export-get"));
        let file = admin.post(&path, &[]).await;
        assert_eq!(file.headers["content-disposition"], "attachment; filename=\"person.json\"");
        assert_eq!(file.headers["cache-control"], "no-store");
        assert_eq!(file.json()["accounts"][0]["id"], account.as_str());
        let told = "SELECT COUNT(*) AS n FROM audit WHERE action = 'privacy.exported' AND school_id = 'ehis:123'";
        assert_eq!(console.ground.db.count(told, args![]).await.unwrap(), 1);
    })
    .await;
}

/// The page leads to what its reader may do, and to nothing else.
#[tokio::test]
async fn whoever_may_takes_a_person_out_or_has_them_forgotten_from_their_page() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let account = person(&console, SCHOOL).await;
        for (role, may) in [(ConsoleRole::SchoolAdmin, true), (ConsoleRole::Support, false)] {
            let browser = console.steward(role, SCHOOL).await;
            let page = browser.get(&at(SCHOOL, &format!("/people/{account}"))).await;
            assert_eq!(page.status, 200, "{role:?}: {}", page.body);
            for tail in ["export", "erase"] {
                let path = at(SCHOOL, &format!("/people/{account}/{tail}"));
                let leads = page.body.contains(&format!("id=\"{tail}-person\" href=\"{path}\""));
                assert_eq!(leads, may, "{role:?} {tail}: {}", page.body);
                assert_eq!(browser.get(&path).await.status == 200, may, "{role:?} {tail}");
            }
        }
    })
    .await;
}
