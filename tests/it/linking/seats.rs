//! What the claim, the "no" and the end of a link mean for the seats of a person.

use chrono::TimeDelta;
use koppel::domain::{Actor, SeatReason, SeatState};
use koppel::linking::{self, Answer, Decision, EndReason};
use koppel::roster::{self, Word};
use koppel::storage::links::Link;

use super::class::Class;
use super::world::{Visit, assertion};
use crate::roster::school::{School, given, pupil};
use crate::support::{TestGround, both_engines};

const STANDINGS: &str = "SELECT COUNT(*) AS n FROM standing WHERE state = 'waiting'";
const LICENCES: &str = "SELECT COUNT(*) AS n FROM licence WHERE ended_at IS NULL";
const DUPLICATES: &str =
    "SELECT COUNT(*) AS n FROM school_case WHERE kind = 'suspected_duplicate' AND closed_at IS NULL";

/// What happens to somebody whose school lets their year pass without the question.
async fn when_skipped(visit: &Visit<'_>) -> Decision {
    let mut evidence = visit.evidence().await;
    evidence.skip_question = true;
    linking::decide(&evidence)
}

async fn end(class: &Class<'_>, link: &Link) {
    let (ground, actor) = (&class.world().ground.ground(), &Actor::Cli("root".into()));
    let write = |tx| async move { linking::end(&tx, ground, &link.id, EndReason::Administrator, actor).await };
    class.world().write(write).await.unwrap();
}

async fn say(class: &Class<'_>, n: usize, word: Word) {
    let (ground, person, actor) = (&class.world().ground.ground(), &class.person(n).await, &Actor::Cli("t".into()));
    let write =
        |tx: koppel::storage::Tx| async move { roster::say(&tx, ground, (&class.journal, person), word, actor).await };
    ground.db.write(koppel::storage::Durability::Durable, write).await.unwrap();
}

/// For a waiting seat the question always comes, whatever the school skips; also after somebody said "new".
#[tokio::test]
async fn the_question_always_comes_for_a_waiting_seat() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 2, 1).await;
        assert_eq!((class.seat(0).await.state, class.seat(2).await.state), (SeatState::Waiting, SeatState::Linked));
        assert_eq!(when_skipped(&class.arrive(0).await).await, Decision::Ask);
        let newcomer = class.world().arrive(&assertion("ekool", "nobody", "Nora", 2014)).await;
        assert_eq!(when_skipped(&newcomer).await, Decision::Bear, "nobody waits for her");
        assert!(matches!(when_skipped(&class.arrive(2).await).await, Decision::SignIn(_)), "new by the plan");
        say(&class, 1, Word::New).await;
        assert_eq!(when_skipped(&class.arrive(1).await).await, Decision::Ask, "new by a word");
        class.end_journal().await;
        assert_eq!(when_skipped(&class.arrive(0).await).await, Decision::Bear, "no seat, nobody waits");
    })
    .await;
}

/// The seat follows the link, and so do the licences, in the transaction of the link.
#[tokio::test]
async fn a_seat_and_its_licence_follow_the_link() {
    both_engines(async |ground: TestGround| {
        let mut school = School::new(&ground).await;
        school.kit_with(1).await;
        let class = Class::at(school, 2, 0).await;
        let world = class.world();
        assert_eq!((world.count(STANDINGS).await, world.count(LICENCES).await), (2, 0));
        let link = world.claim(&assertion("ekool", "p0000", &given(0), 2014), &class.accounts[0]).await;
        assert_eq!((class.seat(0).await.state, world.count(STANDINGS).await), (SeatState::Linked, 1));
        assert_eq!(world.count(LICENCES).await, 1);
        // A second one in a full pool is linked all the same.
        world.claim(&assertion("ekool", "p0001", &given(1), 2014), &class.accounts[1]).await;
        assert_eq!((class.seat(1).await.state, world.count(LICENCES).await), (SeatState::Linked, 1));
        end(&class, &link).await;
        let seat = class.seat(0).await;
        assert_eq!((seat.state, seat.reason), (SeatState::Waiting, Some(SeatReason::LinkEnded)));
        assert_eq!(world.count(LICENCES).await, 1, "what it freed goes to the next who needs one");
        let plan = class.school.plan(&class.school.reading("j1", (0..2).map(pupil).collect())).await;
        assert!(plan.is_empty(), "the next plan finds what it would write: {plan:?}");
        class.school.sound().await;
    })
    .await;
}

/// "No": account and link are born, the seat waits no longer, and the suspected duplicate stays for the school.
#[tokio::test]
async fn a_no_resolves_the_seat_and_leaves_the_duplicate_to_the_school() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 1, 0).await;
        let visit = class.arrive(0).await.answer(Answer::No);
        let link = visit.bear().await.unwrap();
        assert_ne!(link.account_id, class.accounts[0]);
        assert_eq!((class.seat(0).await.state, class.world().count(STANDINGS).await), (SeatState::Linked, 0));
        assert_eq!(class.world().count(DUPLICATES).await, 1);
        ground.clock.advance(TimeDelta::hours(20));
        let again = class.school.apply(&class.school.reading("j1", vec![pupil(0)])).await;
        assert!(again.plan.is_empty());
        assert_eq!(class.world().count(DUPLICATES).await, 1);
        class.school.sound().await;
    })
    .await;
}

/// Somebody whose roster is not of the same ids as the sign-in is told nothing by a link of that id.
#[tokio::test]
async fn a_seat_of_another_kind_of_id_keeps_what_it_is() {
    both_engines(async |ground: TestGround| {
        let mut school = School::new(&ground).await;
        school.terms.roster_subject = koppel::domain::RosterSubject::Unknown;
        school.kit_with(5).await;
        let class = Class::at(school, 1, 0).await;
        class.world().claim(&assertion("ekool", "p0000", &given(0), 2014), &class.accounts[0]).await;
        let seat = class.seat(0).await;
        assert_eq!((seat.state, seat.reason), (SeatState::Waiting, Some(SeatReason::SubjectDiffers)));
        assert_eq!(class.world().count(LICENCES).await, 0);
    })
    .await;
}

/// A whole class claims at the same moment: everybody is linked and holds a licence.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_whole_class_claims_at_once() {
    const PUPILS: usize = 28;
    both_engines(async |ground: TestGround| {
        let mut school = School::new(&ground).await;
        school.kit_with(i64::try_from(PUPILS).unwrap()).await;
        let class = Class::at(school, PUPILS, 0).await;
        let claims = (0..PUPILS).map(|n| {
            let class = &class;
            async move {
                class.world().claim(&assertion("ekool", &format!("p{n:04}"), &given(n), 2014), &class.accounts[n]).await
            }
        });
        let links = futures_util::future::join_all(claims).await;
        assert_eq!((links.len(), class.world().count(STANDINGS).await), (PUPILS, 0));
        assert_eq!(class.world().count(LICENCES).await, i64::try_from(PUPILS).unwrap());
        println!("{}: {:?}", ground.engine(), ground.db.write_counts());
        class.school.sound().await;
    })
    .await;
}
