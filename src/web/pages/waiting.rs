//! A teacher's pages about pupils who wait: claim codes and the sheet they are printed on, "no other account", and a word for
//! the whole class.

use askama::Template;

use super::lights::Why;
use crate::domain::{ClaimCode, CodeId, JournalId, LinkId, PlatformId, RosterPersonId, Time};
use crate::web::{Frame, Qr};

/// Which journal a page is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalPlace {
    /// At which platform.
    pub platform: PlatformId,
    /// Which.
    pub id: JournalId,
    /// Its name.
    pub name: String,
}

impl JournalPlace {
    /// The address of its page; the others stand below it.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/journals/{}/{}", self.platform, self.id)
    }
}

/// A pupil. Their box or button has the id `pupil-<person id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PupilRow {
    /// Who.
    pub person: RosterPersonId,
    /// Full name.
    pub name: String,
    /// Class.
    pub class_name: Option<String>,
}

/// A pupil for whom something is not possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotPossible {
    /// Full name.
    pub name: String,
    /// Why: the whole of what a teacher is told.
    pub why: Why,
}

/// A code that was printed and is still good. Its button has the id `take-back-<code id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedRow {
    /// Which.
    pub id: CodeId,
    /// Whose.
    pub name: String,
    /// When.
    pub made_at: Time,
    /// Good until then.
    pub expires_at: Time,
}

/// What a form of these pages met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Met {
    /// Nothing was sent.
    #[default]
    Nothing,
    /// Nobody was ticked.
    Nobody,
    /// What was true on the page before is true no longer, and nothing was written.
    Changed,
}

impl Met {
    /// Nobody was ticked.
    #[must_use]
    pub fn nobody(self) -> bool {
        self == Self::Nobody
    }

    /// Something has changed meanwhile.
    #[must_use]
    pub fn changed(self) -> bool {
        self == Self::Changed
    }
}

/// `GET /journals/{platform}/{journal}/codes`. Forms: `POST` to the same, {csrf, act=make, person…} with the buttons
/// `make-codes` and `make-codes-all` (all=yes), {csrf, act=take-back, code}, {csrf, act=take-back-all} with `take-back-all`.
#[derive(Debug, Template)]
#[template(path = "journals/codes.html")]
pub struct Codes {
    /// What every page has.
    pub frame: Frame,
    /// Which journal.
    pub place: JournalPlace,
    /// For whom a code can be made.
    pub possible: Vec<PupilRow>,
    /// Who waits, and cannot have one.
    pub others: Vec<NotPossible>,
    /// Codes that are on paper.
    pub printed: Vec<PrintedRow>,
    /// What the form met.
    pub met: Met,
}

/// What is cut out for one pupil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// Full name.
    pub name: String,
    /// Class.
    pub class_name: Option<String>,
    /// The code. Shown here and never again.
    pub code: ClaimCode,
}

/// The start page of a platform, to type and to scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartPage {
    /// Its address.
    pub url: String,
    /// The same as a square, and nothing else in it.
    pub qr: Option<Qr>,
}

/// The answer to `make-codes`: what is printed on A4 and cut into strips. Link `back` to the codes.
#[derive(Debug, Template)]
#[template(path = "journals/sheet.html")]
pub struct Sheet {
    /// What every page has.
    pub frame: Frame,
    /// Which journal.
    pub place: JournalPlace,
    /// Its upstream's name.
    pub upstream: String,
    /// Where the platform starts.
    pub start: Option<StartPage>,
    /// One for each pupil.
    pub strips: Vec<Strip>,
    /// Who was ticked and got none.
    pub others: Vec<NotPossible>,
    /// Until when all of them are good.
    pub expires_at: Time,
}

/// `GET /journals/{platform}/{journal}/word`. Links `word-<person id>` to the page that asks; forms: `POST` to the same {csrf,
/// act=unsay, person}, buttons `unsay-<person id>`.
#[derive(Debug, Template)]
#[template(path = "journals/word.html")]
pub struct WordPage {
    /// What every page has.
    pub frame: Frame,
    /// Which journal.
    pub place: JournalPlace,
    /// Who waits because there may be another account.
    pub waiting: Vec<PupilRow>,
    /// Of whom it was said that there is none, and whose account is not made yet.
    pub said: Vec<PupilRow>,
    /// Whose account was made by that, and not used yet.
    pub made: Vec<PupilRow>,
    /// Who has used it.
    pub used: Vec<PupilRow>,
    /// What the form met.
    pub met: Met,
}

/// `GET /journals/{platform}/{journal}/word?person=…`. Form: `POST` to the same without the query {csrf, act=say, person}, button
/// `say`; link `back`.
#[derive(Debug, Template)]
#[template(path = "journals/word_ask.html")]
pub struct WordAsk {
    /// What every page has.
    pub frame: Frame,
    /// Which journal.
    pub place: JournalPlace,
    /// About whom.
    pub pupil: PupilRow,
}

/// A link that rests on a teacher's word. Its button has the id `take-back-<link id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmedRow {
    /// Which.
    pub link: LinkId,
    /// Whose.
    pub name: String,
    /// Since when.
    pub since: Time,
    /// Until when a teacher takes it back.
    pub until: Time,
}

/// `GET /journals/{platform}/{journal}/class`, and what came of its button. Forms: `POST` to the same, {csrf, act=confirm, person…}
/// with `confirm-class`, {csrf, act=take-back, link}, {csrf, act=take-back-all} with `take-back-all`.
#[derive(Debug, Template)]
#[template(path = "journals/class.html")]
pub struct ClassPage {
    /// What every page has.
    pub frame: Frame,
    /// Which journal.
    pub place: JournalPlace,
    /// The school lets its teachers do this, for pupils of this journal.
    pub is_on: bool,
    /// Who may be ticked.
    pub pupils: Vec<PupilRow>,
    /// Whose accounts were linked now.
    pub linked: Vec<String>,
    /// Who was ticked and is not linked.
    pub others: Vec<NotPossible>,
    /// What teachers confirmed and may take back.
    pub confirmed: Vec<ConfirmedRow>,
    /// What the form met.
    pub met: Met,
}

impl ClassPage {
    /// How many accounts were linked now.
    #[must_use]
    pub fn linked_count(&self) -> u64 {
        self.linked.len() as u64
    }
}
