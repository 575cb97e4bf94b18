//! Rosters that the guard holds: a hold as a refresh opens one, and what a person decides about it.

use chrono::TimeDelta;
use koppel::domain::{HoldReason, HoldState, JournalOutcome, MailState, PartialRead, RunState};
use koppel::roster::roll::{Roll, Stop};
use koppel::storage::holds::{self, Hold};
use koppel::storage::school_refreshes::{self, Pause};
use koppel::storage::{journal_runs, refresh_runs};

use super::runs::{class, is_held, reasons};
use super::school::School;
use crate::support::{TestGround, both_engines};

const LEFT: &str = "SELECT COUNT(*) AS n FROM seat WHERE ended_at IS NOT NULL";

/// Two journals of twenty, of which the first has lost so many for a day: the next roster would take them out.
async fn losing(school: &School<'_>, gone: usize) -> Roll {
    let told = |gone| school.roll(&[("j0", class(0, gone..20)), ("j1", class(1, 20..40))]);
    school.bring(&told(0)).await;
    school.world.ground.clock.advance(TimeDelta::days(31));
    school.bring(&told(gone)).await;
    school.world.ground.clock.advance(TimeDelta::hours(24));
    told(gone)
}

async fn decided(school: &School<'_>, hold: &Hold) -> Hold {
    let id = &hold.id;
    school.world.storage(|tx| async move { holds::find(&tx, id).await }).await.unwrap()
}

#[tokio::test]
async fn a_held_roster_opens_a_hold_as_a_refresh_does() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.wish(|wishes| wishes.hold_contact = Some("office@kool.example".into())).await;
        let roll = losing(&school, 12).await;
        let brought = school.bring(&roll).await;
        let hold = school.open_hold().await.unwrap();
        assert_eq!((brought.hold.as_ref(), brought.held, brought.applied), (Some(&hold.id), true, 0));
        assert_eq!(reasons(&hold), [HoldReason::RemovedSchool, HoldReason::RemovedJournal]);
        assert_eq!(hold.mail_state, MailState::Queued, "the contact is told");
        assert!(!hold.reasons.contains("p00") && !hold.difference.contains("p00"), "nobody is named");
        let id = &hold.run_id;
        let run = school.world.storage(|tx| async move { refresh_runs::find(&tx, id).await }).await.unwrap();
        assert!(is_held(&run));
        let lines = school.world.storage(|tx| async move { journal_runs::list_of_run(&tx, id).await });
        let lines: Vec<_> = lines.await.into_iter().map(|line| (line.outcome, line.departed)).collect();
        assert_eq!(lines, [(JournalOutcome::Held, 12)]);
        assert_eq!(school.bring(&roll).await.hold, brought.hold, "the same file is one hold");
        let whole = school.roll(&[("j0", class(0, 0..20)), ("j1", class(1, 20..40))]);
        let mended = school.bring(&whole).await;
        assert_eq!((mended.held, school.open_hold().await, school.world.count(LEFT).await), (false, None, 0));
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn an_approved_roster_passes_once_and_no_further() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        let roll = losing(&school, 12).await;
        school.bring(&roll).await;
        let hold = school.open_hold().await.unwrap();
        assert!(school.let_pass(&hold).await.is_none(), "the upstream is not read for it");
        // One more is said to be gone: that was not approved, and the approval is over.
        let mut more = school.reading("j0", class(0, 12..19));
        more.deleted = vec!["p0019".to_owned()];
        let none = Roll::new("ekool".parse().unwrap(), String::new(), ground.now());
        let more = none.with([more, school.reading("j1", class(1, 20..40))]);
        assert!(school.bring(&more).await.held);
        assert_eq!((school.world.count(LEFT).await, decided(&school, &hold).await.spent_at), (0, None));
        assert!(school.bring(&roll).await.held, "an approval is good for one run");
        let second = school.open_hold().await.unwrap();
        assert!(school.let_pass(&second).await.is_none());
        let done = school.bring(&roll).await;
        assert_eq!((done.held, done.counts.left, school.world.count(LEFT).await), (false, 12, 12));
        let spent = decided(&school, &second).await;
        assert_eq!((spent.state, spent.spent_at.is_some(), spent.difference.as_str()), (HoldState::Approved, true, ""));
        assert_eq!(school.open_hold().await, None);
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn in_holidays_an_approved_roster_takes_nobody_out() {
    let ground = TestGround::sqlite().await;
    let school = School::new(&ground).await;
    losing(&school, 12).await;
    let (platform, id) = (&school.world.platform, &school.world.school);
    let today = ground.now().date_naive();
    let pause = &Pause { from_day: today - TimeDelta::days(1), until_day: today + TimeDelta::days(1) };
    school.world.storage(|tx| async move { school_refreshes::add_pause(&tx, platform, id, pause).await }).await;
    let full = class(0, (12..20).chain(100..140));
    let roll = school.roll(&[("j0", full), ("j1", class(1, 20..40))]);
    assert!(school.bring(&roll).await.held, "forty are new");
    assert!(school.let_pass(&school.open_hold().await.unwrap()).await.is_none());
    let done = school.bring(&roll).await;
    assert_eq!((done.held, done.counts.joined, school.world.count(LEFT).await), (false, 40, 0));
}

/// What nobody can approve, and what a refresh is held for.
#[tokio::test]
async fn a_part_of_a_roster_and_a_refresh_that_waits_pass_by_no_file() {
    let ground = TestGround::sqlite().await;
    let school = School::new(&ground).await;
    let roll = losing(&school, 2).await;
    let mut cut = school.reading("j0", class(0, 2..20));
    cut.completeness = koppel::domain::Completeness::Partial(PartialRead::BadRow);
    let none = || Roll::new("ekool".parse().unwrap(), String::new(), ground.now());
    let cut = none().with([cut, school.reading("j9", class(9, 50..55))]);
    assert!(school.bring(&cut).await.held);
    let hold = school.open_hold().await.unwrap();
    assert_eq!(reasons(&hold), [HoldReason::Partial]);
    school.let_pass(&hold).await;
    assert!(school.bring(&cut).await.held, "not even when it was approved");
    let run = school.refresh(vec![school.told_in_part(0, 2..20), school.told(1, 20..40)]).await;
    assert_eq!((run.state, school.try_bring(&roll, false).await), (RunState::Held, Err(Stop::Waits)));
}
