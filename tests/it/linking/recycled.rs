use chrono::NaiveDate;
use koppel::linking::{Block, Decision, LinkingError};

use super::undo::session_through;
use super::world::{World, assertion};
use crate::support::both_engines;

/// A19: the subject belongs to somebody else now: quarantined, no session on the old account, nothing says why.
#[tokio::test]
async fn a_recycled_subject_gets_nowhere_near_the_old_account() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let link = world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        session_through(&world, &link).await;
        let stranger = world.arrive(&assertion("ekool", "m1", "Kevin", 2011)).await;
        assert!(stranger.identity.quarantined_at.is_some());
        assert_eq!(stranger.decide().await, Decision::Blocked(Block::Recycled));
        assert!(matches!(stranger.admit().await, Err(LinkingError::Changed(_))));
        assert!(matches!(stranger.bear().await, Err(LinkingError::Changed(_))));
        let live = "SELECT COUNT(*) AS n FROM session WHERE ended_at IS NULL";
        let families = "SELECT COUNT(*) AS n FROM token_family WHERE ended_at IS NULL";
        assert_eq!((world.count(live).await, world.count(families).await), (0, 0));
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM school_case WHERE kind = 'recycled'").await, 1);
        let told = "SELECT COUNT(*) AS n FROM audit a JOIN audit_detail d ON d.audit_id = a.id \
            WHERE a.action <> 'link.created' AND (d.detail LIKE '%birth%' OR d.detail LIKE '%name%' OR d.detail LIKE '%Kevin%')";
        assert_eq!(world.count(told).await, 0, "no word about which attribute");
        let owner = world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await;
        assert_eq!(owner.decide().await, Decision::Blocked(Block::Recycled), "until a school has looked");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM school_case").await, 1, "one case however often they come");
    })
    .await;
}

/// A5, A19: one attribute alone is a marriage or a correction.
#[tokio::test]
async fn one_changed_attribute_is_still_the_same_person() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let said = koppel::domain::Assertion {
            national_number: Some("EE:61403140017".into()),
            ..assertion("ekool", "m1", "Mari", 2014)
        };
        world.claim(&said, &mari).await;
        let mut married = said.clone();
        married.name.family = Some("Kask".into());
        let mut corrected = said.clone();
        corrected.birth_date = NaiveDate::from_ymd_opt(2014, 4, 14);
        let mut renumbered = said.clone();
        renumbered.national_number = Some("EE:61403140028".into());
        for changed in [&married, &corrected, &renumbered, &said] {
            assert_eq!(world.arrive(changed).await.admit().await.unwrap().account, mari);
        }
        married.national_number = renumbered.national_number;
        assert_eq!(world.arrive(&married).await.decide().await, Decision::Blocked(Block::Recycled));
    })
    .await;
}

/// A19: creeping up on a subject, one attribute per visit, does not help: the fingerprint is the first one seen.
#[tokio::test]
async fn two_changes_in_two_visits_are_two_changes() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        world.arrive(&assertion("ekool", "m1", "Kevin", 2014)).await;
        let second = world.arrive(&assertion("ekool", "m1", "Kevin", 2011)).await;
        assert_eq!(second.decide().await, Decision::Blocked(Block::Recycled));
    })
    .await;
}

#[tokio::test]
async fn an_unlinked_recycled_subject_is_a_case_too() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await;
        let stranger = world.arrive(&assertion("ekool", "m1", "Kevin", 2011)).await;
        assert_eq!(stranger.decide().await, Decision::Blocked(Block::Recycled));
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM school_case WHERE kind = 'recycled'").await, 1);
    })
    .await;
}
