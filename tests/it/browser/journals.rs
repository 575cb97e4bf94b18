//! A teacher brings a class to the platform, in a real browser.

use thirtyfour::By;

use super::walk::{Walker, on_stage};

pub const KLASS: &str = "20000481001";

/// From eKool's list of journals to the preview, by way of the page about windows and the teacher's own claim.
async fn up_to_preview(anu: &Walker<'_>) {
    let ekool = anu.stage.world().upstream("ekool").unwrap().url.clone();
    anu.open(&format!("{ekool}/sign-in")).await;
    anu.press("person-anu-kallas").await;
    anu.open(&format!("{ekool}/journals")).await;
    anu.press(&format!("blocked-{KLASS}")).await;
    anu.press("go-on").await;
    anu.press("platform-opihoov").await;
    anu.be_somebody().await;
    anu.claim().await;
    anu.press("confirm-link").await;
    anu.press("continue").await;
    anu.meet("link-journal").await;
}

/// From there to the success page.
pub async fn linked(anu: &Walker<'_>) {
    up_to_preview(anu).await;
    let kit = anu.stage.chrome.find(By::Css("label[for^=kit-]")).await.unwrap();
    kit.click().await.unwrap();
    anu.press("link-journal").await;
    anu.meet("show-journal").await;
}

/// One pupil linked, others waiting, one new, one left out; and then the class is there.
#[tokio::test]
async fn a_teacher_brings_a_class() {
    on_stage(async |stage| {
        stage.person("mari-tamm").await.link_through("ekool").await;
        let anu = stage.person("anu-kallas").await.with_album("journals");
        up_to_preview(&anu).await;
        let text = anu.text().await.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in ["Has an account 2", "May have an account 12", "New 1", "Left out 1", "Lenna Oja"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        anu.press("link-journal").await;
        anu.meet("kits-error").await;
        let kit = "label[for^=kit-]";
        stage.chrome.find(By::Css(kit)).await.unwrap().click().await.unwrap();
        anu.press("link-journal").await;
        anu.meet("show-journal").await;
        assert_eq!(anu.heading().await, "5A matemaatika is linked");
        assert!(anu.text().await.contains("eKool knows about the link and leads here."));
        anu.press("show-journal").await;
        anu.meet("journals").await;
        assert!(anu.text().await.contains("Matemaatika 5. klassile"));
        for (button, next) in
            [("codes", "make-codes-all"), ("make-codes-all", "back"), ("back", "take-back-all"), ("back", "codes")]
        {
            anu.press(button).await;
            anu.meet(next).await;
        }
        anu.press("journals").await;
        anu.meet("main").await;
    })
    .await;
}
