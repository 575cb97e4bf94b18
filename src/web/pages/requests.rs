//! The queue of requests to a school, and the one screen on which each is settled.

use askama::Template;

use super::console::Place;
use super::parts::Card;
use crate::domain::{CaseId, CaseKind, Time};
use crate::web::Frame;

/// The key of what a case is.
#[must_use]
pub const fn case_key(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::CannotSignIn => "ppl-case-cannot-sign-in",
        CaseKind::PeopleDiffer => "ppl-case-people-differ",
        CaseKind::IdentityTaken => "ppl-case-identity-taken",
        CaseKind::AccountTaken => "ppl-case-account-taken",
        CaseKind::Recycled => "ppl-case-recycled",
        CaseKind::NotMe => "ppl-case-not-me",
        CaseKind::NewAccount => "ppl-case-new-account",
        CaseKind::SuspectedDuplicate => "ppl-case-suspected-duplicate",
        CaseKind::ClaimProbing => "ppl-case-claim-probing",
        CaseKind::MergeDoubted => "ppl-case-merge-doubted",
    }
}

/// A request in the list. Its link has the id `case-<case id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestLine {
    /// Which.
    pub id: CaseId,
    /// The key of what it is.
    pub key: &'static str,
    /// Whom it is about.
    pub name: String,
    /// Where it is settled.
    pub path: String,
    /// Since when it waits.
    pub at: Time,
}

/// `GET …/requests`. Link `requests-next`.
#[derive(Debug, Template)]
#[template(path = "admin/requests/list.html")]
pub struct Requests {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// The requests, the longest waiting first.
    pub rows: Vec<RequestLine>,
    /// Where the next page is.
    pub next: Option<String>,
    /// One was just settled.
    pub is_done: bool,
}

/// A way to settle a request. Its box has the id `outcome-<word>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeChoice {
    /// The word that the form sends.
    pub word: &'static str,
    /// The key of what it says.
    pub key: &'static str,
    /// The key of what it does.
    pub what_key: &'static str,
}

/// `GET …/requests/{case}`. Form: `POST` to the same {csrf, outcome, account, reason}, button `settle`; links `back`,
/// `merge`, `show-person`.
#[derive(Debug, Template)]
#[template(path = "admin/requests/case.html")]
pub struct Request {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Where the form leads.
    pub action: String,
    /// The key of what it is.
    pub key: &'static str,
    /// The key of what that means.
    pub what_key: &'static str,
    /// Since when it waits.
    pub at: Time,
    /// The person as their system knows them.
    pub identity: Option<Card>,
    /// The account that it is about.
    pub account: Option<Card>,
    /// Where that account's page is.
    pub account_path: Option<String>,
    /// Where a merge of the two accounts begins, where both sides have one.
    pub merge: Option<String>,
    /// Accounts that may be theirs, to choose from: id and what to say.
    pub candidates: Vec<(String, String)>,
    /// How it can be settled; none once it is.
    pub outcomes: Vec<OutcomeChoice>,
    /// What was typed as the reason.
    pub reason: String,
    /// The key of what is wrong with the form, and the field.
    pub error: Option<(&'static str, &'static str)>,
}

impl Request {
    /// There is no reason yet.
    #[must_use]
    pub fn reason_is_wrong(&self) -> bool {
        self.error.is_some_and(|(_, field)| field == "reason")
    }
}
