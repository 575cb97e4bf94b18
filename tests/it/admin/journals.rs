//! The console's pages about journals, over HTTP.

use chrono::TimeDelta;
use koppel::args;
use koppel::domain::{ConsoleRole, JournalId};
use koppel::row;

use super::desk::{Console, OTHER, SCHOOL, at};
use crate::issuer::desk::Answer;
use crate::support::{TestGround, both_engines};

const FIND: &str = "SELECT id FROM journal WHERE school_id = $1";
const DUE: &str = "SELECT COUNT(*) AS n FROM outbox WHERE state = 'queued' AND kind = 'ended'";
const SAME: &str = "UPDATE journal SET external_id = $2 WHERE id = $1";

row! {
    /// A journal.
    pub struct Seen {
        /// Which.
        pub id: JournalId,
    }
}

const SEATS: &str = "SELECT COUNT(*) AS n FROM seat WHERE ended_at IS NULL";
const LIVE: &str = "SELECT COUNT(*) AS n FROM journal WHERE ended_at IS NULL AND state = 'linked'";
const ADD: &str = "INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, state, linked_at, \
    linked_by, has_absences, held) VALUES ($1, 'opiq', 'ekool', '', $1, $2, $3, 'linked', $4, 'test', FALSE, FALSE)";

/// A journal of a school with its teacher in it.
async fn journal(console: &Console, school: &str) -> JournalId {
    console.steward(ConsoleRole::Teacher, school).await;
    console.ground.db.find::<Seen>(FIND, args![school]).await.unwrap().unwrap().id
}

async fn count(console: &Console, sql: &'static str) -> i64 {
    console.ground.db.count(sql, args![]).await.unwrap()
}

/// A page without what is new in every answer.
fn said(answer: &Answer) -> String {
    let (before, rest) = answer.body.split_once("<strong>").expect("the page has a reference");
    let (_, after) = rest.split_once("</strong>").unwrap();
    format!("{before}{after}")
}

#[tokio::test]
async fn a_school_sees_its_own_journals_and_no_others() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (ours, foreign) = (journal(&console, SCHOOL).await, journal(&console, OTHER).await);
        let coordinator = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        let list = coordinator.get(&at(SCHOOL, "/journals")).await;
        assert_eq!(list.status, 200, "{}", list.body);
        assert!(list.body.contains(ours.as_str()) && !list.body.contains(foreign.as_str()), "{}", list.body);
        let page = coordinator.get(&at(SCHOOL, &format!("/journals/{ours}"))).await;
        assert!(page.status == 200 && page.body.contains("eKool"), "{}", page.body);
        let missing = JournalId::random(&console.ground.random);
        for tail in ["", "/end", "/reopen"] {
            let path = |id: &JournalId| at(SCHOOL, &format!("/journals/{id}{tail}"));
            let (theirs, none) = (coordinator.get(&path(&foreign)).await, coordinator.get(&path(&missing)).await);
            assert_eq!((theirs.status, none.status), (404, 404), "{tail}");
            assert_eq!(said(&theirs).replace(foreign.as_str(), missing.as_str()), said(&none), "{tail}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_journal_ends_with_a_reason_and_comes_back_within_ten_minutes() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let ours = journal(&console, SCHOOL).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let (page, end) = (at(SCHOOL, &format!("/journals/{ours}")), at(SCHOOL, &format!("/journals/{ours}/end")));
        let reopen = at(SCHOOL, &format!("/journals/{ours}/reopen"));
        assert_eq!(admin.get(&end).await.status, 200);
        assert_eq!(admin.post(&end, &[("reason", "  ")]).await.status, 422);
        assert_eq!((count(&console, LIVE).await, count(&console, SEATS).await), (1, 1));
        assert_eq!(admin.post(&end, &[("reason", "The course is over")]).await.status, 303);
        assert_eq!((count(&console, LIVE).await, count(&console, SEATS).await), (0, 0));
        assert_eq!(count(&console, DUE).await, 1);
        assert!(admin.get(&page).await.body.contains("id=\"reopen-journal\""));
        console.ground.clock.advance(TimeDelta::minutes(9));
        assert_eq!(admin.get(&reopen).await.status, 200);
        assert_eq!(admin.post(&reopen, &[]).await.status, 303);
        assert_eq!((count(&console, LIVE).await, count(&console, SEATS).await), (1, 1));
        assert_eq!(count(&console, DUE).await, 0, "nobody tells what is not so any more");

        assert_eq!(admin.post(&end, &[("reason", "Once more")]).await.status, 303);
        console.ground.clock.advance(TimeDelta::minutes(10));
        assert_ne!(admin.post(&reopen, &[]).await.status, 303);
        assert_eq!((count(&console, LIVE).await, count(&console, SEATS).await), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn what_was_linked_anew_does_not_come_back_beside_it() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let ours = journal(&console, SCHOOL).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let end = at(SCHOOL, &format!("/journals/{ours}/end"));
        assert_eq!(admin.post(&end, &[("reason", "Wrong one")]).await.status, 303);
        let anew = JournalId::random(&console.ground.random);
        console.change(ADD, args![&anew, SCHOOL, "5A", console.ground.now()]).await;
        console.change(SAME, args![&anew, ours.as_str()]).await;
        let back = admin.post(&at(SCHOOL, &format!("/journals/{ours}/reopen")), &[]).await;
        assert_ne!(back.status, 303);
        assert_eq!(count(&console, LIVE).await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_list_goes_on_where_a_page_ended_and_finds_by_name() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        for n in 0..60 {
            let (id, name) = (JournalId::random(&console.ground.random), format!("Õpe {n:02}"));
            console.change(ADD, args![&id, SCHOOL, name, console.ground.now()]).await;
        }
        let coordinator = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        let first = coordinator.get(&at(SCHOOL, "/journals")).await;
        assert!(first.body.contains("Õpe 49") && !first.body.contains("Õpe 50"), "{}", first.body);
        let (_, rest) = first.body.split_once("id=\"next\" href=\"").unwrap();
        let next = rest.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let second = coordinator.get(&next).await;
        assert!(second.body.contains("Õpe 50") && second.body.contains("Õpe 59"), "{}", second.body);
        assert!(!second.body.contains("Õpe 49") && !second.body.contains("id=\"next\""), "{}", second.body);
        let found = coordinator.get(&at(SCHOOL, "/journals?q=%C3%B5pe%2057")).await;
        assert!(found.body.contains("Õpe 57") && !found.body.contains("Õpe 56"), "{}", found.body);
        let ended = coordinator.get(&at(SCHOOL, "/journals?state=ended")).await;
        assert!(!ended.body.contains("Õpe 57"), "{}", ended.body);
    })
    .await;
}
