//! The one error that becomes a page: what happened, what to do next, a reference. Never internals.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};

use super::pages::errors::TroublePage;
use super::trouble::Trouble;
use super::visit::Visit;
use crate::storage::StorageError;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// What stopped a person, and what stood behind it. [`super::shell`] turns it into a page in their language.
#[derive(Debug)]
pub struct Error(Box<Parts>);

#[derive(Debug)]
struct Parts {
    trouble: Trouble,
    again: Option<String>,
    source: Option<Source>,
}

impl Error {
    /// Our fault. The source goes to the log, never to the page.
    pub fn internal(source: impl Into<Source>) -> Self {
        Self::from(Trouble::Internal).caused_by(source)
    }

    /// The same with what stood behind it, for the log.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The same with an address of ours where the person can try again, such as `/login?attempt=…`.
    #[must_use]
    pub fn try_again_at(mut self, path: impl Into<String>) -> Self {
        self.0.again = Some(path.into());
        self
    }

    /// What stopped the person.
    #[must_use]
    pub fn trouble(&self) -> &Trouble {
        &self.0.trouble
    }
}

impl From<Trouble> for Error {
    fn from(trouble: Trouble) -> Self {
        Self(Box::new(Parts { trouble, again: None, source: None }))
    }
}

impl From<StorageError> for Error {
    fn from(error: StorageError) -> Self {
        let trouble = match error {
            StorageError::Changed | StorageError::Taken => Trouble::Stale,
            // Also when a write could not be committed: nothing was written, and it may be sent again.
            StorageError::Engine(_) | StorageError::NotCommitted(_) | StorageError::Closed => {
                Trouble::Busy { retry_after_seconds: 5 }
            }
            _ => Trouble::Internal,
        };
        Self::from(trouble).caused_by(error)
    }
}

/// An error on its way from a handler to the shell.
#[derive(Clone)]
pub(super) struct Failure(Arc<Error>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.0.trouble.status().into_response();
        response.extensions_mut().insert(Failure(Arc::new(self)));
        response
    }
}

impl Failure {
    /// The page, and the one log line.
    pub(super) fn explain(&self, visit: &Visit) -> Response {
        let Parts { trouble, again, source } = &*self.0.0;
        if trouble.status().is_server_error() {
            let source = source.as_ref().map(|source| chain(source.as_ref()));
            tracing::error!(trouble = trouble.slug(), error = source, "a request failed");
        } else {
            tracing::info!(trouble = trouble.slug(), "a request was refused");
        }
        TroublePage::new(visit, trouble.clone(), again.clone()).into_page(visit)
    }
}

/// An error with everything it stands on, in one line.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut line = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        line = format!("{line}: {cause}");
        next = cause.source();
    }
    line
}
