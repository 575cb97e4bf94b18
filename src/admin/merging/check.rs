//! A merge before it is done: what would become of what, and the button.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::super::door::{May, Steward};
use super::super::entry::{Asked, propose};
use super::shown::{self, Shown, Wish};
use super::{Merger, across, reason, stopped};
use crate::domain::{ProposalId, ProposalKind};
use crate::linking::duplicates::settle_merged;
use crate::linking::{self, MergeError, MergePreview, MergeRefusal, Merging};
use crate::login::{Login, Turned};
use crate::storage::account_merges::AccountMerge;
use crate::storage::{Durability, proposals};
use crate::web::pages::merging::{MergeMet, MergePage, MergeRefused, Second};
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// Which accounts, and which of them is to stay; none: the one with history.
#[derive(Debug, Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    one: String,
    #[serde(default)]
    other: String,
    #[serde(default)]
    survivor: String,
}

impl Which {
    fn wish(&self) -> Result<Wish, Trouble> {
        let survivor = match self.survivor.as_str() {
            "" => None,
            id => Some(id.parse().map_err(|_| Trouble::NotFound)?),
        };
        let one = self.one.parse().map_err(|_| Trouble::NotFound)?;
        Ok(Wish { one, other: self.other.parse().map_err(|_| Trouble::NotFound)?, survivor })
    }
}

/// The form of the page.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    one: String,
    #[serde(default)]
    other: String,
    #[serde(default)]
    survivor: String,
    #[serde(default)]
    hash: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    act: String,
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    may: May<Merger>,
    Query(which): Query<Which>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let wish = which.wish()?;
    match read(&login, &steward, &wish).await {
        Ok(shown) => Ok(page(&visit, &steward, shown, None)),
        Err(MergeError::Refused(refusals)) => Ok(refused(&visit, &steward, &refusals)),
        Err(error) => Err(stopped(error)),
    }
}

async fn read(login: &Login, steward: &Steward, wish: &Wish) -> Result<Shown, MergeError> {
    let ground = &login.ground;
    let read = |tx| async move { shown::read(&tx, ground, steward, wish).await };
    ground.db.read(read).await
}

fn refused(visit: &Visit, steward: &Steward, refusals: &[MergeRefusal]) -> Response {
    let template = MergeRefused {
        frame: Frame::new(visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-duplicates"),
        refusals: refusals.iter().map(|refusal| refusal.key()).collect(),
    };
    web::page(visit, StatusCode::OK, &template)
}

fn page(visit: &Visit, steward: &Steward, shown: Shown, met: Option<MergeMet>) -> Response {
    let Shown { preview, effect, instead, second } = shown;
    let template = MergePage {
        frame: Frame::new(visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-duplicates"),
        effect,
        instead,
        refusals: preview.refusals.iter().map(|refusal| refusal.key()).collect(),
        second,
        hash: preview.hash,
        met,
    };
    let status = if met.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    web::page(visit, status, &template)
}

/// Merges, or asks a second person.
pub(super) async fn answer(
    State(login): State<Login>,
    visit: Visit,
    may: May<Merger>,
    Form(answer): Form<Answer>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let Answer { one, other, survivor, hash, reason: typed, act } = answer;
    if act == "across" {
        return across::ask(&login, &steward, (one.as_str(), other.as_str(), typed.as_str())).await;
    }
    let wish = Which { one, other, survivor }.wish()?;
    let shown = read(&login, &steward, &wish).await.map_err(stopped)?;
    let Some(reason) = reason(&typed) else {
        return Ok(page(&visit, &steward, shown, Some(MergeMet::NoReason)));
    };
    let is_what_was_shown = shown.preview.hash == hash && shown.preview.refusals.is_empty();
    if !is_what_was_shown {
        return Ok(page(&visit, &steward, shown, Some(MergeMet::Changed)));
    }
    match (act.as_str(), shown.second) {
        ("ask", Second::Needed) => ask(&login, &steward, &wish, (&shown.preview, reason.as_str())).await,
        ("merge", Second::NotNeeded | Second::Agreed) => {
            match merge(&login, &steward, &wish, (&shown.preview, reason.as_str())).await {
                Ok(merged) => Ok(see_other(&steward.path(&format!("/merges/{}", merged.id)))),
                Err(MergeError::Changed | MergeError::Refused(_) | MergeError::NeedsSecond(_)) => {
                    let shown = read(&login, &steward, &wish).await.map_err(stopped)?;
                    Ok(page(&visit, &steward, shown, Some(MergeMet::Changed)))
                }
                Err(error) => Err(stopped(error)),
            }
        }
        _ => Ok(page(&visit, &steward, shown, Some(MergeMet::Changed))),
    }
}

/// Puts exactly what was shown before a second person.
async fn ask(
    login: &Login,
    steward: &Steward,
    wish: &Wish,
    (preview, reason): (&MergePreview, &str),
) -> Result<Response, Turned> {
    let pair = &preview.pair;
    let asked = Asked {
        kind: ProposalKind::Merge,
        object: wish.object(),
        hash: preview.hash.clone(),
        payload: json!({
            "joined": pair.joined,
            "survivor": pair.survivor,
            "other_school": preview.other_school,
            "school": steward.school(),
        }),
        reason,
    };
    propose(login, steward, &asked).await?;
    let (one, other) = (&pair.joined, &pair.survivor);
    Ok(see_other(&steward.path(&format!("/merge?one={one}&other={other}&survivor={other}"))))
}

/// One transaction: the merge, and what stood in the queue about the two.
async fn merge(
    login: &Login,
    steward: &Steward,
    wish: &Wish,
    (preview, reason): (&MergePreview, &str),
) -> Result<AccountMerge, MergeError> {
    let (ground, object, hash) = (&login.ground, &wish.object(), preview.hash.as_str());
    let (actor, pair, needs_second) = (&steward.actor(), &preview.pair, preview.second.is_some());
    let work = |tx| async move {
        let (kind, platform, now) = (ProposalKind::Merge, steward.platform(), ground.now());
        let agreed =
            if needs_second { proposals::find_agreed(&tx, kind, platform, object, hash, now).await? } else { None };
        let seconded: Option<&ProposalId> = agreed.as_ref().map(|proposal| &proposal.id);
        let school = Some(steward.school());
        let merging = Merging { pair, school, plan_hash: hash, reason, actor, seconded };
        let merged = linking::merge(&tx, ground, &merging).await?;
        settle_merged(&tx, ground, (platform, &pair.joined, &pair.survivor), actor).await?;
        Ok::<_, MergeError>(merged)
    };
    ground.db.write(Durability::Durable, work).await
}
