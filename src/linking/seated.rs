//! What a link that was made or ended means for the seats of its person: what they wait for, their claim codes, and the
//! licences of their journals. In the transaction of the link, so that nobody sees one without the other.

use crate::domain::Actor;
use crate::ground::Ground;
use crate::licences::{self, About};
use crate::storage::links::Link;
use crate::storage::roster_people::{self, RosterPerson};
use crate::storage::{Tx, claim_codes, journals, standings};

use super::LinkingError;

/// A link was made: its person waits no longer, needs no code unless an older account is still to be claimed, and holds what
/// their journals give.
pub(super) async fn linked(
    tx: &Tx,
    ground: &Ground,
    link: &Link,
    keeps_codes: bool,
    actor: &Actor,
) -> Result<(), LinkingError> {
    let Some(person) = roster_people::find_by_key(tx, &link.key()).await? else { return Ok(()) };
    standings::linked(tx, &link.platform_id, &person.id).await?;
    if !keeps_codes {
        claim_codes::end_of_person(tx, &person.id, &link.platform_id, ground.now()).await?;
    }
    settle(tx, ground, link, &person, actor).await
}

/// A link was ended: its person waits again, and what the journals gave to that account is free.
pub(super) async fn unlinked(tx: &Tx, ground: &Ground, link: &Link, actor: &Actor) -> Result<(), LinkingError> {
    let Some(person) = roster_people::find_by_key(tx, &link.key()).await? else { return Ok(()) };
    standings::unlinked(tx, &link.platform_id, &person.id, ground.now()).await?;
    settle(tx, ground, link, &person, actor).await
}

async fn settle(
    tx: &Tx,
    ground: &Ground,
    link: &Link,
    person: &RosterPerson,
    actor: &Actor,
) -> Result<(), LinkingError> {
    for journal in journals::list_of_person(tx, &person.id, &link.platform_id).await? {
        let about = About { journal: &journal.id, platform: &journal.platform_id, school: &journal.school_id, actor };
        licences::settle(tx, ground, about).await?;
    }
    Ok(())
}
