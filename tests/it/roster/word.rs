//! "This pupil has no other account": what a teacher's word does, and how far it can be taken back.

use chrono::TimeDelta;
use koppel::domain::{Actor, Completeness, NewAccounts, PartialRead, Reading, RunState, SeatState};
use koppel::linking::{Answer, Decision};
use koppel::roster::{self, RosterError, Word};
use koppel::storage::school_refreshes::{self, Pause};
use koppel::storage::{Durability, Tx};

use super::runs::is_held;
use super::school::pupil;
use crate::linking::class::Class;
use crate::support::{TestGround, both_engines};

const BORN: &str = "SELECT COUNT(*) AS n FROM account WHERE origin = 'roster'";
const SAID: &str = "SELECT COUNT(*) AS n FROM audit a JOIN event e ON e.audit_id = a.id WHERE a.action LIKE 'seat.%'";

pub async fn say(class: &Class<'_>, n: usize, word: Word) -> Result<(), RosterError> {
    let person = class.person(n).await;
    say_of(class, &person, word).await
}

async fn say_of(class: &Class<'_>, person: &koppel::domain::RosterPersonId, word: Word) -> Result<(), RosterError> {
    let (ground, actor) = (&class.world().ground.ground(), &Actor::Cli("teacher".into()));
    let write = |tx: Tx| async move { roster::say(&tx, ground, (&class.journal, person), word, actor).await };
    ground.db.write(Durability::Durable, write).await
}

/// The next run, though the journal is what it was.
pub async fn refresh(class: &Class<'_>, pupils: usize) {
    class.world().ground.clock.advance(TimeDelta::hours(24));
    class.school.apply(&class.school.reading("j1", (0..pupils).map(pupil).collect())).await;
}

#[tokio::test]
async fn a_word_makes_the_seat_new_and_the_pupil_is_still_asked() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 2, 0).await;
        say(&class, 0, Word::New).await.unwrap();
        assert_eq!((class.world().count(SAID).await, class.world().count(BORN).await), (1, 0));
        let moved = "SELECT COUNT(*) AS n FROM journal WHERE applied_digest IS NULL";
        assert_eq!(class.world().count(moved).await, 1, "the next run looks into the journal");
        assert!(matches!(say(&class, 0, Word::New).await, Err(RosterError::Decided)));
        refresh(&class, 2).await;
        assert_eq!((class.world().count(BORN).await, class.seat(0).await.state), (1, SeatState::Linked));
        assert_eq!(class.seat(1).await.state, SeatState::Waiting);
        let visit = class.arrive(0).await;
        assert_eq!(visit.decide().await, Decision::Ask);
        let old = visit.proven(class.world().password(&class.accounts[0]));
        let link = old.attach(&old.offer().await).await.unwrap();
        assert_eq!(link.account_id, class.accounts[0], "the teacher was wrong, and nothing is lost");
        assert!(matches!(say(&class, 0, Word::Unsaid).await, Err(RosterError::Decided)), "something was born of it");
        class.school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_word_is_taken_back_while_nothing_was_born_of_it() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 1, 0).await;
        assert!(matches!(say(&class, 0, Word::Unsaid).await, Err(RosterError::Decided)), "nothing was said");
        for _ in 0..2 {
            say(&class, 0, Word::New).await.unwrap();
            say(&class, 0, Word::Unsaid).await.unwrap();
        }
        refresh(&class, 1).await;
        assert_eq!((class.world().count(BORN).await, class.seat(0).await.state), (0, SeatState::Waiting));
        assert_eq!(class.world().count(SAID).await, 4);
        assert_eq!(class.arrive(0).await.answer(Answer::Yes).decide().await, Decision::Prove);
        class.school.sound().await;
    })
    .await;
}

/// A foreign person answers like a missing one; a school that wants to see new accounts is not outvoted.
#[tokio::test]
async fn a_word_decides_nothing_that_is_not_its_own() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 1, 1).await;
        class.school.apply(&class.school.reading("j2", vec![pupil(7)])).await;
        let nobody = koppel::domain::RosterPersonId::random(&ground.random);
        for person in [class.person(7).await, nobody] {
            assert!(matches!(say_of(&class, &person, Word::New).await, Err(RosterError::NotLinked)));
        }
        assert!(matches!(say(&class, 1, Word::New).await, Err(RosterError::Decided)), "she is new already");
        class.world().sql("UPDATE standing SET reason = 'school_asks'").await;
        assert!(matches!(say(&class, 0, Word::New).await, Err(RosterError::Decided)));
        class.world().sql("UPDATE standing SET reason = 'candidate' WHERE state = 'waiting'").await;
        class.end_journal().await;
        assert!(matches!(say(&class, 0, Word::New).await, Err(RosterError::NotLinked)));
        assert_eq!((class.world().count(SAID).await, class.school.terms.new_accounts), (0, NewAccounts::Create));
    })
    .await;
}

/// Accounts that were born of a word and are still their pupil's.
const BORN_OF_IT: &str =
    "SELECT COUNT(*) AS n FROM link WHERE rule = 'roster.said_new' AND subject = 'p0000' AND ended_at IS NULL";
const STANDS: &str = "SELECT COUNT(*) AS n FROM standing WHERE state = 'new' AND decided_by = 'cli:teacher'";

type Telling = fn(&mut Reading);

/// What the roster says anew in the update that the word waits for.
const ANEW: &[(&str, Telling)] = &[
    ("another name", |told| told.members[0].name.given = Some("Hannes".into())),
    ("another class", |told| told.members[0].class_name = Some("6A".into())),
    ("a user name", |told| told.members[0].username = Some("hannes.tamm".into())),
    ("the journal is called otherwise", |told| told.journal.name = "Eesti keel 6B".into()),
    ("somebody joins", |told| told.members.push(pupil(7))),
];

/// The next update, as one journal or as a whole roster.
async fn update(class: &Class<'_>, told: &mut Reading, as_roster: bool) {
    let school = &class.school;
    school.world.ground.clock.advance(TimeDelta::hours(24));
    told.read_at = school.world.ground.now();
    if as_roster {
        let none = koppel::roster::roll::Roll::new("ekool".parse().unwrap(), String::new(), told.read_at);
        school.bring(&none.with([told.clone()])).await;
    } else {
        school.apply(told).await;
    }
}

#[tokio::test]
async fn a_word_is_carried_to_the_birth_whatever_else_the_update_tells() {
    for (n, (what, anew)) in ANEW.iter().enumerate() {
        both_engines(async |ground: TestGround| {
            let class = Class::new(&ground, 1, 0).await;
            say(&class, 0, Word::New).await.unwrap();
            let mut told = class.school.reading("j1", vec![pupil(0)]);
            anew(&mut told);
            update(&class, &mut told, n % 2 == 1).await;
            assert_eq!((class.world().count(BORN_OF_IT).await, class.world().count(STANDS).await), (1, 1), "{what}");
            update(&class, &mut told, n % 2 == 1).await;
            assert_eq!(class.world().count(BORN_OF_IT).await, 1, "{what}: once");
            let visit = class.arrive(0).await;
            assert!(visit.evidence().await.waiting_seat, "{what}: no policy skips the question");
            assert_eq!(visit.decide().await, Decision::Ask, "{what}");
            let old = visit.proven(class.world().password(&class.accounts[0]));
            assert_eq!(old.attach(&old.offer().await).await.unwrap().account_id, class.accounts[0], "{what}");
            class.school.sound().await;
        })
        .await;
    }
}

/// An update that was not read to its end, and one in the holidays, make nobody; then the word waits for the next.
#[tokio::test]
async fn a_word_waits_for_an_update_that_makes_accounts() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 1, 0).await;
        let (school, world) = (&class.school, class.world());
        ground.clock.advance(TimeDelta::days(31));
        say(&class, 0, Word::New).await.unwrap();
        let whole = || school.reading("j1", vec![pupil(0)]);
        let part = Reading { completeness: Completeness::Partial(PartialRead::PageMissing), ..whole() };
        assert!(is_held(&school.refresh_one(("j1".to_owned(), Ok(part))).await));
        assert_eq!((world.count(BORN).await, world.count(STANDS).await), (0, 1), "not read to its end");
        school.discard(&school.open_hold_about(Some("j1")).await.unwrap()).await.unwrap();
        let today = ground.now().date_naive();
        let (platform, id, pause) = (&world.platform, &world.school, &Pause { from_day: today, until_day: today });
        world.storage(|tx| async move { school_refreshes::add_pause(&tx, platform, id, pause).await }).await;
        assert_eq!(school.refresh_one(("j1".to_owned(), Ok(whole()))).await.state, RunState::Done);
        assert_eq!((world.count(BORN).await, world.count(STANDS).await), (0, 1), "holidays");
        ground.clock.advance(TimeDelta::days(2));
        assert_eq!(school.refresh_one(("j1".to_owned(), Ok(whole()))).await.state, RunState::Done);
        assert_eq!((world.count(BORN_OF_IT).await, world.count(STANDS).await), (1, 1));
        assert!(class.arrive(0).await.evidence().await.waiting_seat);
        school.sound().await;
    })
    .await;
}
