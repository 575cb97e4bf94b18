//! `kill -9` while a platform is told what happened, and while it says what it has.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use koppel::domain::Random;
use koppel::issuer::keys::{Header, PublicKeys, verify};
use koppel::storage::client_tokens::{self, ClientToken};
use koppel::storage::event_acks;
use koppel::storage::seal::Stream;
use koppel::vault::sha256;
use serde_json::{Value, json};

use super::Arena;
use super::crash::is_writing;
use crate::storage::seal::seal;
use crate::support::{TestGround, figure, seed};

const TOKEN: &str = "token-of-opiq-for-itself";
/// What happens in a round, and how much of it one answer tells.
const EVENTS: usize = 20;
const PAGE: usize = 3;

/// The platform: what it was told, each event once.
struct Receiver {
    keys: PublicKeys,
    /// In the order in which it came.
    applied: Vec<String>,
    /// Not acknowledged yet, or nobody answered to that.
    open: Vec<String>,
    /// Acknowledged, and answered.
    done: BTreeSet<String>,
}

impl Receiver {
    /// The acknowledgements came through.
    fn settle(&mut self) {
        self.done.extend(self.open.drain(..));
    }

    fn hear(&mut self, polled: &Value) {
        for jti in polled["koppel:order"].as_array().unwrap() {
            let jti = jti.as_str().unwrap().to_owned();
            let (_, claims): (Header, Value) = verify(polled["sets"][&jti].as_str().unwrap(), &self.keys).unwrap();
            assert_eq!(claims["jti"], jti);
            assert!(!self.done.contains(&jti), "{jti} was acknowledged and is told again");
            if !self.applied.contains(&jti) {
                self.applied.push(jti.clone());
            }
            if !self.open.contains(&jti) {
                self.open.push(jti);
            }
        }
    }
}

/// None: nobody answers.
async fn poll(arena: &Arena<'_>, server: &str, ack: &[String]) -> Option<Value> {
    let body = json!({ "maxEvents": PAGE, "returnImmediately": true, "ack": ack });
    let request = arena.http.post(format!("{server}/events/poll")).bearer_auth(TOKEN).json(&body);
    let answer = request.send().await.ok()?;
    let status = answer.status().as_u16();
    let told: Value = answer.json().await.ok()?;
    assert_eq!(status, 200, "{told}");
    Some(told)
}

/// Asks on and on, until nobody answers or, where it is to `end`, nothing is left.
async fn listen(arena: &Arena<'_>, server: &str, receiver: &mut Receiver, (answers, end): (&AtomicUsize, bool)) {
    loop {
        let polled = poll(arena, server, &receiver.open).await;
        let Some(polled) = polled else { return };
        answers.fetch_add(usize::from(!receiver.open.is_empty()), Ordering::SeqCst);
        receiver.settle();
        receiver.hear(&polled);
        if receiver.open.is_empty() {
            if end {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

async fn happen(ground: &TestGround, round: usize) {
    ground.at_present();
    for n in 0..EVENTS {
        let sub = format!("r{round}e{n}");
        let account = seed::account(ground, &sub).await;
        seed::link(ground, &account, &sub).await;
    }
}

/// Waits for one of the answers to acknowledgements of a round, and up to 8 ms more.
async fn moment(answers: &AtomicUsize) {
    let [which, more] = Random::system().bytes::<2>();
    let (wanted, began) = (usize::from(which) % (EVENTS / PAGE + 2), Instant::now());
    while answers.load(Ordering::SeqCst) < wanted && began.elapsed() < Duration::from_secs(20) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    tokio::time::sleep(Duration::from_millis(u64::from(more) % 8)).await;
}

/// Answers whether the kill hit a transaction.
async fn round(arena: &Arena<'_>, n: usize, receiver: &mut Receiver) -> bool {
    happen(arena.world.ground, n).await;
    let server = arena.serve();
    let (base, answers) = (server.base.clone(), AtomicUsize::new(0));
    let end = async {
        moment(&answers).await;
        server.pause();
        let writing = is_writing(arena.world.ground).await;
        server.kill();
        writing
    };
    tokio::join!(listen(arena, &base, receiver, (&answers, false)), end).1
}

/// The client may listen, and has a token that outlives the test.
async fn allow(arena: &Arena<'_>) {
    let now = arena.world.ground.now();
    arena.world.sql("UPDATE client SET scopes = 'openid koppel.events'").await;
    let row = &ClientToken {
        hash: sha256(TOKEN),
        client_id: arena.world.client.clone(),
        platform_id: arena.world.platform.clone(),
        scope: "koppel.events".into(),
        created_at: now,
        expires_at: now + TimeDelta::days(1),
        ended_at: None,
    };
    arena.world.storage(|tx| async move { client_tokens::insert(&tx, row).await }).await;
}

async fn keys(arena: &Arena<'_>) -> PublicKeys {
    let server = arena.serve();
    let answer = arena.http.get(format!("{}/jwks", server.base)).send().await.unwrap();
    PublicKeys::parse(&answer.text().await.unwrap()).unwrap()
}

async fn kills(ground: &TestGround, rounds: usize) {
    let arena = Arena::open(ground).await;
    allow(&arena).await;
    let (applied, open, done) = Default::default();
    let mut receiver = Receiver { keys: keys(&arena).await, applied, open, done };
    let mut hit = 0;
    for n in 0..rounds {
        hit += usize::from(round(&arena, n, &mut receiver).await);
    }
    for stream in Stream::ALL {
        seal(ground, stream, 100_000).await.unwrap();
    }
    let (cut_off, server) = (receiver.open.len(), arena.serve());
    listen(&arena, &server.base, &mut receiver, (&AtomicUsize::new(0), true)).await;
    let platform = &arena.world.platform;
    let sealed = arena.world.storage(|tx| async move { event_acks::list(&tx, platform, 0, 1_000_000).await }).await;
    let sealed: Vec<String> = sealed.into_iter().map(|event| event.id.to_string()).collect();
    assert_eq!(sealed.len(), rounds * EVENTS);
    assert_eq!(receiver.applied, sealed, "none is lost, none comes before its turn");
    let engine = ground.engine();
    eprintln!("{rounds} kills, {engine}, {hit} inside a transaction; {cut_off} acknowledgements open at the end");
    arena.is_sound().await;
}

/// At 200 moments of telling and acknowledging: no event is lost, none is told again after an answered acknowledgement, and
/// what the platform did is the feed, in its order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_broker_loses_no_event_and_tells_none_twice() {
    kills(&TestGround::sqlite().await, figure(200, 12)).await;
    kills(&TestGround::postgres().await, figure(200, 12)).await;
}
