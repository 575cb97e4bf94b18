//! One word of a name, in the forms under which records write it.

use crate::domain::NameFolds;

use super::call_names::full_names;
use super::form::{form, is_vowel};

/// Vowels that tell one name from another, and that some keyboards do not have.
const MARKED: [char; 5] = ['ä', 'ö', 'õ', 'ü', 'å'];

/// A word that is no longer than this is another name when a vowel is written twice: Jan and Jaan, Erik and Eerik.
const SHORT: usize = 4;

/// One word of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Without marks, in lower case.
    pub(super) plain: String,
    /// What its spellings come down to, in order.
    pub(super) forms: Vec<String>,
    /// The same of the names it is short for.
    pub(super) full: Vec<String>,
    text: String,
    marks: Vec<char>,
}

impl Word {
    /// `text` is in lower case and composed, see [`words`]; nothing when it has no letter or digit.
    pub(super) fn of(text: &str) -> Option<Self> {
        let folds = NameFolds::of(text);
        let (plain, passport) = (folds.plain.replace(' ', ""), folds.passport.replace(' ', ""));
        if plain.is_empty() {
            return None;
        }
        let forms =
            if plain.chars().count() == 1 { vec![plain.clone()] } else { forms([&plain, &passport, &local(text)]) };
        let full = in_order(forms.iter().flat_map(|form| full_names(form)).cloned().collect());
        let marks = text.chars().filter(|letter| MARKED.contains(letter)).collect();
        Some(Self { plain, forms, full, text: text.to_owned(), marks })
    }

    /// As it was given.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The marked vowels in it.
    pub(super) fn marks(&self) -> impl Iterator<Item = char> {
        self.marks.iter().copied()
    }

    /// True when the two are spellings of one word. `kept`: marks that both names have somewhere, so that neither has
    /// lost them: Märt Jänes and Mart Jänes are two people.
    pub(super) fn is_like(&self, other: &Self, kept: &[char]) -> bool {
        meet(&self.forms, &other.forms) && !self.lengthens(other) && !self.marks_apart(other, kept)
    }

    /// True when one is a name by which people called the other are called.
    pub(super) fn is_called(&self, other: &Self) -> bool {
        meet(&self.full, &other.forms) || meet(&other.full, &self.forms)
    }

    /// `J` and `Th`; not `Bo`.
    pub(super) fn is_initial(&self) -> bool {
        match self.plain.chars().count() {
            1 => true,
            2 => self.plain.chars().all(|letter| letter.is_ascii_alphabetic() && !is_vowel(letter)),
            _ => false,
        }
    }

    /// True when this is an initial, and one of `long`.
    pub(super) fn begins(&self, long: &Self) -> bool {
        self.is_initial()
            && (long.plain.starts_with(&self.plain) || long.forms.iter().any(|form| form.starts_with(&self.plain)))
    }

    /// Every letter that an initial of it begins with.
    pub(super) fn first_letters(&self) -> Vec<char> {
        let mut letters: Vec<char> =
            self.forms.iter().chain([&self.plain]).filter_map(|form| form.chars().next()).collect();
        letters.sort_unstable();
        letters.dedup();
        letters
    }

    /// Not so where the second vowel is how a passport writes å.
    fn lengthens(&self, other: &Self) -> bool {
        let once = undoubled(&self.plain);
        once.chars().count() <= SHORT
            && !self.marks().chain(other.marks()).any(|mark| mark == 'å')
            && once == undoubled(&other.plain)
            && long_vowels(&self.plain) != long_vowels(&other.plain)
    }

    fn marks_apart(&self, other: &Self, kept: &[char]) -> bool {
        let count = |word: &Self, mark: char| word.marks().filter(|each| *each == mark).count();
        self.plain == other.plain && kept.iter().any(|mark| count(self, *mark) != count(other, *mark))
    }
}

/// Õ and ü as they stand for ы and и in Estonian records of Russian names, and as old forms write ü: Bõstrov, Kytt.
fn local(text: &str) -> String {
    NameFolds::of(&text.replace(['õ', 'ü'], "y")).plain.replace(' ', "")
}

/// Most words are spelled the same in every fold, and taken apart once.
fn forms(spellings: [&str; 3]) -> Vec<String> {
    let [plain, passport, local] = spellings;
    let others = [passport, local].into_iter().filter(|other| *other != plain);
    in_order(others.chain([plain]).map(form).collect())
}

fn in_order(mut forms: Vec<String>) -> Vec<String> {
    forms.sort_unstable();
    forms.dedup();
    forms
}

fn undoubled(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

fn long_vowels(text: &str) -> usize {
    text.chars().zip(text.chars().skip(1)).filter(|(one, next)| one == next && is_vowel(*one)).count()
}

fn meet(one: &[String], other: &[String]) -> bool {
    one.iter().any(|form| other.contains(form))
}
