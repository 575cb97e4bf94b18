//! "These are two people": who may say it, and that nobody is asked about the two again.

use koppel::domain::{Actor, ApartCause, OneTimePurpose, SeatState};
use koppel::linking::{self, Answer, LinkingError, TwoPeople, Undo, Unfit};
use koppel::storage::not_same::Two;
use koppel::vault::sha256;

use super::class::Class;
use super::world::{BROWSER, Visit, World, assertion};
use crate::roster::school::{School, given, pupil};
use crate::support::{TestGround, both_engines};

const SAID: &str = "SELECT COUNT(*) AS n FROM not_same WHERE ended_at IS NULL";
const AUDITED: &str = "SELECT COUNT(*) AS n FROM audit WHERE action IN ('person.kept_apart', 'person.apart_undone')";
const DUPLICATES: &str = "SELECT COUNT(*) AS n FROM school_case WHERE kind = 'suspected_duplicate'";
const CODES: &str = "SELECT COUNT(*) AS n FROM claim_code WHERE ended_at IS NULL";

async fn press(visit: &Visit<'_>, value: &str, browser: &str) -> Result<(), LinkingError> {
    let (world, ground) = (visit.world, &visit.world.ground.ground());
    let value_hash = &sha256(value);
    let said = &TwoPeople { attempt: &visit.attempt, value_hash, browser_hash: browser };
    world.write(|tx| async move { linking::say_two_people(&tx, ground, said).await }).await
}

/// Pupil `n` proves the account of that number, sees both, and says that these are two people.
async fn say_two(class: &Class<'_>, n: usize) {
    let visit = class.arrive(n).await.proven(class.world().password(&class.accounts[n]));
    let value = visit.offer().await;
    press(&visit, &value, BROWSER).await.unwrap();
}

fn two(class: &Class<'_>, n: usize) -> Two {
    let key = assertion("ekool", &format!("p{n:04}"), "x", 2014).key;
    Two { platform: class.world().platform.clone(), key, account: class.accounts[n].clone() }
}

/// From the roster: a pupil who waited for the account is new, while another still waits.
#[tokio::test]
async fn no_roster_suggests_the_two_again() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 2, 0).await;
        say_two(&class, 0).await;
        assert_eq!(class.world().count(SAID).await, 1);
        let plan = class.school.plan(&class.school.reading("j1", vec![pupil(0), pupil(1)])).await;
        assert_eq!([SeatState::New, SeatState::Waiting].map(|state| plan.count(state)), [1, 1]);
        let (broker, root, back) = (&ground.ground(), &Actor::Cli("root".into()), &two(&class, 0));
        let write = |tx| async move { linking::allow_again(&tx, broker, back.clone(), root).await };
        assert!(class.world().storage(write).await && !class.world().storage(write).await, "once");
        let plan = class.school.plan(&class.school.reading("j1", vec![pupil(0), pupil(1)])).await;
        assert_eq!(plan.count(SeatState::Waiting), 2, "that was taken back");
        assert_eq!((class.world().count(SAID).await, class.world().count(AUDITED).await), (0, 2));
        class.school.sound().await;
    })
    .await;
}

/// From an adult: no code is printed for the two, the one on paper is good no longer, and no teacher's word reaches them.
#[tokio::test]
async fn no_code_and_no_teachers_word_brings_them_together() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 2, 0).await;
        class.world().sql("UPDATE platform_school SET teacher_confirms = ''").await;
        let teacher = &class.world().pupil("teacher", "Teacher", 1980).await;
        drop((class.code(0).await, class.code(1).await));
        say_two(&class, 0).await;
        assert_eq!(class.world().count(CODES).await, 1, "hers stands");
        let refused = class.try_code(0, &class.accounts[0]).await;
        assert!(matches!(refused, Err(LinkingError::Unfit(Unfit::Different))), "{refused:?}");
        let people = [class.person(0).await, class.person(1).await];
        let broker = &ground.ground();
        let word = &linking::ClassWord { journal: &class.journal, teacher, people: &people };
        let done = class.world().write(|tx| async move { linking::confirm_class(&tx, broker, word).await }).await;
        for one in done.unwrap() {
            let is_first = one.person == people[0];
            assert_eq!(matches!(one.outcome, Err(Unfit::NotSure)), is_first, "{:?}", one.outcome);
        }
    })
    .await;
}

/// At the sign-in: no school is asked whether the two are one.
#[tokio::test]
async fn no_sign_in_suspects_them_again() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let said = assertion("ekool", "m1", "Mari", 2014);
        let visit = world.arrive(&said).await.proven(world.password(&mari));
        press(&visit, &visit.offer().await, BROWSER).await.unwrap();
        world.arrive(&said).await.answer(Answer::No).bear().await.unwrap();
        assert_eq!(world.count(DUPLICATES).await, 0);
        world.arrive(&assertion("ekool", "m2", "Mari", 2014)).await.answer(Answer::No).bear().await.unwrap();
        assert!(world.count(DUPLICATES).await > 0, "of somebody else nothing was said");
    })
    .await;
}

/// The button is good for exactly the two on the page, in that browser, once: nobody says it of an account they only name.
#[tokio::test]
async fn it_is_said_of_the_two_on_the_page_and_of_nobody_else() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let visit = world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await.proven(world.password(&mari));
        let value = visit.offer().await;
        let other = world.arrive(&assertion("ekool", "m2", "Mari", 2014)).await;
        let (mine, hers) = ((&visit, value.as_str()), (&other, value.as_str()));
        for ((at, value), browser) in [((&visit, "guessed"), BROWSER), (mine, "another"), (hers, BROWSER)] {
            assert!(matches!(press(at, value, browser).await, Err(LinkingError::NotOffered)));
        }
        assert_eq!(world.count(SAID).await, 0);
        press(&visit, &value, BROWSER).await.unwrap();
        assert!(matches!(press(&visit, &value, BROWSER).await, Err(LinkingError::NotOffered)));
        assert!(visit.attach(&value).await.is_err(), "and the other button of that page is spent");
        assert_eq!((world.count(SAID).await, world.count(AUDITED).await), (1, 1));
    })
    .await;
}

/// "This was not me", before any roster has told of the pupil: it holds when one does.
#[tokio::test]
async fn this_was_not_me_is_remembered_of_somebody_no_roster_knows_yet() {
    both_engines(async |ground: TestGround| {
        let class = Class::at(School::new(&ground).await, 1, 0).await;
        let world = class.world();
        let account = world.pupil("77", &given(7), 2014).await;
        let link = &world.claim(&assertion("ekool", "p0007", &given(7), 2014), &account).await;
        let broker = &ground.ground();
        let offer = world.write(|tx| async move { linking::offer_undo(&tx, broker, link, BROWSER).await });
        let value_hash = &sha256(&offer.await.unwrap());
        let undo = &Undo { purpose: OneTimePurpose::Undo, value_hash, browser_hash: BROWSER };
        world.write(|tx| async move { linking::undo(&tx, broker, undo).await }).await.unwrap();
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM not_same WHERE cause = 'not_me'").await, 1);
        class.school.apply(&class.school.reading("j1", vec![pupil(0), pupil(7)])).await;
        let refused = class.try_code(7, &account).await;
        assert!(matches!(refused, Err(LinkingError::Unfit(Unfit::Different))), "{refused:?}");
        class.school.sound().await;
    })
    .await;
}

/// A person whose identity is protected leaves nothing behind, not even that.
#[tokio::test]
async fn what_was_said_of_a_protected_person_is_erased() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 2, 0).await;
        for n in 0..2 {
            let (broker, root, said) = (&ground.ground(), &Actor::Cli("root".into()), &two(&class, n));
            let cause = ApartCause::Administrator;
            let write = |tx| async move { linking::keep_apart(&tx, broker, said.clone(), cause, root).await };
            assert!(class.world().storage(write).await);
        }
        let mut hidden = pupil(0);
        hidden.protected = Some(true);
        class.school.apply(&class.school.reading("j1", vec![hidden, pupil(1)])).await;
        assert_eq!(class.world().count("SELECT COUNT(*) AS n FROM not_same").await, 1);
    })
    .await;
}
