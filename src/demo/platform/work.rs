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
        memory.stands_for.retain(|gone, into| gone.as_str() != sub && into.as_str() != sub);
        memory.stands_for.extend(former.into_iter().map(|gone| (gone, sub.to_owned())));
    }

    /// The same as it stands in the classes: of each account, which other one stands for it now, if one does. Nobody has to
    /// sign in again to see all of their work.
    pub(super) fn follow_all<'a>(&self, told: impl Iterator<Item = (&'a str, Option<&'a str>)>) {
        let mut memory = self.memory();
        for (sub, into) in told {
            match into {
                Some(into) => memory.stands_for.insert(sub.to_owned(), into.to_owned()),
                None => memory.stands_for.remove(sub),
            };
        }
    }

    /// Every other `sub` whose work is shown under this one.
    pub(super) fn former(&self, sub: &str) -> Vec<String> {
        let memory = self.memory();
        let mut former: Vec<String> =
            memory.stands_for.iter().filter(|(_, into)| into.as_str() == sub).map(|(gone, _)| gone.clone()).collect();
        former.sort();
        former
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
