//! The control endpoint: what a simulator should do wrong from now on, and how often it was asked.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::Sim;
use crate::terms;

terms!(
    /// One misbehaviour. The first 22 are those that every upstream client must survive (security.md 4.1).
    Mode {
        /// Behaves.
        Ok = "ok",
        /// API answers 401.
        Unauthorized = "401",
        /// API answers 403.
        Forbidden = "403",
        /// API answers 429 with `Retry-After` of the control's `retry_after`.
        TooMany = "429",
        /// API answers 500.
        ServerError = "500",
        /// API answers 503.
        Unavailable = "503",
        /// API answers 200 with a page of HTML, called JSON.
        Html = "html",
        /// API answers half of the JSON.
        TruncatedJson = "truncated_json",
        /// API promises more bytes than it sends.
        WrongLength = "wrong_length",
        /// API sends one byte each second.
        Trickle = "trickle",
        /// API accepts and never answers.
        Silence = "silence",
        /// API breaks the connection in the middle of the body.
        Reset = "reset",
        /// API answers 1 GiB that was packed into 1 MiB.
        GzipBomb = "gzip_bomb",
        /// API answers 100 MiB.
        HugeBody = "huge_body",
        /// API redirects to a loopback address; who follows is counted as `trap`.
        RedirectLoopback = "redirect_loopback",
        /// Plain calls are cut off; a TLS call at the same port meets a certificate that ran out.
        ExpiredCertificate = "expired_certificate",
        /// Every list in the answer comes twice.
        PageRepeated = "page_repeated",
        /// Half of every list in the answer is missing.
        PageSkipped = "page_skipped",
        /// The answer names a next page at another host; who follows is counted as `trap`.
        NextElsewhere = "next_elsewhere",
        /// API answers 200 and nothing.
        Empty = "empty_200",
        /// The profile is last year's: the class is one lower.
        Yesterday = "yesterday",
        /// The profile names a school that is enabled nowhere.
        OtherSchool = "other_school",
        /// The browser comes back without `state`.
        DropState = "drop_state",
        /// The browser comes back with another `state`.
        WrongState = "wrong_state",
        /// `prompt=login` and `max_age` are ignored.
        IgnorePromptLogin = "ignore_prompt_login",
        /// The person has another family name today.
        ChangedName = "changed_name",
        /// The profile has no personal code.
        MissingPersonalCode = "missing_personal_code",
        /// People with `recycles` come with the other person's subject.
        RecycledSubject = "recycled_subject",
        /// The person is only somebody's guardian.
        Guardian = "guardian",
        /// The person is a pupil at two schools.
        TwoSchools = "two_schools",
        /// The ID token names another issuer.
        WrongIssuer = "wrong_issuer",
        /// The ID token is for another client.
        WrongAudience = "wrong_audience",
        /// The ID token has another nonce.
        WrongNonce = "wrong_nonce",
        /// The ID token has no nonce.
        MissingNonce = "missing_nonce",
        /// The ID token ran out an hour ago.
        ExpiredIdToken = "expired_id_token",
        /// The ID token is signed with a key that is not published.
        WrongKey = "wrong_key",
        /// The ID token has no signature (`alg` none).
        AlgNone = "alg_none",
        /// The ID token is signed with HS256 and the client's secret.
        AlgHs256 = "alg_hs256",
        /// The user info is about another subject.
        OtherSubject = "other_subject",
        /// The ID token says that the sign-in was a day ago.
        StaleAuthTime = "stale_auth_time",
        /// The ID token does not say when the sign-in was.
        MissingAuthTime = "missing_auth_time",
        /// There is no ID token.
        MissingIdToken = "missing_id_token",
    }
);

/// What was ordered: `POST /control` with this as JSON. Everything but `mode` may be left out.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// From now on.
    pub mode: Mode,
    /// Only for this endpoint, such as `token` or `profile`.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// The first so many calls are answered well.
    #[serde(default)]
    pub spare: u32,
    /// Only for so many calls, then [`Mode::Ok`].
    #[serde(default)]
    pub times: Option<u32>,
    /// `Retry-After` of [`Mode::TooMany`], as it is: `1`, `86400`, or garbage.
    #[serde(default)]
    pub retry_after: Option<String>,
    /// How long every call waits for its answer, in milliseconds.
    #[serde(default)]
    pub delay_ms: u64,
    /// Forgets who is signed in, consents and counters.
    #[serde(default)]
    pub reset: bool,
}

impl From<Mode> for Order {
    fn from(mode: Mode) -> Self {
        Self { mode, endpoint: None, spare: 0, times: None, retry_after: None, delay_ms: 0, reset: false }
    }
}

/// What a simulator does now and has seen so far: `GET /control`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// The order in force.
    pub order: Order,
    /// Calls per endpoint.
    pub seen: BTreeMap<String, u64>,
}

/// The order in force and the counters.
#[derive(Debug)]
pub struct Control(Mutex<Report>);

impl Default for Control {
    fn default() -> Self {
        Self(Mutex::new(Report { order: Order::from(Mode::Ok), seen: BTreeMap::new() }))
    }
}

impl Control {
    /// Counts a call and says what to do with it.
    pub(super) fn note(&self, endpoint: &str) -> Order {
        let mut report = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *report.seen.entry(endpoint.to_owned()).or_default() += 1;
        let order = report.order.clone();
        if order.endpoint.as_deref().is_some_and(|only| only != endpoint) {
            return Order::from(Mode::Ok);
        }
        if let Some(left) = order.spare.checked_sub(1) {
            report.order.spare = left;
            return Order::from(Mode::Ok);
        }
        match order.times {
            Some(0) => Order::from(Mode::Ok),
            Some(left) => {
                report.order.times = Some(left - 1);
                order
            }
            None => order,
        }
    }

    /// Counts a page's call; answers the mode in force when it is one of `heeded`, else [`Mode::Ok`].
    pub(super) fn heed(&self, endpoint: &str, heeded: &[Mode]) -> Mode {
        let concerned = heeded.contains(&self.report().order.mode);
        if concerned {
            return self.note(endpoint).mode;
        }
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).seen.entry(endpoint.to_owned()).or_default() += 1;
        Mode::Ok
    }

    /// Gives an order.
    pub fn order(&self, order: Order) {
        let mut report = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if order.reset {
            report.seen.clear();
        }
        report.order = order;
    }

    /// What is in force and what was seen.
    #[must_use]
    pub fn report(&self) -> Report {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// `GET /control`.
pub(super) async fn show(State(sim): State<Sim>) -> Json<Report> {
    Json(sim.control.report())
}

/// `POST /control`.
pub(super) async fn change(State(sim): State<Sim>, Json(order): Json<Order>) -> Json<Report> {
    if order.reset {
        sim.forget_everything();
    }
    sim.control.order(order);
    Json(sim.control.report())
}
