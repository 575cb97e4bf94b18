//! "For a pupil", sentence by sentence, in a real browser against the whole demo.

use koppel::domain::CaseKind;
use koppel::storage::{StorageError, cases};
use thirtyfour::Key;

use super::walk::{Stage, on_stage};

async fn open_cases(stage: &Stage<'_>) -> Vec<CaseKind> {
    let read = stage.demo.ground().db.read(|tx| async move {
        let mut open = cases::list_open(&tx, None).await?;
        for school in &stage.world().schools {
            open.extend(cases::list_open(&tx, Some(&school.id.parse().unwrap())).await?);
        }
        Ok::<_, StorageError>(open)
    });
    let mut open = read.await.unwrap();
    open.dedup_by(|one, other| one.id == other.id);
    open.into_iter().map(|case| case.kind).collect()
}

/// Asked with the question page, proves the old account, sees both persons, confirms, arrives; next time simply in.
#[tokio::test]
async fn a_pupil_lands_on_the_account_that_holds_their_work() {
    on_stage(async |stage| {
        let mari = stage.person("mari-tamm").await.with_album("first-time");
        mari.log_in().await;
        mari.come_through("ekool").await;
        assert_eq!(mari.heading().await, "Have you used Õpihoov before?");
        mari.claim().await;
        mari.meet("confirm-link").await;
        let both = mari.text().await;
        assert!(
            both.contains("In eKool") && both.contains("In Õpihoov") && both.contains("143 finished tasks"),
            "{both}"
        );
        mari.press("confirm-link").await;
        mari.press("continue").await;
        mari.expect_platform().await;
        mari.expect_old_account().await;

        let again = stage.person("mari-tamm").await;
        again.log_in().await;
        again.come_through("ekool").await;
        again.expect_platform().await;
        again.expect_old_account().await;
        assert_eq!(stage.links().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_system_already_linked_proves_the_old_account() {
    on_stage(async |stage| {
        let karl = stage.person("karl-magi").await;
        karl.link_through("ekool").await;
        let elsewhere = stage.person("karl-magi").await;
        elsewhere.log_in().await;
        elsewhere.come_through("harid").await;
        elsewhere.press("question-yes").await;
        elsewhere.come_through("ekool").await;
        elsewhere.press("confirm-link").await;
        elsewhere.press("continue").await;
        elsewhere.expect_platform().await;
        elsewhere.expect_old_account().await;
        assert_eq!(stage.links().await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn who_cannot_sign_in_asks_the_school_and_gets_no_second_account() {
    on_stage(async |stage| {
        let before = stage.accounts().await;
        let liisa = stage.person("liisa-saar").await.with_album("cannot");
        liisa.log_in().await;
        liisa.come_through("ekool").await;
        liisa.press("question-yes").await;
        liisa.press("claim-cannot").await;
        liisa.meet("chooser").await;
        assert_eq!(liisa.heading().await, "Your school has been asked to help");
        assert_eq!(open_cases(stage).await, [CaseKind::CannotSignIn]);
        assert_eq!((stage.accounts().await, stage.links().await.len()), (before, 0));
        assert_eq!(liisa.me().await, None);
    })
    .await;
}

#[tokio::test]
async fn no_makes_an_account() {
    on_stage(async |stage| {
        let before = stage.accounts().await;
        let oliver = stage.person("oliver-teder").await;
        oliver.log_in().await;
        oliver.come_through("ekool").await;
        oliver.press("question-no").await;
        oliver.expect_platform().await;
        assert_eq!(oliver.me().await.unwrap()["tasks"], serde_json::json!([]));
        assert_eq!((stage.accounts().await, stage.links().await.len()), (before + 1, 1));
    })
    .await;
}

/// A22: proof of both sides, but two people: no confirm button, and not a word about the other.
#[tokio::test]
async fn who_is_different_gets_no_confirm_button() {
    on_stage(async |stage| {
        let hugo = stage.person("hugo-rebane").await.with_album("different");
        hugo.log_in().await;
        hugo.come_through("ekool").await;
        hugo.press("question-yes").await;
        hugo.meet("claim-submit").await;
        let emma = stage.world().person("emma-kukk").unwrap();
        hugo.fill("username", &emma.account.as_ref().unwrap().username).await;
        hugo.fill("password", &stage.world().password).await;
        hugo.press("claim-submit").await;
        hugo.meet("chooser").await;
        assert_eq!(hugo.heading().await, "These look like two people");
        assert!(!hugo.has("confirm-link").await);
        assert!(!hugo.text().await.contains("Kukk"));
        assert_eq!(open_cases(stage).await, [CaseKind::PeopleDiffer]);
        assert_eq!(stage.links().await.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_guardian_gets_neither_account_nor_link() {
    on_stage(async |stage| {
        let before = stage.accounts().await;
        let helle = stage.person("helle-tamm").await.with_album("guardian");
        helle.log_in().await;
        helle.come_through("ekool").await;
        helle.meet("home").await;
        assert_eq!(helle.heading().await, "Your child signs in as themselves");
        assert_eq!((stage.accounts().await, stage.links().await.len()), (before, 0));
    })
    .await;
}

#[tokio::test]
async fn a_person_at_two_schools_chooses_once_per_session() {
    on_stage(async |stage| {
        let pille = stage.person("pille-rand").await.with_album("two-schools");
        pille.log_in().await;
        pille.give_password("password-submit").await;
        pille.press("school-2").await;
        pille.expect_platform().await;
        pille.expect_old_account().await;
        pille.log_in_anew().await;
        pille.expect_platform().await;
    })
    .await;
}

/// On a shared Chromebook the next child is never the last one, without anybody ticking anything.
#[tokio::test]
async fn the_next_child_on_the_same_computer_is_asked_who_they_are() {
    on_stage(async |stage| {
        stage.person("sofia-ilves").await.link_through("ekool").await;
        let robin = stage.same_browser("robin-parn");
        robin.log_in_anew().await;
        robin.meet("password-submit").await;
        assert_eq!(robin.heading().await, "Sign in to Õpihoov");
        assert!(!robin.text().await.contains("Sofia"));
        robin.give_password("password-submit").await;
        robin.expect_platform().await;
        robin.expect_old_account().await;
    })
    .await;
}

/// Keyboard only: every control of the first sign-in is reached with Tab and used with Enter.
#[tokio::test]
async fn the_first_sign_in_needs_no_mouse() {
    on_stage(async |stage| {
        let laura = stage.person("laura-kuusk").await;
        let keys = async |text: &str| stage.chrome.action_chain().send_keys(text).perform().await.unwrap();
        let reach = async |id: &str| {
            laura.meet(id).await;
            for _ in 0..40 {
                stage.chrome.action_chain().send_keys(Key::Tab).perform().await.unwrap();
                if stage.chrome.ask("return document.activeElement.id;").await == id {
                    return;
                }
            }
            panic!("Tab does not reach {id}");
        };
        let enter = async || stage.chrome.action_chain().send_keys(Key::Enter).perform().await.unwrap();
        laura.log_in().await;
        reach("upstream-ekool").await;
        enter().await;
        laura.be_somebody().await;
        reach("question-yes").await;
        enter().await;
        reach("username").await;
        keys(&laura.person.account.as_ref().unwrap().username).await;
        reach("password").await;
        keys(&stage.world().password).await;
        enter().await;
        for id in ["confirm-link", "continue"] {
            reach(id).await;
            enter().await;
        }
        laura.expect_platform().await;
        laura.expect_old_account().await;
    })
    .await;
}

/// The platform says which language its people read (OIDC Core 3.1.2.1, `ui_locales`).
#[tokio::test]
async fn the_platform_chooses_the_language_and_the_person_may_change_it() {
    on_stage(async |stage| {
        let anna = stage.person("anna-van-dijk").await;
        anna.open(&format!("{}/login?ui_locales=nl", stage.world().platform.url)).await;
        anna.come_through("ekool").await;
        anna.meet("question-yes").await;
        assert_eq!(anna.heading().await, "Heb je Õpihoov eerder gebruikt?");
        anna.press("lang-sv").await;
        anna.meet("question-yes").await;
        assert_eq!(anna.heading().await, "Har du använt Õpihoov förut?");
    })
    .await;
}
