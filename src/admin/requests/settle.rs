//! Settling a request: what the outcome needs is made, and the case is closed with a reason.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::TimeDelta;
use http::StatusCode;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::super::people::{account_name, count_act, find_person, make_password, stopped};
use super::Decide;
use super::case::{find_case, page};
use crate::domain::{AccountId, Right};
use crate::linking::{self, CaseOutcome, Closing, Deed, LinkingError, MakeCode};
use crate::login::{Login, Turned};
use crate::storage::accounts::Account;
use crate::storage::cases::SchoolCase;
use crate::storage::{Durability, Tx, identities, journals, requests, roster_people, seats};
use crate::web::pages::people::{PasswordStrip, Printed};
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// For so long a second factor counts as fresh for what ends somebody's link, as at the person's page.
const FRESH: TimeDelta = TimeDelta::minutes(5);

/// What the form says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    outcome: String,
    account: String,
    pub(super) reason: String,
}

type Wrong = (&'static str, &'static str);

/// `POST …/requests/{case}`.
pub(super) async fn settle(
    State(login): State<Login>,
    visit: Visit,
    may: May<Decide>,
    Path((_, _, case)): Path<(String, String, String)>,
    Form(answer): Form<Answer>,
) -> Result<Response, Turned> {
    let steward = &may.0;
    let case = &find_case(&login, steward, &case).await?;
    if case.closed_at.is_some() {
        return Err(Trouble::Stale.into());
    }
    let outcome = match read(case, &answer) {
        Ok(outcome) => outcome,
        Err(wrong) => return page(&login, &visit, (steward, case), (&answer, Some(wrong))).await,
    };
    allowed(&login, steward, outcome)?;
    match print(&login, (steward, case), outcome, &answer).await? {
        Ok(strip) => {
            close(&login, (steward, case), outcome, answer.reason.trim()).await?;
            Ok(strip.map_or_else(|| back(steward), |strip| sheet(&visit, steward, outcome, strip)))
        }
        Err(wrong) => page(&login, &visit, (steward, case), (&answer, Some(wrong))).await,
    }
}

fn read(case: &SchoolCase, answer: &Answer) -> Result<CaseOutcome, Wrong> {
    let outcome: Option<CaseOutcome> = answer.outcome.parse().ok();
    let outcome = outcome.filter(|outcome| linking::outcomes(case.kind).contains(outcome));
    let outcome = outcome.ok_or(("ppl-outcome-missing", "outcomes"))?;
    if answer.reason.trim().is_empty() { Err(("ppl-reason-missing", "reason")) } else { Ok(outcome) }
}

/// What the outcome does elsewhere needs the right that it needs there.
fn allowed(login: &Login, steward: &Steward, outcome: CaseOutcome) -> Result<(), Turned> {
    let right = match outcome {
        CaseOutcome::LinkEnded | CaseOutcome::KeptOut | CaseOutcome::SamePerson => Right::EndLinks,
        CaseOutcome::PasswordPrinted | CaseOutcome::CodePrinted => Right::ActOnPeople,
        CaseOutcome::AccountMade | CaseOutcome::Refused | CaseOutcome::Closed => Right::Requests,
    };
    if !steward.may(right) {
        return Err(Trouble::NotFound.into());
    }
    if right.wants_fresh_factor() && login.ground.now() - steward.factor_at > FRESH {
        return Err(Turned::SignInFirst(Box::new(see_other(&step_up(steward)))));
    }
    Ok(())
}

fn step_up(steward: &Steward) -> String {
    let back = steward.path("/requests");
    format!("/admin/{}/step-up?back={}", steward.platform(), utf8_percent_encode(&back, NON_ALPHANUMERIC))
}

/// Prints what the outcome hands over; or what is wrong with the form.
async fn print(
    login: &Login,
    here: (&Steward, &SchoolCase),
    outcome: CaseOutcome,
    answer: &Answer,
) -> Result<Result<Option<PasswordStrip>, Wrong>, Turned> {
    if !matches!(outcome, CaseOutcome::PasswordPrinted | CaseOutcome::CodePrinted) {
        return Ok(Ok(None));
    }
    let (steward, case) = here;
    let named = case.account_id.as_ref().map_or(answer.account.as_str(), AccountId::as_str);
    if named.is_empty() {
        return Ok(Err(("ppl-account-missing", "candidates")));
    }
    let account = find_person(login, steward, named).await?;
    let reason = answer.reason.trim();
    let secret = if outcome == CaseOutcome::PasswordPrinted {
        if account.username.is_none() || account.disabled_at.is_some() {
            return Ok(Err(("ppl-password-impossible", "outcomes")));
        }
        make_password(login, steward, &account, reason).await?.ok_or(Trouble::Queue { retry_after_seconds: 2 })?
    } else {
        count_act(login, steward).await?;
        match make_code(login, here, &account, reason).await {
            Ok(code) => code,
            Err(LinkingError::Unfit(_) | LinkingError::Gone) => return Ok(Err(("ppl-code-unfit", "outcomes"))),
            Err(error) => return Err(stopped(error)),
        }
    };
    let username = account.username.clone().filter(|_| outcome == CaseOutcome::PasswordPrinted);
    Ok(Ok(Some(PasswordStrip { name: account_name(&account), class_name: None, username, secret })))
}

/// A code for the seat of the person who asked, in a journal of this school.
async fn make_code(
    login: &Login,
    (steward, case): (&Steward, &SchoolCase),
    account: &Account,
    reason: &str,
) -> Result<String, LinkingError> {
    let (ground, actor) = (&login.ground, &steward.actor());
    let deed = &Deed { account, school: Some(steward.school()), reason, actor };
    let write = |tx: Tx| async move {
        let identity = case.identity_id.as_ref().ok_or(LinkingError::Gone)?;
        let identity = identities::find(&tx, identity).await?.ok_or(LinkingError::Gone)?;
        let person = roster_people::find_by_key(&tx, &identity.key()).await?.ok_or(LinkingError::Gone)?;
        for seat in seats::list_of_person(&tx, &person.id, steward.platform()).await? {
            let journal = journals::find(&tx, &seat.journal_id).await?;
            if journal.is_some_and(|journal| journal.school_id == *steward.school()) {
                let (platform, journal, person) = (steward.platform(), &seat.journal_id, &person.id);
                let wish = MakeCode { platform, journal, person, account: &account.id, actor };
                let made = linking::make_code(&tx, ground, &wish).await?;
                linking::code_printed(&tx, ground, deed, made.id.as_str()).await?;
                return Ok(made.code.to_string());
            }
        }
        Err(LinkingError::Gone)
    };
    ground.db.write(Durability::Durable, write).await
}

async fn close(
    login: &Login,
    (steward, case): (&Steward, &SchoolCase),
    outcome: CaseOutcome,
    reason: &str,
) -> Result<(), Turned> {
    let (ground, actor) = (&login.ground, &steward.actor());
    let closing = &Closing { case, outcome, reason, actor };
    let here = (steward.platform(), steward.school());
    let write = |tx: Tx| async move {
        requests::find(&tx, here, &case.id).await?.ok_or(LinkingError::Gone)?;
        linking::close_case(&tx, ground, closing).await
    };
    ground.db.write(Durability::Durable, write).await.map_err(stopped)?;
    tracing::info!(case.id = %case.id, outcome = outcome.as_str(), "a request was settled");
    Ok(())
}

fn back(steward: &Steward) -> Response {
    see_other(&steward.path("/requests?done=yes"))
}

fn sheet(visit: &Visit, steward: &Steward, outcome: CaseOutcome, strip: PasswordStrip) -> Response {
    let template = Printed {
        frame: Frame::new(visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-requests"),
        back: steward.path("/requests"),
        is_code: outcome == CaseOutcome::CodePrinted,
        strips: vec![strip],
        missed: Vec::new(),
    };
    web::page(visit, StatusCode::OK, &template)
}
