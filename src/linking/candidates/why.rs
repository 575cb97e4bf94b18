//! What a suggestion says.

use crate::domain::AccountId;
use crate::terms;

terms!(
    /// How much speaks for a suggestion. Neither joins anything.
    Strength {
        /// Too much to be chance.
        Strong = "strong",
        /// Worth a question.
        Weak = "weak",
    }
);

terms!(
    /// What speaks for a suggestion. Shown to whoever decides.
    Why {
        /// The national number, compared as keyed hashes.
        NationalNumber = "national_number",
        /// The mail address, verified on both sides.
        VerifiedMail = "verified_mail",
        /// The mail address.
        Mail = "mail",
        /// The user name.
        UserName = "user_name",
        /// The name, but for marks, case, hyphens and the order of its parts.
        Name = "name",
        /// Another spelling of the name, or more or fewer names.
        Spelling = "spelling",
        /// One side has the name the other is called by.
        CallName = "call_name",
        /// One side has initials of the other's name.
        Initials = "initials",
        /// The name with one slip of the key.
        Slip = "slip",
        /// The given name; the family name is another.
        GivenName = "given_name",
        /// The birth date.
        BirthDate = "birth_date",
        /// The class.
        Class = "class",
    }
);

/// An account that may be the person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggested {
    /// Which account.
    pub account: AccountId,
    /// How much speaks for it.
    pub strength: Strength,
    /// What does, each once, in the order of [`Why`].
    pub why: Vec<Why>,
    /// Another person of a journal that this person stands in would get it, too. Two rows of one journal are never one
    /// person, so neither of them is sure.
    pub shared: bool,
}
