//! A sign-in through a system that opens us as a tool. Nobody can be sent there: the person opens us from their course.
//!
//! Either a login of this browser waits for that, or the system's word waits for a login of this browser, once and for a few
//! minutes. In both orders a page says whom the system has named, and nobody is signed in before a button is pressed there.

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::TimeDelta;
use http::StatusCode;
use serde::Deserialize;

use super::attempt::Step;
use super::depart::waiting_place;
use super::entered::{Entered, Which};
use super::store::Running;
use super::{Login, LoginError};
use crate::domain::{Assertion, OneTimePurpose, Purpose, Time, UpstreamId};
use crate::storage::attempts;
use crate::storage::one_time::{self, Offer, OneTime};
use crate::storage::upstreams::Upstream;
use crate::storage::{Durability, Tx};
use crate::vault::sha256;
use crate::web::pages::opened::{Opened, Opening};
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// How long the system's word waits for a login, and then for the button, in minutes.
const WORD_MINUTES: i64 = 5;

/// Whether a login may go this way: a sign-in that a platform asked for. Nothing of ours is changed by the word of a system
/// that was perhaps left open in this browser.
pub(super) fn fits(running: &Running) -> bool {
    running.purpose == Purpose::SignIn && running.request().is_some()
}

/// The one place where the word of a system waits in a browser: the newest is the one that counts.
fn word_hash(browser_hash: &str, upstream: &UpstreamId) -> String {
    sha256(&format!("lti_word|{browser_hash}|{upstream}"))
}

fn offer<'a>(hash: &'a str, visit: &'a Visit, now: Time) -> Offer<'a> {
    Offer { hash, purpose: OneTimePurpose::LtiSignIn, browser_hash: Some(visit.browser_hash()), now }
}

/// Keeps the word of a system for the next login of this browser.
pub(crate) async fn keep_word(
    login: &Login,
    visit: &Visit,
    upstream: &UpstreamId,
    person: &Assertion,
) -> Result<(), LoginError> {
    let now = login.ground.now();
    let hash = word_hash(visit.browser_hash(), upstream);
    let row = &OneTime {
        payload: login.seal(&waiting_place(&hash), person)?,
        browser_hash: Some(visit.browser_hash().to_owned()),
        upstream_id: Some(upstream.clone()),
        ..OneTime::new(hash, OneTimePurpose::LtiSignIn, now, now + TimeDelta::minutes(WORD_MINUTES))
    };
    login.ground.db.write(Durability::Relaxed, |tx| async move { one_time::put(&tx, row).await }).await?;
    Ok(())
}

/// The word of a system that waits in this browser; it stays where it is.
pub(crate) async fn word_of(
    login: &Login,
    visit: &Visit,
    upstream: &UpstreamId,
) -> Result<Option<Assertion>, LoginError> {
    let hash = &word_hash(visit.browser_hash(), upstream);
    let offer = &offer(hash, visit, login.ground.now());
    let row = login.ground.db.read(|tx: Tx| async move { one_time::find(&tx, offer).await }).await?;
    row.map(|row| login.unseal(&waiting_place(&row.hash), &row.payload)).transpose()
}

/// Takes the word of a system to the login of this browser that waits for it, and answers where that goes on; nothing where
/// none waits.
pub(crate) async fn brought(
    login: &Login,
    visit: &Visit,
    upstream: &UpstreamId,
    person: &Assertion,
) -> Result<Option<Response>, LoginError> {
    let (browser, now) = (visit.browser_hash(), login.ground.now());
    let write = |tx: Tx| async move {
        for row in attempts::list_opening(&tx, browser, now).await? {
            let Ok(running) = login.unpack(row) else { continue };
            if running.memory.opens.as_ref() == Some(upstream) {
                let memory = login.seal_memory(&running.id, &running.memory.bringing(person.clone(), now))?;
                running.advance(&tx, Step::Brought, &memory, now).await?;
                return Ok(Some(running.id));
            }
        }
        Ok::<_, LoginError>(None)
    };
    let found = login.ground.db.write(Durability::Relaxed, write).await?;
    Ok(found.map(|attempt| see_other(&format!("/login/opened?attempt={attempt}"))))
}

/// Lets a login wait until the person opens us from the system; or takes the word that waits already. `fresh`: another person
/// is to come, and that word is nobody's any more.
pub(super) async fn wait(
    login: &Login,
    visit: &Visit,
    entered: &mut Entered,
    upstream: &Upstream,
    fresh: bool,
) -> Result<Response, web::Error> {
    entered.running.forget();
    entered.running.memory.opens = Some(upstream.id.clone());
    let (seen, now) = (&entered.running, login.ground.now());
    let hash = &word_hash(visit.browser_hash(), &upstream.id);
    let offer = &offer(hash, visit, now);
    let write = |tx: Tx| async move {
        let word = one_time::consume(&tx, offer).await?.filter(|_| !fresh);
        let person = word.and_then(|row| login.unseal(&waiting_place(&row.hash), &row.payload).ok());
        let (step, memory) = match person {
            Some(person) => (Step::Brought, seen.memory.bringing(person, now)),
            None => (Step::Opening, seen.memory.clone()),
        };
        let sealed = login.seal_memory(&seen.id, &memory)?;
        seen.advance(&tx, step, &sealed, now).await?;
        Ok::<_, LoginError>(())
    };
    login.ground.db.write(Durability::Relaxed, write).await?;
    Ok(see_other(&entered.path("/login/opened")))
}

/// The system from which the person opens us, if it may be used right now.
async fn opens(login: &Login, entered: &Entered) -> Result<Upstream, LoginError> {
    login.upstream(entered.running.memory.opens.as_ref().ok_or(LoginError::Stale)?).await
}

/// Whom the system has named, if that was a moment ago.
fn named(running: &Running, now: Time) -> Option<&Assertion> {
    let until = running.memory.brought_at? + TimeDelta::minutes(WORD_MINUTES);
    running.memory.assertion.as_ref().filter(|_| running.step == Step::Brought && now < until)
}

/// `GET /login/opened`: where to go, or who came from there.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Response, web::Error> {
    let entered = login.enter(&visit, &which.attempt).await?;
    if !matches!(entered.running.step, Step::Opening | Step::Brought) {
        return Err(LoginError::Stale.into());
    }
    let upstream = opens(&login, &entered).await?;
    let (frame, attempt) = (Frame::new(&visit), entered.running.id.clone());
    let Some(assertion) = named(&entered.running, login.ground.now()) else {
        let template = Opening { frame, attempt, upstream: upstream.name };
        return Ok(web::page(&visit, StatusCode::OK, &template));
    };
    let person = login.identity_card(&entered, &upstream.name, assertion).await?;
    Ok(web::page(&visit, StatusCode::OK, &Opened { frame, attempt, upstream: upstream.name, person }))
}

/// "Is that you?"
#[derive(Debug, Deserialize)]
pub(super) struct Answered {
    attempt: String,
    #[serde(default)]
    answer: String,
}

/// `POST /login/opened`. From here it is a sign-in as by any other system.
pub(super) async fn answer(
    State(login): State<Login>,
    visit: Visit,
    Form(answered): Form<Answered>,
) -> Result<Response, web::Error> {
    let mut entered = login.enter_at(&visit, &answered.attempt, Step::Brought).await?;
    let upstream = opens(&login, &entered).await?;
    let person = named(&entered.running, login.ground.now()).cloned();
    match (answered.answer.as_str(), person) {
        ("yes", Some(person)) => Box::pin(super::resolve::arrive(&login, &visit, &mut entered, person)).await,
        // Somebody else, or too late: the system is asked anew.
        ("yes" | "no", _) => wait(&login, &visit, &mut entered, &upstream, true).await,
        _ => Err(Trouble::BadForm.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Freshness, PersonName, SubjectKey};
    use crate::login::attempt::Memory;
    use crate::login::{Goal, SettingsGoal};

    fn person() -> Assertion {
        Assertion {
            key: SubjectKey {
                upstream: "lms".parse().unwrap(),
                scope: "https://lms.test".into(),
                subject: "p1".into(),
            },
            name: PersonName { given: Some("Mari".into()), family: Some("Tamm".into()) },
            birth_date: None,
            national_number: None,
            email: None,
            roles: Vec::new(),
            roles_vouched: false,
            roles_complete: false,
            auth_time: None,
            freshness: Freshness::Unknown,
            upstream_sid: None,
        }
    }

    fn running(step: Step, now: Time) -> Running {
        let platform = "opiq".parse().unwrap();
        Running {
            id: "att_00000000000000000000000001".parse().unwrap(),
            browser_hash: String::new(),
            goal: Goal::Settings(SettingsGoal::adding(&platform, None)),
            platform,
            client: None,
            purpose: Purpose::SignIn,
            step,
            memory: Memory::default().bringing(person(), now),
            session: None,
            expires_at: now + TimeDelta::hours(1),
        }
    }

    #[test]
    fn what_the_system_said_is_good_for_minutes_and_at_its_own_page() {
        let now: Time = "2026-09-01T08:00:00Z".parse().unwrap();
        let named_after = |step, seconds| named(&running(step, now), now + TimeDelta::seconds(seconds)).is_some();
        assert!(named_after(Step::Brought, 0) && named_after(Step::Brought, 299));
        assert!(!named_after(Step::Brought, 300), "somebody else may sit here by now");
        for step in [Step::Opening, Step::Choose, Step::Question] {
            assert!(!named_after(step, 0), "{step:?}");
        }
    }

    #[test]
    fn only_a_platform_s_sign_in_waits_for_such_a_system() {
        let now: Time = "2026-09-01T08:00:00Z".parse().unwrap();
        assert!(!fits(&running(Step::Choose, now)), "our own pages");
        let adding = Running { purpose: Purpose::Add, ..running(Step::Choose, now) };
        assert!(!fits(&adding));
    }
}
