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

/// Issue A, part 5: WCAG 2.2 AA, axe-core 0 violations on every page; phone to desktop, light and dark. A page is loaded once
/// and changes its look; all rules are asked in two looks, those that weigh the look in all four.
#[tokio::test]
async fn every_page_passes_axe_on_phone_and_desktop_in_light_and_dark() {
    let (site, rules) = (Site::start().await, axe::source());
    with_chrome(async |chrome| {
        let (mut checks, samples) = (axe::Checks::default(), samples::standing());
        for sample in &samples {
            chrome.goto(site.page(sample.name)).await.unwrap();
            for look in Look::ALL {
                chrome.look(look).await;
                checks.add(chrome, &rules, (sample.name, look)).await;
                let measured = texts(&chrome.ask(MEASURE).await);
                checks.wrong.extend(measured.iter().map(|line| format!("{} {}: {line}", sample.name, look.name())));
                chrome.keep_picture(&format!("{}-{}", sample.name, look.name())).await;
            }
        }
        checks.tell(samples.len());
        assert!(checks.wrong.is_empty(), "{} findings:\n{}", checks.wrong.len(), checks.wrong.join("\n"));
        assert_eq!((checks.full, checks.of_looks), (2 * samples.len(), 2 * samples.len()));
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

/// Of radio buttons the chosen one is reached, or the first where none is chosen.
const FOCUSABLE: &str = "
const isFirstOfNone = one => {
  const group = [...document.querySelectorAll('input[type=radio]')].filter(other => other.name === one.name);
  return one === group[0] && !group.some(other => other.checked);
};
return [...document.querySelectorAll('a[href], button, select, textarea, input:not([type=hidden]):not([readonly])')]
  .filter(one => one.type !== 'radio' || one.checked || isFirstOfNone(one))
  .map((one, index) => { one.dataset.place = String(index); return one.id || one.className; });";
/// Notes where the focus goes, and whether it can be seen there.
const FOLLOW: &str = "
window.walked = [];
document.addEventListener('focusin', ({ target: one }) => {
  const style = getComputedStyle(one);
  walked.push([one.id || one.className, String(style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)]);
});";
/// Fields for password managers, which nobody fills in: at most so many on a page.
const BESIDE: usize = 8;

/// Keyboard only: Tab reaches everything in reading order, and one always sees where one is.
#[tokio::test]
async fn every_page_can_be_walked_with_the_keyboard() {
    let site = Site::start().await;
    with_chrome(async |chrome| {
        for sample in samples::standing() {
            chrome.goto(site.page(sample.name)).await.unwrap();
            let expected: Vec<String> = texts(&chrome.ask(FOCUSABLE).await);
            chrome.execute(FOLLOW, Vec::new()).await.unwrap();
            let tabs = (0..expected.len() + BESIDE).fold(chrome.action_chain(), |keys, _| keys.send_keys(Key::Tab));
            tabs.perform().await.unwrap();
            let walked: Vec<Vec<String>> =
                chrome.ask("return walked").await.as_array().unwrap().iter().map(texts).collect();
            let is_beside =
                |one: &str| one == "hidden-name" || one == "username" && !expected.iter().any(|id| id == one);
            let walked = walked.iter().filter(|focused| !is_beside(&focused[0])).take(expected.len());
            let walked: Vec<&String> = walked
                .inspect(|focused| assert_eq!(focused[1], "true", "{}: {} shows no focus", sample.name, focused[0]))
                .map(|focused| &focused[0])
                .collect();
            assert_eq!(walked, expected.iter().collect::<Vec<_>>(), "{}", sample.name);
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
