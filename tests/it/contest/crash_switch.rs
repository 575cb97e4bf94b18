//! D2 for a school's change of system and its taking back, by a process that dies: whoever begins again goes on where it stopped.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use koppel::args;
use koppel::domain::{Random, SwitchId};
use koppel::linking::LinkingError;
use koppel::linking::switch::{self, Moved};
use koppel::storage::Durability;

use super::crash::is_writing;
use super::crash_merge::ground;
use crate::linking::switch::{Desk, pair};
use crate::linking::world::World;
use crate::roster::runs::root;
use crate::support::{TestGround, counted, figure, seed};

/// Address of the database, the change, and what was agreed to or `back`, in the process that is killed.
const VICTIM: &str = "KOPPEL_TEST_SWITCHING_VICTIM";
/// Three transactions of pairs.
const PEOPLE: i64 = 150;

koppel::row! {
    /// How a change and its people stand.
    pub struct Stands {
        /// Pairs whose link has moved.
        pub moved: i64,
        /// Whose link has moved back.
        pub undone: i64,
        /// Pairs that wait.
        pub waiting: i64,
        /// Live links of the new subjects.
        pub at_new: i64,
        /// Live links of the old ones.
        pub at_old: i64,
        /// Accounts with a live link.
        pub linked: i64,
        /// Links, ended ones too.
        pub made: i64,
        /// What the platform was told of the change.
        pub told: i64,
    }
}

const STANDS: &str = "SELECT \
    (SELECT COUNT(*) FROM switch_pair p WHERE p.switch_id = w.id AND p.state = 'moved') AS moved, \
    (SELECT COUNT(*) FROM switch_pair p WHERE p.switch_id = w.id AND p.state = 'undone') AS undone, \
    (SELECT COUNT(*) FROM switch_pair p WHERE p.switch_id = w.id AND p.state = 'waiting') AS waiting, \
    (SELECT COUNT(*) FROM switch_pair p JOIN link l ON l.upstream_id = w.to_id AND l.subject = p.to_subject \
        AND l.ended_at IS NULL WHERE p.switch_id = w.id) AS at_new, \
    (SELECT COUNT(*) FROM switch_pair p JOIN link l ON l.upstream_id = w.from_id AND l.subject = p.from_subject \
        AND l.ended_at IS NULL WHERE p.switch_id = w.id) AS at_old, \
    (SELECT COUNT(DISTINCT l.account_id) FROM link l WHERE l.ended_at IS NULL) AS linked, \
    (SELECT COUNT(*) FROM link l) AS made, \
    (SELECT COUNT(*) FROM event e JOIN audit a ON a.id = e.audit_id WHERE e.kind = 'link.switched' \
        AND a.object = 'switch:' || w.id) AS told \
    FROM upstream_switch w WHERE w.id = $1";

/// Moves the links, or moves them back, and says what is done.
async fn work(url: &str, id: &SwitchId, agreed: &str) {
    let (ground, actor) = (&ground(url).await, &root());
    println!("\nsaid 0");
    let is_back = agreed == "back";
    let first = |tx| async move {
        if is_back {
            switch::take_back(&tx, ground, id, actor).await
        } else {
            switch::agree(&tx, ground, id, agreed, actor).await
        }
    };
    let begun: Result<(), LinkingError> = ground.db.write(Durability::Durable, first).await;
    begun.unwrap();
    println!("\nsaid 0");
    loop {
        let some =
            if is_back { switch::go_back(ground, id, actor).await } else { switch::go_on(ground, id, actor).await };
        let Some(Moved { moved, .. }) = some.unwrap() else { break };
        println!("\nsaid {moved}");
    }
}

/// Does the work where it is there to be killed; else on a database of its own, to its end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_pair_is_answered() {
    if let Ok(victim) = std::env::var(VICTIM) {
        let words: Vec<&str> = victim.split(' ').collect();
        return work(words[0], &words[1].parse().unwrap(), words[2]).await;
    }
    let here = TestGround::sqlite().await;
    here.at_present();
    let world = World::new(&here).await;
    people(&world).await;
    let change = Change::new(&world, 0).await;
    work(here.url(), &change.desk.id, &change.agreed).await;
    assert_eq!(change.stands().await.moved, PEOPLE);
    work(here.url(), &change.desk.id, "back").await;
    assert_eq!(change.stands().await.undone, PEOPLE);
}

async fn people(world: &World<'_>) {
    for n in 0..PEOPLE {
        let account = world.pupil(&n.to_string(), "Mari", 2014).await;
        seed::link(world.ground, &account, &format!("p{n}")).await;
    }
}

/// A change of everybody that was loaded and looked through.
struct Change<'a> {
    world: &'a World<'a>,
    desk: Desk<'a>,
    agreed: String,
    /// Links that there were before.
    made: i64,
}

impl<'a> Change<'a> {
    /// To new subjects of eKool, or to Stuudium.
    async fn new(world: &'a World<'a>, n: usize) -> Self {
        let desk = Desk::begin(world, "ekool", ["ekool", "stuudium"][n % 2]).await;
        let pairs: Vec<_> = (0..PEOPLE).map(|who| pair(&format!("p{who}"), &format!("r{n}q{who}"))).collect();
        desk.load(&pairs).await;
        let agreed = desk.dry_run().await.hash;
        let made = world.count("SELECT COUNT(*) AS n FROM link").await;
        Self { world, desk, agreed, made }
    }

    async fn stands(&self) -> Stands {
        let mut all = self.world.ground.db.list::<Stands>(STANDS, args![&self.desk.id]).await.unwrap();
        let stands = all.remove(0);
        // Each pair is moved or is not, and is so once.
        let Stands { moved, undone, waiting, at_new, at_old, linked, made, told } = stands;
        assert_eq!((moved + undone + waiting, at_new, at_old), (PEOPLE, moved, undone + waiting), "{stands:?}");
        assert_eq!((linked, at_new + at_old), (PEOPLE, PEOPLE), "everybody has one link: {stands:?}");
        let times = moved + 2 * undone;
        assert_eq!((made - self.made, told), (times, times), "nothing is done twice: {stands:?}");
        stands
    }

    /// Kills a process that moves links, or moves them back, when it has said so many lines; how much it had said is done, and
    /// whether that hit a transaction.
    async fn killed(&self, agreed: &str, lines: usize, late: Duration) -> (i64, bool) {
        let here = self.world.ground;
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "contest::crash_switch::every_pair_is_answered", "--nocapture"])
            .env(VICTIM, format!("{} {} {agreed}", here.url(), self.desk.id))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let said = |line: &str| line.strip_prefix("said ").and_then(|number| number.parse::<i64>().ok());
        let (mut seen, mut done) = (0, 0);
        while seen < lines {
            let Some(line) = out.next() else { break };
            if let Some(moved) = said(&line) {
                (seen, done) = (seen + 1, done + moved);
            }
        }
        tokio::time::sleep(late).await;
        let id = child.id().to_string();
        assert!(Command::new("kill").args(["-STOP", &id]).status().unwrap().success());
        let writing = is_writing(here).await;
        child.kill().unwrap(); // SIGKILL
        child.wait().unwrap();
        // What it printed before it died counts as well; the very last line may be cut.
        let rest: Vec<String> = out.collect();
        done += rest.iter().take(rest.len().saturating_sub(1)).filter_map(|line| said(line)).sum::<i64>();
        here.at_present();
        (done, writing)
    }
}

/// Everything that was answered stands, and the function that was killed goes on with the rest.
async fn round(world: &World<'_>, n: usize, late: Duration) -> [bool; 2] {
    let change = Change::new(world, n).await;
    let lines = 2 + n % 4;
    let (done, hit) = change.killed(&change.agreed, lines, late).await;
    let half = change.stands().await;
    assert!(half.moved >= done, "{done} were answered: {half:?}");
    let rest = switch::apply(world.ground, &change.desk.id, &change.agreed, &root()).await.unwrap();
    assert_eq!(i64::try_from(rest.moved).unwrap(), half.waiting, "{half:?}");
    assert_eq!(change.stands().await.moved, PEOPLE);
    if n % 2 == 1 {
        let (done, _) = change.killed("back", lines, late).await;
        let half = change.stands().await;
        assert!(half.undone >= done, "{done} were answered: {half:?}");
    }
    change.desk.undo().await.unwrap();
    assert_eq!(change.stands().await.undone, PEOPLE);
    crate::linking::merge::sound(world).await;
    [hit, half.moved > 0 && half.waiting > 0]
}

async fn kills(here: &TestGround, rounds: usize) {
    here.at_present();
    let world = World::new(here).await;
    people(&world).await;
    let random = Random::system();
    let (mut hits, mut halves) = (0, 0);
    for n in 0..rounds {
        here.at_present();
        let [late] = random.bytes::<1>();
        let [hit, half] = round(&world, n, Duration::from_millis(u64::from(late) % 40)).await;
        hits += usize::from(hit);
        halves += usize::from(half);
    }
    let engine = here.engine();
    let told = format!("{hits} inside a transaction, {halves} half way; each went on, nothing lost, nothing twice");
    counted("D2", &format!("{rounds} kills in changes of system, {engine}: {told}"));
    assert!(halves > 0, "the kills come in the middle: {told}");
}

/// D2: `kill -9` at random points of moving links, and of moving them back: what was answered is there afterwards, and the same call
/// does the rest.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_process_leaves_a_change_of_system_that_goes_on() {
    kills(&TestGround::sqlite().await, figure(100, 10)).await;
    kills(&TestGround::postgres().await, figure(100, 10)).await;
}
