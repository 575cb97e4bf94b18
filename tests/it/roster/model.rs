//! E13: many steps of a school's life against a model: who is missing twice leaves, holidays are quiet, what is too much
//! waits for a person.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use koppel::domain::{HoldId, RunState};
use koppel::storage::school_refreshes::{self, Pause};

use super::runs::class;
use super::school::School;
use crate::support::{TestGround, counted, figure, in_full};

const PUPILS: usize = 40;

/// A pupil's seat as the model has it: when they were first missed.
type Seats = BTreeMap<usize, Option<DateTime<Utc>>>;

/// One journal with a teacher, who is always there.
struct Model {
    seats: Seats,
    /// Who is in the feed, and who it says was taken out.
    feed: BTreeSet<usize>,
    deleted: BTreeSet<usize>,
    /// Whom a refresh took when.
    taken: Vec<(usize, DateTime<Utc>)>,
    /// Since when somebody has the seat they have.
    given: BTreeMap<usize, DateTime<Utc>>,
    /// From when on that counts.
    counts_since: Option<DateTime<Utc>>,
    paused: bool,
    /// What the open hold is about.
    hold: Option<BTreeSet<(&'static str, usize)>>,
}

/// What a refresh would do.
struct Wanted {
    leave: BTreeSet<usize>,
    sit: BTreeSet<usize>,
    lately: BTreeSet<usize>,
    given_lately: BTreeSet<usize>,
}

impl Model {
    fn new() -> Self {
        let all = 0..PUPILS;
        Self {
            seats: all.clone().map(|n| (n, None)).collect(),
            feed: all.collect(),
            deleted: BTreeSet::new(),
            taken: Vec::new(),
            given: BTreeMap::new(),
            counts_since: None,
            paused: false,
            hold: None,
        }
    }

    fn wanted(&self, now: DateTime<Utc>) -> Wanted {
        let is_due = |n: &usize, since: &Option<DateTime<Utc>>| {
            self.deleted.contains(n) || since.is_some_and(|since| now >= since + TimeDelta::hours(20))
        };
        let missing = self.seats.iter().filter(|(n, _)| !self.feed.contains(n));
        let leave = missing.filter(|(n, since)| is_due(n, since)).map(|(n, _)| *n).collect();
        let sit = self.feed.iter().filter(|n| !self.seats.contains_key(n)).copied().collect();
        let since = self.counts_since.unwrap_or(DateTime::UNIX_EPOCH).max(now - TimeDelta::hours(20));
        let lately = self.taken.iter().filter(|(n, at)| *at > since && !self.seats.contains_key(n));
        let given = self.given.iter().filter(|(n, at)| **at > since && self.seats.contains_key(*n));
        let given_lately = given.map(|(n, _)| *n).collect();
        Wanted { leave, sit, lately: lately.map(|(n, _)| *n).collect(), given_lately }
    }

    /// Whether it goes beyond a limit: a tenth of the school, a fifth of the journal, and never mind five or ten.
    fn is_too_much(&self, wanted: &Wanted) -> bool {
        let members = self.seats.len() + wanted.lately.len() + 1;
        let removed = wanted.leave.union(&wanted.lately).count();
        let takes = !wanted.leave.is_empty() && !self.paused;
        let shrinks = takes && ((removed > 5 && removed * 10 > members) || (members >= 10 && removed * 5 > members));
        let (added, before) = (wanted.sit.union(&wanted.given_lately).count(), members - wanted.given_lately.len());
        shrinks || (!wanted.sit.is_empty() && added > 10 && added * 10 > before * 3)
    }

    /// A refresh; `approved` is how far it may go beyond the guard. True when it was held.
    fn refresh(&mut self, now: DateTime<Utc>, approved: Option<&BTreeSet<(&'static str, usize)>>) -> bool {
        let wanted = self.wanted(now);
        let leave = wanted.leave.iter().map(|n| ("leave", *n));
        let difference: BTreeSet<_> = leave.chain(wanted.sit.iter().map(|n| ("sit", *n))).collect();
        let covered = approved.is_some_and(|approved| difference.is_subset(approved));
        if !covered && self.is_too_much(&wanted) {
            self.hold = Some(difference);
            return true;
        }
        self.hold = None;
        for n in &wanted.sit {
            self.seats.insert(*n, None);
            self.given.insert(*n, now);
        }
        for (n, since) in &mut self.seats {
            if self.feed.contains(n) {
                *since = None;
            }
        }
        if !self.paused {
            for n in &wanted.leave {
                self.seats.remove(n);
                self.taken.push((*n, now));
            }
            for (n, since) in &mut self.seats {
                if !self.feed.contains(n) && since.is_none() {
                    *since = Some(now);
                }
            }
        }
        if covered {
            self.counts_since = Some(now);
        }
        false
    }
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % most).unwrap()
    }
}

struct Life<'a> {
    school: School<'a>,
    model: Model,
    dice: Dice,
    done: Tally,
}

/// How often something happened that the model is there for.
#[derive(Debug, Default)]
struct Tally {
    holds: usize,
    approvals: usize,
    discards: usize,
    holidays: usize,
    /// Refreshes while seats are not taken.
    quiet: usize,
}

impl Life<'_> {
    fn now(&self) -> DateTime<Utc> {
        self.school.world.ground.now()
    }

    fn told(&self) -> Vec<(String, super::runs::Answer)> {
        let mut reading = self.school.reading("j0", class(0, self.model.feed.iter().copied()));
        reading.deleted = self.model.deleted.iter().map(|n| format!("p{n:04}")).collect();
        vec![("j0".to_owned(), Ok(reading))]
    }

    /// Something happens to the school.
    async fn step(&mut self) {
        match self.dice.below(20) {
            0..=1 => self.drop_some(3),
            2..=3 => self.drop_some(30),
            4 => self.take_out(),
            5 => self.bring_back(4),
            6 => self.bring_back(PUPILS),
            7..=10 => self.wait(),
            11 if self.model.paused || self.dice.below(3) == 0 => self.pause().await,
            12..=13 => self.approve().await,
            14 => self.discard().await,
            _ => self.refresh().await,
        }
    }

    fn drop_some(&mut self, most: u64) {
        for _ in 0..=self.dice.below(most) {
            let n = self.dice.below(PUPILS as u64);
            self.model.feed.remove(&n);
        }
    }

    fn take_out(&mut self) {
        let n = self.dice.below(PUPILS as u64);
        self.model.feed.remove(&n);
        self.model.deleted.insert(n);
    }

    fn bring_back(&mut self, most: usize) {
        let back: Vec<usize> = (0..PUPILS).filter(|n| !self.model.feed.contains(n)).take(most).collect();
        self.model.deleted.retain(|n| !back.contains(n));
        self.model.feed.extend(back);
    }

    fn wait(&mut self) {
        let hours = i64::try_from(self.dice.below(26)).unwrap();
        self.school.world.ground.clock.advance(TimeDelta::hours(hours) + TimeDelta::minutes(1));
    }

    async fn pause(&mut self) {
        let (platform, id) = (&self.school.world.platform, &self.school.world.school);
        let (from_day, until_day) = ("2026-01-01".parse().unwrap(), "2099-12-31".parse().unwrap());
        let (pause, paused) = (&Pause { from_day, until_day }, self.model.paused);
        let write = |tx| async move {
            if paused {
                school_refreshes::remove_pause(&tx, platform, id, from_day).await
            } else {
                school_refreshes::add_pause(&tx, platform, id, pause).await
            }
        };
        self.school.world.storage(write).await;
        self.model.paused = !paused;
        self.done.holidays += usize::from(!paused);
    }

    async fn refresh(&mut self) {
        let run = self.school.refresh(self.told()).await;
        let held = self.model.refresh(self.now(), None);
        assert_eq!(run.state == RunState::Held, held, "{run:?}");
        self.done.holds += usize::from(held);
        self.done.quiet += usize::from(self.model.paused);
    }

    async fn approve(&mut self) {
        let Some(hold) = self.school.open_hold().await else { return };
        let agreed = self.model.hold.take().unwrap();
        let run = self.school.approve(&hold).await;
        let run = self.school.go_on(&run, self.told()).await;
        let is_over = self.model.refresh(self.now(), Some(&agreed));
        assert_eq!(run.state == RunState::Held, is_over, "approved: {run:?}");
        self.done.approvals += 1;
    }

    async fn discard(&mut self) {
        let Some(hold) = self.school.open_hold().await else { return };
        self.school.discard(&hold).await.unwrap();
        self.model.hold = None;
        self.done.discards += 1;
    }

    async fn compare(&self, step: usize) {
        let seats: BTreeSet<String> = self.model.seats.keys().map(|n| format!("p{n:04}")).collect();
        assert_eq!(self.school.pupils("j0").await, seats, "step {step}");
        let hold: Option<HoldId> = self.school.open_hold().await.map(|hold| hold.id);
        assert_eq!(hold.is_some(), self.model.hold.is_some(), "step {step}");
    }
}

/// Lives so many steps and tells what happened in them.
async fn live(ground: TestGround, steps: usize, seed: u64) {
    let school = School::new(&ground).await;
    school.linked(&[(0, (0..PUPILS).collect())]).await;
    let mut life = Life { school, model: Model::new(), dice: Dice(seed), done: Tally::default() };
    for step in 0..steps {
        life.step().await;
        life.compare(step).await;
    }
    let (Tally { holds, approvals, discards, holidays, quiet }, taken) = (&life.done, life.model.taken.len());
    let held = format!("{holds} held, {approvals} approved, {discards} discarded");
    let told = format!("{held}, {taken} seats taken, {holidays} holidays with {quiet} refreshes");
    counted("E13", &format!("{steps} steps against a model, {}: {told}", ground.engine()));
    assert!(*holds > steps / 100 && *approvals > steps / 200 && taken > 0, "{told}");
    assert!(!in_full() || (*discards > 0 && *quiet > 0), "{told}");
    life.school.sound().await;
}

/// E13: two-strike removals, holidays, approved and discarded holds, against a model of all of it.
#[tokio::test]
async fn a_school_s_life_is_as_the_model_says() {
    let steps = figure(5_000, 300);
    live(TestGround::sqlite().await, steps, 1).await;
    live(TestGround::postgres().await, steps.min(1_000), 2).await;
}
