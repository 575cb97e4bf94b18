//! Returns from an upstream that nobody began, or not like this.

use koppel::demo::once::Walk;
use url::Url;

use super::{Scene, add_and_hold, open_settings, up_to_callback};
use crate::support::counted;

/// What is done to an honest return.
const VARIANTS: [&str; 12] = [
    "state missing",
    "state empty",
    "state of another browser",
    "state used",
    "state expired",
    "another upstream's callback",
    "state of another purpose",
    "two states",
    "two codes",
    "sent as a form",
    "no cookies",
    "state changed in one letter",
];

fn with_pairs(url: &Url, change: impl Fn(Vec<(String, String)>) -> Vec<(String, String)>) -> Url {
    let pairs = url.query_pairs().into_owned().collect();
    let mut changed = url.clone();
    changed.query_pairs_mut().clear().extend_pairs(change(pairs));
    changed
}

fn state_set(url: &Url, value: &str) -> Url {
    with_pairs(url, |pairs| {
        let set = |(name, old): (String, String)| if name == "state" { (name, value.to_owned()) } else { (name, old) };
        pairs.into_iter().map(set).collect()
    })
}

fn state_of(url: &Url) -> String {
    url.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned()
}

/// Delivers one variant in `walk`'s browser; answers status and title.
async fn deliver(scene: &Scene, walk: &mut Walk<'_>, honest: &Url, variant: &str) -> (u16, String) {
    let mut stranger = scene.person("sofia-ilves");
    let url = match variant {
        "state missing" => with_pairs(honest, |pairs| pairs.into_iter().filter(|(name, _)| name != "state").collect()),
        "state empty" => state_set(honest, ""),
        "state of another browser" => state_set(honest, &state_of(&up_to_callback(&mut stranger, "ekool").await)),
        "another upstream's callback" => {
            honest.as_str().replace("/upstream/ekool/", "/upstream/harid/").parse().unwrap()
        }
        "state of another purpose" => state_set(honest, &super::confirm::value_of_a_button(scene).await),
        "two states" => {
            with_pairs(honest, |pairs| [pairs.clone(), vec![("state".to_owned(), "x".to_owned())]].concat())
        }
        "two codes" => with_pairs(honest, |pairs| [vec![("code".to_owned(), "x".to_owned())], pairs].concat()),
        "state changed in one letter" => state_set(honest, &format!("x{}", &state_of(honest)[1..])),
        _ => honest.clone(),
    };
    match variant {
        "state used" => {
            stranger.browser.open(url.as_str()).await.unwrap();
            walk.browser.open(url.as_str()).await.unwrap();
            walk.browser.open(url.as_str()).await.unwrap();
        }
        "state expired" => {
            scene.clock.advance(chrono::TimeDelta::minutes(31));
            walk.browser.open(url.as_str()).await.unwrap();
            scene.clock.advance(chrono::TimeDelta::minutes(-31));
        }
        "sent as a form" => {
            let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
            let fields: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            walk.browser.send(url.as_str().split('?').next().unwrap(), &fields).await.unwrap();
        }
        "no cookies" => {
            stranger.browser.open(url.as_str()).await.unwrap();
            let page = stranger.browser.page();
            return (page.status, page.text("h1").unwrap_or_default());
        }
        _ => {
            walk.browser.open(url.as_str()).await.unwrap();
        }
    }
    let page = walk.browser.page();
    (page.status, page.text("h1").unwrap_or_default())
}

/// A6–A8 at a sign-in: 12 variants, no link, no session, one neutral page.
#[tokio::test]
async fn no_forged_return_signs_anybody_in() {
    let scene = Scene::open().await;
    for variant in VARIANTS {
        let mut walk = scene.person("karl-magi");
        let honest = up_to_callback(&mut walk, "ekool").await;
        let (status, title) = deliver(&scene, &mut walk, &honest, variant).await;
        assert!(matches!(status, 400 | 403 | 405), "{variant}: {status} {title}");
        assert!(walk.me().await.is_err(), "{variant}");
    }
    assert_eq!((scene.live_links().await, scene.live_sessions().await), (0, 0));
    counted("A6-A8", &format!("{} forged returns to a sign-in", VARIANTS.len()));
    scene.close().await;
}

/// A6–A8 when an integration is added: 12 variants, no link.
#[tokio::test]
async fn no_forged_return_adds_an_integration() {
    let scene = Scene::open().await;
    for variant in VARIANTS {
        let mut walk = scene.person("karl-magi");
        open_settings(&mut walk, "karl-magi").await;
        let honest = add_and_hold(&mut walk, "ekool").await;
        let (status, title) = deliver(&scene, &mut walk, &honest, variant).await;
        assert!(matches!(status, 400 | 403 | 405), "{variant}: {status} {title}");
    }
    assert_eq!(scene.live_links().await, 0);
    counted("A6-A8", &format!("{} forged returns to an integration that is added", VARIANTS.len()));
    scene.close().await;
}

/// The first delivery of a used state must have been good, or "state used" would prove nothing.
#[tokio::test]
async fn honest_return_goes_on_to_the_question() {
    let scene = Scene::open().await;
    let mut walk = scene.person("karl-magi");
    let honest = up_to_callback(&mut walk, "ekool").await;
    let page = walk.browser.open(honest.as_str()).await.unwrap();
    assert!(page.has("#question-yes"), "{}", page.html);
    scene.close().await;
}

/// 1.3: a link is begun by a form of ours only; an address on another site's page changes nothing.
#[tokio::test]
async fn address_on_another_site_begins_no_link() {
    let scene = Scene::open().await;
    let mut walk = scene.person("karl-magi");
    open_settings(&mut walk, "karl-magi").await;
    let add = format!("{}/add?upstream=ekool", scene.demo.world.platform.settings);
    let page = walk.browser.open(&add).await.unwrap();
    assert_eq!(page.status, 405);
    let before = scene.demo.simulators.ekool.report().seen;
    let page = walk.browser.send(&add, &[("upstream", "ekool")]).await.unwrap();
    assert_eq!(page.status, 400, "without the form's token");
    assert_eq!(scene.demo.simulators.ekool.report().seen, before);
    scene.close().await;
}
