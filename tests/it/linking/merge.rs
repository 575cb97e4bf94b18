//! Two accounts of one person go together by a person's word: what is shown is what happens, and nothing of either is rewritten.

use chrono::TimeDelta;
use koppel::accounts::import::{self, Format, Options};
use koppel::domain::{AccountId, Actor, ItemKind, MergeCause, MergeFate, MergeId, SchoolId};
use koppel::linking::{self, MergeError, MergePreview, MergeRefusal, Merging, MoveLink, Pair, Unmerged};
use koppel::linking::{Decision, LinkingError, MERGE_RULE};
use koppel::storage::account_merges::{self, AccountMerge};
use koppel::storage::accounts::{self, Account};
use koppel::storage::check::check;
use koppel::storage::links::{self, Link};
use koppel::storage::seal::Stream;
use koppel::storage::{Durability, merge_items};

use super::undo::session_through;
use super::world::{World, assertion};
use crate::storage::seal::seal;
use crate::support::{TestGround, both_engines};

pub const MERGES: &str = "SELECT COUNT(*) AS n FROM account_merge WHERE undone_at IS NULL";

pub fn root() -> Actor {
    Actor::Cli("root".into())
}

pub fn pair(survivor: &AccountId, joined: &AccountId) -> Pair {
    Pair { survivor: survivor.clone(), joined: joined.clone() }
}

/// What the page would show.
pub async fn preview(world: &World<'_>, pair: &Pair, at: Option<&SchoolId>) -> Result<MergePreview, MergeError> {
    let (ground, survivor) = (&world.ground.ground(), Some(&pair.survivor));
    let read = |tx| async move { linking::preview(&tx, ground, &pair.survivor, &pair.joined, survivor, at).await };
    ground.db.read(read).await
}

pub async fn try_merge(world: &World<'_>, merging: &Merging<'_>) -> Result<AccountMerge, MergeError> {
    let ground = &world.ground.ground();
    let write = |tx| async move { linking::merge(&tx, ground, merging).await };
    ground.db.write(Durability::Durable, write).await
}

/// Whoever has the shell merges what was shown.
pub async fn merge_by(world: &World<'_>, pair: &Pair, actor: &Actor) -> Result<AccountMerge, MergeError> {
    let plan_hash = &preview(world, pair, None).await?.hash;
    try_merge(world, &Merging { pair, school: None, plan_hash, reason: "one person", actor, seconded: None }).await
}

pub async fn merge(world: &World<'_>, survivor: &AccountId, joined: &AccountId) -> AccountMerge {
    merge_by(world, &pair(survivor, joined), &root()).await.unwrap()
}

pub async fn unmerge(world: &World<'_>, merge: &MergeId) -> Result<Unmerged, MergeError> {
    let (ground, actor) = (&world.ground.ground(), &root());
    let write = |tx| async move { linking::unmerge(&tx, ground, merge, "two people", actor).await };
    ground.db.write(Durability::Durable, write).await
}

pub async fn account(world: &World<'_>, id: &AccountId) -> Account {
    world.storage(|tx| async move { accounts::find(&tx, id).await }).await.unwrap()
}

pub async fn live_links(world: &World<'_>, id: &AccountId) -> Vec<Link> {
    world.storage(|tx| async move { links::list_live(&tx, id).await }).await
}

/// Every invariant holds.
pub async fn sound(world: &World<'_>) {
    let ground = world.ground;
    for stream in Stream::ALL {
        while seal(ground, stream, 1_000).await.unwrap() > 0 {}
    }
    koppel::storage::cleanup::run(&ground.db, ground.now()).await.unwrap();
    assert_eq!(check(&ground.db, &ground.vault, ground.now()).await.unwrap(), []);
}

/// A pupil with two accounts: `17` with eKool, which stays, and `18` with Stuudium.
pub struct Two<'a> {
    pub world: World<'a>,
    pub stays: AccountId,
    pub goes: AccountId,
    pub ekool: Link,
    pub stuudium: Link,
}

impl<'a> Two<'a> {
    pub async fn new(ground: &'a TestGround) -> Self {
        let world = World::new(ground).await;
        let (stays, goes) = (world.pupil("17", "Mari", 2014).await, world.pupil("18", "Mari", 2014).await);
        let ekool = world.claim(&assertion("ekool", "m1", "Mari", 2014), &stays).await;
        let stuudium = world.claim(&assertion("stuudium", "t1", "Mari", 2014), &goes).await;
        Self { world, stays, goes, ekool, stuudium }
    }

    pub fn pair(&self) -> Pair {
        pair(&self.stays, &self.goes)
    }

    pub async fn merge(&self) -> AccountMerge {
        merge(&self.world, &self.stays, &self.goes).await
    }
}

#[tokio::test]
async fn a_merge_changes_nothing_but_a_pointer_and_ends_the_sessions_of_the_one_that_went() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let world = &two.world;
        session_through(world, &two.ekool).await;
        session_through(world, &two.stuudium).await;
        let before = account(world, &two.goes).await;
        ground.clock.advance(TimeDelta::minutes(5));
        let merge = two.merge().await;
        let after = account(world, &two.goes).await;
        assert_eq!(after, Account { merged_into: Some(two.stays.clone()), ..before });
        assert_eq!(live_links(world, &two.goes).await, std::slice::from_ref(&two.stuudium), "the link stays at home");
        for (sql, wanted) in [
            ("SELECT COUNT(*) AS n FROM session WHERE ended_at IS NULL", 1),
            ("SELECT COUNT(*) AS n FROM session WHERE end_reason = 'merged'", 1),
            ("SELECT COUNT(*) AS n FROM token_family WHERE ended_at IS NULL", 1),
            ("SELECT COUNT(*) AS n FROM notice WHERE kind = 'merged'", 2),
            ("SELECT COUNT(*) AS n FROM audit WHERE action = 'account.merged'", 1),
            ("SELECT COUNT(*) AS n FROM event WHERE kind = 'account.merged' AND sub = '18'", 1),
            ("SELECT COUNT(*) AS n FROM event WHERE payload LIKE '%one person%'", 0),
            ("SELECT COUNT(*) AS n FROM audit_detail WHERE detail LIKE '%one person%'", 1),
        ] {
            assert_eq!(world.count(sql).await, wanted, "{sql}");
        }
        assert_eq!((merge.cause, merge.rule.as_str(), merge.reason), (MergeCause::School, MERGE_RULE, None));
        assert_eq!(merge.undo_until, ground.now() + TimeDelta::days(180));
        sound(world).await;
    })
    .await;
}

/// The preview says what is done, and what is done is what it said.
#[tokio::test]
async fn what_was_shown_is_what_is_kept() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let world = &two.world;
        let shown = preview(world, &two.pair(), None).await.unwrap();
        assert_eq!((shown.refusals.as_slice(), shown.second), (&[] as &[MergeRefusal], None));
        assert_eq!((shown.told.from.as_str(), shown.told.into.as_str()), ("18", "17"));
        let merge = two.merge().await;
        let id = &merge.id;
        let kept = world.storage(|tx| async move { merge_items::list(&tx, id).await }).await;
        let mut said = shown.items.clone();
        said.sort_by_key(|(kind, id, _)| (kind.as_str(), id.clone()));
        let found: Vec<_> = kept.iter().map(|item| (item.kind, item.object_id.clone(), item.fate)).collect();
        assert_eq!(found, said);
        let kinds: Vec<ItemKind> = found.iter().map(|(kind, ..)| *kind).collect();
        assert_eq!(kinds, [ItemKind::Account, ItemKind::Link, ItemKind::Role]);
        assert!(found.iter().all(|(.., fate)| *fate == MergeFate::Moved));
        assert!(kept.iter().all(|item| item.digest.len() == 43));
    })
    .await;
}

/// A page that is not true any more merges nothing; what only times say changes nothing of it.
#[tokio::test]
async fn what_changed_since_the_page_is_shown_again() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let (world, pair, actor) = (&two.world, &two.pair(), &root());
        let plan_hash = &preview(world, pair, None).await.unwrap().hash;
        let merging = &Merging { pair, school: None, plan_hash, reason: "x", actor, seconded: None };
        let turned = pair_turned(pair);
        let wrong = try_merge(world, &Merging { pair: &turned, ..*merging }).await;
        assert!(matches!(wrong, Err(MergeError::Changed)), "the other way round is another merge: {wrong:?}");
        let (given, back) = (
            "UPDATE account SET given_name = 'Mari-Liis' WHERE sub = '18'",
            "UPDATE account SET given_name = 'Mari' WHERE sub = '18'",
        );
        world.sql(given).await;
        assert!(matches!(try_merge(world, merging).await, Err(MergeError::Changed)));
        world.sql(back).await;
        ground.clock.advance(TimeDelta::minutes(1));
        world.sql("UPDATE link SET last_used_at = created_at").await;
        try_merge(world, merging).await.unwrap();
    })
    .await;
}

fn pair_turned(turned: &Pair) -> Pair {
    pair(&turned.joined, &turned.survivor)
}

/// The account with the history stays, unless others went into the other one.
#[tokio::test]
async fn the_one_with_the_history_stays() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let (world, ground) = (&two.world, &ground.ground());
        let (one, other) = (&two.goes, &two.stays);
        let chosen = async || {
            let read = |tx| async move { linking::preview(&tx, ground, one, other, None, None).await };
            ground.db.read(read).await.unwrap().pair.survivor
        };
        world.sql("UPDATE account SET history_count = 13 WHERE sub = '18'").await;
        assert_eq!(chosen().await, two.goes);
        world.sql("UPDATE account SET history_count = 12").await;
        world.sql("UPDATE account SET last_activity_at = NULL WHERE sub = '18'").await;
        assert_eq!(chosen().await, two.stays);
        world.sql("UPDATE account SET last_activity_at = NULL").await;
        world.sql("UPDATE account SET created_at = '2020-01-01T00:00:00Z' WHERE sub = '18'").await;
        assert_eq!(chosen().await, two.goes);
        let third = world.pupil("19", "Mari", 2014).await;
        merge(world, &two.stays, &third).await;
        assert_eq!(chosen().await, two.stays);
    })
    .await;
}

/// Its `sub` is an alias: the sign-in by its link leads to the one that stayed, and the platform's list changes nothing of it.
#[tokio::test]
async fn the_joined_one_is_an_alias_at_the_sign_in_and_in_imports() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let world = &two.world;
        two.merge().await;
        let entered = world.arrive(&assertion("stuudium", "t1", "Mari", 2014)).await.admit().await.unwrap();
        assert_eq!((&entered.account, &entered.link), (&two.stays, &two.stuudium.id));
        let stays = &two.stays;
        let former = world.storage(|tx| async move { account_merges::list_former(&tx, stays).await }).await;
        assert_eq!(former.iter().map(|one| one.sub.as_str()).collect::<Vec<_>>(), ["18"]);
        let before = account(world, &two.goes).await;
        let platform = world.platform.clone();
        let options = Options { platform, format: Format::Csv, dry_run: false, actor: root() };
        let text = "external_id,family_name\n18,Kask\n";
        let report = import::run(&ground, text.as_bytes(), &options, |_| ()).await.unwrap();
        assert_eq!((report.unchanged, report.updated, report.created), (1, 0, 0));
        assert_eq!(account(world, &two.goes).await, before);
        sound(world).await;
    })
    .await;
}

/// Twenty within an hour are enough for one person, whoever they are.
#[tokio::test]
async fn nobody_merges_a_whole_school_in_an_hour() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let mut pairs = Vec::new();
        for n in 0..21 {
            let (one, other) = (format!("a{n}"), format!("b{n}"));
            pairs.push(pair(&world.pupil(&one, "Mari", 2014).await, &world.pupil(&other, "Mari", 2014).await));
        }
        for pair in &pairs[..20] {
            merge_by(&world, pair, &root()).await.unwrap();
        }
        let refused = merge_by(&world, &pairs[20], &root()).await;
        assert!(matches!(refused, Err(MergeError::TooMany)), "{refused:?}");
        ground.clock.advance(TimeDelta::hours(1));
        merge_by(&world, &pairs[20], &root()).await.unwrap();
        assert_eq!(world.count(MERGES).await, 21);
    })
    .await;
}

pub async fn move_link(world: &World<'_>, link: &Link, to: &AccountId) -> Result<Link, MergeError> {
    let (ground, actor) = (&world.ground.ground(), &root());
    let what = &MoveLink { link: &link.id, to, reason: "wrong account", actor };
    let write = |tx| async move { linking::move_link(&tx, ground, what).await };
    ground.db.write(Durability::Durable, write).await
}

/// Where the platform cannot move history: the link ends here and is made there, and nothing goes to somebody else.
#[tokio::test]
async fn a_link_is_moved_to_another_account_of_the_same_person_only() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let world = &two.world;
        let jaan = world.pupil("20", "Jaan", 2014).await;
        let refused = move_link(world, &two.stuudium, &jaan).await;
        let differ = Decision::AskSchool(koppel::domain::CaseKind::PeopleDiffer);
        assert!(
            matches!(&refused, Err(MergeError::Linking(LinkingError::Changed(now))) if **now == differ),
            "{refused:?}"
        );
        let refused = move_link(world, &two.stuudium, &two.goes).await;
        assert!(matches!(refused, Err(MergeError::Linking(LinkingError::AccountTaken))), "{refused:?}");
        let moved = move_link(world, &two.stuudium, &two.stays).await.unwrap();
        assert_eq!((&moved.account_id, moved.key(), moved.since), (&two.stays, two.stuudium.key(), two.stuudium.since));
        assert_eq!(live_links(world, &two.goes).await, []);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM link WHERE end_reason = 'moved'").await, 1);
        let again = move_link(world, &two.stuudium, &two.stays).await;
        assert!(matches!(again, Err(MergeError::Linking(LinkingError::Gone))), "{again:?}");
        world.sql("UPDATE account SET disabled_at = created_at WHERE sub = '18'").await;
        assert!(matches!(
            move_link(world, &moved, &two.goes).await,
            Err(MergeError::Linking(LinkingError::Changed(_)))
        ));
        sound(world).await;
    })
    .await;
}
