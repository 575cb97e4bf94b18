//! Claim codes: who gets one, what stands on the sheet, and what a code on paper is worth.

use koppel::web::Qr;

use super::{CODES, Desk, both, code_on, everything, person};
use crate::attacks::Scene;

/// From the platform to the page after the code was typed. Answers its status.
async fn type_in(walk: &mut koppel::demo::once::Walk<'_>, code: &str) -> u16 {
    walk.log_in().await.unwrap();
    walk.sign_in_at("ekool").await.unwrap();
    walk.browser.press("question-yes").await.unwrap();
    walk.browser.press("claim-code").await.unwrap();
    walk.browser.fill("code", code);
    walk.browser.press("code-submit").await.unwrap().status
}

/// The whole way: printed by the teacher, typed by the pupil, and the old work is there.
#[tokio::test]
async fn a_pupil_lands_on_the_old_account_with_the_printed_code() {
    both(async |scene| {
        let mut desk = Desk::open(scene).await;
        desk.walk.browser.press("codes").await.unwrap();
        let mari = person(scene, "mari-tamm").await;
        desk.walk.browser.fill("person", &mari);
        let sheet = desk.walk.browser.press("make-codes").await.unwrap().clone();
        assert_eq!((sheet.status, sheet.html.matches("class=\"strip\"").count()), (200, 1), "{}", sheet.html);
        assert_eq!(sheet.text(".strip h2").as_deref(), Some("Mari Tamm 5A"));
        let code = code_on(&sheet);
        let mut walk = scene.person("mari-tamm");
        assert_eq!(type_in(&mut walk, &code).await, 200);
        walk.browser.press("confirm-link").await.unwrap();
        walk.browser.press("continue").await.unwrap();
        let account = scene.account("mari-tamm");
        assert_eq!(account.tasks, 143);
        walk.expect_old_account(&account).await.unwrap();
        let page = desk.page("/codes").await;
        assert!(!page.html.contains("Mari Tamm"), "she waits no longer, and her code is used: {}", page.html);
        assert!(desk.row("Mari Tamm").await.contains("Linked, signed in here"));
    })
    .await;
}

/// The square leads to the platform's start page and holds nothing else.
#[tokio::test]
async fn the_sheet_is_for_the_printer_and_its_squares_hold_the_start_page() {
    let scene = Scene::open().await;
    let mut desk = Desk::open(&scene).await;
    desk.page("/codes").await;
    let (mari, karl) = (person(&scene, "mari-tamm").await, person(&scene, "karl-magi").await);
    let sheet = desk.send("/codes", &[("act", "make"), ("person", &mari), ("person", &karl), ("person", &mari)]).await;
    assert_eq!(sheet.html.matches("class=\"strip\"").count(), 2, "{}", sheet.html);
    let start = format!("{}/", scene.demo.world.platform.url);
    let qr = Qr::of(&start).unwrap();
    let squares: Vec<&str> =
        sheet.html.split("<svg ").skip(1).map(|rest| rest.split("</svg>").next().unwrap()).collect();
    let side = qr.side;
    let drawn = format!(
        "viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{start}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{}\"/>",
        qr.path
    );
    assert_eq!(squares, [drawn.as_str(), drawn.as_str()]);
    for words in ["Log in with eKool, as yourself", "Yes, I have an account", "Good until", &start] {
        assert!(sheet.html.contains(words), "{words}: {}", sheet.html);
    }
    assert_eq!(desk.walk.browser.headers["cache-control"], "no-store");
    let style = sheet.html.split('"').find(|piece| piece.starts_with("/assets/sheet-")).unwrap();
    let style = desk.walk.browser.open(&format!("{}{style}", scene.demo.world.issuer)).await.unwrap();
    for rule in ["size: A4", "break-inside: avoid", "dashed"] {
        assert!(style.html.contains(rule), "{rule}");
    }
    scene.close().await;
}

/// Shown in the answer to the press and nowhere else; pressed again it is another one, and the first is worth nothing.
#[tokio::test]
async fn a_code_is_shown_once_and_pressed_again_it_is_another() {
    let scene = Scene::open().await;
    let mut desk = Desk::open(&scene).await;
    let before = everything(&scene).await;
    desk.page("/codes").await;
    assert_eq!((everything(&scene).await, scene.count(CODES).await), (before, 0), "looking prints nothing");
    let first = code_on(&desk.act("/codes", "make", "mari-tamm").await);
    let second = code_on(&desk.act("/codes", "make", "mari-tamm").await);
    assert_ne!(first, second);
    assert_eq!(scene.count(CODES).await, 1);
    for below in ["/codes", "", "/word", "/class"] {
        let page = desk.page(below).await;
        assert!(!page.html.contains(&first) && !page.html.contains(&second), "{below}: {}", page.html);
    }
    let page = desk.page("/codes").await;
    assert!(page.html.contains("Printed on ") && page.html.contains("good until "), "{}", page.html);
    let mut walk = scene.person("mari-tamm");
    assert_eq!(type_in(&mut walk, &first).await, 401);
    walk.browser.fill("code", &second);
    assert_eq!(walk.browser.press("code-submit").await.unwrap().status, 200);
    scene.close().await;
}

/// One by one or all at once; what is not there is passed over, twice too.
#[tokio::test]
async fn a_code_is_taken_back_and_worth_nothing_then() {
    both(async |scene| {
        let mut desk = Desk::open(scene).await;
        let mari = code_on(&desk.act("/codes", "make", "mari-tamm").await);
        let others = desk.send("/codes", &[("act", "make"), ("all", "yes")]).await;
        assert_eq!((others.html.matches("class=\"strip\"").count(), scene.count(CODES).await), (9, 9));
        let page = desk.page("/codes").await;
        let id = page.html.split("name=\"code\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        for code in ["cod_00000000000000000000000000", "", &id, &id] {
            let page = desk.send("/codes", &[("act", "take-back"), ("code", code)]).await;
            assert_eq!((page.status, page.path().ends_with("/codes")), (200, true));
        }
        assert_eq!(scene.count(CODES).await, 8);
        for _ in 0..2 {
            desk.walk.browser.open(&format!("{}/codes", desk.base)).await.unwrap();
            desk.send("/codes", &[("act", "take-back-all")]).await;
        }
        assert_eq!(scene.count(CODES).await, 0);
        assert_eq!(scene.count("SELECT COUNT(*) AS n FROM audit WHERE action = 'code.taken_back'").await, 9);
        assert_eq!(type_in(&mut scene.person("mari-tamm"), &mari).await, 401);
    })
    .await;
}

/// Ticked by nobody, by somebody who is linked meanwhile, and by a name of whom it is not certain who that is.
#[tokio::test]
async fn who_gets_no_code_is_told_by_a_word_of_the_list() {
    let scene = Scene::open().await;
    let mut desk = Desk::open(&scene).await;
    desk.page("/codes").await;
    let nobody = desk.walk.browser.press("make-codes").await.unwrap();
    assert_eq!((nobody.status, nobody.has("#pupils-error")), (422, true));
    koppel::demo::once::first_time(&scene.demo.world, "mari-tamm", |_| {}).await.unwrap();
    let (mari, karl) = (person(&scene, "mari-tamm").await, person(&scene, "karl-magi").await);
    let sheet = desk.send("/codes", &[("act", "make"), ("person", &mari), ("person", &karl)]).await;
    assert_eq!(sheet.text(".strip h2").as_deref(), Some("Karl Mägi 5A"));
    assert!(sheet.text("main").unwrap().contains("Mari Tamm Is linked already"), "{}", sheet.html);
    let only = desk.act("/codes", "make", "mari-tamm").await;
    assert_eq!((only.status, only.has("#make-codes"), scene.count(CODES).await), (409, true, 1));
    // A second account of that name in the class: nobody says any more whose is whose.
    scene.change("UPDATE account SET given_name = 'Karl', family_name = 'Magi' WHERE username = 'liisa-saar'").await;
    let page = desk.page("/codes").await;
    let others = page.text("section[aria-labelledby=others]").unwrap();
    assert!(others.contains("Karl Mägi It is not certain which account is theirs"), "{others}");
    assert!(!page.has(&format!("#pupil-{karl}")), "{}", page.html);
    assert_eq!(desk.act("/codes", "make", "karl-magi").await.status, 409);
    scene.demo.stop().await;
}

/// A class stands in an account from last year, too: whose of two namesakes it is, a teacher cannot see.
#[tokio::test]
async fn a_namesake_of_another_class_stands_in_the_way() {
    both(async |scene| {
        let mut desk = Desk::open(scene).await;
        let mari = person(scene, "mari-tamm").await;
        assert!(desk.page("/codes").await.has(&format!("#pupil-{mari}")));
        scene.change("UPDATE account SET given_name = 'Mari' WHERE username = 'mari-tamm-2'").await;
        let page = desk.page("/codes").await;
        assert!(!page.has(&format!("#pupil-{mari}")), "{}", page.html);
        assert!(page.text("main").unwrap().contains("Mari Tamm It is not certain which account is theirs"));
        assert_eq!(desk.act("/codes", "make", "mari-tamm").await.status, 409);
        assert_eq!(scene.count(CODES).await, 0);
    })
    .await;
}
