//! Settings → Integrations, and "this was not me", in a real browser.

use super::walk::{Walker, on_stage, only};

async fn settings(walker: &Walker<'_>) {
    walker.open(&walker.stage.world().platform.settings).await;
}

/// Links with how and when; add another; end one; never the last usable way in.
#[tokio::test]
async fn integrations_are_listed_added_and_ended() {
    on_stage(async |stage| {
        let anu = stage.person("anu-kallas").await.with_album("settings");
        anu.link_through("ekool").await;
        let link = only(&stage.links().await);
        settings(&anu).await;
        if anu.has("upstream-ekool").await {
            anu.come_through("ekool").await;
        }
        anu.meet(&format!("end-{link}")).await;
        assert!(anu.text().await.contains("You linked it when you signed in."));
        anu.press("add-harid").await;
        anu.be_somebody().await;
        anu.press("confirm-link").await;
        anu.meet(&format!("end-{link}")).await;
        assert!(anu.text().await.contains("HarID has been added."));
        assert_eq!(stage.links().await.len(), 2);
        anu.press(&format!("end-{link}")).await;
        anu.press("end-confirm").await;
        anu.meet("continue").await;
        assert_eq!(anu.heading().await, "The link with eKool has ended.");
        anu.press("continue").await;
        // She came in through the link that she ended: its sessions ended with it, and the other way in is open.
        anu.meet("upstream-harid").await;
        assert_eq!(stage.links().await.len(), 1);
        anu.come_through("harid").await;
        anu.meet("add-ekool").await;
    })
    .await;
}

#[tokio::test]
async fn the_last_way_in_has_no_button() {
    on_stage(async |stage| {
        let oliver = stage.person("oliver-teder").await;
        oliver.log_in().await;
        oliver.come_through("ekool").await;
        oliver.press("question-no").await;
        oliver.expect_platform().await;
        let link = only(&stage.links().await);
        settings(&oliver).await;
        if oliver.has("upstream-ekool").await {
            oliver.come_through("ekool").await;
        }
        oliver.meet("sign-out").await;
        assert!(!oliver.has(&format!("end-{link}")).await);
        assert!(oliver.text().await.contains("This is your only way in to Õpihoov."));
    })
    .await;
}

#[tokio::test]
async fn a_password_is_changed_and_the_old_one_is_dead() {
    on_stage(async |stage| {
        let tiit = stage.person("tiit-vaher").await;
        settings(&tiit).await;
        tiit.give_password("password-submit").await;
        tiit.press("change-password").await;
        tiit.meet("password-save").await;
        tiit.fill("current", &stage.world().password).await;
        tiit.fill("new", "punane-tramm-42-sadam").await;
        tiit.fill("repeat", "punane-tramm-42-sadam").await;
        tiit.press("password-save").await;
        tiit.meet("sign-out").await;
        assert!(tiit.text().await.contains("Your password has been changed."));
        let again = stage.person("tiit-vaher").await;
        again.log_in().await;
        again.give_password("password-submit").await;
        again.meet("password-submit").await;
        assert!(again.text().await.contains("User name and password do not match."));
        again.fill("password", "punane-tramm-42-sadam").await;
        again.press("password-submit").await;
        again.expect_platform().await;
    })
    .await;
}

#[tokio::test]
async fn this_was_not_me_right_after_linking_ends_the_link() {
    on_stage(async |stage| {
        let emma = stage.person("emma-kukk").await.with_album("not-me");
        emma.log_in().await;
        emma.come_through("ekool").await;
        emma.claim().await;
        emma.press("confirm-link").await;
        emma.press("not-me").await;
        emma.meet("home").await;
        assert_eq!(emma.heading().await, "The link with eKool has ended");
        assert_eq!(stage.links().await.len(), 0);
        assert_eq!(emma.me().await, None);
    })
    .await;
}

/// design.md, "Notices": once, at the next sign-in through a way in that is older than the link.
#[tokio::test]
async fn the_owner_hears_of_a_new_link_at_the_older_way_in_and_can_end_it() {
    on_stage(async |stage| {
        stage.person("oskar-sepp").await.link_through("ekool").await;
        let owner = stage.person("oskar-sepp").await.with_album("notice");
        owner.log_in().await;
        owner.give_password("password-submit").await;
        owner.meet("not-me").await;
        assert_eq!(owner.heading().await, "eKool now opens your account too");
        owner.press("not-me").await;
        owner.meet("continue").await;
        assert_eq!(stage.links().await.len(), 0);
        owner.press("continue").await;
        owner.expect_platform().await;
        owner.expect_old_account().await;
        let again = stage.person("oskar-sepp").await;
        again.log_in().await;
        again.give_password("password-submit").await;
        again.expect_platform().await;
    })
    .await;
}
