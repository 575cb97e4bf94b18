//! Whether two names can be two spellings of one person's name.

use crate::domain::{NameFolds, PersonName};

use super::spelling::skeleton;

/// How two names stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameMatch {
    /// The same name but for marks, case, hyphens and the order of its parts.
    Equal,
    /// Another spelling, initials, or more or fewer given names.
    Spelling,
    /// The same given name with another family name, as after a marriage.
    FamilyChanged,
    /// One of the two has no name.
    Unknown,
    /// Not one name in two spellings.
    Different,
}

/// How alike two parts of a name are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    No,
    Initial,
    Spelling,
    Equal,
}

/// Compares two names.
#[must_use]
pub fn same_name(one: &PersonName, other: &PersonName) -> NameMatch {
    if !has_letters(&one.display()) || !has_letters(&other.display()) {
        return NameMatch::Unknown;
    }
    match (parts(one), parts(other)) {
        (Some(one_parts), Some(other_parts)) => {
            let by_parts = compare_parts(one_parts, other_parts);
            let whole = by_parts == NameMatch::Different || by_parts == NameMatch::FamilyChanged;
            if whole && same_words(&one.display(), &other.display()) { NameMatch::Spelling } else { by_parts }
        }
        _ => compare_whole(&one.display(), &other.display()),
    }
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

fn parts(name: &PersonName) -> Option<(&str, &str)> {
    let given = name.given.as_deref().filter(|text| has_letters(text))?;
    let family = name.family.as_deref().filter(|text| has_letters(text))?;
    Some((given, family))
}

fn compare_parts(one: (&str, &str), other: (&str, &str)) -> NameMatch {
    let (given, family) = (like_given(one.0, other.0), like_family(one.1, other.1));
    if given == Likeness::Equal && family == Likeness::Equal {
        return NameMatch::Equal;
    }
    if given > Likeness::No && family > Likeness::No {
        return NameMatch::Spelling;
    }
    let swapped = like_given(one.0, other.1) == Likeness::Equal && like_family(one.1, other.0) == Likeness::Equal;
    if swapped {
        return NameMatch::Equal;
    }
    // An initial fits every third sibling: too little when the family name is another one, too.
    if given > Likeness::Initial { NameMatch::FamilyChanged } else { NameMatch::Different }
}

/// Given names: never by distance. Twins share the birth date and the family name, and Maria and Marta, Aleksandr and
/// Aleksandra, Mart and Marit stand one letter apart.
fn like_given(one: &str, other: &str) -> Likeness {
    if same_spelling(one, other) {
        return Likeness::Equal;
    }
    let (one, other) = (words(one), words(other));
    if contains(&one, &other, alike) || contains(&other, &one, alike) {
        return Likeness::Spelling;
    }
    if contains(&one, &other, initial_or_alike) || contains(&other, &one, initial_or_alike) {
        return Likeness::Initial;
    }
    Likeness::No
}

/// Family names: also half of a double name, with or without prefixes, and one slip of the pen in a long name.
fn like_family(one: &str, other: &str) -> Likeness {
    if same_spelling(one, other) {
        return Likeness::Equal;
    }
    let (one, other) = (core_words(one), core_words(other));
    if contains(&one, &other, alike) || contains(&other, &one, alike) || slip(&one, &other) {
        return Likeness::Spelling;
    }
    if contains(&one, &other, initial_or_alike) || contains(&other, &one, initial_or_alike) {
        return Likeness::Initial;
    }
    Likeness::No
}

fn slip(one: &[Word], other: &[Word]) -> bool {
    let joined = |words: &[Word]| words.iter().map(|word| word.plain.as_str()).collect::<String>();
    let (one, other) = (joined(one), joined(other));
    let long = one.chars().count().min(other.chars().count()) >= 5;
    long && strsim::osa_distance(&one, &other) <= 1
}

/// Equal but for marks, case, hyphens, spaces, and where the prefix stands.
fn same_spelling(one: &str, other: &str) -> bool {
    let (a, b) = (NameFolds::of(one), NameFolds::of(other));
    let joined = |folds: &NameFolds| NameFolds {
        plain: folds.plain.replace(' ', ""),
        passport: folds.passport.replace(' ', ""),
    };
    if joined(&a).meets(&joined(&b)) {
        return true;
    }
    let core = NameFolds::without_prefixes(one).meets(&NameFolds::without_prefixes(other));
    core && sorted(&a).meets(&sorted(&b))
}

fn sorted(folds: &NameFolds) -> NameFolds {
    let sort = |text: &str| {
        let mut words: Vec<&str> = text.split(' ').collect();
        words.sort_unstable();
        words.join(" ")
    };
    NameFolds { plain: sort(&folds.plain), passport: sort(&folds.passport) }
}

/// Everything in one part: all the words of the shorter name stand in the longer one.
fn compare_whole(one: &str, other: &str) -> NameMatch {
    if sorted(&NameFolds::of(one)).meets(&sorted(&NameFolds::of(other))) {
        return NameMatch::Equal;
    }
    let (one, other) = (core_words(one), core_words(other));
    let fits = contains(&one, &other, alike) || contains(&other, &one, alike);
    if fits { NameMatch::Spelling } else { NameMatch::Different }
}

/// The same two or more words, however a source has cut them into given and family names.
fn same_words(one: &str, other: &str) -> bool {
    let (one, other) = (core_words(one), core_words(other));
    let enough = one.len().min(other.len()) >= 2;
    enough && (contains(&one, &other, alike) || contains(&other, &one, alike))
}

/// A word in both folds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    plain: String,
    passport: String,
}

fn words(text: &str) -> Vec<Word> {
    pair(&NameFolds::of(text))
}

fn core_words(text: &str) -> Vec<Word> {
    pair(&NameFolds::without_prefixes(text))
}

fn pair(folds: &NameFolds) -> Vec<Word> {
    let passport = folds.passport.split_whitespace();
    let pair = |(plain, passport): (&str, &str)| Word { plain: plain.into(), passport: passport.into() };
    folds.plain.split_whitespace().zip(passport).map(pair).collect()
}

fn alike(one: &Word, other: &Word) -> bool {
    if one.plain.chars().count() == 1 || other.plain.chars().count() == 1 {
        return one.plain == other.plain;
    }
    let mine = [skeleton(&one.plain), skeleton(&one.passport)];
    [skeleton(&other.plain), skeleton(&other.passport)].iter().any(|theirs| mine.contains(theirs))
}

fn initial_or_alike(one: &Word, other: &Word) -> bool {
    let initial = |short: &Word, long: &Word| {
        short.plain.chars().count() == 1 && skeleton(&long.plain).starts_with(&skeleton(&short.plain))
    };
    alike(one, other) || initial(one, other) || initial(other, one)
}

/// True when every word of `few` has a partner of its own in `many`.
fn contains(many: &[Word], few: &[Word], fits: fn(&Word, &Word) -> bool) -> bool {
    let mut left: Vec<&Word> = many.iter().collect();
    !few.is_empty()
        && few.iter().all(|word| {
            let place = left.iter().position(|candidate| fits(candidate, word));
            place.map(|index| left.swap_remove(index)).is_some()
        })
}

#[cfg(test)]
mod tests {
    use super::NameMatch::{Different, Equal, FamilyChanged, Spelling, Unknown};
    use super::*;

    /// Given, family, given, family, verdict. Pairs as they stand in records of Estonian, Dutch and Swedish schools.
    const PAIRS: &[(&str, &str, &str, &str, NameMatch)] = &[
        // Estonian
        ("Mari", "Tamm", "Mari", "Tamm", Equal),
        ("MARI", "TAMM", "Mari", "Tamm", Equal),
        ("Mari-Liis", "Õunapuu", "Mari Liis", "Ounapuu", Equal),
        ("Mari-Liis", "Õunapuu", "Mariliis", "Õunapuu", Equal),
        ("Tamm", "Mari", "Mari", "Tamm", Equal),
        ("Ülle", "Mägi", "Uelle", "Maegi", Equal),
        ("Ülle", "Mägi", "Ulle", "Magi", Equal),
        ("Jüri", "Põld", "Juri", "Pold", Equal),
        ("Žanna", "Šults", "Zanna", "Sults", Equal),
        ("Karl Erik", "Kask", "Karl", "Kask", Spelling),
        ("Karl", "Erik Kask", "Karl Erik", "Kask", Spelling),
        ("M.", "Tamm", "Mari", "Tamm", Spelling),
        ("Mari L.", "Tamm", "Mari Liis", "Tamm", Spelling),
        ("Kristina", "Saar", "Kristiina", "Saar", Spelling),
        ("Toomas", "Rebane", "Thomas", "Rebane", Spelling),
        ("Mari", "Tamm-Kask", "Mari", "Tamm", Spelling),
        ("Mari", "Tamm Kask", "Mari", "Tamm-Kask", Equal),
        ("Mari", "Lepiksoo", "Mari", "Lepikso", Spelling),
        ("Mari", "Tamm", "Mari", "Kask", FamilyChanged),
        ("Mari", "Tamm", "Kati", "Tamm", Different),
        ("Maria", "Tamm", "Marta", "Tamm", Different),
        ("Mart", "Tamm", "Marit", "Tamm", Different),
        ("Karl", "Tamm", "Karel", "Tamm", Different),
        ("Anna", "Tamm", "Anne", "Tamm", Different),
        ("Liis", "Saar", "Liisa", "Saar", Different),
        ("Mari", "Tamm", "Jaan", "Kask", Different),
        ("M.", "Tamm", "Mari", "Kask", Different),
        ("Jaak", "Tamm", "Mari", "Tamm", Different),
        // Russian names in Estonia and Latvia
        ("Aleksei", "Ivanov", "Alexey", "Ivanov", Spelling),
        ("Julia", "Petrova", "Jūlija", "Petrova", Spelling),
        ("Julia", "Petrova", "Yulia", "Petrova", Spelling),
        ("Юлия", "Петрова", "Julia", "Petrova", Spelling),
        ("Jekaterina", "Smirnova", "Ekaterina", "Smirnova", Spelling),
        ("Jevgeni", "Žukov", "Evgeny", "Zhukov", Spelling),
        ("Aleksandr", "Solovjov", "Alexander", "Soloviev", Spelling),
        ("Mihhail", "Vassiljev", "Mikhail", "Vasilyev", Spelling),
        ("Dmitri", "Nikolajev", "Dmitry", "Nikolaev", Spelling),
        ("Ksenia", "Štšerbakova", "Kseniia", "Shcherbakova", Spelling),
        ("Fjodor", "Sergejev", "Fyodor", "Sergeev", Spelling),
        ("Natalja", "Kuznetsova", "Natalia", "Kuznetsova", Spelling),
        ("Aleksei Ivanovitš", "Popov", "Aleksei", "Popov", Spelling),
        ("Sofija", "Pavlova", "Sofia", "Pavlova", Spelling),
        ("Aleksandr", "Ivanov", "Aleksandra", "Ivanova", Different),
        ("Aleksandr", "Ivanov", "Sasha", "Ivanov", Different),
        ("Dmitri", "Ivanov", "Denis", "Ivanov", Different),
        ("Daniil", "Orlov", "Daniel", "Orlov", Different),
        // Dutch
        ("Joris", "van der Berg", "Joris", "Van Der Berg", Equal),
        ("Joris", "van der Berg", "Joris", "Vanderberg", Equal),
        ("Joris", "van der Berg", "Joris", "Berg, van der", Equal),
        ("Joris", "van der Berg", "Joris", "Berg", Spelling),
        ("Joris", "de Boer", "Joris", "Boer", Spelling),
        ("Sanne", "'t Hart", "Sanne", "t Hart", Equal),
        ("Zoë", "Jansen", "Zoe", "Jansen", Equal),
        ("J.", "de Vries", "Jan", "de Vries", Spelling),
        ("Jan", "Bakker-Visser", "Jan", "Bakker", Spelling),
        ("Lukas", "Smit", "Lucas", "Smit", Spelling),
        ("Sara", "Bakker", "Sarah", "Bakker", Spelling),
        ("Fatima", "El Amrani", "Fatima", "Elamrani", Equal),
        ("Jan", "de Vries", "Johannes", "de Vries", Different),
        ("Emma", "de Vries", "Ella", "de Vries", Different),
        ("Sem", "Mulder", "Sam", "Mulder", Different),
        // Swedish
        ("Åsa", "Öberg", "Aasa", "Oeberg", Equal),
        ("Åsa", "Öberg", "Asa", "Oberg", Equal),
        ("Björn", "Lindqvist", "Bjorn", "Lindqvist", Equal),
        ("Anna-Karin", "Svensson", "Anna Karin", "Svensson", Equal),
        ("Anna Karin", "Svensson", "Karin", "Svensson", Spelling),
        ("Viktor", "Carlsson", "Victor", "Karlsson", Spelling),
        ("Filip", "af Klint", "Philip", "Klint", Spelling),
        ("Elsa", "Lindkvist", "Elsa", "Lindqvist", Spelling),
        ("Elsa", "Berg", "Elsa", "Holm", FamilyChanged),
        ("Elin", "Berg", "Ellen", "Berg", Different),
        ("Oskar", "Berg", "Olle", "Berg", Different),
        // Names in one part, or none
        ("Mari Tamm", "", "Mari", "Tamm", Equal),
        ("", "Tamm Mari", "Mari", "Tamm", Equal),
        ("Mari", "", "Mari", "Tamm", Spelling),
        ("Kati", "", "Mari", "Tamm", Different),
        ("", "", "Mari", "Tamm", Unknown),
        ("-", "", "Mari", "Tamm", Unknown),
    ];

    fn name(given: &str, family: &str) -> PersonName {
        PersonName { given: Some(given.to_owned()), family: Some(family.to_owned()) }
    }

    #[test]
    fn pairs_of_names_stand_as_a_school_would_say() {
        assert!(PAIRS.len() >= 60);
        let wrong: Vec<String> = PAIRS
            .iter()
            .filter_map(|(g1, f1, g2, f2, wanted)| {
                let (one, other) = (name(g1, f1), name(g2, f2));
                let found = (same_name(&one, &other), same_name(&other, &one));
                (found != (*wanted, *wanted)).then(|| format!("{g1} {f1} / {g2} {f2}: {found:?}, not {wanted:?}"))
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
