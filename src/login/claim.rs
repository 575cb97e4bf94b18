//! "Yes, I have used it": the old account is proven by its password, or by a system that is linked to it already.

use axum::extract::{Query, State};
use axum::response::Response;

use super::attempt::Step;
use super::begin::status_of;
use super::entered::{Entered, Which};
use super::password::{Outcome, Typed};
use super::{Login, LoginError};
use crate::domain::{Assertion, PasswordSource, Purpose, SchoolId, UpstreamId, UpstreamKind};
use crate::linking::{self, Answer, Claimant, Decision, Evidence, ProofKind, Proven, Situation};
use crate::storage::Durability;
use crate::storage::upstreams::Upstream;
use crate::web::pages::login::Claim;
use crate::web::pages::older::Later;
use crate::web::pages::parts::PasswordForm;
use crate::web::{self, Form, Frame, Visit};

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Response, web::Error> {
    let entered = login.enter_at(&visit, &which.attempt, Step::Claim).await?;
    page(&login, &visit, &entered, PasswordForm::default(), None).await
}

/// `not_linked`: the system that was tried and that opens nothing here.
async fn page(
    login: &Login,
    visit: &Visit,
    entered: &Entered,
    form: PasswordForm,
    not_linked: Option<UpstreamId>,
) -> Result<Response, web::Error> {
    let assertion = entered.running.memory.assertion()?;
    let here = &assertion.key.upstream;
    let upstream = login.upstream(here).await?;
    let others = login.usable_upstreams(entered).await?;
    // Nobody can be sent to a system that opens us, and so nobody proves an account there.
    let proves = |other: &&Upstream| other.id != *here && other.kind != UpstreamKind::Lti;
    let at_platform = login.link_address(entered).await?.is_some();
    let evidence = super::resolve::gather(login, visit, entered).await?;
    let status = status_of(&form);
    let template = Claim {
        frame: Frame::new(visit),
        attempt: entered.running.id.clone(),
        upstream: upstream.name,
        password: entered.takes_passwords().then_some(form),
        not_linked: match &not_linked {
            Some(id) => Some(login.upstream_name(id).await?),
            None => None,
        },
        at_platform,
        later: later(entered, &evidence),
        upstreams: others.iter().filter(proves).map(super::begin::choice).collect(),
    };
    Ok(web::page(visit, status, &template))
}

/// Whether one may go on without the older account, and what that means.
fn later(entered: &Entered, evidence: &Evidence) -> Option<Later> {
    if evidence.is_provisional() {
        return Some(Later::GoOn);
    }
    (entered.running.goal.takes_newcomers() && evidence.may_be_let_in()).then_some(Later::LetIn)
}

/// "Go on without it for now".
pub(super) async fn go_on_without(
    State(login): State<Login>,
    visit: Visit,
    Form(which): Form<Which>,
) -> Result<Response, web::Error> {
    let mut entered = login.enter_at(&visit, &which.attempt, Step::Claim).await?;
    entered.running.memory.answer = Some(Answer::Later);
    super::resolve::walk(&login, &visit, &mut entered).await
}

/// The old account's user name and password.
pub(super) async fn by_password(
    State(login): State<Login>,
    visit: Visit,
    Form(typed): Form<Typed>,
) -> Result<Response, web::Error> {
    let mut entered = login.enter_at(&visit, &typed.attempt, Step::Claim).await?;
    if let Some(stopped) = count_name(&login, &visit, &mut entered, &typed).await? {
        return Ok(stopped);
    }
    let account = match login.verify(&visit, &entered, &typed).await? {
        Outcome::Right(account) => account,
        Outcome::Again(form) => return page(&login, &visit, &entered, form, None).await,
    };
    let printed = account.password_source == Some(PasswordSource::Reset);
    let kind = if printed { ProofKind::PrintedPassword } else { ProofKind::Password };
    entered.running.memory.proven = Some(Proven::fresh(account.id, kind, login.ground.now()));
    super::resolve::walk(&login, &visit, &mut entered).await
}

/// The school that would be told about this claim.
pub(super) async fn school(login: &Login, visit: &Visit, entered: &Entered) -> Result<Option<SchoolId>, LoginError> {
    let evidence = super::resolve::gather(login, visit, entered).await?;
    Ok(evidence.person.places.into_iter().next().map(|place| place.school))
}

/// Whoever came from the upstream, as tries are counted.
pub(super) fn claimant<'a>(entered: &'a Entered, school: Option<&'a SchoolId>) -> Result<Claimant<'a>, LoginError> {
    let identity = entered.running.memory.identity()?;
    Ok(Claimant { identity, platform: &entered.platform.id, school })
}

/// The page for somebody who has tried several accounts today; nothing for everybody else.
pub(super) async fn stop_probing(
    login: &Login,
    visit: &Visit,
    entered: &mut Entered,
) -> Result<Option<Response>, web::Error> {
    let (ground, who) = (&login.ground, &claimant(entered, None)?);
    let read = |tx| async move { linking::is_probing(&tx, ground, who).await };
    if !ground.db.read(read).await.map_err(LoginError::from)? {
        return Ok(None);
    }
    let school = school(login, visit, entered).await?;
    super::resolve::told_school(login, entered, school).await.map(Some)
}

/// The same, after remembering whose password is tried now.
async fn count_name(
    login: &Login,
    visit: &Visit,
    entered: &mut Entered,
    typed: &Typed,
) -> Result<Option<Response>, web::Error> {
    if !entered.takes_passwords() || typed.username.trim().is_empty() || typed.password.is_empty() {
        return Ok(None);
    }
    let school = school(login, visit, entered).await?;
    let (ground, who, name) = (&login.ground, &claimant(entered, school.as_ref())?, typed.username.as_str());
    let write = |tx| async move { linking::try_name(&tx, ground, who, name).await };
    if ground.db.write(Durability::Durable, write).await.map_err(LoginError::from)? {
        return Ok(None);
    }
    super::resolve::told_school(login, entered, school).await.map(Some)
}

/// "I cannot sign in to it": the school is asked, and no second account is made.
pub(super) async fn cannot(
    State(login): State<Login>,
    visit: Visit,
    Form(which): Form<Which>,
) -> Result<Response, web::Error> {
    let mut entered = login.enter_at(&visit, &which.attempt, Step::Claim).await?;
    entered.running.memory.answer = Some(Answer::CannotSignIn);
    super::resolve::walk(&login, &visit, &mut entered).await
}

/// A system that is linked to the old account vouched for its owner; everything that a sign-in through it would need
/// must hold now.
pub(super) async fn prove(
    login: &Login,
    visit: &Visit,
    entered: &mut Entered,
    assertion: Assertion,
) -> Result<Response, web::Error> {
    if let Some(stopped) = stop_probing(login, visit, entered).await? {
        return Ok(stopped);
    }
    let identity =
        linking::identify(&login.ground, &entered.platform.id, &assertion).await.map_err(LoginError::from)?;
    let situation = &Situation {
        platform: &entered.running.platform,
        client: entered.running.client.as_ref(),
        purpose: Purpose::SignIn,
        identity: &identity.id,
        assertion: &assertion,
        answer: None,
        proven: None,
        signed_in: None,
        chosen: None,
    };
    let ground = &login.ground;
    let read = |tx| async move { linking::gather(&tx, ground, situation, false).await };
    let evidence = ground.db.read(read).await.map_err(LoginError::from)?;
    // A provisional account waits for its own older one.
    let opens = matches!(linking::decide(&evidence), Decision::SignIn(_) | Decision::ChoosePlace(_))
        && !evidence.is_provisional();
    let Some(link) = evidence.link.filter(|_| opens) else {
        let form = PasswordForm::default();
        return page(login, visit, entered, form, Some(assertion.key.upstream.clone())).await;
    };
    let now = login.ground.now();
    entered.running.memory.proven = Some(Proven {
        account: link.account,
        kind: ProofKind::Upstream,
        proven_at: assertion.auth_time.map_or(now, |at| at.min(now)),
        freshness: assertion.freshness,
        link: Some(link.link),
        assertion: Some(assertion),
        code: None,
    });
    super::resolve::walk(login, visit, entered).await
}
