//! The three layers (default, file, environment) as one flat map from dotted keys to values.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use secrecy::SecretString;
use toml::Value;

use super::ConfigError;

/// What every section reads its keys from.
#[derive(Debug, Default)]
pub(super) struct Values {
    values: BTreeMap<String, (Layer, Value)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layer {
    Default,
    Given,
}

const ENVIRONMENT: &str = "KOPPEL__";

impl Values {
    /// Lays the file over the defaults and the environment over both.
    pub(super) fn layered(
        defaults: &str,
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut values = Self::default();
        values.lay(Layer::Default, &parsed("default.toml", defaults)?);
        if let Some(path) = file {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(path).map_err(|error| {
                ConfigError::new("--config", format!("{name} cannot be read: {error}"), "give the path of a TOML file")
            })?;
            values.lay(Layer::Given, &parsed(&name, &text)?);
        }
        for (name, text) in environment {
            if let Some(key) = name.strip_prefix(ENVIRONMENT) {
                values.values.insert(key.to_lowercase().replace("__", "."), (Layer::Given, Value::String(text)));
            }
        }
        Ok(values)
    }

    fn lay(&mut self, layer: Layer, table: &toml::Table) {
        for (key, value) in table {
            self.lay_value(layer, key, value);
        }
    }

    fn lay_value(&mut self, layer: Layer, key: &str, value: &Value) {
        match value {
            Value::Table(table) => {
                for (name, inner) in table {
                    self.lay_value(layer, &format!("{key}.{name}"), inner);
                }
            }
            Value::Array(items) if items.iter().any(Value::is_table) => {
                for (index, inner) in items.iter().enumerate() {
                    self.lay_value(layer, &format!("{key}.{index}"), inner);
                }
            }
            _ => {
                self.values.insert(key.to_owned(), (layer, value.clone()));
            }
        }
    }

    /// Refuses the first key that no section knows. `known` holds `section.name`; the numbers of a list are left out.
    pub(super) fn refuse_unknown(&self, known: &[&str]) -> Result<(), ConfigError> {
        let unknown = self.values.keys().find(|key| !known.contains(&without_numbers(key).as_str()));
        let Some(key) = unknown else { return Ok(()) };
        let plain = without_numbers(key);
        let near = known.iter().max_by(|a, b| {
            strsim::normalized_damerau_levenshtein(a, &plain)
                .total_cmp(&strsim::normalized_damerau_levenshtein(b, &plain))
        });
        Err(ConfigError::new(key, "there is no such setting", format!("did you mean {}?", near.unwrap_or(&"another"))))
    }

    /// The numbers under `section`, in order: `0, 1, …`.
    pub(super) fn indices(&self, section: &str) -> Vec<usize> {
        let prefix = format!("{section}.");
        let number = |key: &String| key.strip_prefix(&prefix)?.split('.').next()?.parse::<usize>().ok();
        let mut found: Vec<usize> = self.values.keys().filter_map(number).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// True when the file or the environment says something about this key.
    pub(super) fn is_given(&self, key: &str) -> bool {
        matches!(self.values.get(key), Some((Layer::Given, _)))
    }

    /// True when there is any value below `section`.
    pub(super) fn has_section(&self, section: &str) -> bool {
        let prefix = format!("{section}.");
        self.values.keys().any(|key| key.starts_with(&prefix))
    }

    /// A text, if there is one.
    pub(super) fn text(&self, key: &str) -> Result<Option<String>, ConfigError> {
        match self.values.get(key) {
            None => Ok(None),
            Some((_, Value::String(text))) => Ok(Some(text.trim().to_owned())),
            Some((_, other)) => Err(wrong_type(key, other, "a text", "put it in quotes")),
        }
    }

    /// A text that must be there and not be empty.
    pub(super) fn required(&self, key: &str) -> Result<String, ConfigError> {
        let text = self.text(key)?.filter(|text| !text.is_empty());
        text.ok_or_else(|| ConfigError::new(key, "is missing or empty", "config/default.toml explains every setting"))
    }

    /// A text that is parsed, if there is one; `such_as` shows what is wanted.
    pub(super) fn parse<T: FromStr>(&self, key: &str, such_as: &str) -> Result<Option<T>, ConfigError> {
        let Some(text) = self.text(key)? else { return Ok(None) };
        let wrong = |_| ConfigError::new(key, format!("{text:?} does not fit"), format!("write it like {such_as}"));
        text.parse().map(Some).map_err(wrong)
    }

    /// A whole number within a range.
    pub(super) fn number(&self, key: &str, range: RangeInclusive<i64>) -> Result<i64, ConfigError> {
        let hint = format!("a whole number from {} to {}", range.start(), range.end());
        let number = match self.values.get(key) {
            Some((_, Value::Integer(number))) => Some(*number),
            Some((_, Value::String(text))) => text.trim().parse().ok(),
            _ => None,
        };
        match number {
            Some(number) if range.contains(&number) => Ok(number),
            Some(number) => Err(ConfigError::new(key, format!("{number} is out of range"), hint)),
            None => Err(ConfigError::new(key, "is not a whole number", hint)),
        }
    }

    /// A list of texts; in the environment separated by commas.
    pub(super) fn list(&self, key: &str) -> Result<Vec<String>, ConfigError> {
        match self.values.get(key) {
            None => Ok(vec![]),
            Some((_, Value::String(text))) => {
                Ok(text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect())
            }
            Some((_, Value::Array(items))) => items
                .iter()
                .map(|item| item.as_str().map(|text| text.trim().to_owned()))
                .collect::<Option<_>>()
                .ok_or_else(|| ConfigError::new(key, "is not a list of texts", "write [\"one\", \"two\"]")),
            Some((_, other)) => Err(wrong_type(key, other, "a list", "write [\"one\", \"two\"]")),
        }
    }

    /// A path, if there is one.
    pub(super) fn path(&self, key: &str) -> Result<Option<PathBuf>, ConfigError> {
        Ok(self.text(key)?.filter(|text| !text.is_empty()).map(PathBuf::from))
    }

    /// A secret from `key` or from the file that `file_key` names; both together are refused.
    pub(super) fn secret(&self, key: &str, file_key: &str) -> Result<Option<SecretString>, ConfigError> {
        let Some(path) = self.path(file_key)? else {
            return Ok(self.text(key)?.filter(|text| !text.is_empty()).map(SecretString::from));
        };
        if self.is_given(key) {
            return Err(ConfigError::new(key, format!("is set together with {file_key}"), "keep one of the two"));
        }
        let text = std::fs::read_to_string(&path).map_err(|error| {
            ConfigError::new(file_key, format!("{} cannot be read: {error}", path.display()), "check path and rights")
        })?;
        let text = text.trim();
        if text.is_empty() {
            let problem = format!("{} is empty", path.display());
            return Err(ConfigError::new(file_key, problem, "write the secret into it"));
        }
        Ok(Some(SecretString::from(text.to_owned())))
    }
}

fn parsed(name: &str, text: &str) -> Result<toml::Table, ConfigError> {
    text.parse().map_err(|error: toml::de::Error| {
        let line =
            error.span().map_or(1, |span| text.get(..span.start).map_or(1, |before| before.lines().count().max(1)));
        let problem = format!("line {line} of {name} is not TOML: {}", error.message().replace('\n', " "));
        ConfigError::new("--config", problem, "compare with config/default.toml")
    })
}

fn wrong_type(key: &str, found: &Value, wanted: &str, hint: &str) -> ConfigError {
    ConfigError::new(key, format!("is {} and not {wanted}", found.type_str()), hint)
}

fn without_numbers(key: &str) -> String {
    let parts: Vec<&str> = key.split('.').filter(|part| part.parse::<usize>().is_err()).collect();
    parts.join(".")
}
