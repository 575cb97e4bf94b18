//! A name taken apart once, so that many can be compared with it.

use unicode_normalization::UnicodeNormalization as _;

use super::word::Word;
use crate::domain::{NameFolds, PersonName};

/// More words than anybody's name has; the rest is left out.
const MOST_WORDS: usize = 8;

/// Words before a family name, and what they come down to: they are written long, short and joined.
const PARTICLES: &[(&str, &[Particle])] = &[
    ("af", &[Particle::Of]),
    ("av", &[Particle::Of]),
    ("d", &[Particle::The]),
    ("da", &[Particle::Of]),
    ("de", &[Particle::The]),
    ("del", &[Particle::Of, Particle::The]),
    ("den", &[Particle::The]),
    ("der", &[Particle::The]),
    ("het", &[Particle::It]),
    ("op", &[Particle::On]),
    ("t", &[Particle::It]),
    ("te", &[Particle::At]),
    ("ten", &[Particle::At]),
    ("ter", &[Particle::At]),
    ("v", &[Particle::Of]),
    ("van", &[Particle::Of]),
    ("vd", &[Particle::Of, Particle::The]),
    ("vom", &[Particle::Of, Particle::The]),
    ("von", &[Particle::Of]),
    ("zu", &[Particle::At]),
];

/// Words that tell a father from his son.
const GENERATIONS: &[(&str, Generation)] = &[
    ("jr", Generation::Younger),
    ("jun", Generation::Younger),
    ("junior", Generation::Younger),
    ("juunior", Generation::Younger),
    ("noorem", Generation::Younger),
    ("seenior", Generation::Older),
    ("senior", Generation::Older),
    ("sr", Generation::Older),
    ("vanem", Generation::Older),
];

/// What a word before a family name comes down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Particle {
    Of,
    The,
    At,
    On,
    It,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Generation {
    Younger,
    Older,
}

/// A name taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Shape {
    /// Given names.
    pub(super) given: Vec<Word>,
    /// Family names without what stands before them.
    pub(super) family: Vec<Word>,
    /// All given names as one word.
    pub(super) given_whole: Option<Word>,
    /// All family names as one word: as they are, and with what stands before them.
    pub(super) family_whole: Vec<Word>,
    /// The whole name without marks, whichever part stands first; two names that share one are the same name.
    pub(super) exact: Vec<String>,
    /// What stands before the family name.
    pub(super) particles: Vec<Particle>,
    /// The father or the son.
    pub(super) generation: Option<Generation>,
    /// The marked vowels in it.
    pub(super) marks: Vec<char>,
}

impl Shape {
    pub(super) fn of(name: &PersonName) -> Self {
        let (mut given, mut family) = (words(name.given.as_deref()), words(name.family.as_deref()));
        let generation = [&given, &family].into_iter().flatten().find_map(|word| generation(word));
        given.retain(|word| self::generation(word).is_none());
        family.retain(|word| self::generation(word).is_none());
        let mut before = trailing_particles(&mut given);
        let joined = family.concat();
        before.extend(take_particles(&mut family));
        let exact = exact(&given.concat(), &family.concat());
        let mut wholes = vec![before.concat() + &family.concat(), joined];
        wholes.retain(|whole| !family.is_empty() && *whole != family.concat());
        let of = |texts: &[String]| texts.iter().filter_map(|text| Word::of(text)).collect::<Vec<Word>>();
        let (given, family) = (of(&given), of(&family));
        Self {
            exact,
            given_whole: whole(&given),
            family_whole: whole(&family).into_iter().chain(of(&wholes)).collect(),
            particles: before.iter().flat_map(|word| particles(word)).copied().collect(),
            marks: given.iter().chain(&family).flat_map(Word::marks).collect(),
            given,
            family,
            generation,
        }
    }

    /// All words, given names first.
    pub(super) fn words(&self) -> Vec<&Word> {
        self.given.iter().chain(&self.family).collect()
    }

    /// Given names, and all of them as one word where there are several.
    pub(super) fn givens(&self) -> impl Iterator<Item = &Word> {
        let whole = self.given_whole.iter().filter(|_| self.given.len() > 1);
        self.given.iter().chain(whole)
    }

    /// Family names, and the ways of writing them as one word.
    pub(super) fn families(&self) -> impl Iterator<Item = &Word> {
        let wholes = self.family_whole.iter().filter(|whole| !self.family.contains(whole));
        self.family.iter().chain(wholes)
    }

    /// True when there is anything to compare.
    pub(super) fn is_named(&self) -> bool {
        self.words().iter().any(|word| word.plain.chars().any(char::is_alphabetic))
    }
}

/// The words of a part as one; the only word as it is.
fn whole(words: &[Word]) -> Option<Word> {
    match words {
        [only] => Some(only.clone()),
        _ => Word::of(&words.iter().map(Word::text).collect::<String>()),
    }
}

/// The words of a part in lower case, composed, with their marks.
fn words(part: Option<&str>) -> Vec<String> {
    let lower: String = part.unwrap_or_default().nfkc().flat_map(char::to_lowercase).nfc().collect();
    let joined = lower.replace(['\'', '’', '`', '´', 'ʼ'], "");
    let words = joined.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(MOST_WORDS).map(str::to_owned).collect()
}

fn particles(word: &str) -> &'static [Particle] {
    PARTICLES.iter().find(|(text, _)| *text == word).map_or(&[], |(_, meant)| meant)
}

fn generation(word: &str) -> Option<Generation> {
    GENERATIONS.iter().find(|(text, _)| *text == word).map(|(_, meant)| *meant)
}

/// `Bram de | Groot`. A single letter there is an initial.
fn trailing_particles(given: &mut Vec<String>) -> Vec<String> {
    let mut before = Vec::new();
    while given.len() > 1 && given.last().is_some_and(|word| word.len() > 1 && !particles(word).is_empty()) {
        before.extend(given.pop());
    }
    before.reverse();
    before
}

/// They may stand behind, too: `Laan, van der`. A family name that is nothing else stays.
fn take_particles(family: &mut Vec<String>) -> Vec<String> {
    let (before, core): (Vec<String>, Vec<String>) = family.drain(..).partition(|word| !particles(word).is_empty());
    if core.is_empty() {
        *family = before;
        return Vec::new();
    }
    *family = core;
    before
}

fn exact(given: &str, family: &str) -> Vec<String> {
    let (given, family) = (NameFolds::of(given), NameFolds::of(family));
    let either =
        |one: &str, other: &str| if one <= other { format!("{one} {other}") } else { format!("{other} {one}") };
    let mut exact = vec![either(&given.plain, &family.plain), either(&given.passport, &family.passport)];
    exact.dedup();
    exact
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(given: &str, family: &str) -> Shape {
        Shape::of(&PersonName { given: Some(given.to_owned()), family: Some(family.to_owned()) })
    }

    #[test]
    fn what_stands_before_a_family_name_is_found_wherever_it_is_kept() {
        let wanted = shape("Milan", "van der Laan");
        for other in [shape("Milan", "Laan, van der"), shape("Milan van der", "Laan"), shape("Milan", "v.d. Laan")] {
            assert_eq!((&other.family, &other.given), (&wanted.family, &wanted.given));
            assert_eq!(other.particles, [Particle::Of, Particle::The]);
        }
        assert_eq!(shape("Lai", "Van").family.len(), 1);
        assert_eq!(shape("Jan D", "Kok").given.len(), 2, "an initial is not a particle");
    }

    #[test]
    fn a_name_of_a_thousand_words_is_cut() {
        assert_eq!(shape(&"a b ".repeat(500), "Tamm").given.len(), MOST_WORDS);
    }
}
