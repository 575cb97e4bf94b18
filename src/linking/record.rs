//! What every change of a link leaves behind, in the transaction of the change: audit row, event row, notice.

use serde_json::{Value, json};

use crate::domain::{Actor, NoticeKind};
use crate::ground::Ground;
use crate::storage::accounts::Account;
use crate::storage::links::Link;
use crate::storage::notices::{self, Notice};
use crate::storage::{Tx, audit, events};

use super::LinkingError;

/// A change of a link.
#[derive(Debug, Clone)]
pub(super) struct Change<'a> {
    /// What, such as `link.created`.
    pub(super) action: &'static str,
    /// Who.
    pub(super) actor: &'a Actor,
    /// Which link.
    pub(super) link: &'a Link,
    /// The account that it signs in to, which is told.
    pub(super) account: &'a Account,
    /// What the account's owner is told.
    pub(super) notice: Option<NoticeKind>,
    /// For the erasable side of the audit row.
    pub(super) detail: Value,
}

/// Writes audit row, event row and notice of a change.
pub(super) async fn record(tx: &Tx, ground: &Ground, change: &Change<'_>) -> Result<(), LinkingError> {
    let (link, account) = (change.link, change.account);
    let now = ground.now();
    let entry = audit::Entry {
        platform: Some(&link.platform_id),
        account: Some(&link.account_id),
        link: Some(&link.id),
        object: Some(format!("identity:{}", link.identity_id)),
        detail: change.detail.clone(),
        ..audit::Entry::new(now, change.action, change.actor)
    };
    let audit = audit::record(tx, &ground.random, &entry).await?;
    let said = events::Announcement {
        at: now,
        platform: &link.platform_id,
        kind: change.action,
        sub: &account.sub,
        audit: &audit,
        payload: json!({ "link": link.id, "upstream": link.upstream_id, "assurance": link.assurance, "origin": link.origin }),
    };
    events::announce(tx, &ground.random, &said).await?;
    match change.notice {
        Some(kind) => notify(tx, ground, account, kind, Some(link)).await,
        None => Ok(()),
    }
}

/// Tells an account's owner something, on a page and, with a verified address, by mail.
pub(super) async fn notify(
    tx: &Tx,
    ground: &Ground,
    account: &Account,
    kind: NoticeKind,
    link: Option<&Link>,
) -> Result<(), LinkingError> {
    let told = Notice::to(account, kind, ground.now(), &ground.config, &ground.random);
    let notice = Notice { link_id: link.map(|link| link.id.clone()), ..told };
    Ok(notices::insert(tx, &notice).await?)
}
