//! How a command says that it failed: one line for what, one for what to do.

use std::fmt;

use crate::config::ConfigError;
use crate::ground::GroundError;
use crate::serve::ServeError;
use crate::storage::StorageError;

/// A failure with advice.
#[derive(Debug)]
pub struct Failure {
    message: String,
    hint: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// A failure with advice, ready for `?`.
pub fn failure(message: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
    Failure { message: message.into(), hint: hint.into() }.into()
}

/// A row that is not there.
pub fn missing(noun: &str, id: impl fmt::Display) -> anyhow::Error {
    failure(format!("there is no {noun} {id}"), format!("`koppel {noun} list` shows what there is"))
}

/// The error as it is printed: a wrong setting in one line, everything else in two.
pub fn rendered(error: &anyhow::Error) -> String {
    if let Some(config) = config_error(error) {
        return format!("error: {config}. hint: {}", config.hint);
    }
    if let Some(StorageError::Taken) = error.downcast_ref() {
        return format!("error: it exists already\nhint: {}", hint(error));
    }
    format!("error: {error:#}\nhint: {}", hint(error))
}

fn config_error(error: &anyhow::Error) -> Option<&ConfigError> {
    if let Some(ServeError::Config(config)) = error.downcast_ref() {
        return Some(config);
    }
    if let Some(GroundError::Config(config)) = error.downcast_ref() {
        return Some(config);
    }
    error.downcast_ref()
}

fn hint(error: &anyhow::Error) -> String {
    if let Some(failure) = error.downcast_ref::<Failure>() {
        return failure.hint.clone();
    }
    if let Some(error) = error.downcast_ref::<ServeError>() {
        return error.hint();
    }
    match error.downcast_ref::<StorageError>() {
        Some(StorageError::Taken) => "`list` shows what there is; choose another id".to_owned(),
        Some(StorageError::Changed) => "somebody else changed it at the same time; run the command again".to_owned(),
        _ => "`koppel doctor` looks at configuration and database".to_owned(),
    }
}
