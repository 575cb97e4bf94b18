//! One slip of the key in a long family name.

/// Shorter names stand too near each other: Vaher and Vahter, Gorin and Gorkin.
pub(super) const LONG: usize = 7;

/// True when one letter inside is left out or two have changed places. Another letter makes another name (Lindberg and
/// Lundberg), and so does one more at the end (Willems and Willemsen).
pub(super) fn is_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    let ends = short.first() == long.first() && short.last() == long.last();
    ends && short.len() >= LONG && (left_out(short, long) || changed_places(short, long))
}

/// The word with each letter left out in turn. Two words one slip apart have one of these, or themselves, in common.
pub(super) fn shortened(word: &str) -> impl Iterator<Item = String> {
    let letters: Vec<char> = word.chars().collect();
    let count = if letters.len() >= LONG { letters.len() } else { 0 };
    (0..count).map(move |out| {
        letters.iter().enumerate().filter(|(at, _)| *at != out).map(|(_, letter)| *letter).collect::<String>()
    })
}

fn left_out(short: &[char], long: &[char]) -> bool {
    let same = short.iter().zip(long).take_while(|(one, other)| one == other).count();
    long.len() == short.len() + 1 && short.iter().skip(same).eq(long.iter().skip(same + 1))
}

fn changed_places(one: &[char], other: &[char]) -> bool {
    let apart: Vec<(&char, &char)> = one.iter().zip(other).filter(|(mine, theirs)| mine != theirs).collect();
    let first = one.iter().zip(other).position(|(mine, theirs)| mine != theirs);
    let next = first.map(|at| at + 1);
    one.len() == other.len()
        && matches!(apart.as_slice(), [(a, b), (c, d)] if a == d && b == c)
        && next.is_some_and(|at| one.get(at) != other.get(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_names_of_others() {
        for (one, other, slip) in [
            ("kuningas", "kunnigas", true),
            ("oosterhuis", "oosterhius", true),
            ("lillemagi", "lilemagi", true),
            ("lindberg", "lundberg", false),
            ("willems", "willemsen", false),
            ("karlsson", "arlsson", false),
            ("vaher", "vahter", false),
            ("bergstrom", "bergqvist", false),
        ] {
            assert_eq!(is_slip(one, other), slip, "{one} {other}");
            assert_eq!(is_slip(other, one), slip, "{other} {one}");
        }
    }

    #[test]
    fn what_is_one_slip_apart_shares_a_shortened_word() {
        for (one, other) in [("kuningas", "kunnigas"), ("lillemagi", "lilemagi")] {
            let keys = |word: &str| shortened(word).chain([word.to_owned()]).collect::<Vec<_>>();
            assert!(keys(one).iter().any(|key| keys(other).contains(key)), "{one}");
        }
    }
}
