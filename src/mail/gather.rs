//! What a notice is about, and whether there is somebody to write to.

use chrono_tz::Tz;

use super::letter::Letter;
use crate::ground::Ground;
use crate::storage::accounts::{self, Account};
use crate::storage::notices::Notice;
use crate::storage::schools::{self, School};
use crate::storage::{StorageError, Tx, account_roles, joined, links, platforms, upstreams};
use crate::web::{Lang, moment};

/// The letter of a notice as things stand now; none when the account has no verified address, or is closed. One that went into
/// another is as open as that one. Its own address comes first: if the two are not one person, its owner is to hear of it.
///
/// # Errors
/// The engine's.
pub async fn gather(tx: &Tx, ground: &Ground, notice: &Notice) -> Result<Option<Letter>, StorageError> {
    let Some(account) = accounts::find(tx, &notice.account_id).await? else { return Ok(None) };
    let into = joined::find_into(tx, &account).await?;
    if !is_open(into.as_ref().unwrap_or(&account)) {
        return Ok(None);
    }
    let Some(to) = address(&account).or_else(|| into.as_ref().and_then(address)) else { return Ok(None) };
    let Some(platform) = platforms::find(tx, &account.platform_id).await? else { return Ok(None) };
    let school = school(tx, &account).await?;
    let zone = school.as_ref().and_then(|school| school.time_zone.parse().ok()).unwrap_or(Tz::UTC);
    let lang = language(&account, school.as_ref());
    let when = moment(lang, notice.created_at, ground.now(), zone);
    Ok(Some(Letter {
        notice: notice.id.clone(),
        kind: notice.kind,
        lang,
        to,
        platform: platform.name,
        upstream: upstream(tx, notice).await?,
        when: if zone == Tz::UTC { format!("{when} UTC") } else { when },
        settings: format!("{}/settings/{}/integrations", ground.issuer(), platform.id),
        written_at: ground.now(),
    }))
}

fn is_open(account: &Account) -> bool {
    account.disabled_at.is_none() && account.merged_into.is_none()
}

fn address(account: &Account) -> Option<String> {
    account.email.clone().filter(|_| account.email_verified)
}

/// The account's language, else that of its school's country, else English.
fn language(account: &Account, school: Option<&School>) -> Lang {
    let own = account.locale.as_deref().and_then(Lang::wanted);
    own.or_else(|| school.and_then(|school| Lang::of_country(&school.country))).unwrap_or(Lang::En)
}

/// The account's school; without one a school of its platform.
async fn school(tx: &Tx, account: &Account) -> Result<Option<School>, StorageError> {
    let own = account_roles::list_live(tx, &account.id).await?.into_iter().next().map(|role| role.school_id);
    match own {
        Some(id) => schools::find(tx, &id).await,
        None => schools::find_any(tx, &account.platform_id).await,
    }
}

/// The name of the system whose link the notice is about.
async fn upstream(tx: &Tx, notice: &Notice) -> Result<Option<String>, StorageError> {
    let Some(link) = &notice.link_id else { return Ok(None) };
    let Some(link) = links::find(tx, link).await? else { return Ok(None) };
    Ok(upstreams::find(tx, &link.upstream_id).await?.map(|upstream| upstream.name))
}
