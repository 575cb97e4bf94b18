//! The audit log as a file. It is about many people, so a second person agrees first.

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde::Deserialize;
use serde_json::json;

use super::super::door::{May, Needs, Steward};
use super::super::entry::{self, Asked as Proposing};
use super::file::Rows;
use super::show::Asked;
use crate::domain::{ProposalKind, Right};
use crate::login::{Login, Turned};
use crate::storage::audit::{self as log, Entry};
use crate::storage::proposals::{self, Proposal};
use crate::storage::{Durability, StorageError, Tx};
use crate::vault::sha256;
use crate::web::pages::audit::{AuditExport, Second};
use crate::web::{self, Form, Frame, Visit};

/// Takes the audit log out.
pub(crate) enum TakeOut {}

impl Needs for TakeOut {
    const RIGHT: Right = Right::Export;
}

/// The form.
#[derive(Debug, Deserialize)]
pub(super) struct Sent {
    #[serde(default)]
    action: String,
    #[serde(default)]
    account: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    reason: String,
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    may: May<TakeOut>,
    Query(asked): Query<Asked>,
) -> Result<Response, Turned> {
    let second = Standing::find(&login, &may.0, &asked).await?.second();
    Ok(asking(&visit, &may.0, asked, (second, false), StatusCode::OK))
}

/// Asks a second person, or hands the file over once somebody has agreed.
pub(super) async fn answer(
    State(login): State<Login>,
    visit: Visit,
    may: May<TakeOut>,
    Form(sent): Form<Sent>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let Sent { action, account, from, to, reason } = sent;
    let asked = Asked { action, account, from, to };
    match Standing::find(&login, &steward, &asked).await? {
        Standing::Agreed(proposal) => hand_over(&login, &steward, &asked, &proposal).await,
        Standing::Waits => Ok(asking(&visit, &steward, asked, (Second::Waits, false), StatusCode::OK)),
        Standing::Nobody if reason.trim().is_empty() => {
            Ok(asking(&visit, &steward, asked, (Second::Nobody, true), StatusCode::UNPROCESSABLE_ENTITY))
        }
        Standing::Nobody => {
            let proposing = Proposing {
                kind: ProposalKind::Export,
                object: object(&steward),
                hash: hash(&steward, &asked),
                payload: json!({ "query": asked }),
                reason: reason.trim(),
            };
            entry::propose(&login, &steward, &proposing).await?;
            Ok(asking(&visit, &steward, asked, (Second::Waits, false), StatusCode::OK))
        }
    }
}

/// How it stands with the second person.
enum Standing {
    Nobody,
    Waits,
    Agreed(Box<Proposal>),
}

impl Standing {
    async fn find(login: &Login, steward: &Steward, asked: &Asked) -> Result<Self, StorageError> {
        let (object, hash, now) = (&object(steward), &hash(steward, asked), login.ground.now());
        let (kind, platform) = (ProposalKind::Export, steward.platform());
        let read = |tx: Tx| async move {
            if let Some(agreed) = proposals::find_agreed(&tx, kind, platform, object, hash, now).await? {
                return Ok(Self::Agreed(Box::new(agreed)));
            }
            let open = proposals::find_open(&tx, kind, platform, object).await?;
            let waits = open.is_some_and(|open| open.expires_at > now && open.hash == *hash);
            Ok::<_, StorageError>(if waits { Self::Waits } else { Self::Nobody })
        };
        login.ground.db.read(read).await
    }

    fn second(&self) -> Second {
        match self {
            Self::Nobody => Second::Nobody,
            Self::Waits => Second::Waits,
            Self::Agreed(_) => Second::Agreed,
        }
    }
}

fn object(steward: &Steward) -> String {
    format!("audit:{}", steward.school())
}

fn hash(steward: &Steward, asked: &Asked) -> String {
    sha256(&json!([steward.platform(), steward.school(), asked]).to_string())
}

fn asking(
    visit: &Visit,
    steward: &Steward,
    asked: Asked,
    (second, lacks_reason): (Second, bool),
    status: StatusCode,
) -> Response {
    let template = AuditExport {
        frame: Frame::new(visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-audit"),
        back: format!("{}?{}", steward.path("/audit"), asked.query(None)),
        path: steward.path("/audit/export"),
        second,
        lacks_reason,
        action: asked.action,
        account: asked.account,
        from: asked.from,
        to: asked.to,
    };
    web::page(visit, status, &template)
}

async fn hand_over(login: &Login, steward: &Steward, asked: &Asked, proposal: &Proposal) -> Result<Response, Turned> {
    let (ground, actor, now) = (&login.ground, &steward.actor(), login.ground.now());
    let spend = |tx: Tx| async move {
        proposals::spend(&tx, &proposal.id, now).await?;
        let entry = Entry {
            platform: Some(steward.platform()),
            school: Some(steward.school()),
            object: Some(format!("proposal:{}", proposal.id)),
            detail: json!({ "query": asked }),
            ..Entry::new(now, "privacy.audit_exported", actor)
        };
        log::record(&tx, &ground.random, &entry).await.map(drop)
    };
    ground.db.write::<_, StorageError, _, _>(Durability::Durable, spend).await?;
    let place = (steward.platform(), steward.school());
    let rows = Rows::all(ground, place, asked.wanted(&steward.school.time_zone));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
    ];
    Ok((headers, rows.into_body()).into_response())
}
