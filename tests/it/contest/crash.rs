use std::collections::BTreeMap;
use std::str::FromStr as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use koppel::accounts::AccountsError;
use koppel::accounts::sessions::{self, Entry};
use koppel::domain::{AccountId, Assertion, AttemptId, Role, SecretId, SessionKind};
use koppel::storage::Durability;
use koppel::storage::client_secrets::{self, ClientSecret};
use koppel::storage::seal::{self, Stream};
use koppel::vault::sha256;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use super::{Arena, Ready};
use crate::cli::desk::Server;
use crate::issuer::desk::VERIFIER;
use crate::linking::world::assertion;
use crate::support::{TestGround, counted, figure};

/// People who link, take back, end and sign in at the same moment.
const AT_ONCE: usize = 6;
/// Everybody in a round, and the answers they get when nobody is killed.
const PEOPLE: usize = 2 * AT_ONCE;
const ANSWERS: u16 = 28;
const SECRET: &str = "secret-of-opiq-web";
const LIVE: &str = "SELECT COUNT(*) AS n FROM link WHERE subject = $1 AND ended_at IS NULL";
const WRITING: &str = "SELECT COUNT(*) FROM pg_locks JOIN pg_class ON pg_class.oid = relation \
    WHERE relnamespace = current_schema()::regnamespace AND mode = 'RowExclusiveLock' AND relkind = 'r'";

/// What a person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    /// Links, and takes it back at once.
    Undo,
    /// Links, goes on to the platform, which redeems the code.
    Redeem,
    /// Was linked before, and ends that in the settings.
    End,
}

/// Somebody, and the first form they send.
struct Person {
    subject: String,
    does: Does,
    form: Ready,
}

/// How far a person got: what was answered, and what was asked and never answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Told {
    asked: &'static str,
    linked: bool,
    over: &'static str,
    redeemed: Option<String>,
}

/// What everybody was told, and how many answers that were.
#[derive(Default)]
struct Book {
    told: Mutex<BTreeMap<String, Told>>,
    answers: AtomicU16,
}

impl Book {
    fn note(&self, subject: &str, change: impl FnOnce(&mut Told)) {
        change(self.told.lock().unwrap().entry(subject.to_owned()).or_default());
    }

    fn answered(&self, subject: &str, change: impl FnOnce(&mut Told)) {
        self.answers.fetch_add(1, Ordering::SeqCst);
        self.note(subject, change);
    }
}

/// One person, in one browser. None: nobody answered.
async fn live(arena: &Arena<'_>, server: &str, person: &Person, book: &Book) -> Option<()> {
    let Person { subject, does, form } = person;
    if *does == Does::End {
        book.note(subject, |told| told.asked = "end");
        let answer = arena.send(server, form).await?;
        assert!(answer.location.contains("done=ended"), "{answer:?}");
        book.answered(subject, |told| (told.asked, told.over) = ("", "ended"));
        return Some(());
    }
    book.note(subject, |told| told.asked = "link");
    let answer = arena.send(server, form).await?;
    assert!(answer.location.starts_with("/login/linked"), "{answer:?}");
    book.answered(subject, |told| (told.asked, told.linked) = ("", true));
    let csrf = form.body.split("&answer").next().unwrap().to_owned();
    if *does == Does::Undo {
        let page = arena.page(server, &answer.location, &form.cookie).await?;
        let value = page.split("name=\"not_me\" value=\"").nth(1).and_then(|rest| rest.split('"').next())?;
        book.answered(subject, |told| told.asked = "undo");
        let press = Ready { path: "/login/not-me", body: format!("{csrf}&not_me={value}"), ..form.clone() };
        let answer = arena.send(server, &press).await?;
        assert_eq!(answer.status, 200, "{answer:?}");
        book.answered(subject, |told| (told.asked, told.over) = ("", "taken back"));
        return Some(());
    }
    let answer = arena.send(server, &Ready { path: "/login/linked", body: csrf, ..form.clone() }).await?;
    let code = answer.location.split("code=").nth(1).unwrap_or_else(|| panic!("{answer:?}"));
    let code = code.split('&').next().unwrap().to_owned();
    book.answered(subject, |told| told.asked = "redeem");
    assert_eq!(redeem(arena, server, &code).await?, 200);
    book.answered(subject, |told| (told.asked, told.redeemed) = ("", Some(code)));
    Some(())
}

async fn redeem(arena: &Arena<'_>, server: &str, code: &str) -> Option<u16> {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", "https://opiq.example/cb"),
        ("code_verifier", VERIFIER),
    ];
    let request = arena.http.post(format!("{server}/token")).basic_auth("opiq-web", Some(SECRET)).form(&form);
    Some(request.send().await.ok()?.status().as_u16())
}

async fn secret(arena: &Arena<'_>) {
    let ground = arena.world.ground;
    let row = &ClientSecret {
        id: SecretId::random(&ground.random),
        client_id: arena.world.client.clone(),
        hash: sha256(SECRET),
        created_at: ground.now(),
        expires_at: None,
        ended_at: None,
    };
    arena.world.storage(|tx| async move { client_secrets::insert(&tx, row).await }).await;
}

/// Whether the stopped process holds a transaction that has written.
pub(super) async fn is_writing(ground: &TestGround) -> bool {
    if ground.is_postgres() {
        let mut line = PgConnection::connect(ground.url()).await.unwrap();
        let locks: i64 = sqlx::query_scalar(WRITING).fetch_one(&mut line).await.unwrap();
        return locks > 0;
    }
    let options = SqliteConnectOptions::from_str(ground.url()).unwrap().busy_timeout(Duration::ZERO);
    let mut line = options.connect().await.unwrap();
    let free = sqlx::query("BEGIN IMMEDIATE").execute(&mut line).await.is_ok();
    if free {
        sqlx::query("ROLLBACK").execute(&mut line).await.unwrap();
    }
    line.close().await.unwrap();
    !free
}

/// Somebody who was linked before, signed in to the settings in another browser, in front of the button that ends it.
async fn about_to_end(arena: &Arena<'_>, said: &Assertion, account: &AccountId, book: &Book) -> Ready {
    let (world, ground) = (&arena.world, &arena.world.ground.ground());
    let link = world.claim(said, account).await.id;
    book.note(&said.key.subject, |told| told.linked = true);
    let browser = ground.random.secret();
    let entry = &Entry {
        kind: SessionKind::Settings,
        browser_hash: &sha256(&browser),
        platform: &world.platform,
        account,
        link: None,
        upstream: None,
        school: Some(&world.school),
        role: Some(Role::Pupil),
        auth_time: ground.now(),
    };
    let enter = |tx| async move { sessions::enter(&tx, ground, None, entry).await };
    let entered: Result<_, AccountsError> = ground.db.write(Durability::Durable, enter).await;
    let session = entered.unwrap().secret.unwrap();
    let csrf = ground.vault.keyed_hash("csrf", entry.browser_hash).hash;
    Ready {
        path: "/settings/opiq/integrations/end",
        cookie: format!("__Host-koppel-browser={browser}; __Host-koppel-session={session}"),
        body: format!("csrf={csrf}&link={link}"),
        attempt: AttemptId::at(ground.now(), &ground.random),
    }
}

/// The people of a round.
async fn crowd(arena: &Arena<'_>, round: usize, book: &Book) -> Vec<Person> {
    let mut people = Vec::new();
    for n in 0..PEOPLE {
        let subject = format!("r{round}p{n}");
        let said = assertion("ekool", &subject, "Mari", 2014);
        let account = arena.world.pupil(&subject, "Mari", 2014).await;
        let does = [Does::Undo, Does::Redeem, Does::End][n % 3];
        let form = if does == Does::End {
            about_to_end(arena, &said, &account, book).await
        } else {
            let identity = arena.world.identify(&said).await.id;
            arena.at_the_button(&said, &identity, &account).await
        };
        people.push(Person { subject, does, form });
    }
    people
}

/// Waits for one of the answers of a round, and up to 50 ms more: kills are spread over all that is written.
async fn moment(book: &Book, before: u16) {
    let [which, more] = koppel::domain::Random::system().bytes::<2>();
    let answers = before + u16::from(which) % ANSWERS;
    let began = Instant::now();
    while book.answers.load(Ordering::SeqCst) < answers && began.elapsed() < Duration::from_secs(20) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    tokio::time::sleep(Duration::from_millis(u64::from(more) % 50)).await;
}

/// Lets a crowd in and kills the process in the middle of it; answers whether that hit a transaction.
async fn round(arena: &Arena<'_>, n: usize, book: &Book) -> bool {
    let people = crowd(arena, n, book).await;
    let server = arena.serve();
    let base = server.base.clone();
    let lanes = (0..AT_ONCE).map(|lane| {
        let (people, base) = (&people, base.as_str());
        async move {
            for n in [lane, PEOPLE - 1 - lane] {
                live(arena, base, &people[n], book).await?;
            }
            Some(())
        }
    });
    let before = book.answers.load(Ordering::SeqCst);
    let end = async {
        moment(book, before).await;
        server.pause();
        let writing = is_writing(arena.world.ground).await;
        server.kill();
        writing
    };
    tokio::join!(futures_util::future::join_all(lanes), end).1
}

/// Numbers what was written, as a process does that lives for more than a second.
async fn number(ground: &TestGround) {
    let (vault, now) = (&ground.vault, ground.now());
    for stream in Stream::ALL {
        let write = |tx| async move { seal::seal(&tx, vault, stream, now, 100_000).await };
        ground.db.write(Durability::Durable, write).await.unwrap();
    }
}

/// Everything that was answered is there, and nothing that was taken back or ended.
async fn stands(arena: &Arena<'_>, server: &Server, told: &BTreeMap<String, Told>) {
    for (subject, told) in told {
        let live = arena.world.ground.db.count(LIVE, koppel::args![subject]).await.unwrap();
        if told.linked && !["undo", "end"].contains(&told.asked) {
            assert_eq!(live, i64::from(told.over.is_empty()), "{subject}: {told:?}");
        }
        assert!(live <= 1, "{subject}: {told:?}");
        if let Some(code) = &told.redeemed {
            assert_eq!(redeem(arena, &server.base, code).await, Some(400), "{subject}: a code is good for one");
        }
    }
}

async fn kills(ground: &TestGround, rounds: usize) {
    let arena = Arena::open(ground).await;
    secret(&arena).await;
    let book = Book::default();
    let mut hit = 0;
    for n in 0..rounds {
        ground.at_present();
        hit += usize::from(round(&arena, n, &book).await);
        number(ground).await;
        let violations = koppel::storage::check::check(&ground.db, &ground.vault, ground.now()).await.unwrap();
        assert!(violations.is_empty(), "after kill {n}: {violations:?}");
    }
    let told = book.told.into_inner().unwrap();
    stands(&arena, &arena.serve(), &told).await;
    let count = |what: &dyn Fn(&Told) -> bool| told.values().filter(|told| what(told)).count();
    let asked = |what: &'static str| count(&|told| told.asked == what);
    let linked = count(&|told| told.linked);
    let unanswered = ["link", "undo", "end", "redeem"].map(|what| format!("{} {what}", asked(what))).join(", ");
    let answered = format!(
        "{linked} linked, {} taken back, {} ended, {} redeemed",
        count(&|told| told.over == "taken back"),
        count(&|told| told.over == "ended"),
        count(&|told| told.redeemed.is_some()),
    );
    let engine = ground.engine();
    counted(
        "D2",
        &format!("{rounds} kills, {engine}, {hit} inside a transaction; {answered}; never answered: {unanswered}"),
    );
    assert!(linked > 0 && asked("") < told.len() && hit > 0, "the kills come in the middle");
    arena.is_sound().await;
}

/// D2: `kill -9` at random points of link, take back, end and code exchange: what was answered is there afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_broker_loses_no_answered_link_and_leaves_nothing_half_done() {
    kills(&TestGround::sqlite().await, figure(300, 8)).await;
    kills(&TestGround::postgres().await, figure(100, 8)).await;
}
