//! Pages under `/journals/`: a teacher's list, one journal, and the import that a launch begins.

use askama::Template;
use fluent_bundle::{FluentArgs, FluentValue};

use super::lights::LightCounts;
use super::runs::RunRow;
use super::seats::{SeatGroup, Without, state_key};
use crate::domain::{GroupId, JournalId, KitId, LaunchId, PlatformId, SeatState, Time};
use crate::web::Frame;

/// A journal in the list. Its link has the id `journal-<journal id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRow {
    /// Which.
    pub id: JournalId,
    /// Its name.
    pub name: String,
    /// School year.
    pub school_year: Option<String>,
    /// Its school's name.
    pub school: String,
    /// Its upstream's name.
    pub upstream: String,
    /// How many pupils sit in it.
    pub pupils: u64,
}

/// `GET /journals/{platform}`.
#[derive(Debug, Template)]
#[template(path = "journals/list.html")]
pub struct Journals {
    /// What every page has.
    pub frame: Frame,
    /// Which platform.
    pub platform: PlatformId,
    /// The journals.
    pub journals: Vec<JournalRow>,
}

/// What a teacher has to know about a journal before its people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalNote {
    /// The upstream lets us read it no longer.
    Withdrawn,
    /// The upstream has it no longer.
    Gone,
    /// A refresh waits for the school's decision.
    Held,
    /// The upstream does not know of the link yet.
    Untold,
    /// The upstream cannot be told: the teacher launches the journal again.
    UntoldOver,
}

impl JournalNote {
    /// The key of its sentence.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Withdrawn => "journal-withdrawn",
            Self::Gone => "journal-gone",
            Self::Held => "journal-held",
            Self::Untold => "journal-untold",
            Self::UntoldOver => "journal-untold-over",
        }
    }
}

/// A journal as its teacher sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalFacts {
    /// Which.
    pub id: JournalId,
    /// Its name.
    pub name: String,
    /// School year.
    pub school_year: Option<String>,
    /// Its school's name.
    pub school: String,
    /// Its upstream's name.
    pub upstream: String,
    /// Where the upstream shows it.
    pub landing_url: Option<String>,
    /// Names of its kits.
    pub kits: Vec<String>,
    /// Name of the group of the platform that it is attached to.
    pub group: Option<String>,
    /// The last complete read that was applied.
    pub read_at: Option<Time>,
}

/// What a teacher can do for pupils of a journal who wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Helps {
    /// Print codes, or take them back.
    pub codes: bool,
    /// Say that somebody has no other account, or take that back.
    pub word: bool,
    /// Confirm the class, or take that back.
    pub class: bool,
}

impl Helps {
    /// True when there is something.
    #[must_use]
    pub fn any(self) -> bool {
        self.codes || self.word || self.class
    }
}

/// `GET /journals/{platform}/{journal}`. Links: `journals` to the list, `upstream-journal` to the upstream, `update`,
/// `runs`, and `codes`, `word` and `class` to the pages that help pupils who wait.
#[derive(Debug, Template)]
#[template(path = "journals/journal.html")]
pub struct JournalPage {
    /// What every page has.
    pub frame: Frame,
    /// Which platform.
    pub platform: PlatformId,
    /// The journal.
    pub journal: JournalFacts,
    /// What has to be known first.
    pub notes: Vec<JournalNote>,
    /// The last time that somebody wanted it updated.
    pub last: Option<RunRow>,
    /// How many pupils are what.
    pub counts: LightCounts,
    /// What can be done for those who wait.
    pub helps: Helps,
    /// Who has no licence.
    pub without: Without,
    /// Its people.
    pub groups: Vec<SeatGroup>,
}

/// A kit to choose: the checkbox `kit` with the id `kit-<kit id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitChoice {
    /// Which.
    pub id: KitId,
    /// Its name.
    pub name: String,
    /// Ticked already.
    pub chosen: bool,
}

/// A group to choose: the radio button `group` with the id `group-<group id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupChoice {
    /// Which.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// Chosen already.
    pub chosen: bool,
}

/// `GET /journals/launch/{launch}`: who is in the journal and what happens to them.
///
/// Form: `POST /journals/launch/{launch}` {csrf, act=link, plan, kit…, group}, button `link-journal`.
#[derive(Debug, Template)]
#[template(path = "journals/preview.html")]
pub struct Preview {
    /// What every page has.
    pub frame: Frame,
    /// Which launch.
    pub launch: LaunchId,
    /// The journal's name.
    pub journal: String,
    /// Its school's name.
    pub school: String,
    /// The upstream's name.
    pub upstream: String,
    /// The plan's hash: what the teacher agrees to.
    pub plan: String,
    /// Its people.
    pub groups: Vec<SeatGroup>,
    /// The kits of the platform.
    pub kits: Vec<KitChoice>,
    /// The groups that list this teacher.
    pub groups_there: Vec<GroupChoice>,
    /// It is another plan than the one that was agreed to.
    pub changed: bool,
    /// No kit was chosen.
    pub kit_missing: bool,
}

impl Preview {
    /// True when no group is chosen.
    #[must_use]
    pub fn is_new_group(&self) -> bool {
        !self.groups_there.iter().any(|group| group.chosen)
    }
}

/// `GET /journals/launch/{launch}` once the journal is linked. Links: `home` to the platform, `show-journal`.
#[derive(Debug, Template)]
#[template(path = "journals/linked.html")]
pub struct JournalLinked {
    /// What every page has.
    pub frame: Frame,
    /// Which platform.
    pub platform: PlatformId,
    /// The journal.
    pub journal: JournalFacts,
    /// The upstream knows.
    pub told: bool,
    /// The platform's start page offers a sign-in with the upstream, to which people can be sent.
    pub signs_in: bool,
    /// What has to be known first.
    pub notes: Vec<JournalNote>,
    /// How many seats are what.
    pub counts: Vec<(SeatState, u64)>,
    /// Who has no licence.
    pub without: Without,
}

impl JournalLinked {
    /// The key of the words for what a seat is.
    #[must_use]
    pub fn state_key(&self, state: &SeatState) -> &'static str {
        state_key(*state)
    }
}

/// A platform to choose. Its button has the id `platform-<platform id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformChoice {
    /// Which.
    pub id: PlatformId,
    /// Its name.
    pub name: String,
}

/// Several platforms use this upstream at the journal's school.
///
/// Form: `POST /journals/launch/{launch}` {csrf, act=platform, platform}.
#[derive(Debug, Template)]
#[template(path = "journals/place.html")]
pub struct PlaceChoice {
    /// What every page has.
    pub frame: Frame,
    /// Which launch.
    pub launch: LaunchId,
    /// The journal's name.
    pub journal: String,
    /// The upstream's name.
    pub upstream: String,
    /// The platforms.
    pub platforms: Vec<PlatformChoice>,
}

/// Somebody else is signed in at the platform than the teacher who launched.
///
/// Form: `POST /journals/launch/{launch}` {csrf, act=sign-in}, button `sign-in`; nothing about who is signed in.
#[derive(Debug, Template)]
#[template(path = "journals/somebody.html")]
pub struct LaunchSomebody {
    /// What every page has.
    pub frame: Frame,
    /// Which launch.
    pub launch: LaunchId,
    /// The journal's name.
    pub journal: String,
    /// The upstream's name.
    pub upstream: String,
    /// The teacher who launched, by name.
    pub teacher: String,
}

impl LaunchSomebody {
    /// What happened.
    #[must_use]
    pub fn what(&self) -> String {
        let args = [
            ("teacher", self.teacher.as_str()),
            ("journal", self.journal.as_str()),
            ("upstream", self.upstream.as_str()),
        ];
        let mut args: FluentArgs<'_> = args.into_iter().map(|(name, text)| (name, FluentValue::from(text))).collect();
        args.set("platform", self.frame.platform());
        self.frame.with("launch-somebody-what", &args)
    }
}

/// A teacher came from an upstream that brings people itself, and goes on as whom it says they are.
///
/// Form: `POST /journals/launch/{launch}` {csrf, act=sign-in}, button `sign-in`.
#[derive(Debug, Template)]
#[template(path = "journals/arrived.html")]
pub struct LaunchArrived {
    /// What every page has.
    pub frame: Frame,
    /// Which launch.
    pub launch: LaunchId,
    /// The journal's name.
    pub journal: String,
    /// The upstream's name.
    pub upstream: String,
    /// The teacher who launched, by name.
    pub teacher: String,
}

/// A platform to go to. Its link has the id `platform-<platform id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformPlace {
    /// Which.
    pub id: PlatformId,
    /// Its name.
    pub name: String,
    /// Its start page, where it has one.
    pub home_url: Option<String>,
}

/// `GET /upstream/{id}/lti/opened`: a pupil opened us from a course, and no login of this browser waits for that.
#[derive(Debug, Template)]
#[template(path = "journals/pupil.html")]
pub struct PupilArrived {
    /// What every page has.
    pub frame: Frame,
    /// The upstream's name.
    pub upstream: String,
    /// The pupil, by name.
    pub pupil: String,
    /// The platforms that use the upstream at the course's school.
    pub platforms: Vec<PlatformPlace>,
}

/// The journal is linked, and the upstream waits for the browser to say so.
///
/// Form: `POST` to the upstream {JWT}, button `go-back`. Link `show-journal` to the journal.
#[derive(Debug, Template)]
#[template(path = "journals/handing.html")]
pub struct LaunchHanding {
    /// What every page has.
    pub frame: Frame,
    /// The journal's name.
    pub journal: String,
    /// The upstream's name.
    pub upstream: String,
    /// Path of the journal's page.
    pub here: String,
    /// Where the form is sent to.
    pub url: String,
    /// What the upstream is told, signed.
    pub jwt: String,
}

/// The journal is linked already, and this teacher's seat is not here yet.
#[derive(Debug, Template)]
#[template(path = "journals/known.html")]
pub struct LaunchKnown {
    /// What every page has.
    pub frame: Frame,
    /// Which platform.
    pub platform: PlatformId,
    /// The journal's name.
    pub journal: String,
}

/// The journal is linked already, and its upstream does not know.
///
/// Form: `POST /journals/launch/{launch}` {csrf, act=tell}, button `tell`.
#[derive(Debug, Template)]
#[template(path = "journals/again.html")]
pub struct LaunchAgain {
    /// What every page has.
    pub frame: Frame,
    /// Which launch.
    pub launch: LaunchId,
    /// The journal's name.
    pub journal: String,
    /// The upstream's name.
    pub upstream: String,
}

/// `GET /journals/launch/{launch}/window`: the upstream's window was blocked. Link `go-on` to the launch.
#[derive(Debug, Template)]
#[template(path = "journals/window.html")]
pub struct WindowBlocked {
    /// What every page has.
    pub frame: Frame,
    /// Which launch.
    pub launch: LaunchId,
}
