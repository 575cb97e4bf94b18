//! Somebody who has left the school: it still helps whoever is at no other one, and has no say over anybody who is.

use koppel::args;
use koppel::domain::{AccountId, ConsoleRole, RoleId};

use super::desk::{Console, OTHER, SCHOOL, at};
use super::people::person;
use crate::support::{TestGround, both_engines, seed};

const ROLE: &str = "INSERT INTO account_role (id, account_id, school_id, role, source, since) \
    VALUES ($1, $2, $3, 'pupil', 'import', $4)";

fn page_of(account: &AccountId, tail: &str) -> String {
    at(SCHOOL, &format!("/people/{account}{tail}"))
}

#[tokio::test]
async fn whoever_went_to_another_school_is_nobodys_here() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let browser = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let mari = person(&console, ("Mari", "Tamm"), SCHOOL, "pupil", Some("5B")).await;
        console.change("UPDATE account_role SET ended_at = since WHERE account_id = $1", args![&mari]).await;
        let link = seed::link(&console.ground, &mari, "m1").await;
        let to = person(&console, ("Mari", "Tamm"), SCHOOL, "pupil", Some("5B")).await;
        let moving = at(SCHOOL, &format!("/merge/move?link={link}&to={to}"));
        for path in [page_of(&mari, ""), page_of(&mari, "/export"), moving.clone(), page_of(&mari, "/password")] {
            assert_eq!(browser.get(&path).await.status, 200, "{path}: she left, and is nowhere else");
        }
        let id = RoleId::random(&console.ground.random);
        console.change(ROLE, args![&id, &mari, OTHER, console.ground.now()]).await;
        let printed = browser.post(&page_of(&mari, "/password"), &[("reason", "Forgot it")]).await;
        assert_eq!(printed.status, 404, "{}", printed.body);
        for path in [page_of(&mari, ""), page_of(&mari, "/export"), moving] {
            assert_eq!(browser.get(&path).await.status, 404, "{path}");
        }
        let untouched = "SELECT COUNT(*) AS n FROM account WHERE password_hash IS NOT NULL";
        assert_eq!(console.ground.db.count(untouched, args![]).await.unwrap(), 0);
    })
    .await;
}
