//! One text for a whole plan.

use serde_json::{Value, json};

use super::{Plan, Planned, State, Steps};
use crate::vault::sha256;

pub(super) fn of(plan: &Plan) -> String {
    let people: Vec<Value> = plan.people.iter().map(person).collect();
    sha256(&json!([plan.is_complete, people, steps(&plan.steps)]).to_string())
}

fn person(person: &Planned) -> Value {
    let account = if let State::Linked(account) = &person.state { Some(account) } else { None };
    let state = &person.state;
    json!([person.subject, person.digest, person.roles, state.word(), state.reason(), account])
}

/// Sets and maps in their order; maps as pairs, because JSON has no keys of two parts.
fn steps(steps: &Steps) -> Value {
    let Steps { journal, people, sit, miss, come_back, leave, standings, births } = steps;
    let leave: Vec<_> = leave.iter().collect();
    let standings: Vec<_> = standings.iter().collect();
    json!([journal, people, sit, miss, come_back, leave, standings, births])
}
