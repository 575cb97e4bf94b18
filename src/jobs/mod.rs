//! Work that no request waits for. One file per job, listed in [`all`]; every job may run again at any moment.
//!
//! To add one: a file with `pub fn job() -> Job` and a line in [`all`]. A run is short (it does a bounded part and comes
//! again; [`Job::lasting`] where it cannot be), awaits no HTTP inside a transaction, and says what it does in metrics, not in logs about people.

mod audit_places;
mod cleanup;
mod duplicates;
mod end_mail;
mod hold_mail;
mod lease;
mod letters;
mod mail;
mod outbox;
mod put_away;
mod refresh;
mod refresh_daily;
mod retention;
mod rotate_keys;
mod sealer;
mod worker;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

pub use lease::{alone, while_alone};
pub use refresh::work_on;
pub use worker::start;

use tokio_util::sync::CancellationToken;

use crate::ground::Ground;
use crate::storage::StorageError;

/// Why a run did not do its work. It is logged, and the job comes again.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Anything else, without personal data.
    #[error("{0}")]
    Failed(String),
}

type Running = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>>;

/// Something to do again and again.
#[derive(Clone)]
pub struct Job {
    name: &'static str,
    every: Duration,
    run: Arc<dyn Fn(Ground, CancellationToken) -> Running + Send + Sync>,
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Job({} every {:?})", self.name, self.every)
    }
}

impl Job {
    /// A job that runs at once and then `every` so often, in every process; see [`alone`] for "in one of them".
    pub fn new<F, Fut>(name: &'static str, every: Duration, run: F) -> Self
    where
        F: Fn(Ground) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        Self::lasting(name, every, move |ground, _| run(ground))
    }

    /// The same for a job whose run goes on as long as there is work: it begins nothing more once the token is cancelled.
    pub fn lasting<F, Fut>(name: &'static str, every: Duration, run: F) -> Self
    where
        F: Fn(Ground, CancellationToken) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        Self { name, every, run: Arc::new(move |ground, stop| Box::pin(run(ground, stop))) }
    }

    /// Runs it once, now.
    ///
    /// # Errors
    /// What the job says.
    pub async fn run_once(&self, ground: &Ground) -> Result<(), JobError> {
        self.run_until(ground, CancellationToken::new()).await
    }

    /// The same, told when nothing more is to be begun.
    async fn run_until(&self, ground: &Ground, stop: CancellationToken) -> Result<(), JobError> {
        (self.run)(ground.clone(), stop).await
    }

    /// What it is called in metrics and logs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }
}

/// Every job of a server.
#[must_use]
pub fn all() -> Vec<Job> {
    vec![
        sealer::job(),
        audit_places::job(),
        cleanup::job(),
        retention::job(),
        rotate_keys::job(),
        mail::job(),
        outbox::job(),
        hold_mail::job(),
        end_mail::job(),
        put_away::job(),
        refresh_daily::job(),
        refresh::job(),
        duplicates::job(),
    ]
}
