//! A school as large as a city: people, links, journals and seats, made by the engine itself.

use koppel::args;
use koppel::domain::AccountId;
use koppel::ground::Ground;
use koppel::storage::{Durability, StorageError, Tx};

use crate::shared;

/// Where the console of the school begins.
pub const SCHOOL: &str = "/admin/opiq/ehis%3A1";

/// An id of a kind that holds a number: `id!("acc_", "i")`.
macro_rules! id {
    ($prefix:literal, $number:literal) => {
        concat!(
            "'",
            $prefix,
            "' || substr('00000000000000000000000000' || CAST(",
            $number,
            " AS TEXT), length(CAST(",
            $number,
            " AS TEXT)) + 1)"
        )
    };
}

/// One of eleven syllables of a name.
macro_rules! syllable {
    ($number:literal) => {
        concat!(
            "substr('tammkaskmagisaarkuuskoivrebasepporavparnluha', 1 + 4 * CAST((",
            $number,
            ") % 11 AS INTEGER), 4)"
        )
    };
}

/// The numbers from 1 to `$2`; `$1` is the time.
macro_rules! each {
    ($into:literal, $select:expr) => {
        concat!(
            $into,
            " WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $2) SELECT ",
            $select,
            " FROM n WHERE CAST($1 AS TIMESTAMPTZ) IS NOT NULL"
        )
    };
}

const ACCOUNTS: &str = each!(
    "INSERT INTO account (id, platform_id, sub, username, username_folded, given_name, family_name, name_folded, \
     email_verified, history_count, password_must_change, origin, created_at, updated_at)",
    concat!(
        id!("acc_", "i"),
        ", 'opiq', CAST(i AS TEXT), 'u' || CAST(i AS TEXT), 'u' || CAST(i AS TEXT), ",
        syllable!("i / 121"),
        ", ",
        syllable!("i"),
        " || ",
        syllable!("i / 11"),
        ", ",
        syllable!("i"),
        " || ",
        syllable!("i / 11"),
        " || ' ' || ",
        syllable!("i / 121"),
        ", FALSE, i % 200, FALSE, 'import', $1, $1"
    )
);
const ROLES: &str = each!(
    "INSERT INTO account_role (id, account_id, school_id, role, class_name, source, since)",
    concat!(
        id!("rol_", "i"),
        ", ",
        id!("acc_", "i"),
        ", 'ehis:1', CASE WHEN i % 20 = 0 THEN 'teacher' ELSE 'pupil' END, 'K' || CAST(i / 25 AS TEXT), 'import', $1"
    )
);
const IDENTITIES: &str = each!(
    "INSERT INTO identity (id, upstream_id, scope, subject, given_name, family_name, hash_key, first_seen_at, last_seen_at)",
    concat!(id!("idn_", "i"), ", 'ekool', '', CAST(i AS TEXT), 'Mari', 'Tamm', 'bench', $1, $1")
);
const LINKS: &str = each!(
    "INSERT INTO link (id, platform_id, upstream_id, scope, subject, identity_id, account_id, origin, rule, assurance, \
     evidence, via_merge, created_at, created_by, since)",
    concat!(
        id!("lnk_", "i"),
        ", 'opiq', 'ekool', '', CAST(i AS TEXT), ",
        id!("idn_", "i"),
        ", ",
        id!("acc_", "i"),
        ", 'claim', 'claim.proven', 'high', '{}', FALSE, $1, 'job:bench', $1"
    )
);
const PEOPLE: &str = each!(
    "INSERT INTO roster_person (id, upstream_id, scope, subject, given_name, family_name, hash_key, digest, created_at, \
     updated_at)",
    concat!(id!("rsp_", "i"), ", 'ekool', '', CAST(i AS TEXT), 'Mari', 'Tamm', 'bench', '', $1, $1")
);
const JOURNALS: &str = each!(
    "INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, state, linked_at, linked_by, \
     has_absences, held)",
    concat!(
        id!("jrn_", "i"),
        ", 'opiq', 'ekool', '', CAST(i AS TEXT), 'ehis:1', 'K' || CAST(i AS TEXT), 'linked', $1, 'job:bench', FALSE, FALSE"
    )
);
// Ten neighbours sit in one journal.
const SEATS: &str = each!(
    "INSERT INTO seat (journal_id, person_id, role, since)",
    concat!(id!("jrn_", "(i + 9) / 10"), ", ", id!("rsp_", "i"), ", 'pupil', $1")
);
const AUDIT: &str = each!(
    "INSERT INTO audit (id, at, action, actor, platform_id, school_id, account_id, salt, commitment)",
    concat!(id!("aud_", "i"), ", $1, 'link.created', 'job:bench', 'opiq', 'ehis:1', ", id!("acc_", "i"), ", '', ''")
);
const CASES: &str = each!(
    "INSERT INTO school_case (id, kind, platform_id, school_id, identity_id, detail, opened_at)",
    concat!(id!("cas_", "i"), ", 'cannot_sign_in', 'opiq', 'ehis:1', ", id!("idn_", "i"), ", '{}', $1")
);

/// Who is there.
pub struct Crowd {
    /// Administers the school.
    pub admin: AccountId,
    /// Somebody in the middle.
    pub somebody: AccountId,
}

impl Crowd {
    /// Makes them all.
    pub async fn gather(ground: &Ground, people: u32) -> Self {
        shared::furnish(ground, &[]).await;
        let now = ground.now();
        let (people, journals) = (i64::from(people), i64::from(people / 10));
        for (sql, number) in [
            (ACCOUNTS, people),
            (ROLES, people),
            (IDENTITIES, people),
            (LINKS, people),
            (PEOPLE, people),
            (JOURNALS, journals),
            (SEATS, people),
            (AUDIT, people),
            (CASES, 300),
        ] {
            let write = |tx: Tx| async move {
                tx.take_time().await?;
                tx.execute_bulk(sql, args![now, number]).await
            };
            ground.db.write::<_, StorageError, _, _>(Durability::Relaxed, write).await.unwrap();
        }
        if ground.db.is_postgres() {
            // What autovacuum would have done meanwhile.
            let analyze = |tx: Tx| async move { tx.execute_bulk("ANALYZE", args![]).await };
            ground.db.write::<_, StorageError, _, _>(Durability::Relaxed, analyze).await.unwrap();
        }
        Self { admin: account(people), somebody: account(people / 2) }
    }
}

fn account(number: i64) -> AccountId {
    format!("acc_{number:026}").parse().unwrap()
}

/// The address of a schema of its own, where the environment names a server.
pub async fn postgres() -> Option<String> {
    let server = std::env::var("KOPPEL_TEST_POSTGRES").ok()?;
    let schema = format!("console_{}", std::process::id());
    let pool = sqlx::PgPool::connect(&server).await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}"))).execute(&pool).await.unwrap();
    pool.close().await;
    let joint = if server.contains('?') { '&' } else { '?' };
    Some(format!("{server}{joint}options=-c%20search_path%3D{schema}"))
}
