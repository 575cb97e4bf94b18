//! Sample data for the pages of journals.

use axum::response::Response;
use koppel::domain::{SeatReason, SeatRole, SeatState};
use koppel::web::Visit;
use koppel::web::pages::journals::{
    GroupChoice, Helps, JournalFacts, JournalLinked, JournalNote, JournalPage, JournalRow, Journals, KitChoice,
    LaunchAgain, LaunchArrived, LaunchHanding, LaunchKnown, LaunchSomebody, PlaceChoice, PlatformChoice, PlatformPlace,
    Preview, PupilArrived, WindowBlocked,
};

use koppel::web::pages::lights::{Light, LightCounts, NextStep};
use koppel::web::pages::seats::{SeatGroup, SeatRow, Without};

use super::gallery::{Sample, ok};
use super::samples::{frame, id, time};

const NAME: &str = "5A matemaatika";

fn launch() -> koppel::domain::LaunchId {
    id("jln_00000000000000000000000001")
}

fn row(name: &str, reason: Option<SeatReason>) -> SeatRow {
    SeatRow {
        name: name.to_owned(),
        class_name: Some("5A".to_owned()),
        roles: vec![SeatRole::Pupil],
        reason,
        ..SeatRow::default()
    }
}

/// All four groups, and every reason there is.
pub fn groups(new_key: &'static str) -> Vec<SeatGroup> {
    let teacher = SeatRow { roles: vec![SeatRole::Teacher], class_name: None, ..row("Anu Kallas", None) };
    let mut people = vec![
        (SeatState::Linked, teacher),
        (SeatState::Linked, SeatRow { has_work: true, ..row("Mari-Liis Õunapuu", None) }),
        (SeatState::Linked, SeatRow { is_missing: true, ..row("Karl Mägi", None) }),
        (SeatState::New, row("Oliver Teder", None)),
    ];
    for reason in SeatReason::ALL {
        let waits = *reason <= SeatReason::PartialRead;
        let state = if waits { SeatState::Waiting } else { SeatState::Blocked };
        people.push((state, row("Elsa Lindqvist", Some(*reason))));
    }
    SeatGroup::all(people, new_key)
}

/// As [`groups`], with a light of each kind and what comes next.
fn lit() -> Vec<SeatGroup> {
    let step = |id: &str, key| NextStep { id: id.to_owned(), key, href: "/journals/opiq".to_owned() };
    let next = vec![step("code-1", "next-code"), step("word-1", "next-word")];
    let lit = |name: &str, light| SeatRow { light: Some(light), ..row(name, None) };
    let waits = SeatRow { light: Some(Light::Waiting), next, ..row("Elsa Lindqvist", Some(SeatReason::Candidate)) };
    let people = vec![
        (SeatState::Linked, SeatRow { roles: vec![SeatRole::Teacher], class_name: None, ..row("Anu Kallas", None) }),
        (SeatState::Linked, SeatRow { has_work: true, ..lit("Mari-Liis Õunapuu", Light::Here) }),
        (SeatState::Linked, lit("Karl Mägi", Light::Linked)),
        (SeatState::Linked, lit("Markus Ilves", Light::LetIn(time("2026-09-02T08:00:00Z")))),
        (SeatState::Linked, lit("Liisa Saar", Light::Duplicate)),
        (SeatState::Waiting, waits),
        (SeatState::Waiting, lit("Oskar Sepp", Light::SaidNew)),
        (SeatState::New, lit("Oliver Teder", Light::New)),
        (SeatState::Blocked, lit("Emma Kukk", Light::Blocked)),
    ];
    SeatGroup::all(people, "state-new-unused")
}

fn facts() -> JournalFacts {
    JournalFacts {
        id: id("jrn_00000000000000000000000001"),
        name: NAME.to_owned(),
        school_year: Some("2026/2027".to_owned()),
        school: "Tartu Kivilinna Kool".to_owned(),
        upstream: "eKool".to_owned(),
        landing_url: Some("https://ekool.example/journals".to_owned()),
        kits: vec!["Matemaatika 5. klassile".to_owned(), "Nuputamine".to_owned()],
        group: Some("Minu 5A".to_owned()),
        read_at: Some(time("2026-09-02T08:00:00Z")),
    }
}

fn list(visit: &Visit, journals: Vec<JournalRow>) -> Response {
    ok(visit, &Journals { frame: frame(visit), platform: id("opiq"), journals })
}

fn journal_row() -> JournalRow {
    JournalRow {
        id: id("jrn_00000000000000000000000001"),
        name: NAME.to_owned(),
        school_year: Some("2026/2027".to_owned()),
        school: "Tartu Kivilinna Kool".to_owned(),
        upstream: "eKool".to_owned(),
        pupils: 28,
    }
}

fn without(names: &[&str]) -> Without {
    Without { names: names.iter().map(|name| (*name).to_owned()).collect() }
}

fn journal(visit: &Visit, journal: JournalFacts, notes: Vec<JournalNote>, groups: Vec<SeatGroup>) -> Response {
    journal_without(visit, journal, notes, groups, &[])
}

fn journal_without(
    visit: &Visit,
    journal: JournalFacts,
    notes: Vec<JournalNote>,
    groups: Vec<SeatGroup>,
    names: &[&str],
) -> Response {
    let last = journal.read_at.and_then(|_| super::updates::rows().into_iter().next());
    let (counts, helps) = if groups.is_empty() {
        (LightCounts::default(), Helps::default())
    } else {
        let counts = LightCounts { linked: 3, waiting: 2, new: 1, blocked: 1, duplicates: 1, let_in: 1, here: 1 };
        (counts, Helps { codes: true, word: true, class: true })
    };
    let (platform, without) = (id("opiq"), without(names));
    let frame = frame(visit);
    ok(visit, &JournalPage { frame, platform, journal, notes, last, counts, helps, without, groups })
}

fn preview(visit: &Visit, changed: bool, kit_missing: bool, groups: Vec<SeatGroup>) -> Response {
    let kit = |number: u8, name: &str| KitChoice {
        id: id(&format!("kit_0000000000000000000000000{number}")),
        name: name.to_owned(),
        chosen: false,
    };
    let group = GroupChoice { id: id("grp_00000000000000000000000001"), name: "Minu 5A".to_owned(), chosen: changed };
    let view = Preview {
        frame: frame(visit),
        launch: launch(),
        journal: NAME.to_owned(),
        school: "Tartu Kivilinna Kool".to_owned(),
        upstream: "eKool".to_owned(),
        plan: "a-hash".to_owned(),
        groups,
        kits: vec![kit(1, "Matemaatika 5. klassile"), kit(2, "Nuputamine")],
        groups_there: vec![group],
        changed,
        kit_missing,
    };
    ok(visit, &view)
}

fn linked(visit: &Visit, told: bool, notes: Vec<JournalNote>, names: &[&str]) -> Response {
    let view = JournalLinked {
        signs_in: names.is_empty(),
        frame: frame(visit),
        platform: id("opiq"),
        journal: facts(),
        told,
        notes,
        counts: vec![(SeatState::Linked, 13), (SeatState::Waiting, 9), (SeatState::New, 7)],
        without: without(names),
    };
    ok(visit, &view)
}

fn pupil(visit: &Visit) -> Response {
    let place = |slug: &str, name: &str, home: Option<&str>| PlatformPlace {
        id: id(slug),
        name: name.to_owned(),
        home_url: home.map(str::to_owned),
    };
    let platforms =
        vec![place("opiq", "Opiq", Some("https://opiq.example/")), place("lugemispesa", "Lugemispesa", None)];
    let (upstream, pupil) = ("Moodle".to_owned(), "Mari-Liis Õunapuu".to_owned());
    ok(visit, &PupilArrived { frame: frame(visit), upstream, pupil, platforms })
}

/// The pages of a journal that is linked.
fn standing() -> Vec<Sample> {
    let sample = |name, make| Sample { name, make };
    vec![
        sample("journals", |visit| list(visit, vec![journal_row()])),
        sample("journals-none", |visit| list(visit, vec![])),
        sample("journal", |visit| journal(visit, facts(), vec![], groups("state-new-unused"))),
        sample("journal-lit", |visit| journal_without(visit, facts(), vec![], lit(), &["Karl Mägi"])),
        sample("journal-troubled", |visit| {
            let bare = JournalFacts { kits: vec![], group: None, read_at: None, landing_url: None, ..facts() };
            let (read, held) = ([JournalNote::Withdrawn, JournalNote::Gone], JournalNote::Held);
            let notes = read.into_iter().chain([held, JournalNote::Untold, JournalNote::UntoldOver]).collect();
            journal(visit, bare, notes, vec![])
        }),
    ]
}

/// Every page of journals.
pub fn all() -> Vec<Sample> {
    let sample = |name, make| Sample { name, make };
    let mut all = standing();
    all.extend(super::waiting::all());
    all.extend([
        sample("journal-preview", |visit| preview(visit, false, false, groups("state-new-what"))),
        sample("journal-preview-changed", |visit| preview(visit, true, false, groups("state-new-what"))),
        sample("journal-preview-no-kit", |visit| preview(visit, false, true, vec![])),
        sample("journal-linked", |visit| linked(visit, true, vec![], &[])),
        sample("journal-linked-without", |visit| {
            linked(visit, false, vec![JournalNote::Untold], &["Karl Mägi", "Elsa Lindqvist"])
        }),
        sample("journal-place", |visit| {
            let platform = |slug: &str, name: &str| PlatformChoice { id: id(slug), name: name.to_owned() };
            let platforms = vec![platform("opiq", "Opiq"), platform("lugemispesa", "Lugemispesa")];
            let (journal, upstream) = (NAME.to_owned(), "eKool".to_owned());
            ok(visit, &PlaceChoice { frame: frame(visit), launch: launch(), journal, upstream, platforms })
        }),
        sample("journal-somebody", |visit| {
            let (journal, upstream, teacher) = (NAME.to_owned(), "eKool".to_owned(), "Anu Kallas".to_owned());
            ok(visit, &LaunchSomebody { frame: frame(visit), launch: launch(), journal, upstream, teacher })
        }),
        sample("journal-arrived", |visit| {
            let (journal, upstream, teacher) = (NAME.to_owned(), "Moodle".to_owned(), "Anu Kallas".to_owned());
            ok(visit, &LaunchArrived { frame: frame(visit), launch: launch(), journal, upstream, teacher })
        }),
        sample("journal-pupil", pupil),
        sample("journal-handing", |visit| {
            let (journal, upstream, here) = (NAME.to_owned(), "Moodle".to_owned(), "/journals/opiq/1".to_owned());
            let url: url::Url = "https://moodle.example/mod/lti/contentitem_return.php".parse().unwrap();
            let (shown, jwt) = (url.to_string(), "eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmVk".to_owned());
            let template = LaunchHanding { frame: frame(visit), journal, upstream, here, url: shown, jwt };
            koppel::web::page_to(visit, &url, &template)
        }),
        sample("journal-known", |visit| {
            ok(visit, &LaunchKnown { frame: frame(visit), platform: id("opiq"), journal: NAME.to_owned() })
        }),
        sample("journal-again", |visit| {
            let (journal, upstream) = (NAME.to_owned(), "eKool".to_owned());
            ok(visit, &LaunchAgain { frame: frame(visit), launch: launch(), journal, upstream })
        }),
        sample("journal-window", |visit| ok(visit, &WindowBlocked { frame: frame(visit), launch: launch() })),
    ]);
    all
}
