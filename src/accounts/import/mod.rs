//! The platform's own list of accounts, brought in: `koppel account import`.
//!
//! Accounts are found by the platform's external id and by nothing else. What a file leaves out changes nothing, nobody
//! is removed, a password that was used or changed here stays, and roles never make an administrator. A bad row is
//! reported and stops nothing else; a second run changes nothing.

mod plan;
mod repeats;
mod row;
mod write;

use std::collections::HashMap;
use std::io::Read;

pub use row::COLUMNS;

pub use crate::files::{BadRow, Format, Options, Progress, Report};

use repeats::Repeats;
use row::{Reading, Row};

use super::AccountsError;
use crate::domain::{PasswordOwner, PlatformId, SchoolId};
use crate::files::{FileError, Intake, RawRow, bring_in};
use crate::ground::Ground;
use crate::storage::{Tx, platforms, schools};

/// Why an import could not begin or go on. What was written before stays: run it again.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// No such platform.
    #[error("there is no platform {0}")]
    NoPlatform(PlatformId),
    /// The file's.
    #[error("the file cannot be brought in")]
    File(#[from] FileError),
    /// The database's.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
}

impl From<crate::storage::StorageError> for ImportError {
    fn from(error: crate::storage::StorageError) -> Self {
        Self::Accounts(error.into())
    }
}

/// Brings in a file. `progress` is called after each thousand rows.
///
/// # Errors
/// There is no such platform, the file cannot be read or has no `external_id`, or the database does not answer.
pub async fn run(
    ground: &Ground,
    reader: impl Read,
    options: &Options,
    progress: impl FnMut(Progress),
) -> Result<Report, ImportError> {
    let (takes_passwords, schools) = surroundings(ground, &options.platform).await?;
    let reading = Reading { schools: &schools, vault: &ground.vault, now: ground.now(), takes_passwords };
    let writer = write::Writer::new(ground, options);
    let mut accounts = Accounts { reading, repeats: Repeats::default(), writer };
    let report = bring_in(&mut accounts, reader, options, progress).await?;
    accounts.writer.finish(&report).await?;
    Ok(report)
}

/// One run.
struct Accounts<'a> {
    reading: Reading<'a>,
    repeats: Repeats,
    writer: write::Writer<'a>,
}

impl Intake for Accounts<'_> {
    type Row = Row;
    type Error = ImportError;
    const NEEDED: &'static [&'static str] = &["external_id"];
    const BATCH: usize = 1_000;

    fn read(&mut self, raw: RawRow) -> Result<Row, BadRow> {
        let row = self.reading.read(raw)?;
        self.repeats.note(&row).map(|()| row)
    }

    async fn write(&mut self, rows: &[Row], report: &mut Report) -> Result<(), ImportError> {
        self.writer.write(rows, report).await
    }
}

type Schools = HashMap<String, (SchoolId, String)>;

async fn surroundings(ground: &Ground, platform: &PlatformId) -> Result<(bool, Schools), ImportError> {
    ground
        .db
        .read(|tx| async move {
            let row = platforms::find(&tx, platform).await?;
            let row = row.ok_or_else(|| ImportError::NoPlatform(platform.clone()))?;
            let schools = schools_of(&tx, platform).await?;
            Ok((row.password_owner == PasswordOwner::Broker, schools))
        })
        .await
}

/// The live schools of a platform by every number.
async fn schools_of(tx: &Tx, platform: &PlatformId) -> Result<Schools, AccountsError> {
    let served = schools::list_served_numbers(tx, platform).await?;
    Ok(served.into_iter().map(|row| (row.number.to_string(), (row.school_id, row.country))).collect())
}
