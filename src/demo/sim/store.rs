//! What a simulator remembers while it runs.

use std::collections::{HashMap, HashSet};

use super::journal::Journals;
use crate::domain::Time;

/// All memory of a simulator; gone with the process or by the control endpoint.
#[derive(Debug, Default)]
pub(super) struct Store {
    /// By cookie value.
    pub sessions: HashMap<String, Session>,
    /// By request id: logins under way.
    pub requests: HashMap<String, Login>,
    /// By code (or Stuudium token).
    pub codes: HashMap<String, Grant>,
    /// By refresh token.
    pub refresh: HashMap<String, Grant>,
    /// By access token.
    pub access: HashMap<String, Grant>,
    /// (person, client) that consented.
    pub consents: HashSet<(String, String)>,
    /// Nonces of signed calls, with the time they were used.
    pub nonces: HashMap<String, Time>,
    /// Class journals.
    pub journals: Journals,
}

/// Somebody is signed in in this browser.
#[derive(Debug, Clone)]
pub(super) struct Session {
    /// Key of the person.
    pub person: String,
    /// When.
    pub signed_in_at: Time,
}

/// A login under way: what the client asked for, and how far the person is.
#[derive(Debug, Clone, Default)]
pub(super) struct Login {
    /// Who asked.
    pub client_id: String,
    /// Where the browser goes back to.
    pub redirect_uri: String,
    /// Echoed.
    pub state: Option<String>,
    /// Scopes as sent.
    pub scope: String,
    /// For the ID token.
    pub nonce: Option<String>,
    /// PKCE S256 challenge.
    pub challenge: Option<String>,
    /// The person must sign in again, whoever is signed in.
    pub fresh: bool,
    /// Oldest sign-in that will do, in seconds.
    pub max_age: Option<i64>,
    /// Index of the chosen role.
    pub role: Option<usize>,
}

/// What a code or token stands for.
#[derive(Debug, Clone)]
pub(super) struct Grant {
    /// The login it came from.
    pub login: Login,
    /// Key of the person.
    pub person: String,
    /// When the person signed in.
    pub auth_time: Time,
    /// When this value was made.
    pub made_at: Time,
}
