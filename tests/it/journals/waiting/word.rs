//! "This pupil has no other account": said, taken back, and never the last word.

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
