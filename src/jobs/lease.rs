//! "In one process at a time".

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
