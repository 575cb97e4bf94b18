//! What a teacher does for pupils who wait, and what the pupils meet then, in a real browser.

use koppel::storage::{Durability, Tx};
use koppel::web::Qr;
use thirtyfour::By;

use super::journals::linked;
use super::walk::{Stage, Walker, on_stage};

/// The school lets teachers confirm the pupils of its fifth year.
const ON: &str = "UPDATE platform_school SET teacher_confirms = '5' WHERE platform_id = 'opihoov'";

async fn switch_on(stage: &Stage<'_>) {
    let write = |tx: Tx| async move { tx.execute(ON, vec![]).await };
    assert!(stage.demo.ground().db.write(Durability::Durable, write).await.unwrap() > 0);
}

/// Presses the box of a pupil, by their name.
async fn tick(anu: &Walker<'_>, name: &str) {
    let label = By::XPath(format!("//label[contains(., '{name}')]"));
    anu.stage.chrome.find(label).await.unwrap().click().await.unwrap();
}

/// What a reader reads in a part of the page.
async fn text_in(walker: &Walker<'_>, part: By) -> String {
    let text = walker.stage.chrome.find(part).await.unwrap().text().await.unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A row of a table or a list that names somebody.
fn row_of(name: &str) -> By {
    By::XPath(format!("//*[self::tr or self::li][contains(., '{name}')]"))
}

/// Where the square on a sheet leads: it draws what it says to those who see no square.
async fn square(stage: &Stage<'_>) -> String {
    let script = "const square = document.querySelector('.strip svg'); \
                  return [square.getAttribute('aria-label'), square.lastElementChild.getAttribute('d')];";
    let drawn = stage.chrome.ask(script).await;
    let [start, path] = [0_usize, 1].map(|at| drawn[at].as_str().unwrap().to_owned());
    assert_eq!(Qr::of(&start).unwrap().path, path);
    start
}

/// At the address on the sheet: a sign-in as oneself, the code, both persons, and in.
async fn type_in(karl: &Walker<'_>, start: &str, code: &str) {
    karl.open(start).await;
    karl.press("log-in").await;
    karl.come_through("ekool").await;
    karl.press("question-yes").await;
    karl.press("claim-code").await;
    karl.meet("code-submit").await;
    karl.fill("code", code).await;
    karl.press("code-submit").await;
    karl.meet("confirm-link").await;
    assert!(karl.text().await.contains("88 finished tasks"), "{}", karl.text().await);
    karl.press("confirm-link").await;
    karl.press("continue").await;
    karl.expect_platform().await;
}

/// From the teacher's printer to the pupil's old work; the teacher reads Swedish.
#[tokio::test]
async fn a_sheet_with_a_square_and_a_code_opens_the_old_account() {
    on_stage(async |stage| {
        let anu = stage.person("anu-kallas").await.with_album("sheet");
        linked(&anu).await;
        anu.press("show-journal").await;
        anu.press("lang-sv").await;
        anu.meet("codes").await;
        let journal = anu.address().await;
        anu.press("codes").await;
        anu.meet("make-codes").await;
        assert_eq!(anu.heading().await, "Kopplingskoder för 5A matemaatika");
        tick(&anu, "Karl Mägi").await;
        anu.press("make-codes").await;
        anu.meet("back").await;
        assert_eq!(text_in(&anu, By::Css(".strip h2")).await, "Karl Mägi 5A");
        let (start, code) = (square(stage).await, text_in(&anu, By::Css(".strip-code")).await);
        assert!(!start.contains(&code), "the square holds the start page and no code");
        let karl = stage.person("karl-magi").await.with_album("code");
        type_in(&karl, &start, &code).await;
        karl.expect_old_account().await;
        let again = stage.person("anu-kallas").await;
        again.open(&journal).await;
        again.come_through("ekool").await;
        again.meet("codes").await;
        let row = text_in(&again, row_of("Karl Mägi")).await;
        assert!(row.contains("Linked, signed in here"), "{row}");
    })
    .await;
}

/// Ticks everybody who has a box and singles one child out again; whose account is not certain is not linked either.
async fn confirm_all_but(anu: &Walker<'_>, name: &str) {
    let chrome = anu.stage.chrome;
    for one in chrome.find_all(By::Css("input[name=person]")).await.unwrap() {
        assert!(!one.is_selected().await.unwrap(), "no box is ticked by itself");
    }
    let boxes = chrome.find_all(By::Css("label.tick")).await.unwrap();
    assert_eq!(boxes.len(), 9);
    for one in boxes {
        one.click().await.unwrap();
    }
    tick(anu, name).await;
    anu.press("confirm-class").await;
    anu.meet("take-back-all").await;
}

/// The whole class but one child on one page, in Dutch; what it means for the children; and one word taken back.
#[tokio::test]
async fn a_class_is_confirmed_at_once_and_one_child_is_singled_out() {
    on_stage(async |stage| {
        let anu = stage.person("anu-kallas").await.with_album("class");
        linked(&anu).await;
        switch_on(stage).await;
        anu.press("show-journal").await;
        anu.press("lang-nl").await;
        anu.press("class").await;
        anu.meet("confirm-class").await;
        let page = anu.address().await;
        assert_eq!(anu.heading().await, "Leerlingen van 5A matemaatika bevestigen");
        confirm_all_but(&anu, "Laura Kuusk").await;
        let done = text_in(&anu, By::Id("linked-now")).await;
        assert!(done.contains("7 leerlingen zijn gekoppeld") && done.contains("Emma Kukk"), "{done}");
        // Mari has a namesake in 5B.
        assert!(!done.contains("Laura Kuusk") && !done.contains("Mari Tamm"), "{done}");
        assert!(text_in(&anu, By::Css("section[aria-labelledby=others]")).await.contains("Mari Tamm"));
        let emma = arrive(stage, "emma-kukk").await;
        emma.expect_platform().await;
        emma.expect_old_account().await;
        for left in ["laura-kuusk", "mari-tamm"] {
            arrive(stage, left).await.meet("question-yes").await;
        }
        let again = stage.person("anu-kallas").await;
        again.open(&page).await;
        again.come_through("ekool").await;
        again.meet("take-back-all").await;
        let button = By::XPath("//li[contains(., 'Emma Kukk')]//button");
        let button = stage.chrome.find(button).await.unwrap().attr("id").await.unwrap().unwrap();
        again.press(&button).await;
        again.meet("take-back-all").await;
        arrive(stage, "emma-kukk").await.meet("question-yes").await;
    })
    .await;
}

/// Somebody who signs in at the platform through eKool, as far as that goes.
async fn arrive<'a>(stage: &'a Stage<'a>, key: &str) -> Walker<'a> {
    let walker = stage.person(key).await;
    walker.log_in().await;
    walker.come_through("ekool").await;
    walker
}
