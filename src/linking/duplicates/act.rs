//! What is decided about two accounts that may be one person's.

use serde_json::json;

use super::super::LinkingError;
use super::super::record::notify;
use crate::domain::{AccountId, Actor, DuplicateState, NoticeKind, PlatformId};
use crate::ground::Ground;
use crate::storage::duplicates::{self, Duplicate};
use crate::storage::notices::{self, Notice};
use crate::storage::{Tx, accounts, audit, cases, suspects};

/// They are two people's. Remembered: no sweep brings the pair back, and what a sign-in asked the school about it is settled.
/// Durable.
///
/// # Errors
/// [`LinkingError::Gone`] when somebody has decided it before; the database's.
pub async fn say_not_same(
    tx: &Tx,
    ground: &Ground,
    pair: &Duplicate,
    actor: &Actor,
    reason: &str,
) -> Result<(), LinkingError> {
    let act = Act { ground, pair, actor, reason };
    act.turn(tx, DuplicateState::NotSame, "duplicate.not_same").await?;
    act.close_cases(tx, "not_same").await
}

/// The pupil is asked whether the other account is theirs, too. Neither owner learns anything of the other account. Durable.
///
/// # Errors
/// [`LinkingError::Gone`] when an account cannot be used, or somebody has decided the pair; the database's.
pub async fn ask_pupil(tx: &Tx, ground: &Ground, pair: &Duplicate, actor: &Actor) -> Result<(), LinkingError> {
    let act = Act { ground, pair, actor, reason: "" };
    act.turn(tx, DuplicateState::Asked, "duplicate.asked").await?;
    for id in [&pair.one_id, &pair.other_id] {
        let account = accounts::find(tx, id).await?.ok_or(LinkingError::Gone)?;
        if account.disabled_at.is_some() || account.merged_into.is_some() {
            return Err(LinkingError::Gone);
        }
        notify(tx, ground, &account, NoticeKind::MaybeOther, None).await?;
    }
    Ok(())
}

/// The notices by which somebody who has just signed in is asked whether another account is theirs, too, and that they have
/// not seen; none where no answer is waited for any more.
///
/// # Errors
/// The database's.
pub async fn questions_due(tx: &Tx, ground: &Ground, owner: &AccountId) -> Result<Vec<Notice>, LinkingError> {
    let mut unseen = notices::list_unseen(tx, owner, ground.now()).await?;
    unseen.retain(|notice| notice.kind == NoticeKind::MaybeOther);
    if unseen.is_empty() || duplicates::list_asked(tx, owner).await?.is_empty() {
        return Ok(Vec::new());
    }
    Ok(unseen)
}

/// The owner of one account has shown that another one is theirs as well. True when they had been asked about just that one.
/// Nothing is joined: the school merges. Durable.
///
/// # Errors
/// The database's.
pub async fn prove_other(tx: &Tx, ground: &Ground, owner: &AccountId, other: &AccountId) -> Result<bool, LinkingError> {
    let asked = duplicates::list_asked(tx, owner).await?;
    let is_it = |pair: &&Duplicate| owner != other && [&pair.one_id, &pair.other_id].contains(&other);
    let Some(pair) = asked.iter().find(is_it) else { return Ok(false) };
    let actor = &Actor::Account(owner.clone());
    Act { ground, pair, actor, reason: "" }.turn(tx, DuplicateState::Proven, "duplicate.proven").await?;
    Ok(true)
}

/// Two accounts went together: where they stood in a queue, they do not any more. Durable, in the transaction of the merge.
///
/// # Errors
/// The database's.
pub async fn settle_merged(
    tx: &Tx,
    ground: &Ground,
    (platform, one, other): (&PlatformId, &AccountId, &AccountId),
    actor: &Actor,
) -> Result<(), LinkingError> {
    let Some(pair) = duplicates::find_pair(tx, platform, one, other).await? else { return Ok(()) };
    let act = Act { ground, pair: &pair, actor, reason: "" };
    if pair.state != DuplicateState::Merged {
        act.turn(tx, DuplicateState::Merged, "duplicate.merged").await?;
    }
    act.close_cases(tx, "merged").await
}

/// A merge was taken back: whoever did that says that they are two people. Durable, in the transaction of that.
///
/// # Errors
/// The database's.
pub async fn settle_unmerged(
    tx: &Tx,
    ground: &Ground,
    (platform, one, other): (&PlatformId, &AccountId, &AccountId),
    actor: &Actor,
) -> Result<(), LinkingError> {
    let pair = duplicates::find_pair(tx, platform, one, other).await?;
    let Some(pair) = pair.filter(|pair| pair.state == DuplicateState::Merged) else { return Ok(()) };
    Act { ground, pair: &pair, actor, reason: "" }.turn(tx, DuplicateState::NotSame, "duplicate.not_same").await
}

/// Something that is done with a pair.
struct Act<'a> {
    ground: &'a Ground,
    pair: &'a Duplicate,
    actor: &'a Actor,
    reason: &'a str,
}

impl Act<'_> {
    /// Moves the pair on from where it was seen, and records it.
    async fn turn(&self, tx: &Tx, to: DuplicateState, action: &'static str) -> Result<(), LinkingError> {
        let (pair, now) = (self.pair, self.ground.now());
        let may = match to {
            DuplicateState::NotSame | DuplicateState::Merged => pair.state != to,
            DuplicateState::Asked => pair.state == DuplicateState::Open,
            DuplicateState::Proven => pair.state == DuplicateState::Asked,
            DuplicateState::Open | DuplicateState::Gone => false,
        };
        if !may {
            return Err(LinkingError::Gone);
        }
        duplicates::decide(tx, (&pair.id, pair.state), to, &self.actor.to_string(), now).await?;
        let entry = audit::Entry {
            platform: Some(&pair.platform_id),
            school: Some(&pair.school_id),
            account: Some(&pair.one_id),
            object: Some(format!("duplicate:{}", pair.id)),
            detail: json!({ "other": pair.other_id, "why": pair.why, "score": pair.score, "reason": self.reason }),
            ..audit::Entry::new(now, action, self.actor)
        };
        audit::record(tx, &self.ground.random, &entry).await?;
        Ok(())
    }

    /// What sign-ins asked the school about these two is answered.
    async fn close_cases(&self, tx: &Tx, outcome: &str) -> Result<(), LinkingError> {
        let (pair, now) = (self.pair, self.ground.now());
        for case in suspects::list_cases(tx, &pair.platform_id, &pair.one_id, &pair.other_id).await? {
            cases::close(tx, &case.id, now, &self.actor.to_string(), outcome).await?;
            let entry = audit::Entry {
                platform: Some(&pair.platform_id),
                school: Some(&pair.school_id),
                account: Some(&pair.one_id),
                object: Some(format!("case:{}", case.id)),
                detail: json!({ "outcome": outcome, "duplicate": pair.id }),
                ..audit::Entry::new(now, "case.closed", self.actor)
            };
            audit::record(tx, &self.ground.random, &entry).await?;
        }
        Ok(())
    }
}
