//! The button: the journal is linked as it was agreed to, and its upstream is told.

use axum::response::Response;

use super::launch::{Launch, Ready};
use super::launched::path;
use super::{handing, preview, teacher};
use crate::domain::{Actor, MessageId};
use crate::login::{Login, Turned};
use crate::roster::{self, Choice, Launching, RosterError, Work};
use crate::storage::StorageError;
use crate::storage::journals::Journal;
use crate::web::{self, Trouble, Visit, see_other};

/// Links the journal. What changed since the page was drawn is shown again.
pub(super) async fn link(
    login: &Login,
    visit: &Visit,
    launch: &Launch,
    ready: &Ready,
    choice: Choice,
    agreed: &str,
) -> Result<Response, Turned> {
    let actor = Actor::Account(ready.owner.id().clone());
    let work = Work {
        place: ready.at.place(ready.roster_subject),
        said: &ready.said,
        hidden: &ready.hidden,
        choice: Some(&choice),
        agreed: Some(agreed),
        actor: &actor,
        run: launch.row.id.as_str(),
    };
    let by =
        Launching { launch: &launch.row, token: &launch.token, account: ready.owner.id(), teacher: &ready.teacher };
    match roster::link(&login.ground, &work, by).await {
        Ok(linked) => {
            tell(login, &linked.message).await;
            tracing::info!(journal.id = %linked.applied.journal, "a journal was linked");
            let here = teacher::path(&ready.owner.platform.id, &linked.applied.journal);
            let handing = handing::page(login, visit, launch, &here).await;
            Ok(handing.unwrap_or_else(|| see_other(&path(&launch.row.id))))
        }
        Err(RosterError::Changed(now)) if is_new(&now) => {
            let shown = preview::Shown { choice, kit_missing: false, changed: true };
            preview::page(login, visit, launch, ready, shown).await
        }
        Err(error) => refused(launch, error),
    }
}

/// False when somebody has linked the journal meanwhile: then the launch leads there.
fn is_new(plan: &roster::Plan) -> bool {
    plan.steps.journal
}

fn refused(launch: &Launch, error: RosterError) -> Result<Response, Turned> {
    match error {
        // The launch's page says what holds now.
        RosterError::Changed(_)
        | RosterError::Refused
        | RosterError::Stale
        | RosterError::OtherSchool(_)
        | RosterError::Storage(StorageError::Changed) => Ok(see_other(&path(&launch.row.id))),
        RosterError::Storage(error) => Err(error.into()),
        RosterError::Partial => {
            let upstream = launch.upstream.name.clone();
            Err(web::Error::from(Trouble::JournalPartial { upstream }).try_again_at(path(&launch.row.id)).into())
        }
        error => Err(web::Error::internal(error).into()),
    }
}

/// Tells the upstream at once. Whatever goes wrong is tried again by the job; the journal is linked.
async fn tell(login: &Login, message: &MessageId) {
    if let Err(error) = roster::tell(&login.ground, &login.upstreams, message).await {
        tracing::warn!(message.id = %message, %error, "an upstream could not be told at once");
    }
}

/// A journal that is linked and whose upstream does not know: this launch's token tells it.
pub(super) async fn tell_again(login: &Login, launch: &Launch, journal: &Journal) -> Result<Response, Turned> {
    let message = roster::tell_again(&login.ground, &launch.row, &launch.token, journal).await;
    match message {
        Ok(message) => tell(login, &message).await,
        Err(RosterError::Storage(StorageError::Changed)) => {}
        Err(error) => return Err(web::Error::internal(error).into()),
    }
    Ok(see_other(&teacher::path(&journal.platform_id, &journal.id)))
}
