//! Pages of updates of a journal: how far one is, what came of it, and what earlier ones did.

use askama::Template;
use fluent_bundle::{FluentArgs, FluentValue};

use super::chart::{self, Bar};
use super::seats::Without;
use super::updates::Subject;
use crate::domain::{JournalOutcome, RunCause, RunId, RunProblem, RunState, Time};
use crate::web::Frame;

/// How far an update is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It waits for its turn.
    Waiting,
    /// The upstream did not answer, and is asked again later.
    Later,
    /// The journal is read.
    Reading,
    /// It is compared and written.
    Writing,
}

impl Step {
    /// How many there are.
    pub const OF: u64 = 3;

    /// Its number, from 1.
    #[must_use]
    pub const fn number(self) -> u64 {
        match self {
            Self::Waiting | Self::Later => 1,
            Self::Reading => 2,
            Self::Writing => 3,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Waiting => "step-waiting",
            Self::Later => "step-later",
            Self::Reading => "step-reading",
            Self::Writing => "step-writing",
        }
    }

    /// In words, in the language of a page.
    #[must_use]
    pub fn text(self, frame: &Frame, upstream: &str) -> String {
        let mut args = FluentArgs::from_iter([("upstream", FluentValue::from(upstream))]);
        args.set("step", self.number());
        args.set("of", Self::OF);
        frame.with(self.key(), &args)
    }
}

/// After so many seconds the page loads itself again where no place to look on is free.
pub const RELOAD_SECONDS: u64 = 5;

/// How many pupils were read, or written, so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pupils {
    /// So many.
    pub done: u64,
    /// Of so many; none where nobody has told.
    pub of: Option<u64>,
}

impl Pupils {
    /// In words, in the language of a page; empty before the first.
    #[must_use]
    pub fn text(self, frame: &Frame) -> String {
        match self.of.filter(|of| *of > 0) {
            Some(of) => frame.t2("pupils-of", "done", self.done, "of", of),
            None if self.done > 0 => frame.t1("pupils-so-far", "done", self.done),
            None => String::new(),
        }
    }
}

/// `GET /journals/{platform}/{journal}/update/{run}` until it is over. Links: `look-again`, `show-journal`.
///
/// The script listens to `…/events`; without it, or where no place is free, the page is loaded again.
#[derive(Debug, Template)]
#[template(path = "journals/run.html")]
pub struct Run {
    /// What every page has.
    pub frame: Frame,
    /// The journal.
    pub about: Subject,
    /// Which refresh.
    pub run: RunId,
    /// How far it is.
    pub step: Step,
    /// The same in pupils.
    pub pupils: Pupils,
}

impl Run {
    /// How far it is.
    #[must_use]
    pub fn text(&self) -> String {
        self.step.text(&self.frame, &self.about.upstream)
    }

    /// The same in pupils.
    #[must_use]
    pub fn counted(&self) -> String {
        self.pupils.text(&self.frame)
    }

    /// After how many seconds it loads itself again where nobody tells it anything.
    #[must_use]
    pub const fn reload_seconds(&self) -> u64 {
        RELOAD_SECONDS
    }
}

/// What came of an update of one journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// How the refresh stands.
    pub state: RunState,
    /// Why it came to nothing.
    pub problem: Option<RunProblem>,
    /// What it did to the journal, if it came so far.
    pub outcome: Option<JournalOutcome>,
}

impl Ending {
    /// Whether everything is as it should be.
    #[must_use]
    pub fn is_good(self) -> bool {
        let good = matches!(self.outcome, None | Some(JournalOutcome::Applied | JournalOutcome::Unchanged));
        self.state == RunState::Done && good
    }

    /// Whether looking once more may help.
    #[must_use]
    pub fn is_worth_a_look(self) -> bool {
        let passes = matches!(
            self.problem,
            Some(RunProblem::Unreachable | RunProblem::Changed | RunProblem::GaveUp | RunProblem::Paused)
        );
        passes || matches!(self.outcome, Some(JournalOutcome::Busy | JournalOutcome::Partial))
    }

    /// The key of what happened and what is next.
    #[must_use]
    pub fn key(self) -> &'static str {
        if let Some(problem) = self.problem {
            return match problem {
                RunProblem::Unreachable => "ending-unreachable",
                RunProblem::SwitchedOff | RunProblem::SetUp => "ending-off",
                RunProblem::Paused => "ending-paused",
                RunProblem::Changed => "ending-changed",
                RunProblem::GaveUp | RunProblem::Interrupted => "ending-gave-up",
            };
        }
        match (self.state, self.outcome) {
            (RunState::Held, Some(JournalOutcome::Additions)) => "ending-held-additions",
            (_, Some(JournalOutcome::Partial)) => "ending-partial",
            (RunState::Held, _) => "ending-held",
            (_, Some(JournalOutcome::Applied)) => "ending-applied",
            (_, Some(JournalOutcome::Additions)) => "ending-additions",
            (_, Some(JournalOutcome::ConsentWithdrawn)) => "ending-withdrawn",
            (_, Some(JournalOutcome::Gone)) => "ending-gone",
            (_, Some(JournalOutcome::YearOver)) => "ending-year-over",
            (_, Some(JournalOutcome::Busy)) => "ending-busy",
            (_, Some(JournalOutcome::Unread)) => "ending-unreachable",
            (_, Some(JournalOutcome::Unchanged | JournalOutcome::Held) | None) => "ending-unchanged",
        }
    }
}

/// How many people something happened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Seats given.
    pub joined: u64,
    /// Seats ended.
    pub departed: u64,
    /// Seats whose clock began.
    pub missing: u64,
    /// People of whom something else was told.
    pub changed: u64,
}

impl Counts {
    /// Those that are not nought, with the keys of their names.
    #[must_use]
    pub fn named(self) -> Vec<(&'static str, u64)> {
        let all = [
            ("count-joined", self.joined),
            ("count-departed", self.departed),
            ("count-missing", self.missing),
            ("count-changed", self.changed),
        ];
        all.into_iter().filter(|(_, count)| *count > 0).collect()
    }
}

/// `GET /journals/{platform}/{journal}/update/{run}` when it is over. Links: `show-journal`, `runs`, `look-again`.
#[derive(Debug, Template)]
#[template(path = "journals/run_over.html")]
pub struct RunOver {
    /// What every page has.
    pub frame: Frame,
    /// The journal.
    pub about: Subject,
    /// When it was over.
    pub at: Time,
    /// What came of it.
    pub ending: Ending,
    /// How many people it concerned.
    pub counts: Counts,
    /// Who has no licence now.
    pub without: Without,
}

/// An earlier update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// When.
    pub at: Time,
    /// Who wanted it.
    pub cause: RunCause,
    /// What came of it.
    pub outcome: JournalOutcome,
    /// Whether the journal moved to the school year that begins.
    pub is_new_year: bool,
    /// How many people it concerned.
    pub counts: Counts,
}

impl RunRow {
    /// The key of who wanted it.
    #[must_use]
    pub const fn cause_key(&self) -> &'static str {
        match self.cause {
            RunCause::Daily => "cause-daily",
            RunCause::Teacher => "cause-teacher",
            RunCause::School => "cause-school",
            RunCause::Upstream => "cause-upstream",
            RunCause::File => "cause-file",
        }
    }

    /// The key of what came of it.
    #[must_use]
    pub const fn outcome_key(&self) -> &'static str {
        match self.outcome {
            JournalOutcome::Applied => "outcome-applied",
            JournalOutcome::Unchanged => "outcome-unchanged",
            JournalOutcome::Held => "outcome-held",
            JournalOutcome::Additions => "outcome-additions",
            JournalOutcome::Partial => "outcome-partial",
            JournalOutcome::Unread => "outcome-unread",
            JournalOutcome::ConsentWithdrawn => "outcome-withdrawn",
            JournalOutcome::Gone => "outcome-gone",
            JournalOutcome::YearOver => "outcome-year-over",
            JournalOutcome::Busy => "outcome-busy",
        }
    }
}

/// `GET /journals/{platform}/{journal}/runs`, the latest first. Links: `show-journal`, `update`.
#[derive(Debug, Template)]
#[template(path = "journals/runs.html")]
pub struct Runs {
    /// What every page has.
    pub frame: Frame,
    /// The journal.
    pub about: Subject,
    /// The updates.
    pub rows: Vec<RunRow>,
}

impl Runs {
    /// The same as a picture, the earliest first; nothing where all bars would be nought.
    #[must_use]
    pub fn bars(&self) -> Vec<Bar> {
        let counts: Vec<(u64, u64)> =
            self.rows.iter().rev().map(|row| (row.counts.joined, row.counts.departed)).collect();
        chart::bars(&counts)
    }
}
