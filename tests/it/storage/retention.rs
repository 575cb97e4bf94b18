//! What has served its time goes (P8), what the guide says is what is done, and no column is one for a national number (S38).

use chrono::TimeDelta;
use koppel::args;
use koppel::domain::Actor;
use koppel::storage::audit::{self, Entry};
use koppel::storage::check::check;
use koppel::storage::retention::{self, TERMS};
use koppel::storage::seal::Stream;
use koppel::storage::{Arg, Durability, StorageError, Tx};

use super::seal::seal;
use crate::support::{TestGround, both_engines, counted, seed};

const DETAILS: &str = "SELECT COUNT(*) AS n FROM audit_detail";
const SALTS: &str = "SELECT COUNT(*) AS n FROM audit WHERE salt <> ''";

async fn put(ground: &TestGround, statements: &[(&'static str, Vec<Arg>)]) {
    let write = |tx: Tx| async move {
        for (sql, values) in statements {
            assert_eq!(tx.execute(sql, values.clone()).await?, 1, "{sql}");
        }
        Ok::<_, StorageError>(())
    };
    ground.db.write(Durability::Durable, write).await.unwrap();
}

/// One row of each kind, of now.
async fn rows(ground: &TestGround) {
    let now = ground.now();
    let (one, other) = (seed::account(ground, "1").await, seed::account(ground, "2").await);
    let case = "INSERT INTO school_case (id, kind, platform_id, detail, opened_at, closed_at, outcome) \
        VALUES ('cas_1', 'not_me', 'opiq', '{\"x\":1}', $1, $1, 'closed')";
    let place = "INSERT INTO platform_school (platform_id, school_id, pupils_keep_session, new_accounts, created_at) \
        VALUES ('opiq', 'ehis:123', FALSE, 'create', $1)";
    let proposal = "INSERT INTO proposal (id, kind, platform_id, school_id, object, hash, payload, reason, made_by, made_at, \
        expires_at) VALUES ('prp_1', 'export', 'opiq', 'ehis:123', 'audit:1', '', '', 'x', $2, $1, $1)";
    let duplicate = "INSERT INTO duplicate (id, platform_id, school_id, one_id, other_id, score, why, state, found_at, seen_at) \
        VALUES ('dup_1', 'opiq', 'ehis:123', $2, $3, 50, '', 'gone', $1, $1)";
    let taken = "INSERT INTO event_ack (platform_id, number, acked_at) VALUES ('opiq', 1, $1)";
    put(
        ground,
        &[
            (case, args![now]),
            (place, args![now]),
            (proposal, args![now, &one]),
            (duplicate, args![now, &one, &other]),
            (taken, args![now]),
        ],
    )
    .await;
    let random = &ground.random;
    let write = |tx: Tx| async move {
        let actor = Actor::Cli("test".to_owned());
        let detail = serde_json::json!({ "reason": "x" });
        audit::record(&tx, random, &Entry { detail, ..Entry::new(now, "person.signed_out", &actor) }).await
    };
    ground.db.write::<_, StorageError, _, _>(Durability::Durable, write).await.unwrap();
    seal(ground, Stream::Audit, 100).await.unwrap();
}

/// P8: each goes a moment after its time, and not before; the chain is whole without its details.
#[tokio::test]
async fn each_kind_goes_when_its_time_is_over_and_not_before() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        rows(&ground).await;
        let now = ground.now();
        let mut terms: Vec<_> = TERMS.iter().collect();
        terms.sort_by_key(|term| term.days);
        for term in terms {
            let over = now + TimeDelta::days(term.days);
            let of = |done: Vec<(&'static str, u64)>| done.into_iter().find(|(what, _)| *what == term.what).unwrap().1;
            assert_eq!(of(retention::run(&ground.db, over).await.unwrap()), 0, "{} too early", term.what);
        }
        let late = now + TimeDelta::days(3 * 365) + TimeDelta::seconds(1);
        let done = retention::run(&ground.db, late).await.unwrap();
        let left: i64 =
            ground.db.count(DETAILS, args![]).await.unwrap() + ground.db.count(SALTS, args![]).await.unwrap();
        assert_eq!(left, 0, "{done:?}");
        assert_eq!(check(&ground.db, &ground.vault, ground.now()).await.unwrap(), []);
        counted("P8", &format!("{} terms", TERMS.len()));
    })
    .await;
}

#[tokio::test]
async fn each_term_ends_a_moment_later() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        rows(&ground).await;
        let now = ground.now();
        let mut terms: Vec<_> = TERMS.iter().collect();
        terms.sort_by_key(|term| term.days);
        for term in terms {
            let over = now + TimeDelta::days(term.days) + TimeDelta::seconds(1);
            let done = retention::run(&ground.db, over).await.unwrap();
            let rows = done.into_iter().find(|(what, _)| *what == term.what).unwrap().1;
            // Terms of the same length end together.
            let earlier = TERMS.iter().any(|one| one.days == term.days && one.what != term.what);
            assert!(rows == 1 || earlier, "{}: {rows}", term.what);
        }
        for sql in [
            "SELECT COUNT(*) AS n FROM proposal",
            "SELECT COUNT(*) AS n FROM duplicate",
            "SELECT COUNT(*) AS n FROM event_ack",
            "SELECT COUNT(*) AS n FROM school_case WHERE detail <> '{}'",
        ] {
            assert_eq!(ground.db.count(sql, args![]).await.unwrap(), 0, "{sql}");
        }
    })
    .await;
}

#[test]
fn the_guide_says_the_same_terms() {
    let guide = std::fs::read_to_string(crate::architecture::root().join("docs/privacy.md")).unwrap();
    for term in TERMS {
        let line = format!("| {} | {} days |", term.what, term.days);
        assert!(guide.contains(&line), "docs/privacy.md lacks {line:?}");
    }
}

/// S38, S39: national numbers and chain ids have no column of their own; a hash that needs a key is what there is.
#[test]
fn no_column_holds_a_national_number() {
    for (file, text) in crate::architecture::files("migrations", "sql") {
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with("--")) {
            let column = line.split_whitespace().next().unwrap_or_default().to_lowercase();
            for word in ["bsn", "pgn", "personnummer", "isikukood", "eck", "national_number", "ssn"] {
                let is_word = column.split('_').any(|part| part == word) || column == word;
                assert!(!is_word, "{file}: {line}");
            }
        }
    }
}
