//! Journals that their upstream has no more: told, and ended by themselves; and an upstream that denies everything.

use chrono::TimeDelta;
use koppel::domain::{JournalState, RunState};
use koppel::storage::journals;
use koppel::storage::school_refreshes::{self, Pause};
use koppel::upstream::JournalError;

use super::runs::{Answer, ten_journals, tens};
use super::school::School;
use crate::mail::letters::body;
use crate::mail::run_job;
use crate::support::smtp::{MailServer, Mood};
use crate::support::{TestGround, both_engines};

/// Days after which the school is told of a journal that is gone, and a little more.
const TOLD: i64 = 47;
/// Days from the letter to the end.
const NOTICE: i64 = 14;

fn told(school: &School<'_>, gone: &[usize], of: std::ops::Range<usize>) -> Vec<(String, Answer)> {
    let one = |n: usize| {
        if gone.contains(&n) { (format!("j{n}"), Err(JournalError::Gone)) } else { school.told(n, tens(n)) }
    };
    of.map(one).collect()
}

/// Some days later, a night in which these of the ten journals are gone.
async fn night(school: &School<'_>, days: i64, gone: &[usize]) {
    let ground = school.world.ground;
    ground.clock.advance(TimeDelta::days(days));
    assert_eq!(school.refresh(told(school, gone, 0..10)).await.state, RunState::Done);
    run_job(ground, "put_away").await;
    run_job(ground, "end_mail").await;
}

async fn with_contact(ground: &TestGround) -> School<'_> {
    let school = School::new(ground).await;
    ten_journals(&school).await;
    school.wish(|wishes| wishes.hold_contact = Some("office@kool.example".into())).await;
    school
}

/// One journal of ten is a tenth of the school, and that is not too much.
#[tokio::test]
async fn what_is_gone_for_long_ends_after_the_school_was_told() {
    both_engines(async |ground: TestGround| {
        let server = MailServer::start().await;
        let ground = ground.configured(|config| config.mail = Some(server.settings()));
        let school = with_contact(&ground).await;
        let (id, accounts) = (school.journal("j0").await.id, "SELECT COUNT(*) AS n FROM account");
        let people = school.world.count(accounts).await;
        night(&school, 1, &[0]).await;
        assert_eq!(
            (school.state("j0").await, server.tries()),
            (JournalState::Gone, 0),
            "nothing is said or done at once"
        );
        night(&school, TOLD, &[0]).await;
        let taken = server.taken();
        assert_eq!((taken.len(), school.live_seats().await), (1, 110));
        let letter = body(&taken[0].text);
        assert!(taken[0].to == "office@kool.example" && letter.contains("- Matemaatika 5B"), "{letter}");
        assert!(!letter.contains("Laps"), "nobody is named: {letter}");
        night(&school, NOTICE - 1, &[0]).await;
        assert_eq!((server.taken().len(), school.live_seats().await), (1, 110), "told once, and not before its time");
        night(&school, 1, &[0]).await;
        let id = &id;
        let ended = school.world.storage(|tx| async move { journals::find(&tx, id).await }).await.unwrap();
        assert_eq!((ended.state, ended.ended_by.as_deref()), (JournalState::Ended, Some("job:put_away")));
        assert_eq!((school.live_seats().await, school.world.count(accounts).await), (99, people));
        for said in [
            "SELECT COUNT(*) AS n FROM event WHERE kind = 'journal.ended'",
            "SELECT COUNT(*) AS n FROM outbox WHERE kind = 'ended'",
            "SELECT COUNT(*) AS n FROM audit WHERE action = 'journal.end_announced'",
        ] {
            assert_eq!(school.world.count(said).await, 1, "{said}");
        }
        school.sound().await;
    })
    .await;
}

/// No letter, no end: nobody is named, or nobody takes it.
#[tokio::test]
async fn nothing_ends_of_which_nobody_was_told() {
    both_engines(async |ground: TestGround| {
        let server = MailServer::start().await;
        let ground = ground.configured(|config| config.mail = Some(server.settings()));
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        for days in [1, TOLD, NOTICE, 30] {
            night(&school, days, &[0]).await;
        }
        assert_eq!((server.tries(), school.live_seats().await), (0, 110), "nobody is named");
        school.wish(|wishes| wishes.hold_contact = Some("office@kool.example".into())).await;
        server.mood(Mood::Refuse);
        night(&school, 1, &[0]).await;
        night(&school, NOTICE + 1, &[0]).await;
        assert_eq!((server.taken().len(), school.live_seats().await), (0, 110), "nobody takes it");
        server.mood(Mood::Take);
        night(&school, 8, &[0]).await;
        assert_eq!((server.taken().len(), school.live_seats().await), (1, 110));
        night(&school, NOTICE, &[0]).await;
        assert_eq!(school.live_seats().await, 99);
        school.sound().await;
    })
    .await;
}

/// However long an upstream says of everything, or of more than a tenth, that it is gone: nothing ends by itself.
#[tokio::test]
async fn an_upstream_that_denies_everything_empties_no_school() {
    both_engines(async |ground: TestGround| {
        let server = MailServer::start().await;
        let ground = ground.configured(|config| config.mail = Some(server.settings()));
        let school = with_contact(&ground).await;
        let all: Vec<usize> = (0..10).collect();
        for days in [1, TOLD, NOTICE, 100] {
            night(&school, days, &all).await;
        }
        let taken = server.taken();
        assert_eq!((taken.len(), school.live_seats().await), (1, 110), "told that a person has to decide, once");
        assert!(body(&taken[0].text).contains("\u{fc}kski ei l\u{f5}pe ise"), "{}", body(&taken[0].text));
        for days in [1, NOTICE, 100] {
            night(&school, days, &[0, 1]).await;
        }
        assert_eq!(school.live_seats().await, 110, "two of ten are a fifth");
        night(&school, 1, &[0]).await;
        assert_eq!((server.taken().len(), school.live_seats().await), (2, 110), "another letter, with a day");
        night(&school, NOTICE, &[0]).await;
        assert_eq!(school.live_seats().await, 99);
        // The next one so soon would make it a fifth again.
        for days in [1, TOLD, NOTICE] {
            ground.clock.advance(TimeDelta::days(days));
            school.refresh(told(&school, &[1], 1..10)).await;
            run_job(&ground, "put_away").await;
            run_job(&ground, "end_mail").await;
        }
        assert_eq!(school.live_seats().await, 99, "what ended lately counts along");
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn in_holidays_and_where_the_school_wants_none_of_it_nothing_ends() {
    let server = MailServer::start().await;
    let ground = TestGround::sqlite().await.configured(|config| config.mail = Some(server.settings()));
    let school = with_contact(&ground).await;
    school.wish(|wishes| wishes.end_gone_days = 0).await;
    for days in [1, TOLD, NOTICE, 100] {
        night(&school, days, &[0]).await;
    }
    assert_eq!((server.tries(), school.live_seats().await), (0, 110), "the school wants none of it");
    school.wish(|wishes| wishes.end_gone_days = 60).await;
    night(&school, 1, &[0]).await;
    let (platform, id) = (&school.world.platform, &school.world.school);
    let today = ground.now().date_naive();
    let pause = &Pause { from_day: today, until_day: today + TimeDelta::days(30) };
    school.world.storage(|tx| async move { school_refreshes::add_pause(&tx, platform, id, pause).await }).await;
    night(&school, NOTICE + 1, &[0]).await;
    assert_eq!((server.taken().len(), school.live_seats().await), (1, 110), "holidays");
}
