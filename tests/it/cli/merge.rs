//! Merges and suspects at the command line.

use serde_json::json;

use super::desk::Desk;

const PEOPLE: &str = "external_id,username,given_name,family_name,birth_date\n\
    17,mari,Mari,Tamm,2014-03-14\n18,mari2,Mari,Tamm,2014-03-14\n";

fn two_maris() -> (Desk, String, String) {
    let desk = Desk::with_platform();
    desk.write("people.csv", PEOPLE);
    assert_eq!(desk.json("account import people.csv --platform opiq --json")["created"], 2);
    let id = |external: &str| {
        desk.json(&format!("account show --platform opiq --external-id {external} --json"))["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (one, other) = (id("17"), id("18"));
    for id in [&one, &other] {
        desk.run(&format!("account role add {id} --school ehis:1 --role pupil"));
    }
    (desk, one, other)
}

#[test]
fn a_merge_is_planned_tried_done_and_taken_back() {
    let (desk, one, other) = two_maris();
    let both = format!("--one {one} --other {other} --survivor {one}");
    let plan = desk.json(&format!("merge plan {both} --json"));
    assert_eq!((&plan["survivor"], &plan["joined"], &plan["refusals"]), (&json!(one), &json!(other), &json!([])));
    let tried = desk.json(&format!("merge run {both} --reason twice --dry-run --json"));
    assert_eq!((&tried["account"], &tried["dry_run"]), (&json!(other), &json!(true)));
    assert_eq!(desk.json("merge list --platform opiq --json"), json!([]));
    let merged = desk.json(&format!("merge run {both} --reason twice --json"));
    assert!(desk.run(&format!("merge run {both} --reason twice")).hinted().contains("closed"));
    let id = merged["id"].as_str().unwrap();
    let tried = desk.json(&format!("unmerge {id} --reason wrong --dry-run --json"));
    assert_eq!((&tried["account"], &tried["licences_given_away"]), (&json!(other), &json!([])));
    assert_eq!(desk.json("merge list --platform opiq --json")[0]["undone_at"], json!(null));
    desk.json(&format!("unmerge {id} --reason wrong --json"));
    assert_ne!(desk.json("merge list --platform opiq --json")[0]["undone_at"], json!(null));
    desk.run(&format!("unmerge {id} --reason wrong")).hinted();
    let checked = desk.run("check");
    assert_eq!((checked.code, checked.out.as_str()), (0, ""), "{}", checked.err);
}

#[test]
fn suspects_are_swept_listed_and_decided() {
    let (desk, one, _) = two_maris();
    let at = "--platform opiq --school ehis:1 --json";
    assert_eq!(desk.json(&format!("duplicate sweep {at} --dry-run"))[0]["score"], 80);
    assert_eq!(desk.json(&format!("duplicate list {at}")), json!([]));
    assert_eq!(desk.json(&format!("duplicate sweep {at}")), json!({ "found": 1, "gone": 0 }));
    let found = desk.json(&format!("duplicate list {at}"));
    assert!(found[0]["one"] == json!(one) || found[0]["other"] == json!(one), "{found}");
    let id = found[0]["id"].as_str().unwrap();
    desk.run(&format!("duplicate decide {id}")).hinted();
    assert_eq!(desk.json(&format!("duplicate decide {id} --not-same --dry-run --json"))["state"], "open");
    assert_eq!(desk.json(&format!("duplicate decide {id} --not-same --json"))["state"], "not_same");
    desk.run(&format!("duplicate decide {id} --ask")).hinted();
    assert_eq!(desk.json(&format!("duplicate list {at}")), json!([]));
}
