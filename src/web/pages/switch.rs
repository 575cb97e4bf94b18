//! Pages of the console about a school that goes from one upstream to another.

use askama::Template;

use super::console::Place;
use super::merging::Second;
use crate::domain::{PairState, SwitchState, Time, UpstreamId};
use crate::web::Frame;

/// The key of how far it got.
#[must_use]
pub const fn switch_key(state: SwitchState) -> &'static str {
    match state {
        SwitchState::Learning => "swi-learning",
        SwitchState::Applied => "swi-applied",
        SwitchState::Undone => "swi-undone",
        SwitchState::Dropped => "swi-dropped",
    }
}

/// The key of how many pairs stand alike; it tells `count`.
#[must_use]
pub const fn pair_key(state: PairState) -> &'static str {
    match state {
        PairState::Waiting => "swi-pairs-waiting",
        PairState::Moved => "swi-pairs-moved",
        PairState::Taken => "swi-pairs-taken",
        PairState::Unknown => "swi-pairs-unknown",
        PairState::Undone => "swi-pairs-undone",
    }
}

/// An upstream to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Which.
    pub id: UpstreamId,
    /// What it is called.
    pub name: String,
}

/// One of them in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwitchRow {
    /// Where its page is.
    pub path: String,
    /// What the old upstream is called.
    pub from: String,
    /// What the new one is called.
    pub to: String,
    /// When it was begun.
    pub at: Time,
    /// The key of how far it got.
    pub state_key: &'static str,
}

/// `GET …/switch`. Fields: `from`, `to`; button: `begin`.
#[derive(Debug, Template)]
#[template(path = "admin/switch/list.html")]
pub struct SwitchList {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Those of the school, the latest first.
    pub rows: Vec<SwitchRow>,
    /// From where one can go.
    pub from: Vec<Choice>,
    /// Where to.
    pub to: Vec<Choice>,
}

/// What came of pairs that were pasted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Brought {
    /// The first line does not name the columns.
    pub is_unread: bool,
    /// How many are new.
    pub added: u64,
    /// How many were there already.
    pub known: u64,
    /// Lines that were left out.
    pub wrong: Vec<u64>,
}

impl Brought {
    /// The lines that were left out, the first twenty of them.
    #[must_use]
    pub fn lines(&self) -> String {
        let lines: Vec<String> = self.wrong.iter().take(20).map(u64::to_string).collect();
        lines.join(", ")
    }
}

/// An example of what becomes of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleRow {
    /// The key of what.
    pub key: &'static str,
    /// The old id.
    pub old: String,
    /// The new id.
    pub new: String,
    /// Whose account.
    pub name: Option<String>,
}

/// What applying would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Links that would move.
    pub moves: u64,
    /// People whose seats would follow.
    pub seats: u64,
    /// Links among those that would move that nothing but the pairs speaks for.
    pub unproven: u64,
    /// Pairs of which nothing would move.
    pub taken: u64,
    /// Pairs of nobody at the school.
    pub unknown: u64,
    /// Links that no pair names.
    pub left: u64,
    /// Some of each.
    pub examples: Vec<ExampleRow>,
    /// Names the pairs.
    pub hash: String,
}

impl Plan {
    /// How many pairs wait.
    #[must_use]
    pub const fn waiting(&self) -> u64 {
        self.moves + self.seats + self.taken + self.unknown
    }

    /// The key of each count, and the count.
    #[must_use]
    pub fn counts(&self) -> [(&'static str, u64); 6] {
        [
            ("swi-would-move", self.moves),
            ("swi-would-unproven", self.unproven),
            ("swi-would-seat", self.seats),
            ("swi-would-stay", self.taken),
            ("swi-would-nobody", self.unknown),
            ("swi-would-leave", self.left),
        ]
    }
}

/// What a switch would do: what a second person sees of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwitchEffect {
    /// What the old upstream is called.
    pub from: String,
    /// What the new one is called.
    pub to: String,
    /// What applying would do.
    pub plan: Plan,
}

/// `GET …/switch/{switch}`. Fields: `pairs`, `reason`; buttons: `pairs-submit`, `learn`, `ask-second` or `apply`, `undo`, `drop`.
#[derive(Debug, Template)]
#[template(path = "admin/switch/switch.html")]
#[expect(clippy::struct_excessive_bools, reason = "each shows or hides a part of the page")]
pub struct SwitchPage {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Where this page is.
    pub path: String,
    /// What the old upstream is called.
    pub from: String,
    /// What the new one is called.
    pub to: String,
    /// The upstream stays, and only its ids are new.
    pub is_renewal: bool,
    /// The key of how far it got.
    pub state_key: &'static str,
    /// How many pairs stand alike.
    pub counts: Vec<(&'static str, u64)>,
    /// Pairs are collected.
    pub is_collecting: bool,
    /// Links move, or have moved.
    pub is_moving: bool,
    /// They move back, or have moved back.
    pub is_going_back: bool,
    /// Until when they can move back.
    pub undo_until: Option<Time>,
    /// What applying would do.
    pub plan: Plan,
    /// How far a second person is.
    pub second: Second,
    /// No reason was given for a second person.
    pub lacks_reason: bool,
    /// What came of pairs that were just pasted.
    pub brought: Option<Brought>,
}

impl SwitchPage {
    /// A second person is to be asked first.
    #[must_use]
    pub fn asks_second(&self) -> bool {
        self.second == Second::Needed
    }

    /// No reason was given.
    #[must_use]
    pub fn is_reason_missing(&self) -> bool {
        self.lacks_reason
    }

    /// A second person was asked.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.second == Second::Waits
    }

    /// Whether links are still to move back.
    #[must_use]
    pub fn goes_back(&self) -> bool {
        let moved = pair_key(PairState::Moved);
        self.is_going_back && self.counts.iter().any(|(key, _)| *key == moved)
    }
}
