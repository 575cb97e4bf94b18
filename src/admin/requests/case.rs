//! One request: what was asked, both persons, and how it can be settled.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::super::door::{May, Steward};
use super::super::people::{account_name, name_of, person_path, stopped};
use super::Decide;
use super::settle::Answer;
use crate::domain::{AccountId, CaseId, CaseKind, PersonName, Right, fold_name};
use crate::linking::{self, CaseOutcome, LinkingError};
use crate::login::{Login, LoginError, Turned};
use crate::storage::account_roles::AccountRole;
use crate::storage::accounts::Account;
use crate::storage::cases::SchoolCase;
use crate::storage::identities::{self, Identity};
use crate::storage::people::{self, PersonRow, PersonState, Wanted};
use crate::storage::{Tx, person_page, requests, roster_people};
use crate::web::pages::parts::Card;
use crate::web::pages::requests::{OutcomeChoice, Request, case_key};
use crate::web::{self, Frame, Trouble, Visit};

/// Most accounts to choose from.
const CANDIDATES: i64 = 12;

/// `GET …/requests/{case}`.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    may: May<Decide>,
    Path((_, _, case)): Path<(String, String, String)>,
) -> Result<Response, Turned> {
    let case = find_case(&login, &may.0, &case).await?;
    page(&login, &visit, (&may.0, &case), (&Answer::default(), None)).await
}

/// One of the school's requests. Anybody else's answers like one that does not exist.
pub(super) async fn find_case(login: &Login, steward: &Steward, case: &str) -> Result<SchoolCase, Turned> {
    let id: CaseId = case.parse().map_err(|_| Trouble::NotFound)?;
    let (here, wanted) = ((steward.platform(), steward.school()), &id);
    let found = login.ground.db.read(|tx| async move { requests::find(&tx, here, wanted).await }).await?;
    found.ok_or_else(|| Trouble::NotFound.into())
}

/// Both sides of a request.
struct Sides {
    identity: Option<Identity>,
    class_name: Option<String>,
    /// An account of this school that the request is about.
    account: Option<(Account, Option<AccountRole>)>,
    /// The account that the person has, where that is another one of this school.
    own: Option<AccountId>,
    candidates: Vec<PersonRow>,
}

/// The page.
pub(super) async fn page(
    login: &Login,
    visit: &Visit,
    (steward, case): (&Steward, &SchoolCase),
    (typed, error): (&Answer, Option<(&'static str, &'static str)>),
) -> Result<Response, Turned> {
    let read = |tx: Tx| async move { sides(&tx, steward, case).await };
    let sides = login.ground.db.read(read).await.map_err(stopped)?;
    let identity = match &sides.identity {
        Some(identity) => Some(card(login, steward, identity, sides.class_name.clone()).await?),
        None => None,
    };
    let template = Request {
        frame: Frame::new(visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-requests"),
        action: steward.path(&format!("/requests/{}", case.id)),
        key: case_key(case.kind),
        what_key: what_key(case.kind),
        at: case.opened_at,
        identity,
        account: sides.account.as_ref().map(|(account, role)| account_card(steward, account, role.as_ref())),
        account_path: sides.account.as_ref().map(|(account, _)| person_path(steward, &account.id)),
        merge: merge(steward, &sides),
        candidates: sides.candidates.iter().map(candidate).collect(),
        outcomes: if case.closed_at.is_some() { Vec::new() } else { choices(steward, case) },
        reason: typed.reason.clone(),
        error,
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(web::page(visit, status, &template))
}

async fn sides(tx: &Tx, steward: &Steward, case: &SchoolCase) -> Result<Sides, LinkingError> {
    let identity = match &case.identity_id {
        Some(id) => identities::find(tx, id).await?,
        None => None,
    };
    let class_name = match &identity {
        Some(identity) => roster_people::find_by_key(tx, &identity.key()).await?.and_then(|person| person.class_name),
        None => None,
    };
    let account = match here(tx, steward, case.account_id.as_ref()).await? {
        Some(account) => {
            let roles = person_page::list_roles(tx, &account.id, steward.school()).await?;
            Some((account, roles.into_iter().find(|role| role.ended_at.is_none())))
        }
        None => None,
    };
    let standing = linking::standing_link(tx, case).await?.map(|link| link.account_id);
    let own = here(tx, steward, standing.as_ref()).await?.map(|own| own.id);
    let own = own.filter(|own| account.as_ref().is_none_or(|(account, _)| account.id != *own));
    let candidates = match (&identity, case.kind) {
        (Some(identity), CaseKind::CannotSignIn) => candidates(tx, steward, identity).await?,
        _ => Vec::new(),
    };
    Ok(Sides { identity, class_name, account, own, candidates })
}

/// An account, if it is one of the school's people: of nobody else anything is shown.
async fn here(tx: &Tx, steward: &Steward, id: Option<&AccountId>) -> Result<Option<Account>, LinkingError> {
    match id {
        Some(id) => Ok(people::find_here(tx, steward.platform(), steward.school(), id).await?),
        None => Ok(None),
    }
}

/// The school's open accounts whose names hold the person's: nobody said which one is theirs.
async fn candidates(tx: &Tx, steward: &Steward, identity: &Identity) -> Result<Vec<PersonRow>, LinkingError> {
    let name = PersonName { given: identity.given_name.clone(), family: identity.family_name.clone() };
    let folded = fold_name(&name);
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = Wanted {
        platform: steward.platform(),
        school: steward.school(),
        name: Some(&folded),
        class: None,
        role: None,
        upstream: None,
        state: Some(PersonState::Open),
        after: None,
        limit: CANDIDATES,
    };
    Ok(people::search(tx, &wanted).await?)
}

fn candidate(row: &PersonRow) -> (String, String) {
    let name = name_of(row.given_name.as_deref(), row.family_name.as_deref(), row.username.as_deref());
    let more = [row.class_name.as_deref(), row.username.as_deref()].into_iter().flatten();
    let label = more.fold(name, |label, part| format!("{label}, {part}"));
    (row.id.to_string(), label)
}

async fn card(
    login: &Login,
    steward: &Steward,
    identity: &Identity,
    class_name: Option<String>,
) -> Result<Card, LoginError> {
    Ok(Card {
        system: login.upstream_name(&identity.upstream_id).await?,
        name: name_of(identity.given_name.as_deref(), identity.family_name.as_deref(), None),
        school: Some(steward.school.name.clone()),
        class_name,
        zone: steward.school.time_zone.clone(),
        last_here: Some(identity.last_seen_at),
        ..Card::default()
    })
}

/// An account as the platform knows it, with its role at this school and no other.
fn account_card(steward: &Steward, account: &Account, role: Option<&AccountRole>) -> Card {
    Card {
        system: steward.owner.platform.name.clone(),
        name: account_name(account),
        username: account.username.clone(),
        school: Some(steward.school.name.clone()),
        role: role.map(|role| role.role),
        class_name: role.and_then(|role| role.class_name.clone()),
        zone: steward.school.time_zone.clone(),
        last_here: account.last_activity_at.or(account.used_at),
        finished_tasks: u64::try_from(account.history_count).ok().filter(|count| *count > 0),
        ..Card::default()
    }
}

/// A merge begins where both sides have an account of this school.
fn merge(steward: &Steward, sides: &Sides) -> Option<String> {
    let ((account, _), other) = sides.account.as_ref().zip(sides.own.as_ref())?;
    let one = &account.id;
    steward.may(Right::Merge).then(|| steward.path(&format!("/merge?one={one}&other={other}")))
}

fn choices(steward: &Steward, case: &SchoolCase) -> Vec<OutcomeChoice> {
    let may = |outcome: &&CaseOutcome| match outcome {
        CaseOutcome::LinkEnded | CaseOutcome::KeptOut => steward.may(Right::EndLinks),
        CaseOutcome::PasswordPrinted | CaseOutcome::CodePrinted => steward.may(Right::ActOnPeople),
        _ => true,
    };
    linking::outcomes(case.kind).iter().filter(may).map(|outcome| choice(*outcome)).collect()
}

fn choice(outcome: CaseOutcome) -> OutcomeChoice {
    let (key, what_key) = match outcome {
        CaseOutcome::PasswordPrinted => ("ppl-out-password", "ppl-out-password-what"),
        CaseOutcome::CodePrinted => ("ppl-out-code", "ppl-out-code-what"),
        CaseOutcome::AccountMade => ("ppl-out-account", "ppl-out-account-what"),
        CaseOutcome::LinkEnded => ("ppl-out-end-link", "ppl-out-end-link-what"),
        CaseOutcome::KeptOut => ("ppl-out-keep-out", "ppl-out-keep-out-what"),
        CaseOutcome::SamePerson => ("ppl-out-same-person", "ppl-out-same-person-what"),
        CaseOutcome::Refused => ("ppl-out-refuse", "ppl-out-refuse-what"),
        CaseOutcome::Closed => ("ppl-out-close", "ppl-out-close-what"),
    };
    OutcomeChoice { word: outcome.as_str(), key, what_key }
}

const fn what_key(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::CannotSignIn => "ppl-case-cannot-sign-in-what",
        CaseKind::PeopleDiffer => "ppl-case-people-differ-what",
        CaseKind::IdentityTaken => "ppl-case-identity-taken-what",
        CaseKind::AccountTaken => "ppl-case-account-taken-what",
        CaseKind::Recycled => "ppl-case-recycled-what",
        CaseKind::NotMe => "ppl-case-not-me-what",
        CaseKind::NewAccount => "ppl-case-new-account-what",
        CaseKind::SuspectedDuplicate => "ppl-case-suspected-duplicate-what",
        CaseKind::ClaimProbing => "ppl-case-claim-probing-what",
        CaseKind::MergeDoubted => "ppl-case-merge-doubted-what",
    }
}
