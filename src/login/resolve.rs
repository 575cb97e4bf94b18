//! The middle of every login: gather the evidence, ask `linking::decide`, do what it says.

use axum::response::Response;

use super::added::{self, Outcome};
use super::attempt::{AskedSchool, Chosen, Step, WayIn};
use super::entered::Entered;
use super::straight::Met;
use super::{Login, LoginError};
use crate::accounts::sessions::Live;
use crate::domain::{AccountId, Assertion, CaseKind, Purpose, SchoolId};
use crate::linking::{self, Block, Decision, Evidence, Join, LinkingError, Place, Refusal, SignIn, Situation};
use crate::storage::Durability;
use crate::storage::sessions::SessionAccount;
use crate::web::{self, Trouble, Visit, see_other};

/// Somebody came back from an upstream: straight in, or find or make the identity, then go on.
pub(super) async fn arrive(
    login: &Login,
    visit: &Visit,
    entered: &mut Entered,
    assertion: Assertion,
) -> Result<Response, web::Error> {
    let identity = match super::straight::go(login, visit, entered, &assertion).await? {
        Met::In(response) => return Ok(response),
        Met::Known(identity) => identity,
        Met::Unsure => {
            let identity = linking::identify(&login.ground, &entered.platform.id, &assertion).await;
            identity.map_err(LoginError::from)?.id
        }
    };
    entered.running.memory.identity = Some(identity);
    entered.running.memory.assertion = Some(assertion);
    walk(login, visit, entered).await
}

/// What a login knows, with what has to be owned for as long as [`Situation`] borrows it.
pub(super) struct Known<'a> {
    entered: &'a Entered,
    signed_in: Option<AccountId>,
    chosen: Option<Place>,
}

impl<'a> Known<'a> {
    pub(super) async fn read(login: &Login, visit: &Visit, entered: &'a Entered) -> Result<Self, LoginError> {
        Ok(Self::of(entered, super::finish::current_session(login, visit).await?.as_ref()))
    }

    /// With the session of this browser, if there is one.
    pub(super) fn of(entered: &'a Entered, current: Option<&Live>) -> Self {
        let here = current.and_then(|live| live.at(&entered.platform.id));
        let same = |here: &&SessionAccount| {
            // Settings act for the session that began them. A link session has none of its own: whoever else is signed in
            // here is somebody else.
            entered.running.purpose != Purpose::Add
                || entered.running.session.as_ref().is_none_or(|session| *session == here.session_id)
        };
        let signed_in = here.filter(same).map(|here| here.account_id.clone());
        let chosen = entered.running.memory.chosen.as_ref().map(Chosen::as_place);
        Self { entered, signed_in, chosen }
    }

    pub(super) fn situation(&self) -> Result<Situation<'_>, LoginError> {
        let running = &self.entered.running;
        Ok(Situation {
            platform: &running.platform,
            client: running.client.as_ref(),
            purpose: running.purpose,
            identity: running.memory.identity()?,
            assertion: running.memory.assertion()?,
            answer: running.answer(),
            proven: running.memory.proven.as_ref(),
            signed_in: self.signed_in.as_ref(),
            chosen: self.chosen.as_ref(),
        })
    }
}

/// Everything known at this step, from one snapshot.
pub(super) async fn gather(login: &Login, visit: &Visit, entered: &Entered) -> Result<Evidence, LoginError> {
    let known = Known::read(login, visit, entered).await?;
    let (ground, situation) = (&login.ground, &known.situation()?);
    Ok(ground.db.read(|tx| async move { linking::gather(&tx, ground, situation, false).await }).await?)
}

/// One step on: whatever the decision says now.
pub(super) async fn walk(login: &Login, visit: &Visit, entered: &mut Entered) -> Result<Response, web::Error> {
    let evidence = gather(login, visit, entered).await?;
    match linking::decide(&evidence) {
        Decision::Blocked(block) => Err(blocked(login, entered, block).await?),
        Decision::GuardianOnly => Err(Trouble::Guardian { upstream: system(login, entered).await? }.into()),
        Decision::Refused(refusal) => refused(login, visit, entered, refusal).await,
        Decision::ChoosePlace(places) => choose_place(login, visit, entered, &places).await,
        Decision::SignIn(sign_in) => go_in(login, visit, entered, sign_in).await,
        Decision::Ask => to(login, entered, Step::Question, "/login/question").await,
        Decision::Prove => prove(login, visit, entered).await,
        Decision::AskSchool(kind) => asked(login, visit, entered, &evidence, kind).await,
        Decision::Bear => bear(login, visit, entered).await,
        Decision::LetIn => let_in(login, visit, entered).await,
        Decision::Remind => to(login, entered, Step::Older, "/login/older").await,
        Decision::Confirm(_) => to_confirm(login, entered).await,
        // Only the confirm form says `confirmed`; see `confirm`.
        Decision::Attach(_) => Err(LoginError::Stale.into()),
        Decision::AlreadyLinked => Ok(see_other(&added::address(entered, Outcome::AlreadyLinked))),
    }
}

async fn to(login: &Login, entered: &mut Entered, step: Step, page: &str) -> Result<Response, web::Error> {
    login.advance(&mut entered.running, step).await?;
    Ok(see_other(&entered.path(page)))
}

/// Asks for the school, unless the platform named one where the person has one role.
async fn choose_place(
    login: &Login,
    visit: &Visit,
    entered: &mut Entered,
    places: &[Place],
) -> Result<Response, web::Error> {
    let wish = entered.running.request().and_then(|request| request.koppel_school.clone());
    let mut there = places.iter().filter(|place| Some(&place.school) == wish.as_ref());
    if let (Some(place), None) = (there.next(), there.next()) {
        entered.running.memory.chosen = Some(Chosen::of(place));
        return Box::pin(walk(login, visit, entered)).await;
    }
    to(login, entered, Step::School, "/login/school").await
}

async fn to_confirm(login: &Login, entered: &mut Entered) -> Result<Response, web::Error> {
    let page = super::confirm::path(entered);
    to(login, entered, Step::Confirm, &page).await
}

async fn prove(login: &Login, visit: &Visit, entered: &mut Entered) -> Result<Response, web::Error> {
    if entered.running.purpose == Purpose::Add {
        // The sign-in that began this is too old by now: where it began, there is a button for a new one.
        return Ok(see_other(&added::address(entered, Outcome::Expired)));
    }
    match super::claim::stop_probing(login, visit, entered).await? {
        Some(stopped) => Ok(stopped),
        None => to(login, entered, Step::Claim, "/login/claim").await,
    }
}

/// This identity has tried several accounts today: it claims no more, and the school knows.
pub(super) async fn told_school(
    login: &Login,
    entered: &mut Entered,
    school: Option<SchoolId>,
) -> Result<Response, web::Error> {
    entered.running.memory.asked = Some(AskedSchool { kind: CaseKind::ClaimProbing, school });
    to(login, entered, Step::Asked, "/login/asked").await
}

async fn system(login: &Login, entered: &Entered) -> Result<String, LoginError> {
    let assertion = entered.running.memory.assertion()?;
    login.upstream_name(&assertion.key.upstream).await
}

async fn blocked(login: &Login, entered: &Entered, block: Block) -> Result<web::Error, LoginError> {
    let upstream = system(login, entered).await?;
    let trouble = match block {
        Block::Platform | Block::Client => Trouble::PlatformOff,
        Block::Upstream => Trouble::UpstreamOff { upstream },
        Block::Account => Trouble::AccountOff,
        Block::Recycled => Trouble::Quarantined { upstream },
        Block::School => school_off(entered, upstream),
    };
    Ok(web::Error::from(trouble).try_again_at(entered.path("/login")))
}

/// Names the school's number, so that somebody at the school can do something about it.
fn school_off(entered: &Entered, upstream: String) -> Trouble {
    let roles = entered.running.memory.assertion.as_ref().map(|assertion| assertion.roles.as_slice());
    let named = roles.unwrap_or_default().iter().find_map(|role| role.school.as_ref().map(|school| (school, role)));
    match named {
        None => Trouble::SchoolNumberMissing { upstream },
        Some((school, role)) => Trouble::SchoolNotEnabled {
            upstream,
            school: role.school_name.clone().unwrap_or_else(|| school.to_string()),
            number: school.to_string(),
        },
    }
}

async fn refused(login: &Login, visit: &Visit, entered: &Entered, refusal: Refusal) -> Result<Response, web::Error> {
    match refusal {
        Refusal::OtherPerson => Err(Trouble::SomebodyElse.into()),
        Refusal::IdentityTaken => {
            ask_school(login, visit, entered).await?;
            Err(Trouble::IdentityTaken { upstream: system(login, entered).await? }.into())
        }
    }
}

/// Nothing is written but a case.
async fn ask_school(login: &Login, visit: &Visit, entered: &Entered) -> Result<(), LoginError> {
    let (ground, known) = (&login.ground, Known::read(login, visit, entered).await?);
    let situation = &known.situation()?;
    let write = |tx| async move { linking::ask_school(&tx, ground, situation).await };
    ground.db.write(Durability::Durable, write).await?;
    Ok(())
}

async fn asked(
    login: &Login,
    visit: &Visit,
    entered: &mut Entered,
    evidence: &Evidence,
    kind: CaseKind,
) -> Result<Response, web::Error> {
    ask_school(login, visit, entered).await?;
    let school = evidence.person.places.first().map(|place| place.school.clone());
    entered.running.memory.asked = Some(AskedSchool { kind, school });
    to(login, entered, Step::Asked, "/login/asked").await
}

async fn go_in(login: &Login, visit: &Visit, entered: &mut Entered, sign_in: SignIn) -> Result<Response, web::Error> {
    let assertion = entered.running.memory.assertion()?;
    entered.running.memory.way_in = Some(WayIn::by(&sign_in, assertion, login.ground.now()));
    if let Some(place) = &sign_in.place {
        entered.running.memory.chosen = Some(Chosen::of(place));
    }
    super::finish::go_in(login, visit, entered).await
}

/// The platform is where a first visit begins.
fn takes_newcomers(entered: &Entered) -> Result<(), Trouble> {
    if entered.running.goal.takes_newcomers() { Ok(()) } else { Err(Trouble::NotFound) }
}

async fn let_in(login: &Login, visit: &Visit, entered: &mut Entered) -> Result<Response, web::Error> {
    takes_newcomers(entered)?;
    let (ground, known) = (&login.ground, Known::read(login, visit, entered).await?);
    let situation = &known.situation()?;
    let write = |tx| async move { linking::begin_provisional(&tx, ground, situation).await };
    match ground.db.write(Durability::Durable, write).await {
        // Somebody (a second click) was first, or the school has changed its mind: what holds now is decided again.
        Ok(()) | Err(LinkingError::IdentityTaken | LinkingError::Changed(_)) => {}
        Err(error) => return Err(LoginError::from(error).into()),
    }
    Box::pin(walk(login, visit, entered)).await
}

async fn bear(login: &Login, visit: &Visit, entered: &mut Entered) -> Result<Response, web::Error> {
    takes_newcomers(entered)?;
    let (ground, known) = (&login.ground, Known::read(login, visit, entered).await?);
    let situation = &known.situation()?;
    let write = |tx| async move { linking::bear(&tx, ground, situation).await };
    match ground.db.write(Durability::Durable, write).await {
        // Somebody (a second click) was first: what holds now is decided again.
        Ok(_) | Err(LinkingError::IdentityTaken | LinkingError::Changed(_)) => {}
        Err(error) => return Err(LoginError::from(error).into()),
    }
    Box::pin(walk(login, visit, entered)).await
}

/// A join that still holds, for the confirm page and its form.
pub(super) fn join_of(evidence: &Evidence) -> Result<Join, LoginError> {
    match linking::decide(evidence) {
        Decision::Confirm(join) | Decision::Attach(join) => Ok(join),
        _ => Err(LoginError::Stale),
    }
}
