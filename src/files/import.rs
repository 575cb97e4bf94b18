//! A file brought in batch by batch: what every import of rows has in common.

use std::io::{self, Read};

use super::{BadRow, Format, Progress, RawRow, Report, Rows};
use crate::domain::{Actor, PlatformId};

/// What to bring in, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// For which platform.
    pub platform: PlatformId,
    /// What kind of file.
    pub format: Format,
    /// Read and compare everything, write nothing.
    pub dry_run: bool,
    /// Who does it, for the audit log.
    pub actor: Actor,
}

/// Why a file could not be brought in or read on.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// A CSV file without a column that every row needs.
    #[error("it has no column {0}")]
    NoColumn(&'static str),
    /// It cannot be read.
    #[error("it cannot be read")]
    Unreadable(#[from] io::Error),
}

/// What an import does with the rows of its file.
#[expect(async_fn_in_trait, reason = "used by this crate only, on one task")]
pub trait Intake {
    /// A row that was read.
    type Row;
    /// Why an import cannot go on.
    type Error: From<FileError>;
    /// Columns without which no row can be good.
    const NEEDED: &'static [&'static str];
    /// Rows per transaction: long enough to be fast, short enough that sign-ins beside it wait for milliseconds.
    const BATCH: usize;

    /// Reads one row.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    fn read(&mut self, raw: RawRow) -> Result<Self::Row, BadRow>;

    /// Brings in a batch and counts what became of its rows.
    ///
    /// # Errors
    /// The import cannot go on.
    async fn write(&mut self, rows: &[Self::Row], report: &mut Report) -> Result<(), Self::Error>;
}

/// Brings in a whole file. `progress` is called after each batch. What was written before an error stays.
///
/// # Errors
/// The file cannot be read or lacks a column, or a batch cannot be written.
pub async fn bring_in<I: Intake>(
    intake: &mut I,
    reader: impl Read,
    options: &Options,
    mut progress: impl FnMut(Progress),
) -> Result<Report, I::Error> {
    let mut rows = Rows::open(reader, options.format).map_err(FileError::from)?;
    if let Some(columns) = rows.columns() {
        let missing = I::NEEDED.iter().find(|name| !columns.iter().any(|column| column == *name));
        missing.map_or(Ok(()), |name| Err(FileError::NoColumn(name)))?;
    }
    let mut report = Report { dry_run: options.dry_run, ..Report::default() };
    while let Some(batch) = read_batch(intake, &mut rows, &mut report)? {
        intake.write(&batch, &mut report).await?;
        progress(Progress { rows: report.rows, bytes: rows.bytes() });
    }
    report.bad_rows.sort_by_key(|bad| bad.row);
    Ok(report)
}

/// The next rows that can be read; nothing at the end of the file.
fn read_batch<I: Intake, R: Read>(
    intake: &mut I,
    rows: &mut Rows<R>,
    report: &mut Report,
) -> Result<Option<Vec<I::Row>>, FileError> {
    let mut batch = Vec::with_capacity(I::BATCH);
    for read in 0..I::BATCH {
        let Some(raw) = rows.read()? else {
            return Ok((read > 0).then_some(batch));
        };
        match intake.read(raw) {
            Ok(row) => batch.push(row),
            Err(bad) => report.refuse(bad),
        }
    }
    Ok(Some(batch))
}
