//! The worker and its jobs.

mod daily;
mod slow;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use koppel::args;
use koppel::jobs::{self, Job, JobError, alone};
use koppel::storage::StorageError;
use koppel::storage::check::check;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::support::{TestGround, both_engines, seed};

const UNSEALED: &str = "SELECT (SELECT COUNT(*) FROM audit WHERE number IS NULL)
    + (SELECT COUNT(*) FROM event WHERE number IS NULL) AS n";

async fn run(ground: &TestGround, name: &str) {
    let job = jobs::all().into_iter().find(|job| job.name() == name).unwrap();
    job.run_once(ground).await.unwrap();
}

#[tokio::test]
async fn sealer_leaves_nothing_unsealed() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        for n in ["1", "2", "3"] {
            let account = seed::account(&ground, n).await;
            seed::link(&ground, &account, n).await;
        }
        run(&ground, "sealer").await;
        assert_eq!(ground.db.count(UNSEALED, args![]).await.unwrap(), 0);
        ground.clock.advance(TimeDelta::hours(1));
        assert_eq!(check(&ground.db, &ground.vault, ground.now()).await.unwrap(), []);
    })
    .await;
}

/// Nothing is left undone when the first process falls silent with the lease in its hands.
#[tokio::test]
async fn second_process_waits_for_the_lease_and_takes_it_over() {
    both_engines(async |ground: TestGround| {
        let other = ground.another_process().await;
        let hour = TimeDelta::hours(1);
        let silent = alone(&ground, "x", hour, std::future::pending::<Result<(), StorageError>>);
        assert!(tokio::time::timeout(Duration::from_millis(200), silent).await.is_err());
        let work = async || alone(&other, "x", hour, async || Ok::<_, StorageError>(1)).await.unwrap();
        assert_eq!(work().await, None);
        ground.clock.advance(hour);
        assert_eq!(work().await, Some(1));
        assert_eq!(work().await, Some(1), "given back after the work");
    })
    .await;
}

#[tokio::test]
async fn failing_or_panicking_job_comes_again_and_disturbs_no_other() {
    let ground = TestGround::sqlite().await;
    let runs: Arc<[AtomicUsize; 3]> = Arc::default();
    let job = |at: usize, name: &'static str| {
        let runs = Arc::clone(&runs);
        Job::new(name, Duration::from_millis(5), move |_| {
            let runs = Arc::clone(&runs);
            async move {
                runs[at].fetch_add(1, Ordering::SeqCst);
                match at {
                    0 => Err(JobError::Failed("on purpose".to_owned())),
                    1 => panic!("on purpose"),
                    _ => Ok(()),
                }
            }
        })
    };
    let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
    jobs::start(&ground, vec![job(0, "fails"), job(1, "panics"), job(2, "works")], &stop, &tasks);
    while runs.iter().any(|runs| runs.load(Ordering::SeqCst) < 3) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    stop.cancel();
    tasks.close();
    tasks.wait().await;
    assert!(tasks.is_empty());
}

/// D14 in small: a run that is under way at the end is finished, and no other begins.
#[tokio::test]
async fn stopping_waits_for_the_run_under_way() {
    let ground = TestGround::sqlite().await;
    let steps: Arc<[AtomicUsize; 2]> = Arc::default();
    let seen = Arc::clone(&steps);
    let job = Job::new("slow", Duration::from_millis(1), move |_| {
        let steps = Arc::clone(&seen);
        async move {
            steps[0].fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(100)).await;
            steps[1].fetch_add(1, Ordering::SeqCst);
            Ok(())
        }
    });
    let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
    jobs::start(&ground, vec![job], &stop, &tasks);
    while steps[0].load(Ordering::SeqCst) == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    stop.cancel();
    tasks.close();
    tasks.wait().await;
    assert_eq!((steps[0].load(Ordering::SeqCst), steps[1].load(Ordering::SeqCst)), (1, 1));
}
