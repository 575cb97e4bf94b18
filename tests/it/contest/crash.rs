use std::collections::BTreeMap;
use std::str::FromStr as _;
use std::sync::Mutex;
use std::time::Duration;

use koppel::domain::SecretId;
use koppel::storage::client_secrets::{self, ClientSecret};
use koppel::vault::sha256;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use super::{Arena, Ready, figure};
use crate::cli::desk::Server;
use crate::issuer::desk::VERIFIER;
use crate::linking::world::assertion;
use crate::support::{TestGround, both_engines};

/// People who link, take back and sign in at the same moment.
const AT_ONCE: usize = 6;
const SECRET: &str = "secret-of-opiq-web";
const LIVE: &str = "SELECT COUNT(*) AS n FROM link WHERE subject = $1 AND ended_at IS NULL";
const WRITING: &str = "SELECT COUNT(*) FROM pg_locks JOIN pg_class ON pg_class.oid = relation \
    WHERE relnamespace = current_schema()::regnamespace AND mode = 'RowExclusiveLock' AND relkind = 'r'";

/// How far a person got: what was answered, and what was asked and never answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Told {
    asked: &'static str,
    linked: bool,
    undone: bool,
    redeemed: Option<String>,
}

type Book = Mutex<BTreeMap<String, Told>>;

fn note(book: &Book, subject: &str, change: impl FnOnce(&mut Told)) {
    change(book.lock().unwrap().entry(subject.to_owned()).or_default());
}

/// One person: links, and then takes it back or goes on to the platform, which redeems the code. None: nobody answered.
async fn live(
    arena: &Arena<'_>,
    server: &str,
    (subject, form): &(String, Ready),
    undoes: bool,
    book: &Book,
) -> Option<()> {
    note(book, subject, |told| told.asked = "link");
    let answer = arena.send(server, form).await?;
    assert!(answer.location.starts_with("/login/linked"), "{answer:?}");
    note(book, subject, |told| *told = Told { linked: true, ..Told::default() });
    let csrf = form.body.split("&answer").next().unwrap().to_owned();
    if undoes {
        let page = arena.page(server, &answer.location, &form.cookie).await?;
        let value = page.split("name=\"not_me\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        note(book, subject, |told| told.asked = "undo");
        let press = Ready { path: "/login/not-me", body: format!("{csrf}&not_me={value}"), ..form.clone() };
        let answer = arena.send(server, &press).await?;
        assert_eq!(answer.status, 200, "{answer:?}");
        note(book, subject, |told| (told.asked, told.undone) = ("", true));
        return Some(());
    }
    let answer = arena.send(server, &Ready { path: "/login/linked", body: csrf, ..form.clone() }).await?;
    let code = answer.location.split("code=").nth(1).unwrap_or_else(|| panic!("{answer:?}"));
    let code = code.split('&').next().unwrap().to_owned();
    note(book, subject, |told| told.asked = "redeem");
    assert_eq!(redeem(arena, server, &code).await?, 200);
    note(book, subject, |told| (told.asked, told.redeemed) = ("", Some(code)));
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
async fn is_writing(ground: &TestGround) -> bool {
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

/// Lets a crowd in and kills the process in the middle of it; answers whether that hit a transaction.
async fn round(arena: &Arena<'_>, n: usize, book: &Book) -> bool {
    let mut people = Vec::new();
    for person in 0..AT_ONCE * 2 {
        let subject = format!("r{n}p{person}");
        let said = assertion("ekool", &subject, "Mari", 2014);
        let identity = arena.world.identify(&said).await.id;
        let account = arena.world.pupil(&subject, "Mari", 2014).await;
        people.push((subject, arena.at_the_button(&said, &identity, &account).await));
    }
    let server = arena.serve();
    let base = server.base.clone();
    let longest_ms = if arena.world.ground.is_postgres() { 1_200 } else { 500 };
    let moment = u64::from(u16::from_le_bytes(koppel::domain::Random::system().bytes::<2>()));
    let moment = Duration::from_millis(moment % longest_ms);
    let crowd = async {
        let lanes = (0..AT_ONCE).map(|lane| {
            let (people, base) = (&people, base.as_str());
            async move {
                for n in [lane, lane + AT_ONCE] {
                    live(arena, base, &people[n], n % 2 == 0, book).await?;
                }
                Some(())
            }
        });
        futures_util::future::join_all(lanes).await;
    };
    let end = async {
        tokio::time::sleep(moment).await;
        server.pause();
        let writing = is_writing(arena.world.ground).await;
        server.kill();
        writing
    };
    tokio::join!(crowd, end).1
}

/// Everything that was answered is there, and nothing that was taken back.
async fn stands(arena: &Arena<'_>, server: &Server, book: &Book) {
    let told = book.lock().unwrap().clone();
    for (subject, told) in &told {
        let live = arena.world.ground.db.count(LIVE, koppel::args![subject]).await.unwrap();
        if told.linked && told.asked != "undo" {
            assert_eq!(live, i64::from(!told.undone), "{subject}: {told:?}");
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
        let violations = koppel::storage::check::check(&ground.db, &ground.vault, ground.now()).await.unwrap();
        assert!(violations.is_empty(), "after kill {n}: {violations:?}");
    }
    let server = arena.serve();
    stands(&arena, &server, &book).await;
    let told = book.lock().unwrap().clone();
    let count = |what: fn(&Told) -> bool| told.values().filter(|told| what(told)).count();
    println!(
        "n = {rounds} kills, {hit} of them inside a transaction; answered before: {} linked, {} taken back, {} redeemed; \
         {} were never answered",
        count(|told| told.linked),
        count(|told| told.undone),
        count(|told| told.redeemed.is_some()),
        count(|told| !told.asked.is_empty()),
    );
    assert!(
        count(|told| told.linked) > 0 && count(|told| !told.asked.is_empty()) > 0 && hit > 0,
        "the kills come in the middle"
    );
    arena.is_sound().await;
}

/// D2: `kill -9` at random points of link, take back and code exchange: what was answered is there afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_broker_loses_no_answered_link_and_leaves_nothing_half_done() {
    both_engines(async |ground| kills(&ground, figure(300, 8)).await).await;
}
