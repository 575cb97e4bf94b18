//! Sample data for the audit log of a school, and for what a person may ask for.

use axum::response::Response;
use koppel::web::Visit;
use koppel::web::pages::audit::{AuditExport, AuditPage, AuditRow, Second};
use koppel::web::pages::privacy::{PersonErase, PersonErased, PersonExport};

use super::admin_console::place;
use super::gallery::{Sample, ok};
use super::samples::{frame, time};

const PERSON: &str = "/admin/opiq/ehis%3A123/people/acc_00000000000000000000000001";

fn row(number: &str, action: &str, whom: Option<&str>, object: Option<&str>) -> AuditRow {
    AuditRow {
        number: number.to_owned(),
        at: time("2026-09-03T08:12:00Z"),
        action: action.to_owned(),
        actor: "account:acc_00000000000000000000000002".to_owned(),
        whom: whom.map(str::to_owned),
        object: object.map(str::to_owned),
    }
}

fn log(visit: &Visit, rows: Vec<AuditRow>, next: Option<&str>) -> Response {
    let template = AuditPage {
        frame: frame(visit),
        place: place("con-audit"),
        rows,
        next: next.map(str::to_owned),
        export: Some("/admin/opiq/ehis%3A123/audit/export?".to_owned()),
        action: String::new(),
        account: String::new(),
        from: "2026-09-01".to_owned(),
        to: String::new(),
    };
    ok(visit, &template)
}

fn export(visit: &Visit, second: Second, lacks_reason: bool) -> Response {
    let template = AuditExport {
        frame: frame(visit),
        place: place("con-audit"),
        back: "/admin/opiq/ehis%3A123/audit?".to_owned(),
        path: "/admin/opiq/ehis%3A123/audit/export".to_owned(),
        second,
        lacks_reason,
        action: "link.".to_owned(),
        account: String::new(),
        from: String::new(),
        to: String::new(),
    };
    ok(visit, &template)
}

fn erase(visit: &Visit, (others, is_elsewhere): (u64, bool), second: Second, lacks_reason: bool) -> Response {
    let template = PersonErase {
        frame: frame(visit),
        place: place("con-people"),
        name: "Mari Tamm".to_owned(),
        back: PERSON.to_owned(),
        others,
        links: 2,
        is_elsewhere,
        second,
        lacks_reason,
    };
    ok(visit, &template)
}

/// Every one of these pages.
pub fn all() -> Vec<Sample> {
    let sample = |name, make| Sample { name, make };
    vec![
        sample("audit-log", |visit| {
            let rows = vec![
                row("1203", "link.created", Some("Mari Tamm"), Some("identity:idn_00000000000000000000000001")),
                row("1187", "journal.ended", None, Some("journal:jrn_00000000000000000000000001")),
            ];
            log(visit, rows, Some("/admin/opiq/ehis%3A123/audit?after=v1"))
        }),
        sample("audit-log-none", |visit| log(visit, vec![], None)),
        sample("audit-export", |visit| export(visit, Second::Nobody, false)),
        sample("audit-export-no-reason", |visit| export(visit, Second::Nobody, true)),
        sample("audit-export-waits", |visit| export(visit, Second::Waits, false)),
        sample("audit-export-agreed", |visit| export(visit, Second::Agreed, false)),
        sample("person-export", |visit| {
            let (name, back) = ("Mari Tamm".to_owned(), PERSON.to_owned());
            ok(visit, &PersonExport { frame: frame(visit), place: place("con-people"), name, back })
        }),
        sample("person-erase", |visit| erase(visit, (1, false), Second::Nobody, false)),
        sample("person-erase-no-reason", |visit| erase(visit, (0, false), Second::Nobody, true)),
        sample("person-erase-waits", |visit| erase(visit, (0, false), Second::Waits, false)),
        sample("person-erase-agreed", |visit| erase(visit, (0, false), Second::Agreed, false)),
        sample("person-erase-elsewhere", |visit| erase(visit, (0, true), Second::Nobody, false)),
        sample("person-erased", |visit| {
            let back = "/admin/opiq/ehis%3A123/people".to_owned();
            ok(visit, &PersonErased { frame: frame(visit), place: place("con-people"), back })
        }),
    ]
}
