//! What a platform has for journals, and what a file of journals would do.

use serde_json::json;

use super::desk::Desk;

const HEADER: &str = "journal,journal_name,subject,role,given_name,family_name,class,birth_date,protected\n";

fn desk() -> Desk {
    let desk = Desk::with_platform().with_upstream();
    desk.write(
        "accounts.csv",
        "external_id,given_name,family_name,school,role,class\n17,Mari,Mets,ehis:1,pupil,5B\n18,Jaan,Kask,ehis:1,teacher,\n",
    );
    desk.write("links.csv", "account,upstream,subject\n18,ekool,t1\n");
    assert_eq!(desk.json("account import accounts.csv --platform opiq --json")["created"], 2);
    assert_eq!(desk.json("link import links.csv --platform opiq --json")["created"], 1);
    desk
}

#[test]
fn a_plan_shows_who_is_linked_waiting_new_and_blocked_and_writes_nothing() {
    let desk = desk();
    let rows = "j1,Maths,p1,pupil,Mari,Mets,5B,,\nj1,,p2,pupil,Olga,Ivanova,5B,,\nj1,,t1,teacher,Jaan,Kask,,,\n\
                j1,,g1,guardian,Peeter,Mets,,,\nj1,,s1,pupil,Salajane,Laps,5B,,yes\n";
    desk.write("roster.csv", &format!("{HEADER}{rows}"));
    let line = "roster plan roster.csv --platform opiq --upstream ekool --school ehis:1";
    let plan = desk.json(&format!("{line} --json"));
    assert_eq!(plan[0]["counts"], json!({"linked": 1, "waiting": 1, "new": 1, "blocked": 1}));
    assert!(!plan.to_string().contains("Salajane"), "{plan}");
    let told = desk.run(line);
    assert_eq!(told.code, 0, "{}", told.err);
    for (word, reason) in [("Olga", "new"), ("Mari", "candidate"), ("Peeter", "role"), ("Jaan", "linked")] {
        assert!(told.out.lines().any(|row| row.contains(word) && row.contains(reason)), "{}", told.out);
    }
    let shuffled = rows.lines().rev().collect::<Vec<_>>().join("\n");
    desk.write("roster.csv", &format!("{HEADER}{shuffled}"));
    assert_eq!(desk.json(&format!("{line} --json"))[0]["hash"], plan[0]["hash"]);
    let unsure = desk.json(&format!("{line} --roster-subject unknown --json"));
    assert_eq!(unsure[0]["counts"]["waiting"], 3);
    assert_eq!(desk.json("journal list --platform opiq --json"), json!([]));
    assert_eq!(desk.run("check").code, 0);
}

/// E3 for a file: one row that cannot be read makes the whole file a part of the truth.
#[test]
fn a_bad_row_is_named_and_makes_nobody() {
    let desk = desk();
    desk.write("roster.csv", &format!("{HEADER}j1,,p2,pupil,Olga,Ivanova,5B,,\nj1,,p3,wizard,Harri,Potter,5B,,\n"));
    let done = desk.run("roster plan roster.csv --platform opiq --upstream ekool --school ehis:1 --json");
    assert!(done.err.contains("row 3: role: is not a role"), "{}", done.err);
    assert_eq!((&done.json()[0]["complete"], &done.json()[0]["counts"]["new"]), (&json!(false), &json!(0)));
    desk.run("roster plan roster.csv --platform opiq --upstream ekool --school ehis:404").hinted();
    desk.run("journal show jrn_00000000000000000000000000").hinted();
}

#[test]
fn kits_products_and_groups_are_added_and_named_anew() {
    let desk = desk();
    desk.json("product add --platform opiq --external-id maths --name Mathematics");
    desk.json("kit add --platform opiq --external-id m5 --name Five --product maths");
    desk.json("kit add --platform opiq --external-id m5 --name Maths-5 --product maths");
    desk.json("group add --platform opiq --external-id g1 --name 5B --school ehis:1");
    desk.run("kit add --platform opiq --external-id m6 --name Six --product nothing").hinted();
    let kits = desk.json("kit list --platform opiq --json");
    assert_eq!((kits.as_array().unwrap().len(), &kits[0]["name"]), (1, &json!("Maths-5")));
    for noun in ["product", "group"] {
        assert_eq!(desk.json(&format!("{noun} list --platform opiq --json")).as_array().unwrap().len(), 1);
    }
    assert_eq!(desk.run("check").code, 0);
}
