//! Signing out: a session ends with its token families and its clients, always all three. One piece for whoever does it.
//! Write durably, or a power loss would sign somebody in again.

use super::sessions::{self, Session, SessionClient};
use super::{StorageError, Tx};
use crate::domain::{AccountId, LinkId, SessionId, Time};

/// Ends one session. Answers its clients that were live.
///
/// # Errors
/// The engine's.
pub async fn end(tx: &Tx, id: &SessionId, reason: &str, now: Time) -> Result<Vec<SessionClient>, StorageError> {
    sessions::end(tx, id, reason, now).await?;
    sessions::end_families(tx, id, reason, now).await?;
    sessions::end_clients(tx, id, now).await
}

async fn end_each(tx: &Tx, live: Vec<Session>, reason: &str, now: Time) -> Result<Vec<SessionClient>, StorageError> {
    let mut told = Vec::new();
    for session in live {
        told.extend(end(tx, &session.id, reason, now).await?);
    }
    Ok(told)
}

/// Ends every session and token family of an account, whatever they came through; tokens without a session too.
///
/// # Errors
/// The engine's.
pub async fn end_of_account(
    tx: &Tx,
    account: &AccountId,
    reason: &str,
    now: Time,
) -> Result<Vec<SessionClient>, StorageError> {
    let told = end_each(tx, sessions::list_of_account(tx, account).await?, reason, now).await?;
    sessions::end_families_of_account(tx, account, reason, now).await?;
    Ok(told)
}

/// Ends every session and token family of an account but those of `keep`.
///
/// # Errors
/// The engine's.
pub async fn end_beside(
    tx: &Tx,
    account: &AccountId,
    keep: &SessionId,
    reason: &str,
    now: Time,
) -> Result<Vec<SessionClient>, StorageError> {
    let mut others = sessions::list_of_account(tx, account).await?;
    others.retain(|session| session.id != *keep);
    let told = end_each(tx, others, reason, now).await?;
    sessions::end_families_beside(tx, account, keep, reason, now).await?;
    Ok(told)
}

/// Ends every session and token family of an account that its password opened.
///
/// # Errors
/// The engine's.
pub async fn end_by_password(
    tx: &Tx,
    account: &AccountId,
    reason: &str,
    now: Time,
) -> Result<Vec<SessionClient>, StorageError> {
    let told = end_each(tx, sessions::list_by_password(tx, account).await?, reason, now).await?;
    sessions::end_families_by_password(tx, account, reason, now).await?;
    Ok(told)
}

/// Ends every session and token family that came through a link.
///
/// # Errors
/// The engine's.
pub async fn end_of_link(tx: &Tx, link: &LinkId, reason: &str, now: Time) -> Result<Vec<SessionClient>, StorageError> {
    let told = end_each(tx, sessions::list_of_link(tx, link).await?, reason, now).await?;
    sessions::end_families_of_link(tx, link, reason, now).await?;
    Ok(told)
}
