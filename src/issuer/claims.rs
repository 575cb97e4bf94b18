//! Which claims a platform gets, and what they say. Empty ones are left out.

use std::collections::BTreeSet;

use chrono::SecondsFormat;
use serde_json::{Map, Value, json};

use super::subject::subject;
use super::token::has_scope;
use crate::domain::{Claim, PersonName};
use crate::storage::access_tokens::Bearer;
use crate::storage::account_roles::ShownRole;

/// The claims that the token's scope or the request asks for, as far as the client may have them.
pub(super) fn wanted(bearer: &Bearer) -> BTreeSet<Claim> {
    let words = |list: &str| list.split(' ').filter_map(|word| word.parse().ok()).collect::<BTreeSet<Claim>>();
    let (allowed, requested) = (words(&bearer.allowed_claims), words(&bearer.requested_claims));
    let asked = |claim: &Claim| requested.contains(claim) || has_scope(&bearer.scope, claim.scope());
    allowed.into_iter().filter(asked).collect()
}

/// True when schools and roles have to be read.
pub(super) fn needs_roles(wanted: &BTreeSet<Claim>) -> bool {
    wanted.contains(&Claim::KoppelSchool) || wanted.contains(&Claim::KoppelRoles)
}

/// The answer of userinfo.
pub(super) fn of(bearer: &Bearer, wanted: &BTreeSet<Claim>, roles: &[ShownRole]) -> Map<String, Value> {
    let sub = subject(bearer.sub_mode, &bearer.sub, &bearer.platform_id, &bearer.account_id);
    let mut claims = Map::from_iter([("sub".to_owned(), Value::from(sub))]);
    for claim in wanted {
        if let Some(value) = value(*claim, bearer, roles).filter(|value| !is_empty(value)) {
            claims.insert(claim.as_str().to_owned(), value);
        }
    }
    claims
}

fn value(claim: Claim, bearer: &Bearer, roles: &[ShownRole]) -> Option<Value> {
    let text = |text: &Option<String>| text.clone().map(Value::from);
    match claim {
        Claim::Name => {
            let name = PersonName { given: bearer.given_name.clone(), family: bearer.family_name.clone() };
            Some(name.display().into())
        }
        Claim::GivenName => text(&bearer.given_name),
        Claim::FamilyName => text(&bearer.family_name),
        Claim::PreferredUsername => text(&bearer.username),
        Claim::Locale => text(&bearer.locale),
        Claim::Birthdate => bearer.birth_date.map(|date| date.format("%Y-%m-%d").to_string().into()),
        Claim::UpdatedAt => Some(bearer.updated_at.timestamp().into()),
        Claim::Email => text(&bearer.email),
        Claim::EmailVerified => bearer.email.as_ref().map(|_| bearer.email_verified.into()),
        Claim::KoppelSchool => Some(schools(bearer, roles)),
        Claim::KoppelRoles => Some(
            roles.iter().map(|role| json!({"school": role.school_id.as_str(), "role": role.role.as_str()})).collect(),
        ),
        Claim::KoppelLink => link(bearer),
    }
}

/// Each school once; the one chosen for this sign-in first.
fn schools(bearer: &Bearer, roles: &[ShownRole]) -> Value {
    let mut seen = BTreeSet::new();
    let mut each: Vec<&ShownRole> = roles.iter().filter(|role| seen.insert(&role.school_id)).collect();
    each.sort_by_key(|role| Some(&role.school_id) != bearer.school_id.as_ref());
    each.iter().map(|role| json!({"id": role.school_id.as_str(), "name": role.school_name})).collect()
}

fn link(bearer: &Bearer) -> Option<Value> {
    let (upstream, kind) = (bearer.upstream_id.as_ref()?, bearer.upstream_kind?);
    let since = bearer.since?.to_rfc3339_opts(SecondsFormat::Secs, true);
    let assurance = bearer.assurance?.as_str();
    Some(json!({"upstream": upstream.as_str(), "kind": kind.as_str(), "assurance": assurance, "since": since}))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}
