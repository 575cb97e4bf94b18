//! What a platform already knows: these accounts and these identities belong together. `koppel link import`.
//!
//! A row that contradicts what stands here changes nothing and is reported. What was ended here stays ended: a file does
//! not bring back what somebody took away.

mod account;
mod promised;
mod row;
mod write;

use std::io::Read;

use row::LinkRow;

use crate::domain::{PlatformId, Time};
use crate::files::{BadRow, FileError, Intake, Progress, RawRow, Report, bring_in};
use crate::ground::Ground;
use crate::storage::{StorageError, platforms};

use super::LinkingError;

pub use row::COLUMNS;

pub use crate::files::Options;

/// Why an import could not begin or go on. What was written before stays: run it again.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// No such platform.
    #[error("there is no platform {0}")]
    NoPlatform(PlatformId),
    /// The file's.
    #[error("the file cannot be brought in")]
    File(#[from] FileError),
    /// Linking's, or the database's.
    #[error(transparent)]
    Linking(#[from] LinkingError),
}

impl From<StorageError> for ImportError {
    fn from(error: StorageError) -> Self {
        Self::Linking(error.into())
    }
}

/// Brings in a file of links. `progress` is called after each batch.
///
/// # Errors
/// There is no such platform, the file cannot be read or lacks a column, or the database does not answer.
pub async fn run(
    ground: &Ground,
    reader: impl Read,
    options: &Options,
    progress: impl FnMut(Progress),
) -> Result<Report, ImportError> {
    let platform = &options.platform;
    if ground.db.read(|tx| async move { platforms::find(&tx, platform).await }).await?.is_none() {
        return Err(ImportError::NoPlatform(platform.clone()));
    }
    let mut links = Links { now: ground.now(), writer: write::Writer::new(ground, options) };
    bring_in(&mut links, reader, options, progress).await
}

/// One run.
struct Links<'a> {
    now: Time,
    writer: write::Writer<'a>,
}

impl Intake for Links<'_> {
    type Row = LinkRow;
    type Error = ImportError;
    const NEEDED: &'static [&'static str] = &["upstream", "subject"];
    const BATCH: usize = 250;

    fn read(&mut self, raw: RawRow) -> Result<LinkRow, BadRow> {
        LinkRow::read(raw, self.now)
    }

    async fn write(&mut self, rows: &[LinkRow], report: &mut Report) -> Result<(), ImportError> {
        self.writer.write(rows, report).await
    }
}
