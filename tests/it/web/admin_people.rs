//! Sample data for the pages of the console about people and requests.

use axum::response::Response;
use koppel::domain::{AccountId, Role};
use koppel::web::Visit;
use koppel::web::pages::parts::{Card, UpstreamChoice};
use koppel::web::pages::people::{Asked, ClassPasswords, ClassPupil, PasswordStrip, People, PersonLine, Printed};
use koppel::web::pages::person::{
    CheckChoice, MayDo, Person, PersonAudit, PersonCase, PersonCheck, PersonHead, PersonLicence, PersonLink,
    PersonOther, PersonRole, PersonSeat, PersonSession,
};
use koppel::web::pages::requests::{OutcomeChoice, Request, RequestLine, Requests};

use super::admin_console::place;
use super::gallery::{Sample, ok};
use super::samples::{frame, id, time};

const AT: &str = "/admin/opiq/ehis%3A123";

fn account(number: u8) -> AccountId {
    id(&format!("acc_0000000000000000000000000{number}"))
}

fn path(number: u8) -> String {
    format!("{AT}/people/{}", account(number))
}

fn line(number: u8, name: &str, state_key: Option<&'static str>) -> PersonLine {
    PersonLine {
        id: account(number),
        name: name.to_owned(),
        path: path(number),
        username: Some("mari.o".to_owned()),
        role_key: Some("role-pupil"),
        class_name: Some("5B".to_owned()),
        state_key,
        links: u64::from(number),
    }
}

fn people(visit: &Visit, rows: Vec<PersonLine>) -> Response {
    let found = !rows.is_empty();
    let template = People {
        frame: frame(visit),
        place: place("con-people"),
        asked: Asked { q: "mari".to_owned(), class: "5B".to_owned(), role: "pupil".to_owned(), ..Asked::default() },
        systems: vec![UpstreamChoice { id: id("ekool"), name: "eKool".to_owned() }],
        rows,
        next: found.then(|| format!("{AT}/people?after=x")),
        passwords: found.then(|| format!("{AT}/people/passwords?class=5B")),
    };
    ok(visit, &template)
}

fn head() -> PersonHead {
    PersonHead {
        name: "Mari-Liis Õunapuu".to_owned(),
        path: path(1),
        username: Some("mari.o".to_owned()),
        sub: "17".to_owned(),
        history: 143,
        last_active: Some(time("2026-10-12T08:00:00Z")),
        disabled_at: None,
        went_into: None,
        has_password: true,
    }
}

fn links() -> Vec<PersonLink> {
    let link = |number: u8, ended| PersonLink {
        id: id(&format!("lnk_0000000000000000000000000{number}")),
        upstream: "eKool".to_owned(),
        why_key: "ppl-why-claim-password",
        assurance_key: "ppl-assurance-high",
        at: time("2026-09-03T08:00:00Z"),
        last_used: Some(time("2026-10-12T08:00:00Z")),
        ended,
        is_joined: number == 2,
    };
    vec![link(1, None), link(2, Some(("ppl-ended-not-me", time("2026-10-01T08:00:00Z"))))]
}

fn roles() -> Vec<PersonRole> {
    vec![PersonRole {
        word: "pupil",
        key: "role-pupil",
        class_name: Some("5B".to_owned()),
        since: time("2026-09-01T08:00:00Z"),
        ended_at: None,
        upstream: Some("eKool".to_owned()),
    }]
}

fn person(visit: &Visit, head: PersonHead, may: MayDo) -> Response {
    let moment = time("2026-10-12T08:00:00Z");
    let template = Person {
        frame: frame(visit),
        place: place("con-people"),
        head,
        links: links(),
        roles: roles(),
        seats: vec![PersonSeat {
            name: "5B matemaatika".to_owned(),
            path: Some(format!("{AT}/journals/jrn_00000000000000000000000001")),
            upstream: "eKool".to_owned(),
            role_key: "role-pupil",
        }],
        licences: vec![PersonLicence { product: "Opiq Basic".to_owned(), journal: None, since: moment }],
        sessions: vec![PersonSession { upstream: Some("eKool".to_owned()), began: moment, seen: moment }],
        audit: vec![PersonAudit { at: moment, action: "link.created".to_owned(), actor: "cli:root".to_owned() }],
        cases: vec![PersonCase { key: "ppl-case-not-me", path: format!("{AT}/requests/x"), at: moment }],
        others: vec![PersonOther {
            id: account(2),
            name: "Mari-Liis Õunapuu".to_owned(),
            username: None,
            class_name: Some("5B".to_owned()),
            path: path(2),
            merge: format!("{AT}/merge?one={}&other={}", account(1), account(2)),
        }],
        may,
        done: Some("ppl-done-link-ended"),
    };
    ok(visit, &template)
}

fn check(visit: &Visit, choices: Vec<CheckChoice>, error: Option<(&'static str, &'static str)>) -> Response {
    let frame = frame(visit);
    let template = PersonCheck {
        place: place("con-people"),
        name: "Mari-Liis Õunapuu".to_owned(),
        back: path(1),
        action: format!("{}/sign-out", path(1)),
        title: frame.t1("ppl-sign-out-title", "name", "Mari-Liis Õunapuu"),
        what: vec![frame.t("ppl-sign-out-what")],
        hidden: vec![("choice", "off".to_owned())],
        choices,
        is_impossible: false,
        submit: frame.t("ppl-sign-out"),
        reason: String::new(),
        error,
        frame,
    };
    ok(visit, &template)
}

fn printed(visit: &Visit, is_code: bool) -> Response {
    let strip = PasswordStrip {
        name: "Mari-Liis Õunapuu".to_owned(),
        class_name: Some("5B".to_owned()),
        username: (!is_code).then(|| "mari.o".to_owned()),
        secret: "K7QX-M2RD-9WTB".to_owned(),
    };
    let template = Printed {
        frame: frame(visit),
        place: place("con-people"),
        back: path(1),
        is_code,
        strips: vec![strip],
        missed: if is_code { vec![] } else { vec!["Jaan Tamm".to_owned()] },
    };
    ok(visit, &template)
}

fn class(visit: &Visit, error: Option<(&'static str, &'static str)>) -> Response {
    let pupil = |number: u8, is_linked| ClassPupil {
        id: account(number),
        name: "Mari-Liis Õunapuu".to_owned(),
        username: "mari.o".to_owned(),
        is_linked,
    };
    let template = ClassPasswords {
        frame: frame(visit),
        place: place("con-people"),
        action: format!("{AT}/people/passwords?class=5B"),
        class_name: "5B".to_owned(),
        pupils: vec![pupil(1, true), pupil(2, false)],
        reason: String::new(),
        error,
    };
    ok(visit, &template)
}

fn requests(visit: &Visit, rows: Vec<RequestLine>) -> Response {
    let next = (!rows.is_empty()).then(|| format!("{AT}/requests?after=x"));
    ok(visit, &Requests { frame: frame(visit), place: place("con-requests"), rows, next, is_done: true })
}

fn card(system: &str) -> Card {
    Card {
        system: system.to_owned(),
        name: "Mari-Liis Õunapuu".to_owned(),
        school: Some("Tamme Kool".to_owned()),
        role: Some(Role::Pupil),
        class_name: Some("5B".to_owned()),
        ..Card::default()
    }
}

fn request(visit: &Visit, error: Option<(&'static str, &'static str)>) -> Response {
    let outcome = |word, key, what_key| OutcomeChoice { word, key, what_key };
    let template = Request {
        frame: frame(visit),
        place: place("con-requests"),
        action: format!("{AT}/requests/cas_00000000000000000000000001"),
        key: "ppl-case-cannot-sign-in",
        what_key: "ppl-case-cannot-sign-in-what",
        at: time("2026-10-12T08:00:00Z"),
        identity: Some(card("eKool")),
        account: Some(card("Opiq")),
        account_path: Some(path(1)),
        merge: Some(format!("{AT}/merge?one=x&other=y")),
        candidates: vec![(account(1).to_string(), "Mari-Liis Õunapuu, 5B".to_owned())],
        outcomes: vec![
            outcome("password_printed", "ppl-out-password", "ppl-out-password-what"),
            outcome("refused", "ppl-out-refuse", "ppl-out-refuse-what"),
        ],
        reason: String::new(),
        error,
    };
    ok(visit, &template)
}

fn request_line() -> RequestLine {
    RequestLine {
        id: id("cas_00000000000000000000000001"),
        key: "ppl-case-cannot-sign-in",
        name: "Mari-Liis Õunapuu".to_owned(),
        path: format!("{AT}/requests/cas_00000000000000000000000001"),
        at: time("2026-10-12T08:00:00Z"),
    }
}

/// Every one of these pages.
pub fn all() -> Vec<Sample> {
    let sample = |name, make| Sample { name, make };
    vec![
        sample("people", |visit| {
            people(visit, vec![line(1, "Mari-Liis Õunapuu", None), line(2, "Jaan Tamm", Some("ppl-is-disabled"))])
        }),
        sample("people-none", |visit| people(visit, vec![])),
        sample("person", |visit| {
            person(
                visit,
                head(),
                MayDo { end_links: true, act: true, password: true, is_off: false, export: true, erase: true },
            )
        }),
        sample("person-joined", |visit| {
            let off = Some(time("2026-10-01T08:00:00Z"));
            person(visit, PersonHead { went_into: Some(path(2)), disabled_at: off, ..head() }, MayDo::default())
        }),
        sample("person-check", |visit| check(visit, vec![], None)),
        sample("person-check-reason", |visit| check(visit, vec![], Some(("ppl-reason-missing", "reason")))),
        sample("person-check-choice", |visit| {
            let choice = CheckChoice { value: "x|y".to_owned(), label: "Mari-Liis Õunapuu, 5B".to_owned() };
            check(visit, vec![choice], Some(("ppl-code-nobody", "choices")))
        }),
        sample("person-printed", |visit| printed(visit, false)),
        sample("person-printed-code", |visit| printed(visit, true)),
        sample("class-passwords", |visit| class(visit, None)),
        sample("class-passwords-nobody", |visit| class(visit, Some(("ppl-class-nobody", "pupils")))),
        sample("requests", |visit| requests(visit, vec![request_line()])),
        sample("requests-none", |visit| requests(visit, vec![])),
        sample("request", |visit| request(visit, None)),
        sample("request-outcome", |visit| request(visit, Some(("ppl-outcome-missing", "outcomes")))),
    ]
}
