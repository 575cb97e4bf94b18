//! Codes for a class: a teacher sees that there is an account and never which, so there is a code only for pupils whose account
//! is beyond doubt.

use std::collections::BTreeMap;

use super::super::pairing::{Named, Unfit, pair, pupil};
use super::super::{LinkingError, sure_accounts};
use super::make::{MadeCode, MakeCode, make_code};
use crate::domain::{AccountId, Actor, RosterPersonId};
use crate::ground::Ground;
use crate::storage::journals::Journal;
use crate::storage::{Tx, claim_codes};

/// Codes to make for pupils of one journal.
#[derive(Debug, Clone, Copy)]
pub struct PrintCodes<'a> {
    /// Of which journal.
    pub journal: &'a Journal,
    /// For whom.
    pub people: &'a [RosterPersonId],
    /// Who prints them. The caller knows that they teach there.
    pub actor: &'a Actor,
}

/// What came of it for one pupil.
#[derive(Debug)]
pub struct PrintedFor {
    /// Whom.
    pub person: RosterPersonId,
    /// The code, or why there is none.
    pub outcome: Result<MadeCode, Unfit>,
}

/// Makes a code for each of these pupils whose account is beyond doubt. Durable.
///
/// # Errors
/// The database's.
pub async fn print_codes(tx: &Tx, ground: &Ground, wish: &PrintCodes<'_>) -> Result<Vec<PrintedFor>, LinkingError> {
    let PrintCodes { journal, people, actor } = *wish;
    let sure = sure_accounts(tx, ground, journal).await?;
    // One order for everybody who writes about several people.
    let mut people = people.to_vec();
    people.sort();
    people.dedup();
    let mut printed = Vec::with_capacity(people.len());
    for person in people {
        let made = match sure.get(&person) {
            Some(account) => {
                let (platform, journal) = (&journal.platform_id, &journal.id);
                make_code(tx, ground, &MakeCode { platform, journal, person: &person, account, actor }).await
            }
            None => Err(doubt(tx, ground, journal, &person).await?.into()),
        };
        printed.push(PrintedFor { outcome: fit(made)?, person });
    }
    Ok(printed)
}

/// For whom of these pupils a code could be made now, and why not for the others; nothing of anybody's account.
///
/// # Errors
/// The database's.
pub async fn code_prospects(
    tx: &Tx,
    ground: &Ground,
    journal: &Journal,
    people: &[RosterPersonId],
) -> Result<BTreeMap<RosterPersonId, Result<(), Unfit>>, LinkingError> {
    let sure = sure_accounts(tx, ground, journal).await?;
    let mut prospects = BTreeMap::new();
    for person in people {
        let prospect = match sure.get(person) {
            Some(account) => free(tx, ground, journal, (person, account)).await,
            None => Err(doubt(tx, ground, journal, person).await?.into()),
        };
        prospects.insert(person.clone(), fit(prospect)?);
    }
    Ok(prospects)
}

/// What [`make_code`] would say.
async fn free(
    tx: &Tx,
    ground: &Ground,
    journal: &Journal,
    (person, account): (&RosterPersonId, &AccountId),
) -> Result<(), LinkingError> {
    pair(tx, ground, Named { platform: &journal.platform_id, journal: &journal.id, person, account }).await?;
    let promised = claim_codes::is_promised(tx, account, person, ground.now()).await?;
    if promised { Err(Unfit::Promised.into()) } else { Ok(()) }
}

/// Why there is no account for a pupil: what is known of the pupil first.
async fn doubt(tx: &Tx, ground: &Ground, journal: &Journal, person: &RosterPersonId) -> Result<Unfit, LinkingError> {
    let known = fit(pupil(tx, ground, journal, person).await.map(drop))?;
    Ok(known.err().unwrap_or(Unfit::NotSure))
}

fn fit<T>(outcome: Result<T, LinkingError>) -> Result<Result<T, Unfit>, LinkingError> {
    match outcome {
        Ok(value) => Ok(Ok(value)),
        Err(LinkingError::Unfit(unfit)) => Ok(Err(unfit)),
        Err(error) => Err(error),
    }
}
