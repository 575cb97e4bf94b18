//! The audit log as a body that is read while it is sent: however long the log is, one page of it is in memory.

use axum::body::Body;
use futures_util::StreamExt as _;
use futures_util::stream::{once, try_unfold};

use super::csv;
use crate::domain::{PlatformId, SchoolId};
use crate::ground::Ground;
use crate::storage::audit_search::{self, Wanted};
use crate::storage::{StorageError, Tx};

/// Rows that are read at once.
const PAGE: i64 = 1000;

/// What is still to be sent.
pub(super) struct Rows {
    ground: Ground,
    platform: PlatformId,
    school: SchoolId,
    wanted: Wanted,
    /// The numbers below this one are still to be sent.
    before: i64,
}

impl Rows {
    /// All that a school sees of what is wanted.
    pub(super) fn all(ground: &Ground, (platform, school): (&PlatformId, &SchoolId), wanted: Wanted) -> Self {
        Self { ground: ground.clone(), platform: platform.clone(), school: school.clone(), wanted, before: i64::MAX }
    }

    /// The file. Where the log cannot be read on, the connection breaks off: nobody takes half a file for all of it.
    pub(super) fn into_body(self) -> Body {
        let head = once(async { Ok::<_, StorageError>(csv::HEAD.to_owned()) });
        Body::from_stream(head.chain(try_unfold(self, Self::page)))
    }

    async fn page(self) -> Result<Option<(String, Self)>, StorageError> {
        let rows = self.read().await.inspect_err(|error| tracing::error!(%error, "an audit log breaks off"))?;
        let Some(last) = rows.last() else { return Ok(None) };
        let (text, before) = (rows.iter().map(csv::line).collect(), last.number);
        Ok(Some((text, Self { before, ..self })))
    }

    async fn read(&self) -> Result<Vec<audit_search::Seen>, StorageError> {
        let (place, wanted, before) = ((&self.platform, &self.school), &self.wanted, self.before);
        let read = |tx: Tx| async move { audit_search::list(&tx, place, wanted, before, PAGE).await };
        self.ground.db.read(read).await
    }
}
