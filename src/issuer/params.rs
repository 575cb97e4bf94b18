//! Parameters as they came over the wire: each at most once, none empty, none endless.

use std::collections::{BTreeMap, BTreeSet};

/// What is wrong with a parameter, before anybody asks what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum ParamError {
    /// RFC 6749, 3.1: never more than once.
    #[error("{0} is there more than once")]
    Repeated(&'static str),
    /// Longer than we read.
    #[error("{0} is too long")]
    TooLong(&'static str),
    /// Control characters, or not UTF-8.
    #[error("{0} holds characters that it must not")]
    BadCharacters(&'static str),
}

/// A query or a form. What nobody asks for is ignored, repeated or not.
#[derive(Debug, Default)]
pub(super) struct Params {
    values: BTreeMap<String, String>,
    repeated: BTreeSet<String>,
}

impl Params {
    /// Reads `application/x-www-form-urlencoded`.
    pub(super) fn parse(raw: &[u8]) -> Self {
        let mut params = Self::default();
        for (name, value) in url::form_urlencoded::parse(raw) {
            if params.values.insert(name.clone().into_owned(), value.into_owned()).is_some() {
                params.repeated.insert(name.into_owned());
            }
        }
        params
    }

    /// The value of a parameter; absent when it is empty (RFC 6749, 3.1). `max` counts bytes.
    pub(super) fn find(&self, name: &'static str, max: usize) -> Result<Option<&str>, ParamError> {
        if self.repeated.contains(name) {
            return Err(ParamError::Repeated(name));
        }
        let Some(value) = self.values.get(name).map(String::as_str).filter(|value| !value.is_empty()) else {
            return Ok(None);
        };
        if value.len() > max {
            Err(ParamError::TooLong(name))
        } else if value.chars().any(|c| c.is_control() || c == char::REPLACEMENT_CHARACTER) {
            Err(ParamError::BadCharacters(name))
        } else {
            Ok(Some(value))
        }
    }

    /// The same, owned.
    pub(super) fn text(&self, name: &'static str, max: usize) -> Result<Option<String>, ParamError> {
        Ok(self.find(name, max)?.map(str::to_owned))
    }

    /// True when the parameter was sent at all, whatever it holds.
    pub(super) fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_that_is_there_twice_is_refused_even_with_one_value() {
        let params = Params::parse(b"scope=openid&scope=openid&extra=1&extra=2");
        assert_eq!(params.find("scope", 100), Err(ParamError::Repeated("scope")));
        assert_eq!(params.find("state", 100), Ok(None));
    }

    #[test]
    fn odd_values_are_refused_and_empty_ones_absent() {
        let params = Params::parse(b"a=&b=x%00y&c=%ff&d=12345&e=%C3%B5+1");
        assert_eq!(params.find("a", 9), Ok(None));
        assert_eq!(params.find("b", 9), Err(ParamError::BadCharacters("b")));
        assert_eq!(params.find("c", 9), Err(ParamError::BadCharacters("c")));
        assert_eq!(params.find("d", 4), Err(ParamError::TooLong("d")));
        assert_eq!(params.find("e", 9), Ok(Some("õ 1")));
    }
}
