//! A person as a simulator shows them today: the list's facts, changed by the mode in force.

use super::Inner;
use super::control::Mode;
use crate::demo::people::{ELSEWHERE, KUUSEOJA, MEREKALDA, Person, PersonRole};
use crate::domain::Role;

impl Inner {
    /// The person as the profile shows them under `mode`.
    pub(super) fn shown(&self, key: &str, mode: Mode) -> Option<Person> {
        let mut person = self.person(key)?.clone();
        match mode {
            Mode::ChangedName => "Uusnimi".clone_into(&mut person.family),
            Mode::MissingPersonalCode => person.personal_code = None,
            Mode::RecycledSubject => self.take_subject(&mut person),
            Mode::Guardian => person.roles.iter_mut().for_each(|role| {
                role.role = Role::Guardian;
                role.class_name = None;
            }),
            Mode::TwoSchools => add_other_school(&mut person),
            Mode::OtherSchool => person.roles.iter_mut().for_each(|role| role.school = ELSEWHERE),
            Mode::Yesterday => person.roles.iter_mut().for_each(year_back),
            _ => {}
        }
        Some(person)
    }

    fn take_subject(&self, person: &mut Person) {
        let Some(other) = person.recycles.as_deref().and_then(|key| self.person(key)) else { return };
        person.ekool_id = other.ekool_id;
        person.harid_id.clone_from(&other.harid_id);
        person.stuudium_number = other.stuudium_number;
    }
}

fn add_other_school(person: &mut Person) {
    let school = if person.is_at(&KUUSEOJA) { MEREKALDA } else { KUUSEOJA };
    person.roles.push(PersonRole { school, role: Role::Pupil, class_name: Some("1A".to_owned()) });
}

fn year_back(role: &mut PersonRole) {
    let Some(class) = role.class_name.take() else { return };
    let letters = class.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let year: u32 = class.strip_suffix(letters).and_then(|digits| digits.parse().ok()).unwrap_or(1);
    role.class_name = Some(format!("{}{letters}", year.saturating_sub(1)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_years_class_is_one_lower() {
        let mut role = PersonRole { school: KUUSEOJA, role: Role::Pupil, class_name: Some("10A".to_owned()) };
        year_back(&mut role);
        assert_eq!(role.class_name.as_deref(), Some("9A"));
    }
}
