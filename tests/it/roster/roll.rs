//! Whole rosters: the same as their journals one by one, only what moved, and never past the guard.

use std::collections::BTreeMap;
use std::sync::Mutex;

use chrono::TimeDelta;
use koppel::domain::{
    Actor, HoldReason, JournalId, JournalOutcome, Member, NewAccounts, PersonName, Role, RosterSubject, RunCause,
    RunState,
};
use koppel::roster::roll::{self, Bringing, Brought, Left, Roll, Stop, Told};
use koppel::storage::{journal_runs, refresh_runs};

use super::runs::class;
use super::school::{School, given, member, pupil};
use crate::support::{TestGround, both_engines, counted, figure, seed};

koppel::row! {
    /// One line of what is stored.
    pub struct Line {
        /// The line.
        pub line: String,
    }
}

/// Who sits where, who waits for what, who is linked, and how far the journals were applied: by names, not by ids.
const STATE: [&str; 5] = [
    "SELECT j.external_id || ' ' || p.subject || ' ' || s.role || CASE WHEN s.ended_at IS NOT NULL THEN ' ' || s.end_reason \
     WHEN s.absent_since IS NOT NULL THEN ' missed' ELSE '' END AS line FROM seat s JOIN journal j ON j.id = s.journal_id \
     JOIN roster_person p ON p.id = s.person_id ORDER BY line",
    "SELECT p.subject || ' ' || COALESCE(p.given_name, '-') || ' ' || COALESCE(p.class_name, '-') || ' ' || p.digest AS line \
     FROM roster_person p ORDER BY line",
    "SELECT p.subject || ' ' || s.state || ' ' || COALESCE(s.reason, '-') || ' ' || s.decided_by AS line FROM standing s \
     JOIN roster_person p ON p.id = s.person_id ORDER BY line",
    "SELECT l.subject || ' ' || a.name_folded || ' ' || a.origin AS line FROM link l JOIN account a ON a.id = l.account_id \
     ORDER BY line",
    "SELECT external_id || ' ' || name || ' ' || state || ' ' || COALESCE(applied_digest, '-') || ' ' || \
     COALESCE(applied_rules, '-') || CASE WHEN has_absences = TRUE THEN ' misses' ELSE '' END AS line FROM journal ORDER BY line",
];

impl School<'_> {
    pub async fn stored(&self) -> Vec<String> {
        let mut all = Vec::new();
        for sql in STATE {
            let lines = self.world.storage(|tx| async move { tx.list::<Line>(sql, vec![]).await }).await;
            all.extend(lines.into_iter().map(|row| row.line));
        }
        all
    }

    pub fn roll(&self, journals: &[(&str, Vec<Member>)]) -> Roll {
        let none = Roll::new("ekool".parse().unwrap(), String::new(), self.world.ground.now());
        none.with(journals.iter().map(|(name, members)| self.reading(name, members.clone())))
    }

    pub async fn try_bring(&self, roll: &Roll, dry_run: bool) -> Result<Brought, Stop> {
        let (scope, actor) = (self.scope(), Actor::Job("test"));
        let roster_subject = RosterSubject::SameAsLogin;
        let how = Bringing { scope: &scope, roster_subject, actor: &actor, dry_run };
        roll::bring(&self.world.ground.ground(), roll, how, &|_| ()).await.unwrap()
    }

    /// Runs that somebody could still take in hand.
    async fn open_runs(&self) -> i64 {
        self.world.count("SELECT COUNT(*) AS n FROM refresh_run WHERE ended_at IS NULL").await
    }

    pub async fn bring(&self, roll: &Roll) -> Brought {
        self.try_bring(roll, false).await.unwrap()
    }
}

fn applied(brought: &Brought) -> (usize, usize, bool) {
    (brought.applied, brought.unchanged, brought.held)
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// A school's journals as they change from day to day.
struct Days {
    dice: Dice,
    journals: BTreeMap<String, Vec<usize>>,
    classes: BTreeMap<usize, String>,
}

impl Days {
    fn new(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let journals = (0..8).map(|n| (format!("j{n}"), (0..12).map(|_| dice.below(40)).collect())).collect();
        Self { dice, journals, classes: BTreeMap::new() }
    }

    /// A pupil joins here and leaves there; another one moves to another class; every now and then a new journal begins.
    fn next(&mut self) {
        for _ in 0..=self.dice.below(3) {
            let (journal, who) = (self.dice.below(self.journals.len()), self.dice.below(60));
            let people = self.journals.values_mut().nth(journal).unwrap();
            people.push(who);
            let gone = self.dice.below(people.len());
            people.remove(gone);
            let class = format!("{}A", 1 + self.dice.below(9));
            self.classes.insert(self.dice.below(60), class);
        }
        if self.dice.below(4) == 0 {
            let people = (0..5).map(|_| self.dice.below(60)).collect();
            self.journals.insert(format!("n{}", self.journals.len()), people);
        }
    }

    fn told(&self) -> Vec<(&str, Vec<Member>)> {
        let who = |n: usize| {
            let class_name = self.classes.get(&n).cloned().or(Some("5B".into()));
            Member { class_name, ..if n.is_multiple_of(11) { member(n, Role::Teacher) } else { pupil(n) } }
        };
        let each = self.journals.iter();
        each.map(|(name, people)| (name.as_str(), people.iter().map(|n| who(*n)).collect())).collect()
    }
}

/// One school takes whole rosters, another the same journals one by one: whatever the days bring, they are the same.
async fn compare(grounds: [TestGround; 2], wish: NewAccounts, seed: u64, days: usize) {
    let [mut whole, mut single] = [School::new(&grounds[0]).await, School::new(&grounds[1]).await];
    for school in [&mut whole, &mut single] {
        school.terms.new_accounts = wish;
        if wish == NewAccounts::AskSchool {
            school.world.sql("UPDATE platform_school SET new_accounts = 'ask_school'").await;
        }
        school.opiq_case().await;
    }
    let mut life = Days::new(seed);
    let mut held = 0;
    for day in 0..days {
        let told = life.told();
        let brought = whole.bring(&whole.roll(&told)).await;
        held += usize::from(brought.held);
        for (name, members) in told.iter().filter(|_| !brought.held) {
            single.apply(&single.reading(name, members.clone())).await;
        }
        assert_eq!(whole.stored().await, single.stored().await, "day {day} of seed {seed}");
        let again = whole.bring(&whole.roll(&told)).await;
        assert_eq!((again.counts, again.left.len()), (Brought::default().counts, 0), "twice is once");
        life.next();
        for school in [&whole, &single] {
            school.world.ground.clock.advance(TimeDelta::hours(24));
        }
    }
    assert!(held < days / 2, "{held} of {days} days were held");
    whole.sound().await;
}

/// E7: whole or journal by journal, in any order, twice or once.
#[tokio::test]
async fn a_roster_is_the_same_as_its_journals_one_by_one() {
    let (seeds, days) = (figure(20, 2), figure(40, 10));
    for seed in 0..u64::try_from(seeds).unwrap() {
        let wish = if seed % 2 == 0 { NewAccounts::Create } else { NewAccounts::AskSchool };
        compare([TestGround::sqlite().await, TestGround::sqlite().await], wish, seed, days).await;
    }
    compare([TestGround::postgres().await, TestGround::postgres().await], NewAccounts::Create, 7, days).await;
    counted("E7", &format!("{seeds} schools of {days} days, whole rosters and journals one by one"));
}

/// Whoever looks on hears of people, each once, in however many journals they are.
#[tokio::test]
async fn how_far_a_roster_is_is_told_in_people() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        let roll = school.roll(&[("j0", class(0, 0..10)), ("j1", class(1, 5..15))]);
        let (scope, actor, told) = (school.scope(), Actor::Job("test"), Mutex::new(Vec::new()));
        let roster_subject = RosterSubject::SameAsLogin;
        let how = Bringing { scope: &scope, roster_subject, actor: &actor, dry_run: false };
        let hear = |at: Told| told.lock().unwrap().push(at);
        roll::bring(&ground, &roll, how, &hear).await.unwrap().unwrap();
        let told = told.into_inner().unwrap();
        for doing in ["comparing", "applying"] {
            let last = told.iter().rfind(|at| at.doing == doing).copied();
            assert_eq!(last, Some(Told { doing, journals: (2, 2), people: (17, 17) }));
        }
    })
    .await;
}

#[tokio::test]
async fn only_what_moved_is_looked_into_and_twice_changes_nothing() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        let journals = [("j0", class(0, 0..10)), ("j1", class(1, 5..15)), ("j2", class(2, 0..20))];
        let first = school.bring(&school.roll(&journals)).await;
        assert_eq!((applied(&first), first.counts.joined, first.counts.born), ((3, 0, false), 43, 23));
        let after = school.everything().await;
        ground.clock.advance(TimeDelta::hours(24));
        let second = school.bring(&school.roll(&journals)).await;
        assert_eq!((applied(&second), school.everything().await), ((0, 3, false), after));
        let [zero, one, _] = &journals;
        let moved = [zero.clone(), one.clone(), ("j2", class(2, 0..21))];
        let third = school.bring(&school.roll(&moved)).await;
        assert_eq!((applied(&third), third.counts.joined, third.counts.born), ((1, 2, false), 1, 1));
        school.sound().await;
    })
    .await;
}

const RUNS: &str = "SELECT COUNT(*) AS n FROM refresh_run WHERE cause = 'file' AND ended_at IS NOT NULL";

/// A file stands in the history as a refresh does: the run, and a line for each journal that was looked into.
#[tokio::test]
async fn what_a_roster_did_stands_in_the_history_of_its_journals() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.bring(&school.roll(&[("j0", class(0, 0..10)), ("j1", class(1, 0..12))])).await;
        let (journal, other) = (school.journal("j0").await.id, school.journal("j1").await.id);
        let lines = async |journal: &JournalId| {
            school.world.storage(|tx| async move { journal_runs::list_of_journal(&tx, journal).await }).await
        };
        let first = lines(&journal).await;
        assert_eq!((first.len(), first[0].cause, first[0].outcome), (1, RunCause::File, JournalOutcome::Applied));
        assert_eq!((first[0].joined, first[0].departed, first[0].asked_by.as_str()), (11, 0, "job:test"));
        let find = |tx: koppel::storage::Tx| {
            let id = first[0].run_id.clone();
            async move { refresh_runs::find(&tx, &id).await }
        };
        let run = school.world.storage(find).await.unwrap();
        assert_eq!((run.state, run.problem, run.journals, run.settled), (RunState::Done, None, 2, 2));
        // Names of a journal change every day; the other one stays as it is.
        for day in 0..35 {
            ground.clock.advance(TimeDelta::hours(24));
            let mut reading = school.reading("j0", class(0, 0..10));
            reading.journal.name = format!("Ajalugu {day}");
            let none = Roll::new("ekool".parse().unwrap(), String::new(), ground.now());
            school.bring(&none.with([reading, school.reading("j1", class(1, 0..12))])).await;
        }
        assert_eq!((lines(&journal).await.len(), lines(&other).await.len()), (30, 1), "the last thirty");
        assert_eq!((school.world.count(RUNS).await, school.open_runs().await), (36, 0));
        let before = school.world.count(RUNS).await;
        school.try_bring(&school.roll(&[("j0", class(0, 0..11))]), true).await.unwrap();
        assert_eq!(school.world.count(RUNS).await, before, "a dry run leaves nothing");
        school.sound().await;
    })
    .await;
}

/// A clock that runs, a word of a person, other wishes of the school: what no roster tells is not passed over.
#[tokio::test]
async fn an_equal_digest_is_not_all_that_counts() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        let day = |pupils: std::ops::Range<usize>| school.roll(&[("j0", class(0, pupils)), ("j1", class(1, 0..12))]);
        school.bring(&day(0..12)).await;
        ground.clock.advance(TimeDelta::hours(24));
        assert_eq!(school.bring(&day(0..11)).await.counts.missing, 1);
        ground.clock.advance(TimeDelta::hours(24));
        assert_eq!(school.bring(&day(0..11)).await.counts.left, 1, "the second read without somebody");
        assert_eq!(applied(&school.bring(&day(0..11)).await), (0, 2, false));
        school.world.sql("UPDATE platform_school SET new_accounts = 'ask_school'").await;
        assert_eq!(applied(&school.bring(&day(0..11)).await), (2, 0, false));
        // Somebody waits because of an account that may go away.
        school.world.pupil("77", &given(77), 2014).await;
        let told = [("j0", class(0, (0..11).chain([77]))), ("j1", class(1, 0..12))];
        assert_eq!(school.bring(&school.roll(&told)).await.counts.joined, 1);
        assert_eq!(applied(&school.bring(&school.roll(&told)).await), (1, 1, false));
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn the_guard_holds_a_roster_and_a_dry_run_writes_nothing() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        let full = school.roll(&[("j0", class(0, 0..20)), ("j1", class(1, 20..40))]);
        let dry = school.try_bring(&full, true).await.unwrap();
        assert_eq!(
            (dry.applied, dry.counts.born, school.world.count("SELECT COUNT(*) AS n FROM journal").await),
            (2, 42, 0)
        );
        school.bring(&full).await;
        ground.clock.advance(TimeDelta::days(31));
        let half = |school: &School<'_>| school.roll(&[("j0", class(0, 0..8)), ("j1", class(1, 20..40))]);
        assert_eq!(school.bring(&half(&school)).await.counts.missing, 12);
        ground.clock.advance(TimeDelta::hours(24));
        let before = school.everything().await;
        let held = school.bring(&half(&school)).await;
        let limits: Vec<_> = held.reasons.iter().map(|(reason, name)| (reason.limit, name.as_deref())).collect();
        assert_eq!(limits, [(HoldReason::RemovedJournal, Some("j0")), (HoldReason::RemovedSchool, None)]);
        let but_the_hold: Vec<i64> =
            before.iter().enumerate().map(|(place, count)| count + i64::from(place == 8)).collect();
        assert_eq!((held.held, held.applied, school.everything().await), (true, 0, but_the_hold), "one audit row more");
        school.sound().await;
    })
    .await;
}

/// Another school of the platform, to which a journal belongs.
const ANOTHER_SCHOOL: [&str; 3] = [
    "INSERT INTO school (id, name, country, time_zone, created_at) \
     SELECT 'ehis:9', 'Teine Kool', country, time_zone, created_at FROM school",
    "INSERT INTO platform_school (platform_id, school_id, pupils_keep_session, new_accounts, created_at) \
     SELECT platform_id, 'ehis:9', pupils_keep_session, new_accounts, created_at FROM platform_school",
    "UPDATE journal SET school_id = 'ehis:9' WHERE external_id = 'j1'",
];

#[tokio::test]
async fn who_is_protected_is_erased_and_a_journal_of_another_school_is_left() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.bring(&school.roll(&[("j0", class(0, 0..10)), ("j1", class(1, 0..10))])).await;
        let hide = |mut people: Vec<Member>| {
            people[3].protected = Some(true);
            people
        };
        let told = [("j0", hide(class(0, 0..10))), ("j1", hide(class(1, 0..10)))];
        school.bring(&school.roll(&told)).await;
        let traces = "SELECT COUNT(*) AS n FROM roster_person WHERE subject = 'p0003'";
        assert_eq!(school.world.count(traces).await, 0);
        for sql in ANOTHER_SCHOOL {
            school.world.sql(sql).await;
        }
        let brought = school.bring(&school.roll(&told)).await;
        assert_eq!(
            (applied(&brought), &brought.left[..]),
            ((0, 1, false), &[("j1".to_owned(), Left::OtherSchool)][..])
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_switched_off_or_waits_takes_no_roster() {
    let ground = TestGround::sqlite().await;
    let school = School::new(&ground).await;
    let all: Vec<(usize, Vec<usize>)> = (0..10).map(|n| (n, super::runs::tens(n).collect())).collect();
    school.linked(&all).await;
    school.refresh(super::runs::without(&school, 30)).await;
    ground.clock.advance(TimeDelta::hours(21));
    school.refresh(super::runs::without(&school, 30)).await;
    assert!(school.open_hold().await.is_some());
    let roll = school.roll(&[("j0", class(0, 0..10))]);
    assert_eq!(school.try_bring(&roll, false).await, Err(Stop::Waits));
    school.world.sql("DELETE FROM refresh_hold").await;
    school.world.sql("UPDATE upstream SET disabled_at = created_at").await;
    assert_eq!(school.try_bring(&roll, false).await, Err(Stop::SwitchedOff));
}

#[tokio::test]
async fn who_is_linked_already_is_not_made_again() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        let account = school.world.pupil("1", "Uku", 2014).await;
        seed::link(&ground, &account, "p0001").await;
        let renamed =
            Member { name: PersonName { given: Some("Uku".into()), family: Some("Tamm".into()) }, ..pupil(1) };
        let brought =
            school.bring(&school.roll(&[("j0", vec![pupil(0), renamed.clone()]), ("j1", vec![renamed])])).await;
        assert_eq!((brought.counts.born, school.world.count("SELECT COUNT(*) AS n FROM link").await), (1, 2));
        school.sound().await;
    })
    .await;
}
