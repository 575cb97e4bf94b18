//! Who is missing, and for how long.

use chrono::TimeDelta;
use koppel::domain::Role;

use super::school::{School, member, pupil};
use crate::support::{TestGround, both_engines};

const SEATS: &str = "SELECT COUNT(*) AS n FROM seat WHERE ended_at IS NULL";
const CLOCKS: &str = "SELECT COUNT(*) AS n FROM seat WHERE ended_at IS NULL AND absent_since IS NOT NULL";

/// E13's two strikes in the database; what the person had stays.
#[tokio::test]
async fn a_pupil_who_left_loses_the_seat_only_at_the_second_read_and_keeps_the_rest() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        let whole = || vec![pupil(0), pupil(1), member(2, Role::Teacher)];
        school.apply(&school.reading("j1", whole())).await;
        let rest = || vec![pupil(0)];
        for (hours, seats, clocks) in [(0, 3, 2), (19, 3, 2), (1, 1, 0), (24, 1, 0)] {
            ground.clock.advance(TimeDelta::hours(hours));
            school.apply(&school.reading("j1", rest())).await;
            assert_eq!((school.world.count(SEATS).await, school.world.count(CLOCKS).await), (seats, clocks), "{hours}");
            let journal = "SELECT COUNT(*) AS n FROM journal WHERE has_absences = TRUE";
            assert_eq!(school.world.count(journal).await, i64::from(clocks > 0));
        }
        let kept = "SELECT COUNT(*) AS n FROM seat WHERE ended_at IS NOT NULL AND end_reason = 'left'";
        assert_eq!(school.world.count(kept).await, 2);
        assert_eq!(school.everything().await[..4], [3, 3, 3, 3], "accounts, links, identities, people");
        ground.clock.advance(TimeDelta::hours(1));
        school.apply(&school.reading("j1", whole())).await;
        assert_eq!((school.world.count(SEATS).await, school.everything().await[0]), (3, 3), "who returns sits again");
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn coming_back_stops_the_clock() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        let (whole, rest) = (|| vec![pupil(0), pupil(1)], || vec![pupil(0)]);
        for members in [whole(), rest(), whole(), rest()] {
            school.apply(&school.reading("j1", members)).await;
            ground.clock.advance(TimeDelta::hours(21));
        }
        assert_eq!((school.world.count(SEATS).await, school.world.count(CLOCKS).await), (2, 1));
        let mut gone = school.reading("j1", rest());
        gone.deleted = vec!["p0001".into()];
        school.apply(&gone).await;
        let deleted = "SELECT COUNT(*) AS n FROM seat WHERE end_reason = 'deleted'";
        assert_eq!((school.world.count(SEATS).await, school.world.count(deleted).await), (1, 1));
    })
    .await;
}
