//! How names are compared: without letters' marks, in two spellings. Folds only ever *suggest*; they join nothing.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::person::PersonName;

/// Words before a family name that people leave out or move: Dutch, German, French, Nordic.
const PREFIXES: &[&str] = &[
    "af", "av", "d", "da", "de", "del", "den", "der", "des", "di", "du", "het", "in", "la", "le", "op", "t", "te",
    "ten", "ter", "van", "vd", "vom", "von", "zu", "zum", "zur",
];

/// A text in both foldings. Two names are the same spelling when any of one equals any of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameFolds {
    /// Marks dropped: ä → a, õ → o, ø → o, å → a, ß → ss.
    pub plain: String,
    /// As on passports (ICAO Doc 9303, part 3, section 6): ä → ae, ö → oe, ü → ue, å → aa, ø → oe, ß → ss.
    pub passport: String,
}

impl NameFolds {
    /// Both foldings of a name or a part of one; prefixes such as *van der* stay.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self { plain: words(text, plain_letter).join(" "), passport: words(text, passport_letter).join(" ") }
    }

    /// The same without prefixes; the text as it was when nothing else is in it.
    #[must_use]
    pub fn without_prefixes(text: &str) -> Self {
        Self { plain: core(text, plain_letter), passport: core(text, passport_letter) }
    }

    /// True when the two have a spelling in common.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let mine = [&self.plain, &self.passport];
        [&other.plain, &other.passport].iter().any(|theirs| mine.contains(theirs))
    }
}

/// The searchable form of a name, as stored in `name_folded`: family name first, marks and prefixes dropped.
#[must_use]
pub fn fold_name(name: &PersonName) -> String {
    let parts = [&name.family, &name.given].into_iter().flatten();
    let folded: Vec<String> = parts.map(|part| core(part, plain_letter)).filter(|part| !part.is_empty()).collect();
    folded.join(" ")
}

/// The form in which user names are unique: trimmed, NFKC, lower case. Marks stay: `jõgi` and `jogi` are two people.
#[must_use]
pub fn fold_username(username: &str) -> String {
    // Lower-casing may leave a form that composes further, so the result is composed once more.
    let lower: String = username.trim().nfkc().flat_map(char::to_lowercase).collect();
    lower.nfkc().collect()
}

/// A national number as it is hashed: country, colon, letters and digits in capitals (`EE:50001010017`).
///
/// `country` (ISO 3166-1 alpha-2) is used when the text names none; nothing when there is none either, or no digit.
#[must_use]
pub fn fold_national_number(text: &str, country: Option<&str>) -> Option<String> {
    let (country, number) = match text.split_once(':') {
        Some((country, number)) => (country.trim(), number),
        None => (country?, text),
    };
    let number: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    let right = country.len() == 2
        && country.bytes().all(|byte| byte.is_ascii_alphabetic())
        && number.bytes().any(|byte| byte.is_ascii_digit());
    right.then(|| format!("{country}:{number}").to_ascii_uppercase())
}

/// A folded text without its prefixes; with them, when nothing else is in it.
/// Whether a text can be shown as it is: no control characters, no line ends, nothing that turns the reading direction, so that
/// a name cannot make the words around it say something else (Unicode TR 36, 2.5).
#[must_use]
pub fn is_showable(text: &str) -> bool {
    !text.chars().any(misleads)
}

/// One of the characters that [`is_showable`] refuses.
#[must_use]
pub fn misleads(letter: char) -> bool {
    let turns =
        matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    letter.is_control() || turns
}

fn core(text: &str, letter: fn(char) -> Option<&'static str>) -> String {
    let words = words(text, letter);
    let core: Vec<&str> = words.iter().map(String::as_str).filter(|word| !PREFIXES.contains(word)).collect();
    if core.is_empty() { words.join(" ") } else { core.join(" ") }
}

fn words(text: &str, letter: fn(char) -> Option<&'static str>) -> Vec<String> {
    let mut folded = String::with_capacity(text.len());
    // Composed first, so that a letter and its mark are looked up as one.
    for composed in text.nfkc().flat_map(char::to_lowercase) {
        match letter(composed) {
            Some(replaced) => folded.push_str(replaced),
            None => folded.extend(std::iter::once(composed).nfkd().filter(|part| !is_combining_mark(*part))),
        }
    }
    let spaced = folded.replace(['\'', '’', '`', '´', 'ʼ'], "");
    spaced.split(|part: char| !part.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Letters that Unicode does not take apart.
fn plain_letter(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'ø' => "o",
        'æ' => "ae",
        'œ' => "oe",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        'ŋ' => "n",
        'ŧ' => "t",
        'ĳ' => "ij",
        _ => return None,
    })
}

fn passport_letter(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ä' | 'æ' => "ae",
        'ö' | 'ø' | 'œ' => "oe",
        'ü' => "ue",
        'å' => "aa",
        _ => return plain_letter(letter),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_shown_as_it_is_is_found() {
        for text in ["Mari", "Õnne-Mai O’Brien", "Юлия", "\u{627}\u{644}", ""] {
            assert!(is_showable(text), "{text:?}");
        }
        for letter in ['\0', '\n', '\u{85}', '\u{61c}', '\u{200f}', '\u{2028}', '\u{202e}', '\u{2066}', '\u{2069}'] {
            assert!(!is_showable(&format!("Mari{letter}Tamm")), "{letter:?}");
        }
    }

    fn name(given: &str, family: &str) -> PersonName {
        PersonName { given: Some(given.to_owned()), family: Some(family.to_owned()) }
    }

    #[test]
    fn both_foldings_of_northern_letters() {
        for (text, plain, passport) in [
            ("Õie Mägi", "oie magi", "oie maegi"),
            ("Ülle Jõgi", "ulle jogi", "uelle jogi"),
            ("Åsa Öberg", "asa oberg", "aasa oeberg"),
            ("Søren Kjær", "soren kjaer", "soeren kjaer"),
            ("Jürgen Weiß", "jurgen weiss", "juergen weiss"),
            ("Łukasz Đorđe", "lukasz dorde", "lukasz dorde"),
            ("Anna-Liisa  O’Neill", "anna liisa oneill", "anna liisa oneill"),
            ("Šarūnas Žõr", "sarunas zor", "sarunas zor"),
        ] {
            assert_eq!(NameFolds::of(text), NameFolds { plain: plain.into(), passport: passport.into() }, "{text}");
        }
    }

    #[test]
    fn decomposed_and_composed_letters_are_one() {
        assert_eq!(NameFolds::of("Ma\u{308}gi"), NameFolds::of("Mägi"));
        assert_eq!(fold_username("Jo\u{303}gi"), fold_username("jõgi"));
    }

    #[test]
    fn passport_spelling_meets_the_marked_one() {
        assert!(NameFolds::of("Maegi").meets(&NameFolds::of("Mägi")));
        assert!(NameFolds::of("Magi").meets(&NameFolds::of("Mägi")));
        assert!(!NameFolds::of("Maagi").meets(&NameFolds::of("Mägi")));
    }

    #[test]
    fn prefixes_do_not_move_a_family_in_the_index() {
        assert_eq!(fold_name(&name("Joris", "van der Berg")), "berg joris");
        assert_eq!(fold_name(&name("Joris", "Berg")), "berg joris");
        assert_eq!(fold_name(&name("Sanne", "'t Hart")), "hart sanne");
        assert_eq!(fold_name(&name("Lai", "Van")), "van lai");
    }

    #[test]
    fn user_names_differ_by_marks_and_not_by_case() {
        assert_eq!(fold_username(" Mari.Mets "), "mari.mets");
        assert_eq!(fold_username("ＭＡＲＩ"), "mari");
        assert_ne!(fold_username("jõgi"), fold_username("jogi"));
    }

    #[test]
    fn national_numbers_carry_their_country() {
        assert_eq!(fold_national_number("500 0101-0017", Some("ee")).as_deref(), Some("EE:50001010017"));
        assert_eq!(fold_national_number("ee:50001010017", Some("NL")).as_deref(), Some("EE:50001010017"));
        assert_eq!(fold_national_number("50001010017", None), None);
        assert_eq!(fold_national_number("EE:", None), None);
    }
}
