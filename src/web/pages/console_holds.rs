//! Pages of the console about refreshes: those that wait for a decision, what they did, and asking for one.

use askama::Template;
use fluent_bundle::FluentArgs;

use super::chart::{self, Bar};
use super::console::Place;
use super::runs::RunRow;
use crate::domain::{HoldReason, HoldState, RunCause, RunState, Time, UpstreamId};
use crate::web::{Frame, Say, limit_passed};

/// The key of how a hold stands.
#[must_use]
pub const fn hold_key(state: HoldState) -> &'static str {
    match state {
        HoldState::Open => "jrn-adm-hold-open",
        HoldState::Approved => "jrn-adm-hold-approved",
        HoldState::Discarded => "jrn-adm-hold-discarded",
        HoldState::Replaced => "jrn-adm-hold-replaced",
    }
}

/// The key of how a refresh stands.
#[must_use]
pub const fn run_key(state: RunState) -> &'static str {
    match state {
        RunState::Queued => "jrn-adm-run-queued",
        RunState::Running => "jrn-adm-run-running",
        RunState::Done => "jrn-adm-run-done",
        RunState::Held => "jrn-adm-run-held",
        RunState::Failed => "jrn-adm-run-failed",
    }
}

/// A hold in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldRow {
    /// Where its page is.
    pub path: String,
    /// What its upstream is called.
    pub upstream: String,
    /// It is about all journals of the school there.
    pub is_whole: bool,
    /// Since when.
    pub at: Time,
    /// The key of how it stands.
    pub state_key: &'static str,
}

/// `GET …/holds`. Links: `runs`, `refresh`.
#[derive(Debug, Template)]
#[template(path = "admin/holds/list.html")]
pub struct HoldList {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// The holds, first those that wait.
    pub rows: Vec<HoldRow>,
}

/// A limit that a refresh would pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    /// Which.
    pub limit: HoldReason,
    /// How many people.
    pub people: u64,
    /// Of how many.
    pub of: u64,
    /// In how many journals.
    pub journals: u64,
}

impl Passed {
    /// In words, in the language of a page.
    #[must_use]
    pub fn text(&self, frame: &Frame) -> String {
        let counts = [("people", self.people.say()), ("of", self.of.say()), ("journals", self.journals.say())];
        frame.with(limit_passed(self.limit), &FluentArgs::from_iter(counts))
    }
}

/// `GET …/holds/{hold}`. Field: `reason`; buttons: `approve`, `discard`; link: `show-holds`.
#[derive(Debug, Template)]
#[template(path = "admin/holds/hold.html")]
pub struct HoldPage {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Where this page is.
    pub path: String,
    /// What its upstream is called.
    pub upstream: String,
    /// The one journal it is about.
    pub journal: Option<String>,
    /// Why there was a refresh.
    pub cause: Option<RunCause>,
    /// Since when.
    pub at: Time,
    /// The key of how it stands.
    pub state_key: &'static str,
    /// The limits.
    pub passed: Vec<Passed>,
    /// It waits.
    pub is_open: bool,
    /// A person may let it pass.
    pub can_pass: bool,
    /// When it was decided.
    pub decided: Option<Time>,
    /// Why so.
    pub reason: Option<String>,
    /// No reason was given.
    pub is_wrong: bool,
}

impl HoldPage {
    /// It came by a file, and passes when that is brought again.
    #[must_use]
    pub fn is_by_file(&self) -> bool {
        self.cause.is_some_and(|cause| cause.as_str() == "file")
    }
}

/// A refresh in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunLine {
    /// Where its page is.
    pub path: String,
    /// When it was asked for.
    pub at: Time,
    /// What its upstream is called.
    pub upstream: String,
    /// It is about all journals of the school there.
    pub is_whole: bool,
    /// The key of how it stands.
    pub state_key: &'static str,
    /// Seats given.
    pub joined: u64,
    /// Seats ended.
    pub departed: u64,
}

/// `GET …/runs`, the latest first. Link: `refresh`.
#[derive(Debug, Template)]
#[template(path = "admin/holds/runs.html")]
pub struct RunList {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// The refreshes.
    pub rows: Vec<RunLine>,
}

impl RunList {
    /// The same as a picture, the earliest first.
    #[must_use]
    pub fn bars(&self) -> Vec<Bar> {
        let counts: Vec<(u64, u64)> = self.rows.iter().rev().map(|row| (row.joined, row.departed)).collect();
        chart::bars(&counts)
    }
}

/// What a refresh did to a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunDone {
    /// The journal's name.
    pub name: String,
    /// What came of it.
    pub row: RunRow,
}

/// `GET …/runs/{run}`. Links: `look-again`, `runs`.
#[derive(Debug, Template)]
#[template(path = "admin/holds/run.html")]
pub struct RunPage {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// What its upstream is called.
    pub upstream: String,
    /// When it was asked for.
    pub at: Time,
    /// When it was over.
    pub ended: Option<Time>,
    /// The key of how it stands.
    pub state_key: &'static str,
    /// The key of why it came to nothing.
    pub problem_key: Option<&'static str>,
    /// Nothing more happens.
    pub is_over: bool,
    /// How many journals are done.
    pub settled: u64,
    /// Of how many.
    pub of: u64,
    /// The journals.
    pub rows: Vec<RunDone>,
}

/// `GET …/refresh`. Buttons: `refresh-<upstream>`.
#[derive(Debug, Template)]
#[template(path = "admin/holds/refresh.html")]
pub struct RefreshAsk {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// The upstreams and what they are called.
    pub sources: Vec<(UpstreamId, String)>,
}
