//! Claim codes of a journal: for whom one can be printed and why not for the others, the press that prints them, and what is on
//! paper already. A code stands in the answer to the press that made it and nowhere else.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::form::{back, place, refused, status, ticked};
use super::pupils::{self, Pupil};
use super::sheet;
use super::teacher::{Teacher, enter, stopped};
use crate::domain::{CodeId, RosterPersonId, Time};
use crate::linking::{self, LinkingError, PrintCodes, PrintedFor, Unfit};
use crate::login::{Login, Turned};
use crate::storage::claim_codes::{self, PrintedCode};
use crate::storage::journals::Journal;
use crate::storage::{Durability, StorageError, Tx, schools};
use crate::web::pages::waiting::{Codes, Met, PrintedRow};
use crate::web::{self, Form, Frame, Trouble, Visit};

/// What the page sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    /// `make`, `take-back` or `take-back-all`.
    act: String,
    /// The pupils who were ticked.
    person: Vec<String>,
    /// Anything: the button for everybody was pressed.
    all: String,
    /// The code to take back.
    code: String,
}

/// `GET /journals/{platform}/{journal}/codes`.
pub(super) async fn show(
    State(login): State<Login>,
    Path((platform, journal)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Turned> {
    let (teacher, journal) = enter(&login, &visit, &platform, &journal).await?;
    page(&login, &visit, (&teacher, &journal), Met::Nothing).await
}

/// `POST /journals/{platform}/{journal}/codes`.
pub(super) async fn answer(
    State(login): State<Login>,
    Path((platform, journal)): Path<(String, String)>,
    visit: Visit,
    Form(answer): Form<Answer>,
) -> Result<Response, Turned> {
    let (teacher, journal) = enter(&login, &visit, &platform, &journal).await?;
    let here = (&teacher, &journal);
    match answer.act.as_str() {
        "make" if !answer.all.is_empty() => make(&login, &visit, here, &everybody(&login, &journal).await?).await,
        "make" if answer.person.is_empty() => page(&login, &visit, here, Met::Nobody).await,
        "make" => make(&login, &visit, here, &ticked(&answer.person)).await,
        "take-back" => take_back(&login, here, Some(&answer.code)).await,
        "take-back-all" => take_back(&login, here, None).await,
        _ => Err(Trouble::BadForm.into()),
    }
}

/// What the page stands on, read from one snapshot.
struct Desk {
    zone: String,
    pupils: Vec<Pupil>,
    printed: Vec<PrintedCode>,
    prospects: Vec<(Pupil, Result<(), Unfit>)>,
}

async fn read(login: &Login, journal: &Journal) -> Result<Desk, LinkingError> {
    let ground = &login.ground;
    let read = |tx: Tx| async move {
        let school = schools::find(&tx, &journal.school_id).await?;
        let pupils = pupils::list(&tx, &journal.id, ground.now()).await?;
        let printed = live(&tx, journal, ground.now()).await?;
        let waiting: Vec<&Pupil> = pupils.iter().filter(|pupil| pupil.waits()).collect();
        let ids: Vec<RosterPersonId> = waiting.iter().map(|pupil| pupil.id().clone()).collect();
        let found = linking::code_prospects(&tx, ground, journal, &ids).await?;
        let prospect = |pupil: &&Pupil| found.get(pupil.id()).map(|found| ((*pupil).clone(), *found));
        let prospects = waiting.iter().filter_map(prospect).collect();
        let zone = school.map(|school| school.time_zone).unwrap_or_default();
        Ok::<_, LinkingError>(Desk { zone, pupils, printed, prospects })
    };
    ground.db.read(read).await
}

/// The codes of a journal that are good as far as they know themselves.
async fn live(tx: &Tx, journal: &Journal, now: Time) -> Result<Vec<PrintedCode>, StorageError> {
    let mut codes = claim_codes::list(tx, &journal.id).await?;
    codes.retain(|code| code.ended_at.is_none() && code.expires_at > now);
    Ok(codes)
}

async fn page(
    login: &Login,
    visit: &Visit,
    (teacher, journal): (&Teacher, &Journal),
    met: Met,
) -> Result<Response, Turned> {
    let desk = read(login, journal).await.map_err(stopped)?;
    let name = |code: &PrintedCode| desk.pupils.iter().find(|pupil| *pupil.id() == code.person_id).map(Pupil::name);
    let printed = desk.printed.iter().filter_map(|code| {
        let (made_at, expires_at) = (code.made_at, code.expires_at);
        Some(PrintedRow { id: code.id.clone(), name: name(code)?, made_at, expires_at })
    });
    let (possible, not): (Vec<_>, Vec<_>) = desk.prospects.iter().partition(|(_, prospect)| prospect.is_ok());
    let template = Codes {
        frame: Frame::new(visit).in_zone(&desk.zone),
        place: place(teacher, journal),
        possible: possible.into_iter().map(|(pupil, _)| pupil.row()).collect(),
        others: not.into_iter().filter_map(|(pupil, prospect)| Some(refused(pupil, prospect.err()?))).collect(),
        printed: printed.collect(),
        met,
    };
    Ok(web::page(visit, status(met), &template))
}

/// Everybody who is on the page with a box. Whether they get a code is decided where it is made.
async fn everybody(login: &Login, journal: &Journal) -> Result<Vec<RosterPersonId>, Turned> {
    let desk = read(login, journal).await.map_err(stopped)?;
    let possible = desk.prospects.iter().filter(|(_, prospect)| prospect.is_ok());
    Ok(possible.map(|(pupil, _)| pupil.id().clone()).collect())
}

/// Makes codes; the answer is the sheet. Pressed again it makes others, and those of the sheet before are good no longer: what
/// is on the screen is what works.
async fn make(
    login: &Login,
    visit: &Visit,
    here: (&Teacher, &Journal),
    people: &[RosterPersonId],
) -> Result<Response, Turned> {
    let (teacher, journal) = here;
    let (ground, actor) = (&login.ground, &teacher.actor());
    let write = |tx: Tx| async move {
        teacher.still(&tx, &journal.id).await?;
        linking::print_codes(&tx, ground, &PrintCodes { journal, people, actor }).await
    };
    let done = ground.db.write(Durability::Durable, write).await.map_err(stopped)?;
    if done.iter().all(|one: &PrintedFor| one.outcome.is_err()) {
        return page(login, visit, here, Met::Changed).await;
    }
    tracing::info!(journal.id = %journal.id, "claim codes were printed");
    sheet::page(login, visit, here, &done).await
}

/// Takes one code back, or all of the journal. What is no live code of this journal is passed over.
async fn take_back(
    login: &Login,
    (teacher, journal): (&Teacher, &Journal),
    code: Option<&str>,
) -> Result<Response, Turned> {
    let (ground, actor) = (&login.ground, &teacher.actor());
    let write = |tx: Tx| async move {
        teacher.still(&tx, &journal.id).await?;
        let codes = live(&tx, journal, ground.now()).await?;
        let wanted: Vec<CodeId> = codes.into_iter().map(|code| code.id).collect();
        for id in wanted.iter().filter(|id| code.is_none_or(|code| code == id.as_str())) {
            linking::revoke_code(&tx, ground, (&journal.id, id), actor).await?;
        }
        Ok::<_, LinkingError>(())
    };
    ground.db.write(Durability::Durable, write).await.map_err(stopped)?;
    Ok(back((teacher, journal), "codes"))
}
