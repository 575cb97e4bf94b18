//! Where hashing happens: off the async threads, one per core at a time, behind a queue with an end.
//!
//! Each hash takes 19 MiB and tens of milliseconds. Without this, a class signing in at 08:00 would take all memory,
//! and a flood would take all threads from everybody who signs in without a password.

use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

use super::form::{self, Form, Workspace};
use super::policy::MAX_BYTES;
use crate::accounts::AccountsError;
use crate::domain::Random;

/// Waiting places per core; the last in line waits about two seconds.
const QUEUE_PER_CORE: usize = 64;
const BUSY: Busy = Busy { retry_after_seconds: 2 };

/// The queue is full: ask again later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy {
    /// Seconds to wait, for `Retry-After`.
    pub retry_after_seconds: u64,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Finding {
    /// Not the password, or none to compare with.
    Wrong,
    /// The password; with a hash to store in place of the old one, where that is due.
    Right { rehashed: Option<String> },
}

/// The one place of a process that hashes passwords. Cheap to clone.
#[derive(Debug, Clone)]
pub struct PasswordDesk {
    places: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    random: Random,
    /// A hash nobody knows the password of, for names nobody has.
    decoy: Arc<str>,
    verified: Arc<AtomicU64>,
    workspaces: Workspaces,
}

/// Memory to work in: taken for a comparison and put back after it, so that there is never more than one per place.
#[derive(Clone, Default)]
struct Workspaces(Arc<Mutex<Vec<Workspace>>>);

impl std::fmt::Debug for Workspaces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Workspaces")
    }
}

impl Workspaces {
    fn with<T>(&self, work: impl FnOnce(&mut Workspace) -> T) -> T {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut workspace = taken.unwrap_or_default();
        let done = work(&mut workspace);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(workspace);
        done
    }
}

impl PasswordDesk {
    /// A desk with one place per core.
    #[must_use]
    pub fn new(random: &Random) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        Self::with_places(random, cores, cores * QUEUE_PER_CORE)
    }

    /// A desk with `places` hashes at a time and `queue` callers in all, those at work included.
    #[must_use]
    pub fn with_places(random: &Random, places: usize, queue: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(places)),
            queue: Arc::new(Semaphore::new(queue)),
            random: random.clone(),
            decoy: form::decoy(random).into(),
            verified: Arc::default(),
            workspaces: Workspaces::default(),
        }
    }

    /// How many passwords were compared with a hash so far.
    #[must_use]
    pub fn verifications(&self) -> u64 {
        self.verified.load(Ordering::Relaxed)
    }

    /// Compares `password` with a stored hash, or with a decoy when there is none.
    pub(super) async fn verify(
        &self,
        stored: Option<&str>,
        password: &str,
    ) -> Result<Result<Finding, Busy>, AccountsError> {
        let stored: Arc<str> = stored.map_or_else(|| self.decoy.clone(), Arc::from);
        let (random, typed) = (self.random.clone(), bounded(password));
        let (verified, workspaces) = (self.verified.clone(), self.workspaces.clone());
        let work = move || {
            let finding = workspaces.with(|workspace| verify_now(&random, &stored, &typed, workspace));
            verified.fetch_add(1, Ordering::Relaxed);
            finding
        };
        self.at_work(work).await
    }

    /// Hashes a new password that [`weakness`](super::weakness) has nothing against.
    ///
    /// # Errors
    /// Hashing failed.
    pub async fn hash(&self, password: &str) -> Result<Result<String, Busy>, AccountsError> {
        let (random, composed) = (self.random.clone(), compose(password));
        let made = self.at_work(move || form::hash(&random, &composed)).await?;
        Ok(match made {
            Ok(hash) => Ok(hash.map_err(AccountsError::Hashing)?),
            Err(busy) => Err(busy),
        })
    }

    /// The answer to whoever would come now, when every place in the queue is taken.
    pub(super) fn full(&self) -> Option<Busy> {
        (self.queue.available_permits() == 0).then_some(BUSY)
    }

    async fn at_work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Result<T, Busy>, AccountsError> {
        let Ok(waiting) = self.queue.clone().try_acquire_owned() else {
            return Ok(Err(BUSY));
        };
        let stopped = || AccountsError::Hashing("the desk is closed".to_owned());
        let place = self.places.clone().acquire_owned().await.map_err(|_| stopped())?;
        let done = tokio::task::spawn_blocking(move || {
            // Held until the work is done, also when whoever asked has gone away.
            let _held = (waiting, place);
            work()
        });
        done.await.map(Ok).map_err(|error| AccountsError::Hashing(error.to_string()))
    }
}

fn verify_now(random: &Random, stored: &str, typed: &str, workspace: &mut Workspace) -> Finding {
    let Ok(form) = Form::parse(stored) else { return Finding::Wrong };
    let composed = compose(typed);
    let matched = if form.verifies_in(&composed, workspace) {
        composed
    } else if composed != typed && form.verifies_in(typed, workspace) {
        typed.to_owned()
    } else {
        return Finding::Wrong;
    };
    let rehashed = if form.wants_rehash(&matched) { form::hash(random, &compose(&matched)).ok() } else { None };
    Finding::Right { rehashed }
}

fn compose(password: &str) -> String {
    password.nfc().collect()
}

/// Longer texts are nobody's password: they are compared as one that is.
fn bounded(password: &str) -> String {
    if password.len() <= MAX_BYTES && !password.contains('\0') { password.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn desk() -> PasswordDesk {
        PasswordDesk::with_places(&Random::counter(1), 1, 1)
    }

    #[tokio::test]
    async fn what_was_hashed_is_verified_in_either_composition() {
        let desk = desk();
        let stored = desk.hash("jõgi on lai").await.unwrap().unwrap();
        for typed in ["jõgi on lai", "jo\u{303}gi on lai"] {
            let found = desk.verify(Some(&stored), typed).await.unwrap().unwrap();
            assert_eq!(found, Finding::Right { rehashed: None }, "{typed}");
        }
        assert_eq!(desk.verify(Some(&stored), "jogi on lai").await.unwrap().unwrap(), Finding::Wrong);
    }

    #[tokio::test]
    async fn a_platform_that_hashed_what_was_typed_is_understood() {
        let typed = "jo\u{303}gi";
        let stored = bcrypt::hash(typed, 4).unwrap();
        let found = desk().verify(Some(&stored), typed).await.unwrap().unwrap();
        let Finding::Right { rehashed: Some(rehashed) } = found else { panic!("verified and hashed anew") };
        assert!(Form::parse(&rehashed).unwrap().verifies("jõgi"));
    }

    #[tokio::test]
    async fn a_missing_account_is_compared_too_and_nothing_fits() {
        let desk = desk();
        for typed in ["", "a", &"x".repeat(5_000)] {
            assert_eq!(desk.verify(None, typed).await.unwrap().unwrap(), Finding::Wrong);
        }
    }

    #[tokio::test]
    async fn a_full_queue_says_so_at_once() {
        let desk = desk();
        let _waiting = desk.queue.clone().try_acquire_owned().unwrap();
        assert!(desk.verify(None, "x").await.unwrap().is_err());
        assert!(desk.hash("x").await.unwrap().is_err());
    }

    #[tokio::test]
    async fn a_caller_who_leaves_frees_the_place_only_when_the_work_is_done() {
        let desk = desk();
        let leaving = tokio::time::timeout(std::time::Duration::from_millis(1), desk.hash("kauaks")).await;
        assert!(leaving.is_err());
        assert_eq!(desk.queue.available_permits(), 0);
        let _place = desk.places.acquire().await.unwrap();
        assert_eq!(desk.queue.available_permits(), 1);
    }
}
