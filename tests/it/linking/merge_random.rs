//! A23: whatever happens while two accounts are one, taking the merge back leaves what the same would have left on two accounts that
//! were never merged, by the rule that was shown: each thing at the account whose door it came in by.

use chrono::TimeDelta;
use koppel::args;
use koppel::domain::{
    AccountId, Actor, Assertion, EnablingId, Freshness, LicenceId, Member, PersonName, Random, Role, RoleId,
};
use koppel::linking::{self, Decision, EndReason, ProofKind, Proven};
use koppel::storage::account_roles::{self, AccountRole};
use koppel::storage::licences::{self, Licence};
use koppel::storage::links::{self, Link};
use koppel::storage::schools::{self, SchoolUpstream};

use super::merge::{merge_by, pair, root, unmerge};
use super::merge_undo::rows;
use super::world::{Visit, World, assertion};
use crate::roster::school::{School, given, pupil};
use crate::support::{TestGround, both_engines, counted, figure};

/// Systems that are added one after the other, each to one account at most.
const MORE: [&str; 4] = ["more0", "more1", "more2", "more3"];
/// At most so many things happen to a pair.
const ACTS: u8 = 8;

/// What is done. The number says by which door, or which system.
#[derive(Debug, Clone, Copy)]
enum Act {
    SignIn(usize),
    Add(usize, usize),
    End(usize),
    Journal(usize),
    Licence,
    Role,
}

/// Two accounts of one pupil. Of the first two couples of a number the one is merged, and the other never was.
struct Couple {
    tag: String,
    /// The one that stays, and the one that goes.
    accounts: [AccountId; 2],
    /// Who comes in by the door of which.
    doors: [Assertion; 2],
    name: String,
    merged: bool,
}

koppel::row! {
    /// Something that stands, by natural keys.
    pub struct Line {
        /// All of it.
        pub line: String,
    }
}

const LINES: &str = "SELECT 'account ' || a.sub || ' ' || a.history_count || ' ' || COALESCE(CAST(a.used_at AS TEXT), '-') || ' ' \
    || COALESCE(a.merged_into, '-') || ' ' || CAST(a.updated_at AS TEXT) AS line FROM account a WHERE a.id IN ($1, $2) \
    UNION ALL SELECT 'link ' || a.sub || ' ' || l.upstream_id || ' ' || l.subject || ' ' || l.origin || ' ' || l.rule || ' ' \
    || l.assurance || ' ' || CAST(l.created_at AS TEXT) || ' ' || COALESCE(CAST(l.last_used_at AS TEXT), '-') || ' ' \
    || COALESCE(l.end_reason, '-') || ' ' || COALESCE(CAST(l.ended_at AS TEXT), '-') FROM link l \
    JOIN account a ON a.id = l.account_id WHERE a.id IN ($1, $2) \
    UNION ALL SELECT 'role ' || a.sub || ' ' || r.school_id || ' ' || r.role || ' ' || COALESCE(r.class_name, '-') || ' ' \
    || r.source || ' ' || CAST(r.since AS TEXT) || ' ' || COALESCE(CAST(r.ended_at AS TEXT), '-') FROM account_role r \
    JOIN account a ON a.id = r.account_id WHERE a.id IN ($1, $2) \
    UNION ALL SELECT 'licence ' || a.sub || ' ' || COALESCE(j.external_id, c.source) || ' ' || CAST(c.since AS TEXT) || ' ' \
    || COALESCE(CAST(c.ended_at AS TEXT), '-') || ' ' || COALESCE(c.end_reason, '-') FROM licence c \
    JOIN account a ON a.id = c.account_id LEFT JOIN journal j ON c.source = 'journal:' || j.id WHERE a.id IN ($1, $2) \
    UNION ALL SELECT 'seat ' || j.external_id || ' ' || p.subject || ' ' || s.role || ' ' || COALESCE(s.end_reason, '-') \
    || ' ' || COALESCE(d.state, '-') || ' ' || COALESCE(d.reason, '-') FROM seat s JOIN journal j ON j.id = s.journal_id \
    JOIN roster_person p ON p.id = s.person_id LEFT JOIN standing d ON d.person_id = p.id AND d.platform_id = j.platform_id \
    WHERE EXISTS (SELECT 1 FROM link l WHERE l.account_id IN ($1, $2) AND l.upstream_id = p.upstream_id \
    AND l.subject = p.subject) ORDER BY 1";

/// What stands of a couple; what tells it from the other couple of its number is left out.
async fn stands(world: &World<'_>, couple: &Couple) -> Vec<String> {
    let [one, other] = &couple.accounts;
    let lines = world.ground.db.list::<Line>(LINES, args![one, other]).await.unwrap();
    let mut lines: Vec<String> = lines.into_iter().map(|row| row.line.replace(&couple.tag, "~")).collect();
    lines.sort();
    lines
}

async fn enable_more(world: &World<'_>) {
    for id in MORE {
        let row = &SchoolUpstream {
            id: EnablingId::random(&world.ground.random),
            platform_id: world.platform.clone(),
            school_id: world.school.clone(),
            upstream_id: id.parse().unwrap(),
            enabled_at: world.ground.now(),
            enabled_by: "cli:root".into(),
            ended_at: None,
            ended_by: None,
        };
        let upstream = "INSERT INTO upstream (id, kind, name, client_id, client_secret, scopes, settings, created_at, updated_at) \
            VALUES ($1, 'oidc', $1, 'koppel', '', 'openid', '{}', $2, $2)";
        let now = world.ground.now();
        world
            .storage(|tx| async move {
                tx.execute(upstream, args![id, now]).await?;
                schools::enable_upstream(&tx, row).await
            })
            .await;
    }
}

impl Couple {
    async fn new(world: &World<'_>, tag: String, n: usize, upstreams: [&str; 2]) -> Self {
        let name = given(n);
        let accounts =
            [world.pupil(&format!("{tag}s"), &name, 2014).await, world.pupil(&format!("{tag}j"), &name, 2014).await];
        let doors = [
            assertion(upstreams[0], &format!("{tag}x"), &name, 2014),
            assertion(upstreams[1], &format!("{tag}y"), &name, 2014),
        ];
        for (door, account) in doors.iter().zip(&accounts) {
            world.claim(door, account).await;
        }
        Self { tag, accounts, doors, name, merged: false }
    }

    async fn door(&self, world: &World<'_>, n: usize) -> Option<Link> {
        let key = &self.doors[n].key;
        world.storage(|tx| async move { links::find_live(&tx, &world.platform, key).await }).await
    }

    /// Does it, by the door's own account; answers whether that went through.
    async fn act(&self, school: &School<'_>, act: Act, step: usize) -> bool {
        let world = &school.world;
        match act {
            Act::SignIn(door) => world.arrive(&self.doors[door]).await.admit().await.is_ok(),
            Act::Add(door, system) => self.add(world, door, MORE[system]).await,
            Act::End(door) => self.end(world, door).await,
            Act::Journal(door) => self.sit(school, door, step).await,
            Act::Licence => self.give(world, step).await,
            Act::Role => self.grant(world).await,
        }
    }

    /// Adds a system in the settings, in a session of that door: of the account that stands for it.
    async fn add(&self, world: &World<'_>, door: usize, system: &str) -> bool {
        let Some(link) = self.door(world, door).await else { return false };
        let said = assertion(system, &format!("{}{system}", self.tag), &self.name, 2014);
        let account = self.accounts[if self.merged { 0 } else { door }].clone();
        let proven = Proven {
            account,
            kind: ProofKind::Session,
            proven_at: world.ground.now(),
            freshness: Freshness::Proven,
            link: Some(link.id),
            assertion: None,
            code: None,
        };
        let visit: Visit<'_> = world.arrive(&said).await.adding(proven);
        let Decision::Confirm(join) = visit.decide().await else { return false };
        visit.attach(&visit.offer_for(&join).await).await.is_ok()
    }

    async fn end(&self, world: &World<'_>, door: usize) -> bool {
        let Some(link) = self.door(world, door).await else { return false };
        let (ground, id, actor) = (&world.ground.ground(), &link.id, &root());
        let write = |tx| async move { linking::end(&tx, ground, id, EndReason::Administrator, actor).await };
        world.write(write).await.is_ok()
    }

    /// A journal of whoever comes in by that door, read for the first time.
    async fn sit(&self, school: &School<'_>, door: usize, step: usize) -> bool {
        let key = &self.doors[door].key;
        if self.door(&school.world, door).await.is_none() || key.upstream.as_str() != "ekool" {
            return false;
        }
        let name = PersonName { given: Some(self.name.clone()), family: Some("Tamm".into()) };
        let seat = Member { subject: key.subject.clone(), name, ..pupil(0) };
        school.apply(&school.reading(&format!("{}{step}", self.tag), vec![seat])).await;
        true
    }

    /// What names no door is done to the account that stays.
    async fn give(&self, world: &World<'_>, step: usize) -> bool {
        let pool = "SELECT id AS line FROM licence_pool";
        let pool = world.ground.db.list::<Line>(pool, args![]).await.unwrap().remove(0).line.parse().unwrap();
        let row = &Licence {
            id: LicenceId::random(&world.ground.random),
            pool_id: pool,
            account_id: self.accounts[0].clone(),
            source: format!("manual{step}"),
            since: world.ground.now(),
            given_by: "cli:root".into(),
            ended_at: None,
            end_reason: None,
        };
        world.storage(|tx| async move { licences::give(&tx, std::slice::from_ref(row)).await }).await == 1
    }

    async fn grant(&self, world: &World<'_>) -> bool {
        let row = &AccountRole {
            id: RoleId::random(&world.ground.random),
            account_id: self.accounts[0].clone(),
            school_id: world.school.clone(),
            role: Role::Pupil,
            class_name: Some("6A".into()),
            source: "administrator".into(),
            since: world.ground.now(),
            ended_at: None,
        };
        world.storage(|tx| async move { account_roles::put(&tx, row).await }).await;
        true
    }
}

fn drawn(random: &Random) -> Vec<Act> {
    let [many] = random.bytes::<1>();
    // Every fifth pair or so is not touched at all.
    let many = if many % 5 == 0 { 0 } else { many % (ACTS + 1) };
    let act = |_| {
        let [what, door, system] = random.bytes::<3>();
        let (door, system) = (usize::from(door % 2), usize::from(system) % MORE.len());
        match what % 8 {
            0..=2 => Act::SignIn(door),
            3 => Act::Add(door, system),
            4 => Act::End(door),
            5 => Act::Journal(door),
            6 => Act::Licence,
            _ => Act::Role,
        }
    };
    (0..many).map(act).collect()
}

/// One pair that is merged and taken apart again, and one like it that never was: the same is done to both at the same times.
async fn compare(school: &School<'_>, n: usize, random: &Random) -> (usize, bool) {
    let world = &school.world;
    let [which] = random.bytes::<1>();
    let upstreams = [["ekool", "stuudium"], ["ekool", "ekool"], ["stuudium", "ekool"]][usize::from(which) % 3];
    let mut merged = Couple::new(world, format!("a{n:04}"), 2 * n, upstreams).await;
    let apart = Couple::new(world, format!("b{n:04}"), 2 * n + 1, upstreams).await;
    let [stays, goes] = &merged.accounts;
    let before = (rows(world, stays).await, rows(world, goes).await);
    world.ground.clock.advance(TimeDelta::minutes(1));
    let actor = Actor::Cli(format!("root{n}"));
    let merge = merge_by(world, &pair(stays, goes), &actor).await.unwrap();
    merged.merged = true;
    let acts = drawn(random);
    for (step, act) in acts.iter().enumerate() {
        world.ground.clock.advance(TimeDelta::minutes(1));
        let came = (merged.act(school, *act, step).await, apart.act(school, *act, step).await);
        assert_eq!(came.0, came.1, "pair {n}, {upstreams:?}, step {step} of {acts:?}");
    }
    world.ground.clock.advance(TimeDelta::minutes(1));
    let back = unmerge(world, &merge.id).await.unwrap();
    assert_eq!(back.given_away, [], "there is room for everybody");
    let [stays, goes] = &merged.accounts;
    if acts.is_empty() {
        assert_eq!((rows(world, stays).await, rows(world, goes).await), before, "pair {n}: byte for byte");
    }
    assert_eq!(stands(world, &merged).await, stands(world, &apart).await, "pair {n}, {upstreams:?}: {acts:?}");
    (acts.len(), acts.is_empty())
}

/// A23: 500 random pairs are merged, used and taken apart: equal to the snapshot where nothing was done, and to the same pair that
/// was never merged where something was.
#[tokio::test]
async fn a_merge_that_was_taken_back_never_was() {
    let pairs = figure(500, 25);
    both_engines(async |ground: TestGround| {
        let mut school = School::new(&ground).await;
        school.kit_with(100_000).await;
        enable_more(&school.world).await;
        let random = Random::counter(23);
        let (mut acts, mut untouched) = (0, 0);
        for n in 0..pairs {
            let (done, is_untouched) = compare(&school, n, &random).await;
            acts += done;
            untouched += usize::from(is_untouched);
        }
        let told = format!("{acts} things done meanwhile, {untouched} pairs byte for byte");
        counted("A23", &format!("{pairs} pairs, {}: 0 differ; {told}", ground.engine()));
        assert!(acts > pairs && untouched > 0, "{told}");
        school.sound().await;
    })
    .await;
}
