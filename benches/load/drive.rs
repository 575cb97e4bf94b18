//! A closed loop: so many users, each doing the same thing again as soon as it is done, for a while.

use std::time::{Duration, Instant};

use futures_util::future::join_all;

/// How a row is measured.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    /// Time before anything counts.
    pub warm_up: Duration,
    /// Time of one run.
    pub run: Duration,
    /// Runs; the median counts.
    pub runs: usize,
}

/// What one row came to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    /// Iterations counted.
    pub n: u32,
    /// CPU of the server, in µs per iteration.
    pub server: f64,
    /// CPU of its store's processes, in µs per iteration.
    pub store: f64,
    /// Wall time of one iteration, in µs.
    pub p50: f64,
    /// The same.
    pub p99: f64,
    /// Iterations per second of wall time.
    pub rate: f64,
}

/// Lets everybody in `users` repeat `work`. `meter` answers the seconds of CPU that server and store have used so far.
pub async fn drive<U>(
    users: &mut [U],
    way: Way,
    meter: impl Fn() -> (f64, f64),
    work: impl AsyncFn(&mut U),
) -> Vec<Figures> {
    let work = &work;
    run(users, way.warm_up, work).await;
    let mut all = Vec::new();
    for _ in 0..way.runs {
        let (before, started) = (meter(), Instant::now());
        let mut times = run(users, way.run, work).await;
        let (wall, after) = (started.elapsed().as_secs_f64(), meter());
        times.sort_unstable();
        let n = u32::try_from(times.len()).unwrap_or(u32::MAX);
        let each = |before: f64, after: f64| (after - before) * 1e6 / f64::from(n);
        all.push(Figures {
            n,
            server: each(before.0, after.0),
            store: each(before.1, after.1),
            p50: micros(&times, 50),
            p99: micros(&times, 99),
            rate: f64::from(n) / wall,
        });
    }
    all
}

async fn run<U>(users: &mut [U], time: Duration, work: &impl AsyncFn(&mut U)) -> Vec<Duration> {
    let until = Instant::now() + time;
    let one = async |user: &mut U| {
        let mut times = Vec::new();
        loop {
            let started = Instant::now();
            if started >= until {
                return times;
            }
            work(user).await;
            times.push(started.elapsed());
        }
    };
    join_all(users.iter_mut().map(one)).await.concat()
}

/// A percentile of sorted times, in µs.
fn micros(sorted: &[Duration], percent: usize) -> f64 {
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e6)
}

/// The median of every figure on its own.
pub fn median_of(runs: &[Figures]) -> Figures {
    let of = |pick: fn(&Figures) -> f64| {
        let mut values: Vec<f64> = runs.iter().map(pick).collect();
        values.sort_unstable_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    Figures {
        n: runs.iter().map(|run| run.n).sum(),
        server: of(|run| run.server),
        store: of(|run| run.store),
        p50: of(|run| run.p50),
        p99: of(|run| run.p99),
        rate: of(|run| run.rate),
    }
}
