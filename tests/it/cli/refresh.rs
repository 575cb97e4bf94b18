//! `koppel journal refresh`, `koppel hold`, and what a school wants of refreshes.

use koppel::domain::{Clock, JournalOutcome};
use koppel::storage::journal_runs;
use serde_json::{Value, json};

use super::desk::Desk;
use crate::roster::live::{KLASS, Live};
use crate::support::TestGround;
use crate::support::ground::RING_TEXT;

/// The binary on the database of a school whose eKool runs, all of them in the present.
fn desk_of(live: &Live<'_>, ground: &TestGround) -> Desk {
    live.advance(Clock::system().now() - ground.now());
    let desk = Desk::on(ground.url());
    desk.write(
        "koppel.toml",
        &format!(
            "[server]\nbind = '127.0.0.1:0'\npublic_url = 'https://koppel.test'\n[database]\nurl = '{}'\n\
             [outgoing]\nallow_private = ['127.0.0.0/8']\n[[keys]]\nid = 'test1'\nsecret = '{RING_TEXT}'\n[log]\nformat = 'json'\n",
            ground.url()
        ),
    );
    desk
}

fn outcomes(told: &Value) -> Vec<&str> {
    told[0]["journals"].as_array().unwrap().iter().map(|row| row["outcome"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn journals_are_refreshed_by_name_by_school_and_all_of_them() {
    let ground = TestGround::sqlite().await;
    let live = Live::open(&ground).await;
    let desk = desk_of(&live, &ground);
    let journal = live.school.journal(KLASS).await.id;
    live.adds("mari-tamm-2").await;
    let shown = desk.json("journal refresh --all --dry-run --json");
    assert_eq!((outcomes(&shown), &shown[0]["journals"][0]["joined"]), (vec!["read"], &json!(1)));
    assert_eq!(desk.json("journal refresh --all --platform opiq --dry-run --json")[0]["would_be_held"], json!([]));
    let done = desk.json(&format!("journal refresh {journal} --json"));
    assert_eq!((&done[0]["state"], outcomes(&done)), (&json!("done"), vec!["applied"]));
    assert_eq!(outcomes(&desk.json("journal refresh --school ehis:123 --json")), ["unchanged"]);
    let told = desk.run("journal refresh --all");
    assert!(told.out.contains("unchanged") && told.out.contains(journal.as_str()), "{}", told.out);
    live.stage.change_journal(&json!({ "journal": KLASS, "withdraw": true })).await;
    assert_eq!(outcomes(&desk.json("journal refresh --all --json")), ["consent_withdrawn"]);
    for wrong in
        ["journal refresh jrn_00000000000000000000000000", "journal refresh", "journal refresh --school ehis:404"]
    {
        desk.run(wrong).hinted();
    }
    live.school.sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_refresh_is_listed_shown_discarded_and_approved() {
    let ground = TestGround::sqlite().await;
    let live = Live::open(&ground).await;
    let desk = desk_of(&live, &ground);
    let seats = live.school.live_seats().await;
    live.stage.change_journal(&json!({ "journal": KLASS, "unavailable": true })).await;
    let told = desk.run("journal refresh --all --json");
    let hold = told.json()[0]["hold"].as_str().unwrap().to_owned();
    assert!(told.err.contains(&format!("koppel hold show {hold}")), "{}", told.err);
    assert_eq!(desk.json("hold list --platform opiq --open --json")[0]["id"], json!(hold));
    assert_eq!(desk.json(&format!("hold show {hold} --json"))["reasons"][0]["limit"], "partial");
    let journal = live.school.journal(KLASS).await;
    let fault = desk.json(&format!("hold show {hold} --json"))["faults"][0].clone();
    let command = format!("koppel journal end {} --reason \"the class is over\"", journal.id);
    let wanted = json!({ "journal": journal.id, "name": journal.name, "fault": "cut_short", "end_it_by": command });
    assert_eq!(fault, wanted);
    let shown = desk.run(&format!("hold show {hold}"));
    assert!(shown.out.contains(&command) && shown.err.contains("nobody can approve these"), "{}", shown.out);
    for nobody in ["", " --by=", " --by unknown", " --by -"] {
        desk.run(&format!("hold discard {hold} --reason no-data{nobody}")).hinted();
        desk.run(&format!("hold approve {hold} --reason no-data{nobody}")).hinted();
    }
    desk.run(&format!("hold discard {hold} --by Anu")).hinted();
    assert_eq!(desk.json(&format!("hold show {hold} --json"))["state"], "open", "nobody has decided");
    let done = desk.json(&format!("hold discard {hold} --by Anu --reason no-data --json"));
    assert_eq!(
        (&done["state"], &done["by"], &done["decided_by"]),
        (&json!("discarded"), &json!("Anu"), &json!("cli:tester"))
    );
    let listed = desk.run("hold list --platform opiq").out;
    assert!(listed.lines().any(|line| line.starts_with(&hold) && line.ends_with("  Anu")), "{listed}");
    desk.run(&format!("hold approve {hold} --by Anu --reason again")).hinted();
    desk.run("hold show hld_00000000000000000000000000").hinted();
    let again = desk.json("journal refresh --all --json")[0]["hold"].as_str().unwrap().to_owned();
    let approved = desk.json(&format!("hold approve {again} --by Anu --reason looked --json"));
    assert_eq!(approved[0]["state"], "held", "a part of the truth cannot be approved");
    assert_eq!(live.school.live_seats().await, seats);
    live.stage.change_journal(&json!({ "journal": KLASS, "unavailable": false })).await;
    assert_eq!(desk.json("journal refresh --all --json")[0]["state"], "done");
    assert_eq!(desk.json("hold list --platform opiq --open --json"), json!([]));
    live.school.sound().await;
}

/// A running server takes the work, or the command does it: one of them.
#[tokio::test(flavor = "multi_thread")]
async fn a_running_server_and_the_command_do_it_once() {
    let ground = TestGround::sqlite().await;
    let live = Live::open(&ground).await;
    let desk = desk_of(&live, &ground);
    let server = desk.serve();
    live.adds("mari-tamm-2").await;
    desk.json("journal refresh --all --json");
    assert_eq!(outcomes(&desk.json("journal refresh --all --json")), ["unchanged"]);
    assert_eq!(server.terminate(), Some(0));
    // The refresh of the day, which the server begins by itself, may have come first.
    let journal = &live.school.journal(KLASS).await.id;
    let list = |tx| async move { journal_runs::list_of_journal(&tx, journal).await };
    let runs = live.school.world.storage(list).await;
    assert_eq!(runs.iter().filter(|run| run.outcome == JournalOutcome::Applied).count(), 1);
    live.school.sound().await;
}

#[test]
fn a_school_says_when_it_is_read_and_whom_a_hold_is_told() {
    let desk = Desk::with_platform();
    let usual = desk.json("school show ehis:1 --json")["platform"][0]["refresh"].clone();
    assert_eq!((&usual["daily_at"], &usual["end_gone_after"]), (&json!("03:00"), &json!(60)));
    let line = "school change --id ehis:1 --platform opiq --daily-at 04:30 --pause 2026-06-10..2026-08-20 \
                --pause 2026-12-21..2027-01-03 --year-begins 2026-09-01 --hold-contact office@kool.example \
                --additions-flow true --end-gone-after 30";
    desk.json(line);
    let pauses = json!(["2026-06-10..2026-08-20", "2026-12-21..2027-01-03"]);
    let wanted = json!({ "daily_at": "04:30", "additions_flow": true, "hold_contact": "office@kool.example",
                         "year_begins": "2026-09-01", "pause": pauses, "end_gone_after": 30 });
    assert_eq!(desk.json("school show ehis:1 --json")["platform"][0]["refresh"], wanted);
    desk.json("school change --id ehis:1 --platform opiq --no-pause 2026-12-21 --hold-contact=");
    let left = desk.json("school show ehis:1 --json")["platform"][0]["refresh"].clone();
    assert_eq!((&left["pause"], &left["hold_contact"]), (&json!(["2026-06-10..2026-08-20"]), &Value::Null));
    assert_eq!(left["daily_at"], "04:30", "what is not named stays");
    for wrong in [
        "--daily-at 25:00",
        "--pause 2026-08-20..2026-06-10",
        "--pause soon",
        "--hold-contact nobody",
        "--no-pause 2030-01-01",
        "--end-gone-after 7",
    ] {
        desk.run(&format!("school change --id ehis:1 --platform opiq {wrong}")).hinted();
    }
    desk.run("school change --id ehis:1 --daily-at 04:00").hinted();
}
