//! D8 with the 22 misbehaviours of the catalogue: each ends soon, in a clear error, with bounded memory.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use koppel::demo::sim::control::{Mode, Order};
use koppel::upstream::UpstreamError;

use super::{Scene, plain};

/// What a login may come to under a misbehaviour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Works,
    Unreachable,
    Misbehaved,
    /// Our own id or secret seems to be wrong, or the person's code is.
    Refused,
}

fn outcome<T>(verdict: &Result<T, UpstreamError>) -> Outcome {
    match verdict {
        Ok(_) => Outcome::Works,
        Err(UpstreamError::Unreachable { .. }) => Outcome::Unreachable,
        Err(UpstreamError::Misbehaved(_)) => Outcome::Misbehaved,
        Err(UpstreamError::Denied | UpstreamError::NotFresh | UpstreamError::Misconfigured(_)) => Outcome::Refused,
    }
}

const WIRE: [(Mode, Outcome); 22] = [
    (Mode::Ok, Outcome::Works),
    (Mode::Unauthorized, Outcome::Refused),
    (Mode::Forbidden, Outcome::Refused),
    (Mode::TooMany, Outcome::Unreachable),
    (Mode::ServerError, Outcome::Unreachable),
    (Mode::Unavailable, Outcome::Unreachable),
    (Mode::Html, Outcome::Misbehaved),
    (Mode::TruncatedJson, Outcome::Misbehaved),
    (Mode::WrongLength, Outcome::Unreachable),
    (Mode::Trickle, Outcome::Unreachable),
    (Mode::Silence, Outcome::Unreachable),
    (Mode::Reset, Outcome::Unreachable),
    (Mode::GzipBomb, Outcome::Misbehaved),
    (Mode::HugeBody, Outcome::Misbehaved),
    (Mode::RedirectLoopback, Outcome::Misbehaved),
    (Mode::ExpiredCertificate, Outcome::Unreachable),
    (Mode::PageRepeated, Outcome::Works),
    (Mode::PageSkipped, Outcome::Works),
    (Mode::NextElsewhere, Outcome::Works),
    (Mode::Empty, Outcome::Misbehaved),
    (Mode::Yesterday, Outcome::Works),
    (Mode::OtherSchool, Outcome::Works),
];

/// Resident memory of this process, in KiB.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Runs the whole table at every endpoint a sign-in calls after the browser is back.
async fn survive(scene: &Scene, endpoints: &[&str]) {
    for endpoint in endpoints {
        for (mode, expected) in WIRE {
            scene.stage.sim.simulator.order(Mode::Ok);
            // The breaker of the last round must not answer for this one.
            scene.stage.advance(60);
            let back = scene.walk(&plain(), "mari-tamm").await;
            let order = Order { endpoint: Some((*endpoint).to_owned()), ..Order::from(mode) };
            scene.stage.sim.simulator.order(order);
            let start = Instant::now();
            let verdict = scene.client().await.identify(back).await;
            let refused_profile = expected == Outcome::Refused && *endpoint != "token" && *endpoint != "verify";
            let expected = if refused_profile { Outcome::Misbehaved } else { expected };
            assert_eq!(outcome(&verdict), expected, "{mode} at {endpoint}: {verdict:?}");
            assert!(start.elapsed() < Duration::from_secs(5), "{mode} at {endpoint} took {:?}", start.elapsed());
        }
    }
    assert_eq!(scene.seen("trap"), 0, "somebody followed a redirect or a next page");
}

#[tokio::test]
async fn ekool_s_misbehaviour_is_survived() {
    let before = resident_kib();
    survive(&Scene::ekool().await, &["token", "profile"]).await;
    let grown = resident_kib().saturating_sub(before);
    assert!(grown < 300 * 1024, "{grown} KiB for bodies of 100 MiB and 1 GiB");
}

#[tokio::test]
async fn stuudium_s_misbehaviour_is_survived() {
    survive(&Scene::stuudium().await, &["verify"]).await;
}

#[tokio::test]
async fn harid_s_misbehaviour_is_survived() {
    survive(&Scene::harid().await, &["token", "userinfo"]).await;
}

/// The two calls before the browser leaves: metadata, and keys.
#[tokio::test]
async fn an_issuer_that_never_spoke_is_survived() {
    let mut scene = Scene::harid().await;
    for (mode, expected) in WIRE {
        scene.change();
        scene.stage.sim.simulator.order(Order { endpoint: Some("discovery".to_owned()), ..Order::from(mode) });
        let start = Instant::now();
        let verdict = scene.client().await.depart(&plain()).await;
        assert_eq!(outcome(&verdict), expected, "{mode} at discovery: {verdict:?}");
        assert!(start.elapsed() < Duration::from_secs(5), "{mode} took {:?}", start.elapsed());
    }
}

#[tokio::test]
async fn keys_that_cannot_be_fetched_sign_nobody_in() {
    let mut scene = Scene::harid().await;
    for (mode, expected) in WIRE {
        let expected = match (mode, expected) {
            // Half of one key is no key.
            (Mode::Unauthorized | Mode::Forbidden | Mode::PageSkipped, _) => Outcome::Misbehaved,
            (_, expected) => expected,
        };
        scene.change();
        scene.stage.sim.simulator.order(Mode::Ok);
        let back = scene.walk(&plain(), "mari-tamm").await;
        scene.stage.sim.simulator.order(Order { endpoint: Some("jwks".to_owned()), ..Order::from(mode) });
        let verdict = scene.client().await.identify(back).await;
        assert_eq!(outcome(&verdict), expected, "{mode} at jwks: {verdict:?}");
    }
}

/// ID tokens that are wrong in one way each: 0 accepted.
#[tokio::test]
async fn a_wrong_id_token_signs_nobody_in() {
    let scene = Scene::harid().await;
    for mode in [
        Mode::WrongIssuer,
        Mode::WrongAudience,
        Mode::WrongNonce,
        Mode::MissingNonce,
        Mode::ExpiredIdToken,
        Mode::WrongKey,
        Mode::AlgNone,
        Mode::AlgHs256,
        Mode::OtherSubject,
        Mode::MissingIdToken,
    ] {
        scene.stage.sim.simulator.order(mode);
        let verdict = scene.identify(&plain(), "mari-tamm").await;
        assert_eq!(outcome(&verdict), Outcome::Misbehaved, "{mode}: {verdict:?}");
    }
    scene.stage.sim.simulator.order(Mode::Ok);
    assert!(scene.identify(&plain(), "mari-tamm").await.is_ok(), "and nobody is locked out by it");
}

#[tokio::test]
async fn retry_after_is_passed_on_and_bounded() {
    let scene = Scene::ekool().await;
    for (value, expected) in [("1", Some(1)), ("86400", Some(3_600)), ("next week", None)] {
        scene.stage.sim.simulator.order(Mode::Ok);
        let back = scene.walk(&plain(), "mari-tamm").await;
        let order = Order { retry_after: Some(value.to_owned()), ..Order::from(Mode::TooMany) };
        scene.stage.sim.simulator.order(order);
        let verdict = scene.client().await.identify(back).await;
        assert_eq!(verdict, Err(UpstreamError::Unreachable { retry_after_seconds: expected }), "{value}");
    }
}

/// D8: after 5 failures nobody waits any more; within 30 seconds one probe finds out that it works again.
#[tokio::test]
async fn a_dead_upstream_is_left_alone_and_tried_again() {
    let scene = Scene::ekool().await;
    let mut backs = Vec::new();
    for _ in 0..8 {
        backs.push(scene.walk(&plain(), "mari-tamm").await);
    }
    scene.stage.sim.simulator.order(Mode::ServerError);
    let client = scene.client().await;
    for back in backs.drain(..7) {
        assert_eq!(outcome(&client.identify(back).await), Outcome::Unreachable);
    }
    assert_eq!(scene.seen("token"), 5, "two of seven were answered without a call");
    scene.stage.sim.simulator.order(Mode::Ok);
    scene.stage.clock.advance(TimeDelta::seconds(30));
    assert!(client.identify(backs.remove(0)).await.is_ok());
}

/// Nobody can switch an upstream off for others by bringing codes that do not exist.
#[tokio::test]
async fn invented_codes_do_not_open_the_circuit() {
    for scene in [Scene::ekool().await, Scene::stuudium().await, Scene::harid().await] {
        let right = scene.walk(&plain(), "mari-tamm").await;
        let client = scene.client().await;
        for number in 0..12 {
            let mut back = right.clone();
            back.params = ["code", "token"].map(|name| (name.to_owned(), format!("invented-{number}"))).to_vec();
            assert_eq!(client.identify(back).await, Err(UpstreamError::Denied));
        }
        assert!(client.identify(right).await.is_ok(), "{:?}", scene.kind());
    }
}

/// An issuer that is down after it was known once: what is known is good for a day, and the error is the right one.
#[tokio::test]
async fn a_known_issuer_that_is_down_still_sends_people_out() {
    let scene = Scene::harid().await;
    scene.client().await.depart(&plain()).await.unwrap();
    scene.stage.sim.simulator.order(Mode::Unavailable);
    scene.stage.clock.advance(TimeDelta::hours(2));
    assert!(scene.client().await.depart(&plain()).await.is_ok());
    scene.stage.clock.advance(TimeDelta::hours(23));
    assert_eq!(outcome(&scene.client().await.depart(&plain()).await), Outcome::Unreachable);
}
