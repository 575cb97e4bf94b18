//! Reads what we hold about the people of readings: a handful of statements, however many people there are.

use super::evidence::{Asked, Depth, Evidence};
use super::{Filtered, Held, Hidden, RosterError, SeatTerms};
use crate::domain::{PlatformId, SchoolId};
use crate::ground::Ground;
use crate::storage::{StorageError, Tx, journals, journals_bulk};

/// Where a journal is brought to.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Which platform.
    pub platform: &'a PlatformId,
    /// Which school there.
    pub school: &'a SchoolId,
    /// What school and source have said beforehand.
    pub terms: SeatTerms,
}

/// What we hold about a journal and its people. Whoever is hidden is not among them.
///
/// # Errors
/// [`RosterError::OtherSchool`] when the journal is linked at another school; the database's.
pub async fn gather(
    tx: &Tx,
    ground: &Ground,
    place: Place<'_>,
    said: &Filtered,
    hidden: &Hidden,
) -> Result<Held, RosterError> {
    let journal = journals::find_live(tx, place.platform, &said.journal.key).await?;
    let (asked, journals) = ((said, hidden), journal.into_iter().collect());
    let evidence = Evidence::of(tx, ground, (place, Depth::Everybody), journals, &[asked]).await?;
    evidence.held(&ground.vault, place.school, asked)
}

/// What we hold about many journals of one upstream and scope, and those of their people of whom something moved.
///
/// # Errors
/// The database's.
pub(super) async fn gather_many(
    tx: &Tx,
    ground: &Ground,
    place: Place<'_>,
    asked: &[Asked<'_>],
) -> Result<Evidence, StorageError> {
    let mut journals = Vec::new();
    if let Some((first, _)) = asked.first() {
        let key = &first.journal.key;
        let ids: Vec<&str> = asked.iter().map(|(said, _)| said.journal.key.external_id.as_str()).collect();
        journals = journals_bulk::list_live_among(tx, place.platform, (&key.upstream, &key.scope), &ids).await?;
    }
    Evidence::of(tx, ground, (place, Depth::Moved), journals, asked).await
}
