//! `koppel code …`, and what a school decides about teachers' words.

use serde_json::json;

use super::desk::Desk;
use crate::linking::class::Class;
use crate::support::TestGround;

#[tokio::test]
async fn a_code_is_printed_once_listed_without_itself_and_taken_back() {
    let ground = TestGround::sqlite().await;
    let class = Class::new(&ground, 1, 0).await;
    let desk = Desk::on(ground.url());
    let (journal, person, account) = (&class.journal, class.person(0).await, &class.accounts[0]);
    let line = format!("code add --journal {journal} --person {person} --account {account}");
    let made = desk.json(&line);
    let code = made["code"].as_str().unwrap().to_owned();
    assert!(code.parse::<koppel::domain::ClaimCode>().is_ok(), "{code}");
    assert_eq!(made["account"], json!(account));
    let list = desk.run(&format!("code list --journal {journal} --json"));
    assert_eq!((list.json()[0]["id"].clone(), list.out.contains(&code)), (made["id"].clone(), false));
    let revoke = format!("code revoke {}", made["id"].as_str().unwrap());
    assert_eq!(desk.json(&revoke)["end_reason"], "taken_back");
    desk.run(&revoke).hinted();
    let nobody = account.to_string().replace("acc_", "acc_0").chars().take(30).collect::<String>();
    let refused = desk.run(&format!("code add --journal {journal} --person {person} --account {nobody}"));
    assert!(refused.hinted().contains("no such open account"), "{}", refused.err);
}

#[test]
fn a_school_says_whose_teachers_may_confirm() {
    let desk = Desk::with_platform();
    let change = "school change --id ehis:1 --platform opiq";
    let decided = |line: &str| desk.json(&format!("{change} {line}"))["platform"]["teacher_confirms"].clone();
    assert_eq!(decided("--teacher-confirms 1 2 3B"), json!("1 2 3B"));
    assert_eq!(decided("--new-accounts create"), json!("1 2 3B"), "what is not named stays");
    assert_eq!(decided("--teacher-confirms"), json!(""));
    assert_eq!(decided("--no-teacher-confirms"), json!(null));
    assert_eq!(desk.run(&format!("{change} --teacher-confirms 1 --no-teacher-confirms")).code, 2);
    assert_eq!(desk.run("school change --id ehis:1 --teacher-confirms 1").code, 2);
    let none = desk.json("link list --platform opiq --assurance teacher --json");
    assert_eq!(none, json!([]));
}
