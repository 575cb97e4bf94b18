//! `koppel event …`: what a platform was told, how far it is, and telling it again.

use koppel::domain::PlatformId;
use koppel::storage::seal::Stream;
use koppel::storage::{Durability, StorageError, Tx, event_acks};
use serde_json::{Value, json};

use super::desk::Desk;
use crate::storage::seal::seal;
use crate::support::{TestGround, seed};

/// Three links, of which the platform has the first two.
async fn told(ground: &TestGround) -> Vec<String> {
    ground.at_present();
    seed::basics(ground).await;
    for sub in ["1", "2", "3"] {
        let account = seed::account(ground, sub).await;
        seed::link(ground, &account, sub).await;
        for stream in Stream::ALL {
            seal(ground, stream, 100).await.unwrap();
        }
    }
    let (platform, now): (&PlatformId, _) = (&"opiq".parse().unwrap(), ground.now());
    let take = |tx: Tx| async move {
        let waiting = event_acks::list_untaken(&tx, platform, now, 100).await?;
        let acks = waiting.iter().take(2).map(|event| event_acks::Ack { event: event.id.clone(), problem: None });
        event_acks::take(&tx, platform, &acks.collect::<Vec<_>>(), now).await?;
        Ok::<_, StorageError>(waiting.into_iter().map(|event| event.id.to_string()).collect())
    };
    ground.db.write(Durability::Durable, take).await.unwrap()
}

#[tokio::test]
async fn what_was_told_is_listed_and_told_again() {
    let ground = TestGround::sqlite().await;
    let events = told(&ground).await;
    let desk = Desk::on(ground.url());
    let list = |more: &str| desk.json(&format!("event list --platform opiq --json{more}"));
    let states = |list: &Value| -> Vec<(String, String)> {
        let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
        list.as_array().unwrap().iter().map(|row| (text(row, "id"), text(row, "state"))).collect()
    };
    let expected =
        |words: [&str; 3]| -> Vec<(String, String)> { events.iter().cloned().zip(words.map(str::to_owned)).collect() };
    assert_eq!(states(&list("")), expected(["taken", "taken", "waiting"]));
    assert_eq!(states(&list(&format!(" --after {}", events[1]))), expected(["taken", "taken", "waiting"])[2..]);
    assert_eq!(list(" --limit 1").as_array().unwrap().len(), 1);
    let state = desk.json("event state --platform opiq --json");
    assert_eq!((&state["waiting"], &state["problems"]), (&json!(1), &json!(0)));
    assert!(state["asked_at"].is_string() && state["waiting_since"].is_string(), "{state}");
    let replay = format!("event replay --platform opiq --after {} --json", events[0]);
    let dry = desk.json(&format!("{replay} --dry-run"));
    assert_eq!((&dry["events"], &dry["dry_run"]), (&json!(2), &json!(true)));
    assert_eq!(states(&list("")), expected(["taken", "taken", "waiting"]), "nothing was changed");
    assert_eq!(desk.json(&replay)["events"], json!(2));
    assert_eq!(states(&list("")), expected(["taken", "waiting", "waiting"]));
    assert_eq!(desk.json("event replay --platform opiq --all --json")["events"], json!(3));
    let recorded = "SELECT COUNT(*) AS n FROM audit WHERE action = 'event.replayed' AND actor = 'cli:tester'";
    assert_eq!(ground.db.count(recorded, vec![]).await.unwrap(), 2);
}

#[tokio::test]
async fn a_cursor_must_be_an_event_of_the_platform() {
    let ground = TestGround::sqlite().await;
    told(&ground).await;
    let desk = Desk::on(ground.url());
    let nobody = format!("evt_{}", "0".repeat(26));
    for line in ["event replay --platform opiq --after", "event list --platform opiq --after"] {
        assert!(desk.run(&format!("{line} {nobody}")).hinted().contains("is no event of opiq"), "{line}");
    }
    desk.run("event state --platform nobody").hinted();
    assert_eq!(desk.run("event replay --platform opiq").code, 2, "from where on must be said");
    assert_eq!(desk.run(&format!("event replay --platform opiq --all --after {nobody}")).code, 2);
}
