//! Works on the refreshes that were asked for.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio_util::sync::CancellationToken;

use super::{Job, JobError, while_alone};
use crate::ground::Ground;
use crate::roster::{RosterError, refresh};
use crate::storage::StorageError;
use crate::storage::refresh_runs::{self, RefreshRun};
use crate::upstream::Registry;

/// Refreshes that one process works on at the same time, each of another school or upstream; and as many beside them of
/// those that may not wait behind them.
const AT_ONCE: usize = 6;
/// How often is looked for more of them while some are under way.
const LOOK: Duration = Duration::from_secs(1);

/// Every second, in every process; the lease of school and upstream lets one of them work on each.
pub(super) fn job() -> Job {
    let upstreams: Arc<OnceLock<Registry>> = Arc::default();
    Job::lasting("refresh", LOOK, move |ground, stop| {
        let upstreams = Arc::clone(&upstreams);
        async move { run(&ground, registry(&ground, &upstreams)?, &stop).await }
    })
}

/// Kept from run to run: it holds the circuit breakers.
fn registry<'a>(ground: &Ground, kept: &'a OnceLock<Registry>) -> Result<&'a Registry, JobError> {
    if let Some(registry) = kept.get() {
        return Ok(registry);
    }
    let made = Registry::new(ground.clone()).map_err(|error| JobError::Failed(error.to_string()))?;
    Ok(kept.get_or_init(|| made))
}

/// Takes work until there is none, or until it is told to stop; then it ends with what it has in hand. However slow that
/// is, what a person waits for and what a dead process left behind find a place of their own.
async fn run(ground: &Ground, upstreams: &Registry, stop: &CancellationToken) -> Result<(), JobError> {
    let (mut first, mut queue) = (FuturesUnordered::new(), FuturesUnordered::new());
    loop {
        let due = Due::look(ground, stop, (free(first.len()), free(queue.len()))).await?;
        for run in due.first {
            first.push(Box::pin(one(ground, upstreams, run)));
        }
        for run in due.queue {
            queue.push(Box::pin(one(ground, upstreams, run)));
        }
        if first.is_empty() && queue.is_empty() {
            return Ok(());
        }
        // Whatever comes first: an end, or the time to look for more.
        tokio::select! {
            Some(()) = first.next() => {}
            Some(()) = queue.next() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

fn free(busy: usize) -> i64 {
    i64::try_from(AT_ONCE.saturating_sub(busy)).unwrap_or_default()
}

/// What is to be begun now.
#[derive(Debug, Default)]
struct Due {
    first: Vec<RefreshRun>,
    queue: Vec<RefreshRun>,
}

impl Due {
    async fn look(ground: &Ground, stop: &CancellationToken, (first, queue): (i64, i64)) -> Result<Self, StorageError> {
        if stop.is_cancelled() || first + queue == 0 {
            return Ok(Self::default());
        }
        let now = ground.now();
        let read = |tx| async move {
            let first = refresh_runs::list_first(&tx, now, first).await?;
            Ok::<_, StorageError>((first, refresh_runs::list_due(&tx, now, queue).await?))
        };
        let (first, mut queue) = ground.db.read(read).await?;
        queue.retain(|run| first.iter().all(|other| other.id != run.id));
        Ok(Self { first, queue })
    }
}

/// A refresh that fails is logged and begun again later; it keeps no other from its work.
async fn one(ground: &Ground, upstreams: &Registry, run: RefreshRun) {
    let outcome = match work_on(ground, upstreams, &run).await {
        Ok(true) => "worked",
        Ok(false) => "elsewhere",
        Err(error) => {
            tracing::error!(run.id = run.id.as_str(), %error, "a refresh failed; it is begun again");
            "failed"
        }
    };
    metrics::counter!("koppel_refreshes_total", "outcome" => outcome).increment(1);
}

/// Works on a refresh, if no other process does and nothing else of that school at that upstream is under way. False when
/// one does.
///
/// # Errors
/// The database's; then it is begun again later.
pub async fn work_on(ground: &Ground, upstreams: &Registry, run: &RefreshRun) -> Result<bool, RosterError> {
    let lease = refresh_runs::lease_name(&run.school_id, &run.upstream_id);
    let work = Box::pin(refresh::run(ground, upstreams, &run.id));
    Ok(while_alone(ground, &lease, work).await?.is_some())
}
