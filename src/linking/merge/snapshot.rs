//! What a merge finds at the account that goes: each row by its id, with a hash of what it was.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::facts::Whole;
use crate::domain::{ItemKind, MergeFate, PoolId};
use crate::ground::Ground;
use crate::linking::LinkingError;
use crate::storage::account_roles::AccountRole;
use crate::storage::accounts::Account;
use crate::storage::claim_codes::PrintedCode;
use crate::storage::licences::Licence;
use crate::storage::links::Link;
use crate::storage::{Tx, merge_facts};

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) kind: ItemKind,
    pub(super) id: String,
    pub(super) fate: MergeFate,
    /// Keyed: a plain hash of a name and a birth date would tell them to whoever tries a few thousand, also after they were
    /// erased.
    pub(super) digest: String,
}

/// Everything of the account that goes. A licence is superseded where the one that stays holds one of the same pool: both count
/// as one from then on.
pub(super) async fn take(
    tx: &Tx,
    ground: &Ground,
    joined: &Whole,
    survivor: &Whole,
) -> Result<Vec<Item>, LinkingError> {
    let item = |kind, id: &str, fate, row: &Value| Item {
        kind,
        id: id.to_owned(),
        fate,
        digest: ground.vault.keyed_hash("merge_item", &row.to_string()).hash,
    };
    let held = pools(survivor);
    let side = &joined.side;
    let mut items = vec![item(ItemKind::Account, side.account.id.as_str(), MergeFate::Moved, &account(&side.account))];
    items.extend(side.links.iter().map(|row| item(ItemKind::Link, row.id.as_str(), MergeFate::Moved, &link(row))));
    items.extend(side.roles.iter().map(|row| item(ItemKind::Role, row.id.as_str(), MergeFate::Moved, &role(row))));
    items.extend(side.licences.iter().map(|row| {
        let fate = if held.contains(&row.pool_id) { MergeFate::Superseded } else { MergeFate::Moved };
        item(ItemKind::Licence, row.id.as_str(), fate, &licence(row))
    }));
    let codes = merge_facts::list_codes(tx, joined.id()).await?;
    items.extend(codes.iter().map(|row| item(ItemKind::Code, row.id.as_str(), MergeFate::Moved, &code(row))));
    Ok(items)
}

/// The pools somebody holds a licence of.
pub(super) fn pools(one: &Whole) -> BTreeSet<PoolId> {
    one.side.licences.iter().map(|licence| licence.pool_id.clone()).collect()
}

/// Every column but the pointer, which is what the merge changes.
fn account(row: &Account) -> Value {
    json!([
        [row.id, row.platform_id, row.sub, row.username, row.username_folded, row.external_id],
        [row.given_name, row.family_name, row.name_folded, row.birth_date, row.national_hash, row.national_key],
        [row.email, row.email_verified, row.locale, row.origin],
        [row.history_count, row.last_activity_at, row.used_at, row.created_at, row.updated_at, row.disabled_at],
        [row.password_hash, row.password_source, row.password_changed_at, row.password_must_change],
    ])
}

fn link(row: &Link) -> Value {
    json!([
        [row.id, row.platform_id, row.upstream_id, row.scope, row.subject, row.identity_id, row.account_id],
        [row.origin, row.rule, row.assurance, row.evidence, row.via_merge, row.since, row.last_used_at],
        [row.created_at, row.created_by, row.ended_at, row.ended_by, row.end_reason],
    ])
}

fn role(row: &AccountRole) -> Value {
    json!([row.id, row.account_id, row.school_id, row.role, row.class_name, row.source, row.since, row.ended_at])
}

fn licence(row: &Licence) -> Value {
    json!([row.id, row.pool_id, row.account_id, row.source, row.since, row.given_by, row.ended_at, row.end_reason])
}

fn code(row: &PrintedCode) -> Value {
    json!([
        [row.id, row.hash, row.platform_id, row.journal_id, row.person_id, row.account_id],
        [row.made_at, row.made_by, row.expires_at, row.ended_at, row.end_reason],
    ])
}
