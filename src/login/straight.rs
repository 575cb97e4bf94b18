//! Who was here before and has nothing to be asked goes straight in: one transaction recognises, decides and writes.
//!
//! Everybody else takes the long way, `resolve::walk`, where each step is a page. What is decided here is what would be
//! decided there, by the same functions, and nothing of it is carried over.

use axum::response::Response;

use super::about::About;
use super::arrival::Arrival;
use super::attempt::{Chosen, WayIn};
use super::entered::Entered;
use super::finish::{unfit, welcome};
use super::{Login, LoginError};
use crate::accounts::sessions::Entered as InSession;
use crate::domain::{AccountId, Assertion, IdentityId, Purpose};
use crate::linking::{self, Decision, Evidence, SignIn, Situation};
use crate::storage::{Durability, Tx};
use crate::web::{Visit, see_other};

/// Who came.
pub(super) enum Met {
    /// Somebody who is in.
    In(Response),
    /// Somebody whose identity was here before and is the same person still.
    Known(IdentityId),
    /// Nobody looked, or it is nobody we know.
    Unsure,
}

/// What the transaction came to.
enum Outcome {
    In(Box<Inside>),
    Known(IdentityId),
    Unsure,
}

struct Inside {
    account: AccountId,
    in_session: InSession,
    location: String,
}

/// Lets in whoever may go in without a question.
pub(super) async fn go(
    login: &Login,
    visit: &Visit,
    entered: &Entered,
    assertion: &Assertion,
) -> Result<Met, LoginError> {
    // A session in this browser may have to end, and what ends is written durably.
    if entered.running.purpose != Purpose::SignIn || visit.session_hash().is_some() {
        return Ok(Met::Unsure);
    }
    let meeting = &Meeting { login, entered, assertion };
    match login.ground.db.write(Durability::Relaxed, |tx| async move { meeting.write(&tx).await }).await? {
        Outcome::In(inside) => {
            welcome(visit, &inside.in_session);
            let platform = &entered.platform.id;
            tracing::info!(platform.id = %platform, account.id = %inside.account, "somebody signed in");
            Ok(Met::In(see_other(&inside.location)))
        }
        Outcome::Known(identity) => Ok(Met::Known(identity)),
        Outcome::Unsure => Ok(Met::Unsure),
    }
}

/// Somebody at the door.
struct Meeting<'a> {
    login: &'a Login,
    entered: &'a Entered,
    assertion: &'a Assertion,
}

impl Meeting<'_> {
    async fn write(&self, tx: &Tx) -> Result<Outcome, LoginError> {
        let ground = &self.login.ground;
        let Some(identity) = linking::recognise(tx, ground, self.assertion).await? else { return Ok(Outcome::Unsure) };
        let situation = &self.situation(&identity.id);
        let evidence = linking::gather_about(tx, ground, situation, &identity, false).await?;
        let Decision::SignIn(sign_in) = linking::decide(&evidence) else { return Ok(Outcome::Known(identity.id)) };
        let way_in = &WayIn::by(&sign_in, self.assertion, ground.now());
        let about = &About::read_in(tx, ground, self.entered, way_in).await?;
        // A first sign-in is written durably.
        let was_here = evidence.link.as_ref().is_some_and(|link| link.entered);
        if !was_here || !self.is_ordinary(way_in, about) {
            return Ok(Outcome::Known(identity.id));
        }
        self.let_in(tx, situation, (&evidence, &sign_in), (way_in, about)).await
    }

    fn situation<'s>(&'s self, identity: &'s IdentityId) -> Situation<'s> {
        let running = &self.entered.running;
        Situation {
            platform: &running.platform,
            client: running.client.as_ref(),
            purpose: running.purpose,
            identity,
            assertion: self.assertion,
            answer: running.answer(),
            proven: running.memory.proven.as_ref(),
            signed_in: None,
            chosen: None,
        }
    }

    /// False where a page comes first, and where the platform wants another sign-in than this one.
    fn is_ordinary(&self, way_in: &WayIn, about: &About) -> bool {
        let request = self.entered.running.request();
        let fits = request.is_none_or(|request| unfit(self.login, self.entered, request, (way_in, about)).is_none());
        fits && !about.has_news
    }

    async fn let_in(
        &self,
        tx: &Tx,
        situation: &Situation<'_>,
        (evidence, sign_in): (&Evidence, &SignIn),
        (way_in, about): (&WayIn, &About),
    ) -> Result<Outcome, LoginError> {
        let (login, running) = (self.login, &self.entered.running);
        let chosen = sign_in.place.as_ref().map(Chosen::of);
        let (chosen, vouched) = (chosen.as_ref(), self.assertion.roles_vouched);
        let arrival = Arrival { login, running, way_in, about, current: None, chosen, vouched };
        arrival.end_attempts(tx).await?;
        linking::let_in(tx, &login.ground, situation, &evidence.person.places, sign_in).await?;
        let (in_session, location) = arrival.start(tx).await?;
        Ok(Outcome::In(Box::new(Inside { account: way_in.account.clone(), in_session, location })))
    }
}
