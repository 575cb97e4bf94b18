//! What a platform already knows: these accounts and these identities belong together. `koppel link import`.
//!
//! A row that contradicts what stands here changes nothing and is reported. What was ended here stays ended: a file does
//! not bring back what somebody took away.

mod account;
mod row;
mod write;

use std::io::{self, Read};

use row::LinkRow;

use crate::domain::{Actor, PlatformId};
use crate::files::{Format, Progress, Report, Rows};
use crate::ground::Ground;
use crate::storage::{StorageError, platforms};

use super::LinkingError;

pub use row::COLUMNS;

/// Rows per transaction: sign-ins beside it wait for milliseconds.
const BATCH: usize = 250;

/// What to bring in, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// At which platform.
    pub platform: PlatformId,
    /// What kind of file.
    pub format: Format,
    /// Read and compare everything, write nothing.
    pub dry_run: bool,
    /// Who does it, for the audit log.
    pub actor: Actor,
}

/// Why an import could not begin or go on. What was written before stays: run it again.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// No such platform.
    #[error("there is no platform {0}")]
    NoPlatform(PlatformId),
    /// A CSV file without a column that every row needs.
    #[error("the file has no column {0}")]
    NoColumn(&'static str),
    /// The file cannot be read.
    #[error("reading the file: {0}")]
    File(#[from] io::Error),
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
    mut progress: impl FnMut(Progress),
) -> Result<Report, ImportError> {
    let platform = &options.platform;
    if ground.db.read(|tx| async move { platforms::find(&tx, platform).await }).await?.is_none() {
        return Err(ImportError::NoPlatform(platform.clone()));
    }
    let mut rows = Rows::open(reader, options.format)?;
    if let Some(columns) = rows.columns() {
        let missing = ["upstream", "subject"].into_iter().find(|name| !columns.iter().any(|column| column == name));
        missing.map_or(Ok(()), |name| Err(ImportError::NoColumn(name)))?;
    }
    let mut report = Report { dry_run: options.dry_run, ..Report::default() };
    let writer = write::Writer::new(ground, options);
    while let Some(batch) = read_batch(&mut rows, ground, &mut report)? {
        writer.write(&batch, &mut report).await?;
        progress(Progress { rows: report.rows, bytes: rows.bytes() });
    }
    Ok(report)
}

/// The next rows that can be read; nothing at the end of the file.
fn read_batch<R: Read>(
    rows: &mut Rows<R>,
    ground: &Ground,
    report: &mut Report,
) -> Result<Option<Vec<LinkRow>>, ImportError> {
    let mut batch = Vec::with_capacity(BATCH);
    for read in 0..BATCH {
        let Some(raw) = rows.read()? else {
            return Ok((read > 0).then_some(batch));
        };
        match LinkRow::read(raw, ground.now()) {
            Ok(row) => batch.push(row),
            Err(bad) => report.refuse(bad),
        }
    }
    Ok(Some(batch))
}
