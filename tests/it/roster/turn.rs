//! The turn of a school's year: what is taken for one, and how far it goes.

use chrono::TimeDelta;
use koppel::domain::{HoldReason, LimitPassed, RunState};
use koppel::storage::journal_runs::{self, JournalRun};
use koppel::storage::refresh_runs::RefreshRun;

use super::runs::{Answer, is_held, reasons, ten_journals, tens, without};
use super::school::School;
use crate::support::{TestGround, both_engines};

/// The same as if their journals were of this school year.
fn of_year(year: &str, mut told: Vec<(String, Answer)>) -> Vec<(String, Answer)> {
    for (_, answer) in &mut told {
        answer.as_mut().unwrap().journal.school_year = Some(year.to_owned());
    }
    told
}

impl School<'_> {
    /// Ten journals of last year, at the beginning of the next.
    async fn at_the_turn(&self) {
        ten_journals(self).await;
        self.wish(|wishes| wishes.year_begins = Some("2020-09-01".parse().unwrap())).await;
        self.refresh(of_year("2025/2026", without(self, 0))).await;
    }

    /// Other pupils in every journal.
    fn others(&self) -> Vec<(String, Answer)> {
        (0..10).map(|n| self.told(n, tens(n + 10))).collect()
    }

    async fn rows(&self, run: &RefreshRun) -> Vec<JournalRun> {
        self.world.storage(|tx| async move { journal_runs::list_of_run(&tx, &run.id).await }).await
    }
}

/// Only the year that begins now, where an earlier one was named before.
#[tokio::test]
async fn a_label_that_merely_changes_turns_no_year() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.at_the_turn().await;
        for year in ["2025/26", "2024/2025", "2027/2028", "2026", "another"] {
            let run = school.refresh(of_year(year, school.others())).await;
            assert!(is_held(&run) && school.rows(&run).await.iter().all(|row| !row.new_year), "{year}");
            assert_eq!(school.open_hold().await.unwrap().turned, 0, "{year}");
        }
        for year in ["2026/27", "2026-2027", "2026/2027"] {
            let run = school.refresh(of_year(year, school.others())).await;
            let turned = if year == "2026/27" { 10 } else { 0 };
            assert_eq!(run.state, RunState::Done, "{year}");
            assert_eq!(school.rows(&run).await.iter().filter(|row| row.new_year).count(), turned, "once: {year}");
        }
        assert_eq!(school.live_seats().await, 210, "of the old ones everybody is missed");
        school.sound().await;
    })
    .await;
}

/// One changed string does not let a list that was cut short take a class away, or deletes take it at once.
#[tokio::test]
async fn a_turn_of_the_year_has_a_ceiling_and_a_hold_tells_of_it() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.at_the_turn().await;
        let cut_short = || {
            let mut told = without(&school, 0);
            told[0] = school.told(0, tens(0).take(1));
            told[1] = school.told(1, tens(11));
            of_year("2026/2027", told)
        };
        assert_eq!(school.refresh(cut_short()).await.state, RunState::Done, "the clock begins");
        ground.clock.advance(TimeDelta::hours(21));
        let run = school.refresh(cut_short()).await;
        let hold = school.open_hold().await.unwrap();
        assert!(is_held(&run) && reasons(&hold).contains(&HoldReason::RemovedJournal));
        assert!(hold.reasons.contains(school.journal("j0").await.id.as_str()), "{}", hold.reasons);
        assert!(!hold.reasons.contains(school.journal("j1").await.id.as_str()), "another class came: {}", hold.reasons);
        assert_eq!((hold.turned, school.live_seats().await), (10, 120));
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_class_that_is_taken_out_on_purpose_at_the_turn_is_looked_at_by_a_person() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.linked(&[(0, (0..30).collect()), (1, (30..230).collect())]).await;
        school.wish(|wishes| wishes.year_begins = Some("2020-09-01".parse().unwrap())).await;
        let old = || vec![school.told(0, 0..30), school.told(1, 30..230)];
        school.refresh(of_year("2025/2026", old())).await;
        let mut told = of_year("2026/2027", vec![school.told(0, 300..330), school.told(1, 30..230)]);
        told[0].1.as_mut().unwrap().deleted = (0..30).map(|n| format!("p{n:04}")).collect();
        assert!(is_held(&school.refresh(told).await));
        let hold = school.open_hold().await.unwrap();
        assert_eq!((reasons(&hold), hold.turned), (vec![HoldReason::RemovedJournal], 2));
        assert_eq!(school.live_seats().await, 232);
        let told: Vec<LimitPassed> = serde_json::from_str(&hold.reasons).unwrap();
        assert_eq!((told[0].people, told[0].of), (30, 31));
        school.sound().await;
    })
    .await;
}
