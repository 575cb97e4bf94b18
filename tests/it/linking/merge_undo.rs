//! A merge is taken back: both accounts are what they were, and what was done since belongs to the door it came in by.

use chrono::TimeDelta;
use koppel::args;
use koppel::domain::{AccountId, Freshness, JournalId, LicenceEnd, Member, PersonName, Role};
use koppel::licences::{self, About};
use koppel::linking::{MergeError, ProofKind, Proven};
use koppel::storage::account_roles::AccountRole;
use koppel::storage::accounts::Account;
use koppel::storage::claim_codes::PrintedCode;
use koppel::storage::licences::Licence;
use koppel::storage::links::Link;
use koppel::storage::notices;

use super::merge::{MERGES, Two, account, merge, root, sound, unmerge};
use super::provisional::{let_in, open_class};
use super::undo::session_through;
use super::world::{World, assertion};
use crate::roster::school::{School, given, member};
use crate::support::{TestGround, both_engines};

/// Every row of an account, every column.
pub async fn rows(world: &World<'_>, id: &AccountId) -> String {
    let read = |tx: koppel::storage::Tx| async move {
        Ok((
            tx.list::<Account>("SELECT * FROM account WHERE id = $1", args![id]).await?,
            tx.list::<Link>("SELECT * FROM link WHERE account_id = $1 ORDER BY id", args![id]).await?,
            tx.list::<AccountRole>("SELECT * FROM account_role WHERE account_id = $1 ORDER BY id", args![id]).await?,
            tx.list::<Licence>("SELECT * FROM licence WHERE account_id = $1 ORDER BY id", args![id]).await?,
            tx.list::<PrintedCode>("SELECT * FROM claim_code WHERE account_id = $1 ORDER BY id", args![id]).await?,
        ))
    };
    format!("{:#?}", world.storage(read).await)
}

#[tokio::test]
async fn what_was_merged_and_not_used_comes_back_byte_for_byte() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let world = &two.world;
        let before = (rows(world, &two.stays).await, rows(world, &two.goes).await);
        ground.clock.advance(TimeDelta::hours(1));
        let merge = two.merge().await;
        ground.clock.advance(TimeDelta::days(100));
        let back = unmerge(world, &merge.id).await.unwrap();
        assert_eq!((rows(world, &two.stays).await, rows(world, &two.goes).await), before);
        assert_eq!((back.given_away, back.sessions_ended), (vec![], 0));
        assert_eq!((back.merge.undone_at, back.merge.undone_by), (Some(ground.now()), Some("cli:root".into())));
        for (sql, wanted) in [
            ("SELECT COUNT(*) AS n FROM event WHERE kind = 'account.unmerged' AND sub = '18'", 1),
            ("SELECT COUNT(*) AS n FROM audit WHERE action = 'account.unmerged'", 1),
            (MERGES, 0),
        ] {
            assert_eq!(world.count(sql).await, wanted, "{sql}");
        }
        let id = &two.goes;
        let told = world.storage(|tx| async move { notices::list_of_account(&tx, id).await }).await;
        assert!(told.iter().any(|notice| notice.kind == koppel::domain::NoticeKind::Unmerged), "{told:?}");
        sound(world).await;
    })
    .await;
}

/// A hundred and eighty days, once, and never for somebody erased.
#[tokio::test]
async fn what_is_too_late_is_not_taken_back() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let world = &two.world;
        let first = two.merge().await;
        ground.clock.advance(TimeDelta::days(180) - TimeDelta::milliseconds(1));
        unmerge(world, &first.id).await.unwrap();
        assert!(matches!(unmerge(world, &first.id).await, Err(MergeError::TooLate)), "once");
        let second = two.merge().await;
        ground.clock.advance(TimeDelta::days(180));
        assert!(matches!(unmerge(world, &second.id).await, Err(MergeError::TooLate)), "too late");
        assert_eq!(account(world, &two.goes).await.merged_into.as_ref(), Some(&two.stays), "nothing was written");
        ground.clock.advance(-TimeDelta::days(1));
        for sub in ["17", "18"] {
            world.sql("UPDATE account SET erased_at = NULL").await;
            let erase = "UPDATE account SET erased_at = created_at WHERE sub = $1";
            world.storage(|tx| async move { tx.execute(erase, args![sub]).await }).await;
            assert!(matches!(unmerge(world, &second.id).await, Err(MergeError::TooLate)), "erased {sub}");
        }
        let nothing = koppel::domain::MergeId::random(&ground.random);
        assert!(matches!(unmerge(world, &nothing).await, Err(MergeError::Missing)));
    })
    .await;
}

/// What a pupil brought along is given back in its own way, not by this one.
#[tokio::test]
async fn a_provisional_account_is_no_merge_by_a_person() {
    both_engines(async |ground: TestGround| {
        let class = open_class(&ground, 1, 0).await;
        let_in(&class, 0).await;
        super::absorb::bring(&class).await;
        let merges =
            ground.db.list::<koppel::storage::account_merges::AccountMerge>("SELECT * FROM account_merge", args![]);
        let brought = merges.await.unwrap().remove(0);
        assert!(matches!(unmerge(class.world(), &brought.id).await, Err(MergeError::Missing)));
        class.school.sound().await;
    })
    .await;
}

/// Whoever came in by a door of the one that was joined is out of the other one; who came in by its own door stays.
#[tokio::test]
async fn the_sessions_of_the_door_that_leads_home_again_end() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let world = &two.world;
        let merge = two.merge().await;
        session_through(world, &two.ekool).await;
        session_through(world, &Link { account_id: two.stays.clone(), ..two.stuudium.clone() }).await;
        let back = unmerge(world, &merge.id).await.unwrap();
        assert_eq!(back.sessions_ended, 1);
        let ended = "SELECT COUNT(*) AS n FROM session s JOIN session_account x ON x.session_id = s.id \
            WHERE s.end_reason = 'unmerged' AND x.upstream_id = 'stuudium'";
        let live = "SELECT COUNT(*) AS n FROM session s JOIN session_account x ON x.session_id = s.id \
            WHERE s.ended_at IS NULL AND x.upstream_id = 'ekool'";
        let families = "SELECT COUNT(*) AS n FROM token_family WHERE ended_at IS NULL";
        assert_eq!((world.count(ended).await, world.count(live).await, world.count(families).await), (1, 1, 1));
        let entered = world.arrive(&assertion("stuudium", "t1", "Mari", 2014)).await.admit().await.unwrap();
        assert_eq!(entered.account, two.goes);
        sound(world).await;
    })
    .await;
}

async fn settle(school: &School<'_>, journal: &JournalId) {
    let (ground, world, actor) = (&school.world.ground.ground(), &school.world, &root());
    let about = About { journal, platform: &world.platform, school: &world.school, actor };
    world.storage(|tx| async move { licences::settle(&tx, ground, about).await }).await;
}

async fn holders(world: &World<'_>) -> Vec<String> {
    let sql = "SELECT a.sub AS account_id FROM licence l JOIN account a ON a.id = l.account_id WHERE l.ended_at IS NULL \
        ORDER BY a.sub";
    world.ground.db.list::<Sub>(sql, args![]).await.unwrap().into_iter().map(|row| row.account_id).collect()
}

koppel::row! {
    /// Somebody who holds a licence.
    pub struct Sub {
        /// By their `sub`.
        pub account_id: String,
    }
}

/// Two accounts fill one place while they are one. Whoever got the other place keeps it; the one that comes back is told what it
/// lost, and gets it again when there is room.
#[tokio::test]
async fn a_licence_given_away_since_is_said_and_comes_back_with_room() {
    both_engines(async |ground: TestGround| {
        let mut school = School::new(&ground).await;
        let product = school.kit_with(2).await;
        let world = &school.world;
        let mut accounts = Vec::new();
        let mut journals = Vec::new();
        for (n, name) in [(0, given(0)), (1, given(0)), (2, given(2))] {
            let account = world.pupil(&n.to_string(), &name, 2014).await;
            world.claim(&assertion("ekool", &format!("p{n:04}"), &name, 2014), &account).await;
            let seat = Member {
                name: PersonName { given: Some(name), family: Some("Tamm".into()) },
                ..member(n, Role::Pupil)
            };
            journals.push(school.apply(&school.reading(&format!("j{n}"), vec![seat])).await.journal);
            accounts.push(account);
        }
        assert_eq!(holders(world).await, ["0", "1"], "the pool is full");
        let merge = merge(world, &accounts[0], &accounts[1]).await;
        settle(&school, &journals[2]).await;
        assert_eq!(holders(world).await, ["0", "1", "2"], "no row ended, and a place was free");
        sound(world).await;
        let back = unmerge(world, &merge.id).await.unwrap();
        let lost: Vec<_> = back.given_away.iter().map(|lost| (&lost.account_id, lost.end_reason)).collect();
        assert_eq!(lost, [(&accounts[1], Some(LicenceEnd::GivenAway))]);
        assert_eq!(holders(world).await, ["0", "2"]);
        settle(&school, &journals[1]).await;
        assert_eq!(holders(world).await, ["0", "2"], "full");
        school.pool(&product, 3).await;
        settle(&school, &journals[1]).await;
        assert_eq!(holders(world).await, ["0", "1", "2"]);
        sound(world).await;
    })
    .await;
}

/// Where the one that stayed got its licence only since, the place is the other one's.
#[tokio::test]
async fn a_place_is_whose_it_was() {
    both_engines(async |ground: TestGround| {
        let mut school = School::new(&ground).await;
        school.kit_with(1).await;
        let world = &school.world;
        let name = given(0);
        let mut accounts = Vec::new();
        for n in 0..2 {
            let account = world.pupil(&n.to_string(), &name, 2014).await;
            world.claim(&assertion("ekool", &format!("p{n:04}"), &name, 2014), &account).await;
            accounts.push(account);
        }
        let seat = |n: usize| Member {
            name: PersonName { given: Some(name.clone()), family: Some("Tamm".into()) },
            ..member(n, Role::Pupil)
        };
        school.apply(&school.reading("j1", vec![seat(1)])).await;
        ground.clock.advance(TimeDelta::hours(1));
        let merge = merge(world, &accounts[0], &accounts[1]).await;
        school.apply(&school.reading("j0", vec![seat(0)])).await;
        assert_eq!(holders(world).await, ["0", "1"], "one person, one place");
        let back = unmerge(world, &merge.id).await.unwrap();
        assert_eq!(back.given_away.iter().map(|lost| &lost.account_id).collect::<Vec<_>>(), [&accounts[0]]);
        assert_eq!(holders(world).await, ["1"]);
        sound(world).await;
    })
    .await;
}

/// A pupil is let in provisionally, and brings the work along by a door of the account that was joined. When that one is on its own
/// again, the work goes with its door: it may be another child's.
#[tokio::test]
async fn what_came_by_a_door_goes_with_the_door() {
    both_engines(async |ground: TestGround| {
        let class = open_class(&ground, 1, 0).await;
        let (world, goes) = (class.world(), &class.accounts[0]);
        let stays = world.pupil("s", &given(0), 2014).await;
        let said = assertion("stuudium", "t0", &given(0), 2014);
        let door = world.claim(&said, goes).await;
        let provisional = let_in(&class, 0).await;
        let merge = merge(world, &stays, goes).await;
        let proven = Proven {
            account: goes.clone(),
            kind: ProofKind::Upstream,
            proven_at: ground.now(),
            freshness: Freshness::Proven,
            link: Some(door.id),
            assertion: Some(said),
            code: None,
        };
        let visit = class.arrive(0).await.proven(proven);
        let made = visit.attach(&visit.offer().await).await.unwrap();
        assert_eq!(&made.account_id, goes, "the link is the door's");
        assert_eq!(account(world, &provisional).await.merged_into.as_ref(), Some(&stays));
        unmerge(world, &merge.id).await.unwrap();
        assert_eq!(account(world, &provisional).await.merged_into.as_ref(), Some(goes));
        let told = "SELECT COUNT(*) AS n FROM event WHERE kind = 'account.absorbed'";
        assert_eq!(world.count(told).await, 2, "the platform is told where it went now");
        assert_eq!(class.arrive(0).await.admit().await.unwrap().account, *goes);
        class.school.sound().await;
    })
    .await;
}
