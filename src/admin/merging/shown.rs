//! What a merge would do, as the page shows it.

use super::super::door::Steward;
use super::super::duplicates::side;
use super::super::entry::how_far;
use super::across;
use crate::domain::{AccountId, ItemKind, ProductId, ProposalKind};
use crate::ground::Ground;
use crate::linking::{self, MergeError, MergePreview, SecondReason};
use crate::storage::{Tx, products, upstreams};
use crate::web::pages::duplicates::Side;
use crate::web::pages::merging::{ItemRow, MergeEffect, MoveRow, Named, Second};
use crate::web::pages::parts::role_key;

/// Which accounts, and which of them stays.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub(super) one: AccountId,
    pub(super) other: AccountId,
    pub(super) survivor: Option<AccountId>,
}

impl Wish {
    /// What a second person agrees to: both, the smaller id first.
    pub(super) fn object(&self) -> String {
        let (one, other) = (&self.one, &self.other);
        format!("{},{}", one.min(other), one.max(other))
    }
}

/// All that the page shows.
pub(super) struct Shown {
    pub(super) preview: MergePreview,
    pub(super) effect: MergeEffect,
    pub(super) instead: Vec<MoveRow>,
    pub(super) second: Second,
}

/// Both accounts must be ones of this school: anybody else's is missing until its school has agreed.
pub(super) async fn read(tx: &Tx, ground: &Ground, steward: &Steward, wish: &Wish) -> Result<Shown, MergeError> {
    // Before the preview, which would read of accounts that are nobody's business here.
    let is_here = side::both(tx, steward, &wish.one, &wish.other).await?.is_some();
    if !is_here && !across::is_agreed(tx, ground, steward, wish).await? {
        return Err(MergeError::Missing);
    }
    let (survivor, school) = (wish.survivor.as_ref(), Some(steward.school()));
    let preview = linking::preview(tx, ground, &wish.one, &wish.other, survivor, school).await?;
    let pair = &preview.pair;
    let both = side::both_asked(tx, steward, &pair.joined, &pair.survivor).await?;
    Ok(Shown {
        effect: effect(tx, steward, &preview, both.ok_or(MergeError::Missing)?).await?,
        instead: instead(tx, &preview).await?,
        second: second(tx, ground, steward, (&preview, wish.object().as_str())).await?,
        preview,
    })
}

/// What it would do to the two, the one that goes first, as they may be shown here.
pub(super) async fn effect(
    tx: &Tx,
    steward: &Steward,
    preview: &MergePreview,
    (joined, survivor): (Side, Side),
) -> Result<MergeEffect, MergeError> {
    let products: Vec<ProductId> = preview.licences_freed.iter().map(|(_, product)| product.clone()).collect();
    Ok(MergeEffect {
        joined,
        survivor,
        from_sub: preview.told.from.clone(),
        into_sub: preview.told.into.clone(),
        items: items(tx, steward, preview).await?,
        freed: called(tx, steward, &products).await?,
        moves_history: preview.told.moves_history,
        second_why: preview.second.map(second_key),
        undo_until: preview.undo_until,
    })
}

async fn items(tx: &Tx, steward: &Steward, preview: &MergePreview) -> Result<Vec<ItemRow>, MergeError> {
    let mut rows = Vec::new();
    for (kind, id, fate) in &preview.items {
        let (kind_key, name) = match kind {
            // The account itself is what the whole page is about.
            ItemKind::Account => continue,
            ItemKind::Link => ("mrg-kind-link", link(tx, preview, id).await?),
            ItemKind::Role => ("mrg-kind-role", role(steward, preview, id)),
            ItemKind::Licence => ("mrg-kind-licence", Named::Text(String::new())),
            ItemKind::Code => ("mrg-kind-code", Named::Text(String::new())),
        };
        rows.push(ItemRow { kind_key, name, fate: *fate });
    }
    Ok(rows)
}

async fn link(tx: &Tx, preview: &MergePreview, id: &str) -> Result<Named, MergeError> {
    let Some(link) = preview.joined.links.iter().find(|link| link.id.as_str() == id) else {
        return Ok(Named::Text(String::new()));
    };
    let upstream = upstreams::find(tx, &link.upstream_id).await?;
    Ok(Named::Text(upstream.map_or_else(|| link.upstream_id.to_string(), |upstream| upstream.name)))
}

/// Only a role at this school is named: where else somebody goes is not this school's business.
fn role(steward: &Steward, preview: &MergePreview, id: &str) -> Named {
    let role = preview.joined.roles.iter().find(|role| role.id.as_str() == id);
    match role.filter(|role| role.school_id == *steward.school()) {
        Some(role) => Named::Key(role_key(role.role)),
        None => Named::Key("mrg-role-elsewhere"),
    }
}

/// What products are called.
pub(super) async fn called(tx: &Tx, steward: &Steward, ids: &[ProductId]) -> Result<Vec<String>, MergeError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let known = products::list(tx, steward.platform()).await?;
    let name = |id: &ProductId| known.iter().find(|product| product.id == *id).map(|product| product.name.clone());
    Ok(ids.iter().filter_map(name).collect())
}

/// Where the platform cannot move history, the doors of the account that would go can be attached to the other one.
async fn instead(tx: &Tx, preview: &MergePreview) -> Result<Vec<MoveRow>, MergeError> {
    let mut rows = Vec::new();
    if preview.told.moves_history {
        return Ok(rows);
    }
    for link in &preview.joined.links {
        let upstream = upstreams::find(tx, &link.upstream_id).await?;
        let system = upstream.map_or_else(|| link.upstream_id.to_string(), |upstream| upstream.name);
        rows.push(MoveRow { link: link.id.clone(), system });
    }
    Ok(rows)
}

async fn second(
    tx: &Tx,
    ground: &Ground,
    steward: &Steward,
    (preview, object): (&MergePreview, &str),
) -> Result<Second, MergeError> {
    if preview.second.is_none() {
        return Ok(Second::NotNeeded);
    }
    Ok(how_far(tx, steward, ground.now(), (ProposalKind::Merge, object, preview.hash.as_str())).await?)
}

/// The key of why a second person is needed.
fn second_key(why: SecondReason) -> &'static str {
    match why {
        SecondReason::BothActive => "mrg-second-both-active",
        SecondReason::OtherSchool => "mrg-second-other-school",
    }
}
