//! One journal: how its seats stand, why people are left out, and what its refreshes did. In numbers: whoever looks after the
//! systems need not know the people.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::super::door::May;
use super::{Journals, find, path};
use crate::domain::{SeatReason, SeatState};
use crate::login::{Login, Turned};
use crate::roster;
use crate::storage::journal_runs::{self, JournalRun};
use crate::storage::seats::{self, ShownSeat};
use crate::storage::{StorageError, Tx, upstreams};
use crate::web::pages::console_journals::{JournalPage, state_key};
use crate::web::pages::runs::{Counts, RunRow};
use crate::web::pages::seats::reason_key;
use crate::web::{self, Frame, Visit};

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    Path((_, _, named)): Path<(String, String, String)>,
    visit: Visit,
    may: May<Journals>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let journal = find(&login, &steward, &named).await?;
    let of = &journal;
    let read = |tx: Tx| async move {
        let seats = seats::list_shown(&tx, &of.id).await?;
        let runs = journal_runs::list_of_journal(&tx, &of.id).await?;
        let upstream = upstreams::find(&tx, &of.upstream_id).await?;
        Ok::<_, StorageError>((seats, runs, upstream.map(|upstream| upstream.name).unwrap_or_default()))
    };
    let (seats, runs, upstream) = login.ground.db.read(read).await?;
    let reopens = roster::reopens_until(&journal).filter(|until| login.ground.now() < *until);
    let template = JournalPage {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-journals"),
        path: path(&steward, &journal.id),
        upstream,
        state_key: state_key(journal.state),
        held: journal.held,
        linked_at: journal.linked_at,
        read_at: journal.read_at,
        ended_at: journal.ended_at,
        reopens,
        states: states(&seats),
        reasons: reasons(&seats),
        rows: runs.iter().map(row).collect(),
        name: journal.name,
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

fn row(run: &JournalRun) -> RunRow {
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    let counts = Counts {
        joined: count(run.joined),
        departed: count(run.departed),
        missing: count(run.missing),
        changed: count(run.changed),
    };
    RunRow { at: run.at, cause: run.cause, outcome: run.outcome, is_new_year: run.new_year, counts }
}

/// How many seats stand alike.
fn states(seats: &[ShownSeat]) -> Vec<(&'static str, u64)> {
    let mut sums: BTreeMap<SeatState, u64> = BTreeMap::new();
    for seat in seats {
        *sums.entry(seat.state).or_default() += 1;
    }
    sums.into_iter().map(|(state, sum)| (counted_key(state), sum)).collect()
}

fn counted_key(state: SeatState) -> &'static str {
    match state {
        SeatState::Linked => "count-linked",
        SeatState::Waiting => "count-waiting",
        SeatState::New => "count-new",
        SeatState::Blocked => "count-blocked",
    }
}

/// How many people wait or are left out for each reason.
fn reasons(seats: &[ShownSeat]) -> Vec<(&'static str, u64)> {
    let mut sums: BTreeMap<SeatReason, u64> = BTreeMap::new();
    for reason in seats.iter().filter_map(|seat| seat.reason) {
        *sums.entry(reason).or_default() += 1;
    }
    sums.into_iter().map(|(reason, sum)| (reason_key(reason), sum)).collect()
}
