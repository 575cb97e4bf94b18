//! A claim code: for a pupil of a journal who waits, and whom the reader knows to be the owner of this account.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::Act;
use super::acts::{frame, refuse_joined, still_here};
use super::find::{account_name, find_person, name_of, person_path, stopped};
use super::limit::count_act;
use crate::domain::{JournalId, PersonName, RosterPersonId};
use crate::linking::{self, Deed, LinkingError, MadeCode, MakeCode};
use crate::login::{Login, Turned};
use crate::storage::accounts::Account;
use crate::storage::person_page::{self, WaitingSeat};
use crate::storage::{Durability, Tx};
use crate::web::pages::people::{PasswordStrip, Printed};
use crate::web::pages::person::{CheckChoice, PersonCheck};
use crate::web::{self, Form, Visit};

/// What the form says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    reason: String,
    choice: String,
}

impl Answer {
    /// Journal and person.
    fn seat(&self) -> Option<(JournalId, RosterPersonId)> {
        let (journal, person) = self.choice.split_once('|')?;
        Some((journal.parse().ok()?, person.parse().ok()?))
    }
}

/// `GET …/code`.
pub(super) async fn ask(
    State(login): State<Login>,
    visit: Visit,
    may: May<Act>,
    Path((_, _, account)): Path<(String, String, String)>,
) -> Result<Response, Turned> {
    let account = find_person(&login, &may.0, &account).await?;
    page(&login, &visit, (&may.0, &account), (&Answer::default(), None)).await
}

/// `POST …/code`. The code stands in this answer and nowhere else.
pub(super) async fn print(
    State(login): State<Login>,
    visit: Visit,
    may: May<Act>,
    Path((_, _, account)): Path<(String, String, String)>,
    Form(answer): Form<Answer>,
) -> Result<Response, Turned> {
    let account = find_person(&login, &may.0, &account).await?;
    let here = (&may.0, &account);
    if answer.reason.trim().is_empty() {
        return page(&login, &visit, here, (&answer, Some(("ppl-reason-missing", "reason")))).await;
    }
    let Some(seat) = answer.seat() else {
        return page(&login, &visit, here, (&answer, Some(("ppl-code-nobody", "choices")))).await;
    };
    count_act(&login, &may.0).await?;
    match make(&login, here, &seat, answer.reason.trim()).await {
        Ok(made) => Ok(sheet(&visit, here, &made)),
        Err(LinkingError::Unfit(_)) => page(&login, &visit, here, (&answer, Some(("ppl-code-unfit", "choices")))).await,
        Err(error) => Err(stopped(error)),
    }
}

async fn make(
    login: &Login,
    (steward, account): (&Steward, &Account),
    seat: &(JournalId, RosterPersonId),
    reason: &str,
) -> Result<MadeCode, LinkingError> {
    let (ground, actor) = (&login.ground, &steward.actor());
    let deed = &Deed { account, school: Some(steward.school()), reason, actor };
    let write = |tx: Tx| async move {
        still_here(&tx, steward, account).await?;
        // Only a seat that the page could have shown: nobody names one of another school.
        let here = waiting(&tx, steward, account).await?;
        if !here.iter().any(|one| one.journal_id == seat.0 && one.person_id == seat.1) {
            return Err(LinkingError::Gone);
        }
        let (platform, journal, person) = (steward.platform(), &seat.0, &seat.1);
        let made =
            linking::make_code(&tx, ground, &MakeCode { platform, journal, person, account: &account.id, actor })
                .await?;
        linking::code_printed(&tx, ground, deed, made.id.as_str()).await?;
        Ok(made)
    };
    ground.db.write(Durability::Durable, write).await
}

/// Waiting pupils of the school who bear a name that fits the account's.
async fn waiting(tx: &Tx, steward: &Steward, account: &Account) -> Result<Vec<WaitingSeat>, LinkingError> {
    let own = PersonName { given: account.given_name.clone(), family: account.family_name.clone() };
    let names = (own.family.as_deref().unwrap_or_default(), own.given.as_deref().unwrap_or_default());
    let mut seats = person_page::list_waiting(tx, (steward.platform(), steward.school()), names).await?;
    seats.retain(|seat| {
        let theirs = PersonName { given: seat.given_name.clone(), family: seat.family_name.clone() };
        linking::name_fits(&own, &theirs)
    });
    Ok(seats)
}

fn sheet(visit: &Visit, (steward, account): (&Steward, &Account), made: &MadeCode) -> Response {
    let strip =
        PasswordStrip { name: account_name(account), class_name: None, username: None, secret: made.code.to_string() };
    let template = Printed {
        frame: frame(visit, steward),
        place: steward.nav("con-people"),
        back: person_path(steward, &account.id),
        is_code: true,
        strips: vec![strip],
        missed: Vec::new(),
    };
    web::page(visit, StatusCode::OK, &template)
}

async fn page(
    login: &Login,
    visit: &Visit,
    (steward, account): (&Steward, &Account),
    (typed, error): (&Answer, Option<(&'static str, &'static str)>),
) -> Result<Response, Turned> {
    refuse_joined(account)?;
    let read = |tx: Tx| async move { waiting(&tx, steward, account).await };
    let seats = login.ground.db.read(read).await.map_err(stopped)?;
    let (frame, name, back) = (frame(visit, steward), account_name(account), person_path(steward, &account.id));
    let is_impossible = seats.is_empty();
    let template = PersonCheck {
        place: steward.nav("con-people"),
        title: frame.t1("ppl-code-title", "name", &name),
        what: if is_impossible {
            vec![frame.t("ppl-code-none")]
        } else {
            vec![frame.t("ppl-code-what"), frame.t("ppl-password-assurance")]
        },
        action: format!("{back}/code"),
        back,
        hidden: Vec::new(),
        choices: seats.iter().map(choice).collect(),
        is_impossible,
        submit: frame.t("ppl-code"),
        reason: typed.reason.clone(),
        error,
        name,
        frame,
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(web::page(visit, status, &template))
}

fn choice(seat: &WaitingSeat) -> CheckChoice {
    let name = name_of(seat.given_name.as_deref(), seat.family_name.as_deref(), None);
    let class = seat.class_name.as_deref().map(|class| format!(", {class}")).unwrap_or_default();
    CheckChoice {
        value: format!("{}|{}", seat.journal_id, seat.person_id),
        label: format!("{name}{class} – {}", seat.journal),
    }
}
