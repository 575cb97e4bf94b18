//! Many accounts at once: what an import reads and writes, one statement per batch.
//!
//! The rows travel as one JSON text. Taking it apart is the one thing the two engines write differently, so each
//! statement stands here twice around the same words.

mod written;

use serde_json::{Value, json};

use super::account_roles::AccountRole;
use super::accounts::Account;
use super::bulk::{among, pick, time};
use super::events::Event;
use super::{StorageError, Tx};
use crate::args;
use crate::domain::{AccountId, PlatformId, Role, SchoolId};
use written::account_json;

crate::row! {
    /// A value that an account of the platform already has.
    pub struct Holder {
        /// The value.
        pub held: String,
        /// Whose it is.
        pub account_id: AccountId,
    }
}

crate::row! {
    /// A live role that an import gave.
    pub struct ImportedRole {
        /// Whose.
        pub account_id: AccountId,
        /// Where.
        pub school_id: SchoolId,
        /// What.
        pub role: Role,
        /// In which class.
        pub class_name: Option<String>,
    }
}

/// The accounts of a platform with these external ids.
///
/// # Errors
/// The engine's.
pub async fn list_by_external(tx: &Tx, platform: &PlatformId, ids: &[&str]) -> Result<Vec<Account>, StorageError> {
    const SQL: (&str, &str) = among!("SELECT * FROM account WHERE platform_id = $1 AND external_id", "$2", "");
    tx.list_bulk(pick(tx, SQL).await, args![platform, json!(ids).to_string()]).await
}

/// Who has these folded user names.
///
/// # Errors
/// The engine's.
pub async fn list_username_holders(
    tx: &Tx,
    platform: &PlatformId,
    folded: &[&str],
) -> Result<Vec<Holder>, StorageError> {
    const SQL: (&str, &str) = among!(
        "SELECT username_folded AS held, id AS account_id FROM account WHERE platform_id = $1 AND username_folded",
        "$2",
        ""
    );
    tx.list_bulk(pick(tx, SQL).await, args![platform, json!(folded).to_string()]).await
}

/// Who has these subs.
///
/// # Errors
/// The engine's.
pub async fn list_sub_holders(tx: &Tx, platform: &PlatformId, subs: &[&str]) -> Result<Vec<Holder>, StorageError> {
    const SQL: (&str, &str) =
        among!("SELECT sub AS held, id AS account_id FROM account WHERE platform_id = $1 AND sub", "$2", "");
    tx.list_bulk(pick(tx, SQL).await, args![platform, json!(subs).to_string()]).await
}

/// Which of these subs stand for another account now, and for which.
///
/// # Errors
/// The engine's.
pub async fn list_aliases(tx: &Tx, platform: &PlatformId, subs: &[&str]) -> Result<Vec<Holder>, StorageError> {
    const SQL: (&str, &str) = among!(
        "SELECT sub AS held, merged_into AS account_id FROM account \
         WHERE platform_id = $1 AND merged_into IS NOT NULL AND sub",
        "$2",
        ""
    );
    tx.list_bulk(pick(tx, SQL).await, args![platform, json!(subs).to_string()]).await
}

/// The live roles that an import gave to accounts with these external ids.
///
/// # Errors
/// The engine's.
pub async fn list_imported_roles(
    tx: &Tx,
    platform: &PlatformId,
    external_ids: &[&str],
) -> Result<Vec<ImportedRole>, StorageError> {
    const SQL: (&str, &str) = among!(
        "SELECT r.account_id, r.school_id, r.role, r.class_name FROM account a \
         JOIN account_role r ON r.account_id = a.id AND r.ended_at IS NULL AND r.source = 'import' \
         WHERE a.platform_id = $1 AND a.external_id",
        "$2",
        ""
    );
    tx.list_bulk(pick(tx, SQL).await, args![platform, json!(external_ids).to_string()]).await
}

macro_rules! account_columns {
    ($each:ident) => {
        concat!(
            $each!("id"),
            ", ",
            $each!("platform_id"),
            ", ",
            $each!("sub"),
            ", ",
            $each!("username"),
            ", ",
            $each!("username_folded"),
            ", ",
            $each!("given_name"),
            ", ",
            $each!("family_name"),
            ", ",
            $each!("name_folded"),
            ", ",
            $each!("email"),
            ", ",
            $each!("email_verified"),
            ", ",
            $each!("birth_date"),
            ", ",
            $each!("national_hash"),
            ", ",
            $each!("national_key"),
            ", ",
            $each!("external_id"),
            ", ",
            $each!("history_count"),
            ", ",
            $each!("last_activity_at"),
            ", ",
            $each!("password_hash"),
            ", ",
            $each!("password_source"),
            ", ",
            $each!("password_must_change"),
            ", ",
            $each!("origin"),
            ", ",
            $each!("created_at"),
            ", ",
            $each!("updated_at")
        )
    };
}

macro_rules! plain {
    ($name:literal) => {
        $name
    };
}

macro_rules! extract {
    ($name:literal) => {
        concat!("json_extract(value, '$.", $name, "') AS ", $name)
    };
}

macro_rules! sqlite_accounts {
    () => {
        concat!("(SELECT ", account_columns!(extract), " FROM json_each($1)) AS x")
    };
}

macro_rules! postgres_accounts {
    () => {
        concat!(
            "jsonb_to_recordset(CAST($1 AS jsonb)) AS x (id TEXT, platform_id TEXT, sub TEXT, username TEXT, ",
            "username_folded TEXT, given_name TEXT, family_name TEXT, name_folded TEXT, email TEXT, ",
            "email_verified BOOLEAN, birth_date DATE, national_hash TEXT, national_key TEXT, external_id TEXT, ",
            "history_count BIGINT, last_activity_at TIMESTAMPTZ, password_hash TEXT, password_source TEXT, ",
            "password_must_change BOOLEAN, origin TEXT, created_at TIMESTAMPTZ, updated_at TIMESTAMPTZ)"
        )
    };
}

macro_rules! insert_accounts {
    ($from:ident) => {
        concat!(
            "INSERT INTO account (",
            account_columns!(plain),
            ") SELECT ",
            account_columns!(plain),
            " FROM ",
            $from!()
        )
    };
}

macro_rules! update_accounts {
    ($from:ident) => {
        concat!(
            "UPDATE account SET username = x.username, username_folded = x.username_folded, ",
            "given_name = x.given_name, family_name = x.family_name, name_folded = x.name_folded, email = x.email, ",
            "email_verified = x.email_verified, birth_date = x.birth_date, national_hash = x.national_hash, ",
            "national_key = x.national_key, history_count = x.history_count, ",
            "last_activity_at = x.last_activity_at, password_hash = x.password_hash, ",
            "password_source = x.password_source, updated_at = x.updated_at FROM ",
            $from!(),
            " WHERE account.id = x.id"
        )
    };
}

/// Adds accounts; no fields beyond what an import knows.
///
/// # Errors
/// [`StorageError::Taken`] when one of them is there already; then none was added.
pub async fn insert(tx: &Tx, rows: &[&Account]) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = (insert_accounts!(sqlite_accounts), insert_accounts!(postgres_accounts));
    tx.execute_bulk(pick(tx, SQL).await, args![account_json(rows)?]).await
}

/// Writes what an import may change: everything but `sub`, state and what sign-ins wrote.
///
/// # Errors
/// [`StorageError::Taken`] for a used user name; then none was changed.
pub async fn update(tx: &Tx, rows: &[&Account]) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = (update_accounts!(sqlite_accounts), update_accounts!(postgres_accounts));
    tx.execute_bulk(pick(tx, SQL).await, args![account_json(rows)?]).await
}

macro_rules! put_roles {
    ($from:literal) => {
        concat!(
            "INSERT INTO account_role (id, account_id, school_id, role, class_name, source, since) ",
            "SELECT id, account_id, school_id, role, class_name, source, since FROM ",
            $from,
            " WHERE TRUE ",
            "ON CONFLICT (account_id, school_id, role, source) WHERE ended_at IS NULL ",
            "DO UPDATE SET class_name = excluded.class_name"
        )
    };
}

/// Adds roles, or sets the class of those that are there.
///
/// # Errors
/// The engine's.
pub async fn put_roles(tx: &Tx, rows: &[AccountRole]) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = (
        put_roles!(
            "(SELECT json_extract(value, '$.id') AS id, json_extract(value, '$.account_id') AS account_id, \
             json_extract(value, '$.school_id') AS school_id, json_extract(value, '$.role') AS role, \
             json_extract(value, '$.class_name') AS class_name, json_extract(value, '$.source') AS source, \
             json_extract(value, '$.since') AS since FROM json_each($1))"
        ),
        put_roles!(
            "jsonb_to_recordset(CAST($1 AS jsonb)) AS x (id TEXT, account_id TEXT, school_id TEXT, role TEXT, \
             class_name TEXT, source TEXT, since TIMESTAMPTZ)"
        ),
    );
    let values = rows.iter().map(|row| {
        json!({
            "id": row.id, "account_id": row.account_id, "school_id": row.school_id, "role": row.role,
            "class_name": row.class_name, "source": row.source, "since": time(row.since),
        })
    });
    let values = Value::Array(values.collect()).to_string();
    tx.execute_bulk(pick(tx, SQL).await, args![values]).await
}

macro_rules! insert_events {
    ($from:literal) => {
        concat!(
            "INSERT INTO event (id, at, platform_id, kind, sub, audit_id, payload) ",
            "SELECT id, at, platform_id, kind, sub, audit_id, payload FROM ",
            $from
        )
    };
}

/// Announces many changes of one transaction. Durable.
///
/// # Errors
/// The engine's.
pub async fn announce(tx: &Tx, rows: &[Event]) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = (
        insert_events!(
            "(SELECT json_extract(value, '$.id') AS id, json_extract(value, '$.at') AS at, \
             json_extract(value, '$.platform_id') AS platform_id, json_extract(value, '$.kind') AS kind, \
             json_extract(value, '$.sub') AS sub, json_extract(value, '$.audit_id') AS audit_id, \
             json_extract(value, '$.payload') AS payload FROM json_each($1))"
        ),
        insert_events!(
            "jsonb_to_recordset(CAST($1 AS jsonb)) AS x (id TEXT, at TIMESTAMPTZ, platform_id TEXT, kind TEXT, \
             sub TEXT, audit_id TEXT, payload TEXT)"
        ),
    );
    let values = rows.iter().map(|row| {
        json!({
            "id": row.id, "at": time(row.at), "platform_id": row.platform_id, "kind": row.kind, "sub": row.sub,
            "audit_id": row.audit_id, "payload": row.payload,
        })
    });
    let values = Value::Array(values.collect()).to_string();
    tx.execute_bulk(pick(tx, SQL).await, args![values]).await
}
