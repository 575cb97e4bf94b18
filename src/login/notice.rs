//! What an account's owner is told once, before they go in. "This was not me", later: at the next sign-in through a way in
//! that is older than the new link. And that the school asks whether another account is theirs, too.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;

use super::attempt::{Step, WayIn};
use super::entered::{Answered, Entered, Which};
use super::store::Goal;
use super::{Login, LoginError};
use crate::linking::{self, LinkingError, duplicates};
use crate::storage::links::Link;
use crate::storage::notices::Notice;
use crate::storage::{Durability, Tx, accounts};
use crate::web::pages::duplicates::OtherNotice;
use crate::web::pages::login::LinkNotice;
use crate::web::{self, Form, Frame, Visit, see_other};

/// What is told on one page.
enum News {
    /// A link that is younger than what the way in rests on.
    Linked(Notice, Box<Link>),
    /// The school asks about another account; as often as it did.
    Asked(Vec<Notice>),
}

/// The oldest link that is due at this way in; when there is none, what the school asks.
async fn first(login: &Login, way_in: &WayIn) -> Result<Option<News>, LoginError> {
    let (ground, id, through) = (&login.ground, &way_in.account, way_in.through());
    let read = |tx: Tx| async move {
        let account = accounts::find(&tx, id).await?.ok_or(LoginError::Stale)?;
        let due = linking::notices_due(&tx, ground, &account, through).await?;
        if let Some((notice, link)) = due.into_iter().next() {
            return Ok(Some(News::Linked(notice, Box::new(link))));
        }
        let asked = duplicates::questions_due(&tx, ground, id).await?;
        Ok::<_, LoginError>((!asked.is_empty()).then_some(News::Asked(asked)))
    };
    ground.db.read(read).await
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Response, web::Error> {
    let entered = login.enter_at(&visit, &which.attempt, Step::Notice).await?;
    let way_in = entered.running.memory.way_in.as_ref().ok_or(LoginError::Stale)?;
    match first(&login, way_in).await? {
        Some(News::Linked(_, link)) => linked(&login, &visit, &entered, &link).await,
        Some(News::Asked(_)) => {
            let template = OtherNotice { frame: Frame::new(&visit), attempt: entered.running.id.clone() };
            Ok(web::page(&visit, StatusCode::OK, &template))
        }
        None => Ok(see_other(&entered.path("/login"))),
    }
}

async fn linked(login: &Login, visit: &Visit, entered: &Entered, link: &Link) -> Result<Response, web::Error> {
    let (ground, browser) = (&login.ground, visit.browser_hash());
    let offer = |tx| async move { linking::offer_notice(&tx, ground, link, browser).await };
    let not_me = ground.db.write(Durability::Relaxed, offer).await.map_err(LoginError::from)?;
    let zone = login.account_card(entered, &link.account_id).await?.zone;
    let template = LinkNotice {
        frame: Frame::new(visit).in_zone(&zone),
        attempt: entered.running.id.clone(),
        upstream: login.upstream_name(&link.upstream_id).await?,
        linked_at: link.created_at,
        not_me,
    };
    Ok(web::page(visit, StatusCode::OK, &template))
}

/// "That was me", or on after "this was not me": the notice is seen, the login goes on. What the school asks is seen only
/// once its own page was answered: then the login goes on, or the page opens where the other account is shown.
pub(super) async fn answer(
    State(login): State<Login>,
    visit: Visit,
    Form(answered): Form<Answered>,
) -> Result<Response, web::Error> {
    let mut entered = login.enter_at(&visit, &answered.attempt, Step::Notice).await?;
    let way_in = entered.running.memory.way_in.as_ref().ok_or(LoginError::Stale)?;
    let (about_other, wants_to) = (!answered.answer.is_empty(), answered.answer == "now");
    match first(&login, way_in).await? {
        Some(News::Linked(notice, _)) if !about_other => seen(&login, &[notice]).await?,
        Some(News::Asked(notices)) if about_other => {
            seen(&login, &notices).await?;
            // The settings begin with the question.
            if wants_to && !matches!(entered.running.goal, Goal::Settings(_)) {
                return Ok(see_other(&format!("/settings/{}/other-account", entered.platform.id)));
            }
        }
        _ => {}
    }
    super::finish::go_in(&login, &visit, &mut entered).await
}

async fn seen(login: &Login, notices: &[Notice]) -> Result<(), LoginError> {
    let ground = &login.ground;
    let write = |tx: Tx| async move {
        for notice in notices {
            linking::acknowledge(&tx, ground, notice).await?;
        }
        Ok::<_, LinkingError>(())
    };
    Ok(ground.db.write(Durability::Durable, write).await?)
}
