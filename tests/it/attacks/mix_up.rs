//! A9, A10: an answer of one upstream offered as another's.

use super::{Scene, up_to_callback};

/// 2 upstreams as the start × 2 as the delivery × `iss` right, wrong, missing: only the honest way goes on, and no
/// upstream is ever asked about a code of the other.
#[tokio::test]
async fn answer_of_one_upstream_is_never_taken_as_anothers() {
    let scene = Scene::open().await;
    let mut accepted = Vec::new();
    let mut cases = 0;
    for start in ["ekool", "harid"] {
        for deliver in ["ekool", "harid"] {
            for iss in ["right", "wrong", "missing"] {
                let mut walk = scene.person("karl-magi");
                let honest = up_to_callback(&mut walk, start).await;
                let mut url: url::Url = honest
                    .as_str()
                    .replace(&format!("/upstream/{start}/"), &format!("/upstream/{deliver}/"))
                    .parse()
                    .unwrap();
                let pairs: Vec<_> = url.query_pairs().into_owned().filter(|(name, _)| name != "iss").collect();
                url.query_pairs_mut().clear().extend_pairs(pairs);
                let right = scene.demo.world.upstream(start).unwrap().url.clone();
                match iss {
                    "right" => url.query_pairs_mut().append_pair("iss", &right),
                    "wrong" => url.query_pairs_mut().append_pair("iss", "https://elsewhere.example"),
                    _ => &mut url.query_pairs_mut(),
                };
                let other =
                    if deliver == "harid" { &scene.demo.simulators.harid } else { &scene.demo.simulators.ekool };
                let before = other.report().seen.get("token").copied().unwrap_or(0);
                let page = walk.browser.open(url.as_str()).await.unwrap();
                if page.has("#question-yes") {
                    accepted.push((start, deliver, iss));
                }
                let after = other.report().seen.get("token").copied().unwrap_or(0);
                assert!(start == deliver || before == after, "{start} at {deliver}: a code was shown to the other");
                cases += 1;
            }
        }
    }
    println!("n = {cases} cases, accepted: {accepted:?}");
    // eKool has no issuer: whatever `iss` says there, it is another's answer.
    let honest = [("ekool", "ekool", "missing"), ("harid", "harid", "right"), ("harid", "harid", "missing")];
    assert_eq!(accepted, honest);
    assert_eq!((scene.live_links().await, scene.live_sessions().await), (0, 0));
    scene.close().await;
}
