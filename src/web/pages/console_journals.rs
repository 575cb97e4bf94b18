//! Pages of the console about the journals of a school.

use askama::Template;

use super::chart::{self, Bar};
use super::console::Place;
use super::runs::RunRow;
use crate::domain::{JournalState, Time};
use crate::web::Frame;

/// The key of how a journal stands.
#[must_use]
pub const fn state_key(state: JournalState) -> &'static str {
    match state {
        JournalState::Linked => "jrn-adm-linked",
        JournalState::ConsentWithdrawn => "jrn-adm-withdrawn",
        JournalState::Gone => "jrn-adm-gone",
        JournalState::Ended => "jrn-adm-ended",
    }
}

/// A journal in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRow {
    /// Where its page is.
    pub path: String,
    /// Its name.
    pub name: String,
    /// What its upstream is called.
    pub upstream: String,
    /// How it stands.
    pub state: JournalState,
    /// A person has to decide about it.
    pub held: bool,
    /// The last complete read.
    pub read_at: Option<Time>,
    /// How many pupils sit there.
    pub pupils: u64,
}

impl JournalRow {
    /// The key of how it stands.
    #[must_use]
    pub const fn state_key(&self) -> &'static str {
        state_key(self.state)
    }
}

/// `GET …/journals`. Fields: `q`, `state`; button: `search`; links: `next`.
#[derive(Debug, Template)]
#[template(path = "admin/journals/list.html")]
pub struct JournalList {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// The journals, by name.
    pub rows: Vec<JournalRow>,
    /// The name that was looked for.
    pub asked: String,
    /// The state that was asked for; empty: all that are live.
    pub state: String,
    /// The address of the next page.
    pub next: Option<String>,
}

impl JournalList {
    /// The states to choose from: word, key, whether it is chosen.
    #[must_use]
    pub fn states(&self) -> Vec<(&'static str, &'static str, bool)> {
        let choice = |state: &JournalState| (state.as_str(), state_key(*state), self.state == state.as_str());
        JournalState::ALL.iter().map(choice).collect()
    }
}

/// `GET …/journals/{journal}`. Links: `end-journal`, `reopen-journal`, `show-journals`.
#[derive(Debug, Template)]
#[template(path = "admin/journals/journal.html")]
pub struct JournalPage {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Where this page is.
    pub path: String,
    /// The journal's name.
    pub name: String,
    /// What its upstream is called.
    pub upstream: String,
    /// The key of how it stands.
    pub state_key: &'static str,
    /// A person has to decide about it.
    pub held: bool,
    /// Since when it is linked.
    pub linked_at: Time,
    /// The last complete read.
    pub read_at: Option<Time>,
    /// When it was ended.
    pub ended_at: Option<Time>,
    /// Until when that can be undone.
    pub reopens: Option<Time>,
    /// How many seats stand alike: the key of the words, and the count.
    pub states: Vec<(&'static str, u64)>,
    /// For which reason how many people wait or are left out.
    pub reasons: Vec<(&'static str, u64)>,
    /// Its last refreshes, the latest first.
    pub rows: Vec<RunRow>,
}

impl JournalPage {
    /// The refreshes as a picture, the earliest first.
    #[must_use]
    pub fn bars(&self) -> Vec<Bar> {
        let counts: Vec<(u64, u64)> =
            self.rows.iter().rev().map(|row| (row.counts.joined, row.counts.departed)).collect();
        chart::bars(&counts)
    }
}

/// `GET …/journals/{journal}/end`. Field: `reason`; button: `end-submit`; link: `cancel`.
#[derive(Debug, Template)]
#[template(path = "admin/journals/end.html")]
pub struct JournalEnd {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Where the journal's page is.
    pub path: String,
    /// The journal's name.
    pub name: String,
    /// No reason was given.
    pub is_wrong: bool,
}

/// `GET …/journals/{journal}/reopen`, and what came of it where its upstream had been told. Button: `reopen-submit`; link:
/// `show-journal`.
#[derive(Debug, Template)]
#[template(path = "admin/journals/reopen.html")]
pub struct JournalReopen {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Where the journal's page is.
    pub path: String,
    /// The journal's name.
    pub name: String,
    /// Until when it can be undone.
    pub until: Time,
    /// It is done, and its upstream had been told.
    pub is_told: bool,
}
