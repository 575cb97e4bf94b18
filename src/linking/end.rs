//! Ending a link: everything it opened ends with it, and nobody locks themselves out.

use serde_json::json;

use crate::domain::{AccountId, Actor, LinkId, NoticeKind};
use crate::ground::Ground;
use crate::storage::links::{self, Link};
use crate::storage::sessions::SessionClient;
use crate::storage::{Tx, accounts, identities, joined, one_time, sign_out, ways_in};

use super::LinkingError;
use super::record::{Change, record};
use super::seated;

/// Why a link is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    /// Its owner ended it in the settings. Never the last usable way in.
    Owner,
    /// The owner said: this was not me.
    NotMe,
    /// An administrator or the platform.
    Administrator,
    /// It was born at an import and unused, and its person has proven another account.
    Claimed,
    /// It rested on a teacher's word, and a teacher took that back.
    TakenBack,
    /// Its account was provisional, and went into the one that its person has proven.
    Absorbed,
    /// Its school went over to another upstream, or to new subjects of the same one.
    Switched,
    /// It was moved to another account of the same person.
    Moved,
}

impl EndReason {
    /// Another link of the same identity is made in the same breath.
    fn is_followed(self) -> bool {
        matches!(self, Self::Claimed | Self::Absorbed | Self::Switched | Self::Moved)
    }

    /// What the owner of the account is told. Whoever brings a provisional account along sees it happen; after a switch of the
    /// school's the same button, or the new one, opens the same account.
    fn notice(self) -> Option<NoticeKind> {
        match self {
            Self::NotMe => Some(NoticeKind::NotMe),
            Self::Absorbed | Self::Switched => None,
            Self::Owner | Self::Administrator | Self::Claimed | Self::TakenBack | Self::Moved => {
                Some(NoticeKind::LinkEnded)
            }
        }
    }

    /// The word as it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::NotMe => "not_me",
            Self::Administrator => "administrator",
            Self::Claimed => "claimed",
            Self::TakenBack => "taken_back",
            Self::Absorbed => "absorbed",
            Self::Switched => "switched",
            Self::Moved => "moved",
        }
    }
}

/// What was ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// The link as it was.
    pub link: Link,
    /// Clients whose sessions ended with it and that are to be told (back-channel logout).
    pub told: Vec<SessionClient>,
}

/// Ends a live link, every session and token family it opened, and every pending confirmation of its two sides. Durable.
///
/// # Errors
/// [`LinkingError::Gone`] when it is not live; [`LinkingError::LastWayIn`] for its owner when nothing else would work.
pub async fn end(
    tx: &Tx,
    ground: &Ground,
    id: &LinkId,
    reason: EndReason,
    actor: &Actor,
) -> Result<Ended, LinkingError> {
    let link = links::find(tx, id).await?.filter(|link| link.ended_at.is_none()).ok_or(LinkingError::Gone)?;
    identities::lock(tx, &link.identity_id).await?;
    let home = accounts::lock(tx, &link.account_id).await?;
    let into = joined::lock_into(tx, &home).await?;
    let account = into.as_ref().unwrap_or(&home);
    if reason == EndReason::Owner && !ways_in::find(tx, &account.id).await?.remain_without(id) {
        return Err(LinkingError::LastWayIn);
    }
    let now = ground.now();
    links::end(tx, id, now, &actor.to_string(), reason.as_str()).await?;
    let told = sign_out::end_of_link(tx, id, reason.as_str(), now).await?;
    one_time::discard_confirms(tx, &link.account_id, &link.identity_id, now).await?;
    one_time::discard_of_link(tx, id, now).await?;
    let notice = reason.notice();
    let detail = json!({ "reason": reason.as_str(), "upstream": link.upstream_id });
    let change = Change { action: "link.ended", actor, link: &link, account, notice, detail };
    record(tx, ground, &change).await?;
    // The link that follows settles everything.
    if !reason.is_followed() {
        seated::unlinked(tx, ground, &link, actor).await?;
    }
    Ok(Ended { link, told })
}

/// Ends every session and token family of an account, whatever they came through.
pub(super) async fn sign_out_everywhere(
    tx: &Tx,
    ground: &Ground,
    account: &AccountId,
    reason: &str,
) -> Result<(), LinkingError> {
    sign_out::end_of_account(tx, account, reason, ground.now()).await?;
    Ok(())
}
