//! What rosters ask and write about identities, links and the audit log for everybody of a journal at once.

use serde_json::{Value, json};

use super::audit::{Entry, commitment};
use super::bulk::{among, json as rows_json, over_rows, pick, time};
use super::identities::Identity;
use super::links::Link;
use super::{StorageError, Tx};
use crate::domain::{AccountId, AuditId, PlatformId, Random, SchoolId, UpstreamId};
use crate::{args, row};

row! {
    /// A link of a subject, live or ended, and whether its account may be used.
    pub struct ListedLink {
        /// Whose.
        pub subject: String,
        /// The account it signs in to.
        pub account_id: AccountId,
        /// Brought along by a merge: the account it is a link of went into that one.
        pub via_merge: bool,
        /// Whether the link lives.
        pub is_live: bool,
        /// Whether the account may be used.
        pub is_open: bool,
    }
}

/// Every link of these subjects at a platform, ended ones too.
///
/// # Errors
/// The engine's.
pub async fn list_links(
    tx: &Tx,
    platform: &PlatformId,
    (upstream, scope): (&UpstreamId, &str),
    subjects: &[&str],
) -> Result<Vec<ListedLink>, StorageError> {
    const SQL: (&str, &str) = among!(
        "SELECT i.subject, k.id AS account_id, l.via_merge OR k.id <> a.id AS via_merge, l.ended_at IS NULL AS is_live, \
         k.disabled_at IS NULL AND k.merged_into IS NULL AND a.disabled_at IS NULL AS is_open FROM identity i \
         JOIN link l ON l.identity_id = i.id AND l.platform_id = $1 JOIN account a ON a.id = l.account_id \
         JOIN account k ON k.id = COALESCE(a.merged_into, a.id) WHERE i.upstream_id = $2 AND i.scope = $3 AND i.subject",
        "$4",
        "ORDER BY i.subject, l.id"
    );
    tx.list_bulk(pick(tx, SQL).await, args![platform, upstream, scope, rows_json(subjects)?]).await
}

row! {
    /// A subject by which an account is linked.
    pub struct Taken {
        /// Which account.
        pub account_id: AccountId,
        /// By which subject.
        pub subject: String,
    }
}

/// By which subjects these accounts are linked to an upstream, by links of their own and of the accounts that went into them.
///
/// # Errors
/// The engine's.
pub async fn list_taken(tx: &Tx, upstream: &UpstreamId, accounts: &[&AccountId]) -> Result<Vec<Taken>, StorageError> {
    // The order of the joins is the order of the words, on SQLite.
    const SQL: (&str, &str) = over_rows!(
        "SELECT x.id AS account_id, l.subject FROM",
        ["id" "TEXT"],
        "CROSS JOIN account a CROSS JOIN link l WHERE (a.id = x.id OR a.merged_into = x.id) AND l.account_id = a.id \
         AND l.upstream_id = $2 AND l.ended_at IS NULL ORDER BY x.id, l.subject"
    );
    let told: Vec<Value> = accounts.iter().map(|account| json!({ "id": account })).collect();
    tx.list_bulk(pick(tx, SQL).await, args![rows_json(&told)?, upstream]).await
}

/// The identities with these subjects.
///
/// # Errors
/// The engine's.
pub async fn list_identities(
    tx: &Tx,
    (upstream, scope): (&UpstreamId, &str),
    subjects: &[&str],
) -> Result<Vec<Identity>, StorageError> {
    const SQL: (&str, &str) =
        among!("SELECT * FROM identity WHERE upstream_id = $1 AND scope = $2 AND subject", "$3", "ORDER BY subject");
    tx.list_bulk(pick(tx, SQL).await, args![upstream, scope, rows_json(subjects)?]).await
}

/// Stores identities nobody has come with yet; those that are there stay as they are.
///
/// # Errors
/// The engine's.
pub async fn insert_identities(tx: &Tx, rows: &[Identity]) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = over_rows!(
        "INSERT INTO identity (id, upstream_id, scope, subject, hash_key, first_seen_at, last_seen_at) \
         SELECT id, upstream_id, scope, subject, hash_key, seen_at, seen_at FROM",
        ["id" "TEXT", "upstream_id" "TEXT", "scope" "TEXT", "subject" "TEXT", "hash_key" "TEXT",
         "seen_at" "TIMESTAMPTZ"],
        "WHERE TRUE ON CONFLICT (upstream_id, scope, subject) DO NOTHING"
    );
    let told = rows.iter().map(|row| {
        json!({
            "id": row.id, "upstream_id": row.upstream_id, "scope": row.scope, "subject": row.subject,
            "hash_key": row.hash_key, "seen_at": time(row.first_seen_at),
        })
    });
    tx.execute_bulk(pick(tx, SQL).await, args![rows_json(&told.collect::<Vec<Value>>())?]).await
}

/// Writes live links; answers how many. One that another link stands in the way of is not written and not counted.
///
/// # Errors
/// The engine's.
pub async fn insert_links(tx: &Tx, rows: &[Link]) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = over_rows!(
        "INSERT INTO link (id, platform_id, upstream_id, scope, subject, identity_id, account_id, origin, rule, \
         assurance, evidence, via_merge, created_at, created_by, since) SELECT id, platform_id, upstream_id, scope, \
         subject, identity_id, account_id, origin, rule, assurance, evidence, via_merge, made_at, created_by, since FROM",
        ["id" "TEXT", "platform_id" "TEXT", "upstream_id" "TEXT", "scope" "TEXT", "subject" "TEXT",
         "identity_id" "TEXT", "account_id" "TEXT", "origin" "TEXT", "rule" "TEXT", "assurance" "TEXT",
         "evidence" "TEXT", "via_merge" "BOOLEAN", "made_at" "TIMESTAMPTZ", "created_by" "TEXT", "since" "TIMESTAMPTZ"],
        "WHERE TRUE ON CONFLICT DO NOTHING"
    );
    let told = rows.iter().map(|row| {
        json!({
            "id": row.id, "platform_id": row.platform_id, "upstream_id": row.upstream_id, "scope": row.scope,
            "subject": row.subject, "identity_id": row.identity_id, "account_id": row.account_id, "origin": row.origin,
            "rule": row.rule, "assurance": row.assurance, "evidence": row.evidence, "via_merge": row.via_merge,
            "made_at": time(row.created_at), "created_by": row.created_by, "since": time(row.since),
        })
    });
    tx.execute_bulk(pick(tx, SQL).await, args![rows_json(&told.collect::<Vec<Value>>())?]).await
}

/// Records many entries of one transaction; answers their ids in order. Durable.
///
/// # Errors
/// The engine's.
pub async fn record(tx: &Tx, random: &Random, entries: &[Entry<'_>]) -> Result<Vec<AuditId>, StorageError> {
    const ROWS: (&str, &str) = over_rows!(
        "INSERT INTO audit (id, at, action, actor, platform_id, school_id, account_id, link_id, object, salt, commitment) \
         SELECT id, at, action, actor, platform_id, school_id, account_id, link_id, object, salt, commitment FROM",
        ["id" "TEXT", "at" "TIMESTAMPTZ", "action" "TEXT", "actor" "TEXT", "platform_id" "TEXT", "school_id" "TEXT",
         "account_id" "TEXT", "link_id" "TEXT", "object" "TEXT", "salt" "TEXT", "commitment" "TEXT"],
        ""
    );
    const DETAILS: (&str, &str) = over_rows!(
        "INSERT INTO audit_detail (audit_id, detail) SELECT id, detail FROM",
        ["id" "TEXT", "detail" "TEXT"],
        ""
    );
    let (mut ids, mut rows, mut details) = (Vec::new(), Vec::new(), Vec::new());
    for entry in entries {
        let (id, salt, detail) = (AuditId::at(entry.at, random), random.secret(), entry.detail.to_string());
        rows.push(json!({
            "id": id, "at": time(entry.at), "action": entry.action, "actor": entry.actor.to_string(),
            "platform_id": entry.platform, "school_id": entry.school, "account_id": entry.account,
            "link_id": entry.link, "object": entry.object, "commitment": commitment(&salt, &detail), "salt": salt,
        }));
        details.push(json!({ "id": id, "detail": detail }));
        ids.push(id);
    }
    tx.execute_bulk(pick(tx, ROWS).await, args![rows_json(&rows)?]).await?;
    tx.execute_bulk(pick(tx, DETAILS).await, args![rows_json(&details)?]).await?;
    Ok(ids)
}

row! {
    /// A live role at a school.
    pub struct RoleThere {
        /// Whose: of the account that stands for the role's own.
        pub account_id: AccountId,
        /// What.
        pub role: crate::domain::Role,
        /// In which class.
        pub class_name: Option<String>,
    }
}

const ACCOUNTS_AT_SCHOOL: &str = "SELECT * FROM account WHERE platform_id = $1 AND disabled_at IS NULL \
    AND merged_into IS NULL AND id IN (SELECT COALESCE(h.merged_into, h.id) FROM account_role r \
    JOIN account h ON h.id = r.account_id WHERE r.school_id = $2 AND r.ended_at IS NULL) \
    AND NOT EXISTS (SELECT 1 FROM provisional_account v WHERE v.account_id = account.id AND v.ended_at IS NULL) \
    AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.key = 'account:' || account.id) ORDER BY id";
const ROLES_AT_SCHOOL: &str = "SELECT COALESCE(a.merged_into, a.id) AS account_id, r.role, r.class_name FROM account_role r \
    JOIN account a ON a.id = r.account_id AND a.platform_id = $1 WHERE r.school_id = $2 AND r.ended_at IS NULL \
    ORDER BY 1, r.role, r.id";

/// The usable accounts of a platform with a live role at a school, of their own or of an account that went into them: nobody
/// else is anybody's candidate there. An account that waits to go into an older one is its pupil's, and nobody's older one.
/// Whoever is withheld is in no list.
///
/// # Errors
/// The engine's.
pub async fn list_accounts_at(
    tx: &Tx,
    platform: &PlatformId,
    school: &SchoolId,
) -> Result<Vec<super::accounts::Account>, StorageError> {
    tx.list_bulk(ACCOUNTS_AT_SCHOOL, args![platform, school]).await
}

row! {
    /// Somebody who was let in and waits for an older account.
    pub struct ProvisionalThere {
        /// Given name.
        pub given_name: Option<String>,
        /// Family name.
        pub family_name: Option<String>,
        /// By which identity: upstream,
        pub upstream_id: UpstreamId,
        /// scope
        pub scope: String,
        /// and subject.
        pub subject: String,
    }
}

impl ProvisionalThere {
    /// Whether it is this person of a roster.
    #[must_use]
    pub fn is_of(&self, person: &super::roster_people::RosterPerson) -> bool {
        (&self.upstream_id, &self.scope, &self.subject) == (&person.upstream_id, &person.scope, &person.subject)
    }
}

const PROVISIONAL_AT_SCHOOL: &str = "SELECT a.given_name, a.family_name, i.upstream_id, i.scope, i.subject \
    FROM provisional_account v JOIN account a ON a.id = v.account_id AND a.platform_id = $1 \
    JOIN identity i ON i.id = v.identity_id WHERE v.ended_at IS NULL \
    AND a.id IN (SELECT account_id FROM account_role WHERE school_id = $2 AND ended_at IS NULL) ORDER BY a.id";

/// Whoever was let in at a platform, with a live role at a school.
///
/// # Errors
/// The engine's.
pub async fn list_provisional_at(
    tx: &Tx,
    platform: &PlatformId,
    school: &SchoolId,
) -> Result<Vec<ProvisionalThere>, StorageError> {
    tx.list_bulk(PROVISIONAL_AT_SCHOOL, args![platform, school]).await
}

/// The live roles of those accounts.
///
/// # Errors
/// The engine's.
pub async fn list_roles_at(tx: &Tx, platform: &PlatformId, school: &SchoolId) -> Result<Vec<RoleThere>, StorageError> {
    tx.list_bulk(ROLES_AT_SCHOOL, args![platform, school]).await
}
