//! Live journals that their upstream has no more: over `journal`, `journal_run`, `seat` and `end_notice`.

use super::{StorageError, Tx};
use crate::domain::{EndNoticeId, JournalId, MailState, PlatformId, SchoolId, Time, UpstreamId};
use crate::{args, row};

row! {
    /// A journal that its upstream has no more, and what its school was told of it.
    pub struct GoneJournal {
        /// Which.
        pub id: JournalId,
        /// At which platform.
        pub platform_id: PlatformId,
        /// Of which school.
        pub school_id: SchoolId,
        /// Of which upstream.
        pub upstream_id: UpstreamId,
        /// The upstream's own id.
        pub external_id: String,
        /// Its name there.
        pub name: String,
        /// Since when it is gone.
        pub stood_at: Option<Time>,
        /// When its upstream last said so.
        pub seen_at: Option<Time>,
        /// How many people have a seat.
        pub people: i64,
        /// When the last letter about its end was written.
        pub told_at: Option<Time>,
        /// Whether that letter says that a person has to decide.
        pub told_held: Option<bool>,
        /// How far it got.
        pub told_mail: Option<MailState>,
        /// When it says that the journal ends.
        pub ends_at: Option<Time>,
    }
}
row! {
    /// A school's journals of one upstream at one platform.
    pub struct GonePlace {
        /// At which platform.
        pub platform_id: PlatformId,
        /// Of which school.
        pub school_id: SchoolId,
        /// Of which upstream.
        pub upstream_id: UpstreamId,
    }
}
row! {
    /// How large a part of a school is gone.
    pub struct GoneShare {
        /// People with a seat in a journal that is gone, or that ended by itself lately.
        pub gone: i64,
        /// People with a seat in any, those among them.
        pub people: i64,
        /// Journals with people that are not gone.
        pub others: i64,
    }
}

macro_rules! select_gone {
    ($rest:literal) => {
        concat!(
            "SELECT j.id, j.platform_id, j.school_id, j.upstream_id, j.external_id, j.name, j.stood_at, ",
            "(SELECT MAX(r.at) FROM journal_run r WHERE r.journal_id = j.id AND r.outcome IN ('gone', 'year_over')) AS seen_at, ",
            "(SELECT COUNT(DISTINCT s.person_id) FROM seat s WHERE s.journal_id = j.id AND s.ended_at IS NULL) AS people, ",
            "n.created_at AS told_at, n.held AS told_held, n.mail_state AS told_mail, n.ends_at FROM journal j ",
            "LEFT JOIN end_notice n ON n.id = j.end_notice_id WHERE j.state = 'gone' AND j.ended_at IS NULL AND ",
            $rest
        )
    };
}

const LIST_AT_SCHOOL: &str = select_gone!("j.school_id = $1 ORDER BY j.platform_id, j.upstream_id, j.name, j.id");
const LIST_TOLD: &str = select_gone!("j.end_notice_id = $1 ORDER BY j.name, j.id");
const LIST_PLACES: &str = "SELECT DISTINCT platform_id, school_id, upstream_id FROM journal \
    WHERE state = 'gone' AND ended_at IS NULL ORDER BY school_id, platform_id, upstream_id";

/// Those of a school, at whichever platform.
///
/// # Errors
/// The engine's.
pub async fn list_at_school(tx: &Tx, school: &SchoolId) -> Result<Vec<GoneJournal>, StorageError> {
    tx.list_bulk(LIST_AT_SCHOOL, args![school]).await
}

/// Those that a letter is about and that are gone still.
///
/// # Errors
/// The engine's.
pub async fn list_told(tx: &Tx, notice: &EndNoticeId) -> Result<Vec<GoneJournal>, StorageError> {
    tx.list_bulk(LIST_TOLD, args![notice]).await
}

/// Where there are any.
///
/// # Errors
/// The engine's.
pub async fn list_places(tx: &Tx) -> Result<Vec<GonePlace>, StorageError> {
    tx.list_bulk(LIST_PLACES, args![]).await
}

const SHARE: &str = "SELECT \
    COUNT(DISTINCT CASE WHEN j.ended_at IS NOT NULL OR j.state = 'gone' THEN s.person_id END) AS gone, \
    COUNT(DISTINCT s.person_id) AS people, \
    COUNT(DISTINCT CASE WHEN j.ended_at IS NULL AND j.state <> 'gone' THEN j.id END) AS others \
    FROM journal j JOIN seat s ON s.journal_id = j.id AND (s.ended_at IS NULL OR s.ended_at = j.ended_at) \
    WHERE j.platform_id = $1 AND j.school_id = $2 AND j.upstream_id = $3 \
    AND (j.ended_at IS NULL OR (j.ended_by = $4 AND j.ended_at > $5))";

/// How large a part is gone, with what was ended by `by` after `since`.
///
/// # Errors
/// The engine's.
pub async fn share(
    tx: &Tx,
    (platform, school, upstream): (&PlatformId, &SchoolId, &UpstreamId),
    (by, since): (&str, Time),
) -> Result<GoneShare, StorageError> {
    let found = tx.find(SHARE, args![platform, school, upstream, by, since]).await?;
    Ok(found.unwrap_or(GoneShare { gone: 0, people: 0, others: 0 }))
}

const IS_STILL: &str =
    "SELECT COUNT(*) AS n FROM journal WHERE id = $1 AND state = 'gone' AND ended_at IS NULL AND stood_at = $2";

/// Whether a journal is gone, and was all the time since then.
///
/// # Errors
/// The engine's.
pub async fn is_gone_since(tx: &Tx, id: &JournalId, since: Time) -> Result<bool, StorageError> {
    Ok(tx.count(IS_STILL, args![id, since]).await? == 1)
}
