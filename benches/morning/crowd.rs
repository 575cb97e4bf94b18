//! People who sign in at a steady pace, whatever else happens.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use crate::broker::{Broker, FEDERATED, first_time};
use crate::load::{Person, Upstream};

/// So many sign-ins may be under way at the same time.
const BROWSERS: usize = 16;

/// What happens meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Something that is not measured.
    Aside,
    /// Nothing yet.
    Before,
    /// Journals are read.
    During,
    /// Nothing more.
    After,
    /// Nobody comes any more.
    Over,
}

/// The pace, and how long everybody took so far.
pub struct Crowd {
    phase: Cell<Phase>,
    began: Instant,
    every: Duration,
    next: Cell<u32>,
    times: RefCell<Vec<(Phase, Duration)>>,
}

impl Crowd {
    /// So many a second.
    pub fn new(rate: u32) -> Self {
        let every = Duration::from_secs(1) / rate.max(1);
        let (phase, began) = (Cell::new(Phase::Aside), Instant::now());
        Self { phase, began, every, next: Cell::default(), times: RefCell::default() }
    }

    /// From now on.
    pub fn enter(&self, phase: Phase) {
        self.phase.set(phase);
    }

    /// Lets them come until it is over.
    pub async fn come(&self, people: &mut [Person], host: &str) {
        join_all(people.iter_mut().map(|person| self.one(person, host))).await;
    }

    async fn one(&self, person: &mut Person, host: &str) {
        loop {
            let due = self.turn();
            tokio::time::sleep_until(due.into()).await;
            let phase = self.phase.get();
            if phase == Phase::Over {
                return;
            }
            person.anew(host);
            person.whole(FEDERATED).await;
            // From when it was due: who has to wait for a browser waits, too.
            self.times.borrow_mut().push((phase, due.elapsed()));
        }
    }

    /// When the next one is due.
    fn turn(&self) -> Instant {
        let number = self.next.get();
        self.next.set(number + 1);
        self.began + self.every * number
    }

    /// A markdown table.
    pub fn print(&self) {
        println!("| sign-ins | n | p50, ms | p99, ms (aim < 300) | longest, ms |\n|---|---|---|---|---|");
        for (name, phase) in [("before", Phase::Before), ("meanwhile", Phase::During), ("after", Phase::After)] {
            let times = self.times.borrow();
            let mut times: Vec<Duration> = times.iter().filter(|(at, _)| *at == phase).map(|(_, took)| *took).collect();
            times.sort_unstable();
            assert!(!times.is_empty(), "nobody signed in {name}");
            let at = |percent: usize| {
                let place = (times.len() * percent / 100).min(times.len() - 1);
                times.get(place).map_or(0.0, |took| took.as_secs_f64() * 1e3)
            };
            println!("| {name} | {} | {:.1} | {:.1} | {:.1} |", times.len(), at(50), at(99), at(100));
        }
    }
}

/// Pupils who came from the upstream once, and have an account.
pub async fn people(broker: &Broker, upstream: &Upstream) -> Vec<Person> {
    let (desk, host) = (broker.desk("ES256"), upstream.issuer.trim_start_matches("http://"));
    let mut people: Vec<Person> = (0..BROWSERS).map(|_| Person::new(&desk)).collect();
    for (n, person) in people.iter_mut().enumerate() {
        person.user = format!("u{n}");
        person.anew(host);
        first_time(person).await;
    }
    people
}
