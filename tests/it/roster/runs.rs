//! Refreshes of a school with made-up readings, from the wish to the end.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use koppel::domain::{
    Actor, Completeness, HoldId, HoldReason, JournalOutcome, JournalState, LimitPassed, Member, PartialRead, Reading,
    Role, RosterSubject, RunCause, RunState,
};
use koppel::roster::refresh::{self, Decision, Heard, Scope, Wish};
use koppel::storage::holds::{self, Hold};
use koppel::storage::journal_runs;
use koppel::storage::journals::{self, Journal};
use koppel::storage::refresh_runs::{self, RefreshRun};
use koppel::storage::school_refreshes::{self, Pause, SchoolRefresh};
use koppel::storage::{Durability, StorageError};
use koppel::upstream::{JournalError, UpstreamError};

use super::school::{School, member, pupil};

/// What an upstream answers when it is asked for a journal.
pub type Answer = Result<Reading, JournalError>;

pub fn silent() -> Answer {
    Err(JournalError::Upstream(UpstreamError::Unreachable { retry_after_seconds: None }))
}

/// A teacher and these pupils.
pub fn class(journal: usize, pupils: impl IntoIterator<Item = usize>) -> Vec<Member> {
    let teacher = member(9_000 + journal, Role::Teacher);
    pupils.into_iter().map(pupil).chain([teacher]).collect()
}

/// Journals of ten pupils each: the pupils of journal `n` are `10 n` to `10 n + 9`.
pub fn tens(journal: usize) -> std::ops::Range<usize> {
    journal * 10..journal * 10 + 10
}

impl School<'_> {
    pub fn scope(&self) -> Scope {
        let (platform, school) = (self.world.platform.clone(), self.world.school.clone());
        Scope { platform, school, upstream: "ekool".parse().unwrap(), journal: None }
    }

    /// Links journals of these pupils, long enough ago that they are not young.
    pub async fn linked(&self, journals: &[(usize, Vec<usize>)]) {
        for (n, pupils) in journals {
            self.apply(&self.reading(&format!("j{n}"), class(*n, pupils.iter().copied()))).await;
        }
        self.world.ground.clock.advance(TimeDelta::days(31));
    }

    /// A reading of a journal with these pupils now.
    pub fn told(&self, journal: usize, pupils: impl IntoIterator<Item = usize>) -> (String, Answer) {
        let name = format!("j{journal}");
        (name.clone(), Ok(self.reading(&name, class(journal, pupils))))
    }

    /// The same, cut off.
    pub fn told_in_part(&self, journal: usize, pupils: impl IntoIterator<Item = usize>) -> (String, Answer) {
        let (name, answer) = self.told(journal, pupils);
        let completeness = Completeness::Partial(PartialRead::PageMissing);
        (name, answer.map(|reading| Reading { completeness, ..reading }))
    }

    pub async fn journal(&self, name: &str) -> Journal {
        let scope = self.scope();
        let (platform, school, upstream) = (&scope.platform, &scope.school, &scope.upstream);
        let all = self
            .world
            .storage(|tx| async move { journals::list_of_school(&tx, platform, school, upstream).await })
            .await;
        all.into_iter().find(|journal| journal.external_id == name).unwrap()
    }

    /// A refresh of all that is heard, at the school's wish.
    pub async fn refresh(&self, heard: Vec<(String, Answer)>) -> RefreshRun {
        self.refresh_as(RunCause::School, None, heard).await
    }

    /// A refresh of the one journal that is heard.
    pub async fn refresh_one(&self, heard: (String, Answer)) -> RefreshRun {
        let journal = self.journal(&heard.0).await.id;
        let scope = Scope { journal: Some(journal), ..self.scope() };
        self.carry_out(&scope, Wish::plain(RunCause::School, &root()), vec![heard]).await
    }

    pub async fn refresh_as(&self, cause: RunCause, hold: Option<&HoldId>, heard: Vec<(String, Answer)>) -> RefreshRun {
        let actor = root();
        self.carry_out(&self.scope(), Wish { hold, ..Wish::plain(cause, &actor) }, heard).await
    }

    pub async fn carry_out(&self, scope: &Scope, wish: Wish<'_>, heard: Vec<(String, Answer)>) -> RefreshRun {
        let asked = refresh::ask(self.world.ground, scope, wish).await.unwrap().unwrap();
        self.go_on(&asked, heard).await
    }

    /// Begins a refresh that was asked for, and brings it to its end or puts it off.
    pub async fn go_on(&self, run: &RefreshRun, heard: Vec<(String, Answer)>) -> RefreshRun {
        let (ground, now) = (self.world.ground, self.world.ground.now());
        let start = |tx| async move { refresh_runs::start(&tx, &run.id, now).await };
        let run = &ground.db.write(Durability::Relaxed, start).await.unwrap().unwrap();
        let mut rows: Vec<Heard> = Vec::new();
        for (name, answer) in heard {
            rows.push((self.journal(&name).await, answer));
        }
        refresh::settle(ground, run, RosterSubject::SameAsLogin, rows).await.unwrap();
        self.world.storage(|tx| async move { refresh_runs::find(&tx, &run.id).await }).await.unwrap()
    }

    /// What became of each journal, by its name.
    pub async fn outcomes(&self, run: &RefreshRun) -> Vec<JournalOutcome> {
        let rows = self.world.storage(|tx| async move { journal_runs::list_of_run(&tx, &run.id).await }).await;
        let mut told = Vec::new();
        for row in rows {
            let journal = self.world.storage(|tx| {
                let id = row.journal_id.clone();
                async move { journals::find(&tx, &id).await }
            });
            told.push((journal.await.unwrap().external_id, row.outcome));
        }
        told.sort();
        told.into_iter().map(|(_, outcome)| outcome).collect()
    }

    /// The open hold about the whole school.
    pub async fn open_hold(&self) -> Option<Hold> {
        self.open_hold_about(None).await
    }

    pub async fn open_hold_about(&self, journal: Option<&str>) -> Option<Hold> {
        let journal = match journal {
            Some(name) => Some(self.journal(name).await.id),
            None => None,
        };
        let (scope, journal) = (&self.scope(), journal.as_ref());
        let place = (&scope.platform, &scope.school, &scope.upstream);
        self.world.storage(|tx| async move { holds::find_open(&tx, place, journal).await }).await
    }

    /// Approves a hold; answers the refresh that is asked for, if one is.
    pub async fn let_pass(&self, hold: &Hold) -> Option<RefreshRun> {
        let (actor, reason) = (&root(), "compared with the list on paper");
        refresh::approve(self.world.ground, hold, Decision { actor, by: "Anu Kask", reason }).await.unwrap()
    }

    /// The same of a refresh; answers the one that may go as far.
    pub async fn approve(&self, hold: &Hold) -> RefreshRun {
        self.let_pass(hold).await.unwrap()
    }

    pub async fn discard(&self, hold: &Hold) -> Result<(), StorageError> {
        let (actor, reason) = (&root(), "the feed is broken");
        refresh::discard(self.world.ground, hold, Decision { actor, by: "Anu Kask", reason }).await
    }

    pub async fn wish(&self, change: impl FnOnce(&mut SchoolRefresh)) {
        let (platform, school) = (&self.world.platform, &self.world.school);
        let mut row = self.world.storage(|tx| async move { school_refreshes::find(&tx, platform, school).await }).await;
        change(&mut row);
        let row = &row;
        self.world.storage(|tx| async move { school_refreshes::put(&tx, row).await }).await;
    }

    /// Two months of holidays begin today.
    pub async fn pause(&self) {
        let (platform, school) = (&self.world.platform, &self.world.school);
        let today = self.world.ground.now().date_naive();
        let pause = &Pause { from_day: today, until_day: today + TimeDelta::days(60) };
        self.world.storage(|tx| async move { school_refreshes::add_pause(&tx, platform, school, pause).await }).await;
    }

    /// Subjects of pupils with a live seat in a journal.
    pub async fn pupils(&self, journal: &str) -> BTreeSet<String> {
        let id = &self.journal(journal).await.id;
        let seats = self.world.storage(|tx| async move { koppel::storage::seats::list_live(&tx, id).await }).await;
        seats.into_iter().map(|seat| seat.subject).filter(|subject| !subject.starts_with("p9")).collect()
    }

    pub async fn live_seats(&self) -> i64 {
        self.world.count("SELECT COUNT(*) AS n FROM seat WHERE ended_at IS NULL").await
    }

    pub async fn state(&self, journal: &str) -> JournalState {
        self.journal(journal).await.state
    }
}

pub fn root() -> Actor {
    Actor::Cli("root".into())
}

pub fn is_held(run: &RefreshRun) -> bool {
    run.state == RunState::Held
}

/// Ten journals of ten pupils and a teacher each. A hundred pupils and ten teachers: a tenth of them are eleven.
pub async fn ten_journals(school: &School<'_>) {
    let journals: Vec<_> = (0..10).map(|n| (n, tens(n).collect())).collect();
    school.linked(&journals).await;
}

/// What eKool tells when so many pupils are gone, as evenly spread as they come.
pub fn without(school: &School<'_>, gone: usize) -> Vec<(String, Answer)> {
    let share = |n: usize| gone / 10 + usize::from(n < gone % 10);
    (0..10).map(|n| school.told(n, tens(n).skip(share(n)))).collect()
}

pub fn reasons(hold: &Hold) -> Vec<HoldReason> {
    let told: Vec<LimitPassed> = serde_json::from_str(&hold.reasons).unwrap();
    let mut told: Vec<_> = told.into_iter().map(|reason| reason.limit).collect();
    told.sort();
    told.dedup();
    told
}
