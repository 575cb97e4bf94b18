//! What a caller does in a transaction, without its types: the engines are compiled once, and not for each of the callers.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use super::StorageError;
use super::tx::Tx;

/// The work of one run; answers whether it is to be kept.
pub(super) type Doing<'a> = Pin<Box<dyn Future<Output = bool> + Send + 'a>>;
/// Work that may run several times.
pub(super) type Change<'a> = dyn Fn(Tx) -> Doing<'a> + Sync + 'a;
/// Work that runs once.
pub(super) type Look<'a> = Box<dyn FnOnce(Tx) -> Doing<'a> + Send + 'a>;

/// What the work itself answered, in its last run.
pub(super) struct Told<T, E>(Mutex<Option<Result<T, E>>>);

impl<T, E> Default for Told<T, E> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T, E> Told<T, E> {
    /// Does the work, remembers its answer, and says whether it went well.
    pub(super) async fn keep(&self, work: impl Future<Output = Result<T, E>>) -> bool {
        let answer = work.await;
        let well = answer.is_ok();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
        well
    }

    /// The work's own answer, unless the engine has another.
    pub(super) fn answer(self, engine: Result<(), StorageError>) -> Result<T, E>
    where
        E: From<StorageError>,
    {
        engine?;
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner).unwrap_or(Err(StorageError::Over.into()))
    }
}
