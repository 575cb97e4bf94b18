//! One launch, read again at every step: where the journal goes, who launched it, and who is signed in.

use std::collections::BTreeMap;

use axum::response::Response;

use super::launched::{path, place, usable};
use super::{lti, teacher};
use crate::domain::{
    LaunchId, LinkOrigin, MessageKind, MessageState, PlatformId, Purpose, RosterSubject, SchoolId, SeatRole, SubjectKey,
};
use crate::login::{self, Beginning, Goal, JournalsGoal, Login, Owner, Present, Turned, upstream_trouble};
use crate::roster::{AtSchool, Filtered, Hidden};
use crate::storage::journal_launches::JournalLaunch;
use crate::storage::journals::{self, Journal};
use crate::storage::links::{self, Link};
use crate::storage::platforms::Platform;
use crate::storage::upstreams::Upstream;
use crate::storage::{StorageError, Tx, identities, outbox, platforms};
use crate::upstream::{Handing, JournalError, Launched, Linking, RosterSource};
use crate::web::{self, Trouble, Visit};

/// A launch whose journal was read a moment ago. Its people live no longer than this value.
pub(super) struct Launch {
    pub(super) row: JournalLaunch,
    pub(super) upstream: Upstream,
    pub(super) token: String,
    pub(super) launched: Launched,
    source: RosterSource,
}

/// What the pages of a launch tell of it.
pub(super) struct Told {
    pub(super) launch: LaunchId,
    pub(super) journal: String,
    pub(super) upstream: String,
    /// The teacher's name, as the journal tells it, or else the launch.
    pub(super) teacher: String,
}

/// Where a launch stands.
pub(super) enum Stand {
    /// Several platforms fit, and the teacher has not chosen.
    Places(Vec<Platform>),
    /// Somebody else is signed in.
    Somebody(Box<Platform>),
    /// Nobody is, and the upstream has said who launched.
    Arrived(Box<Platform>),
    /// The journal is linked, and this teacher has no seat in it yet.
    Known(Box<Platform>),
    /// The journal is linked and this teacher's; its upstream may not know.
    Linked(Box<Journal>, Option<MessageState>),
    /// The teacher is there.
    Ready(Box<Ready>),
}

/// Everything for the preview and the commit.
pub(super) struct Ready {
    pub(super) owner: Owner,
    pub(super) at: AtSchool,
    pub(super) said: Filtered,
    pub(super) hidden: Hidden,
    pub(super) teacher: SubjectKey,
    pub(super) roster_subject: RosterSubject,
}

/// A platform whose school uses the upstream.
pub(super) type Fitting = (Platform, AtSchool);

impl Launch {
    /// Reads the journal of a launch.
    pub(super) async fn read(login: &Login, row: JournalLaunch) -> Result<Self, web::Error> {
        let upstream = usable(login, &row.upstream_id).await?;
        let again = path(&row.id);
        let to_page = |error| upstream_trouble(error, &upstream.name, false).try_again_at(again.clone());
        let source: RosterSource = login.upstreams.source(&upstream).map_err(to_page)?.ok_or(Trouble::NotFound)?;
        let clear = login.ground.vault.open(&place(&row.id), &row.token).map_err(|_| Trouble::LaunchGone)?;
        let token = String::from_utf8(clear.to_vec()).map_err(|_| Trouble::LaunchGone)?;
        let launched = match source.open(&token).await {
            Ok(launched) => launched,
            Err(JournalError::Upstream(error)) => return Err(to_page(error)),
            Err(_) => return Err(Trouble::LaunchOver { upstream: upstream.name }.into()),
        };
        Ok(Self { row, upstream, token, launched, source })
    }

    /// The journal's name.
    pub(super) fn journal_name(&self) -> &str {
        &self.launched.reading.journal.name
    }

    /// What its pages tell.
    pub(super) fn told(&self) -> Told {
        Told {
            launch: self.row.id.clone(),
            journal: self.journal_name().to_owned(),
            upstream: self.upstream.name.clone(),
            teacher: self.teacher_name(),
        }
    }

    fn teacher_name(&self) -> String {
        let members = &self.launched.reading.members;
        let found = members.iter().find(|member| member.subject == self.launched.launched_by);
        let told = found.map(|member| member.name.display()).filter(|name| !name.is_empty());
        let arrived = || self.launched.arrived.as_ref().map(|assertion| assertion.name.display());
        told.or_else(arrived).unwrap_or_default()
    }

    /// How far it is. A sign-in that is needed is an `Err`.
    pub(super) async fn stand(&self, login: &Login, visit: &Visit) -> Result<Stand, Turned> {
        let mut fitting = self.fitting(login).await?;
        if !fitting.iter().any(|(_, at)| self.teaches(login, at)) {
            return Err(self.stopped(Trouble::NotTeacher { upstream: self.upstream.name.clone() }).into());
        }
        if let Some(chosen) = &self.row.platform_id {
            fitting.retain(|(platform, _)| platform.id == *chosen);
        }
        let mut fitting = fitting.into_iter();
        match (fitting.next(), fitting.next()) {
            (None, _) => Err(Trouble::LaunchGone.into()),
            (Some(one), None) => self.at(login, visit, one).await,
            (Some(one), Some(two)) => {
                let all = [one, two].into_iter().chain(fitting).map(|(platform, _)| platform);
                Ok(Stand::Places(all.collect()))
            }
        }
    }

    /// Nothing was written, and it can be tried again.
    fn stopped(&self, trouble: Trouble) -> web::Error {
        web::Error::from(trouble).try_again_at(path(&self.row.id))
    }

    /// The live platforms where the journal's school is served and has this upstream enabled.
    async fn fitting(&self, login: &Login) -> Result<Vec<Fitting>, web::Error> {
        let upstream = self.upstream.name.clone();
        let Some(number) = &self.launched.reading.journal.school else {
            return Err(self.stopped(Trouble::JournalNumber { upstream }));
        };
        let id = &self.upstream.id;
        let found = login.ground.db.read(|tx| async move { serving(&tx, id, number).await }).await?;
        if found.is_empty() {
            return Err(self.stopped(Trouble::JournalSchool { upstream, number: number.to_string() }));
        }
        Ok(found)
    }

    /// Whether whoever launched is a teacher of the journal, as the school's rules read it.
    fn teaches(&self, login: &Login, at: &AtSchool) -> bool {
        let (said, _) = at.filter(&login.ground, &self.launched.reading);
        let launched_by = &self.launched.launched_by;
        said.rows.iter().any(|row| row.subject == *launched_by && row.roles.contains(&SeatRole::Teacher))
    }

    async fn at(&self, login: &Login, visit: &Visit, (platform, at): Fitting) -> Result<Stand, Turned> {
        let present = login::present(login, visit, platform.id.as_str()).await?;
        let teacher = self.teacher();
        let linked = self.link(login, &platform.id, &teacher).await?;
        let Present::Owner(owner) = present else { return self.needs_sign_in(login, visit, platform).await };
        match linked {
            Some(link) if link.account_id == *owner.id() => self.journal(login, *owner, at, teacher).await,
            Some(_) => Ok(Stand::Somebody(Box::new(platform))),
            None if self.is_another(login, &owner).await? => Ok(Stand::Somebody(Box::new(platform))),
            // Perhaps the same person, who came with a password: the sign-in asks.
            None => self.needs_sign_in(login, visit, platform).await,
        }
    }

    /// The upstream's sign-in at once, or, where the upstream has said already who it is, a page that says so.
    async fn needs_sign_in(&self, login: &Login, visit: &Visit, platform: Platform) -> Result<Stand, Turned> {
        if self.launched.arrived.is_some() {
            return Ok(Stand::Arrived(Box::new(platform)));
        }
        Err(login::sign_in_first(login, &self.beginning(visit, &platform.id)).await)
    }

    /// Whoever launched, as the upstream knows them.
    fn teacher(&self) -> SubjectKey {
        SubjectKey {
            upstream: self.upstream.id.clone(),
            scope: self.launched.reading.journal.key.scope.clone(),
            subject: self.launched.launched_by.clone(),
        }
    }

    /// The teacher's link, if they have been asked about it and are not in quarantine. Where a roster does not name people
    /// as the sign-in does, an equal id says nothing, and nobody is the teacher.
    async fn link(
        &self,
        login: &Login,
        platform: &PlatformId,
        teacher: &SubjectKey,
    ) -> Result<Option<Link>, StorageError> {
        if self.source.roster_subject() != RosterSubject::SameAsLogin {
            return Ok(None);
        }
        let find = |tx: Tx| async move {
            let Some(link) = links::find_live(&tx, platform, teacher).await? else { return Ok(None) };
            let identity = identities::find(&tx, &link.identity_id).await?;
            let is_trusted = identity.is_some_and(|identity| identity.quarantined_at.is_none());
            Ok::<_, StorageError>(Some(link).filter(|_| is_trusted))
        };
        let link = login.ground.db.read(find).await?;
        Ok(link.filter(|link| link.origin != LinkOrigin::Born || link.last_used_at.is_some()))
    }

    /// Whether this upstream opens the account for somebody else.
    async fn is_another(&self, login: &Login, owner: &Owner) -> Result<bool, StorageError> {
        let (account, upstream) = (owner.id(), &self.upstream.id);
        let find = |tx| async move { links::find_live_of_account(&tx, account, upstream).await };
        Ok(login.ground.db.read(find).await?.is_some())
    }

    /// Begins a sign-in through the upstream that comes back to this launch. The upstream's word for who launched is good for
    /// one: whoever presses the button later goes there for a new one.
    pub(super) async fn sign_in(
        &self,
        login: &Login,
        visit: &Visit,
        platform: &PlatformId,
    ) -> Result<Response, Turned> {
        let beginning = self.beginning(visit, platform);
        let Some(assertion) = &self.launched.arrived else {
            return Err(login::sign_in_first(login, &beginning).await);
        };
        if !lti::use_sign_in(login, visit, &self.row).await? {
            return Err(Trouble::LaunchOver { upstream: self.upstream.name.clone() }.into());
        }
        Ok(login::arrive(login, visit, &beginning, (**assertion).clone()).await?)
    }

    fn beginning<'v>(&self, visit: &'v Visit, platform: &PlatformId) -> Beginning<'v> {
        let goal = JournalsGoal {
            journals_of: platform.clone(),
            back: path(&self.row.id),
            upstream: Some(self.upstream.id.clone()),
        };
        Beginning {
            browser_hash: visit.browser_hash(),
            purpose: Purpose::SignIn,
            goal: Goal::Journals(goal),
            session: None,
            proven: None,
        }
    }

    /// What the browser brings to the upstream now that the journal is linked, if it waits for it. Where it cannot be made,
    /// the journal is linked all the same, and the next launch tells.
    pub(super) async fn handing(&self, login: &Login, here: &str) -> Option<Handing> {
        let issuer = login.ground.issuer();
        let (launch_url, here) = (lti::launch_url(issuer, &self.upstream.id), format!("{issuer}{here}"));
        let linking = Linking { title: self.journal_name(), launch_url: &launch_url, here: &here };
        match self.source.hand_over(&self.token, linking).await {
            Ok(handing) => handing,
            Err(error) => {
                tracing::error!(%error, "what an upstream waits for could not be signed");
                None
            }
        }
    }

    async fn journal(&self, login: &Login, owner: Owner, at: AtSchool, teacher: SubjectKey) -> Result<Stand, Turned> {
        let (platform, key) = (&owner.platform.id, &self.launched.reading.journal.key);
        let read = |tx: Tx| async move {
            let Some(journal) = journals::find_live(&tx, platform, key).await? else { return Ok(None) };
            let message = outbox::find_latest(&tx, &journal.id).await?;
            Ok::<_, StorageError>(Some((journal, message)))
        };
        let Some((journal, message)) = login.ground.db.read(read).await? else {
            let (said, hidden) = at.filter(&login.ground, &self.launched.reading);
            if !said.is_complete {
                let upstream = self.upstream.name.clone();
                return Err(self.stopped(Trouble::JournalPartial { upstream }).into());
            }
            let roster_subject = self.source.roster_subject();
            return Ok(Stand::Ready(Box::new(Ready { owner, at, said, hidden, teacher, roster_subject })));
        };
        let message = message.filter(|message| message.kind == MessageKind::Linked).map(|message| message.state);
        Ok(match teacher::find(login, &owner, &journal.id).await? {
            Some(journal) => Stand::Linked(Box::new(journal), message),
            None => Stand::Known(Box::new(owner.platform)),
        })
    }
}

/// The live platforms where a school is served and has an upstream enabled.
pub(super) async fn serving(
    tx: &Tx,
    upstream: &crate::domain::UpstreamId,
    number: &SchoolId,
) -> Result<Vec<Fitting>, StorageError> {
    let mut found = BTreeMap::new();
    for platform in platforms::list(tx).await?.into_iter().filter(Platform::is_live) {
        if let Some(at) = AtSchool::find(tx, &platform.id, upstream, number).await? {
            found.insert(platform.id.clone(), (platform, at));
        }
    }
    Ok(found.into_values().collect())
}
