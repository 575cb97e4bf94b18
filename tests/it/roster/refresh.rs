//! A refresh on both engines: what flows, what is held, what nobody may take away.

use chrono::TimeDelta;
use koppel::domain::{
    HoldReason, HoldState, JournalOutcome, JournalState, LimitPassed, Member, PersonName, RunCause, RunProblem,
    RunState,
};
use koppel::roster::refresh::{Scope, Wish, ask};
use koppel::storage::cleanup;
use koppel::storage::holds::{self, Hold};
use koppel::storage::school_refreshes::{self, Pause};
use koppel::upstream::JournalError;

use super::runs::{Answer, class, is_held, root, silent, tens};
use super::school::{School, pupil};
use crate::support::{TestGround, both_engines, counted};

const REMOVED: &str = "SELECT COUNT(*) AS n FROM seat WHERE end_reason IN ('left', 'deleted')";

/// Ten journals of ten pupils and a teacher each. A hundred pupils and ten teachers: a tenth of them are eleven.
async fn ten_journals(school: &School<'_>) {
    let journals: Vec<_> = (0..10).map(|n| (n, tens(n).collect())).collect();
    school.linked(&journals).await;
}

/// What eKool tells when so many pupils are gone, as evenly spread as they come.
fn without(school: &School<'_>, gone: usize) -> Vec<(String, Answer)> {
    let share = |n: usize| gone / 10 + usize::from(n < gone % 10);
    (0..10).map(|n| school.told(n, tens(n).skip(share(n)))).collect()
}

fn reasons(hold: &Hold) -> Vec<HoldReason> {
    let told: Vec<LimitPassed> = serde_json::from_str(&hold.reasons).unwrap();
    let mut told: Vec<_> = told.into_iter().map(|reason| reason.limit).collect();
    told.sort();
    told.dedup();
    told
}

/// E1: a feed that drops 90 %, 100 %, 11 % and exactly 10 % of a school: held, held, held, applied. Held: nobody is removed.
#[tokio::test]
async fn a_feed_that_shrinks_is_held_when_it_would_take_more_than_a_tenth() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        // Of 110 people; 100 of 100 pupils are all, and the tenth of 110 is 11.
        for (gone, held) in [(90, true), (100, true), (12, true), (11, false)] {
            let first = school.refresh(without(&school, gone)).await;
            assert_eq!((first.state, school.live_seats().await), (RunState::Done, 110), "{gone}: the clock begins");
            ground.clock.advance(TimeDelta::hours(21));
            let second = school.refresh(without(&school, gone)).await;
            assert_eq!(is_held(&second), held, "{gone}");
            let removed = if held { 0 } else { 11 };
            assert_eq!(
                (school.live_seats().await, school.world.count(REMOVED).await),
                (110 - removed, removed),
                "{gone}"
            );
            assert_eq!(school.open_hold().await.is_some(), held);
            if held {
                let back = school.refresh(without(&school, 0)).await;
                assert_eq!((back.state, school.open_hold().await), (RunState::Done, None), "the whole list ends it");
                assert!(!school.journal("j1").await.held);
            }
            ground.clock.advance(TimeDelta::hours(21));
        }
        school.sound().await;
    })
    .await;
    counted("E1", "4 feeds: held, held, held, applied");
}

#[tokio::test]
async fn an_approval_is_good_for_one_run_and_for_no_more_than_was_approved() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        school.refresh(without(&school, 40)).await;
        ground.clock.advance(TimeDelta::hours(21));
        assert!(is_held(&school.refresh(without(&school, 40)).await));
        let hold = school.open_hold().await.unwrap();
        assert_eq!(reasons(&hold), [HoldReason::RemovedSchool, HoldReason::RemovedJournal]);
        assert!(!hold.reasons.contains("p00") && !hold.difference.contains("p00"), "{hold:?}");
        // Meanwhile ten more are gone for good: that was not approved.
        let more = school.approve(&hold).await;
        let mut told = without(&school, 40);
        let deleted = vec!["p0009".to_owned()];
        told[0].1 =
            told[0].1.clone().map(|reading| koppel::domain::Reading { deleted, members: class(0, 4..9), ..reading });
        let more = school.go_on(&more, told).await;
        assert_eq!((more.state, school.live_seats().await), (RunState::Held, 110));
        let second = school.open_hold().await.unwrap();
        assert_ne!(second.id, hold.id);
        // Somebody is back: a smaller difference.
        let fewer = school.approve(&second).await;
        let fewer = school.go_on(&fewer, without(&school, 39)).await;
        assert_eq!((fewer.state, school.live_seats().await), (RunState::Done, 71));
        assert_eq!(school.open_hold().await, None);
        // Used up, and what it took is not held against the next one.
        let next: Vec<_> = without(&school, 45);
        school.refresh(next).await;
        ground.clock.advance(TimeDelta::hours(21));
        assert_eq!(school.refresh(without(&school, 45)).await.state, RunState::Done, "6 of 71");
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_discarded_hold_changes_nothing_and_the_next_refresh_is_judged_anew() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        school.refresh(without(&school, 40)).await;
        ground.clock.advance(TimeDelta::hours(21));
        school.refresh(without(&school, 40)).await;
        let hold = school.open_hold().await.unwrap();
        school.refresh(without(&school, 40)).await;
        assert_eq!(school.open_hold().await.unwrap().id, hold.id, "the same difference is one hold");
        school.discard(&hold).await.unwrap();
        assert!(school.discard(&hold).await.is_err(), "decided once");
        let id = &hold.id;
        let decided = school.world.storage(|tx| async move { holds::find(&tx, id).await }).await.unwrap();
        assert_eq!((decided.state, decided.difference.as_str()), (HoldState::Discarded, ""));
        assert_eq!(decided.decided_by.as_deref(), Some("cli:root"));
        assert!(is_held(&school.refresh(without(&school, 40)).await));
        assert_eq!(school.live_seats().await, 110);
        let audited = "SELECT COUNT(*) AS n FROM audit WHERE action IN ('hold.opened', 'hold.discarded')";
        assert_eq!(school.world.count(audited).await, 3);
        school.sound().await;
    })
    .await;
}

/// Five at a time, every few minutes, are as many as all at once.
#[tokio::test]
async fn many_small_refreshes_take_no_more_than_one() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        for gone in (5..=40).step_by(5) {
            school.refresh(without(&school, gone)).await;
            ground.clock.advance(TimeDelta::minutes(3));
        }
        ground.clock.advance(TimeDelta::hours(19) + TimeDelta::minutes(40));
        for _ in 0..8 {
            school.refresh(without(&school, 40)).await;
            ground.clock.advance(TimeDelta::minutes(3));
        }
        assert_eq!(school.world.count(REMOVED).await, 10, "two small ones, and the third is held");
        assert!(school.open_hold().await.is_some());
    })
    .await;
}

#[tokio::test]
async fn who_joined_gets_a_seat_in_a_held_refresh_where_the_school_chose_so() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        let told = || {
            let mut told = without(&school, 40);
            told[3] = school.told(3, tens(3).skip(4).chain([500, 501]));
            told[4] = school.told_in_part(4, tens(4).chain([502]));
            told
        };
        school.refresh(without(&school, 40)).await;
        ground.clock.advance(TimeDelta::hours(21));
        assert!(is_held(&school.refresh(told()).await));
        assert_eq!(school.live_seats().await, 110, "nothing of a held refresh is applied");
        school.wish(|wishes| wishes.additions_flow = true).await;
        let run = school.refresh(told()).await;
        assert!(is_held(&run) && school.open_hold().await.is_some());
        assert_eq!((school.live_seats().await, school.world.count(REMOVED).await), (112, 0));
        let outcomes = school.outcomes(&run).await;
        assert_eq!(outcomes[3..5], [JournalOutcome::Additions, JournalOutcome::Partial]);
        assert!(school.pupils("j3").await.contains("p0500") && !school.pupils("j4").await.contains("p0502"));
        school.sound().await;
    })
    .await;
}

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
async fn while_the_school_waits_nobody_is_taken_out_of_one_journal() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        school.refresh(without(&school, 40)).await;
        ground.clock.advance(TimeDelta::hours(21));
        assert!(is_held(&school.refresh(without(&school, 40)).await));
        let one = || school.told(0, tens(0).skip(1).chain([500]));
        let run = school.refresh_one(one()).await;
        assert!(is_held(&run));
        assert_eq!((school.live_seats().await, school.open_hold_about(Some("j0")).await), (110, None));
        school.discard(&school.open_hold().await.unwrap()).await.unwrap();
        assert_eq!(school.refresh_one(one()).await.state, RunState::Done);
        assert_eq!(school.pupils("j0").await.len(), 10, "one left, one came");
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
