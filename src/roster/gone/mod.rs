//! Journals that their upstream has no more. They keep their seats and licences, until a person ends them or a grace has gone
//! by that the school sets. By itself only ends what the school's contact was told of in a letter that a mail server took,
//! what the upstream says still, and what is a small part of the school: an upstream that denies everything ends nothing.

mod rule;

pub use rule::{Acts, Facts, due, is_over, is_too_much, rule};

use chrono::TimeDelta;
use chrono_tz::Tz;
use serde_json::json;

use super::end::{self, Said};
use super::refresh::Scope;
use super::refresh::setting::Setting;
use super::{Ended, RosterError};
use crate::domain::{Actor, EndNoticeId, JournalId, MailState, PlatformId, SchoolId, Time};
use crate::ground::Ground;
use crate::storage::audit::{self, Entry};
use crate::storage::end_notices::{self, EndNotice};
use crate::storage::gone_journals::{self, GoneJournal, GonePlace, GoneShare};
use crate::storage::{Durability, StorageError, Tx};

/// In whose name journals end by themselves.
const JOB: &str = "put_away";
/// For so long what ended by itself counts as a part of the school that is gone.
const LATELY: TimeDelta = TimeDelta::days(90);

/// How large a part of a school is gone, with what ended by itself lately.
///
/// # Errors
/// The database's.
pub async fn share(tx: &Tx, scope: &Scope, now: Time) -> Result<GoneShare, StorageError> {
    gone_journals::share(tx, scope.place(), (&Actor::Job(JOB).to_string(), now - LATELY)).await
}

/// A school's gone journals of an upstream.
#[must_use]
pub fn scope(place: GonePlace) -> Scope {
    let GonePlace { platform_id: platform, school_id: school, upstream_id: upstream } = place;
    Scope { platform, school, upstream, journal: None }
}

/// Tells a school's contact of journals that will end, and ends those whose time has come. Answers how many ended.
///
/// # Errors
/// The database's.
pub async fn put_away(ground: &Ground, scope: &Scope) -> Result<usize, RosterError> {
    let Some((gone, acts)) = look(ground, scope).await? else { return Ok(0) };
    if !acts.tell.is_empty() {
        tell(ground, scope, &acts).await?;
    }
    let (mut ended, actor) = (0, &Actor::Job(JOB));
    for journal in gone.iter().filter(|journal| acts.end.contains(&journal.id)) {
        let said = Said { reason: "its upstream has it no more", by: None };
        match end_gone(ground, journal, said, actor).await {
            Ok(_) => ended += 1,
            // It is there again, or somebody was quicker.
            Err(RosterError::NotLinked) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(ended)
}

/// Nothing where the school has holidays, wants none of it, names nobody, or is switched off.
async fn look(ground: &Ground, scope: &Scope) -> Result<Option<(Vec<GoneJournal>, Acts)>, RosterError> {
    let now = ground.now();
    let read = |tx: Tx| async move {
        let setting = Setting::find(&tx, scope).await?;
        let gone = list(&tx, &scope.school, Some(&scope.platform)).await?;
        Ok::<_, StorageError>((setting, gone, share(&tx, scope, now).await?))
    };
    let (setting, mut gone, share) = ground.db.read(read).await?;
    gone.retain(|journal| journal.upstream_id == scope.upstream);
    let wanted = |setting: &Setting| !setting.is_paused(now) && setting.wishes.hold_contact.is_some();
    let Some(setting) = setting.filter(wanted) else { return Ok(None) };
    let facts = Facts {
        share,
        grace_days: setting.wishes.end_gone_days,
        zone: setting.school.time_zone.parse().unwrap_or(Tz::UTC),
        year_begins: setting.wishes.year_begins,
    };
    let acts = rule(&facts, &gone, now);
    Ok(Some((gone, acts)))
}

/// The gone journals of a school, at one platform or at all.
///
/// # Errors
/// The database's.
pub async fn list(tx: &Tx, school: &SchoolId, platform: Option<&PlatformId>) -> Result<Vec<GoneJournal>, StorageError> {
    let mut all = gone_journals::list_at_school(tx, school).await?;
    all.retain(|journal| platform.is_none_or(|platform| journal.platform_id == *platform));
    Ok(all)
}

/// Writes the letter that says which journals end, and when.
async fn tell(ground: &Ground, scope: &Scope, acts: &Acts) -> Result<(), RosterError> {
    let now = ground.now();
    let row = &EndNotice {
        id: EndNoticeId::random(&ground.random),
        platform_id: scope.platform.clone(),
        school_id: scope.school.clone(),
        upstream_id: scope.upstream.clone(),
        created_at: now,
        ends_at: now + rule::NOTICE,
        held: acts.is_held,
        mail_state: MailState::Queued,
        mail_attempts: 0,
        mail_next_at: Some(now),
    };
    let journals: Vec<&JournalId> = acts.tell.iter().collect();
    let (journals, actor) = (&journals, &Actor::Job(JOB));
    let write = |tx: Tx| async move {
        end_notices::insert(&tx, row, journals).await?;
        let entry = Entry {
            platform: Some(&scope.platform),
            school: Some(&scope.school),
            object: Some(format!("end_notice:{}", row.id)),
            detail: json!({ "upstream": scope.upstream, "journals": journals, "held": row.held }),
            ..Entry::new(now, "journal.end_announced", actor)
        };
        audit::record(&tx, &ground.random, &entry).await.map(drop)
    };
    Ok(ground.db.write(Durability::Durable, write).await?)
}

/// Unlinks a journal, if it is gone and was so all the time since it was seen. Accounts and links stay. Durable.
///
/// # Errors
/// [`RosterError::NotLinked`] when it is there again, or was unlinked; the database's.
pub async fn end_gone(
    ground: &Ground,
    journal: &GoneJournal,
    said: Said<'_>,
    actor: &Actor,
) -> Result<Ended, RosterError> {
    let since = journal.stood_at.ok_or(RosterError::NotLinked)?;
    end::end_as(ground, (&journal.id, Some(since)), said, actor).await
}
