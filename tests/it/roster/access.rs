//! A teacher who is gone does not open the journal any more, whatever else of a refresh waits.

use chrono::TimeDelta;
use koppel::domain::{JournalOutcome, Member, RunCause, RunState, SubjectKey};
use koppel::storage::{links, taught};

use super::runs::{Answer, class, is_held, ten_journals, tens, without};
use super::school::{School, pupil};
use crate::support::{TestGround, both_engines};

impl School<'_> {
    /// Whether the teacher of a journal opens it.
    async fn is_open(&self, journal: usize) -> bool {
        let id = &self.journal(&format!("j{journal}")).await.id;
        let (platform, subject) = (&self.world.platform, format!("p{}", 9_000 + journal));
        let key = &SubjectKey { upstream: "ekool".parse().unwrap(), scope: String::new(), subject };
        let find = |tx| async move {
            let link = links::find_live(&tx, platform, key).await?.unwrap();
            taught::find(&tx, &link.account_id, platform, id).await
        };
        self.world.storage(find).await.is_some()
    }

    /// All ten journals, of which the first has no teacher and the eighth comes in part.
    fn held_for_another(&self) -> Vec<(String, Answer)> {
        let mut told = without(self, 0);
        told[0] = self.pupils_only();
        told[7] = self.told_in_part(7, []);
        told
    }

    fn pupils_only(&self) -> (String, Answer) {
        ("j0".to_owned(), Ok(self.reading("j0", tens(0).map(pupil).collect())))
    }
}

#[tokio::test]
async fn a_teacher_who_is_gone_loses_the_journal_while_the_school_is_held_for_another() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        assert!(school.is_open(0).await);
        let run = school.refresh(school.held_for_another()).await;
        assert!(is_held(&run) && !school.is_open(0).await && school.is_open(1).await);
        assert_eq!(school.outcomes(&run).await[0], JournalOutcome::Held);
        let journal = school.journal("j0").await;
        assert!(journal.has_absences && journal.held, "no equal digest passes it over: {journal:?}");
        let mut told = school.held_for_another();
        told[0] = school.told(0, tens(0));
        assert!(is_held(&school.refresh(told).await) && school.is_open(0).await, "she is back");
        assert!(is_held(&school.refresh(school.held_for_another()).await) && !school.is_open(0).await);
        ground.clock.advance(TimeDelta::hours(21));
        assert!(is_held(&school.refresh(school.held_for_another()).await));
        assert_eq!(school.live_seats().await, 110, "the seat does not end in a hold");
        let mut told = without(&school, 0);
        told[0] = school.pupils_only();
        assert_eq!(school.refresh(told).await.state, RunState::Done);
        assert_eq!(school.live_seats().await, 109, "and then it does");
        school.sound().await;
    })
    .await;
}

/// A reading that tells of nobody, or was cut off, may be a lie: it locks nobody out.
#[tokio::test]
async fn an_empty_or_a_partial_reading_locks_no_teacher_out() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        let mut told = without(&school, 0);
        told[0] = ("j0".to_owned(), Ok(school.reading("j0", vec![])));
        let (name, cut) = school.told_in_part(1, []);
        let members = tens(1).map(pupil).collect();
        told[1] = (name, cut.map(|reading| koppel::domain::Reading { members, ..reading }));
        assert!(is_held(&school.refresh(told).await));
        assert!(school.is_open(0).await && school.is_open(1).await);
        let clocks = "SELECT COUNT(*) AS n FROM seat WHERE absent_since IS NOT NULL";
        assert_eq!(school.world.count(clocks).await, 0);
    })
    .await;
}

/// Somebody who was taken out on purpose is told of once, perhaps while everything waits.
#[tokio::test]
async fn a_teacher_who_was_taken_out_loses_the_journal_while_it_waits_with_its_school() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        let mut told = without(&school, 0);
        told[7] = school.told_in_part(7, []);
        assert!(is_held(&school.refresh(told).await));
        let (name, answer) = school.pupils_only();
        let deleted = vec!["p9000".to_owned()];
        let gone = answer.map(|reading| koppel::domain::Reading { deleted, ..reading });
        assert!(is_held(&school.refresh_one((name, gone)).await) && !school.is_open(0).await);
        assert_eq!(school.live_seats().await, 110);
        let alone = school.refresh_one(school.pupils_only()).await;
        assert_eq!(alone.state, RunState::Done, "nothing of it waits any more");
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_teacher_who_is_gone_loses_the_journal_in_holidays() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        school.pause().await;
        let mut told = without(&school, 0);
        told[0] = school.pupils_only();
        assert_eq!(school.refresh(told).await.state, RunState::Done);
        assert!(!school.is_open(0).await && school.is_open(1).await);
        // An upstream that tells of a change by itself is not followed until the holidays are over, but for this.
        let mut told = without(&school, 3);
        told[0] = school.told(0, tens(0));
        told[1] = ("j1".to_owned(), Ok(school.reading("j1", tens(1).map(pupil).collect::<Vec<Member>>())));
        let alone = school.refresh_as(RunCause::Upstream, None, told).await;
        assert_eq!(alone.state, RunState::Failed);
        assert!(school.is_open(0).await && !school.is_open(1).await);
        assert_eq!(school.live_seats().await, 110);
        let clocks = "SELECT COUNT(*) AS n FROM seat WHERE absent_since IS NOT NULL AND role = 'pupil'";
        assert_eq!(school.world.count(clocks).await, 0);
        school.sound().await;
    })
    .await;
}

/// The same by a file of all journals; and what it told before she was gone is looked into again.
#[tokio::test]
async fn a_roster_that_is_held_locks_out_who_is_gone_and_an_equal_one_lets_her_in_again() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.bring(&school.roll(&[("j0", class(0, 0..20)), ("j1", class(1, 20..40))])).await;
        ground.clock.advance(TimeDelta::days(31));
        let grown = || ("j1", class(1, (20..40).chain(100..140)));
        let gone = || school.roll(&[("j0", (0..20).map(pupil).collect()), grown(), ("j2", class(2, 0..3))]);
        assert!(school.try_bring(&gone(), true).await.unwrap().held && school.is_open(0).await, "a dry run");
        let held = school.bring(&gone()).await;
        assert_eq!((held.held, held.applied, held.counts.missing), (true, 0, 0));
        assert!(!school.is_open(0).await && school.is_open(1).await);
        assert_eq!(school.world.count("SELECT COUNT(*) AS n FROM journal").await, 2, "and links nothing");
        let back = school.bring(&school.roll(&[("j0", class(0, 0..20)), ("j1", class(1, 20..40))])).await;
        assert_eq!((back.held, back.counts.back), (false, 1));
        assert!(school.is_open(0).await);
        school.sound().await;
    })
    .await;
}
