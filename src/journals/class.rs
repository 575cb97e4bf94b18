//! A teacher's word for the class: the whole class on one page, every child with a box of their own and none ticked; and for thirty
//! days the way back.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::form::{back, place, refused, status, ticked};
use super::pupils::{self, Pupil};
use super::teacher::{Teacher, enter, stopped};
use crate::domain::{LinkId, PersonName, RosterPersonId, SeatRole, SeatState};
use crate::ground::Ground;
use crate::linking::{self, ClassWord, Confirmed, LinkingError, Unfit};
use crate::login::{Login, Turned};
use crate::storage::journals::Journal;
use crate::storage::seats::{self, Seat, ShownSeat};
use crate::storage::{Durability, StorageError, Tx, links, schools};
use crate::web::pages::waiting::{ClassPage, ConfirmedRow, Met, NotPossible};
use crate::web::{self, Form, Frame, Trouble, Visit};

/// What the page sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    /// `confirm`, `take-back` or `take-back-all`.
    act: String,
    /// The pupils who were ticked.
    person: Vec<String>,
    /// The link to take back.
    link: String,
}

/// `GET /journals/{platform}/{journal}/class`.
pub(super) async fn show(
    State(login): State<Login>,
    Path((platform, journal)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Turned> {
    let (teacher, journal) = enter(&login, &visit, &platform, &journal).await?;
    page(&login, &visit, (&teacher, &journal), (None, Met::Nothing)).await
}

/// `POST /journals/{platform}/{journal}/class`.
pub(super) async fn answer(
    State(login): State<Login>,
    Path((platform, journal)): Path<(String, String)>,
    visit: Visit,
    Form(answer): Form<Answer>,
) -> Result<Response, Turned> {
    let (teacher, journal) = enter(&login, &visit, &platform, &journal).await?;
    let here = (&teacher, &journal);
    match answer.act.as_str() {
        "confirm" if answer.person.is_empty() => page(&login, &visit, here, (None, Met::Nobody)).await,
        "confirm" => confirm(&login, &visit, here, &answer.person).await,
        "take-back" => take_back(&login, here, Some(&answer.link)).await,
        "take-back-all" => take_back(&login, here, None).await,
        _ => Err(Trouble::BadForm.into()),
    }
}

/// What the page stands on, read from one snapshot.
struct Desk {
    zone: String,
    switched: Option<String>,
    pupils: Vec<Pupil>,
    confirmed: Vec<ConfirmedRow>,
}

impl Desk {
    /// The school lets teachers confirm this pupil.
    fn covers(&self, pupil: &Pupil) -> bool {
        linking::covers(self.switched.as_deref(), pupil.seat.class_name.as_deref())
    }
}

async fn read(login: &Login, journal: &Journal) -> Result<Desk, StorageError> {
    let ground = &login.ground;
    let read = |tx: Tx| async move {
        let school = schools::find(&tx, &journal.school_id).await?;
        Ok::<_, StorageError>(Desk {
            zone: school.map(|school| school.time_zone).unwrap_or_default(),
            switched: switched(&tx, journal).await?,
            pupils: pupils::list(&tx, &journal.id, ground.now()).await?,
            confirmed: confirmed(&tx, ground, journal).await?,
        })
    };
    ground.db.read(read).await
}

/// The classes for which the school switched it on; nothing where school or upstream do not count.
async fn switched(tx: &Tx, journal: &Journal) -> Result<Option<String>, StorageError> {
    let (platform, upstream, school) = (&journal.platform_id, &journal.upstream_id, &journal.school_id);
    let open = schools::find_open(tx, platform, upstream, school).await?;
    Ok(open.and_then(|school| school.teacher_confirms))
}

/// What teachers confirmed of this journal's pupils and may still take back, by name.
async fn confirmed(tx: &Tx, ground: &Ground, journal: &Journal) -> Result<Vec<ConfirmedRow>, StorageError> {
    let seats = seats::list_live(tx, &journal.id).await?;
    let names: BTreeMap<&str, String> = seats.iter().map(|seat| (seat.subject.as_str(), seat_name(seat))).collect();
    let mut rows = Vec::new();
    for link in links::list_by_teacher(tx, &journal.id).await? {
        let until = linking::taken_back_until(ground, &link);
        if let Some(name) = names.get(link.subject.as_str()).filter(|_| ground.now() < until) {
            rows.push(ConfirmedRow { name: name.clone(), since: link.created_at, until, link: link.id });
        }
    }
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(rows)
}

fn seat_name(seat: &Seat) -> String {
    PersonName { given: seat.given_name.clone(), family: seat.family_name.clone() }.display()
}

/// Whether the page has anything to do: the switch names a class that sits here, or something can be taken back.
pub(super) async fn takes_word(tx: &Tx, journal: &Journal, seats: &[ShownSeat]) -> Result<bool, StorageError> {
    let switched = switched(tx, journal).await?;
    let covers = |seat: &ShownSeat| linking::covers(switched.as_deref(), seat.class_name.as_deref());
    if seats.iter().any(|seat| seat.role == SeatRole::Pupil && covers(seat)) {
        return Ok(true);
    }
    Ok(!links::list_by_teacher(tx, &journal.id).await?.is_empty())
}

/// The page, after a word with what came of it.
async fn page(
    login: &Login,
    visit: &Visit,
    (teacher, journal): (&Teacher, &Journal),
    (said, met): (Option<&[Confirmed]>, Met),
) -> Result<Response, Turned> {
    let (desk, done) = (read(login, journal).await?, said.unwrap_or_default());
    let linked: BTreeSet<&RosterPersonId> =
        done.iter().filter(|one| one.outcome.is_ok()).map(|one| &one.person).collect();
    let covered: Vec<&Pupil> = desk.pupils.iter().filter(|pupil| desk.covers(pupil)).collect();
    let not = desk.pupils.iter().filter_map(|pupil| Some(refused(pupil, left_out(done, pupil)?)));
    let others: Vec<NotPossible> = not.collect();
    // Whoever was ticked sits here no longer, or never did.
    let in_vain = said.is_some() && linked.is_empty() && others.is_empty();
    let met = if in_vain { Met::Changed } else { met };
    let template = ClassPage {
        frame: Frame::new(visit).in_zone(&desk.zone),
        place: place(teacher, journal),
        is_on: !covered.is_empty(),
        pupils: covered.iter().filter(|pupil| pupil.waits()).map(|pupil| pupil.row()).collect(),
        linked: desk.pupils.iter().filter(|pupil| linked.contains(pupil.id())).map(Pupil::name).collect(),
        others,
        confirmed: desk.confirmed,
        met,
    };
    Ok(web::page(visit, status(met), &template))
}

/// Why a pupil who was ticked is not linked by it. Who was linked by something else meanwhile is simply linked.
fn left_out(done: &[Confirmed], pupil: &Pupil) -> Option<Unfit> {
    let unfit = *done.iter().find(|one| one.person == *pupil.id())?.outcome.as_ref().err()?;
    Some(if pupil.seat.state == SeatState::Linked { Unfit::Linked } else { unfit })
}

/// Links whoever was ticked and is beyond doubt; the answer says of each what came of it.
async fn confirm(
    login: &Login,
    visit: &Visit,
    here: (&Teacher, &Journal),
    sent: &[String],
) -> Result<Response, Turned> {
    let ((teacher, journal), ground) = (here, &login.ground);
    let people = ticked(sent);
    let said = &ClassWord { journal: &journal.id, teacher: teacher.account(), people: &people };
    let write = |tx: Tx| async move {
        teacher.still(&tx, &journal.id).await?;
        linking::confirm_class(&tx, ground, said).await
    };
    match ground.db.write(Durability::Durable, write).await {
        Ok(done) => {
            tracing::info!(journal.id = %journal.id, "a teacher confirmed pupils of a class");
            page(login, visit, here, (Some(done.as_slice()), Met::Nothing)).await
        }
        // The school has switched it off meanwhile.
        Err(LinkingError::Unfit(_)) => page(login, visit, here, (None, Met::Changed)).await,
        Err(error) => Err(stopped(error)),
    }
}

/// Takes a word back for one pupil, or for all. A link that is no teacher's, of somebody else or too old is passed over.
async fn take_back(
    login: &Login,
    (teacher, journal): (&Teacher, &Journal),
    link: Option<&str>,
) -> Result<Response, Turned> {
    let ground = &login.ground;
    let write = |tx: Tx| async move {
        teacher.still(&tx, &journal.id).await?;
        let all = links::list_by_teacher(&tx, &journal.id).await?.into_iter().map(|link| link.id);
        let wanted: Vec<LinkId> = all.filter(|id| link.is_none_or(|link| link == id.as_str())).collect();
        linking::take_back(&tx, ground, (&journal.id, teacher.account()), &wanted).await
    };
    let ended = ground.db.write(Durability::Durable, write).await.map_err(stopped)?;
    tracing::info!(journal.id = %journal.id, ended, "a teacher took back their word");
    Ok(back((teacher, journal), "class"))
}
