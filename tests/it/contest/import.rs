use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use koppel::domain::Random;
use koppel::storage::Durability;
use koppel::storage::seal::{self, Stream};

use super::Arena;
use super::crash::is_writing;
use crate::roster::school::given;
use crate::support::{TestGround, counted, figure};

/// Journals that each pupil sits in.
const EACH: usize = 3;
const PUPILS_OF_A_JOURNAL: usize = 20;

koppel::row! {
    /// A journal and what stands of it.
    pub struct Stands {
        /// The upstream's id.
        pub external_id: String,
        /// Live seats.
        pub seats: i64,
        /// Audit rows that say it was applied.
        pub applied: i64,
    }
}

const STANDS: &str = "SELECT j.external_id, \
    (SELECT COUNT(*) FROM seat s WHERE s.journal_id = j.id AND s.ended_at IS NULL) AS seats, \
    (SELECT COUNT(*) FROM audit a WHERE a.object = 'journal:' || j.id AND a.action = 'journal.applied') AS applied \
    FROM journal j ORDER BY j.external_id";
const LINKED: &str = "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL";
const BORN: &str = "SELECT COUNT(*) AS n FROM account WHERE origin = 'roster'";
const SEATS: &str = "SELECT COUNT(*) AS n FROM seat";
const JOURNALS: &str = "SELECT COUNT(*) AS n FROM journal";

/// Who sits in which journal: class by class, in the mathematics, history and sports of each.
fn file(pupils: usize) -> (String, usize) {
    let mut text = String::from("journal,subject,role,given_name,family_name,class\n");
    let mut journals = BTreeSet::new();
    for n in 0..pupils {
        for subject in 0..EACH {
            let journal = format!("c{}s{subject}", n / PUPILS_OF_A_JOURNAL);
            writeln!(text, "{journal},p{n:05},pupil,{},Tamm,5B", given(n)).unwrap();
            journals.insert(journal);
        }
    }
    (text, journals.len())
}

/// An import of one file by processes that die.
struct Import<'a> {
    arena: Arena<'a>,
    file: String,
    pupils: usize,
    journals: usize,
}

impl<'a> Import<'a> {
    async fn of(ground: &'a TestGround, pupils: usize) -> Self {
        let arena = Arena::open(ground).await;
        let (text, journals) = file(pupils);
        let file = arena.desk.write("journals.csv", &text);
        Self { arena, file, pupils, journals }
    }

    fn start(&self) -> Child {
        let mut command = self.arena.desk.command();
        command.args(["roster", "apply", &self.file, "--platform", "opiq", "--upstream", "ekool"]);
        command.args(["--school", "ehis:123", "--json"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    async fn stands(&self) -> Vec<Stands> {
        self.arena.world.ground.db.list(STANDS, vec![]).await.unwrap()
    }

    async fn linked(&self) -> i64 {
        self.arena.world.ground.db.count(JOURNALS, vec![]).await.unwrap()
    }

    /// Lets it write some journals more and kills it then, inside a transaction or between two of them; false when it came to
    /// its end first.
    async fn killed(&self, random: &Random, inside: bool) -> bool {
        let [more, late] = random.bytes::<2>();
        let wanted = self.linked().await + i64::from(more % 3);
        let mut child = self.start();
        while self.linked().await <= wanted {
            if has_ended(&mut child) {
                return false;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_millis(u64::from(late) % 16)).await;
        loop {
            signal(&child, "-STOP");
            if has_ended(&mut child) {
                return false;
            }
            if is_writing(self.arena.world.ground).await == inside {
                break;
            }
            signal(&child, "-CONT");
            tokio::time::sleep(Duration::from_micros(u64::from(late) * 16)).await;
        }
        // SIGKILL.
        child.kill().unwrap();
        let status = child.wait().unwrap();
        self.is_let_go().await;
        // As if the 20 seconds had gone by for which the dead are waited for.
        self.arena.world.sql("DELETE FROM lease WHERE name LIKE 'refresh|%'").await;
        !status.success()
    }

    /// Waits until the database has noticed that nobody is there any more.
    async fn is_let_go(&self) {
        for _ in 0..1_000 {
            if !is_writing(self.arena.world.ground).await {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("a dead process still holds its transaction");
    }

    /// No half journal, nobody twice, no account without its link.
    async fn is_whole(&self, kill: usize) {
        let ground = self.arena.world.ground;
        for journal in self.stands().await {
            let class: usize = journal.external_id[1..].split('s').next().unwrap().parse().unwrap();
            let pupils = PUPILS_OF_A_JOURNAL.min(self.pupils - class * PUPILS_OF_A_JOURNAL);
            assert_eq!(
                (journal.seats, journal.applied),
                (i64::try_from(pupils).unwrap(), 1),
                "kill {kill}: {journal:?}"
            );
        }
        let (links, born) = (self.arena.world.count(LINKED).await, self.arena.world.count(BORN).await);
        assert_eq!(links, born, "kill {kill}");
        for stream in Stream::ALL {
            let (vault, now) = (&ground.vault, ground.now());
            let write = |tx| async move { seal::seal(&tx, vault, stream, now, 100_000).await };
            ground.db.write(Durability::Durable, write).await.unwrap();
        }
        self.arena.is_sound().await;
    }

    /// Exactly what the file says, once.
    async fn is_done(&self) {
        let world = &self.arena.world;
        let stands = self.stands().await;
        let seats: i64 = stands.iter().map(|journal| journal.seats).sum();
        let pupils = i64::try_from(self.pupils).unwrap();
        assert_eq!((stands.len(), seats, world.count(SEATS).await), (self.journals, 3 * pupils, 3 * pupils));
        assert_eq!((world.count(LINKED).await, world.count(BORN).await), (pupils, pupils));
    }
}

/// True when a process is over; false as well when it is stopped.
fn has_ended(child: &mut Child) -> bool {
    let status = child.try_wait().unwrap();
    status.inspect(|status| assert!(status.success(), "{status}")).is_some()
}

/// A process that is over and not yet waited for takes signals, too.
fn signal(child: &Child, which: &str) {
    assert!(Command::new("kill").args([which, &child.id().to_string()]).status().unwrap().success());
}

async fn kills(ground: impl AsyncFn() -> TestGround, wanted: usize, pupils: usize) {
    let random = Random::counter(11);
    let (mut kills, mut inside, mut imports, mut engine) = (0, 0, 0, "");
    while kills < wanted {
        let ground = ground().await;
        engine = ground.engine();
        let import = Import::of(&ground, pupils).await;
        while kills < wanted && import.killed(&random, kills % 2 == 0).await {
            inside += usize::from(kills % 2 == 0);
            kills += 1;
            import.is_whole(kills).await;
        }
        assert!(import.start().wait().unwrap().success());
        import.is_done().await;
        import.is_whole(kills).await;
        imports += 1;
    }
    let (between, told) = (kills - inside, "0 lost, 0 doubled, 0 half journals");
    let place = format!("{inside} inside a transaction, {between} between two");
    counted("D1", &format!("{kills} kills in {imports} import(s) of {pupils} pupils, {engine}, {place}: {told}"));
    assert!(inside > 0 && between > 0, "the kills come inside and between transactions");
}

/// D1: `kill -9` at random points of an import of 2,000 pupils: every second one inside a transaction that has written, the
/// others at the boundary between two. Whoever begins again ends with exactly what the file says.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_import_goes_on_where_it_stopped_and_doubles_nothing() {
    let pupils = figure(2_000, 120);
    kills(async || TestGround::sqlite().await, figure(500, 8), pupils).await;
    kills(async || TestGround::postgres().await, figure(200, 5), pupils).await;
}
