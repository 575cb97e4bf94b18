//! One journal while all journals of its school wait for a decision: what was held for the school does not come in, or go
//! out, journal by journal.

use super::super::Plan;
use super::super::guard::additions_are_sound;
use super::Scope;
use crate::domain::LimitPassed;
use crate::storage::{StorageError, Tx, holds, school_refreshes};

/// What the open hold of a school stops in one of its journals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// Everything but which teachers may open it, which never waits.
    All,
    /// Everything but that and who joins: the school chose so, and its hold is not about whom it tells of.
    Rest,
}

impl Wait {
    /// Whether something of a plan waits.
    pub(super) fn stops(self, plan: &Plan) -> bool {
        match self {
            Self::All => plan.access().steps != plan.steps,
            Self::Rest => plan.additions().steps != plan.steps,
        }
    }
}

/// How one journal waits with its school. Nothing where the school does not wait, and where the refresh is of the whole
/// school itself.
pub(super) async fn find(tx: &Tx, scope: &Scope) -> Result<Option<Wait>, StorageError> {
    if scope.journal.is_none() {
        return Ok(None);
    }
    let Some(hold) = holds::find_open(tx, scope.place(), None).await? else { return Ok(None) };
    let wishes = school_refreshes::find(tx, &scope.platform, &scope.school).await?;
    let reasons: Vec<LimitPassed> = serde_json::from_str(&hold.reasons).unwrap_or_default();
    let flow = wishes.additions_flow && !reasons.is_empty() && additions_are_sound(&reasons);
    Ok(Some(if flow { Wait::Rest } else { Wait::All }))
}

/// Whether something that a plan would do to one journal waits, because the whole school does.
///
/// # Errors
/// The database's.
pub async fn waits_with_school(tx: &Tx, scope: &Scope, plan: &Plan) -> Result<bool, StorageError> {
    Ok(find(tx, scope).await?.is_some_and(|wait| wait.stops(plan)))
}
