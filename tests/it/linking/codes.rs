//! Claim codes: whom they join, and everything that makes one good no longer.

use chrono::TimeDelta;
use koppel::domain::{Actor, Assurance, CodeEnd, LinkOrigin, OneTimePurpose};
use koppel::linking::{self, Answer, Decision, LinkingError, MadeCode, Through, Typed, Unfit};
use koppel::storage::one_time::{self, Offer};
use koppel::storage::{accounts, claim_codes};
use koppel::vault::sha256;

use super::class::Class;
use super::world::{BROWSER, assertion};
use crate::roster::school::{given, pupil};
use crate::support::{TestGround, both_engines, counted};

const LIVE: &str = "SELECT COUNT(*) AS n FROM claim_code WHERE ended_at IS NULL";
const TRIES: &str = "SELECT COUNT(*) AS n FROM code_try";
const CASES: &str = "SELECT COUNT(*) AS n FROM school_case WHERE kind = 'claim_probing' AND school_id = 'ehis:123'";
const LINKS: &str = "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL";

async fn ended(class: &Class<'_>, made: &MadeCode) -> Option<CodeEnd> {
    let id = &made.id;
    let found = class.world().storage(|tx| async move { claim_codes::find(&tx, id).await }).await;
    found.unwrap().end_reason
}

async fn revoke(class: &Class<'_>, made: &MadeCode) -> Result<(), LinkingError> {
    let (ground, actor, wish) = (&class.world().ground.ground(), Actor::Cli("root".into()), (&class.journal, &made.id));
    let actor = &actor;
    class.world().write(|tx| async move { linking::revoke_code(&tx, ground, wish, actor).await }).await
}

#[tokio::test]
async fn a_code_stands_in_for_the_password_and_is_used_up_by_the_join() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 2, 0).await;
        let made = class.code(0).await;
        let visit = class.arrive(0).await.answer(Answer::Yes);
        assert_eq!(visit.decide().await, Decision::Prove);
        let visit = class.proven_by(visit, &made).await;
        // Cancelled, and typed again: nothing was used up.
        let visit = class.proven_by(visit, &made).await;
        let link = visit.attach(&visit.offer().await).await.unwrap();
        assert_eq!(
            (&link.account_id, link.origin, link.assurance),
            (&class.accounts[0], LinkOrigin::Code, Assurance::School)
        );
        assert!(link.evidence.contains(made.id.as_str()), "{}", link.evidence);
        assert_eq!(ended(&class, &made).await, Some(CodeEnd::Used));
        assert_eq!(class.type_code(&visit, &made).await, Typed::Wrong);
        assert_eq!(class.arrive(0).await.admit().await.unwrap().account, class.accounts[0]);
        class.school.sound().await;
    })
    .await;
}

/// Typed by another identity a code is one that was never printed; it stays good for its own pupil.
#[tokio::test]
async fn somebody_elses_code_is_a_wrong_code_and_stays_good() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 4, 0).await;
        let (mine, hers) = (class.code(0).await, class.code(1).await);
        let me = class.arrive(0).await;
        for wrong in [&hers, &hers, &class.code(2).await] {
            assert_eq!(class.type_code(&me, wrong).await, Typed::Wrong);
        }
        assert_eq!((class.world().count(TRIES).await, class.world().count(CASES).await), (2, 0));
        assert!(matches!(class.type_code(&me, &mine).await, Typed::Right(_)));
        assert_eq!(class.type_code(&me, &class.code(3).await).await, Typed::Wrong);
        assert_eq!(class.world().count(CASES).await, 1, "the third one tells the school");
        assert_eq!(class.type_code(&me, &mine).await, Typed::Stopped, "and that was all for today");
        assert!(matches!(class.type_code(&class.arrive(1).await, &hers).await, Typed::Right(_)));
        ground.clock.advance(TimeDelta::hours(25));
        assert!(matches!(class.type_code(&me, &mine).await, Typed::Right(_)));
        assert_eq!(class.world().count(LIVE).await, 4);
    })
    .await;
}

type Damage = for<'a> fn(&'a Class<'a>, &'a MadeCode) -> std::pin::Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Everything after which a code is good no longer.
const OVER: &[(&str, Damage)] = &[
    ("fourteen days", |class, _| Box::pin(async move { class.world().ground.clock.advance(TimeDelta::days(14)) })),
    ("taken back", |class, made| Box::pin(async move { revoke(class, made).await.unwrap() })),
    ("printed anew", |class, _| Box::pin(async move { drop(class.code(0).await) })),
    ("seat gone", |class, _| {
        Box::pin(async move {
            let sql = "UPDATE seat SET ended_at = since, end_reason = 'left'";
            assert!(class.world().sql(sql).await > 0);
        })
    }),
    ("journal unlinked", |class, _| Box::pin(class.end_journal())),
    ("no pupil any more", |class, _| {
        Box::pin(async move { assert!(class.world().sql("UPDATE seat SET role = 'teacher'").await > 0) })
    }),
];

/// A20: before it is typed, and between typing and button.
#[tokio::test]
async fn a_code_that_is_over_opens_nothing_at_any_moment() {
    both_engines(async |ground: TestGround| {
        for (what, damage) in OVER {
            let ground =
                if ground.db.is_postgres() { TestGround::postgres().await } else { TestGround::sqlite().await };
            let class = Class::new(&ground, 1, 0).await;
            let made = class.code(0).await;
            let visit = class.proven_by(class.arrive(0).await, &made).await;
            let value = visit.offer().await;
            damage(&class, &made).await;
            assert_eq!(class.type_code(&visit, &made).await, Typed::Wrong, "{what}");
            let mut visit = visit;
            visit.proven.as_mut().unwrap().proven_at = ground.now();
            assert_eq!(visit.decide().await, Decision::Prove, "{what}");
            let refused = visit.attach(&value).await;
            assert!(matches!(refused, Err(LinkingError::Changed(_) | LinkingError::NotOffered)), "{what}: {refused:?}");
            assert_eq!(class.world().count(LINKS).await, 0, "{what}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_seat_has_one_code_and_it_ends_with_any_other_way_in() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 1, 0).await;
        let (first, second) = (class.code(0).await, class.code(0).await);
        assert_eq!((ended(&class, &first).await, ended(&class, &second).await), (Some(CodeEnd::Replaced), None));
        assert!(matches!(revoke(&class, &first).await, Err(LinkingError::Gone)));
        class.world().claim(&assertion("ekool", "p0000", &given(0), 2014), &class.accounts[0]).await;
        assert_eq!(ended(&class, &second).await, Some(CodeEnd::Linked));
        assert!(matches!(class.try_code(0, &class.accounts[0]).await, Err(LinkingError::Unfit(Unfit::Linked))));
        let audited = "SELECT COUNT(*) AS n FROM audit WHERE action = 'code.made'";
        assert_eq!(class.world().count(audited).await, 2);
        class.school.sound().await;
    })
    .await;
}

/// What stands in the way of a code, and what takes it away again.
const UNFIT: &[(Unfit, &str, &str)] = &[
    (
        Unfit::NoAccount,
        "UPDATE account SET disabled_at = created_at WHERE sub = '0'",
        "UPDATE account SET disabled_at = NULL",
    ),
    (
        Unfit::NoAccount,
        "UPDATE account_role SET role = 'teacher' WHERE account_id IN (SELECT id FROM account WHERE sub = '0')",
        "UPDATE account_role SET role = 'pupil'",
    ),
    (
        Unfit::NoAccount,
        "UPDATE account_role SET ended_at = since WHERE account_id IN (SELECT id FROM account WHERE sub = '0')",
        "UPDATE account_role SET ended_at = NULL",
    ),
    (
        Unfit::Different,
        "UPDATE account SET given_name = 'Somebody' WHERE sub = '0'",
        "UPDATE account SET given_name = 'Lapsbabebibo' WHERE sub = '0'",
    ),
    (
        Unfit::SubjectDiffers,
        "UPDATE standing SET reason = 'subject_differs'",
        "UPDATE standing SET reason = 'candidate'",
    ),
    (Unfit::Blocked, "UPDATE standing SET state = 'blocked'", "UPDATE standing SET state = 'waiting'"),
    (Unfit::NoSeat, "UPDATE seat SET role = 'teacher'", "UPDATE seat SET role = 'pupil'"),
];

#[tokio::test]
async fn no_code_is_made_for_two_who_cannot_be_one() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 2, 0).await;
        for (unfit, damage, repair) in UNFIT {
            class.world().sql(damage).await;
            let refused = class.try_code(0, &class.accounts[0]).await;
            assert!(matches!(&refused, Err(LinkingError::Unfit(why)) if why == unfit), "{damage}: {refused:?}");
            class.world().sql(repair).await;
        }
        assert_eq!(class.world().count(LIVE).await, 0);
        class.code(0).await;
        let other = class.try_code(1, &class.accounts[0]).await;
        assert!(matches!(other, Err(LinkingError::Unfit(Unfit::Different))), "{other:?}");
    })
    .await;
}

/// A teacher of one journal who sits as a pupil in another is staff.
#[tokio::test]
async fn nobody_who_teaches_gets_a_code() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 1, 0).await;
        let mut teacher = pupil(0);
        teacher.role = koppel::domain::Role::Teacher;
        class.school.apply(&class.school.reading("j2", vec![teacher])).await;
        let refused = class.try_code(0, &class.accounts[0]).await;
        assert!(matches!(refused, Err(LinkingError::Unfit(Unfit::Staff))), "{refused:?}");
    })
    .await;
}

/// Two pupils of one name: the adult who mixes them up is told, and the button is not there for two people.
#[tokio::test]
async fn an_account_is_promised_once_and_two_people_meet_no_button() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 1, 1).await;
        class.world().sql("UPDATE roster_person SET given_name = 'Lapsbabebibo'").await;
        let made = class.code(0).await;
        let refused = class.try_code(1, &class.accounts[0]).await;
        assert!(matches!(refused, Err(LinkingError::Unfit(Unfit::Promised))), "{refused:?}");
        let twin = class.world().arrive(&assertion("ekool", "p0000", &given(0), 2009)).await;
        let twin = class.proven_by(twin, &made).await;
        assert_eq!(twin.decide().await, Decision::AskSchool(koppel::domain::CaseKind::PeopleDiffer));
        assert!(twin.ask_school().await.unwrap());
        assert_eq!((class.world().count(LINKS).await, ended(&class, &made).await), (1, None));
    })
    .await;
}

/// The owner of the old password sees a link by code at the next sign-in, for thirty days; so does who came by the code.
#[tokio::test]
async fn this_was_not_me_holds_for_thirty_days() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 1, 0).await;
        let (world, account) = (class.world(), &class.accounts[0]);
        ground.clock.advance(TimeDelta::days(1));
        let earlier = world.claim(&assertion("stuudium", "s1", &given(0), 2014), account).await;
        let made = class.code(0).await;
        let visit = class.proven_by(class.arrive(0).await, &made).await;
        ground.clock.advance(TimeDelta::minutes(1));
        let link = visit.attach(&visit.offer().await).await.unwrap();
        let stands = &ground.ground();
        for (days, by_password, by_code) in [(29, 2, 1), (2, 0, 0)] {
            ground.clock.advance(TimeDelta::days(days));
            let (one, other) = (Through::Password, Through::Link(&link.id));
            let due = |through| async move {
                let read = |tx| async move {
                    let account = accounts::find(&tx, account).await?.unwrap();
                    linking::notices_due(&tx, stands, &account, through).await
                };
                stands.db.read(read).await.unwrap()
            };
            assert_eq!((due(one).await.len(), due(other).await.len()), (by_password, by_code), "{days} days");
            assert!(due(other).await.iter().all(|(_, told)| told.id == earlier.id));
        }
    })
    .await;
}

/// A20: a claim code at the door of every other one-time value, and every other value typed as a claim code.
#[tokio::test]
async fn a_code_opens_no_other_door_and_no_other_value_is_a_code() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 1, 0).await;
        let made = class.code(0).await;
        let mut tried = 0;
        for purpose in OneTimePurpose::ALL {
            for text in [made.code.to_string(), made.code.as_str().to_owned(), made.id.to_string()] {
                for browser_hash in [None, Some(BROWSER)] {
                    let hash = &sha256(&text);
                    let offer = &Offer { hash, purpose: *purpose, browser_hash, now: ground.now() };
                    let found = class.world().storage(|tx| async move { one_time::consume(&tx, offer).await }).await;
                    assert_eq!(found, None, "{purpose}");
                    tried += 1;
                }
            }
            assert!(ground.random.secret().parse::<koppel::domain::ClaimCode>().is_err());
        }
        assert_eq!(class.world().count(LIVE).await, 1);
        counted("A20", &format!("a claim code at {tried} doors of other values, {}", ground.engine()));
        let stored = class.world().count("SELECT COUNT(*) AS n FROM claim_code WHERE LENGTH(hash) = 43").await;
        assert_eq!(stored, 1, "only a hash is stored");
    })
    .await;
}

/// Invariant 11: of somebody whose identity is protected no code is left, and nothing says that there was one to take back.
#[tokio::test]
async fn who_becomes_protected_has_no_code_any_more() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 1, 0).await;
        let made = class.code(0).await;
        let before = class.world().count("SELECT COUNT(*) AS n FROM audit").await;
        let protected = koppel::domain::Member { protected: Some(true), ..pupil(0) };
        class.school.apply(&class.school.reading("j1", vec![protected])).await;
        assert_eq!(class.world().count("SELECT COUNT(*) AS n FROM claim_code").await, 0);
        assert_eq!(class.type_code(&class.arrive(0).await, &made).await, Typed::Wrong);
        assert_eq!(class.world().count("SELECT COUNT(*) AS n FROM audit").await, before);
    })
    .await;
}

/// Two browsers of one pupil press at the same moment, in two processes: one link, one code used.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_code_pressed_twice_at_once_is_one_link() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 1, 0).await;
        let made = class.code(0).await;
        let (one, other) = (class.arrive(0).await, class.arrive(0).await);
        let (one, other) = (class.proven_by(one, &made).await, class.proven_by(other, &made).await);
        let (first, second) = (one.offer().await, other.offer().await);
        let done = futures_util::future::join(one.attach(&first), other.attach(&second)).await;
        let made_links = [done.0.is_ok(), done.1.is_ok()].into_iter().filter(|ok| *ok).count();
        assert_eq!((made_links, class.world().count(LINKS).await), (1, 1), "{done:?}");
        assert_eq!(ended(&class, &made).await, Some(CodeEnd::Used));
    })
    .await;
}
