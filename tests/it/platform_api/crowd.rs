//! Ten thousand people: a page of all of them costs as many statements as a page of one.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use koppel::domain::Member;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::house::{BASE, House, READER, records, token};
use crate::issuer::desk::Desk;
use crate::roster::school::pupil;
use crate::support::{TestGround, figure};

/// Somebody between us and PostgreSQL who counts the statements that are executed.
struct Counter {
    address: std::net::SocketAddr,
    statements: Arc<AtomicU64>,
}

impl Counter {
    async fn before(server: &url::Url) -> Self {
        let target = format!("{}:{}", server.host_str().unwrap(), server.port().unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, statements) = (listener.local_addr().unwrap(), Arc::new(AtomicU64::new(0)));
        let counter = Arc::clone(&statements);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&target).await.unwrap();
                tokio::spawn(carry(client, server, Arc::clone(&counter)));
            }
        });
        Self { address, statements }
    }

    fn url(&self, server: &url::Url) -> String {
        let mut url = server.clone();
        url.set_port(Some(self.address.port())).unwrap();
        let mark = if url.query().is_some() { "&" } else { "?" };
        format!("{url}{mark}sslmode=disable")
    }

    /// Statements since the last time.
    fn taken(&self) -> u64 {
        self.statements.swap(0, Ordering::SeqCst)
    }
}

/// Messages of the front end are a letter, a length, a body; the first has no letter. `E` executes.
async fn carry(client: TcpStream, server: TcpStream, statements: Arc<AtomicU64>) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
    let mut is_first = true;
    loop {
        let mut head = vec![0; if is_first { 4 } else { 5 }];
        if from_client.read_exact(&mut head).await.is_err() {
            return;
        }
        let length = u32::from_be_bytes(head[head.len() - 4..].try_into().unwrap());
        let mut body = vec![0; length as usize - 4];
        from_client.read_exact(&mut body).await.unwrap();
        if !is_first && head[0] == b'E' {
            statements.fetch_add(1, Ordering::SeqCst);
        }
        is_first = false;
        to_server.write_all(&head).await.unwrap();
        to_server.write_all(&body).await.unwrap();
    }
}

/// As many people in journals of a thousand.
async fn crowd(house: &House<'_>, people: usize) {
    for from in (0..people).step_by(1_000) {
        let members: Vec<Member> = (from..people.min(from + 1_000)).map(pupil).collect();
        house.school.apply(&house.school.reading(&format!("j{from}"), members)).await;
    }
}

#[tokio::test]
async fn a_page_of_ten_thousand_takes_as_many_statements_as_a_page_of_one() {
    let people = figure(10_000, 4_000);
    let ground = TestGround::postgres().await;
    let server: url::Url = ground.url().parse().unwrap();
    let counter = Counter::before(&server).await;
    let ground = ground.through(&counter.url(&server)).await;
    let desk = Desk::open(ground).await;
    let house = House::open(&desk).await;
    crowd(&house, people).await;
    let own = token(&desk, READER).await;
    let mut taken = Vec::new();
    for list in ["users", "enrollments", "classes"] {
        for limit in [1, 10_000] {
            counter.taken();
            let answer = desk.bearer(&format!("{BASE}/{list}?limit={limit}"), &own).await;
            assert_eq!(answer.status, 200, "{list}");
            let expected = if limit == 1 {
                1
            } else if list == "classes" {
                people.div_ceil(1_000)
            } else {
                people
            };
            assert_eq!(records(&answer).len(), expected, "{list}");
            taken.push((list, limit, counter.taken()));
        }
    }
    for pair in taken.chunks(2) {
        assert!(pair[1].2 <= pair[0].2 + 1 && (1..=9).contains(&pair[1].2), "{taken:?}");
    }
    println!("{people} people: {taken:?}");
}

/// The same on the embedded engine, page by page: nobody is missing, nobody is there twice.
#[tokio::test]
async fn a_crowd_is_read_whole_page_by_page() {
    let people = figure(10_000, 2_000);
    let desk = Desk::sqlite().await;
    let house = House::open(&desk).await;
    crowd(&house, people).await;
    for list in ["users", "enrollments"] {
        let pages = house.pages(&format!("{list}?limit=700")).await;
        let ids: std::collections::BTreeSet<String> = pages.concat().iter().map(super::house::id).collect();
        assert_eq!((ids.len(), pages.len()), (people, people.div_ceil(700)), "{list}");
    }
}
