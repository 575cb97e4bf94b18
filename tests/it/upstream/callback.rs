//! What a browser may bring back, and what it may not (A6-A8 at this door; `state` itself is the login's to check).

use koppel::upstream::{Return, UpstreamError};

use super::{Scene, plain};

async fn identify(scene: &Scene, change: impl FnOnce(&mut Return)) -> Result<String, UpstreamError> {
    let mut back = scene.walk(&plain(), "mari-tamm").await;
    change(&mut back);
    scene.client().await.identify(back).await.map(|assertion| assertion.key.subject)
}

fn set(back: &mut Return, name: &str, value: &str) {
    back.params.retain(|(key, _)| key != name);
    back.params.push((name.to_owned(), value.to_owned()));
}

#[tokio::test]
async fn a_no_is_a_no() {
    for scene in [Scene::ekool().await, Scene::stuudium().await, Scene::harid().await] {
        let only = |error: &'static str| {
            move |back: &mut Return| {
                back.params = vec![("error".into(), error.into()), ("state".into(), "state-1".into())];
            }
        };
        assert_eq!(identify(&scene, only("access_denied")).await, Err(UpstreamError::Denied));
        assert_eq!(identify(&scene, only("login_required")).await, Err(UpstreamError::Denied));
        assert!(matches!(
            identify(&scene, only("temporarily_unavailable")).await,
            Err(UpstreamError::Unreachable { .. })
        ));
        assert!(matches!(identify(&scene, only("invalid_scope")).await, Err(UpstreamError::Misbehaved(_))));
        // A no beside a code is still a no.
        assert_eq!(identify(&scene, |back| set(back, "error", "access_denied")).await, Err(UpstreamError::Denied));
    }
}

#[tokio::test]
async fn repeated_and_missing_parameters_are_refused() {
    for scene in [Scene::ekool().await, Scene::stuudium().await, Scene::harid().await] {
        for name in ["code", "token", "state", "error"] {
            let twice = |back: &mut Return| {
                back.params.push((name.to_owned(), "x".to_owned()));
                back.params.push((name.to_owned(), "y".to_owned()));
            };
            let asked = scene.seen("token") + scene.seen("verify");
            let verdict = identify(&scene, twice).await;
            // A parameter that the system does not know may stand there as often as it likes.
            if verdict.is_ok() {
                assert!(["token", "code"].contains(&name), "{name}");
            } else {
                assert_eq!(scene.seen("token") + scene.seen("verify"), asked, "nothing was sent: {name}");
            }
        }
        for empty in ["", " "] {
            let verdict = identify(&scene, |back| back.params = vec![("code".into(), empty.into())]).await;
            assert!(verdict.is_err(), "{verdict:?}");
        }
        assert!(identify(&scene, |back| back.params.clear()).await.is_err());
    }
}

#[tokio::test]
async fn a_code_or_token_works_once() {
    for scene in [Scene::ekool().await, Scene::stuudium().await, Scene::harid().await] {
        let back = scene.walk(&plain(), "mari-tamm").await;
        let client = scene.client().await;
        assert!(client.identify(back.clone()).await.is_ok());
        assert_eq!(client.identify(back).await, Err(UpstreamError::Denied), "{:?}", scene.kind());
    }
}

#[tokio::test]
async fn an_endless_code_is_not_sent_on() {
    let scene = Scene::ekool().await;
    let verdict = identify(&scene, |back| set(back, "code", &"a".repeat(4_097))).await;
    assert!(matches!(verdict, Err(UpstreamError::Misbehaved(_))));
    assert_eq!(scene.seen("token"), 0);
}

/// PKCE, nonce and redirect address bind the way back to the way out (R4).
#[tokio::test]
async fn a_code_of_another_sign_in_is_refused() {
    let scene = Scene::harid().await;
    let other = scene.client().await.depart(&plain()).await.unwrap().secrets;
    let other_pkce = other.pkce_verifier.clone();
    let verdict = identify(&scene, |back| back.secrets.pkce_verifier = other_pkce).await;
    assert_eq!(verdict, Err(UpstreamError::Denied), "another verifier");
    let verdict = identify(&scene, |back| back.secrets.nonce = other.nonce).await;
    assert_eq!(verdict, Err(UpstreamError::Misbehaved("the ID token belongs to another sign-in")));
    let verdict = identify(&scene, |back| back.redirect_uri.set_path("/elsewhere")).await;
    assert_eq!(verdict, Err(UpstreamError::Denied), "another redirect address");
}
