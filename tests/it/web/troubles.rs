//! A sample of every trouble.

use koppel::web::Trouble;

use super::gallery::Sample;
use super::samples::{developer, trouble};

fn ekool() -> String {
    "eKool".to_owned()
}

/// One sample per variant.
pub fn all() -> Vec<Sample> {
    let sample = |name, make| Sample { name, make };
    vec![
        sample("not-found", |_| trouble(Trouble::NotFound)),
        sample("method", |_| trouble(Trouble::Method)),
        sample("too-large", |_| trouble(Trouble::TooLarge)),
        sample("bad-form", |_| trouble(Trouble::BadForm)),
        sample("stale", |_| trouble(Trouble::Stale)),
        sample("no-cookies", |_| trouble(Trouble::NoCookies)),
        sample("foreign", |_| trouble(Trouble::Foreign)),
        sample("too-many-tries", |_| trouble(Trouble::TooManyTries { retry_after_seconds: 290 })),
        sample("busy", |_| trouble(Trouble::Busy { retry_after_seconds: 5 })),
        sample("queue", |_| trouble(Trouble::Queue { retry_after_seconds: 2 })),
        sample("internal", |_| trouble(Trouble::Internal)),
        sample("bad-request", |_| developer()),
        sample("upstream-silent", |_| {
            trouble(Trouble::UpstreamSilent { upstream: ekool(), retry_after_seconds: Some(30), password: false })
        }),
        sample("upstream-silent-password", |_| {
            trouble(Trouble::UpstreamSilent { upstream: ekool(), retry_after_seconds: None, password: true })
        }),
        sample("upstream-misbehaved", |_| trouble(Trouble::UpstreamMisbehaved { upstream: ekool() })),
        sample("denied", |_| trouble(Trouble::Denied { upstream: ekool() })),
        sample("not-fresh", |_| trouble(Trouble::NotFresh { upstream: ekool() })),
        sample("school-not-enabled", |_| {
            let (school, number) = ("Tartu Kivilinna Kool".to_owned(), "ehis:123".to_owned());
            trouble(Trouble::SchoolNotEnabled { upstream: ekool(), school, number })
        }),
        sample("school-number-missing", |_| trouble(Trouble::SchoolNumberMissing { upstream: ekool() })),
        sample("guardian", |_| trouble(Trouble::Guardian { upstream: ekool() })),
        sample("identity-taken", |_| trouble(Trouble::IdentityTaken { upstream: ekool() })),
        sample("somebody-else", |_| trouble(Trouble::SomebodyElse)),
        sample("other-button", |_| trouble(Trouble::OtherButton { upstream: ekool(), used: "Stuudium".to_owned() })),
        sample("upstream-off", |_| trouble(Trouble::UpstreamOff { upstream: ekool() })),
        sample("account-off", |_| trouble(Trouble::AccountOff)),
        sample("platform-off", |_| trouble(Trouble::PlatformOff)),
        sample("link-ended", |_| trouble(Trouble::LinkEnded { upstream: ekool() })),
        sample("quarantined", |_| trouble(Trouble::Quarantined { upstream: ekool() })),
        sample("last-way-in", |_| trouble(Trouble::LastWayIn { upstream: ekool() })),
        sample("launch-gone", |_| trouble(Trouble::LaunchGone)),
        sample("launch-over", |_| trouble(Trouble::LaunchOver { upstream: ekool() })),
        sample("not-teacher", |_| trouble(Trouble::NotTeacher { upstream: ekool() })),
        sample("nameless-pupil", |_| trouble(Trouble::NamelessPupil { upstream: "Moodle".to_owned() })),
        sample("not-deployed", |_| trouble(Trouble::NotDeployed { upstream: "Moodle".to_owned() })),
        sample("journal-school", |_| {
            trouble(Trouble::JournalSchool { upstream: ekool(), number: "ehis:123".to_owned() })
        }),
        sample("journal-number", |_| trouble(Trouble::JournalNumber { upstream: ekool() })),
        sample("updated-often", |_| trouble(Trouble::UpdatedOften { retry_after_seconds: 110 })),
        sample("acted-often", |_| trouble(Trouble::ActedOften { retry_after_seconds: 18 })),
        sample("journal-partial", |_| trouble(Trouble::JournalPartial { upstream: ekool() })),
    ]
}
