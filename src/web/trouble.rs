//! What can stop a person, named for what they can do about it. Each is a page: `texts/*.ftl`, `trouble-<slug>-…`.

use fluent_bundle::FluentArgs;
use http::StatusCode;

/// What is wrong with a parameter of a request that a platform's developer wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is not there.
    Missing,
    /// It is there more than once.
    Repeated,
    /// We know nothing by this value.
    Unknown,
    /// The value is not registered for this client.
    NotRegistered,
    /// The value cannot be read.
    Malformed,
    /// We do not do this.
    Unsupported,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Missing, Self::Repeated, Self::Unknown, Self::NotRegistered, Self::Malformed, Self::Unsupported];

    /// The key of its text.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Missing => "fault-missing",
            Self::Repeated => "fault-repeated",
            Self::Unknown => "fault-unknown",
            Self::NotRegistered => "fault-not-registered",
            Self::Malformed => "fault-malformed",
            Self::Unsupported => "fault-unsupported",
        }
    }
}

/// What can stop a person. `upstream` and `school` are names as people know them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing is here, or it is somebody else's: the answer is the same.
    NotFound,
    /// The address takes no request of this kind.
    Method,
    /// What was sent is too large.
    TooLarge,
    /// What was sent cannot be read.
    BadForm,
    /// The page is too old, or was used already.
    Stale,
    /// The browser keeps no cookies.
    NoCookies,
    /// The form came from a page that is not ours.
    Foreign,
    /// Too many tries.
    TooManyTries {
        /// When it makes sense to try again.
        retry_after_seconds: u64,
    },
    /// Too many people sign in with a password at this moment.
    Queue {
        /// When it makes sense to try again.
        retry_after_seconds: u64,
    },
    /// We cannot answer just now: the database is held by somebody else, or does not answer.
    Busy {
        /// When it makes sense to try again.
        retry_after_seconds: u64,
    },
    /// Our fault.
    Internal,
    /// The platform's request cannot be answered, and there is nowhere safe to send the answer.
    BadRequest {
        /// Which parameter.
        parameter: String,
        /// What is wrong with it.
        fault: Fault,
    },
    /// The upstream does not answer.
    UpstreamSilent {
        /// Its name.
        upstream: String,
        /// When it makes sense to try again, where known.
        retry_after_seconds: Option<u64>,
        /// True when user name and password work here.
        password: bool,
    },
    /// The upstream answered with something we cannot trust.
    UpstreamMisbehaved {
        /// Its name.
        upstream: String,
    },
    /// The person (or the upstream) said no over there.
    Denied {
        /// Its name.
        upstream: String,
    },
    /// The upstream was asked for a fresh sign-in and gave an old one.
    NotFresh {
        /// Its name.
        upstream: String,
    },
    /// The school has not enabled this upstream for this platform.
    SchoolNotEnabled {
        /// The upstream's name.
        upstream: String,
        /// The school's name, as the upstream writes it.
        school: String,
        /// The school's number, such as `ehis:123`.
        number: String,
    },
    /// The upstream's data names no school we could know by its number.
    SchoolNumberMissing {
        /// The upstream's name.
        upstream: String,
    },
    /// The person is only a guardian.
    Guardian {
        /// The upstream's name.
        upstream: String,
    },
    /// The identity belongs to another account; nothing about whose.
    IdentityTaken {
        /// The upstream's name.
        upstream: String,
    },
    /// Another person is signed in in this browser.
    SomebodyElse,
    /// The account signs in with another button.
    OtherButton {
        /// The button that was used now.
        upstream: String,
        /// The one to use; only a proven owner is told.
        used: String,
    },
    /// The upstream is switched off.
    UpstreamOff {
        /// Its name.
        upstream: String,
    },
    /// The account is switched off.
    AccountOff,
    /// The platform or its client is switched off.
    PlatformOff,
    /// The link was ended by its owner or by the school.
    LinkEnded {
        /// The upstream's name.
        upstream: String,
    },
    /// The subject seems to belong to another person now; not a word about why.
    Quarantined {
        /// The upstream's name.
        upstream: String,
    },
    /// It would leave the account without a way in.
    LastWayIn {
        /// The upstream's name.
        upstream: String,
    },
    /// The launch of a journal is unknown here, too old, or another browser's.
    LaunchGone,
    /// The upstream knows the launch of a journal no longer.
    LaunchOver {
        /// The upstream's name.
        upstream: String,
    },
    /// Whoever launched a journal is not among its teachers.
    NotTeacher {
        /// The upstream's name.
        upstream: String,
    },
    /// The upstream does not say the name of a pupil who opened us.
    NamelessPupil {
        /// The upstream's name.
        upstream: String,
    },
    /// The upstream opens us from a place that nobody set up here, or that was taken out again.
    NotDeployed {
        /// The upstream's name.
        upstream: String,
    },
    /// Nowhere does the school of a launched journal use this upstream.
    JournalSchool {
        /// The upstream's name.
        upstream: String,
        /// The school's number, such as `ehis:123`.
        number: String,
    },
    /// The upstream does not say of which school a launched journal is.
    JournalNumber {
        /// The upstream's name.
        upstream: String,
    },
    /// Only a part of a journal could be read.
    JournalPartial {
        /// The upstream's name.
        upstream: String,
    },
    /// A journal was looked at or updated again and again.
    UpdatedOften {
        /// When it makes sense to try again.
        retry_after_seconds: u64,
    },
    /// One person did something to very many people within an hour.
    ActedOften {
        /// When it makes sense to try again.
        retry_after_seconds: u64,
    },
}

impl Trouble {
    /// The middle of its texts' keys: `trouble-<slug>-title`, `-what`, `-next`.
    #[must_use]
    pub const fn slug(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Method => "method",
            Self::TooLarge => "too-large",
            Self::BadForm => "bad-form",
            Self::Stale => "stale",
            Self::NoCookies => "no-cookies",
            Self::Foreign => "foreign",
            Self::TooManyTries { .. } => "too-many-tries",
            // The same page, for the same is to be done.
            Self::Busy { .. } | Self::Queue { .. } => "busy",
            Self::Internal => "internal",
            Self::BadRequest { .. } => "bad-request",
            Self::UpstreamSilent { password: true, .. } => "upstream-silent-password",
            Self::UpstreamSilent { password: false, .. } => "upstream-silent",
            Self::UpstreamMisbehaved { .. } => "upstream-misbehaved",
            Self::Denied { .. } => "denied",
            Self::NotFresh { .. } => "not-fresh",
            Self::SchoolNotEnabled { .. } => "school-not-enabled",
            Self::SchoolNumberMissing { .. } => "school-number-missing",
            Self::Guardian { .. } => "guardian",
            Self::IdentityTaken { .. } => "identity-taken",
            Self::SomebodyElse => "somebody-else",
            Self::OtherButton { .. } => "other-button",
            Self::UpstreamOff { .. } => "upstream-off",
            Self::AccountOff => "account-off",
            Self::PlatformOff => "platform-off",
            Self::LinkEnded { .. } => "link-ended",
            Self::Quarantined { .. } => "quarantined",
            Self::LastWayIn { .. } => "last-way-in",
            Self::LaunchGone => "launch-gone",
            Self::LaunchOver { .. } => "launch-over",
            Self::NotTeacher { .. } => "not-teacher",
            Self::NamelessPupil { .. } => "nameless-pupil",
            Self::NotDeployed { .. } => "not-deployed",
            Self::JournalSchool { .. } => "journal-school",
            Self::JournalNumber { .. } => "journal-number",
            Self::JournalPartial { .. } => "journal-partial",
            Self::UpdatedOften { .. } => "updated-often",
            Self::ActedOften { .. } => "acted-often",
        }
    }

    /// The status of its page.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BadForm
            | Self::Stale
            | Self::NoCookies
            | Self::BadRequest { .. }
            | Self::LaunchGone
            | Self::LaunchOver { .. } => StatusCode::BAD_REQUEST,
            Self::TooManyTries { .. } | Self::Queue { .. } | Self::UpdatedOften { .. } | Self::ActedOften { .. } => {
                StatusCode::TOO_MANY_REQUESTS
            }
            Self::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::UpstreamSilent { .. } | Self::UpstreamMisbehaved { .. } | Self::JournalPartial { .. } => {
                StatusCode::BAD_GATEWAY
            }
            Self::IdentityTaken { .. } | Self::LastWayIn { .. } | Self::OtherButton { .. } => StatusCode::CONFLICT,
            Self::Foreign
            | Self::Denied { .. }
            | Self::NotFresh { .. }
            | Self::SchoolNotEnabled { .. }
            | Self::SchoolNumberMissing { .. }
            | Self::Guardian { .. }
            | Self::SomebodyElse
            | Self::UpstreamOff { .. }
            | Self::AccountOff
            | Self::PlatformOff
            | Self::LinkEnded { .. }
            | Self::Quarantined { .. }
            | Self::NotTeacher { .. }
            | Self::NamelessPupil { .. }
            | Self::NotDeployed { .. }
            | Self::JournalSchool { .. }
            | Self::JournalNumber { .. } => StatusCode::FORBIDDEN,
        }
    }

    /// Seconds for `Retry-After`, where there is a point in trying again.
    #[must_use]
    pub const fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::TooManyTries { retry_after_seconds }
            | Self::Queue { retry_after_seconds }
            | Self::UpdatedOften { retry_after_seconds }
            | Self::ActedOften { retry_after_seconds }
            | Self::Busy { retry_after_seconds } => Some(*retry_after_seconds),
            Self::UpstreamSilent { retry_after_seconds, .. } => *retry_after_seconds,
            _ => None,
        }
    }

    /// The variables of its texts.
    pub(in crate::web) fn args(&self) -> FluentArgs<'_> {
        let mut args = FluentArgs::new();
        if let Some(upstream) = self.upstream() {
            args.set("upstream", upstream);
        }
        args.set("minutes", self.retry_after_seconds().unwrap_or(60).div_ceil(60).max(1));
        match self {
            Self::BadRequest { parameter, .. } => args.set("parameter", parameter.as_str()),
            Self::OtherButton { used, .. } => args.set("used", used.as_str()),
            Self::JournalSchool { number, .. } => args.set("number", number.as_str()),
            Self::SchoolNotEnabled { school, number, .. } => {
                args.set("school", school.as_str());
                args.set("number", number.as_str());
            }
            _ => {}
        }
        args
    }

    fn upstream(&self) -> Option<&str> {
        match self {
            Self::UpstreamSilent { upstream, .. }
            | Self::UpstreamMisbehaved { upstream }
            | Self::Denied { upstream }
            | Self::NotFresh { upstream }
            | Self::SchoolNotEnabled { upstream, .. }
            | Self::SchoolNumberMissing { upstream }
            | Self::Guardian { upstream }
            | Self::IdentityTaken { upstream }
            | Self::OtherButton { upstream, .. }
            | Self::UpstreamOff { upstream }
            | Self::LinkEnded { upstream }
            | Self::Quarantined { upstream }
            | Self::LastWayIn { upstream }
            | Self::LaunchOver { upstream }
            | Self::NotTeacher { upstream }
            | Self::NamelessPupil { upstream }
            | Self::NotDeployed { upstream }
            | Self::JournalSchool { upstream, .. }
            | Self::JournalNumber { upstream }
            | Self::JournalPartial { upstream } => Some(upstream),
            _ => None,
        }
    }
}
