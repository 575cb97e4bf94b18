//! Where an upstream's word counts: school live, at the platform, and the upstream enabled there.

use super::super::joined::together;
use super::super::{StorageError, Tx};
use super::PlatformSchool;
use crate::args;
use crate::domain::{AccountId, PlatformId, SchoolId, UpstreamId};

const FIND_OPEN: &str = "SELECT p.* FROM school_number n \
    JOIN school s ON s.id = n.school_id AND s.disabled_at IS NULL \
    JOIN platform_school p ON p.school_id = s.id AND p.platform_id = $1 AND p.disabled_at IS NULL \
    JOIN school_upstream e ON e.platform_id = p.platform_id AND e.school_id = p.school_id \
        AND e.upstream_id = $2 AND e.ended_at IS NULL \
    WHERE n.number = $3";

/// The school known by this number, when the upstream's word counts there.
///
/// # Errors
/// The engine's.
pub async fn find_open(
    tx: &Tx,
    platform: &PlatformId,
    upstream: &UpstreamId,
    number: &SchoolId,
) -> Result<Option<PlatformSchool>, StorageError> {
    tx.find(FIND_OPEN, args![platform, upstream, number]).await
}

const LIST_OPEN: &str = "SELECT p.* FROM platform_school p \
    JOIN school s ON s.id = p.school_id AND s.disabled_at IS NULL \
    JOIN school_upstream e ON e.platform_id = p.platform_id AND e.school_id = p.school_id \
        AND e.upstream_id = $2 AND e.ended_at IS NULL \
    WHERE p.platform_id = $1 AND p.disabled_at IS NULL ORDER BY p.school_id";

/// The schools of a platform where the upstream's word counts.
///
/// # Errors
/// The engine's.
pub async fn list_open(
    tx: &Tx,
    platform: &PlatformId,
    upstream: &UpstreamId,
) -> Result<Vec<PlatformSchool>, StorageError> {
    tx.list(LIST_OPEN, args![platform, upstream]).await
}

const LIST_OPEN_OF_ACCOUNT: &str = concat!(
    "SELECT p.* FROM platform_school p \
     JOIN school s ON s.id = p.school_id AND s.disabled_at IS NULL \
     JOIN school_upstream e ON e.platform_id = p.platform_id AND e.school_id = p.school_id \
         AND e.upstream_id = $2 AND e.ended_at IS NULL \
     WHERE p.platform_id = $1 AND p.disabled_at IS NULL AND EXISTS (SELECT 1 FROM account_role r \
         WHERE r.school_id = p.school_id AND r.ended_at IS NULL AND r.account_id IN ",
    together!("$3"),
    ") ORDER BY p.school_id"
);

/// The schools of an account, and of those that went into it, where the upstream's word counts.
///
/// # Errors
/// The engine's.
pub async fn list_open_of_account(
    tx: &Tx,
    platform: &PlatformId,
    upstream: &UpstreamId,
    account: &AccountId,
) -> Result<Vec<PlatformSchool>, StorageError> {
    tx.list(LIST_OPEN_OF_ACCOUNT, args![platform, upstream, account]).await
}
