//! An account as a school may see it: what it is at this school, and nothing of any other.

use super::super::door::Steward;
use crate::domain::{AccountId, PersonName};
use crate::storage::account_roles::{self, AccountRole};
use crate::storage::accounts::{self, Account};
use crate::storage::{StorageError, Tx, duplicates, links, upstreams};
use crate::web::pages::duplicates::Side;
use crate::web::pages::parts::{Card, Difference};

/// An account of this school; nothing for one that has no business here, as for one that does not exist.
pub(in crate::admin) async fn find(
    tx: &Tx,
    steward: &Steward,
    account: &AccountId,
) -> Result<Option<Side>, StorageError> {
    if !duplicates::is_here(tx, steward.platform(), steward.school(), account).await? {
        return Ok(None);
    }
    any(tx, steward, account).await
}

async fn any(tx: &Tx, steward: &Steward, account: &AccountId) -> Result<Option<Side>, StorageError> {
    let Some(row) = accounts::find(tx, account).await? else { return Ok(None) };
    let roles = account_roles::list_live(tx, account).await?;
    let role = roles.into_iter().find(|role| role.school_id == *steward.school());
    let mut systems = Vec::new();
    for link in links::list_live(tx, account).await? {
        let upstream = upstreams::find(tx, &link.upstream_id).await?;
        systems.push(upstream.map_or_else(|| link.upstream_id.to_string(), |upstream| upstream.name));
    }
    Ok(Some(side(steward, row, role, systems)))
}

fn side(steward: &Steward, row: Account, role: Option<AccountRole>, systems: Vec<String>) -> Side {
    let card = Card {
        system: steward.owner.platform.name.clone(),
        name: called(row.given_name, row.family_name, row.username.clone()),
        username: row.username,
        school: role.as_ref().map(|_| steward.school.name.clone()),
        role: role.as_ref().map(|role| role.role),
        class_name: role.and_then(|role| role.class_name),
        last_here: row.last_activity_at.or(row.used_at),
        zone: steward.school.time_zone.clone(),
        finished_tasks: u64::try_from(row.history_count).ok(),
        differences: Vec::new(),
    };
    Side { account: row.id, card, systems, has_password: row.password_hash.is_some(), since: row.created_at }
}

/// What somebody is called in a list: their name, or else their user name.
pub(in crate::admin) fn called(given: Option<String>, family: Option<String>, username: Option<String>) -> String {
    let name = PersonName { given, family }.display();
    if name.is_empty() { username.unwrap_or_default() } else { name }
}

/// Both accounts, with what they say differently marked on both; nothing when one of them has no business here.
pub(in crate::admin) async fn both(
    tx: &Tx,
    steward: &Steward,
    one: &AccountId,
    other: &AccountId,
) -> Result<Option<(Side, Side)>, StorageError> {
    let Some(one) = find(tx, steward, one).await? else { return Ok(None) };
    let Some(other) = find(tx, steward, other).await? else { return Ok(None) };
    Ok(Some(compared(one, other)))
}

/// Both accounts of a merge about which this school is asked: one of them may be another school's, which asks by showing it.
pub(in crate::admin) async fn both_asked(
    tx: &Tx,
    steward: &Steward,
    one: &AccountId,
    other: &AccountId,
) -> Result<Option<(Side, Side)>, StorageError> {
    let Some(one) = any(tx, steward, one).await? else { return Ok(None) };
    let Some(other) = any(tx, steward, other).await? else { return Ok(None) };
    Ok(Some(compared(one, other)))
}

fn compared(mut one: Side, mut other: Side) -> (Side, Side) {
    let found = differences(&one.card, &other.card);
    one.card.differences.clone_from(&found);
    other.card.differences = found;
    (one, other)
}

fn differences(one: &Card, other: &Card) -> Vec<Difference> {
    let class = matches!((&one.class_name, &other.class_name), (Some(mine), Some(theirs)) if mine != theirs);
    let role = matches!((one.role, other.role), (Some(mine), Some(theirs)) if mine != theirs);
    let each = [(Difference::Name, one.name != other.name), (Difference::Role, role), (Difference::Class, class)];
    each.into_iter().filter(|(_, differs)| *differs).map(|(what, _)| what).collect()
}
