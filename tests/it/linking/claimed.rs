//! What a claim ends, and what it tells its owner (A1-A4).

use chrono::TimeDelta;
use koppel::args;
use koppel::domain::{AccountId, OneTimePurpose};
use koppel::linking::{self, Decision, LinkingError, PasswordEntry, ProofKind, Proven, Through};
use koppel::storage::accounts;
use koppel::vault::sha256;

use super::undo::session_through;
use super::world::{BROWSER, World, assertion};
use crate::support::both_engines;

const LIVE_SESSIONS: &str = "SELECT COUNT(*) AS n FROM session WHERE ended_at IS NULL";
const LIVE_FAMILIES: &str = "SELECT COUNT(*) AS n FROM token_family WHERE ended_at IS NULL";
const PASSWORDS: &str = "SELECT COUNT(*) AS n FROM account WHERE password_hash IS NOT NULL";

/// All sessions and families so far count as opened by the password.
async fn by_password(world: &World<'_>) {
    world.sql("UPDATE session_account SET link_id = NULL, upstream_id = NULL").await;
    world.sql("UPDATE token_family SET link_id = NULL").await;
}

/// The school printed a password now.
async fn print(world: &World<'_>, account: &AccountId) -> Proven {
    let now = world.ground.now();
    let sql = "UPDATE account SET password_source = 'reset', password_must_change = TRUE, password_changed_at = $2 WHERE id = $1";
    world.storage(|tx| async move { tx.execute_one(sql, args![account, now]).await }).await;
    Proven { kind: ProofKind::PrintedPassword, ..world.password(account) }
}

/// The account's notices at a sign-in.
async fn due(world: &World<'_>, account: &AccountId, through: Through<'_>) -> usize {
    let ground = &world.ground.ground();
    let read = world.write(|tx| async move {
        let account = accounts::find(&tx, account).await?.unwrap();
        linking::notices_due(&tx, ground, &account, through).await
    });
    read.await.unwrap().len()
}

#[tokio::test]
async fn a_claim_signs_everybody_else_out() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let first = world.claim(&assertion("stuudium", "x1", "Mari", 2014), &mari).await;
        session_through(&world, &first).await;
        by_password(&world).await;
        session_through(&world, &first).await;
        assert_eq!((world.count(LIVE_SESSIONS).await, world.count(LIVE_FAMILIES).await), (2, 2));
        world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        assert_eq!((world.count(LIVE_SESSIONS).await, world.count(LIVE_FAMILIES).await), (0, 0));
    })
    .await;
}

/// R3: one sheet of paper, one claim.
#[tokio::test]
async fn a_printed_password_is_used_up_by_the_claim() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let printed = print(&world, &mari).await;
        let visit = world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await.proven(printed);
        visit.attach(&visit.offer().await).await.unwrap();
        assert_eq!(world.count(PASSWORDS).await, 0);
        let kaja = world.pupil("18", "Kaja", 2014).await;
        world.claim(&assertion("ekool", "k1", "Kaja", 2014), &kaja).await;
        assert_eq!(world.count(PASSWORDS).await, 1, "a password of one's own stays");
    })
    .await;
}

/// R3: what was proven with a password ends with that password, at the confirm page and at the door.
#[tokio::test]
async fn a_password_that_was_replaced_proves_nothing() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let visit = world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await.proven(world.password(&mari));
        let (value, proven_at) = (visit.offer().await, ground.now());
        let g = &ground.ground();
        let (platform, client) = (&world.platform, Some(&world.client));
        let entry = &PasswordEntry { platform, client, account: &mari, proven_at };
        let enter = || world.write(|tx| async move { linking::admit_password(&tx, g, entry).await });
        enter().await.unwrap();
        ground.clock.advance(TimeDelta::minutes(1));
        print(&world, &mari).await;
        assert_eq!(visit.decide().await, Decision::Prove);
        assert!(matches!(visit.attach(&value).await, Err(LinkingError::Changed(_))));
        assert!(matches!(enter().await, Err(LinkingError::Changed(_))));
    })
    .await;
}

/// A trojan link is told of to whoever came with a password that the school printed, however young that is.
#[tokio::test]
async fn whoever_the_school_vouched_for_hears_of_every_link() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        ground.clock.advance(TimeDelta::days(1));
        world.claim(&assertion("stuudium", "x1", "Mari", 2014), &mari).await;
        ground.clock.advance(TimeDelta::days(1));
        let printed = print(&world, &mari).await;
        assert_eq!(due(&world, &mari, Through::Password).await, 0, "a password of today may be anybody's");
        assert_eq!(due(&world, &mari, Through::PrintedPassword).await, 1);
        let visit = world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await.proven(printed);
        let mine = visit.attach(&visit.offer().await).await.unwrap();
        assert_eq!(due(&world, &mari, Through::Link(&mine.id)).await, 1);
    })
    .await;
}

/// Whoever made the link knows the password: what that opened ends, too, and what an older link opened does not.
#[tokio::test]
async fn not_me_ends_what_the_known_password_opened() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let old = world.claim(&assertion("stuudium", "t1", "Mari", 2014), &mari).await;
        let trojan = &world.claim(&assertion("ekool", "x1", "Mari", 2014), &mari).await;
        session_through(&world, trojan).await;
        by_password(&world).await;
        session_through(&world, &old).await;
        let g = &ground.ground();
        let offer = world.write(|tx| async move { linking::offer_notice(&tx, g, trojan, BROWSER).await });
        let value_hash = &sha256(&offer.await.unwrap());
        let press = &linking::Undo { purpose: OneTimePurpose::Notice, value_hash, browser_hash: BROWSER };
        world.write(|tx| async move { linking::undo(&tx, g, press).await }).await.unwrap();
        assert_eq!((world.count(LIVE_SESSIONS).await, world.count(LIVE_FAMILIES).await), (1, 1));
    })
    .await;
}
