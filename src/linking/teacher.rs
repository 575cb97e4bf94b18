//! A teacher's word for pupils who cannot read yet, or have no password: a school switches it on for its classes, and it
//! reaches only pupils whose account is beyond doubt. Taken back for thirty days, one by one or all at once.

use chrono::TimeDelta;
use serde_json::json;

use super::apart::keep_apart;
use super::decide::Decision;
use super::end::{EndReason, end};
use super::pairing::{Named, Pair, Unfit, pair};
use super::sure::sure_accounts;
use super::vouch::{Outcome, Vouched, vouch};
use super::{LinkingError, gather};
use crate::domain::{AccountId, Actor, ApartCause, JournalId, LinkId, LinkOrigin, RosterPersonId, Time};
use crate::ground::Ground;
use crate::storage::Tx;
use crate::storage::journals::{self, Journal};
use crate::storage::links::{self, Link};
use crate::storage::not_same::Two;
use crate::storage::schools::{self, PlatformSchool};

/// What a teacher says of pupils of one journal: "these are theirs".
#[derive(Debug, Clone, Copy)]
pub struct ClassWord<'a> {
    /// Of which journal. The caller knows that the teacher teaches there.
    pub journal: &'a JournalId,
    /// The teacher's account.
    pub teacher: &'a AccountId,
    /// Of whom, each singled out by the teacher.
    pub people: &'a [RosterPersonId],
}

/// What came of a teacher's word for one pupil.
#[derive(Debug)]
pub struct Confirmed {
    /// Whom.
    pub person: RosterPersonId,
    /// The link, or why there is none.
    pub outcome: Result<Link, Unfit>,
}

/// Whether a school lets teachers confirm pupils of this class. A year group such as `1` stands for all its classes.
#[must_use]
pub fn covers(switched: Option<&str>, class_name: Option<&str>) -> bool {
    let (Some(switched), Some(class)) = (switched, class_name) else { return false };
    let folded = |text: &str| text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let class: String = folded(class);
    let year: String = class.chars().take_while(char::is_ascii_digit).collect();
    let mut named = switched.split_whitespace().map(|one| -> String { folded(one) }).peekable();
    !class.is_empty() && (named.peek().is_none() || named.any(|one| one == class || (one == year && !year.is_empty())))
}

/// Links the pupils a teacher singled out, whose account is beyond doubt; everybody else stays as they are. Durable.
///
/// # Errors
/// [`LinkingError::Gone`] when there is no such journal; [`LinkingError::Unfit`] when the school has not switched it on.
pub async fn confirm_class(tx: &Tx, ground: &Ground, word: &ClassWord<'_>) -> Result<Vec<Confirmed>, LinkingError> {
    let (journal, school) = place(tx, word.journal).await?;
    if school.teacher_confirms.is_none() {
        return Err(Unfit::NotSwitchedOn.into());
    }
    let sure = sure_accounts(tx, ground, &journal).await?;
    // One order for everybody who writes about several people.
    let mut people = word.people.to_vec();
    people.sort();
    people.dedup();
    let mut done = Vec::with_capacity(people.len());
    for person in people {
        let outcome = match sure.get(&person) {
            Some(account) => confirm(tx, ground, word, (&journal, &school), (&person, account)).await,
            None => Err(Unfit::NotSure.into()),
        };
        match outcome {
            Ok(link) => done.push(Confirmed { person, outcome: Ok(link) }),
            Err(LinkingError::Unfit(unfit)) => done.push(Confirmed { person, outcome: Err(unfit) }),
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

/// A live journal, and what its school decided; a school that is closed, or that does not let the upstream in, decides
/// nothing.
async fn place(tx: &Tx, journal: &JournalId) -> Result<(Journal, PlatformSchool), LinkingError> {
    let journal = journals::find(tx, journal).await?.filter(|journal| journal.ended_at.is_none());
    let journal = journal.ok_or(LinkingError::Gone)?;
    let (platform, upstream, school) = (&journal.platform_id, &journal.upstream_id, &journal.school_id);
    let school = schools::find_open(tx, platform, upstream, school).await?.ok_or(Unfit::NotSwitchedOn)?;
    Ok((journal, school))
}

async fn confirm(
    tx: &Tx,
    ground: &Ground,
    word: &ClassWord<'_>,
    (journal, school): (&Journal, &PlatformSchool),
    (person, account): (&RosterPersonId, &AccountId),
) -> Result<Link, LinkingError> {
    let named = Named { platform: &journal.platform_id, journal: &journal.id, person, account };
    let Pair { person, account, .. } = pair(tx, ground, named).await?;
    if !covers(school.teacher_confirms.as_deref(), person.class_name.as_deref()) {
        return Err(Unfit::NotSwitchedOn.into());
    }
    // Also where nobody has used it: whoever was born of a roster is new by everybody's word.
    if gather::find_link(tx, &journal.platform_id, &person.key(), ground.now()).await?.is_some() {
        return Err(Unfit::Linked.into());
    }
    let said = Vouched {
        platform: &journal.platform_id,
        key: &person.key(),
        account: &account.id,
        origin: LinkOrigin::Teacher,
        since: None,
        actor: &Actor::Account(word.teacher.clone()),
        reason: "a teacher confirmed the class",
        on: json!({ "journal": journal.id, "sure_by": ["name", "class", "school"] }),
    };
    match vouch(tx, ground, &said).await {
        Ok(Outcome::Linked(link) | Outcome::Already(link)) => Ok(link),
        Err(LinkingError::IdentityTaken) => Err(Unfit::Linked.into()),
        Err(LinkingError::AccountTaken) => Err(Unfit::AccountTaken.into()),
        Err(LinkingError::Changed(decision)) if matches!(*decision, Decision::Blocked(_)) => Err(Unfit::Blocked.into()),
        Err(error) => Err(error),
    }
}

/// Until when a teacher's word can be taken back by a teacher; the school may end the link at any time.
#[must_use]
pub fn taken_back_until(ground: &Ground, link: &Link) -> Time {
    link.created_at + TimeDelta::days(ground.config.sessions.notice_days)
}

/// Takes a teacher's word for pupils of a journal back: ends the links that rest on it, with everything they opened, and
/// remembers that pupil and account are two. Links of others, of another kind, and those that are too old are left. Answers how many were ended. Durable.
///
/// # Errors
/// The database's.
pub async fn take_back(
    tx: &Tx,
    ground: &Ground,
    (journal, teacher): (&JournalId, &AccountId),
    wanted: &[LinkId],
) -> Result<usize, LinkingError> {
    let actor = Actor::Account(teacher.clone());
    let mut ended = 0;
    for link in links::list_by_teacher(tx, journal).await? {
        if wanted.contains(&link.id) && ground.now() < taken_back_until(ground, &link) {
            end(tx, ground, &link.id, EndReason::TakenBack, &actor).await?;
            keep_apart(tx, ground, Two::of_link(&link), ApartCause::TakenBack, &actor).await?;
            ended += 1;
        }
    }
    Ok(ended)
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_year_group_stands_for_all_its_classes() {
        for (switched, class, wanted) in [
            (Some("1 2"), Some("1A"), true),
            (Some("1 2"), Some("2.b"), true),
            (Some("1 2"), Some("3A"), false),
            (Some("1"), Some("11A"), false),
            (Some("1"), Some("10"), false),
            (Some("1a"), Some("1 A"), true),
            (Some("1a"), Some("1B"), false),
            (Some("groep3"), Some("Groep 3"), true),
            (Some(""), Some("9C"), true),
            (Some(""), None, false),
            (Some(""), Some("-"), false),
            (Some("1"), Some("Koor"), false),
            (None, Some("1A"), false),
        ] {
            assert_eq!(covers(switched, class), wanted, "{switched:?} {class:?}");
        }
    }
}
