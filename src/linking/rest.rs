//! What a way in rests on: a link is no younger than the password or link that its maker proved the account with.

use serde::Deserialize;

use crate::domain::{LinkId, Time};
use crate::storage::accounts::Account;
use crate::storage::links::{self, Link};
use crate::storage::{StorageError, Tx};

use super::evidence::ProofKind;

/// How somebody has just signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Through<'a> {
    /// By a link.
    Link(&'a LinkId),
    /// By the account's password.
    Password,
    /// By a password that the school printed. The school knows whom it gave that to, so it counts as old as the account.
    PrintedPassword,
}

impl<'a> Through<'a> {
    pub(super) fn link(self) -> Option<&'a LinkId> {
        match self {
            Self::Link(id) => Some(id),
            Self::Password | Self::PrintedPassword => None,
        }
    }
}

/// What the evidence of a link says that its account was proven with. Links that nobody proved say nothing.
#[derive(Debug, Default)]
pub(super) struct Rest {
    kind: Option<ProofKind>,
    /// The link that proved it, or that the session came through.
    pub(super) link: Option<LinkId>,
}

#[derive(Deserialize)]
struct Told {
    proof: Option<ToldProof>,
    proof_link: Option<LinkId>,
}

#[derive(Deserialize)]
struct ToldProof {
    kind: ProofKind,
}

impl Rest {
    pub(super) fn of(link: &Link) -> Self {
        let told: Option<Told> = serde_json::from_str(&link.evidence).ok();
        told.map(|told| Self { kind: told.proof.map(|proof| proof.kind), link: told.proof_link }).unwrap_or_default()
    }

    /// Whoever made the link knew the account's password, typed for it or for the session it was made in.
    pub(super) fn is_password(&self) -> bool {
        let typed = matches!(self.kind, Some(ProofKind::Password | ProofKind::Session));
        typed && self.link.is_none()
    }
}

/// Since when there is what a way in rests on; none when its link is not there.
pub(super) async fn rests_on(tx: &Tx, account: &Account, through: Through<'_>) -> Result<Option<Time>, StorageError> {
    let password = account.password_changed_at.unwrap_or(account.created_at);
    let id = match through {
        Through::Password => return Ok(Some(password)),
        Through::PrintedPassword => return Ok(Some(account.created_at)),
        Through::Link(id) => id,
    };
    let Some(link) = links::find(tx, id).await? else { return Ok(None) };
    let rest = Rest::of(&link);
    let below = match (&rest.link, rest.kind) {
        (Some(parent), _) => links::find(tx, parent).await?.map(|parent| parent.created_at),
        (None, Some(ProofKind::PrintedPassword | ProofKind::ClaimCode)) => Some(account.created_at),
        (None, _) => rest.is_password().then_some(password),
    };
    Ok(Some(below.map_or(link.created_at, |below| below.min(link.created_at))))
}
