//! Two accounts of a school that may be one person's: found by a sweep, decided by the school. A sweep suggests; it joins nothing.

mod act;
mod found;

use crate::domain::{Actor, CaseKind, DuplicateId, PlatformId, SchoolId};
use crate::ground::Ground;
use crate::storage::duplicates::{self, Suspect};
use crate::storage::suspects::{self, Named};
use crate::storage::{Durability, StorageError, Tx};

use super::LinkingError;
use super::candidates::known_at;
use super::cases::{CaseAbout, open_case};
use found::{Class, Pair, pairs};

pub use act::{ask_pupil, prove_other, questions_due, say_not_same, settle_merged, settle_unmerged};

/// How many rows go in one transaction, so that nobody waits long for the writer.
const BATCH: usize = 200;

/// What a sweep did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Swept {
    /// So many pairs wait for a decision.
    pub found: u64,
    /// So many do no longer, because nothing speaks for them any more.
    pub gone: u64,
}

/// Looks through everybody of a school, and writes down who may have two accounts there.
///
/// # Errors
/// The database's.
pub async fn sweep(ground: &Ground, platform: &PlatformId, school: &SchoolId) -> Result<Swept, LinkingError> {
    let (now, place) = (ground.now(), (platform, school));
    let suspects = look(ground, platform, school).await?;
    let mut found = 0;
    for batch in suspects.chunks(BATCH) {
        let store = |tx| async move { duplicates::store(&tx, place, batch, now).await };
        found += ground.db.write(Durability::Durable, store).await?;
    }
    doubt(ground, platform, school).await?;
    let pass = |tx| async move {
        suspects::mark(&tx, platform, school, now).await?;
        duplicates::pass(&tx, platform, school, now).await
    };
    let gone = ground.db.write::<_, StorageError, _, _>(Durability::Durable, pass).await?;
    Ok(Swept { found, gone })
}

/// What a sweep would find now; nothing is written.
///
/// # Errors
/// The database's.
pub async fn look(ground: &Ground, platform: &PlatformId, school: &SchoolId) -> Result<Vec<Suspect>, LinkingError> {
    let class = ground.db.read(|tx| async move { read(&tx, ground, platform, school).await }).await?;
    // A large school takes a while: not on a thread that answers requests.
    let found = tokio::task::spawn_blocking(move || pairs(&class)).await;
    let found = found.map_err(|_| StorageError::Closed)?;
    let suspect = |Pair { one, other, score, why }| {
        let id = DuplicateId::random(&ground.random);
        Suspect { id, one, other, score, why }
    };
    Ok(found.into_iter().map(suspect).collect())
}

async fn read(tx: &Tx, ground: &Ground, platform: &PlatformId, school: &SchoolId) -> Result<Class, StorageError> {
    let worked = suspects::list_worked(tx, platform, school).await?;
    Ok(Class {
        known: known_at(tx, ground, platform, school).await?,
        worked: worked.into_iter().map(|row| row.account_id).collect(),
        seated: suspects::list_seated(tx, platform, school).await?,
        apart: suspects::list_apart(tx, platform, school).await?,
        withheld: suspects::list_withheld(tx).await?.into_iter().collect(),
    })
}

/// Asks the school to look at accounts that went together and in which two rows of one journal meet.
async fn doubt(ground: &Ground, platform: &PlatformId, school: &SchoolId) -> Result<(), LinkingError> {
    let doubted = ground.db.read(|tx| async move { suspects::list_doubted(&tx, platform, school).await }).await?;
    for Named { account_id } in &doubted {
        let about = &CaseAbout {
            kind: CaseKind::MergeDoubted,
            platform,
            school: Some(school),
            identity: None,
            account: Some(account_id),
            link: None,
        };
        let open = |tx| async move { open_case(&tx, ground, &Actor::Job("duplicates"), about).await };
        ground.db.write(Durability::Durable, open).await?;
    }
    Ok(())
}
