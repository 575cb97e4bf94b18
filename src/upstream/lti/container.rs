//! One page of the names and roles service 2.0: who is on it, and what comes after it.

use http::HeaderMap;
use http::header::LINK;
use serde::Deserialize;
use serde_json::Value;

use super::launch::{Context, name};
use super::roles;
use crate::domain::{Member, PersonName, Role};
use crate::upstream::journal;

/// A page (2.4).
#[derive(Debug, Deserialize)]
pub(super) struct Container {
    pub(super) context: Context,
    #[serde(default)]
    pub(super) members: Vec<Value>,
}

#[derive(Debug, Deserialize)]
struct Person {
    user_id: String,
    #[serde(default)]
    status: Option<Status>,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    given_name: Option<String>,
    #[serde(default)]
    family_name: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    email: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum Status {
    Active,
    Inactive,
    Deleted,
}

/// What one row says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Who is there, once for each role.
    There(Vec<Member>),
    /// Who was taken out of the course.
    Deleted(String),
}

/// Reads one row; nothing when it cannot be understood.
pub(super) fn said(row: &Value) -> Option<Said> {
    let person = Person::deserialize(row).ok()?;
    let status = person.status.unwrap_or(Status::Active);
    if status == Status::Deleted {
        return Some(Said::Deleted(person.user_id));
    }
    let name = names(person.given_name, person.family_name, person.name)?;
    let email = journal::text(person.email)?.filter(|mail| mail.contains('@'));
    let mut roles = roles::of(&person.roles);
    if roles.is_empty() {
        // Somebody whose place in the course we do not know has none here, and is seen.
        roles.push(Role::Staff);
    }
    let member = |role| Member {
        name: name.clone(),
        email: email.clone(),
        active: status == Status::Active,
        ..Member::new(person.user_id.clone(), role)
    };
    Some(Said::There(roles.into_iter().map(member).collect()))
}

/// The name, if all of its parts can be taken.
fn names(given: Option<String>, family: Option<String>, whole: Option<String>) -> Option<PersonName> {
    let parts = [&given, &family, &whole];
    let fits = parts.into_iter().all(|part| journal::text(part.clone()).is_some());
    fits.then(|| name(given, family, whole))
}

/// The address that a page's headers give for a relation (RFC 8288); some systems leave the quotes out.
pub(super) fn link(headers: &HeaderMap, relation: &str) -> Option<String> {
    let values = headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    values
        .flat_map(links)
        .find(|(found, _)| found.split(' ').any(|word| word.eq_ignore_ascii_case(relation)))
        .map(|(_, address)| address.to_owned())
}

/// Relations and addresses of one header.
fn links(value: &str) -> Vec<(String, &str)> {
    let mut found = Vec::new();
    let mut rest = value;
    while let Some((_, after)) = rest.split_once('<') {
        let Some((address, tail)) = after.split_once('>') else { break };
        let end = tail.find('<').unwrap_or(tail.len());
        let (params, next) = tail.split_at_checked(end).unwrap_or((tail, ""));
        let relation = params.split([';', ',']).find_map(|param| {
            let (name, value) = param.split_once('=')?;
            name.trim().eq_ignore_ascii_case("rel").then(|| value.trim().trim_matches('"').to_owned())
        });
        found.extend(relation.map(|relation| (relation, address)));
        rest = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn headers(values: &[&str]) -> HeaderMap {
        values.iter().map(|value| (LINK, value.parse().unwrap())).collect()
    }

    #[test]
    fn relations_are_read_as_systems_write_them() {
        let one = headers(&[
            "<https://a.example/m?p=2,3>; rel=next, <https://a.example/d>; title=\"x\"; rel=\"differences\"",
        ]);
        assert_eq!(link(&one, "next").as_deref(), Some("https://a.example/m?p=2,3"));
        assert_eq!(link(&one, "differences").as_deref(), Some("https://a.example/d"));
        let two = headers(&["<https://a.example/1>; rel=\"first self\"", "<https://a.example/2>; REL=\"Next\""]);
        assert_eq!(link(&two, "next").as_deref(), Some("https://a.example/2"));
        assert_eq!(link(&two, "last"), None);
        assert_eq!(link(&headers(&["<https://a.example/1; rel=next", "nothing"]), "next"), None);
    }

    #[test]
    fn a_row_says_who_is_there_or_who_was_taken_out() {
        let learner = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner";
        let row =
            json!({"status": "Inactive", "user_id": "p1", "roles": [learner], "name": "Mari Tamm", "email": "none"});
        let Some(Said::There(members)) = said(&row) else { panic!("{row}") };
        let [member] = members.as_slice() else { panic!("{members:?}") };
        assert_eq!((member.subject.as_str(), member.role, member.active), ("p1", Role::Pupil, false));
        assert_eq!((member.name.display().as_str(), &member.email), ("Mari Tamm", &None));
        let gone = json!({"status": "Deleted", "user_id": "p2", "roles": []});
        assert_eq!(said(&gone), Some(Said::Deleted("p2".to_owned())));
        let other = json!({"user_id": "p3", "roles": ["Instructor", "Learner"]});
        assert!(matches!(said(&other), Some(Said::There(members)) if members.len() == 2));
        for odd in
            [json!({"user_id": 7, "roles": []}), json!({"user_id": "p", "status": "Gone"}), json!("p"), json!({})]
        {
            assert_eq!(said(&odd), None, "{odd}");
        }
    }
}
