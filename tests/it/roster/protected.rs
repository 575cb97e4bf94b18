//! People whose identity is protected.

use koppel::domain::{Member, UpstreamId};
use koppel::linking::privacy::{Protect, protect};

use super::school::{School, pupil};
use crate::support::{TestGround, both_engines};

/// S34, S35: becoming protected takes what rosters told away at once, also when the rest is not applied.
#[tokio::test]
async fn who_becomes_protected_is_gone_from_every_roster_and_no_row_says_so() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        for journal in ["j1", "j2"] {
            school.apply(&school.reading(journal, vec![pupil(0), pupil(1)])).await;
        }
        let before = school.everything().await;
        let hidden = || vec![pupil(0), Member { protected: Some(true), ..pupil(1) }];
        let without = school.plan(&school.reading("j1", vec![pupil(0)])).await;
        let plan = school.plan(&school.reading("j1", hidden())).await;
        assert_eq!((plan.people.len(), plan.is_empty()), (1, true));
        assert!(!without.is_empty(), "a plain absence would start a clock");
        let mut part = school.reading("j1", hidden());
        part.completeness = koppel::domain::Completeness::Partial(koppel::domain::PartialRead::NoData);
        school.try_apply(&part, None).await.unwrap_err();
        let after = school.everything().await;
        assert_eq!(after[3..7], [1, 1, 2, 0], "people, standings, seats of both journals, clocks");
        assert_eq!((after[..3].to_vec(), after[8..].to_vec()), (before[..3].to_vec(), before[8..].to_vec()));
        let told = "SELECT COUNT(*) AS n FROM seat WHERE ended_at IS NOT NULL";
        assert_eq!(school.world.count(told).await, 0);
        assert!(school.apply(&school.reading("j1", hidden())).await.plan.is_empty());
    })
    .await;
}

/// S35: within one refresh the account is out of every list too, under its key and under the subject's.
#[tokio::test]
async fn who_becomes_protected_is_left_out_of_everything_at_the_next_reading() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        let account = &school.world.pupil("17", "Mari", 2014).await;
        crate::support::seed::link(&ground, account, "p0001").await;
        school.apply(&school.reading("j1", vec![pupil(0), pupil(1)])).await;
        let out = |tx| async move { koppel::storage::withheld::is_account(&tx, account).await };
        assert!(!school.world.storage(out).await);
        school.apply(&school.reading("j1", vec![pupil(0), Member { protected: Some(true), ..pupil(1) }])).await;
        assert!(school.world.storage(out).await);
        assert_eq!(school.world.count("SELECT COUNT(*) AS n FROM withheld").await, 2);
        school.sound().await;
    })
    .await;
}

/// A roster that does not mark them, any more or ever, makes nobody of them who could be found.
#[tokio::test]
async fn who_was_protected_is_born_without_a_name_where_a_roster_does_not_say_so() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        let (given, upstream) = (&ground.ground(), &"ekool".parse::<UpstreamId>().unwrap());
        let hide = |tx| async move { protect(&tx, given, Protect::Subjects(upstream, "", &["p0001"])).await };
        school.world.storage(hide).await;
        school.apply(&school.reading("j1", vec![pupil(0), pupil(1)])).await;
        let named = "SELECT COUNT(*) AS n FROM account WHERE name_folded <> ''";
        let out = "SELECT COUNT(*) AS n FROM account a JOIN withheld w ON w.key = 'account:' || a.id \
            WHERE a.name_folded = ''";
        assert_eq!((school.world.count(named).await, school.world.count(out).await), (1, 1));
        assert_eq!(school.world.count("SELECT COUNT(*) AS n FROM identity WHERE hash_key = ''").await, 1);
    })
    .await;
}
