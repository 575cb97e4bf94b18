//! Parts that several pages share: the identity card, upstream buttons, the password form.

use crate::domain::{Role, Time, UpstreamId};

/// An upstream to choose. Its button has the id `upstream-<id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamChoice {
    /// Which one.
    pub id: UpstreamId,
    /// As it writes itself.
    pub name: String,
}

impl UpstreamChoice {
    /// The letter on its mark.
    #[must_use]
    pub fn letter(&self) -> String {
        self.name.chars().find(|c| c.is_alphanumeric()).map(String::from).unwrap_or_default()
    }
}

/// What was wrong with a user name and password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordError {
    /// No user name was typed.
    UsernameMissing,
    /// No password was typed.
    PasswordMissing,
    /// They do not fit together, or there is no such account: the same words.
    Wrong,
}

impl PasswordError {
    /// The key of its text.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::UsernameMissing => "error-username-missing",
            Self::PasswordMissing => "error-password-missing",
            Self::Wrong => "error-password-wrong",
        }
    }

    /// The field that the summary leads to.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::UsernameMissing | Self::Wrong => "username",
            Self::PasswordMissing => "password",
        }
    }
}

/// User name and password.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PasswordForm {
    /// What was typed.
    pub username: String,
    /// What was wrong with it.
    pub error: Option<PasswordError>,
}

/// In what two people on two cards differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// Their names are written differently.
    Name,
    /// Their schools.
    School,
    /// Their roles.
    Role,
    /// Their classes.
    Class,
}

/// A person as one system knows them. What is not known stays empty and is not shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// The system's name: an upstream's or the platform's.
    pub system: String,
    /// Full name.
    pub name: String,
    /// User name, on the platform's card.
    pub username: Option<String>,
    /// School's name.
    pub school: Option<String>,
    /// Role there.
    pub role: Option<Role>,
    /// Class, such as `5B`.
    pub class_name: Option<String>,
    /// When the account was last used.
    pub last_here: Option<Time>,
    /// Time zone of the school (IANA name); empty where none is known.
    pub zone: String,
    /// How many finished tasks hang on it.
    pub finished_tasks: Option<u64>,
    /// What the other card says differently; marked on both.
    pub differences: Vec<Difference>,
}

impl Card {
    /// First letters of the first and the last name.
    #[must_use]
    pub fn initials(&self) -> String {
        let mut words = self.name.split_whitespace();
        let first = words.next().and_then(|word| word.chars().next());
        let last = words.next_back().and_then(|word| word.chars().next());
        first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
    }

    /// True when the cards differ in `what`: `name`, `school`, `role` or `class`.
    #[must_use]
    pub fn differs(&self, what: &str) -> bool {
        self.differences.iter().any(|difference| {
            what == match difference {
                Difference::Name => "name",
                Difference::School => "school",
                Difference::Role => "role",
                Difference::Class => "class",
            }
        })
    }

    /// The key of the role's name.
    #[must_use]
    pub fn role_key(&self) -> Option<&'static str> {
        self.role.map(role_key)
    }
}

/// The key of a role's name.
#[must_use]
pub const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Pupil => "role-pupil",
        Role::Teacher => "role-teacher",
        Role::Staff => "role-staff",
        Role::Guardian => "role-guardian",
        Role::Admin => "role-admin",
    }
}

/// A school and role to choose. Its button has the id `school-<number from 1>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolRole {
    /// What the form sends back in `choice`.
    pub value: String,
    /// School's name.
    pub school: String,
    /// Role there.
    pub role: Role,
    /// Class.
    pub class_name: Option<String>,
}

impl SchoolRole {
    /// The key of the role's name.
    #[must_use]
    pub const fn role_key(&self) -> &'static str {
        role_key(self.role)
    }
}

/// What was wrong with a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewPasswordError {
    /// The present password is not right.
    CurrentWrong,
    /// Shorter than eight characters.
    TooShort,
    /// Longer than we take.
    TooLong,
    /// The same as the present one.
    Unchanged,
    /// Holds the user name, or is one that everybody tries first.
    TooCommon,
    /// It holds a character that no keyboard types again.
    Unprintable,
    /// The two fields differ.
    NotRepeated,
}

impl NewPasswordError {
    /// The key of its text.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::CurrentWrong => "error-current-wrong",
            Self::TooShort => "error-new-too-short",
            Self::TooLong => "error-new-too-long",
            Self::Unchanged => "error-new-unchanged",
            Self::TooCommon => "error-new-too-common",
            Self::Unprintable => "error-new-unprintable",
            Self::NotRepeated => "error-new-not-repeated",
        }
    }

    /// The field that the summary leads to.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::CurrentWrong => "current",
            Self::TooShort | Self::TooLong | Self::Unchanged | Self::TooCommon | Self::Unprintable => "new",
            Self::NotRepeated => "repeat",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        for (name, expected) in [("Mari-Liis Õun", "MÕ"), ("jan van der berg", "JB"), ("Åsa", "Å"), ("", "")] {
            let card = Card { name: name.to_owned(), ..Card::default() };
            assert_eq!(card.initials(), expected);
        }
    }
}
