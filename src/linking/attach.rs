//! Joining an identity and a proven account. Everything the page showed is read and decided again in the transaction
//! that writes, and the button's one-time value is used up there: what was switched off, ended or taken meanwhile wins.

use serde_json::{Value, json};

use crate::domain::{
    AccountId, Actor, Assurance, AttemptId, CodeEnd, Freshness, LinkId, LinkOrigin, NoticeKind, OneTimePurpose,
    PlatformId, Purpose, Time,
};
use crate::ground::Ground;
use crate::storage::accounts::{self, Account};
use crate::storage::identities::{self, Identity};
use crate::storage::links::{self, Link};
use crate::storage::one_time::{self, Offer};
use crate::storage::{Tx, claim_codes, joined};

use super::absorb::{Absorption, absorb};
use super::decide::{Decision, Join, Refusal, decide};
use super::end::{EndReason, end, sign_out_everywhere};
use super::evidence::{Evidence, Proof, ProofKind};
use super::gather::{Held, Situation, gather_held};
use super::record::{Change, record};
use super::sides::{Sides, lock_sides};
use super::{LinkingError, Reason, compare, seated};

/// A press of the confirm button.
#[derive(Debug, Clone, Copy)]
pub struct Attach<'a> {
    /// What the login knows.
    pub situation: Situation<'a>,
    /// The login it belongs to.
    pub attempt: &'a AttemptId,
    /// Hash of the browser that pressed.
    pub browser_hash: &'a str,
    /// SHA-256 of the button's value.
    pub value_hash: &'a str,
}

/// Joins the identity and the account that the button was made for. Durable.
///
/// # Errors
/// [`LinkingError::NotOffered`] when the value is not good for exactly this login, browser, identity and account;
/// [`LinkingError::IdentityTaken`] and [`LinkingError::AccountTaken`] when somebody was first;
/// [`LinkingError::Changed`] with what holds now when the join is no longer allowed.
pub async fn attach(tx: &Tx, ground: &Ground, wish: &Attach<'_>) -> Result<Link, LinkingError> {
    let proven = wish.situation.proven.ok_or(LinkingError::NotOffered)?;
    let identity = identities::lock(tx, wish.situation.identity).await?;
    let sides = lock_sides(tx, proven).await?;
    consume(tx, ground, wish, &sides.home.id).await?;
    // All are as they were a moment ago: whoever would change them waits.
    let held = Held { identity: &identity, proven: Some(&sides) };
    let evidence = gather_held(tx, ground, &wish.situation, held, true).await?;
    let (join, proof) = allowed(&evidence)?;
    let actor = Actor::Account(join.home.clone());
    if let Some(code) = &proven.code {
        claim_codes::end(tx, code, ground.now(), CodeEnd::Used).await?;
    }
    give_way(tx, ground, &join, &actor).await?;
    let new = NewLink {
        identity: &identity,
        account: gets_link(tx, &sides).await?,
        platform: wish.situation.platform,
        origin: join.origin,
        rule: rule(join.origin),
        assurance: assurance(evidence.person.freshness, proof),
        evidence: told(&evidence, proof, wish),
        reason: None,
        actor: &actor,
        since: None,
        used: true,
        keeps_codes: false,
    };
    let link = write(tx, ground, &new).await?;
    if let Some((gone, ended)) = join.absorbs.as_ref().zip(join.replaces.as_ref()) {
        absorb(tx, ground, &Absorption { gone, ended, made: &link, actor: &actor }).await?;
    }
    // Whoever adds an integration was in the account already; everybody else came for it.
    if wish.situation.purpose != Purpose::Add {
        claimed(tx, ground, proof).await?;
    }
    accounts::mark_used(tx, &link.account_id, ground.now()).await?;
    Ok(link)
}

/// The link belongs to the account whose way in was used, so that it goes with that one where the two are taken apart again.
/// What was provisional has gone for good.
async fn gets_link<'s>(tx: &Tx, sides: &'s Sides) -> Result<&'s Account, LinkingError> {
    if let Some(into) = &sides.into
        && joined::is_absorbed(tx, &sides.home.id).await?
    {
        return Ok(into);
    }
    Ok(&sides.home)
}

/// What opened another account until now ends.
async fn give_way(tx: &Tx, ground: &Ground, join: &Join, actor: &Actor) -> Result<(), LinkingError> {
    let reason = if join.absorbs.is_some() { EndReason::Absorbed } else { EndReason::Claimed };
    if let Some(given) = &join.replaces {
        end(tx, ground, given, reason, actor).await?;
    }
    Ok(())
}

/// Whoever was in the account before its owner came for it is out, and a printed password has done its work.
async fn claimed(tx: &Tx, ground: &Ground, proof: &Proof) -> Result<(), LinkingError> {
    sign_out_everywhere(tx, ground, &proof.account, EndReason::Claimed.as_str()).await?;
    if proof.kind == ProofKind::PrintedPassword {
        accounts::use_up_printed_password(tx, &proof.home, ground.now()).await?;
    }
    Ok(())
}

async fn consume(tx: &Tx, ground: &Ground, wish: &Attach<'_>, account: &AccountId) -> Result<(), LinkingError> {
    let offer = Offer {
        hash: wish.value_hash,
        purpose: OneTimePurpose::Confirm,
        browser_hash: Some(wish.browser_hash),
        now: ground.now(),
    };
    let value = one_time::consume(tx, &offer).await?.ok_or(LinkingError::NotOffered)?;
    let situation = &wish.situation;
    let bound = value.attempt_id.as_ref() == Some(wish.attempt)
        && value.identity_id.as_ref() == Some(situation.identity)
        && value.account_id.as_ref() == Some(account)
        && value.platform_id.as_ref() == Some(situation.platform)
        && value.upstream_id.as_ref() == Some(&situation.assertion.key.upstream);
    if bound { Ok(()) } else { Err(LinkingError::NotOffered) }
}

fn allowed(evidence: &Evidence) -> Result<(Join, &Proof), LinkingError> {
    match (decide(evidence), &evidence.proof) {
        (Decision::Attach(join), Some(proof)) => Ok((join, proof)),
        (Decision::Refused(Refusal::IdentityTaken), _) => Err(LinkingError::IdentityTaken),
        (decision, Some(proof)) if proof.upstream_taken && !matches!(decision, Decision::Blocked(_)) => {
            Err(LinkingError::AccountTaken)
        }
        (decision, _) => Err(LinkingError::Changed(Box::new(decision))),
    }
}

fn rule(origin: LinkOrigin) -> &'static str {
    match origin {
        LinkOrigin::Settings => "add.proven",
        LinkOrigin::Code => "claim.code",
        LinkOrigin::Platform => "claim.platform",
        _ => "claim.proven",
    }
}

/// How sure a link is that rests on this sign-in and this proof.
#[must_use]
pub fn assurance(upstream: Freshness, proof: &Proof) -> Assurance {
    match proof.kind {
        ProofKind::PrintedPassword | ProofKind::ClaimCode => Assurance::School,
        ProofKind::Platform => Assurance::Platform,
        ProofKind::Password | ProofKind::Upstream | ProofKind::Session => {
            let both = upstream == Freshness::Proven && proof.freshness == Freshness::Proven;
            if both { Assurance::High } else { Assurance::Substantial }
        }
    }
}

/// The why of a link: words of closed vocabularies, times and ids.
fn told(evidence: &Evidence, proof: &Proof, wish: &Attach<'_>) -> Value {
    let facts = &evidence.person.facts;
    let reasons: Vec<Reason> = proof.facts.iter().map(|known| compare(facts, known).reason).collect();
    json!({
        "upstream": evidence.person.freshness,
        "proof": { "kind": proof.kind, "freshness": proof.freshness, "at": proof.proven_at },
        "proof_link": wish.situation.proven.and_then(|proven| proven.link.clone()),
        "proof_code": wish.situation.proven.and_then(|proven| proven.code.clone()),
        "attempt": wish.attempt,
        "same_person": reasons,
    })
}

/// A link to be written by whatever rule allowed it.
#[derive(Debug, Clone)]
pub(super) struct NewLink<'a> {
    pub(super) identity: &'a Identity,
    pub(super) account: &'a Account,
    pub(super) platform: &'a PlatformId,
    pub(super) origin: LinkOrigin,
    pub(super) rule: &'static str,
    pub(super) assurance: Assurance,
    pub(super) evidence: Value,
    pub(super) reason: Option<&'a str>,
    pub(super) actor: &'a Actor,
    pub(super) since: Option<Time>,
    pub(super) used: bool,
    /// The person's claim codes stay good: an older account is still to be claimed.
    pub(super) keeps_codes: bool,
}

/// Writes a link with its audit row, event row and notice. The unique indexes have the last word.
pub(super) async fn write(tx: &Tx, ground: &Ground, new: &NewLink<'_>) -> Result<Link, LinkingError> {
    let now = ground.now();
    let link = Link {
        id: LinkId::at(now, &ground.random),
        platform_id: new.platform.clone(),
        upstream_id: new.identity.upstream_id.clone(),
        scope: new.identity.scope.clone(),
        subject: new.identity.subject.clone(),
        identity_id: new.identity.id.clone(),
        account_id: new.account.id.clone(),
        origin: new.origin,
        rule: new.rule.to_owned(),
        assurance: new.assurance,
        evidence: new.evidence.to_string(),
        via_merge: false,
        created_at: now,
        created_by: new.actor.to_string(),
        since: new.since.unwrap_or(now),
        last_used_at: new.used.then_some(now),
        ended_at: None,
        ended_by: None,
        end_reason: None,
    };
    if !links::insert(tx, &link).await? {
        return Err(whose(tx, &link).await?);
    }
    one_time::discard_confirms(tx, &link.account_id, &link.identity_id, now).await?;
    let detail = json!({
        "rule": link.rule,
        "origin": link.origin,
        "assurance": link.assurance,
        "evidence": new.evidence,
        "reason": new.reason,
    });
    // What a platform says was linked before is no news to its owner.
    let notice = (new.origin != LinkOrigin::Import).then_some(NoticeKind::Linked);
    let into = joined::find_into(tx, new.account).await?;
    let (actor, account) = (new.actor, into.as_ref().unwrap_or(new.account));
    record(tx, ground, &Change { action: "link.created", actor, link: &link, account, notice, detail }).await?;
    seated::linked(tx, ground, &link, new.keeps_codes, new.actor).await?;
    Ok(link)
}

async fn whose(tx: &Tx, link: &Link) -> Result<LinkingError, LinkingError> {
    let taken = links::find_live(tx, &link.platform_id, &link.key()).await?;
    Ok(if taken.is_some() { LinkingError::IdentityTaken } else { LinkingError::AccountTaken })
}
