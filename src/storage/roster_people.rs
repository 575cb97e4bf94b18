//! Table `roster_person`: people as the rosters of an upstream tell of them. One row for a person in however many journals.

use serde_json::json;

use super::bulk::{among, json as rows_json, over_rows, pick, time};
use super::{StorageError, Tx};
use crate::domain::{PlatformId, RosterPersonId, SchoolId, SubjectKey, Time, UpstreamId};
use crate::{args, row};

row! {
    /// A person as rosters tell of them.
    pub struct RosterPerson {
        /// Our id.
        pub id: RosterPersonId,
        /// Of which upstream.
        pub upstream_id: UpstreamId,
        /// Within which scope the subject is unique.
        pub scope: String,
        /// The upstream's own id.
        pub subject: String,
        /// Given names.
        pub given_name: Option<String>,
        /// Family name.
        pub family_name: Option<String>,
        /// Class, such as `5B`.
        pub class_name: Option<String>,
        /// Address the upstream knows.
        pub email: Option<String>,
        /// User name the upstream knows.
        pub username: Option<String>,
        /// Keyed hash of the birth date.
        pub birth_hash: Option<String>,
        /// Keyed hash of the national number.
        pub national_hash: Option<String>,
        /// Id of the key of both.
        pub hash_key: String,
        /// Keyed digest of all facts.
        pub digest: String,
        /// When we first heard of them.
        pub created_at: Time,
        /// When the facts last changed.
        pub updated_at: Time,
    }
}

impl RosterPerson {
    /// The key of their links.
    #[must_use]
    pub fn key(&self) -> SubjectKey {
        SubjectKey { upstream: self.upstream_id.clone(), scope: self.scope.clone(), subject: self.subject.clone() }
    }
}

/// Adds people, or gives those with the same key their new facts; ids and first times of known ones stay. Durable.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &Tx, rows: &[RosterPerson]) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = over_rows!(
        "INSERT INTO roster_person (id, upstream_id, scope, subject, given_name, family_name, class_name, email, \
         username, birth_hash, national_hash, hash_key, digest, created_at, updated_at) SELECT id, upstream_id, scope, \
         subject, given_name, family_name, class_name, email, username, birth_hash, national_hash, hash_key, digest, \
         told_at, told_at FROM",
        ["id" "TEXT", "upstream_id" "TEXT", "scope" "TEXT", "subject" "TEXT", "given_name" "TEXT", "family_name" "TEXT",
         "class_name" "TEXT", "email" "TEXT", "username" "TEXT", "birth_hash" "TEXT", "national_hash" "TEXT",
         "hash_key" "TEXT", "digest" "TEXT", "told_at" "TIMESTAMPTZ"],
        "WHERE TRUE ON CONFLICT (upstream_id, scope, subject) DO UPDATE SET given_name = excluded.given_name, \
         family_name = excluded.family_name, class_name = excluded.class_name, email = excluded.email, \
         username = excluded.username, birth_hash = excluded.birth_hash, national_hash = excluded.national_hash, \
         hash_key = excluded.hash_key, digest = excluded.digest, updated_at = excluded.updated_at"
    );
    let told = rows.iter().map(|row| {
        json!({
            "id": row.id, "upstream_id": row.upstream_id, "scope": row.scope, "subject": row.subject,
            "given_name": row.given_name, "family_name": row.family_name, "class_name": row.class_name,
            "email": row.email, "username": row.username, "birth_hash": row.birth_hash,
            "national_hash": row.national_hash, "hash_key": row.hash_key, "digest": row.digest,
            "told_at": time(row.updated_at),
        })
    });
    let told: Vec<_> = told.collect();
    tx.execute_bulk(pick(tx, SQL).await, args![rows_json(&told)?]).await
}

/// The people with these subjects, in their order.
///
/// # Errors
/// The engine's.
pub async fn list_by_subject(
    tx: &Tx,
    upstream: &UpstreamId,
    scope: &str,
    subjects: &[&str],
) -> Result<Vec<RosterPerson>, StorageError> {
    const SQL: (&str, &str) = among!(
        "SELECT * FROM roster_person WHERE upstream_id = $1 AND scope = $2 AND subject",
        "$3",
        "ORDER BY subject"
    );
    tx.list_bulk(pick(tx, SQL).await, args![upstream, scope, rows_json(subjects)?]).await
}

const FIND: &str = "SELECT * FROM roster_person WHERE id = $1";
const FIND_BY_KEY: &str = "SELECT * FROM roster_person WHERE upstream_id = $1 AND scope = $2 AND subject = $3";

/// A person by our id.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &RosterPersonId) -> Result<Option<RosterPerson>, StorageError> {
    tx.find(FIND, args![id]).await
}

/// The person with this key, whom a roster of that upstream may have told of.
///
/// # Errors
/// The engine's.
pub async fn find_by_key(tx: &Tx, key: &SubjectKey) -> Result<Option<RosterPerson>, StorageError> {
    tx.find(FIND_BY_KEY, args![&key.upstream, &key.scope, &key.subject]).await
}

const LIST_PUPILS: &str = "SELECT * FROM roster_person WHERE id IN (SELECT s.person_id FROM journal j \
    JOIN seat s ON s.journal_id = j.id AND s.role = 'pupil' AND s.ended_at IS NULL \
    WHERE j.platform_id = $1 AND j.school_id = $2 AND j.upstream_id = $3 AND j.scope = $4 AND j.ended_at IS NULL) ORDER BY id";

/// Everybody with a live seat of a pupil in a live journal of a school that one upstream tells of.
///
/// # Errors
/// The engine's.
pub async fn list_pupils(
    tx: &Tx,
    (platform, school): (&PlatformId, &SchoolId),
    (upstream, scope): (&UpstreamId, &str),
) -> Result<Vec<RosterPerson>, StorageError> {
    tx.list_bulk(LIST_PUPILS, args![platform, school, upstream, scope]).await
}

const APPLIED: (&str, &str) =
    among!("DELETE FROM journal_applied WHERE journal_id IN (SELECT journal_id FROM seat WHERE person_id", "$1", ")");
const SEATS: (&str, &str) = among!("DELETE FROM seat WHERE person_id", "$1", "");
const STANDINGS: (&str, &str) = among!("DELETE FROM standing WHERE person_id", "$1", "");
const NOT_SAME: (&str, &str) = among!(
    "DELETE FROM not_same WHERE EXISTS (SELECT 1 FROM roster_person p WHERE p.upstream_id = not_same.upstream_id \
     AND p.scope = not_same.scope AND p.subject = not_same.subject AND p.id",
    "$1",
    ")"
);
const CLAIM_CODES: (&str, &str) = among!("DELETE FROM claim_code WHERE person_id", "$1", "");
const PEOPLE: (&str, &str) = among!("DELETE FROM roster_person WHERE id", "$1", "");

/// Deletes everything a roster told of these people, seats and past seats too: for people whose identity is protected,
/// of whom nothing may be left (invariant 11). Accounts and links are not a roster's. Answers how many people that were.
///
/// # Errors
/// The engine's.
pub async fn erase(tx: &Tx, people: &[&RosterPersonId]) -> Result<u64, StorageError> {
    let ids = rows_json(people)?;
    for sql in [APPLIED, SEATS, STANDINGS, NOT_SAME, CLAIM_CODES] {
        tx.execute_bulk(pick(tx, sql).await, args![&ids]).await?;
    }
    tx.execute_bulk(pick(tx, PEOPLE).await, args![&ids]).await
}
