//! A teacher who loses the right between the page and the commit: the request has been let in, and its transaction waits
//! behind the one that takes the right away.

use std::time::Duration;

use futures_util::future::join;
use koppel::storage::{Database, Durability, StorageError, Tx};
use tokio::sync::Semaphore;

use super::{BY_TEACHER, Desk, both, everything, person};
use crate::attacks::Scene;

const ON: &str = "UPDATE platform_school SET teacher_confirms = '5' WHERE platform_id = 'opihoov'";
const SAID: &str = "SELECT COUNT(*) AS n FROM standing WHERE state = 'new' AND decided_by LIKE 'account:%'";

/// Forms that write, each about a pupil of its own.
const FORMS: [(&str, &str, &str); 2] = [("/word", "say", "karl-magi"), ("/class", "confirm", "mari-tamm")];

/// As a refresh does that finds the teacher gone: the journal is locked first, and accounts are before links of them are made.
const TAKEN: [&str; 3] = [
    "UPDATE journal SET name = name",
    "UPDATE account SET history_count = history_count",
    "UPDATE seat SET absent_since = since WHERE role = 'teacher'",
];
const GIVEN: &str = "UPDATE seat SET absent_since = NULL";

/// Snapshots that a form is let in by: of the platform, of the account, of what it teaches.
const READS: u64 = 3;

/// Takes the right away in a transaction of its own, which says when it is inside and commits when it may.
async fn take_away(scene: &Scene, inside: &Semaphore, may_commit: &Semaphore) {
    let write = |tx: Tx| async move {
        for sql in TAKEN {
            tx.execute(sql, vec![]).await?;
        }
        inside.add_permits(1);
        drop(may_commit.acquire().await);
        Ok::<_, StorageError>(())
    };
    scene.demo.ground().db.write(Durability::Durable, write).await.unwrap();
}

/// Until a request has read what lets it in, and nothing moves any more: it waits for its turn to write.
async fn waits_to_write(db: &Database, before: u64) {
    let mut last = db.statement_counts();
    for _ in 0..200 {
        tokio::time::sleep(Duration::from_millis(150)).await;
        let now = db.statement_counts();
        if now == last && now.snapshots >= before + READS {
            return;
        }
        last = now;
    }
    panic!("the request never came to its write: {last:?}");
}

/// Presses while the right is being taken away; answers the status.
async fn press_too_late(desk: &mut Desk<'_>, (page, act, key): (&str, &str, &str)) -> u16 {
    desk.page(page).await;
    let (scene, who) = (desk.scene, person(desk.scene, key).await);
    let db = &scene.demo.ground().db;
    let (inside, may_commit) = (Semaphore::new(0), Semaphore::new(0));
    let pressed = async {
        drop(inside.acquire().await.unwrap());
        let before = db.statement_counts().snapshots;
        let fields = [("act", act), ("person", who.as_str())];
        let press = desk.send(page, &fields);
        let commit = async {
            waits_to_write(db, before).await;
            may_commit.add_permits(1);
        };
        join(press, commit).await.0.status
    };
    join(take_away(scene, &inside, &may_commit), pressed).await.1
}

#[tokio::test]
async fn a_right_that_is_lost_before_the_commit_writes_nothing() {
    both(async |scene| {
        let mut desk = Desk::open(scene).await;
        scene.change(ON).await;
        let db = &scene.demo.ground().db;
        for form in FORMS {
            let (before, reruns) = (everything(scene).await, db.write_counts().reruns);
            assert_eq!(press_too_late(&mut desk, form).await, 404, "{form:?}");
            // PostgreSQL let it in with the others and then found that the two cannot both be first.
            assert!(!db.is_postgres() || db.write_counts().reruns > reruns, "{form:?} did not wait");
            assert_eq!(everything(scene).await, before, "{form:?}");
            assert_eq!((scene.count(SAID).await, scene.count(BY_TEACHER).await), (0, 0), "{form:?}");
            scene.change(GIVEN).await;
        }
        for (page, act, key) in FORMS {
            desk.page(page).await;
            assert!(desk.act(page, act, key).await.status < 400, "with the right it goes through: {page}");
        }
        assert_eq!((scene.count(SAID).await, scene.count(BY_TEACHER).await), (1, 1));
    })
    .await;
}
