//! Reading journals at their upstream, several at once. No transaction is open meanwhile.

use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use tokio::time::{MissedTickBehavior, interval};

use super::tally::Tally;
use crate::domain::{JournalState, Reading};
use crate::ground::Ground;
use crate::storage::journals::Journal;
use crate::storage::refresh_runs::{self, Progress, RefreshRun};
use crate::storage::{Durability, StorageError};
use crate::upstream::{Before, Hearer, JournalError, RosterSource};

/// Journals of one school that are read at the same time.
const AT_ONCE: usize = 4;
/// How often it is written down how far it is: never for every pupil, page or journal.
const TELL: Duration = Duration::from_secs(1);

/// What an upstream said when it was asked for a journal.
pub type Said = Result<Reading, JournalError>;

/// A journal, and what its upstream said.
pub type Heard = (Journal, Said);

/// Asks for every journal, and tells how far it is. In the order of the journals.
pub(super) async fn all(
    ground: &Ground,
    source: &RosterSource,
    run: &RefreshRun,
    (journals, rules): (Vec<Journal>, &str),
) -> Result<Vec<Heard>, StorageError> {
    let tally = &Tally::over(journals.len());
    let mut teller = Teller { ground, run, to_do: journals.len(), told: None };
    let mut heard = Vec::new();
    let mut asking = stream::iter(journals.into_iter().enumerate())
        .map(|(place, journal)| {
            let source = source.clone();
            async move {
                let told = |members: &[_], of| tally.hear(place, members, of);
                let heard = one(&source, journal, rules, &told).await;
                tally.end(place, &heard.1);
                (place, heard)
            }
        })
        .buffer_unordered(AT_ONCE);
    let mut ticks = interval(TELL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            answered = asking.next() => match answered {
                Some(answered) => heard.push(answered),
                None => break,
            },
            _ = ticks.tick() => teller.tell(heard.len(), tally.pupils()).await?,
        }
    }
    // From here on pupils are counted anew, as those who are to be written.
    teller.tell(heard.len(), (0, None)).await?;
    heard.sort_by_key(|(place, _)| *place);
    Ok(heard.into_iter().map(|(_, heard)| heard).collect())
}

/// Writes down how far the reading is, where another process and a page without JavaScript can see it.
struct Teller<'a> {
    ground: &'a Ground,
    run: &'a RefreshRun,
    to_do: usize,
    told: Option<Progress>,
}

impl Teller<'_> {
    /// Nothing is written where nothing has changed.
    async fn tell(&mut self, heard: usize, (pupils, of): (usize, Option<usize>)) -> Result<(), StorageError> {
        let (ground, run, settled) = (self.ground, self.run, self.run.settled);
        let at = Progress {
            journals: settled + big(self.to_do),
            heard: settled + big(heard),
            settled,
            pupils: big(pupils),
            pupils_of: of.map(big),
        };
        if self.told.replace(at) == Some(at) {
            return Ok(());
        }
        ground.db.write(Durability::Relaxed, |tx| async move { refresh_runs::progress(&tx, &run.id, at).await }).await
    }
}

fn big(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Asks for one journal.
pub(super) async fn one(source: &RosterSource, journal: Journal, rules: &str, told: Hearer<'_>) -> Heard {
    let before = Before { cursor: journal.cursor.as_deref(), is_quiet: is_quiet(&journal, rules) };
    let said = source.read_again(&journal.key(), before, told).await;
    (journal, said)
}

/// Whether it will do to hear that nothing changed. Where somebody's clock runs, or a person has decided or has to, it will
/// not.
fn is_quiet(journal: &Journal, rules: &str) -> bool {
    let waits = journal.has_absences || journal.held || journal.applied_digest.is_none();
    journal.state == JournalState::Linked && !waits && journal.applied_rules.as_deref() == Some(rules)
}
