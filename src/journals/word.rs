//! "This pupil has no other account": asked before it is said, and taken back until the pupil has used the account.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::form::{back, place, status};
use super::pupils::{self, Pupil};
use super::teacher::{Teacher, enter, stopped};
use crate::domain::RosterPersonId;
use crate::linking::LinkingError;
use crate::login::{Login, Turned};
use crate::roster::{self, RosterError, Word};
use crate::storage::journals::Journal;
use crate::storage::{Durability, StorageError, Tx, links};
use crate::web::pages::waiting::{Met, WordAsk, WordPage};
use crate::web::{self, Form, Frame, Trouble, Visit};

/// About whom the page is to ask.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct About {
    person: Option<String>,
}

/// What the pages send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    /// `say` or `unsay`.
    act: String,
    /// About whom.
    person: String,
}

/// `GET /journals/{platform}/{journal}/word`: everybody, or the question about one.
pub(super) async fn show(
    State(login): State<Login>,
    Path((platform, journal)): Path<(String, String)>,
    Query(about): Query<About>,
    visit: Visit,
) -> Result<Response, Turned> {
    let (teacher, journal) = enter(&login, &visit, &platform, &journal).await?;
    let here = (&teacher, &journal);
    let Some(person) = about.person else { return page(&login, &visit, here, Met::Nothing).await };
    let pupils = read(&login, &journal).await?;
    match pupils::named(&pupils, &[person]).first() {
        Some(pupil) if pupil.has_candidate() => Ok(ask(&visit, here, pupil)),
        // Linked or said meanwhile.
        Some(_) => Ok(back(here, "word")),
        None => Err(Trouble::NotFound.into()),
    }
}

/// `POST /journals/{platform}/{journal}/word`.
pub(super) async fn answer(
    State(login): State<Login>,
    Path((platform, journal)): Path<(String, String)>,
    visit: Visit,
    Form(answer): Form<Answer>,
) -> Result<Response, Turned> {
    let (teacher, journal) = enter(&login, &visit, &platform, &journal).await?;
    let here = (&teacher, &journal);
    let word = match answer.act.as_str() {
        "say" => Word::New,
        "unsay" => Word::Unsaid,
        _ => return Err(Trouble::BadForm.into()),
    };
    let person: RosterPersonId = answer.person.parse().map_err(|_| Trouble::NotFound)?;
    match say(&login, here, &person, word).await {
        Ok(()) => Ok(back(here, "word")),
        // What they have used is listed there, with what can be done instead.
        Err(RosterError::Decided | RosterError::Used) => page(&login, &visit, here, Met::Changed).await,
        Err(RosterError::NotLinked) => Err(Trouble::NotFound.into()),
        Err(RosterError::Linking(error)) => Err(stopped(error)),
        Err(RosterError::Storage(error)) => Err(error.into()),
        Err(error) => Err(web::Error::internal(error).into()),
    }
}

async fn say(
    login: &Login,
    (teacher, journal): (&Teacher, &Journal),
    person: &RosterPersonId,
    word: Word,
) -> Result<(), RosterError> {
    let (ground, actor) = (&login.ground, &teacher.actor());
    let write = |tx: Tx| async move {
        teacher.still(&tx, &journal.id).await.map_err(lost)?;
        roster::say(&tx, ground, (&journal.id, person), word, actor).await
    };
    ground.db.write(Durability::Durable, write).await
}

/// A right that is lost looks like a journal that is not there.
fn lost(error: LinkingError) -> RosterError {
    match error {
        LinkingError::Gone => RosterError::NotLinked,
        error => error.into(),
    }
}

async fn read(login: &Login, journal: &Journal) -> Result<Vec<Pupil>, StorageError> {
    let now = login.ground.now();
    login.ground.db.read(|tx| async move { pupils::list(&tx, &journal.id, now).await }).await
}

async fn page(
    login: &Login,
    visit: &Visit,
    (teacher, journal): (&Teacher, &Journal),
    met: Met,
) -> Result<Response, Turned> {
    let pupils = read(login, journal).await?;
    let made = login.ground.db.read(|tx| async move { links::list_said_new(&tx, &journal.id).await }).await?;
    let rows = |is: fn(&Pupil) -> bool| pupils.iter().filter(|pupil| is(pupil)).map(Pupil::row).collect();
    let made = |used: bool| {
        let is_one = |pupil: &&Pupil| made.iter().any(|one| one.person_id == *pupil.id() && one.is_used == used);
        pupils.iter().filter(is_one).map(Pupil::row).collect()
    };
    let template = WordPage {
        frame: Frame::new(visit),
        place: place(teacher, journal),
        waiting: rows(Pupil::has_candidate),
        said: rows(Pupil::is_said_new),
        made: made(false),
        used: made(true),
        met,
    };
    Ok(web::page(visit, status(met), &template))
}

fn ask(visit: &Visit, (teacher, journal): (&Teacher, &Journal), pupil: &Pupil) -> Response {
    let template = WordAsk { frame: Frame::new(visit), place: place(teacher, journal), pupil: pupil.row() };
    web::page(visit, status(Met::Nothing), &template)
}
