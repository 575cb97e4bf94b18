//! What is measured, in which order, and for how long.

use std::time::Duration;

use super::broker::Broker;
use super::column::{Bare, Column, Peer};
use super::store::Store;
use super::table::{COLUMNS, Table};
use super::{memory, passwords, work};
use crate::load::{Upstream, Way};

/// See the module.
pub struct Plan {
    quick: bool,
    only: String,
    on: String,
    way: Way,
    table: Table,
    /// Lines beneath the table.
    said: Vec<String>,
}

impl Plan {
    /// As the command line says.
    pub fn of(arguments: &[String]) -> Self {
        let quick = arguments.iter().any(|word| word == "--quick");
        let after = |name: &str| {
            let at = arguments.iter().position(|word| word == name)?;
            arguments.get(at + 1).cloned()
        };
        let (seconds, runs) = if quick { (2, 1) } else { (5, 3) };
        let way = Way { warm_up: Duration::from_secs(1), run: Duration::from_secs(seconds), runs };
        let (only, on) = (after("--only").unwrap_or_default(), after("--on").unwrap_or_default());
        Self { quick, only, on, way, table: Table::default(), said: Vec::new() }
    }

    fn scaled(&self, full: usize, quick: usize) -> usize {
        if self.quick { quick } else { full }
    }

    fn wants_column(&self, name: &str) -> bool {
        name.contains(&self.on)
    }

    fn wants(&self, row: &str) -> bool {
        row.contains(&self.only)
    }

    fn say(&mut self, line: String) {
        eprintln!("{line}");
        self.said.push(line);
    }

    /// Measures and prints all of it.
    pub async fn run(mut self) {
        let upstream = Upstream::start().await;
        let [axum, sqlite, postgres, peer] = COLUMNS;
        if self.wants_column(axum) && self.wants("discovery") {
            let bare = Bare::start().await;
            self.documents(axum, &Column::Bare(&bare)).await;
        }
        if self.wants_column(sqlite) {
            self.broker(sqlite, Store::sqlite(), &upstream).await;
        }
        if self.wants_column(postgres) {
            match Store::postgres().await {
                Some(store) => self.broker(postgres, store, &upstream).await,
                None => {
                    self.say(format!(
                        "{postgres}: not measured, KOPPEL_TEST_POSTGRES is not set; hint: benches/run.sh"
                    ));
                }
            }
        }
        if self.wants_column(peer) {
            self.peers(peer, &upstream).await;
        }
        self.table.print();
        println!();
        for line in &self.said {
            println!("* {line}");
        }
    }

    async fn documents(&mut self, name: &'static str, column: &Column<'_>) {
        if self.wants("discovery") {
            let figures = work::document(column, self.way, "/.well-known/openid-configuration").await;
            self.table.put("discovery", "≤ 18", name, figures);
        }
        if self.wants("JWK set") && !matches!(column, Column::Bare(_)) {
            self.table.put("JWK set", "–", name, work::document(column, self.way, "/jwks").await);
        }
    }

    /// What an issuer does for people it knows.
    async fn issuer(&mut self, name: &'static str, column: &Column<'_>) {
        self.documents(name, column).await;
        for (alg, aim) in [("ES256", "≤ 350, PostgreSQL ≤ 1,000"), ("RS256", "–")] {
            let row = format!("code flow with a session + userinfo, {alg}");
            if self.wants(&row) {
                self.table.put(&row, aim, name, work::code_flow(column, self.way, alg).await);
            }
        }
        for (alg, aim) in [("ES256", "≤ 250"), ("RS256", "–")] {
            let row = format!("refresh, rotated, {alg}");
            if self.wants(&row) {
                self.table.put(&row, aim, name, work::refresh(column, self.way, alg).await);
            }
        }
        if self.wants("client_credentials, opaque") {
            let figures = work::client_credentials(column, self.way).await;
            self.table.put("client_credentials, opaque", "≤ 80", name, figures);
        }
        if self.wants("introspection") {
            self.table.put("introspection", "≤ 40", name, work::introspection(column, self.way).await);
        }
        if self.wants("userinfo, opaque") {
            self.table.put("userinfo, opaque", "≤ 40", name, work::userinfo(column, self.way).await);
        }
    }

    /// What a broker does for people who come from an upstream.
    async fn brokered(&mut self, name: &'static str, column: &Column<'_>, upstream: &Upstream) {
        let rows = [
            ("ES256", work::USERS, "brokered login, ES256", "≤ 600"),
            ("RS256", work::USERS, "brokered login, RS256", "–"),
            ("ES256", 1, "brokered login, ES256, one user", "p50 ≤ 9 ms"),
        ];
        for (alg, users, row, aim) in rows {
            if self.wants(row) {
                self.table.put(row, aim, name, work::brokered(column, self.way, alg, users, upstream).await);
            }
        }
    }

    async fn broker(&mut self, name: &'static str, store: Store, upstream: &Upstream) {
        let tries = self.scaled(5_000, 200);
        let mut broker = Broker::open(store, upstream, tries).await;
        self.start_and_idle(name, &mut broker).await;
        self.issuer(name, &Column::Koppel(&broker)).await;
        self.brokered(name, &Column::Koppel(&broker), upstream).await;
        if self.wants("password login") {
            let figures = passwords::sign_ins(&broker, self.way).await;
            self.table.put("password login, argon2id", "≥ 25/s", name, figures);
            self.say(format!("password login, {name}: {:.1}/s", figures.rate));
        }
        if self.wants("rush") {
            self.rush(name, &broker).await;
        }
        if self.wants("enumeration") && !broker.store.database.starts_with("postgres") {
            self.betrayal(&broker, tries).await;
        }
        if self.wants("memory") {
            let sessions = self.scaled(100_000, 10_000);
            // A login on PostgreSQL takes so long here that all of them would take longer than the rest together.
            let longest = Duration::from_secs(if broker.store.database.starts_with("postgres") { 120 } else { 900 });
            memory::fill(&Column::Koppel(&broker), sessions, longest, upstream).await;
            let (memory, live) = (broker.process.memory(), memory::live(&broker).await);
            self.say(format!("memory, {name}: {memory}, with {live} live sessions (made by brokered logins)"));
        }
    }

    async fn start_and_idle(&mut self, name: &str, broker: &mut Broker) {
        if !self.wants("start") {
            return;
        }
        let mut starts = Vec::new();
        for _ in 0..self.scaled(9, 5) {
            starts.push(broker.restart().await);
        }
        starts.sort_unstable_by(f64::total_cmp);
        tokio::time::sleep(Duration::from_secs(2)).await;
        let (n, start) = (starts.len(), starts.get(starts.len() / 2).copied().unwrap_or_default());
        let idle = broker.process.memory();
        self.say(format!("start, {name}: {start:.0} ms until /readyz says 200, median of {n} (aim ≤ 100 ms)"));
        self.say(format!("idle, {name}: {idle}, the store's servers not counted (aim ≤ 15 MB)"));
    }

    async fn rush(&mut self, name: &str, broker: &Broker) {
        let people = 200;
        let rush = passwords::rush(broker, people).await;
        self.say(format!(
            "rush, {name}: of {people} right passwords at one moment {} got in, the last after {:.2} s, and {} were asked \
             to come back (429)",
            rush.inside, rush.longest, rush.sent_away
        ));
    }

    async fn betrayal(&mut self, broker: &Broker, tries: usize) {
        let found = passwords::betrayal(broker, tries).await;
        self.say(format!(
            "enumeration (B13), n = {} each: refusal of a known name {:.3} ms, of an unknown one {:.3} ms (medians, \
             difference {:.3} ms, aim < 0.5 ms), AUC {:.3} (aim < 0.55)",
            found.n,
            found.known,
            found.unknown,
            (found.known - found.unknown).abs(),
            found.auc
        ));
    }

    async fn peers(&mut self, name: &'static str, upstream: &Upstream) {
        let issuer = Peer::issuer().await;
        if self.wants("start") {
            let start = issuer.process.start;
            tokio::time::sleep(Duration::from_secs(2)).await;
            let idle = issuer.process.memory();
            self.say(format!("{name}: start {start:.0} ms until discovery answers, idle {idle}"));
        }
        self.issuer(name, &Column::Peer(&issuer)).await;
        drop(issuer);
        let broker = Peer::broker(upstream).await;
        self.brokered(name, &Column::Peer(&broker), upstream).await;
        if self.wants("memory") {
            let sessions = self.scaled(20_000, 5_000);
            memory::fill(&Column::Peer(&broker), sessions, Duration::from_mins(15), upstream).await;
            let memory = broker.process.memory();
            self.say(format!("memory, {name}: {memory}, after {sessions} brokered logins, its store included"));
        }
    }
}
