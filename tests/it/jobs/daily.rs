//! Each local date of a school once, whoever looks and whatever the clocks do.

use chrono::{DateTime, TimeDelta, Utc};
use koppel::ground::Ground;
use koppel::jobs;
use koppel::storage::school_refreshes::{self, Pause};

use crate::roster::runs::tens;
use crate::roster::school::School;
use crate::support::logs::Log;
use crate::support::{TestGround, both_engines, counted};

const RUNS: &str = "SELECT COUNT(*) AS n FROM refresh_run WHERE cause = 'daily'";
const DATES: &str = "SELECT COUNT(DISTINCT day) AS n FROM refresh_run";
/// What a process would do about them.
const WORK: &str = "UPDATE refresh_run SET state = 'done', ended_at = due_at WHERE ended_at IS NULL";

async fn look(ground: &Ground) {
    let job = jobs::all().into_iter().find(|job| job.name() == "refresh_daily").unwrap();
    job.run_once(ground).await.unwrap();
}

fn jump(ground: &TestGround, to: &str) {
    let to: DateTime<Utc> = to.parse().unwrap();
    ground.clock.advance(to - ground.now());
}

/// D13, C5 for the schedule: two processes look every half hour through a night in which the clocks change, one of them is
/// restarted now and then, and every local date is asked for once.
#[tokio::test]
async fn each_local_date_is_asked_for_once_through_nights_in_which_the_clocks_change() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.linked(&[(0, tens(0).collect())]).await;
        let other = ground.another_process().await;
        let mut dates = 0;
        // Tallinn: 03:30 comes twice on the first night, and not at all on the second.
        for (night, at) in [("2026-10-23T12:00:00Z", 3 * 60 + 30), ("2027-03-26T12:00:00Z", 3 * 60 + 30)] {
            school.wish(|wishes| wishes.daily_at = at).await;
            jump(&ground, night);
            // A month was missed: only the last date of it is made up for.
            for step in 0..4 * 48 {
                tokio::join!(look(&ground), look(&other));
                if step % 3 == 0 {
                    school.world.sql(WORK).await;
                }
                ground.clock.advance(TimeDelta::minutes(30));
            }
            dates += 5;
            assert_eq!((school.world.count(RUNS).await, school.world.count(DATES).await), (dates, dates), "{night}");
        }
    })
    .await;
    counted("D13", "2 nights, 2 processes, 384 looks, each local date once");
}

#[tokio::test]
async fn a_clock_that_jumps_asks_for_no_date_twice() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.linked(&[(0, tens(0).collect())]).await;
        let count = async || school.world.count(RUNS).await;
        look(&ground).await;
        school.world.sql(WORK).await;
        for (hours, runs) in [(-1, 1), (-24, 1), (25, 1), (24, 2), (-24, 2), (24, 2), (24, 3)] {
            ground.clock.advance(TimeDelta::hours(hours));
            look(&ground).await;
            school.world.sql(WORK).await;
            assert_eq!(count().await, runs, "{hours}");
        }
    })
    .await;
}

/// One process, or one boot, whose clock is a month ahead: no school waits for that month to pass.
#[tokio::test]
async fn a_clock_that_was_ahead_keeps_no_school_from_being_read() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.linked(&[(0, tens(0).collect())]).await;
        let count = async || school.world.count(RUNS).await;
        ground.clock.advance(TimeDelta::days(30));
        // What it asked for was done, or is queued still.
        for work in [true, false] {
            look(&ground).await;
            if work {
                school.world.sql(WORK).await;
            }
            ground.clock.advance(TimeDelta::days(1));
        }
        ground.clock.advance(TimeDelta::days(-32));
        look(&ground).await;
        let queued = "SELECT COUNT(*) AS n FROM refresh_run WHERE state = 'queued' AND due_at <= '2026-10-08T08:00:00.000+00:00'";
        assert_eq!((count().await, school.world.count(queued).await), (2, 1), "what is in the way need not wait any more");
        for day in 0..3 {
            school.world.sql(WORK).await;
            let log = Log::default();
            let listening = log.listen();
            look(&ground).await;
            drop(listening);
            assert!(log.text().contains("a wrong clock has asked for a date that lies ahead"), "{}", log.text());
            school.world.sql(WORK).await;
            look(&ground).await;
            assert_eq!(count().await, 3 + day, "day {day}");
            ground.clock.advance(TimeDelta::days(1));
        }
    })
    .await;
}

#[tokio::test]
async fn holidays_and_what_is_switched_off_are_not_asked_for() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.linked(&[(0, tens(0).collect())]).await;
        let (platform, id) = (&school.world.platform, &school.world.school);
        let today = ground.now().date_naive();
        let pause = &Pause { from_day: today - TimeDelta::days(1), until_day: today + TimeDelta::days(1) };
        school.world.storage(|tx| async move { school_refreshes::add_pause(&tx, platform, id, pause).await }).await;
        look(&ground).await;
        assert_eq!(school.world.count(RUNS).await, 0);
        ground.clock.advance(TimeDelta::days(2));
        school.world.sql("UPDATE school_upstream SET ended_at = enabled_at, ended_by = 'x'").await;
        look(&ground).await;
        assert_eq!(school.world.count(RUNS).await, 0);
        school.world.sql("UPDATE school_upstream SET ended_at = NULL, ended_by = NULL").await;
        look(&ground).await;
        assert_eq!(school.world.count(RUNS).await, 1);
    })
    .await;
}

/// What was linked this morning was read this morning.
#[tokio::test]
async fn the_day_on_which_a_school_s_first_journal_is_linked_is_not_read_again() {
    let ground = TestGround::sqlite().await;
    let school = School::new(&ground).await;
    school.apply(&school.reading("j0", vec![])).await;
    look(&ground).await;
    assert_eq!(school.world.count(RUNS).await, 0);
    ground.clock.advance(TimeDelta::days(1));
    look(&ground).await;
    assert_eq!(school.world.count(RUNS).await, 1);
}
