//! Which test stands behind which line of the test catalogue, and the run with the catalogue's own counts.
//!
//! `cargo test` runs this without arguments: every id that a test's doc comment names stands in the table [`rows`], and
//! every line there that is claimed has a test. `tests/run.sh --full [ID…]` runs those tests with `KOPPEL_TEST_FULL=1`,
//! one id after the other, and writes what came of it to `docs/catalogue.md`.

#[cfg(test)]
mod promises;
#[cfg(test)]
mod rows;
#[cfg(test)]
mod run;
#[cfg(test)]
mod table;

#[cfg(test)]
fn main() -> std::process::ExitCode {
    let promises = promises::read();
    let wrong = rows::disagreements(&promises);
    for line in &wrong {
        eprintln!("catalogue: {line}");
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let asked = match arguments.split_first() {
        Some((first, asked)) if first == "--full" && wrong.is_empty() => asked,
        _ => {
            println!("catalogue: {} tests, {} disagreements", promises.len(), wrong.len());
            return std::process::ExitCode::from(u8::from(!wrong.is_empty()));
        }
    };
    let chosen = match rows::chosen(asked) {
        Ok(chosen) => chosen,
        Err(unknown) => {
            eprintln!("catalogue: no test stands behind {unknown}");
            return std::process::ExitCode::from(2);
        }
    };
    let mut failed = 0_u8;
    for row in chosen {
        let came = run::row(row, &promises);
        failed += u8::from(!came.passed);
        println!("catalogue: {} {} after {} s: {}", row.ids, came.outcome(), came.seconds, came.counted.join("; "));
        table::keep(row, &came);
    }
    std::process::ExitCode::from(failed.min(1))
}
