//! The lines of the catalogue: what each asks for, and which later issue brings what is not there.

use std::collections::BTreeSet;

use super::promises::{Promise, ids};

/// One line.
#[derive(Debug)]
pub struct Row {
    /// "C1", or "A1-A4" for a line of several.
    pub ids: &'static str,
    pub what: &'static str,
    /// The count and outcome to reach.
    pub figure: &'static str,
    pub state: State,
}

/// How much of a line there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// All of it.
    Here,
    /// Tests stand behind it; this is missing.
    Part(&'static str),
    /// Nothing yet; who brings it.
    Later(&'static str),
}

impl Row {
    /// Whether this id belongs to the line.
    pub fn has(&self, id: &str) -> bool {
        ids(self.ids).contains(id) || self.ids == id
    }

    /// Whether one of these does.
    pub fn has_one_of(&self, ids: &BTreeSet<String>) -> bool {
        ids.iter().any(|id| self.has(id))
    }
}

/// Ids that no line has, and lines that claim more or less than there are tests for.
pub fn disagreements(promises: &[Promise]) -> Vec<String> {
    let mut wrong = Vec::new();
    for promise in promises {
        for id in promise.ids.iter().filter(|id| !ROWS.iter().any(|row| row.has(id))) {
            wrong.push(format!("{} names {id}, which no line has", promise.name));
        }
    }
    for row in ROWS {
        let tested = promises.iter().any(|promise| row.has_one_of(&promise.ids));
        if tested == matches!(row.state, State::Later(_)) {
            wrong.push(format!("{}: {:?}, but tests name it: {tested}", row.ids, row.state));
        }
    }
    wrong
}

/// The lines that were asked for; all that have tests when none is named.
///
/// # Errors
/// The word that is no id, or has no test.
pub fn chosen(asked: &[String]) -> Result<Vec<&'static Row>, String> {
    let here: Vec<&Row> = ROWS.iter().filter(|row| !matches!(row.state, State::Later(_))).collect();
    if asked.is_empty() {
        return Ok(here);
    }
    asked.iter().map(|id| here.iter().find(|row| row.has(id)).copied().ok_or_else(|| id.clone())).collect()
}

const fn here(ids: &'static str, what: &'static str, figure: &'static str) -> Row {
    Row { ids, what, figure, state: State::Here }
}

const fn part(ids: &'static str, what: &'static str, figure: &'static str, missing: &'static str) -> Row {
    Row { ids, what, figure, state: State::Part(missing) }
}

const fn later(ids: &'static str, what: &'static str, figure: &'static str, when: &'static str) -> Row {
    Row { ids, what, figure, state: State::Later(when) }
}

const E: &str = "certification and faults (E)";
const NOBODY: &str = "no issue names it";

/// Every line that a test may name.
pub const ROWS: &[Row] = &[
    here("A1-A4", "account pre-hijacking", "30 scripts, 0 attacker sessions and links"),
    here(
        "A5",
        "changed claims of one subject, one address of many subjects",
        "100 + 100 rounds, 100 % same account, 0 joins",
    ),
    here("A6-A8", "forged returns from an upstream", "24 variants, 0 links, 0 sessions"),
    here("A9-A10", "mix-up of two issuers", "24 cases, only the honest accepted"),
    here("A11", "fresh sign-in for a link", "older than 120 s refused"),
    here("A12", "confirm page and its value", "0 of 50 wrong presses accepted"),
    here("A13", "session switched before the confirm", "0 of 20 links"),
    here("A14", "identity linked elsewhere", "refused, nothing moved, not a word"),
    part(
        "A15-A18",
        "one computer, a whole class",
        "1,000 alternating sign-ins, 0 cross-overs",
        "back-channel logout within 5 s (E)",
    ),
    here("A19", "recycled subject", "quarantined, 0 sessions on the old account"),
    here("A20", "one-time values at every other door", "0 accepted off the diagonal"),
    here("A21", "switched off on the way", "5 kinds at 6 points, 2 of them in the console too, 0 sessions"),
    here("A22", "steps in any order", "2,000 random sequences, 0 illegal transitions, 0 5xx"),
    here("A23", "merge and un-merge", "500 random pairs equal to the snapshot"),
    part("A24", "notices", "100 % of links, ends and administrators' acts", "administrators' acts in the console (D)"),
    here("A25", "the last way in", "nobody locks themselves out"),
    part(
        "B1",
        "software of others on the other side",
        "every module of the certification plans",
        "the plans' modules by name (E)",
    ),
    here("B2", "near misses of a redirect address", "400 for each client, 0 accepted"),
    here("B3-B6", "codes, refresh tokens and verifiers that do not fit", "0 tokens"),
    here("B7", "forged and damaged signed tokens", "300, 0 accepted"),
    here("B8", "claims of the wrong type", "0 accepted, 0 panics"),
    here("B9", "signing keys replaced under load", "500 a second, 0 failed verifications"),
    here("B10", "unknown key names", "10,000 tokens, 2 fetches a minute at most"),
    part("B11", "posts from other sites, cookies", "every route refuses", "wapiti"),
    part("B12", "addresses that lead inside", "200 at 6 sinks, 0 connects", "every sink (E)"),
    here("B13", "who has an account", "5,000 of each kind: same bytes, AUC < 0.55, medians < 0.5 ms apart"),
    later("B14", "TLS", "testssl.sh without findings", NOBODY),
    here("B15", "headers", "100 % of routes"),
    here("B16", "303 after a password, `iss` in every answer", "always"),
    here("C1", "links of one identity at once", "10,000 from 100 accounts through 64 connections: 1 link, 0 5xx"),
    here("C2", "first logins of a newcomer at once", "200 × 1,000: 1 account each"),
    here("C3", "redemptions of a code at once", "500 × 20: 1 set of tokens at most, and it ends"),
    here("C4", "uses of a refresh token at once", "500 × 50: never two live families"),
    here("C5", "two brokers refresh one journal", "500 rounds, 50 dead holders, 1 execution each"),
    here("C6", "merge, unlink, import and sign-in on one pair", "2,000 interleavings, each a serial order"),
    here("C7", "a school at 08:00 behind one address", "1,200 pupils, 0 lost logins"),
    here("C8", "the SQLite file held by another process", "200 requests wait or are told when to come back, 0 500"),
    here("D1", "kill -9 in an import", "500 points on SQLite, 200 on PostgreSQL"),
    here(
        "D2",
        "kill -9 in link, take back, end, code exchange, merge, un-merge and a change of system",
        "300 points of each, 100 of a change on each engine, nothing answered is lost",
    ),
    later("D3", "kill -9 in a migration", "50 points of each", NOBODY),
    part(
        "D4",
        "power loss",
        "200 copies under load open and are whole",
        "copies under load; here, kills of one writer",
    ),
    part(
        "D5",
        "Redis killed, frozen, flushed, full, read-only",
        "99.9 % of logins, limits never open",
        "logins under load (E)",
    ),
    later("D6", "PostgreSQL restarted under load", "50 restarts, 0 duplicates", E),
    later("D7", "PostgreSQL slow, few connections", "0 5xx but 503", E),
    part(
        "D8",
        "an upstream that misbehaves",
        "22 modes, answers within 5 s, circuit opens and closes",
        "a circuit under load (E)",
    ),
    later("D9", "one upstream dead", "others unharmed for 10 minutes", E),
    later("D10", "packet loss", "30 %, 99 % of logins within 15 s", NOBODY),
    part(
        "D11",
        "full disk, failing fsync",
        "no false \"saved\"",
        "a disk that is really full (E); here, a limit of pages",
    ),
    later("D12", "few descriptors, little memory", "degraded, not dead", NOBODY),
    part("D13", "clocks that jump", "tokens never live longer, schedules run once", "libfaketime (E)"),
    part("D14", "SIGTERM under load", "0 dropped requests, 10 s", "200 a second, rolling restart (E)"),
    later("D15", "backup while writing", "restored whole", NOBODY),
    here("D16", "settings that cannot work", "30 cases, one line that names the setting"),
    here("E1", "a feed that shrinks", "held, held, held, applied"),
    here("E2", "poisoned rows of an import", "60 rows, 0 effects, each reported"),
    here("E3-E8", "journals and rosters", "as the catalogue says"),
    later("E9-E11", "XML, ZIP and CSV files that attack", "as the catalogue says", NOBODY),
    later("E12", "fuzzing", "10,000,000 executions for each parser", E),
    here("E13", "removals, holds, summer pause", "5,000 steps against a model"),
    here("E14", "new subjects for a whole school", "100 % of links kept"),
    later("F1-F3", "malformed traffic", "1,000,000 requests, 0 5xx", E),
    later("F4-F6", "scanners, slow clients", "0 findings", NOBODY),
    later("F7-F8", "HTTP/2 floods, junk on the socket", "bounded, 0 panics", E),
    part("F9", "guessing", "100,000 tries, lockout holds", "passwords; here, claim codes and second factors"),
    here("P1-P3", "routes × roles × tenants", "every cell of the console; what platforms read"),
    part("P4", "canaries in logs", "0 hits", "every flow (E); here, mail, launches and the console"),
    here("P5-P9", "privacy", "as the catalogue says"),
];
