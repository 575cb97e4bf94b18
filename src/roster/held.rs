//! What we hold about the people of a reading. Plain data: `gather` reads it, a test writes it by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::{
    AccountId, JournalFacts, JournalId, NewAccounts, PersonName, RosterPersonId, RosterSubject, SchoolId, SeatReason,
    SeatRole, StandingState, Time,
};

/// A live journal of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldJournal {
    /// Its id.
    pub id: JournalId,
    /// Its school.
    pub school: SchoolId,
    /// Its name.
    pub name: String,
    /// Its school year.
    pub school_year: Option<String>,
    /// Where the upstream shows it.
    pub landing_url: Option<String>,
    /// The last complete read that was applied.
    pub read_at: Option<Time>,
}

impl HeldJournal {
    /// Whether it says the same.
    #[must_use]
    pub fn says(&self, facts: &JournalFacts) -> bool {
        self.name == facts.name && self.school_year == facts.school_year && self.landing_url == facts.landing_url
    }
}

/// A person we know from rosters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPerson {
    /// Our id of them.
    pub id: RosterPersonId,
    /// Digest of the facts we have.
    pub digest: String,
}

/// A live seat of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldSeat {
    /// The first complete read without this person.
    pub absent_since: Option<Time>,
}

/// What stands stored about somebody at the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldStanding {
    /// What.
    pub state: StandingState,
    /// Why.
    pub reason: Option<SeatReason>,
    /// [`PLAN`](super::PLAN), or the person who decided it.
    pub decided_by: String,
}

/// A live link of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldLink {
    /// The account.
    pub account: AccountId,
    /// Whether that may be used.
    pub is_open: bool,
    /// Whether a merge brought the link along.
    pub via_merge: bool,
}

/// What school and source have said beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeatTerms {
    /// Whether the roster names people as the sign-in does.
    pub roster_subject: RosterSubject,
    /// What the school wants for people without an account.
    pub new_accounts: NewAccounts,
}

/// Everything a plan may know about us, by subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// School and source.
    pub terms: SeatTerms,
    /// The journal, once it is linked.
    pub journal: Option<HeldJournal>,
    /// Who is known.
    pub people: BTreeMap<String, HeldPerson>,
    /// What rosters called them before, those who sit in the journal too.
    pub names: BTreeMap<String, PersonName>,
    /// Who sits in the journal.
    pub seats: BTreeMap<(String, SeatRole), HeldSeat>,
    /// What is stored about them.
    pub standings: BTreeMap<String, HeldStanding>,
    /// Who has a live link at the platform.
    pub links: BTreeMap<String, HeldLink>,
    /// Who had a link there that was ended.
    pub ended: BTreeSet<String>,
    /// Whose subject seems to belong to another person now.
    pub quarantined: BTreeSet<String>,
    /// Whose birth date or national number is told otherwise than before.
    pub another: BTreeSet<String>,
    /// Accounts that may be theirs, without those that somebody said are not.
    pub candidates: BTreeMap<String, BTreeSet<AccountId>>,
    /// Subjects by which accounts among the candidates are linked to the same upstream already.
    pub taken: BTreeMap<AccountId, BTreeSet<String>>,
    /// Of whom the reading tells what it told when the journal was last applied: a plan passes them over, and nothing else is
    /// said of them here but their seats.
    pub settled: Arc<BTreeSet<String>>,
}

impl Held {
    /// Nothing at all.
    #[must_use]
    pub fn nothing(terms: SeatTerms) -> Self {
        Self {
            terms,
            journal: None,
            people: BTreeMap::new(),
            names: BTreeMap::new(),
            seats: BTreeMap::new(),
            standings: BTreeMap::new(),
            links: BTreeMap::new(),
            ended: BTreeSet::new(),
            quarantined: BTreeSet::new(),
            another: BTreeSet::new(),
            candidates: BTreeMap::new(),
            taken: BTreeMap::new(),
            settled: Arc::default(),
        }
    }
}
