//! What speaks for two accounts being one person's, in words.

use crate::linking::Why;

/// The keys of the words that a pair is stored with.
pub(super) fn keys(words: &str) -> Vec<&'static str> {
    words.split(' ').filter_map(|word| word.parse().ok()).map(key).collect()
}

fn key(why: Why) -> &'static str {
    match why {
        Why::NationalNumber => "dup-why-national-number",
        Why::VerifiedMail => "dup-why-verified-mail",
        Why::Mail => "dup-why-mail",
        Why::UserName => "dup-why-user-name",
        Why::Name => "dup-why-name",
        Why::Spelling => "dup-why-spelling",
        Why::CallName => "dup-why-call-name",
        Why::Initials => "dup-why-initials",
        Why::Slip => "dup-why-slip",
        Why::GivenName => "dup-why-given-name",
        Why::BirthDate => "dup-why-birth-date",
        Why::Class => "dup-why-class",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_a_text_and_an_unknown_one_is_left_out() {
        assert_eq!(keys("name birth_date"), ["dup-why-name", "dup-why-birth-date"]);
        assert_eq!(keys("something class"), ["dup-why-class"]);
        assert_eq!(keys(""), Vec::<&str>::new());
    }
}
