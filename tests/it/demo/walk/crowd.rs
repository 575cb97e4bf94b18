//! Many at once (the catalogue's C, in small): the last step of many browsers at the same moment, on both engines.

use futures_util::future::join_all;
use koppel::demo::once::{Walk, first_time, next_time};
use koppel::demo::run::Demo;

use super::{on_both_engines, person};

const BROWSERS: usize = 10;
const LIVE_LINKS: &str = "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL";
const BORN: &str = "SELECT COUNT(*) AS n FROM account WHERE origin = 'sign_in'";

async fn press_together(walks: &mut [Walk<'_>], button: &str) {
    let pressed = join_all(walks.iter_mut().map(|walk| walk.browser.press(button))).await;
    for page in pressed {
        let page = page.unwrap();
        assert!(page.status < 500, "{} {}", page.status, page.html);
    }
}

async fn at_the_question<'a>(demo: &'a Demo, key: &str) -> Vec<Walk<'a>> {
    let mut walks: Vec<Walk<'_>> = (0..BROWSERS).map(|_| person(demo, key)).collect();
    for walk in &mut walks {
        walk.log_in().await.unwrap();
        walk.sign_in_at("ekool").await.unwrap();
        assert!(walk.browser.page().has("#question-no"), "{}", walk.browser.page().html);
    }
    walks
}

async fn count(demo: &Demo, sql: &'static str) -> i64 {
    demo.ground().db.count(sql, vec![]).await.unwrap()
}

/// C2: a hurried newcomer with many tabs is one account and one link.
#[tokio::test]
async fn first_logins_of_one_newcomer_at_once_make_one_account() {
    on_both_engines(async |demo| {
        let mut walks = at_the_question(demo, "oliver-teder").await;
        press_together(&mut walks, "question-no").await;
        assert_eq!((count(demo, BORN).await, count(demo, LIVE_LINKS).await), (1, 1));
    })
    .await;
}

/// C1: one identity is linked once, however often the button is pressed at the same moment.
#[tokio::test]
async fn confirms_of_one_identity_at_once_make_one_link() {
    on_both_engines(async |demo| {
        let mut walks = at_the_question(demo, "mari-tamm").await;
        let account = walks[0].person.account.clone().unwrap();
        for walk in &mut walks {
            walk.claim(&account).await.unwrap();
            assert!(walk.browser.page().has("#confirm-link"), "{}", walk.browser.page().html);
        }
        press_together(&mut walks, "confirm-link").await;
        assert_eq!((count(demo, BORN).await, count(demo, LIVE_LINKS).await), (0, 1));
    })
    .await;
}

/// A class at 08:00: everybody lands on their own account with their own work, the first time and the next.
#[tokio::test]
async fn class_signing_in_together_lands_on_its_own_accounts() {
    on_both_engines(async |demo| {
        let class = ["mari-tamm", "karl-magi", "liisa-saar", "laura-kuusk", "anna-van-dijk", "rasmus-kask"];
        for landed in join_all(class.map(|key| first_time(&demo.world, key, |_| {}))).await {
            landed.unwrap();
        }
        for landed in join_all(class.map(|key| next_time(&demo.world, key, |_| {}))).await {
            landed.unwrap();
        }
        assert_eq!((count(demo, BORN).await, count(demo, LIVE_LINKS).await), (0, 6));
    })
    .await;
}
