//! Rows of kind `lti`: what is set up, and what follows from it without asking anybody.

use koppel::domain::{FreshLogin, RosterSubject, UpstreamKind};
use koppel::ground::Ground;
use koppel::storage::upstreams::Upstream;
use koppel::upstream::{JournalError, Outset, Registry, UpstreamError};
use serde_json::{Value, json};

use super::{plain, row};
use crate::support::TestGround;

const LAUNCH: &str = "https://koppel.test/upstream/lti/lti/launch";

fn lms(ground: &Ground, over: &Value) -> Upstream {
    let mut settings =
        json!({ "auth_url": "/a", "token_url": "/t", "jwks_url": "/k", "deployments": { "1": "ehis:1" } });
    settings.as_object_mut().unwrap().extend(over.as_object().unwrap().clone());
    let settings = settings.to_string();
    Upstream {
        issuer: Some("https://lms.test".to_owned()),
        settings,
        ..row(ground, UpstreamKind::Lti, "https://x.test")
    }
}

/// D16: what cannot work is named, with its key.
#[tokio::test]
async fn a_setting_that_cannot_work_is_named() {
    let ground = TestGround::sqlite().await;
    let registry = Registry::new(ground.ground()).unwrap();
    for (over, expected) in [
        (json!({ "auth_url": "" }), "settings: auth_url is missing"),
        (json!({ "token_url": "ftp://lms.test" }), "token_url: "),
        (json!({ "id_token_alg": "HS256" }), "settings: id_token_alg must be"),
        (json!({ "id_token_alg": "none" }), "settings: unknown variant"),
        (json!({ "deployments": { "1": "seven" } }), "settings: deployments: \"seven\""),
        (json!({ "roster_subject": "yes" }), "settings: "),
        (json!({ "colour": "red" }), "settings: unknown field `colour`"),
    ] {
        let error = registry.client(&lms(&ground, &over)).await.map(|client| client.fresh_login()).unwrap_err();
        let UpstreamError::Misconfigured(text) = &error else { panic!("{expected}: {error}") };
        assert!(text.starts_with(expected), "{text} does not start with {expected}");
    }
    let private = registry.client(&lms(&ground, &json!({ "jwks_url": "https://10.0.0.7/k" }))).await;
    assert!(private.is_err());
    let nameless = Upstream { issuer: None, ..lms(&ground, &json!({})) };
    assert!(registry.client(&nameless).await.is_err());
}

/// It brings people itself. Before somebody has looked whether its ids are the same everywhere, it links nothing.
#[tokio::test]
async fn nobody_is_sent_there_and_nothing_is_linked_before_somebody_looked() {
    let ground = TestGround::sqlite().await;
    let registry = Registry::new(ground.ground()).unwrap();
    let row = lms(&ground, &json!({}));
    let client = registry.client(&row).await.unwrap();
    assert_eq!(client.fresh_login(), FreshLogin::Impossible);
    assert!(matches!(client.depart(&plain()).await, Err(UpstreamError::Misconfigured(_))));
    let source = registry.source(&row).unwrap().unwrap();
    assert_eq!(source.roster_subject(), RosterSubject::Unknown);
    let refused = source.open("anything").await;
    assert!(matches!(refused, Err(JournalError::Upstream(UpstreamError::Misconfigured(_)))), "{refused:?}");
}

/// What the system gets to read of a launch that begins, and nothing else of what it sent.
#[tokio::test]
async fn a_login_is_asked_for_as_the_standard_says() {
    let ground = TestGround::sqlite().await;
    let registry = Registry::new(ground.ground()).unwrap();
    let client = registry.lti(&lms(&ground, &json!({}))).unwrap().unwrap();
    let own = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let params = [
        own("iss", "https://lms.test"),
        own("login_hint", "7"),
        own("lti_message_hint", "m"),
        own("client_id", "koppel"),
        own("lti_deployment_id", "1"),
        own("target_link_uri", LAUNCH),
        own("other", "x"),
    ];
    let url = client.depart(&params, Outset { launch_url: LAUNCH, state: "s", nonce: "n" }).unwrap();
    assert!(url.as_str().starts_with("https://lms.test/a?"), "{url}");
    let query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let expected = [
        ("scope", "openid"),
        ("response_type", "id_token"),
        ("response_mode", "form_post"),
        ("prompt", "none"),
        ("client_id", "koppel"),
        ("redirect_uri", LAUNCH),
        ("state", "s"),
        ("nonce", "n"),
        ("login_hint", "7"),
        ("lti_message_hint", "m"),
    ];
    assert_eq!(query, expected.map(|(name, value)| own(name, value)));
}
