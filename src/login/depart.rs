//! The browser leaves for an upstream, with a state value that finds this login, this browser and this step again.

use axum::extract::State;
use axum::response::Response;
use chrono::TimeDelta;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use url::Url;

use super::attempt::Step;
use super::entered::Entered;
use super::error::upstream_trouble;
use super::store::Goal;
use super::{Login, LoginError};
use crate::domain::{OneTimePurpose, Prompt, Purpose, UpstreamId, UpstreamKind};
use crate::storage::one_time::{self, OneTime};
use crate::storage::upstreams::Upstream;
use crate::storage::{Durability, Tx, upstreams};
use crate::upstream::{DepartRequest, Departure, Secrets};
use crate::vault::sha256;
use crate::web::pages::login::Leaving;
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// What the person wants from the upstream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Errand {
    /// To sign in with it, or to add it.
    SignIn,
    /// To prove an old account that is linked to it.
    Prove,
    /// To show the console of a school who enables it there.
    Check,
}

/// What waits for the browser's return, sealed in the row of the state value.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Waiting {
    /// What for.
    pub errand: Errand,
    /// What binds the way back to the way out.
    pub secrets: Secrets,
}

/// A choice on the first page.
#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    attempt: String,
    upstream: String,
    /// `yes`: to prove an old account.
    #[serde(default)]
    proof: String,
    /// `yes`: another person is to sign in there.
    #[serde(default)]
    fresh: String,
}

/// The person chose a school system.
pub(super) async fn leave(
    State(login): State<Login>,
    visit: Visit,
    Form(choice): Form<Choice>,
) -> Result<Response, web::Error> {
    let mut entered = login.enter(&visit, &choice.attempt).await?;
    let upstream = login.chosen(&entered, &choice.upstream).await?;
    let errand = if choice.proof == "yes" { Errand::Prove } else { Errand::SignIn };
    if errand == Errand::Prove && entered.running.step != Step::Claim {
        return Err(LoginError::Stale.into());
    }
    let fresh = choice.fresh == "yes";
    match (upstream.kind, errand) {
        (UpstreamKind::Lti, Errand::SignIn) => {
            return super::opened::wait(&login, &visit, &mut entered, &upstream, fresh).await;
        }
        (UpstreamKind::Lti, Errand::Prove) => return Err(Trouble::NotFound.into()),
        _ => {}
    }
    let url = login.depart(&mut entered, &upstream, errand, fresh).await?;
    Ok(hop(&visit, &upstream, &url))
}

/// The page between our form and the upstream: a chain of redirects after a form would have to be listed in
/// `form-action`, and nobody knows all the hosts a school system uses.
pub(super) fn hop(visit: &Visit, upstream: &Upstream, url: &Url) -> Response {
    let template = Leaving { frame: Frame::new(visit), upstream: upstream.name.clone(), url: url.to_string() };
    web::page(visit, StatusCode::OK, &template)
}

/// Where to go at once when the platform asked for one upstream, or a signed-in person adds one; the first time only.
pub(super) async fn skip_chooser(
    login: &Login,
    visit: &Visit,
    entered: &mut Entered,
) -> Result<Option<Response>, web::Error> {
    if entered.running.memory.skipped_chooser || entered.running.step != Step::Choose {
        return Ok(None);
    }
    let Some(wish) = wish(entered) else { return Ok(None) };
    let usable = login.usable_upstreams(entered).await?;
    let Some(upstream) = usable.into_iter().find(|upstream| upstream.id == wish) else {
        login.forget(&mut entered.running).await?;
        return Ok(None);
    };
    if upstream.kind == UpstreamKind::Lti {
        return Ok(Some(super::opened::wait(login, visit, entered, &upstream, false).await?));
    }
    let url = login.depart(entered, &upstream, Errand::SignIn, false).await?;
    let after_a_form = matches!(entered.running.goal, Goal::Settings(_) | Goal::Journals(_) | Goal::Console(_));
    Ok(Some(if after_a_form { hop(visit, &upstream, &url) } else { see_other(url.as_str()) }))
}

fn wish(entered: &Entered) -> Option<UpstreamId> {
    match &entered.running.goal {
        Goal::Authorize(request) => request.upstream_wish(),
        Goal::Settings(goal) => goal.upstream.clone().filter(|_| entered.running.purpose == Purpose::Add),
        Goal::Link(goal) => goal.upstream.clone(),
        Goal::Journals(goal) => goal.upstream.clone(),
        Goal::Console(_) => None,
    }
}

impl Login {
    /// A usable upstream by its id; anything else answers like a missing one.
    pub(super) async fn chosen(&self, entered: &Entered, id: &str) -> Result<Upstream, LoginError> {
        let usable = self.usable_upstreams(entered).await?;
        usable.into_iter().find(|upstream| upstream.id.as_str() == id).ok_or_else(|| Trouble::NotFound.into())
    }

    /// The row of an upstream that may be used right now.
    pub(super) async fn upstream(&self, id: &UpstreamId) -> Result<Upstream, LoginError> {
        usable(upstreams::find_alone(&self.ground.db, id).await?)
    }

    /// Our callback for an upstream. One address each: a return cannot be taken to another one (mix-up).
    pub(super) fn callback(&self, id: &UpstreamId) -> Result<Url, web::Error> {
        format!("{}/upstream/{id}/callback", self.ground.issuer()).parse().map_err(web::Error::internal)
    }

    /// Prepares the way out: the address to go to. Whoever goes to sign in is forgotten first, also when nobody answers there:
    /// another person may sit here now, and who tries again shall find the first page. So it is with whoever shows who they are.
    pub(super) async fn depart(
        &self,
        entered: &mut Entered,
        upstream: &Upstream,
        errand: Errand,
        fresh: bool,
    ) -> Result<Url, web::Error> {
        if errand != Errand::Prove {
            entered.running.forget();
        }
        let state = self.ground.random.secret();
        match self.departure(entered, upstream, errand == Errand::Prove || fresh, &state).await {
            Ok(departure) => {
                let waiting = Waiting { errand, secrets: departure.secrets };
                self.await_return(entered, upstream, &state, &waiting).await?;
                Ok(departure.url)
            }
            Err(error) => {
                if errand != Errand::Prove {
                    self.advance(&mut entered.running, Step::Choose).await?;
                }
                Err(error)
            }
        }
    }

    async fn departure(
        &self,
        entered: &Entered,
        upstream: &Upstream,
        fresh: bool,
        state: &str,
    ) -> Result<Departure, web::Error> {
        let password = entered.takes_passwords();
        let to_page = |error| upstream_trouble(error, &upstream.name, password).try_again_at(entered.path("/login"));
        let client = self.upstreams.client(upstream).await.map_err(to_page)?;
        let request = self.departure_request(entered, upstream, fresh, state)?;
        client.depart(&request).await.map_err(to_page)
    }

    fn departure_request(
        &self,
        entered: &Entered,
        upstream: &Upstream,
        fresh: bool,
        state: &str,
    ) -> Result<DepartRequest, web::Error> {
        let running = &entered.running;
        let asked = running.request();
        // Whoever finds a school system open in this browser must not change what belongs to the account behind it.
        let changes = matches!(running.purpose, Purpose::Add | Purpose::Settings);
        Ok(DepartRequest {
            redirect_uri: self.callback(&upstream.id)?,
            state: state.to_owned(),
            fresh: fresh || changes || asked.is_some_and(|request| request.prompt.contains(&Prompt::Login)),
            max_age: asked.and_then(|request| request.max_age),
            login_hint: None,
            ui_locales: running.ui_locales(),
        })
    }

    /// Stores the state value, and with it what was forgotten.
    async fn await_return(
        &self,
        entered: &mut Entered,
        upstream: &Upstream,
        state: &str,
        waiting: &Waiting,
    ) -> Result<(), LoginError> {
        let now = self.ground.now();
        let row = &self.state_row(entered, upstream, state, waiting)?;
        let running = &entered.running;
        let memory = match waiting.errand {
            Errand::SignIn | Errand::Check => Some(self.seal_memory(&running.id, &running.memory)?),
            Errand::Prove => None,
        };
        let memory = memory.as_deref();
        let write = |tx: Tx| async move {
            if let Some(memory) = memory {
                running.advance(&tx, Step::Choose, memory, now).await?;
            }
            one_time::insert(&tx, row).await
        };
        self.ground.db.write(Durability::Relaxed, write).await?;
        if memory.is_some() {
            entered.running.step = Step::Choose;
        }
        Ok(())
    }

    fn state_row(
        &self,
        entered: &Entered,
        upstream: &Upstream,
        state: &str,
        waiting: &Waiting,
    ) -> Result<OneTime, LoginError> {
        let now = self.ground.now();
        let hash = sha256(state);
        let expires_at = entered.running.expires_at.min(now + TimeDelta::minutes(30));
        Ok(OneTime {
            payload: self.seal(&waiting_place(&hash), waiting)?,
            browser_hash: Some(entered.running.browser_hash.clone()),
            attempt_id: Some(entered.running.id.clone()),
            platform_id: Some(entered.platform.id.clone()),
            upstream_id: Some(upstream.id.clone()),
            ..OneTime::new(hash, OneTimePurpose::State, now, expires_at)
        })
    }
}

/// The upstream, if it may be used right now.
pub(super) fn usable(row: Option<Upstream>) -> Result<Upstream, LoginError> {
    let row = row.ok_or(LoginError::Stale)?;
    if row.disabled_at.is_some() {
        return Err(Trouble::UpstreamOff { upstream: row.name }.into());
    }
    Ok(row)
}

/// The place a waiting return is sealed for.
pub(super) fn waiting_place(hash: &str) -> String {
    format!("one_time|{hash}|payload")
}
