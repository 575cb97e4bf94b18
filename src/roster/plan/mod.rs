//! What becomes of everybody in a journal: a pure function of what the upstream says and what we hold.

mod hash;
mod seats;
mod state;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

#[cfg(test)]
use super::HeldLink;
use super::{Facts, Filtered, Held, HeldJournal};
use crate::domain::{AccountId, SeatEnd, SeatReason, SeatRole, SeatState, StandingState};

/// Who decided a standing that nobody decided.
pub const PLAN: &str = "plan";
/// Two complete reads without somebody end a seat when they lie this far apart.
pub const BETWEEN_READS: TimeDelta = TimeDelta::hours(20);

/// What a person's seat is, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// On this account.
    Linked(AccountId),
    /// May have an account.
    Waiting(SeatReason),
    /// Gets an account, or has got one in this plan.
    New,
    /// Nothing is done.
    Blocked(SeatReason),
}

impl State {
    /// The word for it.
    #[must_use]
    pub fn word(&self) -> SeatState {
        match self {
            Self::Linked(_) => SeatState::Linked,
            Self::Waiting(_) => SeatState::Waiting,
            Self::New => SeatState::New,
            Self::Blocked(_) => SeatState::Blocked,
        }
    }

    /// Why, where it is waiting or blocked.
    #[must_use]
    pub fn reason(&self) -> Option<SeatReason> {
        match self {
            Self::Waiting(reason) | Self::Blocked(reason) => Some(*reason),
            Self::Linked(_) | Self::New => None,
        }
    }

    /// What is stored of it; nothing for those whose link says it.
    fn standing(&self) -> Option<(StandingState, Option<SeatReason>)> {
        match self {
            Self::Linked(_) => None,
            Self::Waiting(reason) => Some((StandingState::Waiting, Some(*reason))),
            Self::New => Some((StandingState::New, None)),
            Self::Blocked(reason) => Some((StandingState::Blocked, Some(*reason))),
        }
    }
}

/// One person of the journal, for the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The upstream's own id; empty when there is none.
    pub subject: String,
    /// What was told.
    pub facts: Facts,
    /// Keyed digest of that.
    pub digest: String,
    /// What the person is in the journal; empty when the row is refused.
    pub roles: BTreeSet<SeatRole>,
    /// What the seat is.
    pub state: State,
}

/// What has to be written. Everything is named by subject.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Steps {
    /// The journal is new, or says something new about itself.
    pub journal: bool,
    /// People who are new, or of whom something new is told.
    pub people: BTreeSet<String>,
    /// Seats to give.
    pub sit: BTreeSet<(String, SeatRole)>,
    /// Seats whose clock begins: nobody told of their person.
    pub miss: BTreeSet<(String, SeatRole)>,
    /// Seats whose clock stops: the person is back.
    pub come_back: BTreeSet<(String, SeatRole)>,
    /// Seats to end.
    pub leave: BTreeMap<(String, SeatRole), SeatEnd>,
    /// Standings to store.
    pub standings: BTreeMap<String, (StandingState, Option<SeatReason>)>,
    /// People who get an account and its link.
    pub births: BTreeSet<String>,
}

/// What becomes of a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Whether it rests on the whole truth; what does not is never applied.
    pub is_complete: bool,
    /// Everybody who was told of, in the order of their ids.
    pub people: Vec<Planned>,
    /// What has to be written.
    pub steps: Steps,
    /// Seats of teachers that end though their clock did not run, because the upstream says that they were taken out.
    pub dismissed: BTreeSet<(String, SeatRole)>,
}

impl Plan {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps == Steps::default()
    }

    /// How many people are in a state.
    #[must_use]
    pub fn count(&self, state: SeatState) -> usize {
        self.people.iter().filter(|person| person.state.word() == state).count()
    }

    /// What is left of it for those who join or are back: their seats, and what is stored about those who are new. Teachers
    /// who are missing are in it, too: see [`Plan::access`].
    #[must_use]
    pub fn additions(&self) -> Self {
        let steps = &self.steps;
        let joins = |subject: &String| steps.sit.iter().any(|(who, _)| who == subject);
        Self {
            steps: Steps {
                journal: false,
                people: steps.people.iter().filter(|subject| joins(subject)).cloned().collect(),
                sit: steps.sit.clone(),
                miss: self.absent(),
                come_back: steps.come_back.clone(),
                leave: BTreeMap::new(),
                standings: steps.standings.clone().into_iter().filter(|(subject, _)| joins(subject)).collect(),
                births: steps.births.iter().filter(|subject| joins(subject)).cloned().collect(),
            },
            ..self.clone()
        }
    }

    /// What is left of it for who may open the journal: the clocks of teachers' seats begin and stop. Where everything else
    /// waits for a person or for the end of holidays, a colleague who is gone does not go on reading about pupils.
    #[must_use]
    pub fn access(&self) -> Self {
        let back = self.steps.come_back.iter().filter(|place| is_taught(place));
        let come_back = back.cloned().collect();
        Self { steps: Steps { miss: self.absent(), come_back, ..Steps::default() }, ..self.clone() }
    }

    /// The same without those who are back, for a reading that is to give nobody anything.
    #[must_use]
    pub fn absences(&self) -> Self {
        Self { steps: Steps { miss: self.absent(), ..Steps::default() }, ..self.clone() }
    }

    /// Teachers whose clock begins, also of those whose seat would end at once: that end may have to wait.
    fn absent(&self) -> BTreeSet<(String, SeatRole)> {
        self.steps.miss.iter().filter(|place| is_taught(place)).chain(&self.dismissed).cloned().collect()
    }

    /// SHA-256 over what is shown and what is written, base64url: what a commit was agreed on.
    #[must_use]
    pub fn hash(&self) -> String {
        hash::of(self)
    }
}

fn is_taught(place: &(String, SeatRole)) -> bool {
    place.1 == SeatRole::Teacher
}

/// Plans one journal. Whoever is settled is in no step and not among the people.
#[must_use]
pub fn plan(said: &Filtered, held: &Held) -> Plan {
    let decide = state::Decide::new(said, held);
    let people: Vec<Planned> = said
        .rows
        .iter()
        .filter(|row| !held.settled.contains(&row.subject))
        .map(|row| Planned {
            subject: row.subject.clone(),
            facts: row.facts.clone(),
            digest: row.digest.clone(),
            roles: row.roles.clone(),
            state: decide.state(row),
        })
        .collect();
    let mut steps = Steps {
        journal: !held.journal.as_ref().is_some_and(|journal: &HeldJournal| journal.says(&said.journal)),
        ..Steps::default()
    };
    for person in people.iter().filter(|person| takes_part(person)) {
        about(person, held, &mut steps);
    }
    seats::walk(said, held, &people, &mut steps);
    let begins = |place: &&(String, SeatRole)| {
        is_taught(place) && held.seats.get(*place).is_some_and(|seat| seat.absent_since.is_none())
    };
    // A list of nobody locks nobody out by itself, whatever it says of those who sit there.
    let dismissed = steps.leave.keys().filter(|_| !said.rows.is_empty()).filter(begins).cloned().collect();
    Plan { is_complete: said.is_complete, people, steps, dismissed }
}

/// A refused row has no effect at all; somebody whose account is shut still sits there.
fn takes_part(person: &Planned) -> bool {
    !person.roles.is_empty() && person.state != State::Blocked(SeatReason::AnotherPerson)
}

/// What is stored about the person, whichever journal tells of them.
fn about(person: &Planned, held: &Held, steps: &mut Steps) {
    let subject = &person.subject;
    if held.people.get(subject).is_none_or(|known| known.digest != person.digest) {
        steps.people.insert(subject.clone());
    }
    if person.state == State::New {
        steps.births.insert(subject.clone());
    }
    if let Some(standing) = person.state.standing() {
        let stands = held.standings.get(subject);
        // What a person decided is theirs to change, also where something stronger holds meanwhile.
        let is_ours = stands.is_none_or(|held| held.decided_by == PLAN);
        if is_ours && stands.map(|held| (held.state, held.reason)) != Some(standing) {
            steps.standings.insert(subject.clone(), standing);
        }
    }
}
