//! The transaction that lets somebody in: the login is over, link or password is looked at once more, session and code are
//! written together or not at all.

use super::about::About;
use super::attempt::{Chosen, WayIn};
use super::store::{Goal, Running};
use super::{Login, LoginError};
use crate::accounts::sessions::{self, Entered as InSession, Entry, Live};
use crate::domain::{SessionKind, SignedIn};
use crate::issuer;
use crate::linking::{self, PasswordEntry, Situation};
use crate::storage::{Durability, Tx, attempts};

/// Everything the last transaction writes.
pub(super) struct Arrival<'a> {
    pub(super) login: &'a Login,
    pub(super) running: &'a Running,
    pub(super) way_in: &'a WayIn,
    pub(super) about: &'a About,
    pub(super) current: Option<&'a Live>,
    /// The school and role chosen for this session.
    pub(super) chosen: Option<&'a Chosen>,
    /// Whether the word of this sign-in counts for roles.
    pub(super) vouched: bool,
}

impl Arrival<'_> {
    /// Ending somebody's session and a first sign-in survive a power loss; an ordinary sign-in need not.
    pub(super) fn durability(&self) -> Durability {
        if self.about.account.used_at.is_none() { Durability::Durable } else { sessions::durability(self.current) }
    }

    /// `situation`: what the upstream's sign-in rests on; none for a password.
    pub(super) async fn write(
        &self,
        tx: &Tx,
        situation: Option<&Situation<'_>>,
    ) -> Result<(InSession, String), LoginError> {
        self.end_attempts(tx).await?;
        let (ground, way_in, running) = (&self.login.ground, self.way_in, self.running);
        if let Some(situation) = situation {
            self.admit(tx, situation).await?;
        } else {
            let (platform, client) = (&running.platform, running.client.as_ref());
            let (account, proven_at) = (&way_in.account, way_in.auth_time);
            let entry = PasswordEntry { platform, client, account, proven_at };
            linking::admit_password(tx, ground, &entry).await?;
        }
        self.start(tx).await
    }

    /// The login is over, and whoever left one half done at this computer is not who signs in now.
    pub(super) async fn end_attempts(&self, tx: &Tx) -> Result<(), LoginError> {
        let (running, now) = (self.running, self.login.ground.now());
        let step = running.step.as_str();
        Ok(attempts::end_all_knowing(tx, &running.id, &running.browser_hash, step, now).await?)
    }

    /// Session and code, once this transaction has let the person in.
    pub(super) async fn start(&self, tx: &Tx) -> Result<(InSession, String), LoginError> {
        let in_session = sessions::enter(tx, &self.login.ground, self.current, &self.entry()).await?;
        let location = self.location(tx, &in_session).await?;
        Ok((in_session, location))
    }

    /// Decides once more: what was ended or switched off a moment ago lets nobody in.
    async fn admit(&self, tx: &Tx, situation: &Situation<'_>) -> Result<(), LoginError> {
        let sign_in = linking::admit(tx, &self.login.ground, situation).await?;
        let same = sign_in.account == self.way_in.account && Some(&sign_in.link) == self.way_in.link.as_ref();
        if same { Ok(()) } else { Err(LoginError::Stale) }
    }

    fn entry(&self) -> Entry<'_> {
        let (way_in, chosen) = (self.way_in, self.chosen);
        let kind = match (&self.running.goal, self.about.session_kind(chosen, self.vouched)) {
            (Goal::Console(_), _) => SessionKind::Console,
            (_, SessionKind::Code) if self.running.request().is_none() => SessionKind::Settings,
            (_, kind) => kind,
        };
        Entry {
            kind,
            browser_hash: &self.running.browser_hash,
            platform: &self.running.platform,
            account: &way_in.account,
            link: way_in.link.as_ref(),
            upstream: way_in.upstream.as_ref(),
            school: chosen.map(|place| &place.school),
            role: chosen.map(|place| place.role),
            auth_time: way_in.auth_time,
        }
    }

    async fn location(&self, tx: &Tx, in_session: &InSession) -> Result<String, LoginError> {
        let request = match &self.running.goal {
            Goal::Settings(goal) => return Ok(format!("/settings/{}/integrations", goal.settings_of)),
            Goal::Journals(goal) => return Ok(goal.back.clone()),
            Goal::Console(goal) => return Ok(goal.back.clone()),
            Goal::Authorize(request) => request,
            // A link session signs nobody in.
            Goal::Link(_) => return Err(LoginError::Stale),
        };
        let signed_in = SignedIn {
            session: in_session.session.id.clone(),
            account: self.way_in.account.clone(),
            platform: self.running.platform.clone(),
            link: self.way_in.link.clone(),
            upstream: self.way_in.upstream.clone(),
            school: self.chosen.map(|place| place.school.clone()),
            auth_time: self.way_in.auth_time,
        };
        Ok(issuer::issue_code(tx, &self.login.ground, request, &signed_in).await?)
    }
}
