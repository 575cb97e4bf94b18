//! Sample data for the console's pages about a school that goes from one upstream to another.

use axum::response::Response;
use koppel::domain::{PairState, SwitchState};
use koppel::web::Visit;
use koppel::web::pages::merging::Second;
use koppel::web::pages::switch::{
    Brought, Choice, ExampleRow, Plan, SwitchList, SwitchPage, SwitchRow, pair_key, switch_key,
};

use super::admin_console::place;
use super::gallery::{Sample, ok};
use super::samples::{frame, id, time};

const PATH: &str = "/admin/opiq/ehis%3A123/switch/swi_00000000000000000000000000";

fn choices() -> Vec<Choice> {
    let choice = |upstream: &str, name: &str| Choice { id: id(upstream), name: name.to_owned() };
    vec![choice("ekool", "eKool"), choice("stuudium", "Stuudium")]
}

fn list(visit: &Visit, rows: Vec<SwitchRow>, to: Vec<Choice>) -> Response {
    ok(visit, &SwitchList { frame: frame(visit), place: place("con-switch"), rows, from: choices(), to })
}

fn every_switch() -> Vec<SwitchRow> {
    let row = |state: &SwitchState| SwitchRow {
        path: PATH.to_owned(),
        from: "eKool".to_owned(),
        to: "Stuudium".to_owned(),
        at: time("2026-11-30T07:12:00Z"),
        state_key: switch_key(*state),
    };
    SwitchState::ALL.iter().map(row).collect()
}

/// What would be done with every kind of pair.
pub fn plan() -> Plan {
    let fates = ["swi-fate-taken", "swi-fate-unknown", "swi-fate-moves", "swi-fate-joined", "swi-fate-seat"];
    let example = |key: &&'static str| ExampleRow {
        key,
        old: "48f1c2d0-17".to_owned(),
        new: "9a01ee77-17".to_owned(),
        name: (*key != "swi-fate-unknown").then(|| "Mari-Liis Õunapuu".to_owned()),
    };
    let examples = fates.iter().map(example).collect();
    Plan { moves: 386, unproven: 380, seats: 12, taken: 2, unknown: 3, left: 9, examples, hash: "x".to_owned() }
}

fn page(visit: &Visit, state: SwitchState, plan: Plan, brought: Option<Brought>) -> Response {
    second(visit, state, plan, (brought, Second::NotNeeded))
}

/// Also with a second person, whom nobody says why they are asked.
fn second(visit: &Visit, state: SwitchState, plan: Plan, (brought, second): (Option<Brought>, Second)) -> Response {
    let collects = state == SwitchState::Learning;
    let counts = PairState::ALL.iter().filter(|pair| !collects || **pair == PairState::Waiting);
    let page = SwitchPage {
        frame: frame(visit),
        place: place("con-switch"),
        path: PATH.to_owned(),
        from: "eKool".to_owned(),
        to: "Stuudium".to_owned(),
        is_renewal: brought.is_some(),
        state_key: switch_key(state),
        counts: counts.map(|pair| (pair_key(*pair), 12)).collect(),
        is_collecting: collects,
        is_moving: state == SwitchState::Applied,
        is_going_back: state == SwitchState::Undone,
        undo_until: (state == SwitchState::Applied).then(|| time("2026-12-30T07:12:00Z")),
        plan,
        second,
        lacks_reason: second == Second::Needed,
        brought,
    };
    ok(visit, &page)
}

/// Every one of these pages.
pub fn all() -> Vec<Sample> {
    let sample = |name, make| Sample { name, make };
    vec![
        sample("switch", |visit| list(visit, every_switch(), choices())),
        sample("switch-none", |visit| list(visit, vec![], vec![])),
        sample("switch-empty", |visit| page(visit, SwitchState::Learning, Plan::default(), None)),
        sample("switch-collecting", |visit| page(visit, SwitchState::Learning, plan(), None)),
        sample("switch-second", |visit| second(visit, SwitchState::Learning, plan(), (None, Second::Needed))),
        sample("switch-waits", |visit| second(visit, SwitchState::Learning, plan(), (None, Second::Waits))),
        sample("switch-brought", |visit| {
            let brought = Brought { is_unread: false, added: 400, known: 3, wrong: vec![5, 17] };
            page(visit, SwitchState::Learning, plan(), Some(brought))
        }),
        sample("switch-unread", |visit| {
            let brought = Brought { is_unread: true, ..Brought::default() };
            page(visit, SwitchState::Learning, Plan::default(), Some(brought))
        }),
        sample("switch-moving", |visit| page(visit, SwitchState::Applied, plan(), None)),
        sample("switch-moved", |visit| page(visit, SwitchState::Applied, Plan::default(), None)),
        sample("switch-undone", |visit| page(visit, SwitchState::Undone, Plan::default(), None)),
    ]
}
