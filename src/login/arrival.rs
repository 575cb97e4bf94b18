//! The transaction that lets somebody in: the login is over, link or password is looked at once more, session and code are
//! written together or not at all.

use super::about::About;
use super::attempt::WayIn;
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
    /// What the upstream's sign-in rests on; none for a password.
    pub(super) situation: Option<Situation<'a>>,
}

impl Arrival<'_> {
    /// Ending somebody's session and a first sign-in survive a power loss; an ordinary sign-in need not.
    pub(super) fn durability(&self) -> Durability {
        if self.about.account.used_at.is_none() { Durability::Durable } else { sessions::durability(self.current) }
    }

    pub(super) async fn write(&self, tx: &Tx) -> Result<(InSession, String), LoginError> {
        let (ground, way_in, running) = (&self.login.ground, self.way_in, self.running);
        let now = ground.now();
        attempts::end(tx, &running.id, &running.browser_hash, running.step.as_str(), now).await?;
        // Whoever left a login half done at this computer is not who signs in now.
        attempts::end_half_done(tx, &running.browser_hash, &running.id, now).await?;
        if let Some(situation) = &self.situation {
            self.admit(tx, situation).await?;
        } else {
            let (platform, client) = (&running.platform, running.client.as_ref());
            let (account, proven_at) = (&way_in.account, way_in.auth_time);
            let entry = PasswordEntry { platform, client, account, proven_at };
            linking::admit_password(tx, ground, &entry).await?;
        }
        let in_session = sessions::enter(tx, ground, self.current, &self.entry()).await?;
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
        let (way_in, chosen) = (self.way_in, self.running.memory.chosen.as_ref());
        let vouched = self.running.memory.assertion.as_ref().is_none_or(|assertion| assertion.roles_vouched);
        let kind = match self.about.session_kind(chosen, vouched) {
            SessionKind::Code if self.running.request().is_none() => SessionKind::Settings,
            kind => kind,
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
            school: self.running.memory.chosen.as_ref().map(|place| place.school.clone()),
            auth_time: self.way_in.auth_time,
        };
        Ok(issuer::issue_code(tx, &self.login.ground, request, &signed_in).await?)
    }
}
