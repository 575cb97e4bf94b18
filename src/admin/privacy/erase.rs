//! Forgetting one person. It cannot be undone, so a second person agrees first.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::super::door::{May, Needs, Steward};
use super::super::entry::{self, Asked};
use super::whom::{called, stopped, whom};
use crate::domain::{ProposalKind, Right};
use crate::linking::LinkingError;
use crate::linking::privacy::{Erasing, erase};
use crate::login::{Login, Turned};
use crate::storage::accounts::Account;
use crate::storage::proposals::{self, Proposal};
use crate::storage::{Durability, StorageError, Tx, erase as stored, links};
use crate::vault::sha256;
use crate::web::pages::audit::Second;
use crate::web::pages::privacy::{PersonErase, PersonErased};
use crate::web::{self, Form, Frame, Visit};

/// Forgets people.
pub(crate) enum Forget {}

impl Needs for Forget {
    const RIGHT: Right = Right::Erase;
}

/// The form.
#[derive(Debug, Deserialize)]
pub(super) struct Sent {
    #[serde(default)]
    reason: String,
}

/// What would be forgotten, and who has agreed to it.
struct Preview {
    /// How many other accounts went into this one.
    others: usize,
    /// How many links end.
    links: usize,
    /// They are at another school, too.
    is_elsewhere: bool,
    object: String,
    hash: String,
    agreed: Option<Proposal>,
    waits: bool,
}

impl Preview {
    async fn of(login: &Login, steward: &Steward, account: &Account) -> Result<Self, StorageError> {
        let now = login.ground.now();
        let (platform, school, id) = (steward.platform(), steward.school(), &account.id);
        let read = |tx: Tx| async move {
            let whole = stored::list_whole(&tx, id).await?;
            let (mut links, mut is_elsewhere) = (Vec::new(), false);
            for one in &whole {
                links.extend(links::list_live(&tx, &one.id).await?.into_iter().map(|link| link.id));
                is_elsewhere |= stored::is_elsewhere(&tx, &one.id, school).await?;
            }
            let ids: Vec<_> = whole.iter().map(|one| &one.id).collect();
            // The first stands for all: the same person is never asked about twice.
            let object = format!("account:{}", ids.first().copied().unwrap_or(id));
            let hash = sha256(&json!([platform, school, ids, links]).to_string());
            let (kind, object_text) = (ProposalKind::Erase, object.as_str());
            let agreed = proposals::find_agreed(&tx, kind, platform, object_text, &hash, now).await?;
            let open = proposals::find_open(&tx, kind, platform, object_text).await?;
            let waits = open.is_some_and(|open| open.expires_at > now && open.hash == hash);
            let others = whole.iter().filter(|one| one.is_joined).count();
            Ok::<_, StorageError>(Self { others, links: links.len(), is_elsewhere, object, hash, agreed, waits })
        };
        login.ground.db.read(read).await
    }

    fn second(&self) -> Second {
        match (&self.agreed, self.waits) {
            (Some(_), _) => Second::Agreed,
            (None, true) => Second::Waits,
            (None, false) => Second::Nobody,
        }
    }
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    may: May<Forget>,
    Path(names): Path<HashMap<String, String>>,
) -> Result<Response, Turned> {
    let account = whom(&login, &may.0, &names).await?;
    let preview = Preview::of(&login, &may.0, &account).await?;
    let second = preview.second();
    Ok(asking(&visit, &may.0, (&account, &preview), (second, false), StatusCode::OK))
}

/// Asks a second person, or forgets once somebody has agreed to exactly this.
pub(super) async fn answer(
    State(login): State<Login>,
    visit: Visit,
    may: May<Forget>,
    Path(names): Path<HashMap<String, String>>,
    Form(sent): Form<Sent>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let account = whom(&login, &steward, &names).await?;
    let preview = Preview::of(&login, &steward, &account).await?;
    let (about, second) = ((&account, &preview), preview.second());
    if preview.is_elsewhere || second == Second::Waits {
        return Ok(asking(&visit, &steward, about, (second, false), StatusCode::CONFLICT));
    }
    if let Some(agreed) = &preview.agreed {
        forget(&login, &steward, &account, agreed).await?;
        let frame = Frame::new(&visit).in_zone(&steward.school.time_zone);
        let template = PersonErased { frame, place: steward.nav("con-people"), back: steward.path("/people") };
        return Ok(web::page(&visit, StatusCode::OK, &template));
    }
    let reason = sent.reason.trim();
    if reason.is_empty() {
        return Ok(asking(&visit, &steward, about, (second, true), StatusCode::UNPROCESSABLE_ENTITY));
    }
    let asked = Asked {
        kind: ProposalKind::Erase,
        object: preview.object.clone(),
        hash: preview.hash.clone(),
        payload: json!({ "account": account.id }),
        reason,
    };
    entry::propose(&login, &steward, &asked).await?;
    Ok(asking(&visit, &steward, about, (Second::Waits, false), StatusCode::OK))
}

async fn forget(login: &Login, steward: &Steward, account: &Account, agreed: &Proposal) -> Result<(), Turned> {
    let (ground, actor, now) = (&login.ground, &steward.actor(), login.ground.now());
    let erasing = &Erasing { account: &account.id, school: Some(steward.school()), actor, reason: &agreed.reason };
    let write = |tx: Tx| async move {
        proposals::spend(&tx, &agreed.id, now).await?;
        erase(&tx, ground, erasing).await.map(drop)
    };
    ground.db.write::<_, LinkingError, _, _>(Durability::Durable, write).await.map_err(stopped)
}

fn asking(
    visit: &Visit,
    steward: &Steward,
    (account, preview): (&Account, &Preview),
    (second, lacks_reason): (Second, bool),
    status: StatusCode,
) -> Response {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let template = PersonErase {
        frame: Frame::new(visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-people"),
        name: called(account),
        back: steward.path(&format!("/people/{}", account.id)),
        others: count(preview.others),
        links: count(preview.links),
        is_elsewhere: preview.is_elsewhere,
        second,
        lacks_reason,
    };
    web::page(visit, status, &template)
}
