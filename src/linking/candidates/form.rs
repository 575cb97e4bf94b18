//! What the spellings of a word come down to, where only a suggestion hangs on it.

use super::super::spelling::skeleton;

/// The skeleton of a folded word, coarser than the sign-in's: s for z, and v for an f before a consonant or at the end
/// (Gustafsson, Olof, Ivanoff).
pub(super) fn form(folded: &str) -> String {
    let skeleton = skeleton(folded).replace('z', "s");
    let next = skeleton.chars().skip(1).map(Some).chain([None]);
    let voiced = |(letter, next): (char, Option<char>)| match letter {
        'f' if !next.is_some_and(is_vowel) => 'v',
        _ => letter,
    };
    skeleton.chars().zip(next).map(voiced).collect()
}

/// Vowels without marks.
pub(super) fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}
