//! What is held about one person, table by table, for that person.

use serde_json::Value;

use super::{StorageError, Tx};
use crate::domain::{AccountId, Time};

/// When something happened, if it did.
type When = Option<Time>;
/// A text, where there is one.
type Text = Option<String>;

/// A kind of rows and what reads them. `$1` is an account; the statement looks at that one and at all that went into it.
macro_rules! section {
    ($list:ident, $line:ident, $sql:expr, { $($field:ident: $kind:ty),+ $(,)? }) => {
        crate::row! {
            /// One row.
            pub struct $line {
                $(/// As it is stored.
                pub $field: $kind),+
            }
        }

        async fn $list(tx: &Tx, account: &AccountId) -> Result<Vec<Value>, StorageError> {
            let lines: Vec<$line> = tx.list_bulk($sql, crate::args![account]).await?;
            let told = |line: $line| serde_json::json!({ $((stringify!($field)): line.$field),+ });
            Ok(lines.into_iter().map(told).collect())
        }
    };
}

macro_rules! theirs {
    ($head:literal, $tail:literal) => {
        concat!($head, " IN (SELECT k.id FROM account k WHERE k.id = $1 OR k.merged_into = $1) ", $tail)
    };
}

section!(account, AccountLine, theirs!("SELECT a.id, a.sub, a.username, a.given_name, a.family_name, a.email, a.email_verified, \
    a.birth_date, a.national_hash IS NOT NULL AS has_national_number, a.external_id, a.history_count, a.last_activity_at, \
    a.password_hash IS NOT NULL AS has_password, a.password_changed_at, a.locale, a.origin, a.created_at, a.updated_at, \
    a.used_at, a.disabled_at, a.merged_into FROM account a WHERE a.id", "ORDER BY a.id"), {
    id: String, sub: String, username: Text, given_name: Text, family_name: Text, email: Text, email_verified: bool,
    birth_date: Option<chrono::NaiveDate>, has_national_number: bool, external_id: Text, history_count: i64,
    last_activity_at: When, has_password: bool, password_changed_at: When, locale: Text, origin: String, created_at: Time,
    updated_at: Time, used_at: When, disabled_at: When, merged_into: Text,
});
section!(roles, RoleLine, theirs!("SELECT r.account_id, r.school_id, s.name AS school, r.role, r.class_name, r.source, r.since, \
    r.ended_at FROM account_role r JOIN school s ON s.id = r.school_id WHERE r.account_id", "ORDER BY r.since, r.id"), {
    account_id: String, school_id: String, school: String, role: String, class_name: Text, source: String, since: Time,
    ended_at: When,
});
section!(links, LinkLine, theirs!("SELECT l.id, l.account_id, l.upstream_id, l.origin, l.rule, l.assurance, l.evidence, l.created_at, \
    l.since, l.last_used_at, l.ended_at, l.end_reason FROM link l WHERE l.account_id", "ORDER BY l.created_at, l.id"), {
    id: String, account_id: String, upstream_id: String, origin: String, rule: String, assurance: String,
    evidence: String, created_at: Time, since: Time, last_used_at: When, ended_at: When, end_reason: Text,
});
section!(identities, IdentityLine, theirs!("SELECT i.id, i.upstream_id, i.scope, i.subject, i.given_name, i.family_name, i.first_seen_at, \
    i.last_seen_at FROM identity i JOIN link l ON l.identity_id = i.id AND l.ended_at IS NULL \
    WHERE i.quarantined_at IS NULL AND l.account_id", "ORDER BY i.id"), {
    id: String, upstream_id: String, scope: String, subject: String, given_name: Text, family_name: Text,
    first_seen_at: Time, last_seen_at: Time,
});
section!(rosters, RosterLine, theirs!("SELECT p.upstream_id, p.subject, p.given_name, p.family_name, p.class_name, p.email, p.username, \
    p.created_at, p.updated_at FROM link l JOIN roster_person p ON p.upstream_id = l.upstream_id AND p.scope = l.scope \
    AND p.subject = l.subject WHERE l.ended_at IS NULL AND l.account_id", "ORDER BY p.id"), {
    upstream_id: String, subject: String, given_name: Text, family_name: Text, class_name: Text, email: Text,
    username: Text, created_at: Time, updated_at: Time,
});
section!(journals, JournalLine, theirs!("SELECT j.id, j.name, j.school_id, j.school_year, t.role, t.since, t.absent_since, t.ended_at, \
    t.end_reason FROM link l JOIN roster_person p ON p.upstream_id = l.upstream_id AND p.scope = l.scope \
    AND p.subject = l.subject JOIN seat t ON t.person_id = p.id JOIN journal j ON j.id = t.journal_id \
    AND j.platform_id = l.platform_id WHERE l.ended_at IS NULL AND l.account_id", "ORDER BY t.since, j.id"), {
    id: String, name: String, school_id: String, school_year: Text, role: String, since: Time, absent_since: When,
    ended_at: When, end_reason: Text,
});
section!(licences, LicenceLine, theirs!("SELECT d.name AS product, p.school_id, l.account_id, l.source, l.since, l.ended_at, l.end_reason \
    FROM licence l JOIN licence_pool p ON p.id = l.pool_id JOIN product d ON d.id = p.product_id WHERE l.account_id",
    "ORDER BY l.since, l.id"), {
    product: String, school_id: String, account_id: String, source: String, since: Time, ended_at: When, end_reason: Text,
});
section!(codes, CodeLine, theirs!("SELECT c.account_id, c.made_at, c.expires_at, c.ended_at, c.end_reason FROM claim_code c \
    WHERE c.account_id", "ORDER BY c.made_at, c.id"), {
    account_id: String, made_at: Time, expires_at: Time, ended_at: When, end_reason: Text,
});
section!(sessions, SessionLine, theirs!("SELECT s.id, s.kind, s.created_at, s.seen_at, s.expires_at, s.ended_at, s.end_reason, \
    x.account_id, x.upstream_id, x.auth_time FROM session_account x JOIN session s ON s.id = x.session_id WHERE x.account_id",
    "ORDER BY s.created_at, s.id"), {
    id: String, kind: String, created_at: Time, seen_at: Time, expires_at: Time, ended_at: When, end_reason: Text,
    account_id: String, upstream_id: Text, auth_time: Time,
});
section!(notices, NoticeLine, theirs!("SELECT n.account_id, n.kind, n.created_at, n.shown_at, n.mail_state FROM notice n \
    WHERE n.account_id", "ORDER BY n.created_at, n.id"), {
    account_id: String, kind: String, created_at: Time, shown_at: When, mail_state: String,
});
section!(requests, RequestLine, theirs!("SELECT c.id, c.kind, c.school_id, c.opened_at, c.closed_at, c.outcome FROM school_case c \
    WHERE c.account_id", "ORDER BY c.opened_at, c.id"), {
    id: String, kind: String, school_id: Text, opened_at: Time, closed_at: When, outcome: Text,
});
section!(merges, MergeLine, theirs!("SELECT m.id, m.account_id, m.into_id, m.cause, m.reason, m.merged_at, m.undo_until, m.undone_at \
    FROM account_merge m WHERE m.undone_at IS NULL AND m.into_id", "ORDER BY m.merged_at, m.id"), {
    id: String, account_id: String, into_id: String, cause: String, reason: Text, merged_at: Time, undo_until: Time,
    undone_at: When,
});
section!(administers, GrantLine, theirs!("SELECT g.school_id, g.role, g.since, g.expires_at, g.ended_at FROM console_grant g \
    WHERE g.account_id", "ORDER BY g.since, g.id"), {
    school_id: String, role: String, since: Time, expires_at: When, ended_at: When,
});
section!(audit, AuditLine, theirs!("SELECT a.number, a.at, a.action, a.actor, a.school_id, a.link_id, a.object, d.detail FROM audit a \
    LEFT JOIN audit_detail d ON d.audit_id = a.id WHERE a.account_id", "ORDER BY a.at, a.id"), {
    number: Option<i64>, at: Time, action: String, actor: String, school_id: Text, link_id: Text, object: Text, detail: Text,
});

/// Everything, by the name of its kind.
///
/// # Errors
/// The engine's.
pub(crate) async fn everything(tx: &Tx, whose: &AccountId) -> Result<Vec<(&'static str, Vec<Value>)>, StorageError> {
    Ok(vec![
        ("accounts", account(tx, whose).await?),
        ("roles", roles(tx, whose).await?),
        ("links", links(tx, whose).await?),
        ("identities", identities(tx, whose).await?),
        ("rosters", rosters(tx, whose).await?),
        ("journals", journals(tx, whose).await?),
        ("licences", licences(tx, whose).await?),
        ("claim_codes", codes(tx, whose).await?),
        ("sessions", sessions(tx, whose).await?),
        ("notices", notices(tx, whose).await?),
        ("requests", requests(tx, whose).await?),
        ("merges", merges(tx, whose).await?),
        ("administers", administers(tx, whose).await?),
        ("audit", audit(tx, whose).await?),
    ])
}
