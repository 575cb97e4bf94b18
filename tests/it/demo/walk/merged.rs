//! A school joins two accounts of one pupil, and takes that back: the platform hears of it and shows the work accordingly,
//! while nobody signs in again.

use std::time::{Duration, Instant};

use koppel::demo::once::Walk;
use koppel::demo::run::Demo;
use koppel::domain::{AccountId, Actor, MergeId, PlatformId};
use koppel::linking::{self, MergeError, Merging};
use koppel::storage::{Durability, StorageError, Tx, account_merges, accounts, event_acks};

use super::{on_both_engines, person};

const PUPIL: &str = "laura-kuusk";

/// Says that there is no older account, and finishes a task on the new one.
async fn on_a_new_account(demo: &Demo) -> String {
    let mut walk = person(demo, PUPIL);
    walk.log_in().await.unwrap();
    walk.sign_in_at("ekool").await.unwrap();
    walk.browser.press("question-no").await.unwrap();
    walk.expect_platform().unwrap();
    walk.browser.press("finish-task").await.unwrap();
    let me = walk.me().await.unwrap();
    assert_eq!(me.tasks.len(), 1);
    me.sub
}

/// Comes through another system, and proves the account with the work.
async fn on_the_old_account(demo: &Demo) -> Walk<'_> {
    let mut walk = person(demo, PUPIL);
    let account = walk.person.account.clone().unwrap();
    walk.log_in().await.unwrap();
    walk.sign_in_at("harid").await.unwrap();
    walk.claim(&account).await.unwrap();
    walk.browser.press("confirm-link").await.unwrap();
    walk.browser.press("continue").await.unwrap();
    walk.expect_old_account(&account).await.unwrap();
    walk
}

async fn account(demo: &Demo, sub: &str) -> AccountId {
    let opihoov: &PlatformId = &"opihoov".parse().unwrap();
    let find = |tx: Tx| async move { accounts::find_by_sub(&tx, opihoov, sub).await };
    demo.ground().db.read(find).await.unwrap().unwrap().id
}

async fn merge(demo: &Demo, joined: &str, survivor: &str) -> MergeId {
    let ground = demo.ground();
    let (joined, survivor) = (&account(demo, joined).await, &account(demo, survivor).await);
    let look = |tx: Tx| async move { linking::preview(&tx, ground, survivor, joined, Some(survivor), None).await };
    let preview = ground.db.read(look).await.unwrap();
    assert!(preview.refusals.is_empty(), "{:?}", preview.refusals);
    let actor = &Actor::Cli("test".to_owned());
    let merging = &Merging {
        pair: &preview.pair,
        school: None,
        plan_hash: &preview.hash,
        reason: "both are Laura's",
        actor,
        seconded: None,
    };
    let write = |tx: Tx| async move { Ok::<_, MergeError>(linking::merge(&tx, ground, merging).await?.id) };
    ground.db.write(Durability::Durable, write).await.unwrap()
}

async fn unmerge(demo: &Demo, merge: &MergeId) {
    let (ground, actor) = (demo.ground(), &Actor::Cli("test".to_owned()));
    let write = |tx: Tx| async move {
        linking::unmerge(&tx, ground, merge, "they are two after all", actor).await?;
        Ok::<_, MergeError>(())
    };
    ground.db.write(Durability::Durable, write).await.unwrap();
}

/// The platform shows so many tasks to whoever sits there, sooner or later.
async fn comes_to(walk: &mut Walk<'_>, tasks: usize) {
    let began = Instant::now();
    while walk.me().await.unwrap().tasks.len() != tasks {
        assert!(began.elapsed() < Duration::from_secs(30), "{} tasks", walk.me().await.unwrap().tasks.len());
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// The platform has said that it has what it was told of the merge, and of its undoing where there is one.
async fn is_heard(demo: &Demo, merge: &MergeId) -> bool {
    let opihoov: &PlatformId = &"opihoov".parse().unwrap();
    let look = |tx: Tx| async move {
        let merge = account_merges::find(&tx, merge).await?;
        let told = merge.and_then(|merge| merge.undone_event_id.or(merge.event_id));
        match told {
            Some(event) => event_acks::is_taken(&tx, opihoov, &event).await,
            None => Ok::<_, StorageError>(false),
        }
    };
    demo.ground().db.read(look).await.unwrap()
}

async fn comes_to_be_heard(demo: &Demo, merge: &MergeId) {
    let began = Instant::now();
    while !is_heard(demo, merge).await {
        assert!(began.elapsed() < Duration::from_secs(30), "{merge} was not acknowledged");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test]
async fn a_merge_brings_the_work_together_and_its_undoing_takes_it_apart() {
    on_both_engines(async |demo: &Demo| {
        let new = on_a_new_account(demo).await;
        let mut walk = on_the_old_account(demo).await;
        let old = walk.me().await.unwrap();
        let merged = merge(demo, &new, &old.sub).await;
        comes_to(&mut walk, old.tasks.len() + 1).await;
        comes_to_be_heard(demo, &merged).await;
        unmerge(demo, &merged).await;
        comes_to(&mut walk, old.tasks.len()).await;
        comes_to_be_heard(demo, &merged).await;
        let mut again = person(demo, PUPIL);
        again.log_in().await.unwrap();
        again.sign_in_at("ekool").await.unwrap();
        let me = again.me().await.unwrap();
        assert_eq!((me.sub, me.tasks.len()), (new, 1));
        assert_eq!(walk.me().await.unwrap().tasks.len(), old.tasks.len());
    })
    .await;
}
