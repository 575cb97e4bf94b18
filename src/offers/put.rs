//! Writes one row.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::plan::{Plan, Row, plan};
use super::record::{Change, record};
use super::row::{Noun, Told};
use super::{By, OfferError};
use crate::domain::AccountId;
use crate::files::Outcome;
use crate::ground::Ground;
use crate::storage::platform_groups::PlatformGroup;
use crate::storage::{StorageError, Tx, journals, kits, platform_groups, products};

/// Adds what is told of, changes what is there, or ends it; with its audit row and its event. Nothing at all when it is so
/// already. Durable.
///
/// # Errors
/// [`OfferError::Wrong`] when it cannot be as it is told; the database's.
pub async fn put(tx: &Tx, ground: &Ground, by: By<'_>, (noun, told): (Noun, &Told)) -> Result<Outcome, OfferError> {
    let made = plan(tx, ground, by, (noun, told)).await?;
    if made.outcome != Outcome::Unchanged {
        write(tx, ground, by, &made).await?;
    }
    Ok(made.outcome)
}

async fn write(tx: &Tx, ground: &Ground, by: By<'_>, made: &Plan) -> Result<(), StorageError> {
    let now = ground.now();
    let (put, ended, object, detail) = match &made.row {
        Row::Product(row) => {
            products::put(tx, row).await?;
            let detail = json!({ "name": row.name, "ended_at": row.ended_at });
            ("product.put", "product.ended", format!("product:{}", row.id), detail)
        }
        Row::Kit(row) => {
            kits::put(tx, row).await?;
            let detail = json!({ "name": row.name, "product": row.product_id, "ended_at": row.ended_at });
            ("kit.put", "kit.ended", format!("kit:{}", row.id), detail)
        }
        Row::Group(row, teachers) => {
            let detail = group(tx, row, teachers.as_ref()).await?;
            ("group.put", "group.ended", format!("group:{}", row.id), detail)
        }
    };
    let action = if made.ends { ended } else { put };
    let (external_id, school) = match &made.row {
        Row::Product(row) => (&row.external_id, None),
        Row::Kit(row) => (&row.external_id, None),
        Row::Group(row, _) => (&row.external_id, Some(&row.school_id)),
    };
    record(tx, ground, by, Change { action, school, external_id, object, detail }).await?;
    // Last, or a platform that asks for what is new may miss it.
    match &made.row {
        Row::Product(_) => Ok(()),
        Row::Kit(row) => journals::touch_of_kit(tx, &row.id, now).await,
        Row::Group(row, _) => journals::touch_of_group(tx, &row.platform_id, &row.id, now).await,
    }
}

/// The group, and whom it lists from now on.
async fn group(tx: &Tx, row: &PlatformGroup, teachers: Option<&BTreeSet<AccountId>>) -> Result<Value, StorageError> {
    platform_groups::put(tx, row).await?;
    let mut detail = json!({ "name": row.name, "ended_at": row.ended_at });
    let Some(teachers) = teachers else { return Ok(detail) };
    for gone in platform_groups::list_teachers(tx, &row.id).await?.iter().filter(|id| !teachers.contains(*id)) {
        platform_groups::remove_teacher(tx, &row.id, gone).await?;
    }
    for teacher in teachers {
        platform_groups::add_teacher(tx, &row.id, teacher).await?;
    }
    if let Some(detail) = detail.as_object_mut() {
        detail.insert("teachers".to_owned(), json!(teachers));
    }
    Ok(detail)
}
