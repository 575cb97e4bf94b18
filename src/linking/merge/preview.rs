//! What a merge would do, read in one snapshot: the same before the page and again in the transaction that writes.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::facts::{Whole, read};
use super::refuse::{self, MergeFacts};
use super::snapshot::{self, Item};
use super::{MERGE_DAYS, MERGE_RULE, MergeError, MergePreview, MergeRefusal, Pair, Side, Told};
use crate::domain::{AccountId, PlatformId, PoolId, ProductId, SchoolId};
use crate::ground::Ground;
use crate::storage::accounts::Account;
use crate::storage::{Tx, merge_facts, platforms, schools};

/// What a merge of two accounts would do. `survivor`: the one that stays, or whichever has the history. `at`: in the name of which
/// school; none at the command line.
///
/// # Errors
/// [`MergeError::Missing`] when one of them is not there; [`MergeError::Refused`] with [`MergeRefusal::SameAccount`],
/// [`MergeRefusal::OtherPlatform`] or [`MergeRefusal::Closed`] when nothing of them is to be shown. Every other refusal stands
/// in the answer.
pub async fn preview(
    tx: &Tx,
    ground: &Ground,
    one: &AccountId,
    other: &AccountId,
    survivor: Option<&AccountId>,
    at: Option<&SchoolId>,
) -> Result<MergePreview, MergeError> {
    if one == other {
        return Err(MergeError::Refused(vec![MergeRefusal::SameAccount]));
    }
    let one = read(tx, ground, one).await?.ok_or(MergeError::Missing)?;
    let other = read(tx, ground, other).await?.ok_or(MergeError::Missing)?;
    let (survivor, joined) = match survivor {
        None if refuse::stays(&one, &other) => (one, other),
        None => (other, one),
        Some(id) if id == one.id() => (one, other),
        Some(id) if id == other.id() => (other, one),
        Some(_) => return Err(MergeError::Missing),
    };
    Ok(look(tx, ground, survivor, joined, at).await?.preview)
}

/// A preview, and what it is made of.
#[derive(Debug)]
pub(super) struct Looked {
    pub(super) preview: MergePreview,
    pub(super) items: Vec<Item>,
}

/// As [`preview`], of a pair whose survivor was chosen.
pub(super) async fn look_at(
    tx: &Tx,
    ground: &Ground,
    pair: &Pair,
    at: Option<&SchoolId>,
) -> Result<Looked, MergeError> {
    let survivor = read(tx, ground, &pair.survivor).await?.ok_or(MergeError::Missing)?;
    let joined = read(tx, ground, &pair.joined).await?.ok_or(MergeError::Missing)?;
    look(tx, ground, survivor, joined, at).await
}

async fn look(
    tx: &Tx,
    ground: &Ground,
    survivor: Whole,
    joined: Whole,
    at: Option<&SchoolId>,
) -> Result<Looked, MergeError> {
    if let Some(refusal) = refuse::shut(&survivor, &joined) {
        return Err(MergeError::Refused(vec![refusal]));
    }
    let other_school = match at {
        Some(school) => other_school(tx, school, &survivor, &joined).await?,
        None => None,
    };
    let facts = MergeFacts {
        survivor: &survivor,
        joined: &joined,
        shares_journal: merge_facts::shares_journal(tx, survivor.id(), joined.id()).await?,
        at,
        other_school: other_school.as_ref(),
        now: ground.now(),
    };
    let (refusals, second) = (refuse::refusals(&facts), refuse::needs_second(&facts));
    let items = snapshot::take(tx, ground, &joined, &survivor).await?;
    let platform = platforms::find(tx, &survivor.side.account.platform_id).await?.ok_or(MergeError::Missing)?;
    let told = Told {
        from: joined.side.account.sub.clone(),
        into: survivor.side.account.sub.clone(),
        moves_history: platform.moves_history_since.is_some(),
    };
    let mut preview = MergePreview {
        pair: Pair { survivor: survivor.id().clone(), joined: joined.id().clone() },
        items: items.iter().map(|item| (item.kind, item.id.clone(), item.fate)).collect(),
        licences_freed: freed(tx, &survivor, &joined).await?,
        told,
        refusals,
        second,
        other_school,
        undo_until: ground.now() + TimeDelta::days(MERGE_DAYS),
        hash: String::new(),
        survivor: survivor.side,
        joined: joined.side,
    };
    preview.hash = hash(ground, &preview);
    Ok(Looked { preview, items })
}

/// Where the one of the two is that is not of this school: a school that its platform serves.
async fn other_school(
    tx: &Tx,
    at: &SchoolId,
    survivor: &Whole,
    joined: &Whole,
) -> Result<Option<SchoolId>, MergeError> {
    let foreign = match (refuse::is_at(survivor, at), refuse::is_at(joined, at)) {
        (true, false) => joined,
        (false, true) => survivor,
        _ => return Ok(None),
    };
    let platform: &PlatformId = &foreign.side.account.platform_id;
    for role in &foreign.side.roles {
        let place = schools::find_at_platform(tx, platform, &role.school_id).await?;
        if place.is_some_and(|place| place.disabled_at.is_none()) {
            return Ok(Some(role.school_id.clone()));
        }
    }
    Ok(None)
}

/// The pools of which both hold licences: they fill one place from then on.
async fn freed(tx: &Tx, survivor: &Whole, joined: &Whole) -> Result<Vec<(PoolId, ProductId)>, MergeError> {
    let held = snapshot::pools(survivor);
    let mut freed = Vec::new();
    for pool in snapshot::pools(joined).intersection(&held) {
        let found = merge_facts::find_pool(tx, pool).await?;
        freed.extend(found.map(|found| (found.id, found.product_id)));
    }
    Ok(freed)
}

/// Of everything the page shows and the merge rests on. Not of times: whoever comes in meanwhile, or does some work, changes
/// nothing that was seen. Keyed, as it goes to a browser and names stand behind it.
fn hash(ground: &Ground, preview: &MergePreview) -> String {
    let told = [&preview.told.from, &preview.told.into];
    let shown = json!([
        [preview.pair.survivor, preview.pair.joined, MERGE_RULE, told, preview.told.moves_history],
        [preview.items, preview.refusals, preview.second, preview.other_school],
        [side(&preview.survivor), side(&preview.joined)],
    ]);
    ground.vault.keyed_hash("merge_preview", &shown.to_string()).hash
}

/// What a page shows of one of the two.
pub(super) fn side(side: &Side) -> Value {
    let links: Vec<&str> = side.links.iter().map(|link| link.id.as_str()).collect();
    let roles: Vec<Value> = side.roles.iter().map(|role| json!([role.id, role.role, role.class_name])).collect();
    let licences: Vec<&str> = side.licences.iter().map(|licence| licence.id.as_str()).collect();
    json!([person(&side.account), links, roles, licences])
}

fn person(row: &Account) -> Value {
    json!([
        [row.id, row.sub, row.username, row.external_id, row.email],
        [row.given_name, row.family_name, row.birth_date, row.national_hash],
    ])
}
