//! Which of our four languages a person reads.

use fluent_langneg::{NegotiationStrategy, negotiate_languages};
use unic_langid::LanguageIdentifier;

/// A language every page exists in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Estonian.
    Et,
    /// Dutch.
    Nl,
    /// Swedish.
    Sv,
    /// English.
    En,
}

impl Lang {
    /// All of them, in the order in which pages list them.
    pub const ALL: [Self; 4] = [Self::Et, Self::Nl, Self::Sv, Self::En];

    /// The BCP 47 tag: `et`, `nl`, `sv`, `en`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Et => "et",
            Self::Nl => "nl",
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// What the language calls itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Et => "Eesti",
            Self::Nl => "Nederlands",
            Self::Sv => "Svenska",
            Self::En => "English",
        }
    }

    /// The language with exactly this tag.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.tag() == tag)
    }

    /// The language of a country's schools (ISO 3166-1 alpha-2), where it is one of ours.
    #[must_use]
    pub fn of_country(country: &str) -> Option<Self> {
        match country {
            "EE" => Some(Self::Et),
            "NL" => Some(Self::Nl),
            "SE" => Some(Self::Sv),
            _ => None,
        }
    }

    /// The first of our languages in a list such as `sv-FI en` (OIDC `ui_locales`) or an Accept-Language header.
    #[must_use]
    pub fn wanted(list: &str) -> Option<Self> {
        let requested: Vec<LanguageIdentifier> =
            by_weight(list).into_iter().filter_map(|tag| tag.parse().ok()).collect();
        let available: Vec<LanguageIdentifier> =
            Self::ALL.into_iter().filter_map(|lang| lang.tag().parse().ok()).collect();
        negotiate_languages(&requested, &available, None, NegotiationStrategy::Lookup)
            .first()
            .and_then(|found| Self::from_tag(found.language.as_str()))
    }
}

/// Tags by falling weight; equal weights keep their order (RFC 9110, 12.5.4). Weight 0 means "not this one".
fn by_weight(list: &str) -> Vec<&str> {
    let mut tags: Vec<(u16, &str)> = list
        .split([',', ' '])
        .take(32)
        .filter_map(|item| {
            let mut parts = item.split(';').map(str::trim);
            let tag = parts.next().filter(|tag| !tag.is_empty())?;
            let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(1000, thousandths);
            (weight > 0).then_some((weight, tag))
        })
        .collect();
    tags.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    tags.into_iter().map(|(_, tag)| tag).collect()
}

/// `0.85` as 850; what is not a weight counts as 0.
fn thousandths(weight: &str) -> u16 {
    match weight.split_once('.') {
        None if weight == "1" => 1000,
        Some(("1", _)) => 1000,
        Some(("0", digits)) => format!("{digits:0<3}").get(..3).and_then(|three| three.parse().ok()).unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_we_have_wins() {
        for (list, expected) in [
            ("nl-BE,nl;q=0.9,en;q=0.8", Some(Lang::Nl)),
            ("en;q=0.2,sv-FI;q=0.85,fr", Some(Lang::Sv)),
            ("et", Some(Lang::Et)),
            ("sv en", Some(Lang::Sv)),
            ("fr,de;q=0.5", None),
            ("nl;q=0, en;q=0.1", Some(Lang::En)),
            ("", None),
            ("*;q=x,,;;", None),
        ] {
            assert_eq!(Lang::wanted(list), expected, "{list}");
        }
    }
}
