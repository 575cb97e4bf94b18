//! The work that the platform keeps. Each task stays under the `sub` it was finished with; whoever is known by more than one
//! `sub` sees the work of all of them. So nothing is copied, and what the broker takes back is as it was.

use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;

use super::{Inner, Shared};
use crate::demo::history::{Task, next_task, old_sub, tasks};

impl Inner {
    /// The broker said who this is, and by which subs they were known before: all of them, each time.
    pub(super) fn follow(&self, sub: &str, former: Vec<String>) {
        let mut memory = self.memory();
        // Somebody who signs in with it has it back.
        for known in memory.former.values_mut() {
            known.retain(|one| one != sub);
        }
        memory.former.insert(sub.to_owned(), former);
    }

    /// Everything that whoever has this `sub` finished, newest first; nothing for an account that was made at a first sign-in.
    pub(super) fn tasks(&self, sub: &str) -> Vec<Task> {
        let former = self.memory().former.get(sub).cloned().unwrap_or_default();
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
