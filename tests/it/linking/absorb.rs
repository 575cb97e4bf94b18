//! A provisional account goes into the older one and comes back: nothing is lost on the way.

use chrono::TimeDelta;
use koppel::args;
use koppel::domain::{AccountId, Actor, OneTimePurpose};
use koppel::linking::{self, Answer, Decision, GivenBack, LinkingError, Undo};
use koppel::storage::account_merges::{self, Former};
use koppel::storage::links::{self, Link};
use koppel::storage::{accounts, licences};
use koppel::vault::sha256;

use super::class::Class;
use super::provisional::{let_in, open_class, switch_on};
use super::undo::session_through;
use super::world::{BROWSER, Visit, assertion};
use crate::roster::school::{School, given};
use crate::support::{TestGround, both_engines};

pub const MERGES: &str = "SELECT COUNT(*) AS n FROM account_merge WHERE undone_at IS NULL";
const LIVE_LINKS: &str = "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL";

/// What an account is and holds: where it points, who opens it, what is paid for it.
pub type State = (Option<AccountId>, Vec<String>, Vec<(String, String)>, Vec<Former>);

pub async fn state(class: &Class<'_>, id: &AccountId) -> State {
    let read = |tx| async move {
        let account = accounts::find(&tx, id).await?.unwrap();
        let links = links::list_live(&tx, id).await?.into_iter().map(|link| format!("{:?}", link.key())).collect();
        let held = licences::list_of_account(&tx, id).await?.into_iter().filter(|one| one.ended_at.is_none());
        let mut held: Vec<_> = held.map(|one| (one.pool_id.to_string(), one.source)).collect();
        held.sort();
        Ok((account.merged_into, links, held, account_merges::list_former(&tx, id).await?))
    };
    class.world().storage(read).await
}

/// Pupil 0 brings the older account by its password.
pub async fn bring(class: &Class<'_>) -> Link {
    let visit = class.arrive(0).await.proven(class.world().password(&class.accounts[0]));
    visit.attach(&visit.offer().await).await.unwrap()
}

pub async fn give_back(class: &Class<'_>, account: &AccountId) -> Result<GivenBack, LinkingError> {
    let (ground, actor) = (&class.world().ground.ground(), &Actor::Cli("root".into()));
    class.world().write(|tx| async move { linking::give_back(&tx, ground, account, actor).await }).await
}

/// The pupils' licences: one of the class's kit, and one that a person gave to each account.
async fn paid_class(ground: &TestGround) -> Class<'_> {
    let mut school = School::new(ground).await;
    school.kit_with(5).await;
    let class = Class::at(school, 1, 0).await;
    switch_on(&class).await;
    class
}

async fn give(class: &Class<'_>, account: &AccountId, id: &'static str) {
    let give = |tx: koppel::storage::Tx| async move {
        let sql = "INSERT INTO licence (id, pool_id, account_id, source, since, given_by) \
                   SELECT $1, id, $2, 'manual', created_at, 'cli:root' FROM licence_pool";
        tx.execute(sql, args![id, account]).await
    };
    assert_eq!(class.world().storage(give).await, 1);
}

#[tokio::test]
async fn the_provisional_account_goes_into_the_older_one() {
    both_engines(async |ground: TestGround| {
        let class = paid_class(&ground).await;
        let (world, old) = (class.world(), &class.accounts[0]);
        let gone = let_in(&class, 0).await;
        give(&class, &gone, "lic_00000000000000000000000001").await;
        session_through(world, &links_of(&class, &gone).await[0]).await;
        let link = bring(&class).await;
        assert_eq!((&link.account_id, link.origin), (old, koppel::domain::LinkOrigin::Claim));
        let (after, kept) = (state(&class, &gone).await, state(&class, old).await);
        assert_eq!((after.0.as_ref(), after.1.len(), after.2.len()), (Some(old), 0, 0));
        assert_eq!((kept.0, kept.1.len(), kept.2.len(), kept.3.len()), (None, 1, 2, 1));
        assert_eq!(class.arrive(0).await.admit().await.unwrap().account, *old);
        assert_eq!(class.seat(0).await.account_id.as_ref(), Some(old));
        for (sql, wanted) in [
            ("SELECT COUNT(*) AS n FROM session WHERE ended_at IS NULL", 0),
            ("SELECT COUNT(*) AS n FROM token_family WHERE ended_at IS NULL", 0),
            ("SELECT COUNT(*) AS n FROM event WHERE kind = 'account.absorbed' AND payload LIKE '%\"into\":\"0\"%'", 1),
            ("SELECT COUNT(*) AS n FROM notice WHERE kind = 'linked' AND shown_at IS NULL", 2),
            ("SELECT COUNT(*) AS n FROM licence WHERE end_reason = 'superseded'", 1),
            (MERGES, 1),
            (LIVE_LINKS, 1),
        ] {
            assert_eq!(world.count(sql).await, wanted, "{sql}");
        }
        class.school.sound().await;
    })
    .await;
}

pub async fn links_of(class: &Class<'_>, account: &AccountId) -> Vec<Link> {
    class.world().storage(|tx| async move { links::list_live(&tx, account).await }).await
}

/// The school prints a code for somebody who was let in already.
#[tokio::test]
async fn a_claim_code_brings_it_home_as_well() {
    both_engines(async |ground: TestGround| {
        let class = open_class(&ground, 1, 0).await;
        let gone = let_in(&class, 0).await;
        let made = class.code(0).await;
        let visit = class.proven_by(class.arrive(0).await.answer(Answer::Yes), &made).await;
        visit.attach(&visit.offer().await).await.unwrap();
        assert_eq!(state(&class, &gone).await.0.as_ref(), Some(&class.accounts[0]));
        let used = "SELECT COUNT(*) AS n FROM claim_code WHERE end_reason = 'used'";
        assert_eq!(class.world().count(used).await, 1);
        class.school.sound().await;
    })
    .await;
}

/// From the settings of the older account: eKool is added, and what it opened until now comes along.
#[tokio::test]
async fn adding_the_system_in_the_older_accounts_settings_brings_it_home_as_well() {
    both_engines(async |ground: TestGround| {
        let class = open_class(&ground, 1, 0).await;
        let gone = let_in(&class, 0).await;
        let visit = class.arrive(0).await.adding(class.world().password(&class.accounts[0]));
        visit.attach(&visit.offer().await).await.unwrap();
        assert_eq!(state(&class, &gone).await.0.as_ref(), Some(&class.accounts[0]));
        class.school.sound().await;
    })
    .await;
}

/// "This was not me", and the administrator: both accounts are as they were, and the pupil is in on the own one.
#[tokio::test]
async fn taken_back_both_are_as_they_were() {
    for by_owner in [true, false] {
        both_engines(async |ground: TestGround| {
            let class = paid_class(&ground).await;
            let (world, old) = (class.world(), &class.accounts[0]);
            let gone = let_in(&class, 0).await;
            give(&class, &gone, "lic_00000000000000000000000001").await;
            give(&class, old, "lic_00000000000000000000000002").await;
            let before = (state(&class, &gone).await, state(&class, old).await);
            let link = bring(&class).await;
            ground.clock.advance(TimeDelta::minutes(5));
            if by_owner {
                not_me(&class, &link).await.unwrap();
            } else {
                assert_eq!(give_back(&class, &gone).await.unwrap().from, *old);
            }
            assert_eq!((state(&class, &gone).await, state(&class, old).await), before);
            assert_eq!(class.arrive(0).await.admit().await.unwrap().account, gone);
            let told = "SELECT COUNT(*) AS n FROM event WHERE kind = 'account.absorb_undone'";
            assert_eq!((world.count(told).await, world.count(MERGES).await), (1, 0));
            assert!(matches!(give_back(&class, &gone).await, Err(LinkingError::Gone)), "once");
            class.school.sound().await;
            bring(&class).await;
            assert_eq!(state(&class, &gone).await.0.as_ref(), Some(old), "and it may go home again");
            class.school.sound().await;
        })
        .await;
    }
}

pub async fn not_me(class: &Class<'_>, link: &Link) -> Result<(), LinkingError> {
    let (world, ground) = (class.world(), &class.world().ground.ground());
    let value = world.write(|tx| async move { linking::offer_undo(&tx, ground, link, BROWSER).await }).await?;
    let press = &Undo { purpose: OneTimePurpose::Undo, value_hash: &sha256(&value), browser_hash: BROWSER };
    world.write(|tx| async move { linking::undo(&tx, ground, press).await }).await.map(drop)
}

/// Thirty days, and not over somebody's head: who has another link since keeps it.
#[tokio::test]
async fn what_is_too_late_or_in_use_is_not_taken_back() {
    both_engines(async |ground: TestGround| {
        let class = open_class(&ground, 1, 0).await;
        let gone = let_in(&class, 0).await;
        let link = &bring(&class).await;
        let (stands, actor) = (&ground.ground(), &Actor::Cli("root".into()));
        let end =
            |tx| async move { linking::end(&tx, stands, &link.id, linking::EndReason::Administrator, actor).await };
        class.world().write(end).await.unwrap();
        class.arrive(0).await.answer(Answer::No).bear().await.unwrap();
        assert!(matches!(give_back(&class, &gone).await, Err(LinkingError::IdentityTaken)));
        assert_eq!(class.world().count(MERGES).await, 1, "nothing was written");
        ground.clock.advance(TimeDelta::days(30));
        assert!(matches!(give_back(&class, &gone).await, Err(LinkingError::Gone)));
        assert!(matches!(give_back(&class, &class.accounts[0]).await, Err(LinkingError::Gone)));
        class.school.sound().await;
    })
    .await;
}

/// What happens between the page and the button wins.
const MEANWHILE: &[(&str, &str)] = &[
    ("the older account was disabled", "UPDATE account SET disabled_at = created_at WHERE sub = '0'"),
    ("the provisional one was disabled", "UPDATE account SET disabled_at = created_at WHERE sub <> '0'"),
    ("the older one went elsewhere", "UPDATE account SET merged_into = id WHERE sub = '0'"),
    ("they are two people", "UPDATE account SET birth_date = '2009-01-01' WHERE sub = '0'"),
    ("somebody teaches with it", "UPDATE account_role SET role = 'teacher' WHERE source = 'import'"),
    ("quarantine", "UPDATE identity SET quarantined_at = first_seen_at"),
    (
        "the older one waits itself",
        "INSERT INTO provisional_account (account_id, identity_id, since, asked_at) \
         SELECT a.id, i.id, a.created_at, a.created_at FROM account a, identity i WHERE a.sub = '0'",
    ),
];

#[tokio::test]
async fn what_changed_since_the_page_wins() {
    both_engines(async |ground: TestGround| {
        for (what, damage) in MEANWHILE {
            let ground =
                if ground.db.is_postgres() { TestGround::postgres().await } else { TestGround::sqlite().await };
            let class = open_class(&ground, 1, 0).await;
            let gone = let_in(&class, 0).await;
            let visit = class.arrive(0).await.proven(class.world().password(&class.accounts[0]));
            let value = visit.offer().await;
            assert!(class.world().sql(damage).await > 0, "{what}");
            let refused = visit.attach(&value).await;
            assert!(matches!(refused, Err(LinkingError::Changed(_))), "{what}: {refused:?}");
            assert_eq!((class.world().count(MERGES).await, class.world().count(LIVE_LINKS).await), (0, 1), "{what}");
            assert_eq!(state(&class, &gone).await.1.len(), 1, "{what}");
        }
    })
    .await;
}

/// Only its own identity brings it anywhere, and only into an account that nobody of this system has.
#[tokio::test]
async fn nobody_elses_account_is_absorbed() {
    both_engines(async |ground: TestGround| {
        let class = open_class(&ground, 2, 0).await;
        let world = class.world();
        let mine = let_in(&class, 0).await;
        // Somebody else's account of this system.
        world.claim(&assertion("ekool", "p0001", &given(1), 2014), &class.accounts[1]).await;
        let taken = class.arrive(0).await.proven(world.password(&class.accounts[1]));
        assert!(matches!(taken.decide().await, Decision::AskSchool(_)));
        // The provisional account as if it were somebody's older one.
        let stuudium = world.arrive(&assertion("stuudium", "s0", &given(0), 2014)).await;
        let claimed = stuudium.proven(world.password(&mine));
        assert!(matches!(claimed.decide().await, Decision::AskSchool(_)));
        let adding = Visit { signed_in: Some(mine.clone()), ..claimed }.adding(world.password(&mine));
        assert_eq!(adding.decide().await, Decision::Prove);
        assert_eq!((world.count(MERGES).await, world.count(LIVE_LINKS).await), (0, 2));
        class.school.sound().await;
    })
    .await;
}

/// Two browsers press at once: absorbed once.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_claims_at_once_absorb_once() {
    both_engines(async |ground: TestGround| {
        let class = open_class(&ground, 1, 0).await;
        let gone = let_in(&class, 0).await;
        let proven = class.world().password(&class.accounts[0]);
        let (one, other) = (class.arrive(0).await.proven(proven.clone()), class.arrive(0).await.proven(proven));
        let (first, second) = (one.offer().await, other.offer().await);
        let done = futures_util::future::join(one.attach(&first), other.attach(&second)).await;
        assert_eq!([done.0.is_ok(), done.1.is_ok()].into_iter().filter(|ok| *ok).count(), 1, "{done:?}");
        assert_eq!((class.world().count(MERGES).await, class.world().count(LIVE_LINKS).await), (1, 1));
        assert_eq!(state(&class, &gone).await.0.as_ref(), Some(&class.accounts[0]));
        class.school.sound().await;
    })
    .await;
}
