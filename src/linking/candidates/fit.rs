//! Whether two names are near enough to ask whether they are one person's.

use super::super::same_name::{NameMatch, same_name};
use crate::domain::PersonName;

/// True when the two names can stand for one person.
#[must_use]
pub fn name_fits(one: &PersonName, other: &PersonName) -> bool {
    matches!(same_name(one, other), NameMatch::Equal | NameMatch::Spelling)
}
