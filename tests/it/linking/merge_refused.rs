//! Whom a person cannot merge, and whom not alone. Each guard has a case that nothing but the guard stops.

use chrono::TimeDelta;
use koppel::domain::{AccountId, Actor, CaseKind, ConsoleRole, GrantId, ProposalId, ProposalKind, SchoolId};
use koppel::linking::{Decision, LinkingError, MergeError, MergePreview, MergeRefusal, Merging, Pair, SecondReason};
use koppel::storage::console_grants::{self, Grant};
use koppel::storage::proposals::{self, Proposal};

use super::class::Class;
use super::merge::{
    MERGES, Two, live_links, merge, merge_by, move_link, pair, preview, root, sound, try_merge, unmerge,
};
use super::world::{World, assertion};
use crate::roster::school::given;
use crate::support::{TestGround, both_engines};

const AUDITS: &str = "SELECT COUNT(*) AS n FROM audit";
const OTHER: &str = "INSERT INTO platform (id, name, sub_mode, password_owner, created_at) \
    SELECT 'other', 'Other', sub_mode, password_owner, created_at FROM platform";
const SECOND_SCHOOL: &str = "INSERT INTO school (id, name, country, time_zone, created_at) \
    SELECT 'ehis:456', 'Teine', country, time_zone, created_at FROM school";
const SERVED: &str = "INSERT INTO platform_school (platform_id, school_id, pupils_keep_session, new_accounts, created_at) \
    VALUES ('opiq', 'ehis:456', FALSE, 'create', '2026-09-01T00:00:00Z')";
const MOVED: &str =
    "UPDATE account_role SET school_id = 'ehis:456' WHERE account_id = (SELECT id FROM account WHERE sub = '18')";

/// What happens to the one that would go, and why it does not go then.
const CASES: &[(&str, &[&str], MergeRefusal)] = &[
    ("disabled", &["UPDATE account SET disabled_at = created_at WHERE sub = '18'"], MergeRefusal::Closed),
    ("elsewhere", &["UPDATE account SET merged_into = id WHERE sub = '18'"], MergeRefusal::Closed),
    ("erased", &["UPDATE account SET erased_at = created_at WHERE sub = '18'"], MergeRefusal::Closed),
    (
        "the one that stays is disabled",
        &["UPDATE account SET disabled_at = created_at WHERE sub = '17'"],
        MergeRefusal::Closed,
    ),
    (
        "protected",
        &["INSERT INTO withheld (key, since) SELECT 'account:' || id, created_at FROM account WHERE sub = '18'"],
        MergeRefusal::Closed,
    ),
    (
        "another platform",
        &[OTHER, "UPDATE account SET platform_id = 'other' WHERE sub = '18'"],
        MergeRefusal::OtherPlatform,
    ),
    (
        "provisional",
        &[
            "INSERT INTO provisional_account (account_id, identity_id, since, asked_at) SELECT a.id, i.id, a.created_at, \
           a.created_at FROM account a JOIN link l ON l.account_id = a.id JOIN identity i ON i.id = l.identity_id \
           WHERE a.sub = '18'",
        ],
        MergeRefusal::Provisional,
    ),
    (
        "teaches",
        &["UPDATE account_role SET role = 'teacher' WHERE account_id = (SELECT id FROM account WHERE sub = '18')"],
        MergeRefusal::RoleClasses,
    ),
    (
        "another birth date",
        &["UPDATE account SET birth_date = '2009-01-01' WHERE sub = '18'"],
        MergeRefusal::DifferentFacts,
    ),
    (
        "another birth date at the upstream, none at the platform",
        &["UPDATE account SET birth_date = NULL", "UPDATE identity SET birth_hash = 'x' WHERE subject = 't1'"],
        MergeRefusal::DifferentFacts,
    ),
    (
        "another national number",
        &["UPDATE account SET national_hash = sub, national_key = 'test1'"],
        MergeRefusal::DifferentFacts,
    ),
    (
        "another name",
        &["UPDATE account SET given_name = 'Kaspar', family_name = 'Kuusk' WHERE sub = '18'"],
        MergeRefusal::DifferentFacts,
    ),
    (
        "of no school",
        &["UPDATE account_role SET ended_at = since WHERE account_id = (SELECT id FROM account WHERE sub = '18')"],
        MergeRefusal::ForeignSchool,
    ),
    ("of a school that is not there", &[SECOND_SCHOOL, MOVED], MergeRefusal::ForeignSchool),
];

async fn refused(world: &World<'_>, pair: &Pair, at: Option<&SchoolId>) -> Vec<MergeRefusal> {
    match preview(world, pair, at).await {
        Ok(shown) => shown.refusals,
        Err(MergeError::Refused(refusals)) => refusals,
        Err(other) => panic!("{other:?}"),
    }
}

/// On the page and in the transaction that writes, where the page was drawn before.
#[tokio::test]
async fn each_guard_refuses_and_nothing_is_written() {
    both_engines(async |ground: TestGround| {
        for (what, damage, wanted) in CASES {
            let ground = if ground.is_postgres() { TestGround::postgres().await } else { TestGround::sqlite().await };
            let two = Two::new(&ground).await;
            let (world, pair, actor) = (&two.world, &two.pair(), &Actor::Account(two.stays.clone()));
            ground.clock.advance(TimeDelta::days(40));
            let shown = preview(world, pair, Some(&world.school)).await.unwrap();
            assert_eq!((shown.refusals, shown.second), (vec![], None), "{what}: it would be merged");
            for sql in *damage {
                world.sql(sql).await;
            }
            let audits = world.count(AUDITS).await;
            assert_eq!(refused(world, pair, Some(&world.school)).await, [*wanted], "{what}");
            let merging = Merging {
                pair,
                school: Some(&world.school),
                plan_hash: &shown.hash,
                reason: "one person",
                actor,
                seconded: None,
            };
            let merged = try_merge(world, &merging).await;
            assert!(matches!(&merged, Err(MergeError::Refused(why)) if why == &[*wanted]), "{what}: {merged:?}");
            assert_eq!((world.count(MERGES).await, world.count(AUDITS).await), (0, audits), "{what}");
        }
    })
    .await;
}

/// Whoever is protected looks like somebody disabled, and nothing of them is in the answer, also for whoever knows both ids.
#[tokio::test]
async fn nothing_of_a_protected_person_is_shown() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let (protect, disable) = (CASES[4].1[0], CASES[0].1[0]);
        two.world.sql(protect).await;
        let hidden = preview(&two.world, &two.pair(), None).await;
        two.world.sql("DELETE FROM withheld").await;
        two.world.sql(disable).await;
        let shut = preview(&two.world, &two.pair(), None).await;
        assert_eq!(format!("{hidden:?}"), format!("{shut:?}"));
        assert_eq!(format!("{hidden:?}"), "Err(Refused([Closed]))");
        let nobody = AccountId::random(&ground.random);
        assert!(matches!(preview(&two.world, &pair(&two.stays, &nobody), None).await, Err(MergeError::Missing)));
        let same = preview(&two.world, &pair(&two.stays, &two.stays), None).await;
        assert_eq!(format!("{same:?}"), "Err(Refused([SameAccount]))");
    })
    .await;
}

/// The twins rule: a journal with a seat for each says that they are two. A seat that ended says nothing.
#[tokio::test]
async fn two_rows_of_one_journal_are_two_people() {
    both_engines(async |ground: TestGround| {
        let class = Class::new(&ground, 2, 0).await;
        let world = class.world();
        for n in 0..2 {
            let said = assertion("ekool", &format!("p{n:04}"), &given(n), 2014);
            world.claim(&said, &class.accounts[n]).await;
        }
        world.sql("UPDATE account SET given_name = 'Mari'").await;
        let pair = &pair(&class.accounts[0], &class.accounts[1]);
        assert_eq!(refused(world, pair, Some(&world.school)).await, [MergeRefusal::OneJournal]);
        assert!(matches!(merge_by(world, pair, &root()).await, Err(MergeError::Refused(_))), "the shell neither");
        let link = &live_links(world, &class.accounts[0]).await[0];
        let moved = move_link(world, link, &class.accounts[1]).await;
        let differ = Decision::AskSchool(CaseKind::PeopleDiffer);
        assert!(
            matches!(&moved, Err(MergeError::Linking(LinkingError::Changed(now))) if **now == differ),
            "nor by moving a link: {moved:?}"
        );
        let left = "UPDATE seat SET ended_at = since, end_reason = 'left' WHERE person_id = \
            (SELECT id FROM roster_person WHERE subject = 'p0001')";
        assert_eq!(world.sql(left).await, 1);
        assert_eq!(refused(world, pair, Some(&world.school)).await, []);
    })
    .await;
}

/// One account may stand for several; what went into one is never carried on.
#[tokio::test]
async fn nothing_goes_into_what_went_elsewhere() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let world = &two.world;
        let (third, fourth) = (world.pupil("19", "Mari", 2014).await, world.pupil("20", "Mari", 2014).await);
        let second = merge(world, &two.goes, &third).await;
        assert_eq!(refused(world, &two.pair(), None).await, [MergeRefusal::WrongSurvivor]);
        assert_eq!(refused(world, &pair(&two.goes, &two.stays), None).await, []);
        assert_eq!(refused(world, &pair(&third, &fourth), None).await, [MergeRefusal::Closed]);
        merge(world, &two.stays, &fourth).await;
        assert_eq!(refused(world, &two.pair(), None).await, [MergeRefusal::BothHaveOthers]);
        // What speaks against one that went into it speaks against it.
        world.sql("UPDATE account SET birth_date = '2009-01-01' WHERE sub = '19'").await;
        let fifth = world.pupil("21", "Mari", 2014).await;
        assert_eq!(refused(world, &pair(&two.goes, &fifth), None).await, [MergeRefusal::DifferentFacts]);
        unmerge(world, &second.id).await.unwrap();
        merge(world, &two.stays, &two.goes).await;
        sound(world).await;
    })
    .await;
}

/// Only the shell merges in nobody's name.
#[tokio::test]
async fn a_person_of_no_school_merges_nothing() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let refused = merge_by(&two.world, &two.pair(), &Actor::Account(two.stays.clone())).await;
        assert!(
            matches!(&refused, Err(MergeError::Refused(why)) if why == &[MergeRefusal::ForeignSchool]),
            "{refused:?}"
        );
        assert_eq!(two.world.count(MERGES).await, 0);
    })
    .await;
}

/// Somebody agreed to what `shown` shows.
async fn agreed(world: &World<'_>, shown: &MergePreview, hash: &str, who: &AccountId) -> ProposalId {
    let ground = world.ground;
    let row = &Proposal {
        id: ProposalId::random(&ground.random),
        kind: ProposalKind::Merge,
        platform_id: world.platform.clone(),
        school_id: world.school.clone(),
        object: shown.pair.object(),
        hash: hash.to_owned(),
        payload: String::new(),
        reason: "one person".into(),
        made_by: AccountId::random(&ground.random),
        made_at: ground.now(),
        expires_at: ground.now() + TimeDelta::days(proposals::PROPOSAL_DAYS),
        decided_at: None,
        decided_by: None,
        agreed: None,
        spent_at: None,
    };
    let now = ground.now();
    world
        .storage(|tx| async move {
            proposals::insert(&tx, row).await?;
            proposals::decide(&tx, &row.id, who, true, now).await
        })
        .await;
    row.id.clone()
}

async fn grant(world: &World<'_>, school: &str, who: &AccountId, role: ConsoleRole) {
    let row = &Grant {
        id: GrantId::random(&world.ground.random),
        platform_id: world.platform.clone(),
        school_id: school.parse().unwrap(),
        account_id: who.clone(),
        role,
        reason: None,
        since: world.ground.now(),
        given_by: "cli:root".into(),
        expires_at: None,
        ended_at: None,
        ended_by: None,
    };
    assert!(world.storage(|tx| async move { console_grants::insert(&tx, row).await }).await);
}

/// Two accounts that were both used within thirty days may be two people's: somebody else must agree to exactly this.
#[tokio::test]
async fn two_accounts_in_use_need_a_second_person() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let (world, pair, actor) = (&two.world, &two.pair(), &Actor::Account(AccountId::random(&ground.random)));
        let shown = preview(world, pair, Some(&world.school)).await.unwrap();
        assert_eq!((shown.refusals.as_slice(), shown.second), (&[] as &[MergeRefusal], Some(SecondReason::BothActive)));
        let (hash, head) = (&shown.hash, world.pupil("90", "Head", 1980).await);
        let merging =
            Merging { pair, school: Some(&world.school), plan_hash: hash, reason: "x", actor, seconded: None };
        let needed = |done| matches!(done, Err(MergeError::NeedsSecond(SecondReason::BothActive)));
        assert!(needed(try_merge(world, &merging).await), "nobody");
        agreed(world, &shown, "another page", &head).await;
        assert!(needed(try_merge(world, &merging).await), "to something else");
        agreed(world, &shown, hash, &two.goes).await;
        assert!(needed(try_merge(world, &merging).await), "one of the two");
        world.sql("UPDATE proposal SET hash = 'over'").await;
        let agreed = agreed(world, &shown, hash, &head).await;
        ground.clock.advance(TimeDelta::days(proposals::PROPOSAL_DAYS));
        assert!(needed(try_merge(world, &merging).await), "too long ago");
        ground.clock.advance(-TimeDelta::days(1));
        let other = ProposalId::random(&ground.random);
        assert!(needed(try_merge(world, &Merging { seconded: Some(&other), ..merging }).await), "another proposal");
        let merge = try_merge(world, &Merging { seconded: Some(&agreed), ..merging }).await.unwrap();
        assert_eq!(merge.seconded_by, Some(Actor::Account(head.clone()).to_string()));
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM proposal WHERE spent_at IS NOT NULL").await, 1);
        unmerge(world, &merge.id).await.unwrap();
        assert!(needed(try_merge(world, &merging).await), "a word is used up");
        sound(world).await;
    })
    .await;
}

/// Who was not there for thirty days is no second person's concern; a sign-in makes it one.
#[tokio::test]
async fn an_account_at_rest_is_merged_by_one_person() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let (world, pair) = (&two.world, &two.pair());
        ground.clock.advance(TimeDelta::days(31));
        assert_eq!(preview(world, pair, Some(&world.school)).await.unwrap().second, None);
        world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await.admit().await.unwrap();
        assert_eq!(preview(world, pair, Some(&world.school)).await.unwrap().second, None);
        world.arrive(&assertion("stuudium", "t1", "Mari", 2014)).await.admit().await.unwrap();
        let shown = preview(world, pair, Some(&world.school)).await.unwrap();
        assert_eq!(shown.second, Some(SecondReason::BothActive));
    })
    .await;
}

/// Across schools somebody who may merge at the other school must agree.
#[tokio::test]
async fn another_school_is_asked() {
    both_engines(async |ground: TestGround| {
        let two = Two::new(&ground).await;
        let (world, pair, actor) = (&two.world, &two.pair(), &Actor::Account(AccountId::random(&ground.random)));
        for sql in [SECOND_SCHOOL, SERVED, MOVED] {
            world.sql(sql).await;
        }
        let head = world.pupil("90", "Head", 1980).await;
        let shown = preview(world, pair, Some(&world.school)).await.unwrap();
        assert_eq!(
            (shown.refusals.as_slice(), shown.second),
            (&[] as &[MergeRefusal], Some(SecondReason::OtherSchool))
        );
        assert_eq!(shown.other_school.as_ref().map(SchoolId::as_str), Some("ehis:456"));
        let third: SchoolId = "ehis:404".parse().unwrap();
        assert_eq!(refused(world, pair, Some(&third)).await, [MergeRefusal::ForeignSchool]);
        let hash = &shown.hash;
        let merging =
            Merging { pair, school: Some(&world.school), plan_hash: hash, reason: "x", actor, seconded: None };
        let needed = |done| matches!(done, Err(MergeError::NeedsSecond(SecondReason::OtherSchool)));
        agreed(world, &shown, hash, &head).await;
        assert!(needed(try_merge(world, &merging).await), "of no school");
        grant(world, "ehis:123", &head, ConsoleRole::SchoolAdmin).await;
        assert!(needed(try_merge(world, &merging).await), "of this school");
        grant(world, "ehis:456", &head, ConsoleRole::Coordinator).await;
        assert!(needed(try_merge(world, &merging).await), "of the other school, but not to merge");
        grant(world, "ehis:456", &head, ConsoleRole::SchoolAdmin).await;
        try_merge(world, &merging).await.unwrap();
        sound(world).await;
    })
    .await;
}
