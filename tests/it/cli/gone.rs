//! Journals that their upstream has no more, at the command line: listed, and ended by a person.

use chrono::TimeDelta;
use koppel::upstream::JournalError;
use serde_json::json;

use super::desk::Desk;
use crate::roster::runs::{Answer, ten_journals, tens};
use crate::roster::school::School;
use crate::support::{TestGround, both_engines};

fn without(school: &School<'_>, gone: &[usize], of: std::ops::Range<usize>) -> Vec<(String, Answer)> {
    of.map(|n| if gone.contains(&n) { (format!("j{n}"), Err(JournalError::Gone)) } else { school.told(n, tens(n)) })
        .collect()
}

const LIST: &str = "journal list --school ehis:123 --json --state";
const END: &str = "journal end --gone --school ehis:123";

#[tokio::test(flavor = "multi_thread")]
async fn gone_journals_are_listed_and_ended_by_a_named_person() {
    both_engines(async |ground: TestGround| {
        let (school, desk) = (School::new(&ground).await, Desk::on(ground.url()));
        ten_journals(&school).await;
        ground.at_present();
        school.refresh(without(&school, &[0], 0..10)).await;
        let id = json!(school.journal("j0").await.id);
        let gone = desk.json(&format!("{LIST} gone"));
        assert_eq!((gone.as_array().map(Vec::len), &gone[0]["id"], &gone[0]["people"]), (Some(1), &id, &json!(11)));
        assert_eq!((&gone[0]["state"], &gone[0]["held"]), (&json!("gone"), &json!(false)));
        assert!(gone[0]["ends_at"].is_string(), "{gone}");
        assert_eq!(desk.json(&format!("{LIST} over")), json!([]), "the school names no turn of its year");
        let turn = ground.now().date_naive() - TimeDelta::days(10);
        school.wish(|wishes| wishes.year_begins = Some(turn)).await;
        assert_eq!(desk.json(&format!("{LIST} over"))[0]["state"], "over");
        assert_eq!(desk.json(&format!("{LIST} linked")).as_array().map(Vec::len), Some(9));
        assert_eq!(desk.json(&format!("{END} --dry-run --json")).as_array().map(Vec::len), Some(1));
        for wrong in ["", " --reason over", " --reason over --by unknown", " --by Anu", " --reason over --by Anu jrn_1"]
        {
            desk.run(&format!("{END}{wrong}")).hinted();
        }
        desk.run("journal list --platform opiq --state over").hinted();
        assert_eq!(school.live_seats().await, 110, "nobody has decided");
        let ended = desk.json(&format!("{END} --by Anu --reason over --json"));
        assert_eq!((&ended[0]["id"], &ended[0]["seats_ended"], school.live_seats().await), (&id, &json!(11), 99));
        assert_eq!(desk.json(&format!("{LIST} gone")), json!([]));
        school.sound().await;
    })
    .await;
}

/// A script that ends what is gone empties no school either.
#[tokio::test(flavor = "multi_thread")]
async fn a_large_part_of_a_school_ends_only_where_somebody_says_how_large() {
    both_engines(async |ground: TestGround| {
        let (school, desk) = (School::new(&ground).await, Desk::on(ground.url()));
        ten_journals(&school).await;
        ground.at_present();
        school.refresh(without(&school, &[3, 4], 0..10)).await;
        let decided = format!("{END} --by Anu --reason over --json");
        for wrong in ["", " --count 1", " --count 3"] {
            let said = desk.run(&format!("{decided}{wrong}")).hinted().to_owned();
            assert!(said.contains("22 of 110 people"), "{said}");
        }
        let shown = desk.json(&format!("{LIST} gone"));
        assert_eq!((&shown[0]["held"], &shown[0]["ends_at"]), (&json!(true), &json!(null)), "no clock ends them");
        assert_eq!(school.live_seats().await, 110);
        desk.json(&format!("{decided} --count 2"));
        assert_eq!(school.live_seats().await, 88);
        let named = "SELECT COUNT(*) AS n FROM audit_detail WHERE detail LIKE '%\"by\":\"Anu\"%'";
        assert_eq!(school.world.count(named).await, 2);
    })
    .await;
}
