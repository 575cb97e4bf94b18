//! Links out of one database and into another, through the real binary on both engines.

use serde_json::{Value, json};

use super::desk::Desk;
use crate::linking::class::Class;
use crate::linking::world::assertion;
use crate::roster::school::given;
use crate::support::ground::fresh_postgres;
use crate::support::{TestGround, both_engines};

const PEOPLE: &str = "external_id,username,given_name\n17,mari,Mari\n18,jaan,Jaan\n19,juta,Juta\n";
const SUBJECTS: [&str; 3] = ["=HYPERLINK(1)", "'-2", "plain"];

/// Desks on either engine with the same platform, upstream and accounts.
async fn desks() -> Vec<Desk> {
    let desks = vec![Desk::new(), Desk::on(&fresh_postgres().await)];
    desks.into_iter().map(|desk| desk.furnished().with_upstream()).inspect(people).collect()
}

fn people(desk: &Desk) {
    desk.write("people.csv", PEOPLE);
    assert_eq!(desk.json("account import people.csv --platform opiq --json")["created"], 3);
}

fn known() -> String {
    let rows = SUBJECTS.iter().zip(17..).map(|(subject, sub)| format!("{sub},ekool,{subject},2024-09-0{}\n", sub - 16));
    format!("sub,upstream,subject,since\n{}", rows.collect::<String>().replace("=HYP", "'=HYP").replace("'-2", "''-2"))
}

/// The exported rows without our own ids, which every database gives anew.
fn facts(desk: &Desk) -> Vec<Value> {
    let done = desk.run("link export --platform opiq --json");
    let mut rows: Vec<Value> = done.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for row in &mut rows {
        assert!(row.as_object_mut().unwrap().remove("account").is_some());
    }
    rows.sort_by_key(|row| row["sub"].to_string());
    rows
}

/// From either engine to the other, once as CSV and once as JSON lines.
#[tokio::test]
async fn an_export_makes_the_same_links_in_an_empty_database() {
    let (from, mut to) = (desks().await, desks().await);
    to.reverse();
    for ((from, to), (name, option)) in from.iter().zip(&to).zip([("links.csv", ""), ("links.jsonl", " --json")]) {
        from.write("known.csv", &known());
        from.run("link import known.csv --platform opiq");
        let exported = facts(from);
        assert_eq!(exported.iter().map(|row| row["subject"].as_str().unwrap()).collect::<Vec<_>>(), SUBJECTS);
        to.write(name, &from.run(&format!("link export --platform opiq{option}")).out);
        let import = format!("link import {name} --platform opiq --json");
        let dry = to.json(&format!("{import} --dry-run"));
        assert_eq!((&dry["created"], &dry["dry_run"], facts(to).len()), (&json!(3), &json!(true), 0));
        assert_eq!(to.json(&import)["created"], 3);
        assert_eq!(facts(to), exported);
        assert_eq!(to.json(&import)["unchanged"], 3);
        let checked = to.run("check");
        assert_eq!((checked.code, checked.out.as_str()), (0, ""), "{}", checked.err);
    }
}

/// A cell that a spreadsheet would run is text in the file and itself again in the database.
#[tokio::test]
async fn an_exported_cell_never_begins_a_formula() {
    for desk in desks().await {
        desk.write("known.csv", &known());
        assert_eq!(desk.json("link import known.csv --platform opiq --json")["created"], 3);
        let text = desk.run("link export --platform opiq").out;
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        let subjects: Vec<&str> = rows.iter().map(|row| &row[5]).collect();
        for written in ["'=HYPERLINK(1)", "''-2", "plain"] {
            assert!(subjects.contains(&written), "{written} in {subjects:?}");
        }
        assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
    }
}

#[tokio::test]
async fn conflicts_are_lines_of_the_report_and_change_nothing() {
    for desk in desks().await {
        desk.write("known.csv", &known());
        desk.run("link import known.csv --platform opiq");
        let before = facts(&desk);
        desk.write("more.csv", "sub,upstream,subject\n17,ekool,other\n18,ekool,plain\n404,ekool,x\n19,ekool,plain\n");
        let done = desk.run("link import more.csv --platform opiq");
        assert_eq!((done.code, done.out.as_str()), (0, "4 rows: created 0, updated 0, unchanged 1, bad 3\n"));
        let lines: Vec<&str> = done.err.lines().collect();
        assert_eq!(
            lines,
            [
                "row 2: account: has a link of this upstream to another subject",
                "row 3: subject: is linked to another account",
                "row 4: account: is not an account of this platform",
            ]
        );
        assert_eq!(facts(&desk), before);
        let report = desk.json("link import more.csv --platform opiq --json");
        assert_eq!(
            report["bad_rows"][0],
            json!({"row": 2, "field": "account", "reason": "has a link of this upstream to another subject"})
        );
    }
}

#[test]
fn a_file_that_is_no_file_of_links_is_refused_with_advice() {
    let desk = Desk::with_platform().with_upstream();
    desk.write("people.csv", PEOPLE);
    assert!(desk.run("link import people.csv --platform opiq").hinted().contains("no column upstream"));
    assert!(desk.run("link import nothing.csv --platform opiq").hinted().contains("nothing.csv"));
    assert!(desk.run("link import people.csv --platform x").hinted().contains("no platform x"));
    assert!(desk.run("account import people.csv --platform x").hinted().contains("no platform x"));
    desk.write("other.csv", "name\nMari\n");
    assert!(desk.run("account import other.csv --platform opiq").hinted().contains("no column external_id"));
}

/// Said, listed and taken back, by the ended link or by person and account, on either engine.
#[tokio::test]
async fn two_people_are_kept_apart_and_that_is_taken_back() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 2, 0).await;
        let world = class.world();
        let link = world.claim(&assertion("ekool", "p0001", &given(1), 2014), &class.accounts[1]).await.id;
        let desk = Desk::on(ground.url());
        let (person, account) = (class.person(0).await, &class.accounts[0]);
        let by_people = format!("link not-same --account {account} --person {person}");
        assert_eq!(desk.json(&by_people)["not_same"], true);
        assert!(desk.run(&by_people).err.contains("that was known"));
        let by_link = format!("link not-same --link {link}");
        assert!(desk.run(&by_link).hinted().contains("they are linked"));
        desk.json(&format!("link end {link}"));
        assert_eq!(desk.json(&by_link)["not_same"], true);
        let list = desk.json("link not-same --list --platform opiq --json");
        assert_eq!((list.as_array().unwrap().len(), &list[0]["said_by"]), (2, &json!("cli:tester")));
        for line in [&by_people, &by_link] {
            assert_eq!(desk.json(&format!("{line} --undo"))["not_same"], false);
            assert!(desk.run(&format!("{line} --undo")).err.contains("nobody had said"));
        }
        assert_eq!(desk.json("link not-same --list --platform opiq --json"), json!([]));
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM not_same WHERE ended_by = 'cli:tester'").await, 2);
        desk.run("link not-same --link lnk_00000000000000000000000000").hinted();
        assert_eq!(desk.run("link not-same").code, 2);
    })
    .await;
}
