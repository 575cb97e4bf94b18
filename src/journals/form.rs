//! What the forms about pupils who wait have in common: whose journal a page is of, who was ticked, why that is not possible
//! for somebody, and where a press leads.

use axum::response::Response;
use http::StatusCode;

use super::pupils::Pupil;
use super::teacher::{Teacher, path};
use super::why::why;
use crate::domain::RosterPersonId;
use crate::linking::Unfit;
use crate::storage::journals::Journal;
use crate::web::pages::waiting::{JournalPlace, Met, NotPossible};
use crate::web::see_other;

/// Somebody for whom it is not possible.
pub(super) fn refused(pupil: &Pupil, unfit: Unfit) -> NotPossible {
    NotPossible { name: pupil.name(), why: why(unfit) }
}

/// Which journal these pages are about.
pub(super) fn place(teacher: &Teacher, journal: &Journal) -> JournalPlace {
    JournalPlace { platform: teacher.platform().clone(), id: journal.id.clone(), name: journal.name.clone() }
}

/// The status of a page that comes again.
pub(super) fn status(met: Met) -> StatusCode {
    match met {
        Met::Nothing => StatusCode::OK,
        Met::Nobody => StatusCode::UNPROCESSABLE_ENTITY,
        Met::Changed => StatusCode::CONFLICT,
    }
}

/// The people that a form names. What is no id of anybody is nobody.
pub(super) fn ticked(sent: &[String]) -> Vec<RosterPersonId> {
    sent.iter().filter_map(|id| id.parse().ok()).collect()
}

/// To one of these pages, after a press that is done.
pub(super) fn back((teacher, journal): (&Teacher, &Journal), page: &str) -> Response {
    see_other(&format!("{}/{page}", path(teacher.platform(), &journal.id)))
}
