//! One login, door to door: `begin` → `depart` → upstream → `return_` → `resolve` → the pages that ask → `finish`.
//!
//! Every page and form names its attempt and comes from the browser the attempt is bound to. Each step is a guarded
//! UPDATE: what is done twice, out of order or from elsewhere changes nothing and meets the page "start again".

mod about;
mod added;
mod again;
mod arrival;
mod asked;
mod at_platform;
mod attempt;
mod begin;
mod cards;
pub(crate) mod check;
mod claim;
mod claim_code;
pub(crate) mod confirm;
mod depart;
mod entered;
mod error;
mod finish;
mod linked;
mod new_password;
mod notice;
mod older;
mod opened;
mod owner;
mod password;
mod question;
mod resolve;
mod return_;
mod school;
mod store;
mod straight;

use std::ops::Deref;
use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::accounts::passwords::PasswordDesk;
use crate::ground::Ground;
use crate::issuer::keys::KeyRing;
use crate::upstream::Registry;

pub use at_platform::{
    Asked as LinkSessionAsked, Granted as LinkSessionGranted, Refused as LinkSessionRefused, Subject,
};
pub use attempt::Step;
pub use error::LoginError;
pub(crate) use error::upstream_trouble;
pub(crate) use new_password::weakness_shown;
pub(crate) use opened::{brought, keep_word, word_of};
pub(crate) use owner::{Owner, Present, Turned, arrive, present, sign_in_first};
pub(crate) use password::caller;
pub use store::{Beginning, ConsoleGoal, Goal, JournalsGoal, LinkGoal, SettingsGoal};

/// What a login needs. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Login(Arc<Parts>);

/// The rooms a login walks through.
#[derive(Debug)]
pub struct Parts {
    /// Database, clock, secrets.
    pub ground: Ground,
    /// Clients of the school-side systems.
    pub upstreams: Registry,
    /// Verifies passwords.
    pub desk: PasswordDesk,
    /// Signs what a platform is asked.
    pub keys: Arc<KeyRing>,
}

impl Deref for Login {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Login {
    /// A login service.
    #[must_use]
    pub fn new(ground: Ground, upstreams: Registry, desk: PasswordDesk, keys: Arc<KeyRing>) -> Self {
        Self(Arc::new(Parts { ground, upstreams, desk, keys }))
    }
}

/// The pages and forms of a login.
pub fn routes(login: Login) -> Router {
    Router::new()
        .route("/login", get(begin::show).post(password::sign_in))
        .route("/login/depart", post(depart::leave))
        .route("/upstream/{id}/callback", get(return_::come_back))
        .route("/login/opened", get(opened::show).post(opened::answer))
        .route("/login/question", get(question::show).post(question::answer))
        .route("/login/claim", get(claim::show).post(claim::by_password))
        .route("/login/code", get(claim_code::show).post(claim_code::claim))
        .route("/login/cannot", post(claim::cannot))
        .route("/login/later", post(claim::go_on_without))
        .route("/login/older", get(older::show).post(older::answer))
        .route("/login/asked", get(asked::show))
        .route("/login/confirm", get(confirm::show).post(confirm::answer))
        .route("/login/linked", get(linked::show).post(linked::go_on))
        .route("/login/not-me", post(linked::not_me))
        .route("/login/notice", get(notice::show).post(notice::answer))
        .route("/login/new-password", get(new_password::show).post(new_password::choose))
        .route("/login/school", get(school::show).post(school::choose))
        .route("/login/at-platform", post(at_platform::ask))
        .route("/link/start", get(at_platform::start))
        .route("/link/continue", get(at_platform::come_back))
        .with_state(login)
}
