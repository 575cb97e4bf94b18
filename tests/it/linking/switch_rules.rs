//! What a switch collects, who agrees to it, and what does not come back.

use koppel::domain::CaseKind;
use koppel::linking::switch::{self, Moved};
use koppel::linking::{Decision, EndReason, LinkingError, end};
use koppel::storage::{StorageError, links};

use super::switch::{Desk, pair};
use super::world::{World, assertion};
use crate::roster::runs::root;
use crate::support::{TestGround, both_engines};

#[tokio::test]
async fn pairs_that_contradict_each_other_are_reported_and_left_out() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let desk = Desk::begin(&world, "ekool", "ekool").await;
        let loaded = desk.load(&[pair("a", "1"), pair("a", "2"), pair("b", "1"), pair("1", "3"), pair("a", "1")]).await;
        assert_eq!((loaded.added, loaded.known), (1, 1));
        let rows: Vec<_> = loaded.conflicts.iter().map(|bad| (bad.row, bad.field.as_deref())).collect();
        assert_eq!(rows, [(3, Some("old")), (4, Some("new")), (5, Some("old"))]);
        assert_eq!(desk.load(&[pair("a", "9"), pair("c", "4")]).await.added, 1, "also against what is there");
    })
    .await;
}

#[tokio::test]
async fn only_the_pairs_that_were_looked_through_are_applied() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let desk = Desk::begin(&world, "ekool", "stuudium").await;
        let empty = desk.dry_run().await.hash;
        let apply = async |agreed: &str| switch::apply(world.ground, &desk.id, agreed, &root()).await;
        assert!(matches!(apply(&empty).await, Err(LinkingError::Storage(StorageError::Changed))));
        desk.load(&[pair("a", "1")]).await;
        let seen = desk.dry_run().await.hash;
        desk.load(&[pair("b", "2")]).await;
        assert!(matches!(apply(&seen).await, Err(LinkingError::Storage(StorageError::Changed))));
        assert_eq!(desk.apply().await, Moved { unknown: 2, ..Moved::default() });
    })
    .await;
}

#[tokio::test]
async fn a_switch_begins_once_and_only_between_what_the_school_uses() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let first = Desk::begin(&world, "ekool", "stuudium").await;
        let second = super::switch::begin(&world, "ekool", "ekool").await;
        assert!(matches!(second, Err(LinkingError::Storage(StorageError::Taken))), "{second:?}");
        let (ground, id) = (&world.ground.ground(), &first.id);
        world.write(|tx| async move { switch::give_up(&tx, ground, id, &root()).await }).await.unwrap();
        assert!(matches!(first.undo().await, Err(LinkingError::Storage(StorageError::Changed))), "nothing has moved");
        assert!(super::switch::begin(&world, "ekool", "ekool").await.is_ok());
        world.sql("UPDATE school_upstream SET ended_at = enabled_at, ended_by = 'cli:root'").await;
        let closed = super::switch::begin(&world, "stuudium", "stuudium").await;
        assert!(matches!(closed, Err(LinkingError::Gone)), "{closed:?}");
    })
    .await;
}

#[tokio::test]
async fn what_was_ended_since_does_not_come_back() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        let desk = Desk::begin(&world, "ekool", "stuudium").await;
        desk.load(&[pair("m1", "s1")]).await;
        desk.apply().await;
        let (ground, mari) = (&world.ground.ground(), &mari);
        let made = world.storage(|tx| async move { links::list_live(&tx, mari).await }).await.remove(0);
        let made = &made.id;
        let ended = world.write(|tx| async move { end(&tx, ground, made, EndReason::Administrator, &root()).await });
        ended.await.unwrap();
        assert_eq!(desk.undo().await.unwrap().moved, 1);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL").await, 0);
    })
    .await;
}

#[tokio::test]
async fn the_way_back_is_open_for_thirty_days() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let desk = Desk::begin(&world, "ekool", "stuudium").await;
        desk.load(&[pair("m1", "s1")]).await;
        desk.apply().await;
        ground.clock.advance(chrono::TimeDelta::days(switch::UNDO_DAYS));
        assert!(matches!(desk.undo().await, Err(LinkingError::Storage(StorageError::Changed))));
        Desk::begin(&world, "ekool", "stuudium").await;
    })
    .await;
}

/// Whoever has added the new system shows both ids; whoever comes with a new id of the same one and proves the account does too.
#[tokio::test]
async fn pairs_are_learned_from_people_who_have_signed_in_with_both() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let (mari, juku) = (world.pupil("17", "Mari", 2014).await, world.pupil("18", "Juku", 2013).await);
        world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        world.claim(&assertion("stuudium", "s1", "Mari", 2014), &mari).await;
        let other = Desk::begin(&world, "stuudium", "ekool").await;
        assert_eq!((other.learn().await, other.learn().await), (1, 0));
        assert_eq!((other.dry_run().await.moves, other.apply().await.moved), (1, 1));
        let live = "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL AND subject = 'm1'";
        assert_eq!(world.count(live).await, 1);

        world.claim(&assertion("ekool", "j1", "Juku", 2013), &juku).await;
        let again = world.arrive(&assertion("ekool", "j2", "Juku", 2013)).await.proven(world.password(&juku));
        assert_eq!(again.decide().await, Decision::AskSchool(CaseKind::AccountTaken));
        assert!(again.ask_school().await.unwrap());
        let same = Desk::begin(&world, "ekool", "ekool").await;
        assert_eq!(same.learn().await, 1);
        assert_eq!(same.apply().await.moved, 1);
        let said = world.arrive(&assertion("ekool", "j2", "Juku", 2013)).await;
        assert_eq!(said.admit().await.unwrap().account, juku);
    })
    .await;
}
