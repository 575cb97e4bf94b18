//! The last steps: the school if there are several, a notice if something happened, the session, back to the platform.

use axum::response::Response;

use super::attempt::{Chosen, Step, WayIn};
use super::begin::Entered;
use super::resolve::Known;
use super::store::{Beginning, Goal, Running};
use super::{Login, LoginError};
use crate::accounts::sessions::{self, Entered as InSession, Entry, Live};
use crate::domain::{
    AttemptId, AuthorizeRequest, FreshLogin, Freshness, Purpose, Role, SessionKind, SignedIn, UpstreamId,
};
use crate::issuer::{self, OAuthError};
use crate::linking::{self, PasswordEntry, ProofKind, Proven, Situation};
use crate::storage::account_roles::{self, AccountRole};
use crate::storage::accounts::{self, Account};
use crate::storage::{Durability, Tx, attempts, schools};
use crate::web::{self, Trouble, Visit, see_other};

/// Goes in with the way in that was found; or to one more page on the way.
pub(super) async fn go_in(login: &Login, visit: &Visit, entered: &mut Entered) -> Result<Response, web::Error> {
    let way_in = entered.running.memory.way_in.clone().ok_or(LoginError::Stale)?;
    if let Some(page) = super::notice::due(login, entered, &way_in).await? {
        return Ok(see_other(&page));
    }
    let about = About::read(login, entered, &way_in).await?;
    if entered.running.memory.chosen.is_none() && way_in.link.is_none() {
        match about.places().as_slice() {
            [] => {}
            [only] => entered.running.memory.chosen = Some(only.clone()),
            _ => {
                login.advance(&mut entered.running, Step::School).await?;
                return Ok(see_other(&entered.path("/login/school")));
            }
        }
    }
    finish(login, visit, entered, &way_in, &about).await
}

/// What the last step needs to know about the account.
pub(super) struct About {
    account: Account,
    roles: Vec<AccountRole>,
    /// Schools of this platform that keep their pupils signed in.
    keeps_pupils: Vec<String>,
}

impl About {
    pub(super) async fn read(login: &Login, entered: &Entered, way_in: &WayIn) -> Result<Self, LoginError> {
        let (id, platform) = (&way_in.account, &entered.platform.id);
        login
            .ground
            .db
            .read(|tx| async move {
                let account = accounts::find(&tx, id).await?.ok_or(LoginError::Stale)?;
                let mut roles = account_roles::list_live(&tx, id).await?;
                let mut keeps_pupils = Vec::new();
                let mut served = Vec::new();
                for role in &roles {
                    let school = schools::find_at_platform(&tx, platform, &role.school_id).await?;
                    let Some(school) = school.filter(|school| school.disabled_at.is_none()) else { continue };
                    if school.pupils_keep_session {
                        keeps_pupils.push(role.school_id.to_string());
                    }
                    served.push(role.school_id.clone());
                }
                roles.retain(|role| served.contains(&role.school_id));
                Ok(Self { account, roles, keeps_pupils })
            })
            .await
    }

    /// The different places of the account, each school and role once.
    pub(super) fn places(&self) -> Vec<Chosen> {
        let mut places: Vec<Chosen> = Vec::new();
        for role in &self.roles {
            let place = Chosen { school: role.school_id.clone(), role: role.role };
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// The class at a place, for the page that asks.
    pub(super) fn class_at(&self, place: &Chosen) -> Option<String> {
        let mut roles = self.roles.iter().filter(|role| role.school_id == place.school && role.role == place.role);
        roles.find_map(|role| role.class_name.clone())
    }

    /// No broker session of a pupil outlives the code, unless the school says so. Who is nobody we know is a pupil.
    fn session_kind(&self, chosen: Option<&Chosen>) -> SessionKind {
        let keeps = chosen.is_some_and(|place| self.keeps_pupils.iter().any(|school| school == place.school.as_str()));
        match chosen.map(|place| place.role) {
            Some(Role::Teacher | Role::Staff | Role::Admin) => SessionKind::Browser,
            Some(Role::Pupil) if keeps => SessionKind::Browser,
            _ => SessionKind::Code,
        }
    }
}

async fn finish(
    login: &Login,
    visit: &Visit,
    entered: &Entered,
    way_in: &WayIn,
    about: &About,
) -> Result<Response, web::Error> {
    let running = &entered.running;
    if about.account.disabled_at.is_some() {
        return Err(Trouble::AccountOff.into());
    }
    if let Goal::Authorize(request) = &running.goal
        && let Some(error) = unfit(login, entered, request, (way_in, about))
    {
        return Ok(see_other(&issuer::error_redirect(&login.ground, request, error)));
    }
    let current = current_session(login, visit).await?;
    let known = Known::read(login, visit, entered).await?;
    let situation = if way_in.link.is_some() { Some(known.situation()?) } else { None };
    let arrival = &Arrival { login, running, way_in, about, current: current.as_ref(), situation };
    let durability = arrival.durability();
    let write = |tx: Tx| async move { arrival.write(&tx).await };
    let (in_session, location) = login.ground.db.write(durability, write).await?;
    let location = match add_next(login, running, way_in, &in_session).await? {
        Some(attempt) => format!("/login?attempt={attempt}"),
        None => location,
    };
    match in_session.secret {
        Some(secret) => visit.start_session(secret),
        None => visit.end_session(),
    }
    tracing::info!(platform.id = %running.platform, account.id = %way_in.account, "somebody signed in");
    Ok(see_other(&location))
}

/// The login that adds the integration for which this sign-in was asked.
async fn add_next(
    login: &Login,
    running: &Running,
    way_in: &WayIn,
    in_session: &InSession,
) -> Result<Option<AttemptId>, LoginError> {
    let Goal::Settings(goal) = &running.goal else { return Ok(None) };
    if goal.upstream.is_none() {
        return Ok(None);
    }
    let proven = Proven {
        account: way_in.account.clone(),
        kind: ProofKind::Session,
        proven_at: way_in.auth_time,
        freshness: login.freshness_of(way_in.upstream.as_ref()).await?,
        link: way_in.link.clone(),
        assertion: None,
    };
    let beginning = Beginning {
        browser_hash: &running.browser_hash,
        purpose: Purpose::Add,
        goal: Goal::Settings(goal.clone()),
        session: Some(in_session.session.id.clone()),
        proven: Some(proven),
    };
    Ok(Some(login.begin(&beginning).await?))
}

impl Login {
    /// How fresh a sign-in is known to be that a session rests on: a password was typed, an upstream may have let a sign-in
    /// of an hour ago pass as one of this moment.
    pub(crate) async fn freshness_of(&self, upstream: Option<&UpstreamId>) -> Result<Freshness, LoginError> {
        let Some(id) = upstream else { return Ok(Freshness::Proven) };
        let Ok(client) = self.upstreams.client(&self.upstream(id).await?).await else { return Ok(Freshness::Unknown) };
        Ok(match client.fresh_login() {
            FreshLogin::Proven => Freshness::Proven,
            FreshLogin::Requested => Freshness::Requested,
            FreshLogin::Impossible => Freshness::Unknown,
        })
    }
}

/// The session of this browser, if there is one.
pub(super) async fn current_session(login: &Login, visit: &Visit) -> Result<Option<Live>, LoginError> {
    let Some(hash) = visit.session_hash() else { return Ok(None) };
    Ok(sessions::find_live_by_hash(&login.ground, hash, visit.browser_hash()).await?)
}

/// What the platform asked for and this sign-in is not.
fn unfit(
    login: &Login,
    entered: &Entered,
    request: &AuthorizeRequest,
    (way_in, about): (&WayIn, &About),
) -> Option<OAuthError> {
    let sub = issuer::sub_at(entered.platform.sub_mode, &about.account);
    let other = request.hinted_sub.as_ref().is_some_and(|hinted| *hinted != sub);
    let age = login.ground.now() - way_in.auth_time;
    let too_old = request.max_age.is_some_and(|most| age.num_seconds() > most.max(60));
    (other || too_old).then_some(OAuthError::LoginRequired)
}

/// Everything the last transaction writes.
struct Arrival<'a> {
    login: &'a Login,
    running: &'a Running,
    way_in: &'a WayIn,
    about: &'a About,
    current: Option<&'a Live>,
    /// What the upstream's sign-in rests on; none for a password.
    situation: Option<Situation<'a>>,
}

impl Arrival<'_> {
    /// Ending somebody's session and a first sign-in survive a power loss; an ordinary sign-in need not.
    fn durability(&self) -> Durability {
        if self.about.account.used_at.is_none() { Durability::Durable } else { sessions::durability(self.current) }
    }

    async fn write(&self, tx: &Tx) -> Result<(InSession, String), LoginError> {
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
        let kind = match self.about.session_kind(chosen) {
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
