//! Which gone journals a school is told of, and which end. Pure.

use chrono::{NaiveTime, TimeDelta};
use chrono_tz::Tz;

use super::super::schedule;
use crate::domain::{JournalId, MailState, Time};
use crate::storage::gone_journals::{GoneJournal, GoneShare};

/// So long before the end its school is told.
pub(super) const NOTICE: TimeDelta = TimeDelta::days(14);
/// A letter that nobody took is written again after that time.
const AGAIN: TimeDelta = TimeDelta::days(7);
/// The upstream must have said so lately: what was not asked for does not end.
const STILL: TimeDelta = TimeDelta::days(3);
/// More than this share of the school's people, and more than so many of them, end by no clock: as the guard's limit for
/// people who would lose their seat.
const PERCENT: i64 = 10;
const FLOOR: i64 = 5;

/// What is known of the school.
#[derive(Debug, Clone)]
pub struct Facts {
    /// How large a part of it is gone.
    pub share: GoneShare,
    /// After so many days a journal ends; 0: never.
    pub grace_days: i64,
    /// Where it is.
    pub zone: Tz,
    /// On which day its year turns.
    pub year_begins: Option<chrono::NaiveDate>,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Acts {
    /// Of which journals the school is to be told.
    pub tell: Vec<JournalId>,
    /// They are so many that a person has to decide.
    pub is_held: bool,
    /// Which journals end now.
    pub end: Vec<JournalId>,
}

/// Whether so much is gone that none of it ends by itself: a large part of the school, or all of it.
#[must_use]
pub fn is_too_much(share: &GoneShare) -> bool {
    let is_large = share.gone > FLOOR && share.gone * 100 > share.people * PERCENT;
    is_large || (share.gone > 0 && share.others == 0)
}

/// Whether it went away with the school year.
#[must_use]
pub fn is_over(facts: &Facts, journal: &GoneJournal) -> bool {
    turn(facts, journal).is_some()
}

/// The beginning of the day on which the year turned when it went away.
fn turn(facts: &Facts, journal: &GoneJournal) -> Option<Time> {
    let day = journal.stood_at?.with_timezone(&facts.zone).date_naive();
    Some(schedule::turn_near(day, facts.year_begins)?.and_time(NaiveTime::MIN).and_utc())
}

/// When it ends by itself: the grace after it went away, or after the turn of the year it went away with. Never where the
/// school wants none.
#[must_use]
pub fn due(facts: &Facts, journal: &GoneJournal) -> Option<Time> {
    let since = journal.stood_at?;
    let since = turn(facts, journal).map_or(since, |turn| since.max(turn));
    (facts.grace_days > 0).then(|| since + TimeDelta::days(facts.grace_days))
}

/// What is to be done about these journals of one school and upstream.
#[must_use]
pub fn rule(facts: &Facts, gone: &[GoneJournal], now: Time) -> Acts {
    let is_held = is_too_much(&facts.share);
    let near = |journal: &&GoneJournal| due(facts, journal).is_some_and(|due| due - NOTICE <= now);
    let tell = gone.iter().filter(near).filter(|journal| !is_told(journal, is_held, now));
    let over = |journal: &&GoneJournal| due(facts, journal).is_some_and(|due| due <= now);
    let end = gone.iter().filter(|_| !is_held).filter(over).filter(|journal| may_end(journal, now));
    Acts {
        tell: tell.map(|journal| journal.id.clone()).collect(),
        is_held,
        end: end.map(|journal| journal.id.clone()).collect(),
    }
}

/// Whether the last letter says what there is to say. One that is on its way is waited for.
fn is_told(journal: &GoneJournal, is_held: bool, now: Time) -> bool {
    let is_lost = matches!(journal.told_mail, Some(MailState::Failed | MailState::None));
    is_of_now(journal)
        && journal.told_held == Some(is_held)
        && !(is_lost && journal.told_at.is_none_or(|at| at + AGAIN <= now))
}

/// Whether the last letter is about this time that it is gone, and no earlier one.
fn is_of_now(journal: &GoneJournal) -> bool {
    journal.stood_at.zip(journal.told_at).is_some_and(|(since, told)| since <= told)
}

fn may_end(journal: &GoneJournal, now: Time) -> bool {
    is_of_now(journal)
        && journal.told_held == Some(false)
        && journal.told_mail == Some(MailState::Sent)
        && journal.ends_at.is_some_and(|at| at <= now)
        && journal.seen_at.is_some_and(|at| at + STILL > now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time {
        text.parse().unwrap()
    }

    fn facts(gone: i64) -> Facts {
        Facts {
            share: GoneShare { gone, people: 200, others: 8 },
            grace_days: 60,
            zone: chrono_tz::Europe::Tallinn,
            year_begins: Some("2020-09-01".parse().unwrap()),
        }
    }

    /// Gone since 1 February, told on 20 March, seen on 2 April.
    fn journal() -> GoneJournal {
        GoneJournal {
            id: "jrn_00000000000000000000000001".parse().unwrap(),
            platform_id: "opiq".parse().unwrap(),
            school_id: "ehis:123".parse().unwrap(),
            upstream_id: "ekool".parse().unwrap(),
            external_id: "1".to_owned(),
            name: "5A".to_owned(),
            stood_at: Some(time("2027-02-01T03:00:00Z")),
            seen_at: Some(time("2027-04-02T03:00:00Z")),
            people: 20,
            told_at: Some(time("2027-03-20T03:00:00Z")),
            told_held: Some(false),
            told_mail: Some(MailState::Sent),
            ends_at: Some(time("2027-04-03T03:00:00Z")),
        }
    }

    fn acts(facts: &Facts, journal: GoneJournal, now: &str) -> (usize, usize) {
        let acts = rule(facts, &[journal], time(now));
        (acts.tell.len(), acts.end.len())
    }

    const LATER: &str = "2027-04-03T12:00:00Z";

    #[test]
    fn what_ends_is_told_before_and_is_gone_still() {
        let fresh = || GoneJournal { told_at: None, told_held: None, told_mail: None, ends_at: None, ..journal() };
        assert_eq!(acts(&facts(20), fresh(), "2027-03-18T12:00:00Z"), (0, 0), "too early");
        assert_eq!(acts(&facts(20), fresh(), "2027-03-20T12:00:00Z"), (1, 0), "two weeks before");
        assert_eq!(acts(&facts(20), fresh(), LATER), (1, 0), "not without a letter");
        assert_eq!(acts(&facts(20), journal(), "2027-03-21T12:00:00Z"), (0, 0), "told once");
        assert_eq!(acts(&facts(20), journal(), LATER), (0, 1));
        let unseen = GoneJournal { seen_at: Some(time("2027-03-30T03:00:00Z")), ..journal() };
        assert_eq!(acts(&facts(20), unseen, LATER), (0, 0), "nobody asked the upstream for days");
        let again = GoneJournal { stood_at: Some(time("2027-03-25T03:00:00Z")), ..journal() };
        assert_eq!(acts(&facts(20), again, LATER), (0, 0), "it was there in between");
        for (state, told) in [(MailState::Queued, 0), (MailState::Failed, 1), (MailState::None, 1)] {
            let lost = GoneJournal { told_mail: Some(state), ..journal() };
            assert_eq!(acts(&facts(20), lost, LATER), (told, 0), "{state}");
        }
        assert_eq!(
            acts(&Facts { grace_days: 0, ..facts(20) }, journal(), LATER),
            (0, 0),
            "the school wants none of it"
        );
    }

    #[test]
    fn what_is_a_large_part_of_a_school_ends_by_no_clock() {
        let share = |gone, people, others| is_too_much(&GoneShare { gone, people, others });
        assert!(!share(20, 200, 8) && share(21, 200, 8), "a tenth");
        assert!(!share(5, 20, 1) && share(6, 20, 1), "five are never too many");
        assert!(share(1, 200, 0) && share(5, 5, 0), "never all of it");
        assert!(!share(0, 0, 0));
        let acts = rule(&facts(21), &[journal()], time(LATER));
        assert_eq!(
            (acts.is_held, acts.tell.len(), acts.end.len()),
            (true, 1, 0),
            "a person has to decide, and is told so"
        );
    }

    #[test]
    fn what_went_away_with_the_year_ends_after_its_turn() {
        let at = |since: &str| {
            let journal = GoneJournal { stood_at: Some(time(since)), ..journal() };
            (is_over(&facts(20), &journal), due(&facts(20), &journal).unwrap().date_naive().to_string())
        };
        assert_eq!(at("2027-02-01T03:00:00Z"), (false, "2027-04-02".to_owned()));
        assert_eq!(at("2027-08-01T03:00:00Z"), (true, "2027-10-31".to_owned()));
        assert_eq!(at("2027-09-10T03:00:00Z"), (true, "2027-11-09".to_owned()));
    }
}
