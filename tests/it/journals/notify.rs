//! What an upstream says of a journal by itself, and what comes of it: never more than that the journal is read again.

use std::time::Duration;

use chrono::TimeDelta;
use koppel::demo::sim::stuudium::signature;
use koppel::domain::{JournalOutcome, JournalState, RunCause};
use koppel::storage::journal_runs::{self, JournalRun};
use koppel::storage::refresh_runs::{self, RefreshRun};
use serde_json::{Value, json};

use super::update::{at_journal, change, go_on, on_both_engines, stand_still};
use super::{KLASS, TEACHER, change_journal, close, everything, linked, the_journal};
use crate::attacks::Scene;

const RUNS: &str = "SELECT COUNT(*) AS n FROM refresh_run";

/// A call as eKool would sign it, so many seconds from now.
struct Call<'a> {
    scene: &'a Scene,
    upstream: &'a str,
    client: String,
    secret: String,
    nonce: &'a str,
    seconds: i64,
    body: String,
}

impl<'a> Call<'a> {
    fn of(scene: &'a Scene, nonce: &'a str) -> Self {
        let ekool = scene.demo.world.upstream("ekool").unwrap();
        let (client, secret) = (ekool.client_id.clone(), ekool.client_secret.clone());
        let body = json!({ "journal": KLASS.parse::<i64>().unwrap(), "event": "changed" }).to_string();
        Self { scene, upstream: "ekool", client, secret, nonce, seconds: 0, body }
    }

    fn header(&self) -> String {
        let at = self.scene.clock.now().timestamp() + self.seconds;
        let signed = signature(&self.secret, &format!("{at} {}", self.nonce));
        format!("Data v2 {} {at} {} {signed}", self.client, self.nonce)
    }

    async fn send(&self) -> (u16, String) {
        self.send_with(&[("stuudium-auth", self.header())]).await
    }

    async fn send_with(&self, headers: &[(&str, String)]) -> (u16, String) {
        let url = format!("{}/upstream/{}/notify", self.scene.demo.world.issuer, self.upstream);
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut request = http.post(url).header("content-type", "application/json").body(self.body.clone());
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

async fn history(scene: &Scene) -> Vec<JournalRun> {
    let journal = &the_journal(scene).await.id;
    scene.demo.ground().db.read(|tx| async move { journal_runs::list_of_journal(&tx, journal).await }).await.unwrap()
}

/// The latest update, once there are so many of them.
async fn after(scene: &Scene, runs: usize) -> JournalRun {
    for _ in 0..150 {
        let all = history(scene).await;
        if all.len() >= runs {
            return all[0].clone();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("no update came")
}

async fn told(scene: &Scene, upstream: &str, changes: Value) {
    assert_eq!(change(scene, upstream, changes).await, json!({ "told": 202 }));
}

/// eKool says that its journal has changed: a moment later it has changed here.
#[tokio::test]
async fn a_word_of_the_upstream_has_the_journal_read_again() {
    on_both_engines(async |scene| {
        let mut walk = at_journal(scene, TEACHER, KLASS).await;
        told(scene, "ekool", json!({ "journal": KLASS, "add": ["mari-tamm-2"], "notify": true })).await;
        let run = after(scene, 1).await;
        assert_eq!((run.outcome, run.cause, run.joined), (JournalOutcome::Applied, RunCause::Upstream, 1));
        assert_eq!(run.asked_by, "upstream:ekool");
        let page = walk.browser.press("runs").await.unwrap();
        assert!(page.html.contains("eKool said that something changed"), "{}", page.html);
    })
    .await;
}

/// Stuudium does so by what its own page of journals offers.
#[tokio::test]
async fn a_teacher_who_edits_a_journal_at_stuudium_need_do_nothing_here() {
    let scene = Scene::open().await;
    let (mut walk, url) = super::at_stuudium(&scene).await;
    assert!(!walk.browser.page().has("#update-merekalda-p1"), "it is not linked");
    super::link_p1(&mut walk).await;
    walk.browser.open(&format!("{url}/journals")).await.unwrap();
    walk.browser.press("remove-merekalda-p1").await.unwrap();
    let run = after(&scene, 1).await;
    assert_eq!((run.cause, run.missing, run.departed), (RunCause::Upstream, 1, 0));
    scene.clock.advance(TimeDelta::minutes(1));
    walk.browser.press("add-merekalda-p1").await.unwrap();
    let run = after(&scene, 2).await;
    assert_eq!((run.cause, run.outcome), (RunCause::Upstream, JournalOutcome::Applied));
    let missing = "SELECT COUNT(*) AS n FROM seat WHERE absent_since IS NOT NULL";
    assert_eq!(scene.count(missing).await, 0, "there again");
    close(scene).await;
}

/// Whatever is not signed by this upstream, now and for the first time, meets one answer and asks for nothing.
#[tokio::test]
async fn forged_old_foreign_and_repeated_words_are_refused() {
    on_both_engines(async |scene| {
        drop(linked(scene, TEACHER, KLASS).await);
        stand_still(scene).await;
        let foreign = scene.demo.world.upstream("stuudium").unwrap();
        let call = |nonce| Call::of(scene, nonce);
        let refused = [
            Call { secret: "guessed".to_owned(), ..call("forged-nonce") },
            Call { client: "another".to_owned(), ..call("another-client") },
            Call { secret: foreign.client_secret.clone(), client: foreign.client_id.clone(), ..call("foreign-nonce") },
            Call { upstream: "stuudium", ..call("at-another-door") },
            Call { upstream: "harid", ..call("holds-no-journals") },
            Call { upstream: "nothing", ..call("unknown-upstream") },
            Call { seconds: -901, ..call("too-old-a-call") },
            Call { seconds: 901, ..call("from-the-future") },
            call("short"),
        ];
        for wrong in &refused {
            assert_eq!(wrong.send().await, (401, String::new()), "{}", wrong.nonce);
        }
        let unsigned = call("unsigned-nonce");
        assert_eq!(unsigned.send_with(&[]).await, (401, String::new()));
        let twice = [("stuudium-auth", unsigned.header()), ("authorization", unsigned.header())];
        assert_eq!(unsigned.send_with(&twice).await, (401, String::new()));
        assert_eq!(scene.count(RUNS).await, 0);
        let once = call("said-only-once");
        assert_eq!(once.send().await, (202, String::new()));
        assert_eq!(once.send().await, (401, String::new()), "a replay");
        assert_eq!(call("in-another-header").send_with(&[("authorization", once.header())]).await.0, 401);
        let other = call("in-this-header");
        assert_eq!(other.send_with(&[("authorization", other.header())]).await.0, 202);
        assert_eq!(scene.count(RUNS).await, 1, "one waits, and no other");
        scene.change("UPDATE upstream SET disabled_at = created_at WHERE id = 'ekool'").await;
        assert_eq!(call("switched-off").send().await, (401, String::new()));
        scene.change("UPDATE upstream SET disabled_at = NULL WHERE id = 'ekool'").await;
        go_on(scene).await;
    })
    .await;
}

/// A journal that nobody linked answers like one that is; a body that is none is refused, and a long one not read.
#[tokio::test]
async fn an_unknown_journal_answers_like_a_known_one() {
    let scene = Scene::open().await;
    drop(linked(&scene, TEACHER, KLASS).await);
    stand_still(&scene).await;
    let before = everything(&scene).await;
    let with = |nonce, body: &str| Call { body: body.to_owned(), ..Call::of(&scene, nonce) };
    for (nonce, body) in
        [("unknown-number", r#"{"journal": 1}"#), ("unknown-text", r#"{"journal": "x", "event": "?"}"#)]
    {
        assert_eq!(with(nonce, body).send().await, (202, String::new()), "{body}");
    }
    for (nonce, body) in [
        ("no-body-at-all", ""),
        ("no-object-here", "[]"),
        ("no-journal-named", r#"{"event": "changed"}"#),
        ("no-id-of-any-kind", r#"{"journal": {}}"#),
        ("no-printable-id", "{\"journal\": \"a\\u0000\"}"),
        ("no-id-but-empty", r#"{"journal": ""}"#),
    ] {
        assert_eq!(with(nonce, body).send().await, (400, String::new()), "{body}");
    }
    let long = format!(r#"{{"journal": {KLASS}, "more": "{}"}}"#, "a".repeat(4 * 1024));
    assert_eq!(with("far-too-long", &long).send().await.0, 413);
    assert_eq!((scene.count(RUNS).await, everything(&scene).await), (0, before));
    go_on(&scene).await;
    close(scene).await;
}

/// "Deleted" and "withdrawn" are words, too: what is true is what the upstream answers when it is asked.
#[tokio::test]
async fn a_word_is_not_believed_but_looked_into() {
    let scene = Scene::open().await;
    drop(linked(&scene, TEACHER, KLASS).await);
    let before = everything(&scene).await[5];
    for (n, event) in ["deleted", "consent_withdrawn", "anything"].into_iter().enumerate() {
        let body = json!({ "journal": KLASS, "event": event, "students": [], "deleted": ["1000410037"] }).to_string();
        let call = Call { body, ..Call::of(&scene, ["first-nonce", "second-nonce", "third-nonce"][n]) };
        assert_eq!(call.send().await.0, 202);
        let run = after(&scene, n + 1).await;
        assert_eq!((run.outcome, run.departed), (JournalOutcome::Unchanged, 0), "{event}");
        scene.clock.advance(TimeDelta::minutes(1));
    }
    assert_eq!((the_journal(&scene).await.state, everything(&scene).await[5]), (JournalState::Linked, before));
    told(&scene, "ekool", json!({ "journal": KLASS, "withdraw": true, "notify": true })).await;
    assert_eq!(after(&scene, 4).await.outcome, JournalOutcome::ConsentWithdrawn);
    assert_eq!(the_journal(&scene).await.state, JournalState::ConsentWithdrawn);
    close(scene).await;
}

async fn latest(scene: &Scene) -> RefreshRun {
    let journal = &the_journal(scene).await.id;
    let find = |tx| async move { refresh_runs::find_latest(&tx, journal, RunCause::Upstream).await };
    scene.demo.ground().db.read(find).await.unwrap().unwrap()
}

/// An upstream that tells of every keystroke has the journal read once a minute; a teacher need not wait for that.
#[tokio::test]
async fn many_words_are_one_update_a_minute_and_a_teacher_does_not_wait() {
    let scene = Scene::open().await;
    let mut walk = at_journal(&scene, TEACHER, KLASS).await;
    let first = Call::of(&scene, "the-first-word");
    assert_eq!(first.send().await.0, 202);
    after(&scene, 1).await;
    let began = latest(&scene).await.due_at;
    for nonce in ["the-second-word", "the-third-word", "the-fourth-word"] {
        assert_eq!(Call::of(&scene, nonce).send().await.0, 202);
    }
    assert_eq!(scene.count(RUNS).await, 2, "one for all of them");
    assert_eq!(latest(&scene).await.due_at, began + TimeDelta::minutes(1));
    change_journal(&scene.demo, json!({ "journal": KLASS, "add": ["mari-tamm-2"] })).await;
    let page = walk.browser.press("update").await.unwrap();
    assert!(page.has("#update"), "what waits for its time is no reason not to look: {}", page.html);
    walk.browser.press("update").await.unwrap();
    assert_eq!(after(&scene, 2).await.joined, 1);
    assert_eq!(scene.count(RUNS).await, 2, "it is the one that waited");
    close(scene).await;
}
