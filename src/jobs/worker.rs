//! Runs the jobs until it is told to stop.

use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Job;
use crate::ground::Ground;

/// Starts `jobs` beside the requests, in the caller's tracker. They end when `stop` is cancelled, each after the run it is
/// in; wait for that on the tracker.
pub fn start(ground: &Ground, jobs: Vec<Job>, stop: &CancellationToken, tasks: &TaskTracker) {
    for job in jobs {
        tasks.spawn(repeat(ground.clone(), job, stop.clone()));
    }
}

async fn repeat(ground: Ground, job: Job, stop: CancellationToken) {
    let mut tick = tokio::time::interval(job.every);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while stop.run_until_cancelled(tick.tick()).await.is_some() {
        run(&ground, &job, &stop).await;
    }
}

/// One run in a task of its own: a panic ends the run, not the job.
async fn run(ground: &Ground, job: &Job, stop: &CancellationToken) {
    let (ground, work, stop) = (ground.clone(), job.clone(), stop.clone());
    let done = tokio::spawn(async move { work.run_until(&ground, stop).await }).await;
    let outcome = match &done {
        Ok(Ok(())) => "done",
        Ok(Err(error)) => {
            tracing::error!(job = job.name, %error, "a job failed; it comes again");
            "failed"
        }
        Err(_) => {
            tracing::error!(job = job.name, "a job panicked; it comes again");
            "panicked"
        }
    };
    metrics::counter!("koppel_job_runs_total", "job" => job.name, "outcome" => outcome).increment(1);
}
