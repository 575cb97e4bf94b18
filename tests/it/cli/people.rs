//! People and requests from the command line.

use serde_json::json;

use super::desk::Desk;

const AT: &str = "--platform opiq --school ehis:1";

/// A pupil of 5B, and their account's id.
fn pupil(desk: &Desk, name: &str, family: &str) -> String {
    let added = desk.json(&format!(
        "account add --platform opiq --username {name} --given-name {name} --family-name {family} --school ehis:1 \
         --role pupil --class 5B"
    ));
    added["id"].as_str().unwrap().to_owned()
}

#[test]
fn people_are_searched_and_shown() {
    let desk = Desk::with_platform();
    let (mari, jaan) = (pupil(&desk, "Mari", "Maasikas"), pupil(&desk, "Jaan", "Tamm"));
    for (options, expected) in [
        ("", vec![&mari, &jaan]),
        ("--name maasik", vec![&mari]),
        ("--class 5B --state unlinked", vec![&mari, &jaan]),
        ("--role teacher", vec![]),
    ] {
        let found = desk.json(format!("person search {AT} {options} --json").replace("  ", " ").as_str());
        let ids: Vec<&str> = found.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
        assert_eq!(ids, expected, "{options}");
    }
    let shown = desk.json(&format!("person show {AT} {mari} --json"));
    assert_eq!((&shown["roles"][0]["class"], &shown["sessions"]), (&json!("5B"), &json!(0)));
    desk.run("school add --id ehis:2 --name Kesklinna --country ee --platform opiq").json();
    desk.run(&format!("person show --platform opiq --school ehis:2 {mari}")).hinted();
}

#[test]
fn a_dry_run_changes_nothing_and_the_other_one_does() {
    let desk = Desk::with_platform();
    let mari = pupil(&desk, "Mari", "Maasikas");
    let off = |more: &str| desk.json(&format!("person disable {AT} {mari} --reason asked --json{more}"));
    assert_eq!(off(" --dry-run")["done"], false);
    let state = || desk.json(&format!("person show {AT} {mari} --json"))["disabled_at"].clone();
    assert!(state().is_null());
    assert_eq!(off("")["done"], true);
    assert!(!state().is_null());
    desk.json(&format!("person enable {AT} {mari} --reason asked --json"));
    assert!(state().is_null());
    let printed = desk.json(&format!("person password {AT} {mari} --reason asked --json"));
    assert_eq!(printed["password"].as_str().unwrap().len(), 14);
    let ended = desk.json(&format!("person end-role {AT} {mari} --role pupil --reason asked --json"));
    assert_eq!(ended["frees"], json!([]));
    desk.run(&format!("person end-role {AT} {mari} --role pupil --reason asked")).hinted();
}

#[test]
fn requests_are_listed_and_a_missing_one_is_told() {
    let desk = Desk::with_platform();
    assert_eq!(desk.json("request list --platform opiq --json"), json!([]));
    let missing = "cas_00000000000000000000000000";
    desk.run(&format!("request show {missing}")).hinted();
    desk.run(&format!("request close {missing} --outcome closed --reason asked")).hinted();
}
