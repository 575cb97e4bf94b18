//! A code that somebody typed.

use super::super::LinkingError;
use super::super::probing::{self, Claimant};
use super::hashes;
use crate::domain::{ClaimCode, SubjectKey};
use crate::ground::Ground;
use crate::storage::claim_codes::{self, PrintedCode};
use crate::storage::{Tx, code_tries};

/// What a typed code led to.
#[derive(Debug, Clone, PartialEq)]
pub enum Typed {
    /// It is this person's, and proves this account. It is used up by the join, not by typing it.
    Right(Box<PrintedCode>),
    /// It is not theirs: never printed, somebody else's, too old, used or taken back. Nobody is told which.
    Wrong,
    /// This identity has tried too much today.
    Stopped,
}

/// Looks a code up for the identity that came in through an upstream, and remembers one that does not fit. Durable, for the
/// case that a wrong one may open.
///
/// # Errors
/// The database's.
pub async fn type_code(
    tx: &Tx,
    ground: &Ground,
    claimant: &Claimant<'_>,
    key: &SubjectKey,
    code: &ClaimCode,
) -> Result<Typed, LinkingError> {
    if probing::is_probing(tx, ground, claimant).await? {
        return Ok(Typed::Stopped);
    }
    let hashes = hashes(&ground.vault, key, code);
    let mut found = None;
    for hash in &hashes {
        let good = claim_codes::find_good(tx, claimant.platform, key, &hash.hash, ground.now()).await?;
        found = found.or(good);
    }
    if let Some(printed) = found {
        return Ok(Typed::Right(Box::new(printed)));
    }
    if let Some(tried) = hashes.first() {
        code_tries::put(tx, (claimant.identity, claimant.platform), &tried.hash, ground.now()).await?;
    }
    probing::report(tx, ground, claimant).await?;
    Ok(Typed::Wrong)
}
