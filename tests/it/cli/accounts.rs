//! Accounts from the command line.

use serde_json::json;

use super::desk::Desk;

#[test]
fn an_account_is_found_by_what_its_platform_calls_it() {
    let desk = Desk::with_platform();
    desk.write("pw", "ilus-ilm-täna");
    let added = desk.json(
        "account add --platform opiq --username Mari --password-file pw --given-name Mari --family-name Maasikas \
         --school ehis:1 --role pupil --class 5B --external-id 17",
    );
    assert_eq!((&added["sub"], &added["has_password"]), (&json!("17"), &json!(true)));
    for by in ["--username mari", "--external-id 17", "--sub 17"] {
        let shown = desk.json(&format!("account show --platform opiq {by} --json"));
        assert_eq!(shown["id"], added["id"], "{by}");
        assert_eq!(shown["roles"][0]["class"], "5B");
    }
}

#[test]
fn a_user_name_is_taken_in_any_case() {
    let desk = Desk::with_platform();
    desk.json("account add --platform opiq --username Mari");
    assert!(desk.run("account add --platform opiq --username MARI").hinted().contains("user name"));
}

#[test]
fn passwords_come_from_files_or_standard_input_and_weak_ones_are_refused() {
    let desk = Desk::with_platform();
    desk.json("account add --platform opiq --username mari");
    let set = "account set-password --platform opiq --username mari --password-file -";
    assert_eq!(desk.run_with(set, "ilus-ilm-täna\n").json()["password"], "set");
    assert!(desk.run_with(set, "password1\n").hinted().contains("may not be used"));
    let once = desk.json("account set-password --platform opiq --username mari --one-time");
    assert_eq!(once["password"].as_str().unwrap().len(), 14);
}

#[test]
fn a_platform_that_keeps_its_passwords_gets_none_here() {
    let desk = Desk::new();
    desk.json("platform add --id own --name Own --password-owner platform");
    desk.write("pw", "ilus-ilm-täna");
    desk.run("account add --platform own --username mari --password-file pw").hinted();
    desk.json("account add --platform own --username mari");
    desk.run("account set-password --platform own --username mari --password-file pw").hinted();
}

#[test]
fn roles_come_and_go_and_guardians_have_none() {
    let desk = Desk::with_platform();
    desk.json("account add --platform opiq --username mari");
    let whose = "--platform opiq --username mari --school ehis:1";
    assert_eq!(desk.json(&format!("account role add {whose} --role teacher"))["role"], "teacher");
    desk.run(&format!("account role add {whose} --role guardian")).hinted();
    assert_eq!(desk.json(&format!("account role remove {whose} --role teacher"))["school"], "ehis:1");
    desk.run(&format!("account role remove {whose} --role teacher")).hinted();
}

#[test]
fn an_import_reports_bad_rows_and_a_second_run_changes_nothing() {
    let desk = Desk::with_platform();
    let rows = "external_id,username,given_name,family_name,school,role\n1,mari,Mari,Maasikas,ehis:1,pupil\n\
                2,jüri,Jüri,Mets,ehis:404,pupil\n3,anu,Anu,Saar,ehis:1,teacher\n";
    desk.write("people.csv", rows);
    let import = "account import people.csv --platform opiq";
    assert_eq!(desk.json(&format!("{import} --dry-run --json"))["created"], 2);
    let done = desk.run(import);
    assert!(done.out.contains("created 2"), "{}", done.out);
    assert!(done.err.contains("row 3: "), "{}", done.err);
    let again = desk.json(&format!("{import} --json"));
    assert_eq!((&again["unchanged"], &again["bad"]), (&json!(2), &json!(1)));
}
