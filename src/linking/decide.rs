//! What one step of a login leads to: a pure function, row by row the table in `docs/linking.md`.

use crate::domain::{AccountId, CaseKind, LinkId, LinkOrigin, NewAccounts, Purpose};

use super::evidence::{Answer, Evidence, FoundLink, Place, Proof, ProofKind};
use super::{SamePerson, same_person};

/// What happens next. An account is only ever named to somebody who came in through its link or proved it.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// Nothing happens; a page says what to do.
    Blocked(Block),
    /// No account and no link: "your child signs in as themselves".
    GuardianOnly,
    /// Nothing moves and nothing is told; a case may go to the school.
    Refused(Refusal),
    /// Choose one of several schools and roles, once per session.
    ChoosePlace(Vec<Place>),
    /// Start a session on this account; whoever else is signed in in this browser is signed out first.
    SignIn(SignIn),
    /// "Have you used the platform before?"
    Ask,
    /// "Yes": prove the account.
    Prove,
    /// Nothing is written but a case; a page says that the school was asked.
    AskSchool(CaseKind),
    /// Make an account and its link.
    Bear,
    /// Let them in on a provisional account: a new one, or the one that a journal made for them.
    LetIn,
    /// "Do you have your older account at hand now?"
    Remind,
    /// Both persons side by side, and a button that joins them.
    Confirm(Join),
    /// The button was pressed: join them.
    Attach(Join),
    /// The identity is linked to this very account already.
    AlreadyLinked,
}

/// Why nothing happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// The platform is switched off.
    Platform,
    /// The application is switched off.
    Client,
    /// The upstream is switched off.
    Upstream,
    /// No school of the person has this upstream enabled at this platform.
    School,
    /// The account may not be used.
    Account,
    /// The subject seems to belong to another person now: the school must look.
    Recycled,
}

/// Why a person who is somebody else here gets nowhere. The page says none of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The identity is another account's.
    IdentityTaken,
    /// Another person is signed in than the one who began.
    OtherPerson,
}

/// A sign-in.
#[derive(Debug, Clone, PartialEq)]
pub struct SignIn {
    /// To which account.
    pub account: AccountId,
    /// The link's own account, where it went into that one; else the same.
    pub home: AccountId,
    /// Through which link.
    pub link: LinkId,
    /// Where, when the person has a place at this platform.
    pub place: Option<Place>,
}

/// A join of the identity with a proven account.
#[derive(Debug, Clone, PartialEq)]
pub struct Join {
    /// The proven account.
    pub account: AccountId,
    /// The account whose way in proved it, where it went into that one; else the same. The link becomes its own.
    pub home: AccountId,
    /// [`SamePerson::Same`] or [`SamePerson::Plausible`].
    pub sameness: SamePerson,
    /// How the link will say it came to be.
    pub origin: LinkOrigin,
    /// The unclaimed or provisional link that gives way to it.
    pub replaces: Option<LinkId>,
    /// The provisional account that goes into the proven one.
    pub absorbs: Option<AccountId>,
}

/// Decides one step.
#[must_use]
pub fn decide(evidence: &Evidence) -> Decision {
    if let Some(block) = blocked(evidence) {
        return Decision::Blocked(block);
    }
    if evidence.person.guardian_only {
        return Decision::GuardianOnly;
    }
    if evidence.purpose == Purpose::Add {
        return add(evidence);
    }
    match &evidence.link {
        Some(link) if link.provisional.is_some() => on_provisional(evidence, link),
        Some(link) if !link.is_unclaimed() => linked(evidence, link),
        _ => newcomer(evidence),
    }
}

fn blocked(evidence: &Evidence) -> Option<Block> {
    let doors = evidence.doors;
    let shut = [
        (!doors.platform, Block::Platform),
        (!doors.client, Block::Client),
        (!doors.upstream, Block::Upstream),
        (evidence.person.quarantined, Block::Recycled),
        // A guardian's child may be at a school that is closed to us: the guardian's own page is the better answer.
        (!doors.school && !evidence.person.guardian_only, Block::School),
        // Neither a link nor a case may bring an old and a new identity together, whoever asks for it.
        (is_apart(evidence), Block::Account),
    ];
    shut.into_iter().find(|(is_shut, _)| *is_shut).map(|(_, block)| block)
}

/// The proven account is not the identity's own, and the two must never be known to be one person's.
fn is_apart(evidence: &Evidence) -> bool {
    let own = evidence.link.as_ref().map(|link| &link.account);
    evidence.proof.as_ref().is_some_and(|proof| proof.is_apart && own != Some(&proof.account))
}

/// Settings: add an integration to the account that is signed in and freshly proven.
fn add(evidence: &Evidence) -> Decision {
    let Some(proof) = &evidence.proof else { return Decision::Prove };
    let same = evidence.signed_in.as_ref().map(|account| *account == proof.account);
    // Our own settings act for a session here. A platform vouches for its own: nobody needs to be signed in here.
    if !same.unwrap_or(proof.kind == ProofKind::Platform) {
        return Decision::Refused(Refusal::OtherPerson);
    }
    match &evidence.link {
        // The older account comes first: what is added to this one would not come along.
        _ if proof.is_provisional => Decision::Prove,
        Some(link) if link.account == proof.account => Decision::AlreadyLinked,
        Some(link) if !link.gives_way() => Decision::Refused(Refusal::IdentityTaken),
        _ => proven(evidence, proof),
    }
}

/// Sign-in with a live link that somebody has used or somebody vouched for.
fn linked(evidence: &Evidence, link: &FoundLink) -> Decision {
    if evidence.proof.as_ref().is_some_and(|proof| proof.account != link.account) {
        return Decision::Refused(Refusal::IdentityTaken);
    }
    sign_in(evidence, link)
}

/// Sign-in to a provisional account: asked for the older one now and then, and in whenever that is not at hand.
fn on_provisional(evidence: &Evidence, link: &FoundLink) -> Decision {
    if !link.account_open {
        return Decision::Blocked(Block::Account);
    }
    match (&evidence.proof, evidence.answer) {
        (Some(proof), _) if proof.account != link.account => proven(evidence, proof),
        (None, Some(Answer::Yes)) => Decision::Prove,
        (None, Some(Answer::CannotSignIn)) => Decision::AskSchool(CaseKind::CannotSignIn),
        (None, None) if link.provisional.is_some_and(|held| held.is_due) => Decision::Remind,
        _ => sign_in(evidence, link),
    }
}

fn sign_in(evidence: &Evidence, link: &FoundLink) -> Decision {
    if !link.account_open {
        return Decision::Blocked(Block::Account);
    }
    let places = &evidence.person.places;
    let chosen = evidence.person.chosen.as_ref().and_then(|chosen| places.iter().find(|place| place.fits(chosen)));
    match (chosen, places.as_slice()) {
        (None, [_, _, ..]) => Decision::ChoosePlace(places.clone()),
        (chosen, _) => Decision::SignIn(SignIn {
            account: link.account.clone(),
            home: link.home.clone(),
            link: link.link.clone(),
            place: chosen.or(places.first()).cloned(),
        }),
    }
}

/// Sign-in of somebody who was never asked: no link, or an unclaimed one. Both see the same pages.
fn newcomer(evidence: &Evidence) -> Decision {
    match (&evidence.proof, evidence.answer) {
        (Some(proof), _) => proven(evidence, proof),
        (None, Some(Answer::Later)) if evidence.may_be_let_in() => Decision::LetIn,
        (None, Some(Answer::Yes | Answer::Later)) => Decision::Prove,
        (None, Some(Answer::CannotSignIn)) => Decision::AskSchool(CaseKind::CannotSignIn),
        (None, Some(Answer::No)) => unknown_here(evidence),
        (None, None) if evidence.skip_question && !evidence.waiting_seat => unknown_here(evidence),
        (None, None) => Decision::Ask,
    }
}

fn unknown_here(evidence: &Evidence) -> Decision {
    match (&evidence.link, evidence.new_accounts) {
        (Some(link), _) => sign_in(evidence, link),
        (None, NewAccounts::AskSchool) => Decision::AskSchool(CaseKind::NewAccount),
        (None, NewAccounts::Create) => Decision::Bear,
    }
}

/// An account was proven; the identity has no link, or one that gives way.
fn proven(evidence: &Evidence, proof: &Proof) -> Decision {
    if !proof.account_open {
        return Decision::Blocked(Block::Account);
    }
    if !proof.fresh {
        return Decision::Prove;
    }
    if let Some(link) = evidence.link.as_ref().filter(|link| link.account == proof.account) {
        return sign_in(evidence, link);
    }
    let sameness = sameness(evidence, proof);
    if sameness == SamePerson::Different {
        return Decision::AskSchool(CaseKind::PeopleDiffer);
    }
    if proof.upstream_taken {
        return Decision::AskSchool(CaseKind::AccountTaken);
    }
    let origin = match proof.kind {
        ProofKind::Session => LinkOrigin::Settings,
        kind => kind.origin(),
    };
    let held = evidence.link.as_ref().filter(|link| link.provisional.is_some());
    // A provisional account is nobody's older one, and one that others open too is more than one person's word.
    if proof.is_provisional || held.is_some_and(|link| !may_go(link)) {
        return Decision::AskSchool(CaseKind::AccountTaken);
    }
    let replaces = evidence.link.as_ref().map(|link| link.link.clone());
    let absorbs = held.map(|link| link.account.clone());
    let (account, home) = (proof.account.clone(), proof.home.clone());
    let join = Join { account, home, sameness, origin, replaces, absorbs };
    if evidence.confirmed { Decision::Attach(join) } else { Decision::Confirm(join) }
}

fn may_go(link: &FoundLink) -> bool {
    link.account_open && link.provisional.is_some_and(|held| held.is_alone)
}

/// The worst verdict over everything the proof knows about its person.
fn sameness(evidence: &Evidence, proof: &Proof) -> SamePerson {
    let verdicts = proof.facts.iter().map(|facts| same_person(&evidence.person.facts, facts));
    verdicts.fold(None, |worst, verdict| Some(worse(worst, verdict))).unwrap_or(SamePerson::Plausible)
}

fn worse(worst: Option<SamePerson>, verdict: SamePerson) -> SamePerson {
    match (worst, verdict) {
        (Some(SamePerson::Different), _) | (_, SamePerson::Different) => SamePerson::Different,
        (Some(SamePerson::Plausible), _) | (_, SamePerson::Plausible) => SamePerson::Plausible,
        _ => SamePerson::Same,
    }
}

#[cfg(test)]
mod tests;
