//! Reading journals at their upstream, several at once. No transaction is open meanwhile.

use futures_util::{StreamExt as _, stream};

use crate::domain::{JournalState, Reading};
use crate::ground::Ground;
use crate::storage::journals::Journal;
use crate::storage::refresh_runs::{self, RefreshRun};
use crate::storage::{Durability, StorageError};
use crate::upstream::{Before, JournalError, RosterSource};

/// Journals of one school that are read at the same time.
const AT_ONCE: usize = 4;

/// A journal, and what its upstream said when it was asked.
pub type Heard = (Journal, Result<Reading, JournalError>);

/// Asks for every journal, and tells how far it is. In the order of the journals.
pub(super) async fn all(
    ground: &Ground,
    source: &RosterSource,
    run: &RefreshRun,
    (journals, rules): (Vec<Journal>, &str),
) -> Result<Vec<Heard>, StorageError> {
    let (done, to_do) = (run.settled, i64::try_from(journals.len()).unwrap_or(i64::MAX));
    let mut heard = Vec::new();
    let mut asking = stream::iter(journals.into_iter().enumerate())
        .map(|(place, journal)| {
            let source = source.clone();
            async move { (place, one(&source, journal, rules).await) }
        })
        .buffer_unordered(AT_ONCE);
    tell(ground, run, (done + to_do, done)).await?;
    while let Some(answered) = asking.next().await {
        heard.push(answered);
        let asked = i64::try_from(heard.len()).unwrap_or(i64::MAX);
        tell(ground, run, (done + to_do, done + asked)).await?;
    }
    heard.sort_by_key(|(place, _)| *place);
    Ok(heard.into_iter().map(|(_, heard)| heard).collect())
}

async fn tell(ground: &Ground, run: &RefreshRun, (journals, heard): (i64, i64)) -> Result<(), StorageError> {
    let at = (journals, heard, run.settled);
    ground.db.write(Durability::Relaxed, |tx| async move { refresh_runs::progress(&tx, &run.id, at).await }).await
}

/// Asks for one journal.
pub(super) async fn one(source: &RosterSource, journal: Journal, rules: &str) -> Heard {
    let before = Before { cursor: journal.cursor.as_deref(), is_quiet: is_quiet(&journal, rules) };
    let said = source.read_again(&journal.key(), before).await;
    (journal, said)
}

/// Whether it will do to hear that nothing changed. Where somebody's clock runs, or a person has decided or has to, it will
/// not.
fn is_quiet(journal: &Journal, rules: &str) -> bool {
    let waits = journal.has_absences || journal.held || journal.applied_digest.is_none();
    journal.state == JournalState::Linked && !waits && journal.applied_rules.as_deref() == Some(rules)
}
