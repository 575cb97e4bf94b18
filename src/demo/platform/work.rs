//! The work that the platform keeps. Each task stays under the `sub` it was finished with; whoever is known by more than one
//! `sub` sees the work of all of them. So nothing is copied, and what the broker takes back is as it was.

use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;

use super::{Inner, Memory, Shared};
use crate::demo::history::{Task, next_task, old_sub, tasks};

/// Which `sub` stands for one, as was said last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    /// None: it stands for itself.
    into: Option<String>,
    /// As of when, in seconds since 1970.
    at: i64,
}

impl Memory {
    /// Which `sub` stands for this one as of then. The broker says it in ID tokens, in the classes and in events: what was said
    /// of an earlier moment does not undo what was said of a later one.
    pub(super) fn stand(&mut self, sub: &str, into: Option<&str>, at: i64) {
        if self.stands_for.get(sub).is_none_or(|known| known.at <= at) {
            self.stands_for.insert(sub.to_owned(), Standing { into: into.map(str::to_owned), at });
        }
    }

    /// Every other `sub` whose work is shown under this one.
    pub(super) fn former(&self, sub: &str) -> Vec<String> {
        let into = self.stands_for.iter().filter(|(_, standing)| standing.into.as_deref() == Some(sub));
        let mut former: Vec<String> = into.map(|(gone, _)| gone.clone()).collect();
        former.sort();
        former
    }
}

impl Inner {
    /// The broker said who this is, and by which subs they were known before: all of them, each time.
    pub(super) fn follow(&self, sub: &str, former: &[String], at: i64) {
        let mut memory = self.memory();
        // Somebody who signs in with it has it back.
        memory.stand(sub, None, at);
        for over in memory.former(sub).iter().filter(|known| !former.contains(known)) {
            memory.stand(over, None, at);
        }
        for gone in former {
            memory.stand(gone, Some(sub), at);
        }
    }

    /// The same as it stands in the classes: of each account, which other one stands for it, and as of when. Nobody has to
    /// sign in again to see all of their work.
    pub(super) fn follow_all<'a>(&self, told: impl Iterator<Item = (&'a str, Option<&'a str>, i64)>) {
        let mut memory = self.memory();
        for (sub, into, at) in told {
            memory.stand(sub, into, at);
        }
    }

    /// Every other `sub` whose work is shown under this one.
    pub(super) fn former(&self, sub: &str) -> Vec<String> {
        self.memory().former(sub)
    }

    /// Everything that whoever has this `sub` finished, newest first; nothing for an account that was made at a first sign-in.
    pub(super) fn tasks(&self, sub: &str) -> Vec<Task> {
        let former = self.former(sub);
        let subs = std::iter::once(sub).chain(former.iter().map(String::as_str));
        let mut all: Vec<Task> = subs.flat_map(|sub| self.finished_with(sub)).collect();
        all.sort_by_key(|task| std::cmp::Reverse(task.finished_on));
        all
    }

    fn finished_with(&self, sub: &str) -> Vec<Task> {
        let mut own = self.memory().finished.get(sub).cloned().unwrap_or_default();
        own.reverse();
        let person = self.people.iter().find(|person| old_sub(person).as_deref() == Some(sub));
        own.extend(person.map(|person| tasks(person, self.options.clock.now().date_naive())).unwrap_or_default());
        own
    }
}

/// `POST /finish`: one more task is done.
pub(super) async fn finish(State(platform): State<Shared>, jar: CookieJar) -> Response {
    if let Some(session) = platform.session(&jar) {
        let today = platform.options.clock.now().date_naive();
        let mut memory = platform.memory();
        let finished = memory.finished.entry(session.sub).or_default();
        finished.extend(next_task(finished.len(), today));
    }
    Redirect::to("/").into_response()
}
