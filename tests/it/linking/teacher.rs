//! A teacher's word for pupils who cannot prove an account: how far it reaches, and how it is taken back.

use chrono::TimeDelta;
use koppel::domain::{AccountId, Assurance, LinkId, LinkOrigin, RosterPersonId, SeatState};
use koppel::linking::{self, ClassWord, Confirmed, LinkingError, Unfit};
use koppel::storage::links::Link;
use koppel::storage::not_same::Two;

use super::class::Class;
use super::world::assertion;
use crate::roster::school::{School, given, member, pupil};
use crate::support::{TestGround, both_engines};

const LINKS: &str = "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL";
const BY_TEACHER: &str = "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL AND origin = 'teacher'";

async fn switched_on(class: &Class<'_>) -> AccountId {
    class.world().sql("UPDATE platform_school SET teacher_confirms = '1 5'").await;
    class.world().pupil("teacher", "Teacher", 1980).await
}

async fn try_confirm(class: &Class<'_>, teacher: &AccountId, who: &[usize]) -> Result<Vec<Confirmed>, LinkingError> {
    let mut people: Vec<RosterPersonId> = Vec::new();
    for n in who {
        people.push(class.person(*n).await);
    }
    let (ground, word) =
        (&class.world().ground.ground(), &ClassWord { journal: &class.journal, teacher, people: &people });
    class.world().write(|tx| async move { linking::confirm_class(&tx, ground, word).await }).await
}

/// What came of it, in the order asked.
async fn confirm(class: &Class<'_>, teacher: &AccountId, who: &[usize]) -> Vec<Result<Link, Unfit>> {
    let mut done = try_confirm(class, teacher, who).await.unwrap();
    let mut answers = Vec::new();
    for n in who {
        let person = class.person(*n).await;
        let at = done.iter().position(|one| one.person == person).unwrap();
        answers.push(done.swap_remove(at).outcome);
    }
    answers
}

async fn take_back(class: &Class<'_>, teacher: &AccountId, wanted: &[LinkId]) -> usize {
    let (ground, by) = (&class.world().ground.ground(), (&class.journal, teacher));
    class.world().write(|tx| async move { linking::take_back(&tx, ground, by, wanted).await }).await.unwrap()
}

#[tokio::test]
async fn pupils_who_are_singled_out_sign_in_without_a_question() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 3, 1).await;
        let teacher = switched_on(&class).await;
        let done = confirm(&class, &teacher, &[0, 2]).await;
        let links: Vec<&Link> = done.iter().map(|one| one.as_ref().unwrap()).collect();
        for (link, n) in links.iter().zip([0, 2]) {
            assert_eq!(
                (&link.account_id, link.origin, link.assurance),
                (&class.accounts[n], LinkOrigin::Teacher, Assurance::Teacher)
            );
            assert_eq!(link.created_by, format!("account:{teacher}"));
            assert!(link.evidence.contains(class.journal.as_str()), "{}", link.evidence);
            assert_eq!(class.arrive(n).await.admit().await.unwrap().account, class.accounts[n]);
        }
        assert_eq!((class.seat(0).await.state, class.seat(1).await.state), (SeatState::Linked, SeatState::Waiting));
        assert_eq!(class.world().count("SELECT COUNT(*) AS n FROM notice WHERE kind = 'linked'").await, 2);
        assert!(matches!(confirm(&class, &teacher, &[0]).await[..], [Err(Unfit::NotSure)]), "linked already");
        class.school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn without_the_schools_switch_for_the_class_nobody_is_linked() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 1, 0).await;
        let teacher = switched_on(&class).await;
        for (sql, all) in [
            ("UPDATE platform_school SET teacher_confirms = NULL", true),
            ("UPDATE platform_school SET teacher_confirms = '1 2 6'", false),
            ("UPDATE platform_school SET teacher_confirms = '', disabled_at = created_at", true),
        ] {
            class.world().sql(sql).await;
            match try_confirm(&class, &teacher, &[0]).await {
                Err(LinkingError::Unfit(Unfit::NotSwitchedOn)) if all => {}
                Ok(done) if !all => assert!(matches!(done[0].outcome, Err(Unfit::NotSwitchedOn)), "{sql}"),
                other => panic!("{sql}: {other:?}"),
            }
        }
        class.world().sql("UPDATE platform_school SET teacher_confirms = '', disabled_at = NULL").await;
        class.world().sql("UPDATE school_upstream SET ended_at = enabled_at").await;
        let refused = try_confirm(&class, &teacher, &[0]).await;
        assert!(
            matches!(refused, Err(LinkingError::Unfit(Unfit::NotSwitchedOn))),
            "the upstream's word does not count"
        );
        assert_eq!(class.world().count(LINKS).await, 0);
    })
    .await;
}

/// A second pupil or account of that name in the class, a word that they are two, an ended link: none of them is sure.
#[tokio::test]
async fn whoever_is_not_beyond_doubt_stays_as_they_are() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 5, 0).await;
        let (world, teacher) = (class.world(), switched_on(&class).await);
        world.pupil("namesake", &given(0), 2014).await;
        let mut twin = pupil(77);
        twin.name = pupil(1).name;
        class.school.apply(&class.school.reading("j2", vec![twin])).await;
        let key = assertion("ekool", "p0002", "x", 2014).key;
        let two = &Two { platform: world.platform.clone(), key, account: class.accounts[2].clone() };
        let (broker, root) = (&ground.ground(), &koppel::domain::Actor::Cli("root".into()));
        let cause = koppel::domain::ApartCause::Administrator;
        world.storage(|tx| async move { linking::keep_apart(&tx, broker, two.clone(), cause, root).await }).await;
        let ended = world.claim(&assertion("ekool", "p0003", &given(3), 2014), &class.accounts[3]).await;
        take_back_as_administrator(&class, &ended).await;
        let done = confirm(&class, &teacher, &[0, 1, 2, 3, 4]).await;
        assert!(done[..4].iter().all(|one| matches!(one, Err(Unfit::NotSure))), "{done:?}");
        assert!(done[4].is_ok(), "{done:?}");
        assert_eq!(world.count(LINKS).await, 1);
    })
    .await;
}

async fn take_back_as_administrator(class: &Class<'_>, link: &Link) {
    let (ground, actor) = (&class.world().ground.ground(), &koppel::domain::Actor::Cli("root".into()));
    let reason = linking::EndReason::Administrator;
    class.world().write(|tx| async move { linking::end(&tx, ground, &link.id, reason, actor).await }).await.unwrap();
}

/// Never for who teaches, who is in quarantine, or whose account another of that upstream opens; never in another school.
#[tokio::test]
async fn nobody_is_linked_against_a_rule() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 4, 0).await;
        let (world, teacher) = (class.world(), switched_on(&class).await);
        let grown = member(0, koppel::domain::Role::Teacher);
        class.school.apply(&class.school.reading("j2", vec![grown])).await;
        crate::support::seed::link(&ground, &class.accounts[1], "another").await;
        world.identify(&assertion("ekool", "p0002", &given(2), 2014)).await;
        world.sql("UPDATE identity SET quarantined_at = first_seen_at WHERE subject = 'p0002'").await;
        let gone =
            "UPDATE account_role SET ended_at = since WHERE account_id IN (SELECT id FROM account WHERE sub = '3')";
        world.sql(gone).await;
        let done = confirm(&class, &teacher, &[0, 1, 2, 3]).await;
        let why: Vec<Unfit> = done.into_iter().map(|one| one.unwrap_err()).collect();
        assert_eq!(why, [Unfit::NotSure, Unfit::NotSure, Unfit::Blocked, Unfit::NotSure]);
        assert_eq!(world.count(BY_TEACHER).await, 0);
    })
    .await;
}

/// One by one or the whole class, for thirty days; links of another kind and of another journal's pupils are left.
#[tokio::test]
async fn a_teachers_word_is_taken_back_for_thirty_days() {
    both_engines(async |ground: TestGround| {
        let mut school = School::new(&ground).await;
        school.kit_with(9).await;
        let class = Class::at(school, 4, 0).await;
        let (world, teacher) = (class.world(), switched_on(&class).await);
        let claimed = world.claim(&assertion("ekool", "p0003", &given(3), 2014), &class.accounts[3]).await;
        let done = confirm(&class, &teacher, &[0, 1, 2]).await;
        let ids: Vec<LinkId> = done.into_iter().map(|one| one.unwrap().id).chain([claimed.id]).collect();
        let first = &ids[0];
        let link = world.storage(|tx| async move { koppel::storage::links::find(&tx, first).await }).await.unwrap();
        super::undo::session_through(world, &link).await;
        ground.clock.advance(TimeDelta::days(29));
        assert_eq!(take_back(&class, &teacher, &ids[..1]).await, 1);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM not_same WHERE cause = 'taken_back'").await, 1);
        assert!(class.try_code(0, &class.accounts[0]).await.is_err(), "the two are not brought together again");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM session WHERE ended_at IS NULL").await, 0);
        let seat = class.seat(0).await;
        assert_eq!((seat.state, world.count(BY_TEACHER).await), (SeatState::Waiting, 2));
        assert_eq!(class.arrive(0).await.decide().await, linking::Decision::Ask, "asked like everybody");
        assert_eq!(take_back(&class, &teacher, &ids[3..]).await, 0, "a claim is not a teacher's");
        ground.clock.advance(TimeDelta::days(1));
        assert_eq!(take_back(&class, &teacher, &ids).await, 0, "too late");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM licence WHERE ended_at IS NULL").await, 3);
        class.school.sound().await;
    })
    .await;
}

/// Two teachers confirm, one in another process, while a pupil claims: everybody has one link, and nobody two.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_words_at_once_are_one_link_each() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 6, 0).await;
        let (world, teacher) = (class.world(), switched_on(&class).await);
        let mut people = Vec::new();
        for n in 0..6 {
            people.push(class.person(n).await);
        }
        let claim = class.arrive(0).await.proven(world.password(&class.accounts[0]));
        let button = claim.offer().await;
        let processes = [ground.ground(), ground.another_process().await];
        let words = processes.iter().map(|process| {
            let (people, class, teacher) = (&people, &class, &teacher);
            async move {
                let said = &ClassWord { journal: &class.journal, teacher, people };
                let write = |tx| async move { linking::confirm_class(&tx, process, said).await };
                process
                    .db
                    .write(koppel::storage::Durability::Durable, write)
                    .await
                    .map(drop)
                    .map_err(|error| error.to_string())
            }
        });
        let (done, claimed) =
            futures_util::future::join(futures_util::future::join_all(words), claim.attach(&button)).await;
        assert_eq!(world.count(LINKS).await, 6, "{done:?} {claimed:?}");
        class.school.sound().await;
    })
    .await;
}
