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
use std::io::{self, Read};

pub use row::COLUMNS;

pub use crate::files::{BadRow, Format, Progress, Report};

use repeats::Repeats;
use row::{Reading, Row};

use super::AccountsError;
use crate::domain::{Actor, PasswordOwner, PlatformId, SchoolId};
use crate::files::Rows;
use crate::ground::Ground;
use crate::storage::{Tx, platforms, schools};

/// Rows per transaction: long enough to be fast, short enough that sign-ins beside it wait for milliseconds.
const BATCH: usize = 1_000;

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

/// Why an import could not begin or go on. What was written before stays: run it again.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// No such platform.
    #[error("there is no platform {0}")]
    NoPlatform(PlatformId),
    /// A CSV file without the column everything hangs on.
    #[error("the file has no column {0}")]
    NoColumn(&'static str),
    /// The file cannot be read.
    #[error("reading the file: {0}")]
    File(#[from] io::Error),
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
    mut progress: impl FnMut(Progress),
) -> Result<Report, ImportError> {
    let (takes_passwords, schools) = surroundings(ground, &options.platform).await?;
    let mut rows = Rows::open(reader, options.format)?;
    if rows.columns().is_some_and(|columns| !columns.iter().any(|column| column == "external_id")) {
        return Err(ImportError::NoColumn("external_id"));
    }
    let reading = Reading { schools: &schools, vault: &ground.vault, now: ground.now(), takes_passwords };
    let mut report = Report { dry_run: options.dry_run, ..Report::default() };
    let mut writer = write::Writer::new(ground, options);
    let mut repeats = Repeats::default();
    loop {
        let batch = read_batch(&mut rows, &reading, &mut repeats, &mut report)?;
        let Some(batch) = batch else { break };
        writer.write(&batch, &mut report).await?;
        progress(Progress { rows: report.rows, bytes: rows.bytes() });
    }
    writer.finish(&report).await?;
    Ok(report)
}

/// The next rows that can be read; nothing at the end of the file.
fn read_batch<R: Read>(
    rows: &mut Rows<R>,
    reading: &Reading<'_>,
    repeats: &mut Repeats,
    report: &mut Report,
) -> Result<Option<Vec<Row>>, ImportError> {
    let mut batch = Vec::with_capacity(BATCH);
    for read in 0..BATCH {
        let Some(raw) = rows.read()? else {
            return Ok((read > 0).then_some(batch));
        };
        match reading.read(raw).and_then(|row| repeats.note(&row).map(|()| row)) {
            Ok(row) => batch.push(row),
            Err(bad) => report.refuse(bad),
        }
    }
    Ok(Some(batch))
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
    let mut found = Schools::new();
    for membership in schools::list_at_platform(tx, platform).await? {
        let school = schools::find(tx, &membership.school_id).await?;
        let Some(school) = school.filter(|school| school.is_live() && membership.disabled_at.is_none()) else {
            continue;
        };
        for number in schools::list_numbers(tx, &school.id).await? {
            found.insert(number.number.as_str().to_owned(), (school.id.clone(), school.country.clone()));
        }
    }
    Ok(found)
}
