//! What a large roster costs: `cargo bench --bench roster [-- --quick] [--rounds N] [--engine NAME]`. 100,000 people with 1,000,000 seats in
//! 40,000 journals come for the first time, come again as they were, and come again with 9,000 journals changed: through
//! `roster::roll`, from parsed data to the last commit and from the JSON document, and beside it by plain statements over
//! staging tables that make the same changes to the same tables, audit and event rows included. On one thread; PostgreSQL
//! too when `KOPPEL_TEST_POSTGRES` names a server.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench may fail loudly, and prints")]

mod life;
mod memory;
mod plain;
mod school;
#[path = "../shared/mod.rs"]
mod shared;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use koppel::roster::roll::{self, Brought, Roll};

use life::{Life, Size};
use school::School;

/// Rounds of which the median is told.
const ROUNDS: usize = 3;

/// Seconds and MiB of every round, by engine and row.
#[derive(Default)]
struct Figures(BTreeMap<(&'static str, &'static str), Vec<(f64, u64)>>);

impl Figures {
    fn put(&mut self, engine: &'static str, row: &'static str, took: Duration) {
        let (seconds, peak) = (took.as_secs_f64(), memory::peak_mib());
        eprintln!("{engine:<12} {row:<36} {seconds:>7.2} s  {peak:>5} MiB");
        self.0.entry((engine, row)).or_default().push((seconds, peak));
    }

    fn median(&self, engine: &'static str, row: &'static str) -> Option<(f64, u64)> {
        let mut all = self.0.get(&(engine, row))?.clone();
        all.sort_by(|one, other| one.0.total_cmp(&other.0));
        all.get(all.len() / 2).copied()
    }

    /// Markdown: ours, theirs, and which part of theirs ours is.
    fn print(&self, size: Size) {
        println!("{} people, {} journals, {} changed\n", size.people, size.journals, size.changed);
        println!("| | ours, s | plain SQL, s | ratio | most memory of its own, MiB |\n|---|---|---|---|---|");
        for engine in ENGINES {
            for (row, plain) in ROWS {
                let (Some(ours), theirs) = (self.median(engine, row), self.median(engine, plain)) else { continue };
                let told = theirs
                    .map_or_else(|| "– | –".to_owned(), |theirs| format!("{:.2} | {:.2}", theirs.0, ours.0 / theirs.0));
                println!("| {engine}: {row} | {:.2} | {told} | {} |", ours.0, ours.1);
            }
        }
    }
}

const ENGINES: [&str; 2] = ["SQLite", "PostgreSQL"];
const ROWS: [(&str, &str); 6] = [
    ("first load", "plain first load"),
    ("first load, from JSON", "plain first load"),
    ("unchanged", "plain unchanged"),
    ("unchanged, from JSON", "plain unchanged"),
    ("changed", "plain changed"),
    ("changed, from JSON", "plain changed"),
];

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let asked: Vec<String> = std::env::args().collect();
    let is_quick = asked.iter().any(|word| word == "--quick");
    let rounds = asked.iter().skip_while(|word| *word != "--rounds").nth(1).and_then(|number| number.parse().ok());
    let only = asked.iter().skip_while(|word| *word != "--engine").nth(1);
    let size = if is_quick { Size::QUICK } else { Size::WHOLE };
    let mut figures = Figures::default();
    for round in 0..rounds.unwrap_or(if is_quick { 1 } else { ROUNDS }) {
        eprintln!("round {round}");
        for engine in ENGINES.into_iter().filter(|engine| only.is_none_or(|only| only == engine)) {
            let Some(school) = School::open(engine).await else {
                eprintln!("{engine} is not measured: KOPPEL_TEST_POSTGRES is not set");
                continue;
            };
            ours(&mut figures, engine, &school, size).await;
            let school = School::open(engine).await.unwrap();
            theirs(&mut figures, engine, &school, size).await;
        }
    }
    figures.print(size);
}

/// The roster by `koppel`: it comes, comes again as it was, and comes changed.
async fn ours(figures: &mut Figures, engine: &'static str, school: &School, size: Size) {
    let mut life = Life::new(size);
    let first = life.document();
    let told = brought(figures, (engine, ["first load", "first load, from JSON"]), school, &first).await;
    assert_eq!((told.applied, told.counts.joined), (size.journals, size.seats()));
    let told = brought(figures, (engine, ["unchanged", "unchanged, from JSON"]), school, &first).await;
    assert_eq!((told.applied, told.unchanged), (0, size.journals));
    life.change();
    let second = life.document();
    let told = brought(figures, (engine, ["changed", "changed, from JSON"]), school, &second).await;
    assert_eq!((told.applied, told.counts.joined, told.counts.missing), (size.changed, size.changed, size.changed));
}

/// Brings a document in and notes it from parsed data on, and from the document on.
async fn brought(
    figures: &mut Figures,
    (engine, rows): (&'static str, [&'static str; 2]),
    school: &School,
    document: &str,
) -> Brought {
    let began = Instant::now();
    memory::forget_peak();
    let roll = roll::read(document.as_bytes(), Roll::new(school.scope.upstream.clone(), String::new(), school.now()));
    let roll = roll.unwrap();
    let parsed = Instant::now();
    let told = school.bring(&roll).await;
    let [from_parsed, from_json] = rows;
    figures.put(engine, from_parsed, parsed.elapsed());
    figures.put(engine, from_json, began.elapsed());
    told
}

/// The same by staging tables.
async fn theirs(figures: &mut Figures, engine: &'static str, school: &School, size: Size) {
    let mut life = Life::new(size);
    for row in ["plain first load", "plain unchanged", "plain changed"] {
        if row == "plain changed" {
            life.change();
        }
        memory::forget_peak();
        let began = Instant::now();
        plain::load(school, &life).await;
        figures.put(engine, row, began.elapsed());
    }
    assert_eq!(plain::live_seats(school).await, i64::try_from(size.seats() + size.changed).unwrap());
}
