//! D2 for the merge and its taking back, by a process that dies.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;

use koppel::args;
use koppel::cache::Cache;
use koppel::domain::{AccountId, Actor, Clock, Random};
use koppel::ground::Ground;
use koppel::linking::{self, MergeError, Merging, Pair};
use koppel::storage::seal::Stream;
use koppel::storage::{Database, Durability, accounts};
use koppel::vault::{Vault, VaultKey};

use super::crash::is_writing;
use crate::linking::world::World;
use crate::storage::seal::seal;
use crate::support::config::test_config;
use crate::support::{TestGround, counted, figure};

/// Address of the database, in the process that is killed.
const VICTIM: &str = "KOPPEL_TEST_MERGING_VICTIM";
/// Pairs of a round, and those who merge them at once.
const PAIRS: usize = 40;
const LANES: usize = 4;

/// What the process said of a pair: what it had begun, and what was answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Said {
    merged: bool,
    began_back: bool,
    back: bool,
}

koppel::row! {
    /// A pair and what stands of it.
    pub struct Stands {
        /// The `sub` of the one that stays.
        pub sub: String,
        /// Merges, undone ones too.
        pub merges: i64,
        /// Live ones.
        pub live: i64,
        /// Pointers to it.
        pub pointers: i64,
        /// What the platform is told of them.
        pub events: i64,
        /// And that they were taken back.
        pub undone: i64,
    }
}

const STANDS: &str = "SELECT k.sub, \
    (SELECT COUNT(*) FROM account_merge m WHERE m.into_id = k.id) AS merges, \
    (SELECT COUNT(*) FROM account_merge m WHERE m.into_id = k.id AND m.undone_at IS NULL) AS live, \
    (SELECT COUNT(*) FROM account a WHERE a.merged_into = k.id) AS pointers, \
    (SELECT COUNT(*) FROM event e JOIN account_merge m ON m.event_id = e.id WHERE m.into_id = k.id) AS events, \
    (SELECT COUNT(*) FROM event e JOIN account_merge m ON m.undone_event_id = e.id WHERE m.into_id = k.id) AS undone \
    FROM account k WHERE k.sub LIKE 's%' ORDER BY k.sub";

/// The ground of a process of its own, on the keys of the tests.
pub(super) async fn ground(url: &str) -> Ground {
    let key = std::array::from_fn(|n| u8::try_from(n).unwrap());
    let random = Random::system();
    Ground {
        db: Database::connect(url).await.unwrap(),
        cache: Cache::memory(),
        clock: Clock::system(),
        vault: Vault::new(vec![VaultKey::new("test1".to_owned(), key)], random.clone()).unwrap(),
        random,
        config: Arc::new(test_config(url)),
    }
}

async fn find(ground: &Ground, sub: &str) -> AccountId {
    let platform = &"opiq".parse().unwrap();
    let found = ground.db.read(|tx| async move { accounts::find_by_sub(&tx, platform, sub).await }).await;
    found.unwrap().unwrap().id
}

async fn merge(ground: &Ground, n: &str) -> koppel::domain::MergeId {
    let (survivor, joined) = (find(ground, &format!("s{n}")).await, find(ground, &format!("g{n}")).await);
    let (pair, actor) = (&Pair { survivor, joined }, &Actor::Cli(format!("root{n}")));
    let write = |tx| async move {
        let shown = linking::preview(&tx, ground, &pair.survivor, &pair.joined, Some(&pair.survivor), None).await?;
        let plan_hash = &shown.hash;
        let merging = Merging { pair, school: None, plan_hash, reason: "one person", actor, seconded: None };
        linking::merge(&tx, ground, &merging).await
    };
    ground.db.write(Durability::Durable, write).await.unwrap().id
}

/// Merges the pairs of a round, and takes every second one back; tells each answer.
async fn work(url: &str, round: &str) {
    let ground = &ground(url).await;
    let lanes = (0..LANES).map(|lane| async move {
        for n in (lane..PAIRS).step_by(LANES) {
            let name = format!("{round}p{n}");
            let merge = &merge(ground, &name).await;
            println!("\nsaid merged {name}");
            if n % 2 == 0 {
                println!("\nsaid began {name}");
                let actor = &Actor::Cli("root".into());
                let write = |tx| async move { linking::unmerge(&tx, ground, merge, "two people", actor).await };
                let back: Result<_, MergeError> = ground.db.write(Durability::Durable, write).await;
                back.unwrap();
                println!("\nsaid back {name}");
            }
        }
    });
    futures_util::future::join_all(lanes).await;
}

/// Does the work where it is there to be killed; else on a database of its own, to its end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_merge_is_answered() {
    if let Ok(victim) = std::env::var(VICTIM) {
        let (round, url) = victim.split_once(' ').unwrap();
        return work(url, round).await;
    }
    let here = TestGround::sqlite().await;
    here.at_present();
    let world = World::new(&here).await;
    pairs(&world, "r0").await;
    work(here.url(), "r0").await;
    assert_eq!(world.count("SELECT COUNT(*) AS n FROM account_merge WHERE undone_at IS NULL").await, 20);
    assert_eq!(world.count("SELECT COUNT(*) AS n FROM account_merge").await, 40);
}

async fn pairs(world: &World<'_>, round: &str) {
    for n in 0..PAIRS {
        for side in ["s", "g"] {
            world.pupil(&format!("{side}{round}p{n}"), "Mari", 2014).await;
        }
    }
}

/// Kills the process after so many of its lines; what it had said until then, and whether that hit a transaction.
async fn killed(here: &TestGround, round: &str, lines: usize, told: &mut BTreeMap<String, Said>) -> bool {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "contest::crash_merge::every_merge_is_answered", "--nocapture"])
        .env(VICTIM, format!("{round} {}", here.url()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut note = |line: &str| {
        let Some((what, name)) = line.strip_prefix("said ").and_then(|said| said.split_once(' ')) else { return false };
        let said = told.entry(name.to_owned()).or_default();
        match what {
            "merged" => said.merged = true,
            "began" => said.began_back = true,
            _ => said.back = true,
        }
        true
    };
    let mut seen = 0;
    while seen < lines {
        let Some(line) = out.next() else { break };
        seen += usize::from(note(&line));
    }
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-STOP", &id]).status().unwrap().success());
    let writing = is_writing(here).await;
    child.kill().unwrap(); // SIGKILL
    child.wait().unwrap();
    // What it printed before it died counts as well; the very last line may be cut.
    let rest: Vec<String> = out.collect();
    for line in rest.iter().take(rest.len().saturating_sub(1)) {
        note(line);
    }
    writing
}

/// What was answered is there, and of everything else all or nothing.
async fn stands(here: &TestGround, told: &BTreeMap<String, Said>) {
    for row in here.db.list::<Stands>(STANDS, args![]).await.unwrap() {
        let said = told.get(row.sub.trim_start_matches('s')).copied().unwrap_or_default();
        assert_eq!(row.pointers, row.live, "{row:?}: {said:?}");
        assert_eq!((row.events, row.undone), (row.merges, row.merges - row.live), "{row:?}: {said:?}");
        assert!(row.merges <= 1, "{row:?}: {said:?}");
        if said.merged {
            assert_eq!(row.merges, 1, "{row:?}: {said:?}");
            assert!(said.began_back || row.live == 1, "{row:?}: {said:?}");
        }
        assert!(!said.back || row.live == 0, "{row:?}: {said:?}");
    }
}

async fn kills(here: &TestGround, rounds: usize) {
    here.at_present();
    let world = World::new(here).await;
    let random = Random::system();
    let (mut told, mut hit) = (BTreeMap::new(), 0);
    for n in 0..rounds {
        let round = format!("r{n}");
        pairs(&world, &round).await;
        let [lines] = random.bytes::<1>();
        hit += usize::from(killed(here, &round, usize::from(lines) % 70, &mut told).await);
        here.at_present();
        for stream in Stream::ALL {
            while seal(here, stream, 100_000).await.unwrap() > 0 {}
        }
        stands(here, &told).await;
        crate::linking::merge::sound(&world).await;
    }
    let (merged, back) =
        (told.values().filter(|said| said.merged).count(), told.values().filter(|said| said.back).count());
    let engine = here.engine();
    let answered = format!("{merged} merged, {back} taken back, none lost, none half done");
    counted("D2", &format!("{rounds} kills in merges, {engine}, {hit} inside a transaction; {answered}"));
    assert!(merged > back && back > 0, "the kills come in the middle: {answered}");
}

/// D2: `kill -9` at random points of merging and taking back: what was answered is there afterwards, with its event.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_process_loses_no_answered_merge_and_leaves_none_half_done() {
    kills(&TestGround::sqlite().await, figure(300, 6)).await;
    kills(&TestGround::postgres().await, figure(100, 6)).await;
}
