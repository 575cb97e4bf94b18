//! What a platform has for journals, and what a file of journals would do.

use serde_json::json;

use super::desk::Desk;
use crate::roster::school::{School, pupil};
use crate::support::{TestGround, both_engines};

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
    assert_eq!(plan["journals"][0]["counts"], json!({"linked": 1, "waiting": 1, "new": 1, "blocked": 1}));
    assert!(!plan.to_string().contains("Salajane"), "{plan}");
    let told = desk.run(line);
    assert_eq!(told.code, 0, "{}", told.err);
    for (word, reason) in [("Olga", "new"), ("Mari", "candidate"), ("Peeter", "role"), ("Jaan", "linked")] {
        assert!(told.out.lines().any(|row| row.contains(word) && row.contains(reason)), "{}", told.out);
    }
    let shuffled = rows.lines().rev().collect::<Vec<_>>().join("\n");
    desk.write("roster.csv", &format!("{HEADER}{shuffled}"));
    assert_eq!(desk.json(&format!("{line} --json"))["journals"][0]["hash"], plan["journals"][0]["hash"]);
    let unsure = desk.json(&format!("{line} --roster-subject unknown --json"));
    assert_eq!(unsure["journals"][0]["counts"]["waiting"], 3);
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
    let journal = &done.json()["journals"][0];
    assert_eq!((&journal["complete"], &journal["counts"]["new"]), (&json!(false), &json!(0)));
    assert_eq!(done.json()["bad_rows"][0]["row"], 3);
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

const SET: &str = "SELECT COUNT(*) AS n FROM audit a JOIN event e ON e.audit_id = a.id AND e.kind = a.action \
    WHERE a.action = 'pool.set' AND a.actor = 'cli:tester'";

#[tokio::test]
async fn a_school_gets_licences_and_the_list_says_who_goes_without() {
    both_engines(async |ground: TestGround| {
        let mut school = School::new(&ground).await;
        school.kit_with(1).await;
        let journal = school.apply(&school.reading("j1", (0..3).map(pupil).collect())).await.journal;
        let desk = Desk::on(ground.url());
        let lacking = || {
            let shown = desk.json(&format!("journal show {journal} --json"));
            shown["seats"].as_array().unwrap().iter().filter(|seat| seat["lacks"] == json!(["maths"])).count()
        };
        assert_eq!(lacking(), 2);
        let told = |row: &serde_json::Value| ["seats", "used", "lacking"].map(|key| row[key].as_i64().unwrap());
        assert_eq!(told(&desk.json("product pool list --platform opiq --json")[0]), [1, 1, 2]);
        let set = "product pool set --platform opiq --product maths --school ehis:123 --seats";
        let done = desk.json(&format!("{set} 4"));
        assert_eq!((told(&done), &done["given"], lacking()), ([4, 3, 0], &json!(2), 0));
        assert_eq!(desk.json(&format!("{set} 4"))["given"], 0, "whoever was interrupted types it again");
        assert_eq!(told(&desk.json(&format!("{set} 2"))), [2, 3, 0], "a smaller number takes nothing");
        let list = desk.json("product pool list --platform opiq --school ehis:123 --product maths --json");
        assert_eq!((list.as_array().unwrap().len(), &list[0]["product"]), (1, &json!("maths")));
        assert_eq!(school.world.count(SET).await, 2);
        for wrong in ["--product history --school ehis:123", "--product maths --school ehis:404"] {
            desk.run(&format!("product pool set --platform opiq {wrong} --seats 1")).hinted();
        }
        school.sound().await;
    })
    .await;
}

/// Without a pool everybody goes without, and the list says so.
#[tokio::test]
async fn a_school_without_a_pool_is_on_the_list_when_somebody_needs_one() {
    let ground = TestGround::sqlite().await;
    let mut school = School::new(&ground).await;
    school.kit_with(1).await;
    school.world.sql("DELETE FROM licence_pool").await;
    school.apply(&school.reading("j1", (0..3).map(pupil).collect())).await;
    let desk = Desk::on(ground.url());
    let list = desk.json("product pool list --platform opiq --json");
    assert_eq!((&list[0]["seats"], &list[0]["used"], &list[0]["lacking"]), (&json!(null), &json!(0), &json!(3)));
    school.world.sql("UPDATE product SET ended_at = created_at").await;
    desk.run("product pool set --platform opiq --product maths --school ehis:123 --seats 9").hinted();
}

/// Files, ends and teachers, through the binary on either engine.
#[tokio::test]
async fn what_a_platform_has_comes_from_files_and_ends() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        let teacher = school.world.pupil("18", "Jaan", 1980).await;
        let desk = Desk::on(ground.url());
        desk.write("products.csv", "external_id,name\nmaths,Mathematics\n");
        desk.write("kits.csv", "external_id,name,product\nm5,Maths 5,maths\nm6,Maths 6,maths\n");
        desk.write("groups.csv", "external_id,name,school,teachers\ng1,5A,ehis:123,18\n");
        for (noun, rows) in [("product", 1), ("kit", 2), ("group", 1)] {
            let line = format!("{noun} import {noun}s.csv --platform opiq --json");
            let dry = desk.json(&format!("{line} --dry-run"));
            assert_eq!((&dry["created"], &dry["dry_run"]), (&json!(rows), &json!(true)), "{noun}");
            assert_eq!(desk.json(&line)["created"], rows, "{noun}");
            assert_eq!(desk.json(&line)["unchanged"], rows, "{noun}");
        }
        desk.write("bad.csv", "external_id,name,product\nm7,Maths 7,maths\nm8,Maths 8,nothing\n");
        let bad = desk.run("kit import bad.csv --platform opiq");
        assert!(bad.code != 0 && bad.err.contains("row 3: product: is not a product"), "{} {}", bad.out, bad.err);
        assert!(bad.err.contains("nothing was written") && bad.err.contains("hint: "), "{}", bad.err);
        assert_eq!(desk.json("kit list --platform opiq --json").as_array().unwrap().len(), 2);
        for (noun, id) in [("kit", "m6"), ("product", "maths"), ("group", "g1")] {
            let ended = desk.json(&format!("{noun} end --platform opiq --external-id {id}"));
            assert!(ended["ended_at"].is_string(), "{ended}");
            desk.run(&format!("{noun} end --platform opiq --external-id nothing")).hinted();
        }
        desk.run("kit add --platform opiq --external-id m9 --name Nine --product maths").hinted();
        let whom = format!("--platform opiq --external-id g1 --account {teacher}");
        assert_eq!(desk.json(&format!("group teacher remove {whom}"))["teachers"], json!([]));
        assert_eq!(desk.json(&format!("group teacher add {whom}"))["teachers"], json!([teacher]));
        assert_eq!(
            desk.json("group teacher list --platform opiq --external-id g1 --json")[0]["external_id"],
            json!("18")
        );
        desk.run("group teacher add --platform opiq --external-id g1 --username nobody").hinted();
        assert_eq!(desk.run("group teacher add --platform opiq --external-id g1").code, 2);
        school.sound().await;
    })
    .await;
}

/// A roster as rows and the same as one document: one plan, one word of the guard, and nothing is written.
#[test]
fn a_plan_reads_what_apply_reads_and_says_what_the_guard_would() {
    let desk = desk();
    let line = "--platform opiq --upstream ekool --school ehis:1";
    let rows = "j1,Maths,p1,pupil,Mari,Mets,5B,,\nj1,Maths,p2,pupil,Olga,Ivanova,5B,,yes\nj1,Maths,t1,teacher,Jaan,Kask,,,\n\
                j2,History,p3,pupil,Uku,Saar,5B,,\nj2,History,t1,teacher,Jaan,Kask,,,\n";
    desk.write("roster.csv", &format!("{HEADER}{rows}"));
    let person = |subject: &str, given: &str, family: &str| json!({ "subject": subject, "given_name": given, "family_name": family });
    let mut people: Vec<serde_json::Value> =
        [("p1", "Mari", "Mets"), ("p2", "Olga", "Ivanova"), ("t1", "Jaan", "Kask"), ("p3", "Uku", "Saar")]
            .map(|(subject, given, family)| person(subject, given, family))
            .to_vec();
    for pupil in [0, 1, 3] {
        people[pupil]["class"] = json!("5B");
    }
    people[1]["protected"] = json!(true);
    let journals = json!([
        { "journal": "j1", "journal_name": "Maths", "pupils": ["p1", "p2"], "teachers": ["t1"] },
        { "journal": "j2", "journal_name": "History", "pupils": ["p3"], "teachers": ["t1"] },
    ]);
    desk.write("roster.json", &json!({ "people": people, "journals": journals }).to_string());
    let plan = |file: &str| desk.json(&format!("roster plan {file} {line} --json"));
    let (by_rows, by_document) = (plan("roster.csv"), plan("roster.json"));
    assert_eq!(by_rows["journals"], by_document["journals"]);
    assert_eq!(
        (by_rows["journals"].as_array().unwrap().len(), &by_rows["guard"]["verdict"]),
        (2, &json!("switched_off"))
    );
    assert!(!by_document.to_string().contains("Olga"), "{by_document}");
    desk.json("school enable ehis:1 --platform opiq --upstream ekool");
    assert_eq!(plan("roster.json")["guard"], json!({ "verdict": "passes", "reasons": [] }));
    assert_eq!(desk.json("journal list --platform opiq --json"), json!([]));
    let told = desk.run(&format!("roster plan roster.json {line}"));
    assert!(told.err.contains("the guard would let it pass"), "{}", told.err);
}

/// A journal that would lose a third of its people, at once, is held; the plan says so before anybody tries.
#[test]
fn a_plan_that_the_guard_would_hold_says_so() {
    let desk = desk();
    desk.json("school enable ehis:1 --platform opiq --upstream ekool");
    let line = "--platform opiq --upstream ekool --school ehis:1";
    let row = |n: usize| format!("j1,Maths,p{n},pupil,Laps{},Kuusk,5B,,\n", "abcdefghijkl".chars().nth(n).unwrap());
    desk.write("roster.csv", &format!("{HEADER}{}", (0..12).map(row).collect::<String>()));
    assert_eq!(desk.json(&format!("roster apply roster.csv {line} --json"))["applied"], 1);
    desk.write("roster.json", r#"{"people": [], "journals": [{"journal": "j1", "journal_name": "Maths"}]}"#);
    let plan = desk.json(&format!("roster plan roster.json {line} --json"));
    assert_eq!(plan["guard"]["verdict"], "held", "nobody is told of: {plan}");
    assert_eq!(plan["guard"]["reasons"][0]["journal"], "j1");
    let told = desk.run(&format!("roster plan roster.json {line}"));
    assert!(told.code == 0 && told.err.contains("the guard would hold it"), "{}", told.err);
    assert_eq!(desk.json("hold list --platform opiq --json"), json!([]), "and nothing is written");
}
