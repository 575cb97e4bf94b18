//! What a role of LIS v2 is here. Source: LTI 1.3 core, appendix A.

use crate::domain::Role;

/// Roles within a context, by their full names; short ones mean the same (A.2.3).
const MEMBERSHIP: &str = "http://purl.imsglobal.org/vocab/lis/v2/membership#";

/// What somebody is within a course. Roles at the institution or in the whole system say nothing about it, and neither do
/// sub-roles: an assistant is no teacher unless the system says so as well.
pub(super) fn of(uris: &[String]) -> Vec<Role> {
    let mut roles: Vec<Role> = uris.iter().filter_map(|uri| within(uri)).collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}

fn within(uri: &str) -> Option<Role> {
    let name = uri.strip_prefix(MEMBERSHIP).unwrap_or(uri);
    match name {
        "Instructor" => Some(Role::Teacher),
        "Learner" => Some(Role::Pupil),
        "Administrator" => Some(Role::Admin),
        "Mentor" => Some(Role::Guardian),
        "ContentDeveloper" | "Manager" | "Member" | "Officer" => Some(Role::Staff),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_role_within_the_course_counts() {
        let membership = |name: &str| format!("{MEMBERSHIP}{name}");
        let table = [
            (vec![membership("Instructor")], vec![Role::Teacher]),
            (vec!["Learner".to_owned(), membership("Learner")], vec![Role::Pupil]),
            (vec![membership("Learner"), membership("Instructor")], vec![Role::Pupil, Role::Teacher]),
            (vec![membership("Administrator")], vec![Role::Admin]),
            (vec![membership("Mentor")], vec![Role::Guardian]),
            (vec!["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor".to_owned()], vec![]),
            (vec!["http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant".to_owned()], vec![]),
            (vec!["http://purl.imsglobal.org/vocab/lti/system/person#TestUser".to_owned()], vec![]),
            (vec!["urn:lti:role:ims/lis/Instructor".to_owned(), "teacher".to_owned()], vec![]),
        ];
        for (uris, expected) in table {
            assert_eq!(of(&uris), expected, "{uris:?}");
        }
    }
}
