//! Whoever has a new subject keeps their seats: the rosters of the same upstream tell of them by it from now on.

use crate::domain::{PlatformId, RosterPersonId, SubjectKey};
use crate::ground::Ground;
use crate::storage::{Tx, journals, roster_people, standings, switch_moves};

use super::super::LinkingError;

/// Lets the seats of a person follow from one subject of an upstream to another, at one platform. The next refresh looks into
/// their journals, and finds everybody where they were.
pub(super) async fn follow(
    tx: &Tx,
    ground: &Ground,
    platform: &PlatformId,
    (old, new): (&SubjectKey, &SubjectKey),
) -> Result<(), LinkingError> {
    // Journals of another scope are others, and are linked anew.
    if old.scope != new.scope {
        return Ok(());
    }
    let Some(was) = roster_people::find_by_key(tx, old).await? else { return Ok(()) };
    let now = ground.now();
    switch_moves::end_codes(tx, &was.id, platform, now).await?;
    if switch_moves::rename(tx, &was.id, &new.subject, platform).await? {
        journals::forget_digest(tx, platform, &was.id).await?;
        return Ok(());
    }
    switch_moves::copy(tx, &was.id, &RosterPersonId::random(&ground.random), &new.subject).await?;
    let is = roster_people::find_by_key(tx, new).await?.ok_or(LinkingError::Gone)?;
    switch_moves::move_seats(tx, (&was.id, &is.id), platform, now).await?;
    standings::linked(tx, platform, &was.id).await?;
    journals::forget_digest(tx, platform, &is.id).await?;
    Ok(())
}
