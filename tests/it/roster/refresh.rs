//! A refresh on both engines: what flows, what is not whole, what nobody may take away.

use chrono::TimeDelta;
use koppel::domain::{
    HoldReason, JournalOutcome, JournalState, LimitPassed, Member, PersonName, Reading, ReadingFault, RunCause,
    RunProblem, RunState,
};
use koppel::roster::refresh::{Scope, Wish, ask};
use koppel::storage::cleanup;
use koppel::storage::school_refreshes::{self, Pause};
use koppel::upstream::JournalError;

use super::runs::{Answer, class, is_held, reasons, root, silent, ten_journals, tens, without};
use super::school::{School, pupil};
use crate::support::{TestGround, both_engines};

/// Invariant 4: what was not read to its end takes nobody and makes nobody.
#[tokio::test]
async fn a_part_of_the_truth_holds_the_whole_school() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        let mut told = without(&school, 0);
        told[0] = school.told(0, tens(0).chain([500]));
        told[7] = school.told_in_part(7, []);
        let run = school.refresh(told).await;
        assert_eq!((run.state, school.live_seats().await), (RunState::Held, 110));
        assert_eq!(reasons(&school.open_hold().await.unwrap()), [HoldReason::Partial]);
        assert_eq!(school.outcomes(&run).await[7], JournalOutcome::Partial);
        // Nobody can agree to what nobody knows.
        let approved = school.approve(&school.open_hold().await.unwrap()).await;
        let mut told = without(&school, 0);
        told[7] = school.told_in_part(7, []);
        assert!(is_held(&school.go_on(&approved, told).await));
        let empty = ("j2".to_owned(), Ok(school.reading("j2", vec![])));
        let mut told = without(&school, 0);
        told[2] = empty;
        assert!(is_held(&school.refresh(told).await), "nobody at all is no answer either");
        assert_eq!(school.live_seats().await, 110);
    })
    .await;
}

#[tokio::test]
async fn an_upstream_that_is_silent_is_asked_again_before_anything_is_held() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        let told = || {
            let mut told = without(&school, 0);
            told[5].1 = silent();
            told
        };
        let mut run = school.refresh_as(RunCause::Daily, None, told()).await;
        for _ in 0..2 {
            assert_eq!((run.state, run.ended_at), (RunState::Running, None));
            ground.clock.advance(TimeDelta::minutes(10));
            run = school.go_on(&run, told()).await;
        }
        assert_eq!(reasons(&school.open_hold().await.unwrap()), [HoldReason::Partial]);
        let all: Vec<_> = (0..10).map(|n| (format!("j{n}"), silent())).collect();
        let waited = school.refresh(all).await;
        assert_eq!((waited.state, waited.problem), (RunState::Failed, Some(RunProblem::Unreachable)));
        assert_eq!(school.outcomes(&waited).await, [JournalOutcome::Unread; 10]);
        assert_eq!(school.live_seats().await, 110);
    })
    .await;
}

#[tokio::test]
async fn withdrawn_consent_and_a_journal_that_is_gone_are_states_and_remove_nobody() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        let mut told = without(&school, 0);
        told[0].1 = Err(JournalError::ConsentWithdrawn);
        told[1].1 = Err(JournalError::Gone);
        let run = school.refresh(told).await;
        assert_eq!((run.state, school.live_seats().await), (RunState::Done, 110));
        assert_eq!(school.state("j0").await, JournalState::ConsentWithdrawn);
        assert_eq!(school.state("j1").await, JournalState::Gone);
        let outcomes = school.outcomes(&run).await;
        assert_eq!(outcomes[..2], [JournalOutcome::ConsentWithdrawn, JournalOutcome::Gone]);
        let told = "SELECT COUNT(*) AS n FROM event WHERE kind = 'journal.unreadable'";
        assert_eq!(school.world.count(told).await, 2);
        school.refresh(without(&school, 0)).await;
        assert_eq!((school.state("j0").await, school.state("j1").await), (JournalState::Linked, JournalState::Linked));
        school.sound().await;
    })
    .await;
}

/// What a source wants to be told next moves on with what was applied, and with nothing else; that nothing changed takes
/// nobody.
#[tokio::test]
async fn a_source_is_told_what_was_applied_last() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        let saying = |(name, answer): (String, Answer), cursor: &str| {
            (name, answer.map(|reading| Reading { cursor: Some(cursor.to_owned()), ..reading }))
        };
        let cursor = async || school.journal("j0").await.cursor.unwrap_or_default();
        school.refresh_one(saying(school.told(0, tens(0)), "first")).await;
        assert_eq!(cursor().await, "first");
        let run = school.refresh_one(("j0".to_owned(), Err(JournalError::Unchanged))).await;
        assert_eq!((run.state, school.outcomes(&run).await), (RunState::Done, vec![JournalOutcome::Unchanged]));
        assert!(is_held(&school.refresh_one(saying(school.told_in_part(0, []), "second")).await));
        assert_eq!((cursor().await.as_str(), school.live_seats().await), ("first", 110));
    })
    .await;
}

#[tokio::test]
async fn another_school_s_journal_is_held() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        let mut told = without(&school, 0);
        for (_, answer) in &mut told {
            answer.as_mut().unwrap().journal.school = Some("ehis:123".parse().unwrap());
        }
        assert_eq!(school.refresh(told.clone()).await.state, RunState::Done);
        told[6].1.as_mut().unwrap().journal.school = Some("ehis:404".parse().unwrap());
        assert!(is_held(&school.refresh(told).await));
        assert_eq!(reasons(&school.open_hold().await.unwrap()), [HoldReason::OtherSchool]);
    })
    .await;
}

/// Linking demands a school's number; a reading that lost it does not say whose journal it is.
#[tokio::test]
async fn a_launched_journal_that_names_no_school_any_more_is_held() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        school
            .world
            .sql("UPDATE journal SET linked_by = 'account:acc_00000000000000000000000001' WHERE external_id = 'j6'")
            .await;
        let mut told = without(&school, 0);
        told[6].1.as_mut().unwrap().journal.school = Some("ehis:123".parse().unwrap());
        assert_eq!(school.refresh(told.clone()).await.state, RunState::Done, "the others came by a file");
        told[6] = school.told(6, tens(6).chain([500]));
        assert!(is_held(&school.refresh(told.clone()).await));
        let hold = school.open_hold().await.unwrap();
        let limits: Vec<LimitPassed> = serde_json::from_str(&hold.reasons).unwrap();
        assert_eq!((limits[0].limit, limits[0].fault), (HoldReason::OtherSchool, Some(ReadingFault::NoSchool)));
        let approved = school.approve(&hold).await;
        assert!(is_held(&school.go_on(&approved, told).await), "nobody can agree to that");
        assert_eq!(school.live_seats().await, 110);
        school.sound().await;
    })
    .await;
}

/// E14 in small: every id of a school is another one; and another name, birth date or role for many.
#[tokio::test]
async fn other_ids_names_and_roles_for_many_are_held() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.linked(&[(0, (0..40).collect())]).await;
        let change = |change: fn(Member) -> Member| {
            let mut reading = school.reading("j0", class(0, 0..40));
            reading.members = reading.members.into_iter().map(change).collect();
            vec![("j0".to_owned(), Ok(reading))]
        };
        let ids = |member: Member| Member { subject: format!("new-{}", member.subject), ..member };
        let names = |member: Member| {
            let family = Some("Kask".to_owned());
            Member { name: PersonName { family, ..member.name.clone() }, ..member }
        };
        let roles = |member: Member| Member { role: koppel::domain::Role::Teacher, ..member };
        for (told, limit) in [
            (change(ids), HoldReason::AddedSchool),
            (change(ids), HoldReason::RekeyedSchool),
            (change(names), HoldReason::RekeyedSchool),
            (change(roles), HoldReason::RekeyedSchool),
        ] {
            assert!(is_held(&school.refresh(told).await), "{limit}");
            assert!(reasons(&school.open_hold().await.unwrap()).contains(&limit), "{limit}");
        }
        assert_eq!(school.live_seats().await, 41);
        school.sound().await;
    })
    .await;
}

/// Invariant 11 in a refresh that is held: whoever is protected from today on is forgotten today.
#[tokio::test]
async fn a_protected_person_is_forgotten_also_when_the_refresh_is_held() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        let mut told = without(&school, 0);
        let protected = Member { protected: Some(true), ..pupil(3) };
        told[0].1.as_mut().unwrap().members.push(protected);
        told[1] = school.told_in_part(1, []);
        assert!(is_held(&school.refresh(told).await));
        assert!(!school.pupils("j0").await.contains("p0003"));
        let left = "SELECT COUNT(*) AS n FROM roster_person WHERE subject = 'p0003'";
        assert_eq!(school.world.count(left).await, 0);
        let limits = school.open_hold().await.unwrap();
        assert_eq!(reasons(&limits), [HoldReason::Partial]);
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn in_holidays_nobody_leaves_and_nothing_happens_by_itself() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        let today = ground.now().date_naive();
        let pause = &Pause { from_day: today, until_day: today + TimeDelta::days(60) };
        let (platform, id) = (&school.world.platform, &school.world.school);
        school.world.storage(|tx| async move { school_refreshes::add_pause(&tx, platform, id, pause).await }).await;
        for _ in 0..3 {
            let mut told = without(&school, 100);
            told[0] = school.told(0, [500]);
            assert_eq!(school.refresh(told).await.state, RunState::Done);
            ground.clock.advance(TimeDelta::hours(21));
        }
        assert_eq!((school.live_seats().await, school.open_hold().await), (111, None));
        let clocks = "SELECT COUNT(*) AS n FROM seat WHERE absent_since IS NOT NULL";
        assert_eq!(school.world.count(clocks).await, 0);
        let alone = school.refresh_as(RunCause::Upstream, None, without(&school, 0)).await;
        assert_eq!((alone.state, alone.problem), (RunState::Failed, Some(RunProblem::Paused)));
        let from = pause.from_day;
        school.world.storage(|tx| async move { school_refreshes::remove_pause(&tx, platform, id, from).await }).await;
        school.refresh(without(&school, 3)).await;
        assert_eq!(school.world.count(clocks).await, 4, "who joined meanwhile is not told of either");
    })
    .await;
}

#[tokio::test]
async fn a_school_year_that_turns_by_the_calendar_is_shown_as_such_and_not_held() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        let year = |year: &str, told: Vec<(String, Answer)>| {
            let with = |answer: Answer| {
                answer.map(|mut reading| {
                    reading.journal.school_year = Some(year.to_owned());
                    reading
                })
            };
            told.into_iter().map(|(name, answer)| (name, with(answer))).collect::<Vec<_>>()
        };
        school.refresh(year("2025/2026", without(&school, 0))).await;
        let moved = || (0..10).map(|n| school.told(n, tens(n + 10))).collect::<Vec<_>>();
        assert!(is_held(&school.refresh(year("2026/2027", moved())).await), "without a calendar");
        school.wish(|wishes| wishes.year_begins = Some(ground.now().date_naive())).await;
        for _ in 0..2 {
            let mut told = year("2026/2027", moved());
            told[9].1 = Err(JournalError::Gone);
            let run = school.refresh(told).await;
            assert_eq!((run.state, school.open_hold().await), (RunState::Done, None));
            assert_eq!(school.outcomes(&run).await[9], JournalOutcome::YearOver);
            ground.clock.advance(TimeDelta::hours(21));
        }
        assert!(school.pupils("j0").await.contains("p0100"));
        assert_eq!(school.pupils("j9").await.len(), 10, "an ended journal loses nobody by itself");
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_a_teacher_agreed_to_is_applied_or_nothing_is() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.linked(&[(0, tens(0).collect())]).await;
        let journal = school.journal("j0").await.id;
        let scope = Scope { journal: Some(journal), ..school.scope() };
        let told = |pupils: std::ops::Range<usize>| vec![school.told(0, pupils)];
        let seen = school.plan(told(0..11).remove(0).1.as_ref().unwrap()).await.hash();
        let actor = root();
        let wish = Wish { agreed: Some(&seen), ..Wish::plain(RunCause::Teacher, &actor) };
        let other = school.carry_out(&scope, wish, told(0..12)).await;
        assert_eq!((other.state, other.problem), (RunState::Failed, Some(RunProblem::Changed)));
        assert_eq!(school.pupils("j0").await.len(), 10);
        let same = school.carry_out(&scope, wish, told(0..11)).await;
        assert_eq!((same.state, school.pupils("j0").await.len()), (RunState::Done, 11));
    })
    .await;
}

#[tokio::test]
async fn a_wish_joins_what_is_queued_and_an_upstream_s_word_gets_a_refresh_of_its_own() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.linked(&[(0, tens(0).collect())]).await;
        let (scope, actor) = (&school.scope(), &root());
        let asked = async |cause| ask(&ground, scope, Wish::plain(cause, actor)).await.unwrap().unwrap();
        let first = asked(RunCause::School).await;
        assert_eq!(asked(RunCause::Teacher).await.id, first.id);
        assert_eq!(asked(RunCause::Upstream).await.id, first.id, "it is not read yet");
        let now = ground.now();
        let id = &first.id;
        let start = |tx| async move { koppel::storage::refresh_runs::start(&tx, id, now).await };
        school.world.storage(start).await.unwrap();
        assert_eq!(asked(RunCause::School).await.id, first.id, "somebody waits for it");
        let later = asked(RunCause::Upstream).await;
        assert_ne!(later.id, first.id, "it may have been read before the word came");
        assert_eq!(asked(RunCause::Upstream).await.id, later.id);
        let day = Some(now.date_naive());
        let daily = Wish { day, ..Wish::plain(RunCause::Daily, actor) };
        let second = school.go_on(&later, vec![school.told(0, tens(0))]).await;
        assert_eq!(second.state, RunState::Done);
        assert!(ask(&ground, scope, daily).await.unwrap().is_some());
        assert_eq!(ask(&ground, scope, daily).await.unwrap(), None, "each date once");
    })
    .await;
}

#[tokio::test]
async fn the_last_thirty_refreshes_of_a_journal_are_kept() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.linked(&[(0, tens(0).collect()), (1, tens(1).collect())]).await;
        let mut last = None;
        for round in 0..33 {
            let joined = tens(0).chain((0..usize::from(round == 32)).map(|n| 500 + n));
            last = Some(school.refresh(vec![school.told(0, joined), school.told(1, tens(1))]).await);
            ground.clock.advance(TimeDelta::minutes(1));
        }
        let id = &school.journal("j0").await.id;
        let rows = school
            .world
            .storage(|tx| async move { koppel::storage::journal_runs::list_of_journal(&tx, id).await })
            .await;
        assert_eq!((rows.len(), &rows[0].run_id), (30, &last.unwrap().id));
        assert_eq!((rows[0].outcome, rows[0].joined), (JournalOutcome::Applied, 1));
        assert!(rows[1..].iter().all(|row| row.outcome == JournalOutcome::Unchanged));
        assert_eq!(school.world.count("SELECT COUNT(*) AS n FROM journal_run").await, 60);
        let runs = async || school.world.count("SELECT COUNT(*) AS n FROM refresh_run").await;
        assert_eq!(runs().await, 33);
        cleanup::run(&ground.db, ground.now() + TimeDelta::days(91)).await.unwrap();
        assert_eq!(runs().await, 30, "what no journal's history tells of any more");
    })
    .await;
}
