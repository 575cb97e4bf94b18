//! A merge that waits, for its second person: computed anew, as whoever proposed it saw it.

use serde::Deserialize;

use super::super::door::Steward;
use super::super::duplicates::side;
use super::shown::effect;
use crate::domain::{AccountId, ProposalKind, SchoolId};
use crate::ground::Ground;
use crate::linking::{self, LinkingError, MergeError};
use crate::storage::proposals::{Proposal, payload_place};
use crate::storage::{StorageError, Tx};
use crate::web::pages::merging::MergeEffect;

/// What was proposed.
#[derive(Debug, Deserialize)]
pub(in crate::admin) struct AskedMerge {
    joined: AccountId,
    survivor: AccountId,
    /// In whose name; none: in that of the school where it waits.
    #[serde(default)]
    school: Option<SchoolId>,
    /// The school of which the one account is that is not of that one.
    #[serde(default)]
    other_school: Option<SchoolId>,
}

impl AskedMerge {
    /// What a proposal asks for, where it is a merge that nobody has settled.
    pub(in crate::admin) fn of(ground: &Ground, proposal: &Proposal) -> Option<Self> {
        if proposal.kind != ProposalKind::Merge {
            return None;
        }
        let clear = ground.vault.open(&payload_place(&proposal.id), &proposal.payload).ok()?;
        serde_json::from_slice(&clear).ok()
    }

    /// Which goes, and which stays.
    pub(super) fn pair(&self) -> (&AccountId, &AccountId) {
        (&self.joined, &self.survivor)
    }

    /// It is about an account of another school than that of whoever asked.
    pub(in crate::admin) fn is_across(&self) -> bool {
        self.other_school.is_some()
    }

    /// What it would do now; nothing when that is not what was proposed, or cannot be done.
    pub(in crate::admin) async fn effect(
        &self,
        tx: &Tx,
        ground: &Ground,
        steward: &Steward,
        hash: &str,
    ) -> Result<Option<MergeEffect>, StorageError> {
        let (school, stays) = (self.school.as_ref().unwrap_or_else(|| steward.school()), Some(&self.survivor));
        let preview = match linking::preview(tx, ground, &self.joined, &self.survivor, stays, Some(school)).await {
            Ok(preview) => preview,
            Err(error) => return missing(error),
        };
        if preview.hash != hash || !preview.refusals.is_empty() {
            return Ok(None);
        }
        let Some(both) = side::both_asked(tx, steward, &self.joined, &self.survivor).await? else { return Ok(None) };
        effect(tx, steward, &preview, both).await.map_or_else(missing, |effect| Ok(Some(effect)))
    }
}

/// Only what the database says stops the page.
fn missing(error: MergeError) -> Result<Option<MergeEffect>, StorageError> {
    match error {
        MergeError::Storage(error) | MergeError::Linking(LinkingError::Storage(error)) => Err(error),
        _ => Ok(None),
    }
}
