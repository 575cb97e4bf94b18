//! A merge with an account of another school: asked for by its user name, and nothing of it is shown until somebody there agrees.

use axum::response::Response;
use serde_json::json;

use super::super::door::Steward;
use super::super::duplicates::side;
use super::super::entry::{Asked, propose};
use super::reason;
use super::shown::Wish;
use crate::domain::{AccountId, ProposalKind, fold_username};
use crate::ground::Ground;
use crate::linking::{self, LinkingError, MergeError, MergePreview, SecondReason};
use crate::login::{Login, Turned};
use crate::storage::proposals::{self, Proposal};
use crate::storage::{StorageError, Tx, accounts};
use crate::web::see_other;

/// Asks the other school, where there is such an account at one. Whether there is answers alike.
pub(super) async fn ask(
    login: &Login,
    steward: &Steward,
    (ours, theirs, typed): (&str, &str, &str),
) -> Result<Response, Turned> {
    let ground = &login.ground;
    let read = |tx: Tx| async move { find(&tx, ground, steward, (ours, theirs)).await };
    let (is_ours, preview) = ground.db.read(read).await?;
    let Some(reason) = reason(typed).filter(|_| is_ours && !theirs.trim().is_empty()) else {
        return Ok(see_other(&steward.path("/merges?across=lacks")));
    };
    if let Some(preview) = preview {
        let asked = Asked {
            kind: ProposalKind::Merge,
            object: preview.pair.object(),
            hash: preview.hash,
            payload: json!({
                "joined": preview.pair.joined,
                "survivor": preview.pair.survivor,
                "other_school": preview.other_school,
                "school": steward.school(),
            }),
            reason: &reason,
        };
        propose(login, steward, &asked).await?;
    }
    Ok(see_other(&steward.path("/merges?across=sent")))
}

/// Whether the one account is of this school, and what a merge would do where the other one is another school's.
async fn find(
    tx: &Tx,
    ground: &Ground,
    steward: &Steward,
    (ours, theirs): (&str, &str),
) -> Result<(bool, Option<MergePreview>), StorageError> {
    let Some(ours) = accounts::find_by_username(tx, steward.platform(), &fold_username(ours)).await? else {
        return Ok((false, None));
    };
    if side::find(tx, steward, &ours.id).await?.is_none() {
        return Ok((false, None));
    }
    let Some(theirs) = accounts::find_by_username(tx, steward.platform(), &fold_username(theirs)).await? else {
        return Ok((true, None));
    };
    let preview = preview(tx, ground, steward, (&ours.id, &theirs.id, None)).await?;
    let can_be_asked =
        |found: &MergePreview| found.refusals.is_empty() && found.second == Some(SecondReason::OtherSchool);
    Ok((true, preview.filter(can_be_asked)))
}

async fn preview(
    tx: &Tx,
    ground: &Ground,
    steward: &Steward,
    (one, other, stays): (&AccountId, &AccountId, Option<&AccountId>),
) -> Result<Option<MergePreview>, StorageError> {
    match linking::preview(tx, ground, one, other, stays, Some(steward.school())).await {
        Ok(preview) => Ok(Some(preview)),
        Err(MergeError::Storage(error) | MergeError::Linking(LinkingError::Storage(error))) => Err(error),
        Err(_) => Ok(None),
    }
}

/// Whether somebody of the other school has agreed to exactly this, so that the page may show it.
pub(super) async fn is_agreed(tx: &Tx, ground: &Ground, steward: &Steward, wish: &Wish) -> Result<bool, StorageError> {
    let found = preview(tx, ground, steward, (&wish.one, &wish.other, wish.survivor.as_ref())).await?;
    let Some(found) = found.filter(|found| found.other_school.is_some()) else { return Ok(false) };
    let (kind, now, object) = (ProposalKind::Merge, ground.now(), wish.object());
    let agreed = proposals::find_agreed(tx, kind, steward.platform(), &object, &found.hash, now).await?;
    Ok(agreed.is_some())
}

/// What another school has agreed to and this person asked for: where its page is, and the reason.
pub(super) fn row(
    steward: &Steward,
    proposal: &Proposal,
    (joined, stays): (&AccountId, &AccountId),
) -> (String, String) {
    let path = steward.path(&format!("/merge?one={joined}&other={stays}&survivor={stays}"));
    (path, proposal.reason.clone())
}
