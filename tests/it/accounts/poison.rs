//! E2: rows that must have no effect, each reported.

use std::fmt::Write as _;

use koppel::accounts::import::{self, Format};
use koppel::storage::accounts::Account;

use super::import::{bring_in, options};
use super::{by_external, count, school};
use crate::support::{TestGround, both_engines, counted};

const KNOWN: &str = "external_id,sub,username,given_name,birth_date,national_number,school,role\n\
    17,17,mari,Mari,2014-03-02,EE:61403020017,ehis:123,pupil\n\
    18,18,jaan,Jaan,2013-01-02,,ehis:123,pupil\n";

/// Column, value, and the other columns of the row, which are good.
type Poison = (&'static str, String, Vec<(&'static str, &'static str)>);

fn poison(victim: &Account) -> Vec<Poison> {
    let text = |text: &str| text.to_owned();
    let mut rows = vec![
        ("id", victim.id.to_string(), vec![("external_id", "17")]),
        ("account_id", victim.id.to_string(), vec![("external_id", "90")]),
        ("password", text("Tere12345"), vec![("external_id", "17")]),
        ("origin", text("administrator"), vec![("external_id", "17")]),
        ("disabled_at", text("2026-01-01"), vec![("external_id", "17")]),
        ("birth_date", text("2010-10-10"), vec![("external_id", "17")]),
        ("birth_date", text("2099-10-10"), vec![("external_id", "91")]),
        ("birth_date", text("yesterday"), vec![("external_id", "91")]),
        ("national_number", text("EE:50001010017"), vec![("external_id", "17")]),
        ("national_number", text("50001010017"), vec![("external_id", "91")]),
        ("sub", text("18"), vec![("external_id", "17")]),
        ("sub", text("18"), vec![("external_id", "92")]),
        ("username", text("JAAN"), vec![("external_id", "93")]),
        ("username", text("jaan"), vec![("external_id", "17")]),
        ("school", text("ehis:999"), vec![("external_id", "17"), ("role", "pupil")]),
        ("school", text("ehis:404"), vec![("external_id", "17"), ("role", "pupil")]),
        ("role", text("pupil"), vec![("external_id", "17")]),
        ("history_count", text("-5"), vec![("external_id", "17")]),
        ("history_count", text("9999999999999999999"), vec![("external_id", "17")]),
        ("last_activity", text("soon"), vec![("external_id", "17")]),
        ("email", text("not an address"), vec![("external_id", "17")]),
        ("email_verified", text("maybe"), vec![("external_id", "17")]),
        ("given_name", text("a\u{0}b"), vec![("external_id", "17")]),
        ("given_name", "x".repeat(2_000), vec![("external_id", "17")]),
        ("sub", text("õ"), vec![("external_id", "94")]),
        ("external_id", "x".repeat(300), vec![]),
        ("given_name", text("Nobody"), vec![]),
    ];
    rows.extend(malformed());
    for column in
        ["merged_into", "created_at", "platform_id", "identity_id", "link_id", "used_at", "password_must_change"]
    {
        rows.push((column, victim.id.to_string(), vec![("external_id", "18")]));
    }
    for role in
        ["admin", "Admin", "guardian", "root", "pupil;admin", "administrator", "school_admin", "support", "owner"]
    {
        rows.push(("role", text(role), vec![("external_id", "17"), ("school", "ehis:123")]));
    }
    let far = "$argon2id$v=19$m=4194304,t=9,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    for hash in
        ["Tere12345", "{SSHA}abc", far, "pbkdf2_sha256$2000000001$a$YlZ2Vggtqdc61YjArZuoApoBh9JNGYoDRBUGu6tcJQo="]
    {
        rows.push(("password_hash", text(hash), vec![("external_id", "17")]));
    }
    rows
}

/// Values that are not of their column's kind.
fn malformed() -> Vec<Poison> {
    let values = [
        ("birth_date", "2014-02-30"),
        ("birth_date", "2014-13-01"),
        ("birth_date", "0000-00-00"),
        ("email", "mari@"),
        ("email", "@kool.ee"),
        ("email", "a@b@c"),
        ("email", "mari@kool.ee\nBcc: all@kool.ee"),
        ("email_verified", "2"),
        ("history_count", "12.5"),
        ("history_count", "many"),
        ("last_activity", "2014-02-30"),
        ("username", "ma\u{0}ri"),
        ("family_name", "Tamm\u{7}"),
        ("family_name", "\u{202e}mmaT"),
    ];
    let poison = |(column, value): (&'static str, &str)| (column, value.to_owned(), vec![("external_id", "17")]);
    values.into_iter().map(poison).collect()
}

/// E2. One row at a time, so that none hides behind another.
#[tokio::test]
async fn a_poisoned_row_has_no_effect_and_is_reported() {
    both_engines(async |ground: TestGround| {
        school(&ground).await;
        assert_eq!(bring_in(&ground, KNOWN).await.created, 2);
        let before = (by_external(&ground, "17").await.unwrap(), by_external(&ground, "18").await.unwrap());
        let tables = "SELECT (SELECT COUNT(*) FROM account) + (SELECT COUNT(*) FROM account_role) + \
            (SELECT COUNT(*) FROM event) + (SELECT COUNT(*) FROM audit) AS n";
        let rows = count(&ground, tables).await;
        for (field, value, others) in poison(&before.0) {
            let mut row = serde_json::Map::new();
            row.extend(others.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())));
            row.insert(field.to_owned(), value.clone().into());
            let line = serde_json::Value::Object(row).to_string();
            let report = import::run(&ground, line.as_bytes(), &options(Format::Jsonl, false), |_| ()).await.unwrap();
            assert_eq!((report.rows, report.bad), (1, 1), "{field} = {value:.80}");
            assert!(!report.bad_rows[0].reason.contains("50001010017"));
        }
        assert_eq!((by_external(&ground, "17").await.unwrap(), by_external(&ground, "18").await.unwrap()), before);
        assert_eq!(count(&ground, tables).await, rows);
        counted("E2", &format!("{} poisoned rows, {}, 0 effects", poison(&before.0).len(), ground.engine()));
    })
    .await;
}

#[tokio::test]
async fn good_rows_around_bad_ones_come_in() {
    let ground = TestGround::sqlite().await;
    school(&ground).await;
    let mut text = "external_id,school,role\n".to_owned();
    for row in 0..3_000 {
        let school = if row % 3 == 0 { "ehis:404" } else { "ehis:123" };
        writeln!(text, "{row},{school},pupil").unwrap();
    }
    let report = bring_in(&ground, &text).await;
    assert_eq!((report.rows, report.created, report.bad), (3_000, 2_000, 1_000));
    assert_eq!((report.bad_rows[1].row, report.bad_rows[1].field.as_deref()), (5, Some("school")));
}

/// The clear number is hashed at the door: it is in no table afterwards.
#[tokio::test]
async fn a_national_number_is_never_stored() {
    let ground = TestGround::sqlite().await;
    school(&ground).await;
    assert_eq!(bring_in(&ground, KNOWN).await.bad, 0);
    let koppel::config::Config { database, .. } = &*ground.config;
    let file = database.url.strip_prefix("sqlite:").unwrap();
    for end in ["", "-wal"] {
        let bytes = std::fs::read(format!("{file}{end}")).unwrap();
        assert!(!bytes.windows(11).any(|part| part == b"61403020017"), "{end}");
        assert!(end.is_empty() || bytes.windows(4).any(|part| part == b"Mari"));
    }
}
