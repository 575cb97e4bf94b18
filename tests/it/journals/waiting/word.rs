//! "This pupil has no other account": said, taken back, and never the last word.

use super::super::update::wait;
use super::{Desk, both, everything, person};

const SAID: &str = "SELECT COUNT(*) AS n FROM standing WHERE state = 'new' AND decided_by LIKE 'account:%' AND platform_id = 'opihoov'";
const WORDS: &str = "SELECT COUNT(*) AS n FROM audit WHERE action IN ('seat.said_new', 'seat.unsaid')";

/// Asked first, audited, taken back; and a second time there is nothing to decide.
#[tokio::test]
async fn a_pupil_is_said_to_be_new_and_that_is_taken_back() {
    both(async |scene| {
        let mut desk = Desk::open(scene).await;
        let (karl, before) = (person(scene, "karl-magi").await, everything(scene).await);
        desk.page("/word").await;
        let ask = desk.walk.browser.press(&format!("word-{karl}")).await.unwrap().clone();
        assert!(ask.text("h1").unwrap().contains("Karl Mägi has no other account"), "{}", ask.html);
        assert!(ask.html.contains("asked at the first sign-in all the same"), "{}", ask.html);
        assert_eq!((everything(scene).await, scene.count(SAID).await), (before, 0), "looking says nothing");
        desk.walk.browser.press("say").await.unwrap();
        assert_eq!((scene.count(SAID).await, scene.count(WORDS).await), (1, 1));
        assert!(desk.row("Karl Mägi").await.contains("Has no other account; the next update makes one"));
        assert_eq!(desk.act("/word", "say", "karl-magi").await.status, 409);
        let page = desk.page("/word").await;
        assert!(!page.has(&format!("#word-{karl}")), "{}", page.html);
        let page = desk.page(&format!("/word?person={karl}")).await;
        assert!(page.path().ends_with("/word") && !page.has("#say"), "{}", page.html);
        desk.walk.browser.press(&format!("unsay-{karl}")).await.unwrap();
        assert_eq!((scene.count(SAID).await, scene.count(WORDS).await), (0, 2));
        assert!(desk.row("Karl Mägi").await.contains("Waiting An account at the school may be theirs"));
        assert_eq!(desk.act("/word", "unsay", "karl-magi").await.status, 409);
        assert_eq!(scene.count(WORDS).await, 2);
    })
    .await;
}

const OPEN: &str = "SELECT COUNT(*) AS n FROM account a JOIN link l ON l.account_id = a.id AND l.ended_at IS NULL \
    WHERE a.origin = 'roster' AND a.disabled_at IS NULL AND l.rule = 'roster.said_new'";

/// After the update, too, while the pupil has not used the new account; then the page says what to do instead.
#[tokio::test]
async fn it_is_taken_back_after_the_update_until_the_account_is_used() {
    both(async |scene| {
        let mut desk = Desk::open(scene).await;
        for key in ["karl-magi", "liisa-saar"] {
            desk.page("/word").await;
            desk.act("/word", "say", key).await;
        }
        desk.page("/update").await;
        desk.walk.browser.press("update").await.unwrap();
        wait(&mut desk.walk).await;
        assert_eq!(scene.count(OPEN).await, 2);
        let (karl, liisa) = (person(scene, "karl-magi").await, person(scene, "liisa-saar").await);
        desk.page("").await;
        desk.walk.browser.press("word").await.unwrap();
        desk.walk.browser.press(&format!("unsay-{karl}")).await.unwrap();
        assert_eq!(scene.count(OPEN).await, 1);
        assert!(desk.row("Karl Mägi").await.contains("Waiting"));
        scene.change("UPDATE account SET used_at = created_at WHERE origin = 'roster'").await;
        let page = desk.page("/word").await;
        assert!(!page.has(&format!("#unsay-{liisa}")) && page.has("#used"), "{}", page.html);
        assert!(page.html.contains("ask the school’s administrator"), "{}", page.html);
        assert_eq!((desk.act("/word", "unsay", "liisa-saar").await.status, scene.count(OPEN).await), (409, 1));
    })
    .await;
}

/// The pupil is asked all the same, and the old account is still there to be claimed.
#[tokio::test]
async fn a_pupil_who_was_said_to_be_new_is_asked_and_keeps_the_old_account() {
    both(async |scene| {
        let mut desk = Desk::open(scene).await;
        desk.page("/word").await;
        desk.act("/word", "say", "mari-tamm").await;
        koppel::demo::once::first_time(&scene.demo.world, "mari-tamm", |_| {}).await.unwrap();
        assert!(desk.row("Mari Tamm").await.contains("Linked"));
        for act in ["say", "unsay"] {
            assert_eq!(desk.act("/word", act, "mari-tamm").await.status, 409, "{act}");
        }
    })
    .await;
}
