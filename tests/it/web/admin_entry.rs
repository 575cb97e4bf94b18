//! Sample data for the pages of getting in at the console, and of enabling.

use axum::response::Response;
use koppel::domain::{ConsoleRole, ProposalKind};
use koppel::web::pages::enabling::{CheckPage, Fit, SystemCard, SystemPage};
use koppel::web::pages::entry::{
    Enrol, FactorReset, FactorRow, GrantRow, Grants, Handed, Invited, ProposalPage, ProposalRow, Proposals,
    RecoveryCodes, ResetMet, SetUp,
};
use koppel::web::pages::merging::{MergeEffect, MoveEffect, Second};
use koppel::web::pages::parts::NewPasswordError;
use koppel::web::pages::switch::SwitchEffect;
use koppel::web::{Qr, Visit};

use super::admin_console::place;
use super::admin_duplicates::merge_effect;
use super::admin_switch::plan;
use super::gallery::{Sample, ok};
use super::samples::{frame, id, time};

const FACTOR: &str = "/admin/opiq/second-factor";
const BACK: &str = "/admin/opiq/ehis%3A123";

/// eKool, enabled or not.
pub fn system(enabled: bool) -> SystemCard {
    let (slug, name) = if enabled { ("ekool", "eKool") } else { ("harid", "HarID") };
    SystemCard {
        id: id(slug),
        name: name.to_owned(),
        path: format!("{BACK}/upstreams/{slug}"),
        enabled_at: enabled.then(|| time("2026-09-01T08:00:00Z")),
        enabled_by: enabled.then(|| "Kadri Kask".to_owned()),
        refreshed_at: enabled.then(|| time("2026-09-07T01:15:00Z")),
    }
}

fn invited(visit: &Visit, asks_password: bool, error: Option<NewPasswordError>) -> Response {
    let page = Invited {
        frame: frame(visit),
        action: "/admin/invite/value".to_owned(),
        school: "Tamme Kool".to_owned(),
        number: id("ehis:123"),
        role: Some(ConsoleRole::SchoolAdmin),
        username: Some("kadri.kask".to_owned()),
        asks_password,
        error,
    };
    ok(visit, &page)
}

fn set_up(visit: &Visit, allowed: bool) -> Response {
    ok(
        visit,
        &SetUp { frame: frame(visit), platform: id("opiq"), action: FACTOR.to_owned(), back: BACK.to_owned(), allowed },
    )
}

fn enrol(visit: &Visit, is_wrong: bool) -> Response {
    let uri = "otpauth://totp/Opiq:kadri?secret=GEZDGNBVGY3TQOJQ&issuer=Opiq".to_owned();
    let page = Enrol {
        frame: frame(visit),
        platform: id("opiq"),
        action: FACTOR.to_owned(),
        back: BACK.to_owned(),
        factor: id("fac_00000000000000000000000001"),
        qr: Qr::of(&uri),
        uri,
        secret: "GEZD GNBV GY3T QOJQ".to_owned(),
        is_wrong,
    };
    ok(visit, &page)
}

fn codes(visit: &Visit) -> Response {
    let codes = vec!["abcd-efgh-jkmn".to_owned(), "pqrs-tvwx-yz01".to_owned()];
    ok(visit, &RecoveryCodes { frame: frame(visit), platform: id("opiq"), back: BACK.to_owned(), codes })
}

fn handed() -> Handed {
    Handed { name: "Mari Maasikas".to_owned(), url: "https://koppel.example/admin/invite/value".to_owned() }
}

fn grant(number: u8, role: ConsoleRole, ended: bool) -> GrantRow {
    let support = role == ConsoleRole::Support;
    GrantRow {
        id: id(&format!("gra_0000000000000000000000000{number}")),
        name: "Kadri Kask".to_owned(),
        role,
        reason: support.then(|| "Ticket 17".to_owned()),
        since: time("2026-09-01T08:00:00Z"),
        expires_at: support.then(|| time("2026-09-01T12:00:00Z")),
        ended_at: ended.then(|| time("2026-09-01T12:00:00Z")),
        is_own: number == 1,
    }
}

fn grants(visit: &Visit, is_nobody: bool, made: Option<Handed>) -> Response {
    let live = vec![grant(1, ConsoleRole::SchoolAdmin, false), grant(2, ConsoleRole::Support, false)];
    let ended = vec![grant(3, ConsoleRole::Support, true), grant(4, ConsoleRole::Coordinator, true)];
    let username = if is_nobody { "marii".to_owned() } else { String::new() };
    ok(visit, &Grants { frame: frame(visit), place: place("con-grants"), live, ended, username, is_nobody, made })
}

fn proposal(kind: ProposalKind, is_own: bool) -> ProposalRow {
    ProposalRow {
        id: id(&format!("prp_0000000000000000000000000{}", u8::from(is_own))),
        kind,
        by: "Kadri Kask".to_owned(),
        reason: "New telephone".to_owned(),
        made_at: time("2026-09-07T07:00:00Z"),
        expires_at: time("2026-09-14T07:00:00Z"),
        about: vec!["Mari Maasikas (mari)".to_owned()],
        is_own,
        bar: None,
    }
}

fn proposals(visit: &Visit, rows: Vec<ProposalRow>) -> Response {
    ok(visit, &Proposals { frame: frame(visit), place: place("con-home"), rows })
}

fn one(visit: &Visit, is_own: bool, bar: Option<&'static str>) -> Response {
    let row = ProposalRow { bar, ..proposal(ProposalKind::FactorReset, is_own) };
    let (frame, place) = (frame(visit), place("con-home"));
    ok(visit, &ProposalPage { frame, place, row, merge: None, switched: None, moved: None, is_void: false })
}

fn merge(visit: &Visit, is_void: bool) -> Response {
    let row = proposal(ProposalKind::Merge, false);
    let merge = (!is_void).then(|| MergeEffect { moves_history: false, ..merge_effect(Second::Waits) });
    ok(
        visit,
        &ProposalPage {
            frame: frame(visit),
            place: place("con-home"),
            row,
            merge,
            switched: None,
            moved: None,
            is_void,
        },
    )
}

fn moved(visit: &Visit) -> Response {
    let row = proposal(ProposalKind::MoveLink, false);
    let MergeEffect { joined: from, survivor: to, .. } = merge_effect(Second::Waits);
    let moved = Some(MoveEffect { system: "Stuudium".to_owned(), from, to });
    let (frame, place) = (frame(visit), place("con-home"));
    ok(visit, &ProposalPage { frame, place, row, merge: None, switched: None, moved, is_void: false })
}

fn switched(visit: &Visit) -> Response {
    let row = proposal(ProposalKind::Switch, false);
    let effect = SwitchEffect { from: "eKool".to_owned(), to: "Stuudium".to_owned(), plan: plan() };
    let (frame, place) = (frame(visit), place("con-home"));
    ok(visit, &ProposalPage { frame, place, row, merge: None, switched: Some(effect), moved: None, is_void: false })
}

fn reset(visit: &Visit, met: ResetMet) -> Response {
    let (account, name) = (id("acc_00000000000000000000000001"), "Mari Maasikas".to_owned());
    let rows = vec![FactorRow { account, name, role: ConsoleRole::Coordinator }];
    ok(visit, &FactorReset { frame: frame(visit), place: place("con-grants"), rows, met })
}

fn page(visit: &Visit, enabled: bool, left_outside: u64, is_operators: bool) -> Response {
    let page = SystemPage {
        frame: frame(visit),
        place: place("con-home"),
        system: system(enabled),
        is_operators,
        is_new: enabled,
        offers_link: enabled,
        left_outside,
        sheets: (left_outside > 0).then(|| format!("{BACK}/people?role=pupil&state=open")),
    };
    ok(visit, &page)
}

fn check(visit: &Visit, fit: Fit) -> Response {
    let attempt = "att_00000000000000000000000001".to_owned();
    ok(visit, &CheckPage { frame: frame(visit), place: place("con-home"), system: system(false), fit, attempt })
}

fn fits(role_checked: bool) -> Fit {
    Fit::Fits { number: id("ehis:123"), name: Some("Tamme Kool".to_owned()), role_checked }
}

/// Every one of these pages.
pub fn all() -> Vec<Sample> {
    let sample = |name, make| Sample { name, make };
    vec![
        sample("console-invite", |visit| invited(visit, false, None)),
        sample("console-invite-password", |visit| invited(visit, true, None)),
        sample("console-invite-short", |visit| invited(visit, true, Some(NewPasswordError::TooShort))),
        sample("console-factor", |visit| set_up(visit, true)),
        sample("console-factor-elsewhere", |visit| set_up(visit, false)),
        sample("console-factor-secret", |visit| enrol(visit, false)),
        sample("console-factor-wrong", |visit| enrol(visit, true)),
        sample("console-recovery-codes", codes),
        sample("console-grants", |visit| grants(visit, false, None)),
        sample("console-grants-nobody", |visit| grants(visit, true, None)),
        sample("console-grants-invited", |visit| grants(visit, false, Some(handed()))),
        sample("console-second", |visit| {
            proposals(visit, vec![proposal(ProposalKind::Merge, true), proposal(ProposalKind::Erase, false)])
        }),
        sample("console-second-none", |visit| proposals(visit, vec![])),
        sample("console-second-one", |visit| one(visit, false, None)),
        sample("console-second-own", |visit| one(visit, true, None)),
        sample("console-second-about-you", |visit| one(visit, false, Some("ent-second-about-you"))),
        sample("console-second-two-schools", |visit| one(visit, false, Some("ent-second-two-schools"))),
        sample("console-second-merge", |visit| merge(visit, false)),
        sample("console-second-move", moved),
        sample("console-second-switch", switched),
        sample("console-second-void", |visit| merge(visit, true)),
        sample("console-reset", |visit| reset(visit, ResetMet::Nothing)),
        sample("console-reset-no-reason", |visit| reset(visit, ResetMet::NoReason)),
        sample("console-reset-elsewhere", |visit| reset(visit, ResetMet::Elsewhere)),
        sample("console-reset-asked", |visit| reset(visit, ResetMet::Asked)),
        sample("console-reset-done", |visit| reset(visit, ResetMet::Done(handed()))),
        sample("console-system", |visit| page(visit, true, 412, false)),
        sample("console-system-off", |visit| page(visit, false, 0, false)),
        sample("console-system-operators", |visit| page(visit, false, 0, true)),
        sample("console-check", |visit| check(visit, fits(true))),
        sample("console-check-role", |visit| check(visit, fits(false))),
        sample("console-check-missing", |visit| check(visit, Fit::Missing)),
        sample("console-check-different", |visit| check(visit, Fit::Different { numbers: vec![id("ehis:9")] })),
        sample("console-check-not-staff", |visit| check(visit, Fit::NotStaff)),
    ]
}
