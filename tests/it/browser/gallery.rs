//! Every page in a real browser: accessible, never wider than a phone, usable with a keyboard.

use serde_json::Value;
use thirtyfour::Key;

use super::axe;
use super::chrome::{Look, with_chrome};
use super::site::Site;
use crate::web::samples;

/// Everything a person can act on that is smaller than 44 CSS pixels, and everything that sticks out sideways.
const MEASURE: &str = "
const small = [...document.querySelectorAll('button, a.button, input:not([type=hidden]):not(.hidden-name)')]
  .filter(one => { const box = one.getBoundingClientRect(); return box.height < 44 || box.width < 44; })
  .map(one => 'smaller than 44 px: ' + one.outerHTML.slice(0, 90));
const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth
  ? ['wider than the window: ' + document.documentElement.scrollWidth] : [];
const cut = [...document.querySelectorAll('main *')]
  .filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'visible' && !one.matches('input, .for-readers'))
  .map(one => 'cut off: ' + one.outerHTML.slice(0, 90));
return [...small, ...wide, ...cut];";

/// Issue A, part 5: WCAG 2.2 AA, axe-core 0 violations on every page; phone to desktop, light and dark.
#[tokio::test]
async fn every_page_passes_axe_on_phone_and_desktop_in_light_and_dark() {
    let (site, rules) = (Site::start().await, axe::source());
    with_chrome(async |chrome| {
        let mut wrong = Vec::new();
        for sample in samples::standing() {
            for (n, look) in Look::ALL.into_iter().enumerate() {
                chrome.look(look).await;
                if n % 2 == 0 {
                    // Light or dark is another visit; the width of a window may change while one looks.
                    chrome.goto(site.page(sample.name)).await.unwrap();
                }
                let mut found = axe::violations(chrome, &rules).await;
                found.extend(texts(&chrome.ask(MEASURE).await));
                wrong.extend(found.into_iter().map(|line| format!("{} {}: {line}", sample.name, look.name())));
                chrome.keep_picture(&format!("{}-{}", sample.name, look.name())).await;
            }
        }
        assert!(wrong.is_empty(), "{} findings:\n{}", wrong.len(), wrong.join("\n"));
    })
    .await;
}

/// The two measures above are worth something only if they find what is wrong.
#[tokio::test]
async fn a_bad_page_is_found_out() {
    let (site, rules) = (Site::start().await, axe::source());
    with_chrome(async |chrome| {
        chrome.look(Look { width: 360, dark: false }).await;
        chrome.goto(site.bad_page()).await.unwrap();
        let found = axe::violations(chrome, &rules).await.join("\n");
        for rule in ["html-has-lang", "label", "color-contrast"] {
            assert!(found.contains(&format!("{rule}:")), "{rule} is not among {found}");
        }
        let measured = texts(&chrome.ask(MEASURE).await).join("\n");
        assert!(measured.contains("smaller than 44 px") && measured.contains("wider than the window"), "{measured}");
    })
    .await;
}

/// The longest words are not English.
#[tokio::test]
async fn no_language_makes_a_phone_scroll_sideways() {
    let site = Site::start().await;
    with_chrome(async |chrome| {
        let mut wrong = Vec::new();
        chrome.look(Look { width: 320, dark: false }).await;
        for (sample, lang) in
            samples::standing().iter().flat_map(|sample| ["et", "nl", "sv"].map(|lang| (sample, lang)))
        {
            chrome.goto(site.page(&format!("{}?ui_locales={lang}", sample.name))).await.unwrap();
            let found = texts(&chrome.ask(MEASURE).await);
            wrong.extend(found.into_iter().map(|line| format!("{} {lang}: {line}", sample.name)));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .await;
}

const FOCUSABLE: &str = "
return [...document.querySelectorAll('a[href], button, input:not([type=hidden]):not([readonly])')]
  .filter(one => one.type !== 'radio' || one.checked)
  .map((one, index) => { one.dataset.place = String(index); return one.id || one.className; });";
const FOCUSED: &str = "
const one = document.activeElement, style = getComputedStyle(one);
return [one.id || one.className, String(style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)];";

/// Keyboard only: Tab reaches everything in reading order, and one always sees where one is.
#[tokio::test]
async fn every_page_can_be_walked_with_the_keyboard() {
    let site = Site::start().await;
    with_chrome(async |chrome| {
        for sample in samples::standing() {
            chrome.goto(site.page(sample.name)).await.unwrap();
            let expected: Vec<String> = texts(&chrome.ask(FOCUSABLE).await);
            let mut walked = Vec::new();
            while walked.len() < expected.len() {
                chrome.action_chain().send_keys(Key::Tab).perform().await.unwrap();
                let focused = texts(&chrome.ask(FOCUSED).await);
                if focused[0] == "hidden-name" || focused[0] == "username" && !expected.contains(&focused[0]) {
                    continue;
                }
                assert_eq!(focused[1], "true", "{}: focus on {} cannot be seen", sample.name, focused[0]);
                walked.push(focused[0].clone());
            }
            assert_eq!(walked, expected, "{}", sample.name);
        }
    })
    .await;
}

#[tokio::test]
async fn the_hop_leads_on_by_itself() {
    let site = Site::start().await;
    with_chrome(async |chrome| {
        chrome.goto(site.page("leaving")).await.unwrap();
        for _ in 0..50 {
            if chrome.current_url().await.unwrap().path() == "/gallery/chooser" {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("still at the hop");
    })
    .await;
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}
