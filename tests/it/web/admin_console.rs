//! Sample data for what stands around the pages of the console, and for its first pages.

use koppel::web::Visit;
use koppel::web::pages::console::{Home, NavItem, Place, SchoolRow, Schools, StepUp};
use koppel::web::pages::enabling::WaitingCount;

use super::gallery::{Sample, ok};
use super::samples::{frame, id};

const PAGES: &[(&str, &str)] = &[
    ("con-home", ""),
    ("con-people", "/people"),
    ("con-requests", "/requests"),
    ("con-duplicates", "/duplicates"),
    ("con-journals", "/journals"),
    ("con-holds", "/holds"),
    ("con-switch", "/switch"),
    ("con-audit", "/audit"),
    ("con-grants", "/grants"),
];

/// At Tamme Kool, on the page with this key.
pub fn place(here: &str) -> Place {
    let at = "/admin/opiq/ehis%3A123";
    let item = |&(key, tail): &(&'static str, &str)| NavItem {
        key,
        path: format!("{at}{tail}"),
        here: key == here,
        count: if key == "con-requests" { 3 } else { 0 },
    };
    Place {
        platform: id("opiq"),
        school: id("ehis:123"),
        school_name: "Tamme Kool".to_owned(),
        at: at.to_owned(),
        items: PAGES.iter().map(item).collect(),
        support: None,
    }
}

fn home(visit: &Visit, place: Place) -> axum::response::Response {
    let systems = vec![super::admin_entry::system(true), super::admin_entry::system(false)];
    let waits = |key, count| WaitingCount { key, count, path: "/admin/opiq/ehis%3A123/requests".to_owned() };
    let waiting = vec![waits("ent-waiting-requests", 3), waits("ent-waiting-second", 1)];
    ok(visit, &Home { frame: frame(visit), place, systems, may_enable: true, waiting })
}

fn schools(visit: &Visit, schools: Vec<SchoolRow>) -> axum::response::Response {
    ok(visit, &Schools { frame: frame(visit), platform: id("opiq"), schools })
}

fn step_up(visit: &Visit, is_wrong: bool) -> axum::response::Response {
    let (action, back) = ("/admin/opiq/step-up".to_owned(), "/admin/opiq/ehis%3A123".to_owned());
    ok(visit, &StepUp { frame: frame(visit), platform: id("opiq"), action, back, is_wrong })
}

fn row(number: &str, name: &str) -> SchoolRow {
    SchoolRow { number: id(number), name: name.to_owned(), path: "/admin/opiq/ehis%3A123".to_owned() }
}

/// Every one of these pages.
pub fn all() -> Vec<Sample> {
    let sample = |name, make| Sample { name, make };
    vec![
        sample("console-home", |visit| home(visit, place("con-home"))),
        sample("console-home-support", |visit| {
            let place = Place { support: Some("Ticket 17".to_owned()), ..place("con-home") };
            home(visit, place)
        }),
        sample("console-schools", |visit| {
            schools(visit, vec![row("ehis:123", "Tamme Kool"), row("ehis:456", "Kesklinna Kool")])
        }),
        sample("console-schools-none", |visit| schools(visit, vec![])),
        sample("console-step-up", |visit| step_up(visit, false)),
        sample("console-step-up-wrong", |visit| step_up(visit, true)),
    ]
}
