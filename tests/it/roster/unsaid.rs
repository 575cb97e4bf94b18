//! "This pupil has no other account", taken back after an update has made the account.

use koppel::domain::{SeatReason, SeatState};
use koppel::linking::Decision;
use koppel::roster::{RosterError, Word};

use super::school::School;
use super::word::{refresh, say};
use crate::linking::class::Class;
use crate::support::{TestGround, both_engines};

const OPEN: &str = "SELECT COUNT(*) AS n FROM account WHERE origin = 'roster' AND disabled_at IS NULL";
const LICENCES: &str = "SELECT COUNT(*) AS n FROM licence WHERE ended_at IS NULL";
const TOLD: &str = "SELECT COUNT(*) AS n FROM audit a JOIN event e ON e.audit_id = a.id AND e.kind = a.action \
    WHERE a.actor = 'cli:teacher' AND a.action IN ('account.disabled', 'link.ended')";

/// The new account is closed and frees its licence, no update makes it again, and the pupil comes to the old one.
#[tokio::test]
async fn a_word_is_taken_back_while_nobody_has_used_what_it_made() {
    both_engines(async |ground: TestGround| {
        let mut school = School::new(&ground).await;
        school.kit_with(9).await;
        let class = Class::at(school, 2, 0).await;
        let world = class.world();
        say(&class, 0, Word::New).await.unwrap();
        refresh(&class, 2).await;
        assert_eq!((world.count(OPEN).await, world.count(LICENCES).await), (1, 1));
        say(&class, 0, Word::Unsaid).await.unwrap();
        for _ in 0..2 {
            let seat = class.seat(0).await;
            assert_eq!((seat.state, seat.reason), (SeatState::Waiting, Some(SeatReason::LinkEnded)));
            assert_eq!((world.count(OPEN).await, world.count(LICENCES).await), (0, 0));
            refresh(&class, 2).await;
        }
        assert!(matches!(say(&class, 0, Word::Unsaid).await, Err(RosterError::Decided)), "once");
        assert_eq!(world.count(TOLD).await, 2);
        assert!(class.try_code(0, &class.accounts[0]).await.is_ok(), "the closed account stands in nobody's way");
        let visit = class.arrive(0).await;
        assert_eq!(visit.decide().await, Decision::Ask);
        let old = visit.proven(world.password(&class.accounts[0]));
        assert_eq!(old.attach(&old.offer().await).await.unwrap().account_id, class.accounts[0]);
        class.school.sound().await;
    })
    .await;
}

/// Whoever has used it keeps it; and what no word made is none's to take back.
#[tokio::test]
async fn what_was_used_or_was_made_by_no_word_stays() {
    both_engines(async |ground: TestGround| {
        for used in [
            "UPDATE account SET used_at = created_at WHERE origin = 'roster'",
            "UPDATE account SET history_count = 1 WHERE origin = 'roster'",
            "UPDATE account SET last_activity_at = created_at WHERE origin = 'roster'",
        ] {
            let ground =
                if ground.db.is_postgres() { TestGround::postgres().await } else { TestGround::sqlite().await };
            let class = Class::new(&ground, 1, 1).await;
            say(&class, 0, Word::New).await.unwrap();
            refresh(&class, 2).await;
            assert_eq!(class.world().count(OPEN).await, 2);
            assert!(
                matches!(say(&class, 1, Word::Unsaid).await, Err(RosterError::Decided)),
                "she was new by the roster"
            );
            class.world().sql(used).await;
            assert!(matches!(say(&class, 0, Word::Unsaid).await, Err(RosterError::Used)), "{used}");
            assert_eq!((class.world().count(OPEN).await, class.world().count(TOLD).await), (2, 0), "{used}");
            assert_eq!(class.seat(0).await.state, SeatState::Linked);
        }
    })
    .await;
}
