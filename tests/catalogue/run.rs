//! Runs the tests behind one line of the catalogue, and collects what they counted.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use super::promises::{Promise, Target};
use super::rows::Row;

/// What came of a line.
pub struct Came {
    pub passed: bool,
    pub seconds: u64,
    /// What its tests counted: "10000 attempts, SQLite".
    pub counted: Vec<String>,
}

impl Came {
    pub fn outcome(&self) -> &'static str {
        if self.passed { "passed" } else { "failed" }
    }
}

/// Runs them one after the other, with the catalogue's counts.
pub fn row(row: &Row, promises: &[Promise]) -> Came {
    let began = Instant::now();
    let (mut passed, mut counted) = (true, Vec::new());
    for target in [Target::Lib, Target::It] {
        let ours = |promise: &&Promise| promise.target == target && row.has_one_of(&promise.ids);
        let names: Vec<&str> = promises.iter().filter(ours).map(|promise| promise.name.as_str()).collect();
        if !names.is_empty() {
            passed &= run(target, &names, row, &mut counted);
        }
    }
    Came { passed, seconds: began.elapsed().as_secs(), counted }
}

/// True when every one of them ran and passed.
fn run(target: Target, names: &[&str], row: &Row, counted: &mut Vec<String>) -> bool {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(cargo);
    command.args(["test", "--locked", "--profile", "full"]);
    match target {
        Target::Lib => command.arg("--lib"),
        Target::It => command.args(["--test", "it"]),
    };
    command.args(["--", "--exact", "--nocapture", "--test-threads=1"]).args(names).env("KOPPEL_TEST_FULL", "1");
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let wanted = format!("test result: ok. {} passed; 0 failed; 0 ignored;", names.len());
    let mut all = false;
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        println!("{line}");
        all |= line.starts_with(&wanted);
        // The runner may have begun the line with the test's name.
        let said = line.split_once("catalogue: ").and_then(|(_, said)| said.split_once(" n="));
        if let Some((id, count)) = said
            && row.has(id)
        {
            counted.push(count.to_owned());
        }
    }
    child.wait().unwrap().success() && all
}
