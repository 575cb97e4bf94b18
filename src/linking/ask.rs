//! Asking the school: nothing is written but a case.

use crate::domain::{AccountId, Actor, CaseKind};
use crate::ground::Ground;
use crate::storage::Tx;

use super::LinkingError;
use super::cases::{CaseAbout, open_case};
use super::decide::{Decision, Refusal, decide};
use super::evidence::Evidence;
use super::gather::{Situation, gather};
use super::probing::{self, Claimant};

/// Opens the case that the situation calls for; false when it waits already, or when there is nothing for a school to
/// decide. Also after a press of the button that `attach` refused. Durable.
///
/// # Errors
/// [`LinkingError::Changed`] with what holds now when no school is to be asked.
pub async fn ask_school(tx: &Tx, ground: &Ground, situation: &Situation<'_>) -> Result<bool, LinkingError> {
    let evidence = gather(tx, ground, situation, false).await?;
    let kind = match decide(&evidence) {
        Decision::AskSchool(kind) => kind,
        Decision::Refused(Refusal::IdentityTaken) => CaseKind::IdentityTaken,
        Decision::Refused(Refusal::OtherPerson) => return Ok(false),
        decision => return Err(LinkingError::Changed(Box::new(decision))),
    };
    let account = match kind {
        CaseKind::PeopleDiffer | CaseKind::AccountTaken | CaseKind::IdentityTaken => proven_account(&evidence),
        _ => None,
    };
    let link = evidence.link.as_ref().map(|link| &link.link).filter(|_| kind == CaseKind::IdentityTaken);
    let about = CaseAbout {
        kind,
        platform: situation.platform,
        school: evidence.person.places.first().map(|place| &place.school),
        identity: Some(situation.identity),
        account,
        link,
    };
    let new = open_case(tx, ground, &Actor::Identity(situation.identity.clone()), &about).await?;
    if kind == CaseKind::PeopleDiffer {
        let Situation { identity, platform, .. } = *situation;
        probing::report(tx, ground, &Claimant { identity, platform, school: about.school }).await?;
    }
    Ok(new)
}

fn proven_account(evidence: &Evidence) -> Option<&AccountId> {
    evidence.proof.as_ref().map(|proof| &proof.account)
}
