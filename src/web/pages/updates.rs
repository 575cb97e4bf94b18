//! Pages of updates of a journal: what one would change, and at which platform.

use askama::Template;
use fluent_bundle::{FluentArgs, FluentValue};

use super::journals::PlatformChoice;
use super::seats::SeatGroup;
use crate::domain::{JournalId, PlatformId, Time};
use crate::web::Frame;

/// The journal that a page is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// At which platform.
    pub platform: PlatformId,
    /// Which.
    pub journal: JournalId,
    /// Its name.
    pub name: String,
    /// Its upstream's name.
    pub upstream: String,
}

/// Why some people's names stand in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// They were missing and are there again.
    Back,
    /// They are not there: their clock begins.
    Missing,
    /// They are still not there: their seat ends.
    Left,
    /// They were taken out: their seat ends.
    Deleted,
    /// Something else is told of them than before.
    Told,
}

impl Move {
    /// Every one, in the order of a page.
    pub const ALL: [Self; 5] = [Self::Back, Self::Missing, Self::Left, Self::Deleted, Self::Told];

    /// For the ids of a page.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Back => "back",
            Self::Missing => "missing",
            Self::Left => "left",
            Self::Deleted => "deleted",
            Self::Told => "told",
        }
    }

    /// The key of the heading.
    #[must_use]
    pub const fn title_key(self) -> &'static str {
        match self {
            Self::Back => "move-back",
            Self::Missing => "move-missing",
            Self::Left => "move-left",
            Self::Deleted => "move-deleted",
            Self::Told => "move-told",
        }
    }

    /// The key of the sentence about what that means.
    #[must_use]
    pub const fn what_key(self) -> &'static str {
        match self {
            Self::Back => "move-back-what",
            Self::Missing => "move-missing-what",
            Self::Left => "move-left-what",
            Self::Deleted => "move-deleted-what",
            Self::Told => "move-told-what",
        }
    }
}

/// Somebody of a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mover {
    /// Full name.
    pub name: String,
    /// What they were called before, where that is another name.
    pub before: Option<String>,
}

/// Everybody to whom the same happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movers {
    /// What.
    pub of: Move,
    /// Who.
    pub people: Vec<Mover>,
}

/// The licences that those who join need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceNeed {
    /// Name of the kit.
    pub kit: String,
    /// How many people need one.
    pub wanted: u64,
    /// How many the school has left.
    pub free: u64,
}

/// What an update would change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// The plan's hash: what the teacher agrees to.
    pub plan: String,
    /// The journal's new name.
    pub renamed: Option<String>,
    /// Who joins, or whose seat is something else than before.
    pub groups: Vec<SeatGroup>,
    /// Everybody else to whom something happens.
    pub movers: Vec<Movers>,
    /// Licences.
    pub licences: Vec<LicenceNeed>,
    /// It is more than usual: the school decides first.
    pub is_held: bool,
    /// The school has holidays: nobody leaves.
    pub is_paused: bool,
}

/// What the upstream says now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Now {
    /// Something else than before.
    Changed(Box<Changes>),
    /// The same.
    Same,
    /// It lets us read the journal no longer.
    Withdrawn,
    /// It has the journal no longer.
    Gone,
    /// Only a part of it.
    Partial,
    /// Nothing.
    Silent,
    /// It is not asked: something is switched off or set up wrongly.
    Off,
}

impl Now {
    /// The keys of what it is and of what to do, where there is nothing to agree to.
    #[must_use]
    pub const fn keys(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Changed(_) | Self::Same => None,
            Self::Withdrawn => Some(("update-withdrawn", "update-withdrawn-next")),
            Self::Gone => Some(("update-gone", "update-gone-next")),
            Self::Partial => Some(("update-partial", "update-partial-next")),
            Self::Silent => Some(("update-silent", "update-silent-next")),
            Self::Off => Some(("update-off", "update-off-next")),
        }
    }
}

/// `GET /journals/{platform}/{journal}/update`. Links: `show-journal`, `look-again`.
///
/// Form: `POST` to the same {csrf, plan}, button `update`.
#[derive(Debug, Template)]
#[template(path = "journals/update.html")]
pub struct Update {
    /// What every page has.
    pub frame: Frame,
    /// The journal.
    pub about: Subject,
    /// The last complete read that was applied.
    pub read_at: Option<Time>,
    /// What the upstream says now.
    pub now: Now,
}

impl Update {
    /// What would change, if anything.
    #[must_use]
    pub fn changes(&self) -> Option<&Changes> {
        if let Now::Changed(changes) = &self.now { Some(changes) } else { None }
    }

    /// That nothing has changed, and since when.
    #[must_use]
    pub fn same(&self) -> String {
        match &self.read_at {
            Some(at) => self.frame.t1("update-same-since", "when", self.frame.moment(at)),
            None => self.frame.t("update-same"),
        }
    }

    /// How many licences of a kit are needed, and how many there are.
    #[must_use]
    pub fn licences(&self, need: &LicenceNeed) -> String {
        let mut args = FluentArgs::from_iter([("kit", FluentValue::from(need.kit.as_str()))]);
        args.set("wanted", need.wanted);
        args.set("free", need.free);
        self.frame.with("update-licences", &args)
    }
}

/// `GET /upstream/{id}/journal/update`: several platforms use this upstream. Links: `platform-<platform id>`.
#[derive(Debug, Template)]
#[template(path = "journals/where.html")]
pub struct UpdateWhere {
    /// What every page has.
    pub frame: Frame,
    /// The upstream's name.
    pub upstream: String,
    /// What the links of the platforms lead to, after `?`.
    pub query: String,
    /// The platforms.
    pub platforms: Vec<PlatformChoice>,
}
