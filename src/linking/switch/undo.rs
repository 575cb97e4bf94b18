//! The way back: links that have moved move back, a few in each transaction, as long as nobody has ended them since.

use serde_json::Value;

use super::super::LinkingError;
use super::super::end::{EndReason, end};
use super::apply::{Moved, Work};
use super::record;
use super::seats::follow;
use crate::domain::{Actor, PairState, SwitchId, SwitchState};
use crate::ground::Ground;
use crate::storage::links::{self, Link};
use crate::storage::upstream_switches::{self as switches, Applied, Switch};
use crate::storage::{Durability, StorageError, Tx, identities};

/// Pairs in one transaction.
const BATCH: i64 = 50;

/// Takes it back: from now on nothing more moves, and what has moved may move back. Whoever says so once more goes on. Durable.
///
/// # Errors
/// [`LinkingError::Gone`] when there is no such switch; [`StorageError::Changed`] when nothing has moved, or when the time for it
/// is over.
pub async fn take_back(tx: &Tx, ground: &Ground, id: &SwitchId, actor: &Actor) -> Result<(), LinkingError> {
    let switch = switches::lock(tx, id).await?.ok_or(LinkingError::Gone)?;
    if switch.state == SwitchState::Undone {
        return Ok(());
    }
    switches::undo(tx, id, ground.now(), &actor.to_string()).await?;
    record(tx, ground, &switch, ("switch.undone", Value::Null), actor).await
}

/// Moves some of the links back; nothing when all are. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it was not taken back; the database's. Then nothing of these was done.
pub async fn go_back(ground: &Ground, id: &SwitchId, actor: &Actor) -> Result<Option<Moved>, LinkingError> {
    let write = |tx: Tx| async move { batch(&tx, ground, id, actor).await };
    ground.db.write(Durability::Durable, write).await
}

/// Takes it back, and moves every link back.
///
/// # Errors
/// As [`take_back`] and [`go_back`]. What was done stays; begin again.
pub async fn undo(ground: &Ground, id: &SwitchId, actor: &Actor) -> Result<Moved, LinkingError> {
    let write = |tx: Tx| async move { take_back(&tx, ground, id, actor).await };
    ground.db.write(Durability::Durable, write).await?;
    let mut all = Moved::default();
    while let Some(some) = go_back(ground, id, actor).await? {
        all = all.and(some);
    }
    Ok(all)
}

async fn batch(tx: &Tx, ground: &Ground, id: &SwitchId, actor: &Actor) -> Result<Option<Moved>, LinkingError> {
    let undone = |switch: &Switch| switch.state == SwitchState::Undone;
    let switch = switches::lock(tx, id).await?.filter(undone).ok_or(StorageError::Changed)?;
    let pairs = switches::list_applied(tx, id, BATCH).await?;
    if pairs.is_empty() {
        return Ok(None);
    }
    let work = Work { tx, ground, switch: &switch, actor };
    let mut moved = Moved::default();
    for pair in &pairs {
        let state = work.back(pair).await?;
        let key = (pair.from_scope.as_str(), pair.from_subject.as_str());
        let links = (pair.old_link_id.as_ref(), pair.new_link_id.as_ref());
        switches::set_pair(tx, id, key, state, links).await?;
        moved.count(state);
    }
    Ok(Some(moved))
}

impl Work<'_> {
    async fn back(&self, pair: &Applied) -> Result<PairState, LinkingError> {
        let made = match &pair.new_link_id {
            Some(id) => links::find(self.tx, id).await?,
            None => None,
        };
        let old = match &pair.old_link_id {
            Some(id) => links::find(self.tx, id).await?,
            None => None,
        };
        match (old, made) {
            // Whoever ended it since knew why: the old one does not come back by itself.
            (_, Some(made)) if made.ended_at.is_some() => Ok(PairState::Undone),
            (Some(old), made) => self.restore(pair, &old, made.as_ref()).await,
            (None, Some(made)) => self.let_go(&made, false).await.map(|_| PairState::Undone),
            (None, None) => self.seats_back(pair).await.map(|()| PairState::Undone),
        }
    }

    /// The old link once more, unless somebody has its subject otherwise, or may be another person by now.
    async fn restore(&self, pair: &Applied, old: &Link, made: Option<&Link>) -> Result<PairState, LinkingError> {
        let identity = identities::lock(self.tx, &old.identity_id).await?;
        let is_elsewhere = links::find_live(self.tx, &old.platform_id, &old.key()).await?.is_some();
        if is_elsewhere || identity.quarantined_at.is_some() {
            return Ok(PairState::Taken);
        }
        let is_renewal = self.switch.is_renewal();
        if let Some(made) = made.filter(|_| is_renewal) {
            end(self.tx, self.ground, &made.id, EndReason::Switched, self.actor).await?;
            self.seats_back(pair).await?;
        } else if self.has_another(old).await? {
            return Ok(PairState::Taken);
        }
        self.make(old, &identity, ("switch.undone", old.assurance)).await?;
        if let Some(made) = made.filter(|_| !is_renewal) {
            self.let_go(made, false).await?;
        }
        Ok(PairState::Undone)
    }

    /// Whether the account has got another link of the old upstream since.
    async fn has_another(&self, old: &Link) -> Result<bool, LinkingError> {
        let all = links::list_live(self.tx, &old.account_id).await?;
        Ok(all.iter().any(|link| link.upstream_id == old.upstream_id))
    }

    async fn seats_back(&self, pair: &Applied) -> Result<(), LinkingError> {
        if !self.switch.is_renewal() {
            return Ok(());
        }
        let old = self.key(true, (&pair.from_scope, &pair.from_subject));
        let new = self.key(false, (&pair.to_scope, &pair.to_subject));
        follow(self.tx, self.ground, &self.switch.platform_id, (&new, &old)).await
    }
}
