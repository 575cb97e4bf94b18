//! What a row would make of what is there. Reads, and writes nothing: the same for a dry run, for the page that says what is
//! wrong with a file, and inside the transaction that writes.

use std::collections::BTreeSet;

use super::row::{Needs, Noun, Told};
use super::{By, OfferError};
use crate::domain::{AccountId, GroupId, KitId, ProductId, SchoolId, Time};
use crate::files::Outcome;
use crate::ground::Ground;
use crate::storage::kits::{self, Kit};
use crate::storage::platform_groups::{self, PlatformGroup};
use crate::storage::products::{self, Product};
use crate::storage::{Tx, accounts, schools};

/// The row that is to be there.
#[derive(Debug)]
pub(super) enum Row {
    Product(Product),
    Kit(Kit),
    /// With everybody it is to list; nothing where that stays.
    Group(PlatformGroup, Option<BTreeSet<AccountId>>),
}

/// What is to be done.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) row: Row,
    pub(super) outcome: Outcome,
    /// It was there before, and is over by this.
    pub(super) ends: bool,
}

/// Plans one row.
pub(super) async fn plan(
    tx: &Tx,
    ground: &Ground,
    by: By<'_>,
    (noun, told): (Noun, &Told),
) -> Result<Plan, OfferError> {
    match noun {
        Noun::Product => product(tx, ground, by, told).await,
        Noun::Kit => kit(tx, ground, by, told).await,
        Noun::Group => group(tx, ground, by, told).await,
    }
}

fn outcome<T: PartialEq>(known: Option<&T>, row: &T) -> Outcome {
    match known {
        None => Outcome::Created,
        Some(known) if known == row => Outcome::Unchanged,
        Some(_) => Outcome::Updated,
    }
}

fn name(told: &Told, known: Option<&String>) -> Result<String, OfferError> {
    told.name.as_ref().or(known).cloned().ok_or(OfferError::Wrong("name", "is missing"))
}

/// How something stood before.
#[derive(Debug, Clone, Copy)]
struct Before {
    is_there: bool,
    ended_at: Option<Time>,
}

impl Before {
    /// Since when it is over. What is not there cannot end.
    fn ended(self, told: &Told, now: Time) -> Result<Option<Time>, OfferError> {
        match told.ended {
            Some(true) if !self.is_there => Err(OfferError::Wrong("ended", "is told of something that is not there")),
            Some(true) => Ok(self.ended_at.or(Some(now))),
            Some(false) => Ok(None),
            None => Ok(self.ended_at),
        }
    }

    /// Whether it is over by this.
    fn ends(self, ended_at: Option<Time>) -> bool {
        self.is_there && self.ended_at.is_none() && ended_at.is_some()
    }
}

async fn product(tx: &Tx, ground: &Ground, by: By<'_>, told: &Told) -> Result<Plan, OfferError> {
    let known = products::find(tx, by.platform, &told.external_id).await?;
    let (is_there, now) = (known.is_some(), ground.now());
    let before = Before { is_there, ended_at: known.as_ref().and_then(|row| row.ended_at) };
    let row = Product {
        id: known.as_ref().map_or_else(|| ProductId::random(&ground.random), |row| row.id.clone()),
        platform_id: by.platform.clone(),
        external_id: told.external_id.clone(),
        name: name(told, known.as_ref().map(|row| &row.name))?,
        created_at: known.as_ref().map_or(now, |row| row.created_at),
        ended_at: before.ended(told, now)?,
    };
    Ok(Plan { outcome: outcome(known.as_ref(), &row), ends: before.ends(row.ended_at), row: Row::Product(row) })
}

async fn kit(tx: &Tx, ground: &Ground, by: By<'_>, told: &Told) -> Result<Plan, OfferError> {
    let known = kits::find(tx, by.platform, &told.external_id).await?;
    let (is_there, now) = (known.is_some(), ground.now());
    let before = Before { is_there, ended_at: known.as_ref().and_then(|row| row.ended_at) };
    let row = Kit {
        id: known.as_ref().map_or_else(|| KitId::random(&ground.random), |row| row.id.clone()),
        platform_id: by.platform.clone(),
        external_id: told.external_id.clone(),
        name: name(told, known.as_ref().map(|row| &row.name))?,
        product_id: needed(tx, by, told, known.as_ref().and_then(|row| row.product_id.as_ref())).await?,
        created_at: known.as_ref().map_or(now, |row| row.created_at),
        ended_at: before.ended(told, now)?,
    };
    Ok(Plan { outcome: outcome(known.as_ref(), &row), ends: before.ends(row.ended_at), row: Row::Kit(row) })
}

/// The product that a kit needs a licence of. It keeps one that has ended, and cannot get one.
async fn needed(tx: &Tx, by: By<'_>, told: &Told, known: Option<&ProductId>) -> Result<Option<ProductId>, OfferError> {
    let id = match &told.needs {
        Needs::Untold => return Ok(known.cloned()),
        Needs::Nothing => return Ok(None),
        Needs::Product(id) => id,
    };
    let found = products::find(tx, by.platform, id).await?;
    let product = found.ok_or(OfferError::Wrong("product", "is not a product of this platform"))?;
    if product.ended_at.is_some() && known != Some(&product.id) {
        return Err(OfferError::Wrong("product", "is not offered any more"));
    }
    Ok(Some(product.id))
}

async fn group(tx: &Tx, ground: &Ground, by: By<'_>, told: &Told) -> Result<Plan, OfferError> {
    let known = platform_groups::find(tx, by.platform, &told.external_id).await?;
    let (is_there, now) = (known.is_some(), ground.now());
    let before = Before { is_there, ended_at: known.as_ref().and_then(|row| row.ended_at) };
    let row = PlatformGroup {
        id: known.as_ref().map_or_else(|| GroupId::random(&ground.random), |row| row.id.clone()),
        platform_id: by.platform.clone(),
        school_id: school(tx, by, told, known.as_ref().map(|row| &row.school_id)).await?,
        external_id: told.external_id.clone(),
        name: name(told, known.as_ref().map(|row| &row.name))?,
        created_at: known.as_ref().map_or(now, |row| row.created_at),
        ended_at: before.ended(told, now)?,
    };
    let (teachers, moved) = match &told.teachers {
        Some(told) => {
            let wanted = listed(tx, by, told).await?;
            let there: BTreeSet<AccountId> = platform_groups::list_teachers(tx, &row.id).await?.into_iter().collect();
            let moved = wanted != there;
            (Some(wanted), moved)
        }
        None => (None, false),
    };
    let outcome = match outcome(known.as_ref(), &row) {
        Outcome::Unchanged if moved => Outcome::Updated,
        outcome => outcome,
    };
    Ok(Plan { outcome, ends: before.ends(row.ended_at), row: Row::Group(row, teachers) })
}

/// The school of a group: by any of its numbers, at this platform, and always the same.
async fn school(tx: &Tx, by: By<'_>, told: &Told, known: Option<&SchoolId>) -> Result<SchoolId, OfferError> {
    let Some(number) = &told.school else {
        return known.cloned().ok_or(OfferError::Wrong("school", "is missing"));
    };
    let nowhere = OfferError::Wrong("school", "is not a school of this platform");
    let Some(school) = schools::find_by_number(tx, number).await? else { return Err(nowhere) };
    if schools::find_at_platform(tx, by.platform, &school.id).await?.is_none() {
        return Err(nowhere);
    }
    if known.is_some_and(|known| *known != school.id) {
        return Err(OfferError::Wrong("school", "is another one than that of this group"));
    }
    Ok(school.id)
}

async fn listed(tx: &Tx, by: By<'_>, told: &[String]) -> Result<BTreeSet<AccountId>, OfferError> {
    let mut listed = BTreeSet::new();
    for external_id in told {
        let found = accounts::find_by_external(tx, by.platform, external_id).await?;
        let open = found.filter(|account| account.disabled_at.is_none() && account.merged_into.is_none());
        listed.insert(open.ok_or(OfferError::Wrong("teachers", "names an account that is not there"))?.id);
    }
    Ok(listed)
}
