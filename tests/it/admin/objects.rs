//! One of everything that an address of the console can name, at one school.

use std::collections::BTreeMap;

use koppel::args;
use koppel::domain::{AccountId, ProposalId, Time};
use koppel::storage::proposals::payload_place;
use koppel::storage::{Arg, Durability, StorageError, Tx};

use super::desk::{Console, at};
use crate::support::seed;

const ROLE: &str = "INSERT INTO account_role (id, account_id, school_id, role, class_name, source, since) \
    VALUES ($1, $2, $3, 'pupil', '5B', 'import', $4)";
const CASE: &str = "INSERT INTO school_case (id, kind, platform_id, school_id, account_id, detail, opened_at) \
    VALUES ($1, 'cannot_sign_in', 'opiq', $3, $2, '{}', $4)";
const JOURNAL: &str = "INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, state, \
    linked_at, linked_by, has_absences, held) VALUES ($1, 'opiq', 'ekool', '', $1, $2, '5B', 'linked', $3, 'test', FALSE, FALSE)";
const RUN: &str = "INSERT INTO refresh_run (id, platform_id, school_id, upstream_id, journal_id, cause, asked_by, state, \
    tries, asked_at, due_at, started_at, ended_at, journals, heard, settled, pupils) \
    VALUES ($1, 'opiq', $3, 'ekool', $2, 'school', 'cli:test', 'held', 1, $4, $4, $4, $4, 1, 1, 1, 28)";
const HOLD: &str = "INSERT INTO refresh_hold (id, run_id, platform_id, school_id, upstream_id, journal_id, reasons, \
    turned, difference, state, held_at, mail_state, mail_attempts) \
    VALUES ($1, $2, 'opiq', $4, 'ekool', $3, '[]', 0, '', 'open', $5, 'none', 0)";
const DUPLICATE: &str = "INSERT INTO duplicate (id, platform_id, school_id, one_id, other_id, score, why, state, found_at, \
    seen_at) VALUES ($1, 'opiq', $4, $2, $3, 70, 'name', 'open', $5, $5)";
const MERGE: &str = "INSERT INTO account_merge (id, platform_id, account_id, into_id, cause, school_id, rule, merged_at, \
    merged_by, undo_until) VALUES ($1, 'opiq', $2, $3, 'school', $4, 'door.1', $5, 'cli:test', $6)";
const MERGED: &str = "UPDATE account SET merged_into = $2 WHERE id = $1";
const PROPOSAL: &str = "INSERT INTO proposal (id, kind, platform_id, school_id, object, hash, payload, reason, made_by, \
    made_at, expires_at) VALUES ($1, 'export', 'opiq', $2, 'audit:' || $1, '', $3, 'A reason', $4, $5, $6)";
const END_SWITCHES: &str =
    "UPDATE upstream_switch SET ended_at = $2, state = 'dropped' WHERE school_id = $1 AND ended_at IS NULL";
const SWITCH: &str = "INSERT INTO upstream_switch (id, platform_id, school_id, from_id, to_id, state, made_at, made_by) \
    VALUES ($1, 'opiq', $2, 'ekool', 'stuudium', 'learning', $3, 'cli:test')";

/// Ids by the names that addresses and forms call them.
pub struct Objects(BTreeMap<&'static str, String>);

impl Objects {
    /// New ones.
    pub async fn at(console: &Console, school: &str) -> Self {
        let mut found = BTreeMap::new();
        for name in ["account", "other", "into", "went"] {
            found.insert(name, person(console, school).await.to_string());
        }
        let account: AccountId = found["account"].parse().unwrap();
        let link = seed::link(&console.ground, &account, &console.ground.random.secret()).await;
        found.insert("link", link.to_string());
        found.insert("upstream", "ekool".to_owned());
        for (name, prefix) in [
            ("case", "cas"),
            ("journal", "jrn"),
            ("run", "run"),
            ("hold", "hld"),
            ("duplicate", "dup"),
            ("merge", "mrg"),
            ("proposal", "prp"),
            ("switch", "swi"),
        ] {
            found.insert(name, format!("{prefix}_{}", console.ground.random.id_text()));
        }
        let objects = Self(found);
        objects.insert(console, school).await;
        objects
    }

    /// As [`Objects::at`], and nothing of it exists.
    pub fn missing(console: &Console, like: &Self) -> Self {
        let unknown = |(name, id): (&&'static str, &String)| {
            let id = match id.split_once('_') {
                Some((prefix, _)) => format!("{prefix}_{}", console.ground.random.id_text()),
                None => "nothing-here".to_owned(),
            };
            (*name, id)
        };
        Self(like.0.iter().map(unknown).collect())
    }

    async fn insert(&self, console: &Console, school: &str) {
        let (now, late) = (console.ground.now(), console.ground.now() + chrono::TimeDelta::days(7));
        let statements = self.statements(console, school, now, late);
        let statements = &statements;
        let write = |tx: Tx| async move {
            for (sql, values) in statements {
                tx.execute(sql, values.clone()).await?;
            }
            Ok::<_, StorageError>(())
        };
        console.ground.db.write(Durability::Durable, write).await.unwrap();
    }

    fn statements(&self, console: &Console, school: &str, now: Time, late: Time) -> Vec<(&'static str, Vec<Arg>)> {
        let of = |name: &str| self.0[name].as_str();
        let (one, other) = (of("account").min(of("other")), of("account").max(of("other")));
        let proposal: ProposalId = of("proposal").parse().unwrap();
        let payload = console.ground.vault.seal(&payload_place(&proposal), b"{}").unwrap();
        vec![
            (CASE, args![of("case"), of("account"), school, now]),
            (JOURNAL, args![of("journal"), school, now]),
            (RUN, args![of("run"), of("journal"), school, now]),
            (HOLD, args![of("hold"), of("run"), of("journal"), school, now]),
            (DUPLICATE, args![of("duplicate"), one, other, school, now]),
            (MERGE, args![of("merge"), of("went"), of("into"), school, now, late]),
            (MERGED, args![of("went"), of("into")]),
            (PROPOSAL, args![of("proposal"), school, payload, of("into"), now, late]),
            (END_SWITCHES, args![school, now]),
            (SWITCH, args![of("switch"), school, now]),
        ]
    }

    /// The id that an address or a form calls by a name.
    pub fn id(&self, name: &str) -> &str {
        &self.0[name]
    }

    /// The address that a route stands for at a school. A placeholder that nothing here is called by fails.
    pub fn fill(&self, route: &str, school: &str) -> String {
        let tail =
            route.strip_prefix("/admin/{platform}/{school}").unwrap_or_else(|| panic!("{route} is of no school"));
        let mut path = at(school, tail);
        for (name, id) in &self.0 {
            path = path.replace(&format!("{{{name}}}"), id);
        }
        assert!(!path.contains('{'), "{route}: what does it name? Add it to `Objects`");
        path
    }

    /// What forms and searches of the console ask for besides the address, whichever it is.
    pub fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("one", self.id("account")),
            ("other", self.id("other")),
            ("link", self.id("link")),
            ("to", self.id("other")),
            ("role", "pupil"),
            ("class", "5B"),
        ]
    }
}

/// An account of the platform with a pupil's role at a school.
pub async fn person(console: &Console, school: &str) -> AccountId {
    let random = &console.ground.random;
    let account = seed::account(&console.ground, &random.secret()).await;
    let role = format!("rol_{}", random.id_text());
    console.change(ROLE, args![role, &account, school, console.ground.now()]).await;
    account
}
