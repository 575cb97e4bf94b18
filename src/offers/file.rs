//! A file of rows. It is read and tried as a whole before the first row is written, so a file with a bad row writes
//! nothing; then it is written some rows at a time, each of them whole.

use std::collections::BTreeSet;
use std::io::Read;

use super::plan::plan;
use super::put::put;
use super::row::{Noun, Told, read};
use super::{By, OfferError};
use crate::files::{BadRow, FileError, Options, Outcome, Progress, Report, Rows};
use crate::ground::Ground;
use crate::storage::{Durability, Tx};

/// Rows in one transaction.
const AT_ONCE: usize = 100;

/// A row and the line it stands in.
type Line = (u64, Told);

/// Brings a file in, or says what is wrong with it: with a bad row it is as if a dry run had been asked for. `progress`
/// hears how many rows are done. Whoever was interrupted begins again.
///
/// # Errors
/// The file cannot be read or has no `external_id`; the database's.
pub async fn bring(
    ground: &Ground,
    noun: Noun,
    reader: impl Read,
    options: &Options,
    mut progress: impl FnMut(Progress),
) -> Result<Report, OfferError> {
    let (lines, bytes, bad_rows) = lines(noun, reader, options)?;
    let mut report = Report { dry_run: true, ..Report::default() };
    for bad in bad_rows {
        report.refuse(bad);
    }
    let by = By { platform: &options.platform, actor: &options.actor };
    for some in lines.chunks(AT_ONCE) {
        for tried in tried(ground, by, (noun, some)).await? {
            match tried {
                Ok(outcome) => report.count(outcome),
                Err(bad) => report.refuse(bad),
            }
        }
    }
    report.bad_rows.sort_by_key(|bad| bad.row);
    if options.dry_run || report.bad > 0 {
        return Ok(report);
    }
    let mut report = Report::default();
    for some in lines.chunks(AT_ONCE) {
        let write = |tx: Tx| async move { written(&tx, ground, by, (noun, some)).await };
        let outcomes = ground.db.write(Durability::Durable, write).await?;
        for outcome in outcomes {
            report.count(outcome);
        }
        progress(Progress { rows: report.rows, bytes });
    }
    Ok(report)
}

/// Every row that can be read, once; how many bytes that were; and what cannot be read.
fn lines(noun: Noun, reader: impl Read, options: &Options) -> Result<(Vec<Line>, u64, Vec<BadRow>), OfferError> {
    let mut rows = Rows::open(reader, options.format).map_err(FileError::from)?;
    if rows.columns().is_some_and(|columns| !columns.iter().any(|name| name == "external_id")) {
        return Err(FileError::NoColumn("external_id").into());
    }
    let (mut lines, mut bad_rows, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    while let Some(raw) = rows.read().map_err(FileError::from)? {
        let row = raw.number;
        match read(noun, raw) {
            Ok(told) if seen.insert(told.external_id.clone()) => lines.push((row, told)),
            Ok(_) => bad_rows.push(bad(row, "external_id", "stands in the file twice")),
            Err(bad) => bad_rows.push(bad),
        }
    }
    Ok((lines, rows.bytes(), bad_rows))
}

fn bad(row: u64, field: &str, reason: &str) -> BadRow {
    BadRow { row, field: Some(field.to_owned()), reason: reason.to_owned() }
}

/// What would become of each of these.
async fn tried(
    ground: &Ground,
    by: By<'_>,
    (noun, lines): (Noun, &[Line]),
) -> Result<Vec<Result<Outcome, BadRow>>, OfferError> {
    let read = |tx: Tx| async move {
        let mut tried = Vec::with_capacity(lines.len());
        for (row, told) in lines {
            match plan(&tx, ground, by, (noun, told)).await {
                Ok(plan) => tried.push(Ok(plan.outcome)),
                Err(OfferError::Wrong(field, reason)) => tried.push(Err(bad(*row, field, reason))),
                Err(error) => return Err(error),
            }
        }
        Ok(tried)
    };
    ground.db.read(read).await
}

async fn written(
    tx: &Tx,
    ground: &Ground,
    by: By<'_>,
    (noun, lines): (Noun, &[Line]),
) -> Result<Vec<Outcome>, OfferError> {
    let mut outcomes = Vec::with_capacity(lines.len());
    for (_, told) in lines {
        outcomes.push(put(tx, ground, by, (noun, told)).await?);
    }
    Ok(outcomes)
}
