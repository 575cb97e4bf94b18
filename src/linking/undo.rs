//! "This was not me": ends a link, every session it opened and every link that was made from one of those, and tells the
//! school. Offered for ten minutes on the page right after linking, and once at the next sign-in through an older way in.

use std::collections::BTreeSet;

use crate::domain::{Actor, ApartCause, CaseKind, LinkId, NoticeKind, OneTimePurpose};
use crate::ground::Ground;
use crate::storage::accounts::Account;
use crate::storage::links::{self, Link};
use crate::storage::not_same::Two;
use crate::storage::notices::{self, Notice};
use crate::storage::one_time::{self, Offer};
use crate::storage::{Tx, joined, sign_out};
use chrono::TimeDelta;

use super::LinkingError;
use super::absorb::give_back_by_link;
use super::apart::keep_apart;
use super::cases::{CaseAbout, open_case};
use super::end::{EndReason, Ended, end};
use super::offer::{Bound, offer};
use super::rest::{Rest, Through, rests_on};

/// Offers "this was not me" for a link that was just made: the value for the page's form. Relaxed.
///
/// # Errors
/// The database's.
pub async fn offer_undo(tx: &Tx, ground: &Ground, link: &Link, browser_hash: &str) -> Result<String, LinkingError> {
    // Counted from the link, so that drawing the page again gains nobody time.
    let lasts = link.created_at + TimeDelta::minutes(ground.config.sessions.undo_minutes) - ground.now();
    let bound = Bound { link: Some(link), ..Bound::new(OneTimePurpose::Undo, browser_hash, lasts) };
    offer(tx, ground, &bound).await
}

/// The notices to show once to somebody who has just signed in to `account` through `through`: links that are younger than
/// what that way in rests on and still live. Oldest first.
///
/// # Errors
/// The database's.
pub async fn notices_due(
    tx: &Tx,
    ground: &Ground,
    account: &Account,
    through: Through<'_>,
) -> Result<Vec<(Notice, Link)>, LinkingError> {
    let mut unseen = notices::list_unseen(tx, &account.id, ground.now()).await?;
    unseen.retain(|notice| notice.kind == NoticeKind::Linked);
    if unseen.is_empty() {
        return Ok(Vec::new());
    }
    let Some(way_since) = rests_on(tx, account, through).await? else { return Ok(Vec::new()) };
    let through = through.link();
    let mut due = Vec::new();
    for notice in unseen {
        let Some(id) = &notice.link_id else { continue };
        let link = links::find(tx, id).await?.filter(|link| link.ended_at.is_none());
        if let Some(link) = link.filter(|link| Some(&link.id) != through && link.created_at > way_since) {
            due.push((notice, link));
        }
    }
    Ok(due)
}

/// Offers "this was not me" on the notice page: the value for its form. Relaxed.
///
/// # Errors
/// The database's.
pub async fn offer_notice(tx: &Tx, ground: &Ground, link: &Link, browser_hash: &str) -> Result<String, LinkingError> {
    let lasts = TimeDelta::minutes(ground.config.sessions.attempt_minutes);
    let bound = Bound { link: Some(link), ..Bound::new(OneTimePurpose::Notice, browser_hash, lasts) };
    offer(tx, ground, &bound).await
}

/// "That was me": the notice is not shown again. Relaxed.
///
/// # Errors
/// The database's.
pub async fn acknowledge(tx: &Tx, ground: &Ground, notice: &Notice) -> Result<(), LinkingError> {
    Ok(notices::mark_shown(tx, &notice.id, ground.now()).await?)
}

/// A press of "this was not me".
#[derive(Debug, Clone, Copy)]
pub struct Undo<'a> {
    /// [`OneTimePurpose::Undo`] on the page right after linking, [`OneTimePurpose::Notice`] on the notice page.
    pub purpose: OneTimePurpose,
    /// SHA-256 of the form's value.
    pub value_hash: &'a str,
    /// Hash of the browser that pressed.
    pub browser_hash: &'a str,
}

/// Ends the link the value was made for, with everything that grew from it, tells the school, and remembers of each that its
/// person and this account are two. Durable.
///
/// # Errors
/// [`LinkingError::NotOffered`] when the value is not good; [`LinkingError::Gone`] when the link is no longer live.
pub async fn undo(tx: &Tx, ground: &Ground, press: &Undo<'_>) -> Result<Vec<Ended>, LinkingError> {
    if !matches!(press.purpose, OneTimePurpose::Undo | OneTimePurpose::Notice) {
        return Err(LinkingError::NotOffered);
    }
    let offered = Offer {
        hash: press.value_hash,
        purpose: press.purpose,
        browser_hash: Some(press.browser_hash),
        now: ground.now(),
    };
    let value = one_time::consume(tx, &offered).await?.ok_or(LinkingError::NotOffered)?;
    let (link, account) = value.link_id.zip(value.account_id).ok_or(LinkingError::NotOffered)?;
    let actor = Actor::Account(account.clone());
    let mut ended = vec![end(tx, ground, &link, EndReason::NotMe, &actor).await?];
    // What grew from a session is its own account's or that of another that went into the same one.
    let whole = joined::stands_for(tx, &account).await?;
    for grown in grown_from(links::list_live_joined(tx, &whole).await?, &link) {
        ended.push(end(tx, ground, &grown, EndReason::NotMe, &actor).await?);
    }
    if let Some(first) = ended.first_mut().filter(|first| Rest::of(&first.link).is_password()) {
        // Whoever made the link knows the password: what it opened may not be the owner's.
        let reason = EndReason::NotMe.as_str();
        first.told.extend(sign_out::end_by_password(tx, &account, reason, ground.now()).await?);
    }
    for one in &ended {
        tell_school(tx, ground, &actor, &one.link).await?;
        keep_apart(tx, ground, Two::of_link(&one.link), ApartCause::NotMe, &actor).await?;
        give_back_by_link(tx, ground, &one.link, &actor).await?;
    }
    Ok(ended)
}

/// The links that were proven by a session or sign-in through `root`, and so on: an intruder's second door.
fn grown_from(live: Vec<Link>, root: &LinkId) -> Vec<LinkId> {
    let mut roots = BTreeSet::from([root.clone()]);
    let mut grown = Vec::new();
    // Oldest first, so that a link always comes after the one it grew from.
    for link in live {
        if Rest::of(&link).link.is_some_and(|parent| roots.contains(&parent)) {
            roots.insert(link.id.clone());
            grown.push(link.id);
        }
    }
    grown
}

async fn tell_school(tx: &Tx, ground: &Ground, actor: &Actor, link: &Link) -> Result<(), LinkingError> {
    open_case(tx, ground, actor, &CaseAbout::of_link(CaseKind::NotMe, link)).await?;
    Ok(())
}
