//! Under which keys an account is held and a person sought, so that nobody is compared with everybody. Two that
//! [`judge`](super::judge::judge) lets through have a key in common; tests compare that with trying every pair.

use std::hash::{DefaultHasher, Hash, Hasher as _};

use super::super::Birth;
use super::judge::Side;
use super::shape::Shape;
use super::slip::{LONG, shortened};
use super::word::Word;

/// What a key is about. Two kinds of one thing keep apart what need not meet: initials meet full names, and full names
/// only meet initials.
#[derive(Debug, Clone, Copy, Hash)]
enum About {
    National,
    Mail,
    UserName,
    Born,
    OneWord,
    Pair,
    PairWithin,
    GivenBegins,
    GivenInitial,
    FamilyBegins,
    FamilyInitial,
    Slip,
}

/// The keys of one side, hashed; two different keys may share a hash, which costs a comparison and no more.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// Those an account is held under.
    pub(super) held: Vec<u64>,
    /// Those a person is sought under.
    pub(super) sought: Vec<u64>,
}

impl Keys {
    pub(super) fn of(side: &Side<'_>) -> Self {
        let mut keys = Self::default();
        keys.facts(side);
        keys.pairs(&side.shape);
        keys.initials(&side.shape);
        keys.slips(&side.shape);
        for list in [&mut keys.held, &mut keys.sought] {
            list.sort_unstable();
            list.dedup();
        }
        keys
    }

    fn both(&mut self, about: About, one: &str, other: &str) {
        let key = key(about, one, other);
        self.held.push(key);
        self.sought.push(key);
    }

    fn facts(&mut self, side: &Side<'_>) {
        for hash in &side.card.national {
            self.both(About::National, &hash.key_id, &hash.hash);
        }
        for (about, text) in [(About::Mail, &side.mail), (About::UserName, &side.card.username)] {
            if let Some(text) = text {
                self.both(about, text, "");
            }
        }
        for form in side.shape.givens().flat_map(|word| &word.forms) {
            for birth in &side.card.birth {
                self.both(About::Born, form, &text(birth));
            }
        }
    }

    /// Names that fit have two words in common, however they are cut; or are one word each.
    fn pairs(&mut self, shape: &Shape) {
        if let [only] = shape.words().as_slice() {
            for form in &only.forms {
                self.both(About::OneWord, form, "");
            }
        }
        // A name in one part may have been cut anywhere.
        let one_part = shape.given.is_empty() || shape.family.is_empty();
        let within = || within(&shape.given).chain(within(&shape.family));
        for (one, other) in across(shape).chain(within().filter(|_| one_part)) {
            self.held.push(key(About::Pair, one, other));
            self.sought.extend([key(About::Pair, one, other), key(About::PairWithin, one, other)]);
        }
        for (one, other) in within().filter(|_| !one_part) {
            self.held.push(key(About::PairWithin, one, other));
            self.sought.push(key(About::Pair, one, other));
        }
    }

    fn initials(&mut self, shape: &Shape) {
        let families: Vec<&String> = shape.families().flat_map(|word| &word.forms).collect();
        let givens: Vec<&String> = shape.givens().flat_map(|word| &word.forms).collect();
        self.initial_keys(shape.given.first(), &families, [About::GivenBegins, About::GivenInitial]);
        self.initial_keys(shape.family.first(), &givens, [About::FamilyBegins, About::FamilyInitial]);
    }

    fn initial_keys(&mut self, first: Option<&Word>, beside: &[&String], [begins, initial]: [About; 2]) {
        let Some(first) = first else { return };
        for letter in first.first_letters() {
            for form in beside {
                let letter = letter.to_string();
                self.held.push(key(begins, &letter, form));
                self.sought.push(key(initial, &letter, form));
                if first.is_initial() {
                    self.held.push(key(initial, &letter, form));
                    self.sought.push(key(begins, &letter, form));
                }
            }
        }
    }

    fn slips(&mut self, shape: &Shape) {
        let Some(family) = shape.family_whole.first().filter(|word| word.plain.chars().count() >= LONG) else { return };
        for form in shape.givens().flat_map(|word| &word.forms) {
            for short in shortened(&family.plain).chain([family.plain.clone()]) {
                self.both(About::Slip, form, &short);
            }
        }
    }
}

/// A given and a family name, in every form; the short name brings the full ones along.
fn across(shape: &Shape) -> impl Iterator<Item = (&String, &String)> {
    let given = shape.givens();
    let families = || shape.families().flat_map(|word| &word.forms);
    given
        .flat_map(|word| word.forms.iter().chain(&word.full))
        .flat_map(move |one| families().map(move |other| (one, other)))
}

/// Two words of one part, in every form.
fn within(part: &[Word]) -> impl Iterator<Item = (&String, &String)> {
    let pairs = part.iter().enumerate().flat_map(|(at, one)| part.iter().skip(at + 1).map(move |other| (one, other)));
    pairs
        .flat_map(|(one, other)| one.forms.iter().flat_map(|form| other.forms.iter().map(move |theirs| (form, theirs))))
}

fn text(birth: &Birth) -> String {
    match birth {
        Birth::Date(date) => date.to_string(),
        Birth::Hash(hash) => format!("{} {}", hash.key_id, hash.hash),
    }
}

/// Two words make the same key in either order.
fn key(about: About, one: &str, other: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    match about {
        About::Pair | About::PairWithin if other < one => (about, other, one).hash(&mut hasher),
        _ => (about, one, other).hash(&mut hasher),
    }
    hasher.finish()
}
