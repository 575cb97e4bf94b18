//! From door to door: who comes back, and with what.

use koppel::demo::sim::control::Mode;
use koppel::domain::{Assertion, FreshLogin, Freshness, Role};
use koppel::upstream::UpstreamError;
use serde_json::json;

use super::{Scene, fresh, person, plain};
use crate::demo::sim::parameter;

/// Role, school and class of each asserted role.
fn roles(assertion: &Assertion) -> Vec<(Role, Option<&str>, Option<&str>)> {
    let roles = assertion.roles.iter();
    roles.map(|role| (role.role, role.school.as_ref().map(AsRef::as_ref), role.class_name.as_deref())).collect()
}

#[tokio::test]
async fn a_pupil_comes_back_from_ekool() {
    let scene = Scene::ekool().await;
    let (mari, known) = (scene.identify(&plain(), "mari-tamm").await.unwrap(), person("mari-tamm"));
    assert_eq!(roles(&mari), [(Role::Pupil, Some("ehis:990001"), Some("5A"))]);
    assert_eq!(mari.key.upstream.as_str(), "ekool");
    assert_eq!((mari.key.scope.as_str(), mari.key.subject), ("", known.ekool_id.to_string()));
    assert_eq!(mari.name.display(), "Mari Tamm");
    assert_eq!(mari.birth_date, Some(known.birth_date));
    assert_eq!(mari.national_number, known.personal_code.map(|code| format!("EE:{code}")));
    assert_eq!(mari.roles[0].school_name.as_deref(), Some("Kuuseoja Põhikool"));
    assert_eq!((mari.auth_time, mari.freshness), (None, Freshness::Unknown));
}

#[tokio::test]
async fn the_older_ekool_knows_the_same_person() {
    let mut scene = Scene::ekool().await;
    let today = scene.identify(&plain(), "mari-tamm").await.unwrap();
    scene.row.preset = Some("ekool-legacy".to_owned());
    scene.change();
    let older = scene.identify(&plain(), "mari-tamm").await.unwrap();
    assert_eq!(roles(&older), [(Role::Pupil, Some("ehis:990001"), Some("5A"))]);
    assert_eq!((older.key, older.name, older.national_number), (today.key, today.name, today.national_number));
}

#[tokio::test]
async fn a_person_of_two_schools_has_every_role() {
    let scene = Scene::ekool().await;
    let pille = scene.identify(&plain(), "pille-rand").await.unwrap();
    let expected = [
        (Role::Teacher, Some("ehis:990001"), None),
        (Role::Teacher, Some("ehis:990002"), None),
        (Role::Staff, Some("ehis:990002"), None),
    ];
    assert_eq!(roles(&pille), expected);
}

/// The subject is the person who signed in, never the child they look at.
#[tokio::test]
async fn a_guardian_is_themselves() {
    for scene in [Scene::ekool().await, Scene::stuudium().await, Scene::harid().await] {
        let helle = scene.identify(&plain(), "helle-tamm").await.unwrap();
        let child = scene.identify(&plain(), "mari-tamm").await.unwrap();
        assert_ne!(helle.key, child.key, "{:?}", scene.kind());
        assert_eq!(helle.roles.iter().map(|role| role.role).collect::<Vec<_>>(), [Role::Guardian]);
    }
}

#[tokio::test]
async fn a_missing_code_is_only_missing() {
    for scene in [Scene::ekool().await, Scene::stuudium().await, Scene::harid().await] {
        let born_without = scene.identify(&plain(), "mattias-lepp").await.unwrap();
        scene.stage.sim.simulator.order(Mode::MissingPersonalCode);
        let dropped = scene.identify(&plain(), "mari-tamm").await.unwrap();
        assert_eq!((born_without.national_number, dropped.national_number), (None, None));
    }
}

#[tokio::test]
async fn a_pupil_comes_back_from_stuudium() {
    let scene = Scene::stuudium().await;
    let (agnes, known) = (scene.identify(&fresh(), "agnes-lund").await.unwrap(), person("agnes-lund"));
    assert_eq!(roles(&agnes), [(Role::Pupil, Some("ehis:990002"), Some("10A"))]);
    assert_eq!((agnes.key.scope.as_str(), agnes.key.subject), ("", known.stuudium_id()));
    assert_eq!(agnes.name.display(), "Agnes Lund");
    assert_eq!(agnes.national_number, known.personal_code.map(|code| format!("EE:{code}")));
    // Nothing can be asked there, so nothing is claimed.
    assert_eq!((scene.client().await.fresh_login(), agnes.freshness), (FreshLogin::Impossible, Freshness::Unknown));
}

#[tokio::test]
async fn stuudium_s_name_of_a_school_is_typed_by_our_own_table() {
    let mut scene = Scene::stuudium().await;
    scene.set(&json!({"schools": {"merekalda": "ehis:42"}, "subdomain": "merekalda"}));
    let agnes = scene.identify(&plain(), "agnes-lund").await.unwrap();
    assert_eq!(agnes.roles[0].school.as_ref().map(AsRef::as_ref), Some("ehis:42"));
    // `subdomain` is a wish that people of other schools get around.
    assert_eq!(scene.identify(&plain(), "mari-tamm").await, Err(UpstreamError::Denied));
}

#[tokio::test]
async fn a_pupil_comes_back_from_harid() {
    let scene = Scene::harid().await;
    let (mari, known) = (scene.identify(&plain(), "mari-tamm").await.unwrap(), person("mari-tamm"));
    assert_eq!(roles(&mari), [(Role::Pupil, Some("ehis:990001"), Some("5A"))]);
    assert_eq!((&mari.key.scope, &mari.key.subject), (&scene.stage.sim.url, &known.harid_id));
    assert_eq!(mari.name.display(), "Mari Tamm");
    assert_eq!(mari.national_number, known.personal_code.map(|code| format!("EE:{code}")));
    assert!(!mari.roles_vouched, "HarID's roles are hints");
    assert_eq!(scene.client().await.sign_out_url().unwrap().as_str(), scene.stage.at("/logout"));
}

#[tokio::test]
async fn metadata_and_keys_are_asked_for_once() {
    let scene = Scene::harid().await;
    for pupil in ["mari-tamm", "karl-magi", "liisa-saar"] {
        scene.identify(&plain(), pupil).await.unwrap();
    }
    assert_eq!((scene.seen("discovery"), scene.seen("jwks"), scene.seen("token")), (1, 1, 3));
}

#[tokio::test]
async fn what_is_asked_stands_in_the_address() {
    let scene = Scene::oidc().await;
    let mut request = fresh();
    request.login_hint = Some("mari".to_owned());
    request.ui_locales = Some("et en".to_owned());
    let departure = scene.client().await.depart(&request).await.unwrap();
    let url = departure.url.as_str();
    let expected = [
        ("response_type", "code"),
        ("client_id", "koppel"),
        ("redirect_uri", request.redirect_uri.as_str()),
        ("state", "state-1"),
        ("nonce", departure.secrets.nonce.as_str()),
        ("scope", "openid profile email"),
        ("code_challenge_method", "S256"),
        ("prompt", "login"),
        ("max_age", "0"),
        ("login_hint", "mari"),
        ("ui_locales", "et en"),
    ];
    for (name, value) in expected {
        assert_eq!(parameter(url, name).as_deref(), Some(value), "{name}");
    }
    assert_eq!(parameter(url, "code_challenge").unwrap().len(), 43);
    assert_eq!(departure.secrets.fresh_requested_at, Some(scene.ground.now()));
}

/// A11: a fresh sign-in is forced where it can be, and its absence is seen.
#[tokio::test]
async fn a_sign_in_that_is_not_fresh_is_refused() {
    let scene = Scene::oidc().await;
    assert_eq!(scene.identify(&fresh(), "mari-tamm").await.unwrap().freshness, Freshness::Proven);
    for (mode, expected) in
        [(Mode::StaleAuthTime, Err(UpstreamError::NotFresh)), (Mode::MissingAuthTime, Err(UpstreamError::NotFresh))]
    {
        scene.stage.sim.simulator.order(mode);
        assert_eq!(scene.identify(&fresh(), "mari-tamm").await.map(|mari| mari.freshness), expected, "{mode}");
    }
    // Where nothing was asked, an old sign-in is what single sign-on is for.
    scene.stage.sim.simulator.order(Mode::StaleAuthTime);
    assert_eq!(scene.identify(&plain(), "mari-tamm").await.unwrap().freshness, Freshness::Unknown);
}

#[tokio::test]
async fn a_max_age_of_the_platform_is_passed_on_and_checked() {
    let scene = Scene::oidc().await;
    let request = koppel::upstream::DepartRequest { max_age: Some(600), ..plain() };
    let url = scene.client().await.depart(&request).await.unwrap().url;
    assert_eq!(parameter(url.as_str(), "max_age").as_deref(), Some("600"));
    assert!(scene.identify(&request, "mari-tamm").await.is_ok());
    scene.stage.sim.simulator.order(Mode::StaleAuthTime);
    assert_eq!(scene.identify(&request, "mari-tamm").await, Err(UpstreamError::NotFresh));
}

#[tokio::test]
async fn ekool_s_fresh_sign_in_is_asked_for_and_not_shown() {
    let mut scene = Scene::ekool().await;
    assert_eq!(scene.identify(&fresh(), "mari-tamm").await.unwrap().freshness, Freshness::Requested);
    scene.set(&json!({"fresh_login": "impossible"}));
    scene.change();
    let client = scene.client().await;
    let departure = client.depart(&fresh()).await.unwrap();
    assert_eq!(parameter(departure.url.as_str(), "prompt"), None);
    assert_eq!((client.fresh_login(), departure.secrets.fresh_requested_at), (FreshLogin::Impossible, None));
}

/// R1, A5: a changed name at the upstream changes nothing about who it is.
#[tokio::test]
async fn a_changed_name_is_the_same_person() {
    for scene in [Scene::ekool().await, Scene::stuudium().await, Scene::harid().await] {
        let before = scene.identify(&plain(), "mari-tamm").await.unwrap();
        scene.stage.sim.simulator.order(Mode::ChangedName);
        let after = scene.identify(&plain(), "mari-tamm").await.unwrap();
        assert_eq!(after.key, before.key);
        assert_ne!(after.name, before.name);
    }
}

#[tokio::test]
async fn secrets_survive_being_sealed() {
    let scene = Scene::oidc().await;
    let secrets = scene.client().await.depart(&fresh()).await.unwrap().secrets;
    let text = serde_json::to_string(&secrets).unwrap();
    assert_eq!(serde_json::from_str::<koppel::upstream::Secrets>(&text).unwrap(), secrets);
    assert_eq!(format!("{secrets:?}"), "Secrets(…)");
}

/// S17: who can tell when somebody signed in is asked, so that platforms are told the truth; nobody else is bothered.
#[tokio::test]
async fn auth_time_is_asked_of_every_issuer_that_proves_it() {
    for (scene, sent) in [(Scene::oidc().await, Some("315360000")), (Scene::harid().await, None)] {
        let url = scene.client().await.depart(&plain()).await.unwrap().url;
        let max_age = url.query_pairs().find(|(name, _)| name == "max_age").map(|(_, value)| value.into_owned());
        assert_eq!(max_age.as_deref(), sent, "{}", scene.row.kind);
    }
}
