//! An administrator at the console of a school, in a real browser: lets themselves in, enables eKool, finds somebody, merges
//! the two accounts of a pupil and takes that back. With scripts and without.

use koppel::demo::office::{ADMIN, TWICE};
use thirtyfour::By;

use super::walk::{Walker, on_full_stage};
use crate::admin::authenticator::App;

/// The text of one element.
async fn text_of(admin: &Walker<'_>, css: &str) -> String {
    admin.stage.chrome.find(By::Css(css)).await.unwrap().text().await.unwrap()
}

/// The id of the first element that fits.
async fn first(admin: &Walker<'_>, css: &str) -> String {
    admin.stage.chrome.find(By::Css(css)).await.unwrap().attr("id").await.unwrap().unwrap()
}

/// Brings the invitation, signs in, sets a second factor up, and keeps the recovery codes.
async fn comes_in(admin: &Walker<'_>) {
    let invitation = admin.stage.world().console.as_ref().unwrap().invitation.clone().unwrap();
    admin.open(&invitation).await;
    admin.press("invite-accept").await;
    admin.give_password("password-submit").await;
    admin.press("factor-begin").await;
    admin.meet("factor-secret").await;
    let app = App::with(&text_of(admin, "#factor-secret").await);
    let now = || admin.stage.demo.ground().now();
    admin.fill("code", &app.code_at(now(), 5)).await;
    admin.press("code-submit").await;
    admin.meet("code-error").await;
    admin.fill("code", &app.code_at(now(), 0)).await;
    admin.press("code-submit").await;
    admin.press("codes-kept").await;
    admin.meet("con-people").await;
    assert_eq!(admin.heading().await, "Overview");
}

/// Off, and on again, for which eKool must say that this person works there.
async fn enables(admin: &Walker<'_>) {
    for button in ["system-ekool", "disable", "enable"] {
        admin.press(button).await;
    }
    admin.be_somebody().await;
    admin.press("confirm-enabling").await;
    admin.meet("disable").await;
    assert!(admin.text().await.contains("eKool is enabled for the school."), "{}", admin.text().await);
}

async fn finds_somebody(admin: &Walker<'_>) {
    admin.press("con-people").await;
    admin.meet("people-search").await;
    admin.fill("q", "leppik").await;
    admin.press("people-search").await;
    admin.meet("people-search").await;
    admin.press(&first(admin, "a[id^=person-acc]").await).await;
    admin.meet("sign-out-person").await;
    assert_eq!(admin.heading().await, "Kadri Leppik");
}

/// From the queue to the page with what becomes of what; not without a reason; and back again.
async fn merges_and_takes_back(admin: &Walker<'_>) {
    admin.press("con-duplicates").await;
    admin.meet("merges").await;
    admin.press(&first(admin, "a[id^=pair-]").await).await;
    admin.press("same-person").await;
    admin.meet("merge").await;
    let text = admin.text().await;
    for words in ["Before and after", "counts for the account that stays", TWICE] {
        assert!(text.contains(words), "{words}: {text}");
    }
    admin.press("merge").await;
    admin.meet("reason-error").await;
    admin.fill("reason", "One pupil with two accounts").await;
    admin.press("merge").await;
    admin.meet("unmerge").await;
    admin.fill("reason", "They are two after all").await;
    admin.press("unmerge").await;
    admin.meet("told").await;
    assert!(!admin.has("unmerge").await, "{}", admin.text().await);
}

#[tokio::test]
async fn an_administrator_comes_in_enables_finds_merges_and_takes_it_back() {
    on_full_stage(async |stage| {
        let admin = stage.person(ADMIN).await.with_album("console");
        comes_in(&admin).await;
        enables(&admin).await;
        finds_somebody(&admin).await;
        merges_and_takes_back(&admin).await;
    })
    .await;
}

#[tokio::test]
async fn the_console_needs_no_javascript() {
    on_full_stage(async |stage| {
        let admin = stage.person(ADMIN).await.without_axe();
        stage.chrome.scripts(false).await;
        comes_in(&admin).await;
        enables(&admin).await;
        finds_somebody(&admin).await;
        merges_and_takes_back(&admin).await;
    })
    .await;
}
