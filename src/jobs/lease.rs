//! "In one process at a time".

use std::time::Duration;

use chrono::TimeDelta;

use crate::ground::Ground;
use crate::storage::{Durability, StorageError, leases};

/// Does `work` when no other process holds the lease `name`; answers `None` when one does. `longest` bounds the work: when
/// the holder falls silent, another process takes over after that time.
///
/// # Errors
/// The engine's, or those of the work.
pub async fn alone<T, E, Fut>(
    ground: &Ground,
    name: &'static str,
    longest: TimeDelta,
    work: impl FnOnce() -> Fut,
) -> Result<Option<T>, E>
where
    Fut: Future<Output = Result<T, E>>,
    E: From<StorageError>,
{
    let holder = ground.random.id_text();
    let (holder, now) = (holder.as_str(), ground.now());
    let taken = ground
        .db
        .write(Durability::Relaxed, |tx| async move { leases::take(&tx, name, holder, now, now + longest).await })
        .await?;
    if !taken {
        return Ok(None);
    }
    let done = work().await;
    ground.db.write(Durability::Relaxed, |tx| async move { leases::give_back(&tx, name, holder).await }).await?;
    done.map(Some)
}

/// How long a lease that is renewed outlives its holder.
const BREATH: TimeDelta = TimeDelta::seconds(20);
/// How often it is renewed meanwhile.
const BEAT: Duration = Duration::from_secs(5);

/// Does `work` of any length when nobody holds the lease `name`; answers `None` when somebody does. The lease is renewed
/// while the work goes on: when the holder dies, another process takes over within 30 seconds. A holder that finds its
/// lease in other hands drops the work where it stands and answers `None`.
///
/// # Errors
/// The engine's, or those of the work.
pub async fn while_alone<T, E>(
    ground: &Ground,
    name: &str,
    work: impl Future<Output = Result<T, E>>,
) -> Result<Option<T>, E>
where
    E: From<StorageError>,
{
    let holder = ground.random.id_text();
    if !renew(ground, name, &holder).await? {
        return Ok(None);
    }
    let done = tokio::select! {
        done = work => done.map(Some),
        () = lost(ground, name, &holder) => Ok(None),
    };
    let holder = holder.as_str();
    ground.db.write(Durability::Relaxed, |tx| async move { leases::give_back(&tx, name, holder).await }).await?;
    done
}

async fn renew(ground: &Ground, name: &str, holder: &str) -> Result<bool, StorageError> {
    let now = ground.now();
    ground
        .db
        .write(Durability::Relaxed, |tx| async move { leases::take(&tx, name, holder, now, now + BREATH).await })
        .await
}

/// Comes back when the lease is somebody else's, or could not be renewed for as long as it lasts.
async fn lost(ground: &Ground, name: &str, holder: &str) {
    let mut until = ground.now() + BREATH;
    loop {
        tokio::time::sleep(BEAT).await;
        match renew(ground, name, holder).await {
            Ok(true) => until = ground.now() + BREATH,
            Ok(false) => return,
            Err(_) if ground.now() >= until => return,
            Err(error) => tracing::warn!(lease = name, %error, "a lease could not be renewed; it is tried again"),
        }
    }
}
