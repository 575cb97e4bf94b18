//! What the pages of the console take at a school of 100,000 people and 10,000 journals: `cargo bench --bench console`.
//! The median of each over HTTP, one after the other, on both engines. PostgreSQL where `KOPPEL_TEST_POSTGRES` names a
//! server.
//!
//! * `--people N`: another number of people; a tenth as many journals.
//! * `--rounds N`: how often each page is opened.

#![expect(clippy::unwrap_used, reason = "a bench may fail loudly")]

mod crowd;
#[path = "../shared/mod.rs"]
mod shared;
mod visitor;

use std::time::Duration;

use crowd::{Crowd, SCHOOL};
use koppel::ground::Ground;
use visitor::Visitor;

/// What a page may take.
const AIM: Duration = Duration::from_millis(100);

/// Pages of a school: what each is, and what its address ends in. `{person}`: somebody in the middle.
const PAGES: &[(&str, &str)] = &[
    ("overview", ""),
    ("people, first page", "/people"),
    ("people, part of a name", "/people?q=magisaar"),
    ("people, two parts of a name", "/people?q=saar+kask"),
    ("people, a name nobody has", "/people?q=zzzz"),
    ("people, a user name", "/people?q=u77777"),
    ("people, a class", "/people?class=K100"),
    ("people, teachers", "/people?role=teacher"),
    ("people, one system", "/people?system=ekool"),
    ("people, switched off", "/people?state=disabled"),
    ("people, the second page", "{next}"),
    ("one person", "/people/{person}"),
    ("one person, a role to take away", "/people/{person}/role?role=pupil"),
    ("passwords for a class", "/people/passwords?class=K100"),
    ("requests", "/requests"),
    ("possible duplicates", "/duplicates"),
    ("journals", "/journals"),
    ("journals, part of a name", "/journals?q=k77"),
    ("updates that wait", "/holds"),
    ("change of system", "/switch"),
    ("log", "/audit"),
    ("administrators", "/grants"),
];

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(run());
}

async fn run() {
    let (people, rounds) = (option("--people").unwrap_or(100_000), option("--rounds").unwrap_or(31));
    println!("| page, {people} people | engine | median ms | slowest ms | within {} ms |", AIM.as_millis());
    println!("|---|---|---|---|---|");
    let (ground, _directory) = shared::ground().await;
    measure("SQLite", ground, people, rounds).await;
    match crowd::postgres().await {
        Some(url) => measure("PostgreSQL", shared::ground_at(&url).await, people, rounds).await,
        None => eprintln!("PostgreSQL is not measured: KOPPEL_TEST_POSTGRES is not set"),
    }
}

/// A number after an option.
fn option(name: &str) -> Option<u32> {
    let arguments: Vec<String> = std::env::args().collect();
    let at = arguments.iter().position(|argument| argument == name)?;
    Some(arguments.get(at + 1)?.parse().unwrap())
}

async fn measure(engine: &str, ground: Ground, people: u32, rounds: u32) {
    let crowd = Crowd::gather(&ground, people).await;
    let visitor = Visitor::enter(ground, &crowd).await;
    let next = visitor.next_page(SCHOOL).await;
    for (name, tail) in PAGES {
        let path = match *tail {
            "{next}" => next.clone(),
            tail => format!("{SCHOOL}{}", tail.replace("{person}", crowd.somebody.as_str())),
        };
        let mut took = Vec::new();
        let mut status = visitor.open(&path).await.0;
        for _ in 0..rounds {
            let (answered, time) = visitor.open(&path).await;
            status = status.max(answered);
            took.push(time);
        }
        took.sort_unstable();
        say(engine, name, status, &took);
    }
}

fn say(engine: &str, name: &str, status: u16, took: &[Duration]) {
    if status != 200 {
        println!("| {name} | {engine} | – | – | answers {status} |");
        return;
    }
    let median = took.get(took.len() / 2).copied().unwrap();
    let slowest = took.last().copied().unwrap();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let verdict = if median < AIM { "yes" } else { "**no**" };
    println!("| {name} | {engine} | {:.1} | {:.1} | {verdict} |", ms(median), ms(slowest));
}
