//! Pupils who are let in before they have proven the account they have.

use chrono::TimeDelta;
use koppel::domain::{AccountId, Role, SeatState};
use koppel::linking::{self, Answer, Decision, LinkingError, Typed};
use koppel::storage::provisional_accounts;

use super::class::Class;
use super::world::Visit;
use crate::roster::school::pupil;
use crate::support::{TestGround, both_engines};

const ACCOUNTS: &str = "SELECT COUNT(*) AS n FROM account";
const LIVE_LINKS: &str = "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL";

/// A class whose school lets its pupils in.
pub async fn open_class(ground: &TestGround, waiting: usize, new: usize) -> Class<'_> {
    let class = Class::new(ground, waiting, new).await;
    switch_on(&class).await;
    class
}

pub async fn switch_on(class: &Class<'_>) {
    class.world().sql("UPDATE platform SET moves_history_since = created_at").await;
    class.world().sql("UPDATE platform_school SET lets_in_since = created_at").await;
}

/// Pupil `n` goes on without the older account: the account they get.
pub async fn let_in(class: &Class<'_>, n: usize) -> AccountId {
    let visit = class.arrive(n).await.answer(Answer::Later);
    visit.let_in().await.unwrap();
    visit.admit().await.unwrap().account
}

async fn again(visit: &Visit<'_>) -> Decision {
    Visit { answer: None, ..visit.clone() }.decide().await
}

#[tokio::test]
async fn a_pupil_who_waits_is_let_in_and_no_duplicate_is_suspected() {
    both_engines(async |ground: TestGround| {
        let class = open_class(&ground, 1, 0).await;
        let made = class.code(0).await;
        let visit = class.arrive(0).await.answer(Answer::Later);
        assert_eq!(visit.decide().await, Decision::LetIn);
        visit.let_in().await.unwrap();
        let account = visit.admit().await.unwrap().account;
        assert!(account != class.accounts[0]);
        assert_eq!((class.seat(0).await.state, class.seat(0).await.account_id), (SeatState::Linked, Some(account)));
        for (sql, wanted) in [
            ("SELECT COUNT(*) AS n FROM provisional_account WHERE ended_at IS NULL", 1),
            ("SELECT COUNT(*) AS n FROM school_case", 0),
            ("SELECT COUNT(*) AS n FROM link WHERE rule = 'sign_in.provisional' AND assurance = 'high'", 1),
            ("SELECT COUNT(*) AS n FROM event WHERE kind = 'account.let_in'", 1),
        ] {
            assert_eq!(class.world().count(sql).await, wanted, "{sql}");
        }
        assert!(matches!(class.type_code(&visit, &made).await, Typed::Right(_)), "the code is still to be used");
        assert!(matches!(visit.let_in().await, Err(LinkingError::Changed(_))), "a second click makes nothing");
        assert_eq!(class.world().count(ACCOUNTS).await, 2);
        class.school.sound().await;
    })
    .await;
}

/// The page must not tell whether there is a candidate: a pupil for whom the journal made an account has the same choice, and
/// that account is the one that waits.
#[tokio::test]
async fn a_pupil_whom_the_journal_found_new_has_the_same_choice() {
    both_engines(async |ground: TestGround| {
        let class = open_class(&ground, 1, 1).await;
        let born = class.seat(1).await.account_id.unwrap();
        let visit = class.arrive(1).await.answer(Answer::Yes);
        assert!(
            visit.evidence().await.may_be_let_in()
                && class.arrive(0).await.answer(Answer::Yes).evidence().await.may_be_let_in()
        );
        assert_eq!(let_in(&class, 1).await, born);
        assert_eq!(class.world().count(ACCOUNTS).await, 2, "nothing new was made");
        class.school.sound().await;
    })
    .await;
}

/// Each guard, one at a time: with it nobody is let in, before the page and in the transaction that writes.
const SHUT: &[(&str, &str, &str)] = &[
    (
        "the school does not let in",
        "UPDATE platform_school SET lets_in_since = NULL",
        "UPDATE platform_school SET lets_in_since = created_at",
    ),
    (
        "the platform cannot move history",
        "UPDATE platform SET moves_history_since = NULL",
        "UPDATE platform SET moves_history_since = created_at",
    ),
    (
        "no seat",
        "UPDATE seat SET ended_at = since, end_reason = 'left'",
        "UPDATE seat SET ended_at = NULL, end_reason = NULL",
    ),
    ("a teacher's seat", "UPDATE seat SET role = 'teacher'", "UPDATE seat SET role = 'pupil'"),
    ("blocked", "UPDATE standing SET state = 'blocked'", "UPDATE standing SET state = 'waiting'"),
    (
        "the roster has other ids",
        "UPDATE standing SET reason = 'subject_differs'",
        "UPDATE standing SET reason = 'candidate'",
    ),
    (
        "the school is not served",
        "UPDATE platform_school SET disabled_at = created_at",
        "UPDATE platform_school SET disabled_at = NULL",
    ),
    (
        "in quarantine",
        "UPDATE identity SET quarantined_at = first_seen_at",
        "UPDATE identity SET quarantined_at = NULL",
    ),
];

#[tokio::test]
async fn nobody_else_is_let_in() {
    both_engines(async |ground: TestGround| {
        let class = open_class(&ground, 1, 0).await;
        let visit = class.arrive(0).await.answer(Answer::Later);
        for (what, damage, repair) in SHUT {
            class.world().sql(damage).await;
            assert_ne!(visit.decide().await, Decision::LetIn, "{what}");
            assert!(matches!(visit.let_in().await, Err(LinkingError::Changed(_))), "{what}");
            class.world().sql(repair).await;
        }
        let mut teacher = class.arrive(0).await.answer(Answer::Later);
        teacher.assertion.roles[0].role = Role::Teacher;
        assert_eq!(teacher.decide().await, Decision::Prove, "staff prove their accounts themselves");
        assert_eq!((class.world().count(ACCOUNTS).await, class.world().count(LIVE_LINKS).await), (1, 0));
        assert_eq!(visit.decide().await, Decision::LetIn, "and nothing else was in the way");
    })
    .await;
}

/// A pupil of one journal who teaches in another is staff, wherever the second one lets in.
#[tokio::test]
async fn one_seat_of_another_kind_is_enough() {
    both_engines(async |ground: TestGround| {
        let class = open_class(&ground, 1, 0).await;
        let mut teacher = pupil(0);
        teacher.role = Role::Teacher;
        class.school.apply(&class.school.reading("j2", vec![teacher])).await;
        assert_eq!(class.arrive(0).await.answer(Answer::Later).decide().await, Decision::Prove);
    })
    .await;
}

/// Two clicks in two browsers: one account.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn let_in_twice_at_once_is_one_account() {
    both_engines(async |ground: TestGround| {
        let class = open_class(&ground, 1, 0).await;
        let (one, other) = (class.arrive(0).await.answer(Answer::Later), class.arrive(0).await.answer(Answer::Later));
        let done = futures_util::future::join(one.let_in(), other.let_in()).await;
        assert_eq!([done.0.is_ok(), done.1.is_ok()].into_iter().filter(|ok| *ok).count(), 1, "{done:?}");
        assert_eq!((class.world().count(ACCOUNTS).await, class.world().count(LIVE_LINKS).await), (2, 1));
        class.school.sound().await;
    })
    .await;
}

/// Once a week, and not again for a week after the answer.
#[tokio::test]
async fn the_older_account_is_asked_for_once_a_week() {
    both_engines(async |ground: TestGround| {
        let class = open_class(&ground, 1, 0).await;
        let account = &let_in(&class, 0).await;
        let visit = class.arrive(0).await;
        assert!(matches!(again(&visit).await, Decision::SignIn(_)));
        ground.clock.advance(TimeDelta::days(7) - TimeDelta::milliseconds(1));
        assert!(matches!(again(&visit).await, Decision::SignIn(_)));
        ground.clock.advance(TimeDelta::milliseconds(1));
        assert_eq!(again(&visit).await, Decision::Remind);
        assert!(matches!(visit.clone().answer(Answer::Later).decide().await, Decision::SignIn(_)));
        assert_eq!(visit.clone().answer(Answer::Yes).decide().await, Decision::Prove);
        let stands = &ground.ground();
        class.world().write(|tx| async move { linking::remember_asked(&tx, stands, account).await }).await.unwrap();
        assert!(matches!(again(&visit).await, Decision::SignIn(_)));
        let found = class.world().storage(|tx| async move { provisional_accounts::find(&tx, account).await }).await;
        assert_eq!(found.unwrap().asked_at, ground.now());
    })
    .await;
}
