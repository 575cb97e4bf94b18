//! Linked, waiting, new or blocked: the rules, from the most certain to the least.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Filtered, Held, HeldLink, HeldStanding, Row};
use super::{PLAN, State};
use crate::domain::{AccountId, NewAccounts, RosterSubject, SeatReason, StandingState};

/// What is decided by, for all people of one journal.
pub(super) struct Decide<'a> {
    held: &'a Held,
    is_complete: bool,
    /// Everybody the reading tells of: none of them is another of them.
    told: BTreeSet<&'a str>,
    /// How many people of the journal an account is linked to.
    linked: BTreeMap<&'a AccountId, usize>,
    /// How many people of the journal an account may belong to.
    wanted: BTreeMap<&'a AccountId, usize>,
}

impl<'a> Decide<'a> {
    pub(super) fn new(said: &'a Filtered, held: &'a Held) -> Self {
        let told: BTreeSet<&str> = said.rows.iter().map(|row| row.subject.as_str()).collect();
        let mut linked = BTreeMap::new();
        let mut wanted = BTreeMap::new();
        for subject in &told {
            if let Some(link) = held.links.get(*subject) {
                *linked.entry(&link.account).or_default() += 1;
                continue;
            }
            // Who has no other account wants none: it must be so before the birth as it is after it.
            let is_new = |stands: &HeldStanding| stands.decided_by != PLAN && stands.state == StandingState::New;
            if held.standings.get(*subject).is_some_and(is_new) {
                continue;
            }
            for account in held.candidates.get(*subject).into_iter().flatten() {
                *wanted.entry(account).or_default() += 1;
            }
        }
        Self { held, is_complete: said.is_complete, told, linked, wanted }
    }

    /// What the seat of a person is.
    pub(super) fn state(&self, row: &Row) -> State {
        if let Some(reason) = row.block {
            return State::Blocked(reason);
        }
        let (held, subject) = (self.held, &row.subject);
        if held.another.contains(subject) {
            return State::Blocked(SeatReason::AnotherPerson);
        }
        // A link found by an id that may be somebody else's says nothing about this person.
        if held.terms.roster_subject != RosterSubject::SameAsLogin {
            return State::Waiting(SeatReason::SubjectDiffers);
        }
        if held.quarantined.contains(subject) {
            return State::Blocked(SeatReason::Quarantined);
        }
        match held.links.get(subject) {
            Some(link) => self.linked(link),
            None if held.ended.contains(subject) => State::Waiting(SeatReason::LinkEnded),
            None => self.unlinked(row),
        }
    }

    fn linked(&self, link: &HeldLink) -> State {
        // Only a merge puts two links of one upstream on an account: two people of one journal were merged.
        if link.via_merge && self.linked.get(&link.account).is_some_and(|people| *people > 1) {
            return State::Blocked(SeatReason::SharedAccount);
        }
        if link.is_open { State::Linked(link.account.clone()) } else { State::Blocked(SeatReason::AccountDisabled) }
    }

    fn unlinked(&self, row: &Row) -> State {
        if let Some(decided) = self.held.standings.get(&row.subject).filter(|standing| standing.decided_by != PLAN) {
            return self.decided(decided);
        }
        if !row.facts.is_named() {
            return State::Waiting(SeatReason::Unnamed);
        }
        if let Some(reason) = self.candidate(&row.subject) {
            return State::Waiting(reason);
        }
        match self.held.terms.new_accounts {
            NewAccounts::AskSchool => State::Waiting(SeatReason::SchoolAsks),
            NewAccounts::Create => self.fresh(),
        }
    }

    /// A person has decided; that stands until a person decides otherwise.
    fn decided(&self, standing: &HeldStanding) -> State {
        let reason = standing.reason.unwrap_or(SeatReason::Candidate);
        match standing.state {
            StandingState::New => self.fresh(),
            StandingState::Waiting => State::Waiting(reason),
            StandingState::Blocked => State::Blocked(reason),
        }
    }

    fn fresh(&self) -> State {
        if self.is_complete { State::New } else { State::Waiting(SeatReason::PartialRead) }
    }

    /// Whether somebody at the platform may be this person. An account linked to another person of this journal is not:
    /// two rows of one journal are never one person.
    fn candidate(&self, subject: &str) -> Option<SeatReason> {
        let candidates = self.held.candidates.get(subject)?;
        let free = candidates.iter().filter(|account| !self.is_of_another(account, subject));
        let shared = free.map(|account| self.wanted.get(account).is_some_and(|people| *people > 1));
        shared
            .reduce(|one, other| one || other)
            .map(|shared| if shared { SeatReason::SharedCandidate } else { SeatReason::Candidate })
    }

    fn is_of_another(&self, account: &AccountId, subject: &str) -> bool {
        let holders = self.held.taken.get(account);
        holders.is_some_and(|holders| {
            holders.iter().any(|holder| holder != subject && self.told.contains(holder.as_str()))
        })
    }
}
