//! A morning: `cargo bench --bench morning [-- --scale 1/8] [--rate 10] [--on TEXT]`. All schools are due at once: the
//! broker reads 8,000 journals of 20 pupils each (a scale of 1) from the simulators of eKool and Stuudium, while people
//! sign in through a third system at a steady pace. How long they wait is told for before, meanwhile and after. It ends
//! with an error when a journal was not settled, or somebody's seat is missing.
//!
//! The broker and its store are on one core, the simulators and the people on the other. PostgreSQL too when
//! `KOPPEL_TEST_POSTGRES` names a server: `benches/run.sh --morning`.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench may fail loudly, and prints")]

#[expect(dead_code, reason = "only rows restart a broker and sign in with passwords")]
#[path = "../rows/broker.rs"]
mod broker;
mod crowd;
mod day;
mod load;
#[path = "../rows/process.rs"]
mod process;
mod schools;
#[path = "../rows/store.rs"]
mod store;

use koppel::config::Config;
use koppel::domain::{Clock, Random};
use koppel::ground::Ground;

use broker::Broker;
use crowd::Crowd;
use load::Upstream;
use schools::Schools;
use store::Store;

/// Schools of a whole morning.
const WHOLE: u32 = 400;
/// People with passwords, who stand in the way of nobody.
const OTHERS: usize = 200;

/// What the command line says.
struct Wanted {
    /// Which part of a whole morning, such as `1/8`.
    scale: String,
    schools: u32,
    /// Sign-ins a second.
    rate: u32,
    on: String,
}

impl Wanted {
    fn of(arguments: &[String]) -> Self {
        let after = |name: &str| arguments.iter().skip_while(|word| *word != name).nth(1).cloned();
        let scale = after("--scale").unwrap_or_else(|| "1/8".to_owned());
        let (part, of) = scale.split_once('/').unwrap_or((scale.as_str(), "1"));
        let schools = WHOLE * part.parse::<u32>().unwrap() / of.parse::<u32>().unwrap();
        assert!(
            schools >= 2,
            "--scale {scale} leaves no school for each simulator; a whole morning is 1, an eighth 1/8"
        );
        let rate = after("--rate").map_or(10, |number| number.parse().unwrap());
        Self { schools, rate, on: after("--on").unwrap_or_default(), scale }
    }
}

fn main() {
    let wanted = Wanted::of(&std::env::args().collect::<Vec<_>>());
    process::pin_load();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(Box::pin(run(&wanted)));
}

async fn run(wanted: &Wanted) {
    let upstream = Upstream::start().await;
    if "SQLite".contains(&wanted.on) {
        Box::pin(morning("SQLite", Store::sqlite(), &upstream, wanted)).await;
    }
    if "PostgreSQL".contains(&wanted.on) {
        let Some(store) = Store::postgres().await else {
            eprintln!("PostgreSQL is not measured: KOPPEL_TEST_POSTGRES is not set; hint: benches/run.sh --morning");
            return;
        };
        Box::pin(morning("PostgreSQL", store, &upstream, wanted)).await;
    }
}

async fn morning(engine: &str, store: Store, upstream: &Upstream, wanted: &Wanted) {
    let broker = Broker::open(store, upstream, OTHERS).await;
    eprintln!("{engine}: the broker answered after {:.0} ms", broker.process.start);
    let mut people = crowd::people(&broker, upstream).await;
    let config = Config::load(Some(&broker.directory.path().join("koppel.toml")), []).unwrap();
    let ground = Ground::open(config, Clock::system(), Random::system()).await.unwrap();
    let schools = Box::pin(Schools::prepare(&broker, &ground, wanted.schools)).await;
    println!(
        "\n**{engine}**, {} of a morning: {} pupils in {} journals of {} schools, one pupil more in {} journals; {} \
         sign-ins a second\n",
        wanted.scale,
        schools.pupils(),
        schools.journals(),
        wanted.schools,
        schools.changed(),
        wanted.rate
    );
    let crowd = Crowd::new(wanted.rate);
    let host = upstream.issuer.trim_start_matches("http://");
    tokio::join!(day::run(&ground, &broker, &schools, &crowd), crowd.come(&mut people, host));
    crowd.print();
    println!("\n* memory of the broker: {}", broker.process.memory());
    day::check(&ground, &schools).await;
}
