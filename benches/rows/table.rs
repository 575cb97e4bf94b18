//! What is printed: one markdown table of CPU, and a few lines beneath it.

use std::collections::BTreeMap;

use crate::load::Figures;

/// Names of the columns, in their order.
pub const COLUMNS: [&str; 4] = ["bare axum", "koppel, SQLite", "koppel, PostgreSQL + Redis", "npm oidc-provider"];

/// Figures by row and column, with the aim of the row.
#[derive(Default)]
pub struct Table {
    rows: Vec<(String, String)>,
    cells: BTreeMap<(String, &'static str), Figures>,
}

impl Table {
    /// Sets a cell, and says it at once.
    pub fn put(&mut self, row: &str, aim: &str, column: &'static str, figures: Figures) {
        let Figures { n, server, store, p50, p99, rate } = figures;
        eprintln!(
            "{row:<44} {column:<28} {server:>8.1} + {store:>7.1} µs  p50 {p50:>9.0} µs  p99 {p99:>9.0} µs  {rate:>8.0}/s  n = {n}"
        );
        if self.rows.iter().all(|(name, _)| name != row) {
            self.rows.push((row.to_owned(), aim.to_owned()));
        }
        self.cells.insert((row.to_owned(), column), figures);
    }

    /// The table as markdown. Ratios are of CPU, on SQLite.
    pub fn print(&self) {
        println!(
            "| CPU µs per iteration (store included); p50 / p99 in ms | aim | {} | of axum | peer's part |",
            COLUMNS.join(" | ")
        );
        println!("|---|---|{}---|---|", "---|".repeat(COLUMNS.len()));
        for (row, aim) in &self.rows {
            let cells: Vec<String> = COLUMNS.iter().map(|column| self.cell(row, column)).collect();
            let [axum, own, _, peer] = COLUMNS.map(|column| self.total(row, column));
            let axum = axum.or_else(|| self.total("discovery", COLUMNS[0]));
            let ratio = |over: Option<f64>, under: Option<f64>| match (over, under) {
                (Some(over), Some(under)) if under > 0.0 => format!("{:.1} ×", over / under),
                _ => "–".to_owned(),
            };
            println!("| {row} | {aim} | {} | {} | {} |", cells.join(" | "), ratio(own, axum), ratio(peer, own));
        }
    }

    fn total(&self, row: &str, column: &'static str) -> Option<f64> {
        self.cells.get(&(row.to_owned(), column)).map(|figures| figures.server + figures.store)
    }

    fn cell(&self, row: &str, column: &'static str) -> String {
        let Some(figures) = self.cells.get(&(row.to_owned(), column)) else { return "–".to_owned() };
        let total = figures.server + figures.store;
        let parts = if figures.store > 0.0 {
            format!(" ({:.0} + {:.0})", figures.server, figures.store)
        } else {
            String::new()
        };
        format!("**{total:.0}**{parts}; {:.2} / {:.2}", figures.p50 / 1e3, figures.p99 / 1e3)
    }
}
