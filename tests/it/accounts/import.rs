//! The platform's own list of accounts.

use std::fmt::Write as _;
use std::time::Instant;

use koppel::accounts::import::{self, Format, Options, Progress, Report};
use koppel::domain::{Actor, Assertion, Freshness, PasswordSource, PersonName, PlatformId, SubjectKey};
use koppel::linking::{SamePerson, facts, same_person};
use koppel::storage::{Durability, StorageError, account_roles, accounts};

use super::{by_external, count, school};
use crate::support::{TestGround, both_engines, figure};

const HEADER: &str = "external_id;username;given_name;family_name;email;email_verified;school;role;class;birth_date;\
     national_number;history_count;last_activity;password_hash\n";
const MARI: &str = "17;Mari.Mets;Mari;Mets;mari@kool.ee;true;ehis:123;pupil;5B;2014-03-02;61403020017;120;\
     2026-06-01T12:00:00Z;$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n";

pub fn options(format: Format, dry_run: bool) -> Options {
    let platform: PlatformId = "opiq".parse().unwrap();
    Options { platform, format, dry_run, actor: Actor::Cli("operator".to_owned()) }
}

pub async fn bring_in(ground: &TestGround, text: &str) -> Report {
    import::run(ground, text.as_bytes(), &options(Format::Csv, false), |_| ()).await.unwrap()
}

fn counts(report: &Report) -> (u64, u64, u64, u64) {
    (report.created, report.updated, report.unchanged, report.bad)
}

#[tokio::test]
async fn a_row_becomes_an_account_with_its_history_and_role() {
    both_engines(async |ground: TestGround| {
        school(&ground).await;
        let report = bring_in(&ground, &format!("\u{feff}{HEADER}{MARI}")).await;
        assert_eq!((counts(&report), &report.bad_rows), ((1, 0, 0, 0), &vec![]));
        let mari = by_external(&ground, "17").await.unwrap();
        assert_eq!((mari.sub.as_str(), mari.username_folded.as_deref()), ("17", Some("mari.mets")));
        assert_eq!((mari.name_folded.as_str(), mari.history_count, mari.email_verified), ("mets mari", 120, true));
        assert_eq!(mari.password_source, Some(PasswordSource::Imported));
        let told = ground.vault.national_hashes("EE:61403020017", None).unwrap();
        assert_eq!(mari.national_hash.as_ref(), Some(&told[0].hash));
        let roles = ground.db.read(async |tx| account_roles::list_live(&tx, &mari.id).await).await.unwrap();
        assert_eq!((roles.len(), roles[0].class_name.as_deref(), roles[0].source.as_str()), (1, Some("5B"), "import"));
        assert_eq!(count(&ground, "SELECT COUNT(*) AS n FROM audit WHERE action = 'account.imported'").await, 1);
        assert_eq!(count(&ground, "SELECT COUNT(*) AS n FROM event WHERE kind = 'account.created'").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_second_run_changes_nothing_and_missing_rows_change_nothing() {
    both_engines(async |ground: TestGround| {
        school(&ground).await;
        let jaan = "18;jaan;Jaan;Tamm;;;ehis:123;teacher;;;;;;\n";
        bring_in(&ground, &format!("{HEADER}{MARI}{jaan}")).await;
        let before = (by_external(&ground, "17").await, by_external(&ground, "18").await);
        let audits = "SELECT COUNT(*) AS n FROM audit";
        let recorded = count(&ground, audits).await;
        ground.clock.advance(chrono::TimeDelta::days(1));
        assert_eq!(counts(&bring_in(&ground, &format!("{HEADER}{jaan}{MARI}")).await), (0, 0, 2, 0));
        assert_eq!(counts(&bring_in(&ground, &format!("{HEADER}{MARI}")).await), (0, 0, 1, 0));
        assert_eq!((by_external(&ground, "17").await, by_external(&ground, "18").await), before);
        assert_eq!(count(&ground, audits).await, recorded);
    })
    .await;
}

#[tokio::test]
async fn what_a_row_tells_is_updated_and_what_it_leaves_out_stays() {
    both_engines(async |ground: TestGround| {
        school(&ground).await;
        bring_in(&ground, &format!("{HEADER}{MARI}")).await;
        let old = by_external(&ground, "17").await.unwrap();
        let report = bring_in(&ground, "external_id,family_name,school,role,class\n17,Kask,ehis:123,pupil,6B\n").await;
        assert_eq!(counts(&report), (0, 1, 0, 0));
        let new = by_external(&ground, "17").await.unwrap();
        assert_eq!((&new.id, &new.sub, new.family_name.as_deref()), (&old.id, &old.sub, Some("Kask")));
        assert_eq!((new.given_name, new.email, new.password_hash), (old.given_name, old.email, old.password_hash));
        let classes = "SELECT COUNT(*) AS n FROM account_role WHERE class_name = '6B' AND ended_at IS NULL";
        assert_eq!(count(&ground, classes).await, 1);
        assert_eq!(count(&ground, "SELECT COUNT(*) AS n FROM account_role").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_says_the_same_and_writes_nothing() {
    both_engines(async |ground: TestGround| {
        school(&ground).await;
        let text = format!("{HEADER}{MARI}18;;;;;;ehis:404;pupil;;;;;;\n");
        let dry = import::run(&ground, text.as_bytes(), &options(Format::Csv, true), |_| ()).await.unwrap();
        assert_eq!(counts(&dry), (1, 0, 0, 1));
        for table in ["SELECT COUNT(*) AS n FROM account", "SELECT COUNT(*) AS n FROM audit"] {
            assert_eq!(count(&ground, table).await, 0, "{table}");
        }
        let real = bring_in(&ground, &text).await;
        assert_eq!((counts(&real), real.bad_rows), (counts(&dry), dry.bad_rows));
    })
    .await;
}

#[tokio::test]
async fn a_password_changed_here_survives_the_import_and_an_unused_one_follows_it() {
    both_engines(async |ground: TestGround| {
        school(&ground).await;
        bring_in(&ground, &format!("{HEADER}{MARI}")).await;
        let other = MARI.replace(".E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", ".VGOzA784oUp/Z0DY336zx7pLYAy0lwK");
        assert_eq!(counts(&bring_in(&ground, &format!("{HEADER}{other}")).await), (0, 1, 0, 0));
        let id = by_external(&ground, "17").await.unwrap().id;
        let (id, now) = (&id, ground.now());
        let changed = &accounts::StoredPassword {
            hash: "$argon2id$changed".to_owned(),
            source: PasswordSource::Changed,
            must_change: false,
        };
        let write = |tx| async move { accounts::set_password(&tx, id, changed, now).await };
        ground.db.write::<_, StorageError, _, _>(Durability::Durable, write).await.unwrap();
        assert_eq!(counts(&bring_in(&ground, &format!("{HEADER}{MARI}")).await), (0, 0, 1, 0));
        let stays = by_external(&ground, "17").await.unwrap();
        assert_eq!(stays.password_hash.as_deref(), Some("$argon2id$changed"));
    })
    .await;
}

#[tokio::test]
async fn a_person_at_two_schools_is_one_account_with_two_roles() {
    both_engines(async |ground: TestGround| {
        school(&ground).await;
        let now = ground.now();
        let join = |tx: koppel::storage::Tx| async move {
            let sql = "INSERT INTO platform_school (platform_id, school_id, pupils_keep_session, new_accounts, created_at)
                VALUES ('opiq', 'ehis:999', FALSE, 'create', $1)";
            tx.execute(sql, koppel::args![now]).await?;
            tx.execute("INSERT INTO school_number (number, school_id) VALUES ('ehis:999', 'ehis:999')", vec![]).await?;
            Ok::<_, StorageError>(())
        };
        ground.db.write(Durability::Durable, join).await.unwrap();
        let text = "external_id,given_name,school,role\n1,Kai,ehis:123,teacher\n1,Kai,ehis:999,teacher\n1,Kaia,ehis:999,staff\n";
        let dry = import::run(&ground, text.as_bytes(), &options(Format::Csv, true), |_| ()).await.unwrap();
        let report = bring_in(&ground, text).await;
        assert_eq!((counts(&report), counts(&dry)), ((1, 1, 0, 1), (1, 1, 0, 1)));
        assert_eq!(report.bad_rows[0].row, 4);
        assert_eq!(count(&ground, "SELECT COUNT(*) AS n FROM account_role WHERE ended_at IS NULL").await, 2);
        assert_eq!(counts(&bring_in(&ground, text).await), (0, 0, 2, 1));
    })
    .await;
}

fn many(rows: u64) -> String {
    let mut text = HEADER.to_owned();
    for row in 0..rows {
        let (year, month) = (2007 + row % 12, 1 + row % 12);
        writeln!(
            text,
            "x{row};u{row};Õie{row};van der Mägi{row};p{row}@kool.ee;true;ehis:123;pupil;{}A;{year}-{month:02}-15;;{row};\
             2026-01-01;",
            row % 12
        )
        .unwrap();
    }
    text
}

/// The whole of a large platform at once; prints how long it took.
#[tokio::test]
async fn very_many_rows_come_in_and_a_second_run_finds_them_all() {
    let rows = figure(100_000, 20_000) as u64;
    let ground = TestGround::sqlite().await;
    school(&ground).await;
    let text = many(rows);
    let started = Instant::now();
    let mut seen = Progress::default();
    let report = import::run(&ground, text.as_bytes(), &options(Format::Csv, false), |at| seen = at).await.unwrap();
    println!("n = {rows} rows: {:?}", started.elapsed());
    assert_eq!(counts(&report), (rows, 0, 0, 0));
    assert_eq!((seen.rows, seen.bytes), (rows, text.len() as u64));
    let started = Instant::now();
    assert_eq!(counts(&bring_in(&ground, &text).await), (0, 0, rows, 0));
    println!("again: {:?}", started.elapsed());
    assert_eq!(count(&ground, "SELECT COUNT(*) AS n FROM account").await, i64::try_from(rows).unwrap());
}

/// A thousand rows are one durable transaction, whatever is in them; a second run opens none.
#[tokio::test]
async fn a_batch_is_one_transaction_and_a_second_run_is_none() {
    both_engines(async |ground: TestGround| {
        school(&ground).await;
        let (rows, text) = (3_500, many(3_500));
        println!("n = {rows}");
        let before = ground.db.write_counts();
        assert_eq!(counts(&bring_in(&ground, &text).await), (rows, 0, 0, 0));
        let after = ground.db.write_counts();
        // Four batches, and the row about the whole run.
        assert_eq!((after.writes - before.writes, after.durable_commits - before.durable_commits), (5, 5));
        assert_eq!(counts(&bring_in(&ground, &text).await), (0, 0, rows, 0));
        assert_eq!(ground.db.write_counts(), after);
        for table in ["SELECT COUNT(*) AS n FROM account", "SELECT COUNT(*) AS n FROM account_role"] {
            assert_eq!(u64::try_from(count(&ground, table).await), Ok(rows), "{table}");
        }
        assert_eq!(count(&ground, "SELECT COUNT(*) AS n FROM audit").await, 5);
    })
    .await;
}

#[tokio::test]
async fn several_batches_come_in_on_postgresql_too() {
    let ground = TestGround::postgres().await;
    school(&ground).await;
    let text = many(2_500);
    assert_eq!(counts(&bring_in(&ground, &text).await), (2_500, 0, 0, 0));
    assert_eq!(counts(&bring_in(&ground, &text).await), (0, 0, 2_500, 0));
    assert_eq!(count(&ground, "SELECT COUNT(*) AS n FROM event").await, 2_500);
}

/// The number of an imported account and the number an upstream asserts are hashed alike, or everybody would differ.
#[tokio::test]
async fn an_imported_national_number_meets_the_asserted_one() {
    let ground = TestGround::sqlite().await;
    school(&ground).await;
    bring_in(&ground, &format!("{HEADER}{MARI}")).await;
    let mari = facts::of_account(&by_external(&ground, "17").await.unwrap(), &[]);
    let assertion = |number: &str| Assertion {
        key: SubjectKey { upstream: "ekool".parse().unwrap(), scope: String::new(), subject: "1".to_owned() },
        name: PersonName { given: Some("Maria".to_owned()), family: Some("Kask".to_owned()) },
        birth_date: None,
        national_number: Some(number.to_owned()),
        email: None,
        roles: vec![],
        roles_vouched: true,
        roles_complete: true,
        auth_time: None,
        freshness: Freshness::Unknown,
        upstream_sid: None,
    };
    let compared = |number| same_person(&facts::of_assertion(&assertion(number), &[], &ground.vault), &mari);
    assert_ne!(compared("EE:61403020017"), SamePerson::Different);
    assert_eq!(compared("EE:61403020028"), SamePerson::Different);
}
