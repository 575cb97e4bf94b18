//! The class sheet: what is printed, cut and given out. Its squares lead to the platform's start page and hold nothing else.

use axum::response::Response;
use http::StatusCode;

use super::form::{place, refused};
use super::pupils::{self, Pupil};
use super::teacher::Teacher;
use crate::linking::{MadeCode, PrintedFor};
use crate::login::{Login, Turned};
use crate::storage::journals::Journal;
use crate::storage::{StorageError, Tx, schools, upstreams};
use crate::web::pages::waiting::{Sheet, StartPage, Strip};
use crate::web::{self, Frame, Qr, Visit};

/// The page. Of codes nothing is read again: they are known here and on the paper.
pub(super) async fn page(
    login: &Login,
    visit: &Visit,
    (teacher, journal): (&Teacher, &Journal),
    done: &[PrintedFor],
) -> Result<Response, Turned> {
    let now = login.ground.now();
    let read = |tx: Tx| async move {
        let school = schools::find(&tx, &journal.school_id).await?;
        let upstream = upstreams::find(&tx, &journal.upstream_id).await?;
        Ok::<_, StorageError>((school, upstream, pupils::list(&tx, &journal.id, now).await?))
    };
    let (school, upstream, pupils) = login.ground.db.read(read).await?;
    let outcomes: Vec<_> = pupils.iter().filter_map(|pupil| Some((pupil, outcome(done, pupil)?))).collect();
    let made = outcomes.iter().filter_map(|(pupil, one)| Some(strip(pupil, one.outcome.as_ref().ok()?)));
    let not = outcomes.iter().filter_map(|(pupil, one)| Some(refused(pupil, *one.outcome.as_ref().err()?)));
    let last = done.iter().filter_map(|one| one.outcome.as_ref().ok()).map(|made| made.expires_at).min();
    let template = Sheet {
        frame: Frame::new(visit).in_zone(&school.map(|school| school.time_zone).unwrap_or_default()),
        place: place(teacher, journal),
        upstream: upstream.map_or_else(|| journal.upstream_id.to_string(), |upstream| upstream.name),
        start: teacher.home_url().map(|url| StartPage { url: url.to_owned(), qr: Qr::of(url) }),
        strips: made.collect(),
        others: not.collect(),
        expires_at: last.unwrap_or(now),
    };
    Ok(web::page(visit, StatusCode::OK, &template))
}

fn outcome<'a>(done: &'a [PrintedFor], pupil: &Pupil) -> Option<&'a PrintedFor> {
    done.iter().find(|one| one.person == *pupil.id())
}

fn strip(pupil: &Pupil, made: &MadeCode) -> Strip {
    Strip { name: pupil.name(), class_name: pupil.seat.class_name.clone(), code: made.code.clone() }
}
