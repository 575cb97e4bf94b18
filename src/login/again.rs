//! The same person proves afresh that it is them: before an integration is added or ended.

use axum::response::Response;
use http::StatusCode;

use super::begin::{choice, status_of};
use super::entered::Entered;
use super::{Login, LoginError};
use crate::accounts::sessions;
use crate::domain::{AccountId, PersonName, Purpose};
use crate::storage::{accounts, links};
use crate::web::pages::login::SignInAgain;
use crate::web::pages::parts::PasswordForm;
use crate::web::{self, Frame, Visit};

/// The page, when this login was begun by somebody who is signed in.
pub(super) async fn page(
    login: &Login,
    visit: &Visit,
    entered: &Entered,
    refused: Option<&PasswordForm>,
) -> Result<Option<Response>, web::Error> {
    let Some(id) = signed_in(login, entered).await? else { return Ok(None) };
    let id = &id;
    let read = |tx| async move {
        let account = accounts::find(&tx, id).await?.ok_or(LoginError::Stale)?;
        Ok::<_, LoginError>((account, links::list_live_joined(&tx, id).await?))
    };
    let (account, linked) = login.ground.db.read(read).await?;
    let usable = login.usable_upstreams(entered).await?;
    let is_linked = |upstream: &_| linked.iter().any(|link| link.upstream_id == *upstream);
    let username = account.username.unwrap_or_default();
    let password = account.password_hash.is_some() && entered.takes_passwords();
    let error = refused.and_then(|form| form.error);
    let template = SignInAgain {
        frame: Frame::new(visit),
        attempt: entered.running.id.clone(),
        action: "/login".to_owned(),
        name: PersonName { given: account.given_name, family: account.family_name }.display(),
        password: password.then_some(PasswordForm { username, error }),
        upstreams: usable.iter().filter(|row| is_linked(&row.id)).map(choice).collect(),
    };
    Ok(Some(web::page(visit, refused.map_or(StatusCode::OK, status_of), &template)))
}

async fn signed_in(login: &Login, entered: &Entered) -> Result<Option<AccountId>, LoginError> {
    let (Purpose::Settings, Some(session)) = (entered.running.purpose, &entered.running.session) else {
        return Ok(None);
    };
    let now = login.ground.now();
    let live = login.ground.db.read(|tx| async move { sessions::find_live_by_id(&tx, session, now).await }).await?;
    Ok(live.and_then(|live| live.at(&entered.platform.id).map(|here| here.account_id.clone())))
}
