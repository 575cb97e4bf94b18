//! Who administers a school, from the command line.

use super::desk::Desk;

#[test]
fn a_school_invites_somebody_and_makes_their_account() {
    let desk = Desk::with_platform();
    let invite = "school invite --id ehis:1 --platform opiq --username kadri --given-name Kadri --family-name Kask";
    let planned = desk.json(&format!("{invite} --dry-run --json"));
    assert!(planned["url"].is_null() && planned["role"] == "school_admin", "{planned}");
    desk.run("account show --platform opiq --username kadri --json").hinted();
    let made = desk.json(&format!("{invite} --json"));
    assert!(made["url"].as_str().unwrap().contains("/admin/invite/"), "{made}");
    let account = desk.json("account show --platform opiq --username kadri --json");
    assert_eq!((&account["roles"][0]["role"], &account["given_name"]), (&"admin".into(), &"Kadri".into()));
    desk.run(invite).hinted();
    let sub = account["sub"].as_str().unwrap();
    let again = format!("school invite --id ehis:1 --platform opiq --account {sub} --role coordinator --json");
    assert_eq!(desk.json(&again)["role"], "coordinator");
    desk.run(&format!("{again} --username x")).hinted();
    desk.run("school invite --id ehis:1 --platform opiq").hinted();
}

#[test]
fn a_pupil_is_not_invited() {
    let desk = Desk::with_platform();
    let added = "account add --platform opiq --username juku --school ehis:1 --role pupil --external-id 7";
    desk.json(added);
    assert!(desk.run("school invite --id ehis:1 --platform opiq --account 7").hinted().contains("pupil"));
}

#[test]
fn support_is_let_in_for_some_hours_and_taken_back() {
    let desk = Desk::with_platform();
    desk.json("account add --platform opiq --username help --external-id 9");
    let support = "school support --id ehis:1 --platform opiq --account 9 --reason Ticket-17";
    desk.run(&format!("{support} --hours 25")).hinted();
    let given = desk.json(&format!("{support} --hours 2 --json"));
    assert_eq!((&given["role"], &given["reason"]), (&"support".into(), &"Ticket-17".into()));
    assert!(given["url"].as_str().unwrap().contains("/admin/invite/"), "{given}");
    assert!(desk.run(support).hinted().contains("already"));
    let list = desk.json("school grants --id ehis:1 --platform opiq --json");
    assert_eq!(list[0]["id"], given["id"]);
    let reset = desk.json("school reset-factor --id ehis:1 --platform opiq --account 9 --json");
    assert!(reset["url"].as_str().unwrap().contains("/admin/invite/"), "{reset}");
    let id = given["id"].as_str().unwrap();
    assert!(!desk.json(&format!("school end-grant {id} --json"))["ended_at"].is_null());
    desk.run(&format!("school end-grant {id}")).hinted();
    desk.run("school reset-factor --id ehis:1 --platform opiq --account 9").hinted();
}

#[test]
fn no_platform_is_called_as_the_address_of_invitations() {
    let desk = Desk::new();
    assert!(desk.run("platform add --id invite --name Invite").hinted().contains("invite"));
    desk.json("platform add --id invites --name Invites");
}

#[test]
fn the_demo_stands_in_for_an_authenticator_app() {
    let desk = Desk::new();
    let done = desk.run("demo --code MZXW6YTBOI");
    assert_eq!((done.code, done.out.trim().len()), (0, 6), "{}{}", done.out, done.err);
    desk.run("demo --code 0189").hinted();
}
