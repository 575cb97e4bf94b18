//! The counts of the test catalogue: scaled down in a normal run, whole in `tests/run.sh --full`.

/// True in a run with the catalogue's own counts.
pub fn in_full() -> bool {
    std::env::var_os("KOPPEL_TEST_FULL").is_some_and(|value| value == "1")
}

/// The catalogue's figure in full, else the smaller one.
pub fn figure(full: usize, scaled: usize) -> usize {
    if in_full() { full } else { scaled }
}

/// Says what was counted for an id; `what` begins with the number. `tests/run.sh --full` writes it down.
pub fn counted(id: &str, what: &str) {
    println!("catalogue: {id} n={what}");
}
