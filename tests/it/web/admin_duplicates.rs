//! Sample data for the console's pages about two accounts of one person, and for the page on which that person shows it.

use axum::response::Response;
use koppel::domain::{DuplicateState, MergeFate, Role};
use koppel::web::Visit;
use koppel::web::pages::duplicates::{
    Duplicates, OtherAccount, OtherNotice, OtherShown, PairDone, PairPage, PairRow, Side,
};
use koppel::web::pages::merging::{
    ItemRow, MergeDone, MergeEffect, MergeMet, MergePage, MergeRefused, MergeRow, Merges, MovePage, MoveRow, Named,
    Second, Told,
};
use koppel::web::pages::parts::{Card, Difference, PasswordForm};

use super::admin_console::place;
use super::gallery::{Sample, ok};
use super::samples::{frame, id, time};

const ONE: &str = "acc_00000000000000000000000001";
const OTHER: &str = "acc_00000000000000000000000002";
const WHY: &[&str] = &[
    "dup-why-national-number",
    "dup-why-verified-mail",
    "dup-why-mail",
    "dup-why-user-name",
    "dup-why-name",
    "dup-why-spelling",
    "dup-why-call-name",
    "dup-why-initials",
    "dup-why-slip",
    "dup-why-given-name",
    "dup-why-birth-date",
    "dup-why-class",
];

fn side(account: &str, name: &str, systems: &[&str], tasks: u64) -> Side {
    let card = Card {
        system: "Opiq".to_owned(),
        name: name.to_owned(),
        username: Some("mariliis.ounapuu".to_owned()),
        school: Some("Tamme Kool".to_owned()),
        role: Some(Role::Pupil),
        class_name: Some("5B".to_owned()),
        last_here: Some(time("2026-06-12T09:00:00Z")),
        zone: "Europe/Tallinn".to_owned(),
        finished_tasks: Some(tasks),
        differences: vec![Difference::Name],
    };
    let systems = systems.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let has_password = !systems.is_empty();
    Side { account: id(account), card, systems, has_password, since: time("2024-09-02T09:00:00Z") }
}

fn sides() -> (Side, Side) {
    (side(ONE, "Mari-Liis Õunapuu", &["eKool", "HarID"], 143), side(OTHER, "Mariliis Ounapuu", &[], 0))
}

fn list(visit: &Visit, states: &[DuplicateState], done: Option<PairDone>) -> Response {
    let row = |(number, state): (usize, &DuplicateState)| PairRow {
        id: id(&format!("dup_0000000000000000000000000{number}")),
        one: "Mari-Liis Õunapuu".to_owned(),
        other: "Mariliis Ounapuu".to_owned(),
        score: 95,
        why: if number == 0 { WHY.to_vec() } else { vec!["dup-why-name", "dup-why-class"] },
        state: *state,
    };
    let rows: Vec<PairRow> = states.iter().enumerate().map(row).collect();
    let next = (!rows.is_empty()).then(|| "/admin/opiq/ehis%3A123/duplicates?after=x".to_owned());
    ok(visit, &Duplicates { frame: frame(visit), place: place("con-duplicates"), rows, next, done })
}

fn pair(visit: &Visit, state: DuplicateState) -> Response {
    let (one, other) = sides();
    let view = PairPage {
        frame: frame(visit),
        place: place("con-duplicates"),
        id: id("dup_00000000000000000000000001"),
        one,
        other,
        score: 95,
        why: WHY.to_vec(),
        state,
        may_merge: true,
    };
    ok(visit, &view)
}

/// What a merge would do.
pub fn merge_effect(second: Second) -> MergeEffect {
    let (survivor, joined) = sides();
    let item = |kind_key, name, fate| ItemRow { kind_key, name, fate };
    let second_why = match second {
        Second::NotNeeded => None,
        Second::Needed | Second::Waits => Some("mrg-second-both-active"),
        Second::Agreed => Some("mrg-second-other-school"),
    };
    MergeEffect {
        joined,
        survivor,
        from_sub: "1f6c".to_owned(),
        into_sub: "9a31".to_owned(),
        items: vec![
            item("mrg-kind-link", Named::Text("Stuudium".to_owned()), MergeFate::Moved),
            item("mrg-kind-role", Named::Key("role-pupil"), MergeFate::Moved),
            item("mrg-kind-role", Named::Key("mrg-role-elsewhere"), MergeFate::Moved),
            item("mrg-kind-licence", Named::Text(String::new()), MergeFate::Superseded),
            item("mrg-kind-code", Named::Text(String::new()), MergeFate::Moved),
        ],
        freed: vec!["Matemaatika 5. klassile".to_owned()],
        moves_history: true,
        second_why,
        undo_until: time("2027-03-06T08:00:00Z"),
    }
}

fn merge_page(visit: &Visit, second: Second, met: Option<MergeMet>) -> MergePage {
    MergePage {
        frame: frame(visit),
        place: place("con-duplicates"),
        effect: merge_effect(second),
        instead: vec![],
        refusals: vec![],
        second,
        hash: "0f".repeat(32),
        met,
    }
}

fn refused(visit: &Visit) -> Response {
    let refusals = vec![
        "mrg-refused-same-account",
        "mrg-refused-other-platform",
        "mrg-refused-closed",
        "mrg-refused-provisional",
        "mrg-refused-both-have-others",
        "mrg-refused-wrong-survivor",
        "mrg-refused-role-classes",
        "mrg-refused-different-facts",
        "mrg-refused-one-journal",
        "mrg-refused-foreign-school",
    ];
    ok(visit, &MergePage { refusals, ..merge_page(visit, Second::NotNeeded, None) })
}

fn closed(visit: &Visit) -> Response {
    let (frame, place) = (frame(visit), place("con-duplicates"));
    ok(visit, &MergeRefused { frame, place, refusals: vec!["mrg-refused-closed"] })
}

fn no_history(visit: &Visit) -> Response {
    let instead = vec![MoveRow { link: id("lnk_00000000000000000000000001"), system: "Stuudium".to_owned() }];
    let effect = MergeEffect { moves_history: false, items: vec![], ..merge_effect(Second::NotNeeded) };
    ok(visit, &MergePage { effect, instead, ..merge_page(visit, Second::NotNeeded, None) })
}

fn row(number: usize, told: Told) -> MergeRow {
    MergeRow {
        id: id(&format!("mrg_0000000000000000000000000{number}")),
        from: "Mariliis Ounapuu".to_owned(),
        into: "Mari-Liis Õunapuu".to_owned(),
        at: time("2026-09-04T08:00:00Z"),
        undone_at: (told == Told::Undone).then(|| time("2026-09-05T08:00:00Z")),
        told,
    }
}

fn merges(visit: &Visit, told: &[Told]) -> Response {
    let rows: Vec<MergeRow> = told.iter().enumerate().map(|(number, told)| row(number, *told)).collect();
    let next = (!rows.is_empty()).then(|| "/admin/opiq/ehis%3A123/merges?after=x".to_owned());
    let agreed = vec![("/admin/opiq/ehis%3A123/merge".to_owned(), "Moved here in August".to_owned())];
    let across_key = Some(if rows.is_empty() { "mrg-across-lacks" } else { "mrg-across-sent" });
    ok(visit, &Merges { frame: frame(visit), place: place("con-duplicates"), rows, agreed, across_key, next })
}

fn merge(visit: &Visit, told: Told, can_undo: bool, given_away: Vec<String>) -> Response {
    let view = MergeDone {
        frame: frame(visit),
        place: place("con-duplicates"),
        row: row(1, told),
        undo_until: time("2027-03-06T08:00:00Z"),
        can_undo,
        lacks_reason: !given_away.is_empty(),
        given_away,
    };
    ok(visit, &view)
}

fn moving(visit: &Visit, second: Second, lacks_reason: bool) -> Response {
    let (to, from) = sides();
    let view = MovePage {
        frame: frame(visit),
        place: place("con-duplicates"),
        link: id("lnk_00000000000000000000000001"),
        system: "Stuudium".to_owned(),
        from,
        to,
        hash: "0f".repeat(32),
        second,
        lacks_reason,
    };
    ok(visit, &view)
}

fn other(visit: &Visit, is_wrong: bool) -> Response {
    let password = PasswordForm { username: "mari".to_owned(), error: None };
    ok(visit, &OtherAccount { frame: frame(visit), platform: id("opiq"), password, is_wrong })
}

/// Every one of these pages.
pub fn all() -> Vec<Sample> {
    use DuplicateState::{Asked, Gone, Merged, NotSame, Open, Proven};
    let sample = |name, make| Sample { name, make };
    vec![
        sample("duplicates", |visit| list(visit, &[Proven, Asked, Open], Some(PairDone::Asked))),
        sample("duplicates-none", |visit| list(visit, &[], Some(PairDone::NotSame))),
        sample("duplicate-open", |visit| pair(visit, Open)),
        sample("duplicate-proven", |visit| pair(visit, Proven)),
        sample("duplicate-not-same", |visit| pair(visit, NotSame)),
        sample("duplicate-merged", |visit| pair(visit, Merged)),
        sample("duplicate-gone", |visit| pair(visit, Gone)),
        sample("merge-check", |visit| ok(visit, &merge_page(visit, Second::NotNeeded, None))),
        sample("merge-no-reason", |visit| ok(visit, &merge_page(visit, Second::Agreed, Some(MergeMet::NoReason)))),
        sample("merge-changed", |visit| ok(visit, &merge_page(visit, Second::Needed, Some(MergeMet::Changed)))),
        sample("merge-waits", |visit| ok(visit, &merge_page(visit, Second::Waits, None))),
        sample("merge-refused", refused),
        sample("merge-closed", closed),
        sample("merge-no-history", no_history),
        sample("merges", |visit| merges(visit, &[Told::Moved, Told::Waiting, Told::Cannot, Told::Undone])),
        sample("merges-none", |visit| merges(visit, &[])),
        sample("merge-done", |visit| merge(visit, Told::Waiting, true, vec![])),
        sample("merge-given-away", |visit| merge(visit, Told::Moved, true, vec!["Matemaatika".to_owned()])),
        sample("merge-undone", |visit| merge(visit, Told::Undone, false, vec![])),
        sample("merge-too-late", |visit| merge(visit, Told::Cannot, false, vec![])),
        sample("merge-move", |visit| moving(visit, Second::NotNeeded, false)),
        sample("merge-move-waits", |visit| moving(visit, Second::Waits, false)),
        sample("merge-move-no-reason", |visit| moving(visit, Second::Needed, true)),
        sample("other-notice", |visit| {
            ok(visit, &OtherNotice { frame: frame(visit), attempt: id("att_00000000000000000000000001") })
        }),
        sample("other-account", |visit| other(visit, false)),
        sample("other-account-wrong", |visit| other(visit, true)),
        sample("other-shown", |visit| ok(visit, &OtherShown { frame: frame(visit), platform: id("opiq") })),
    ]
}
