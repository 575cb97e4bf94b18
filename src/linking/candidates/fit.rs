//! Whether two names are near enough to ask whether they are one person's. `docs/matching.md` says why so near.

use super::shape::Shape;
use super::slip::is_slip;
use super::word::Word;
use crate::domain::PersonName;

/// How two names fit, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// The same name but for marks, case, hyphens and the order of its parts.
    Exact,
    /// Another spelling, or more or fewer names.
    Spelling,
    /// One is called by the other's short name.
    CallName,
    /// A part of one is an initial of the other's.
    Initials,
    /// One slip of the key in a long family name.
    Slip,
}

/// How alike two parts of a name are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Like,
    Called,
    Initial,
    Slip,
}

/// A name that is taken apart once and held against many.
#[derive(Debug)]
pub struct Comparable(Shape);

impl Comparable {
    /// Takes a name apart.
    #[must_use]
    pub fn of(name: &PersonName) -> Self {
        Self(Shape::of(name))
    }

    /// As [`name_fits`].
    #[must_use]
    pub fn fits(&self, other: &Self) -> bool {
        fit(&self.0, &other.0).is_some()
    }
}

/// True when the two names can stand for one person: near enough to ask.
#[must_use]
pub fn name_fits(one: &PersonName, other: &PersonName) -> bool {
    fit(&Shape::of(one), &Shape::of(other)).is_some()
}

/// How two names fit; nothing when they are two names.
pub(super) fn fit(one: &Shape, other: &Shape) -> Option<Fit> {
    if one.generation != other.generation || !particles_agree(one, other) {
        return None;
    }
    let kept = kept(one, other);
    let found = by_parts(one, other, &kept).or_else(|| by_words(one, other, &kept))?;
    let exact = found == Fit::Spelling && one.exact.iter().any(|text| other.exact.contains(text));
    Some(if exact { Fit::Exact } else { found })
}

/// True when the given names are spellings of each other, whatever the family names are.
pub(super) fn same_given(one: &Shape, other: &Shape) -> bool {
    let kept = kept(one, other);
    given(one, other, &kept) == Some(Part::Like)
}

/// Marks that both names have somewhere: neither record has lost them.
fn kept(one: &Shape, other: &Shape) -> Vec<char> {
    one.marks.iter().copied().filter(|mark| other.marks.contains(mark)).collect()
}

/// *Van Beek* and *ter Beek* are two families; *Beek* may be either.
fn particles_agree(one: &Shape, other: &Shape) -> bool {
    one.particles.is_empty()
        || other.particles.is_empty()
        || one.particles.iter().any(|particle| other.particles.contains(particle))
}

fn by_parts(one: &Shape, other: &Shape, kept: &[char]) -> Option<Fit> {
    match (given(one, other, kept)?, family(one, other, kept)?) {
        (Part::Like, Part::Like) => Some(Fit::Spelling),
        (Part::Called, Part::Like) => Some(Fit::CallName),
        (Part::Initial, Part::Like) | (Part::Like, Part::Initial) => Some(Fit::Initials),
        (Part::Like, Part::Slip) => Some(Fit::Slip),
        _ => None,
    }
}

/// Given names: never by distance. Twins share birth date and family name, and Maria and Marta, Mart and Marit stand one
/// letter apart.
fn given(one: &Shape, other: &Shape, kept: &[char]) -> Option<Part> {
    let like = |mine: &Word, theirs: &Word| mine.is_like(theirs, kept);
    let called = |mine: &Word, theirs: &Word| mine.is_like(theirs, kept) || mine.is_called(theirs);
    let whole = any_pair(one.given_whole.as_slice(), other.given_whole.as_slice(), &like);
    if whole || either_holds(&one.given, &other.given, &like) {
        return Some(Part::Like);
    }
    if either_holds(&one.given, &other.given, &called) {
        return Some(Part::Called);
    }
    begins_in_order(&one.given, &other.given, &like).then_some(Part::Initial)
}

/// Family names: also half of a double name.
fn family(one: &Shape, other: &Shape, kept: &[char]) -> Option<Part> {
    let like = |mine: &Word, theirs: &Word| mine.is_like(theirs, kept);
    if any_pair(&one.family_whole, &other.family_whole, &like) || either_holds(&one.family, &other.family, &like) {
        return Some(Part::Like);
    }
    if let (Some(mine), Some(theirs)) = (one.family.first(), other.family.first())
        && ((one.family.len() == 1 && mine.begins(theirs)) || (other.family.len() == 1 && theirs.begins(mine)))
    {
        return Some(Part::Initial);
    }
    match (one.family_whole.first(), other.family_whole.first()) {
        (Some(mine), Some(theirs)) if is_slip(&mine.plain, &theirs.plain) => Some(Part::Slip),
        _ => None,
    }
}

/// The same two or more words, however a record has cut and ordered them; one word alone only where both have no more.
fn by_words(one: &Shape, other: &Shape, kept: &[char]) -> Option<Fit> {
    let like = |mine: &Word, theirs: &Word| mine.is_like(theirs, kept);
    let (mine, theirs) = (one.words(), other.words());
    let few = mine.len().min(theirs.len());
    let enough = few >= 2 || (few == 1 && mine.len() == theirs.len());
    let cut = enough && (holds(&mine, &theirs, &like) || holds(&theirs, &mine, &like));
    let swapped = any_pair(one.given_whole.as_slice(), &other.family_whole, &like)
        && any_pair(&one.family_whole, other.given_whole.as_slice(), &like);
    (cut || swapped).then_some(Fit::Spelling)
}

type Likeness<'a> = &'a dyn Fn(&Word, &Word) -> bool;

fn any_pair(one: &[Word], other: &[Word], like: Likeness<'_>) -> bool {
    one.iter().any(|mine| other.iter().any(|theirs| like(mine, theirs)))
}

fn either_holds(one: &[Word], other: &[Word], like: Likeness<'_>) -> bool {
    let (one, other): (Vec<&Word>, Vec<&Word>) = (one.iter().collect(), other.iter().collect());
    holds(&one, &other, like) || holds(&other, &one, like)
}

/// True when every word of `few` has a partner of its own in `many`.
fn holds(many: &[&Word], few: &[&Word], like: Likeness<'_>) -> bool {
    let mut left = many.to_vec();
    !few.is_empty()
        && few.iter().all(|word| {
            let place = left.iter().position(|candidate| like(candidate, word));
            place.map(|index| left.swap_remove(index)).is_some()
        })
}

/// Initials stand for the first names, in their order: `J.W.` is Jan Willem, not Willem Jan.
fn begins_in_order(one: &[Word], other: &[Word], like: Likeness<'_>) -> bool {
    let fits = |(mine, theirs): (&Word, &Word)| like(mine, theirs) || mine.begins(theirs) || theirs.begins(mine);
    !one.is_empty() && !other.is_empty() && one.iter().zip(other).all(fits)
}
