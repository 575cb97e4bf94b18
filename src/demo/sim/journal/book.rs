//! The journals there are: one for each class of each school, and what was changed in them.

use std::collections::BTreeSet;

use super::super::Inner;
use super::super::Kind;
use super::super::control::Mode;
use crate::demo::people::{DemoSchool, KUUSEOJA, MEREKALDA, Person};
use crate::domain::Role;

/// Ids of journals at eKool begin here, and each school has room for so many.
pub(super) const EKOOL_FIRST: i64 = 20_000_000_000;
pub(super) const EKOOL_SCHOOL: i64 = 1_000;

/// One journal, as the list of people makes it, or a rule.
#[derive(Debug, Clone)]
pub(super) struct Book {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) school: DemoSchool,
    pub(super) class: String,
}

/// Who is in a journal now.
#[derive(Debug, Default)]
pub(super) struct Roll {
    pub(super) teachers: Vec<Person>,
    pub(super) students: Vec<Person>,
    /// Who was taken out, and it is said so.
    pub(super) deleted: Vec<Person>,
}

impl Inner {
    /// All journals, in the order of their schools and classes.
    pub(super) fn books(&self) -> Vec<Book> {
        [KUUSEOJA, MEREKALDA].into_iter().flat_map(|school| self.books_of(school)).collect()
    }

    fn books_of(&self, school: DemoSchool) -> Vec<Book> {
        let roles = self.people.iter().flat_map(|person| &person.roles);
        let classes: BTreeSet<&str> = roles
            .filter(|role| role.role == Role::Pupil && role.school == school)
            .filter_map(|role| role.class_name.as_deref())
            .collect();
        let book = |(number, class): (i64, &str)| {
            let id = id_of(self.kind, &school, number);
            self.renamed(Book { id, name: format!("{class} matemaatika"), school, class: class.to_owned() })
        };
        (1..).zip(classes).map(book).collect()
    }

    /// The journal under the name it has now.
    fn renamed(&self, book: Book) -> Book {
        let name = self.store().journals.changes.get(&book.id).and_then(|changes| changes.rename.clone());
        Book { name: name.unwrap_or(book.name), ..book }
    }

    /// A journal by its id.
    pub(super) fn book(&self, id: &str) -> Option<Book> {
        match self.options.many.book(self.kind, id) {
            Some(book) => Some(self.renamed(book)),
            None => self.books().into_iter().find(|book| book.id == id),
        }
    }

    /// Who is in it, as `mode` shows them.
    pub(super) fn roll(&self, book: &Book, mode: Mode) -> Roll {
        let changes = self.store().journals.changes.get(&book.id).cloned().unwrap_or_default();
        let mut roll = Roll::default();
        let everybody = self
            .options
            .many
            .people(self.kind, &book.id)
            .unwrap_or_else(|| self.people.iter().filter_map(|person| self.shown(&person.key, mode)).collect());
        for person in everybody {
            let added = || changes.add.contains(&person.key).then(|| main(&person));
            let Some(seat) = role_in(book, &person).or_else(added) else { continue };
            if changes.delete.contains(&person.key) {
                roll.deleted.push(person);
            } else if !changes.remove.contains(&person.key) {
                if seat == Role::Teacher { roll.teachers.push(person) } else { roll.students.push(person) }
            }
        }
        roll
    }

    /// Whether this person's identity is protected.
    pub(super) fn is_protected(&self, book: &Book, key: &str) -> bool {
        self.store().journals.changes.get(&book.id).is_some_and(|changes| changes.protect.contains(key))
    }
}

/// The id of a school's journal, the first of which is number 1.
pub(super) fn id_of(kind: Kind, school: &DemoSchool, number: i64) -> String {
    match kind {
        Kind::Stuudium => format!("{}-p{number}", school.subdomain),
        Kind::Ekool | Kind::Harid => (EKOOL_FIRST + school.ekool_institution * EKOOL_SCHOOL + number).to_string(),
    }
}

fn role_in(book: &Book, person: &Person) -> Option<Role> {
    let here = person.roles.iter().filter(|role| role.school == book.school);
    let fits = |role: &&crate::demo::people::PersonRole| match role.role {
        Role::Pupil => role.class_name.as_deref() == Some(book.class.as_str()),
        Role::Teacher => true,
        _ => false,
    };
    here.filter(fits).map(|role| role.role).next()
}

fn main(person: &Person) -> Role {
    person.roles.first().map_or(Role::Pupil, |role| role.role)
}
