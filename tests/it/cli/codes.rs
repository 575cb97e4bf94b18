//! `koppel code …`, and what a school decides about teachers' words.

use koppel::domain::AccountId;
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

/// What pupils do on a provisional account would be lost at a platform that follows nothing.
#[test]
fn pupils_are_let_in_where_the_platform_follows_them_only() {
    let desk = Desk::with_platform();
    let change = "school change --id ehis:1 --platform opiq";
    let refused = desk.run(&format!("{change} --let-in-now true"));
    assert!(refused.hinted().contains("opiq cannot move history"), "{}", refused.err);
    assert_eq!(desk.json("platform change opiq --moves-history true")["moves_history"], json!(true));
    let decided = |line: &str| desk.json(&format!("{change} {line}"))["platform"]["let_in_now"].clone();
    assert_eq!((decided("--let-in-now true"), decided("--new-accounts create")), (json!(true), json!(true)));
    let refused = desk.run("platform change opiq --moves-history false");
    assert!(refused.hinted().contains("ehis:1 lets its pupils in"), "{}", refused.err);
    assert_eq!(decided("--let-in-now false"), json!(false));
    assert_eq!(desk.json("platform change opiq --moves-history false")["moves_history"], json!(false));
    assert_eq!(desk.run("school change --id ehis:1 --let-in-now true").code, 2);
}

/// Only an account that went into another one comes back.
#[tokio::test]
async fn an_account_is_given_back_by_its_platforms_name() {
    let ground = TestGround::sqlite().await;
    ground.at_present();
    let class = Class::new(&ground, 1, 0).await;
    crate::linking::provisional::switch_on(&class).await;
    let gone = crate::linking::provisional::let_in(&class, 0).await;
    let desk = Desk::on(ground.url());
    assert_eq!(desk.json(&format!("account show {gone} --json"))["provisional"], json!(true));
    assert_eq!(desk.json("account list --platform opiq --provisional --json")[0]["id"], json!(gone));
    let refused = desk.run(&format!("account give-back {gone}"));
    assert!(refused.hinted().contains("went into no other account"), "{}", refused.err);
    crate::linking::absorb::bring(&class).await;
    assert_eq!(desk.json(&format!("account show {gone} --json"))["merged_into"], json!(class.accounts[0]));
    assert_eq!(desk.json("account list --platform opiq --provisional --json"), json!([]));
    let back = desk.json(&format!("account give-back {gone}"));
    assert_eq!((&back["account"], &back["from"]), (&json!(gone), &json!(class.accounts[0])));
    assert_eq!(class.arrive(0).await.admit().await.unwrap().account, gone);
}

/// What a link brought along stays when it ends: whoever ends it reads so, and how to take that back.
#[tokio::test]
async fn the_end_of_a_link_says_what_stays() {
    let ground = TestGround::sqlite().await;
    ground.at_present();
    let class = Class::new(&ground, 1, 0).await;
    crate::linking::provisional::switch_on(&class).await;
    let gone = crate::linking::provisional::let_in(&class, 0).await;
    let link = crate::linking::absorb::bring(&class).await;
    let desk = Desk::on(ground.url());
    let ended = desk.run(&format!("link end {}", link.id));
    assert!(ended.err.contains(&format!("`koppel account give-back {gone}`")), "{}", ended.err);
    assert_eq!(ended.json()["brought"], json!([gone]));
    let stays = |id: &AccountId| desk.json(&format!("account show {id} --json"));
    let (old, went) = (stays(&class.accounts[0]), stays(&gone));
    assert_eq!((&old["took_over"][0], &old["links"]), (&went["merge"], &json!([])));
    assert_eq!((&went["merge"]["account"], &went["merge"]["by_link"]), (&json!(gone), &json!(link.id)));
    assert!(desk.json(&format!("account give-back {gone}"))["link"].is_string());
    assert_eq!((&stays(&class.accounts[0])["took_over"], &stays(&gone)["merge"]), (&json!([]), &json!(null)));
}
