//! The skeleton of a word: one form for the spellings that one name takes in Estonian, Russian, English, Dutch and
//! Swedish records. Two equal skeletons make two names *plausible*, never *same*.

/// Letter groups and what they become, in this order.
const GROUPS: &[(&str, &str)] = &[
    ("shch", "sts"),
    ("chr", "kr"),
    ("tsh", "ts"),
    ("tch", "ts"),
    ("sch", "s"),
    ("ch", "ts"),
    ("sh", "s"),
    ("zh", "z"),
    ("kh", "h"),
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("c", "k"),
    ("q", "k"),
    ("y", "i"),
    ("j", "i"),
];

/// A soft sign or an iota that one transliteration writes and another leaves out, between these letters.
const IOTAS: &[(&str, &str)] = &[("aie", "ae"), ("eie", "e"), ("oie", "oe"), ("uie", "ue"), ("iie", "ie")];

/// Endings of family and given names that transliterations write differently.
const ENDINGS: &[(&str, &str)] = &[
    ("iov", "ev"),
    ("iova", "eva"),
    ("iev", "ev"),
    ("ieva", "eva"),
    ("nder", "ndr"),
    ("iom", "em"),
    ("skii", "ski"),
    ("skaia", "skaia"),
];

/// Whole names whose `ё` is written `e`, `jo` or `yo`.
const WHOLE: &[(&str, &str)] = &[("fiodor", "fedor"), ("piotr", "petr"), ("aliona", "alena"), ("semion", "semen")];

/// The skeleton of one word that [`NameFolds`](crate::domain::NameFolds) has folded. Cyrillic counts as its Estonian
/// spelling. Source of that: Institute of the Estonian Language, table of Russian names.
#[must_use]
pub fn skeleton(word: &str) -> String {
    let mut text = latin(word);
    replace_each(&mut text, GROUPS);
    text = without_doubles(&text);
    replace_each(&mut text, IOTAS);
    if text.len() > 3 && text.starts_with("ie") {
        text.remove(0);
    }
    for (from, to) in ENDINGS {
        if let Some(stem) = text.strip_suffix(from) {
            text = format!("{stem}{to}");
            break;
        }
    }
    if text.len() > 2 && text.ends_with('h') {
        text.pop();
    }
    WHOLE.iter().find(|(from, _)| *from == text).map_or(text, |(_, to)| (*to).to_owned())
}

/// Most words have none of them, so nothing is copied for those.
fn replace_each(text: &mut String, table: &[(&str, &str)]) {
    for (from, to) in table {
        if text.contains(from) {
            *text = text.replace(from, to);
        }
    }
}

fn without_doubles(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for letter in text.chars() {
        if !kept.ends_with(letter) {
            kept.push(letter);
        }
    }
    kept
}

fn latin(word: &str) -> String {
    word.chars().fold(String::with_capacity(word.len()), |mut out, letter| {
        match cyrillic(letter) {
            Some(written) => out.push_str(written),
            None => out.push(letter),
        }
        out
    })
}

fn cyrillic(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'э' | 'є' => "e",
        'ё' => "jo",
        'ж' | 'з' => "z",
        'и' | 'й' | 'і' | 'ї' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' | 'ш' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "h",
        'ц' | 'ч' => "ts",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ы' => "y",
        'ю' => "ju",
        'я' => "ja",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_skeleton() {
        for spellings in [
            &["aleksei", "alexey", "aleksej", "aleksey", "алексеи"][..],
            &["julia", "julija", "yulia", "iuliia", "юлия"],
            &["jelena", "elena", "yelena", "елена"],
            &["jevgeni", "evgeny", "yevgeniy", "evgenii"],
            &["aleksandr", "alexander", "aleksander"],
            &["mihhail", "mikhail", "mihail"],
            &["dmitri", "dmitry", "dmitrii", "dmitriy"],
            &["kristina", "kristiina", "christina"],
            &["fjodor", "fyodor", "fedor"],
            &["vassiljev", "vasilyev", "vasiliev"],
            &["nikolajeva", "nikolaeva"],
            &["solovjov", "soloviev", "solovyov"],
            &["stserbakov", "shcherbakov", "щербаков"],
            &["zukov", "zhukov", "жуков"],
            &["tomas", "thomas", "toomas"],
        ] {
            let first = skeleton(spellings[0]);
            for spelling in spellings {
                assert_eq!(skeleton(spelling), first, "{spelling}");
            }
        }
    }

    #[test]
    fn names_of_siblings_keep_their_own_skeleton() {
        let names =
            ["maria", "marta", "anna", "anne", "karl", "karel", "mart", "marit", "aleksandra", "aleksandr", "daniel"];
        for (index, one) in names.iter().enumerate() {
            for other in names.iter().skip(index + 1) {
                assert_ne!(skeleton(one), skeleton(other), "{one} {other}");
            }
        }
    }
}
