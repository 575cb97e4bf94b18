use koppel::domain::{Actor, LinkId};
use koppel::linking::{self, EndReason, Ended, LinkingError};

use super::world::{World, assertion};
use crate::support::both_engines;

const NO_PASSWORD: &str = "UPDATE account SET password_hash = NULL";

async fn end(world: &World<'_>, link: &LinkId, reason: EndReason) -> Result<Ended, LinkingError> {
    let ground = &world.ground.ground();
    let actor = &Actor::Cli("root".into());
    world.write(|tx| async move { linking::end(&tx, ground, link, reason, actor).await }).await
}

/// A25: nobody can lock themselves out; an administrator can.
#[tokio::test]
async fn the_last_way_in_stays() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let link = world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        world.sql(NO_PASSWORD).await;
        assert!(matches!(end(&world, &link.id, EndReason::Owner).await, Err(LinkingError::LastWayIn)));
        end(&world, &link.id, EndReason::Administrator).await.unwrap();
        assert!(matches!(end(&world, &link.id, EndReason::Administrator).await, Err(LinkingError::Gone)));
    })
    .await;
}

/// A25: a way in that does not work is none: upstream off, not enabled at the school, quarantined, password of somebody
/// else's making, passwords that are the platform's.
#[tokio::test]
async fn only_a_way_in_that_works_counts() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let link = world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        world.claim(&assertion("stuudium", "t1", "Mari", 2014), &mari).await;
        world.sql("UPDATE account SET password_must_change = TRUE").await;
        let broken = [
            (
                "UPDATE upstream SET disabled_at = created_at WHERE id = 'stuudium'",
                "UPDATE upstream SET disabled_at = NULL",
            ),
            (
                "UPDATE school_upstream SET ended_at = enabled_at WHERE upstream_id = 'stuudium'",
                "UPDATE school_upstream SET ended_at = NULL",
            ),
            (
                "UPDATE identity SET quarantined_at = first_seen_at WHERE upstream_id = 'stuudium'",
                "UPDATE identity SET quarantined_at = NULL",
            ),
        ];
        for (breaks, mends) in broken {
            world.sql(breaks).await;
            let refused = end(&world, &link.id, EndReason::Owner).await;
            assert!(matches!(refused, Err(LinkingError::LastWayIn)), "{breaks}");
            world.sql(mends).await;
        }
        end(&world, &link.id, EndReason::Owner).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_ended_link_is_kept_told_and_free_to_be_made_again() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let said = assertion("ekool", "m1", "Mari", 2014);
        let link = world.claim(&said, &mari).await;
        end(&world, &link.id, EndReason::Owner).await.unwrap();
        for (sql, wanted) in [
            ("SELECT COUNT(*) AS n FROM link WHERE ended_by = 'cli:root' AND end_reason = 'owner'", 1),
            ("SELECT COUNT(*) AS n FROM audit WHERE action = 'link.ended'", 1),
            ("SELECT COUNT(*) AS n FROM event WHERE kind = 'link.ended'", 1),
            ("SELECT COUNT(*) AS n FROM notice WHERE kind = 'link_ended'", 1),
        ] {
            assert_eq!(world.count(sql).await, wanted, "{sql}");
        }
        world.claim(&said, &mari).await;
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM link").await, 2);
    })
    .await;
}
