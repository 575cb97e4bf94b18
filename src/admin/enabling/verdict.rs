//! Whether what an upstream says about somebody lets them enable it at a school.

use crate::domain::{Assertion, Role, SchoolId};
use crate::storage::schools::SchoolNumber;
use crate::web::pages::enabling::Fit;

/// Their data must name the school by one of its numbers, and say that they work there.
pub(super) fn verdict(assertion: &Assertion, numbers: &[SchoolNumber]) -> Fit {
    let is_ours = |school: &SchoolId| numbers.iter().any(|known| known.number == *school);
    let mut others = Vec::new();
    let mut here = Vec::new();
    for role in &assertion.roles {
        match &role.school {
            Some(school) if is_ours(school) => here.push((school, role)),
            Some(school) if !others.contains(school) => others.push(school.clone()),
            _ => {}
        }
    }
    if here.is_empty() {
        return if others.is_empty() { Fit::Missing } else { Fit::Different { numbers: others } };
    }
    let works = here.into_iter().find(|(_, role)| matches!(role.role, Role::Teacher | Role::Staff | Role::Admin));
    works.map_or(Fit::NotStaff, |(number, role)| Fit::Fits {
        number: number.clone(),
        name: role.school_name.clone(),
        role_checked: assertion.roles_vouched,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AssertedRole, Freshness, PersonName, SubjectKey};

    fn says(roles: &[(Option<&str>, Role)], roles_vouched: bool) -> Assertion {
        let role = |(school, role): &(Option<&str>, Role)| AssertedRole {
            school: school.map(|number| number.parse().unwrap()),
            school_name: Some("Tamme".to_owned()),
            role: *role,
            class_name: None,
        };
        let (upstream, scope, subject) = ("ekool".parse().unwrap(), String::new(), "1".to_owned());
        Assertion {
            key: SubjectKey { upstream, scope, subject },
            name: PersonName::default(),
            birth_date: None,
            national_number: None,
            email: None,
            roles: roles.iter().map(role).collect(),
            roles_vouched,
            roles_complete: true,
            auth_time: None,
            freshness: Freshness::Unknown,
            upstream_sid: None,
        }
    }

    fn numbers() -> Vec<SchoolNumber> {
        let school: SchoolId = "ehis:123".parse().unwrap();
        let number = |text: &str| SchoolNumber { number: text.parse().unwrap(), school_id: school.clone() };
        vec![number("ehis:123"), number("ehis:124")]
    }

    fn fits(number: &str, role_checked: bool) -> Fit {
        Fit::Fits { number: number.parse().unwrap(), name: Some("Tamme".to_owned()), role_checked }
    }

    #[test]
    fn the_number_of_the_school_must_stand_in_the_data_of_somebody_who_works_there() {
        let (ours, alias, other) = (Some("ehis:123"), Some("ehis:124"), Some("ehis:9"));
        let different = || Fit::Different { numbers: vec!["ehis:9".parse().unwrap()] };
        for (roles, vouched, expected) in [
            (vec![(ours, Role::Teacher)], true, fits("ehis:123", true)),
            (vec![(other, Role::Pupil), (alias, Role::Staff)], true, fits("ehis:124", true)),
            (vec![(ours, Role::Pupil), (ours, Role::Teacher)], true, fits("ehis:123", true)),
            (vec![(ours, Role::Teacher)], false, fits("ehis:123", false)),
            (vec![(ours, Role::Pupil)], true, Fit::NotStaff),
            (vec![(ours, Role::Pupil)], false, Fit::NotStaff),
            (vec![(ours, Role::Guardian), (other, Role::Teacher)], true, Fit::NotStaff),
            (vec![(other, Role::Teacher), (other, Role::Staff)], true, different()),
            (vec![(None, Role::Teacher), (other, Role::Pupil)], true, different()),
            (vec![(None, Role::Teacher)], true, Fit::Missing),
            (vec![], true, Fit::Missing),
        ] {
            assert_eq!(verdict(&says(&roles, vouched), &numbers()), expected, "{roles:?} {vouched}");
        }
    }
}
