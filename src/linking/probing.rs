//! One identity that tries several accounts: somebody is going through the class, and the school is told.
//!
//! Within a day, passwords of three accounts that exist, proofs of two accounts that are other people's, or three claim codes
//! that do not fit, are one too many: a case is opened, and this identity claims nothing more that day. User names that
//! nobody has are remembered in the same way, so that a try takes as long, but they are not counted: they are how a pupil
//! looks for the own one. Whoever is refused learns that the last name was somebody's; that costs the day, and the school
//! knows who it was. Of codes nobody learns anything: whose they are makes no difference.

use chrono::TimeDelta;

use super::LinkingError;
use super::cases::{CaseAbout, open_case};
use crate::domain::{Actor, CaseKind, IdentityId, PlatformId, SchoolId, fold_username};
use crate::ground::Ground;
use crate::storage::claim_tries::{self, ClaimTry};
use crate::storage::{Tx, accounts, cases, code_tries};

const ACCOUNTS_TRIED: i64 = 3;
const OTHER_PEOPLE_PROVEN: i64 = 2;
/// A code that was mistyped is told apart from a wrong one, so these were three that somebody had from elsewhere, or guessed.
const CODES_TRIED: i64 = 3;
const DAY: TimeDelta = TimeDelta::days(1);

/// Who claims, and where.
#[derive(Debug, Clone, Copy)]
pub struct Claimant<'a> {
    /// Who came in through an upstream.
    pub identity: &'a IdentityId,
    /// At which platform.
    pub platform: &'a PlatformId,
    /// Which school would be told.
    pub school: Option<&'a SchoolId>,
}

/// Whether an identity has tried too many accounts within the last day.
///
/// # Errors
/// The database's.
pub async fn is_probing(tx: &Tx, ground: &Ground, claimant: &Claimant<'_>) -> Result<bool, LinkingError> {
    let (identity, platform, since) = (claimant.identity, claimant.platform, ground.now() - DAY);
    let tried = claim_tries::count_accounts(tx, identity, platform, since).await?;
    Ok(tried >= ACCOUNTS_TRIED
        || code_tries::count(tx, identity, platform, since).await? >= CODES_TRIED
        || cases::count_accounts(tx, CaseKind::PeopleDiffer, platform, identity, since).await? >= OTHER_PEOPLE_PROVEN)
}

/// Remembers a user name before its password is looked at, so that many at once do not slip through together; false when
/// this identity may try no more. Durable, for the case that it may open.
///
/// # Errors
/// The database's.
pub async fn try_name(tx: &Tx, ground: &Ground, claimant: &Claimant<'_>, username: &str) -> Result<bool, LinkingError> {
    if is_probing(tx, ground, claimant).await? {
        return Ok(false);
    }
    let folded = fold_username(username);
    let owner = accounts::find_by_username(tx, claimant.platform, &folded).await?;
    let tried = ClaimTry {
        identity: claimant.identity,
        platform: claimant.platform,
        name_hash: &ground.vault.keyed_hash("claim-name", &folded).hash,
        account: owner.as_ref().map(|account| &account.id),
        at: ground.now(),
    };
    claim_tries::put(tx, &tried).await?;
    report(tx, ground, claimant).await?;
    Ok(true)
}

/// Opens the case, if there is a reason for one. Once a day at most: whoever is refused adds nothing.
pub(super) async fn report(tx: &Tx, ground: &Ground, claimant: &Claimant<'_>) -> Result<(), LinkingError> {
    if is_probing(tx, ground, claimant).await? {
        let about = CaseAbout {
            kind: CaseKind::ClaimProbing,
            platform: claimant.platform,
            school: claimant.school,
            identity: Some(claimant.identity),
            account: None,
            link: None,
        };
        open_case(tx, ground, &Actor::Identity(claimant.identity.clone()), &about).await?;
    }
    Ok(())
}
