//! Works on the refreshes that were asked for.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;

use super::{Job, JobError, while_alone};
use crate::ground::Ground;
use crate::roster::{RosterError, refresh};
use crate::storage::StorageError;
use crate::storage::refresh_runs::{self, RefreshRun};
use crate::upstream::Registry;

/// Refreshes that one process works on at the same time, each of another school or upstream.
const AT_ONCE: usize = 6;
/// How often is looked for more of them while some are under way.
const LOOK: Duration = Duration::from_secs(1);
/// After so long a run of the job takes nothing more in hand; the next one does.
const SHIFT: Duration = Duration::from_mins(1);

/// Every second, in every process; the lease of school and upstream lets one of them work on each.
pub(super) fn job() -> Job {
    let upstreams: Arc<OnceLock<Registry>> = Arc::default();
    Job::new("refresh", LOOK, move |ground| {
        let upstreams = Arc::clone(&upstreams);
        async move { run(&ground, registry(&ground, &upstreams)?).await }
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

async fn run(ground: &Ground, upstreams: &Registry) -> Result<(), JobError> {
    let began = Instant::now();
    let mut busy = FuturesUnordered::new();
    loop {
        if began.elapsed() < SHIFT {
            for run in due(ground, AT_ONCE - busy.len().min(AT_ONCE)).await? {
                busy.push(Box::pin(one(ground, upstreams, run)));
            }
        }
        if busy.is_empty() {
            return Ok(());
        }
        // Whatever comes first: an end, or the time to look for more.
        let _ = tokio::time::timeout(LOOK, busy.next()).await;
    }
}

async fn due(ground: &Ground, most: usize) -> Result<Vec<RefreshRun>, StorageError> {
    let (now, most) = (ground.now(), i64::try_from(most).unwrap_or(0));
    if most == 0 {
        return Ok(Vec::new());
    }
    ground.db.read(|tx| async move { refresh_runs::list_due(&tx, now, most).await }).await
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
