//! Connections that only read, each lent to one caller at a time.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{StorageError, open, run};

/// Snapshots at once.
const PLACES: usize = 8;
/// How long a request waits for a connection before it answers "try again".
const WAIT: Duration = Duration::from_secs(5);

/// The connections. Cheap to clone.
#[derive(Debug, Clone)]
pub(in crate::storage::engine) struct Readers(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    places: Arc<Semaphore>,
}

impl Readers {
    pub(in crate::storage::engine) fn new(path: PathBuf) -> Self {
        Self(Arc::new(Shared { path, idle: Mutex::default(), places: Arc::new(Semaphore::new(PLACES)) }))
    }

    /// A connection for as long as the lease lives.
    pub(in crate::storage::engine) async fn lease(&self) -> Result<Lease, StorageError> {
        let place = tokio::time::timeout(WAIT, Arc::clone(&self.0.places).acquire_owned()).await;
        let place = place.map_err(|_| StorageError::Busy)?.map_err(|_| StorageError::Closed)?;
        let idle = self.0.idle().pop();
        let line = match idle {
            Some(line) => line,
            None => open(&self.0.path, "PRAGMA query_only = ON;")?,
        };
        Ok(Lease { line: Some(line), home: Arc::clone(&self.0), _place: place })
    }

    /// The same, with a snapshot that ends with the lease.
    pub(in crate::storage::engine) async fn snapshot(&self) -> Result<Lease, StorageError> {
        let lease = self.lease().await?;
        run(lease.line()?, "BEGIN")?;
        Ok(lease)
    }
}

impl Shared {
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A borrowed connection. Dropping it ends its snapshot and gives it back.
#[derive(Debug)]
pub(in crate::storage::engine) struct Lease {
    line: Option<Connection>,
    home: Arc<Shared>,
    _place: OwnedSemaphorePermit,
}

impl Lease {
    pub(in crate::storage::engine) fn line(&self) -> Result<&Connection, StorageError> {
        self.line.as_ref().ok_or(StorageError::Over)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(line) = self.line.take() else { return };
        // One that cannot be brought back to its beginning is closed instead.
        if line.is_autocommit() || run(&line, "ROLLBACK").is_ok() {
            self.home.idle().push(line);
        }
    }
}
