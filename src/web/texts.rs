//! The translations: `texts/*.ftl`, the only source of words on a page.

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::lang::Lang;

/// The four languages' texts.
pub struct Texts {
    bundles: Vec<(Lang, FluentBundle<FluentResource>)>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Texts")
    }
}

/// The source of one language, as it is compiled in.
#[must_use]
pub const fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::Et => include_str!("../../texts/et.ftl"),
        Lang::Nl => include_str!("../../texts/nl.ftl"),
        Lang::Sv => include_str!("../../texts/sv.ftl"),
        Lang::En => include_str!("../../texts/en.ftl"),
    }
}

impl Texts {
    /// Reads the compiled-in texts. A line that cannot be read is left out; a test sees to it that there is none.
    #[must_use]
    pub fn load() -> Self {
        Self { bundles: Lang::ALL.into_iter().map(|lang| (lang, bundle(lang))).collect() }
    }

    /// The text of `key` in `lang`, else in English, else the key itself.
    #[must_use]
    pub fn say(&self, lang: Lang, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let said = self.try_say(lang, key, args).or_else(|| {
            metrics::counter!("koppel_missing_texts", "key" => key.to_owned()).increment(1);
            self.try_say(Lang::En, key, args)
        });
        said.unwrap_or_else(|| key.to_owned())
    }

    fn try_say(&self, lang: Lang, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let (_, bundle) = self.bundles.iter().find(|(of, _)| *of == lang)?;
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let said = bundle.format_pattern(pattern, args, &mut errors);
        if !errors.is_empty() {
            tracing::warn!(key, lang = lang.tag(), "a text uses a variable it was not given");
        }
        Some(Cow::into_owned(said))
    }
}

fn bundle(lang: Lang) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(lang.tag().parse().into_iter().collect());
    // The marks that isolate a variable would show up in attributes and mails.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Nl => |value, _| grouped(value, '.'),
        Lang::En => |value, _| grouped(value, ','),
        Lang::Et | Lang::Sv => |value, _| grouped(value, '\u{a0}'),
    }));
    let resource = FluentResource::try_new(source(lang).to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}

/// Whole numbers from 10,000 on in groups of three, as the language separates them.
fn grouped(value: &FluentValue<'_>, separator: char) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    if number.value.fract() != 0.0 || number.value < 10_000.0 {
        return None;
    }
    let digits = format!("{:.0}", number.value);
    let mut shown = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(separator);
        }
        shown.push(digit);
    }
    Some(shown)
}

/// What can stand in a text's `{ $variable }`.
pub trait Say {
    /// As Fluent wants it: numbers stay numbers, so that plural forms work.
    fn say(&self) -> FluentValue<'_>;
}

impl Say for str {
    fn say(&self) -> FluentValue<'_> {
        FluentValue::from(self)
    }
}

impl Say for String {
    fn say(&self) -> FluentValue<'_> {
        FluentValue::from(self.as_str())
    }
}

impl Say for u64 {
    fn say(&self) -> FluentValue<'_> {
        FluentValue::from(*self)
    }
}

impl<T: Say + ?Sized> Say for &T {
    fn say(&self) -> FluentValue<'_> {
        (**self).say()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Keys with the variables they use, read from the source line by line.
    fn keys(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
        let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in source(lang).lines().filter(|line| !line.starts_with('#')) {
            if !line.starts_with([' ', '}']) && line.contains(" =") {
                line.split(" =").next().unwrap_or_default().clone_into(&mut current);
                assert!(keys.insert(current.clone(), BTreeSet::new()).is_none(), "{lang:?}: {current} stands twice");
            }
            for piece in line.split('$').skip(1) {
                let name = piece.chars().take_while(char::is_ascii_alphanumeric).collect();
                keys.entry(current.clone()).or_default().insert(name);
            }
        }
        keys
    }

    #[test]
    fn every_language_has_the_same_keys_and_variables() {
        let english = keys(Lang::En);
        for lang in [Lang::Et, Lang::Nl, Lang::Sv] {
            let theirs = keys(lang);
            let differing: Vec<_> = english
                .keys()
                .chain(theirs.keys())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .filter(|key| english.get(*key) != theirs.get(*key))
                .collect();
            assert!(differing.is_empty(), "{lang:?} differs from English in {differing:?}");
        }
    }

    #[test]
    fn every_line_of_every_language_can_be_read() {
        for lang in Lang::ALL {
            let errors = FluentResource::try_new(source(lang).to_owned()).err().map(|(_, errors)| errors);
            assert!(errors.is_none(), "{lang:?}: {errors:?}");
        }
    }

    /// pages.md, "Tone": no "please", no exclamation marks; straight names for systems.
    #[test]
    fn the_tone_is_kept() {
        for lang in Lang::ALL {
            for (number, line) in source(lang).lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
                let low = line.to_lowercase();
                for word in ["!", "please", "palun", "alstublieft", "alsjeblieft", "vänligen", "var god", "provider"] {
                    assert!(!low.contains(word), "{lang:?} line {}: {word:?} in {line:?}", number + 1);
                }
            }
        }
    }

    /// Systems, platforms and schools are called anything: an ending that fits one name is wrong after the next.
    #[test]
    fn no_ending_is_glued_to_a_name() {
        for lang in Lang::ALL {
            for (number, line) in source(lang).lines().enumerate() {
                let glued = line.split('}').skip(1).any(|rest| rest.starts_with(char::is_alphabetic));
                assert!(!glued, "{lang:?} line {}: {line:?}", number + 1);
            }
        }
    }

    #[test]
    fn estonian_buttons_say_known_names_as_people_do_and_others_with_a_noun() {
        let texts = Texts::load();
        let button = |name: &str| {
            texts.say(Lang::Et, "sign-in-with", Some(&FluentArgs::from_iter([("upstream", FluentValue::from(name))])))
        };
        assert_eq!(button("eKool"), "Logi sisse eKooliga");
        assert_eq!(button("HarID"), "Logi sisse HarID-ga");
        assert_eq!(button("Veera"), "Logi sisse süsteemiga Veera");
    }

    #[test]
    fn a_missing_text_falls_back_to_english_and_then_to_its_key() {
        assert_eq!(Texts::load().say(Lang::Et, "no-such-key", None), "no-such-key");
    }

    #[test]
    fn large_numbers_are_grouped_as_the_language_does() {
        let number = FluentValue::from(1_234_567_u64);
        assert_eq!(grouped(&number, '.').as_deref(), Some("1.234.567"));
        assert_eq!(grouped(&FluentValue::from(143_u64), '.'), None);
    }
}
