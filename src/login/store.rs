//! Attempts in and out of the database: opened, advanced, closed.

use chrono::TimeDelta;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::attempt::{Memory, Step};
use super::{Login, LoginError};
use crate::domain::{AttemptId, AuthorizeRequest, ClientId, PlatformId, Purpose, SessionId, Time, UpstreamId};
use crate::linking::{Answer, Proven};
use crate::storage::attempts::{self, LoginAttempt};
use crate::storage::{Durability, StorageError, Tx};

/// What a login is to end in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Goal {
    /// A code for the platform that asked.
    Authorize(Box<AuthorizeRequest>),
    /// Our own settings pages.
    Settings(SettingsGoal),
    /// A platform's own settings page, from where an integration is added.
    Link(LinkGoal),
    /// A teacher's journals, or the launch of one.
    Journals(JournalsGoal),
    /// The console of a school.
    Console(ConsoleGoal),
}

impl Goal {
    /// Where our own pages begin a login: the platform, and the client it was begun for.
    fn place(&self) -> Option<(&PlatformId, Option<&ClientId>)> {
        match self {
            Self::Authorize(_) => None,
            Self::Settings(goal) => Some((&goal.settings_of, None)),
            Self::Link(goal) => Some((&goal.link_of, Some(&goal.client))),
            Self::Journals(goal) => Some((&goal.journals_of, None)),
            Self::Console(goal) => Some((&goal.console_of, None)),
        }
    }

    /// Whether a first visit may begin here. The settings, the list of journals and the console are
    /// for accounts that exist.
    #[must_use]
    pub fn takes_newcomers(&self) -> bool {
        match self {
            Self::Authorize(_) => true,
            Self::Journals(goal) => goal.upstream.is_some(),
            Self::Settings(_) | Self::Link(_) | Self::Console(_) => false,
        }
    }
}

/// Where settings go on after the sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingsGoal {
    /// The settings of which platform.
    pub settings_of: PlatformId,
    /// The upstream to add (purpose `add`).
    pub upstream: Option<UpstreamId>,
    /// Whoever signs in wants to bring the older account.
    #[serde(default)]
    pub brings_older: bool,
}

impl SettingsGoal {
    /// The settings of a platform, and then perhaps an integration to add.
    #[must_use]
    pub fn adding(platform: &PlatformId, upstream: Option<UpstreamId>) -> Self {
        Self { settings_of: platform.clone(), upstream, brings_older: false }
    }

    /// The settings of a platform, on the way through which an older account is brought.
    #[must_use]
    pub fn bringing(platform: &PlatformId) -> Self {
        Self { settings_of: platform.clone(), upstream: None, brings_older: true }
    }
}

/// What a platform wants from a link session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkGoal {
    /// Which platform.
    pub link_of: PlatformId,
    /// Which of its clients.
    pub client: ClientId,
    /// The upstream to add; without one the person chooses.
    pub upstream: Option<UpstreamId>,
    /// Where the browser goes in the end: registered for this client.
    pub return_uri: Option<String>,
    /// The platform's wish for the language of our pages.
    pub ui_locales: Option<String>,
}

/// Where a teacher goes on after the sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalsGoal {
    /// The journals of which platform.
    pub journals_of: PlatformId,
    /// The path of ours to come back to.
    pub back: String,
    /// The upstream of a launch: the sign-in goes through it.
    pub upstream: Option<UpstreamId>,
}

/// Where somebody who administers a school goes on after the sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsoleGoal {
    /// The console at which platform.
    pub console_of: PlatformId,
    /// The path of ours to come back to.
    pub back: String,
}

/// A running login, opened for one request.
#[derive(Debug, Clone)]
pub struct Running {
    /// Its id, as in the address of its pages.
    pub id: AttemptId,
    /// The browser it is bound to.
    pub browser_hash: String,
    /// Where the person wants to go.
    pub platform: PlatformId,
    /// The client that asked.
    pub client: Option<ClientId>,
    /// What it is for.
    pub purpose: Purpose,
    /// What it is to end in.
    pub goal: Goal,
    /// Where it stands.
    pub step: Step,
    /// What the steps so far found out.
    pub memory: Memory,
    /// The session that adds an integration.
    pub session: Option<SessionId>,
    /// When it runs out.
    pub expires_at: Time,
}

fn place(id: &AttemptId) -> String {
    format!("login_attempt|{id}|memory")
}

impl Running {
    /// The authorization request, when a platform asked.
    #[must_use]
    pub fn request(&self) -> Option<&AuthorizeRequest> {
        match &self.goal {
            Goal::Authorize(request) => Some(request),
            Goal::Settings(_) | Goal::Link(_) | Goal::Journals(_) | Goal::Console(_) => None,
        }
    }

    /// What the person said to "have you used this platform before?", or came here to say.
    #[must_use]
    pub fn answer(&self) -> Option<Answer> {
        let brings = matches!(&self.goal, Goal::Settings(goal) if goal.brings_older);
        self.memory.answer.or(brings.then_some(Answer::Yes))
    }

    /// Takes a step in a transaction of the caller's; `memory` is sealed.
    pub(super) async fn advance(&self, tx: &Tx, to: Step, memory: &str, now: Time) -> Result<(), StorageError> {
        let (from, to) = (self.step.as_str(), to.as_str());
        let step = attempts::Step { id: &self.id, browser_hash: &self.browser_hash, from, to, memory, now };
        attempts::advance(tx, &step).await
    }

    /// Forgets what the steps found out, before another system or a password is tried.
    pub(super) fn forget(&mut self) {
        let proven = self.memory.proven.take().filter(|_| self.purpose == Purpose::Add);
        self.memory = Memory { skipped_chooser: true, proven, ..Memory::default() };
    }

    /// The platform's wish for the language of our pages.
    pub(super) fn ui_locales(&self) -> Option<String> {
        match &self.goal {
            Goal::Authorize(request) => request.ui_locales.clone(),
            Goal::Link(goal) => goal.ui_locales.clone(),
            Goal::Settings(_) | Goal::Journals(_) | Goal::Console(_) => None,
        }
    }
}

/// A login that our own pages begin.
#[derive(Debug)]
pub struct Beginning<'a> {
    /// The browser it is bound to.
    pub browser_hash: &'a str,
    /// What for; `sign_in` for the launch of a journal only.
    pub purpose: Purpose,
    /// Where it goes; not an authorization request, which the issuer hands over itself.
    pub goal: Goal,
    /// The session that adds an integration.
    pub session: Option<SessionId>,
    /// The account it is added to, proven by that session.
    pub proven: Option<Proven>,
}

impl Login {
    /// A running login as it was stored.
    pub(super) fn unpack(&self, row: LoginAttempt) -> Result<Running, LoginError> {
        let memory = self.unseal_memory(&row)?;
        Ok(Running {
            goal: serde_json::from_str(&row.request).map_err(|_| LoginError::Stale)?,
            step: row.state.parse().map_err(|_| LoginError::Stale)?,
            memory,
            id: row.id,
            browser_hash: row.browser_hash,
            platform: row.platform_id,
            client: row.client_id,
            purpose: row.purpose,
            session: row.session_id,
            expires_at: row.expires_at,
        })
    }

    /// The issuer hands a request over with an empty memory.
    fn unseal_memory(&self, row: &LoginAttempt) -> Result<Memory, LoginError> {
        if row.memory.is_empty() { Ok(Memory::default()) } else { self.unseal(&place(&row.id), &row.memory) }
    }

    /// The sealed form of a memory.
    pub(super) fn seal_memory(&self, id: &AttemptId, memory: &Memory) -> Result<String, LoginError> {
        self.seal(&place(id), memory)
    }

    /// Seals what this room keeps between two requests, for one place.
    pub(super) fn seal<T: Serialize>(&self, place: &str, value: &T) -> Result<String, LoginError> {
        let text = serde_json::to_vec(value).map_err(|error| LoginError::NotKept(error.to_string()))?;
        self.ground.vault.seal(place, &text).map_err(|error| LoginError::NotKept(error.to_string()))
    }

    /// What [`Login::seal`] was given. What does not open, such as after its key was taken out of the ring, is stale: the
    /// person begins again.
    pub(super) fn unseal<T: DeserializeOwned>(&self, place: &str, sealed: &str) -> Result<T, LoginError> {
        let clear = self.ground.vault.open(place, sealed).map_err(|_| LoginError::Stale)?;
        serde_json::from_slice(&clear).map_err(|_| LoginError::Stale)
    }

    /// Takes a step: the attempt must still stand where `running` saw it.
    pub(super) async fn advance(&self, running: &mut Running, to: Step) -> Result<(), LoginError> {
        let memory = &self.seal_memory(&running.id, &running.memory)?;
        let (seen, now) = (&*running, self.ground.now());
        let write = |tx| async move { seen.advance(&tx, to, memory, now).await };
        self.ground.db.write(Durability::Relaxed, write).await?;
        running.step = to;
        Ok(())
    }

    /// Begins a login that no platform asked for: our own pages.
    ///
    /// # Errors
    /// The database's.
    pub async fn begin(&self, beginning: &Beginning<'_>) -> Result<AttemptId, LoginError> {
        let now = self.ground.now();
        let id = AttemptId::at(now, &self.ground.random);
        let (platform, client) = beginning.goal.place().ok_or(LoginError::Stale)?;
        let row = &LoginAttempt {
            browser_hash: beginning.browser_hash.to_owned(),
            platform_id: platform.clone(),
            client_id: client.cloned(),
            purpose: beginning.purpose,
            request: serde_json::to_string(&beginning.goal).map_err(|error| LoginError::NotKept(error.to_string()))?,
            state: Step::Choose.as_str().to_owned(),
            memory: self.seal_memory(&id, &Memory { proven: beginning.proven.clone(), ..Memory::default() })?,
            session_id: beginning.session.clone(),
            created_at: now,
            expires_at: now + TimeDelta::minutes(self.ground.config.sessions.attempt_minutes),
            ended_at: None,
            id: id.clone(),
        };
        self.ground.db.write(Durability::Relaxed, |tx| async move { attempts::insert(&tx, row).await }).await?;
        Ok(id)
    }
}
