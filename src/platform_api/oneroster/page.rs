//! Pages of a list that may have two sections, each in an order of its own. The way on is a sealed place, so the last page
//! of a million costs what the first does; `offset` works as well, and walks.

use serde::{Deserialize, Serialize};

use super::ask::Ask;
use crate::domain::PlatformId;
use crate::storage::delivered::Part;
use crate::storage::{StorageError, Tx};
use crate::vault::Vault;

/// A list that is read in parts.
pub(super) trait Listing: Sync {
    /// What stands on it.
    type Row: Send;
    /// How many sections follow each other.
    const SECTIONS: usize;

    /// How many rows a section has.
    fn count(&self, tx: &Tx, section: usize) -> impl Future<Output = Result<i64, StorageError>> + Send;

    /// Rows of a section, after that place (empty: from its beginning).
    fn list(
        &self,
        tx: &Tx,
        section: usize,
        after: &str,
        part: Part,
    ) -> impl Future<Output = Result<Vec<Self::Row>, StorageError>> + Send;

    /// Where a row stands in its section.
    fn place(row: &Self::Row) -> String;
}

/// Where a page ended, and what the first one counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    section: usize,
    after: String,
    total: i64,
}

impl Cursor {
    /// Sealed: a place may be what this platform is not to see. Nothing that cannot be sealed is sent.
    pub(super) fn seal(&self, vault: &Vault, platform: &PlatformId) -> Option<String> {
        let clear = serde_json::to_vec(self).ok()?;
        vault.seal(&spot(platform), &clear).ok()
    }

    /// Nothing for what we did not seal, or sealed for another platform.
    pub(super) fn open(vault: &Vault, platform: &PlatformId, sealed: &str) -> Option<Self> {
        let clear = vault.open(&spot(platform), sealed).ok()?;
        serde_json::from_slice(&clear).ok()
    }
}

fn spot(platform: &PlatformId) -> String {
    format!("oneroster|{platform}|cursor")
}

/// One page.
#[derive(Debug)]
pub(super) struct Page<R> {
    pub rows: Vec<R>,
    pub total: i64,
    pub next: Next,
}

/// How a list goes on after a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// It does not.
    Over,
    /// So many rows further.
    Offset,
    /// After a place.
    After(Cursor),
}

/// Reads one page. One row more is asked for than is told: whether there is a next page is known and not guessed.
pub(super) async fn read<L: Listing>(
    tx: &Tx,
    listing: &L,
    ask: &Ask,
    cursor: Option<Cursor>,
) -> Result<Page<L::Row>, StorageError> {
    let counts = if cursor.is_none() { count(tx, listing).await? } else { Vec::new() };
    let total = cursor.as_ref().map_or_else(|| counts.iter().sum(), |cursor| cursor.total);
    let (first, mut after) = cursor.map_or((0, String::new()), |cursor| (cursor.section, cursor.after));
    let mut offset = if counts.is_empty() { 0 } else { ask.part.offset };
    let mut found: Vec<(usize, L::Row)> = Vec::new();
    for section in first..L::SECTIONS {
        let missing = ask.part.limit + 1 - length(&found);
        if missing <= 0 {
            break;
        }
        let rows = listing.list(tx, section, &after, Part { limit: missing, offset }).await?;
        found.extend(rows.into_iter().map(|row| (section, row)));
        offset = (offset - counts.get(section).copied().unwrap_or_default()).max(0);
        after.clear();
    }
    let has_more = length(&found) > ask.part.limit;
    found.truncate(usize::try_from(ask.part.limit).unwrap_or(usize::MAX));
    let next = match found.last() {
        Some((section, row)) if has_more => Next::After(Cursor { section: *section, after: L::place(row), total }),
        _ => Next::Over,
    };
    Ok(Page { rows: found.into_iter().map(|(_, row)| row).collect(), total, next })
}

fn length<T>(rows: &[T]) -> i64 {
    i64::try_from(rows.len()).unwrap_or(i64::MAX)
}

async fn count<L: Listing>(tx: &Tx, listing: &L) -> Result<Vec<i64>, StorageError> {
    let mut counts = Vec::with_capacity(L::SECTIONS);
    for section in 0..L::SECTIONS {
        counts.push(listing.count(tx, section).await?);
    }
    Ok(counts)
}

/// One page of a list that is small enough to be in memory.
pub(super) fn cut<R>(rows: Vec<R>, part: Part) -> Page<R> {
    let total = length(&rows);
    let next = if part.offset.saturating_add(part.limit) < total { Next::Offset } else { Next::Over };
    let skipped = usize::try_from(part.offset).unwrap_or(usize::MAX);
    let limit = usize::try_from(part.limit).unwrap_or(usize::MAX);
    Page { rows: rows.into_iter().skip(skipped).take(limit).collect(), total, next }
}
